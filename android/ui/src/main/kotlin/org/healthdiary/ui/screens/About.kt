package org.healthdiary.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import org.healthdiary.ui.R
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Fact
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.words.words

/** What the app is, and what it is made of. */
@Immutable
data class AboutState(
    val version: String,
    /** The time-zone database's version, such as 2026a. */
    val zones: String,
    /** Where thresholds and questionnaires come from. */
    val sources: List<NamedLicence> = emptyList(),
    val licences: List<NamedLicence> = emptyList(),
)

/** A work by others, with its licence or place. */
@Immutable
data class NamedLicence(
    val name: String,
    val licence: String,
)

/** What can be done on [AboutScreen]. */
sealed interface AboutAction {
    data object Back : AboutAction
}

/** What the app is, with licences and sources. */
@Composable
fun AboutScreen(
    state: AboutState,
    act: (AboutAction) -> Unit,
) {
    Page(title = words(R.string.about_title), back = { act(AboutAction.Back) }) {
        Paragraph(words(R.string.about_what))
        Paragraph(words(R.string.about_network))
        Aside(words(R.string.about_version, state.version))
        Aside(words(R.string.about_zones, state.zones))
        Named(R.string.about_sources, state.sources)
        Named(R.string.about_licences, state.licences)
    }
}

@Composable
private fun Named(
    heading: Int,
    works: List<NamedLicence>,
) {
    if (works.isEmpty()) return
    Heading(words(heading))
    Card {
        for (work in works) Fact(work.name, work.licence)
    }
}
