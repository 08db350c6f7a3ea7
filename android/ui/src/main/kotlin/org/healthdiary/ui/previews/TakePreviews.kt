package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.NewReadingScreen
import org.healthdiary.ui.screens.NewReadingState
import org.healthdiary.ui.screens.PressureField
import org.healthdiary.ui.screens.Signal
import org.healthdiary.ui.screens.TakeScreen
import org.healthdiary.ui.screens.TakeStage
import org.healthdiary.ui.screens.TakeState
import org.healthdiary.ui.screens.TimeFrom
import org.healthdiary.ui.screens.TypeReadingScreen
import org.healthdiary.ui.screens.TypeReadingState
import org.healthdiary.ui.screens.TypingProblem

internal val takePreviews: List<Preview> =
    listOf(
        "take" to TakeStage.Prepare(),
        "take-resting" to TakeStage.Prepare(secondsLeft = 200),
        "take-rested" to TakeStage.Prepare(secondsLeft = 0),
        "take-no-device" to TakeStage.NoDevice,
        "take-looking" to TakeStage.Looking,
        "take-found" to TakeStage.Found("UA-651BLE"),
        "take-receiving" to TakeStage.Receiving(taken = 2, of = 5),
        "take-receiving-uncounted" to TakeStage.Receiving(taken = 2),
        "take-link-lost" to TakeStage.LinkLost(taken = 2),
        "take-asking" to TakeStage.Asking(taken = 3),
        "take-finishing" to TakeStage.Finishing(taken = 5),
        "take-measuring" to TakeStage.Measuring("142", "mmHg"),
        "take-watching" to TakeStage.Watching("97", "66", Signal.Good),
        "take-watching-no-finger" to TakeStage.Watching(null, null, Signal.NoFinger),
        "take-watching-fault" to TakeStage.Watching(null, null, Signal.Fault),
        "take-watching-demonstration" to TakeStage.Watching("97", "66", Signal.Demonstration),
        "take-nothing-new" to TakeStage.NothingNew,
        "take-missing" to TakeStage.Missing(taken = 4, missing = 1),
        "take-stopped" to TakeStage.Stopped(taken = 2),
        "take-bluetooth-off" to TakeStage.BluetoothOff(),
        "take-permission" to TakeStage.NotPermitted(asksAgain = true),
        "take-permission-for-ever" to TakeStage.NotPermitted(asksAgain = false, taken = 1),
        "take-location-off" to TakeStage.LocationOff,
        "take-paired-elsewhere" to TakeStage.PairedElsewhere,
        "take-no-space" to TakeStage.NoSpace(taken = 1),
    ).map { (name, stage) -> Preview(name) { act -> TakeScreen(TakeState(stage), act) } }

private val arrived = NewReadingState(Samples.today, Samples.pressure, TimeFrom.Device, Samples.ana)

internal val newReadingPreviews: List<Preview> =
    listOf(
        "new-reading" to arrived,
        "new-reading-several-people" to arrived.copy(people = listOf(Samples.ana, Samples.ben), more = 3),
        "new-reading-whose" to
            arrived.copy(person = null, people = listOf(Samples.ana, Samples.ben), suggested = Samples.ana, chosen = Samples.ana),
        "new-reading-someone-else" to
            arrived.copy(people = listOf(Samples.ana, Samples.ben), choosing = true, chosen = Samples.ben, notGiven = true),
        "new-reading-clock-wrong" to arrived.copy(reading = Samples.pressure.copy(source = Samples.slowCuff)),
        "new-reading-movement" to arrived.copy(reading = Samples.moved, time = TimeFrom.Unsure),
        "new-reading-failed" to arrived.copy(reading = Samples.failed, failed = true, time = TimeFrom.Arrival),
        "new-reading-second" to arrived.copy(second = Samples.pressure.copy(id = "0", at = Samples.at(8, 4))),
    ).map { (name, state) -> Preview(name) { act -> NewReadingScreen(state, act) } }

private val typing =
    TypeReadingState(
        Samples.today,
        numbers = mapOf(PressureField.Top to "131", PressureField.Bottom to "8"),
        typing = PressureField.Bottom,
    )
private val night = Samples.today.withMonth(3).withDayOfMonth(29).atTime(1, 30)

internal val typeReadingPreviews: List<Preview> =
    listOf(
        "type-reading" to typing,
        "type-reading-empty" to TypeReadingState(Samples.today, person = Samples.ben.name),
        "type-reading-unusual" to
            typing.copy(
                numbers = mapOf(PressureField.Top to "231", PressureField.Bottom to "88"),
                problem = TypingProblem.Unusual(PressureField.Top),
            ),
        "type-reading-impossible" to
            typing.copy(
                numbers = mapOf(PressureField.Top to "13", PressureField.Bottom to "88"),
                problem = TypingProblem.Impossible(PressureField.Top, "40", "300"),
            ),
        "type-reading-missing" to typing.copy(problem = TypingProblem.Missing(PressureField.Bottom)),
        "type-reading-swapped" to typing.copy(problem = TypingProblem.Swapped),
        "type-reading-close" to typing.copy(problem = TypingProblem.CloseTogether),
        "type-reading-time" to typing.copy(choosingTime = true, at = Samples.today.atTime(7, 10)),
        "type-reading-future" to typing.copy(choosingTime = true, at = Samples.today.atTime(23, 10), problem = TypingProblem.Future),
        "type-reading-never-was" to
            typing.copy(
                choosingTime = true,
                at = night,
                problem = TypingProblem.NeverWas(night, before = night.minusMinutes(31), after = night.plusMinutes(30)),
            ),
        "type-reading-came-twice" to
            typing.copy(choosingTime = true, at = night, problem = TypingProblem.CameTwice(night)),
        "type-reading-no-space" to typing.copy(problem = TypingProblem.NoSpace),
        "type-reading-not-taken" to typing.copy(problem = TypingProblem.NotTaken),
        "type-reading-in-use" to typing.copy(problem = TypingProblem.InUse),
        "type-reading-damaged" to typing.copy(problem = TypingProblem.Damaged),
        "type-reading-failed" to typing.copy(problem = TypingProblem.Failed),
    ).map { (name, state) -> Preview(name) { act -> TypeReadingScreen(state, act) } }
