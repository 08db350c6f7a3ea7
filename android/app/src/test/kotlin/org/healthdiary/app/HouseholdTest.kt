package org.healthdiary.app

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.SimulatedDevice
import org.healthdiary.SimulatedModel
import org.healthdiary.bridge.Role
import org.healthdiary.ui.state.ShownPerson
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Several people with one phone and one cuff: who they are, whose readings are whose, and those that are nobody's yet. */
internal class HouseholdTest : AtTheApp() {
    private val beurer by lazy { radio.put(SimulatedDevice(SimulatedModel.BEURER_CUFF, "Europe/London"), BEURER) }

    override fun prepare() {
        made()
        runBlocking { bridge.people.add("Ben", Role.ADULT) }
    }

    private fun person(name: String): ShownPerson = runBlocking { bridge.entries.people() }.first { it.name == name }

    private fun scrolledTo(text: String) {
        see(text)
        rule.onNodeWithText(text).performScrollTo().performClick()
    }

    private fun entries(name: String) = runBlocking { bridge.entries.page(person(name).id, null) }.entries

    private fun home() = rule.runOnUiThread { model.ways.home() }

    private fun pair(name: String) {
        see("Ana’s diary")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        tap("Devices")
        tap("Add a device")
        tap(name)
        see("is paired.")
    }

    @Test
    fun `whose diary is shown is said, changed, and stays so`() {
        see("Ana’s diary")
        rule.onNodeWithContentDescription("Another person").performClick()
        scrolledTo("Ben")
        scrolledTo("Open the diary")
        see("Ben’s diary")
        dieAndComeBack()
        unlock()
        see("Ben’s diary")
    }

    @Test
    fun `a person is added with a role, and a name that somebody has is refused with what was typed`() {
        see("Ana’s diary")
        rule.onNodeWithContentDescription("Another person").performClick()
        see("Ben")
        tap("Add a person")
        type("Name", "Ben")
        tap("Add a person")
        see("This name cannot be taken")
        dieAndComeBack()
        unlock()
        see("In this household")
        type("Name", "Cleo", anew = true)
        scrolledTo("Child")
        tap("Add a person")
        until { model.people.state.value.run { people.size == 3 || problem != null } }
        assertEquals(null, model.people.state.value.problem)
        assertEquals(Role.CHILD, runBlocking { bridge.people.all() }.first { it.name == "Cleo" }.role)
    }

    @Test
    fun `the last who looks after the household stays so`() {
        see("Ana’s diary")
        rule.onNodeWithContentDescription("Another person").performClick()
        scrolledTo("Ana")
        scrolledTo("Change the role")
        scrolledTo("Visitor")
        see("Somebody has to look after the household.")
    }

    @Test
    fun `after pairing somebody says who uses which button, and each gets their readings`() {
        pair(beurer.name())
        tap("Say who uses it")
        see("User 2")
        rule.onAllNodesWithText("Ana").onFirst().performClick()
        rule.onAllNodesWithText("Ben")[1].performScrollTo().performClick()
        tap("Save")
        see("Devices")
        home()
        beurer.measurePressure(5u, 128u, 82u, 64u, 0u)
        beurer.measurePressure(1u, 141u, 90u, 70u, 1u)
        tap("Take a reading")
        see("For Ben")
        tap("Keep")
        assertEquals("141", entries("Ben").single().number("systolic")?.digits)
        assertEquals("128", entries("Ana").single().number("systolic")?.digits)
    }

    @Test
    fun `what is nobody's waits, and is given to whoever says that it is theirs`() {
        pair(beurer.name())
        home()
        beurer.measurePressure(1u, 141u, 90u, 70u, 1u)
        tap("Take a reading")
        see("Waiting readings")
        see("User 2")
        back()
        see("1 reading is")
        tap("Look")
        tap("To Ben")
        see("Given to Ben.")
        see("Nothing is waiting.")
        assertEquals("141", entries("Ben").single().number("systolic")?.digits)
        assertTrue(entries("Ana").isEmpty())
        back()
        until { model.today.state.value.waiting == 0 }
    }

    @Test
    fun `a reading that is somebody else's is given to them, and taken back`() {
        pair(cuff.name())
        tap("Say who uses it")
        see("Whose readings does")
        scrolledTo("Ana")
        tap("Save")
        see("Devices")
        home()
        cuff.measurePressure(0u, 128u, 82u, 64u)
        tap("Take a reading")
        tap("It is someone else’s")
        scrolledTo("Ben")
        tap("Keep")
        see("Given to Ben.")
        assertEquals(1, entries("Ben").size)
        tap("Undo")
        until { entries("Ana").size == 1 && entries("Ben").isEmpty() }
        hear("128 over 82")
        rule.onNode(hasContentDescription("128 over 82", substring = true) and hasClickAction()).performClick()
        scrolledTo("It is someone else’s")
        scrolledTo("To Ben")
        see("Given to Ben.")
        assertEquals(1, entries("Ben").size)
    }

    private companion object {
        const val BEURER = "00:11:22:33:44:88"
    }
}
