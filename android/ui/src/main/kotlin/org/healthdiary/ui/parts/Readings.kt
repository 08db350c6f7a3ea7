package org.healthdiary.ui.parts

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsPropertyReceiver
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.onClick
import androidx.compose.ui.semantics.role
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.clockWords
import org.healthdiary.ui.words.headline
import org.healthdiary.ui.words.isNumber
import org.healthdiary.ui.words.kindWords
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.remarkWords
import org.healthdiary.ui.words.sourceWords
import org.healthdiary.ui.words.spoken
import org.healthdiary.ui.words.timeWords
import org.healthdiary.ui.words.underHeadline
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** A reading, to be read at arm's length; read aloud in one sentence. */
@Composable
internal fun ReadingCard(
    entry: ShownEntry,
    today: LocalDate,
    modifier: Modifier = Modifier,
    open: (() -> Unit)? = null,
) {
    Card(modifier) {
        val aloud = spoken(entry, today)
        Column(
            Modifier
                .fillMaxWidth()
                .then(if (open == null) Modifier else Modifier.clickable(onClick = open))
                .padding(Sizes.edge)
                .clearAndSetSemantics { told(aloud, open) },
            verticalArrangement = Arrangement.spacedBy(4.dp),
        ) {
            Text(kindWords(entry.kind, entry.ownName), style = Type.small, color = roles.secondary)
            Text(
                headline(entry),
                style = if (isNumber(entry)) Type.number else Type.title,
                color = roles.text,
                textDecoration = crossedOut(entry),
            )
            underHeadline(entry).takeIf(String::isNotEmpty)?.let { Text(it, style = Type.heading, color = roles.text) }
            Text(beside(momentWords(entry.at, today), sourceWords(entry.source)), style = Type.small, color = roles.secondary)
        }
        Remarks(entry)
    }
}

/** Read aloud as one sentence, and a button where it opens something. */
private fun SemanticsPropertyReceiver.told(
    aloud: String,
    open: (() -> Unit)?,
) {
    contentDescription = aloud
    if (open != null) {
        role = Role.Button
        onClick {
            open()
            true
        }
    }
}

/** What a reader of an entry must know: what the device noticed, and what was corrected. */
@Composable
internal fun Remarks(entry: ShownEntry) {
    val clock = clockWords(entry.source)
    if (entry.remarks.isEmpty() && clock == null) return
    Column(
        Modifier.padding(start = Sizes.edge, end = Sizes.edge, bottom = Sizes.edge),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        for (remark in entry.remarks) Remark(Tone.Attention, remarkWords(remark))
        clock?.let { Remark(Tone.Calm, it) }
    }
}

/** Entries under each other, each a line that opens it where [open] is given. */
@Composable
internal fun EntryLines(
    entries: List<ShownEntry>,
    today: LocalDate,
    open: ((ShownEntry) -> Unit)? = null,
) {
    Card {
        entries.forEachIndexed { index, entry ->
            if (index > 0) Divider()
            EntryLine(entry, today, open = open?.let { { it(entry) } })
        }
    }
}

/** A line between lines. */
@Composable
internal fun Divider() {
    HorizontalDivider(Modifier.padding(horizontal = Sizes.edge), color = roles.grid.copy(alpha = FAINT))
}

/** An entry in a list. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun EntryLine(
    entry: ShownEntry,
    today: LocalDate,
    modifier: Modifier = Modifier,
    open: (() -> Unit)? = null,
) {
    val aloud = spoken(entry, today)
    FlowRow(
        modifier
            .fillMaxWidth()
            .then(if (open == null) Modifier else Modifier.clickable(onClick = open))
            .heightIn(min = Sizes.mainTarget)
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart)
            .clearAndSetSemantics { told(aloud, open) },
        horizontalArrangement = Arrangement.SpaceBetween,
        verticalArrangement = Arrangement.Center,
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        TwoLines(
            kindWords(entry.kind, entry.ownName),
            beside(listOf(timeWords(entry.at), sourceWords(entry.source)) + badges(entry)),
            Modifier.padding(end = Sizes.apart),
        )
        Column(horizontalAlignment = Alignment.Start) {
            Text(headline(entry), style = Type.smallNumber, color = roles.text, textDecoration = crossedOut(entry))
            underHeadline(entry).takeIf(String::isNotEmpty)?.let { Text(it, style = Type.small, color = roles.secondary) }
        }
    }
}

@Composable
private fun badges(entry: ShownEntry): List<String> =
    listOfNotNull(
        words(R.string.reading_doubtful).takeIf { entry.doubtful },
        words(R.string.entry_amended_badge).takeIf { entry.amended },
        words(R.string.entry_retracted_badge).takeIf { entry.retracted },
    )

private fun crossedOut(entry: ShownEntry) = TextDecoration.LineThrough.takeIf { entry.retracted }

private const val FAINT = 0.5f
