package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.EntryLines
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.ReadingCard
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** A reading that has just arrived. It is safe already; nothing here can lose it. */
@Immutable
data class NewReadingState(
    val today: LocalDate,
    val reading: ShownEntry,
    val time: TimeFrom,
    /** Whose it is; none while somebody has to say. */
    val person: ShownPerson?,
    /** Who it could be; empty where the household has one person. */
    val people: List<ShownPerson> = emptyList(),
    /** Whose earlier readings are nearest. */
    val suggested: ShownPerson? = null,
    /** Who was chosen, while somebody has to say. */
    val choosing: Boolean = false,
    val chosen: ShownPerson? = null,
    /** The device could not measure. */
    val failed: Boolean = false,
    /** It could not be given to whoever was chosen; it is where it was. */
    val notGiven: Boolean = false,
    /** Another reading, of less than a minute before. */
    val second: ShownEntry? = null,
    /** How many more came with it. */
    val more: Int = 0,
)

/** Where the time of a reading comes from. */
enum class TimeFrom {
    /** The device's clock, right or corrected. */
    Device,

    /** The device keeps no time. */
    Arrival,

    /** Known only within bounds. */
    Unsure,
}

/** What can be done on [NewReadingScreen]. */
sealed interface NewReadingAction {
    data object Back : NewReadingAction

    /** As it is, or for whoever was chosen. */
    data object Keep : NewReadingAction

    data object SomeoneElse : NewReadingAction

    data object LeaveWaiting : NewReadingAction

    data class Choose(
        val person: ShownPerson,
    ) : NewReadingAction

    data class Open(
        val entry: String,
    ) : NewReadingAction
}

/** A reading that has just arrived. */
@Composable
fun NewReadingScreen(
    state: NewReadingState,
    act: (NewReadingAction) -> Unit,
) {
    val asks = state.choosing || (state.person == null && state.people.isNotEmpty())
    Page(
        title = words(R.string.new_title),
        back = { act(NewReadingAction.Back) },
        foot = { MainButton(words(R.string.new_keep), enabled = !asks || state.chosen != null) { act(NewReadingAction.Keep) } },
    ) {
        state.person?.takeIf { !asks && state.people.size > 1 }?.let { Paragraph(words(R.string.new_of, it.name)) }
        ReadingCard(state.reading, state.today, Modifier.semantics { liveRegion = LiveRegionMode.Assertive })
        if (state.failed) Notice(Tone.Attention, words(R.string.new_failed))
        if (state.notGiven) Notice(Tone.Error, words(R.string.common_failed))
        if (asks) Whose(state, act)
        Aside(words(timeWords(state.time)))
        if (state.more > 0) Aside(counted(R.plurals.new_more, state.more))
        state.second?.let { Second(it, state.today, act) }
        if (!asks && state.people.size > 1) SideButton(words(R.string.new_someone_else)) { act(NewReadingAction.SomeoneElse) }
    }
}

private fun timeWords(time: TimeFrom): Int =
    when (time) {
        TimeFrom.Device -> R.string.new_time_known
        TimeFrom.Arrival -> R.string.new_time_arrival
        TimeFrom.Unsure -> R.string.new_time_unsure
    }

@Composable
private fun ColumnScope.Whose(
    state: NewReadingState,
    act: (NewReadingAction) -> Unit,
) {
    Heading(words(R.string.new_whose))
    Card {
        ChooseOne(
            state.people,
            state.chosen,
            { act(NewReadingAction.Choose(it)) },
            below = { person -> words(R.string.new_whose_suggested).takeIf { person == state.suggested } },
        ) { it.name }
    }
    // What is in a diary already waits no more.
    if (state.person == null) SideButton(words(R.string.new_nobody)) { act(NewReadingAction.LeaveWaiting) }
}

@Composable
private fun ColumnScope.Second(
    second: ShownEntry,
    today: LocalDate,
    act: (NewReadingAction) -> Unit,
) {
    Paragraph(words(R.string.new_second))
    EntryLines(listOf(second), today) { act(NewReadingAction.Open(it.id)) }
    Aside(words(R.string.new_second_keep_both))
}
