package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.Device
import org.healthdiary.ui.screens.DevicesAction
import org.healthdiary.ui.screens.DevicesState
import org.healthdiary.ui.screens.Proof
import org.healthdiary.ui.screens.ShownDevice
import org.healthdiary.ui.screens.ShownSync
import org.healthdiary.ui.state.ShownMoment

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
