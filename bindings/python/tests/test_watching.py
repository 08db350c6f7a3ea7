"""Calls that read everything can be followed and stopped, and whoever guesses at a secret waits."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PASSPHRASE, Home, note, pressure
from healthdiary import (
    DiaryError,
    EntryQuestion,
    Household,
    HouseholdPlace,
    ProgressListener,
    TypedSecret,
    Watch,
    check_household,
    create_household,
    salvage_household,
    wait_to_open,
)

OTHER = "nine different invented words for her alone"


class Notes(ProgressListener):
    def __init__(self) -> None:
        self.reached_so_far: list[tuple[int, int | None]] = []

    def reached(self, done: int, total: int | None) -> None:
        self.reached_so_far.append((done, total))


def followed(work: Callable[[Watch], object]) -> None:
    """It is followed to its end; stopped before it begins, it does nothing."""
    notes = Notes()
    watch = Watch(notes)
    work(watch)
    at = watch.how_far()
    assert at.total is not None and at.done == at.total > 0
    for _ in range(200):
        if notes.reached_so_far and notes.reached_so_far[-1] == (at.done, at.total):
            break
        time.sleep(0.01)
    assert notes.reached_so_far == sorted(notes.reached_so_far) and notes.reached_so_far[-1] == (at.done, at.total)
    stopped = Watch()
    stopped.cancel()
    with pytest.raises(DiaryError.Cancelled):
        work(stopped)


def test_what_reads_everything_is_followed_and_stopped(home: Home, tmp_path: Path) -> None:
    ana, diary = home.person("Ana")
    for n in range(40):
        diary.add(pressure(f"2026-08-14T07:{n:02}", 120 + n, 80))
    followed(lambda watch: home.household.verify(watch))
    home.household.pause()
    shutil.copytree(home.place.folder, tmp_path / "copy")
    home.household.resume()
    other = HouseholdPlace(folder=str(tmp_path / "copy"), state_folder=str(tmp_path / "copy-state"))
    there = Household.open_with_recovery_code(other, home.code)
    there.diary(ana).add(note("2026-08-14T08:10", "from the other phone"))
    there.shut()
    followed(lambda watch: home.household.unite(other.folder, PASSPHRASE, watch))
    assert len(diary.page(EntryQuestion(), at_most=100).entries) == 41
    home.household.shut()
    secret = TypedSecret.RECOVERY_CODE(text=home.code)
    followed(lambda watch: check_household(home.place.folder, secret, watch))
    made: list[Path] = []

    def salvage(watch: Watch) -> None:
        made.append(tmp_path / f"saved-{len(made)}")
        to = HouseholdPlace(folder=str(made[-1]), state_folder=str(tmp_path / "saved-state"))
        salvage_household(home.place.folder, secret, to, OTHER, None, watch)

    followed(salvage)
    assert [folder.exists() for folder in made] == [True, False]


def test_a_salvage_that_is_stopped_in_the_middle_leaves_nothing(home: Home, tmp_path: Path) -> None:
    _, diary = home.person("Ana")
    for n in range(40):
        diary.add(pressure(f"2026-08-14T07:{n:02}", 120 + n, 80))
    home.household.shut()

    class Stops(ProgressListener):
        def reached(self, done: int, total: int | None) -> None:
            watch.cancel()

    watch = Watch(Stops())
    to = HouseholdPlace(folder=str(tmp_path / "saved"), state_folder=str(tmp_path / "saved-state"))
    with pytest.raises(DiaryError.Cancelled):
        salvage_household(home.place.folder, TypedSecret.RECOVERY_CODE(text=home.code), to, OTHER, None, watch)
    assert not Path(to.folder).exists()
    home.household = home.open()


def test_whoever_guesses_waits_and_whoever_knows_does_not(home: Home, tmp_path: Path) -> None:
    ana, diary = home.person("Ana")
    elsewhere = HouseholdPlace(folder=str(tmp_path / "other"), state_folder=str(tmp_path / "other-state"))
    strange = create_household(elsewhere, OTHER)
    own = home.household.hand_over(ana, OTHER)
    lock = home.household.own_lock(ana)
    assert (wait_to_open(home.place), lock.wait_to_open()) == (0, 0)
    for _ in range(3):
        with pytest.raises(DiaryError.WrongSecret):
            lock.open_with_recovery_code(strange)
    with pytest.raises(DiaryError.TooManyTries):
        lock.open_with_recovery_code(own)
    assert 0 < lock.wait_to_open() <= 1000 and wait_to_open(home.place) == 0
    home.household.shut()
    # What is no code at all is no guess.
    for _ in range(5):
        with pytest.raises(DiaryError.WrongSecret):
            Household.open_with_recovery_code(home.place, "not a code")
    wrong = TypedSecret.RECOVERY_CODE(text=strange)
    with pytest.raises(DiaryError.WrongSecret):
        check_household(home.place.folder, wrong)
    with pytest.raises(DiaryError.WrongSecret):
        Household.open_with_recovery_code(home.place, strange)
    with pytest.raises(DiaryError.WrongSecret):
        Household.open_with_recovery_code(home.place, strange)
    link = tmp_path / "link"
    link.symlink_to(home.place.folder)
    for way in (home.place.folder, str(link)):
        with pytest.raises(DiaryError.TooManyTries):
            check_household(way, TypedSecret.RECOVERY_CODE(text=home.code))
    # Another household is not slowed.
    Household.open_with_recovery_code(elsewhere, strange).shut()
    left = wait_to_open(home.place)
    assert 0 < left <= 1000
    time.sleep(left / 1000)
    home.household = home.open()
    assert wait_to_open(home.place) == 0
