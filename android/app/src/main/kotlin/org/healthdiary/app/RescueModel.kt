package org.healthdiary.app

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
import org.healthdiary.bridge.Rescued
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.RescueAction
import org.healthdiary.ui.screens.RescueProblem
import org.healthdiary.ui.screens.RescueStage
import org.healthdiary.ui.screens.RescueState
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.state.HowFar

/** What can be read of a damaged diary, in a new one. The damaged one is put aside, as it is. */
internal class RescueModel(
    private val bridge: Bridge,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(RescueState())

    /** What opened the damaged one, until the new one is open. */
    private var secret: Hidden? = null
    private var running: Job? = null
    val state: StateFlow<RescueState> = now.asStateFlow()

    fun act(action: RescueAction) {
        when (action) {
            RescueAction.Back -> back()
            is RescueAction.Type -> typing { it.copy(typed = action.secret) }
            is RescueAction.Show -> typing { it.copy(shown = action.shown) }
            RescueAction.Begin -> begin()
            RescueAction.Cancel -> stop()
            RescueAction.OpenDiary -> open()
        }
    }

    /** Not out of what runs, and not behind what is done. */
    fun back() {
        if (now.value.stage !is RescueStage.Secret) return
        now.value = RescueState()
        // What was tried has shut the diary: what it was come from is behind the door.
        if (bridge.diary.door.value == Door.OPEN) parts.ways.back() else parts.ways.begin(Place.Unlock)
    }

    private fun typing(change: (RescueStage.Secret) -> RescueStage.Secret) =
        now.update { state -> (state.stage as? RescueStage.Secret)?.let { RescueState(change(it)) } ?: state }

    private fun begin() {
        val typed = (now.value.stage as? RescueStage.Secret)?.typed ?: return
        val before = running
        secret = typed
        now.value = RescueState(RescueStage.Running(HowFar(0)))
        running =
            parts.scope.launch {
                // One that was stopped takes away what it had begun.
                before?.cancelAndJoin()
                try {
                    bridge.aside.rescue(typed.text).collect(::show)
                } catch (refused: DiaryTrouble) {
                    now.value = RescueState(RescueStage.Secret(typed), problemOf(refused.what))
                }
            }
    }

    private fun stop() {
        running?.cancel()
        now.value = RescueState(RescueStage.Secret(secret ?: Hidden("")), RescueProblem.Stopped)
    }

    private fun show(step: Step<Rescued>) {
        now.value =
            when (step) {
                is Step.Far -> RescueState(RescueStage.Running(HowFar(step.done, step.of)))
                is Step.Done -> RescueState(RescueStage.Done(step.came.entries.toInt(), step.came.partly))
            }
    }

    /** Goes in as whoever unlocks does: the new recovery code is to be written down first. */
    private fun open() {
        val typed = secret ?: return
        parts.ways.begin(Place.Unlock)
        parts.scope.launch {
            try {
                bridge.diary.openByPassphrase(typed.text)
            } catch (_: DiaryTrouble) {
                // The screen that unlocks says what is wrong.
            }
            secret = null
            now.value = RescueState()
        }
    }

    private fun problemOf(trouble: Trouble): RescueProblem =
        when (trouble) {
            Trouble.WRONG_SECRET -> RescueProblem.Wrong
            Trouble.TOO_MANY_TRIES -> RescueProblem.Wait
            Trouble.DAMAGED, Trouble.MISSING, Trouble.NO_DIARY -> RescueProblem.Nothing
            Trouble.NO_SPACE -> RescueProblem.NoSpace
            Trouble.CANCELLED -> RescueProblem.Stopped
            else -> RescueProblem.Failed
        }
}
