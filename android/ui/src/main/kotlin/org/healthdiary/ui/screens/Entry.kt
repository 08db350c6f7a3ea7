package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Ask
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Fact
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.ReadingCard
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.TextLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.WordButton
import org.healthdiary.ui.state.ClockCause
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.state.Source
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.asTitle
import org.healthdiary.ui.words.beside
import org.healthdiary.ui.words.clockWords
import org.healthdiary.ui.words.fieldWords
import org.healthdiary.ui.words.headline
import org.healthdiary.ui.words.kindWords
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.wholeContentWords
import org.healthdiary.ui.words.words
import java.time.LocalDate

/** An entry: what it says, where it comes from, how it was changed. */
@Composable
fun EntryScreen(
    state: EntryState,
    act: (EntryAction) -> Unit,
) {
    val entry = state.entry
    if (entry == null) {
        Page(words(R.string.entry_erased_title), back = { act(EntryAction.Back) }) {
            state.erasedOn?.let { Paragraph(words(R.string.entry_erased, LocalFormats.current.longDay(it))) }
        }
        return
    }
    Page(
        title = kindWords(entry.kind, entry.ownName),
        back = { act(EntryAction.Back) },
        foot = {
            when {
                entry.retracted -> {
                    MainButton(words(R.string.entry_reinstate)) { act(EntryAction.Reinstate) }
                }

                Offer.Change !in LocalOffers.current -> {}

                state.objecting != null -> {
                    MainButton(words(R.string.common_save), enabled = state.objecting.isNotBlank()) { act(EntryAction.Object) }
                }

                state.readOnly -> {
                    MainButton(words(R.string.entry_object)) { act(EntryAction.Write("")) }
                }

                else -> {
                    MainButton(words(R.string.entry_change)) { act(EntryAction.Change) }
                }
            }
        },
    ) {
        if (state.failed) Notice(Tone.Error, words(R.string.common_failed))
        if (entry.retracted) Notice(Tone.Attention, words(R.string.entry_retracted), live = false)
        if (state.readOnly) ReadOnly(entry, state.objections)
        state.objecting?.let { typed ->
            TextLine(words(R.string.entry_objecting), typed, lines = 3) { act(EntryAction.Write(it)) }
            WordButton(words(R.string.common_cancel)) { act(EntryAction.Write(null)) }
        }
        ReadingCard(entry, state.today)
        Values(entry, state.today)
        Files(state.files, act)
        WhereFrom(entry, state)
        Versions(state.versions, state.today)
        Leave(state, entry, act)
    }
}

@Composable
private fun ColumnScope.ReadOnly(
    entry: ShownEntry,
    objections: List<String>,
) {
    (entry.source as? Source.Clinician)?.let { Notice(Tone.Calm, words(R.string.entry_read_only, it.name), live = false) }
    for (objection in objections) Notice(Tone.Attention, words(R.string.entry_objection, objection), live = false)
}

@Composable
private fun Values(
    entry: ShownEntry,
    today: LocalDate,
) {
    if (entry.values.isEmpty() && entry.note == null && entry.tags.isEmpty()) return
    Card {
        for (value in entry.values) Fact(asTitle(fieldWords(value.field)), wholeContentWords(value.content, value.field, today))
        entry.note?.let { Fact(words(R.string.entry_note), it) }
        if (entry.tags.isNotEmpty()) Fact(words(R.string.entry_tags), entry.tags.joinToString())
    }
}

@Composable
private fun ColumnScope.WhereFrom(
    entry: ShownEntry,
    state: EntryState,
) {
    Heading(words(R.string.entry_where_from))
    Card {
        Fact(words(R.string.entry_when), momentWords(entry.at, state.today))
        state.zone?.let { Fact(words(R.string.entry_zone), zoneWords(it)) }
        Fact(words(R.string.entry_source), sourceFact(entry.source))
        (entry.source as? Source.Device)?.let { Fact(words(R.string.entry_clock), clockFact(it)) }
    }
}

@Composable
private fun zoneWords(zone: ZoneKnown): String =
    when (zone.by) {
        ZoneBy.Phone -> words(R.string.entry_zone_phone, zone.place)
        ZoneBy.Location -> words(R.string.entry_zone_location, zone.place)
        ZoneBy.Chosen -> words(R.string.entry_zone_chosen, zone.place)
        ZoneBy.Device -> words(R.string.entry_zone_device, zone.place)
        ZoneBy.Import -> words(R.string.entry_zone_import, zone.place)
        ZoneBy.Unknown -> words(R.string.common_not_known)
    }

@Composable
private fun sourceFact(source: Source): String =
    when (source) {
        is Source.Device -> words(R.string.entry_source_device, source.model)
        is Source.Clinician -> beside(words(R.string.source_clinician, source.name), source.organisation)
        Source.Typed -> words(R.string.entry_source_typed)
    }

@Composable
private fun clockFact(device: Source.Device): String {
    val wrong = clockWords(device) ?: return words(R.string.entry_clock_right)
    val why =
        when (device.cause) {
            ClockCause.Drift -> R.string.entry_clock_drift
            ClockCause.DaylightSaving -> R.string.entry_clock_saving
            ClockCause.Zone -> R.string.entry_clock_zone
            ClockCause.Reset -> R.string.entry_clock_reset
            ClockCause.Offset, null -> return wrong
        }
    return words(R.string.length_two, wrong, words(why))
}

@Composable
private fun ColumnScope.Versions(
    versions: List<ShownVersion>,
    today: LocalDate,
) {
    if (versions.isEmpty()) return
    Heading(words(R.string.entry_history))
    Card {
        for (version in versions) {
            Fact(
                beside(
                    words(changeWords(version.change)),
                    momentWords(version.written, today),
                    version.author?.let { words(R.string.entry_version_by, it) },
                ),
                beside(headline(version.entry), version.reason?.let { words(R.string.entry_version_why, it) }),
            )
        }
    }
}

private fun changeWords(change: VersionChange): Int =
    when (change) {
        VersionChange.Made -> R.string.entry_version_first
        VersionChange.Amended -> R.string.entry_version_changed
        VersionChange.Retracted -> R.string.entry_version_retracted
        VersionChange.Reinstated -> R.string.entry_version_reinstated
    }

@Composable
private fun Leave(
    state: EntryState,
    entry: ShownEntry,
    act: (EntryAction) -> Unit,
) {
    if (state.askingToErase) {
        Ask(words(R.string.entry_erase_ask), words(R.string.entry_erase), { act(EntryAction.KeepIt) }) { act(EntryAction.Erase) }
        return
    }
    if (state.giving) {
        Give(state.others, act)
        return
    }
    Column(Modifier.padding(top = 4.dp), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
        if (state.others.isNotEmpty()) SideButton(words(R.string.new_someone_else)) { act(EntryAction.AskToGive) }
        if (!entry.retracted && !state.readOnly) SideButton(words(R.string.entry_retract)) { act(EntryAction.Retract) }
        WordButton(words(R.string.entry_erase)) { act(EntryAction.AskToErase) }
    }
}

@Composable
private fun Give(
    others: List<ShownPerson>,
    act: (EntryAction) -> Unit,
) {
    Column(Modifier.padding(top = 4.dp), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
        Heading(words(R.string.new_whose))
        for (person in others) SideButton(words(R.string.waiting_give_to, person.name)) { act(EntryAction.Give(person)) }
        WordButton(words(R.string.common_cancel)) { act(EntryAction.KeepIt) }
    }
}
