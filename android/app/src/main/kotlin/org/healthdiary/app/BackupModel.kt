package org.healthdiary.app

import android.net.Uri
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Aside
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.backup.Backups
import org.healthdiary.bridge.backup.LastBackup
import org.healthdiary.ui.screens.BackupAction
import org.healthdiary.ui.screens.BackupState
import org.healthdiary.ui.screens.BackupTrouble
import org.healthdiary.ui.screens.RunningBackup
import org.healthdiary.ui.screens.ShownAside
import org.healthdiary.ui.screens.ShownBackup
import org.healthdiary.ui.state.HowFar

/** Backups into the folder that somebody picked. One goes on while other screens are looked at. */
internal class BackupModel(
    private val backups: Backups,
    private val aside: Aside,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(BackupState(parts.whose.today.value))
    private var running: Job? = null
    val state: StateFlow<BackupState> = now.asStateFlow()
    var hands: CareHands? = null

    fun begin() {
        now.update { it.copy(today = parts.whose.today.value, folder = backups.folder) }
        parts.scope.launch {
            val last = backups.last()
            now.update { it.copy(last = last?.let(::shown)) }
            lookAside()
        }
    }

    private suspend fun lookAside() {
        val there = aside.all().map { ShownAside(it.name, shown(it.lastMs), it.bytes) }
        now.update { it.copy(aside = there, askingToDelete = null) }
    }

    fun act(action: BackupAction) {
        when (action) {
            BackupAction.Back -> parts.ways.back()
            BackupAction.ChooseFolder -> hands?.pickFolder(Picked.Backup)
            BackupAction.BackUp -> backUp()
            BackupAction.Cancel -> stop()
            is BackupAction.AskToDelete -> now.update { it.copy(askingToDelete = action.aside) }
            BackupAction.KeepIt -> now.update { it.copy(askingToDelete = null) }
            is BackupAction.Delete -> delete(action.aside)
        }
    }

    /** Also where the app was ended while the folder was picked: the next screen that shows it has it. */
    fun chose(tree: Uri) {
        parts.scope.launch {
            try {
                backups.choose(tree)
                now.update { it.copy(problem = null, last = null) }
                begin()
            } catch (refused: DiaryTrouble) {
                now.update { it.copy(problem = problemOf(refused.what)) }
            }
        }
    }

    private fun backUp() {
        if (running?.isActive == true) return
        now.update { it.copy(running = RunningBackup(HowFar(0)), problem = null) }
        running =
            parts.scope.launch {
                try {
                    backups.make().collect(::show)
                } catch (refused: DiaryTrouble) {
                    now.update { it.copy(running = null, problem = problemOf(refused.what)) }
                }
            }
    }

    private fun delete(one: String) {
        parts.scope.launch {
            aside.delete(one)
            lookAside()
        }
    }

    private fun stop() {
        running?.cancel()
        now.update { it.copy(running = null, problem = BackupTrouble.Stopped) }
    }

    private fun show(step: Step<LastBackup?>) {
        when (step) {
            is Step.Far -> {
                now.update { it.copy(running = RunningBackup(HowFar(step.done, step.of))) }
            }

            is Step.Done -> {
                val made = step.came?.let(::shown)
                val problem = BackupTrouble.ProofFailed.takeIf { made == null }
                now.update { it.copy(running = null, last = made ?: it.last, problem = problem) }
            }
        }
    }

    private fun shown(last: LastBackup) = ShownBackup(shown(last.atMs), last.bytes)

    private fun problemOf(trouble: Trouble): BackupTrouble =
        when (trouble) {
            Trouble.FOLDER_GONE -> BackupTrouble.FolderGone

            Trouble.FOLDER_REFUSED -> BackupTrouble.Refused

            Trouble.FOLDER_FULL -> BackupTrouble.NoSpace

            Trouble.NO_SPACE -> BackupTrouble.PhoneFull

            Trouble.INVALID -> BackupTrouble.OfAnother

            Trouble.IN_USE -> BackupTrouble.Busy

            // The diary was locked in the middle.
            Trouble.SHUT, Trouble.CANCELLED -> BackupTrouble.Stopped

            else -> BackupTrouble.Failed
        }
}
