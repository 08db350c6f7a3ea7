package org.healthdiary.ui.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.onClick
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.NumberPad
import org.healthdiary.ui.parts.PadKey
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.TimeChooser
import org.healthdiary.ui.parts.typed
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.aloud
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.unitWords
import org.healthdiary.ui.words.words
import java.time.LocalDate
import java.time.LocalDateTime

/** The numbers of a blood pressure, in the order they are typed in. */
enum class PressureField { Top, Bottom, Pulse }

/** A blood pressure that is being typed. */
@Immutable
data class TypeReadingState(
    val today: LocalDate,
    val numbers: Map<PressureField, String> = emptyMap(),
    val typing: PressureField = PressureField.Top,
    /** The unit's name in the core. */
    val unit: String = "mmHg",
    /** None for now. */
    val at: LocalDateTime? = null,
    val choosingTime: Boolean = false,
    val problem: TypingProblem? = null,
    /** Whose diary it goes into, where the household has several people. */
    val person: String? = null,
)

/** What can be done on [TypeReadingScreen]. */
sealed interface TypeReadingAction {
    data object Back : TypeReadingAction

    /** Saves; [confirmed] once somebody was told that it is unusual. */
    data class Save(
        val confirmed: Boolean,
    ) : TypeReadingAction

    data class Set(
        val field: PressureField,
        val digits: String,
    ) : TypeReadingAction

    data class GoTo(
        val field: PressureField,
    ) : TypeReadingAction

    data object ChangeTime : TypeReadingAction

    data class SetTime(
        val at: LocalDateTime,
    ) : TypeReadingAction

    /** Which of two times that look the same. */
    data class Which(
        val second: Boolean,
    ) : TypeReadingAction
}

/** No pressure and no pulse has more digits. */
private const val LONGEST = 3

/** Typing a blood pressure: top, bottom, pulse. */
@Composable
fun TypeReadingScreen(
    state: TypeReadingState,
    act: (TypeReadingAction) -> Unit,
) {
    val confirm = state.problem?.canBeConfirmed == true
    Page(
        title = words(R.string.type_title),
        back = { act(TypeReadingAction.Back) },
        foot = {
            MainButton(words(if (confirm) R.string.type_save_anyway else R.string.common_save)) { act(TypeReadingAction.Save(confirm)) }
        },
    ) {
        Aside(beside(state.person?.let { words(R.string.new_of, it) }, unitWords(state.unit)))
        Numbers(state, act)
        state.problem?.let {
            TypingNotice(it, { at -> act(TypeReadingAction.SetTime(at)) }) { second -> act(TypeReadingAction.Which(second)) }
        }
        if (state.choosingTime) {
            TimeChooser(state.at ?: state.today.atStartOfDay(), state.today) { act(TypeReadingAction.SetTime(it)) }
        } else {
            NumberPad { press(state, it, act) }
            TimeLine(state.at, state.today) { act(TypeReadingAction.ChangeTime) }
        }
    }
}

private fun press(
    state: TypeReadingState,
    key: PadKey,
    act: (TypeReadingAction) -> Unit,
) {
    val next = PressureField.entries.getOrElse(state.typing.ordinal + 1) { PressureField.Top }
    if (key == PadKey.Last) {
        act(TypeReadingAction.GoTo(next))
    } else {
        act(TypeReadingAction.Set(state.typing, typed(state.numbers[state.typing].orEmpty(), key, LONGEST)))
    }
}

/** From this size of text on, the numbers stand below each other. */
private const val LARGE_TEXT = 1.3f

@Composable
private fun Numbers(
    state: TypeReadingState,
    act: (TypeReadingAction) -> Unit,
) {
    if (LocalDensity.current.fontScale >= LARGE_TEXT) {
        Column(verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            for (field in PressureField.entries) Number(field, state, Modifier.fillMaxWidth(), act)
        }
    } else {
        Row(Modifier.height(IntrinsicSize.Max), horizontalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            for (field in PressureField.entries) Number(field, state, Modifier.weight(1f).fillMaxHeight(), act)
        }
    }
}

@Composable
private fun Number(
    field: PressureField,
    state: TypeReadingState,
    modifier: Modifier,
    act: (TypeReadingAction) -> Unit,
) {
    val active = field == state.typing && !state.choosingTime
    val name = words(fieldName(field))
    val digits = state.numbers[field].orEmpty()
    val shown = if (digits.isEmpty()) "" else LocalFormats.current.number(digits)
    val below = words(term(field))
    val said = aloud(name, below, shown.ifEmpty { words(R.string.pad_empty) })
    Surface(
        modifier =
            modifier
                .selectable(selected = active, role = Role.Tab) { act(TypeReadingAction.GoTo(field)) }
                .clearAndSetSemantics {
                    contentDescription = said
                    selected = active
                    role = Role.Tab
                    onClick {
                        act(TypeReadingAction.GoTo(field))
                        true
                    }
                },
        shape = RoundedCornerShape(Sizes.corner),
        color = roles.surface,
        border = BorderStroke(if (active) 3.dp else 1.dp, if (active) roles.primary else roles.grid),
    ) {
        Column(
            Modifier.heightIn(min = Sizes.mainTarget).padding(horizontal = 8.dp, vertical = Sizes.apart),
            verticalArrangement = Arrangement.SpaceBetween,
        ) {
            Text(name, style = Type.small, color = if (active) roles.primary else roles.text)
            Text(shown, style = Type.enteredNumber, color = roles.text, maxLines = 1, softWrap = false)
            Text(below, style = Type.axis, color = roles.secondary)
        }
    }
}

internal fun fieldName(field: PressureField): Int =
    when (field) {
        PressureField.Top -> R.string.type_top
        PressureField.Bottom -> R.string.type_bottom
        PressureField.Pulse -> R.string.type_pulse
    }

private fun term(field: PressureField): Int =
    when (field) {
        PressureField.Top -> R.string.type_top_term
        PressureField.Bottom -> R.string.type_bottom_term
        PressureField.Pulse -> R.string.type_pulse_term
    }
