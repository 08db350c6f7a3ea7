package org.healthdiary.app

import android.os.SystemClock
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.Device
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.LiveSignal
import org.healthdiary.bridge.Taking
import org.healthdiary.bridge.TakingEnd
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.radio.NearDevice
import org.healthdiary.ui.screens.AddDeviceAction
import org.healthdiary.ui.screens.AddDeviceState
import org.healthdiary.ui.screens.AddStage
import org.healthdiary.ui.screens.Signal
import org.healthdiary.ui.screens.TakeAction
import org.healthdiary.ui.screens.TakeStage
import org.healthdiary.ui.screens.TakeState
import org.healthdiary.ui.screens.NearDevice as ShownNear

/** What only an activity can do. */
internal interface Hands {
    /** Whether the app may use Bluetooth. */
    val mayUseBluetooth: Boolean

    /** Whether the phone would ask again. */
    val wouldAskAgain: Boolean

    val bluetoothOn: Boolean

    /** None on phones that find devices without it. */
    val locationOn: Boolean?

    /** Whether the app may say that an entry waits, or is not to. */
    val noticesSettled: Boolean

    fun askForBluetooth()

    fun switchBluetoothOn()

    fun openSettings()

    fun openLocationSettings()

    fun askForNotices()
}

/** Taking a reading over. */
internal class TakeModel(
    private val bridge: Bridge,
    private val arrived: ArrivedModel,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(TakeState(TakeStage.Prepare()))
    private var running: Job? = null
    private var resting: Job? = null
    val state: StateFlow<TakeState> = now.asStateFlow()
    var hands: Hands? = null

    /** Somebody came to take a reading: the phone listens from now on, while they sit down; [again] where they had sat down before. */
    fun begin(again: Boolean = false) {
        if (running?.isActive == true) return
        resting?.cancel()
        now.value = TakeState(if (again) TakeStage.Looking else TakeStage.Prepare())
        if (hands?.mayUseBluetooth == false) {
            now.value = TakeState(TakeStage.NotPermitted(asksAgain = hands?.wouldAskAgain == true))
            return
        }
        if (hands?.locationOn == false) {
            now.value = TakeState(TakeStage.LocationOff)
            return
        }
        running =
            scope.launch {
                val known = bridge.devices.known()
                if (known.isEmpty()) {
                    now.value = TakeState(TakeStage.NoDevice)
                    return@launch
                }
                // Nobody sits down and bares an arm for an oximeter.
                if (known.none { CUFF in it.kinds }) now.value = TakeState(TakeStage.Looking)
                bridge.devices.take().catch { stopped(it) }.collect(::show)
            }
    }

    /** Somebody comes back from the phone's settings: what stood in the way may be gone. */
    fun returned() {
        if (now.value.stage is TakeStage.NotPermitted || now.value.stage == TakeStage.LocationOff) begin()
    }

    fun act(action: TakeAction) {
        when (action) {
            TakeAction.Back -> {
                // What came is kept; the core hangs up.
                stop()
                ways.back()
            }

            TakeAction.TypeInstead -> {
                stop()
                ways.back()
                ways.go(Place.TypeReading)
            }

            TakeAction.AddDevice, TakeAction.PairAnew -> {
                ways.go(Place.AddDevice)
            }

            TakeAction.TryAgain -> {
                begin(again = true)
            }

            TakeAction.Allow -> {
                hands?.askForBluetooth()
            }

            TakeAction.SwitchBluetoothOn -> {
                hands?.switchBluetoothOn()
            }

            TakeAction.OpenPhoneSettings -> {
                if (now.value.stage == TakeStage.LocationOff) hands?.openLocationSettings() else hands?.openSettings()
            }

            TakeAction.EndWatching -> {
                end()
            }

            TakeAction.Rest -> {
                rest()
            }
        }
    }

    private fun stop() {
        running?.cancel()
        resting?.cancel()
    }

    /** Five minutes, counted while the phone listens. */
    private fun rest() {
        resting?.cancel()
        val until = SystemClock.elapsedRealtime() + REST_MS
        resting =
            scope.launch {
                do {
                    val left = ((until - SystemClock.elapsedRealtime() + SECOND_MS - 1) / SECOND_MS).toInt().coerceAtLeast(0)
                    now.update { if (it.stage is TakeStage.Prepare) TakeState(TakeStage.Prepare(left)) else it }
                    delay(SECOND_MS)
                } while (left > 0)
            }
    }

    /** That is enough: the device is let go of, and what it measured becomes an entry. */
    private fun end() {
        val watching = running
        running =
            scope.launch {
                watching?.cancelAndJoin()
                try {
                    show(bridge.devices.ended())
                } catch (refused: DiaryTrouble) {
                    stopped(refused)
                }
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
        if (step is Taking.Over && step.entries.isNotEmpty()) {
            // Where it ended before its time there may be more: behind what came stands why, and it goes on where it can.
            val whole = step.end == TakingEnd.COMPLETE || step.end == TakingEnd.CANCELLED
            now.value = TakeState(if (whole) TakeStage.Prepare() else endOf(step))
            return arrived.show(step.entries, instead = whole)
        }
        if (step is Taking.Over && isNobodys(step)) return nobodys()
        // As long as nothing is found, what to do meanwhile says more than that it is looked for.
        if (step != Taking.Looking || now.value.stage !is TakeStage.Prepare) now.value = TakeState(stageOf(step))
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
            is Taking.Live -> TakeStage.Watching(step.saturation, step.pulse, signalOf(step.signal))
            is Taking.Inflating -> TakeStage.Measuring(step.pressure, step.unit)
            is Taking.Over -> endOf(step)
        }

    private fun signalOf(signal: LiveSignal): Signal =
        when (signal) {
            LiveSignal.FAULT -> Signal.Fault
            LiveSignal.NO_FINGER -> Signal.NoFinger
            LiveSignal.DEMONSTRATION -> Signal.Demonstration
            LiveSignal.SEARCHING -> Signal.Searching
            LiveSignal.WEAK -> Signal.Weak
            LiveSignal.GOOD -> Signal.Good
        }

    /** Whether something of this time waits, and not only of earlier ones. */
    private fun isNobodys(over: Taking.Over) = over.waiting > 0 && (over.taken > 0 || over.end == TakingEnd.CANCELLED)

    /** Something came, and nobody has said whose it is. */
    private fun nobodys() {
        now.value = TakeState(TakeStage.Prepare())
        ways.back()
        ways.go(Place.Waiting)
    }

    private fun endOf(over: Taking.Over): TakeStage =
        when (over.end) {
            TakingEnd.COMPLETE -> {
                val missing = (over.announced ?: 0) - over.taken
                if (missing > 0) TakeStage.Missing(over.taken, missing) else TakeStage.NothingNew
            }

            TakingEnd.LINK_LOST, TakingEnd.UNFINISHED, TakingEnd.REFUSED -> {
                TakeStage.Stopped(over.taken)
            }

            // Somebody ended it, and nothing had been measured yet.
            TakingEnd.CANCELLED -> {
                TakeStage.NothingNew
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

    private companion object {
        const val CUFF = "blood-pressure"
        const val SECOND_MS = 1000L
        const val REST_MS = 5 * 60 * SECOND_MS
    }
}

/** Finding and pairing a device. Its readings are then those of whoever's diary is open. */
internal class AddDeviceModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
    private val receiving: ReceivingModel,
) {
    private val now = MutableStateFlow(AddDeviceState(AddStage.Looking))
    private var near: List<NearDevice> = emptyList()
    private var looking: Job? = null
    private var paired: Device? = null
    val state: StateFlow<AddDeviceState> = now.asStateFlow()
    var hands: Hands? = null

    /** Looks for devices; without leave to, the phone is asked for it first, unless somebody was asked just now. */
    fun begin(asks: Boolean = true) {
        looking?.cancel()
        val hindered = hindered()
        now.value = AddDeviceState(hindered ?: AddStage.Looking)
        if (hindered is AddStage.NotPermitted && hindered.asksAgain && asks) hands?.askForBluetooth()
        if (hindered != null) return
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

    private fun hindered(): AddStage? {
        val hands = hands ?: return null
        return when {
            !hands.mayUseBluetooth -> AddStage.NotPermitted(hands.wouldAskAgain)
            !hands.bluetoothOn -> AddStage.BluetoothOff
            hands.locationOn == false -> AddStage.LocationOff
            else -> null
        }
    }

    /** Somebody comes back from the phone's settings: what stood in the way may be gone. */
    fun returned() {
        val stage = now.value.stage
        if (stage is AddStage.NotPermitted || stage == AddStage.BluetoothOff || stage == AddStage.LocationOff) begin(asks = false)
    }

    /** The phone was asked whether it may say that an entry waits; a no is a no. */
    fun noticesAsked() {
        now.update { state -> (state.stage as? AddStage.Done)?.let { state.copy(stage = it.copy(asksForNotices = false)) } ?: state }
    }

    fun act(action: AddDeviceAction) {
        when (action) {
            AddDeviceAction.Allow -> {
                hands?.askForBluetooth()
            }

            AddDeviceAction.SwitchBluetoothOn -> {
                hands?.switchBluetoothOn()
            }

            AddDeviceAction.OpenPhoneSettings -> {
                if (now.value.stage == AddStage.LocationOff) hands?.openLocationSettings() else hands?.openSettings()
            }

            AddDeviceAction.AllowNotices -> {
                hands?.askForNotices()
            }

            AddDeviceAction.Back -> {
                looking?.cancel()
                ways.back()
            }

            AddDeviceAction.SayWho -> {
                ways.back()
                paired?.let { ways.go(Place.Users(it.id)) }
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
            val known = bridge.devices.pair(device)
            paired = known
            if (known != null) give(known)
            val asks = hands?.noticesSettled == false
            now.value = AddDeviceState(if (known == null) AddStage.Refused else AddStage.Done(known.label, asks))
            // Where the system says no, or somebody does, a scan by address waits for it: see `give`.
            if (known != null) receiving.associate(device.address)
        }
    }

    private suspend fun give(device: Device) {
        bridge.background.waitForKnown()
        // One person: whichever button is pressed, it is theirs. Of several, one says so.
        val person = whose.people.value.singleOrNull() ?: return
        UsersModel.users(device).filterNot(device.owners::containsKey).forEach { bridge.devices.assign(device.id, it, person.id) }
    }

    private fun shown(device: NearDevice) = ShownNear(device.address, device.name.orEmpty(), veryNear = device.strength > VERY_NEAR_DBM)

    private companion object {
        /** About an arm's length. */
        const val VERY_NEAR_DBM = -55
    }
}
