package org.healthdiary.bridge.backup

import android.content.ContentResolver
import android.net.Uri
import android.provider.DocumentsContract
import android.provider.DocumentsContract.Document
import android.system.ErrnoException
import android.system.OsConstants
import org.healthdiary.Folder
import org.healthdiary.FolderException
import org.healthdiary.FolderPiece
import org.healthdiary.bridge.Trouble
import java.io.Closeable
import java.io.FileNotFoundException
import java.io.FileOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.SyncFailedException

/**
 * A folder of a document provider, which a person picked: a card, a stick, a place that some app keeps.
 *
 * Asked by one thread at a time. A provider may be slow, may be gone, and may call a document otherwise than it was asked to; what it
 * says is not trusted, and the core proves what it reads.
 */
internal class TreeFolder(
    private val resolver: ContentResolver,
    private val tree: Uri,
) : Folder,
    Closeable {
    private val folder = DocumentsContract.buildDocumentUriUsingTree(tree, DocumentsContract.getTreeDocumentId(tree))
    private val children = DocumentsContract.buildChildDocumentsUriUsingTree(tree, DocumentsContract.getTreeDocumentId(tree))
    private var known: MutableMap<String, Uri>? = null
    private var reading: Reading? = null

    /** Why the provider refused last: [Trouble.FOLDER_GONE], [Trouble.FOLDER_REFUSED] or [Trouble.FOLDER_FULL]; none where it did not. */
    @Volatile
    var trouble: Trouble? = null
        private set

    override fun list(): List<FolderPiece> =
        asked {
            val documents = HashMap<String, Uri>()
            val pieces = ArrayList<FolderPiece>()
            eachChild { name, document, size ->
                documents[name] = document
                pieces += FolderPiece(name, size.toULong())
            }
            known = documents
            pieces
        }

    override fun read(
        name: String,
        offset: ULong,
        most: UInt,
    ): ByteArray =
        asked {
            val from =
                reading?.takeIf { it.name == name && it.at == offset.toLong() } ?: open(name, offset.toLong())
            from.take(minOf(most.toLong(), MOST_AT_ONCE).toInt())
        }

    override fun write(
        name: String,
        bytes: ByteArray,
    ) = asked {
        if (name in documents()) throw FolderException.Exists()
        val made = DocumentsContract.createDocument(resolver, folder, KIND, name) ?: throw FileNotFoundException()
        try {
            if (nameOf(made) != name) throw FolderException.Exists()
            fill(made, bytes)
        } catch (failed: IOException) {
            remove(made)
            throw failed
        } catch (failed: FolderException) {
            remove(made)
            throw failed
        }
        documents()[name] = made
    }

    override fun remove(name: String) =
        asked {
            documents()[name]?.let { DocumentsContract.deleteDocument(resolver, it) }
            known?.remove(name)
            Unit
        }

    /** The sizes of everything in it, bytes. */
    fun size(): Long = list().sumOf { it.size.toLong() }

    override fun close() {
        reading?.stream?.close()
        reading = null
    }

    private fun fill(
        made: Uri,
        bytes: ByteArray,
    ) {
        val file = resolver.openFileDescriptor(made, "w") ?: throw FileNotFoundException()
        file.use {
            // Closed with the file it writes to.
            val out = FileOutputStream(it.fileDescriptor)
            out.write(bytes)
            try {
                out.fd.sync()
            } catch (_: SyncFailedException) {
                // A pipe into some app has no disk of its own.
            }
        }
    }

    /** What is half written is no piece; one that stays all the same is found when it is read. */
    private fun remove(made: Uri) {
        runCatching { DocumentsContract.deleteDocument(resolver, made) }
    }

    private fun documents(): MutableMap<String, Uri> = known ?: list().let { checkNotNull(known) }

    private fun open(
        name: String,
        offset: Long,
    ): Reading {
        close()
        val stream = documents()[name]?.let(::stream) ?: throw FolderException.Missing()
        return Reading(name, stream).also {
            it.skip(offset)
            reading = it
        }
    }

    private fun stream(document: Uri): InputStream? =
        try {
            resolver.openInputStream(document)
        } catch (missing: FileNotFoundException) {
            // Of a folder that is there, a piece is missing; otherwise all of it is.
            if (runCatching { eachChild { _, _, _ -> } }.isFailure) throw missing
            null
        }

    private fun nameOf(document: Uri): String? =
        resolver.query(document, arrayOf(Document.COLUMN_DISPLAY_NAME), null, null)?.use { row ->
            if (row.moveToFirst()) row.getString(0) else null
        }

    private fun eachChild(see: (String, Uri, Long) -> Unit) {
        repeat(PATIENCE) {
            val rows = resolver.query(children, COLUMNS, null, null) ?: throw FileNotFoundException()
            rows.use {
                // Some app asks its server first, and gives what it has until then.
                if (!it.extras.getBoolean(DocumentsContract.EXTRA_LOADING)) {
                    while (it.moveToNext()) {
                        see(it.getString(1), DocumentsContract.buildDocumentUriUsingTree(tree, it.getString(0)), it.getLong(2))
                    }
                    return
                }
            }
            Thread.sleep(PAUSE_MS)
        }
        throw IOException()
    }

    private fun <T> asked(call: () -> T): T =
        runCatching(call).getOrElse { failed ->
            if (failed is FolderException) throw failed
            val why =
                when {
                    isFull(failed) -> Trouble.FOLDER_FULL
                    failed is SecurityException -> Trouble.FOLDER_REFUSED
                    failed is FileNotFoundException || failed is IllegalArgumentException -> Trouble.FOLDER_GONE
                    else -> null
                }
            trouble = why
            throw when (why) {
                Trouble.FOLDER_FULL -> FolderException.Full()
                Trouble.FOLDER_REFUSED -> FolderException.ReadOnly()
                Trouble.FOLDER_GONE -> FolderException.Gone()
                else -> FolderException.Failed()
            }
        }

    private fun isFull(failed: Throwable): Boolean =
        generateSequence(failed) { it.cause }.take(DEPTH).any {
            it is ErrnoException && (it.errno == OsConstants.ENOSPC || it.errno == OsConstants.EDQUOT)
        }

    /** A piece that is being read, from the beginning on: what a provider gives cannot always be sought in. */
    private class Reading(
        val name: String,
        val stream: InputStream,
    ) {
        var at = 0L
            private set

        fun skip(to: Long) {
            while (at < to) {
                if (take(minOf(to - at, MOST_AT_ONCE).toInt()).isEmpty()) return
            }
        }

        fun take(most: Int): ByteArray {
            val bytes = ByteArray(most)
            var filled = 0
            while (filled < most) {
                val read = stream.read(bytes, filled, most - filled)
                if (read < 0) break
                filled += read
            }
            at += filled
            return if (filled == most) bytes else bytes.copyOf(filled)
        }
    }

    private companion object {
        /** Bytes without a meaning of their own: no provider hangs an ending to the name. */
        const val KIND = "application/octet-stream"
        const val MOST_AT_ONCE = 1L shl 20
        const val PATIENCE = 60
        const val PAUSE_MS = 500L
        const val DEPTH = 5
        val COLUMNS = arrayOf(Document.COLUMN_DOCUMENT_ID, Document.COLUMN_DISPLAY_NAME, Document.COLUMN_SIZE)
    }
}
