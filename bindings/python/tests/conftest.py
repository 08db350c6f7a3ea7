"""A household in a folder of its own, and what tests do with it again and again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from healthdiary import (
    Diary,
    DraftValue,
    EntryDraft,
    Household,
    HouseholdPlace,
    SaidMoment,
    SimulatedDevice,
    Sync,
    SyncResult,
    WhichOfTwo,
    create_household,
)

PASSPHRASE = "seven invented words nobody would guess"


class Home:
    """A household that is open, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = HouseholdPlace(folder=str(folder / "home"), state_folder=str(folder / "state"))
        self.code = create_household(self.place, PASSPHRASE)
        self.household = self.open()

    def open(self) -> Household:
        """Opens it with its recovery code, which is quicker than a passphrase."""
        return Household.open_with_recovery_code(self.place, self.code)

    def again(self) -> None:
        """Shuts it and opens it anew."""
        self.household.shut()
        self.household = self.open()

    def person(self, name: str) -> tuple[str, Diary]:
        person = self.household.add_person(name)
        return person, self.household.diary(person)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.household.shut()


def at(civil: str, zone: str | None = "Europe/London") -> SaidMoment:
    return SaidMoment.CIVIL(civil=civil, zone=zone, which=WhichOfTwo.ASK)


def values(**said: str) -> list[DraftValue]:
    return [DraftValue(field=field.replace("_", "-"), text=text) for field, text in said.items()]


def pressure(civil: str, systolic: int, diastolic: int, pulse: int = 64) -> EntryDraft:
    said = values(systolic=str(systolic), diastolic=str(diastolic), pulse=str(pulse))
    return EntryDraft(kind="blood-pressure", moment=at(civil), values=said)


def note(civil: str, text: str) -> EntryDraft:
    return EntryDraft(kind="note", moment=at(civil), values=values(text=text))


def talk(device: SimulatedDevice, sync: Sync) -> SyncResult:
    """A conversation from its beginning to its end: what a radio does."""
    device.begin()
    while (happened := device.next()) is not None:
        device.carry_out(sync.handle(happened.event, happened.clocks))
    result = device.result()
    assert result is not None
    return result
