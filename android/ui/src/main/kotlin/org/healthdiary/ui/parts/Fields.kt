package org.healthdiary.ui.parts

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.words.words

/** A line, or lines, to type words or a number into. */
@Composable
internal fun TextLine(
    label: String,
    text: String,
    modifier: Modifier = Modifier,
    wrong: String? = null,
    below: String? = null,
    lines: Int = 1,
    keys: KeyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
    hide: Boolean = false,
    set: (String) -> Unit,
) {
    Column(modifier.fillMaxWidth()) {
        // The label stands above, not inside: a floating one is cut by large text.
        Text(label, Modifier.padding(bottom = Sizes.apart / 2), style = Type.strong, color = roles.text)
        OutlinedTextField(
            value = text,
            onValueChange = set,
            modifier =
                Modifier.fillMaxWidth().semantics {
                    contentDescription = label
                    if (wrong != null) error(wrong)
                },
            textStyle = Type.body.copy(color = roles.text),
            isError = wrong != null,
            visualTransformation = if (hide) PasswordVisualTransformation() else VisualTransformation.None,
            keyboardOptions = keys,
            singleLine = lines == 1,
            minLines = lines,
            colors =
                OutlinedTextFieldDefaults.colors(
                    focusedBorderColor = roles.primary,
                    unfocusedBorderColor = roles.grid,
                    errorBorderColor = roles.error,
                    focusedContainerColor = roles.surface,
                    unfocusedContainerColor = roles.surface,
                    errorContainerColor = roles.surface,
                    cursorColor = roles.primary,
                ),
        )
        if (below != null) Text(below, Modifier.padding(top = Sizes.apart / 2), style = Type.small, color = roles.secondary)
        if (wrong != null) {
            Remark(Tone.Error, wrong, Modifier.padding(top = Sizes.apart / 2).semantics { liveRegion = LiveRegionMode.Polite })
        }
    }
}

/** A secret to type: hidden unless somebody wants to see it, and never offered to the keyboard's memory. */
@Composable
internal fun SecretLine(
    label: String,
    secret: Hidden,
    shown: Boolean,
    show: (Boolean) -> Unit,
    wrong: String? = null,
    last: Boolean = true,
    set: (Hidden) -> Unit,
) {
    Column {
        TextLine(
            label,
            secret.text,
            wrong = wrong,
            keys =
                KeyboardOptions(
                    capitalization = KeyboardCapitalization.None,
                    autoCorrectEnabled = false,
                    keyboardType = KeyboardType.Password,
                    imeAction = if (last) ImeAction.Done else ImeAction.Next,
                ),
            hide = !shown,
            set = { set(Hidden(it)) },
        )
        WordButton(words(if (shown) R.string.common_hide else R.string.common_show)) { show(!shown) }
    }
}
