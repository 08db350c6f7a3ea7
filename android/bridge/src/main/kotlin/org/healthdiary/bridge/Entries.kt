package org.healthdiary.bridge

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onStart
import org.healthdiary.Diary
import org.healthdiary.DiaryEntry
import org.healthdiary.DraftDoubt
import org.healthdiary.DraftValue
import org.healthdiary.EntryDraft
import org.healthdiary.EntryQuestion
import org.healthdiary.Household
import org.healthdiary.ResolvedTime
import org.healthdiary.SaidMoment
import org.healthdiary.WhichOfTwo
import org.healthdiary.asSaid
import org.healthdiary.changes
import org.healthdiary.kinds
import org.healthdiary.resolveCivil
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneId

/** A day, as far as it is written down. */
public data class Day(
    /** The newest reading of a device's kind, of whatever day. */
    val newest: ShownEntry?,
    /** The entries of the day, the newest first. */
    val entries: List<ShownEntry>,
    /** Whether anything was ever written down. */
    val begun: Boolean,
    /** Readings that are nobody's yet. */
    val waiting: Int,
)

/** Some entries, the newest first, and where the next begin. */
public data class EntriesPage(
    val entries: List<ShownEntry>,
    /** None at the end. */
    val next: String?,
)

/** What is odd about something that was typed. Names and limits are the core's. */
public data class Doubt(
    val what: String,
    val field: String?,
    /** It is refused, whatever anybody says. */
    val refuses: Boolean,
    val lowest: String?,
    val highest: String?,
)

/** A blood pressure that somebody typed. */
public class TypedPressure(
    /** As they were typed, under the core's names. */
    public val values: Map<String, String>,
    /** The unit of both pressures. */
    public val unit: String,
    /** None for now. */
    public val at: LocalDateTime?,
    /** Which of two times that look the same, once somebody was asked. */
    public val second: Boolean?,
) {
    override fun toString(): String = "TypedPressure"
}

/** What became of something typed. */
public sealed interface Typed {
    /** It is in the diary. */
    public data class Kept(
        val entry: String,
    ) : Typed

    /** It is not: somebody is to be asked, or it cannot be. */
    public data class Asked(
        val doubts: List<Doubt>,
    ) : Typed

    /** The clocks went forward over that time: one of these two is meant. */
    public data class NeverWas(
        val before: LocalDateTime,
        val after: LocalDateTime,
    ) : Typed

    /** The clocks went back over that time: the first or the second is meant. */
    public data object CameTwice : Typed
}

