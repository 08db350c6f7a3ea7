package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.AddAnythingScreen
import org.healthdiary.ui.screens.AddAnythingState
import org.healthdiary.ui.screens.FieldProblem
import org.healthdiary.ui.screens.FieldShape
import org.healthdiary.ui.screens.FormField
import org.healthdiary.ui.screens.FormScreen
import org.healthdiary.ui.screens.FormState
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.screens.TypingProblem

private val kinds =
    listOf("blood-pressure", "oximetry", "pulse", "temperature", "glucose", "weight", "medicine", "symptom", "mood", "sleep", "note")
        .map { ShownKind(it) }

private val addAnything = AddAnythingState(used = kinds.take(3), all = kinds)

private val glucose =
    FormState(
        Samples.today,
        ShownKind("glucose"),
        listOf(
            FormField("glucose", FieldShape.Number(listOf("mmol/L", "mg/dL")), required = true, text = "5.6", unit = "mmol/L"),
            FormField("meal", FieldShape.Choice(listOf("fasting", "before-meal", "after-meal", "bedtime")), chosen = setOf("fasting")),
        ),
    )
private val sleep =
    FormState(
        Samples.today,
        ShownKind("sleep"),
        listOf(
            FormField("asleep", FieldShape.Time, time = Samples.today.atTime(6, 10)),
            FormField("awake", FieldShape.Time, time = Samples.today.atTime(5, 10), problem = FieldProblem.Backwards),
            FormField("wakings", FieldShape.Number(listOf("")), text = "two", problem = FieldProblem.NotANumber),
        ),
    )
private val mood =
    FormState(
        Samples.today,
        ShownKind("mood"),
        listOf(
            FormField("mood", FieldShape.Choice(listOf("very-low", "low", "middling", "good", "very-good")), required = true),
            FormField("feelings", FieldShape.Choices(listOf("calm", "tired", "anxious")), chosen = setOf("tired")),
        ),
    )
private val answers = listOf("at-no-time", "some", "less-than-half", "more-than-half", "most", "all")
private val who5 =
    FormState(
        Samples.today,
        ShownKind("who-5"),
        List(5) { FormField("who5-${it + 1}", FieldShape.Choice(answers), required = true, chosen = setOf("most")) },
        source = "World Health Organization, Five Well-Being Index (WHO-5), 1998",
    )
private val night = Samples.today.withMonth(3).withDayOfMonth(29).atTime(1, 30)

internal val formPreviews: List<Preview> =
    listOf(
        Preview("add-anything") { act -> AddAnythingScreen(addAnything, act) },
        Preview("add-anything-own-kind") { act -> AddAnythingScreen(addAnything.copy(own = listOf(ShownKind("7", "Tremor"))), act) },
    ) +
        listOf(
            "form" to glucose,
            "form-impossible" to
                glucose.copy(fields = glucose.fields.map { if (it.required) it.copy(text = "560", problem = impossible) else it }),
            "form-unusual" to
                glucose.copy(fields = glucose.fields.map { if (it.required) it.copy(text = "26", problem = FieldProblem.Unusual) else it }),
            "form-changing" to glucose.copy(reason = "Misread the display", at = Samples.today.atTime(7, 15), person = Samples.ana.name),
            "form-times" to sleep,
            "form-choices" to
                mood.copy(fields = mood.fields.map { if (it.required) it.copy(problem = FieldProblem.Missing) else it }),
            "form-empty" to mood.copy(empty = true),
            "form-tags" to mood.copy(tags = "Tremor", problem = TypingProblem.BadTags),
            "form-note-too-long" to mood.copy(note = "Tremor", problem = TypingProblem.NoteTooLong),
            "form-mixed-units" to glucose.copy(problem = TypingProblem.MixedUnits),
            "form-mean" to glucose.copy(problem = TypingProblem.MeanOutside),
            "form-too-long" to
                FormState(
                    Samples.today,
                    ShownKind("note"),
                    listOf(FormField("text", FieldShape.Text(lines = 4), text = "A long note", problem = FieldProblem.TooLong)),
                ),
            "form-questionnaire" to who5,
            "form-never-was" to
                mood.copy(
                    at = night,
                    problem = TypingProblem.NeverWas(night, before = night.minusMinutes(31), after = night.plusMinutes(30)),
                ),
            "form-own-kind" to
                FormState(
                    Samples.today,
                    ShownKind("7", "Tremor"),
                    listOf(
                        FormField("strength", FieldShape.Number(listOf("")), text = "6"),
                        FormField("minutes", FieldShape.Number(listOf("min")), text = "20"),
                    ),
                ),
        ).map { (name, state) -> Preview(name) { act -> FormScreen(state, act) } }

private val impossible: FieldProblem get() = FieldProblem.Impossible("0.6", "55.5")
