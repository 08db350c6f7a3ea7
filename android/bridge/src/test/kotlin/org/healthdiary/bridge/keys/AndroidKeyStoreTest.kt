package org.healthdiary.bridge.keys

import android.hardware.biometrics.BiometricPrompt
import kotlinx.coroutines.test.runTest
import org.healthdiary.HouseholdPlace
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Door
import org.healthdiary.bridge.HealthDiary
import org.healthdiary.bridge.Trouble
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import java.security.Security

/** Unlocking by the phone, over the real core and a key store of Java's making. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class AndroidKeyStoreTest {
    @get:Rule val folder = TemporaryFolder()
    private lateinit var diary: HealthDiary
    private lateinit var code: String
    private var answer = PromptAnswer.AGREED
    private val prompt = Prompt { answer }

    @Before
    fun makeDiary() =
        runTest {
            FakeKeyStore.fresh()
            Security.insertProviderAt(FakeKeyStore(), 1)
            diary = HealthDiary(HouseholdPlace("${folder.root}/home", "${folder.root}/state"))
            code = diary.make("Ana", PASSPHRASE)
        }

    @After
    fun shut() =
        runTest {
            diary.shut()
            Security.removeProvider("AndroidKeyStore")
        }

    private fun trouble(call: suspend () -> Unit): Trouble? {
        var found: Trouble? = null
        runTest {
            try {
                call()
            } catch (refused: DiaryTrouble) {
                found = refused.what
            }
        }
        return found
    }

    private fun bytes() = File("${folder.root}/home").walk().filter { it.isFile }.associate { it.name to it.readBytes().toList() }

    @Test
    fun `a person agrees, and the phone unlocks from then on`() =
        runTest {
            assertFalse(diary.phoneUnlocks())
            assertEquals(PromptAnswer.AGREED, diary.letPhoneUnlock(prompt))
            assertTrue(FakeKeyStore.made.single().let { it.isStrongBoxBacked && it.isUserAuthenticationRequired })
            diary.shut()
            assertEquals(Door.SHUT, diary.door.value)
            diary.openByPhone(prompt)
            assertEquals(Door.OPEN, diary.door.value)
        }

    @Test
    fun `a phone without a chip of its own keeps the key in the next best place`() =
        runTest {
            FakeKeyStore.hasChip = false
            assertEquals(PromptAnswer.AGREED, diary.letPhoneUnlock(prompt))
            assertFalse(FakeKeyStore.made.single().isStrongBoxBacked)
            diary.shut()
            diary.openByPhone(prompt)
        }

    @Test
    fun `a person who does not agree leaves everything as it was`() =
        runTest {
            answer = PromptAnswer.CANCELLED
            assertEquals(PromptAnswer.CANCELLED, diary.letPhoneUnlock(prompt))
            assertFalse(diary.phoneUnlocks())
            assertTrue("a key that wraps nothing is taken away", FakeKeyStore.keys.isEmpty())
        }

    @Test
    fun `cancelled, locked out, invalidated and gone are told apart, and destroy nothing`() {
        runTest { diary.letPhoneUnlock(prompt) }
        runTest { diary.shut() }
        val before = bytes()
        answer = PromptAnswer.CANCELLED
        assertEquals(Trouble.CANCELLED, trouble { diary.openByPhone(prompt) })
        answer = PromptAnswer.LOCKED_OUT
        assertEquals(Trouble.LOCKED_OUT, trouble { diary.openByPhone(prompt) })
        answer = PromptAnswer.AGREED
        FakeKeyStore.invalid = true
        assertEquals(Trouble.KEY_GONE, trouble { diary.openByPhone(prompt) })
        assertEquals("the key stays", 1, FakeKeyStore.keys.size)
        FakeKeyStore.invalid = false
        val kept = FakeKeyStore.keys.toMap()
        FakeKeyStore.keys.clear()
        assertEquals(Trouble.KEY_GONE, trouble { diary.openByPhone(prompt) })
        assertEquals("not a byte of the diary", before, bytes())
        runTest { diary.openByPassphrase(PASSPHRASE) }
        runTest { diary.shut() }
        FakeKeyStore.keys += kept
        runTest { diary.openByPhone(prompt) }
        assertEquals(Door.OPEN, diary.door.value)
    }

    @Test
    fun `wrong secrets are wrong, and the recovery code opens`() {
        runTest { diary.shut() }
        assertEquals(Trouble.WRONG_SECRET, trouble { diary.openByPassphrase("another one entirely") })
        assertEquals(Door.SHUT, diary.door.value)
        runTest { diary.openByCode(code) }
        assertEquals(Door.OPEN, diary.door.value)
    }

    @Test
    fun `what the system says is one of three answers`() {
        assertEquals(PromptAnswer.LOCKED_OUT, SystemPrompt.answerOf(BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT))
        assertEquals(PromptAnswer.LOCKED_OUT, SystemPrompt.answerOf(BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT_PERMANENT))
        assertEquals(PromptAnswer.CANCELLED, SystemPrompt.answerOf(BiometricPrompt.BIOMETRIC_ERROR_USER_CANCELED))
        assertEquals(PromptAnswer.CANCELLED, SystemPrompt.answerOf(BiometricPrompt.BIOMETRIC_ERROR_TIMEOUT))
    }

    private companion object {
        const val PASSPHRASE = "seven invented words nobody would guess"
    }
}
