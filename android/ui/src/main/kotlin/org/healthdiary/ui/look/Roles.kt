package org.healthdiary.ui.look

import androidx.compose.runtime.Immutable
import androidx.compose.ui.graphics.Color

/**
 * The colours by what they are for.
 *
 * Text has a contrast of at least 4.5 on [background] and [surface], graphics of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11).
 * No meaning rests on a colour alone.
 */
@Immutable
data class Roles(
    val dark: Boolean,
    val background: Color,
    val surface: Color,
    val text: Color,
    val secondary: Color,
    val primary: Color,
    val onPrimary: Color,
    /** Worth a look, when there is time. */
    val attention: Color,
    /** Needs doing now. */
    val error: Color,
    val fine: Color,
    val systolic: Color,
    val diastolic: Color,
    val pulse: Color,
    val oxygen: Color,
    /** Lines of charts, and borders. */
    val grid: Color,
)

/** For a light theme. */
val LightRoles =
    Roles(
        dark = false,
        background = Color(0xFFFBFAF7),
        surface = Color(0xFFFFFFFF),
        text = Color(0xFF1B1F23),
        secondary = Color(0xFF4A545C),
        primary = Color(0xFF0B5C6B),
        onPrimary = Color(0xFFFFFFFF),
        attention = Color(0xFF8A4B00),
        error = Color(0xFFA4161A),
        fine = Color(0xFF1E6B3A),
        systolic = Color(0xFF0063A3),
        diastolic = Color(0xFFB84300),
        pulse = Color(0xFF00704F),
        oxygen = Color(0xFF7A3E9D),
        grid = Color(0xFF899299),
    )

/** For a dark theme. */
val DarkRoles =
    Roles(
        dark = true,
        background = Color(0xFF101417),
        surface = Color(0xFF1A2025),
        text = Color(0xFFE8ECEF),
        secondary = Color(0xFFB3BEC6),
        primary = Color(0xFF7FD0DE),
        onPrimary = Color(0xFF003640),
        attention = Color(0xFFFFC069),
        error = Color(0xFFFF9C9C),
        fine = Color(0xFF8FD6A8),
        systolic = Color(0xFF6CB8EE),
        diastolic = Color(0xFFFF9E66),
        pulse = Color(0xFF4FD1A5),
        oxygen = Color(0xFFD2A6EE),
        grid = Color(0xFF5F6B74),
    )
