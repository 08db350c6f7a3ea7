package org.healthdiary.app

import android.view.WindowManager
import androidx.compose.ui.test.onNodeWithText
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** From the first start to a reading of a simulated cuff. */
internal class FirstReadingTest : AtTheApp() {
    @Test
    fun `from the first start to a reading of the cuff`() {
        firstRun()
        // The first person has the cuff; whoever wants to says otherwise.
        addCuff { rule.onNodeWithText("Say who uses it").assertExists() }
        takeReading()
        hear("128 over 82")
        assertEquals("the cuff has given what it had", 0uL, cuff.held())
    }

    @Test
    fun `the door shuts over what is half typed, and opens on it again`() {
        firstRun()
        tap("Type a reading")
        press("131")
        runBlocking { bridge.diary.shut() }
        see("Unlock")
        type("Passphrase", "not this one")
        tap("Unlock")
        see("That is not the passphrase")
        type("Passphrase", PASSPHRASE, anew = true)
        tap("Unlock")
        see("Save")
        hear("131")
    }

    @Test
    fun `a typed reading is asked about where it is odd, and then kept`() {
        firstRun()
        tap("Type a reading")
        press("250")
        tap("Next")
        press("84")
        tap("Save")
        tap("Save all the same")
        hear("250 over 84")
    }

    @Test
    fun `nothing of what is shown reaches a picture of the screen or the switcher of tasks`() {
        assertTrue(
            activity
                .get()
                .window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0,
        )
    }
}
