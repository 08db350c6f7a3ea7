package org.healthdiary.app

import android.icu.text.TimeZoneNames
import org.healthdiary.ui.screens.HistoryDay
import org.healthdiary.ui.state.ShownEntry
import java.time.ZoneId
import java.util.Locale

/*
 * Where entries were recorded, for whoever travels: a place is named where the clock on the wall is another than before.
 */

/** What people here call the place of a zone: "Lisbon", "Lissabon". */
internal fun placeOf(zone: String): String =
    TimeZoneNames.getInstance(Locale.getDefault()).getExemplarLocationName(zone) ?: zone.substringAfterLast('/').replace('_', ' ')

/** Entries, the newest first, with their place where it is another than that of the entry before; [before] all of them was this one. */
internal fun placed(
    entries: List<ShownEntry>,
    before: ShownEntry? = null,
): List<ShownEntry> {
    var last = before?.at?.zone
    return entries
        .asReversed()
        .map { entry ->
            val place = placeAfter(last, entry.at.zone)
            last = entry.at.zone ?: last
            if (place == null) entry else inPlace(entry, place)
        }.reversed()
}

/** Entries by day, the newest first, with the place of a day where it is another than that of the day before. */
internal fun placedDays(entries: List<ShownEntry>): List<HistoryDay> {
    val days = placed(entries).groupBy { it.at.day }.map { (day, ofDay) -> HistoryDay(day, ofDay) }
    var last: String? = null
    return days
        .asReversed()
        .map { day ->
            val zone = day.entries.firstNotNullOfOrNull { it.at.zone }
            val place = placeAfter(last, zone)
            last = zone ?: last
            if (place == null) day else day.copy(place = place)
        }.reversed()
}

/** An entry with its place, where that is another than where the phone is now. */
internal fun seenFrom(
    here: String,
    entry: ShownEntry,
): ShownEntry = placeAfter(here, entry.at.zone)?.let { inPlace(entry, it) } ?: entry

/** Where the phone is now, where that is somewhere else than where [last] was recorded. */
internal fun travelledTo(
    here: String,
    last: ShownEntry?,
): String? = placeAfter(last?.at?.zone, here)

private fun inPlace(
    entry: ShownEntry,
    place: String,
) = entry.copy(at = entry.at.copy(place = place))

/** The place of a zone, where its clocks are not those of [last]; none where either is not known. */
private fun placeAfter(
    last: String?,
    zone: String?,
): String? = zone?.takeIf { last != null && !sameClock(last, it) }?.let(::placeOf)

/** Two names of one zone are one place. */
private fun sameClock(
    one: String,
    other: String,
): Boolean = one == other || runCatching { ZoneId.of(one).rules == ZoneId.of(other).rules }.getOrDefault(false)
