package org.healthdiary.ui.words

import androidx.annotation.PluralsRes
import androidx.annotation.StringRes
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import org.healthdiary.ui.R
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.TimeKnown
import java.time.Duration
import java.time.LocalDate
import java.time.LocalTime

/** The words of a key, with its parts put in. */
@Composable
@ReadOnlyComposable
internal fun words(
    @StringRes key: Int,
    vararg parts: String,
): String = if (parts.isEmpty()) stringResource(key) else stringResource(key, *parts)

/** The words of a key for a count, which is the first part, written as here. */
@Composable
internal fun counted(
    @PluralsRes key: Int,
    count: Int,
): String = pluralStringResource(key, count, LocalFormats.current.number(count))

/** Parts of a line beside each other; those that are none are left out. */
@Composable
internal fun beside(vararg parts: String?): String = beside(parts.asList())

/** Parts of a line beside each other; those that are none are left out. */
@Composable
internal fun beside(parts: List<String?>): String =
    parts.filterNotNull().filter(String::isNotEmpty).reduceOrNull {
        line,
        part,
        ->
        stringResource(R.string.common_list_two, line, part)
    }.orEmpty()

/** Parts of a sentence to be read aloud, with pauses; those that are none are left out. */
@Composable
internal fun aloud(vararg parts: String?): String =
    parts.filterNotNull().filter(String::isNotEmpty).reduceOrNull {
        line,
        part,
        ->
        stringResource(R.string.spoken_and, line, part)
    }.orEmpty()

/** A kind's title, or what a person called it. */
@Composable
@ReadOnlyComposable
internal fun kindWords(
    kind: String,
    ownName: String? = null,
): String = ownName ?: kindWords[kind]?.let { stringResource(it) } ?: asName(kind)

/** A field's words, or the name that a person gave it. */
@Composable
@ReadOnlyComposable
internal fun fieldWords(field: String): String = fieldWords[field]?.let { stringResource(it) } ?: asName(field)

/** A choice's words. */
@Composable
@ReadOnlyComposable
internal fun choiceWords(
    field: String,
    choice: String,
): String = choiceWordsOf(field, choice)?.let { stringResource(it) } ?: asName(choice)

/** What a device noticed, as a sentence. */
@Composable
@ReadOnlyComposable
internal fun remarkWords(remark: String): String =
    stringResource(R.string.common_sentence, asTitle(remarkWords[remark]?.let { stringResource(it) } ?: asName(remark)))

/** A unit as it is written here; nothing for a bare count. */
@Composable
@ReadOnlyComposable
internal fun unitWords(unit: String): String = unitWords[unit]?.let { stringResource(it) } ?: unit

/** A code that keeps its order in words that run from right to left: between the marks U+2066 and U+2069. */
internal fun asCode(code: String): String = "\u2066$code\u2069"

/** With a capital at the beginning. */
internal fun asTitle(words: String): String = words.replaceFirstChar(Char::titlecase)

/** A name of a newer core, readable. */
private fun asName(name: String): String = name.replace('-', ' ')

/** "Today", "Yesterday", or the date. */
@Composable
internal fun dayWords(
    day: LocalDate?,
    today: LocalDate,
): String =
    when (day) {
        null -> stringResource(R.string.common_day_unknown)
        today -> stringResource(R.string.common_day_today)
        today.minusDays(1) -> stringResource(R.string.common_day_yesterday)
        else -> LocalFormats.current.day(day, today)
    }

/** "8:05", "about 8:05 in Berlin"; none where only the day is known. */
@Composable
internal fun timeWords(moment: ShownMoment): String? {
    val time = moment.time?.let(LocalFormats.current::time) ?: return null
    val known =
        when (moment.known) {
            TimeKnown.Exactly -> time
            TimeKnown.About -> stringResource(R.string.moment_about, time)
            TimeKnown.OneOfTwo -> stringResource(R.string.moment_one_of_two, time)
        }
    return moment.place?.let { stringResource(R.string.moment_in, known, it) } ?: known
}

/** "today", "yesterday", or the date, inside a sentence. */
@Composable
internal fun dayInSentence(
    day: LocalDate?,
    today: LocalDate,
): String =
    when (day) {
        today -> stringResource(R.string.common_day_today_lower)
        today.minusDays(1) -> stringResource(R.string.common_day_yesterday_lower)
        else -> dayWords(day, today)
    }

/** "Today at 8:05 in Berlin"; "today at 8:05 in Berlin" inside a sentence. */
@Composable
internal fun momentWords(
    moment: ShownMoment,
    today: LocalDate,
    inSentence: Boolean = false,
): String {
    val day = if (inSentence) dayInSentence(moment.day, today) else dayWords(moment.day, today)
    return timeWords(moment)?.let { stringResource(R.string.moment_at, day, it) } ?: day
}

private val NOON: LocalTime = LocalTime.NOON
private val EVENING: LocalTime = LocalTime.of(18, 0)

/** "this morning at 8:05", as people say it. */
@Composable
internal fun spokenMoment(
    moment: ShownMoment,
    today: LocalDate,
): String {
    val time = timeWords(moment)
    val at = moment.time
    return when {
        moment.day != today || time == null || at == null -> momentWords(moment, today, inSentence = true)
        at < NOON -> stringResource(R.string.moment_this_morning, time)
        at < EVENING -> stringResource(R.string.moment_this_afternoon, time)
        else -> stringResource(R.string.moment_this_evening, time)
    }
}

private const val DAYS_A_YEAR = 365L

/** The two largest parts of a length of time: "3 days 1 hour"; at least a minute. */
@Composable
internal fun lengthWords(length: Duration): String {
    val whole = length.abs()
    val days = whole.toDays()
    val hours = whole.toHours() % Duration.ofDays(1).toHours()
    val minutes = whole.toMinutes() % Duration.ofHours(1).toMinutes()
    val parts =
        listOf(
            R.plurals.length_years to days / DAYS_A_YEAR,
            R.plurals.length_days to days % DAYS_A_YEAR,
            R.plurals.length_hours to hours,
            R.plurals.length_minutes to minutes,
        ).dropWhile { it.second == 0L }.take(2).filter { it.second > 0L }
    val words = parts.map { counted(it.first, it.second.toInt()) }
    return when (words.size) {
        0 -> counted(R.plurals.length_minutes, 1)
        1 -> words[0]
        else -> stringResource(R.string.length_two, words[0], words[1])
    }
}
