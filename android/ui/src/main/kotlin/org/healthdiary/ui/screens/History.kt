package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.snapshotFlow
import androidx.compose.runtime.withFrameNanos
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import kotlinx.coroutines.flow.first
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.EntryLine
import org.healthdiary.ui.parts.Frame
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.Icons
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.SignButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.dayWords
import org.healthdiary.ui.words.kindWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** All entries, as far as they were read, by the day they were recorded on. */
@Immutable
data class HistoryState(
    val today: LocalDate,
    /** The newest first. */
    val days: List<HistoryDay> = emptyList(),
    /** Whether there are more behind them. */
    val more: Boolean = false,
    /** Whether there are newer ones before them. */
    val newer: Boolean = false,
    /** Whose diary it is, where the household has several people. */
    val person: String? = null,
    /** The kind that alone is shown; none for all. */
    val kind: ShownKind? = null,
    /** What can be chosen from, while somebody chooses a kind. */
    val choosing: List<ShownKind>? = null,
    /** What is looked for; none while nobody searches. */
    val search: String? = null,
)

/** A day with its entries. */
@Immutable
data class HistoryDay(
    /** None for entries whose day nobody knows. */
    val day: LocalDate?,
    val entries: List<ShownEntry>,
    /** The place of the day's zone, where it is another than that of the day before. */
    val place: String? = null,
)

/** A kind of entry to choose. */
@Immutable
data class ShownKind(
    /** The kind's name in the core, or its id where a person made it. */
    val kind: String,
    val ownName: String? = null,
    /** How many entries it has; none where nobody counted. */
    val entries: Int? = null,
)

/** What can be done on [HistoryScreen]. */
sealed interface HistoryAction {
    data object Back : HistoryAction

    /** The end of what was read comes near. */
    data object More : HistoryAction

    /** The beginning of what is held comes near, and there are newer ones before it. */
    data object Newer : HistoryAction

    data object ChooseKind : HistoryAction

    /** Only this kind; none for all. */
    data class Only(
        val kind: ShownKind?,
    ) : HistoryAction

    /** Looks for words; none ends the search. */
    data class Search(
        val words: String?,
    ) : HistoryAction

    data class Open(
        val entry: String,
    ) : HistoryAction
}

/** All entries by day; a page more is asked for when the end comes near. */
@Composable
fun HistoryScreen(
    state: HistoryState,
    act: (HistoryAction) -> Unit,
) {
    Frame(
        title = words(R.string.history_title),
        back = { act(HistoryAction.Back) },
        signs = {
            if (state.search == null) {
                SignButton(Icons.Search, words(R.string.history_search_open)) { act(HistoryAction.Search("")) }
            }
        },
    ) {
        val list = rememberLazyListState()
        val nearEnd by remember {
            derivedStateOf { nearEnd(list.layoutInfo.visibleItemsInfo.lastOrNull()?.index, list.layoutInfo.totalItemsCount) }
        }
        val nearStart by remember { derivedStateOf { list.firstVisibleItemIndex < AHEAD } }
        if (state.more) OnceNear(state.days, { nearEnd }) { act(HistoryAction.More) }
        if (state.newer) OnceNear(state.days, { nearStart }) { act(HistoryAction.Newer) }
        LazyColumn(
            Modifier.fillMaxWidth().weight(1f),
            state = list,
            contentPadding = PaddingValues(start = Sizes.edge, end = Sizes.edge, bottom = Sizes.gap),
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            // It stands before the newest entry: what is first on the screen holds its place while newer ones come before it.
            if (!state.newer) item("filter") { Filter(state, act) }
            if (state.choosing == null) days(state, act)
        }
    }
}

/** Asks once for what comes before or after the days that are held, when somebody is [near]. */
@Composable
private fun OnceNear(
    held: List<HistoryDay>,
    near: () -> Boolean,
    ask: () -> Unit,
) {
    LaunchedEffect(held) {
        // Until these days are laid out, the list says where somebody was in those before them.
        withFrameNanos {}
        snapshotFlow(near).first { it }
        ask()
    }
}

/** How many lines before the end more are asked for. */
private const val AHEAD = 10

private fun nearEnd(
    last: Int?,
    all: Int,
): Boolean = last != null && last >= all - AHEAD

@Composable
private fun Filter(
    state: HistoryState,
    act: (HistoryAction) -> Unit,
) {
    Column(
        Modifier.widthIn(max = Sizes.column).fillMaxWidth(),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        state.person?.let { Aside(words(R.string.history_person, it)) }
        state.search?.let { sought ->
            TextLine(words(R.string.history_search), sought) { act(HistoryAction.Search(it)) }
            WordButton(words(R.string.history_search_close)) { act(HistoryAction.Search(null)) }
        }
        val choosing = state.choosing
        if (choosing != null) {
            Kinds(choosing, state.kind) { act(HistoryAction.Only(it)) }
        } else if (Offer.Kinds in LocalOffers.current && (state.days.isNotEmpty() || state.kind != null)) {
            val kind = state.kind
            val only = kind?.let { words(R.string.history_kind, kindWords(it.kind, it.ownName)) }
            SideButton(only ?: words(R.string.history_all_kinds)) { act(HistoryAction.ChooseKind) }
        }
        if (state.days.isEmpty() && choosing == null) {
            val filtered = state.kind != null || !state.search.isNullOrEmpty()
            Paragraph(words(if (filtered) R.string.history_nothing_found else R.string.history_empty))
        }
    }
}

@Composable
private fun Kinds(
    kinds: List<ShownKind>,
    chosen: ShownKind?,
    choose: (ShownKind?) -> Unit,
) {
    Card {
        ChooseOne(listOf<ShownKind?>(null) + kinds, chosen, choose) { kind ->
            val count = kind?.entries
            val name = if (kind == null) words(R.string.history_all_kinds) else kindWords(kind.kind, kind.ownName)
            if (count == null) name else words(R.string.history_kind_count, name, LocalFormats.current.number(count))
        }
    }
}

private fun LazyListScope.days(
    state: HistoryState,
    act: (HistoryAction) -> Unit,
) {
    for (day in state.days) {
        item("day ${day.day}", contentType = "day") {
            Box(Modifier.widthIn(max = Sizes.column).fillMaxWidth().padding(top = Sizes.apart, bottom = Sizes.apart / 2)) {
                Heading(beside(dayWords(day.day, state.today), day.place?.let { words(R.string.history_zone, it) }))
            }
        }
        items(day.entries, key = ShownEntry::id, contentType = { "entry" }) { entry ->
            Card(Modifier.widthIn(max = Sizes.column).padding(bottom = Sizes.apart)) {
                EntryLine(entry, state.today) { act(HistoryAction.Open(entry.id)) }
            }
        }
    }
}
