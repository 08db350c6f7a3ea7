package org.healthdiary.app

import android.net.Uri
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Door
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.backup.Restored
import org.healthdiary.ui.screens.RestoreAction
import org.healthdiary.ui.screens.RestoreProblem
import org.healthdiary.ui.screens.RestoreStage
import org.healthdiary.ui.screens.RestoreState
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.state.HowFar

/** A diary out of a backup: a folder, a secret, and it is back. What was on the phone is put aside, as it is. */
internal class RestoreModel(
    private val bridge: Bridge,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(RestoreState(RestoreStage.ChooseFolder))
    private var tree: Uri? = null

    /** What opened the backup, until the diary is open: it opens that too. */
    private var secret: Hidden? = null
    private var running: Job? = null
    val state: StateFlow<RestoreState> = now.asStateFlow()
    var hands: CareHands? = null

    fun begin() {
        if (now.value.stage is RestoreStage.ChooseFolder) now.update { it.copy(beside = bridge.diary.door.value != Door.NONE) }
    }

    fun act(action: RestoreAction) {
        when (action) {
            RestoreAction.Back -> back()
            RestoreAction.ChooseFolder -> hands?.pickFolder(Picked.Restore)
            is RestoreAction.Type -> secret { it.copy(typed = action.secret) }
            is RestoreAction.Show -> secret { it.copy(shown = action.shown) }
            RestoreAction.Restore -> restore(whatIsLeft = false)
            RestoreAction.RestoreWhatIsLeft -> restore(whatIsLeft = true)
            RestoreAction.Cancel -> stop()
            RestoreAction.OpenDiary -> open()
            RestoreAction.Rescue -> parts.ways.go(Place.Rescue)
        }
    }

    /** Not out of what runs, and not behind what is done. */
    fun back() {
        if (now.value.stage is RestoreStage.Running || now.value.stage is RestoreStage.Done) return
        now.value = RestoreState(RestoreStage.ChooseFolder)
        tree = null
        parts.ways.back()
    }

    /** The folder was picked; also where the app was ended meanwhile, and begins anew. */
    fun chose(tree: Uri) {
        this.tree = tree
        now.value = RestoreState(RestoreStage.Secret(typed = typed() ?: Hidden("")))
        if (parts.ways.place.value != Place.Restore && bridge.diary.door.value != Door.OPEN) parts.ways.go(Place.Restore)
    }

    private fun typed() = (now.value.stage as? RestoreStage.Secret)?.typed

    private fun secret(change: (RestoreStage.Secret) -> RestoreStage.Secret) {
        now.update { state -> (state.stage as? RestoreStage.Secret)?.let { state.copy(stage = change(it), problem = null) } ?: state }
    }

    private fun restore(whatIsLeft: Boolean) {
        val from = tree ?: return
        val typed = typed() ?: return
        val before = running
        now.value = RestoreState(RestoreStage.Running(HowFar(0)))
        secret = typed
        running =
            parts.scope.launch {
                // One that was stopped takes away what it had begun.
                before?.cancelAndJoin()
                try {
                    bridge.backups.restore(from, typed.text, whatIsLeft).collect { show(it, from) }
                } catch (refused: DiaryTrouble) {
                    failed(problemOf(refused.what), typed)
                }
            }
    }

    private fun stop() {
        val typed = secret ?: return
        running?.cancel()
        failed(RestoreProblem.Stopped, typed)
    }

    private fun failed(
        problem: RestoreProblem,
        typed: Hidden,
    ) {
        val elsewhere = problem == RestoreProblem.NotThere || problem == RestoreProblem.FolderGone
        now.value = RestoreState(if (elsewhere) RestoreStage.ChooseFolder else RestoreStage.Secret(typed), problem)
    }

    private suspend fun show(
        step: Step<Restored>,
        from: Uri,
    ) {
        when (step) {
            is Step.Far -> {
                now.value = RestoreState(RestoreStage.Running(HowFar(step.done, step.of)))
            }

            is Step.Done -> {
                parts.preferences.setRestoredFrom(step.came.atMs)
                now.value = RestoreState(RestoreStage.Done(dayOf(step.came.atMs), step.came.partly))
                keepFolder(from)
            }
        }
    }

    /** The next backups go where this one came from, unless the phone says no: the page about backups asks then. */
    private suspend fun keepFolder(from: Uri) {
        try {
            bridge.backups.choose(from)
        } catch (_: DiaryTrouble) {
            return
        }
    }

    private fun open() {
        val typed = secret ?: return
        parts.scope.launch {
            try {
                bridge.diary.openByEither(typed.text)
                parts.ways.begin(Place.Today)
            } catch (_: DiaryTrouble) {
                // The screen that unlocks says what is wrong.
                parts.ways.begin(Place.Unlock)
            }
            secret = null
            tree = null
            now.value = RestoreState(RestoreStage.ChooseFolder)
        }
    }

    private fun problemOf(trouble: Trouble): RestoreProblem =
        when (trouble) {
            Trouble.WRONG_SECRET -> RestoreProblem.Wrong
            Trouble.TOO_MANY_TRIES -> RestoreProblem.Wait
            Trouble.NO_DIARY -> RestoreProblem.NotThere
            Trouble.DAMAGED, Trouble.MISSING -> RestoreProblem.Damaged
            Trouble.NEWER -> RestoreProblem.Newer
            Trouble.NO_SPACE -> RestoreProblem.NoSpace
            Trouble.FOLDER_GONE, Trouble.FOLDER_REFUSED -> RestoreProblem.FolderGone
            Trouble.CANCELLED -> RestoreProblem.Stopped
            else -> RestoreProblem.Failed
        }
}
