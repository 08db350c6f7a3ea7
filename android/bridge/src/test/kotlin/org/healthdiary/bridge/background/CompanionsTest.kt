package org.healthdiary.bridge.background

import android.app.ActivityManager
import android.app.Application
import android.app.ApplicationExitInfo
import android.bluetooth.BluetoothManager
import android.companion.CompanionDeviceManager
import android.content.Context
import android.content.pm.PackageManager
import android.os.PowerManager
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.radio.NearDevice
import org.healthdiary.testing.SimulatedRadio
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowActivityManager
import org.robolectric.shadows.ShadowCompanionDeviceManager
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Whether the system wakes the app for a device, and what the phone says stands in the way. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class CompanionsTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val radio = SimulatedRadio()
    private val cuff = radio.put(SimulatedRadio.cuff(), ADDRESS)
    private val companions get() =
        Shadow.extract<ShadowCompanionDeviceManager>(
            context.getSystemService(CompanionDeviceManager::class.java),
        )
    private val adapter get() = context.getSystemService(BluetoothManager::class.java).adapter
    private val scans get() = shadowOf(adapter.bluetoothLeScanner).activeScans
    private lateinit var bridge: Bridge

    @Before
    fun pairCuff() =
        runBlocking {
            shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_COMPANION_DEVICE_SETUP, true)
            shadowOf(adapter).setEnabled(true)
            bridge = Bridge.replace(context, radio)
            bridge.diary.make("Ana", "seven invented words nobody would guess")
            val device = checkNotNull(bridge.devices.pair(NearDevice(ADDRESS, "A&D_UA-651BLE", true, -50)))
            bridge.devices.assign(device.id, null, bridge.entries.people().single().id)
        }

    @After
    fun shut() = runBlocking { bridge.diary.shut() }

    @Test
    fun `a device that the system knows is looked out for by the system, and every other by a scan`() =
        runBlocking {
            assertEquals(ADDRESS, bridge.background.notAssociated())
            bridge.background.waitForKnown()
            assertEquals(1, scans.size)
            assertTrue(bridge.background.associate(ADDRESS) {})
            assertNotNull(companions.lastAssociationRequest)
            companions.addAssociation(ADDRESS.lowercase())
            assertNull(bridge.background.notAssociated())
            assertTrue(bridge.background.waitForKnown())
            assertEquals(ADDRESS, companions.lastObservingDevicePresenceDeviceAddress.uppercase())
            assertTrue("nothing is scanned for twice", scans.isEmpty())
        }

    @Test
    fun `a device that was forgotten no longer goes with the app`() =
        runBlocking {
            companions.addAssociation(ADDRESS)
            bridge.background.waitForKnown()
            bridge.devices.forget(bridge.devices.known().single().id)
            bridge.background.waitForKnown()
            @Suppress("DEPRECATION")
            assertTrue(context.getSystemService(CompanionDeviceManager::class.java).associations.isEmpty())
        }

    @Test
    fun `the system starts the app for a device, and its readings are there`() {
        cuff.measurePressure(5u, 128u, 82u, 64u)
        val came = CountDownLatch(1)
        bridge.background.arrived = { came.countDown() }
        @Suppress("DEPRECATION")
        Robolectric.setupService(CompanionWake::class.java).onDeviceAppeared(ADDRESS.lowercase())
        assertTrue(came.await(20, TimeUnit.SECONDS))
        assertNotNull(bridge.background.lastWakeMs)
    }

    @Test
    fun `on a phone that cannot do it nothing is asked, and the scan is there`() =
        runBlocking {
            shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_COMPANION_DEVICE_SETUP, false)
            assertFalse(bridge.background.canAssociate)
            assertFalse(bridge.background.associate(ADDRESS) {})
            assertNull(bridge.background.readiness().associated)
            bridge.background.waitForKnown()
            assertEquals(1, scans.size)
        }

    @Test
    fun `what stands in the way is what the phone says`() =
        runBlocking {
            val hindered = bridge.background.readiness()
            assertTrue(hindered.bluetoothOn)
            assertFalse(hindered.permitted)
            assertFalse(hindered.savingLeavesAlone)
            assertEquals(false, hindered.associated)
            assertEquals(false, hindered.stopped)
            assertNull("Android 12 and later need no location", hindered.locationOn)
            shadowOf(context as Application).grantPermissions("android.permission.BLUETOOTH_SCAN", "android.permission.BLUETOOTH_CONNECT")
            shadowOf(context.getSystemService(PowerManager::class.java)).setIgnoringBatteryOptimizations(context.packageName, true)
            companions.addAssociation(ADDRESS)
            shadowOf(adapter).setEnabled(false)
            val now = bridge.background.readiness()
            assertFalse(now.bluetoothOn)
            assertTrue(now.permitted && now.savingLeavesAlone && now.associated == true)
        }

    @Test
    fun `a stop by force is told from being swiped away, until the phone was asked anew`() =
        runBlocking {
            ended(ApplicationExitInfo.REASON_USER_STOPPED, 1_000)
            assertEquals(false, bridge.background.readiness().stopped)
            ended(ApplicationExitInfo.REASON_USER_REQUESTED, 2_000)
            assertEquals(true, bridge.background.readiness().stopped)
            bridge.background.waitForKnown()
            assertEquals(false, bridge.background.readiness().stopped)
            ended(ApplicationExitInfo.REASON_USER_REQUESTED, 3_000)
            assertEquals(true, bridge.background.readiness().stopped)
        }

    private fun ended(
        reason: Int,
        atMs: Long,
    ) {
        val info = ShadowActivityManager.ApplicationExitInfoBuilder.newBuilder().setReason(reason).setTimestamp(atMs).build()
        Shadow.extract<ShadowActivityManager>(context.getSystemService(ActivityManager::class.java)).addApplicationExitInfo(info)
    }

    private companion object {
        const val ADDRESS = "00:11:22:33:44:AA"
    }
}
