#!/usr/bin/env python3
"""Runs `diary demo --json` as a newcomer would, in an empty home, and holds its summary against the promises.

Usage: demo_check.py PATH_TO_DIARY
Exit code 0 if every line says ok.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

LIMIT_S = 10.0
COUNTS = ("sent", "stored", "doubled", "lost", "plaintext_hits")


def whole(value):
    """A count: an int that is not a bool (`true == 1` in Python)."""
    return isinstance(value, int) and not isinstance(value, bool)


def promises(out):
    """Yields (what is promised, whether it holds, what was seen)."""
    for name in COUNTS:
        yield f"{name} is a count", whole(out.get(name)), out.get(name)
    sent, stored = out.get("sent"), out.get("stored")
    yield "the devices sent something", whole(sent) and sent > 0, sent
    yield "stored what was sent", whole(sent) and sent == stored, f"sent {sent}, stored {stored}"
    for name, promise in (
        ("doubled", "no record is doubled"),
        ("lost", "no record is lost"),
        ("plaintext_hits", "nothing on disk is readable"),
    ):
        yield promise, whole(out.get(name)) and out[name] == 0, out.get(name)
    yield "the chain verifies", out.get("chain_ok") is True, out.get("chain_ok")
    yield "there are days", bool(out.get("days")), out.get("days")


def run(binary):
    with tempfile.TemporaryDirectory(prefix="diary-demo-") as home:
        env = {"PATH": os.environ.get("PATH", ""), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
        began = time.monotonic()
        try:
            done = subprocess.run(
                [os.path.abspath(binary), "demo", "--json"],
                cwd=home,
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except subprocess.TimeoutExpired:
            yield "ends by itself", False, "still running after 120 s"
            return
        took = time.monotonic() - began
    yield "exit code 0", done.returncode == 0, f"{done.returncode} {done.stderr[-2000:].strip()}"
    yield f"takes less than {LIMIT_S:.0f} s", took < LIMIT_S, f"{took:.2f} s"
    try:
        out = json.loads(done.stdout)
    except json.JSONDecodeError as err:
        yield "prints one JSON object", False, f"{err}; standard output starts {done.stdout[:300]!r}"
        return
    yield "prints one JSON object", isinstance(out, dict), type(out).__name__
    if isinstance(out, dict):
        yield from promises(out)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    good = True
    for promise, holds, seen in run(sys.argv[1]):
        good &= holds
        print(f"{'ok    ' if holds else 'FAILED'} {promise}: {seen}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
