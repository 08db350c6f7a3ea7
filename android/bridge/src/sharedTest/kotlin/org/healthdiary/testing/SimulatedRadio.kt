package org.healthdiary.testing

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withContext
import org.healthdiary.Clocks
import org.healthdiary.RadioCommand
import org.healthdiary.RadioEvent
import org.healthdiary.SimulatedDevice
import org.healthdiary.SimulatedModel
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.radio.DeviceRadio
import org.healthdiary.bridge.radio.NearDevice

/**
 * Simulated devices in the place of the phone's Bluetooth, each at an address.
 *
 * Whoever talks with an address that nobody put a device at waits until somebody does, as with a cuff that is switched off.
 */
class SimulatedRadio : DeviceRadio {
    private val devices = MutableStateFlow<Map<String, SimulatedDevice>>(emptyMap())

    /** Who shows up when somebody looks around. */
    val inTheAir = MutableStateFlow<List<NearDevice>>(emptyList())

    /** What the phone says instead when somebody looks around; nothing where all is well. */
    @Volatile
    var trouble: Trouble? = null

    /** Told of what happens next, on the radio's thread, and gives what happens instead. To wait in it is to be slow. */
    @Volatile
    var happens: suspend (RadioEvent) -> RadioEvent = { it }

    /** Puts a device at an address, where it shows up. */
    fun put(
        device: SimulatedDevice,
        address: String = ADDRESS,
    ): SimulatedDevice {
        devices.update { it + (address to device) }
        inTheAir.update { near -> near.filter { it.address != address } + NearDevice(address, device.name(), true, NEAR_DBM) }
        return device
    }

    override suspend fun talk(
        sync: Sync,
        address: String,
        patient: Boolean,
        progress: (SyncProgress) -> Unit,
    ): SyncResult {
        val device = devices.first { address in it }.getValue(address)
        return withContext(Dispatchers.IO) { Talk(device, sync, progress).untilItEnds() }
    }

    override fun near(all: Boolean): Flow<List<NearDevice>> =
        flow {
            trouble?.let { throw DiaryTrouble(it) }
            emitAll(inTheAir)
        }

    private inner class Talk(
        private val device: SimulatedDevice,
        private val sync: Sync,
        private val progress: (SyncProgress) -> Unit,
    ) {
        private var stopped: CancellationException? = null

        suspend fun untilItEnds(): SyncResult {
            device.begin()
            while (true) {
                val next = device.next() ?: break
                handIn(allowed(next.event, next.clocks), next.clocks)
            }
            stopped?.let { throw it }
            return checkNotNull(device.result()) { "a conversation that ends has a result" }
        }

        /** What happens; whoever stops the conversation has it stopped well. */
        private suspend fun allowed(
            event: RadioEvent,
            clocks: Clocks,
        ): RadioEvent {
            if (stopped != null) return event
            return try {
                currentCoroutineContext().ensureActive()
                happens(event)
            } catch (stop: CancellationException) {
                stopped = stop
                handIn(RadioEvent.Cancel, clocks)
                event
            }
        }

        private fun handIn(
            event: RadioEvent,
            clocks: Clocks,
        ) {
            val commands = sync.handle(event, clocks)
            commands.filterIsInstance<RadioCommand.Report>().forEach { progress(it.progress) }
            device.carryOut(commands)
        }
    }

    companion object {
        const val ADDRESS = "00:11:22:33:44:77"
        private const val NEAR_DBM = -50

        /** A cuff of one person, in London; it is not put anywhere yet. */
        fun cuff(): SimulatedDevice = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    }
}
