package org.healthdiary.app

import org.healthdiary.bridge.Doubt
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryField
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Takes
import org.healthdiary.ui.screens.FieldProblem
import org.healthdiary.ui.screens.FieldShape
import org.healthdiary.ui.screens.FormField
import org.healthdiary.ui.screens.FormState
import org.healthdiary.ui.screens.ShownKind
import java.text.DecimalFormatSymbols
import java.time.LocalDateTime
import java.time.format.DateTimeParseException
import java.util.Locale

/*
 * Between the fields of a form and what the diary takes.
 */

/** The name of all kinds that people made. */
internal const val OWN_KINDS = "own"
private const val PAGES = 4

/** The kind behind a line of a list. */
internal fun kindOf(shown: ShownKind): EntryKind =
    if (shown.ownName == null) EntryKind(shown.kind) else EntryKind(OWN_KINDS, own = shown.kind, ownName = shown.ownName)

/** A kind as lists show it. */
internal fun shownKind(kind: EntryKind): ShownKind = ShownKind(kind.own ?: kind.name, kind.ownName)

/** An empty field. */
internal fun formField(field: EntryField): FormField {
    val shape =
        when (val takes = field.takes) {
            is Takes.Number -> FieldShape.Number(takes.units)
            is Takes.Words -> FieldShape.Text(if (takes.long) PAGES else 1)
            is Takes.One -> FieldShape.Choice(takes.choices)
            is Takes.Several -> FieldShape.Choices(takes.choices)
            Takes.Time -> FieldShape.Time
        }
    return FormField(field.name, shape, field.required)
}

/** The fields with what an entry says. */
internal fun filled(
    fields: List<FormField>,
    draft: Draft,
): List<FormField> {
    val values = draft.values.associateBy { it.field }
    return fields.map { field -> values[field.name]?.let { filled(field, it) } ?: field }
}

private fun filled(
    field: FormField,
    value: DraftedValue,
): FormField =
    when (field.shape) {
        is FieldShape.Number -> field.copy(text = value.text.replace('.', decimalSign()), unit = value.unit)
        is FieldShape.Text -> field.copy(text = value.text)
        is FieldShape.Choice, is FieldShape.Choices -> field.copy(chosen = value.text.split(',').toSet())
        FieldShape.Time -> field.copy(time = timeOf(value.text))
    }

/** A time as the saved form and the diary have it. */
internal fun timeOf(text: String): LocalDateTime? =
    try {
        LocalDateTime.parse(text)
    } catch (_: DateTimeParseException) {
        null
    }

/** What was filled in; none where nothing was. */
internal fun drafted(field: FormField): DraftedValue? =
    when (val shape = field.shape) {
        is FieldShape.Number -> digits(field.text)?.let { DraftedValue(field.name, it, field.unit ?: shape.units.firstOrNull()) }
        is FieldShape.Text -> field.text.takeIf(String::isNotBlank)?.let { DraftedValue(field.name, it) }
        is FieldShape.Choice -> chosen(field, shape.choices)
        is FieldShape.Choices -> chosen(field, shape.choices)
        FieldShape.Time -> field.time?.let { DraftedValue(field.name, it.toString()) }
    }

/** In the order of the choices, whatever order they were ticked in. */
private fun chosen(
    field: FormField,
    choices: List<String>,
): DraftedValue? =
    field.chosen.takeIf { it.isNotEmpty() }?.let { chosen ->
        DraftedValue(field.name, choices.filter(chosen::contains).joinToString(","))
    }

/** Whether what was typed into a field for numbers is one, or nothing. */
internal fun isNumber(field: FormField): Boolean = field.shape !is FieldShape.Number || field.text.isBlank() || digits(field.text) != null

private val plain = Regex("-?\\d+(\\.\\d+)?|-?\\.\\d+")

/** What could be meant as thousands: nobody guesses which. */
private val thousands = Regex("\\d{1,3}(\\.\\d{3})+")

/** Digits with a dot, of a number as it is typed here; none where it is none, or could be two. */
internal fun digits(typed: String): String? {
    val text = typed.trim()
    val sign = decimalSign()
    if (sign != '.' && thousands.matches(text)) return null
    return text.replace(sign, '.').takeIf(plain::matches)?.let { if (it.startsWith(".")) "0$it" else it }
}

private fun decimalSign(): Char = DecimalFormatSymbols.getInstance(Locale.getDefault()).decimalSeparator

/** The form with what the diary doubts beside the fields that it is about. */
internal fun doubted(
    state: FormState,
    doubts: List<Doubt>,
): FormState {
    // What cannot be is said first: only when it is right is anything confirmed.
    val said = doubts.filter { it.refuses }.ifEmpty { doubts }
    val late = state.fields.lastOrNull { it.time != null } ?: state.fields.lastOrNull { it.text.isNotBlank() }
    val ofField =
        said.mapNotNull { doubt ->
            val field = if (doubt.what == "backwards") late?.name else doubt.field?.takeIf { name -> state.fields.any { it.name == name } }
            val problem = fieldProblem(doubt)
            if (field == null || problem == null) null else Triple(doubt, field, problem)
        }
    val ofWhole = said - ofField.map { it.first }.toSet()
    return state.copy(
        fields = state.fields.map { field -> field.copy(problem = ofField.firstOrNull { it.second == field.name }?.third) },
        empty = ofWhole.any { it.what == "empty" },
        problem = ofWhole.firstOrNull { it.what != "empty" }?.let(::ofWhole),
    )
}

private fun fieldProblem(doubt: Doubt): FieldProblem? =
    when (doubt.what) {
        "missing" -> FieldProblem.Missing
        "impossible" -> FieldProblem.Impossible(doubt.lowest.orEmpty(), doubt.highest.orEmpty())
        "unusual" -> FieldProblem.Unusual
        "too-long" -> FieldProblem.TooLong
        "backwards" -> FieldProblem.Backwards
        else -> null
    }
