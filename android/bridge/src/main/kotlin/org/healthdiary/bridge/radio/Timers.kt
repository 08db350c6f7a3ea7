package org.healthdiary.bridge.radio

import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/** Does something later; a test has a clock of its own behind it. */
internal fun interface Timers {
    /** Does [action] after so many milliseconds, unless what it gives back is called before. */
    fun after(
        ms: Long,
        action: () -> Unit,
    ): () -> Unit
}

/** On a thread of its own. While the phone sleeps a timer is late, which changes no outcome: to a session they are hints. */
internal class ThreadTimers : Timers {
    private val thread: ScheduledExecutorService = Executors.newSingleThreadScheduledExecutor { Thread(it, "radio-timers") }

    override fun after(
        ms: Long,
        action: () -> Unit,
    ): () -> Unit {
        val waiting = thread.schedule(action, ms, TimeUnit.MILLISECONDS)
        return { waiting.cancel(false) }
    }
}
