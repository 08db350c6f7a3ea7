package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.SecretLine
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.words.lengthWords
import org.healthdiary.ui.words.words
import java.time.Duration

/** The locked diary. It says nothing of health, and nobody's name. */
@Immutable
data class UnlockState(
    val way: UnlockWay,
    /** What the phone offers: finger, face, or its own lock. */
    val byPhone: Boolean = false,
    val secret: Hidden = Hidden(""),
    val shown: Boolean = false,
    val problem: UnlockProblem? = null,
    /** Whether something arrived while it was locked. */
    val newEntry: Boolean = false,
    val busy: Boolean = false,
)

/** How it is being unlocked. */
enum class UnlockWay { Phone, Passphrase, RecoveryCode }

/** Why it is still locked. Nothing is lost by any of them. */
@Immutable
sealed interface UnlockProblem {
    data object Wrong : UnlockProblem

    /** Too many tries; with how long to wait, where that is known. */
    data class Wait(
        val left: Duration? = null,
    ) : UnlockProblem

    data object Cancelled : UnlockProblem

    /** The phone takes no finger and no face for a while. */
    data object LockedOut : UnlockProblem

    /** The phone's key is gone for good: the passphrase or the recovery code opens. */
    data object KeyGone : UnlockProblem

    data object Newer : UnlockProblem

    data object Damaged : UnlockProblem

    data object Missing : UnlockProblem

    data object InUse : UnlockProblem

    data object NoSpace : UnlockProblem

    data object Failed : UnlockProblem
}

/** What can be done on [UnlockScreen]. */
sealed interface UnlockAction {
    data object Unlock : UnlockAction

    data object Restore : UnlockAction

    data class Use(
        val way: UnlockWay,
    ) : UnlockAction

    data class Type(
        val secret: Hidden,
    ) : UnlockAction

    data class Show(
        val shown: Boolean,
    ) : UnlockAction
}

/** Unlocking: finger or face first, then the passphrase, then the recovery code. */
@Composable
fun UnlockScreen(
    state: UnlockState,
    act: (UnlockAction) -> Unit,
) {
    val ready = !state.busy && (state.way == UnlockWay.Phone || state.secret.text.isNotBlank()) && state.problem !is UnlockProblem.Wait
    Page(
        title = words(R.string.unlock_title),
        foot = {
            MainButton(words(if (state.busy) R.string.common_working else R.string.unlock_by_phone), enabled = ready) {
                act(UnlockAction.Unlock)
            }
        },
    ) {
        if (state.newEntry) Notice(Tone.Calm, words(R.string.unlock_waiting))
        state.problem?.takeUnless { it == UnlockProblem.Wrong }?.let { Problem(it, act) }
        Secret(state, act)
        OtherWays(state, act)
    }
}

@Composable
private fun ColumnScope.Secret(
    state: UnlockState,
    act: (UnlockAction) -> Unit,
) {
    val wrong = state.problem == UnlockProblem.Wrong
    when (state.way) {
        UnlockWay.Phone -> {}

        UnlockWay.Passphrase -> {
            SecretLine(
                words(R.string.unlock_passphrase),
                state.secret,
                state.shown,
                { act(UnlockAction.Show(it)) },
                wrong = words(R.string.unlock_wrong_passphrase).takeIf { wrong },
            ) { act(UnlockAction.Type(it)) }
        }

        UnlockWay.RecoveryCode -> {
            TextLine(
                words(R.string.unlock_code),
                state.secret.text,
                wrong = words(R.string.unlock_wrong_code).takeIf { wrong },
                below = words(R.string.unlock_code_below),
                keys = codeKeys,
            ) { act(UnlockAction.Type(Hidden(it))) }
        }
    }
}

@Composable
private fun ColumnScope.OtherWays(
    state: UnlockState,
    act: (UnlockAction) -> Unit,
) {
    val phoneWorks = state.byPhone && state.problem != UnlockProblem.KeyGone
    if (state.way != UnlockWay.Phone && phoneWorks) {
        SideButton(words(R.string.unlock_with_phone)) { act(UnlockAction.Use(UnlockWay.Phone)) }
    }
    if (state.way != UnlockWay.Passphrase) {
        SideButton(words(R.string.unlock_with_passphrase)) { act(UnlockAction.Use(UnlockWay.Passphrase)) }
    }
    if (state.way != UnlockWay.RecoveryCode) {
        SideButton(words(R.string.unlock_with_code)) { act(UnlockAction.Use(UnlockWay.RecoveryCode)) }
    }
}

@Composable
private fun ColumnScope.Problem(
    problem: UnlockProblem,
    act: (UnlockAction) -> Unit,
) {
    when (problem) {
        UnlockProblem.Wrong -> {}

        is UnlockProblem.Wait -> {
            Notice(
                Tone.Attention,
                problem.left?.let { words(R.string.unlock_wait, lengthWords(it)) } ?: words(R.string.unlock_wait_some),
            )
        }

        UnlockProblem.Cancelled -> {
            Notice(Tone.Calm, words(R.string.unlock_cancelled))
        }

        UnlockProblem.LockedOut -> {
            Notice(Tone.Attention, words(R.string.unlock_locked_out))
        }

        UnlockProblem.KeyGone -> {
            Notice(Tone.Attention, words(R.string.unlock_key_gone))
        }

        UnlockProblem.Newer -> {
            Notice(Tone.Attention, words(R.string.unlock_newer))
        }

        UnlockProblem.InUse -> {
            Notice(Tone.Attention, words(R.string.unlock_in_use))
        }

        UnlockProblem.NoSpace -> {
            Notice(Tone.Error, words(R.string.unlock_no_space))
        }

        UnlockProblem.Failed -> {
            Notice(Tone.Attention, words(R.string.unlock_failed))
        }

        UnlockProblem.Damaged -> {
            Notice(
                Tone.Error,
                words(R.string.unlock_damaged),
                words(R.string.unlock_restore).takeIf { Offer.Restore in LocalOffers.current },
            ) { act(UnlockAction.Restore) }
        }

        UnlockProblem.Missing -> {
            Notice(
                Tone.Error,
                words(R.string.unlock_missing),
                words(R.string.unlock_restore).takeIf { Offer.Restore in LocalOffers.current },
            ) { act(UnlockAction.Restore) }
        }
    }
}
