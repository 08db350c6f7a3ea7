#!/usr/bin/env python3
"""Reads the samples from the description in core/docs/format.md alone, sharing no code with the core.

Needs Python's `cryptography` (44 or later, for Argon2id). HChaCha20 and HPKE are written out from draft-irtf-cfrg-xchacha-03,
2.2, and RFC 9180, 4 and 5. Prints the keys of the files and the sealed record; fails on anything that does not fit.
"""

import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = pathlib.Path(__file__).parent
PASSPHRASE = b"correct horse battery"
CODE = "MVFPGV-Y41VNT-FJ8FFK-PB2CXT-YC1DQD-8VZZ5M"
ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
unhex = bytes.fromhex


def parts(*items):
    return b"".join(struct.pack(">I", len(item)) + item for item in items)


def derive(secret, salt, info):
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


def checked(raw):
    at = raw.rindex(b',"checksum":"')
    assert raw[at:] == b',"checksum":"' + hashlib.sha256(raw[:at]).hexdigest().encode() + b'"}\n'
    return json.loads(raw)


def hchacha20(key, nonce):
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))

    def mix(a, b, c, d, left):
        state[a] = (state[a] + state[b]) & 0xFFFFFFFF
        turned = state[d] ^ state[a]
        state[d] = ((turned << left) | (turned >> (32 - left))) & 0xFFFFFFFF

    def quarter(a, b, c, d):
        mix(a, b, c, d, 16)
        mix(c, d, a, b, 12)
        mix(a, b, c, d, 8)
        mix(c, d, a, b, 7)

    for _ in range(10):
        for column in range(4):
            quarter(column, 4 + column, 8 + column, 12 + column)
        for column in range(4):
            quarter(column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
    return struct.pack("<8I", *state[:4], *state[12:])


def unwrap(key, associated, wrapped):
    inner = ChaCha20Poly1305(hchacha20(key, wrapped[:16]))
    return inner.decrypt(bytes(4) + wrapped[16:24], wrapped[24:], associated)


def hpke_open(private, public, info, associated, sealed):
    def extract(suite, salt, label, material):
        return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256).digest()

    def expand(suite, key, label, context, length):
        message = struct.pack(">H", length) + b"HPKE-v1" + suite + label + context + b"\x01"
        return hmac.new(key, message, hashlib.sha256).digest()[:length]

    encapsulated, ciphertext = sealed[:32], sealed[32:]
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    shared = extract(kem, b"", b"eae_prk", shared)
    shared = expand(kem, shared, b"shared_secret", encapsulated + public, 32)
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    secret = extract(suite, shared, b"secret", b"")
    key = expand(suite, secret, b"key", context, 32)
    nonce = expand(suite, secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, associated)


def household_key(household, slot):
    opening, salt, wrapped = slot["opening"], unhex(slot["salt"]), unhex(slot["wrapped"])
    memory, passes, lanes = (opening.get(name, 0) for name in ("memory_kib", "passes", "lanes"))
    cost = struct.pack(">3I", memory, passes, lanes)
    kind, suite = opening["kind"].encode(), slot["suite"].encode()
    binding = parts(b"health-diary/slot/1", household, unhex(slot["id"]), kind, suite, cost)
    assert hashlib.sha256(binding + salt + wrapped).digest()[:8].hex() == slot["checksum"]
    if kind == b"recovery":
        key = derive(CODE.replace("-", "").encode(), salt, b"health-diary/slot/1 recovery code")
    else:
        argon2 = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
        key = argon2.derive(PASSPHRASE)
    return unwrap(key, binding, wrapped)


def main():
    for number, group in enumerate(CODE.split("-"), 1):
        values = [ALPHABET.index(symbol) for symbol in group]
        assert sum(w * v for w, v in zip((2, 3, 4, 5, 6, 1), values)) % 31 == 7 * number % 31

    raw = (HERE / "keys-1.json").read_bytes()
    keys = checked(raw)
    household = unhex(keys["household"])
    opened = {household_key(household, slot) for slot in keys["slots"]}
    assert len(opened) == 1
    root = opened.pop()
    mac_key = derive(root, household, b"health-diary/keys/1 authenticate the key file")
    covered = raw[: raw.rindex(b',"mac":"')]
    assert hmac.new(mac_key, covered, hashlib.sha256).hexdigest() == keys["mac"]

    wrapping = derive(root, household, b"health-diary/keys/1 wrap file keys")
    files = {}
    for file in keys["files"]:
        purpose, person = file["for"]["purpose"], unhex(file["for"].get("person", ""))
        generation = struct.pack(">I", file["generation"])
        binding = parts(
            b"health-diary/file-key/1", household, unhex(file["id"]), purpose.encode(), person, generation
        )
        files[purpose] = unwrap(wrapping, binding, unhex(file["wrapped"]))
        print(purpose, files[purpose].hex())

    wrapping = derive(root, household, b"health-diary/keys/1 wrap sealing keys")
    for key in keys["sealing"]:
        owner, person = key["for"]["owner"], unhex(key["for"].get("person", ""))
        key_id, public = unhex(key["id"]), unhex(key["public"])
        binding = parts(b"health-diary/sealing-key/1", household, key_id, owner.encode(), person, public)
        private = X25519PrivateKey.from_private_bytes(unwrap(wrapping, binding, unhex(key["wrapped"])))
        assert private.public_key().public_bytes_raw() == public
        if owner == "household":
            place = parts(b"health-diary/sealed/1", household, key_id, struct.pack(">Q", 7))
            sealed = (HERE / "sealed-1.bin").read_bytes()
            plain = hpke_open(private, public, b"health-diary/sealed/1", place, sealed)
            length = int.from_bytes(plain[:4], "big")
            assert len(plain) % 256 == 0 and not any(plain[4 + length :])
            print("sealed", plain[4 : 4 + length].decode())

    installation = checked((HERE / "installation-1.json").read_bytes())
    assert unhex(installation["receive_key"]) == files["inbox"]


if __name__ == "__main__":
    main()
