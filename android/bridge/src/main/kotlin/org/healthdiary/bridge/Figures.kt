package org.healthdiary.bridge

import org.healthdiary.CalendarPeriod
import org.healthdiary.Diary
import org.healthdiary.DiaryEntry
import org.healthdiary.EntryQuestion
import org.healthdiary.FieldNumbers
import org.healthdiary.StatisticsQuestion
import org.healthdiary.convert
import org.healthdiary.ui.state.ShownMoment
import java.math.BigDecimal
import java.math.RoundingMode
import java.time.LocalDate

/** A number in a picture; digits with a dot. [second] is the bottom number of a blood pressure. */
public data class FigurePoint(
    val at: ShownMoment,
    val digits: String,
    val second: String?,
)

/** The mean of a day, and of how many readings. */
public data class FigureDay(
    val day: LocalDate,
    val readings: Int,
    val mean: String,
    val second: String?,
)

/** What one field, or the two of a blood pressure, came to in some days. */
public data class Figure(
    /** The kind's name in the core. */
    val kind: String,
    /** The field's name in the core, or what a person called it. */
    val field: String,
    val unit: String,
    /** In the order of time; what a remark calls doubtful is in no number, and not here either. */
    val points: List<FigurePoint>,
    val days: List<FigureDay>,
    /** Days on which the zone was another than before. */
    val zoneChanges: List<LocalDate>,
    val mean: String,
    val secondMean: String?,
    /** The unit that some were entered in, where it is another. */
    val convertedFrom: String?,
)

/** Digits in another unit, with so many decimals; none where they cannot be. */
public fun unitIn(
    digits: String,
    unit: String,
    to: String,
    decimals: Int,
): String? = convert(digits, unit, to, decimals.toUByte())

