"""An encrypted database turned into a plain one in memory: core/docs/format.md, "Databases"."""

import hashlib
import hmac
import sqlite3
import struct

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from primitives import Damaged, require

PAGE, IV, TAG = 4096, 16, 64
CONTENT = PAGE - IV - TAG
APPLICATION = {"household": 0x48446868, "diary": 0x48446479, "inbox": 0x48446962}
NEWEST = {"household": 7, "diary": 9, "inbox": 2}


def open_database(path, key, purpose):
    """The plain database; every page's tag was right, and SQLite finds nothing wrong with it."""
    encrypted = dict(enumerate(pages_of(path), 1))
    salt = encrypted[1][:16] if 1 in encrypted else b""
    log = path.with_name(path.name + "-wal")
    if log.exists():
        encrypted = replay(log.read_bytes(), encrypted)
        salt = encrypted[1][:16]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    plain = bytearray(b"".join(page(n, encrypted[n], key, mac_key) for n in sorted(encrypted)))
    require(int.from_bytes(plain[28:32], "big") == len(encrypted), f"{purpose}: number of pages")
    plain[18:20] = b"\x01\x01"
    database = sqlite3.connect(":memory:")
    database.deserialize(bytes(plain))
    for pragma, right in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        require(database.execute(f"PRAGMA {pragma}").fetchall() == right, f"{purpose}: {pragma}")
    for pragma, right in (("application_id", APPLICATION[purpose]), ("user_version", NEWEST[purpose])):
        require(database.execute(f"PRAGMA {pragma}").fetchone() == (right,), f"{purpose}: {pragma}")
    return database


def pages_of(path):
    data = path.read_bytes()
    require(len(data) % PAGE == 0, f"{path.name}: not whole pages")
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]


def page(number, data, key, mac_key):
    start = 16 if number == 1 else 0
    authenticated, tag = data[start : CONTENT + IV], data[CONTENT + IV :]
    found = hmac.new(mac_key, authenticated + struct.pack("<I", number), hashlib.sha512).digest()
    if found != tag:
        raise Damaged(f"tag of page {number}")
    cipher = Cipher(AES256(key), CBC(data[CONTENT : CONTENT + IV])).decryptor()
    plain = cipher.update(data[start:CONTENT]) + cipher.finalize()
    return b"SQLite format 3\0"[:start] + plain + bytes(IV + TAG)


def replay(log, encrypted):
    """The pages as they are with the log's finished transactions (SQLite, "Database File Format", section 4)."""
    if len(log) < 32:
        return encrypted
    magic, _, size = struct.unpack(">III", log[:12])
    order = ">" if magic & 1 else "<"
    sums = checksum((0, 0), log[:24], order)
    if magic & ~1 != 0x377F0682 or size != PAGE or sums != struct.unpack(">II", log[24:32]):
        return encrypted
    newest, done = dict(encrypted), encrypted
    for at in range(32, len(log) - PAGE - 23, PAGE + 24):
        head, content = log[at : at + 24], log[at + 24 : at + 24 + PAGE]
        number, commit = struct.unpack(">II", head[:8])
        sums = checksum(checksum(sums, head[:8], order), content, order)
        if head[8:16] != log[16:24] or sums != struct.unpack(">II", head[16:]):
            break
        newest[number] = content
        if commit:
            newest = {number: page for number, page in newest.items() if number <= commit}
            done = dict(newest)
    return done


def checksum(sums, data, order):
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2]):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
