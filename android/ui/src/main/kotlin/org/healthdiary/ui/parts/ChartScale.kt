package org.healthdiary.ui.parts

import org.healthdiary.ui.screens.ChartPoint
import org.healthdiary.ui.screens.ChartValue
import org.healthdiary.ui.screens.Charted
import org.healthdiary.ui.screens.DayMean
import org.healthdiary.ui.screens.ENOUGH_FOR_A_MEAN
import org.healthdiary.ui.screens.ShownChart
import org.healthdiary.ui.state.ShownMoment
import java.time.LocalDate
import java.time.LocalTime
import java.time.temporal.ChronoUnit
import kotlin.math.ceil
import kotlin.math.floor

/** Where values and days lie in a chart: both as shares from 0 to 1, upwards and forwards in time. */
internal class ChartScale(
    chart: ShownChart,
) {
    private val first: LocalDate = chart.first

    /** How many days there are. */
    val days = ChronoUnit.DAYS.between(chart.first, chart.last).toInt() + 1

    /** The numbers of the axis, from the lowest. */
    val ticks: List<Float>

    init {
        val values =
            chart.points.flatMap { numbers(it.value) } + chart.thresholds.flatMap { numbers(it.value) } +
                chart.means.flatMap { numbers(it.value) }
        val oxygen = chart.what == Charted.Oxygen
        val low = values.minOrNull() ?: 0f
        val high = values.maxOrNull() ?: 1f
        val step = if (oxygen) OXYGEN_STEP else step(maxOf(high - low, high * LEAST_SHARE))
        val from = if (oxygen) minOf(OXYGEN_FROM, floor(low / step) * step) else floor(low / step) * step
        val to = if (oxygen) OXYGEN_TO else maxOf(ceil(high / step) * step, from + step)
        val steps = ((to - from) / step).toInt()
        ticks = (0..steps).map { from + it * step }
    }

    /** How high a value lies. */
    fun high(value: Float): Float = (value - ticks.first()) / (ticks.last() - ticks.first())

    /** How far along a day's beginning lies. */
    fun along(day: LocalDate): Float = ChronoUnit.DAYS.between(first, day).toFloat() / days

    /** How far along the middle of a day lies. */
    fun middle(day: LocalDate): Float = along(day) + 1f / days / 2

    /** How far along a reading lies: by the clock on the wall; in the middle of its day where no more is known. */
    fun along(moment: ShownMoment): Float? {
        val day = moment.day ?: return null
        val time = moment.time ?: LocalTime.NOON
        return along(day) + time.toSecondOfDay().toFloat() / SECONDS_A_DAY / days
    }

    /** The days that get a label, each at least [widest] apart, as a share of the whole. */
    fun labelled(widest: Float): List<LocalDate> {
        val every = ceil(widest * days).toLong().coerceAtLeast(1)
        return generateSequence(first) { it.plusDays(every) }.takeWhile { middle(it) + widest / 2 <= 1f + widest * SLACK }.toList()
    }

    companion object {
        private const val OXYGEN_FROM = 85f
        private const val OXYGEN_TO = 100f
        private const val OXYGEN_STEP = 5f
        private const val SECONDS_A_DAY = 86_400f
        private const val SLACK = 0.25f
        private const val MOST_STEPS = 6

        /** Values that lie close together are not drawn further apart than so, as a share of the highest. */
        private const val LEAST_SHARE = 0.1f
        private val steps = listOf(0.1f, 0.2f, 0.5f, 1f, 2f, 5f, 10f, 20f, 50f, 100f, 200f, 500f, 1000f, 2000f, 5000f, 10_000f)

        private fun step(range: Float): Float = steps.firstOrNull { range / it <= MOST_STEPS } ?: (range / MOST_STEPS)

        /** The numbers of a value. */
        fun numbers(value: ChartValue): List<Float> = listOfNotNull(value.top.toFloatOrNull(), value.bottom?.toFloatOrNull())

        /** The means that are worth a line, in stretches of days that follow each other: gaps stay gaps. */
        fun stretches(chart: ShownChart): List<List<DayMean>> {
            val worth = chart.means.filter { it.readings >= ENOUGH_FOR_A_MEAN }.sortedBy { it.day }
            return worth.fold(emptyList<List<DayMean>>()) { all, mean ->
                val before = all.lastOrNull()?.last()
                if (before != null &&
                    before.day.plusDays(1) == mean.day
                ) {
                    all.dropLast(1) + listOf(all.last() + mean)
                } else {
                    all + listOf(listOf(mean))
                }
            }
        }

        /** The points that have a place on the axis of days. */
        fun placed(chart: ShownChart): List<ChartPoint> = chart.points.filter { it.at.day != null }
    }
}
