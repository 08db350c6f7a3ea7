package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Entries
import org.healthdiary.bridge.EntriesPage
import org.healthdiary.bridge.EntryKinds
import org.healthdiary.ui.screens.HistoryAction
import org.healthdiary.ui.screens.HistoryState
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.state.ShownEntry

/** All entries, a page at a time. However far back somebody goes, no more than some pages are held. */
internal class HistoryModel(
    private val entries: Entries,
    private val all: EntryKinds,
    private val whose: Whose,
    private val ways: Navigator,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(HistoryState(whose.today.value))
    private val held = HeldPages()
    private var reading: Job? = null
    val state: StateFlow<HistoryState> = now.asStateFlow()

    /** Reads the first page, of what was looked for when somebody was here last. */
    fun begin() = look(saved[SEARCH], saved.get<String>(KIND)?.let { ShownKind(it) })

    private fun look(
        search: String?,
        kind: ShownKind?,
    ) {
        saved[SEARCH] = search
        saved[KIND] = kind?.kind
        now.update { HistoryState(whose.today.value, it.days, person = whose.named, kind = kind, search = search) }
        begun()
    }

    /** Leaves what was looked for. */
    private fun leave() {
        saved.remove<String>(SEARCH)
        saved.remove<String>(KIND)
        reading?.cancel()
        held.clear()
        now.value = HistoryState(whose.today.value)
        ways.back()
    }

    private fun chooseKind() {
        val person = whose.person.value ?: return
        scope.launch {
            val kinds = all.used(person.id).map { ShownKind(it.name, entries = it.entries) }
            now.update { state -> state.copy(choosing = kinds, kind = kinds.firstOrNull { it.kind == state.kind?.kind }) }
        }
    }

    /** The first page of what is looked for; what was there before shows until then. */
    private fun begun() {
        reading?.cancel()
        read(null) { page ->
            held.clear()
            held.addLast(page)
        }
    }

    private fun more() {
        val next = held.next ?: return
        if (reading?.isActive != true) read(next, held::addLast)
    }

    private fun newer() {
        val before = held.before ?: return
        if (reading?.isActive != true) read(before.after, held::addFirst)
    }

    private fun read(
        after: String?,
        hold: (HeldPage) -> Unit,
    ) {
        val person = whose.person.value ?: return
        val (search, kind) = now.value.search to now.value.kind
        reading =
            scope.launch {
                val page = entries.page(person.id, after, search?.takeIf(String::isNotBlank), kind?.kind)
                hold(HeldPage(after, page))
                now.update { it.copy(days = placedDays(held.entries), more = held.next != null, newer = held.before != null) }
            }
    }

    fun act(action: HistoryAction) {
        when (action) {
            HistoryAction.Back -> leave()
            HistoryAction.More -> more()
            HistoryAction.Newer -> newer()
            is HistoryAction.Search -> look(action.words, now.value.kind)
            is HistoryAction.Open -> ways.goBeside(Place.Entry(action.entry))
            HistoryAction.ChooseKind -> chooseKind()
            is HistoryAction.Only -> look(now.value.search, action.kind?.copy(entries = null))
        }
    }

    private companion object {
        const val SEARCH = "history.search"
        const val KIND = "history.kind"
    }
}

/** A page of entries, and what it was asked for with. */
internal class HeldPage(
    val after: String?,
    val page: EntriesPage,
)

/** The pages around where somebody is: those that are far behind or ahead are let go of, and read anew by whoever comes back. */
internal class HeldPages {
    private val pages = ArrayDeque<HeldPage>()
    private val letGo = ArrayDeque<Before>()

    /** Where a page begins that was let go of; the first begins at nothing. */
    class Before(
        val after: String?,
    )

    val entries: List<ShownEntry> get() = pages.flatMap { it.page.entries }

    /** Where the next older page begins; none at the end. */
    val next: String? get() = pages.lastOrNull()?.page?.next

    /** Where the next newer page begins; none where the newest entry is held. */
    val before: Before? get() = letGo.lastOrNull()

    fun clear() {
        pages.clear()
        letGo.clear()
    }

    fun addLast(page: HeldPage) {
        pages.addLast(page)
        if (pages.size > MOST) letGo.addLast(Before(pages.removeFirst().after))
    }

    fun addFirst(page: HeldPage) {
        letGo.removeLast()
        pages.addFirst(page)
        if (pages.size > MOST) pages.removeLast()
    }

    internal companion object {
        /** So many pages are held: several screens to either side. */
        const val MOST = 6
    }
}
