package org.healthdiary.app

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import org.healthdiary.ui.screens.RecoveryCodeAction
import org.healthdiary.ui.screens.RecoveryCodeState
import org.healthdiary.ui.state.Hidden

/** A recovery code that is shown, asked back, and forgotten; [done] is called once it was right. */
internal class AskedBack(
    private val done: () -> Unit,
) {
    private val now = MutableStateFlow(nothing)
    val state: StateFlow<RecoveryCodeState> = now.asStateFlow()

    fun show(code: String) {
        now.value = RecoveryCodeState(code.split('-', ' ').map(::Hidden), canPrint = false)
    }

    fun forget() {
        now.value = nothing
    }

    fun act(action: RecoveryCodeAction) {
        when (action) {
            RecoveryCodeAction.Written -> {
                now.update { it.copy(check = asked(it).associateWith { Hidden("") }) }
            }

            RecoveryCodeAction.SeeAgain -> {
                now.update { it.copy(check = null, wrong = emptySet()) }
            }

            is RecoveryCodeAction.Type -> {
                now.update { it.copy(check = it.check.orEmpty() + (action.group to action.typed), wrong = it.wrong - action.group) }
            }

            RecoveryCodeAction.Check -> {
                check()
            }

            RecoveryCodeAction.Print -> {}
        }
    }

    /** One of the beginning and one of the end: who has both has written down all of it. */
    private fun asked(state: RecoveryCodeState) = listOf(1, state.groups.size - 2).distinct()

    private fun check() {
        val state = now.value
        val wrong =
            state.check.orEmpty().filter { (group, typed) ->
                !typed.text.trim().equals(state.groups[group].text, ignoreCase = true)
            }.keys
        if (wrong.isNotEmpty()) {
            now.update { it.copy(wrong = wrong) }
        } else {
            forget()
            done()
        }
    }

    private companion object {
        val nothing = RecoveryCodeState(emptyList(), canPrint = false)
    }
}
