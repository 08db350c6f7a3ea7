"""Chains of operations: core/docs/format.md, "The journal" and "Verifying a household"."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from primitives import cbor, require, sha256

PARTS = (1, 2, 3, 4)  # header, body, reason, raw


@dataclass
class Operation:
    """One operation with its parts opened; a part that is not there is None."""

    seq: int
    id: bytes
    writer: bytes
    header: list
    body: list
    reason: str
    raw: bytes

    @property
    def kind(self):
        """Kind and version; nothing of either once it was erased."""
        return tuple(self.header[:2]) if self.header else (None, None)

    @property
    def order(self):
        return tuple(self.header[2])


def verified(database, file, erasing=None):
    """Every operation in order of arrival, and the head of every chain; raises at the first thing that does not fit."""
    operations, heads = [], []
    united = {row[0] for row in database.execute("SELECT name FROM sqlite_schema")} >= {"forks", "emptied", "awaited"}
    writers = database.execute("SELECT id, public_key, number, hash, signature FROM writers ORDER BY id").fetchall()
    for row, public, number, hash, signature in writers:
        chain, ends = walk(database, row, sha256(public))
        heads_of = [(number, hash, signature)] + branches(database, row, united)
        require(ends == {(number, hash) for number, hash, _ in heads_of}, "the chain does not end at its heads")
        for end, end_hash, end_signature in heads_of:
            require(signed(public, file, end, end_hash, end_signature), "signature of a head")
        operations += chain
        heads.append({"writer": sha256(public).hex(), "number": number, "hash": hash.hex()})
    count = database.execute("SELECT count(*) FROM operations").fetchone()[0]
    require(count == len(operations), "an operation of no writer")
    empty = {one.id for one in operations if one.header is None}
    named = {id for one in operations if one.kind[0] == erasing and one.header for id in one.body[0]}
    entries = {one.body[0][0] for one in operations if one.kind[0] == erasing and one.header}
    notes, awaited = (emptied(database), {row[0] for row in database.execute("SELECT * FROM awaited")}) if united else ({}, set())
    explained = {id for id, (entry, _) in notes.items() if entry in entries}
    require(empty <= named | explained, "an operation has lost what it said, and no erasure names it")
    require(set(notes) <= empty, "an operation says something that was emptied with its entry")
    require(named <= empty | awaited, "an erasure names what is not erased")
    return sorted(operations, key=lambda one: one.seq), sorted(heads, key=lambda head: head["writer"])


def signed(public, file, number, hash, signature):
    message = b"health-diary/head/1" + file + number.to_bytes(8, "big") + hash
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def branches(database, writer, united):
    """The ends of a writer's other branches, where two of its operations have one number."""
    if not united:
        return []
    return database.execute("SELECT number, hash, signature FROM forks WHERE writer = ?", (writer,)).fetchall()


def emptied(database):
    """Operations that are empty because their entry is: which entry, and the media file that they added."""
    return {id: (entry, media) for id, entry, media in database.execute("SELECT * FROM emptied")}


def walk(database, writer, name):
    """A writer's operations, and the (number, hash) of those that none continues: one, where nothing forked."""
    chain, hashes, continued = [], {0: {bytes(32)}}, set()
    rows = database.execute(
        "SELECT seq, number, id, frame, header, body, reason, raw FROM operations WHERE writer = ? ORDER BY number, seq",
        (writer,),
    )
    for seq, number, id, frame, *stored in rows:
        require(number in (max(hashes), max(hashes) + 1) and number > 0, f"operation {max(hashes) + 1} is missing")
        version, framed_id, framed_writer, framed_number, before, commitments = cbor(frame)[:6]
        require((version, framed_id, framed_writer, framed_number) == (1, id, name, number), f"frame {number}")
        require(before in hashes[number - 1], f"operation {number} does not continue the one before")
        found = [[tag, commitment(tag, part)] for tag, part in zip(PARTS, stored) if part is not None]
        require(not found or found == commitments, f"a part of operation {number}")
        hashes.setdefault(number, set()).add(sha256(b"health-diary/frame/1", frame))
        continued.add((number - 1, before))
        header, body, reason, raw = (part and part[32:] for part in stored)
        chain.append(
            Operation(seq, id, name, header and cbor(header), body and cbor(body), reason and reason.decode(), raw)
        )
    ends = {(number, hash) for number, found in hashes.items() for hash in found} - continued
    return chain, ends


def commitment(tag, part):
    salt, content = part[:32], part[32:]
    return sha256(b"health-diary/part/1", salt, bytes([tag]), len(content).to_bytes(8, "big"), content)


def facts(database):
    return dict(database.execute("SELECT name, value FROM facts"))