/** What is written down, for screens: read anew whenever it changes. */
public class Entries internal constructor(
    private val diary: HealthDiary,
) {
    private val most by lazy { kinds().mapNotNull { kind -> kind.highestScore?.let { kind.name to it.toInt() } }.toMap() }

    /** Everybody whose diary is here. */
    public suspend fun people(): List<ShownPerson> =
        open().let { household -> core { household.people().map { ShownPerson(it.id, it.name) } } }

    /** A day of a person, now and after every change; nothing while the diary is shut. */
    @OptIn(ExperimentalCoroutinesApi::class)
    public fun day(
        person: String,
        day: LocalDate,
    ): Flow<Day> =
        diary.household
            .flatMapLatest { household -> household?.let { dayOf(it, person, day) } ?: emptyFlow() }
            .flowOn(Dispatchers.IO)

    private fun dayOf(
        household: Household,
        person: String,
        day: LocalDate,
    ): Flow<Day> =
        flow {
            household.diary(person).use { diary ->
                val asked = diary.changes().map { }.onStart { emit(Unit) }.conflate()
                asked.collect { emit(read(household, diary, day)) }
            }
        }

    private fun read(
        household: Household,
        diary: Diary,
        day: LocalDate,
    ): Day {
        val newest = MEASURED.flatMap { kind -> diary.page(EntryQuestion(kind = kind), null, 1u).entries }
        val ofDay = diary.page(EntryQuestion(firstDay = day.toString(), lastDay = day.toString()), null, MOST_OF_A_DAY).entries
        return Day(
            newest = newest.maxByOrNull { it.said.moment.latestMs ?: Long.MIN_VALUE }?.let(::shown),
            entries = ofDay.map(::shown),
            begun = ofDay.isNotEmpty() || newest.isNotEmpty() || diary.counts().isNotEmpty(),
            waiting = household.waiting().size,
        )
    }

    /** An entry; none where it was erased. */
    public suspend fun entry(
        person: String,
        entry: String,
    ): ShownEntry? = asking(person) { it.entry(entry)?.let(::shown) }

    /** Entries by the page, the newest first. */
    public suspend fun page(
        person: String,
        after: String?,
        search: String? = null,
    ): EntriesPage =
        asking(person) { diary ->
            val page = diary.page(EntryQuestion(search = search), after, PAGE)
            EntriesPage(page.entries.map(::shown), page.next)
        }

    /** Writes a blood pressure down; [confirmed] once somebody was told what is odd about it. */
    public suspend fun addPressure(
        person: String,
        typed: TypedPressure,
        confirmed: Boolean,
    ): Typed =
        asking(person) { diary ->
            typed.at?.let { asksWhen(it, typed.second) }?.let { return@asking it }
            val which = if (typed.second == true) WhichOfTwo.SECOND else WhichOfTwo.FIRST
            val draft =
                EntryDraft(
                    kind = PRESSURE,
                    moment = typed.at?.asSaid(which = which) ?: SaidMoment.Now,
                    values = typed.values.map { (field, text) -> DraftValue(field, text, typed.unit.takeIf { field != PULSE }) },
                )
            val doubts = diary.doubts(draft).filter { it.refuses || !confirmed }
            if (doubts.isEmpty()) Typed.Kept(diary.add(draft, confirmed)) else Typed.Asked(doubts.map(::doubt))
        }

    /** What somebody has to be asked about a time, where the phone is now. */
    private fun asksWhen(
        at: LocalDateTime,
        second: Boolean?,
    ): Typed? =
        when (val found = resolveCivil(at.toString(), ZoneId.systemDefault().id)) {
            is ResolvedTime.Once -> null
            is ResolvedTime.Twice -> Typed.CameTwice.takeIf { second == null }
            is ResolvedTime.Skipped -> Typed.NeverWas(LocalDateTime.parse(found.before.civil), LocalDateTime.parse(found.after.civil))
        }

    /** Marks an entry as one that was entered in error; it stays to be seen. */
    public suspend fun retract(
        person: String,
        entry: String,
    ): Unit = asking(person) { it.retract(entry, "entered in error") }

    /** Takes that back. */
    public suspend fun reinstate(
        person: String,
        entry: String,
    ): Unit = asking(person) { it.reinstate(entry, "not in error") }

    /** Erases an entry, with every version of it, for good. */
    public suspend fun erase(
        person: String,
        entry: String,
    ) {
        asking(person) { it.erase(entry) }
    }

    private suspend fun <T> asking(
        person: String,
        call: (Diary) -> T,
    ): T = open().let { household -> core { household.diary(person).use(call) } }

    private fun shown(entry: DiaryEntry) = shown(entry) { most[it] }

    private fun doubt(doubt: DraftDoubt) = Doubt(doubt.what, doubt.field, doubt.refuses, doubt.lowest, doubt.highest)

    private fun open() = diary.household.value ?: throw DiaryTrouble(Trouble.SHUT)

    private companion object {
        const val PRESSURE = "blood-pressure"
        const val PULSE = "pulse"

        /** The kinds that devices measure, of which the newest stands large on the screen. */
        val MEASURED = listOf(PRESSURE, "oximetry")
        const val MOST_OF_A_DAY = 200u
        const val PAGE = 50u
    }
}
