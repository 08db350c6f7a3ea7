package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.LinkLine
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.asCode
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.words

/** A device that is being added. */
@Immutable
data class AddDeviceState(
    val stage: AddStage,
    /** What was found so far, the nearest first. */
    val found: List<NearDevice> = emptyList(),
)

/** A device nearby. */
@Immutable
data class NearDevice(
    val address: String,
    val name: String,
    /** The end of its address, where there are several of one name. */
    val tellsApart: String? = null,
    val veryNear: Boolean = false,
)

/** How far adding is. */
@Immutable
sealed interface AddStage {
    data object Looking : AddStage

    data class Pairing(
        val name: String,
    ) : AddStage

    data class Done(
        val name: String,
        /** Whether somebody is to be asked if the phone may say that a reading came. */
        val asksForNotices: Boolean = false,
    ) : AddStage

    /** The device did not agree. */
    data object Refused : AddStage

    data object NothingFound : AddStage

    data object BluetoothOff : AddStage

    /** Phones before Android 12 find nothing while location is off. */
    data object LocationOff : AddStage

    data class NotPermitted(
        /** Whether the phone would ask. */
        val asksAgain: Boolean,
    ) : AddStage
}

/** What can be done on [AddDeviceScreen]. */
sealed interface AddDeviceAction {
    data object Back : AddDeviceAction

    data object TryAgain : AddDeviceAction

    data object SayWho : AddDeviceAction

    data object Allow : AddDeviceAction

    data object SwitchBluetoothOn : AddDeviceAction

    data object OpenPhoneSettings : AddDeviceAction

    data object AllowNotices : AddDeviceAction

    data class Pair(
        val address: String,
    ) : AddDeviceAction
}

/** Finding and pairing a device. */
@Composable
fun AddDeviceScreen(
    state: AddDeviceState,
    act: (AddDeviceAction) -> Unit,
) {
    val stage = state.stage
    Page(
        title = words(R.string.adding_title),
        back = { act(AddDeviceAction.Back) },
        foot = mainOf(stage, LocalOffers.current)?.let { (key, action) -> { MainButton(words(key)) { act(action) } } },
    ) {
        when (stage) {
            AddStage.Looking -> {
                Looking(state.found, act)
            }

            is AddStage.Pairing -> {
                Notice(Tone.Calm, words(R.string.adding_pairing, stage.name))
            }

            is AddStage.Done -> {
                Notice(Tone.Fine, words(R.string.adding_done, stage.name))
                if (stage.asksForNotices) {
                    Notice(Tone.Calm, words(R.string.adding_notices), words(R.string.receiving_fix_notifications), live = false) {
                        act(AddDeviceAction.AllowNotices)
                    }
                }
            }

            AddStage.Refused -> {
                Notice(Tone.Attention, words(R.string.adding_refused))
            }

            AddStage.NothingFound -> {
                Notice(Tone.Attention, words(R.string.adding_none))
                How()
            }

            AddStage.BluetoothOff -> {
                Hindered(R.string.take_bluetooth_off, R.string.adding_bluetooth_do)
                SideButton(words(R.string.common_try_again)) { act(AddDeviceAction.TryAgain) }
            }

            AddStage.LocationOff -> {
                Hindered(R.string.take_location_off, R.string.take_location_off_do)
                SideButton(words(R.string.common_try_again)) { act(AddDeviceAction.TryAgain) }
            }

            is AddStage.NotPermitted -> {
                Hindered(
                    R.string.take_permission,
                    if (stage.asksAgain) R.string.adding_permission_do else R.string.adding_permission_settings_do,
                )
            }
        }
    }
}

/** The main button of a stage, and what it does; none where there is nothing to do. */
private fun mainOf(
    stage: AddStage,
    offers: Set<Offer>,
): Pair<Int, AddDeviceAction>? =
    when (stage) {
        is AddStage.Done -> (R.string.adding_who to AddDeviceAction.SayWho).takeIf { Offer.Users in offers }
        AddStage.Refused, AddStage.NothingFound -> R.string.common_try_again to AddDeviceAction.TryAgain
        AddStage.BluetoothOff -> R.string.take_bluetooth_on to AddDeviceAction.SwitchBluetoothOn
        AddStage.LocationOff -> R.string.common_open_settings to AddDeviceAction.OpenPhoneSettings
        is AddStage.NotPermitted -> permissionOf(stage)
        AddStage.Looking, is AddStage.Pairing -> null
    }

private fun permissionOf(stage: AddStage.NotPermitted): Pair<Int, AddDeviceAction> =
    if (stage.asksAgain) {
        R.string.take_permission_allow to AddDeviceAction.Allow
    } else {
        R.string.common_open_settings to AddDeviceAction.OpenPhoneSettings
    }

/** What stands in the way, and what to do. */
@Composable
private fun ColumnScope.Hindered(
    what: Int,
    todo: Int,
) {
    Notice(Tone.Attention, words(what))
    Paragraph(words(todo))
}

@Composable
private fun ColumnScope.How() {
    Paragraph(words(R.string.adding_how_cuff))
    Paragraph(words(R.string.adding_how_oximeter))
}

@Composable
private fun ColumnScope.Looking(
    found: List<NearDevice>,
    act: (AddDeviceAction) -> Unit,
) {
    How()
    if (found.isNotEmpty()) {
        Heading(words(R.string.adding_found))
        Card {
            found.forEachIndexed { index, device ->
                if (index > 0) Divider()
                val below = beside(device.tellsApart?.let(::asCode), words(R.string.adding_signal).takeIf { device.veryNear })
                LinkLine(device.name, below) { act(AddDeviceAction.Pair(device.address)) }
            }
        }
    }
    Aside(words(R.string.adding_looking))
}
