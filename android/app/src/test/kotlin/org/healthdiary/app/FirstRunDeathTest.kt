package org.healthdiary.app

import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Test

/** The system ends the process while a diary is being made, and before it is unlocked. */
internal class FirstRunDeathTest : AtTheApp() {
    @Test
    fun `a name that was typed is still there, and no secret was kept`() {
        see("Start")
        type("What shall we call you?", "Ana")
        dieAndComeBack()
        see("Start")
        rule.onNode(hasContentDescription("What shall we call you?") and hasSetTextAction()).assertTextContains("Ana")
        tap("Start")
        see("Once more")
        type("Passphrase", PASSPHRASE)
        dieAndComeBack()
        assertFalse(PASSPHRASE in String(keptBytes, Charsets.UTF_16LE) || PASSPHRASE in String(keptBytes))
        see("Start")
        rule.onNode(hasContentDescription("What shall we call you?") and hasSetTextAction()).assertTextContains("Ana")
    }

    @Test
    fun `a recovery code that nobody wrote down is made anew, until somebody has it`() {
        firstRun(untilCode = true)
        val lost = groups()
        dieAndComeBack()
        unlock()
        val shown = groups()
        assertNotEquals(lost, shown)
        dieAndComeBack()
        unlock()
        writeCodeDown()
        see("Your diary is ready. Take a reading, or type one.")
        dieAndComeBack()
        unlock()
        see("Your diary is ready. Take a reading, or type one.")
    }
}
