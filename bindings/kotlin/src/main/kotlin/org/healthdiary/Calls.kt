package org.healthdiary

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.withContext

/**
 * Calls the diary off this thread: every call reads or writes a disk.
 *
 * A write that has begun is finished, also where the coroutine is cancelled meanwhile: what was asked for is stored or refused,
 * never half done.
 *
 * ```kotlin
 * val page = household.asking { diary(ana).page(EntryQuestion(kind = "blood-pressure")) }
 * ```
 */
public suspend fun <T, R> T.asking(on: CoroutineDispatcher = Dispatchers.IO, call: T.() -> R): R = withContext(on) { call() }

/**
 * Makes a call that takes long, off this thread: a backup, a restore, an export. Cancelling the coroutine stops the call at its next
 * step, and waits until it has stopped.
 *
 * [reached] hears how far it is, on a thread of its own; it may take as long as it likes.
 *
 * ```kotlin
 * watching({ bar.progress = it.done }) { watch -> household.backUp(card, scratch, watch = watch) }
 * ```
 *
 * @throws DiaryException.Cancelled where somebody else stopped the watch.
 */
public suspend fun <R> watching(
    reached: (HowFar) -> Unit = {},
    on: CoroutineDispatcher = Dispatchers.IO,
    call: (Watch) -> R,
): R {
    val progress =
        object : ProgressListener {
            override fun reached(
                done: ULong,
                total: ULong?,
            ) = reached(HowFar(done, total))
        }
    return Watch(progress).use { watch ->
        coroutineScope {
            // A call that was stopped says so in its own way; whoever waits is told as coroutines tell it.
            val work = async(on) { runCatching { call(watch) } }
            try {
                work.await().getOrThrow()
            } catch (stopped: CancellationException) {
                watch.cancel()
                throw stopped
            }
        }
    }
}

/**
 * The entries that answer a question, page by page as they are collected.
 *
 * Pages follow a key, so that what is added meanwhile moves nothing and repeats nothing.
 */
public fun Diary.entries(
    question: EntryQuestion = EntryQuestion(),
    atOnce: Int = 50,
): Flow<DiaryEntry> =
    flow {
        var after: String? = null
        do {
            val page = page(question, after, atOnce.toUInt())
            page.entries.forEach { emit(it) }
            after = page.next
        } while (after != null)
    }.flowOn(Dispatchers.IO)
