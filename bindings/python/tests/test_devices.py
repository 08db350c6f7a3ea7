"""A simulated cuff from being unknown to readings in two diaries."""

from conftest import Home, talk
from healthdiary import (
    Clocks,
    LinkEnd,
    Origin,
    RadioCommand,
    RadioEvent,
    Receiver,
    SimulatedDevice,
    SimulatedModel,
    Sync,
    SyncResult,
)


def known(home: Home, device: SimulatedDevice) -> str:
    paired = talk(device, home.household.pair())
    assert isinstance(paired, SyncResult.PAIRED)
    return paired.device


def three_readings(home: Home, ana: str) -> tuple[SimulatedDevice, str]:
    """Ana's cuff, which holds three readings of hers."""
    cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    device = known(home, cuff)
    home.household.assign(device, None, ana)
    for n in range(3):
        cuff.measure_pressure(minutes_ago=30 - n, systolic=120 + n, diastolic=80, pulse=60)
    return cuff, device


def test_a_link_lost_in_the_middle_costs_no_reading(home: Home) -> None:
    ana, diary = home.person("Ana")
    cuff, device = three_readings(home, ana)
    cuff.cut_after(1)
    done = talk(cuff, home.household.sync(device))
    assert isinstance(done, SyncResult.COMPLETE) and done.records == 3
    readings = home.household.hand_on()
    assert (len(readings.new), readings.waiting, readings.missing) == (3, 0, [])
    entry = diary.entry(readings.new[0].entry)
    assert entry is not None and entry.said.origin.is_DEVICE()
    assert diary.raw(entry.id)
    [sync] = home.household.syncs(device, 10)
    assert (sync.records, sync.proof) == (3, done.proof)
    assert home.household.clock_readings(device)
    again = home.household.redecode()
    assert (again.looked_at, again.amended) == (3, [])
    [now] = home.household.devices()
    assert now.label and now.assigned[0].person == ana and cuff.held() == 0
    # This cuff hangs up behind its burst, and says of itself what it said while it was paired.
    assert now.firmware == "1.04" and now.battery is not None and now.battery.percent == 90
    assert now.battery.at_ms > 0 and (now.hardware, now.software) == (None, None)


def test_bluetooth_that_is_switched_off_costs_no_reading(home: Home) -> None:
    ana, _ = home.person("Ana")
    cuff, device = three_readings(home, ana)
    cuff.switch_off_after(1)
    done = talk(cuff, home.household.sync(device))
    assert isinstance(done, SyncResult.COMPLETE) and done.records == 3
    assert len(home.household.hand_on().new) == 3 and cuff.held() == 0


def test_a_permission_that_is_withdrawn_ends_a_conversation(home: Home) -> None:
    home.person("Ana")
    device = known(home, SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London"))
    sync = home.household.sync(device)
    clocks = Clocks(wall_ms=1_795_435_200_000, monotonic_ns=1, boot="one")
    sync.handle(RadioEvent.START(), clocks)
    [waits, *_] = sync.handle(RadioEvent.ADAPTER_OFF(), clocks)
    assert isinstance(waits, RadioCommand.REPORT) and waits.progress.is_WAITING_FOR_BLUETOOTH()
    assert any(command.is_CONNECT() for command in sync.handle(RadioEvent.ADAPTER_ON(), clocks))
    sync.handle(RadioEvent.PERMISSION_LOST(), clocks)
    done = sync.handle(RadioEvent.DISCONNECTED(LinkEnd.UNKNOWN), clocks)
    assert [command.result for command in done if isinstance(command, RadioCommand.DONE)] == [
        SyncResult.NOT_PERMITTED(0)
    ]


def test_a_clock_that_is_three_days_slow_is_corrected(home: Home) -> None:
    ana, diary = home.person("Ana")
    cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    cuff.jump_clock(-3 * 86_400_000)
    device = known(home, cuff)
    home.household.assign(device, None, ana)
    cuff.measure_pressure(10, 128, 82, 64)
    talk(cuff, home.household.sync(device))
    [new] = home.household.hand_on().new
    entry = diary.entry(new.entry)
    assert entry is not None
    origin = entry.said.origin
    assert isinstance(origin, Origin.DEVICE) and origin.how == "corrected"
    assert origin.shift_ms is not None and abs(origin.shift_ms - 3 * 86_400_000) < 120_000


def test_what_is_nobodys_waits_until_somebody_says_whose_it_is(home: Home) -> None:
    _, of_ana = home.person("Ana")
    ben, of_ben = home.person("Ben")
    cuff = SimulatedDevice(SimulatedModel.BEURER_CUFF, "Europe/London")
    device = known(home, cuff)
    cuff.measure_pressure(20, 139, 84, 71, user=1)
    talk(cuff, home.household.sync(device))
    assert home.household.hand_on().new == []
    [waits] = home.household.waiting()
    assert (waits.why, waits.user) == ("not-assigned", 1)
    assert waits.said is not None and waits.said.values[0].number == 139.0
    home.household.assign(device, 1, ben)
    [new] = home.household.hand_on_waiting(device, 1, ben).new
    assert new.person == ben and of_ben.entry(new.entry) is not None and of_ana.latest() == []
    home.household.forget_device(device)
    assert home.household.devices() == []


def test_readings_come_in_while_everything_is_locked(home: Home) -> None:
    ana, diary = home.person("Ana")
    oximeter = SimulatedDevice(SimulatedModel.NONIN_OXIMETER, "Europe/London")
    device = known(home, oximeter)
    home.household.assign(device, None, ana)
    home.household.found_at(device, "F0:00:00:00:00:01")
    assert [found.device for found in home.household.found()] == [device]
    home.household.shut()
    oximeter.measure_oxygen(5, 97, 58)
    receiver = Receiver.open(home.place)
    [found] = receiver.devices()
    assert (found.device, found.address) == (device, "F0:00:00:00:00:01")
    assert isinstance(talk(oximeter, receiver.sync(device)), SyncResult.COMPLETE)
    receiver.shut()
    home.household = home.open()
    assert len(home.household.hand_on().new) == 1
    assert {value.number for value in home.household.diary(ana).latest()[0].said.values} >= {97.0, 58.0}


def test_what_is_measured_now_is_watched_until_somebody_stops(home: Home) -> None:
    oximeter = SimulatedDevice(SimulatedModel.NONIN_OXIMETER, "Europe/London")
    device = known(home, oximeter)
    sync = home.household.watch(device)
    oximeter.begin()
    begun = oximeter.next()
    assert begun is not None
    oximeter.carry_out(sync.handle(begun.event, begun.clocks))
    oximeter.carry_out(sync.handle(RadioEvent.CANCEL(), begun.clocks))
    while (happened := oximeter.next()) is not None:
        oximeter.carry_out(sync.handle(happened.event, happened.clocks))
    assert isinstance(oximeter.result(), SyncResult.CANCELLED)


def test_a_loop_of_ten_lines_syncs(home: Home) -> None:
    """The one of the README."""
    cuff = SimulatedDevice(SimulatedModel.OMRON_CUFF, "Europe/London")
    sync: Sync = home.household.pair()
    cuff.begin()
    while (happened := cuff.next()) is not None:
        cuff.carry_out(sync.handle(happened.event, happened.clocks))
    assert cuff.result() is not None
