package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.EntryLines
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.Icons
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.ReadingCard
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.SignButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.UndoLine
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** The first screen: the day, and the newest reading. */
@Immutable
data class TodayState(
    val today: LocalDate,
    /** Whether the day was read: before, nothing is said of it. */
    val read: Boolean = true,
    /** The newest reading, of whatever day. */
    val newest: ShownEntry? = null,
    /** The other entries of the day, the newest first. */
    val entries: List<ShownEntry> = emptyList(),
    /** Whose diary it is, where the household has several people. */
    val person: String? = null,
    /** Whether anything was ever written down. */
    val begun: Boolean = true,
    /** The place of the phone's zone, where it is another than that of the entry before. */
    val travelledTo: String? = null,
    /** Readings that are nobody's yet. */
    val waiting: Int = 0,
    /** Whose own lock is shut, with a reading before it. */
    val waitsFor: List<String> = emptyList(),
    /** The day of the backup that the diary was restored from, until somebody read it. */
    val restoredFrom: LocalDate? = null,
    val done: Done? = null,
)

/** What was just done, and can be taken back. */
@Immutable
sealed interface Done {
    data object Saved : Done

    data object Changed : Done

    data object Removed : Done

    data class Assigned(
        val to: String,
    ) : Done
}

/** What can be done on [TodayScreen]. */
sealed interface TodayAction {
    data object TakeReading : TodayAction

    data object TypeReading : TodayAction

    data object AddAnything : TodayAction

    data object OpenHistory : TodayAction

    data object OpenChart : TodayAction

    data object OpenSettings : TodayAction

    data object OpenWaiting : TodayAction

    data object SwitchPerson : TodayAction

    data object RestoreNoted : TodayAction

    data object Undo : TodayAction

    data class Open(
        val entry: String,
    ) : TodayAction
}

/** The first screen. */
@Composable
fun TodayScreen(
    state: TodayState,
    act: (TodayAction) -> Unit,
) {
    Page(
        title = LocalFormats.current.day(state.today, state.today),
        signs = {
            if (state.person != null) {
                SignButton(Icons.Person, words(R.string.today_switch_person)) { act(TodayAction.SwitchPerson) }
            }
            SignButton(Icons.Menu, words(R.string.common_menu)) { act(TodayAction.OpenSettings) }
        },
        foot = { MainButton(words(R.string.today_take)) { act(TodayAction.TakeReading) } },
    ) {
        state.person?.let { Aside(words(R.string.today_of, it)) }
        TodayNotices(state, act)
        TodayReadings(state, act)
        MoreToDo(act)
    }
}

@Composable
private fun ColumnScope.TodayNotices(
    state: TodayState,
    act: (TodayAction) -> Unit,
) {
    state.done?.let { UndoLine(doneWords(it)) { act(TodayAction.Undo) } }
    if (state.waiting > 0) {
        Notice(
            Tone.Attention,
            counted(R.plurals.today_waiting, state.waiting),
            words(R.string.today_waiting_open).takeIf { Offer.Waiting in LocalOffers.current },
        ) {
            act(TodayAction.OpenWaiting)
        }
    }
    for (person in state.waitsFor) Notice(Tone.Calm, words(R.string.today_locked_waiting, person))
    state.restoredFrom?.let {
        Notice(Tone.Calm, words(R.string.today_restored, LocalFormats.current.longDay(it)), words(R.string.common_close)) {
            act(TodayAction.RestoreNoted)
        }
    }
    state.travelledTo?.let { Notice(Tone.Calm, words(R.string.today_travelling, it)) }
}

@Composable
private fun ColumnScope.TodayReadings(
    state: TodayState,
    act: (TodayAction) -> Unit,
) {
    if (!state.read) return
    val newest = state.newest
    if (!state.begun) {
        Paragraph(words(R.string.today_first_day))
        return
    }
    if (newest != null) {
        if (newest.at.day != state.today) {
            Paragraph(words(R.string.today_empty))
            Heading(words(R.string.today_newest))
        }
        ReadingCard(newest, state.today) { act(TodayAction.Open(newest.id)) }
    } else if (state.entries.isEmpty()) {
        Paragraph(words(R.string.today_empty))
    }
    if (state.entries.isNotEmpty()) {
        Heading(words(R.string.today_list))
        EntryLines(state.entries, state.today) { act(TodayAction.Open(it.id)) }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun MoreToDo(act: (TodayAction) -> Unit) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        SideButton(words(R.string.today_type)) { act(TodayAction.TypeReading) }
        SideButton(words(R.string.today_history)) { act(TodayAction.OpenHistory) }
        val offers = LocalOffers.current
        if (Offer.Chart in offers) SideButton(words(R.string.today_chart)) { act(TodayAction.OpenChart) }
        if (Offer.Anything in offers) WordButton(words(R.string.today_add)) { act(TodayAction.AddAnything) }
    }
}

@Composable
private fun doneWords(done: Done): String =
    when (done) {
        Done.Saved -> words(R.string.today_saved)
        Done.Changed -> words(R.string.today_changed)
        Done.Removed -> words(R.string.today_removed)
        is Done.Assigned -> words(R.string.today_assigned, done.to)
    }
