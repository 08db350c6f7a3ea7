package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.Device
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Taking
import org.healthdiary.bridge.TakingEnd
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.radio.NearDevice
import org.healthdiary.ui.screens.AddDeviceAction
import org.healthdiary.ui.screens.AddDeviceState
import org.healthdiary.ui.screens.AddStage
import org.healthdiary.ui.screens.NewReadingAction
import org.healthdiary.ui.screens.NewReadingState
import org.healthdiary.ui.screens.TakeAction
import org.healthdiary.ui.screens.TakeStage
import org.healthdiary.ui.screens.TakeState
import org.healthdiary.ui.screens.TimeFrom
import org.healthdiary.ui.state.Source
import org.healthdiary.ui.screens.NearDevice as ShownNear

/** What only an activity can do. */
internal interface Hands {
    /** Whether the app may use Bluetooth. */
    val mayUseBluetooth: Boolean

    /** Whether the phone would ask again. */
    val wouldAskAgain: Boolean

    fun askForBluetooth()

    fun switchBluetoothOn()

    fun openSettings()
}

/** Taking a reading over, and what arrived. */
internal class TakeModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(TakeState(TakeStage.Prepare()))
    private val newNow = MutableStateFlow<NewReadingState?>(null)
    private var running: Job? = null
    val state: StateFlow<TakeState> = now.asStateFlow()

    /** The newest reading that arrived; none before one has. */
    val arrived: StateFlow<NewReadingState?> = newNow.asStateFlow()
    var hands: Hands? = null

    /** Somebody came to take a reading: the phone listens from now on, while they sit down. */
    fun begin() {
        if (running?.isActive == true) return
        if (hands?.mayUseBluetooth == false) {
            now.value = TakeState(TakeStage.NotPermitted(asksAgain = hands?.wouldAskAgain == true))
            return
        }
        running =
            scope.launch {
                if (bridge.devices.known().isEmpty()) {
                    now.value = TakeState(TakeStage.NoDevice)
                    return@launch
                }
                bridge.devices.take().catch { stopped(it) }.collect(::show)
            }
    }

    fun act(action: TakeAction) {
        when (action) {
            TakeAction.Back -> {
                // What came is kept; the core hangs up.
                running?.cancel()
                ways.back()
            }

            TakeAction.TypeInstead -> {
                running?.cancel()
                ways.back()
                ways.go(Place.TypeReading)
            }

            TakeAction.AddDevice, TakeAction.PairAnew -> {
                ways.go(Place.AddDevice)
            }

            TakeAction.TryAgain -> {
                begin()
            }

            TakeAction.Allow -> {
                hands?.askForBluetooth()
            }

            TakeAction.SwitchBluetoothOn -> {
                hands?.switchBluetoothOn()
            }

            TakeAction.OpenPhoneSettings -> {
                hands?.openSettings()
            }

            TakeAction.Rest, TakeAction.EndWatching -> {}
        }
    }

    private fun stopped(why: Throwable) {
        val trouble = (why as? DiaryTrouble)?.what ?: throw why
        now.value =
            TakeState(
                when (trouble) {
                    Trouble.NOT_PERMITTED -> TakeStage.NotPermitted(asksAgain = hands?.wouldAskAgain == true)
                    Trouble.INVALID -> TakeStage.NoDevice
                    Trouble.NO_SPACE -> TakeStage.NoSpace(0)
                    else -> TakeStage.BluetoothOff()
                },
            )
    }

    private suspend fun show(step: Taking) {
        if (step is Taking.Over && step.entries.isNotEmpty()) return arrived(step)
        now.value = TakeState(stageOf(step))
    }

    private fun stageOf(step: Taking): TakeStage =
        when (step) {
            Taking.Looking -> TakeStage.Looking
            Taking.Found -> TakeStage.Receiving(0)
            is Taking.Receiving -> TakeStage.Receiving(step.taken, step.of)
            is Taking.Lost -> TakeStage.LinkLost(step.taken)
            is Taking.Asking -> TakeStage.Asking(step.taken)
            is Taking.WaitsForBluetooth -> TakeStage.BluetoothOff(step.taken)
            is Taking.Finishing -> TakeStage.Finishing(step.taken)
            is Taking.Over -> endOf(step)
        }

    private fun endOf(over: Taking.Over): TakeStage =
        when (over.end) {
            TakingEnd.COMPLETE -> {
                val missing = (over.announced ?: 0) - over.taken
                if (missing > 0) TakeStage.Missing(over.taken, missing) else TakeStage.NothingNew
            }

            TakingEnd.LINK_LOST, TakingEnd.UNFINISHED, TakingEnd.CANCELLED, TakingEnd.REFUSED -> {
                TakeStage.Stopped(over.taken)
            }

            TakingEnd.NEEDS_PAIRING -> {
                TakeStage.PairedElsewhere
            }

            TakingEnd.BLUETOOTH_OFF -> {
                TakeStage.BluetoothOff(over.taken)
            }

            TakingEnd.NOT_PERMITTED -> {
                TakeStage.NotPermitted(hands?.wouldAskAgain == true, over.taken)
            }

            TakingEnd.NOT_STORED -> {
                TakeStage.NoSpace(over.taken)
            }
        }

    private suspend fun arrived(over: Taking.Over) {
        val shown = over.entries.mapNotNull { new -> bridge.entries.entry(new.person, new.entry) }
        val newest = shown.maxWithOrNull(compareBy({ it.at.day }, { it.at.time })) ?: return
        val device = newest.source as? Source.Device
        newNow.value =
            NewReadingState(
                today = whose.today.value,
                reading = newest,
                time = if (device?.clockOff == null && newest.at.time == null) TimeFrom.Unsure else TimeFrom.Device,
                person = whose.person.value,
                failed = newest.values.isEmpty(),
                more = shown.size - 1,
            )
        if (over.end == TakingEnd.COMPLETE) {
            now.value = TakeState(TakeStage.Prepare())
            ways.back()
        } else {
            // There may be more: behind what came it says why, and goes on where it can.
            now.value = TakeState(endOf(over))
        }
        ways.go(Place.NewReading)
    }

    fun act(action: NewReadingAction) {
        when (action) {
            // It is safe already.
            NewReadingAction.Back, NewReadingAction.Keep, NewReadingAction.LeaveWaiting -> ways.back()

            is NewReadingAction.Open -> ways.go(Place.Entry(action.entry))

            // Offered only where several people live in one household.
            NewReadingAction.SomeoneElse, is NewReadingAction.Choose -> Unit
        }
    }
}

