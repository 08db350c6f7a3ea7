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
    writers = database.execute("SELECT id, public_key, number, hash, signature FROM writers ORDER BY id").fetchall()
    for row, public, number, hash, signature in writers:
        chain, last = walk(database, row, sha256(public))
        require((len(chain), last) == (number, hash), "the chain does not end at its head")
        message = b"health-diary/head/1" + file + number.to_bytes(8, "big") + hash
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            require(False, "signature of a head")
        operations += chain
        heads.append({"writer": sha256(public).hex(), "number": number, "hash": hash.hex()})
    count = database.execute("SELECT count(*) FROM operations").fetchone()[0]
    require(count == len(operations), "an operation of no writer")
    empty = {one.id for one in operations if one.header is None}
    named = {id for one in operations if one.kind[0] == erasing and one.header for id in one.body[0]}
    require(empty <= named, "an operation has lost what it said, and no erasure names it")
    require(named <= empty, "an erasure names what is not erased")
    return sorted(operations, key=lambda one: one.seq), sorted(heads, key=lambda head: head["writer"])


def walk(database, writer, name):
    chain, previous = [], bytes(32)
    rows = database.execute(
        "SELECT seq, number, id, frame, header, body, reason, raw FROM operations WHERE writer = ? ORDER BY number, seq",
        (writer,),
    )
    for expected, (seq, number, id, frame, *stored) in enumerate(rows, 1):
        require(number == expected, f"operation {expected} is missing or there twice")
        version, framed_id, framed_writer, framed_number, before, commitments = cbor(frame)[:6]
        require((version, framed_id, framed_writer, framed_number) == (1, id, name, number), f"frame {expected}")
        require(before == previous, f"operation {expected} does not continue the one before")
        found = [[tag, commitment(tag, part)] for tag, part in zip(PARTS, stored) if part is not None]
        require(not found or found == commitments, f"a part of operation {expected}")
        previous = sha256(b"health-diary/frame/1", frame)
        header, body, reason, raw = (part and part[32:] for part in stored)
        chain.append(
            Operation(seq, id, name, header and cbor(header), body and cbor(body), reason and reason.decode(), raw)
        )
    return chain, previous


def commitment(tag, part):
    salt, content = part[:32], part[32:]
    return sha256(b"health-diary/part/1", salt, bytes([tag]), len(content).to_bytes(8, "big"), content)


def facts(database):
    return dict(database.execute("SELECT name, value FROM facts"))
