"""Runs a program that uses a household and locks it, and counts what of its secrets stands in its writable memory.

    python3 tests/memory/watch.py PROGRAM ROLE CASE

The program stops twice, open and locked. Which bytes are secret is worked out afterwards from the files, by the second reader
in tests/independent: whatever it derives or unwraps on its way. Each secret is looked for in pieces of 16 bytes, raw and as
hexadecimal text, because a heap writes over the beginning of what is freed. Prints one JSON object: for each state and each
secret that is there, how many of its pieces were found how often.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "independent"))
import keys
import pages
import read_media

PIECE = 16
secrets = {}


def note(name, value):
    secrets.setdefault(f"{name} #{sum(known.startswith(name) for known in secrets)}", value)


def noting(function, name_of, secrets_of):
    def noted(*arguments):
        result = function(*arguments)
        for value in secrets_of(arguments, result):
            if value not in secrets.values():
                note(name_of(arguments), value)
        return result

    return noted


def printable(text):
    """The words of a label that stands in front of, or among, other bytes."""
    return re.search(rb"health-diary/[a-z-]+/1( [a-z ]+)?", text)[0].decode()


def memory(pid):
    spans = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as whole:
        for line in maps:
            place, rights, *rest = line.split()
            if rights.startswith("rw") and rest[-1] != "[vvar]":
                start, end = (int(edge, 16) for edge in place.split("-"))
                whole.seek(start)
                span = whole.read(end - start)
                # Most of it is empty.
                pages = (span[at : at + 4096] for at in range(0, len(span), 4096))
                spans.append(b"".join(page if any(page) else b"\0" for page in pages))
    return b"\0".join(spans)


def look(*program):
    """Its memory in both states."""
    child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    seen = {}
    for state in ("open", "locked"):
        assert child.stdout.readline().decode().strip() == state, f"it did not come to: {state}"
        seen[state] = memory(child.pid)
        child.stdin.write(b"\n")
        child.stdin.flush()
    assert child.wait() == 0
    return seen


def collect(case):
    folder, kept = case / "home", case / "secrets"
    given = {file.name: file.read_bytes() for file in kept.iterdir()}
    keys.derive = noting(keys.derive, lambda a: "derived: " + printable(a[2]), lambda a, result: [result])
    keys.unwrap = noting(keys.unwrap, lambda a: "unwrapped: " + printable(a[2]), lambda a, result: [a[0], result])
    hashlib.pbkdf2_hmac = noting(hashlib.pbkdf2_hmac, lambda _: "key of a database's tags", lambda _, result: [result])
    opened = keys.Keys(folder, given["passphrase"], own=[given["own"]])
    codes = [keys.recovery_symbols(given[name].decode()) for name in ("code", "own_code")]
    keys.Keys(folder, None, codes[0], own=[given["own"]])
    note("backup key", opened.backup["key"])
    for file in opened.files:
        note(f"file key: {file['purpose']}", file["key"])
        if file["purpose"] == "diary":
            for key in read_media.media_keys(pages.open_database(folder / file["path"], file["key"], "diary")).values():
                note("media key", key)
    installation = json.loads(given["installation"])
    seed = bytes.fromhex(installation["writer_seed"])
    note("writer seed", seed)
    note("writer seed, expanded", hashlib.sha512(seed).digest())
    note("receive key", bytes.fromhex(installation["receive_key"]))
    for name, symbols in zip(("code", "own_code"), codes):
        note(name, symbols)
        note(f"{name} with dashes", given[name])
    for name in ("passphrase", "own", "note", "caption"):
        note(name, given[name])
    note("recording", given["recording"][:64])


def pieces(value):
    for spelling in (value, value.hex().encode(), value.hex().upper().encode()):
        for at in range(0, len(spelling) - PIECE + 1, 8):
            yield spelling[at : at + PIECE]


def count(whole):
    found = {}
    for name, value in secrets.items():
        times = sum(whole.count(piece) for piece in set(pieces(value)))
        if times:
            found[name] = times
    return found


seen = look(*sys.argv[1:])
collect(pathlib.Path(sys.argv[3]))
print(json.dumps({"secrets": sorted(secrets)} | {state: count(whole) for state, whole in seen.items()}))
