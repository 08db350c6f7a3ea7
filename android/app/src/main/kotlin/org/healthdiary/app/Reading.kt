package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.Device
import org.healthdiary.bridge.Entries
import org.healthdiary.bridge.EntryKinds
import org.healthdiary.ui.screens.DevicesAction
import org.healthdiary.ui.screens.DevicesState
import org.healthdiary.ui.screens.HistoryAction
import org.healthdiary.ui.screens.HistoryDay
import org.healthdiary.ui.screens.HistoryState
import org.healthdiary.ui.screens.Proof
import org.healthdiary.ui.screens.ShownDevice
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.screens.ShownSync
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.Source
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId

/** All entries, a page at a time. */
internal class HistoryModel(
    private val entries: Entries,
    private val all: EntryKinds,
    private val whose: Whose,
    private val ways: Navigator,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(HistoryState(whose.today.value))
    private var read: List<ShownEntry> = emptyList()
    private var next: String? = null
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
        more(fresh = true)
    }

    /** Leaves what was looked for. */
    private fun leave() {
        saved.remove<String>(SEARCH)
        saved.remove<String>(KIND)
        read = emptyList()
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

    private fun more(fresh: Boolean) {
        val person = whose.person.value ?: return
        val (search, kind) = now.value.search to now.value.kind
        scope.launch {
            val page = entries.page(person.id, next.takeUnless { fresh }, search?.takeIf(String::isNotBlank), kind?.kind)
            if (now.value.search != search || now.value.kind != kind) return@launch
            read = if (fresh) page.entries else read + page.entries
            next = page.next
            val days = read.groupBy { it.at.day }.map { (day, ofDay) -> HistoryDay(day, ofDay) }
            now.update { it.copy(days = days, more = next != null) }
        }
    }

    fun act(action: HistoryAction) {
        when (action) {
            HistoryAction.Back -> leave()
            HistoryAction.More -> if (next != null) more(fresh = false)
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

            is DevicesAction.Users -> {
                ways.go(Place.Users(action.device))
            }
        }
    }
}
