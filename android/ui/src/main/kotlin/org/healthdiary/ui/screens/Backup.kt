package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Ask
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Fact
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Progress
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.HowFar
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** The backups of the household. */
@Immutable
data class BackupState(
    val today: LocalDate,
    /** The folder's name; none where none was chosen. */
    val folder: String? = null,
    /** The newest that was read back whole. */
    val last: ShownBackup? = null,
    val running: RunningBackup? = null,
    val problem: BackupTrouble? = null,
    /** Diaries that a restored one has taken the place of. */
    val aside: List<ShownAside> = emptyList(),
    /** The one that somebody is asked about before it is deleted. */
    val askingToDelete: String? = null,
)

/** A diary that was put aside. */
@Immutable
data class ShownAside(
    val id: String,
    /** When something was last written in it. */
    val last: ShownMoment,
    val bytes: Long,
)

/** A backup that is proven. */
@Immutable
data class ShownBackup(
    val at: ShownMoment,
    /** What the folder holds of backups; none where that is not known. */
    val bytes: Long? = null,
)

/** A backup that is being made. */
@Immutable
data class RunningBackup(
    val far: HowFar,
    /** Whether it is being read back for proof. */
    val proving: Boolean = false,
)

/** Why there is no new backup. The diary, and the backup before, are safe. */
enum class BackupTrouble { FolderGone, Refused, ProofFailed, NoSpace, PhoneFull, OfAnother, Busy, Stopped, Failed }

/** What can be done on [BackupScreen]. */
sealed interface BackupAction {
    data object Back : BackupAction

    data object BackUp : BackupAction

    data object ChooseFolder : BackupAction

    data object Cancel : BackupAction

    data class AskToDelete(
        val aside: String,
    ) : BackupAction

    data class Delete(
        val aside: String,
    ) : BackupAction

    data object KeepIt : BackupAction
}

/** The last proven backup: when, where, how large. */
@Composable
fun BackupScreen(
    state: BackupState,
    act: (BackupAction) -> Unit,
) {
    Page(
        title = words(R.string.backup_title),
        back = { act(BackupAction.Back) },
        foot = {
            when {
                state.folder == null -> MainButton(words(R.string.backup_folder_first)) { act(BackupAction.ChooseFolder) }
                state.running != null -> SideButton(words(R.string.common_cancel)) { act(BackupAction.Cancel) }
                else -> MainButton(words(R.string.backup_now)) { act(BackupAction.BackUp) }
            }
        },
    ) {
        state.problem?.let { Trouble(it, state.folder.orEmpty()) }
        state.running?.let { Progress(words(if (it.proving) R.string.backup_checking else R.string.backup_running), it.far) }
        Last(state)
        Aside(words(R.string.backup_sealed))
        if (state.running == null && state.folder != null) {
            SideButton(words(R.string.backup_folder)) { act(BackupAction.ChooseFolder) }
        }
        if (state.aside.isNotEmpty() && state.running == null) PutAside(state, act)
    }
}

@Composable
private fun ColumnScope.PutAside(
    state: BackupState,
    act: (BackupAction) -> Unit,
) {
    Heading(words(R.string.backup_aside))
    Aside(words(R.string.backup_aside_what))
    for (one in state.aside) {
        Card {
            Fact(words(R.string.backup_aside_last, momentWords(one.last, state.today, inSentence = true)), sizeWords(one.bytes))
            if (state.askingToDelete != one.id) WordButton(words(R.string.backup_aside_delete)) { act(BackupAction.AskToDelete(one.id)) }
        }
        if (state.askingToDelete == one.id) {
            Ask(words(R.string.backup_aside_ask), words(R.string.backup_aside_delete), { act(BackupAction.KeepIt) }) {
                act(BackupAction.Delete(one.id))
            }
        }
    }
}

@Composable
private fun ColumnScope.Trouble(
    trouble: BackupTrouble,
    folder: String,
) {
    when (trouble) {
        BackupTrouble.FolderGone -> Notice(Tone.Attention, words(R.string.backup_folder_gone, folder))
        BackupTrouble.ProofFailed -> Notice(Tone.Error, words(R.string.backup_proof_failed))
        BackupTrouble.Refused -> Notice(Tone.Attention, words(R.string.backup_folder_refused))
        BackupTrouble.PhoneFull -> Notice(Tone.Attention, words(R.string.backup_phone_full))
        BackupTrouble.OfAnother -> Notice(Tone.Attention, words(R.string.backup_of_another))
        BackupTrouble.Busy -> Notice(Tone.Calm, words(R.string.backup_busy))
        BackupTrouble.Stopped -> Notice(Tone.Calm, words(R.string.backup_stopped))
        BackupTrouble.NoSpace -> Notice(Tone.Attention, words(R.string.backup_no_space))
        BackupTrouble.Failed -> Notice(Tone.Attention, words(R.string.backup_failed))
    }
}

@Composable
private fun ColumnScope.Last(state: BackupState) {
    val last = state.last
    if (last == null) {
        Notice(Tone.Attention, words(R.string.backup_never), live = false)
        return
    }
    Paragraph(words(R.string.backup_last, momentWords(last.at, state.today, inSentence = true)))
    Remark(Tone.Fine, words(R.string.backup_proven))
    Card {
        state.folder?.let { Fact(words(R.string.backup_where), it) }
        last.bytes?.let { Fact(words(R.string.backup_size), sizeWords(it)) }
    }
}
