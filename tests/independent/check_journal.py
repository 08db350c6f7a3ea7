#!/usr/bin/env python3
"""Checks an exported journal of diaries: core/docs/exchange.md, "An exported journal".

Written from that page; it needs no secret, and shares no code with the core. Prints what it found as JSON. Exit code 0 if every
chain is sound, 4 with the first operation that is not.
"""

import argparse
import base64
import binascii
import json
import pathlib
import sys

from command import ended
from journal import PARTS, commitment, signed
from primitives import Damaged, cbor, require, sha256


def lines(file):
    for text in file.read_text().splitlines():
        try:
            yield json.loads(text)
        except ValueError as error:
            raise Damaged("a line is no JSON") from error


def chains(file):
    """Each journal of the file: its first line, and its operations."""
    begun, operations = None, []
    for line in lines(file):
        if "format" in line:
            require(begun is None, "a journal ends too early")
            require((line["format"], line["version"]) == ("health-diary/journal", 1), "another format")
            begun = line
        elif "operations" in line:
            require(begun is not None and line["operations"] == len(operations), "operations are missing")
            yield begun, operations
            begun, operations = None, []
        else:
            require(begun is not None, "an operation without a journal")
            operations.append(line)
    require(begun is None, "a journal ends too early")


def check(begun, operations):
    file = bytes.fromhex(begun["file"])
    heads = [(bytes.fromhex(head["public_key"]), head) for head in begun["heads"]]
    names = {sha256(public) for public, _ in heads}
    known = {name: {0: {bytes(32)}} for name in names}
    continued, empty, named, entries, erased = set(), set(), set(), set(), 0
    for place, one in enumerate(operations, 1):
        frame, *parts = (unpacked(one[name], place) for name in ("frame", "header", "body", "reason", "raw"))
        try:
            version, id, writer, number, previous, commitments = cbor(frame)[:6]
        except (Damaged, ValueError, TypeError, IndexError) as error:
            raise Damaged(f"operation {place} of the file: its frame cannot be read") from error
        about = f"operation {number} of writer {bytes(writer).hex()[:16]}" if isinstance(writer, bytes) else f"operation {place}"
        require(version == 1 and writer in names, f"{about}: its frame is none of this journal")
        require(previous in known[writer].get(number - 1, ()), f"{about}: it continues nothing")
        found = [[tag, commitment(tag, part)] for tag, part in zip(PARTS, parts) if part is not None]
        require(not found or found == commitments, f"{about}: a part was altered")
        known[writer].setdefault(number, set()).add(sha256(b"health-diary/frame/1", frame))
        continued.add((writer, number - 1, previous))
        if not found:
            empty.add(id)
            erased += 1
        elif cbor(parts[0][32:])[:2] == [5, 1]:
            operations_named = cbor(parts[1][32:])[0]
            named.update(operations_named)
            entries.update(operations_named[:1])
    ends = {
        (writer, number, hash) for writer, numbers in known.items() for number, found in numbers.items() for hash in found
    } - continued
    for public, head in heads:
        name, number, hash = sha256(public), head["number"], bytes.fromhex(head["hash"])
        about = f"writer {name.hex()[:16]}"
        require((name, number, hash) in ends, f"{about}: the chain does not end at its head, operation {number}")
        require(signed(public, file, number, hash, bytes.fromhex(head["signature"])), f"{about}: signature of its head")
        ends.discard((name, number, hash))
    require(not ends, "a chain has an end without a head")
    notes = {bytes.fromhex(note["operation"]): bytes.fromhex(note["entry"]) for note in begun["emptied"]}
    explained = named | {id for id, entry in notes.items() if entry in entries}
    require(empty <= explained, "an operation has lost what it said, and no erasure explains it")
    return {
        "file": begun["file"],
        "person": begun["person"],
        "operations": len(operations),
        "erased": erased,
        "heads": [{"writer": sha256(public).hex(), "number": head["number"], "hash": head["hash"]} for public, head in heads],
    }


def unpacked(text, place):
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Damaged(f"operation {place} of the file: a part is no base64") from error


def main():
    about = argparse.ArgumentParser(description=__doc__)
    about.add_argument("journal", type=pathlib.Path)
    given = about.parse_args()
    return ended(lambda: {"journals": [check(*one) for one in chains(given.journal)]})


if __name__ == "__main__":
    sys.exit(main())
