package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** Whether readings can arrive by themselves. */
@Immutable
data class ReceivingState(
    val today: LocalDate,
    /** In the order they are to be mended; those that this phone does not have are left out. */
    val needs: List<Need>,
    val lastWake: ShownMoment? = null,
)

/** Something that receiving needs, and whether it is so. */
@Immutable
data class Need(
    val what: NeedKind,
    val met: Boolean,
)

/** What receiving needs. */
enum class NeedKind { Bluetooth, Permission, Location, Notifications, Battery, Association, NotStopped }

/** What can be done on [ReceivingScreen]. */
sealed interface ReceivingAction {
    data object Back : ReceivingAction

    data class Fix(
        val what: NeedKind,
    ) : ReceivingAction
}

/** One line for each thing that receiving needs, with one way to mend it; the main button mends the first. */
@Composable
fun ReceivingScreen(
    state: ReceivingState,
    act: (ReceivingAction) -> Unit,
) {
    val first = state.needs.firstOrNull { !it.met }
    Page(
        title = words(R.string.receiving_title),
        back = { act(ReceivingAction.Back) },
        foot = first?.let { need -> { MainButton(words(fixWords(need.what))) { act(ReceivingAction.Fix(need.what)) } } },
    ) {
        if (first == null) Notice(Tone.Fine, words(R.string.receiving_well)) else Notice(Tone.Attention, words(R.string.receiving_not_well))
        Card {
            state.needs.forEachIndexed { index, need ->
                if (index > 0) Divider()
                Line(need, first = need == first, act)
            }
        }
        Aside(
            state.lastWake?.let { words(R.string.receiving_last_wake, momentWords(it, state.today, inSentence = true)) }
                ?: words(R.string.receiving_never_woken),
        )
    }
}

@Composable
private fun Line(
    need: Need,
    first: Boolean,
    act: (ReceivingAction) -> Unit,
) {
    Column(Modifier.padding(horizontal = Sizes.edge, vertical = Sizes.apart)) {
        Remark(if (need.met) Tone.Fine else Tone.Attention, words(needWords(need)))
        if (!need.met && !first) WordButton(words(fixWords(need.what))) { act(ReceivingAction.Fix(need.what)) }
    }
}

private fun needWords(need: Need): Int =
    when (need.what) {
        NeedKind.Bluetooth -> if (need.met) R.string.receiving_bluetooth_ok else R.string.receiving_bluetooth_bad
        NeedKind.Permission -> if (need.met) R.string.receiving_permission_ok else R.string.receiving_permission_bad
        NeedKind.Location -> if (need.met) R.string.receiving_location_ok else R.string.receiving_location_bad
        NeedKind.Notifications -> if (need.met) R.string.receiving_notifications_ok else R.string.receiving_notifications_bad
        NeedKind.Battery -> if (need.met) R.string.receiving_battery_ok else R.string.receiving_battery_bad
        NeedKind.Association -> if (need.met) R.string.receiving_association_ok else R.string.receiving_association_bad
        NeedKind.NotStopped -> if (need.met) R.string.receiving_stopped_ok else R.string.receiving_stopped_bad
    }

private fun fixWords(need: NeedKind): Int =
    when (need) {
        NeedKind.Bluetooth -> R.string.take_bluetooth_on
        NeedKind.Permission -> R.string.receiving_fix_permission
        NeedKind.Location -> R.string.receiving_fix_location
        NeedKind.Notifications -> R.string.receiving_fix_notifications
        NeedKind.Battery -> R.string.receiving_fix_battery
        NeedKind.Association -> R.string.receiving_fix_association
        NeedKind.NotStopped -> R.string.receiving_fix_stopped
    }
