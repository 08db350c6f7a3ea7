"""Backups in a folder that the program around the library keeps, and what such a folder may do."""

import threading
import time
from collections.abc import Callable

import pytest
from conftest import Home, note, pressure
from healthdiary import (
    BackupDone,
    DiaryError,
    EntryQuestion,
    Folder,
    FolderError,
    FolderPiece,
    Household,
    HouseholdPlace,
    RestoreWhat,
    TypedSecret,
    Watch,
    restore_backup,
)

OTHER = "nine different invented words for her alone"
SAID = "Ana had 182/110 on her card in /home/ana"


# Inside a class that has a function `list`, the name is that function's.
Pieces = list[FolderPiece]


class Kept(Folder):
    """Pieces in memory. `before` is called first by every function, with its number from 0 and its name."""

    def __init__(self, before: Callable[[int, str], None] = lambda number, name: None) -> None:
        self.pieces: dict[str, bytes] = {}
        self.calls = 0
        self.before = before

    def called(self, name: str) -> None:
        self.calls += 1
        self.before(self.calls - 1, name)

    def list(self) -> Pieces:
        self.called("list")
        return [FolderPiece(name=name, size=len(bytes)) for name, bytes in self.pieces.items()]

    def read(self, name: str, offset: int, most: int) -> bytes:
        self.called("read")
        if name not in self.pieces:
            raise FolderError.Missing()
        return self.pieces[name][offset : offset + most]

    def write(self, name: str, bytes: bytes) -> None:
        self.called("write")
        if name in self.pieces:
            raise FolderError.Exists()
        self.pieces[name] = bytes

    def remove(self, name: str) -> None:
        self.called("remove")
        self.pieces.pop(name, None)


def back_up(home: Home, kept: Folder, watch: Watch | None = None) -> BackupDone:
    return home.household.back_up("Ana's card", str(home.folder), None, watch, kept)


def new_place(home: Home, name: str) -> HouseholdPlace:
    return HouseholdPlace(folder=str(home.folder / name), state_folder=str(home.folder / f"{name}-state"))


def restored(home: Home, kept: Folder, name: str) -> Household:
    secret = TypedSecret.RECOVERY_CODE(text=home.code)
    restore_backup("Ana's card", new_place(home, name), secret, RestoreWhat(), None, kept)
    return Household.open_with_recovery_code(new_place(home, name), home.code)


def shown(household: Household) -> list[str]:
    [ana] = household.people()
    return sorted(entry.id for entry in household.diary(ana.id).page(EntryQuestion(), at_most=100).entries)


def test_a_folder_of_the_programs_own_has_a_backup_from_its_beginning_to_its_end(home: Home) -> None:
    ana, diary = home.person("Ana")
    entry = diary.add(pressure("2026-08-14T07:10", 128, 82))
    kept = Kept()
    assert back_up(home, kept).proven
    assert [known.place for known in home.household.backups()] == ["Ana's card"]
    assert all(b"blood" not in piece for piece in kept.pieces.values()) and len(kept.pieces) > 3
    checked = home.household.check_backup("Ana's card", None, kept)
    assert (checked.problems, [backup.whole for backup in checked.backups]) == ([], [True])
    again = restored(home, kept, "new")
    assert shown(again) == [entry]
    again.shut()
    # What has a lock of its own follows by itself; what the folder had of it before is taken away.
    code = home.household.hand_over(ana, OTHER)
    home.household.own_lock(ana).open_with_recovery_code(code)
    assert back_up(home, kept).erased == [1]
    again = restored(home, kept, "newer")
    with pytest.raises(DiaryError.Shut):
        again.diary(ana)
    again.bring_back("Ana's card", ana, TypedSecret.RECOVERY_CODE(text=code), kept_by=kept)
    again.own_lock(ana).open_with_recovery_code(code)
    assert shown(again) == [entry]
    again.shut()


def test_a_folder_that_throws_at_any_call_costs_nothing_and_says_nothing(home: Home) -> None:
    _, diary = home.person("Ana")
    diary.add(pressure("2026-08-14T07:10", 128, 82))

    def throws(at: int) -> Callable[[int, str], None]:
        def before(number: int, name: str) -> None:
            if number == at:
                raise RuntimeError(SAID)

        return before

    before = Kept()
    back_up(home, before)
    diary.add(note("2026-08-14T08:10", "after it"))
    at, refused, done = 0, 0, False
    while not done:
        kept = Kept(throws(at))
        kept.pieces = dict(before.pieces)
        try:
            back_up(home, kept)
            done = kept.calls <= at
        except DiaryError.System as error:
            refused += 1
            assert not any(word in str(error) for word in ("Ana", "182", "home")), error
        at += 3
    assert refused > 3 and back_up(home, kept).proven
    assert back_up(home, kept).proven
    again = restored(home, kept, "new")
    assert shown(again) == shown(home.household)
    again.shut()


