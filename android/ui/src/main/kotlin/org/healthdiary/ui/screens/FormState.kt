package org.healthdiary.ui.screens

import androidx.compose.runtime.Immutable
import java.time.LocalDate
import java.time.LocalDateTime

/** An entry of any kind that is being written down, or changed; its fields are those of the kind's description. */
@Immutable
data class FormState(
    val today: LocalDate,
    val kind: ShownKind,
    val fields: List<FormField>,
    /** None for now. */
    val at: LocalDateTime? = null,
    val choosingTime: Boolean = false,
    val note: String = "",
    /** Short words to find it by, with commas. */
    val tags: String = "",
    /** Why it is changed; none where it is new. */
    val reason: String? = null,
    /** Nothing is filled in. */
    val empty: Boolean = false,
    /** What is wrong with the time, or with storing. */
    val problem: TypingProblem? = null,
    /** Whose diary it goes into, where the household has several people. */
    val person: String? = null,
    /** Where a questionnaire comes from. */
    val source: String? = null,
) {
    /** Whether it is saved once somebody says that it is so. */
    val canBeConfirmed: Boolean
        get() {
            val problems = fields.mapNotNull(FormField::problem)
            val confirm = problems.isNotEmpty() || problem?.canBeConfirmed == true
            return confirm && problems.all { it == FieldProblem.Unusual } && problem?.canBeConfirmed != false
        }
}

/** A field with what was filled in so far. */
@Immutable
data class FormField(
    /** The field's name in the core, or what a person called it. */
    val name: String,
    val shape: FieldShape,
    val required: Boolean = false,
    val text: String = "",
    /** The unit's name in the core, of those that the field takes. */
    val unit: String? = null,
    val chosen: Set<String> = emptySet(),
    val time: LocalDateTime? = null,
    val problem: FieldProblem? = null,
)

/** What a field takes. */
@Immutable
sealed interface FieldShape {
    data class Number(
        val units: List<String>,
    ) : FieldShape

    data class Text(
        val lines: Int = 1,
    ) : FieldShape

    /** One of these names in the core. */
    data class Choice(
        val choices: List<String>,
    ) : FieldShape

    /** Any of these names in the core. */
    data class Choices(
        val choices: List<String>,
    ) : FieldShape

    data object Time : FieldShape
}

/** What is wrong with a field. */
@Immutable
sealed interface FieldProblem {
    data object Missing : FieldProblem

    data class Impossible(
        val lowest: String,
        val highest: String,
    ) : FieldProblem

    /** Kept if somebody says that it is so. */
    data object Unusual : FieldProblem

    data object NotANumber : FieldProblem

    data object TooLong : FieldProblem

    data object Backwards : FieldProblem
}

/** What can be done on [FormScreen]. */
sealed interface FormAction {
    data object Back : FormAction

    data class Save(
        val confirmed: Boolean,
    ) : FormAction

    /** A field as it is now. */
    data class Fill(
        val field: FormField,
    ) : FormAction

    data class Note(
        val note: String,
    ) : FormAction

    data class Tags(
        val tags: String,
    ) : FormAction

    data class Reason(
        val reason: String,
    ) : FormAction

    data object ChangeTime : FormAction

    data class SetTime(
        val at: LocalDateTime,
    ) : FormAction

    /** Which of two times that look the same. */
    data class Which(
        val second: Boolean,
    ) : FormAction
}
