package org.healthdiary.bridge

import org.healthdiary.CivilMoment
import org.healthdiary.Diary
import org.healthdiary.DiaryEntry
import org.healthdiary.EntryValue
import org.healthdiary.Origin
import org.healthdiary.Said
import org.healthdiary.date
import org.healthdiary.kinds
import org.healthdiary.ui.state.ClockCause
import org.healthdiary.ui.state.Content
import org.healthdiary.ui.state.DeviceKind
import org.healthdiary.ui.state.Score
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.ShownValue
import org.healthdiary.ui.state.Source
import org.healthdiary.ui.state.TimeKnown
import org.healthdiary.wallTime
import java.time.Duration

/*
 * Entries as screens show them. Nothing is computed here: what is shown is what was recorded, under the names that the core has.
 */

/** The greatest scores of questionnaires. */
private val most by lazy { kinds().mapNotNull { kind -> kind.highestScore?.let { kind.name to it.toInt() } }.toMap() }

/** Entries of a diary as they are now, in their order. */
internal fun shown(
    diary: Diary,
    entries: List<DiaryEntry>,
): List<ShownEntry> {
    val names = names(diary, entries.map { it.said })
    return entries.map { entry ->
        shown(entry.id, entry.said).copy(ownName = names[entry.said.ownKind], amended = entry.amended, retracted = entry.retracted)
    }
}

/** What people called the kinds that they made, of those that are named. */
internal fun names(
    diary: Diary,
    said: List<Said>,
): Map<String?, String> = if (said.all { it.ownKind == null }) emptyMap() else diary.ownKinds().associate { it.id to it.name }

/** What an entry says, or said, or would say. */
internal fun shown(
    id: String,
    said: Said,
): ShownEntry {
    // A kind that only a newer app knows has no name here.
    val kind = said.kind.orEmpty()
    return ShownEntry(
        id = id,
        kind = kind,
        values = said.values.mapNotNull(::shown),
        at = shown(said.moment),
        source = source(said),
        remarks = said.remarks,
        doubtful = said.doubtful,
        note = said.note,
        tags = said.tags,
        score = said.score?.let { points -> most[kind]?.let { Score(points.toInt(), it) } },
    )
}

private fun shown(value: EntryValue): ShownValue? {
    val unit = value.unit
    val moment = value.moment
    val text = value.text
    val content =
        when {
            unit != null -> Content.Number(text, unit)
            moment != null -> Content.Moment(shown(moment))
            value.choices.isNotEmpty() -> Content.Choices(value.choices)
            text != null -> Content.Text(text)
            else -> null
        }
    return content?.let { ShownValue(value.field, it) }
}

internal fun shown(moment: CivilMoment): ShownMoment {
    val known =
        when {
            "ambiguous" in moment.marks -> TimeKnown.OneOfTwo
            moment.earliestMs != moment.latestMs -> TimeKnown.About
            else -> TimeKnown.Exactly
        }
    return ShownMoment(moment.date, moment.wallTime?.toLocalTime(), known = known, zone = moment.zone)
}

private fun source(said: Said): Source =
    when (val origin = said.origin) {
        is Origin.Typed -> {
            Source.Typed
        }

        is Origin.Clinician -> {
            Source.Clinician(origin.name, origin.organisation)
        }

        is Origin.Device -> {
            Source.Device(
                model = origin.model,
                kind = if (said.kind == "oximetry") DeviceKind.Oximeter else DeviceKind.Cuff,
                // The core says what was added to the clock: that is how slow it was.
                clockOff = origin.shiftMs?.takeIf { it != 0L }?.let { Duration.ofMillis(-it) },
                cause = origin.cause?.let(::causeOf),
            )
        }
    }

private fun causeOf(name: String): ClockCause? =
    when (name) {
        "offset" -> ClockCause.Offset
        "drift" -> ClockCause.Drift
        "daylight-saving" -> ClockCause.DaylightSaving
        "zone" -> ClockCause.Zone
        "reset" -> ClockCause.Reset
        else -> null
    }
