package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.dayWords
import org.healthdiary.ui.words.words
import java.time.LocalDate
import java.time.LocalDateTime

/** Why it is not saved yet. */
@Immutable
sealed interface TypingProblem {
    data class Missing(
        val field: PressureField,
    ) : TypingProblem

    /** It cannot be so. Limits as the core has them. */
    data class Impossible(
        val field: PressureField,
        val lowest: String,
        val highest: String,
    ) : TypingProblem

    /** Rare, and kept if somebody says that it is so. */
    data class Unusual(
        val field: PressureField,
    ) : TypingProblem

    data object Swapped : TypingProblem

    /** Rare, and kept if somebody says that it is so. */
    data object CloseTogether : TypingProblem

    data object Future : TypingProblem

    /** The clocks went forward over it. */
    data class NeverWas(
        val said: LocalDateTime,
        val before: LocalDateTime,
        val after: LocalDateTime,
    ) : TypingProblem

    /** The clocks went back over it. */
    data class CameTwice(
        val said: LocalDateTime,
        val second: Boolean? = null,
    ) : TypingProblem

    data object NoSpace : TypingProblem

    /** Rare, and kept if somebody says that it is so. */
    data object MeanOutside : TypingProblem

    data object MixedUnits : TypingProblem

    data object NoteTooLong : TypingProblem

    data object BadTags : TypingProblem

    /** The diary does not take it as it is. */
    data object NotTaken : TypingProblem

    /** Another program has the diary open. */
    data object InUse : TypingProblem

    /** Something on the phone is damaged: nothing was changed. */
    data object Damaged : TypingProblem

    /** The phone did not store it. */
    data object Failed : TypingProblem

    /** Whether it is saved once somebody says that it is so. */
    val canBeConfirmed: Boolean get() = this is Unusual || this is CloseTogether || this is MeanOutside
}

/** The time of what is being typed, and another one. */
@Composable
internal fun TimeLine(
    at: LocalDateTime?,
    today: LocalDate,
    change: () -> Unit,
) {
    val formats = LocalFormats.current
    val time =
        if (at == null) {
            words(R.string.type_now)
        } else {
            words(R.string.moment_at, dayWords(at.toLocalDate(), today), formats.time(at.toLocalTime()))
        }
    Aside(words(R.string.common_pair, words(R.string.type_when), time))
    SideButton(words(R.string.type_change_time), act = change)
}

/** Why it is not saved yet, and what would help. */
@Composable
internal fun ColumnScope.TypingNotice(
    problem: TypingProblem,
    setTime: (LocalDateTime) -> Unit,
    which: (Boolean) -> Unit,
) {
    when (problem) {
        is TypingProblem.NeverWas -> NeverWas(problem, setTime)
        is TypingProblem.CameTwice -> CameTwice(problem, which)
        else -> Notice(if (problem.canBeConfirmed || problem == TypingProblem.Future) Tone.Attention else Tone.Error, problemWords(problem))
    }
}

@Composable
private fun problemWords(problem: TypingProblem): String {
    val formats = LocalFormats.current
    return when (problem) {
        is TypingProblem.Missing -> {
            words(R.string.type_missing, words(fieldName(problem.field)))
        }

        is TypingProblem.Impossible -> {
            words(
                R.string.type_impossible,
                words(fieldName(problem.field)),
                formats.number(problem.lowest),
                formats.number(problem.highest),
            )
        }

        is TypingProblem.Unusual -> {
            words(R.string.type_unusual, words(fieldName(problem.field)))
        }

        is TypingProblem.NeverWas -> {
            words(R.string.type_skipped, formats.time(problem.said.toLocalTime()))
        }

        is TypingProblem.CameTwice -> {
            words(R.string.type_twice, formats.time(problem.said.toLocalTime()))
        }

        else -> {
            words(plainWords(problem))
        }
    }
}

/** The words of what has nothing to be put into them. */
private fun plainWords(problem: TypingProblem): Int =
    when (problem) {
        TypingProblem.Swapped -> R.string.type_swapped
        TypingProblem.CloseTogether -> R.string.type_close
        TypingProblem.Future -> R.string.type_future
        TypingProblem.NoSpace -> R.string.type_no_space
        TypingProblem.MeanOutside -> R.string.type_mean_outside
        TypingProblem.MixedUnits -> R.string.type_mixed_units
        TypingProblem.NoteTooLong -> R.string.type_note_too_long
        TypingProblem.BadTags -> R.string.type_bad_tags
        TypingProblem.InUse -> R.string.type_in_use
        TypingProblem.Damaged -> R.string.type_damaged
        TypingProblem.Failed -> R.string.type_failed
        else -> R.string.type_not_taken
    }

@Composable
private fun ColumnScope.NeverWas(
    problem: TypingProblem.NeverWas,
    setTime: (LocalDateTime) -> Unit,
) {
    val formats = LocalFormats.current
    Notice(Tone.Attention, problemWords(problem))
    Card {
        ChooseOne(listOf(problem.before, problem.after), null, setTime) { formats.time(it.toLocalTime()) }
    }
}

@Composable
private fun ColumnScope.CameTwice(
    problem: TypingProblem.CameTwice,
    which: (Boolean) -> Unit,
) {
    val time = LocalFormats.current.time(problem.said.toLocalTime())
    Notice(Tone.Attention, problemWords(problem))
    Card {
        ChooseOne(listOf(false, true), problem.second, which) { second ->
            words(if (second) R.string.type_twice_second else R.string.type_twice_first, time)
        }
    }
}
