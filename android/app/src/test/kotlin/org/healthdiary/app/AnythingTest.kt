package org.healthdiary.app

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.ui.screens.FormAction
import org.healthdiary.ui.screens.TypeReadingAction
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDateTime

/** Writing down an entry of any kind, and changing it. */
internal class AnythingTest : AtTheApp() {
    override fun prepare() {
        made()
    }

    private val ana get() = checkNotNull(model.whose.person.value)

    private fun entries() = runBlocking { bridge.entries.page(ana.id, null) }.entries

    private fun choose(kind: String) {
        tap("Add something else")
        see("What do you want to write down?")
        scrolledTo(kind)
        see("Note")
    }

    private fun scrolledTo(text: String) {
        see(text)
        rule.onNodeWithText(text).performScrollTo().performClick()
    }

    private fun open(spoken: String) {
        hear(spoken)
        rule.onNode(hasContentDescription(spoken, substring = true) and hasClickAction()).performScrollTo().performClick()
    }

    private fun glucose(
        digits: String,
        save: Boolean = true,
    ) {
        choose("Blood glucose")
        type(GLUCOSE, digits)
        if (save) tap("Save")
    }

    @Test
    fun `an entry of a kind is written down with its note, its tags and what was chosen, and taken back`() {
        glucose("5.6", save = false)
        scrolledTo("Fasting")
        type("Note", "before the bus")
        type("Tags, with commas", "travel, early")
        tap("Save")
        see("Saved.")
        hear("5.6 mmol/L")
        val entry = entries().single()
        assertEquals("before the bus", entry.note)
        assertEquals(listOf("early", "travel"), entry.tags)
        assertNotNull(entry["meal"])
        tap("Undo")
        until { entries().isEmpty() }
    }

    @Test
    fun `what cannot be is refused beside its field, and what is rare is asked about`() {
        glucose("560")
        see("This can only be from")
        type(GLUCOSE, "26", anew = true)
        tap("Save")
        see("Unusual. If it is so, save it all the same.")
        assertTrue(entries().isEmpty())
        tap("Save all the same")
        hear("26 mmol/L")
    }

    @Test
    fun `what is missing, no number, or nothing at all is said, and what was typed stays`() {
        choose("Blood glucose")
        tap("Save")
        see("This is needed.")
        type(GLUCOSE, "a lot")
        tap("Save")
        see("This should be a number.")
        back()
        scrolledTo("Mood")
        see("Note")
        type("Note", "just a note")
        tap("Save")
        see("Fill in at least one field.")
        see("just a note")
    }

    @Test
    fun `a time that has not come is not taken, also not where something else is confirmed`() {
        glucose("26", save = false)
        rule.runOnUiThread { model.form.act(FormAction.SetTime(LocalDateTime.now().plusDays(2))) }
        tap("Save")
        see("That time has not come yet.")
        rule.runOnUiThread { model.form.act(FormAction.Save(confirmed = true)) }
        settle()
        assertTrue(entries().isEmpty())
    }

    @Test
    fun `a reading is typed for another time, which half of one keeps`() {
        tap("Type a reading")
        press("118")
        tap("Next")
        press("76")
        tap("Change the time")
        rule.runOnUiThread { model.typing.act(TypeReadingAction.SetTime(checkNotNull(model.typing.state.value.at).minusDays(1))) }
        val at = model.typing.state.value.at
        dieAndComeBack()
        unlock()
        tap("Save")
        see("Saved.")
        val kept = entries().single().at
        assertEquals(at, kept.day?.atTime(kept.time))
    }

    @Test
    fun `tags that are none are said, and nothing is lost`() {
        glucose("5.6", save = false)
        type("Tags, with commas", "x".repeat(300))
        tap("Save")
        see("A tag is one short word")
        see("5.6")
    }

    @Test
    fun `half a form is there again after the process was ended`() {
        glucose("5.6", save = false)
        scrolledTo("Fasting")
        type("Note", "before the bus")
        val before = model.form.state.value
        dieAndComeBack()
        unlock()
        see("before the bus")
        assertEquals(before, model.form.state.value)
        tap("Save")
        hear("5.6 mmol/L")
        assertEquals("before the bus", entries().single().note)
    }

    @Test
    fun `an entry is changed with its history, and changed back`() {
        glucose("5.6")
        open("5.6 mmol/L")
        tap("Change")
        see("Why do you change it?")
        type(GLUCOSE, "6.5", anew = true)
        type("Why do you change it?", "misread")
        tap("Save")
        see("What was changed")
        see("misread")
        hear("6.5 mmol/L")
        back()
        see("Changed.")
        tap("Undo")
        hear("5.6 mmol/L")
    }

    @Test
    fun `half a change is there again after the process was ended`() {
        glucose("5.6")
        open("5.6 mmol/L")
        tap("Change")
        see("Why do you change it?")
        type("Why do you change it?", "misread")
        val before = model.form.state.value
        dieAndComeBack()
        unlock()
        see("misread")
        see("Change: Blood glucose")
        assertEquals(before, model.form.state.value)
        type(GLUCOSE, "6.5", anew = true)
        tap("Save")
        see("What was changed")
    }

    @Test
    fun `a change that changes nothing leaves no trace`() {
        glucose("5.6")
        open("5.6 mmol/L")
        tap("Change")
        tap("Save")
        see("Where this comes from")
        assertEquals(false, entries().single().amended)
    }

    @Test
    fun `entered in error is taken back on the first screen, and the first screen goes on after an erasure`() {
        glucose("5.6")
        open("5.6 mmol/L")
        scrolledTo("It was entered in error")
        see("Entered in error.")
        back()
        see("Marked as entered in error.")
        tap("Undo")
        hear("5.6 mmol/L")
        open("5.6 mmol/L")
        scrolledTo("Delete for good")
        see("Delete this entry")
        scrolledTo("Delete for good")
        see("Deleted")
        back()
        glucose("7.1")
        hear("7.1 mmol/L")
    }

    private companion object {
        const val GLUCOSE = "Glucose (needed), mmol/L"
    }
}
