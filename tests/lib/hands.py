"""What playing scenarios came to: hands.py results RESULTS | hands.py calls RESULTS API

`results`: whether each came out as it says. `calls`: every public call, and by which scenarios it is made; each has to be made by one.
"""

import json
import re
import sys
from pathlib import Path


def lines(results: Path) -> dict[str, list[dict]]:
    files = sorted(results.glob("*.jsonl"))
    return {file.stem: [json.loads(line) for line in file.read_text().splitlines()] for file in files}


def judged(results: Path) -> bool:
    played = lines(results)
    for name, said in played.items():
        end = said[-1]
        if "core_only" in end:
            print(f"{name}: in the core alone: {end['core_only']}")
        elif end["right"]:
            print(f"{name}: {end['checks']} checks, {len(said) - 1} calls")
        else:
            print(f"{name}: WRONG: {end.get('stopped') or json.dumps(end['differences'], indent=1)}; the books: {end.get('tally')}")
    wrong = [name for name, said in played.items() if not said[-1]["right"]]
    compared = [name for name, said in played.items() if said[-1].get("checks", 0) > 0 or "core_only" in said[-1]]
    return not wrong and len(compared) == len(played) > 0


def surface(api: Path) -> list[tuple[str, str]]:
    """Every call by its name as steps have it, and what its function of a trait is called."""
    calls, owner, is_trait = [], "", False
    for line in api.read_text().splitlines():
        if not line.startswith(" "):
            kind, owner = line.split()[:2]
            is_trait = kind == "trait"
            if kind == "fn":
                name = re.match(r"fn (\w+)", line)[1]
                calls.append((name, ""))
        elif made := re.match(r"    (?:fn|constructor) (\w+)\(", line):
            calls.append((f"{owner}.{made[1]}", made[1] if is_trait else ""))
    return calls


def counted(results: Path, api: Path) -> bool:
    made: dict[str, set[str]] = {}
    for scenario, said in lines(results).items():
        for line in said:
            for name in [line.get("call"), *line.get("functions", [])]:
                made.setdefault(name or "", set()).add(scenario)
    missing = []
    everywhere = len(lines(results))
    calls = surface(api)
    for name, of_trait in calls:
        # Whoever plays a scenario makes these.
        by = {"all"} if name.startswith("ScenarioStage.") else made.get(of_trait or name, set())
        text = "every scenario" if len(by) == everywhere else ", ".join(sorted(by)) if len(by) < 4 else f"{len(by)} scenarios"
        print(f"{name}: {text or 'MISSING'}")
        if not by:
            missing.append(name)
    print(f"{len(calls) - len(missing)} of {len(calls)} calls are made by a scenario")
    if missing:
        print("made by none: " + ", ".join(missing))
    return not missing and len(calls) > 100


if __name__ == "__main__":
    what, results, *api = sys.argv[1], Path(sys.argv[2]), *map(Path, sys.argv[3:])
    sys.exit(0 if (judged(results) if what == "results" else counted(results, *api)) else 1)
