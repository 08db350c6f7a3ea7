package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Figure
import org.healthdiary.bridge.FigurePoint
import org.healthdiary.bridge.Figures
import org.healthdiary.ui.screens.ChartAction
import org.healthdiary.ui.screens.ChartPoint
import org.healthdiary.ui.screens.ChartSpan
import org.healthdiary.ui.screens.ChartState
import org.healthdiary.ui.screens.ChartSummary
import org.healthdiary.ui.screens.ChartValue
import org.healthdiary.ui.screens.Charted
import org.healthdiary.ui.screens.DayMean
import org.healthdiary.ui.screens.ShownChart
import java.time.LocalDate

/** Readings as pictures and tables. */
internal class ChartModel(
    private val figures: Figures,
    private val whose: Whose,
    private val ways: Navigator,
    private val preferences: Preferences,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(ChartState(whose.today.value))
    private var reading: Job? = null
    val state: StateFlow<ChartState> = now.asStateFlow()

    fun begin() {
        val span = saved.get<String>(SPAN)?.let { name -> ChartSpan.entries.firstOrNull { it.name == name } } ?: ChartSpan.Week
        val person = whose.person.value ?: return
        val today = whose.today.value
        now.update { ChartState(today, span, it.charts, saved[TABLE] ?: false, whose.named) }
        reading?.cancel()
        reading =
            scope.launch {
                val first = today.minusDays(span.days - 1L)
                val charts = figures.between(person.id, first, today, byRecorded(preferences.units.value)).map { shown(it, first, today) }
                now.update { it.copy(charts = charts) }
            }
    }

    fun act(action: ChartAction) {
        when (action) {
            ChartAction.Back -> {
                ways.back()
            }

            is ChartAction.Look -> {
                saved[SPAN] = action.span.name
                begin()
            }

            is ChartAction.AsTable -> {
                saved[TABLE] = action.table
                now.update { it.copy(asTable = action.table) }
            }
        }
    }

    private fun shown(
        figure: Figure,
        first: LocalDate,
        last: LocalDate,
    ): ShownChart {
        val what = what(figure)
        return ShownChart(
            what = what,
            first = first,
            last = last,
            points = figure.points.map { ChartPoint(it.at, ChartValue(it.digits, it.second)) },
            means = figure.days.map { DayMean(it.day, it.readings, ChartValue(it.mean, it.second)) },
            zoneChanges = figure.zoneChanges,
            summary = extreme(figure, what)?.let { summary(figure, it) },
            convertedFrom = figure.convertedFrom,
        )
    }

    private fun what(figure: Figure): Charted =
        when (figure.field) {
            "systolic" -> Charted.Pressure(figure.unit)
            "pulse" -> Charted.Pulse
            "saturation" -> Charted.Oxygen
            else -> Charted.Other(figure.field, figure.unit)
        }

    private fun extreme(
        figure: Figure,
        what: Charted,
    ): FigurePoint? =
        if (what == Charted.Oxygen) {
            figure.points.minByOrNull { it.digits.toBigDecimal() }
        } else {
            figure.points.maxByOrNull { it.digits.toBigDecimal() }
        }

    private fun summary(
        figure: Figure,
        extreme: FigurePoint,
    ) = ChartSummary(
        readings = figure.points.size,
        days = figure.points.mapNotNull { it.at.day }.distinct().size,
        mean = ChartValue(figure.mean, figure.secondMean),
        extreme = ChartValue(extreme.digits, extreme.second),
        extremeAt = extreme.at,
    )

    private companion object {
        const val SPAN = "chart.span"
        const val TABLE = "chart.table"
    }
}
