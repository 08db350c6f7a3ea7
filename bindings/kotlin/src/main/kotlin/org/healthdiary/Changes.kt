package org.healthdiary

import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow

/**
 * What changes in this diary from now on, as long as somebody collects it.
 *
 * It ends when the diary is shut, gets a lock of its own, or is made anew: ask for the diary again then. A collector that takes
 * long holds nothing up; what it missed comes as [DiaryChange.LookAgain].
 *
 * @throws DiaryException.Shut in the collector, where the diary is shut already.
 */
public fun Diary.changes(): Flow<DiaryChange> =
    callbackFlow {
        val listener =
            object : ChangeListener {
                override fun changed(change: DiaryChange) {
                    // The thread is the subscription's own: while it waits, the diary gathers what comes.
                    trySendBlocking(change)
                }

                override fun ended() {
                    close()
                }
            }
        val subscription = subscribe(listener)
        awaitClose { subscription.use(ChangeSubscription::end) }
    }
