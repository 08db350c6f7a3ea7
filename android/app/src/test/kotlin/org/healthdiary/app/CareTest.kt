package org.healthdiary.app

import android.hardware.biometrics.BiometricManager
import android.view.WindowManager
import androidx.compose.ui.test.ExperimentalTestApi
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
import org.healthdiary.bridge.keys.Prompt
import org.healthdiary.bridge.keys.PromptAnswer
import org.healthdiary.testing.FakeCard
import org.healthdiary.testing.FakeKeyStore
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowBiometricManager
import java.io.File
import java.security.Security

/** The settings and what they lead to, by what somebody sees and taps. */
@OptIn(ExperimentalTestApi::class)
internal class CareTest : AtTheApp() {
    private lateinit var code: String
    private var answer = PromptAnswer.AGREED

    override fun prepare() {
        FakeCard.insert(context)
        runBlocking {
            code = bridge.diary.make("Ana", PASSPHRASE)
            bridge.diary.codeIsWritten()
            write("128")
        }
    }

    private suspend fun write(top: String) {
        val values = listOf(DraftedValue("systolic", top, "mmHg"), DraftedValue("diastolic", "82", "mmHg"))
        val draft = Draft(EntryKind("blood-pressure"), values)
        assertTrue(bridge.entries.write(bridge.entries.people().single().id, draft, confirmed = true) is Typed.Kept)
    }

    private fun settings() {
        see("Take a reading")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        see("Lock and privacy")
    }

    private fun scrollTap(text: String) {
        see(text)
        rule.onNode(hasText(text) and hasClickAction()).performScrollTo().performClick()
    }

    /** Somebody picks the card where the phone asks for a folder. */
    private fun pick(what: Picked) = rule.runOnIdle { model.care.picked(what, FakeCard.tree) }

    private fun backUp() {
        settings()
        tap("Backup")
        see("There is no backup yet.")
        pick(Picked.Backup)
        tap("Back up now")
        see("It was read back whole")
    }

    @Test
    fun `a backup goes to the folder that was picked, and the settings say when`() {
        backUp()
        back()
        see("Last backup: today at")
        // The folder is known after the process too.
        dieAndComeBack()
        unlock()
        see("Last backup: today at")
        tap("Backup")
        FakeCard.refused = true
        tap("Back up now")
        see("The app may no longer write in this folder.")
        FakeCard.refused = false
        FakeCard.take()
        tap("Back up now")
        see("The folder is not there: Diary.")
    }

    @Test
    fun `a full card says so, and the backup before is still there`() {
        backUp()
        FakeCard.room = 0
        runBlocking { write("131") }
        tap("Back up now")
        see("The folder is full.")
        see("It was read back whole")
    }

    @Test
    fun `a damaged diary comes back from the card, and stays beside it as it is`() {
        val files = restoreDamaged()
        assertTrue("nothing of the damaged one was touched", files.all { file -> file.readBytes().all { it == 0.toByte() } })
    }

    /** Restores what was damaged on the phone; the files that were. */
    private fun restoreDamaged(): List<File> {
        backUp()
        leave()
        val files = folders().first().walk().filter { it.isFile }.toList()
        files.forEach { it.writeBytes(ByteArray(it.length().toInt())) }
        renew()
        come()
        tap("Restore from a backup")
        see("is put aside")
        pick(Picked.Restore)
        see("Type the passphrase or the recovery code")
        type("Passphrase or recovery code", "not this one")
        push("Restore")
        see("That does not open this backup.")
        type("Passphrase or recovery code", code, anew = true)
        push("Restore")
        see("The diary is back, as it was on")
        tap("Open the diary")
        see("Restored")
        hear("128 over 82")
        tap("Close")
        assertEquals(null, model.today.state.value.restoredFrom)
        return files
    }

    @Test
    fun `what was put aside is listed with what it takes, and deleted once somebody says so`() {
        restoreDamaged()
        rule.onNodeWithContentDescription("Settings and more").performClick()
        scrollTap("Backup")
        see("Put aside")
        val aside = File(context.filesDir, "diary")
        assertTrue(aside.exists())
        scrollTap("Delete it for good")
        see("Delete this diary for good?")
        scrollTap("Cancel")
        assertTrue(aside.exists())
        scrollTap("Delete it for good")
        scrollTap("Delete it for good")
        until { model.care.backup.state.value.aside.isEmpty() }
        assertFalse(aside.exists())
        assertFalse(File(context.noBackupFilesDir, "state").exists())
        back()
        back()
        hear("128 over 82")
    }

