package org.healthdiary.ui.words

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import org.healthdiary.ui.R
import org.healthdiary.ui.state.Content
import org.healthdiary.ui.state.DeviceKind
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.Source
import java.time.LocalDate

internal const val BLOOD_PRESSURE = "blood-pressure"
internal const val OXIMETRY = "oximetry"

/** The fields that stand first, or alone, where an entry has one line. */
private val first =
    listOf("saturation", "glucose", "weight", "temperature", "pulse", "breaths", "flow", "steps", "amount", "mean-saturation")

/** Whether an entry says a number first, and not words. */
internal fun isNumber(entry: ShownEntry): Boolean = entry.score != null || entry.values.firstOrNull()?.content is Content.Number

/** What an entry says first: "131/82", "97 %", "5.6 mmol/L", "mild", or its title. */
@Composable
internal fun headline(entry: ShownEntry): String {
    val systolic = entry.number("systolic")
    val diastolic = entry.number("diastolic")
    val formats = LocalFormats.current
    val main = first.firstNotNullOfOrNull(entry::number)
    val score = entry.score
    return when {
        systolic != null && diastolic != null -> {
            stringResource(R.string.reading_pressure, formats.number(systolic.digits.orEmpty()), formats.number(diastolic.digits.orEmpty()))
        }

        score != null -> {
            stringResource(R.string.reading_score, formats.number(score.points), formats.number(score.most))
        }

        main != null -> {
            contentWords(main)
        }

        entry.values.isEmpty() -> {
            entry.note.orEmpty()
        }

        (entry.values.first().content as? Content.Number)?.digits == null && entry.values.first().content is Content.Number -> {
            stringResource(R.string.reading_failed)
        }

        else -> {
            entry.values.first().let { contentWords(it.content, it.field) }
        }
    }
}

/** What stands below the headline: the pulse, and the unit of a blood pressure. */
@Composable
internal fun underHeadline(entry: ShownEntry): String {
    val systolic = entry.number("systolic")
    val pulse = entry.number("pulse").takeIf { systolic != null || entry.number("saturation") != null }
    return beside(
        systolic?.let { unitWords(it.unit) },
        pulse?.let { stringResource(R.string.reading_pulse, LocalFormats.current.number(it.digits.orEmpty())) },
    )
}

/** What a value holds, in words, with its unit. */
@Composable
internal fun contentWords(
    content: Content,
    field: String = "",
    today: LocalDate? = null,
): String =
    when (content) {
        is Content.Text -> content.text
        is Content.Choices -> content.names.map { choiceWords(field, it) }.joinToString()
        is Content.Moment -> momentWords(content.moment, today ?: LocalDate.MIN)
        is Content.Number -> numberWords(LocalUnits.current.of(content))
    }

/** What a value holds, and beside it what was recorded, where that was in another unit than the one that is shown. */
@Composable
internal fun wholeContentWords(
    content: Content,
    field: String,
    today: LocalDate,
): String {
    val shown = contentWords(content, field, today)
    if (content !is Content.Number || LocalUnits.current.of(content) == content) return shown
    return stringResource(R.string.entry_recorded_in, shown, numberWords(content))
}

@Composable
private fun numberWords(number: Content.Number): String {
    val digits = number.digits ?: return stringResource(R.string.reading_failed)
    val written = LocalFormats.current.number(digits)
    val unit = unitWords(number.unit)
    return if (unit.isEmpty()) written else stringResource(R.string.common_number_unit, written, unit)
}

/** Where an entry comes from, in a line. */
@Composable
internal fun sourceWords(source: Source): String =
    when (source) {
        Source.Typed -> {
            stringResource(R.string.source_typed)
        }

        is Source.Clinician -> {
            stringResource(R.string.source_clinician, source.name)
        }

        is Source.Device -> {
            when (source.kind) {
                DeviceKind.Cuff -> stringResource(R.string.source_cuff)
                DeviceKind.Oximeter -> stringResource(R.string.source_oximeter)
                DeviceKind.Other -> stringResource(R.string.source_device)
            }
        }
    }

/** How wrong a device's clock was, where it was. */
@Composable
internal fun clockWords(source: Source): String? {
    val device = source as? Source.Device ?: return null
    val off = device.clockOff ?: return null
    val key =
        when {
            device.kind == DeviceKind.Cuff && off.isNegative -> R.string.clock_slow
            device.kind == DeviceKind.Cuff -> R.string.clock_fast
            off.isNegative -> R.string.clock_slow_device
            else -> R.string.clock_fast_device
        }
    return stringResource(key, lengthWords(off))
}

/** "131 over 82, pulse 70, this morning at 8:05, from your cuff". */
@Composable
internal fun spoken(
    entry: ShownEntry,
    today: LocalDate,
): String {
    val formats = LocalFormats.current
    val systolic = entry.number("systolic")
    val diastolic = entry.number("diastolic")
    val saturation = entry.number("saturation")
    val pulse = entry.number("pulse").takeIf { systolic != null || saturation != null }
    val value =
        when {
            systolic != null && diastolic != null -> {
                stringResource(
                    R.string.spoken_pressure,
                    formats.number(systolic.digits.orEmpty()),
                    formats.number(diastolic.digits.orEmpty()),
                )
            }

            saturation != null -> {
                stringResource(R.string.spoken_oxygen, formats.number(saturation.digits.orEmpty()))
            }

            else -> {
                aloud(kindWords(entry.kind, entry.ownName), headline(entry))
            }
        }
    return aloud(
        value,
        pulse?.let { stringResource(R.string.spoken_pulse, formats.number(it.digits.orEmpty())) },
        spokenMoment(entry.at, today),
        spokenSource(entry.source),
        stringResource(R.string.reading_doubtful).takeIf { entry.doubtful },
        stringResource(R.string.entry_amended_badge).takeIf { entry.amended },
        stringResource(R.string.entry_retracted_badge).takeIf { entry.retracted },
    )
}

@Composable
private fun spokenSource(source: Source): String =
    when ((source as? Source.Device)?.kind) {
        DeviceKind.Cuff -> stringResource(R.string.spoken_source_cuff)
        DeviceKind.Oximeter -> stringResource(R.string.spoken_source_oximeter)
        else -> sourceWords(source)
    }
