package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Progress
import org.healthdiary.ui.parts.SecretLine
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.state.HowFar
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.words

/** Saving what can be read of a damaged diary, where there is no backup. */
@Immutable
data class RescueState(
    val stage: RescueStage = RescueStage.Secret(),
    val problem: RescueProblem? = null,
)

/** How far it is. */
@Immutable
sealed interface RescueStage {
    data class Secret(
        val typed: Hidden = Hidden(""),
        val shown: Boolean = false,
    ) : RescueStage

    data class Running(
        val far: HowFar,
    ) : RescueStage

    /** What could be read is in a new diary. */
    data class Done(
        val entries: Int,
        /** Whether some of it could not be read. */
        val partly: Boolean,
    ) : RescueStage
}

/** Why there is no new diary. The damaged one is as it was. */
enum class RescueProblem { Wrong, Wait, Nothing, NoSpace, Stopped, Failed }

/** What can be done on [RescueScreen]. */
sealed interface RescueAction {
    data object Back : RescueAction

    data class Type(
        val secret: Hidden,
    ) : RescueAction

    data class Show(
        val shown: Boolean,
    ) : RescueAction

    data object Begin : RescueAction

    data object Cancel : RescueAction

    data object OpenDiary : RescueAction
}

/** The passphrase, and what can be read is in a new diary; the damaged one stays. */
@Composable
fun RescueScreen(
    state: RescueState,
    act: (RescueAction) -> Unit,
) {
    val stage = state.stage
    Page(
        title = words(R.string.rescue_title),
        back = { act(RescueAction.Back) }.takeIf { stage is RescueStage.Secret },
        foot =
            when (stage) {
                is RescueStage.Secret -> (
                    { MainButton(words(R.string.rescue_go), enabled = stage.typed.text.isNotBlank()) { act(RescueAction.Begin) } }
                )

                is RescueStage.Running -> ({ SideButton(words(R.string.common_cancel)) { act(RescueAction.Cancel) } })

                is RescueStage.Done -> ({ MainButton(words(R.string.restore_open)) { act(RescueAction.OpenDiary) } })
            },
    ) {
        state.problem?.takeUnless { it == RescueProblem.Wrong }?.let { Notice(Tone.Attention, words(problemWords(it))) }
        when (stage) {
            is RescueStage.Secret -> Secret(stage, state.problem, act)
            is RescueStage.Running -> Progress(words(R.string.rescue_running), stage.far)
            is RescueStage.Done -> Done(stage)
        }
    }
}

@Composable
private fun ColumnScope.Secret(
    stage: RescueStage.Secret,
    problem: RescueProblem?,
    act: (RescueAction) -> Unit,
) {
    Paragraph(words(R.string.rescue_what))
    SecretLine(
        words(R.string.rescue_passphrase),
        stage.typed,
        stage.shown,
        { act(RescueAction.Show(it)) },
        wrong = words(R.string.rescue_wrong).takeIf { problem == RescueProblem.Wrong },
    ) { act(RescueAction.Type(it)) }
}

@Composable
private fun ColumnScope.Done(stage: RescueStage.Done) {
    Notice(Tone.Fine, counted(R.plurals.rescue_done, stage.entries))
    if (stage.partly) Notice(Tone.Attention, words(R.string.rescue_partly), live = false)
    Paragraph(words(R.string.rescue_code))
}

private fun problemWords(problem: RescueProblem): Int =
    when (problem) {
        RescueProblem.Wrong -> R.string.rescue_wrong
        RescueProblem.Wait -> R.string.restore_wait
        RescueProblem.Nothing -> R.string.rescue_nothing
        RescueProblem.NoSpace -> R.string.rescue_no_space
        RescueProblem.Stopped -> R.string.rescue_stopped
        RescueProblem.Failed -> R.string.rescue_failed
    }
