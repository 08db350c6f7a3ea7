package org.healthdiary.bridge

import org.healthdiary.Diary
import org.healthdiary.DiaryEntry
import org.healthdiary.DiaryException
import org.healthdiary.DraftValue
import org.healthdiary.EntryChange
import org.healthdiary.EntryDraft
import org.healthdiary.ResolvedTime
import org.healthdiary.SaidMoment
import org.healthdiary.WhichOfTwo
import org.healthdiary.asSaid
import org.healthdiary.resolveCivil
import org.healthdiary.wallTime
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.temporal.ChronoUnit

/** A value that somebody filled in, as text: digits with a dot, words, names of choices with commas, or a time. */
public class DraftedValue(
    public val field: String,
    public val text: String,
    /** The unit's name in the core; its first one where left out. */
    public val unit: String? = null,
) {
    override fun toString(): String = "DraftedValue"

    override fun equals(other: Any?): Boolean = other is DraftedValue && field == other.field && text == other.text && unit == other.unit

    override fun hashCode(): Int = text.hashCode()
}

/** An entry that somebody fills in. */
public class Draft(
    public val kind: EntryKind,
    public val values: List<DraftedValue>,
    at: LocalDateTime? = null,
    /** Which of two times that look the same, once somebody was asked. */
    public val second: Boolean? = null,
    public val note: String? = null,
    public val tags: List<String> = emptyList(),
) {
    /** None for now, or for the time that it has; to the second, which is the finest that a clock on the wall shows. */
    public val at: LocalDateTime? = at?.truncatedTo(ChronoUnit.SECONDS)

    override fun toString(): String = "Draft"

    /** As the core takes it, [at] the moment that it has where none was chosen. */
    internal fun whole(before: SaidMoment = SaidMoment.Now) =
        EntryDraft(
            kind = kind.name,
            ownKind = kind.own,
            moment = moment() ?: before,
            values = values.map { DraftValue(it.field, it.text, it.unit) },
            note = note?.takeIf(String::isNotBlank),
            tags = tags,
        )

    /** When it was, where somebody said so. */
    internal fun moment(): SaidMoment? = at?.asSaid(which = if (second == true) WhichOfTwo.SECOND else WhichOfTwo.FIRST)

    /** What of it is not as it [was]. */
    internal fun change(was: Draft) =
        EntryChange(
            moment = moment(),
            values = values.filterNot(was.values::contains).map { DraftValue(it.field, it.text, it.unit) },
            without = was.values.map { it.field } - values.map { it.field }.toSet(),
            note = note.orEmpty().takeIf { it != was.note.orEmpty() },
            tags = tags.takeIf { it != was.tags },
        )
}

/** What somebody has to be asked before a draft is stored; nothing where it can be. */
internal fun asked(
    diary: Diary,
    draft: Draft,
    confirmed: Boolean,
    zone: ZoneId,
    before: SaidMoment = SaidMoment.Now,
): Typed? {
    draft.at?.let { asksWhen(it, draft.second, zone) }?.let { return it }
    val whole = draft.whole(before)
    val doubts =
        try {
            diary.doubts(whole).map { Doubt(it.what, it.field, it.refuses, it.lowest, it.highest) }
        } catch (refused: DiaryException.Invalid) {
            // Tags are read before anything is doubted: where the rest can be read, it is they.
            if (draft.tags.isEmpty()) throw refused
            diary.doubts(whole.copy(tags = emptyList()))
            listOf(Doubt("bad-tags", field = null, refuses = true, lowest = null, highest = null))
        }.filter { it.refuses || !confirmed }
    return if (doubts.isEmpty()) null else Typed.Asked(doubts)
}

/** What somebody has to be asked about a time in a zone. */
private fun asksWhen(
    at: LocalDateTime,
    second: Boolean?,
    zone: ZoneId,
): Typed? =
    when (val found = resolveCivil(at.toString(), zone.id)) {
        is ResolvedTime.Once -> future(found.at.instantMs)
        is ResolvedTime.Twice -> if (second == null) Typed.CameTwice else future((if (second) found.second else found.first).instantMs)
        is ResolvedTime.Skipped -> Typed.NeverWas(LocalDateTime.parse(found.before.civil), LocalDateTime.parse(found.after.civil))
    }

/** The core asks about a time that has not come yet, and would take it from whoever confirms something else too: here it is refused. */
private fun future(instantMs: Long): Typed? =
    Typed
        .Asked(listOf(Doubt("future", field = null, refuses = true, lowest = null, highest = null)))
        .takeIf { instantMs - System.currentTimeMillis() > CLOCK_SLACK_MS }

/** As in the core: a few minutes are a phone's own clock. */
private const val CLOCK_SLACK_MS = 5 * 60 * 1000L

/** What an entry says, as a draft that changes nothing. */
internal fun draftOf(entry: DiaryEntry): Draft {
    val said = entry.said
    val values =
        said.values.mapNotNull { value ->
            val moment = value.moment
            val text =
                when {
                    value.choices.isNotEmpty() -> value.choices.joinToString(",")
                    moment != null -> moment.wallTime?.toString() ?: moment.civil
                    else -> value.text
                }
            text?.let { DraftedValue(value.field, it, value.unit) }
        }
    return Draft(
        EntryKind(said.kind.orEmpty(), said.ownKind),
        values,
        note = said.note,
        tags = said.tags,
    )
}

/** The moment of an entry, as it would be said again; its zone stays that of the entry. */
internal fun momentOf(entry: DiaryEntry): SaidMoment {
    val moment = entry.said.moment
    val (from, to) = moment.earliestMs to moment.latestMs
    return when {
        from != null && from == to -> SaidMoment.At(from, null)
        from != null && to != null -> SaidMoment.Within(from, to, null)
        else -> SaidMoment.Day(moment.day.orEmpty())
    }
}
