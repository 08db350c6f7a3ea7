package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.HealthDiary
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.keys.Prompt
import org.healthdiary.ui.screens.PassphraseAction
import org.healthdiary.ui.screens.PassphraseProblem
import org.healthdiary.ui.screens.PassphraseState
import org.healthdiary.ui.screens.RecoveryCodeAction
import org.healthdiary.ui.screens.RecoveryCodeState
import org.healthdiary.ui.screens.UnlockAction
import org.healthdiary.ui.screens.UnlockProblem
import org.healthdiary.ui.screens.UnlockState
import org.healthdiary.ui.screens.UnlockWay
import org.healthdiary.ui.screens.WelcomeAction
import org.healthdiary.ui.screens.WelcomeState
import org.healthdiary.ui.state.Hidden

/** The first run: a name, a passphrase, and a recovery code that is asked back. */
internal class FirstRun(
    private val diary: HealthDiary,
    private val ways: Navigator,
    private val scope: CoroutineScope,
    private val saved: SavedStateHandle,
    done: () -> Unit,
) {
    private val asked =
        AskedBack {
            scope.launch {
                diary.codeIsWritten()
                saved.remove<String>(NAME)
                done()
            }
        }
    private val welcomeNow = MutableStateFlow(WelcomeState(saved[NAME] ?: ""))
    private val passphraseNow = MutableStateFlow(PassphraseState())

    val welcome: StateFlow<WelcomeState> = welcomeNow.asStateFlow()
    val passphrase: StateFlow<PassphraseState> = passphraseNow.asStateFlow()
    val code: StateFlow<RecoveryCodeState> = asked.state

    fun act(action: WelcomeAction) {
        when (action) {
            WelcomeAction.Start -> ways.go(Place.Passphrase)
            is WelcomeAction.Name -> name(action.name)
            WelcomeAction.Restore -> ways.go(Place.Restore)
        }
    }

    /** It outlives the process; nothing else of a first run may. */
    private fun name(typed: String) {
        saved[NAME] = typed
        welcomeNow.value = WelcomeState(typed)
    }

    fun act(action: PassphraseAction) {
        when (action) {
            PassphraseAction.Back -> ways.back()
            PassphraseAction.Continue -> make()
            is PassphraseAction.First -> passphraseNow.update { it.copy(first = action.typed, problem = null) }
            is PassphraseAction.Again -> passphraseNow.update { it.copy(again = action.typed, problem = null) }
            is PassphraseAction.Show -> passphraseNow.update { it.copy(shown = action.shown) }
        }
    }

    private fun make() {
        val typed = passphraseNow.value
        if (typed.first != typed.again) {
            passphraseNow.update { it.copy(problem = PassphraseProblem.Mismatch) }
            return
        }
        passphraseNow.update { it.copy(busy = true, problem = null) }
        scope.launch {
            try {
                val code = diary.make(welcomeNow.value.name.trim(), typed.first.text)
                asked.show(code)
                // It is nowhere but in the head of whoever typed it.
                passphraseNow.value = PassphraseState()
                ways.begin(Place.RecoveryCode)
            } catch (refused: DiaryTrouble) {
                passphraseNow.update { it.copy(busy = false, problem = problemOf(refused.what)) }
            }
        }
    }

    /** The diary is open, and nobody has said that the code is written down. Where it is gone with the process, there is a new one. */
    suspend fun owe() {
        if (asked.state.value.groups.isEmpty()) asked.show(diary.newCode())
        ways.begin(Place.RecoveryCode)
    }

    fun act(action: RecoveryCodeAction) = asked.act(action)

    private companion object {
        const val NAME = "name"
    }
}

/** Unlocking, by the phone, the passphrase or the recovery code. */
internal class Unlocking(
    private val diary: HealthDiary,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(UnlockState(UnlockWay.Passphrase))
    val state: StateFlow<UnlockState> = now.asStateFlow()

    /** Asks a finger or a face; none while there is no screen to ask on. */
    var prompt: Prompt? = null

    /** Begins anew, with the way that the phone offers first. */
    fun begin() {
        scope.launch {
            now.value =
                try {
                    val byPhone = prompt != null && diary.phoneUnlocks()
                    UnlockState(if (byPhone) UnlockWay.Phone else UnlockWay.Passphrase, byPhone)
                } catch (refused: DiaryTrouble) {
                    // Of a newer version, or damaged: it is said before anybody types.
                    UnlockState(UnlockWay.Passphrase, problem = problemOf(refused.what))
                }
        }
    }

    fun act(action: UnlockAction) {
        when (action) {
            is UnlockAction.Type -> now.update { it.copy(secret = action.secret, problem = null) }
            is UnlockAction.Show -> now.update { it.copy(shown = action.shown) }
            is UnlockAction.Use -> now.update { it.copy(way = action.way, secret = Hidden(""), problem = null) }
            UnlockAction.Unlock -> unlock()
            UnlockAction.Restore -> ways.go(Place.Restore)
        }
    }

    private fun unlock() {
        val typed = now.value
        now.update { it.copy(busy = true, problem = null) }
        scope.launch {
            val problem =
                try {
                    when (typed.way) {
                        UnlockWay.Phone -> diary.openByPhone(prompt ?: throw DiaryTrouble(Trouble.CANCELLED))
                        UnlockWay.Passphrase -> diary.openByPassphrase(typed.secret.text)
                        UnlockWay.RecoveryCode -> diary.openByCode(typed.secret.text)
                    }
                    null
                } catch (refused: DiaryTrouble) {
                    problemOf(refused.what)
                }
            now.update { it.copy(busy = false, problem = problem, secret = if (problem == null) Hidden("") else it.secret) }
            // Whoever hears that the door is open goes in.
        }
    }

    private fun problemOf(trouble: Trouble): UnlockProblem =
        when (trouble) {
            // A code that has a slip in it is no code at all.
            Trouble.WRONG_SECRET, Trouble.INVALID -> UnlockProblem.Wrong

            Trouble.TOO_MANY_TRIES -> UnlockProblem.Wait()

            Trouble.CANCELLED -> UnlockProblem.Cancelled

            Trouble.LOCKED_OUT -> UnlockProblem.LockedOut

            Trouble.KEY_GONE -> UnlockProblem.KeyGone

            Trouble.NEWER -> UnlockProblem.Newer

            Trouble.DAMAGED -> UnlockProblem.Damaged

            Trouble.MISSING, Trouble.NO_DIARY -> UnlockProblem.Missing

            Trouble.IN_USE -> UnlockProblem.InUse

            Trouble.NO_SPACE -> UnlockProblem.NoSpace

            else -> UnlockProblem.Failed
        }
}
