package org.healthdiary

import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.ZoneOffset
import java.time.ZonedDateTime

/** The instant, where it is known as one and not only within bounds or as a day. */
public val CivilMoment.instant: Instant?
    get() = earliestMs?.takeIf { it == latestMs }?.let(Instant::ofEpochMilli)

/** The bounds that the instant lies in; both the same where it is known. */
public val CivilMoment.bounds: ClosedRange<Instant>?
    get() {
        val (from, to) = (earliestMs ?: return null) to (latestMs ?: return null)
        return Instant.ofEpochMilli(from)..Instant.ofEpochMilli(to)
    }

/** The offset from UTC that held then, as it was recorded; newer rules of the phone do not change it. */
public val CivilMoment.offset: ZoneOffset?
    get() = offsetS?.let(ZoneOffset::ofTotalSeconds)

/** The day that the diary shows it on. */
public val CivilMoment.date: LocalDate?
    get() = day?.let(LocalDate::parse)

/** What the clock on the wall showed, where more than the day is known. */
public val CivilMoment.wallTime: LocalDateTime?
    get() {
        val at = parts ?: return null
        val hour = at.hour ?: return null
        return LocalDateTime.of(
            at.year.toInt(),
            at.month.toInt(),
            at.day.toInt(),
            hour.toInt(),
            at.minute?.toInt() ?: 0,
            at.second?.toInt() ?: 0,
        )
    }

/** This time, of a person who says where they were. */
public fun ZonedDateTime.asSaid(): SaidMoment = SaidMoment.At(toInstant().toEpochMilli(), zone.id)

/** This instant, in a zone, or in the one that the phone is set to. */
public fun Instant.asSaid(zone: ZoneId? = null): SaidMoment = SaidMoment.At(toEpochMilli(), zone?.id)

/** This day, and no more of it. */
public fun LocalDate.asSaid(): SaidMoment = SaidMoment.Day(toString())

/**
 * What a clock on the wall showed in a zone, or in the one that the phone is set to.
 *
 * @param which for a time that came twice because the clocks went back; [WhichOfTwo.ASK] is refused then, so that a person can be
 *   asked.
 */
public fun LocalDateTime.asSaid(
    zone: ZoneId? = null,
    which: WhichOfTwo = WhichOfTwo.ASK,
): SaidMoment = SaidMoment.Civil(toString(), zone?.id, which)
