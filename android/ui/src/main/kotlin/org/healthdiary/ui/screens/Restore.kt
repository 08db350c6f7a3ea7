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
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** Bringing a diary back from a backup. */
@Immutable
data class RestoreState(
    val stage: RestoreStage,
    val problem: RestoreProblem? = null,
    /** Whether a diary is on the phone already, and is put aside. */
    val beside: Boolean = false,
)

/** How far it is. */
@Immutable
sealed interface RestoreStage {
    data object ChooseFolder : RestoreStage

    data class Secret(
        val typed: Hidden = Hidden(""),
        val shown: Boolean = false,
    ) : RestoreStage

    data class Running(
        val far: HowFar,
    ) : RestoreStage

    /** The diary is back, as it was on a day. */
    data class Done(
        val asOf: LocalDate,
        /** Whether some of it could not be read. */
        val partly: Boolean = false,
    ) : RestoreStage
}

/** Why it is not back yet. The backup is untouched by any of them. */
enum class RestoreProblem { NotThere, Wrong, Wait, Damaged, Newer, NoSpace, FolderGone, Stopped, Failed }

/** What can be done on [RestoreScreen]. */
sealed interface RestoreAction {
    data object Back : RestoreAction

    data object ChooseFolder : RestoreAction

    data class Type(
        val secret: Hidden,
    ) : RestoreAction

    data class Show(
        val shown: Boolean,
    ) : RestoreAction

    data object Restore : RestoreAction

    data object RestoreWhatIsLeft : RestoreAction

    data object Cancel : RestoreAction

    data object OpenDiary : RestoreAction

    /** Without a backup: what can be read of the diary that is here. */
    data object Rescue : RestoreAction
}

/** A folder, a secret, and the diary is back. */
@Composable
fun RestoreScreen(
    state: RestoreState,
    act: (RestoreAction) -> Unit,
) {
    val stage = state.stage
    Page(
        title = words(R.string.restore_title),
        back = { act(RestoreAction.Back) }.takeUnless { stage is RestoreStage.Done || stage is RestoreStage.Running },
        foot =
            when (stage) {
                RestoreStage.ChooseFolder -> ({ MainButton(words(R.string.backup_folder_first)) { act(RestoreAction.ChooseFolder) } })

                is RestoreStage.Secret -> (
                    {
                        MainButton(words(R.string.restore_go), enabled = stage.typed.text.isNotBlank()) { act(RestoreAction.Restore) }
                    }
                )

                is RestoreStage.Running -> ({ SideButton(words(R.string.common_cancel)) { act(RestoreAction.Cancel) } })

                is RestoreStage.Done -> ({ MainButton(words(R.string.restore_open)) { act(RestoreAction.OpenDiary) } })
            },
    ) {
        state.problem?.takeUnless { it == RestoreProblem.Wrong }?.let { Notice(Tone.Attention, words(problemWords(it))) }
        when (stage) {
            RestoreStage.ChooseFolder -> {
                if (state.beside) Notice(Tone.Calm, words(R.string.restore_beside), live = false)
                Paragraph(words(R.string.restore_choose))
                if (state.beside) SideButton(words(R.string.restore_rescue)) { act(RestoreAction.Rescue) }
            }

            is RestoreStage.Secret -> {
                Secret(stage, state.problem, act)
            }

            is RestoreStage.Running -> {
                Progress(words(R.string.restore_running), stage.far)
            }

            is RestoreStage.Done -> {
                Notice(Tone.Fine, words(R.string.restore_done, LocalFormats.current.longDay(stage.asOf)))
                if (stage.partly) Notice(Tone.Attention, words(R.string.restore_partly), live = false)
            }
        }
    }
}

private fun problemWords(problem: RestoreProblem): Int =
    when (problem) {
        RestoreProblem.NotThere -> R.string.restore_not_there
        RestoreProblem.Wrong -> R.string.restore_wrong
        RestoreProblem.Wait -> R.string.restore_wait
        RestoreProblem.Newer -> R.string.restore_newer
        RestoreProblem.FolderGone -> R.string.restore_folder_gone
        RestoreProblem.Stopped -> R.string.restore_stopped
        RestoreProblem.Failed -> R.string.restore_failed
        RestoreProblem.Damaged -> R.string.restore_damaged
        RestoreProblem.NoSpace -> R.string.restore_no_space
    }

@Composable
private fun ColumnScope.Secret(
    stage: RestoreStage.Secret,
    problem: RestoreProblem?,
    act: (RestoreAction) -> Unit,
) {
    Paragraph(words(R.string.restore_secret))
    SecretLine(
        words(R.string.restore_secret_line),
        stage.typed,
        stage.shown,
        { act(RestoreAction.Show(it)) },
        wrong = words(R.string.restore_wrong).takeIf { problem == RestoreProblem.Wrong },
    ) { act(RestoreAction.Type(it)) }
    if (problem == RestoreProblem.Damaged) {
        SideButton(words(R.string.restore_what_is_left), enabled = stage.typed.text.isNotBlank()) { act(RestoreAction.RestoreWhatIsLeft) }
    }
    SideButton(words(R.string.backup_folder)) { act(RestoreAction.ChooseFolder) }
}
