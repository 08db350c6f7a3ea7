package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.AddDeviceScreen
import org.healthdiary.ui.screens.AddDeviceState
import org.healthdiary.ui.screens.AddStage
import org.healthdiary.ui.screens.DeviceClock
import org.healthdiary.ui.screens.DevicesScreen
import org.healthdiary.ui.screens.DevicesState
import org.healthdiary.ui.screens.NearDevice
import org.healthdiary.ui.screens.Proof
import org.healthdiary.ui.screens.ShownDevice
import org.healthdiary.ui.screens.ShownSync
import org.healthdiary.ui.screens.SlotOwner
import org.healthdiary.ui.screens.UserSlot
import org.healthdiary.ui.screens.UsersScreen
import org.healthdiary.ui.screens.UsersState
import org.healthdiary.ui.screens.WaitingGroup
import org.healthdiary.ui.screens.WaitingScreen
import org.healthdiary.ui.screens.WaitingState
import org.healthdiary.ui.screens.WaitsBecause
import java.time.Duration

private val cuff =
    ShownDevice(
        "1",
        "A&D Medical UA-651BLE",
        battery = 80,
        batteryOn = Samples.today,
        last = ShownSync(Samples.at(8, 6), Proof.Count),
        clock = DeviceClock.Right,
    )
private val beurer =
    ShownDevice(
        "2",
        "Beurer BM85",
        battery = 12,
        last = ShownSync(Samples.yesterday.at, Proof.Quiet),
        clock = DeviceClock.Wrong,
        clockOff = Duration.ofHours(-73),
    )
private val proofs = listOf(Proof.Success, Proof.PeerEnded, Proof.LinkEnded, Proof.None)

internal val devicesPreviews: List<Preview> =
    listOf(
        "devices" to DevicesState(Samples.today, listOf(cuff, beurer)),
        "devices-none" to DevicesState(Samples.today),
        "devices-several-of-a-model" to
            DevicesState(Samples.today, listOf(cuff.copy(serial = "5091"), cuff.copy(id = "3", serial = "2217", last = null))),
        "devices-replaced" to DevicesState(Samples.today, listOf(cuff.copy(replaced = true), beurer)),
        "devices-forgetting" to DevicesState(Samples.today, listOf(cuff), askingToForget = cuff.id),
        "devices-proofs" to
            DevicesState(Samples.today, proofs.map { cuff.copy(id = it.name, last = ShownSync(Samples.at(8, 6), it), battery = null) }),
    ).map { (name, state) -> Preview(name) { act -> DevicesScreen(state, act) } }

internal val addDevicePreviews: List<Preview> =
    listOf(
        "add-device" to AddDeviceState(AddStage.Looking),
        "add-device-found" to
            AddDeviceState(
                AddStage.Looking,
                listOf(
                    NearDevice("1", "BM85", tellsApart = "7C:01", veryNear = true),
                    NearDevice("2", "BM85", tellsApart = "19:E4"),
                    NearDevice("3", "Nonin3230"),
                ),
            ),
        "add-device-pairing" to AddDeviceState(AddStage.Pairing("BM85")),
        "add-device-done" to AddDeviceState(AddStage.Done("BM85")),
        "add-device-done-notices" to AddDeviceState(AddStage.Done("BM85", asksForNotices = true)),
        "add-device-bluetooth-off" to AddDeviceState(AddStage.BluetoothOff),
        "add-device-location-off" to AddDeviceState(AddStage.LocationOff),
        "add-device-permission" to AddDeviceState(AddStage.NotPermitted(asksAgain = true)),
        "add-device-permission-for-ever" to AddDeviceState(AddStage.NotPermitted(asksAgain = false)),
        "add-device-refused" to AddDeviceState(AddStage.Refused),
        "add-device-nothing-found" to AddDeviceState(AddStage.NothingFound),
    ).map { (name, state) -> Preview(name) { act -> AddDeviceScreen(state, act) } }

private val people = listOf(Samples.ana, Samples.ben)

internal val usersPreviews: List<Preview> =
    listOf(
        "users" to
            UsersState(
                "Beurer BM85",
                people,
                listOf(UserSlot(0, 1, SlotOwner.Of(Samples.ana)), UserSlot(1, 2, SlotOwner.NotSet)),
            ),
        "users-failed" to
            UsersState(
                "Beurer BM85",
                people,
                listOf(UserSlot(0, 1, SlotOwner.Of(Samples.ana), canBeLeft = false), UserSlot(1, 2, SlotOwner.Of(Samples.ben))),
                failed = true,
            ),
        "users-one" to UsersState("A&D Medical UA-651BLE", people, listOf(UserSlot(null, null, SlotOwner.Of(Samples.ana)))),
    ).map { (name, state) -> Preview(name) { act -> UsersScreen(state, act) } }

private val group = WaitingGroup("1", "Beurer BM85", 2, WaitsBecause.NobodySaid, listOf(Samples.pressure), suggested = Samples.ben)

internal val waitingPreviews: List<Preview> =
    listOf(
        "waiting" to WaitingState(Samples.today, listOf(group), people),
        "waiting-many" to
            WaitingState(
                Samples.today,
                listOf(
                    group.copy(readings = List(5) { Samples.pressure.copy(id = "$it") }, count = 12),
                    group.copy(id = "2", device = "UA-651BLE", user = null, suggested = null),
                ),
                people,
            ),
        "waiting-given" to WaitingState(Samples.today, emptyList(), people, assigned = Samples.ben.name),
        "waiting-failed" to WaitingState(Samples.today, listOf(group), people, failed = true),
        "waiting-none" to WaitingState(Samples.today),
        "waiting-why" to
            WaitingState(
                Samples.today,
                listOf(
                    group.copy(id = "3", why = WaitsBecause.Locked(Samples.ben.name), readings = emptyList(), count = 1),
                    group.copy(id = "4", why = WaitsBecause.NotReadable, readings = emptyList(), count = 1),
                    group.copy(id = "5", why = WaitsBecause.Newer, readings = emptyList(), count = 1),
                    group.copy(id = "6", why = WaitsBecause.NotOpened, readings = emptyList(), count = 1),
                ),
                people,
            ),
    ).map { (name, state) -> Preview(name) { act -> WaitingScreen(state, act) } }
