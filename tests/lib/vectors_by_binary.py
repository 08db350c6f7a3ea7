#!/usr/bin/env python3
"""Runs every vector through the program itself: vectors_by_binary.py DIARY

What `diary decode --json` prints, and its exit code, must be what the vector says.
"""

import json
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def run(diary, row):
    command = [diary, "decode", "--json", row["what"], row["hex"]]
    if "quirks" in row:
        command += ["--quirk", row["quirks"]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    printed = json.loads(done.stdout or done.stderr)
    if "error" in row:
        error = printed.get("error", {})
        right = done.returncode == 1 and error.get("message") and all(error.get(key) == value for key, value in row["error"].items())
    else:
        right = done.returncode == 0 and all(printed.get(key) == value for key, value in row["expect"].items())
    return None if right else f"{row['id']}: {row['what']} {row['hex']}: exit {done.returncode}, {printed}"


def main():
    fixtures = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "gatt"
    rows = [row for path in sorted(fixtures.glob("*.json")) for row in json.loads(path.read_text())]
    with ThreadPoolExecutor(4) as pool:
        wrong = [result for result in pool.map(lambda row: run(sys.argv[1], row), rows) if result]
    print("\n".join(wrong))
    print(f"{len(rows) - len(wrong)} of {len(rows)} vectors as written")
    return 1 if wrong or len(rows) < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
