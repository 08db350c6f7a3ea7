package org.healthdiary.bridge.background

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.withTimeoutOrNull
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Receiving

/** What happens while nobody looks. */
public class Background internal constructor(
    internal val wakes: Wakes,
    private val receiving: Receiving,
    private val nowMs: () -> Long,
) {
    /** Hears how many readings came while nobody looked; the app says that something waits, and no more. */
    @Volatile
    public var arrived: (Int) -> Unit = {}

    /** Waits for every known device from now on; whether the system agreed. */
    public suspend fun waitForKnown(): Boolean = wakes.waitFor(receiving.addresses().keys)

    /** When a device last woke the app, milliseconds since 1970. */
    public val lastWakeMs: Long? get() = wakes.lastMs

    /** A device showed itself: what it has is taken over within the time that the system gives. */
    internal suspend fun received(address: String) {
        wakes.noteWake(nowMs())
        val came =
            try {
                withTimeoutOrNull(SYSTEM_GIVES_MS) { receiving.from(address) }
            } catch (stopped: CancellationException) {
                throw stopped
            } catch (_: DiaryTrouble) {
                // Nothing was asked of the device, or what came is kept: the next wake goes on.
                null
            }
        if (came != null && came > 0) arrived(came)
    }

    private companion object {
        /** A receiver is stopped after a minute, and the core needs some of it to hang up well. */
        const val SYSTEM_GIVES_MS = 45_000L
    }
}
