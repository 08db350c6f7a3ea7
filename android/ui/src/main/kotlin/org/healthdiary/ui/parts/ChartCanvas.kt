package org.healthdiary.ui.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Fill
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.look.Roles
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.screens.Charted
import org.healthdiary.ui.screens.ShownChart
import org.healthdiary.ui.words.Formats
import org.healthdiary.ui.words.LocalFormats
import java.math.BigDecimal
import java.time.LocalDate

/** A chart; read aloud as its [sentence]. Time runs in the direction of writing. */
@Composable
internal fun ChartCanvas(
    chart: ShownChart,
    sentence: String,
) {
    val scale = remember(chart) { ChartScale(chart) }
    val roles = roles
    val formats = LocalFormats.current
    val measurer = rememberTextMeasurer()
    val height = 200.dp + 24.dp * LocalDensity.current.fontScale
    Canvas(
        Modifier.fillMaxWidth().height(height).clearAndSetSemantics {
            contentDescription = sentence
            role = Role.Image
        },
    ) {
        ChartDrawing(this, chart, scale, roles, formats, measurer).draw()
    }
}

/** The signs of a chart: shape before colour. */
internal enum class ChartSign { Top, Bottom, Dot, Mean, Zone }

/** Draws a sign around a point. */
internal fun DrawScope.sign(
    sign: ChartSign,
    at: Offset,
    roles: Roles,
    color: Color = roles.pulse,
    half: Float = 5.dp.toPx(),
) {
    when (sign) {
        ChartSign.Top -> {
            triangle(at, -half, roles.systolic)
        }

        ChartSign.Bottom -> {
            triangle(at, half, roles.diastolic)
        }

        ChartSign.Dot -> {
            drawCircle(color, radius = half * DOT, center = at)
        }

        ChartSign.Mean -> {
            drawLine(roles.text, at - Offset(half * 2, 0f), at + Offset(half * 2, 0f), strokeWidth = 2.dp.toPx(), cap = StrokeCap.Round)
        }

        ChartSign.Zone -> {
            drawPath(diamond(at, half), roles.attention, style = Fill)
        }
    }
}

private const val DOT = 0.8f

/** A triangle with its base at a point, and its tip [to] pixels above or below. */
private fun DrawScope.triangle(
    at: Offset,
    to: Float,
    color: Color,
) {
    val half = kotlin.math.abs(to)
    val path =
        Path().apply {
            moveTo(at.x - half, at.y)
            lineTo(at.x + half, at.y)
            lineTo(at.x, at.y + to * 2)
            close()
        }
    drawPath(path, color)
}

private fun diamond(
    at: Offset,
    half: Float,
) = Path().apply {
    moveTo(at.x, at.y - half)
    lineTo(at.x + half, at.y)
    lineTo(at.x, at.y + half)
    lineTo(at.x - half, at.y)
    close()
}

