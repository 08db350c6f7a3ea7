"""A phone of a test's own: the same clock and the same seed make the same diary, to the id."""

import json
from pathlib import Path

import pytest
from conftest import PASSPHRASE, note
from healthdiary import (
    Clock,
    Clocks,
    DiaryError,
    DraftValue,
    EntryDraft,
    Household,
    HouseholdPlace,
    SaidMoment,
    ScenarioStage,
    SimulatedPhone,
    create_household,
)

NOON = 1_786_708_800_000


class Stands(Clock):
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.wall_ms = NOON
        self.broken = False

    def now(self) -> Clocks:
        if self.broken:
            raise RuntimeError("Ana had 182/110")
        return Clocks(wall_ms=self.wall_ms, monotonic_ns=7, boot="1")

    def zone(self) -> str:
        return "Asia/Kathmandu"


def lived(folder: Path, seed: int) -> tuple[str, str, str | None]:
    """A household's code, an entry's id, and what the clock on the wall showed."""
    place = HouseholdPlace(folder=str(folder / "home"), state_folder=str(folder / "state"))
    clock = Stands()
    phone = SimulatedPhone(place.state_folder, clock, seed)
    code = create_household(place, PASSPHRASE)
    household = Household.open_with_recovery_code(place, code)
    diary = household.diary(household.add_person("Ana"))
    said = DraftValue(field="pulse", text="61")
    entry = diary.add(EntryDraft(kind="pulse", moment=SaidMoment.NOW(), values=[said]))
    # A clock that breaks stands still.
    clock.broken = True
    diary.add(note("2026-08-14T08:00", "later"))
    shown = diary.entry(entry)
    assert shown is not None
    household.shut()
    del phone
    return code, entry, shown.said.moment.civil


def test_the_same_seed_makes_the_same_diary(tmp_path: Path) -> None:
    one, other = lived(tmp_path / "one", 5), lived(tmp_path / "two", 5)
    assert one == other and one[2] == "2026-08-14T17:45:00"
    assert lived(tmp_path / "three", 6)[:2] != one[:2]


def test_a_stage_refuses_what_is_no_scenario_and_answers_nobody_asked_for(tmp_path: Path) -> None:
    with pytest.raises(DiaryError.Invalid) as refused:
        ScenarioStage("x.json", '{"format": 1}', str(tmp_path / "x"))
    assert "x.json" in str(refused.value)
    text = json.dumps({"format": 1, "about": "", "start": {"at": "2026-08-14T07:00:00Z", "zone": "UTC"}, "steps": []})
    stage = ScenarioStage("y.json", text, str(tmp_path / "y"))
    with pytest.raises(DiaryError.Invalid):
        stage.next("{}")
    command = json.loads(stage.next(None) or "")
    assert command["call"] == "SimulatedPhone.new" and stage.result() is None
    # What foreign code is asked in the middle of a call, the stage knows.
    assert json.loads(stage.asked('{"of": "clock", "function": "zone", "with": {}}')) == {"gave": "UTC"}
    missing = {"of": "card", "function": "read", "with": {"name": "a", "offset": 0, "most": 9}}
    assert json.loads(stage.asked(json.dumps(missing))) == {"failed": "missing"}
    # Hands that answer nonsense end it; the result says so.
    assert stage.next("nonsense") is not None or stage.result() is not None
