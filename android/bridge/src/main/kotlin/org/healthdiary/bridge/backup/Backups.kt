package org.healthdiary.bridge.backup

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.DocumentsContract
import android.provider.DocumentsContract.Document
import androidx.core.content.edit
import androidx.core.net.toUri
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext
import org.healthdiary.Household
import org.healthdiary.RestoreWhat
import org.healthdiary.Watch
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.HealthDiary
import org.healthdiary.bridge.Places
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.core
import org.healthdiary.bridge.secretOf
import org.healthdiary.bridge.steps
import org.healthdiary.restoreBackup
import java.io.File

/** A backup that was read back whole. */
public data class LastBackup(
    /** When it was made, milliseconds since 1970. */
    val atMs: Long,
    /** What all backups in the folder take, bytes; none where the folder was not looked at yet. */
    val bytes: Long?,
)

/** What came back of a backup. */
public data class Restored(
    /** When the backup was made, milliseconds since 1970. */
    val atMs: Long,
    /** Whether something of it could not be read. */
    val partly: Boolean,
)

/** Backups in a folder that a person picked, and the diary out of one. */
public class Backups internal constructor(
    private val context: Context,
    private val diary: HealthDiary,
    private val places: Places,
) {
    private val noted = context.getSharedPreferences("backups", Context.MODE_PRIVATE)
    private val resolver = context.contentResolver
    private val chosen: Uri? get() = noted.getString(TREE, null)?.toUri()

    /** What the folder is called; none where nobody picked one. */
    public val folder: String? get() = noted.getString(NAME, null)

    /** Somebody picked a folder: the next backups go there, also after the phone was started anew. What lies in another stays there. */
    public suspend fun choose(tree: Uri) {
        val name =
            core {
                keep(tree)
                nameOf(tree)
            }
        noted.edit {
            putString(TREE, tree.toString())
            putString(NAME, name)
            remove(BYTES)
        }
    }

    /** The newest backup in the folder, as the diary remembers it; none where there is none yet. */
    public suspend fun last(): LastBackup? {
        val (household, tree) = open() to (chosen ?: return null)
        return core { lastIn(household, tree) }
    }

    /**
     * Writes what is new, reads it back whole and opens it for proof. To stop collecting is to stop it: what was written is used by the
     * next run.
     *
     * Ends with nothing where the proof failed: nothing was taken away then.
     *
     * @throws DiaryTrouble in the collector: [Trouble.FOLDER_GONE], [Trouble.FOLDER_REFUSED], [Trouble.FOLDER_FULL];
     * [Trouble.NO_SPACE] where the phone has no room for the proof; [Trouble.INVALID] where the folder has another diary's.
     */
    public fun make(): Flow<Step<LastBackup?>> =
        over({ chosen }) { folder, tree, watch ->
            val household = open()
            val done = household.backUp(tree.toString(), scratch(), null, watch, folder)
            noted.edit { putLong(BYTES, folder.size()) }
            if (done.proven) lastIn(household, tree) else null
        }

    /**
     * Brings a diary back out of a folder, into a place of its own, and turns to it once it is whole: it is shut then, and opens with
     * what was typed. What was on the phone before stays as it is, and so does the backup.
     *
     * @param typed a passphrase, or a recovery code however it was typed
     * @param whatCanBeRead takes what is left of a backup that is damaged
     * @throws DiaryTrouble in the collector: [Trouble.WRONG_SECRET], [Trouble.NO_DIARY] where no backup is there, [Trouble.DAMAGED],
     * [Trouble.NEWER], and what [make] throws. Nothing is left of it then.
     */
    public fun restore(
        tree: Uri,
        typed: String,
        whatCanBeRead: Boolean,
    ): Flow<Step<Restored>> =
        flow {
            val to = places.fresh()
            var whole = false
            try {
                val coming =
                    over({ tree }) { folder, at, watch ->
                        val what = RestoreWhat(whatCanBeRead = whatCanBeRead)
                        val came = restoreBackup(at.toString(), to, secretOf(typed), what, watch, folder)
                        Restored(came.atMs, partly = came.lost.isNotEmpty() || came.mediaLost.isNotEmpty())
                    }
                emitAll(
                    coming.map { step ->
                        if (step is Step.Done) {
                            // Once begun it is done: a place is never turned to by half.
                            withContext(NonCancellable) { diary.turnTo(to) { places.turnTo(to) } }
                            whole = true
                        }
                        step
                    },
                )
            } finally {
                if (!whole) places.clear(to)
            }
        }.flowOn(Dispatchers.IO)

    /** A call over the folder, which says in the end what of it was the folder's fault. */
    private fun <T> over(
        where: () -> Uri?,
        call: (TreeFolder, Uri, Watch) -> T,
    ): Flow<Step<T>> {
        var asked: TreeFolder? = null
        return steps { watch ->
            val tree = where() ?: throw DiaryTrouble(Trouble.FOLDER_GONE)
            TreeFolder(resolver, tree).use { folder ->
                asked = folder
                call(folder, tree, watch)
            }
        }.catch { why ->
            throw asked?.trouble?.takeIf { why is DiaryTrouble && why.what in FOLDERS }?.let { DiaryTrouble(it, why) } ?: why
        }
    }

    private fun lastIn(
        household: Household,
        tree: Uri,
    ): LastBackup? =
        household.backups().firstOrNull { it.place == tree.toString() }?.let { known ->
            LastBackup(known.atMs, noted.getLong(BYTES, 0).takeIf { it > 0 })
        }

    /** The system remembers who may use the folder, up to some hundred: those that are no longer used make room. */
    private fun keep(tree: Uri) {
        val both = Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION
        try {
            resolver.takePersistableUriPermission(tree, both)
        } catch (refused: SecurityException) {
            throw DiaryTrouble(Trouble.FOLDER_REFUSED, refused)
        }
        resolver.persistedUriPermissions.map { it.uri }.filter { it != tree }.forEach { resolver.releasePersistableUriPermission(it, both) }
    }

    /** As the provider calls it; else the end of its address. */
    private fun nameOf(tree: Uri): String {
        val id = DocumentsContract.getTreeDocumentId(tree)
        val row = arrayOf(Document.COLUMN_DISPLAY_NAME)
        val named =
            runCatching {
                resolver.query(DocumentsContract.buildDocumentUriUsingTree(tree, id), row, null, null)?.use {
                    if (it.moveToFirst()) it.getString(0) else null
                }
            }
        return named.getOrNull() ?: id.substringAfterLast(':').substringAfterLast('/')
    }

    /** For the proof, which is encrypted and gone afterwards. */
    private fun scratch(): String = File(context.cacheDir, "proof").apply { mkdirs() }.path

    private fun open(): Household = diary.household.value ?: throw DiaryTrouble(Trouble.SHUT)

    private companion object {
        const val TREE = "tree"
        const val NAME = "name"
        const val BYTES = "bytes"

        /** What the core says where a folder failed. */
        val FOLDERS = setOf(Trouble.FAILED, Trouble.NO_SPACE, Trouble.NO_DIARY, Trouble.DAMAGED)
    }
}
