#!/usr/bin/env python3
"""Reads a household from the description in core/docs/format.md alone, sharing no code with the core.

Checks every page, chain, signature, table and sealed record, and prints one JSON object: people with their entries, the
heads of every chain, how many records wait in the inbox. Writes nothing. Exit code 0 when all is as it was written, 3 for
a wrong secret, 4 for damage, 5 for a key file from a later version. Needs Python 3.11 and `cryptography` 44 or later (for Argon2id).

    python3 tests/independent/read_household.py --passphrase-file secret.txt ~/diary
"""

import argparse
import pathlib
import sys

import journal
import projections
import stream
from command import ask_for_secrets, ended, secrets
from keys import Keys
from pages import open_database
from read_media import media_keys, read as read_media
from primitives import cbor, fields, hmac256, hpke_open, parts, require

PRESSURE, SPOT_CHECK = (bytes.fromhex(f"0000{short}00001000800000805f9b34fb") for short in ("2a35", "2a5e"))


def read(folder, keys):
    files = {file["purpose"]: file for file in keys.files if not file["person"]}
    household = open_database(folder / files["household"]["path"], files["household"]["key"], "household")
    facts = journal.facts(household)
    require(facts["file"] == files["household"]["id"] and facts["household"] == keys.household, "facts of the household")
    operations, heads = journal.verified(household, files["household"]["id"], projections.REMOVED)
    report = {"household": keys.household.hex(), "notices": keys.notices, "people": [], "sealed": [], "locked": keys.locked, "heads": {"household": heads}}
    names = projections.household(household, operations)
    for file in keys.files:
        # A diary whose person no operation added is what a kill left: empty.
        if file["key"] is not None and file["purpose"] in ("diary", "sealed") and file["person"] in names:
            entries, heads = read_diary(folder, file, household)
            person = {"id": file["person"].hex(), "name": names[file["person"]], "entries": entries}
            report["people" if file["purpose"] == "diary" else "sealed"].append(person)
            report["heads"][f"{file['purpose']} {person['id']}"] = heads
    order = list(names)
    report["people"].sort(key=lambda person: order.index(bytes.fromhex(person["id"])))
    report["waiting"] = read_inbox(folder, files["inbox"], keys, household)
    report["shared"] = [operation.body[0] for operation in operations if operation.kind == (7, 1)]
    return report


def read_diary(folder, file, household):
    database = open_database(folder / file["path"], file["key"], "diary")
    facts = journal.facts(database)
    require(facts["file"] == file["id"] and facts["person"] == file["person"], "facts of a diary")
    operations, heads = journal.verified(database, file["id"], projections.ERASED)
    anchors = household.execute("SELECT writer, number, hash FROM anchors WHERE file = ?", (file["id"],))
    for writer, number, hash in anchors:
        require(hash == hash_at(database, writer, number), "a diary is older than when it was closed")
    entries = []
    keys = media_keys(database)
    own = projections.own_kinds(operations)
    for made, versions, media, retracted, objections, series in projections.diary(database, operations):
        latest, content, _ = versions[0]
        entry = {"id": made.id.hex(), "at_ms": content.moment.sort_ms} | content.shown(own)
        entry |= {"retracted": retracted, "objections": objections}
        entry["series"] = sorted(series, key=lambda one: one["offset_ms"])
        entry |= {"reason": latest.reason, "versions": len(versions)}
        entry["media"] = [attached(folder / file["path"], keys, fields(one.body, 8)) for one in media]
        if made.raw is not None:
            record, _, description = fields(cbor(made.raw), 3)
            identity = record_identity(facts["identity-key"], cbor(record), description, content.source[1][0][0])
            require(identity == made.body[1], "identity of a received entry")
            if cbor(record)[3][0] == stream.SEGMENT and len(versions) == 1:
                stream.check(cbor(record), content)
        entries.append(entry)
    return entries, heads


