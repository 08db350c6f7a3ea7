package org.healthdiary.ui.words

import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import org.healthdiary.ui.state.Content

/** The units that numbers are shown in, where a person has chosen one; every other number is shown as it was recorded. */
@Immutable
class Units(
    /** By the unit that a number was recorded in; names as in the core. */
    private val chosen: Map<String, String> = emptyMap(),
    private val convert: Convert = Convert { _, _, _, _ -> null },
) {
    /** Digits in another unit, with so many decimals; none where they cannot be. */
    fun interface Convert {
        fun convert(
            digits: String,
            unit: String,
            to: String,
            decimals: Int,
        ): String?
    }

    /** A number as it is shown. */
    fun of(number: Content.Number): Content.Number {
        val digits = number.digits
        val unit = chosen[number.unit]?.takeIf { it != number.unit }
        return if (digits == null || unit == null) {
            number
        } else {
            convert.convert(digits, number.unit, unit, decimals[unit] ?: 1)?.let { Content.Number(it, unit) } ?: number
        }
    }

    private companion object {
        /** As fine as people's own devices show it; a tenth in all others. */
        val decimals = mapOf("mg/dL" to 0, "st" to 2)
    }
}

/** The units that numbers are shown in. */
val LocalUnits = staticCompositionLocalOf { Units() }
