package org.healthdiary.ui

import org.healthdiary.ui.parts.ChartScale
import org.healthdiary.ui.screens.ChartPoint
import org.healthdiary.ui.screens.ChartValue
import org.healthdiary.ui.screens.Charted
import org.healthdiary.ui.screens.DayMean
import org.healthdiary.ui.screens.ShownChart
import org.healthdiary.ui.state.ShownMoment
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDate
import java.time.LocalTime

/** Where things lie in a chart. */
class ChartScaleTest {
    private val day = LocalDate.of(2026, 8, 12)

    private fun chart(
        what: Charted,
        vararg values: ChartValue,
        means: List<DayMean> = emptyList(),
    ) = ShownChart(
        what,
        day,
        day.plusDays(6),
        values.mapIndexed { index, value -> ChartPoint(ShownMoment(day.plusDays(index.toLong()), LocalTime.NOON), value) },
        means,
    )

    @Test
    fun `the axis of pressure holds both numbers, in round steps`() {
        val scale = ChartScale(chart(Charted.Pressure(), ChartValue("148", "76"), ChartValue("131", "82")))
        assertTrue(scale.ticks.first() <= 76f && scale.ticks.last() >= 148f)
        assertTrue(scale.ticks.all { it % 10 == 0f })
        assertEquals(0f, scale.high(scale.ticks.first()), 0f)
        assertEquals(1f, scale.high(scale.ticks.last()), 0f)
    }

    @Test
    fun `oxygen goes from 85 to 100, and lower where a value is`() {
        assertEquals(listOf(85f, 90f, 95f, 100f), ChartScale(chart(Charted.Oxygen, ChartValue("97"))).ticks)
        assertEquals(75f, ChartScale(chart(Charted.Oxygen, ChartValue("78"))).ticks.first(), 0f)
    }

    @Test
    fun `a single value has room`() {
        val scale = ChartScale(chart(Charted.Pulse, ChartValue("66")))
        assertTrue(scale.ticks.size >= 2)
        assertTrue(scale.high(66f) in 0f..1f)
    }

    @Test
    fun `time is the civil day, noon in its middle`() {
        val scale = ChartScale(chart(Charted.Pulse, ChartValue("66")))
        assertEquals(0f, scale.along(day), 0f)
        assertEquals(scale.middle(day.plusDays(3)), scale.along(ShownMoment(day.plusDays(3), LocalTime.NOON))!!, 0.0001f)
        assertEquals(scale.middle(day.plusDays(3)), scale.along(ShownMoment(day.plusDays(3)))!!, 0.0001f)
        assertEquals(null, scale.along(ShownMoment(null)))
    }

    @Test
    fun `labels never meet`() {
        val scale = ChartScale(chart(Charted.Pulse, ChartValue("66")))
        for (widest in listOf(0.05f, 0.2f, 0.4f, 1f)) {
            val places = scale.labelled(widest).map(scale::middle)
            assertTrue(places.isNotEmpty())
            assertTrue(places.zipWithNext { one, next -> next - one }.all { it >= widest - 0.0001f })
        }
    }

    @Test
    fun `a mean is a line from three readings on, and gaps stay gaps`() {
        val value = ChartValue("131", "82")
        val means =
            listOf(0 to 3, 1 to 4, 2 to 2, 3 to 3, 5 to 3, 6 to 9).map { (at, count) ->
                DayMean(day.plusDays(at.toLong()), count, value)
            }
        val stretches = ChartScale.stretches(chart(Charted.Pressure(), value, means = means))
        assertEquals(
            listOf(listOf(0L, 1L), listOf(3L), listOf(5L, 6L)),
            stretches.map { days ->
                days.map {
                    it.day.toEpochDay() -
                        day.toEpochDay()
                }
            },
        )
    }
}
