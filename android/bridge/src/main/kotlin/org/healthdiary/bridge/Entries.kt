package org.healthdiary.bridge

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.isActive
import org.healthdiary.Diary
import org.healthdiary.DiaryException
import org.healthdiary.EntryQuestion
import org.healthdiary.Household
import org.healthdiary.changes
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
    /** The last entry that is of another day: where clocks differ, it may be of the one after. */
    val before: ShownEntry?,
    /** The last entry, of whatever day. */
    val last: ShownEntry?,
    /** Whether anything was ever written down. */
    val begun: Boolean,
    /** Readings that are nobody's yet, or cannot be read. */
    val waiting: Int,
    /** Whose own lock is shut, with a reading before it. */
    val waitsFor: List<String>,
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
    private val moved = diary.moved

    /** Everybody whose diary is here. */
    public suspend fun people(): List<ShownPerson> =
        diary.opened().let { household -> core { household.people().map { ShownPerson(it.id, it.name) } } }

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
            while (currentCoroutineContext().isActive) {
                val seen = moved.value
                try {
                    household.diary(person).use { diary ->
                        merge(diary.changes().map { true }.onCompletion { emit(false) }, moved.map { true })
                            .conflate()
                            .takeWhile { it }
                            .collect { emit(read(household, diary, day)) }
                    }
                    // The file was made anew, as after an erasure: what changes in it is told anew too.
                } catch (_: DiaryException) {
                    // It rests, or has a lock of its own that is shut: somebody says when to look again.
                    moved.first { it != seen }
                }
            }
        }

    private fun read(
        household: Household,
        diary: Diary,
        day: LocalDate,
    ): Day {
        val measured = MEASURED.flatMap { kind -> diary.page(EntryQuestion(kind = kind), null, 1u).entries }
        val newest = listOfNotNull(measured.maxByOrNull { it.said.moment.latestMs ?: Long.MIN_VALUE })
        val ofDay = diary.page(EntryQuestion(firstDay = day.toString(), lastDay = day.toString()), null, MOST_OF_A_DAY).entries
        val recent = shown(diary, diary.page(EntryQuestion(), null, ofDay.size.toUInt() + 1u).entries)
        val waiting = household.waiting()
        val shut = waiting.filter { it.why == WaitingReadings.LOCKED }
        val names = if (shut.isEmpty()) emptyMap() else household.people().associate { it.id to it.name }
        return Day(
            newest = shown(diary, newest).firstOrNull(),
            entries = shown(diary, ofDay),
            before = recent.firstOrNull { it.at.day != day },
            last = recent.firstOrNull(),
            begun = recent.isNotEmpty() || newest.isNotEmpty() || diary.counts().isNotEmpty(),
            waiting = waiting.size - shut.size,
            waitsFor = shut.mapNotNull { names[it.person] }.distinct(),
        )
    }

    /** An entry; none where it was erased. */
    public suspend fun entry(
        person: String,
        entry: String,
    ): ShownEntry? = diary.asking(person) { asked -> shown(asked, listOfNotNull(asked.entry(entry))).singleOrNull() }

    /** Entries by the page, the newest first; of one [kind], where it is named. */
    public suspend fun page(
        person: String,
        after: String?,
        search: String? = null,
        kind: String? = null,
    ): EntriesPage =
        diary.asking(person) { diary ->
            val page = diary.page(EntryQuestion(search = search, kind = kind), after, PAGE)
            EntriesPage(shown(diary, page.entries), page.next)
        }

    /** Writes something down; [confirmed] once somebody was told what is odd about it. */
    public suspend fun write(
        person: String,
        draft: Draft,
        confirmed: Boolean,
    ): Typed =
        diary.asking(person) { asked(it, draft, confirmed, ZoneId.systemDefault()) ?: Typed.Kept(it.add(draft.whole(), confirmed)) }

    /** Marks an entry as one that was entered in error; it stays to be seen. */
    public suspend fun retract(
        person: String,
        entry: String,
    ): Unit = diary.asking(person) { it.retract(entry, "entered in error") }

    /** Takes that back. */
    public suspend fun reinstate(
        person: String,
        entry: String,
    ): Unit = diary.asking(person) { it.reinstate(entry, "not in error") }

    /** Erases an entry, with every version of it, for good. */
    public suspend fun erase(
        person: String,
        entry: String,
    ) {
        diary.asking(person) { it.erase(entry) }
    }

    private companion object {
        /** The kinds that devices measure, of which the newest stands large on the screen. */
        val MEASURED = listOf("blood-pressure", "oximetry")
        const val MOST_OF_A_DAY = 200u
        const val PAGE = 50u
    }
}
