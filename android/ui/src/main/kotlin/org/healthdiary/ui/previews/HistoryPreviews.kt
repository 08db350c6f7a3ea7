package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.Adding
import org.healthdiary.ui.screens.Copied
import org.healthdiary.ui.screens.EntryScreen
import org.healthdiary.ui.screens.EntryState
import org.healthdiary.ui.screens.FileProblem
import org.healthdiary.ui.screens.FilesState
import org.healthdiary.ui.screens.HistoryDay
import org.healthdiary.ui.screens.HistoryScreen
import org.healthdiary.ui.screens.HistoryState
import org.healthdiary.ui.screens.OpenFile
import org.healthdiary.ui.screens.ShownFile
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.screens.ShownVersion
import org.healthdiary.ui.screens.VersionChange
import org.healthdiary.ui.screens.ZoneBy
import org.healthdiary.ui.screens.ZoneKnown

private val days =
    listOf(
        HistoryDay(Samples.today, listOf(Samples.pressure, Samples.oxygen, Samples.glucose)),
        HistoryDay(Samples.today.minusDays(1), listOf(Samples.yesterday, Samples.mood), place = "Lisbon"),
        HistoryDay(Samples.today.minusDays(6), listOf(Samples.letter)),
        HistoryDay(null, listOf(Samples.weight.copy(id = "20", at = Samples.at(7, 0).copy(day = null, time = null)))),
    )
private val kinds = listOf(ShownKind("blood-pressure", entries = 1204), ShownKind("oximetry", entries = 96), ShownKind("7", "Tremor", 3))

/** Ten years, with two readings a day. */
internal fun tenYears(): List<HistoryDay> =
    List(TEN_YEARS) { index ->
        val day = Samples.today.minusDays(index.toLong())
        HistoryDay(
            day,
            listOf("a", "b").map { part -> Samples.pressure.copy(id = "$day $part", at = Samples.pressure.at.copy(day = day)) },
        )
    }

private const val TEN_YEARS = 3650

internal val historyPreviews: List<Preview> =
    listOf(
        "history" to HistoryState(Samples.today, days),
        "history-empty" to HistoryState(Samples.today),
        "history-one-kind" to HistoryState(Samples.today, days.take(2), kind = kinds.first(), person = Samples.ana.name),
        "history-kinds" to HistoryState(Samples.today, days, kind = kinds.first(), choosing = kinds),
        "history-search" to HistoryState(Samples.today, listOf(HistoryDay(Samples.today, listOf(Samples.note))), search = "dizzy"),
        "history-nothing-found" to HistoryState(Samples.today, search = "dizzzy"),
        "history-day-unknown" to HistoryState(Samples.today, days.takeLast(1)),
    ).map { (name, state) -> Preview(name) { act -> HistoryScreen(state, act) } }

private val entry = EntryState(Samples.today, Samples.pressure, ZoneKnown("London", ZoneBy.Phone))
private val weighed = entry.copy(entry = Samples.weight)
private val files =
    FilesState(listOf(ShownFile("1", "meter.jpg", bytes = 340_000, stripped = true), ShownFile("2", null, bytes = 2_100_000)), true)
private val amended =
    entry.copy(
        entry = Samples.glucose,
        versions =
            listOf(
                ShownVersion(Samples.at(9, 12), Samples.glucose, Samples.ana.name, "Misread the display"),
                ShownVersion(
                    Samples.at(7, 16),
                    Samples.glucose.copy(values = listOf(Samples.number("glucose", "6.5", "mmol/L"))),
                    Samples.ana.name,
                    change = VersionChange.Made,
                ),
            ),
        files = files,
    )

internal val entryPreviews: List<Preview> =
    listOf(
        "entry" to entry,
        "entry-clock-wrong" to
            entry.copy(entry = Samples.pressure.copy(source = Samples.slowCuff), zone = ZoneKnown("Berlin", ZoneBy.Location)),
        "entry-history" to amended,
        "entry-picture" to weighed.copy(files = files.copy(open = OpenFile("1", Samples.picture(), read = true))),
        "entry-file-removing" to
            weighed.copy(files = files.copy(open = OpenFile("2", read = true, askingToRemove = true, copy = Copied.Failed))),
        "entry-file-copied" to weighed.copy(files = files.copy(open = OpenFile("2", read = true, copy = Copied.Done))),
        "entry-file-adding" to weighed.copy(files = FilesState(canChange = true, adding = Adding.Running)),
        "entry-file-as-it-is" to weighed.copy(files = FilesState(canChange = true, adding = Adding.AsItIs)),
        "entry-file-gone" to weighed.copy(files = FilesState(canChange = true, adding = Adding.Failed(FileProblem.Gone))),
        "entry-file-too-large" to weighed.copy(files = FilesState(canChange = true, adding = Adding.Failed(FileProblem.TooLarge))),
        "entry-retracted" to
            entry.copy(
                entry = Samples.pressure.copy(retracted = true),
                versions =
                    listOf(VersionChange.Retracted, VersionChange.Reinstated, VersionChange.Made).map {
                        ShownVersion(Samples.at(9, 12), Samples.pressure, change = it)
                    },
            ),
        "entry-several-people" to entry.copy(others = listOf(Samples.ben), failed = true),
        "entry-giving" to entry.copy(others = listOf(Samples.ben), giving = true),
        "entry-read-only" to
            entry.copy(entry = Samples.letter, readOnly = true, objections = listOf("I never took 5 mg."), zone = null),
        "entry-objecting" to entry.copy(entry = Samples.letter, readOnly = true, objecting = "I never took", zone = null),
        "entry-erasing" to entry.copy(entry = Samples.note, askingToErase = true),
        "entry-erased" to EntryState(Samples.today, entry = null, erasedOn = Samples.today),
    ).map { (name, state) -> Preview(name) { act -> EntryScreen(state, act) } }
