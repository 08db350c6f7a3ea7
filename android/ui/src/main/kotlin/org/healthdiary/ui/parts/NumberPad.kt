package org.healthdiary.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Icon
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words

/** Large keys with digits, in the order of a telephone; the same in every direction of writing. */
@Composable
internal fun NumberPad(press: (PadKey) -> Unit) {
    CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
        Column(verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            for (row in listOf(listOf(1, 2, 3), listOf(4, 5, 6), listOf(7, 8, 9))) {
                Row(horizontalArrangement = Arrangement.spacedBy(Sizes.apart)) {
                    for (digit in row) DigitKey(digit, Modifier.weight(1f), press)
                }
            }
            Row(horizontalArrangement = Arrangement.spacedBy(Sizes.apart)) {
                val delete = words(R.string.pad_digit_delete)
                Key(Modifier.weight(1f), { press(PadKey.Delete) }, delete) {
                    Icon(Icons.Delete, contentDescription = null, tint = roles.text)
                }
                DigitKey(0, Modifier.weight(1f), press)
                Key(Modifier.weight(1f), { press(PadKey.Last) }) {
                    Text(words(R.string.pad_next), style = Type.button, color = roles.primary)
                }
            }
        }
    }
}

@Composable
private fun DigitKey(
    digit: Int,
    modifier: Modifier,
    press: (PadKey) -> Unit,
) {
    Key(modifier, { press(PadKey.Digit(digit)) }) {
        Text(LocalFormats.current.number(digit), style = Type.smallNumber, color = roles.text)
    }
}

@Composable
private fun Key(
    modifier: Modifier,
    press: () -> Unit,
    spoken: String? = null,
    content: @Composable () -> Unit,
) {
    Surface(
        onClick = press,
        modifier =
            modifier.heightIn(min = Sizes.mainTarget).semantics {
                role = Role.Button
                if (spoken != null) contentDescription = spoken
            },
        shape = RoundedCornerShape(Sizes.corner),
        color = roles.surface,
        border = BorderStroke(1.dp, roles.grid),
    ) {
        Box(contentAlignment = Alignment.Center) { content() }
    }
}
