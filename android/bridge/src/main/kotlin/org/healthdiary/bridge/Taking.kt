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
    ) : Taking
}

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

    /** As a screen shows it; nothing where that changes nothing. */
    fun of(said: SyncProgress): Taking? =
        when (said) {
            is SyncProgress.Connecting -> Taking.Looking

            is SyncProgress.ReadingClock -> Taking.Found

            is SyncProgress.Receiving -> Taking.Receiving(said.received.toInt().also { taken = it }, said.announced?.toInt())

            is SyncProgress.Reconnecting -> Taking.Lost(taken)

            is SyncProgress.AskingAgain -> Taking.Asking(taken)

            is SyncProgress.WaitingForBluetooth -> Taking.WaitsForBluetooth(taken)

            is SyncProgress.Finishing -> Taking.Finishing(taken)

            // Only a session that watches says these.
            is SyncProgress.Watching, is SyncProgress.Oxygen, is SyncProgress.CuffPressure -> null
        }

    /** How it ended. */
    fun over(
        result: SyncResult,
        entries: List<NewEntry>,
    ): Taking.Over =
        when (result) {
            is SyncResult.Complete -> {
                Taking.Over(TakingEnd.COMPLETE, result.records.toInt(), result.announced?.toInt(), entries)
            }

            is SyncResult.LinkLost -> {
                Taking.Over(TakingEnd.LINK_LOST, result.records.toInt(), null, entries)
            }

            is SyncResult.Unfinished -> {
                Taking.Over(TakingEnd.UNFINISHED, result.records.toInt(), result.announced?.toInt(), entries)
            }

            is SyncResult.Unending -> {
                Taking.Over(TakingEnd.UNFINISHED, result.records.toInt(), null, entries)
            }

            is SyncResult.NotStored -> {
                Taking.Over(TakingEnd.NOT_STORED, taken, null, entries)
            }

            is SyncResult.Refused -> {
                Taking.Over(if (result.needsPairing) TakingEnd.NEEDS_PAIRING else TakingEnd.REFUSED, taken, null, entries)
            }

            // An oximeter that keeps nothing has nothing to take over.
            is SyncResult.OnlyLive -> {
                Taking.Over(TakingEnd.COMPLETE, taken, null, entries)
            }

            is SyncResult.BluetoothOff -> {
                Taking.Over(TakingEnd.BLUETOOTH_OFF, result.records.toInt(), null, entries)
            }

            is SyncResult.NotPermitted -> {
                Taking.Over(TakingEnd.NOT_PERMITTED, result.records.toInt(), null, entries)
            }

            is SyncResult.Cancelled -> {
                Taking.Over(TakingEnd.CANCELLED, taken, null, entries)
            }

            is SyncResult.Paired -> {
                Taking.Over(TakingEnd.COMPLETE, 0, null, entries)
            }
        }
}
