package org.healthdiary.ui.screens

import androidx.compose.runtime.Immutable

/** Taking a reading, from sitting down to the reading on the phone. */
@Immutable
data class TakeState(
    val stage: TakeStage,
)

/** How far it is. `taken` are readings that are safe on the phone. */
@Immutable
sealed interface TakeStage {
    /** Before the cuff's button is pressed; with the seconds left of a rest, where somebody wanted one. */
    data class Prepare(
        val secondsLeft: Int? = null,
    ) : TakeStage

    /** No device was ever paired. */
    data object NoDevice : TakeStage

    data object Looking : TakeStage

    data class Found(
        val device: String,
    ) : TakeStage

    /** Readings come; [of] is how many there are, where the device said so. */
    data class Receiving(
        val taken: Int,
        val of: Int? = null,
    ) : TakeStage

    /** The link broke, and is sought again. */
    data class LinkLost(
        val taken: Int,
    ) : TakeStage

    /** Nobody knows whether the device has more: it is asked. */
    data class Asking(
        val taken: Int,
    ) : TakeStage

    data class Finishing(
        val taken: Int,
    ) : TakeStage

    /** A cuff measures; [pressure] as it shows it, with its unit. */
    data class Measuring(
        val pressure: String,
        val unit: String,
    ) : TakeStage

    /** An oximeter measures. */
    data class Watching(
        val saturation: String?,
        val pulse: String?,
        val signal: Signal,
    ) : TakeStage

    // What follows has ended.

    data object NothingNew : TakeStage

    /** The device had counted [missing] more than came. */
    data class Missing(
        val taken: Int,
        val missing: Int,
    ) : TakeStage

    /** The link broke, and did not come back. */
    data class Stopped(
        val taken: Int,
    ) : TakeStage

    data class BluetoothOff(
        val taken: Int = 0,
    ) : TakeStage

    /** The app may not use Bluetooth; [asksAgain] whether the phone would ask once more. */
    data class NotPermitted(
        val asksAgain: Boolean,
        val taken: Int = 0,
    ) : TakeStage

    /** Phones before Android 12 find nothing while location is off. */
    data object LocationOff : TakeStage

    /** The device wants to be paired, or knows another phone. */
    data object PairedElsewhere : TakeStage

    data class NoSpace(
        val taken: Int,
    ) : TakeStage
}

/** How well an oximeter hears a pulse. */
enum class Signal {
    NoFinger,
    Searching,
    Weak,
    Good,

    /** The device or its sensor reports a fault. */
    Fault,

    /** What it shows is made up. */
    Demonstration,
}

/** What can be done on [TakeScreen]. */
sealed interface TakeAction {
    data object Back : TakeAction

    data object Rest : TakeAction

    data object TypeInstead : TakeAction

    data object AddDevice : TakeAction

    data object TryAgain : TakeAction

    data object SwitchBluetoothOn : TakeAction

    data object Allow : TakeAction

    data object OpenPhoneSettings : TakeAction

    data object PairAnew : TakeAction

    data object EndWatching : TakeAction
}
