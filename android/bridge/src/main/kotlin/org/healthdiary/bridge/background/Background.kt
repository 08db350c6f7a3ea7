package org.healthdiary.bridge.background

import android.content.IntentSender
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.withTimeoutOrNull
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Receiving

/** What happens while nobody looks. */
public class Background internal constructor(
    internal val wakes: Wakes,
    private val companions: Companions,
    private val asks: Asks,
    private val receiving: Receiving,
    private val nowMs: () -> Long,
) {
    /** Hears how many readings came while nobody looked; the app says that something waits, and no more. */
    @Volatile
    public var arrived: (Int) -> Unit = {}

    /** Waits for every known device from now on, and for no other; whether the system agreed. */
    public suspend fun waitForKnown(): Boolean = wakes.waitFor(receiving.addresses().keys).also { asks.noteGoingOn() }

    /** The same once more, where somebody looks: the system forgets it when it stops the app, and where Bluetooth was off. */
    public fun waitAgain(): Boolean = wakes.again()

    /** When a device last woke the app, milliseconds since 1970. */
    public val lastWakeMs: Long? get() = wakes.lastMs

    /** Whether the system can know a device to go with the app. */
    public val canAssociate: Boolean get() = companions.possible

    /** A known device that the system does not know yet, where it is found; none where it knows all. */
    public suspend fun notAssociated(): String? = (receiving.addresses().keys - companions.addresses).firstOrNull()

    /** Has the system find a device, and gives [show] its question for a person; whether it looks. [waitForKnown] is called then. */
    public fun associate(
        address: String,
        show: (IntentSender) -> Unit,
    ): Boolean = companions.ask(address, show)

    /** Whether readings can come by themselves. */
    public suspend fun readiness(): Readiness = receiving.addresses().keys.let { asks.readiness(it, lastWakeMs) }

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
