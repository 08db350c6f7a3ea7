package org.healthdiary.ui.words

import android.text.format.DateFormat
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.platform.LocalConfiguration
import androidx.compose.ui.platform.LocalContext
import java.math.BigDecimal
import java.text.NumberFormat
import java.time.LocalDate
import java.time.LocalTime
import java.time.format.DateTimeFormatter
import java.util.Locale

/** How numbers, dates and times are written where the phone is set to. */
@Immutable
class Formats(
    val locale: Locale,
    hours24: Boolean,
) {
    private val clock = pattern(if (hours24) "Hm" else "hm")
    private val dayAndMonth = pattern("EEEEdMMMM")
    private val dayAndYear = pattern("EEEEdMMMMy")
    private val shortDay = pattern("EEEd")
    private val dayOfMonth = pattern("dMMM")
    private val monthAndYear = pattern("MMMMy")

    private fun pattern(skeleton: String) = DateTimeFormatter.ofPattern(DateFormat.getBestDateTimePattern(locale, skeleton), locale)

    /** "8:05" or "8:05 am". */
    fun time(time: LocalTime): String = clock.format(time)

    /** "Tuesday 18 August", with the year where it is another than that of [today]. */
    fun day(
        day: LocalDate,
        today: LocalDate,
    ): String = (if (day.year == today.year) dayAndMonth else dayAndYear).format(day)

    /** "Tuesday 18 August 2026". */
    fun longDay(day: LocalDate): String = dayAndYear.format(day)

    /** "Tue 18". */
    fun shortDay(day: LocalDate): String = shortDay.format(day)

    /** "18 Aug". */
    fun dayOfMonth(day: LocalDate): String = dayOfMonth.format(day)

    /** "August 2026". */
    fun month(day: LocalDate): String = monthAndYear.format(day)

    /** Digits with a dot, such as the core gives, with the mark that is used here and as many decimals as there were. */
    fun number(digits: String): String {
        val value = digits.toBigDecimalOrNull() ?: return digits
        return number(value)
    }

    /** A number with as many decimals as it has. */
    fun number(value: BigDecimal): String {
        val format = NumberFormat.getInstance(locale)
        format.minimumFractionDigits = value.scale().coerceAtLeast(0)
        format.maximumFractionDigits = value.scale().coerceAtLeast(0)
        return format.format(value)
    }

    /** A count. */
    fun number(count: Int): String = NumberFormat.getIntegerInstance(locale).format(count)
}

/** How numbers and dates are written; [rememberFormats] in a theme. */
val LocalFormats = staticCompositionLocalOf { Formats(Locale.ENGLISH, hours24 = true) }

@Composable
internal fun rememberFormats(): Formats {
    val configuration = LocalConfiguration.current
    val locale = configuration.locales[0]
    val hours24 = DateFormat.is24HourFormat(LocalContext.current)
    return remember(locale, hours24) { Formats(locale, hours24) }
}
