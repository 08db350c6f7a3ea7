#!/usr/bin/env python3
"""Reads a backup from the description in core/docs/format.md alone, sharing no code with the core.

Opens the newest whole backup in a folder, checks every piece, chain and signature of it, and prints one JSON object: people
with their entries, the heads of every chain, what waits in the inbox, media files, and what is lost by writer and numbers. Exit
code 0 when all is as it was written, 3 for a wrong secret, 4 for damage (the object names it), 5 for a later version. Needs
what read_household.py needs.

    python3 tests/independent/read_backup.py --recovery-file code.txt /media/card/diary
"""

import argparse
import pathlib
import re
import sqlite3
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import journal
import projections
from command import ask_for_secrets, ended, secrets
from keys import Keys, Newer, checked
from primitives import Damaged, cbor, derive, hchacha20, hmac256, parts, require, sha256

CHUNK, TAG = 65536, 16


def number(value):
    return value.to_bytes(8, "big")


def newest_keys(folder):
    """The whole key file with the highest number that is also its generation."""
    found, notices, newer = [], [], False
    for path in folder.iterdir():
        named = re.fullmatch(r"keys\.(\d+)(\.copy)?\.json", path.name)
        if not named:
            continue
        try:
            text = path.read_bytes()
            record = checked(text, "health-diary/keys", 3)
            require(record["generation"] == int(named[1]), "generation of a key file")
            found.append((record["generation"], named[2] is None, record, text))
        except (Damaged, ValueError, KeyError) as error:
            notices.append(f"{path.name}: {error}")
        except Newer:
            newer = True
    if newer and not found:
        raise Newer
    require(found, "every key file")
    *_, record, text = max(found, key=lambda one: one[:2])
    return record, text, notices


def open_stream(key, associated, sealed):
    """XChaCha20-Poly1305 in chunks; nonce: 19 zero bytes, the number, whether it is the last."""
    chunks = [sealed[at : at + CHUNK + TAG] for at in range(0, len(sealed), CHUNK + TAG)]
    require(chunks, "an empty piece")
    inner = ChaCha20Poly1305(hchacha20(key, bytes(16)))
    plain = b""
    for at, chunk in enumerate(chunks):
        nonce = bytes(7) + at.to_bytes(4, "big") + bytes([at == len(chunks) - 1])
        plain += inner.decrypt(nonce, chunk, associated)
    return plain


