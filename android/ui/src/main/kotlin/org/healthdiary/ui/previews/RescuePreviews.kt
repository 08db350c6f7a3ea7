package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.RescueProblem
import org.healthdiary.ui.screens.RescueScreen
import org.healthdiary.ui.screens.RescueStage
import org.healthdiary.ui.screens.RescueState
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.state.HowFar

private val typed = RescueStage.Secret(Hidden("apron lantern gravel tulip"))

internal val rescuePreviews: List<Preview> =
    listOf(
        "rescue" to RescueState(),
        "rescue-wrong" to RescueState(typed, RescueProblem.Wrong),
        "rescue-nothing" to RescueState(typed, RescueProblem.Nothing),
        "rescue-no-space" to RescueState(typed, RescueProblem.NoSpace),
        "rescue-stopped" to RescueState(typed, RescueProblem.Stopped),
        "rescue-failed" to RescueState(typed, RescueProblem.Failed),
        "rescue-running" to RescueState(RescueStage.Running(HowFar(70, 100))),
        "rescue-done" to RescueState(RescueStage.Done(entries = 1204, partly = true)),
    ).map { (name, state) -> Preview(name) { act -> RescueScreen(state, act) } }
