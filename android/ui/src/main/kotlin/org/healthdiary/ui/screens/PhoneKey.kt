package org.healthdiary.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.words

/** Whether the phone may unlock; asked once, at the end of the first run. */
@Immutable
data class PhoneKeyState(
    val problem: SettingsProblem? = null,
    val busy: Boolean = false,
)

/** What can be done on [PhoneKeyScreen]. */
sealed interface PhoneKeyAction {
    data object Use : PhoneKeyAction

    data object NotNow : PhoneKeyAction
}

/** Whether finger or face may unlock. */
@Composable
fun PhoneKeyScreen(
    state: PhoneKeyState,
    act: (PhoneKeyAction) -> Unit,
) {
    Page(
        title = words(R.string.phone_key_title),
        foot = { MainButton(words(R.string.phone_key_use), enabled = !state.busy) { act(PhoneKeyAction.Use) } },
    ) {
        state.problem?.let { Notice(Tone.Attention, words(problemWords(it))) }
        Paragraph(words(R.string.phone_key_why))
        SideButton(words(R.string.phone_key_not_now), enabled = !state.busy) { act(PhoneKeyAction.NotNow) }
    }
}
