package org.healthdiary.bridge.background

import android.bluetooth.BluetoothManager
import android.content.Context
import android.content.Intent
import android.os.Looper
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.healthdiary.RadioEvent
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Door
import org.healthdiary.bridge.Taking
import org.healthdiary.bridge.TakingEnd
import org.healthdiary.testing.SimulatedRadio
import org.healthdiary.testing.SimulatedRadio.Companion.ADDRESS
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What happens while nobody looks, with a simulated cuff and the real core. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class BackgroundTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val radio = SimulatedRadio()
    private val cuff = radio.put(SimulatedRadio.cuff())
    private lateinit var bridge: Bridge
    private val scanner get() = shadowOf(context.getSystemService(BluetoothManager::class.java).adapter.bluetoothLeScanner)

    @Before
    fun pairCuff() =
        runBlocking {
            shadowOf(context.getSystemService(BluetoothManager::class.java).adapter).setEnabled(true)
            bridge = Bridge.replace(context, radio)
            bridge.diary.make("Ana", "seven invented words nobody would guess")
            val device = bridge.devices.pair(radio.inTheAir.value.single())
            assertNotNull(device)
            val ana = checkNotNull(bridge.diary.household.value).people().single().id
            bridge.devices.assign(checkNotNull(device).id, null, ana)
        }

    @After
    fun shut() = runBlocking { bridge.diary.shut() }

    private fun all() =
        bridge.diary.household.value!!.run {
            diary(people().single().id).use { diary -> diary.counts().sumOf { it.entries.toInt() } }
        }

    private fun kept() = bridge.diary.household.value!!.run { diary(people().single().id).use { it.latest().size } }

    @Test
    fun `readings that come while the diary is shut are there when it opens`() =
        runBlocking {
            bridge.diary.shut()
            cuff.measurePressure(5u, 128u, 82u, 64u)
            var told = 0
            bridge.background.arrived = { told += it }
            bridge.background.received(ADDRESS)
            assertEquals(1, told)
            assertNotNull(bridge.background.lastWakeMs)
            assertEquals(Door.SHUT, bridge.diary.door.value)
            bridge.diary.openByPassphrase("seven invented words nobody would guess")
            assertEquals(1, kept())
        }

    @Test
    fun `readings that come while the app is in the background are there when it comes back`() =
        runBlocking {
            bridge.diary.pause()
            cuff.measurePressure(5u, 128u, 82u, 64u)
            bridge.background.received(ADDRESS)
            bridge.diary.resume()
            assertEquals(1, kept())
        }

    @Test
    fun `whoever unlocks while a cuff is heard does so at once, and has what it sends`() =
        runBlocking {
            bridge.diary.shut()
            repeat(3) { cuff.measurePressure((9 - it).toUInt(), 128u, 82u, 64u) }
            val (begun, held) = CompletableDeferred<Unit>() to CompletableDeferred<Unit>()
            radio.happens = { event ->
                if (event is RadioEvent.Value && begun.complete(Unit)) held.await()
                event
            }
            val hearing = launch(Dispatchers.Default) { bridge.background.received(ADDRESS) }
            begun.await()
            bridge.diary.openByPassphrase("seven invented words nobody would guess")
            assertEquals(Door.OPEN, bridge.diary.door.value)
            hearing.join()
            assertEquals(3, all())
        }

    @Test
    fun `a wrong secret leaves the cuff heard`() =
        runBlocking {
            bridge.diary.shut()
            cuff.measurePressure(5u, 128u, 82u, 64u)
            val (begun, held) = CompletableDeferred<Unit>() to CompletableDeferred<Unit>()
            radio.happens = { event -> event.also { if (begun.complete(Unit)) held.await() } }
            val hearing = launch(Dispatchers.Default) { bridge.background.received(ADDRESS) }
            begun.await()
            assertThrows(DiaryTrouble::class.java) { runBlocking { bridge.diary.openByPassphrase("not that one") } }
            hearing.join()
            bridge.diary.openByPassphrase("seven invented words nobody would guess")
            assertEquals(1, all())
        }

    @Test
    fun `known devices are waited for, and again after a boot`() =
        runBlocking {
            assertTrue(bridge.background.waitForKnown())
            assertEquals(ADDRESS, scanner.activeScans.single().scanFilters().single().deviceAddress)
            scanner.activeScans.toList().forEach { scan ->
                context.getSystemService(BluetoothManager::class.java).adapter.bluetoothLeScanner.stopScan(scan.pendingIntent())
            }
            assertTrue(scanner.activeScans.isEmpty())
            WakeReceiver().onReceive(context, Intent(Intent.ACTION_BOOT_COMPLETED))
            shadowOf(Looper.getMainLooper()).idle()
            assertEquals(1, scanner.activeScans.size)
        }

    @Test
    fun `what a screen hears ends with the new entries`() =
        runBlocking {
            cuff.measurePressure(5u, 128u, 82u, 64u)
            cuff.measurePressure(2u, 126u, 80u, 62u)
            val steps = bridge.devices.take().toList()
            assertTrue(steps.any { it is Taking.Receiving })
            val over = steps.last() as Taking.Over
            assertEquals(TakingEnd.COMPLETE, over.end)
            assertEquals(2, over.entries.size)
        }
}
