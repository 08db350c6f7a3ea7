package org.healthdiary.app

import android.Manifest
import android.app.ActivityManager
import android.app.Application
import android.app.ApplicationExitInfo
import android.bluetooth.BluetoothAdapter
import android.bluetooth.BluetoothManager
import android.companion.CompanionDeviceManager
import android.content.Intent
import android.content.pm.PackageManager
import android.os.PowerManager
import android.provider.Settings
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.background.CompanionWake
import org.healthdiary.testing.SimulatedRadio
import org.healthdiary.ui.screens.Need
import org.healthdiary.ui.screens.NeedKind
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowActivityManager
import org.robolectric.shadows.ShadowCompanionDeviceManager

/** The page about receiving: each line as the phone says it, and what its button asks of the phone. */
internal class ReceivingTest : AtTheApp() {
    private val adapter get() = context.getSystemService(BluetoothManager::class.java).adapter
    private val companions get() =
        Shadow.extract<ShadowCompanionDeviceManager>(context.getSystemService(CompanionDeviceManager::class.java))
    private val app get() = shadowOf(context as Application)

    override fun prepare() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_COMPANION_DEVICE_SETUP, true)
        made()
        app.denyPermissions(*BLUETOOTH, Manifest.permission.POST_NOTIFICATIONS)
        runBlocking {
            val paired = checkNotNull(bridge.devices.pair(radio.inTheAir.value.single()))
            bridge.devices.assign(paired.id, null, bridge.people.all().single().id)
        }
        val stopped =
            ShadowActivityManager.ApplicationExitInfoBuilder
                .newBuilder()
                .setReason(ApplicationExitInfo.REASON_USER_REQUESTED)
                .setTimestamp(System.currentTimeMillis())
                .build()
        Shadow.extract<ShadowActivityManager>(context.getSystemService(ActivityManager::class.java)).addApplicationExitInfo(stopped)
        shadowOf(adapter).setEnabled(false)
    }

    private fun openPage() {
        see("Take a reading")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        push("Receiving")
        see("Not yet woken in the background")
    }

    private fun missing() =
        model.care.receiving.state.value
            ?.needs
            .orEmpty()
            .filterNot(Need::met)
            .map { it.what }

    /** What the phone was asked for last. */
    private fun asked(): Intent? = shadowOf(activity.get()).nextStartedActivity

    /** What leave the phone was asked for last. */
    private fun askedLeave(): Set<String>? = shadowOf(activity.get()).lastRequestedPermission?.requestedPermissions?.toSet()

    /** Somebody comes back from the phone's settings, where they did what was missing. */
    private fun mended(
        what: NeedKind,
        how: () -> Unit,
    ) {
        how()
        rule.runOnUiThread { model.returned() }
        until { what !in missing() }
    }

    @Test
    fun `each thing that is missing is mended by its own button, and then all is well`() {
        openPage()
        see("Something keeps readings from coming by themselves.")
        assertEquals(NeedKind.entries - NeedKind.Location, missing())

        push("Switch Bluetooth on")
        assertEquals(BluetoothAdapter.ACTION_REQUEST_ENABLE, asked()?.action)
        mended(NeedKind.Bluetooth) { shadowOf(adapter).setEnabled(true) }
        see("Bluetooth is on")

        push("Allow devices nearby")
        assertEquals(BLUETOOTH.toSet(), askedLeave())
        mended(NeedKind.Permission) { app.grantPermissions(*BLUETOOTH) }
        see("Allowed to find devices nearby")

        push("Allow notifications")
        assertEquals(setOf(Manifest.permission.POST_NOTIFICATIONS), askedLeave())
        mended(NeedKind.Notifications) { app.grantPermissions(Manifest.permission.POST_NOTIFICATIONS) }
        see("May say that an entry is waiting")

        push("Leave the app out of battery saving")
        assertEquals(Settings.ACTION_IGNORE_BATTERY_OPTIMIZATION_SETTINGS, asked()?.action)
        mended(NeedKind.Battery) {
            shadowOf(context.getSystemService(PowerManager::class.java)).setIgnoringBatteryOptimizations(context.packageName, true)
        }
        see("Battery saving leaves the app alone")

        assertNull(companions.lastAssociationRequest)
        push("Let the phone wake the app")
        until { companions.lastAssociationRequest != null }
        mended(NeedKind.Association) { companions.addAssociation(SimulatedRadio.ADDRESS) }
        see("The phone wakes the app for your device")

        push("Receive now")
        until { missing().isEmpty() }
        see("All well: readings come by themselves.")
        assertEquals(SimulatedRadio.ADDRESS, companions.lastObservingDevicePresenceDeviceAddress.uppercase())
    }

    @Test
    fun `whoever said no for ever is led to the phone's settings`() {
        val preferences = Preferences(context)
        (BLUETOOTH.asList() + Manifest.permission.POST_NOTIFICATIONS).forEach(preferences::noteAsked)
        shadowOf(adapter).setEnabled(true)
        openPage()
        push("Allow devices nearby")
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, asked()?.action)
        push("Allow notifications")
        assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS, asked()?.action)
        assertTrue(NeedKind.Permission in missing() && NeedKind.Notifications in missing())
    }

    @Test
    fun `whoever does not want to be told misses nothing`() {
        (context as DiaryApplication).preferences.notices = false
        openPage()
        assertTrue(NeedKind.Notifications !in missing())
        assertTrue("May say that an entry is waiting" !in seen())
    }

    @Test
    fun `when a device woke the app last is said`() {
        openPage()
        shadowOf(adapter).setEnabled(true)
        cuff.measurePressure(5u, 128u, 82u, 64u)
        @Suppress("DEPRECATION")
        Robolectric.setupService(CompanionWake::class.java).onDeviceAppeared(SimulatedRadio.ADDRESS.lowercase())
        until { bridge.background.lastWakeMs != null }
        rule.runOnUiThread { model.returned() }
        see("Last woken in the background: today at")
    }

    private companion object {
        val BLUETOOTH = arrayOf(Manifest.permission.BLUETOOTH_SCAN, Manifest.permission.BLUETOOTH_CONNECT)
    }
}