/** Finding and pairing a device. Its readings are then those of whoever's diary is open. */
internal class AddDeviceModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(AddDeviceState(AddStage.Looking))
    private var near: List<NearDevice> = emptyList()
    private var looking: Job? = null
    val state: StateFlow<AddDeviceState> = now.asStateFlow()
    var hands: Hands? = null

    fun begin() {
        looking?.cancel()
        now.value = AddDeviceState(AddStage.Looking)
        if (hands?.mayUseBluetooth == false) hands?.askForBluetooth()
        looking =
            scope.launch {
                bridge.devices
                    .near()
                    .catch { now.value = AddDeviceState(AddStage.NothingFound) }
                    .collect { found ->
                        near = found
                        now.update { it.copy(found = found.map(::shown)) }
                    }
            }
    }

    fun act(action: AddDeviceAction) {
        when (action) {
            AddDeviceAction.Back, AddDeviceAction.SayWho -> {
                looking?.cancel()
                ways.back()
            }

            AddDeviceAction.TryAgain -> {
                begin()
            }

            is AddDeviceAction.Pair -> {
                near.firstOrNull { it.address == action.address }?.let(::pair)
            }
        }
    }

    private fun pair(device: NearDevice) {
        looking?.cancel()
        val name = device.name.orEmpty()
        now.value = AddDeviceState(AddStage.Pairing(name))
        scope.launch {
            val paired = bridge.devices.pair(device)
            if (paired != null) give(paired)
            now.value = AddDeviceState(if (paired == null) AddStage.Refused else AddStage.Done(paired.label))
        }
    }

    private suspend fun give(device: Device) {
        val person = whose.person.value ?: return
        // One person: whichever button is pressed, it is theirs.
        val users = if (device.users < 2) listOf(null) else List(device.users) { it }
        users.forEach { bridge.devices.assign(device.id, it, person.id) }
        bridge.background.waitForKnown()
    }

    private fun shown(device: NearDevice) = ShownNear(device.address, device.name.orEmpty(), veryNear = device.strength > VERY_NEAR_DBM)

    private companion object {
        /** About an arm's length. */
        const val VERY_NEAR_DBM = -55
    }
}
