package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.ChartPoint
import org.healthdiary.ui.screens.ChartScreen
import org.healthdiary.ui.screens.ChartSpan
import org.healthdiary.ui.screens.ChartState
import org.healthdiary.ui.screens.ChartSummary
import org.healthdiary.ui.screens.ChartValue
import org.healthdiary.ui.screens.Charted
import org.healthdiary.ui.screens.DayMean
import org.healthdiary.ui.screens.ShownChart
import org.healthdiary.ui.screens.Threshold
import org.healthdiary.ui.state.ShownMoment
import java.time.LocalTime

/** Readings of the days before today: how long ago, hour, top, bottom. */
private val measured =
    listOf(
        listOf(6, 8, 138, 86),
        listOf(6, 13, 133, 84),
        listOf(6, 20, 129, 79),
        listOf(5, 8, 141, 88),
        listOf(5, 14, 128, 80),
        listOf(5, 20, 131, 82),
        listOf(4, 7, 148, 91),
        listOf(4, 13, 130, 81),
        listOf(4, 20, 126, 78),
        listOf(2, 8, 127, 79),
        listOf(2, 20, 124, 77),
        listOf(1, 8, 134, 85),
        listOf(1, 19, 122, 76),
        listOf(0, 8, 131, 82),
    )

private fun at(
    daysAgo: Int,
    hour: Int,
) = ShownMoment(Samples.today.minusDays(daysAgo.toLong()), LocalTime.MIDNIGHT.plusHours(hour.toLong()))

private val pressure =
    ShownChart(
        Charted.Pressure(),
        Samples.today.minusDays(6),
        Samples.today,
        points = measured.map { (ago, hour, top, bottom) -> ChartPoint(at(ago, hour), ChartValue("$top", "$bottom")) },
        means =
            listOf(
                DayMean(Samples.today.minusDays(6), 3, ChartValue("133.3", "83")),
                DayMean(Samples.today.minusDays(5), 3, ChartValue("133.3", "83.3")),
                DayMean(Samples.today.minusDays(4), 3, ChartValue("134.7", "83.3")),
                DayMean(Samples.today.minusDays(1), 2, ChartValue("128", "80.5")),
            ),
        zoneChanges = listOf(Samples.today.minusDays(2)),
        thresholds = listOf(Threshold(ChartValue("135", "85"), "NICE NG136, home averages")),
        summary = ChartSummary(14, 7, ChartValue("131", "82"), ChartValue("148", "91"), at(4, 7)),
    )
private val pulse =
    ShownChart(
        Charted.Pulse,
        pressure.first,
        pressure.last,
        points = measured.map { (ago, hour, top) -> ChartPoint(at(ago, hour), ChartValue("${top - 66}")) },
        summary = ChartSummary(14, 7, ChartValue("66"), ChartValue("82"), at(4, 7)),
    )
private val oxygen =
    ShownChart(
        Charted.Oxygen,
        pressure.first,
        pressure.last,
        points = listOf(6, 5, 3, 0).map { ChartPoint(at(it, 8), ChartValue("${98 - it}")) },
        summary = ChartSummary(4, 7, ChartValue("95"), ChartValue("92"), at(6, 8)),
    )
private val one =
    pressure.copy(
        points = pressure.points.takeLast(1),
        means = emptyList(),
        zoneChanges = emptyList(),
        summary = ChartSummary(1, 1, ChartValue("131", "82"), ChartValue("131", "82"), at(0, 8)),
    )
private val year =
    pressure.copy(
        first = Samples.today.minusDays(364),
        points =
            List(180) { index ->
                ChartPoint(
                    ShownMoment(Samples.today.minusDays(2L * (180 - index)), LocalTime.of(8, 0)),
                    ChartValue("${125 + index * 7 % 19}", "${78 + index * 5 % 11}"),
                )
            },
        means = emptyList(),
        zoneChanges = emptyList(),
        summary = ChartSummary(180, 365, ChartValue("134", "83"), ChartValue("143", "88"), at(4, 7)),
    )

internal val chartPreviews: List<Preview> =
    listOf(
        "chart" to ChartState(Samples.today, charts = listOf(pressure, pulse, oxygen)),
        "chart-table" to ChartState(Samples.today, charts = listOf(pressure), asTable = true, person = Samples.ana.name),
        "chart-empty" to ChartState(Samples.today, ChartSpan.Month),
        "chart-one" to ChartState(Samples.today, charts = listOf(one)),
        "chart-mixed-units" to ChartState(Samples.today, charts = listOf(pressure.copy(convertedFrom = "kPa"))),
        "chart-oxygen" to ChartState(Samples.today, charts = listOf(oxygen, pulse)),
        "chart-year" to ChartState(Samples.today, ChartSpan.Year, charts = listOf(year)),
    ).map { (name, state) -> Preview(name) { act -> ChartScreen(state, act) } }
