package org.healthdiary.app

import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDate

/** Looking at what is written down: charts and their tables, and the history by kind. */
internal class LookingTest : AtTheApp() {
    private lateinit var ana: String

    override fun prepare() {
        made()
        ana = runBlocking { bridge.entries.people().single().id }
        val days = listOf(148 to 91, 128 to 80, 124 to 78)
        days.forEachIndexed { ago, (top, bottom) -> pressure("$top", "$bottom", "mmHg", ago) }
        write(EntryKind("weight"), listOf(DraftedValue("weight", "71.4", "kg")), 1)
    }

    private fun pressure(
        top: String,
        bottom: String,
        unit: String,
        daysAgo: Int,
    ) = write(
        EntryKind("blood-pressure"),
        listOf(DraftedValue("systolic", top, unit), DraftedValue("diastolic", bottom, unit), DraftedValue("pulse", "64", "/min")),
        daysAgo,
    )

    private fun write(
        kind: EntryKind,
        values: List<DraftedValue>,
        daysAgo: Int,
    ) {
        val at = LocalDate.now().minusDays(daysAgo.toLong()).atStartOfDay()
        val typed = runBlocking { bridge.entries.write(ana, Draft(kind, values, at), confirmed = true) }
        assertTrue("$typed", typed is Typed.Kept)
    }

    private fun scrolledTo(text: String) {
        see(text)
        rule.onNodeWithText(text, substring = true).performScrollTo()
    }

    @Test
    fun `a chart says in a sentence and in a table what its picture shows`() {
        tap("Chart")
        scrolledTo("3 readings in 3 days, mean 133 over 83, highest 148 over 91")
        tap("As a table")
        see("124/78")
        see("148/91")
        tap("30 days")
        see("148/91")
    }

    @Test
    fun `readings in another unit are drawn in one, and it is said`() {
        pressure("16", "10", "kPa", 0)
        tap("Chart")
        scrolledTo("Some were entered in kPa")
        val chart = model.chart.state.value.charts.first()
        assertEquals(listOf("124", "128", "148", "120").sorted(), chart.points.map { it.value.top }.sorted())
    }

    @Test
    fun `how far back was looked is there again after the process was ended`() {
        tap("Chart")
        tap("90 days")
        tap("As a table")
        dieAndComeBack()
        unlock()
        see("124/78")
        assertEquals(90, model.chart.state.value.span.days)
    }

    @Test
    fun `the history shows one kind alone, and all again`() {
        tap("History")
        hear("71.4 kg")
        tap("All kinds")
        see("Blood pressure (3)")
        rule.onNodeWithText("Weight (1)").performClick()
        see("Only: Weight")
        until { model.history.state.value.days.flatMap { it.entries }.map { it.kind } == listOf("weight") }
        hear("71.4 kg")
        tap("Only: Weight")
        tap("All kinds")
        hear("148 over 91")
    }
}
