package org.healthdiary.app

import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.healthdiary.Clocks
import org.healthdiary.RadioCommand
import org.healthdiary.RadioEvent
import org.healthdiary.SimulatedDevice
import org.healthdiary.SimulatedModel
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.radio.DeviceRadio
import org.junit.Assert.assertEquals
import org.junit.Test

/** An oximeter that is watched while it is worn. */
internal class LiveTest : AtTheApp() {
    private val oximeter = SimulatedDevice(SimulatedModel.NONIN_OXIMETER, "Europe/London")
    private val worn = Worn()

    /** The simulated radio, with a finger in the oximeter once nothing more comes of itself. */
    private inner class Worn : DeviceRadio by radio {
        var watched = false

        override suspend fun talk(
            sync: Sync,
            address: String,
            patient: Boolean,
            progress: (SyncProgress) -> Unit,
        ): SyncResult = if (watched) withContext(Dispatchers.IO) { watch(sync, progress) } else radio.talk(sync, address, patient, progress)

        private suspend fun watch(
            sync: Sync,
            progress: (SyncProgress) -> Unit,
        ): SyncResult {
            fun handIn(
                event: RadioEvent,
                clocks: Clocks,
            ) {
                val commands = sync.handle(event, clocks)
                commands.filterIsInstance<RadioCommand.Report>().forEach { progress(it.progress) }
                oximeter.carryOut(commands)
            }
            var stopped: CancellationException? = null
            oximeter.begin()
            while (true) {
                val next = oximeter.next() ?: break
                if (next.event is RadioEvent.Timer && stopped == null) {
                    handIn(RadioEvent.Value(CONTINUOUS, byteArrayOf(0, 96, 0, 71, 0)), next.clocks)
                    try {
                        awaitCancellation()
                    } catch (stop: CancellationException) {
                        stopped = stop
                        handIn(RadioEvent.Cancel, next.clocks)
                    }
                }
                handIn(next.event, next.clocks)
            }
            stopped?.let { throw it }
            return checkNotNull(oximeter.result())
        }
    }

    override fun prepare() {
        radio.inTheAir.value = emptyList()
        radio.put(oximeter)
        bridge = Bridge.replace(context, worn)
        made()
    }

    @Test
    fun `while the cuff is waited for, what to do meanwhile is said, and five minutes are counted`() {
        see("Your diary is ready.")
        radio.put(cuff)
        addCuff()
        radio.happens = { awaitCancellation() }
        tap("Take a reading")
        see("Press start on the cuff.")
        tap("Rest five minutes first")
        see("Rest for 5 minutes more.")
    }

    @Test
    fun `an oximeter is watched until that is enough, and what it had is in the diary`() {
        see("Your diary is ready.")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        tap("Devices")
        tap("Add a device")
        tap(oximeter.name())
        see("is paired.")
        back()
        back()
        back()
        oximeter.measureOxygen(1u, 97u, 66u)
        worn.watched = true
        tap("Take a reading")
        see("96 %")
        see("Good signal")
        tap("That is enough")
        tap("Keep")
        hear("oxygen")
        val ana = checkNotNull(model.whose.person.value)
        val entries = runBlocking { bridge.entries.page(ana.id, null) }.entries
        // A second was too short for a reading of its own: that is said, too.
        assertEquals(listOf(null, "97.0"), entries.map { it.number("saturation")?.digits })
    }

    private companion object {
        const val CONTINUOUS = "00002a5f-0000-1000-8000-00805f9b34fb"
    }
}
