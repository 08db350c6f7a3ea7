package org.healthdiary.ui.look

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.rememberFormats

private val LocalRoles = staticCompositionLocalOf { LightRoles }

/** The colours of the theme that a screen is drawn in. */
val roles: Roles
    @Composable @ReadOnlyComposable
    get() = LocalRoles.current

/** What every screen is drawn in: colours, type, and how numbers and dates are written here. */
@Composable
fun DiaryTheme(
    dark: Boolean = isSystemInDarkTheme(),
    content: @Composable () -> Unit,
) {
    val roles = if (dark) DarkRoles else LightRoles
    MaterialTheme(colorScheme = roles.material(), typography = Type.material) {
        CompositionLocalProvider(
            LocalRoles provides roles,
            LocalContentColor provides roles.text,
            LocalTextStyle provides Type.body,
            LocalFormats provides rememberFormats(),
            content = content,
        )
    }
}

private fun Roles.material() =
    (if (dark) darkColorScheme() else lightColorScheme()).copy(
        primary = primary,
        onPrimary = onPrimary,
        secondary = primary,
        onSecondary = onPrimary,
        background = background,
        onBackground = text,
        surface = surface,
        onSurface = text,
        surfaceVariant = surface,
        onSurfaceVariant = secondary,
        surfaceContainer = surface,
        surfaceContainerHigh = surface,
        surfaceContainerHighest = surface,
        error = error,
        onError = background,
        outline = grid,
        outlineVariant = grid,
    )
