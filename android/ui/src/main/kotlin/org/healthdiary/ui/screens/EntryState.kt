package org.healthdiary.ui.screens

import androidx.compose.runtime.Immutable
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDate

/** An entry with everything that is known of it. */
@Immutable
data class EntryState(
    val today: LocalDate,
    /** None where it was deleted for good. */
    val entry: ShownEntry?,
    val zone: ZoneKnown? = null,
    /** Its versions, the newest first; one where it was never changed. */
    val versions: List<ShownVersion> = emptyList(),
    val files: FilesState = FilesState(),
    /** What its owner wrote beside it. */
    val objections: List<String> = emptyList(),
    /** A clinician wrote it: it stays as it is. */
    val readOnly: Boolean = false,
    /** How its owner sees it, while they write it beside a clinician's words; none while nobody does. */
    val objecting: String? = null,
    val askingToErase: Boolean = false,
    /** Who it could be of besides; empty where the household has one person. */
    val others: List<ShownPerson> = emptyList(),
    /** While somebody says whose it is. */
    val giving: Boolean = false,
    /** What was asked for could not be done. */
    val failed: Boolean = false,
    /** The day it was deleted on. */
    val erasedOn: LocalDate? = null,
)

/** A time zone, and how it is known. */
@Immutable
data class ZoneKnown(
    val place: String,
    val by: ZoneBy,
)

/** What speaks for a time zone. */
enum class ZoneBy { Phone, Location, Chosen, Device, Import, Unknown }

/** What an entry said from one time on. */
@Immutable
data class ShownVersion(
    /** When it was written down, not when it was. */
    val written: ShownMoment,
    val entry: ShownEntry,
    val author: String? = null,
    val reason: String? = null,
    val change: VersionChange = VersionChange.Amended,
)

/** What was done with an entry. */
enum class VersionChange { Made, Amended, Retracted, Reinstated }

/** What can be done on [EntryScreen]. */
sealed interface EntryAction {
    data object Back : EntryAction

    data object Change : EntryAction

    /** Begins to write beside a clinician's words; none leaves it. */
    data class Write(
        val words: String?,
    ) : EntryAction

    /** Keeps what was written. */
    data object Object : EntryAction

    data object Retract : EntryAction

    data object Reinstate : EntryAction

    data object AskToErase : EntryAction

    data object Erase : EntryAction

    data object KeepIt : EntryAction

    /** It is of somebody else: asks of whom. */
    data object AskToGive : EntryAction

    data class Give(
        val person: ShownPerson,
    ) : EntryAction
}
