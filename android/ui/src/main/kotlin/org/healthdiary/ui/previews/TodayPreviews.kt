package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.Done
import org.healthdiary.ui.screens.TodayScreen
import org.healthdiary.ui.screens.TodayState
import java.time.LocalDate

internal val todayPreviews: List<Preview> =
    listOf(
        "today" to
            TodayState(
                Samples.today,
                newest = Samples.pressure,
                entries = listOf(Samples.oxygen, Samples.glucose, Samples.weight, Samples.note),
            ),
        "today-empty" to TodayState(Samples.today, newest = Samples.yesterday),
        "today-first-day" to TodayState(Samples.today, begun = false),
        "today-waiting" to
            TodayState(
                Samples.today,
                newest = Samples.moved,
                person = Samples.ana.name,
                waiting = 2,
                waitsFor = listOf(Samples.ben.name),
                done = Done.Saved,
            ),
        "today-travelling" to
            TodayState(
                Samples.today,
                newest = Samples.pressure.copy(at = Samples.at(8, 5).copy(place = "Berlin"), source = Samples.slowCuff),
                travelledTo = "Berlin",
                restoredFrom = LocalDate.of(2026, 8, 17),
                done = Done.Assigned(Samples.ben.name),
            ),
    ).map { (name, state) -> Preview(name) { act -> TodayScreen(state, act) } }
