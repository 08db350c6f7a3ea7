package org.healthdiary.app

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.HealthDiary
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.NewCodeAction
import org.healthdiary.ui.screens.NewCodeState
import org.healthdiary.ui.screens.PassphraseAction
import org.healthdiary.ui.screens.PassphraseProblem
import org.healthdiary.ui.screens.PassphraseState
import org.healthdiary.ui.screens.RecoveryCodeAction
import org.healthdiary.ui.screens.RecoveryCodeState

/** Another passphrase, or another recovery code, in place of the one there was. */
internal class SecretsModel(
    private val diary: HealthDiary,
    private val parts: Care.Parts,
) {
    private val fresh = PassphraseState(changing = true)
    private val passphraseNow = MutableStateFlow(fresh)
    private val newCodeNow = MutableStateFlow(NewCodeState())
    private val asked = AskedBack(::back)
    val passphrase: StateFlow<PassphraseState> = passphraseNow.asStateFlow()

    /** Before a code is drawn: the old one opens nothing from then on. */
    val newCode: StateFlow<NewCodeState> = newCodeNow.asStateFlow()

    /** The new code; without groups before it is drawn. */
    val code: StateFlow<RecoveryCodeState> = asked.state

    fun act(action: NewCodeAction) {
        when (action) {
            NewCodeAction.Back -> back()
            NewCodeAction.Make -> drawCode()
        }
    }

    private fun drawCode() {
        newCodeNow.value = NewCodeState(busy = true)
        parts.scope.launch {
            val failed =
                try {
                    asked.show(diary.changeCode())
                    false
                } catch (_: DiaryTrouble) {
                    true
                }
            newCodeNow.value = NewCodeState(failed = failed)
        }
    }

    fun act(action: PassphraseAction) {
        when (action) {
            PassphraseAction.Back -> back()
            PassphraseAction.Continue -> change()
            is PassphraseAction.First -> passphraseNow.update { it.copy(first = action.typed, problem = null) }
            is PassphraseAction.Again -> passphraseNow.update { it.copy(again = action.typed, problem = null) }
            is PassphraseAction.Show -> passphraseNow.update { it.copy(shown = action.shown) }
        }
    }

    fun act(action: RecoveryCodeAction) = asked.act(action)

    /** Not while something is being set, and not before a new code was written down: the old one opens nothing any more. */
    fun back() {
        if (passphraseNow.value.busy || newCodeNow.value.busy || code.value.groups.isNotEmpty()) return
        passphraseNow.value = fresh
        newCodeNow.value = NewCodeState()
        parts.ways.back()
    }

    private fun change() {
        val typed = passphraseNow.value
        if (typed.first != typed.again) {
            passphraseNow.update { it.copy(problem = PassphraseProblem.Mismatch) }
            return
        }
        passphraseNow.update { it.copy(busy = true, problem = null) }
        parts.scope.launch {
            val problem =
                try {
                    diary.changePassphrase(typed.first.text)
                    null
                } catch (refused: DiaryTrouble) {
                    problemOf(refused.what)
                }
            passphraseNow.update { it.copy(busy = false, problem = problem) }
            if (problem == null) back()
        }
    }
}

/** Why a passphrase was not set, and no diary made. */
internal fun problemOf(trouble: Trouble): PassphraseProblem =
    when (trouble) {
        Trouble.WEAK_PASSPHRASE -> PassphraseProblem.Weak
        Trouble.NO_SPACE -> PassphraseProblem.NoSpace
        else -> PassphraseProblem.Failed
    }
