package org.healthdiary.ui.parts

import androidx.annotation.StringRes
import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import org.healthdiary.ui.R
import org.healthdiary.ui.look.roles

/** How much a notice wants: never told by colour alone, but by its sign and what is read aloud too. */
internal enum class Tone(
    val icon: ImageVector,
    @get:StringRes val spoken: Int?,
) {
    /** Something to know. */
    Calm(Icons.Calm, null),

    /** All is well. */
    Fine(Icons.Check, R.string.common_fine),

    /** Worth a look. */
    Attention(Icons.Attention, R.string.common_attention),

    /** Needs doing now. */
    Error(Icons.Error, R.string.common_error),
}

@Composable
internal fun Tone.color(): Color =
    when (this) {
        Tone.Calm -> roles.secondary
        Tone.Fine -> roles.fine
        Tone.Attention -> roles.attention
        Tone.Error -> roles.error
    }
