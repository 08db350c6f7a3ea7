package org.healthdiary.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.words

/** Before a new recovery code takes the place of the one there was. */
@Immutable
data class NewCodeState(
    val failed: Boolean = false,
    val busy: Boolean = false,
)

/** What can be done on [NewCodeScreen]. */
sealed interface NewCodeAction {
    data object Back : NewCodeAction

    data object Make : NewCodeAction
}

/** What a new recovery code means for the old one. */
@Composable
fun NewCodeScreen(
    state: NewCodeState,
    act: (NewCodeAction) -> Unit,
) {
    Page(
        title = words(R.string.code_title),
        back = { act(NewCodeAction.Back) }.takeUnless { state.busy },
        foot = { MainButton(words(R.string.code_make), enabled = !state.busy) { act(NewCodeAction.Make) } },
    ) {
        if (state.failed) Notice(Tone.Attention, words(R.string.settings_failed))
        Paragraph(words(R.string.code_anew))
    }
}
