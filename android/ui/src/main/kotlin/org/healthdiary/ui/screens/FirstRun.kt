package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SecretLine
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words

/** The first screen ever. */
@Immutable
data class WelcomeState(
    val name: String = "",
)

/** What can be done on [WelcomeScreen]. */
sealed interface WelcomeAction {
    data object Start : WelcomeAction

    data object Restore : WelcomeAction

    data class Name(
        val name: String,
    ) : WelcomeAction
}

/** What stays on this phone, in three lines. */
@Composable
fun WelcomeScreen(
    state: WelcomeState,
    act: (WelcomeAction) -> Unit,
) {
    Page(
        title = words(R.string.welcome_title),
        foot = { MainButton(words(R.string.welcome_start), enabled = state.name.isNotBlank()) { act(WelcomeAction.Start) } },
    ) {
        for (line in listOf(R.string.welcome_here, R.string.welcome_cuff, R.string.welcome_yours)) Remark(Tone.Calm, words(line))
        TextLine(words(R.string.welcome_name), state.name, keys = KeyboardOptions(capitalization = KeyboardCapitalization.Words)) {
            act(WelcomeAction.Name(it))
        }
        if (Offer.Restore in LocalOffers.current) SideButton(words(R.string.welcome_restore)) { act(WelcomeAction.Restore) }
    }
}

/** A passphrase that is being chosen. */
@Immutable
data class PassphraseState(
    val first: Hidden = Hidden(""),
    val again: Hidden = Hidden(""),
    val shown: Boolean = false,
    /** None while nothing is typed. */
    val strength: Strength? = null,
    val problem: PassphraseProblem? = null,
    /** While the diary is made, or the passphrase set. */
    val busy: Boolean = false,
    /** Whether it takes the place of another. */
    val changing: Boolean = false,
)

/** How hard a passphrase is to guess. */
enum class Strength { Weak, Fair, Good, Strong }

/** Why a passphrase is not taken. */
enum class PassphraseProblem { Weak, Mismatch, NoSpace, Failed }

/** What can be done on [PassphraseScreen]. */
sealed interface PassphraseAction {
    data object Back : PassphraseAction

    data object Continue : PassphraseAction

    data class First(
        val typed: Hidden,
    ) : PassphraseAction

    data class Again(
        val typed: Hidden,
    ) : PassphraseAction

    data class Show(
        val shown: Boolean,
    ) : PassphraseAction
}

/** Choosing a passphrase. */
@Composable
fun PassphraseScreen(
    state: PassphraseState,
    act: (PassphraseAction) -> Unit,
) {
    Page(
        title = words(R.string.passphrase_title),
        back = { act(PassphraseAction.Back) }.takeUnless { state.busy },
        foot = {
            val ready = !state.busy && state.first.text.isNotEmpty() && state.again.text.isNotEmpty()
            MainButton(words(if (state.busy) R.string.common_working else R.string.passphrase_continue), enabled = ready) {
                act(PassphraseAction.Continue)
            }
        },
    ) {
        if (state.busy) Notice(Tone.Calm, words(if (state.changing) R.string.passphrase_changing else R.string.passphrase_making))
        if (state.problem == PassphraseProblem.NoSpace) Notice(Tone.Attention, words(R.string.passphrase_no_space))
        if (state.problem == PassphraseProblem.Failed) Notice(Tone.Attention, words(R.string.passphrase_failed))
        Paragraph(words(R.string.passphrase_why))
        SecretLine(
            words(R.string.passphrase_first),
            state.first,
            state.shown,
            { act(PassphraseAction.Show(it)) },
            wrong = words(R.string.passphrase_weak).takeIf { state.problem == PassphraseProblem.Weak },
            last = false,
        ) { act(PassphraseAction.First(it)) }
        state.strength?.let {
            Remark(
                if (it >= Strength.Good) Tone.Fine else Tone.Attention,
                words(R.string.common_pair, words(R.string.passphrase_strength), words(strengthWords(it))),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            )
        }
        SecretLine(
            words(R.string.passphrase_again),
            state.again,
            state.shown,
            { act(PassphraseAction.Show(it)) },
            wrong = words(R.string.passphrase_mismatch).takeIf { state.problem == PassphraseProblem.Mismatch },
        ) { act(PassphraseAction.Again(it)) }
    }
}

