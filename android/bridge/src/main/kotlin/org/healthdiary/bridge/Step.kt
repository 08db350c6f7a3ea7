package org.healthdiary.bridge

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import org.healthdiary.DiaryException
import org.healthdiary.Watch
import org.healthdiary.watching

/** How a call goes that takes long. */
public sealed interface Step<out T> {
    /** So much of it is done. */
    public data class Far(
        /** Bytes; 0 at the beginning. */
        val done: Long,
        /** None where nobody knows. */
        val of: Long? = null,
    ) : Step<Nothing>

    /** It is done; the last that comes. */
    public data class Done<T>(
        val came: T,
    ) : Step<T>
}

/**
 * Makes a call that takes long, and tells how far it is. To stop collecting is to stop it, and waits until it has stopped.
 *
 * @throws DiaryTrouble in the collector.
 */
internal fun <T> steps(call: (Watch) -> T): Flow<Step<T>> =
    channelFlow {
        send(Step.Far(0))
        val came =
            try {
                watching({ trySend(Step.Far(it.done.toLong(), it.total?.toLong())) }, call = call)
            } catch (refused: DiaryException) {
                throw DiaryTrouble(troubleOf(refused), refused)
            }
        send(Step.Done(came))
    }.buffer(Channel.UNLIMITED)
