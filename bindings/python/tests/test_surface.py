"""Nothing crosses the border untested."""

import re
from pathlib import Path


def test_every_call_of_the_surface_is_made_in_a_test() -> None:
    here = Path(__file__).parent
    surface = (here / "../../../tests/api/diary-ffi.txt").read_text()
    calls = set(re.findall(r"(?:fn|constructor) (\w+)\(", surface))
    made = " ".join(file.read_text() for file in here.glob("test_*.py") if file.name != Path(__file__).name)
    made += (here / "conftest.py").read_text()
    assert len(calls) > 100
    # The first constructor of an object is called by the object's name.
    assert {call for call in calls - {"new"} if not re.search(rf"\b{call}\(|\.{call}\b", made)} == set()
