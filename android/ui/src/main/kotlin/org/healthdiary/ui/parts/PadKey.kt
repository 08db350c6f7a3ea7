package org.healthdiary.ui.parts

/** What a key of the pad does. */
internal sealed interface PadKey {
    data class Digit(
        val digit: Int,
    ) : PadKey

    data object Delete : PadKey

    /** To the next number; or the decimal mark, where there is one. */
    data object Last : PadKey
}

/** The digits a number consists of so far, after a key; never longer than [longest]. */
internal fun typed(
    sofar: String,
    key: PadKey,
    longest: Int,
): String =
    when (key) {
        is PadKey.Digit -> if (sofar.length < longest) (sofar + key.digit).trimStart('0') else sofar
        PadKey.Delete -> sofar.dropLast(1)
        PadKey.Last -> sofar
    }
