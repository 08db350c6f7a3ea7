"""What a careless or broken program around the library may do to it: a typed answer, no deadlock, nothing lost."""

import gc
import os
import resource
import sys
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
    MediaDraft,
    ProgressListener,
    RadioEvent,
    Receiver,
    ScenarioStage,
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


def resident_kb() -> int:
    """What this process has in memory; on another system than Linux the most it ever had."""
    if not sys.platform.startswith("linux"):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


def handed_in() -> int:
    """How many objects of Python's the library holds."""
    module = sys.modules[SimulatedDevice.__module__]
    converters = [getattr(module, name) for name in dir(module) if name.startswith("_UniffiFfiConverterType")]
    return sum(len(of._handle_map) for of in converters if hasattr(of, "_handle_map"))


class Heard(ChangeListener, ProgressListener):
    def changed(self, change: DiaryChange) -> None:
        pass

    def ended(self) -> None:
        pass

    def reached(self, done: int, total: int | None) -> None:
        pass


def test_made_and_dropped_objects_leave_nothing(home: Home, tmp_path: Path) -> None:
    ana, diary = home.person("Ana")
    picture = diary.attach_bytes(
        diary.add(note("2026-08-14T07:10", "one")), b"film" * 100, MediaDraft(keep_details=True)
    )
    before_all = handed_in()

    def cycle(number: int) -> None:
        of = home.household.diary(ana)
        of.page(EntryQuestion(), at_most=1)
        Watch(Heard()).cancel()
        of.subscribe(Heard()).end()
        home.household.offer_key_store().slot()
        home.household.own_lock(ana).is_there()
        home.household.pair()
        SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
        of.read_media(picture.id)
        # What opens files or begins threads takes longer.
        if number % 50 == 0:
            home.household.verify(Watch(Heard()))
            home.household.pause()
            Receiver.open(home.place).shut()
            home.household.resume()
            ScenarioStage("none.json", EMPTY, str(tmp_path / "stage"))

    def settled() -> int:
        # Listeners are let go of on threads of the library.
        for _ in range(200):
            gc.collect()
            if handed_in() == before_all:
                break
            time.sleep(0.05)
        return handed_in()

    times = 100_000 if os.environ.get("DIARY_LONG") == "1" else 2_000
    for number in range(300):
        cycle(number)
    assert settled() == before_all
    before = resident_kb()
    for number in range(times):
        cycle(number)
    assert settled() == before_all
    grown = resident_kb() - before
    assert grown < 8_000, f"{grown} kB"


EMPTY = """{"format": 1, "about": "nothing", "start": {"at": "2026-08-14T07:10:00Z", "zone": "Europe/London"},
            "people": [], "devices": {}, "steps": []}"""


def test_a_household_that_pauses_in_the_middle_of_a_conversation_loses_nothing(home: Home) -> None:
    ana, diary = home.person("Ana")
    cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    paired = talk(cuff, home.household.pair())
    assert isinstance(paired, SyncResult.PAIRED)
    home.household.assign(paired.device, None, ana)
    taken = 6
    for n in range(taken):
        cuff.measure_pressure(10 + n, 120 + n, 80, 60)
    lost = 0
    for stop in range(0, 60, 4):
        sync = home.household.sync(paired.device)
        cuff.begin()
        for step in range(200):
            if step == stop:
                home.household.pause()
            if (happened := cuff.next()) is None:
                break
            try:
                cuff.carry_out(sync.handle(happened.event, happened.clocks))
            except DiaryError.Shut:
                # The end of it could not be noted.
                break
        home.household.resume()
        result = cuff.result()
        if isinstance(result, SyncResult.NOT_STORED):
            lost += result.in_flight
    talk(cuff, home.household.sync(paired.device))
    home.household.hand_on()
    # The system confirms before the program hears of it: what was on its way when the household paused is said to be lost.
    assert taken - lost <= count(diary) <= taken, (count(diary), lost)
    assert home.household.verify().sound
