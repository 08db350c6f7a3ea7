package org.healthdiary.app

import org.healthdiary.bridge.Doubt
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.TypingProblem
import org.junit.Assert.assertEquals
import org.junit.Test

/** Whatever the diary says of something typed, somebody is told. */
class DoubtsTest {
    @Test
    fun `each trouble has a line, and those that somebody can do something about have their own`() {
        val own =
            mapOf(
                Trouble.NO_SPACE to TypingProblem.NoSpace,
                Trouble.IN_USE to TypingProblem.InUse,
                Trouble.INVALID to TypingProblem.NotTaken,
            )
        val damaged = listOf(Trouble.DAMAGED, Trouble.MISSING, Trouble.NO_DIARY).associateWith { TypingProblem.Damaged }
        val expected = own + damaged + (Trouble.DOUBTFUL to TypingProblem.Future)
        for (trouble in Trouble.entries) assertEquals("$trouble", expected[trouble] ?: TypingProblem.Failed, typingProblem(trouble))
    }

    @Test
    fun `each doubt has a line, also one that only a newer core has`() {
        val whole =
            mapOf(
                "swapped" to TypingProblem.Swapped,
                "close-together" to TypingProblem.CloseTogether,
                "mean-outside" to TypingProblem.MeanOutside,
                "mixed-units" to TypingProblem.MixedUnits,
                "future" to TypingProblem.Future,
                "bad-tags" to TypingProblem.BadTags,
                "too-long" to TypingProblem.NoteTooLong,
                "wrong-form" to TypingProblem.NotTaken,
                "of-a-newer-core" to TypingProblem.NotTaken,
            )
        for ((what, problem) in whole) assertEquals(what, problem, typingProblem(Doubt(what, null, true, null, null)))
    }

    @Test
    fun `digits are read as they are typed here, and what could be thousands is asked about`() {
        assertEquals("5.6", digits(" 5.6 "))
        assertEquals("0.5", digits(".5"))
        for (none in listOf("5,6", "1,000", "a lot", "5.6.7", "")) assertEquals(none, null, digits(none))
    }
}
