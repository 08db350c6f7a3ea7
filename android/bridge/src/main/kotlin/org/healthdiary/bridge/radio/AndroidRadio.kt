package org.healthdiary.bridge.radio

import android.annotation.SuppressLint
import android.content.Context
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.completeWith
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.healthdiary.RadioEvent
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.PhoneClocks

/** Carries out the core's conversations with devices over the phone's Bluetooth. One for the process: it keeps every device it met. */
internal class AndroidRadio(
    private val context: Context,
    private val clocks: PhoneClocks,
    private val timers: Timers,
    private val keep: Boolean = true,
) : DeviceRadio {
    private val scanner = Scanner(context)
    private val adapter = Adapter(context)
    private val links = HashMap<String, KnownLink>()

    /** One conversation with a device at a time. */
    private val turns = HashMap<String, Mutex>()

    override fun near(all: Boolean): Flow<List<NearDevice>> = scanner.near(all)

    override suspend fun talk(
        sync: Sync,
        address: String,
        patient: Boolean,
        progress: (SyncProgress) -> Unit,
    ): SyncResult =
        turn(address).withLock {
            val over = CompletableDeferred<SyncResult>()
            val running = start(sync, address, patient, progress) { result -> over.completeWith(result) }
            try {
                over.await()
            } catch (stopped: CancellationException) {
                running.happened(RadioEvent.Cancel)
                // The next conversation finds the link at rest.
                withContext(NonCancellable) { over.await() }
                throw stopped
            }
        }

    private fun turn(address: String) = synchronized(turns) { turns.getOrPut(address) { Mutex() } }

    /** Begins a conversation, and calls [ended] when it is over. */
    @SuppressLint("MissingPermission")
    fun start(
        sync: Sync,
        address: String,
        patient: Boolean,
        told: (SyncProgress) -> Unit,
        ended: (Result<SyncResult>) -> Unit,
    ): Conversation {
        val device = requireNotNull(adapter.bluetooth) { "a phone without Bluetooth has no address to talk to" }.getRemoteDevice(address)
        val quirks = Quirks.of(runCatching { device.name }.getOrNull())
        val link =
            synchronized(links) {
                links.getOrPut(address) { KnownLink(context, device, clocks, KnownLink.Policy(keep, quirks)) }
            }
        var watched: () -> Unit = {}
        val hears =
            object : Conversation.Hears {
                override fun progress(progress: SyncProgress) = told(progress)

                override fun ended(result: Result<SyncResult>) {
                    watched()
                    ended(result)
                }
            }
        val phone = Conversation.Phone(clocks, timers, patient, quirks)
        val conversation = Conversation(sync, link, Bond(context, device, timers), phone, hears)
        watched = adapter.watch { on -> if (on) conversation.happened(RadioEvent.AdapterOn) else conversation.adapterOff(clocks.now()) }
        conversation.begin()
        if (!adapter.isOn) conversation.adapterOff(clocks.now())
        return conversation
    }
}
