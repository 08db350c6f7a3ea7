package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Version
import org.healthdiary.ui.screens.Done
import org.healthdiary.ui.screens.EntryAction
import org.healthdiary.ui.screens.EntryState
import org.healthdiary.ui.screens.FileAction
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.screens.ShownVersion
import org.healthdiary.ui.screens.VersionChange
import org.healthdiary.ui.screens.ZoneBy
import org.healthdiary.ui.screens.ZoneKnown
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.state.Source

/** One entry, and everything that can be done with it. */
internal class EntryModel(
    private val bridge: Bridge,
    private val form: FormModel,
    private val whose: Whose,
    private val ways: Navigator,
    private val doing: Doing,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow<EntryState?>(null)

    /** What stands beside it. */
    val files = EntryFiles(bridge.attachments, whose, saved, scope)

    /** None until it was read. */
    val state: StateFlow<EntryState?> =
        combine(now, files.state) { state, files -> state?.copy(files = files) }.stateIn(scope, SharingStarted.Eagerly, null)

    fun begin(id: String) {
        // What was written beside another entry is not for this one.
        if (saved.get<String>(OF) != id) saved.remove<String>(OBJECTING)
        saved[OF] = id
        now.value = null
        scope.launch { read(id) }
    }

    private suspend fun read(id: String) {
        val person = whose.person.value ?: return
        val entry = bridge.entries.entry(person.id, id)
        val known = entry?.let { bridge.changing.known(person.id, id) }
        if (entry != null) files.show(id, canChange = !entry.retracted && entry.source !is Source.Clinician)
        now.value =
            EntryState(
                whose.today.value,
                entry,
                zone = known?.zone?.let { (zone, by) -> ZoneKnown(placeOf(zone), zoneBy(by)) },
                versions = known?.versions.orEmpty().takeIf { it.size > 1 }.orEmpty().map(::shown),
                objections = known?.objections.orEmpty(),
                readOnly = entry?.source is Source.Clinician,
                objecting = saved[OBJECTING],
                others = whose.others,
            )
    }

    private fun shown(version: Version) =
        ShownVersion(
            version.written,
            version.entry,
            version.author,
            version.reason,
            when (version.change) {
                "made" -> VersionChange.Made
                "retracted" -> VersionChange.Retracted
                "reinstated" -> VersionChange.Reinstated
                else -> VersionChange.Amended
            },
        )

    private fun zoneBy(evidence: String): ZoneBy =
        when (evidence) {
            "phone-setting" -> ZoneBy.Phone
            "location" -> ZoneBy.Location
            "chosen" -> ZoneBy.Chosen
            "device" -> ZoneBy.Device
            "import-offset", "import-assumed" -> ZoneBy.Import
            else -> ZoneBy.Unknown
        }

    fun act(action: EntryAction) {
        val entry = now.value?.entry
        val person = whose.person.value
        when {
            action == EntryAction.Back -> ways.back()
            entry != null && person != null -> act(action, entry, person)
        }
    }

    private fun act(
        action: EntryAction,
        entry: ShownEntry,
        person: ShownPerson,
    ) {
        val changing = bridge.changing
        val entries = bridge.entries
        when (action) {
            EntryAction.AskToErase -> {
                now.update { it?.copy(askingToErase = true, failed = false) }
            }

            EntryAction.AskToGive -> {
                now.update { it?.copy(giving = true, failed = false) }
            }

            EntryAction.KeepIt -> {
                now.update { it?.copy(askingToErase = false, giving = false) }
            }

            EntryAction.Change -> {
                form.change(ShownKind(entry.kind, entry.ownName), entry.id)
            }

            EntryAction.Reinstate -> {
                changed(entry) { entries.reinstate(person.id, entry.id) }
            }

            EntryAction.Retract -> {
                changed(entry) {
                    entries.retract(person.id, entry.id)
                    doing.did(Done.Removed) { entries.reinstate(person.id, entry.id) }
                }
            }

            EntryAction.Erase -> {
                changed(entry) {
                    entries.erase(person.id, entry.id)
                    doing.forget()
                }
            }

            is EntryAction.Write -> {
                saved[OBJECTING] = action.words
                now.update { it?.copy(objecting = action.words) }
            }

            EntryAction.Object -> {
                changed(entry) {
                    changing.objectTo(person.id, entry.id, now.value?.objecting.orEmpty())
                    saved.remove<String>(OBJECTING)
                }
            }

            is EntryAction.Give -> {
                give(entry, person, action.person)
            }

            is FileAction -> {
                files.act(action)
            }

            EntryAction.Back -> {}
        }
    }

    private fun give(
        entry: ShownEntry,
        from: ShownPerson,
        to: ShownPerson,
    ) = doing(entry) {
        val there = bridge.changing.move(from.id, entry.id, to.id)
        doing.did(Done.Assigned(to.name)) { bridge.changing.move(to.id, there, from.id) }
        ways.home()
    }

    private fun changed(
        entry: ShownEntry,
        how: suspend () -> Unit,
    ) = doing(entry) {
        how()
        read(entry.id)
    }

    private fun doing(
        entry: ShownEntry,
        how: suspend () -> Unit,
    ) {
        scope.launch {
            try {
                how()
            } catch (_: DiaryTrouble) {
                now.update { state -> state?.takeIf { it.entry?.id == entry.id }?.copy(failed = true) ?: state }
            }
        }
    }

    private companion object {
        const val OF = "entry.of"
        const val OBJECTING = "entry.objecting"
    }
}
