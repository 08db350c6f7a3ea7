package org.healthdiary.ui.screens

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.FilterChip
import androidx.compose.material3.FilterChipDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChartCanvas
import org.healthdiary.ui.parts.ChartScale
import org.healthdiary.ui.parts.ChartSign
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.sign
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.asTitle
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.fieldWords
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.unitWords
import org.healthdiary.ui.words.words
import java.time.LocalDate
import java.time.LocalTime

/** Readings as pictures, or as tables; each with its sentence. */
@Composable
fun ChartScreen(
    state: ChartState,
    act: (ChartAction) -> Unit,
) {
    if (state.asTable) {
        ChartTables(state, act)
        return
    }
    Page(title = words(R.string.chart_title), back = { act(ChartAction.Back) }) {
        WhatToLookAt(state, act)
        for (chart in state.charts.filter { it.points.isNotEmpty() }) Chart(chart, state)
    }
}

/** The span, and whether as pictures or tables. */
@Composable
internal fun ColumnScope.WhatToLookAt(
    state: ChartState,
    act: (ChartAction) -> Unit,
) {
    state.person?.let { Aside(words(R.string.history_person, it)) }
    Spans(state.span) { act(ChartAction.Look(it)) }
    if (state.charts.all { it.points.isEmpty() }) {
        Paragraph(words(R.string.chart_empty))
    } else {
        SideButton(words(if (state.asTable) R.string.chart_picture else R.string.chart_table)) {
            act(ChartAction.AsTable(!state.asTable))
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Spans(
    chosen: ChartSpan,
    choose: (ChartSpan) -> Unit,
) {
    FlowRow(
        Modifier.selectableGroup(),
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        for (span in ChartSpan.entries) {
            FilterChip(
                selected = span == chosen,
                onClick = { choose(span) },
                label = { Text(words(spanWords(span)), style = Type.body) },
                modifier = Modifier.heightIn(min = Sizes.target),
                colors =
                    FilterChipDefaults.filterChipColors(
                        labelColor = roles.primary,
                        selectedContainerColor = roles.primary,
                        selectedLabelColor = roles.onPrimary,
                    ),
            )
        }
    }
}

private fun spanWords(span: ChartSpan): Int =
    when (span) {
        ChartSpan.Week -> R.string.chart_week
        ChartSpan.Month -> R.string.chart_month
        ChartSpan.Quarter -> R.string.chart_quarter
        ChartSpan.Year -> R.string.chart_year
    }

@Composable
private fun ColumnScope.Chart(
    chart: ShownChart,
    state: ChartState,
) {
    val sentence = sentence(chart, state.today)
    WhatItShows(chart, sentence)
    Card {
        Column(Modifier.padding(Sizes.apart), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            ChartCanvas(chart, sentence)
            Legend(chart)
        }
    }
}

/** A chart's title, and its sentence. */
@Composable
internal fun ColumnScope.WhatItShows(
    chart: ShownChart,
    sentence: String,
) {
    Heading(title(chart.what))
    Paragraph(sentence)
    chart.convertedFrom?.let { Aside(words(R.string.chart_mixed, unitWords(chart.what.unit), unitWords(it))) }
}

@Composable
private fun title(what: Charted): String =
    when (what) {
        is Charted.Pressure -> words(R.string.chart_pressure, unitWords(what.unit))
        Charted.Pulse -> words(R.string.chart_pulse)
        Charted.Oxygen -> words(R.string.chart_oxygen)
        is Charted.Other -> words(R.string.chart_other, asTitle(fieldWords(what.field)), unitWords(what.unit))
    }

/** "14 readings in 7 days, mean 131 over 82, highest 148 over 91 on Tuesday 18 August, in the morning." */
@Composable
internal fun sentence(
    chart: ShownChart,
    today: LocalDate,
): String {
    val summary = chart.summary ?: return words(R.string.chart_empty)
    val readings = counted(R.plurals.chart_readings, summary.readings)
    if (summary.readings == 1) {
        return words(
            R.string.chart_sentence_one,
            readings,
            valueWords(summary.mean),
            momentWords(summary.extremeAt, today, inSentence = true),
        )
    }
    return words(
        if (chart.what == Charted.Oxygen) R.string.chart_sentence_low else R.string.chart_sentence,
        readings,
        counted(R.plurals.chart_days, summary.days),
        valueWords(summary.mean),
        valueWords(summary.extreme),
        partOfDay(summary.extremeAt, today),
    )
}

@Composable
private fun valueWords(value: ChartValue): String {
    val formats = LocalFormats.current
    val bottom = value.bottom ?: return formats.number(value.top)
    return words(R.string.spoken_pressure, formats.number(value.top), formats.number(bottom))
}

private val MORNING: LocalTime = LocalTime.of(5, 0)
private val EVENING: LocalTime = LocalTime.of(18, 0)
private val NIGHT: LocalTime = LocalTime.of(23, 0)

@Composable
private fun partOfDay(
    moment: ShownMoment,
    today: LocalDate,
): String {
    val day = moment.day?.let { LocalFormats.current.day(it, today) } ?: return words(R.string.common_day_unknown)
    val time = moment.time ?: return day
    val key =
        when {
            time < MORNING || time >= NIGHT -> R.string.chart_when_night
            time < LocalTime.NOON -> R.string.chart_when_morning
            time < EVENING -> R.string.chart_when_afternoon
            else -> R.string.chart_when_evening
        }
    return words(key, day)
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Legend(chart: ShownChart) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(Sizes.gap),
        verticalArrangement = Arrangement.spacedBy(4.dp),
    ) {
        if (chart.what is Charted.Pressure) {
            Sign(ChartSign.Top, words(R.string.chart_legend_top))
            Sign(ChartSign.Bottom, words(R.string.chart_legend_bottom))
        }
        if (ChartScale.stretches(chart).isNotEmpty()) Sign(ChartSign.Mean, words(R.string.chart_legend_mean))
        if (chart.zoneChanges.isNotEmpty()) Sign(ChartSign.Zone, words(R.string.chart_legend_zone))
        for (threshold in chart.thresholds) Aside(words(R.string.chart_threshold, writtenValue(threshold.value), threshold.source))
    }
}

@Composable
internal fun writtenValue(value: ChartValue): String {
    val formats = LocalFormats.current
    val bottom = value.bottom ?: return formats.number(value.top)
    return words(R.string.reading_pressure, formats.number(value.top), formats.number(bottom))
}

@Composable
private fun Sign(
    sign: ChartSign,
    words: String,
) {
    val roles = roles
    Row(
        Modifier.semantics(mergeDescendants = true) {},
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Canvas(Modifier.size(20.dp)) { sign(sign, center, roles) }
        Aside(words)
    }
}
