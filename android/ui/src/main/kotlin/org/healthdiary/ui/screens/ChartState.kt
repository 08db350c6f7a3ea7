package org.healthdiary.ui.screens

import androidx.compose.runtime.Immutable
import org.healthdiary.ui.state.ShownMoment
import java.time.LocalDate

/** Readings as pictures and as tables. */
@Immutable
data class ChartState(
    val today: LocalDate,
    val span: ChartSpan = ChartSpan.Week,
    val charts: List<ShownChart> = emptyList(),
    val asTable: Boolean = false,
    val person: String? = null,
)

/** How far back is looked. */
enum class ChartSpan(
    val days: Int,
) {
    Week(days = 7),
    Month(days = 30),
    Quarter(days = 90),
    Year(days = 365),
}

/** One chart: what was measured in the days from [first] to [last]. */
@Immutable
data class ShownChart(
    val what: Charted,
    val first: LocalDate,
    val last: LocalDate,
    /** In the order of time. */
    val points: List<ChartPoint>,
    val means: List<DayMean> = emptyList(),
    /** Days on which the zone was another than before. */
    val zoneChanges: List<LocalDate> = emptyList(),
    val thresholds: List<Threshold> = emptyList(),
    /** None where there are no points. */
    val summary: ChartSummary? = null,
    /** The unit that some were entered in, where it is another than the one shown. */
    val convertedFrom: String? = null,
)

/** What a chart shows, with its unit's name in the core. */
@Immutable
sealed interface Charted {
    val unit: String

    data class Pressure(
        override val unit: String = "mmHg",
    ) : Charted

    data object Pulse : Charted {
        override val unit = "/min"
    }

    data object Oxygen : Charted {
        override val unit = "%"
    }

    /** Any field with a number. */
    data class Other(
        val field: String,
        override val unit: String,
    ) : Charted
}

/** A value, in digits with a dot; a blood pressure has two. */
@Immutable
data class ChartValue(
    val top: String,
    val bottom: String? = null,
)

/** A reading in a chart. */
@Immutable
data class ChartPoint(
    val at: ShownMoment,
    val value: ChartValue,
)

/** The mean of a day, and of how many readings; a line only where there are [ENOUGH_FOR_A_MEAN]. */
@Immutable
data class DayMean(
    val day: LocalDate,
    val readings: Int,
    val value: ChartValue,
)

/** So many readings of a day make its mean worth a line. */
const val ENOUGH_FOR_A_MEAN = 3

/** A line in a chart, with where it comes from: "NICE, home averages". */
@Immutable
data class Threshold(
    val value: ChartValue,
    val source: String,
)

/** A chart in numbers. */
@Immutable
data class ChartSummary(
    val readings: Int,
    val days: Int,
    val mean: ChartValue,
    /** The highest; of oxygen, the lowest. */
    val extreme: ChartValue,
    val extremeAt: ShownMoment,
)

/** What can be done on [ChartScreen]. */
sealed interface ChartAction {
    data object Back : ChartAction

    data class Look(
        val span: ChartSpan,
    ) : ChartAction

    data class AsTable(
        val table: Boolean,
    ) : ChartAction
}
