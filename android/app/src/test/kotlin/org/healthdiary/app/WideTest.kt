package org.healthdiary.app

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import org.junit.Test
import org.robolectric.annotation.Config

/** On a wide screen an entry stands beside the history that it was chosen from. */
@Config(qualifiers = "w900dp-h700dp-mdpi")
internal class WideTest : AtTheApp() {
    override fun prepare() {
        made()
    }

    private fun typed(
        top: String,
        bottom: String,
    ) {
        tap("Type a reading")
        press(top)
        tap("Next")
        press(bottom)
        tap("Save")
        hear("$top over $bottom")
    }

    private fun choose(spoken: String) =
        rule.onNode(hasContentDescription(spoken, substring = true) and hasClickAction()).performClick()

    @Test
    fun `an entry is shown beside the history, the next one in its place, and back leads out of both`() {
        typed("118", "76")
        typed("131", "82")
        tap("History")
        see("Choose an entry, and it is shown here.")
        choose("118 over 76")
        see("Where this comes from")
        see("History")
        choose("131 over 82")
        see("Where this comes from")
        rule.onNodeWithText("History").assertExists()
        back()
        see("Choose an entry, and it is shown here.")
        back()
        see("Chart")
    }
}
