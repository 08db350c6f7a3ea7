package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.LinkLine
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.words.kindWords
import org.healthdiary.ui.words.words

/** Every kind of entry that can be written down. */
@Immutable
data class AddAnythingState(
    /** The most used, by use. */
    val used: List<ShownKind> = emptyList(),
    val all: List<ShownKind> = emptyList(),
    /** Kinds that a person made. */
    val own: List<ShownKind> = emptyList(),
)

/** What can be done on [AddAnythingScreen]. */
sealed interface AddAnythingAction {
    data object Back : AddAnythingAction

    data class Choose(
        val kind: ShownKind,
    ) : AddAnythingAction
}

/** Choosing what to write down: by use first, then everything. */
@Composable
fun AddAnythingScreen(
    state: AddAnythingState,
    act: (AddAnythingAction) -> Unit,
) {
    Page(title = words(R.string.add_title), back = { act(AddAnythingAction.Back) }) {
        Kinds(R.string.add_used, state.used, act)
        Kinds(R.string.add_own, state.own, act)
        Kinds(R.string.add_all, state.all, act)
    }
}

@Composable
private fun ColumnScope.Kinds(
    heading: Int,
    kinds: List<ShownKind>,
    act: (AddAnythingAction) -> Unit,
) {
    if (kinds.isEmpty()) return
    Heading(words(heading))
    Card {
        kinds.forEachIndexed { index, kind ->
            if (index > 0) Divider()
            LinkLine(kindWords(kind.kind, kind.ownName)) { act(AddAnythingAction.Choose(kind)) }
        }
    }
}
