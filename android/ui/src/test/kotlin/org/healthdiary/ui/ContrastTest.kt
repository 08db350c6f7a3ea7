package org.healthdiary.ui

import androidx.compose.ui.graphics.Color
import org.healthdiary.ui.look.DarkRoles
import org.healthdiary.ui.look.LightRoles
import org.healthdiary.ui.look.Roles
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import kotlin.math.pow

/** The colours keep the contrasts that people need, by the formula of WCAG 2.2. */
class ContrastTest {
    @Test
    fun `text stands out from what is behind it`() {
        for (roles in both) {
            val texts =
                with(roles) { listOf(text, secondary, primary, attention, error, fine, systolic, diastolic, pulse, oxygen) }
            for (color in texts) for (ground in grounds(roles)) assertAtLeast(TEXT, color, ground)
            assertAtLeast(TEXT, roles.onPrimary, roles.primary)
        }
    }

    @Test
    fun `lines stand out from what is behind them`() {
        for (roles in both) for (ground in grounds(roles)) assertAtLeast(GRAPHICS, roles.grid, ground)
    }

    @Test
    fun `black on white is as the formula's authors say`() {
        assertEquals(21.0, contrast(Color.Black, Color.White), 0.001)
        assertEquals(1.0, contrast(Color.White, Color.White), 0.001)
    }

    private val both = listOf(LightRoles, DarkRoles)

    private fun grounds(roles: Roles) = listOf(roles.background, roles.surface)

    private fun assertAtLeast(
        least: Double,
        color: Color,
        ground: Color,
    ) {
        val found = contrast(color, ground)
        assertTrue("$color on $ground has $found", found >= least)
    }

    private companion object {
        const val TEXT = 4.5
        const val GRAPHICS = 3.0

        fun contrast(
            one: Color,
            other: Color,
        ): Double {
            val (dark, light) = listOf(luminance(one), luminance(other)).sorted()
            return (light + 0.05) / (dark + 0.05)
        }

        fun luminance(color: Color): Double = 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)

        fun linear(part: Float): Double = if (part <= 0.04045f) part / 12.92 else ((part + 0.055) / 1.055).pow(2.4)
    }
}
