#!/usr/bin/env python3
"""Writes the seeds of fuzz targets: tests/lib/fuzz_seeds.py FOLDER BINARY TARGET...

Nothing generated is kept in the repository. The seeds of health-gatt are its vectors, which are, and they are the best
ones; the order of the names is that of `BINARY decode --list`. The seeds of the moments are texts that lie near to
where something can go wrong: a change of the clocks, an end of the calendar, a place that kept the time to the second.
"""

import json
import pathlib
import subprocess
import sys

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "gatt"

ZONES = [
    "Europe/London", "Europe/Dublin", "Africa/Casablanca", "Africa/Monrovia", "America/Sao_Paulo", "America/New_York",
    "America/Caracas", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kathmandu", "Asia/Pyongyang", "Pacific/Apia",
    "Pacific/Kwajalein", "Etc/UTC", "Etc/GMT+5", "europe/london", "Moon/Tycho",
]
TIMES = [
    "2026-03-29T01:30:00", "2026-10-25T01:30", "2026-10-25 01:30:00.250", "2006-04-02T02:30", "1971-06-01T12:00:00",
    "2011-12-30T12:00", "1993-08-21T12:00:00", "0001-01-02T00:00:00", "9999-12-30T23:59:59.999", "2024-02-29T24:00:00",
    "2026-12-31T23:59:60",
]
OFFSETS = ["", "Z", "-00:00", "+00:00", "+01:00", "-03:00", "+10:30", "-00:44:30", "-00:45", "+23:59", "+24:00"]
SUFFIXES = ["", "[+01:00]", "[!Europe/London]", "[u-ca=iso8601]", "[!u-ca=hebrew]"]


def gatt(folder: pathlib.Path, binary: str) -> None:
    listed = subprocess.run([binary, "decode", "--list", "--json"], check=True, capture_output=True).stdout
    names = [row["code"] for row in json.loads(listed)["names"]]
    for target in ("values", "control", "streams", "text"):
        (folder / target).mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(VECTORS.glob("*.json")):
        for row in json.loads(path.read_text()):
            data = bytes.fromhex(row["hex"].replace(" ", ""))
            # 256 names and more would need a second selector byte; until then one is enough.
            selector = names.index(row["what"])
            (folder / "values" / row["id"]).write_bytes(bytes([selector, int("quirks" in row)]) + data)
            for kind in range(6):
                (folder / "control" / f"{row['id']}-{kind}").write_bytes(bytes([kind]) + data)
            for parser in range(9):
                (folder / "streams" / f"{row['id']}-{parser}").write_bytes(bytes([parser, 3]) + data * 2)
            for field in row.get("expect", {}).get("fields", []):
                (folder / "text" / f"{row['id']}-{count}").write_text(field["value"])
                count += 1


def moments(folder: pathlib.Path) -> None:
    own = folder / "moments"
    own.mkdir(parents=True, exist_ok=True)
    ends = SUFFIXES + [f"[{zone}]" for zone in ZONES]
    texts = [time + offset + end for time in TIMES for offset in OFFSETS for end in ends]
    whole = "2026-10-24T12:00:00+01:00[Europe/London]/2026-10-25T12:00:00+00:00[Europe/London]"
    for number, text in enumerate([*texts, whole, "2026-10-25", "2026-10-25T01:30/2026-10-25T02:30"]):
        (own / str(number)).write_text(text)


def main() -> int:
    folder, binary, targets = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if set(targets) - {"moments"}:
        gatt(folder, binary)
    if "moments" in targets:
        moments(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
