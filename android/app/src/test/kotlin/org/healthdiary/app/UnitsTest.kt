package org.healthdiary.app

import androidx.compose.ui.test.hasAnySibling
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.healthdiary.ui.state.Content
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** The units that somebody chooses to see and to type in; what was written down stays as it was. */
internal class UnitsTest : AtTheApp() {
    override fun prepare() {
        made()
        val draft = Draft(EntryKind("weight"), listOf(DraftedValue("weight", "70.0", "kg")))
        assertTrue(runBlocking { bridge.entries.write(ana(), draft, confirmed = true) } is Typed.Kept)
    }

    private suspend fun ana() =
        bridge.entries
            .people()
            .single()
            .id

    private fun choose(unit: String) {
        see("Take a reading")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        see("Lock and privacy")
        rule.onNode(hasText(unit) and hasClickAction()).performScrollTo().performClick()
        back()
    }

    private fun recorded(kind: String) =
        runBlocking { bridge.entries.page(ana(), null, kind = kind) }
            .entries
            .first()
            .values
            .first()
            .content

    private fun scrolledTo(text: String) {
        see(text)
        rule.onNode(hasText(text) and hasClickAction()).performScrollTo().performClick()
    }

    @Test
    fun `a weight shows in the unit that was chosen, beside the one that was written down, and charts follow`() {
        hear("70.0 kg")
        choose("lb")
        hear("154.3 lb")
        rule.onNode(hasContentDescription("154.3 lb", substring = true) and hasClickAction()).performClick()
        see("154.3 lb (written down: 70.0 kg)")
        back()
        assertEquals(Content.Number("70.0", "kg"), recorded("weight"))
        tap("Chart")
        until { model.chart.state.value.charts.isNotEmpty() }
        val chart =
            model.chart.state.value.charts
                .single()
        assertEquals(listOf("154.3"), chart.points.map { it.value.top })
        assertEquals("lb", chart.what.unit)
        dieAndComeBack()
        unlock()
        until { model.chart.state.value.charts.firstOrNull()?.what?.unit == "lb" }
    }

    @Test
    fun `a new entry is typed in the unit that was chosen, unless somebody chooses another`() {
        choose("mg/dL")
        tap("Add something else")
        see("What do you want to write down?")
        scrolledTo("Blood glucose")
        see("Note")
        type("Glucose (needed), mg/dL", "101")
        tap("Save")
        hear("101 mg/dL")
        assertEquals(Content.Number("101", "mg/dL"), recorded("glucose"))
        choose("mmol/L")
        hear("5.6 mmol/L")
    }

    @Test
    fun `as it was written down is a choice too`() {
        choose("st")
        hear("11.02 st")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        see("Units")
        val chosen = hasText("As it was written down") and hasClickAction() and hasAnySibling(hasText("st"))
        rule.onNode(chosen).performScrollTo().performClick()
        back()
        hear("70.0 kg")
    }
}