    @Test
    fun `without a backup, what can be read comes into a new diary with a code of its own`() {
        leave()
        val whole = folders().first().walk().filter { it.isFile }.associateWith { it.readBytes() }
        val diary = whole.keys.filter { "diary" in it.path.substringAfter("/diary/") }.maxBy { it.length() }
        // A page of the diary is gone.
        diary.writeBytes(diary.readBytes().also { it.fill(0, it.size - PAGE, it.size) })
        val damaged = diary.readBytes()
        renew()
        come()
        unlock()
        rule.runOnUiThread { model.ways.go(Place.Restore) }
        tap("Without a backup: save what can be read")
        see("The damaged one is put aside")
        type("Passphrase of this diary", "not this one")
        push("Begin")
        see("That does not open this diary.")
        type("Passphrase of this diary", PASSPHRASE, anew = true)
        push("Begin")
        see("in the new diary.")
        tap("Open the diary")
        val groups = groups()
        assertTrue(code != groups.joinToString("-"))
        writeCodeDown()
        until { model.ways.place.value == Place.Today }
        assertTrue("nothing of the damaged one was touched", damaged.contentEquals(diary.readBytes()))
        leave()
        renew()
        runBlocking { bridge.diary.openByCode(groups.joinToString("-")) }
        come()
    }

    @Test
    fun `everything is looked at, and what is wrong is said with what to do`() {
        settings()
        scrollTap("Check")
        see("To write down")
        tap("Check now")
        see("Nothing has been changed unnoticed.")
        // A byte of the diary changes under it.
        val diary =
            folders().first().walk().filter {
                it.isFile && "diary" in it.path.substringAfter("/diary/")
            }.maxByOrNull { it.length() }
        checkNotNull(diary).let { file ->
            val bytes = file.readBytes()
            bytes[bytes.size / 2] = (bytes[bytes.size / 2] + 1).toByte()
            file.writeBytes(bytes)
        }
        tap("Check now")
        see("Something does not fit together as it was written.")
        see("Restore from a backup")
    }

    @Test
    fun `what is set is kept, and holds at once`() {
        settings()
        scrollTap("Hide the screen from other apps")
        until { activity.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE == 0 }
        scrollTap("At once")
        dieAndComeBack()
        assertEquals(0, activity.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
        assertTrue(Preferences(context).lockAfter.isZero)
        unlock()
        see("Lock and privacy")
    }

    @Test
    fun `a passphrase and a code are set anew, and the new ones open`() {
        settings()
        scrollTap("Change the passphrase")
        type("Passphrase", "short")
        type("Once more", "short")
        tap("Continue")
        see("Too easy to guess.")
        type("Passphrase", ANOTHER, anew = true)
        type("Once more", ANOTHER, anew = true)
        tap("Continue")
        see("Lock and privacy")
        scrollTap("New recovery code")
        tap("Make a new code")
        val groups = groups()
        back()
        assertEquals("nobody leaves a code that is not written down", groups, groups())
        writeCodeDown()
        see("Lock and privacy")
        runBlocking {
            bridge.diary.shut()
            bridge.diary.openByPassphrase(ANOTHER)
            bridge.diary.shut()
            bridge.diary.openByCode(groups.joinToString("-"))
        }
    }

    @Test
    fun `a finger is let in and taken out again, and a no changes nothing`() =
        withKeys {
            settings()
            answer = PromptAnswer.CANCELLED
            scrollTap("Unlock with finger or face")
            see("finger or face was not shown")
            answer = PromptAnswer.LOCKED_OUT
            scrollTap("Unlock with finger or face")
            see("does not take finger or face at the moment")
            answer = PromptAnswer.AGREED
            scrollTap("Unlock with finger or face")
            until { FakeKeyStore.keys.size == 1 && model.care.settings.state.value.biometric == true }
            runBlocking { bridge.diary.shut() }
            see("Your diary is locked")
            FakeKeyStore.invalid = true
            tap("Unlock")
            see("because its own lock was changed")
            FakeKeyStore.invalid = false
            runBlocking { bridge.diary.shut() }
            rule.runOnIdle { model.unlocking.begin() }
            see("Use the passphrase")
            tap("Unlock")
            see("Lock and privacy")
            scrollTap("Unlock with finger or face")
            until { FakeKeyStore.keys.isEmpty() }
            assertFalse(runBlocking { bridge.diary.phoneUnlocks() })
        }

    private fun withKeys(look: () -> Unit) {
        FakeKeyStore.fresh()
        Security.insertProviderAt(FakeKeyStore(), 1)
        try {
            Shadow.extract<ShadowBiometricManager>(context.getSystemService(BiometricManager::class.java)).setCanAuthenticate(true)
            rule.runOnIdle { model.takePrompt(Prompt { answer }) }
            look()
        } finally {
            Security.removeProvider("AndroidKeyStore")
        }
    }

    @Test
    fun `what the app is made of is named with its licence`() {
        settings()
        scrollTap("About")
        see("Time zones: 20")
        assertTrue(seen().containsAll(listOf("SQLCipher", "BSD-3-Clause", "Apache-2.0")))
        assertTrue(PhoneSays(context).licences().all { it.substringAfter('\t').isNotBlank() })
    }

    private companion object {
        const val PAGE = 4096
        const val ANOTHER = "quite another seven words of nobody here"
    }
}
