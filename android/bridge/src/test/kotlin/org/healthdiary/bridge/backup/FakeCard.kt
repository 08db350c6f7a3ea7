package org.healthdiary.bridge.backup

import android.content.Context
import android.content.pm.ProviderInfo
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.Bundle
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.provider.DocumentsContract
import android.provider.DocumentsContract.Document
import android.provider.DocumentsProvider
import android.system.ErrnoException
import android.system.OsConstants
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.shadows.ShadowContentResolver
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException

/** A memory card behind Android's own document provider: a folder of this machine, and what may happen to a card. */
class FakeCard : DocumentsProvider() {
    private val folder: File get() = File(checkNotNull(context).cacheDir, "card")

    override fun onCreate() = true

    override fun queryRoots(projection: Array<out String>?): Cursor = MatrixCursor(arrayOf())

    override fun queryDocument(
        documentId: String,
        projection: Array<out String>?,
    ): Cursor = rows(projection).apply { add(documentId) }

    override fun queryChildDocuments(
        parentDocumentId: String,
        projection: Array<out String>?,
        sortOrder: String?,
    ): Cursor {
        look()
        if (asks-- > 0) return rows(projection).apply { extras = Bundle().apply { putBoolean(DocumentsContract.EXTRA_LOADING, true) } }
        return rows(projection).apply { file(parentDocumentId).list().orEmpty().forEach { add("$parentDocumentId/$it") } }
    }

    override fun isChildDocument(
        parentDocumentId: String,
        documentId: String,
    ) = documentId == parentDocumentId || documentId.startsWith("$parentDocumentId/")

    override fun createDocument(
        parentDocumentId: String,
        mimeType: String,
        displayName: String,
    ): String {
        look()
        val name = rename?.invoke(displayName) ?: displayName
        made += name
        return "$parentDocumentId/$name".also { check(file(it).createNewFile()) }
    }

    override fun deleteDocument(documentId: String) {
        look()
        file(documentId).delete()
    }

    override fun openDocument(
        documentId: String,
        mode: String,
        signal: CancellationSignal?,
    ): ParcelFileDescriptor {
        look()
        if ('w' in mode) {
            written++
            if (written > room) throw full()
        }
        if (!file(documentId).exists()) throw FileNotFoundException()
        return ParcelFileDescriptor.open(file(documentId), ParcelFileDescriptor.parseMode(mode))
    }

    /** As a provider may: the cause comes with what it throws. */
    private fun full() = FileNotFoundException().apply { initCause(IOException(ErrnoException("write", OsConstants.ENOSPC))) }

    private fun look() {
        if (refused) throw SecurityException("no longer allowed")
        if (!file(ROOT).isDirectory) throw FileNotFoundException()
    }

    private fun file(id: String) = if (id == ROOT) folder else File(folder, id.removePrefix("$ROOT/"))

    private fun rows(projection: Array<out String>?) = MatrixCursor(projection ?: COLUMNS)

    private fun MatrixCursor.add(id: String) {
        look()
        val row = newRow()
        row.add(Document.COLUMN_DOCUMENT_ID, id)
        row.add(Document.COLUMN_DISPLAY_NAME, if (id == ROOT) "Diary" else id.removePrefix("$ROOT/"))
        row.add(Document.COLUMN_SIZE, file(id).length())
        row.add(Document.COLUMN_MIME_TYPE, if (id == ROOT) Document.MIME_TYPE_DIR else "application/octet-stream")
    }

    companion object {
        private const val AUTHORITY = "org.healthdiary.test.card"
        private const val ROOT = "card:Diary"
        private val COLUMNS = arrayOf(Document.COLUMN_DOCUMENT_ID, Document.COLUMN_DISPLAY_NAME, Document.COLUMN_SIZE)

        /** As a person picks it. */
        val tree: Uri = DocumentsContract.buildTreeDocumentUri(AUTHORITY, ROOT)
        private var written = 0

        /** The names of everything that was made, in order. */
        val made = mutableListOf<String>()

        /** After so many pieces the card is full. */
        var room = Int.MAX_VALUE
        var refused = false

        /** How often it says that it is still asking its server. */
        var asks = 0
        var rename: ((String) -> String)? = null
        val folder: File get() = File(RuntimeEnvironment.getApplication().cacheDir, "card")

        /** Puts the card in. */
        fun insert(context: Context) {
            written = 0
            made.clear()
            room = Int.MAX_VALUE
            refused = false
            asks = 0
            rename = null
            folder.mkdirs()
            val info =
                ProviderInfo().apply {
                    authority = AUTHORITY
                    exported = true
                    grantUriPermissions = true
                    readPermission = android.Manifest.permission.MANAGE_DOCUMENTS
                    writePermission = android.Manifest.permission.MANAGE_DOCUMENTS
                    applicationInfo = context.applicationInfo
                    packageName = context.packageName
                }
            val card = Robolectric.buildContentProvider(FakeCard::class.java).create(info).get()
            ShadowContentResolver.registerProviderInternal(AUTHORITY, card)
        }

        /** Takes it out, with what is on it. */
        fun take(): File = File(folder.parentFile, "taken").also { folder.renameTo(it) }
    }
}
