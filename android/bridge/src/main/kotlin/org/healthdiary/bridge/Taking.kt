package org.healthdiary.bridge

import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult

/** How far taking readings over is. `taken` are readings that are safe on the phone. */
public sealed interface Taking {
    /** The device is waited for. */
    public data object Looking : Taking

    /** The link is up, and the device is asked. */
    public data object Found : Taking

    /** Readings come; [of] is how many there are, where the device said so. */
    public data class Receiving(
        val taken: Int,
        val of: Int?,
    ) : Taking

    /** The link was lost, and is being brought up again. */
    public data class Lost(
        val taken: Int,
    ) : Taking

    /** The device is asked whether there is more. */
    public data class Asking(
        val taken: Int,
    ) : Taking

    /** Bluetooth is off: it goes on when it is on. */
    public data class WaitsForBluetooth(
        val taken: Int,
    ) : Taking

    /** An oximeter measures, or waits for a finger. Digits with a dot; none where there is no value. No reading yet. */
    public data class Live(
        val saturation: String?,
        val pulse: String?,
        val signal: LiveSignal,
    ) : Taking {
        override fun toString(): String = "Live"
    }

    /** The pressure in a cuff that inflates; never a reading. */
    public data class Inflating(
        val pressure: String,
        val unit: String,
    ) : Taking {
        override fun toString(): String = "Inflating"
    }

    /** All came; the phone is hanging up. */
    public data class Finishing(
        val taken: Int,
    ) : Taking

    /** It is over. */
    public data class Over(
        val end: TakingEnd,
        val taken: Int,
        /** How many the device had, where it said so. */
        val announced: Int? = null,
        /** The new entries of open diaries. */
        val entries: List<NewEntry> = emptyList(),
        /** How many readings are nobody's yet, of this time and of earlier ones. */
        val waiting: Int = 0,
    ) : Taking
}

/** How well an oximeter hears a pulse. */
public enum class LiveSignal { FAULT, NO_FINGER, DEMONSTRATION, SEARCHING, WEAK, GOOD }

/** How taking over ended. */
public enum class TakingEnd { COMPLETE, LINK_LOST, UNFINISHED, REFUSED, NEEDS_PAIRING, BLUETOOTH_OFF, NOT_PERMITTED, NOT_STORED, CANCELLED }

/** A reading that became an entry. */
public data class NewEntry(
    val person: String,
    val entry: String,
)

/** What the core says on the way, with what came so far. */
internal class Progress {
    private var taken = 0
    private var lost = false

    /** As a screen shows it; nothing where that changes nothing. */
    fun of(said: SyncProgress): Taking? {
        val now = shown(said)
        // A link that was lost is still lost while the next one is brought up.
        val still = if (lost && now == Taking.Looking) Taking.Lost(taken) else now
        if (still != null) lost = still is Taking.Lost
        return still
    }

    private fun shown(said: SyncProgress): Taking? =
        when (said) {
            is SyncProgress.Connecting -> Taking.Looking

            is SyncProgress.ReadingClock -> Taking.Found

            is SyncProgress.Receiving -> Taking.Receiving(said.received.toInt().also { taken = it }, said.announced?.toInt())

            is SyncProgress.Reconnecting -> Taking.Lost(taken)

            is SyncProgress.AskingAgain -> Taking.Asking(taken)

            is SyncProgress.WaitingForBluetooth -> Taking.WaitsForBluetooth(taken)

            is SyncProgress.Finishing -> Taking.Finishing(taken)

            // Nothing is in the sensor yet.
            is SyncProgress.Watching -> Taking.Live(saturation = null, pulse = null, LiveSignal.NO_FINGER)

            is SyncProgress.Oxygen -> Taking.Live(said.saturation, said.pulse, LiveSignal.valueOf(said.signal.name))

            is SyncProgress.CuffPressure -> said.pressure?.let { Taking.Inflating(it, if (said.kilopascals) "kPa" else "mmHg") }
        }

    /** How it ended. */
    fun over(
        result: SyncResult,
        entries: List<NewEntry> = emptyList(),
        waiting: Int = 0,
    ): Taking.Over =
        when (result) {
            is SyncResult.Complete -> {
                Taking.Over(TakingEnd.COMPLETE, result.records.toInt(), result.announced?.toInt(), entries, waiting)
            }

            is SyncResult.LinkLost -> {
                Taking.Over(TakingEnd.LINK_LOST, result.records.toInt(), null, entries, waiting)
            }

            is SyncResult.Unfinished -> {
                Taking.Over(TakingEnd.UNFINISHED, result.records.toInt(), result.announced?.toInt(), entries, waiting)
            }

            is SyncResult.Unending -> {
                Taking.Over(TakingEnd.UNFINISHED, result.records.toInt(), null, entries, waiting)
            }

            is SyncResult.NotStored -> {
                Taking.Over(TakingEnd.NOT_STORED, taken, null, entries, waiting)
            }

            is SyncResult.Refused -> {
                Taking.Over(if (result.needsPairing) TakingEnd.NEEDS_PAIRING else TakingEnd.REFUSED, taken, null, entries, waiting)
            }

            // An oximeter that keeps nothing has nothing to take over.
            is SyncResult.OnlyLive -> {
                Taking.Over(TakingEnd.COMPLETE, taken, null, entries, waiting)
            }

            is SyncResult.BluetoothOff -> {
                Taking.Over(TakingEnd.BLUETOOTH_OFF, result.records.toInt(), null, entries, waiting)
            }

            is SyncResult.NotPermitted -> {
                Taking.Over(TakingEnd.NOT_PERMITTED, result.records.toInt(), null, entries, waiting)
            }

            is SyncResult.Cancelled -> {
                Taking.Over(TakingEnd.CANCELLED, taken, null, entries, waiting)
            }

            is SyncResult.Paired -> {
                Taking.Over(TakingEnd.COMPLETE, 0, null, entries, waiting)
            }
        }
}
