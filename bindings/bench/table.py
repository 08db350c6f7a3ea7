"""The table of `bindings/bench/run`: table.py FOLDER, where each language left a line of JSON."""

import json
import os
import statistics
import sys
from pathlib import Path

ROWS = {
    "first": "{entries} entries in pages of 100, the first time",
    "pages": "{entries} entries in pages of 100, once it is warm",
    "add": "one entry added, durable",
    "event": "a change heard of, from the call that made it",
}
# How many times Rust's a call may take from the languages of phones; a change in microseconds. Java's machine still compiles while all
# is read for the first time.
MOST = {"pages": 3.0, "add": 1.2, "event": 5000.0}


def told(times: dict[str, list[float]]) -> dict[str, float]:
    """One figure for each row: an addition is the middle of the quietest 300 in a row, since the disk has its moods."""
    return {
        "first": times["pages"][0],
        "pages": statistics.median(times["pages"][-15:]),
        "add": min(statistics.median(times["add"][begin : begin + 300]) for begin in range(0, len(times["add"]), 300)),
        "event": statistics.median(times["event"]),
    }


def shown(microseconds: float) -> str:
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.0f} µs"


def main(folder: Path) -> int:
    figures = {file.stem: told(json.loads(file.read_text())) for file in folder.glob("*.json")}
    others = [name for name in ("python", "kotlin", "swift") if name in figures]
    entries = f"{int(os.environ.get('DIARY_ENTRIES', '10000')):,}"
    print("| what | Rust | " + " | ".join(name.capitalize() for name in others) + " |")
    print("|---|---:|" + "---:|" * len(others))
    over = []
    for row, what in ROWS.items():
        rust = figures["rust"][row]
        cells = []
        for name in others:
            found = figures[name][row]
            times = "" if row == "event" else f" ({found / rust:.2f})"
            cells.append(shown(found) + times)
            if name != "python" and (found if row == "event" else found / rust) > MOST.get(row, float("inf")):
                over.append(f"{name}: {what.format(entries=entries)}: {shown(found)}{times}")
        print(f"| {what.format(entries=entries)} | {shown(rust)} | " + " | ".join(cells) + " |")
    for line in over:
        print(f"above what it should be: {line}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
