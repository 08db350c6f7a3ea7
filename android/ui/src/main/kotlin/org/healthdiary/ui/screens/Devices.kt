package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Ask
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.TwoLines
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.dayInSentence
import org.healthdiary.ui.words.lengthWords
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.words
import java.time.Duration
import java.time.LocalDate

/** The devices of the household. */
@Immutable
data class DevicesState(
    val today: LocalDate,
    val devices: List<ShownDevice> = emptyList(),
    /** The device that somebody may want forgotten, while they are asked. */
    val askingToForget: String? = null,
)

/** A known device. */
@Immutable
data class ShownDevice(
    val id: String,
    val label: String,
    /** What stands on it, where there are several of one model. */
    val serial: String? = null,
    /** Percent. */
    val battery: Int? = null,
    val batteryOn: LocalDate? = null,
    val last: ShownSync? = null,
    val clock: DeviceClock = DeviceClock.None,
    /** How wrong its clock is; negative where it is slow. */
    val clockOff: Duration = Duration.ZERO,
    /** Another one is used in its place. */
    val replaced: Boolean = false,
)

/** The last time that readings were received. */
@Immutable
data class ShownSync(
    val at: ShownMoment,
    val proof: Proof,
)

/** What shows that nothing was left on the device; named as in the core. */
enum class Proof { Count, Success, PeerEnded, Quiet, LinkEnded, None }

/** What is known of a device's clock. */
enum class DeviceClock { Right, Wrong, None }

/** What can be done on [DevicesScreen]. */
sealed interface DevicesAction {
    data object Back : DevicesAction

    data object Add : DevicesAction

    data object KeepIt : DevicesAction

    data class Users(
        val device: String,
    ) : DevicesAction

    data class AskToForget(
        val device: String,
    ) : DevicesAction

    data class Forget(
        val device: String,
    ) : DevicesAction
}

private const val LOW_BATTERY = 20

/** Every device, with its battery, its clock, and what shows that nothing was left on it. */
@Composable
fun DevicesScreen(
    state: DevicesState,
    act: (DevicesAction) -> Unit,
) {
    Page(
        title = words(R.string.devices_title),
        back = { act(DevicesAction.Back) },
        foot = { MainButton(words(R.string.devices_add)) { act(DevicesAction.Add) } },
    ) {
        if (state.devices.isEmpty()) Paragraph(words(R.string.devices_empty))
        for (device in state.devices) {
            Device(device, state.today, act)
            if (state.askingToForget == device.id) {
                Ask(words(R.string.devices_forget_ask), words(R.string.devices_forget), { act(DevicesAction.KeepIt) }) {
                    act(DevicesAction.Forget(device.id))
                }
            }
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Device(
    device: ShownDevice,
    today: LocalDate,
    act: (DevicesAction) -> Unit,
) {
    Card {
        Column(Modifier.padding(Sizes.edge), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            TwoLines(device.label, device.serial?.let { words(R.string.devices_serial, it) })
            if (device.replaced) Aside(words(R.string.devices_replaced))
            LastTime(device.last, today)
            Battery(device, today)
            Clock(device)
            FlowRow(horizontalArrangement = Arrangement.spacedBy(Sizes.apart)) {
                if (!device.replaced && Offer.Users in LocalOffers.current) {
                    SideButton(words(R.string.devices_users)) { act(DevicesAction.Users(device.id)) }
                }
                WordButton(words(R.string.devices_forget)) { act(DevicesAction.AskToForget(device.id)) }
            }
        }
    }
}

@Composable
private fun LastTime(
    last: ShownSync?,
    today: LocalDate,
) {
    if (last == null) {
        Aside(words(R.string.devices_never))
        return
    }
    Paragraph(words(R.string.devices_last, momentWords(last.at, today, inSentence = true)))
    val (tone, key) =
        when (last.proof) {
            Proof.Count -> Tone.Fine to R.string.devices_proof_count
            Proof.Success -> Tone.Fine to R.string.devices_proof_success
            Proof.PeerEnded -> Tone.Fine to R.string.devices_proof_ended
            Proof.Quiet -> Tone.Calm to R.string.devices_proof_quiet
            Proof.LinkEnded -> Tone.Calm to R.string.devices_proof_link
            Proof.None -> Tone.Attention to R.string.devices_proof_none
        }
    Remark(tone, words(key))
}

@Composable
private fun Battery(
    device: ShownDevice,
    today: LocalDate,
) {
    val battery = device.battery ?: return
    val percent = words(R.string.common_percent, LocalFormats.current.number(battery))
    if (battery < LOW_BATTERY) {
        Remark(Tone.Attention, words(R.string.devices_battery_low, percent))
    } else {
        Aside(words(R.string.devices_battery, percent, dayInSentence(device.batteryOn, today)))
    }
}

@Composable
private fun Clock(device: ShownDevice) {
    when (device.clock) {
        DeviceClock.None -> {
            Aside(words(R.string.devices_clock_none))
        }

        DeviceClock.Right -> {
            Aside(words(R.string.devices_clock_right))
        }

        DeviceClock.Wrong -> {
            val key = if (device.clockOff.isNegative) R.string.devices_clock_slow else R.string.devices_clock_fast
            Remark(Tone.Calm, words(key, lengthWords(device.clockOff)))
        }
    }
}
