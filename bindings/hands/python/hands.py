"""Plays scenarios by calls of the library: hands.py SCENARIOS RESULTS SCRATCH

Plays every file of a folder, each in a folder of its own in SCRATCH, and writes what came of it. `dispatch.py`, made by
`bindgen dispatch python`, and the generated module lie where Python finds them.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from basics import Hands
from diary_ffi import ScenarioStage
from dispatch import CALLS, failure


def answered(command: dict[str, Any], hands: Hands) -> dict[str, Any]:
    if "drop" in command:
        for name in command["drop"]:
            del hands.objects[name]
        return {"gave": None}
    if "told" in command:
        return {"gave": hands.told(command["told"], command["at_least"])}
    hands.named = command["as"]
    try:
        return {"gave": CALLS[command["call"]](hands.objects.get(command["on"]), command["with"], hands)}
    except Exception as error:
        return {"failed": failure(error)}


def play(file: Path, folder: Path) -> str:
    stage = ScenarioStage(file.name, file.read_text(), str(folder))
    hands, answer = Hands(stage), None
    while (command := stage.next(answer)) is not None:
        answer = json.dumps(answered(json.loads(command), hands))
    return stage.result() or ""


def main(scenarios: Path, results: Path, scratch: Path) -> None:
    for file in sorted(scenarios.glob("*.json")):
        (results / f"{file.stem}.jsonl").write_text(play(file, scratch / file.stem))
        shutil.rmtree(scratch / file.stem, ignore_errors=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
