package org.healthdiary.bridge

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext
import org.healthdiary.Salvaged
import org.healthdiary.TypedSecret
import org.healthdiary.salvageHousehold
import java.io.File

/** What came over out of a damaged diary. */
public data class Rescued(
    val entries: Long,
    /** Whether something of it could not be read, or has a lock of its own. */
    val partly: Boolean,
)

/** A diary of this phone that another one has taken the place of. */
public data class PutAside(
    /** What its folder is called. */
    val name: String,
    /** When something was last written in it, milliseconds since 1970. */
    val lastMs: Long,
    /** What it takes, bytes. */
    val bytes: Long,
)

/** The diaries that were put aside, and what can still be read of a damaged one. */
public class Aside internal constructor(
    private val diary: HealthDiary,
    private val places: Places,
) {
    /**
     * Copies what can be read of the diary on this phone into a new one, and turns to that once it is whole. It opens with the same
     * passphrase, and somebody has to write down its own recovery code then. What was there stays as it is.
     *
     * @throws DiaryTrouble in the collector: [Trouble.WRONG_SECRET]; [Trouble.DAMAGED] where nothing of it can be opened;
     * [Trouble.NO_SPACE], and [Trouble.CANCELLED]. Nothing is left of it then.
     */
    public fun rescue(passphrase: String): Flow<Step<Rescued>> =
        flow {
            // What is looked at is written in by nobody.
            diary.shut()
            val to = places.fresh()
            var whole = false
            try {
                val coming =
                    steps { watch ->
                        val secret = TypedSecret.Passphrase(passphrase)
                        rescued(salvageHousehold(diary.place.folder, secret, to, passphrase, null, watch))
                    }
                emitAll(
                    coming.map { step ->
                        if (step is Step.Done) {
                            // Once begun it is done: a place is never turned to by half.
                            withContext(NonCancellable) { diary.turnTo(to, owesCode = true) { places.turnTo(to) } }
                            whole = true
                        }
                        step
                    },
                )
            } finally {
                if (!whole) places.clear(to)
            }
        }.flowOn(Dispatchers.IO)

    private fun rescued(came: Salvaged): Rescued {
        val lost = came.found.files.any { it.lost > 0uL || it.mediaLost > 0uL || it.unreadable || it.ownLock }
        return Rescued(came.entries.toLong(), partly = lost || came.leftOut.isNotEmpty() || came.waitingLost > 0uL)
    }

    /** Those that were put aside, the newest first. */
    public suspend fun all(): List<PutAside> = core { places.aside().map(::described).sortedByDescending { it.lastMs } }

    private fun described(folder: File): PutAside {
        val files = folder.walk().filter(File::isFile).toList()
        return PutAside(folder.name, files.maxOfOrNull(File::lastModified) ?: folder.lastModified(), files.sumOf(File::length))
    }

    /** Deletes one for good. */
    public suspend fun delete(name: String): Unit = core { places.clear(places.named(name)) }
}
