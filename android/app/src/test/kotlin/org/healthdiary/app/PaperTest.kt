package org.healthdiary.app

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** A code that was noted on paper is compared with what is there. */
internal class PaperTest : AtTheApp() {
    override fun prepare() {
        made()
        write()
    }

    private fun write() {
        val values = listOf(DraftedValue("weight", "70.0", "kg"))
        val typed = runBlocking { bridge.entries.write(bridge.entries.people().single().id, Draft(EntryKind("weight"), values), true) }
        assertTrue(typed is Typed.Kept)
    }

    /** The codes to note: first that of the household, then Ana's. */
    private fun heads(): List<String> {
        until { model.ways.place.value == Place.Check && model.care.check.state.value.heads.isNotEmpty() }
        return model.care.check.state.value.heads
    }

    private fun goToCheck() {
        rule.onNodeWithContentDescription("Settings and more").performClick()
        see("Lock and privacy")
        rule.onNode(hasText("Check") and hasClickAction()).performScrollTo().performClick()
        see("Compare a note from paper")
    }

    private fun compare(note: String) {
        type("The code on your paper", note, anew = true)
        rule.onNode(hasText("Compare") and hasClickAction()).performScrollTo().performClick()
    }

    @Test
    fun `a note is kept, whatever was written since, however it is typed`() {
        see("History")
        goToCheck()
        val note = heads().last()
        compare(note.lowercase().replace('-', ' '))
        see("In Ana’s diary: nothing from before this note was changed. Changes since then: 0.")
        write()
        compare(note)
        see("Changes since then: 1.")
    }

    @Test
    fun `a letter that is wrong is said, and so is a note of another diary`() {
        see("History")
        goToCheck()
        val note = heads().first()
        compare(note.dropLast(1) + if (note.last() == 'A') 'B' else 'A')
        see("This is no code of such a note.")
        leave()
        folders().forEach { it.deleteRecursively() }
        renew()
        made()
        come()
        see("History")
        goToCheck()
        compare(note)
        see("This note is of no diary on this phone.")
    }

    @Test
    fun `an older copy in the place of the diary does not pass for it`() {
        see("History")
        val older = File(context.cacheDir, "older")
        folders().forEach { it.copyRecursively(File(older, it.name)) }
        write()
        goToCheck()
        val note = heads().last()
        leave()
        for (folder in folders()) {
            folder.deleteRecursively()
            File(older, folder.name).copyRecursively(folder)
        }
        renew()
        come()
        unlock()
        see("History")
        goToCheck()
        compare(note)
        see("In Ana’s diary: what was there before this note is not what is there now.")
    }
}
