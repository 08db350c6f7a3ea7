#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets from the vectors: tests/lib/fuzz_seeds.py FOLDER

Nothing generated is kept in the repository; the vectors are, and they are the best seeds. The order of the names is that of
`diary decode --list`, which the first argument after the folder gives as a file.
"""

import json
import pathlib
import sys


def main() -> int:
    folder = pathlib.Path(sys.argv[1])
    names = [row["code"] for row in json.loads(pathlib.Path(sys.argv[2]).read_text())["names"]]
    fixtures = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "gatt"
    for target in ("values", "control", "streams", "text"):
        (folder / target).mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(fixtures.glob("*.json")):
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
