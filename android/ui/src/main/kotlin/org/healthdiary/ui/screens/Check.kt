package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardCapitalization
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Progress
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.HowFar
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** Whether anything was changed unnoticed. */
@Immutable
data class CheckState(
    val today: LocalDate,
    val running: HowFar? = null,
    /** Why there is no result. */
    val problem: CheckProblem? = null,
    val result: CheckResult? = null,
    /** To be noted on paper: the newest head of the household's and of each open diary's chain. */
    val heads: List<String> = emptyList(),
    /** A note from paper, while it is typed. */
    val noted: String = "",
    /** What it proves. */
    val compared: Compared? = null,
)

/** What a note from paper proves. */
@Immutable
sealed interface Compared {
    /** Nothing before it was changed; so many changes came since. */
    data class Kept(
        val of: Damage,
        val since: Int,
    ) : Compared

    /** What was before it is not what is here. */
    data class Differs(
        val of: Damage,
    ) : Compared

    /** It is of a diary whose lock is shut. */
    data object Locked : Compared

    /** It is of nothing here. */
    data object Unknown : Compared

    /** It is no such note, or a letter of it is wrong. */
    data object NoNote : Compared
}

/** Why a check was not finished. Nothing was changed by it. */
enum class CheckProblem { Stopped, Failed }

/** What a check found. */
@Immutable
data class CheckResult(
    val at: ShownMoment,
    /** How many changes were looked at. */
    val changes: Int,
    /** Whose diary was locked, and not looked at. */
    val locked: List<String> = emptyList(),
    /** Where something does not fit; empty where all is well. */
    val damage: List<Damage> = emptyList(),
)

/** A part of what is here: where something does not fit, or what a note is of. */
@Immutable
sealed interface Damage {
    data class Diary(
        val person: String,
    ) : Damage

    data object Household : Damage

    data object Inbox : Damage

    data class Pictures(
        val count: Int,
    ) : Damage
}

/** What can be done on [CheckScreen]. */
sealed interface CheckAction {
    data object Back : CheckAction

    data object Check : CheckAction

    data object Cancel : CheckAction

    data object Restore : CheckAction

    data class Note(
        val noted: String,
    ) : CheckAction

    data object Compare : CheckAction
}

/** Whether anything was changed unnoticed, and what to note on paper. */
@Composable
fun CheckScreen(
    state: CheckState,
    act: (CheckAction) -> Unit,
) {
    Page(
        title = words(R.string.check_title),
        back = { act(CheckAction.Back) },
        foot = {
            if (state.running == null) {
                MainButton(words(R.string.check_now)) { act(CheckAction.Check) }
            } else {
                SideButton(words(R.string.common_cancel)) { act(CheckAction.Cancel) }
            }
        },
    ) {
        val running = state.running
        val result = state.result
        when (state.problem) {
            CheckProblem.Stopped -> {
                Notice(Tone.Calm, words(R.string.check_stopped))
            }

            CheckProblem.Failed -> {
                Notice(Tone.Attention, words(R.string.check_failed))
            }

            null -> {}
        }
        when {
            running != null -> Progress(words(R.string.check_running), running)
            result == null -> Paragraph(words(R.string.check_what))
            result.damage.isEmpty() -> Sound(result, state.today)
            else -> Damaged(result.damage, act)
        }
        result?.locked?.forEach { Notice(Tone.Calm, words(R.string.check_locked, it), live = false) }
        if (state.heads.isNotEmpty() && running == null) {
            Heads(state.heads)
            Compare(state, act)
        }
    }
}

@Composable
private fun ColumnScope.Compare(
    state: CheckState,
    act: (CheckAction) -> Unit,
) {
    Heading(words(R.string.check_compare))
    TextLine(
        words(R.string.check_compare_line),
        state.noted,
        wrong = words(R.string.check_compare_no_note).takeIf { state.compared == Compared.NoNote },
        lines = 2,
        keys = KeyboardOptions(capitalization = KeyboardCapitalization.Characters, autoCorrectEnabled = false),
    ) { act(CheckAction.Note(it)) }
    when (val compared = state.compared) {
        is Compared.Kept -> {
            Notice(Tone.Fine, words(R.string.check_compare_kept, partWords(compared.of), LocalFormats.current.number(compared.since)))
        }

        is Compared.Differs -> {
            Notice(Tone.Error, words(R.string.check_compare_differs, partWords(compared.of)))
        }

        Compared.Locked -> {
            Notice(Tone.Calm, words(R.string.check_compare_locked))
        }

        Compared.Unknown -> {
            Notice(Tone.Attention, words(R.string.check_compare_unknown))
        }

        Compared.NoNote, null -> {}
    }
    SideButton(words(R.string.check_compare_go), enabled = state.noted.isNotBlank()) { act(CheckAction.Compare) }
}

@Composable
private fun partWords(part: Damage): String =
    when (part) {
        is Damage.Diary -> words(R.string.check_damage_where, part.person)
        Damage.Household -> words(R.string.check_damage_household)
        Damage.Inbox -> words(R.string.check_damage_inbox)
        is Damage.Pictures -> counted(R.plurals.check_damage_pictures, part.count)
    }

@Composable
private fun ColumnScope.Sound(
    result: CheckResult,
    today: LocalDate,
) {
    Notice(Tone.Fine, words(R.string.check_sound, momentWords(result.at, today, inSentence = true)))
    Aside(words(R.string.check_count, LocalFormats.current.number(result.changes)))
}

@Composable
private fun ColumnScope.Damaged(
    damage: List<Damage>,
    act: (CheckAction) -> Unit,
) {
    Notice(Tone.Error, words(R.string.check_damage))
    for (one in damage) {
        Remark(Tone.Attention, partWords(one))
    }
    Paragraph(words(R.string.check_damage_do))
    SideButton(words(R.string.backup_restore)) { act(CheckAction.Restore) }
}

@Composable
private fun ColumnScope.Heads(heads: List<String>) {
    Heading(words(R.string.check_head))
    Aside(words(R.string.check_head_why))
    Card {
        for (head in heads) {
            Text(
                head,
                Modifier.padding(horizontal = Sizes.edge, vertical = Sizes.apart),
                style = Type.code,
                color = roles.text,
            )
        }
    }
}
