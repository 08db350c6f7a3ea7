"""What calls take from Python, for `bindings/bench/run`: figures.py FOLDER ENTRIES prints one line of JSON, every time in microseconds.

The generated module and the library lie where Python finds them.
"""

import json
import queue
import sys
import time

from diary_ffi import ChangeListener, DraftValue, EntryDraft, EntryQuestion, Household, HouseholdPlace, SaidMoment, create_household

# How often all pages are read, and how often a change is waited for.
ROUNDS, TURNS = 25, 300


class Heard(ChangeListener):
    def __init__(self) -> None:
        self.told: queue.Queue[int] = queue.Queue()

    def changed(self, change: object) -> None:
        self.told.put(time.perf_counter_ns())

    def ended(self) -> None:
        pass


def pressure(number: int) -> EntryDraft:
    said = {"systolic": 110 + number % 60, "diastolic": 80, "pulse": 64}
    values = [DraftValue(field=field, text=str(value)) for field, value in said.items()]
    return EntryDraft(kind="blood-pressure", moment=SaidMoment.NOW(), values=values)


def main(folder: str, entries: int) -> None:
    place = HouseholdPlace(folder=f"{folder}/home", state_folder=f"{folder}/state")
    code = create_household(place, "seven invented words nobody would guess")
    household = Household.open_with_recovery_code(place, code)
    diary = household.diary(household.add_person("Ana"))
    adds = []
    for number in range(entries):
        draft = pressure(number)
        began = time.perf_counter_ns()
        diary.add(draft)
        adds.append(time.perf_counter_ns() - began)
    pages = []
    for _ in range(ROUNDS):
        began, after, read = time.perf_counter_ns(), None, 0
        while True:
            page = diary.page(EntryQuestion(), after, 100)
            read += len(page.entries)
            after = page.next
            if after is None:
                break
        pages.append(time.perf_counter_ns() - began)
        assert read == entries
    heard = Heard()
    subscription = diary.subscribe(heard)
    events = []
    for number in range(TURNS):
        draft, began = pressure(number), time.perf_counter_ns()
        diary.add(draft)
        events.append(heard.told.get() - began)
    subscription.end()
    household.shut()
    figures = {"pages": pages, "add": adds, "event": events}
    print(json.dumps({name: [time / 1000 for time in times] for name, times in figures.items()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