/** Numbers of a diary, as pictures and tables show them. Counted by the core; here they are only put together. */
public class Figures internal constructor(
    private val diary: HealthDiary,
) {
    /**
     * Everything that has numbers in the days from [first] to [last]: blood pressure and oxygen first, then by use. Numbers in a unit of
     * [shownIn] come in the one beside it.
     */
    public suspend fun between(
        person: String,
        first: LocalDate,
        last: LocalDate,
        shownIn: Map<String, String> = emptyMap(),
    ): List<Figure> =
        diary.asking(person) { diary ->
            val counts = diary.counts().filter { it.kind != null }.sortedByDescending { it.entries }
            val kinds = counts.mapNotNull { it.kind }.filter { it != EntryKinds.OWN }
            val own =
                if (counts.any {
                        it.kind == EntryKinds.OWN
                    }
                ) {
                    diary.ownKinds().map { EntryKind(EntryKinds.OWN, it.id, it.name) }
                } else {
                    emptyList()
                }
            val asked = FIRST.filter(kinds::contains) + (kinds - FIRST.toSet())
            val figures = (asked.map { EntryKind(it) } + own).flatMap { of(diary, it, Asked(first, last, shownIn)) }
            // A pulse is measured with a blood pressure and with an oxygen level: one of them is enough.
            val pulse = figures.firstOrNull { it.field == PULSE }
            figures.filter { it.field != PULSE || it === pulse }
        }

    private fun of(
        diary: Diary,
        kind: EntryKind,
        asked: Asked,
    ): List<Figure> {
        val (first, last) = asked
        val numbers =
            diary.statistics(StatisticsQuestion(kind.name, kind.own, first.toString(), last.toString(), CalendarPeriod.DAY))
        val fields = numbers.fields.associateBy { it.field }
        val drawn = DRAWN[kind.name] ?: listOfNotNull(numbers.fields.firstOrNull()?.field)
        if (drawn.none(fields::containsKey)) return emptyList()
        val entries = entries(diary, kind, first, last).filterNot { it.said.doubtful }
        return drawn.mapNotNull { field ->
            fields[field]?.let { top ->
                val unit = asked.shownIn[top.unit] ?: top.unit
                Drawing(kind, unit, top, fields[SECOND.takeIf { field == TOP }]).of(entries)
            }
        }
    }

    private fun entries(
        diary: Diary,
        kind: EntryKind,
        first: LocalDate,
        last: LocalDate,
    ): List<DiaryEntry> {
        val question = EntryQuestion(firstDay = first.toString(), lastDay = last.toString(), kind = kind.name, oldestFirst = true)
        val pages = generateSequence(diary.page(question, null, PAGE)) { page -> page.next?.let { diary.page(question, it, PAGE) } }
        return pages.flatMap { it.entries }.filter { it.said.ownKind == kind.own }.toList()
    }

    /** Days, and the units to show. */
    private data class Asked(
        val first: LocalDate,
        val last: LocalDate,
        val shownIn: Map<String, String>,
    )

    /** One figure in one unit. */
    private class Drawing(
        private val kind: EntryKind,
        private val unit: String,
        private val top: FieldNumbers,
        private val bottom: FieldNumbers?,
    ) {
        private val recorded = mutableSetOf<String>()

        fun of(entries: List<DiaryEntry>): Figure {
            val drawn = entries.mapNotNull { entry -> point(entry)?.let { entry to it } }
            val points = drawn.map { it.second }
            val decimals = points.maxOfOrNull { BigDecimal(it.digits).scale() } ?: 0
            val bottoms = bottom?.periods?.associate { it.firstDay to it.numbers.mean }.orEmpty()
            return Figure(
                kind = kind.name,
                field = top.field,
                unit = unit,
                points = points,
                days =
                    top.periods.mapNotNull { period ->
                        val mean = period.numbers.mean ?: return@mapNotNull null
                        val second = bottoms[period.firstDay]?.let { mean(it, decimals + 1) }
                        FigureDay(LocalDate.parse(period.firstDay), period.numbers.count.toInt(), mean(mean, decimals + 1), second)
                    },
                zoneChanges = zoneChanges(drawn.map { it.first }),
                mean = mean(top.whole.mean ?: 0.0, decimals),
                secondMean = bottom?.whole?.mean?.let { mean(it, decimals) },
                convertedFrom = recorded.firstOrNull { it != unit },
            )
        }

        private fun point(entry: DiaryEntry): FigurePoint? {
            val digits = digits(entry, top)
            val second = bottom?.let { digits(entry, it) }
            return if (digits == null || (bottom != null && second == null)) {
                null
            } else {
                FigurePoint(shown(entry.said.moment), digits, second)
            }
        }

        /** The digits of a field in the unit that all are shown in. */
        private fun digits(
            entry: DiaryEntry,
            field: FieldNumbers,
        ): String? {
            val value = entry.said.values.firstOrNull { it.field == field.field && it.number != null } ?: return null
            val (digits, was) = (value.text ?: return null) to value.unit.orEmpty()
            recorded += was
            return if (was == unit) digits else unitIn(digits, was, unit, if (unit in WHOLE) 0 else 1)
        }

        /** A mean of the core's, which is in the core's unit. */
        private fun mean(
            mean: Double,
            decimals: Int,
        ): String =
            if (unit == top.unit) {
                rounded(mean, decimals)
            } else {
                unitIn(rounded(mean, FINE), top.unit, unit, decimals.coerceAtLeast(0)) ?: rounded(mean, decimals)
            }
    }

    private companion object {
        fun zoneChanges(entries: List<DiaryEntry>): List<LocalDate> =
            entries.map { it.said.moment }.zipWithNext().mapNotNull { (before, now) ->
                now.day?.takeIf { before.zone != null && now.zone != null && before.zone != now.zone }?.let(LocalDate::parse)
            }.distinct()

        fun rounded(
            mean: Double,
            decimals: Int,
        ): String = BigDecimal(mean).setScale(decimals.coerceAtLeast(0), RoundingMode.HALF_UP).toPlainString()

        const val TOP = "systolic"
        const val SECOND = "diastolic"
        const val PULSE = "pulse"
        const val PAGE = 500u

        /** What has pictures of its own, in the order of the screen. */
        val FIRST = listOf("blood-pressure", "oximetry")
        val DRAWN = mapOf("blood-pressure" to listOf(TOP, PULSE), "oximetry" to listOf("saturation", PULSE))

        /** Units that are shown without decimals. */
        val WHOLE = setOf("mmHg", "/min", "%", "mg/dL")

        /** Decimals of a mean before it is written in another unit. */
        const val FINE = 6
    }
}
