"""The table of `bindings/bench/run`: table.py FOLDER, where each language left a line of JSON."""

import json
import os
import sys
from pathlib import Path

ROWS = {"pages": "{entries} entries in pages of 100", "add": "one entry added, durable", "event": "a change heard of, from the call that made it"}
# How many times Rust's a call may take; a change in microseconds.
MOST = {"pages": 3.0, "add": 1.2, "event": 5000.0}


def shown(microseconds: float) -> str:
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.0f} µs"


def main(folder: Path) -> int:
    figures = {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json")}
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
            if (found if row == "event" else found / rust) > MOST[row]:
                over.append(f"{name}: {what.format(entries=entries)}: {shown(found)}{times}")
        print(f"| {what.format(entries=entries)} | {shown(rust)} | " + " | ".join(cells) + " |")
    for line in over:
        print(f"above what it should be: {line}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
