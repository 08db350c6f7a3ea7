package org.healthdiary.app

import org.healthdiary.bridge.unitIn
import org.healthdiary.ui.screens.FieldShape
import org.healthdiary.ui.screens.FormField
import org.healthdiary.ui.screens.Measure
import org.healthdiary.ui.words.Units

/*
 * The units that a person chose, where they show and where they are typed in.
 */

/** The unit to show, by each unit that a quantity may have been recorded in. */
internal fun byRecorded(chosen: Map<Measure, String>): Map<String, String> =
    chosen.flatMap { (measure, unit) -> measure.units.map { it to unit } }.toMap()

/** As screens show them. */
internal fun shownUnits(chosen: Map<Measure, String>): Units = Units(byRecorded(chosen), ::unitIn)

/** An empty field, to be typed in the unit that was chosen, where it takes that. */
internal fun inChosenUnit(
    field: FormField,
    chosen: Map<Measure, String>,
): FormField {
    val units = (field.shape as? FieldShape.Number)?.units.orEmpty()
    return chosen.values.firstOrNull(units::contains)?.let { field.copy(unit = it) } ?: field
}
