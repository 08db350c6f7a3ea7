package org.healthdiary.ui.screens

import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.ContentScale
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Ask
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.LinkLine
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.words
import java.math.BigDecimal
import java.math.RoundingMode

/** The pictures and files of an entry, and adding one. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun ColumnScope.Files(
    state: FilesState,
    act: (EntryAction) -> Unit,
) {
    if (state.files.isEmpty() && !state.canChange) return
    Heading(words(R.string.entry_attachments))
    if (state.files.isNotEmpty()) {
        Card {
            state.files.forEachIndexed { index, file ->
                if (index > 0) Divider()
                val below = beside(sizeWords(file.bytes), words(R.string.entry_attachment_stripped).takeIf { file.stripped })
                LinkLine(nameWords(file), below) { act(FileAction.Open(file)) }
                state.open?.takeIf { it.id == file.id }?.let { Opened(it, file, state.canChange, act) }
            }
        }
    }
    state.adding?.let { Adding(it, act) }
    if (!state.canChange || state.adding != null) return
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        SideButton(words(R.string.entry_file_picture)) { act(FileAction.AddPicture) }
        SideButton(words(R.string.entry_file_add)) { act(FileAction.AddFile) }
    }
}

@Composable
private fun nameWords(file: ShownFile): String = file.name ?: words(R.string.entry_attachment_unnamed)

@Composable
private fun Opened(
    open: OpenFile,
    file: ShownFile,
    canChange: Boolean,
    act: (EntryAction) -> Unit,
) {
    Column(
        Modifier.padding(start = Sizes.edge, end = Sizes.edge, bottom = Sizes.edge),
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        val picture = open.picture
        if (picture != null) {
            Image(picture, nameWords(file), Modifier.fillMaxWidth(), contentScale = ContentScale.FillWidth)
        } else if (open.read) {
            Paragraph(words(R.string.entry_file_not_shown))
        }
        when (open.copy) {
            Copied.Done -> {
                Notice(Tone.Fine, words(R.string.entry_file_copied))
            }

            Copied.Failed -> {
                Notice(Tone.Attention, words(R.string.entry_file_not_copied))
            }

            null -> {}
        }
        if (open.askingToRemove) {
            Ask(words(R.string.entry_file_remove_ask), words(R.string.entry_file_remove), { act(FileAction.KeepFile) }) {
                act(FileAction.Remove)
            }
        } else {
            SideButton(words(R.string.entry_file_copy)) { act(FileAction.Copy) }
            Aside(words(R.string.entry_file_copy_why))
            if (canChange) WordButton(words(R.string.entry_file_remove)) { act(FileAction.AskToRemove) }
        }
    }
}

@Composable
private fun Adding(
    adding: Adding,
    act: (EntryAction) -> Unit,
) {
    when (adding) {
        Adding.Running -> {
            Notice(Tone.Calm, words(R.string.entry_file_adding))
        }

        Adding.AsItIs -> {
            Notice(Tone.Attention, words(R.string.entry_file_as_it_is))
            SideButton(words(R.string.entry_file_keep)) { act(FileAction.KeepAsItIs) }
            WordButton(words(R.string.entry_file_leave)) { act(FileAction.Leave) }
        }

        is Adding.Failed -> {
            Notice(Tone.Error, words(problemWords(adding.why)))
            if (adding.why != FileProblem.TooLarge) SideButton(words(R.string.common_try_again)) { act(FileAction.TryAgain) }
            WordButton(words(R.string.entry_file_leave)) { act(FileAction.Leave) }
        }
    }
}

private fun problemWords(problem: FileProblem): Int =
    when (problem) {
        FileProblem.TooLarge -> R.string.entry_file_too_large
        FileProblem.Gone -> R.string.entry_file_gone
        FileProblem.NoSpace -> R.string.entry_file_no_space
        FileProblem.Failed -> R.string.entry_file_failed
    }

private const val THOUSAND = 1000L

/** "340 kB", "2.1 MB". */
@Composable
internal fun sizeWords(bytes: Long): String {
    val formats = LocalFormats.current
    val kilobytes = (bytes + THOUSAND - 1) / THOUSAND
    if (kilobytes < THOUSAND) return words(R.string.size_kilobytes, formats.number(kilobytes.toInt()))
    return words(
        R.string.size_megabytes,
        formats.number(BigDecimal(bytes).divide(BigDecimal(THOUSAND * THOUSAND), 1, RoundingMode.HALF_UP)),
    )
}
