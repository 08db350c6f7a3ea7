"""What a careless or broken program around the library may do to it: a typed answer, no deadlock, nothing lost."""

import gc
import resource
import threading
import time
from pathlib import Path

from conftest import Home, note, pressure, talk
from healthdiary import (
    ChangeListener,
    Diary,
    DiaryChange,
    DiaryError,
    EntryQuestion,
    RadioEvent,
    SimulatedDevice,
    SimulatedModel,
    SyncResult,
    Watch,
)


def count(diary: Diary) -> int:
    return sum(of.entries for of in diary.counts())


def test_many_threads_write_while_the_household_is_shut(home: Home) -> None:
    ana, diary = home.person("Ana")
    stored: list[str] = []
    odd: list[Exception] = []

    def write(number: int) -> None:
        while True:
            try:
                stored.append(diary.add(note("2026-08-14T07:10", f"of thread {number}")))
            except DiaryError.Shut:
                return
            except Exception as error:
                odd.append(error)
                return

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    home.household.shut()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    assert odd == [] and stored
    home.household = home.open()
    again = home.household.diary(ana)
    assert count(again) == len(stored) and home.household.verify().sound


def test_a_slow_listener_holds_nobody_up_and_is_told_to_look_again(home: Home) -> None:
    _, diary = home.person("Ana")
    told: list[DiaryChange] = []
    go_on, over = threading.Event(), threading.Event()

    class Slow(ChangeListener):
        def changed(self, change: DiaryChange) -> None:
            go_on.wait(30)
            told.append(change)

        def ended(self) -> None:
            over.set()

    subscription = diary.subscribe(Slow())
    for n in range(80):
        diary.add(pressure(f"2026-08-14T07:{n % 60:02}", 120 + n % 50, 80))
    assert told == []
    go_on.set()
    time.sleep(0.2)
    subscription.end()
    assert over.wait(10)
    assert any(isinstance(change, DiaryChange.LOOK_AGAIN) for change in told) and len(told) <= 80


def test_a_subscription_that_is_dropped_inside_its_listener_ends(home: Home) -> None:
    _, diary = home.person("Ana")
    over = threading.Event()
    held: list[object] = []

    class Drops(ChangeListener):
        def changed(self, change: DiaryChange) -> None:
            held.clear()
            gc.collect()

        def ended(self) -> None:
            over.set()

    held.append(diary.subscribe(Drops()))
    diary.add(note("2026-08-14T07:10", "begins it"))
    assert over.wait(10)


def test_two_households_do_not_know_each_other(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    _, here = home.person("Ana")
    there, of_there = other.person("Ana")
    here.add(note("2026-08-14T07:10", "here"))
    assert (count(here), count(of_there)) == (1, 0)
    try:
        home.household.diary(there)
        raise AssertionError("somebody else's")
    except DiaryError.NotFound:
        pass
    other.household.shut()
    assert count(here) == 1


def test_a_conversation_outlives_its_household_without_storing(home: Home) -> None:
    ana, _ = home.person("Ana")
    cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    paired = talk(cuff, home.household.pair())
    assert isinstance(paired, SyncResult.PAIRED)
    home.household.assign(paired.device, None, ana)
    cuff.measure_pressure(5, 128, 82, 64)
    sync = home.household.sync(paired.device)
    cuff.begin()
    begun = cuff.next()
    assert begun is not None
    cuff.carry_out(sync.handle(begun.event, begun.clocks))
    home.household.shut()
    try:
        while (happened := cuff.next()) is not None:
            cuff.carry_out(sync.handle(happened.event, happened.clocks))
        assert isinstance(cuff.result(), SyncResult.NOT_STORED)
    except DiaryError.Shut:
        pass
    try:
        sync.handle(RadioEvent.VALUE(uuid="blood", bytes=b""), begun.clocks)
        raise AssertionError("no UUID")
    except DiaryError.Invalid:
        pass


def test_made_and_dropped_objects_leave_nothing(home: Home) -> None:
    ana, diary = home.person("Ana")
    diary.add(note("2026-08-14T07:10", "one"))

    def cycle(times: int) -> None:
        for _ in range(times):
            of = home.household.diary(ana)
            of.page(EntryQuestion(), at_most=1)
            Watch().cancel()
            SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")

    cycle(200)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cycle(1500)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 8_000, f"{grown} kB"