def attached(diary, keys, body):
    """A media file of an entry: every byte is read and compared with what its operation says."""
    media, _, kind, length, hash, taken_out, caption, name = body
    path = diary.with_name("media") / f"{media.hex()}.media"
    require(path.exists(), "a media file is missing")
    found = read_media(path, keys)
    require((found["length"], found["sha256"]) == (length, hash.hex()), "a media file is another than its entry's")
    return {"id": media.hex(), "kind": kind, "length": length, "sha256": hash.hex(), "taken_out": taken_out} | {
        "caption": caption,
        "name": name,
    }


def hash_at(database, writer, number):
    for row, public in database.execute("SELECT id, public_key FROM writers").fetchall():
        if journal.sha256(public) == writer:
            at = "SELECT frame FROM operations WHERE writer = ? AND number = ?"
            frame = database.execute(at, (row, number)).fetchone()
            return frame and journal.sha256(b"health-diary/frame/1", frame[0])
    return None


def record_identity(key, item, description, device):
    """The identity of an item, by core/docs/format.md, "Identities of records"."""
    _, session, arrival, what, uuid, data, _ = item[:7]
    known = description[0].encode() if description[0] != "unknown" else device
    bit = {PRESSURE: 2, SPOT_CHECK: 1}.get(uuid, 0)
    # Seven zeros are a clock that nobody ever set: no stamp.
    place = 7 if bit == 2 else 5
    shown = data[place:place + 7]
    stamped = what[0] == 0 and data[:1] and data[0] & bit and (len(shown) < 7 or any(shown))
    rest = b"" if stamped else session + arrival.to_bytes(4, "big")
    return hmac256(key, b"health-diary/identity/1" + known + b"\0" + uuid + data + rest)[:16]


def read_inbox(folder, file, keys, household):
    database = open_database(folder / file["path"], file["key"], "inbox")
    facts = journal.facts(database)
    require(facts["household"] == keys.household, "facts of the inbox")
    for id, public in database.execute("SELECT id, public FROM recipients"):
        require(id in keys.sealing and keys.sealing[id][0] == public, "a public key that is not the household's")
    last = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'records'").fetchone() or (0,)
    numbers = set()
    for first, to in household.execute("SELECT first, last FROM drained"):
        numbers.update(range(first, to + 1))
    descriptions = {device: cbor(profile) for device, profile in database.execute("SELECT device, profile FROM devices")}
    waiting = database.execute("SELECT seq, device, recipient, fingerprint, sealed FROM records").fetchall()
    for seq, device, recipient, fingerprint, sealed in waiting:
        numbers.add(seq)
        if keys.sealing[recipient][1] is None:
            # Sealed to somebody whose own lock is shut.
            continue
        item = open_record(keys, recipient, seq, sealed)
        version, _, _, what, _, data, _ = cbor(item)[:7]
        require(version == (2 if what[0] >= stream.SEGMENT else 1), "version of an item")
        if what[0] == stream.SEGMENT:
            stream.values(data)
        known = record_identity(facts["fingerprint-key"], cbor(item), descriptions[device], device)
        require(known == fingerprint, "fingerprint of a record")
    require(numbers >= set(range(1, last[0] + 1)), "a record is missing from the inbox")
    return len(waiting)


def open_record(keys, recipient, seq, sealed):
    label = b"health-diary/sealed/1"
    aad = parts(label, keys.household, recipient, seq.to_bytes(8, "big"))
    padded = hpke_open(keys.sealing[recipient][1], label, aad, sealed)
    length = int.from_bytes(padded[:4], "big")
    record, filling = padded[4 : 4 + length], padded[4 + length :]
    require(len(padded) == -(-(4 + length) // 256) * 256 and not any(filling), "filling of a record")
    return record


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask_for_secrets(about)
    about.add_argument("folder", type=pathlib.Path)
    given = about.parse_args()
    return ended(lambda: read(given.folder, Keys(given.folder, *secrets(given))))


if __name__ == "__main__":
    sys.exit(main())
