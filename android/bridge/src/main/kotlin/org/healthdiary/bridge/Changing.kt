package org.healthdiary.bridge

import org.healthdiary.Diary
import org.healthdiary.EntryVersion
import org.healthdiary.SaidMoment
import org.healthdiary.civilAt
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.wallTime
import java.time.LocalDateTime
import java.time.ZoneId

/** What an entry said before it was changed: enough to fill a form, and to put it back. */
public class Was internal constructor(
    public val entry: String,
    public val draft: Draft,
    /** What the clock on the wall showed; none where no more than the day is known. */
    public val at: LocalDateTime?,
    internal val moment: SaidMoment,
    internal val zone: ZoneId,
) {
    override fun toString(): String = "Was"
}

/** One version of an entry. */
public data class Version(
    /** What was done: the core's word. */
    val change: String,
    /** When it was written down, where the phone was then. */
    val written: ShownMoment,
    val entry: ShownEntry,
    /** Who did it; none where that is not known, or where only one person lives here. */
    val author: String?,
    /** Why, in a person's words. */
    val reason: String?,
)

/** What an entry is known by: where its time comes from, who objected, what it said before. */
public data class Known(
    /** The zone, as the IANA database spells it, and what speaks for it: the core's word. */
    val zone: Pair<String, String>?,
    /** The newest first. */
    val versions: List<Version>,
    val objections: List<String>,
)

/** Changing what is written down. What it said before stays in its history. */
public class Changing internal constructor(
    private val diary: HealthDiary,
) {
    /** What an entry says, to be changed; none where it is gone. */
    public suspend fun was(
        person: String,
        entry: String,
    ): Was? = diary.asking(person) { was(it, entry) }

    private fun was(
        diary: Diary,
        entry: String,
    ): Was? =
        diary.entry(entry)?.let { found ->
            val moment = found.said.moment
            val zone = moment.zone?.let { runCatching { ZoneId.of(it) }.getOrNull() } ?: ZoneId.systemDefault()
            Was(entry, draftOf(found), moment.wallTime, momentOf(found), zone)
        }

    /** Changes an entry to what a [draft] says; [confirmed] once somebody was told what is odd about it. */
    public suspend fun amend(
        person: String,
        was: Was,
        draft: Draft,
        reason: String,
        confirmed: Boolean,
    ): Typed =
        diary.asking(person) { diary ->
            asked(diary, draft, confirmed, was.zone, was.moment)?.unlessItWasSo(was)?.let { return@asking it }
            val change = draft.change(was.draft)
            val nothing = change.moment == null && change.values.isEmpty() && change.without.isEmpty() && change.note == null
            if (!nothing || change.tags != null) diary.amend(was.entry, change, reason.ifBlank { NO_REASON }, confirmed)
            Typed.Kept(was.entry)
        }

    /** A device may have nothing to say: somebody who writes a note beside it is not asked for a value. */
    private fun Typed.unlessItWasSo(was: Was): Typed? {
        if (this !is Typed.Asked || was.draft.values.isNotEmpty()) return this
        return doubts.filter { it.what != "empty" && it.what != "missing" }.takeIf { it.isNotEmpty() }?.let(Typed::Asked)
    }

    /** Takes a change back. */
    public suspend fun putBack(
        person: String,
        was: Was,
    ) {
        diary.asking(person) { diary ->
            val now = was(diary, was.entry) ?: return@asking
            val moment = was.moment.takeIf { it != now.moment }
            diary.amend(was.entry, was.draft.change(now.draft).copy(moment = moment), TAKEN_BACK, confirmed = true)
        }
    }

    /** Takes back what was just written down. */
    public suspend fun takeBack(
        person: String,
        entry: String,
    ): Unit = diary.asking(person) { it.retract(entry, TAKEN_BACK) }

    /** Puts beside a clinician's words how their person sees it. */
    public suspend fun objectTo(
        person: String,
        entry: String,
        words: String,
    ): Unit = diary.asking(person) { it.objectTo(entry, words) }

    /** Moves an entry with its history to another person's diary, and gives its id there. */
    public suspend fun move(
        person: String,
        entry: String,
        to: String,
    ): String =
        diary.opened().let { household ->
            core { household.diary(person).use { from -> household.diary(to).use { from.moveTo(entry, it, "of another person").entry } } }
        }

    /** What is known of an entry besides what it says; nothing where it is gone. */
    public suspend fun known(
        person: String,
        entry: String,
    ): Known? {
        val names = diary.opened().let { household -> core { household.people().associate { it.id to it.name } } }
        return diary.asking(person) { diary ->
            diary.entry(entry)?.let { found ->
                val history = diary.history(entry)
                val own = names(diary, history.map { it.said })
                val versions = history.map { version(shown(entry, it.said).copy(ownName = own[it.said.ownKind]), it, names) }
                Known(
                    zone = found.said.moment.zone?.let { it to found.said.moment.evidence },
                    versions = versions.asReversed(),
                    objections = found.objections.map { it.words },
                )
            }
        }
    }

    private fun version(
        entry: ShownEntry,
        of: EntryVersion,
        names: Map<String, String>,
    ): Version {
        val written = LocalDateTime.parse(civilAt(of.atMs, of.zone).civil)
        return Version(
            change = of.change,
            written = ShownMoment(written.toLocalDate(), written.toLocalTime()),
            entry = entry,
            author = of.author?.let(names::get).takeIf { names.size > 1 },
            // What the app gives as the reason for somebody who gave none says nothing to them.
            reason = of.reason?.takeIf { of.change == AMENDED && it != NO_REASON && it != TAKEN_BACK },
        )
    }

    private companion object {
        const val AMENDED = "amended"
        const val NO_REASON = "no reason given"
        const val TAKEN_BACK = "taken back at once"
    }
}
