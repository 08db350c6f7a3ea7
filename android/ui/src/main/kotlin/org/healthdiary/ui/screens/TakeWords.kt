package org.healthdiary.ui.screens

import androidx.annotation.StringRes
import androidx.compose.runtime.Composable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.unitWords
import org.healthdiary.ui.words.words

/** What a stage says: what happens, what is safe, what to do, and the one thing that helps. */
internal class TakeWords(
    val happens: String,
    val then: String,
    val tone: Tone = Tone.Calm,
    @get:StringRes val button: Int? = null,
    val act: TakeAction? = null,
    val safe: Int = 0,
)

/** The words of a stage; none for those that have a picture of their own. */
@Composable
internal fun takeWords(stage: TakeStage): TakeWords? = goingOn(stage) ?: ended(stage) ?: needing(stage)

@Composable
private fun goingOn(stage: TakeStage): TakeWords? =
    when (stage) {
        TakeStage.Looking -> {
            TakeWords(words(R.string.take_looking), words(R.string.take_looking_do))
        }

        is TakeStage.Found -> {
            TakeWords(words(R.string.take_found, stage.device), words(R.string.take_found_do))
        }

        is TakeStage.Receiving -> {
            TakeWords(receiving(stage), words(R.string.take_receiving_do))
        }

        is TakeStage.LinkLost -> {
            TakeWords(words(R.string.take_lost), words(R.string.take_lost_do), Tone.Attention, safe = stage.taken)
        }

        is TakeStage.Asking -> {
            TakeWords(words(R.string.take_asking), words(R.string.take_found_do), safe = stage.taken)
        }

        is TakeStage.Finishing -> {
            TakeWords(words(R.string.take_finishing), "", Tone.Fine, safe = stage.taken)
        }

        is TakeStage.Measuring -> {
            TakeWords(
                words(
                    R.string.take_inflating,
                    words(R.string.common_number_unit, LocalFormats.current.number(stage.pressure), unitWords(stage.unit)),
                ),
                words(R.string.take_inflating_do),
            )
        }

        else -> {
            null
        }
    }

@Composable
private fun receiving(stage: TakeStage.Receiving): String {
    val formats = LocalFormats.current
    return when {
        stage.of != null -> words(R.string.take_receiving_of, formats.number(stage.taken), formats.number(stage.of))
        stage.taken > 0 -> counted(R.plurals.take_receiving_some, stage.taken)
        else -> words(R.string.take_receiving)
    }
}

@Composable
private fun ended(stage: TakeStage): TakeWords? =
    when (stage) {
        TakeStage.NothingNew -> {
            TakeWords(
                words(R.string.take_nothing),
                words(R.string.take_nothing_do),
                button = R.string.common_try_again,
                act = TakeAction.TryAgain,
            )
        }

        is TakeStage.Missing -> {
            TakeWords(
                words(R.string.take_finishing),
                counted(R.plurals.take_missing, stage.missing),
                Tone.Attention,
                R.string.today_type,
                TakeAction.TypeInstead,
                stage.taken,
            )
        }

        is TakeStage.Stopped -> {
            TakeWords(
                words(R.string.take_stopped),
                words(R.string.take_stopped_do),
                Tone.Attention,
                R.string.common_try_again,
                TakeAction.TryAgain,
                stage.taken,
            )
        }

        is TakeStage.NoSpace -> {
            TakeWords(
                words(R.string.take_no_space),
                words(R.string.take_no_space_do),
                Tone.Error,
                R.string.common_try_again,
                TakeAction.TryAgain,
                stage.taken,
            )
        }

        TakeStage.NoDevice -> {
            TakeWords(
                words(R.string.take_no_device),
                words(R.string.take_no_device_do),
                button = R.string.take_add_device,
                act = TakeAction.AddDevice,
            )
        }

        else -> {
            null
        }
    }

@Composable
private fun needing(stage: TakeStage): TakeWords? =
    when (stage) {
        is TakeStage.BluetoothOff -> {
            TakeWords(
                words(R.string.take_bluetooth_off),
                words(R.string.take_bluetooth_off_do),
                Tone.Attention,
                R.string.take_bluetooth_on,
                TakeAction.SwitchBluetoothOn,
                stage.taken,
            )
        }

        is TakeStage.NotPermitted -> {
            TakeWords(
                words(R.string.take_permission),
                words(if (stage.asksAgain) R.string.take_permission_do else R.string.take_permission_settings_do),
                Tone.Attention,
                if (stage.asksAgain) R.string.take_permission_allow else R.string.common_open_settings,
                if (stage.asksAgain) TakeAction.Allow else TakeAction.OpenPhoneSettings,
                stage.taken,
            )
        }

        TakeStage.LocationOff -> {
            TakeWords(
                words(R.string.take_location_off),
                words(R.string.take_location_off_do),
                Tone.Attention,
                R.string.common_open_settings,
                TakeAction.OpenPhoneSettings,
            )
        }

        TakeStage.PairedElsewhere -> {
            TakeWords(
                words(R.string.take_elsewhere),
                words(R.string.take_elsewhere_do),
                Tone.Attention,
                R.string.take_pair_anew,
                TakeAction.PairAnew,
            )
        }

        else -> {
            null
        }
    }