private class ChartDrawing(
    private val scope: DrawScope,
    private val chart: ShownChart,
    private val scale: ChartScale,
    private val roles: Roles,
    private val formats: Formats,
    private val measurer: TextMeasurer,
) {
    private val axis = Type.axis.copy(color = roles.secondary)
    private val gap = with(scope) { 6.dp.toPx() }
    private val tickWords =
        scale.ticks.map {
            measurer.measure(formats.number(BigDecimal(it.toString()).stripTrailingZeros().plain()), axis)
        }
    private val start = tickWords.maxOf { it.size.width } + gap
    private val top = gap * 2
    private val bottom = scope.size.height - measurer.measure(formats.shortDay(chart.first), axis).size.height - gap
    private val width = scope.size.width - start - gap
    private val mirrored = scope.layoutDirection == LayoutDirection.Rtl

    private fun x(along: Float): Float {
        val x = start + along * width
        return if (mirrored) scope.size.width - x else x
    }

    private fun y(value: Float): Float = bottom - scale.high(value) * (bottom - top)

    /** Half the width of a sign: so much that the days stay apart. */
    private val half = with(scope) { (width / scale.days * ROOM).coerceIn(1.5.dp.toPx(), 5.dp.toPx()) }

    fun draw() {
        grid()
        days()
        zones()
        means()
        points()
        thresholds()
    }

    private fun grid() =
        with(scope) {
            scale.ticks.forEachIndexed { index, tick ->
                val words = tickWords[index]
                drawLine(roles.grid.copy(alpha = FAINT), Offset(x(0f), y(tick)), Offset(x(1f), y(tick)), strokeWidth = 1.dp.toPx())
                val left = if (mirrored) size.width - start + gap else start - gap - words.size.width
                drawText(words, topLeft = Offset(left, y(tick) - words.size.height / 2))
            }
            drawLine(roles.grid, Offset(x(0f), bottom), Offset(x(1f), bottom), strokeWidth = 1.dp.toPx())
        }

    private fun dayWords(day: LocalDate): String =
        if (chart.first.plusDays(WEEKDAYS) > chart.last) formats.shortDay(day) else formats.dayOfMonth(day)

    private fun days() =
        with(scope) {
            val widest = measurer.measure(dayWords(chart.first.withDayOfMonth(WIDE_DAY)), axis).size.width + gap * 2
            for (day in scale.labelled(widest / width)) {
                val words = measurer.measure(dayWords(day), axis)
                val left = (x(scale.middle(day)) - words.size.width / 2).coerceIn(0f, (size.width - words.size.width).coerceAtLeast(0f))
                drawText(words, topLeft = Offset(left, bottom + gap))
            }
        }

    private fun zones() =
        with(scope) {
            for (day in chart.zoneChanges) {
                val x = x(scale.along(day))
                drawLine(roles.attention, Offset(x, top), Offset(x, bottom), strokeWidth = 1.dp.toPx(), pathEffect = dashes())
                sign(ChartSign.Zone, Offset(x, top), roles)
            }
        }

    private fun thresholds() =
        with(scope) {
            for (value in chart.thresholds.flatMap { ChartScale.numbers(it.value) }) {
                drawLine(
                    roles.secondary,
                    Offset(x(0f), y(value)),
                    Offset(x(1f), y(value)),
                    strokeWidth = 1.5.dp.toPx(),
                    pathEffect = dashes(),
                )
                val words = measurer.measure(formats.number(BigDecimal(value.toString()).stripTrailingZeros().plain()), axis)
                val left = if (mirrored) x(1f) else x(1f) - words.size.width
                drawText(words, topLeft = Offset(left, y(value) - words.size.height))
            }
        }

    private fun means() {
        for (stretch in ChartScale.stretches(chart)) {
            val days = stretch.map { x(scale.middle(it.day)) }
            for (values in stretch.map { ChartScale.numbers(it.value) }.transposed()) {
                line(days.zip(values) { x, value -> Offset(x, y(value)) })
            }
        }
    }

    private fun line(through: List<Offset>) =
        with(scope) {
            through.zipWithNext { from, to -> drawLine(roles.text, from, to, strokeWidth = 2.dp.toPx(), cap = StrokeCap.Round) }
            if (through.size == 1) sign(ChartSign.Mean, through.first(), roles)
        }

    private fun points() {
        for (point in chart.points) {
            val along = scale.along(point.at)
            val high = point.value.top.toFloatOrNull()
            if (along != null && high != null) point(x(along), high, point.value.bottom?.toFloatOrNull())
        }
    }

    private fun point(
        x: Float,
        high: Float,
        low: Float?,
    ) = with(scope) {
        if (low == null) {
            sign(ChartSign.Dot, Offset(x, y(high)), roles, dotColor(chart.what, roles), half)
        } else {
            drawLine(roles.secondary, Offset(x, y(low)), Offset(x, y(high)), strokeWidth = half * BAR)
            sign(ChartSign.Top, Offset(x, y(high)), roles, half = half)
            sign(ChartSign.Bottom, Offset(x, y(low)), roles, half = half)
        }
    }

    private fun DrawScope.dashes() = PathEffect.dashPathEffect(floatArrayOf(6.dp.toPx(), 4.dp.toPx()))

    private companion object {
        const val FAINT = 0.4f
        const val ROOM = 0.4f
        const val BAR = 0.4f
        const val WEEKDAYS = 8L
        const val WIDE_DAY = 28
    }
}

/** The colour of dots. */
internal fun dotColor(
    what: Charted,
    roles: Roles,
): Color =
    when (what) {
        Charted.Oxygen -> roles.oxygen
        Charted.Pulse -> roles.pulse
        else -> roles.systolic
    }

/** Never as a power of ten. */
private fun BigDecimal.plain() = if (scale() < 0) setScale(0) else this

private fun List<List<Float>>.transposed(): List<List<Float>> =
    if (isEmpty()) emptyList() else List(minOf { it.size }) { index -> map { it[index] } }