private fun strengthWords(strength: Strength): Int =
    when (strength) {
        Strength.Weak -> R.string.passphrase_strength_weak
        Strength.Fair -> R.string.passphrase_strength_fair
        Strength.Good -> R.string.passphrase_strength_good
        Strength.Strong -> R.string.passphrase_strength_strong
    }

/** The recovery code, shown once and then asked back. */
@Immutable
data class RecoveryCodeState(
    val groups: List<Hidden>,
    /** The groups that are asked for, from 0, with what was typed; none while the code is shown. */
    val check: Map<Int, Hidden>? = null,
    /** The groups that were not right, from 0. */
    val wrong: Set<Int> = emptySet(),
    val canPrint: Boolean = true,
)

/** What can be done on [RecoveryCodeScreen]. */
sealed interface RecoveryCodeAction {
    data object Written : RecoveryCodeAction

    data object Print : RecoveryCodeAction

    data object SeeAgain : RecoveryCodeAction

    data object Check : RecoveryCodeAction

    data class Type(
        val group: Int,
        val typed: Hidden,
    ) : RecoveryCodeAction
}

/** The recovery code in large groups; then two of them are asked for. */
@Composable
fun RecoveryCodeScreen(
    state: RecoveryCodeState,
    act: (RecoveryCodeAction) -> Unit,
) {
    val check = state.check
    if (check == null) ShownCode(state, act) else CodeCheck(state, check, act)
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun ShownCode(
    state: RecoveryCodeState,
    act: (RecoveryCodeAction) -> Unit,
) {
    Page(
        title = words(R.string.code_title),
        foot = { MainButton(words(R.string.code_written)) { act(RecoveryCodeAction.Written) } },
    ) {
        Paragraph(words(R.string.code_why))
        Card {
            FlowRow(
                Modifier.padding(Sizes.edge),
                horizontalArrangement = Arrangement.spacedBy(Sizes.edge),
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
            ) {
                state.groups.forEachIndexed { index, group ->
                    val number = LocalFormats.current.number(index + 1)
                    val spoken = words(R.string.code_group_spoken, number, group.text.toList().joinToString(" "))
                    Column(Modifier.clearAndSetSemantics { contentDescription = spoken }) {
                        Text(number, style = Type.axis, color = roles.secondary)
                        Text(group.text, style = Type.code, color = roles.text)
                    }
                }
            }
        }
        if (state.canPrint) SideButton(words(R.string.code_print)) { act(RecoveryCodeAction.Print) }
    }
}

internal val codeKeys =
    KeyboardOptions(
        capitalization = KeyboardCapitalization.Characters,
        autoCorrectEnabled = false,
        keyboardType = KeyboardType.Password,
    )

@Composable
private fun CodeCheck(
    state: RecoveryCodeState,
    check: Map<Int, Hidden>,
    act: (RecoveryCodeAction) -> Unit,
) {
    Page(
        title = words(R.string.code_check_title),
        back = { act(RecoveryCodeAction.SeeAgain) },
        foot = {
            MainButton(words(R.string.passphrase_continue), enabled = check.values.all { it.text.isNotBlank() }) {
                act(RecoveryCodeAction.Check)
            }
        },
    ) {
        Paragraph(words(R.string.code_check_why))
        for ((group, typed) in check) {
            TextLine(
                words(R.string.code_group, LocalFormats.current.number(group + 1)),
                typed.text,
                wrong = words(R.string.code_wrong).takeIf { group in state.wrong },
                keys = codeKeys,
            ) { act(RecoveryCodeAction.Type(group, Hidden(it))) }
        }
        SideButton(words(R.string.code_see_again)) { act(RecoveryCodeAction.SeeAgain) }
    }
}
