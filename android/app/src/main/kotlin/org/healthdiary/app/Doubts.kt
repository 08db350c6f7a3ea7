package org.healthdiary.app

import org.healthdiary.bridge.Doubt
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.Typed
import org.healthdiary.ui.screens.PressureField
import org.healthdiary.ui.screens.TypingProblem
import java.time.LocalDateTime

/*
 * What the diary says of something typed, as screens show it. Whatever it says, there is a line for it.
 */

/** The fields of a blood pressure under the core's names. */
internal val pressureFields = mapOf(PressureField.Top to "systolic", PressureField.Bottom to "diastolic", PressureField.Pulse to "pulse")

/** A doubt about the whole, or about a field of a blood pressure. */
internal fun typingProblem(doubt: Doubt): TypingProblem {
    val field = pressureFields.entries.firstOrNull { it.value == doubt.field }?.key
    val ofField =
        field?.let {
            when (doubt.what) {
                "impossible" -> TypingProblem.Impossible(it, doubt.lowest.orEmpty(), doubt.highest.orEmpty())
                "unusual" -> TypingProblem.Unusual(it)
                "missing" -> TypingProblem.Missing(it)
                else -> null
            }
        }
    return ofField ?: ofWhole(doubt)
}

/** A doubt about the whole. */
internal fun ofWhole(doubt: Doubt): TypingProblem =
    when (doubt.what) {
        "swapped" -> TypingProblem.Swapped
        "close-together" -> TypingProblem.CloseTogether
        "mean-outside" -> TypingProblem.MeanOutside
        "mixed-units" -> TypingProblem.MixedUnits
        "future" -> TypingProblem.Future
        "bad-tags" -> TypingProblem.BadTags
        "too-long" -> TypingProblem.NoteTooLong
        else -> TypingProblem.NotTaken
    }

/** What a time that was chosen is asked back with; none where it was not the time. */
internal fun timeProblem(
    typed: Typed,
    at: LocalDateTime?,
): TypingProblem? {
    val said = at ?: LocalDateTime.now()
    return when (typed) {
        is Typed.NeverWas -> TypingProblem.NeverWas(said, typed.before, typed.after)
        Typed.CameTwice -> TypingProblem.CameTwice(said)
        is Typed.Kept, is Typed.Asked -> null
    }
}

/** Why something typed could not be stored. */
internal fun typingProblem(trouble: Trouble): TypingProblem =
    when (trouble) {
        Trouble.NO_SPACE -> TypingProblem.NoSpace

        Trouble.IN_USE -> TypingProblem.InUse

        Trouble.DAMAGED, Trouble.MISSING, Trouble.NO_DIARY -> TypingProblem.Damaged

        Trouble.INVALID -> TypingProblem.NotTaken

        // The core asks about nothing that was not asked before, but the time.
        Trouble.DOUBTFUL -> TypingProblem.Future

        else -> TypingProblem.Failed
    }
