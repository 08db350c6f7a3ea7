package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.Device
import org.healthdiary.bridge.Entries
import org.healthdiary.ui.screens.DevicesAction
import org.healthdiary.ui.screens.DevicesState
import org.healthdiary.ui.screens.EntryAction
import org.healthdiary.ui.screens.EntryState
import org.healthdiary.ui.screens.HistoryAction
import org.healthdiary.ui.screens.HistoryDay
import org.healthdiary.ui.screens.HistoryState
import org.healthdiary.ui.screens.Proof
import org.healthdiary.ui.screens.ShownDevice
import org.healthdiary.ui.screens.ShownSync
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.Source

/** All entries, a page at a time. */
internal class HistoryModel(
    private val entries: Entries,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(HistoryState(whose.today.value))
    private var read: List<ShownEntry> = emptyList()
    private var next: String? = null
    val state: StateFlow<HistoryState> = now.asStateFlow()

    /** Reads the first page. */
    fun begin(search: String? = null) {
        now.value = HistoryState(whose.today.value, search = search)
        more(fresh = true)
    }

    private fun more(fresh: Boolean) {
        val person = whose.person.value ?: return
        val search = now.value.search
        scope.launch {
            val page = entries.page(person.id, next.takeUnless { fresh }, search?.takeIf(String::isNotBlank))
            if (now.value.search != search) return@launch
            read = if (fresh) page.entries else read + page.entries
            next = page.next
            val days = read.groupBy { it.at.day }.map { (day, ofDay) -> HistoryDay(day, ofDay) }
            now.update { it.copy(days = days, more = next != null) }
        }
    }

    fun act(action: HistoryAction) {
        when (action) {
            HistoryAction.Back -> ways.back()
            HistoryAction.More -> if (next != null) more(fresh = false)
            is HistoryAction.Search -> begin(action.words)
            is HistoryAction.Open -> ways.go(Place.Entry(action.entry))
            HistoryAction.ChooseKind, is HistoryAction.Only -> Unit
        }
    }
}

/** One entry. */
internal class EntryModel(
    private val entries: Entries,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow<EntryState?>(null)

    /** None until it was read. */
    val state: StateFlow<EntryState?> = now.asStateFlow()

    fun begin(id: String) {
        now.value = null
        read(id)
    }

    private fun read(id: String) {
        val person = whose.person.value ?: return
        scope.launch {
            val entry = entries.entry(person.id, id)
            now.value = EntryState(whose.today.value, entry, readOnly = entry?.source is Source.Clinician)
        }
    }

    fun act(action: EntryAction) {
        val (person, entry) = (whose.person.value ?: return) to now.value?.entry
        when (action) {
            EntryAction.Back -> {
                ways.back()
            }

            EntryAction.AskToErase -> {
                now.update { it?.copy(askingToErase = true) }
            }

            EntryAction.KeepIt -> {
                now.update { it?.copy(askingToErase = false) }
            }

            EntryAction.Retract -> {
                entry?.let { changed(it.id) { id -> retract(person.id, id) } }
            }

            EntryAction.Reinstate -> {
                entry?.let { changed(it.id) { id -> reinstate(person.id, id) } }
            }

            EntryAction.Erase -> {
                entry?.let { changed(it.id) { id -> erase(person.id, id) } }
            }

            // Not offered, and no entry has a file yet.
            EntryAction.Change, is EntryAction.Write, EntryAction.Object, is EntryAction.OpenFile -> {}
        }
    }

    private fun changed(
        id: String,
        how: suspend Entries.(String) -> Unit,
    ) {
        scope.launch {
            entries.how(id)
            read(id)
        }
    }
}

/** The known devices. */
internal class DevicesModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(DevicesState(whose.today.value))
    val state: StateFlow<DevicesState> = now.asStateFlow()

    fun begin() {
        scope.launch { now.value = DevicesState(whose.today.value, known()) }
    }

    private suspend fun known() = bridge.devices.known().map(::shown)

    private fun shown(device: Device) =
        ShownDevice(
            id = device.id,
            label = device.label,
            serial = device.serial,
            battery = device.battery?.first,
            batteryOn = device.battery?.second?.let(::dayOf),
            last = device.lastSync?.let { (ms, proof) -> ShownSync(ShownMoment(dayOf(ms)), proofOf(proof)) },
        )

    private fun proofOf(word: String?): Proof =
        when (word) {
            "count" -> Proof.Count
            "success" -> Proof.Success
            "peer-ended" -> Proof.PeerEnded
            "quiet" -> Proof.Quiet
            "link-ended" -> Proof.LinkEnded
            else -> Proof.None
        }

    fun act(action: DevicesAction) {
        when (action) {
            DevicesAction.Back -> {
                ways.back()
            }

            DevicesAction.Add -> {
                ways.go(Place.AddDevice)
            }

            DevicesAction.KeepIt -> {
                now.update { it.copy(askingToForget = null) }
            }

            is DevicesAction.AskToForget -> {
                now.update { it.copy(askingToForget = action.device) }
            }

            is DevicesAction.Forget -> {
                scope.launch {
                    bridge.devices.forget(action.device)
                    bridge.background.waitForKnown()
                    now.value = DevicesState(whose.today.value, known())
                }
            }

            is DevicesAction.Users -> {}
        }
    }
}
