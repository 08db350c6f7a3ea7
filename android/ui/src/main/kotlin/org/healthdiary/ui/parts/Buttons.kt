package org.healthdiary.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles

private val shape = RoundedCornerShape(Sizes.corner)
private val inside = PaddingValues(horizontal = 16.dp, vertical = 8.dp)

/** The one main action of a screen. */
@Composable
internal fun MainButton(
    words: String,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    act: () -> Unit,
) {
    Button(
        onClick = act,
        modifier = modifier.fillMaxWidth().heightIn(min = Sizes.mainTarget),
        enabled = enabled,
        shape = shape,
        contentPadding = inside,
        colors =
            ButtonDefaults.buttonColors(
                containerColor = roles.primary,
                contentColor = roles.onPrimary,
                disabledContainerColor = roles.surface,
                disabledContentColor = roles.secondary,
            ),
        border = if (enabled) null else BorderStroke(1.dp, roles.grid),
    ) {
        Text(words, style = Type.button, textAlign = TextAlign.Center)
    }
}

/** Another thing that can be done. */
@Composable
internal fun SideButton(
    words: String,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    act: () -> Unit,
) {
    OutlinedButton(
        onClick = act,
        modifier = modifier.heightIn(min = Sizes.target),
        enabled = enabled,
        shape = shape,
        contentPadding = inside,
        border = BorderStroke(1.dp, roles.grid),
        colors = ButtonDefaults.outlinedButtonColors(contentColor = roles.primary, disabledContentColor = roles.secondary),
    ) {
        Text(words, style = Type.button, textAlign = TextAlign.Center)
    }
}

/** A thing that can be done, as words alone. */
@Composable
internal fun WordButton(
    words: String,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    act: () -> Unit,
) {
    TextButton(
        onClick = act,
        modifier = modifier.defaultMinSize(minHeight = Sizes.target, minWidth = Sizes.target),
        enabled = enabled,
        shape = shape,
        colors = ButtonDefaults.textButtonColors(contentColor = roles.primary),
    ) {
        Text(words, style = Type.button, textAlign = TextAlign.Center)
    }
}

/** A sign that can be touched, with [words] that are read aloud. */
@Composable
internal fun SignButton(
    icon: ImageVector,
    words: String,
    act: () -> Unit,
) {
    IconButton(onClick = act, modifier = Modifier.size(Sizes.target)) {
        Box(contentAlignment = Alignment.Center) { Icon(icon, contentDescription = words, tint = roles.text) }
    }
}
