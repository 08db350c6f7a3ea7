package org.healthdiary.app

import android.content.Intent
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDate
import java.time.LocalDateTime

/** Somebody travels: the app says where the clock on the wall was another, and where the phone is now. */
internal class TravelTest : AtTheApp() {
    override fun prepare() {
        phone.moveTo("Europe/London")
        made()
    }

    private fun write(
        top: String,
        at: LocalDateTime? = null,
    ) {
        val values = listOf(DraftedValue("systolic", top, "mmHg"), DraftedValue("diastolic", "82", "mmHg"))
        val person = runBlocking { bridge.entries.people() }.single().id
        assertTrue(runBlocking { bridge.entries.write(person, Draft(EntryKind("blood-pressure"), values, at), true) } is Typed.Kept)
    }

    private fun fly(zone: String) {
        phone.moveTo(zone)
        context.sendBroadcast(Intent(Intent.ACTION_TIMEZONE_CHANGED))
        settle()
    }

    @Test
    fun `the first screen says that the phone is somewhere else, until something is written down there`() {
        write("128")
        hear("128 over 82")
        assertEquals(null, model.today.state.value.travelledTo)
        fly("Pacific/Honolulu")
        until { model.today.state.value.travelledTo == "Honolulu" }
        see("Honolulu")
        hear("in London")
        write("131")
        hear("131 over 82")
        hear("in Honolulu")
        until { model.today.state.value.travelledTo == null }
        fly("Europe/London")
        until { model.today.state.value.travelledTo == "London" }
    }

    @Test
    fun `a clock that is the same under another name is no journey`() {
        write("128")
        hear("128 over 82")
        fly("Europe/Jersey")
        assertEquals("Europe/Jersey", model.whose.zone.value)
        assertEquals(null, model.today.state.value.travelledTo)
    }

    @Test
    fun `the history names the place on the first day and at the first time there, and again at home`() {
        val today = LocalDate.now()
        listOf("121" to 5L, "122" to 4L).forEach { (top, ago) -> write(top, today.minusDays(ago).atTime(9, 0)) }
        fly("Europe/Lisbon")
        assertEquals("Lisbon keeps London’s clock by another rule", "Lisbon", model.today.state.value.travelledTo)
        fly("America/New_York")
        listOf("123" to 3L, "124" to 2L).forEach { (top, ago) -> write(top, today.minusDays(ago).atTime(9, 0)) }
        fly("Europe/London")
        write("125", today.minusDays(1).atTime(9, 0))
        tap("History")
        see("in New York")
        val days = model.history.state.value.days
        assertEquals(listOf("London", null, "New York", null, null), days.map { it.place })
        assertEquals(days.map { it.place }, days.map { it.entries.single().at.place })
        hear("123 over 82")
        hear("in New York, ")
    }
}
