package org.healthdiary.app

import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.provider.DocumentsContract
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.healthdiary.testing.FakeCard
import org.healthdiary.ui.screens.Adding
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import java.io.ByteArrayOutputStream
import java.io.File

/** Pictures and files beside an entry, by the phone's own pickers: added, looked at, copied out, removed. */
internal class FilesTest : AtTheApp() {
    private lateinit var entry: String
    private val files get() = runBlocking { bridge.attachments.of(ana(), entry) }

    override fun prepare() {
        FakeCard.insert(context)
        made()
        val values = listOf(DraftedValue("systolic", "128", "mmHg"), DraftedValue("diastolic", "82", "mmHg"))
        val typed = runBlocking { bridge.entries.write(ana(), Draft(EntryKind("blood-pressure"), values), confirmed = true) }
        entry = (typed as Typed.Kept).entry
    }

    private fun ana() = runBlocking { bridge.entries.people() }.single().id

    private fun onTheCard(
        name: String,
        bytes: ByteArray,
    ): Uri {
        File(FakeCard.folder, name).writeBytes(bytes)
        return DocumentsContract.buildDocumentUriUsingTree(FakeCard.tree, "card:Diary/$name")
    }

    private fun jpeg(): ByteArray =
        ByteArrayOutputStream()
            .also { Bitmap.createBitmap(40, 30, Bitmap.Config.ARGB_8888).compress(Bitmap.CompressFormat.JPEG, 90, it) }
            .toByteArray()

    private fun openEntry() {
        hear("128 over 82")
        rule.onNode(hasContentDescription("128 over 82", substring = true) and hasClickAction()).performClick()
        see("Pictures and files")
    }

    /** What the phone was asked for; somebody answers it with [picked], or with nothing. */
    private fun answer(picked: Uri?): Intent {
        val asked = checkNotNull(shadowOf(activity.get()).nextStartedActivityForResult) { "the phone was not asked" }
        rule.runOnUiThread {
            val code = if (picked == null) Activity.RESULT_CANCELED else Activity.RESULT_OK
            shadowOf(activity.get()).receiveResult(asked.intent, code, picked?.let { Intent().setData(it) })
        }
        return asked.intent
    }

    @Test
    fun `a picture is added without its place, shown, and removed once somebody says so`() {
        openEntry()
        push("Add a picture")
        answer(null)
        until { model.entry.files.state.value.adding == null }
        assertEquals(emptyList<Any>(), files)
        push("Add a picture")
        answer(onTheCard("rash.jpg", jpeg()))
        see("rash.jpg")
        see("Place and camera were taken out.")
        assertEquals(listOf("image/jpeg"), files.map { it.mediaType })
        rule.onNodeWithText("rash.jpg").performScrollTo().performClick()
        until { model.entry.files.state.value.open?.picture != null }
        rule.onNodeWithContentDescription("rash.jpg").performScrollTo()
        push("Remove it")
        see("Remove it for good?")
        push("Cancel")
        push("Remove it")
        push("Remove it")
        until { files.isEmpty() && model.entry.files.state.value.files.isEmpty() }
    }

    @Test
    fun `a file that tells more than can be taken out is asked about, and a copy goes where somebody says`() {
        openEntry()
        push("Add a file")
        assertEquals("*/*", answer(onTheCard("letter.pdf", PDF)).type)
        see("The app cannot take the place and the camera out of this file.")
        assertEquals(emptyList<Any>(), files)
        push("Keep it as it is")
        until { files.size == 1 }
        see("letter.pdf")
        rule.onNodeWithText("letter.pdf").performScrollTo().performClick()
        see("This cannot be shown here.")
        push("Save a copy outside the diary")
        val asked = answer(onTheCard("copy.pdf", ByteArray(0)))
        assertEquals("letter.pdf", asked.getStringExtra(Intent.EXTRA_TITLE))
        see("The copy is saved.")
        assertArrayEquals(PDF, File(FakeCard.folder, "copy.pdf").readBytes())
        push("Save a copy outside the diary")
        FakeCard.room = 0
        answer(onTheCard("half.pdf", ByteArray(0)))
        see("The copy was not saved.")
        assertFalse("nothing that could be taken for a copy", File(FakeCard.folder, "half.pdf").exists())
    }

    @Test
    fun `what was picked while the process was ended is there once somebody is back`() {
        openEntry()
        push("Add a picture")
        val asked = checkNotNull(shadowOf(activity.get()).nextStartedActivityForResult)
        dieAndComeBack()
        rule.runOnUiThread {
            val data = Intent().setData(onTheCard("rash.jpg", jpeg()))
            assertTrue(activity.get().activityResultRegistry.dispatchResult(asked.requestCode, Activity.RESULT_OK, data))
        }
        assertEquals(Place.Unlock, model.ways.place.value)
        dieAndComeBack()
        unlock()
        see("rash.jpg")
        assertEquals(1, files.size)
        // Once.
        dieAndComeBack()
        unlock()
        see("rash.jpg")
        assertEquals(1, files.size)
    }

    @Test
    fun `a file that cannot be read leaves the entry as it was, and is tried again or left`() {
        val picked = onTheCard("rash.jpg", jpeg())
        openEntry()
        FakeCard.refused = true
        push("Add a picture")
        answer(picked)
        see("This file could not be read. The entry is as it was.")
        assertEquals(emptyList<Any>(), files)
        FakeCard.refused = false
        push("Try again")
        see("rash.jpg")
        push("Add a file")
        answer(onTheCard("large.bin", ByteArray(33_000_000)))
        see("This file is too large")
        push("Leave it out")
        until { model.entry.files.state.value.adding == null }
        assertTrue(context.contentResolver.persistedUriPermissions.isEmpty())
        assertEquals(1, files.size)
    }

    @Test
    fun `nothing of a file is on the disk as it came`() {
        openEntry()
        push("Add a file")
        answer(onTheCard("letter.pdf", PDF))
        push("Keep it as it is")
        until { files.size == 1 && model.entry.files.state.value.adding != Adding.Running }
        val found =
            folders()
                .plus(context.cacheDir)
                .flatMap { it.walk() }
                .filter { it.isFile && it.parentFile != FakeCard.folder }
                .filter { WORDS in it.readBytes().toString(Charsets.ISO_8859_1) }
        assertEquals(emptyList<File>(), found)
    }

    private companion object {
        const val WORDS = "invented words of a letter"
        val PDF = "%PDF-1.4\n$WORDS\n".toByteArray()
    }
}
