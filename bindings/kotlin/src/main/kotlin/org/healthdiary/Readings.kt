package org.healthdiary

import java.math.BigDecimal

/**
 * What an entry says, by its kind: the kinds that most screens show have a class of their own, every other one is [Other].
 *
 * Numbers have the digits that were given, and the unit that was entered: nothing is converted or rounded.
 */
public sealed interface Reading {
    /** Systolic and diastolic pressure; a failed measurement of a cuff is [Other]. */
    public data class BloodPressure(
        val systolic: Quantity,
        val diastolic: Quantity,
        val mean: Quantity?,
        val pulse: Quantity?,
    ) : Reading

    /** Oxygen level, and the pulse beside it. */
    public data class Oximetry(
        val saturation: Quantity,
        val pulse: Quantity?,
    ) : Reading

    /** Beats per minute. */
    public data class Pulse(
        val rate: Quantity,
    ) : Reading

    /** Body weight. */
    public data class Weight(
        val weight: Quantity,
    ) : Reading

    /** Body temperature. */
    public data class Temperature(
        val temperature: Quantity,
    ) : Reading

    /** Glucose in blood or tissue. */
    public data class Glucose(
        val concentration: Quantity,
    ) : Reading

    /** Any other kind; [kind] is none where a newer program made it. */
    public data class Other(
        val kind: String?,
        val values: List<EntryValue>,
    ) : Reading
}

/** Digits as they were given, with their unit. */
public data class Quantity(
    val digits: BigDecimal,
    val unit: String,
)

/** The value of a field, where there is one. */
public operator fun Said.get(field: String): EntryValue? = values.firstOrNull { it.field == field }

/** The number of a field, where it has one; none where a device could not read it. */
public fun Said.quantity(field: String): Quantity? {
    val value = this[field] ?: return null
    val unit = value.unit ?: return null
    return value.text?.toBigDecimalOrNull()?.let { Quantity(it, unit) }
}

/** What it says, by its kind. */
public val Said.reading: Reading
    get() = known() ?: Reading.Other(kind, values)

private fun Said.known(): Reading? =
    when (kind) {
        "blood-pressure" ->
            quantity("systolic")?.let { systolic ->
                quantity("diastolic")?.let { Reading.BloodPressure(systolic, it, quantity("mean"), quantity("pulse")) }
            }
        "oximetry" -> quantity("saturation")?.let { Reading.Oximetry(it, quantity("pulse")) }
        "pulse" -> quantity("pulse")?.let(Reading::Pulse)
        "weight" -> quantity("weight")?.let(Reading::Weight)
        "temperature" -> quantity("temperature")?.let(Reading::Temperature)
        "glucose" -> quantity("glucose")?.let(Reading::Glucose)
        else -> null
    }
