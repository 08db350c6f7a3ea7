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
    ) : AddStage

    /** The device did not agree. */
    data object Refused : AddStage

    data object NothingFound : AddStage
}

/** What can be done on [AddDeviceScreen]. */
sealed interface AddDeviceAction {
    data object Back : AddDeviceAction

    data object TryAgain : AddDeviceAction

    data object SayWho : AddDeviceAction

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
    val offers = LocalOffers.current
    Page(
        title = words(R.string.adding_title),
        back = { act(AddDeviceAction.Back) },
        foot =
            when (stage) {
                is AddStage.Done -> {
                    if (Offer.Users in offers) {
                        { MainButton(words(R.string.adding_who)) { act(AddDeviceAction.SayWho) } }
                    } else {
                        null
                    }
                }

                AddStage.Refused, AddStage.NothingFound -> {
                    (
                        {
                            MainButton(words(R.string.common_try_again)) { act(AddDeviceAction.TryAgain) }
                        }
                    )
                }

                else -> {
                    null
                }
            },
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
            }

            AddStage.Refused -> {
                Notice(Tone.Attention, words(R.string.adding_refused))
            }

            AddStage.NothingFound -> {
                Notice(Tone.Attention, words(R.string.adding_none))
                How()
            }
        }
    }
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
