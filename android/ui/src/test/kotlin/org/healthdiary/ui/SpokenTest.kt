package org.healthdiary.ui

import androidx.activity.ComponentActivity
import androidx.compose.runtime.mutableStateOf
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import org.healthdiary.ui.previews.Samples
import org.healthdiary.ui.previews.previews
import org.healthdiary.ui.previews.tenYears
import org.healthdiary.ui.screens.HistoryAction
import org.healthdiary.ui.screens.HistoryScreen
import org.healthdiary.ui.screens.HistoryState
import org.healthdiary.ui.screens.PressureField
import org.healthdiary.ui.screens.TodayScreen
import org.healthdiary.ui.screens.TodayState
import org.healthdiary.ui.screens.TypeReadingAction
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What is read aloud, and what a few of the screens do. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w900dp-h1000dp-mdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class SpokenTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    private val done = mutableListOf<Any>()

    private fun show(
        name: String,
        phone: Phone = Phone.plain,
    ) {
        val preview = previews.single { it.name == name }
        rule.setContent { Stage(phone) { preview.screen(done::add) } }
    }

    private fun read(words: String) = rule.onNodeWithContentDescription(words).assertExists()

    @Test
    fun `a reading is read aloud as people say it`() {
        show("today")
        read("131 over 82, pulse 70, this morning at 08:05, from your cuff")
        read("oxygen level 97 percent, pulse 66, this morning at 07:58, from your oximeter")
        read("Blood glucose, 5.6 mmol/L, this morning at 07:15, typed, changed")
    }

    @Test
    fun `nothing is said of a day that was not read yet`() {
        val read = mutableStateOf(false)
        rule.setContent { Stage(Phone.plain) { TodayScreen(TodayState(Samples.today, read = read.value), done::add) } }
        rule.onNodeWithText("Nothing written down today.").assertDoesNotExist()
        read.value = true
        rule.onNodeWithText("Nothing written down today.").assertExists()
    }

    @Test
    fun `and in German`() {
        show("today", Phone("german", language = "de-DE"))
        read("131 zu 82, Puls 70, heute Morgen um 08:05, von Ihrer Manschette")
        read("Blutzucker, 5,6 mmol/L, heute Morgen um 07:15, getippt, geändert")
    }

    @Test
    fun `an earlier day is named, and its place`() {
        show("history")
        read("131 over 82, pulse 70, yesterday at 19:30, from your cuff")
        rule.onNodeWithText("Yesterday · in Lisbon").assertExists()
    }

    @Test
    fun `a chart is read aloud as its sentence`() {
        show("chart")
        read("14 readings in 7 days, mean 131 over 82, highest 148 over 91 on Friday, 14 August, in the morning.")
    }

    @Test
    fun `a lost link is told at once, with what is safe and what to do`() {
        show("take-link-lost")
        val live = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        assertTrue(rule.onAllNodes(live).fetchSemanticsNodes().isNotEmpty())
        for (words in listOf("The link to the device was lost.", "The 2 readings received are safe.", "Stay near; it goes on by itself.")) {
            rule.onNodeWithText(words).assertExists()
        }
    }

    @Test
    fun `a new reading is told before anything else`() {
        show("new-reading")
        val live = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Assertive)
        assertEquals(1, rule.onAllNodes(live).fetchSemanticsNodes().size)
    }

    @Test
    fun `the locked diary names nobody, and no word of health`() {
        show("unlock")
        val words =
            rule.onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsProperties.Text)).fetchSemanticsNodes().flatMap { node ->
                node.config[SemanticsProperties.Text].map { it.text }
            }
        val said = words.joinToString(" ").lowercase()
        assertTrue(words.size > 2)
        for (word in listOf("ana", "health", "blood", "pressure", "reading", "cuff")) assertTrue(said, word !in said.split(' '))
    }

    @Test
    fun `the letters of a recovery code are read one by one`() {
        show("recovery-code")
        read("Group 1: 7 K 2 M 9 Q")
    }

    @Test
    fun `digits go to the number that is being typed`() {
        show("type-reading")
        rule.onNodeWithContentDescription("Bottom number, diastolic, 8").assertIsSelected()
        rule.onNodeWithText("2").performClick()
        rule.onNodeWithText("Next").performClick()
        assertEquals(listOf(TypeReadingAction.Set(PressureField.Bottom, "82"), TypeReadingAction.GoTo(PressureField.Pulse)), done)
    }

    @Test
    fun `a value that was called unusual is saved once somebody says so`() {
        show("type-reading-unusual")
        rule.onNodeWithText("Save all the same").performClick()
        assertEquals(listOf(TypeReadingAction.Save(confirmed = true)), done)
    }

    @Test
    fun `ten years of entries draw a page, and ask for more only near their end`() {
        val days = tenYears()
        val today = days.first().day!!
        rule.setContent { Stage(Phone.plain) { HistoryScreen(HistoryState(today, days, more = true), done::add) } }
        val shown = rule.onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsProperties.ContentDescription)).fetchSemanticsNodes().size
        assertTrue("$shown of ${days.size * 2}", shown < 40)
        assertEquals(emptyList<Any>(), done)
    }

    @Test
    fun `a page that is nearly read through asks for the next`() {
        val days = tenYears().take(2)
        rule.setContent { Stage(Phone.plain) { HistoryScreen(HistoryState(days.first().day!!, days, more = true), done::add) } }
        rule.waitForIdle()
        assertEquals(listOf(HistoryAction.More), done)
    }
}
