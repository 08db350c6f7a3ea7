package org.healthdiary.bridge

import org.healthdiary.Diary
import org.healthdiary.FieldDescription
import org.healthdiary.FieldHolds
import org.healthdiary.kinds

/** A kind of entry, as it can be asked for and written down. */
public data class EntryKind(
    /** The kind's name in the core; `own` where a person made it. */
    val name: String,
    /** The id of a kind that a person made. */
    val own: String? = null,
    /** What they called it. */
    val ownName: String? = null,
    /** How many entries it has. */
    val entries: Int = 0,
) {
    override fun toString(): String = "EntryKind"
}

/** A field of a kind, with what it takes. */
public data class EntryField(
    val name: String,
    val takes: Takes,
    val required: Boolean,
)

/** What a field takes. Names are the core's. */
public sealed interface Takes {
    /** Digits, in one of these units. */
    public data class Number(
        val units: List<String>,
    ) : Takes

    /** Words; [long] where they may fill pages. */
    public data class Words(
        val long: Boolean,
    ) : Takes

    /** One of these. */
    public data class One(
        val choices: List<String>,
    ) : Takes

    /** Several of these. */
    public data class Several(
        val choices: List<String>,
    ) : Takes

    /** A clock on the wall. */
    public data object Time : Takes
}

/** What can be written down: the kinds of the core, and those that people made. */
public class EntryKinds internal constructor(
    private val diary: HealthDiary,
) {
    private val described by lazy { kinds().associateBy { it.name } }

    /** Every kind that [person] can write down, in the order of the core, with how many entries there are. */
    public suspend fun toWrite(person: String): List<EntryKind> =
        diary.asking(person) { diary ->
            val counts = countsOf(diary)
            val told = described.values.filter { it.typed && it.name !in FILES }.map { EntryKind(it.name, entries = counts[it.name] ?: 0) }
            told + diary.ownKinds().map { EntryKind(OWN, it.id, it.name) }
        }

    /** The kinds that have entries of [person], the most used first; those that people made are one. */
    public suspend fun used(person: String): List<EntryKind> =
        diary.asking(person) { diary ->
            countsOf(diary).map { (kind, entries) -> EntryKind(kind, entries = entries) }.sortedByDescending { it.entries }
        }

    /** The fields of a kind, in the order in which people read them. */
    public suspend fun fields(
        person: String,
        kind: EntryKind,
    ): List<EntryField> =
        diary.asking(person) { diary ->
            val own = kind.own
            val fields = if (own == null) described[kind.name]?.fields else diary.ownKinds().firstOrNull { it.id == own }?.fields
            fields.orEmpty().mapNotNull(::field)
        }

    private fun countsOf(diary: Diary): Map<String, Int> =
        diary.counts().mapNotNull { count -> count.kind?.let { it to count.entries.toInt() } }.filter { it.second > 0 }.toMap()

    private fun field(of: FieldDescription): EntryField? = takes(of.holds)?.let { EntryField(of.name, it, of.required) }

    private fun takes(holds: FieldHolds): Takes? =
        when (holds) {
            is FieldHolds.Number -> Takes.Number(holds.units)

            is FieldHolds.Amount -> Takes.Number(listOf(holds.unit))

            is FieldHolds.Text -> Takes.Words(long = holds.longest.toLong() > LONGEST_LINE)

            is FieldHolds.Choice -> Takes.One(holds.choices)

            is FieldHolds.Choices -> Takes.Several(holds.choices)

            is FieldHolds.Time -> Takes.Time

            // Another entry is found where that entry is, not typed.
            is FieldHolds.Entry -> null
        }

    internal companion object {
        /** The name of all kinds that people made. */
        const val OWN = "own"

        /** Kinds that say nothing without their file. */
        private val FILES = setOf("photo", "video", "voice")

        /** Bytes of what the core takes for one line. */
        private const val LONGEST_LINE = 1000L
    }
}
