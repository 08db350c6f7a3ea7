"""The key files of a household: core/docs/format.md, "Keys"."""

import json
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from primitives import Damaged, derive, hmac256, parts, private_key, require, sha256, unwrap

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
SUITE = b"argon2id-v19/hkdf-sha256/xchacha20-poly1305"
unhex = bytes.fromhex


class Newer(Exception):
    """Written by a later version than this reader knows."""


class WrongSecret(Exception):
    """No slot takes this passphrase or code."""


def checked(text, format, version):
    body, _, tail = text.rpartition(b',"checksum":"')
    require(tail == sha256(body).hex().encode() + b'"}\n', "checksum")
    record = json.loads(text)
    require(record["format"] == format, "format")
    if record["version"] > version:
        raise Newer
    written = json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n"
    require(written.encode() == text, "another spelling")
    return record


def load(folder):
    """The newest whole copy, its bytes, and what is wrong with the other."""
    found, notices = [], []
    for name in ("keys.json", "keys.copy.json"):
        try:
            text = (folder / name).read_bytes()
            found.append((checked(text, "health-diary/keys", 3), text))
        except (OSError, Damaged, ValueError, KeyError) as error:
            notices.append(f"{name}: {type(error).__name__}")
    require(found, "both copies of the key file")
    for record, _ in found:
        new = any("since" in slot or slot["opening"]["kind"] == "keystore" for slot in record["slots"])
        backed_up = any(file["for"]["purpose"] == "backup" for file in record["files"])
        own = "own" in record or any(file["for"]["purpose"] == "sealed" for file in record["files"])
        require(record["version"] == (3 if own or backed_up else 2 if new else 1), "version of the key file")
        locked = [lock["file"] for lock in record.get("own", [])]
        require(len(set(locked)) == len(locked) and ("own" not in record or locked), "own locks")
        for file in record["files"]:
            personal = file["for"]["purpose"] in ("diary", "sealed")
            require(personal or file["id"] not in locked, "a lock of a file that can have none")
            require(file["for"]["purpose"] != "sealed" or file["id"] in locked, "a sealed file without a lock")
    if len(found) == 2 and found[0][1] != found[1][1]:
        notices.append("the two copies differ")
        if found[0][0]["household"] == found[1][0]["household"]:
            found.sort(key=lambda one: -one[0]["generation"])
    return *found[0], notices


def open_slot(slot, household, passphrase, code, file=None):
    opening = slot["opening"]
    cost, wrapping = bytes(12), None
    if opening["kind"] == "passphrase":
        cost = struct.pack(">III", opening["memory_kib"], opening["passes"], opening["lanes"])
    if opening["kind"] == "keystore":
        cost = unhex(opening["blob"])
        require(len(cost) <= 1024, "blob of a slot")
    kind = opening["kind"].encode()
    label, of = (b"health-diary/own-slot/1", (household, file)) if file else (b"health-diary/slot/1", (household,))
    binding = parts(label, *of, unhex(slot["id"]), kind, SUITE, cost)
    salt, wrapped = unhex(slot["salt"]), unhex(slot["wrapped"])
    require(sha256(binding, salt, wrapped)[:8].hex() == slot["checksum"], "checksum of a slot")
    if kind == b"passphrase" and passphrase is not None:
        require(
            8192 <= opening["memory_kib"] <= 1048576 and 1 <= opening["passes"] <= 16 and 1 <= opening["lanes"] <= 4,
            "cost of a slot",
        )
        wrapping = Argon2id(
            salt=salt, length=32, iterations=opening["passes"], lanes=opening["lanes"], memory_cost=opening["memory_kib"]
        ).derive(passphrase)
    elif kind == b"recovery" and code is not None:
        wrapping = derive(code, salt, b"health-diary/slot/1 recovery code")
    try:
        return wrapping and unwrap(wrapping, wrapped, binding)
    except InvalidTag:
        return None


def recovery_symbols(text):
    look_alike = {"I": "1", "L": "1", "O": "0", "S": "5", "U": "V"}
    symbols = [look_alike.get(c, c) for c in text.upper() if not c.isspace() and c not in "-.‐‑‒–—―−"]
    values = [ALPHABET.index(symbol) for symbol in symbols]
    require(len(values) == 36, "length of the recovery code")
    for n in range(6):
        group = values[6 * n : 6 * n + 6]
        total = sum(weight * value for weight, value in zip((2, 3, 4, 5, 6, 1), group))
        require(total % 31 == 7 * (n + 1) % 31, f"group {n + 1} of the recovery code")
    return "".join(symbols).encode()


def open_slots(slots, household, passphrase, code, file=None):
    """The key in the first slot that takes the secret."""
    opened = (open_slot(slot, household, passphrase, code, file) for slot in slots)
    return next((key for key in opened if key), None)


class Keys:
    """What the secrets open: keys of files, private sealing keys. What is under a lock of its own that is shut has none."""

    def __init__(self, folder, passphrase=None, code=None, own=(), load=load):
        """`own` are passphrases that are tried on every lock of its own."""
        record, text, self.notices = load(folder)
        self.household = unhex(record["household"])
        key = open_slots(record["slots"], self.household, passphrase, code)
        if key is None:
            raise WrongSecret
        body = text.rpartition(b',"mac":"')[0]
        mac = derive(key, self.household, b"health-diary/keys/1 authenticate the key file")
        require(hmac256(mac, body).hex() == record["mac"], "mac of the key file")
        self.locks = {}
        for lock in record.get("own", []):
            file = unhex(lock["file"])
            tried = (open_slots(lock["slots"], self.household, secret, None, file) for secret in own)
            self.locks[file] = next((key for key in tried if key), None)
        if own and not any(self.locks.values()):
            raise WrongSecret
        files = [self._file(key, file) for file in record["files"]]
        self.files = [file for file in files if file["purpose"] != "backup"]
        self.backup = next((file for file in files if file["purpose"] == "backup"), None)
        self.locked = [file["path"] for file in self.files if file["key"] is None]
        self.sealing = dict(self._sealing(key, pair) for pair in record["sealing"])

    def _file(self, key, file):
        purpose, person = file["for"]["purpose"], unhex(file["for"].get("person", ""))
        key = self.locks.get(unhex(file["id"]), key)
        generation = struct.pack(">I", file["generation"])
        ids = (self.household, unhex(file["id"]), purpose.encode(), person, generation)
        secret = None
        if key is not None:
            wrapping = derive(key, self.household, b"health-diary/keys/1 wrap file keys")
            secret = unwrap(wrapping, unhex(file["wrapped"]), parts(b"health-diary/file-key/1", *ids))
        name = f"{purpose}.{file['generation']}.db"
        path = f"people/{person.hex()}/{name}" if person else name
        return {"id": unhex(file["id"]), "purpose": purpose, "person": person, "path": path, "key": secret}

    def _sealing(self, key, pair):
        owner, person = pair["for"]["owner"], unhex(pair["for"].get("person", ""))
        name, public = unhex(pair["id"]), unhex(pair["public"])
        diaries = [file["id"] for file in self.files if file["purpose"] == "diary" and file["person"] == person]
        key = self.locks.get(diaries[0], key) if owner == "person" and diaries else key
        if key is None:
            return name, (public, None)
        wrapping = derive(key, self.household, b"health-diary/keys/1 wrap sealing keys")
        binding = parts(b"health-diary/sealing-key/1", self.household, name, owner.encode(), person, public)
        private = private_key(unwrap(wrapping, unhex(pair["wrapped"]), binding))
        require(private.public_key().public_bytes_raw() == public, "halves of a sealing key")
        return name, (public, private)
