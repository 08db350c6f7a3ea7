package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.text.input.KeyboardType
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.TickLine
import org.healthdiary.ui.parts.TimeChooser
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.asTitle
import org.healthdiary.ui.words.choiceWords
import org.healthdiary.ui.words.fieldWords
import org.healthdiary.ui.words.kindWords
import org.healthdiary.ui.words.unitWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** An entry of any kind, by the fields of its description. */
@Composable
fun FormScreen(
    state: FormState,
    act: (FormAction) -> Unit,
) {
    val name = kindWords(state.kind.kind, state.kind.ownName)
    val confirm = state.canBeConfirmed
    Page(
        title = if (state.reason == null) name else words(R.string.form_change_title, name),
        back = { act(FormAction.Back) },
        foot = {
            MainButton(words(if (confirm) R.string.type_save_anyway else R.string.common_save)) { act(FormAction.Save(confirm)) }
        },
    ) {
        state.person?.let { Aside(words(R.string.new_of, it)) }
        asks(state.kind.kind)?.let { Paragraph(words(it)) }
        if (state.empty) Notice(Tone.Attention, words(R.string.form_empty))
        state.problem?.let { TypingNotice(it, { at -> act(FormAction.SetTime(at)) }) { second -> act(FormAction.Which(second)) } }
        for (field in state.fields) Field(field, state.today) { act(FormAction.Fill(it)) }
        if (state.choosingTime) {
            TimeChooser(state.at ?: state.today.atStartOfDay(), state.today) { act(FormAction.SetTime(it)) }
        } else {
            TimeLine(state.at, state.today) { act(FormAction.ChangeTime) }
        }
        TextLine(words(R.string.form_note), state.note, lines = 2) { act(FormAction.Note(it)) }
        TextLine(words(R.string.form_tags), state.tags, keys = KeyboardOptions.Default) { act(FormAction.Tags(it)) }
        state.reason?.let { reason -> TextLine(words(R.string.form_why), reason) { act(FormAction.Reason(it)) } }
        state.source?.let { Aside(words(R.string.form_source, it)) }
    }
}

private fun asks(kind: String): Int? =
    when (kind) {
        "who-5" -> R.string.form_asks_two_weeks
        "phq-9", "gad-7" -> R.string.form_asks_bothered
        else -> null
    }

@Composable
private fun Field(
    field: FormField,
    today: LocalDate,
    fill: (FormField) -> Unit,
) {
    val plain = asTitle(fieldWords(field.name))
    val name = if (field.required) words(R.string.form_required, plain) else plain
    when (val shape = field.shape) {
        is FieldShape.Number -> {
            NumberField(field, shape, name, plain, fill)
        }

        is FieldShape.Text -> {
            TextLine(name, field.text, wrong = field.problem?.let { problemWords(it) }, lines = shape.lines) { fill(field.copy(text = it)) }
        }

        is FieldShape.Choice -> {
            Chosen(field, name) { OneOf(field, shape, fill) }
        }

        is FieldShape.Choices -> {
            Chosen(field, name) {
                for (choice in shape.choices) {
                    TickLine(asTitle(choiceWords(field.name, choice)), choice in field.chosen) { ticked ->
                        fill(field.copy(chosen = if (ticked) field.chosen + choice else field.chosen - choice))
                    }
                }
            }
        }

        FieldShape.Time -> {
            TimeField(field, name, today, fill)
        }
    }
}

@Composable
private fun NumberField(
    field: FormField,
    shape: FieldShape.Number,
    name: String,
    plain: String,
    fill: (FormField) -> Unit,
) {
    val unit = unitWords(field.unit ?: shape.units.firstOrNull().orEmpty())
    val label = if (unit.isEmpty()) name else words(R.string.chart_other, name, unit)
    val unusual = field.problem == FieldProblem.Unusual
    Column {
        TextLine(
            label,
            field.text,
            wrong = field.problem?.takeUnless { unusual }?.let { problemWords(it) },
            keys = KeyboardOptions(keyboardType = KeyboardType.Decimal),
        ) { fill(field.copy(text = it)) }
        if (unusual) Remark(Tone.Attention, words(R.string.form_unusual))
        if (shape.units.size > 1) {
            Aside(words(R.string.form_unit, plain))
            ChooseOne(shape.units, field.unit ?: shape.units.first(), { fill(field.copy(unit = it)) }) { unitWords(it) }
        }
    }
}

/** Choices under their heading. */
@Composable
private fun Chosen(
    field: FormField,
    name: String,
    choices: @Composable () -> Unit,
) {
    Heading(name)
    field.problem?.let { Remark(Tone.Error, problemWords(it)) }
    Card { choices() }
}

@Composable
private fun OneOf(
    field: FormField,
    shape: FieldShape.Choice,
    fill: (FormField) -> Unit,
) {
    val choices = if (field.required) shape.choices else shape.choices + NOT_SAID
    ChooseOne(choices, field.chosen.firstOrNull() ?: NOT_SAID, { fill(field.copy(chosen = setOf(it) - NOT_SAID)) }) {
        if (it == NOT_SAID) words(R.string.form_not_said) else asTitle(choiceWords(field.name, it))
    }
}

/** No choice has this name. */
private const val NOT_SAID = ""

@Composable
private fun TimeField(
    field: FormField,
    name: String,
    today: LocalDate,
    fill: (FormField) -> Unit,
) {
    val time = field.time
    if (time == null) {
        SideButton(words(R.string.form_set_time, name)) { fill(field.copy(time = today.atStartOfDay())) }
        return
    }
    Heading(name)
    field.problem?.let { Remark(Tone.Error, problemWords(it)) }
    TimeChooser(time, today) { fill(field.copy(time = it)) }
}

@Composable
private fun problemWords(problem: FieldProblem): String {
    val formats = LocalFormats.current
    return when (problem) {
        FieldProblem.Missing -> words(R.string.form_missing)
        is FieldProblem.Impossible -> words(R.string.form_impossible, formats.number(problem.lowest), formats.number(problem.highest))
        FieldProblem.Unusual -> words(R.string.form_unusual)
        FieldProblem.NotANumber -> words(R.string.form_not_a_number)
        FieldProblem.TooLong -> words(R.string.form_too_long)
        FieldProblem.Backwards -> words(R.string.form_backwards)
    }
}