@pytest.mark.parametrize(
    ("thrown", "kind"),
    [
        (FolderError.Full, DiaryError.NoSpace),
        (FolderError.Gone, DiaryError.System),
        (FolderError.ReadOnly, DiaryError.System),
        (FolderError.Failed, DiaryError.System),
    ],
)
def test_what_a_folder_cannot_do_has_a_kind(
    home: Home, thrown: type[Exception], kind: type[Exception]
) -> None:
    def before(number: int, name: str) -> None:
        if name == "write":
            raise thrown()

    kept = Kept(before)
    with pytest.raises(kind):
        back_up(home, kept)
    assert kept.pieces == {} and home.household.backups() == []


def test_a_folder_that_gives_what_it_likes_is_not_trusted(home: Home) -> None:
    _, diary = home.person("Ana")
    diary.add(pressure("2026-08-14T07:10", 128, 82))

    class Drips(Kept):
        def read(self, name: str, offset: int, most: int) -> bytes:
            return super().read(name, offset, min(most, 7))

    class Floods(Kept):
        def read(self, name: str, offset: int, most: int) -> bytes:
            return super().read(name, offset, most) + b"more than was asked for" * 20_000

    class Invents(Kept):
        def list(self) -> Pieces:
            invented = ["../../etc/passwd", "", "A", "keys", "x" * 101]
            return super().list() + [FolderPiece(name=name, size=2**63) for name in invented]

    assert back_up(home, Drips()).proven
    assert back_up(home, Invents()).proven
    floods = Floods()
    try:
        assert not back_up(home, floods).proven
    except DiaryError.System:
        pass
    with pytest.raises((DiaryError.System, DiaryError.NoHousehold)):
        home.household.check_backup("Ana's card", None, floods)


def test_a_folder_may_ask_the_household_and_shut_it(home: Home) -> None:
    _, diary = home.person("Ana")
    written: list[str] = []

    def writes(number: int, name: str) -> None:
        written.append(diary.add(note("2026-08-14T07:10", f"during call {number}")))
        assert home.household.people() and home.household.slots()

    kept = Kept(writes)
    assert back_up(home, kept).proven
    assert home.household.check_backup("Ana's card", None, kept).problems == []
    assert len(written) > 10

    def shuts(number: int, name: str) -> None:
        if number == 5:
            home.household.shut()

    kept.calls, kept.before = 0, shuts
    with pytest.raises(DiaryError.Shut):
        back_up(home, kept)
    home.household = home.open()
    kept.before = lambda number, name: None
    assert back_up(home, kept).proven and home.household.verify().sound
    again = restored(home, kept, "new")
    assert shown(again) == shown(home.household) and set(written) <= set(shown(again))
    again.shut()


def test_a_folder_that_blocks_is_given_up_and_nothing_goes_on_there_until_it_answers(home: Home) -> None:
    _, diary = home.person("Ana")
    diary.add(pressure("2026-08-14T07:10", 128, 82))
    blocked, free = threading.Event(), threading.Event()

    def blocks(number: int, name: str) -> None:
        if name == "write":
            blocked.set()
            assert free.wait(30)

    kept, watch = Kept(blocks), Watch()
    came: list[Exception] = []

    def try_it() -> None:
        try:
            back_up(home, kept, watch)
        except DiaryError as error:
            came.append(error)

    waiting = threading.Thread(target=try_it)
    waiting.start()
    assert blocked.wait(20)
    diary.add(note("2026-08-14T08:10", "nobody waits for a folder"))
    began = time.monotonic()
    watch.cancel()
    waiting.join(10)
    assert time.monotonic() - began < 2 and not waiting.is_alive()
    assert isinstance(came[0], DiaryError.Cancelled)
    with pytest.raises(DiaryError.InUse):
        back_up(home, kept)
    # Another folder is none of its business.
    assert home.household.back_up("elsewhere", str(home.folder), None, None, Kept()).proven
    free.set()
    while True:
        try:
            assert back_up(home, kept).proven
            break
        except DiaryError.InUse:
            time.sleep(0.01)
    again = restored(home, kept, "new")
    assert shown(again) == shown(home.household)
    again.shut()


def test_a_folder_is_let_go_of_when_the_call_is_over(home: Home) -> None:
    import gc
    import weakref

    home.person("Ana")
    kept = Kept()
    back_up(home, kept)
    gone = weakref.ref(kept)
    del kept
    gc.collect()
    assert gone() is None
