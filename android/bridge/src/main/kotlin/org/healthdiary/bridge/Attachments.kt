package org.healthdiary.bridge

import android.content.ContentResolver
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.DocumentsContract
import android.provider.OpenableColumns
import org.healthdiary.Diary
import org.healthdiary.MediaDraft
import org.healthdiary.MediaFile
import org.healthdiary.MediaReader
import java.io.ByteArrayOutputStream
import java.io.IOException

/** A picture or another file beside an entry. */
public data class Attachment(
    val id: String,
    /** What it was called; none where nobody knows. */
    val name: String?,
    /** As `image/jpeg`. */
    val mediaType: String,
    val bytes: Long,
    /** Whether place, time and camera were taken out of it, or nothing of them was in it. */
    val stripped: Boolean,
) {
    override fun toString(): String = "Attachment"
}

/** Pictures and files beside entries. They are sealed as the diary is: nothing of them is ever on the disk as it came. */
public class Attachments internal constructor(
    context: Context,
    private val diary: HealthDiary,
) {
    private val resolver: ContentResolver = context.contentResolver

    /** The files of an entry, in the order they were added; none where it is gone. */
    public suspend fun of(
        person: String,
        entry: String,
    ): List<Attachment> =
        diary.asking(person) { diary ->
            diary
                .entry(entry)
                ?.attachments
                .orEmpty()
                .map(::shown)
        }

    /** The file that a person picked stays readable, also after the process was ended, until it was [letGo]. */
    public fun hold(picked: Uri) {
        try {
            resolver.takePersistableUriPermission(picked, Intent.FLAG_GRANT_READ_URI_PERMISSION)
        } catch (_: SecurityException) {
            // It is readable as long as the activity is there, which is nearly always enough.
        }
    }

    /** It is needed no longer. */
    public fun letGo(picked: Uri) {
        try {
            resolver.releasePersistableUriPermission(picked, Intent.FLAG_GRANT_READ_URI_PERMISSION)
        } catch (_: SecurityException) {
            // It was never held.
        }
    }

    /**
     * Adds a file that a person picked, at most 32 MB, without its place, time and camera.
     *
     * @throws DiaryTrouble [Trouble.DOUBTFUL] where they cannot be taken out: [asItIs] adds it then; [Trouble.TOO_LARGE],
     * [Trouble.FILE_GONE] where it cannot be read. The entry is as it was.
     */
    public suspend fun attach(
        person: String,
        entry: String,
        picked: Uri,
        asItIs: Boolean,
    ) {
        diary.asking(person) { diary -> attach(diary, entry, picked, asItIs) }
    }

    private fun attach(
        diary: Diary,
        entry: String,
        picked: Uri,
        asItIs: Boolean,
    ) {
        val bytes = read(picked)
        try {
            // Half of one is no file: what was interrupted goes on where it stopped when the same is added again.
            diary.attachBytes(entry, bytes, MediaDraft(name = nameOf(picked), keepDetails = asItIs), null)
        } finally {
            bytes.fill(0)
        }
    }

    /** A whole file, to be shown. */
    public suspend fun content(
        person: String,
        file: Attachment,
    ): ByteArray =
        diary.asking(person) { diary ->
            ByteArrayOutputStream(file.bytes.toInt()).also { out -> pieces(diary, file.id) { out.write(it) } }.toByteArray()
        }

    /** Writes a copy to where a person said, outside of the diary: nobody needs a secret to read it. */
    public suspend fun copy(
        person: String,
        file: String,
        to: Uri,
    ) {
        diary.asking(person) { diary ->
            var whole = false
            try {
                reaching {
                    val out = resolver.openOutputStream(to, "wt") ?: throw DiaryTrouble(Trouble.FILE_GONE)
                    out.use { pieces(diary, file, it::write) }
                }
                whole = true
            } finally {
                // Half a copy would be taken for a whole one.
                if (!whole) runCatching { DocumentsContract.deleteDocument(resolver, to) }
            }
        }
    }

    /** Takes a file away from its entry, for good; that there was one stays in the entry's history. */
    public suspend fun remove(
        person: String,
        file: String,
    ): Unit = diary.asking(person) { it.removeMedia(file, "removed by its person") }

    private fun pieces(
        diary: Diary,
        file: String,
        take: (ByteArray) -> Unit,
    ) = diary.readMedia(file).use { reader -> pieces(reader, take) }

    private fun pieces(
        reader: MediaReader,
        take: (ByteArray) -> Unit,
    ) {
        var at = 0L
        generateSequence { reader.read(at.toULong(), PIECE.toUInt()).takeIf { it.isNotEmpty() } }.forEach {
            take(it)
            at += it.size
        }
        reader.shut()
    }

    private fun read(picked: Uri): ByteArray =
        reaching {
            val stream = resolver.openInputStream(picked) ?: throw DiaryTrouble(Trouble.FILE_GONE)
            val whole = ByteArrayOutputStream()
            stream.use {
                val piece = ByteArray(PIECE)
                while (true) {
                    val more = it.read(piece)
                    if (more < 0) break
                    whole.write(piece, 0, more)
                    if (whole.size() > MOST) throw DiaryTrouble(Trouble.TOO_LARGE)
                }
            }
            whole.toByteArray()
        }

    private fun <T> reaching(what: () -> T): T =
        try {
            what()
        } catch (gone: IOException) {
            throw DiaryTrouble(Trouble.FILE_GONE, gone)
        } catch (refused: SecurityException) {
            throw DiaryTrouble(Trouble.FILE_GONE, refused)
        }

    /** As whoever has the file calls it. */
    private fun nameOf(picked: Uri): String? =
        runCatching {
            resolver.query(picked, arrayOf(OpenableColumns.DISPLAY_NAME), null, null)?.use {
                if (it.moveToFirst()) it.getString(0) else null
            }
        }.getOrNull()?.filterNot(Char::isISOControl)?.take(LONGEST_NAME)?.takeIf(String::isNotBlank)

    private fun shown(file: MediaFile) = Attachment(file.id, file.name, file.mediaType, file.length.toLong(), file.takenOut != null)

    private companion object {
        const val PIECE = 1 shl 18
        const val MOST = 32_000_000

        /** Letters; the core takes 255 bytes. */
        const val LONGEST_NAME = 60
    }
}
