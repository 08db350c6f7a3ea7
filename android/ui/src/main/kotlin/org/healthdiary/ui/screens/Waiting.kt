package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.res.pluralStringResource
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.EntryLines
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** Readings that are not yet anyone's. */
@Immutable
data class WaitingState(
    val today: LocalDate,
    val groups: List<WaitingGroup> = emptyList(),
    val people: List<ShownPerson> = emptyList(),
    /** Whom readings were just given to. */
    val assigned: String? = null,
    /** It could not be done. */
    val failed: Boolean = false,
)

/** What came from one user of one device, and waits for one reason. */
@Immutable
data class WaitingGroup(
    val id: String,
    val device: String,
    /** The user as it stands on the device. */
    val user: Int?,
    val why: WaitsBecause,
    /** The newest first, as far as they can be read. */
    val readings: List<ShownEntry>,
    /** How many wait, those that cannot be read among them. */
    val count: Int = readings.size,
    val suggested: ShownPerson? = null,
)

/** Why readings wait. */
@Immutable
sealed interface WaitsBecause {
    /** Somebody has to say whose they are. */
    data object NobodySaid : WaitsBecause

    data class Locked(
        val person: String,
    ) : WaitsBecause

    data object NotReadable : WaitsBecause

    data object Newer : WaitsBecause

    data object NotOpened : WaitsBecause
}

/** What can be done on [WaitingScreen]. */
sealed interface WaitingAction {
    data object Back : WaitingAction

    data class Assign(
        val group: String,
        val person: ShownPerson,
    ) : WaitingAction
}

/** So many of a group are shown. */
private const val SHOWN = 3

/** Readings that are not yet anyone's; the main button follows the first suggestion. */
@Composable
fun WaitingScreen(
    state: WaitingState,
    act: (WaitingAction) -> Unit,
) {
    val first = state.groups.firstOrNull { it.why == WaitsBecause.NobodySaid && it.suggested != null }
    Page(
        title = words(R.string.waiting_title),
        back = { act(WaitingAction.Back) },
        foot =
            first?.suggested?.let { person ->
                { MainButton(assignWords(first.count, person.name)) { act(WaitingAction.Assign(first.id, person)) } }
            },
    ) {
        state.assigned?.let { Notice(Tone.Fine, words(R.string.waiting_given, it)) }
        if (state.failed) Notice(Tone.Error, words(R.string.common_failed))
        if (state.groups.isEmpty()) Paragraph(words(R.string.waiting_none))
        for (group in state.groups) Group(group, state, group == first, act)
    }
}

@Composable
private fun assignWords(
    count: Int,
    person: String,
): String = pluralStringResource(R.plurals.waiting_assign, count, LocalFormats.current.number(count), person)

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun ColumnScope.Group(
    group: WaitingGroup,
    state: WaitingState,
    first: Boolean,
    act: (WaitingAction) -> Unit,
) {
    Heading(from(group))
    val readings = group.readings.take(SHOWN)
    if (readings.isNotEmpty()) EntryLines(readings, state.today)
    if (group.count > readings.size && readings.isNotEmpty()) Aside(counted(R.plurals.waiting_more, group.count - readings.size))
    when (val why = group.why) {
        is WaitsBecause.Locked -> {
            Notice(Tone.Calm, words(R.string.waiting_locked, why.person), live = false)
        }

        WaitsBecause.NotReadable -> {
            Notice(Tone.Calm, words(R.string.waiting_not_readable), live = false)
        }

        WaitsBecause.Newer -> {
            Notice(Tone.Attention, words(R.string.waiting_newer), live = false)
        }

        WaitsBecause.NotOpened -> {
            Notice(Tone.Attention, words(R.string.waiting_not_opened), live = false)
        }

        WaitsBecause.NobodySaid -> {
            group.suggested?.let { Aside(words(R.string.waiting_suggest, it.name)) }
            FlowRow(
                horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
            ) {
                for (person in state.people.filterNot { first && it == group.suggested }) {
                    SideButton(words(R.string.waiting_give_to, person.name)) { act(WaitingAction.Assign(group.id, person)) }
                }
            }
        }
    }
}

@Composable
private fun from(group: WaitingGroup): String {
    val user = group.user ?: return words(R.string.waiting_from_nobody, group.device)
    return words(R.string.waiting_from, group.device, words(R.string.users_slot, LocalFormats.current.number(user)))
}
