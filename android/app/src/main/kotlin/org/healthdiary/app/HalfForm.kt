package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import org.healthdiary.ui.screens.FormField
import org.healthdiary.ui.screens.FormState
import org.healthdiary.ui.screens.ShownKind

/** What is typed into a form, kept as it is typed: it survives the process. */
internal class HalfForm(
    private val saved: SavedStateHandle,
) {
    /** None where no form is open. */
    val kind: ShownKind? get() = saved.get<String>(KIND)?.let { ShownKind(it, saved.get<String>(NAME)) }

    /** The entry that is changed; none for a new one. */
    val entry: String? get() = saved[ENTRY]

    /** Begins an empty form. */
    fun begin(
        kind: ShownKind,
        entry: String?,
    ) {
        forget()
        saved[KIND] = kind.kind
        saved[NAME] = kind.ownName
        saved[ENTRY] = entry
    }

    fun keep(state: FormState) {
        saved[FIELDS] =
            state.fields.flatMap { listOf(it.name, it.text, it.unit, it.chosen.joinToString(","), it.time?.toString()) }.toTypedArray()
        saved[AT] = state.at?.toString()
        saved[NOTE] = state.note
        saved[TAGS] = state.tags
        saved[REASON] = state.reason
    }

    /** A fresh form with what was typed before the process was ended. */
    fun onto(fresh: FormState): FormState {
        val typed = saved.get<Array<String?>>(FIELDS) ?: return fresh
        val fields = typed.toList().chunked(PARTS).associateBy { it.first() }
        return fresh.copy(
            fields = fresh.fields.map { field -> fields[field.name]?.let { onto(field, it) } ?: field },
            at = saved.get<String>(AT)?.let(::timeOf),
            note = saved[NOTE] ?: fresh.note,
            tags = saved[TAGS] ?: fresh.tags,
            reason = saved[REASON] ?: fresh.reason,
        )
    }

    private fun onto(
        field: FormField,
        parts: List<String?>,
    ): FormField {
        val (_, text, unit, chosen, time) = parts
        return field.copy(
            text = text.orEmpty(),
            unit = unit,
            chosen = chosen.orEmpty().split(',').filter(String::isNotEmpty).toSet(),
            time = time?.let(::timeOf),
        )
    }

    fun forget() = listOf(KIND, NAME, ENTRY, FIELDS, AT, NOTE, TAGS, REASON).forEach { saved.remove<Any>(it) }

    private companion object {
        const val KIND = "form.kind"
        const val NAME = "form.name"
        const val ENTRY = "form.entry"
        const val FIELDS = "form.fields"
        const val AT = "form.at"
        const val NOTE = "form.note"
        const val TAGS = "form.tags"
        const val REASON = "form.reason"

        /** So many texts are kept of a field. */
        const val PARTS = 5
    }
}
