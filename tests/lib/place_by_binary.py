#!/usr/bin/env python3
"""Every case of tests/fixtures/time/device-clocks.json through `diary time place`, by file and by standard input.

place_by_binary.py DIARY
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def main(diary):
    fixture = pathlib.Path(__file__).parent.parent / "fixtures/time/device-clocks.json"
    cases = json.loads(fixture.read_text())["cases"]
    wrong = 0
    for case in cases:
        request = json.dumps(case["request"])
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(request)
            file.flush()
            ways = [([file.name], None), (["-"], request)]
            for arguments, given in ways:
                done = subprocess.run(
                    [diary, "time", "place", *arguments], input=given, capture_output=True, text=True, check=False
                )
                answers = json.loads(done.stdout) if done.returncode == 0 else []
                right = len(answers) == len(case["expect"]) and all(
                    answer.get(field) == value
                    for answer, expected in zip(answers, case["expect"])
                    for field, value in expected.items()
                )
                if not right:
                    wrong += 1
                    print(f"{case['name']} ({case['about']}): {done.stdout}{done.stderr}")
    print(f"{len(cases)} cases, {wrong} wrong")
    return 1 if wrong or len(cases) < 13 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