def content_of(plain):
    length = int.from_bytes(plain[:8], "big")
    require(len(plain) >= 8 + length and not any(plain[8 + length :]), "filling of a piece")
    step = max(256, (1 << (8 + length - 1).bit_length()) // 128)
    require(len(plain) == -(-(8 + length) // step) * step, "size of a piece")
    return plain[8 : 8 + length]


def versioned(content):
    value = cbor(content)
    if value[0] > 1:
        raise Newer
    return value[1:]


class Backup:
    """A line of backups: the household's, or with `own` that of a file whose own lock is open."""

    def __init__(self, folder, keys, own=None):
        require(keys.backup is not None, "the key file names no backup")
        self.folder, self.household, self.keys, self.own = folder, keys.household, keys, own
        self.id, key, self.ending = keys.backup["id"], keys.backup["key"], ".sealed"
        if own:
            self.id, self.ending = own, f".{own.hex()}.sealed"
            key = derive(keys.locks[own], own, b"health-diary/own-backup/1")
        self.names = derive(key, self.id, b"health-diary/backup/1 names")
        self.contents = derive(key, self.id, b"health-diary/backup/1 contents")
        self.lost = []
        self.number, self.manifest = self.newest()

    def newest(self):
        numbers = filter(None, map(self.manifest_number, self.folder.iterdir()))
        for found in sorted(numbers, reverse=True):
            try:
                return found, self.open_manifest(found)
            except (Damaged, InvalidTag):
                self.lost.append({"what": "list", "backup": found})
        raise Damaged("there is no whole backup")

    def manifest_name(self, found):
        tag = hmac256(self.names, b"manifest tag" + number(found))[:8]
        mask = hmac256(self.names, b"manifest number" + tag)[:8]
        masked = bytes(one ^ other for one, other in zip(number(found), mask))
        return (tag + masked).hex() + self.ending

    def manifest_number(self, path):
        if not re.fullmatch(r"[0-9a-f]{32}" + re.escape(self.ending), path.name):
            return None
        raw = bytes.fromhex(path.name[:32])
        mask = hmac256(self.names, b"manifest number" + raw[:8])[:8]
        found = int.from_bytes(bytes(one ^ other for one, other in zip(raw[8:], mask)), "big")
        return found if self.manifest_name(found) == path.name else None

    def open_manifest(self, found):
        sealed = (self.folder / self.manifest_name(found)).read_bytes()
        key = derive(self.contents, sealed[:32], b"health-diary/backup-manifest/1")
        associated = parts(b"health-diary/backup-manifest/1", self.household, self.id, number(found))
        manifest = versioned(content_of(open_stream(key, associated, sealed[32:])))
        require(manifest[:3] == [self.household, self.id, found], "ids of a manifest")
        return manifest

    def piece(self, kind, file, range, reference):
        """The content of a piece, by its reference."""
        hash, size = reference
        associated = parts(b"health-diary/backup-piece/1", self.household, self.id, kind, file, range)
        id = hmac256(self.names, associated + hash)
        path = self.folder / (id[:16].hex() + self.ending)
        require(path.is_file(), "a piece is missing")
        sealed = path.read_bytes()
        require(len(sealed) == size, "size of a piece")
        plain = open_stream(derive(self.contents, id, b"health-diary/backup-piece/1"), associated, sealed)
        require(sha256(plain) == hash, "hash of a piece")
        return content_of(plain)

    def listed(self, kind, file, reference):
        return versioned(self.piece(kind, file, b"", reference))[0] if reference else []

    def check_keys(self):
        generation, hash = self.manifest[5]
        for name in (f"keys.{generation}.json", f"keys.{generation}.copy.json"):
            path = self.folder / name
            if not path.is_file() or sha256(path.read_bytes()) != hash:
                self.lost.append({"what": "key-file", "piece": name})

    def file(self, entry):
        """Facts, kept tables and a database with the journal of one file; None where something of it is lost."""
        file, (purpose, of), _, chains, order, state, settled, fresh, media = (entry + [None] * 9)[:9]
        name = ("household", "inbox", "diary", "sealed")[purpose] + (f" {of[0].hex()}" if of else "")
        before = len(self.lost)
        try:
            facts, tables = versioned(self.piece(b"state", file, b"", state))
        except (Damaged, InvalidTag):
            tables = []
            self.lost.append({"what": "state", "file": name})
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE writers (id, public_key, number, hash, signature)")
        database.execute(
            "CREATE TABLE operations (seq, id, writer, number, frame, header, body, reason, raw)"
        )
        database.executemany("INSERT INTO writers VALUES (?, ?, ?, ?, ?)", chains)
        for table, columns, rows, *_ in tables:
            if table in ("forks", "emptied", "awaited"):
                database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                values = [[cell[1][0] if cell[0] else None for cell in row] for row in rows]
                database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", values)
        segments = list(fresh)
        try:
            segments += self.listed(b"segments", file, settled)
        except (Damaged, InvalidTag):
            for row, public, head, *_ in chains:
                to = min([one[1] - 1 for one in fresh if one[0] == row], default=head)
                self.lost.append(self.lost_operations(name, public, 1, to))
        publics = {chain[0]: chain[1] for chain in chains}
        for row, first, last, held, _, _, reference in segments:
            range = sha256(publics[row]) + number(first) + number(last)
            try:
                operations = versioned(self.piece(b"segment", file, range, reference))[0]
            except (Damaged, InvalidTag):
                self.lost.append(self.lost_operations(name, publics[row], first, last))
                continue
            found = 0
            for operation in operations:
                seq, frame, *stored = (operation + [None] * 6)[:6]
                id, framed = cbor(frame)[1], cbor(frame)[3]
                require(first <= framed <= last, "an operation outside its segment")
                found += sum(part is not None for part in stored)
                database.execute(
                    "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (seq, id, row, framed, frame, *stored)
                )
            # Of a fork, each operation beyond the first of its number counts too.
            require(found + len(operations) - (last - first + 1) == held, "parts of a segment")
        files = {}
        try:
            for id, size, pieces in self.listed(b"media", file, media):
                try:
                    files[id.hex()] = self.media_file(file, id, size, pieces)
                except (Damaged, InvalidTag):
                    self.lost.append({"what": "media", "file": name, "media": id.hex()})
        except (Damaged, InvalidTag):
            self.lost.append({"what": "media-list", "file": name})
        whole = len(self.lost) == before
        return name, of, (dict(facts), tables, database) if whole else None, files

    def lost_operations(self, name, public, first, last):
        return {"what": "operations", "file": name, "writer": sha256(public).hex(), "from": first, "to": last}

    def media_file(self, file, id, size, pieces):
        content = b"".join(
            self.piece(b"piece", file, id + at.to_bytes(4, "big"), piece) for at, piece in enumerate(pieces)
        )
        require(len(content) == size, "size of a media file")
        return sha256(content).hex()

    def read(self):
        self.check_keys()
        only = self.manifest[4]
        report = {"backup": self.number, "only": only.hex() if only else None, "people": [], "heads": {}, "media": {}, "waiting": None}
        names, diaries = {}, []
        lines = [Backup(self.folder, self.keys, file) for file, _ in self.manifest[8] if self.keys.locks.get(file)]
        for line, entry in [(line, entry) for line in [self] + lines for entry in line.manifest[6]]:
            name, of, found, media = line.file(entry)
            report["media"] |= media
            if found is None:
                continue
            facts, tables, database = found
            if name == "inbox":
                rows = {table[0]: table[2] for table in tables}
                report["waiting"] = len(rows["records"])
                continue
            require(facts["file"] == entry[0], "facts of a file")
            erasing = projections.ERASED if of else projections.REMOVED
            operations, heads = journal.verified(database, entry[0], erasing)
            report["heads"][name] = heads
            if of and not name.startswith("sealed"):
                diaries.append((of[0], operations))
            elif not of:
                names = projections.household(None, operations)
        for person, operations in diaries:
            entries = []
            own = projections.own_kinds(operations)
            for made, versions, media, retracted, objections, series in projections.diary(None, operations):
                latest, content, _ = versions[0]
                entry = {"id": made.id.hex(), "at_ms": content.moment.sort_ms} | content.shown(own)
                entry |= {"retracted": retracted, "objections": objections}
                entry["series"] = sorted(series, key=lambda one: one["offset_ms"])
                entries.append(entry | {"reason": latest.reason, "versions": len(versions), "attached": len(media)})
            report["people"].append({"id": person.hex(), "name": names.get(person), "entries": entries})
        order = list(names)
        report["people"].sort(key=lambda one: order.index(bytes.fromhex(one["id"])) if names else 0)
        report["lost"] = [lost for line in [self] + lines for lost in line.lost]
        return report


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask_for_secrets(about)
    about.add_argument("folder", type=pathlib.Path)
    given = about.parse_args()
    return ended(lambda: Backup(given.folder, Keys(given.folder, *secrets(given), load=newest_keys)).read())


if __name__ == "__main__":
    sys.exit(main())
