"""Byte strings and ciphers of core/docs/format.md that Python's `cryptography` does not give: `parts`, wrapped secrets
(HChaCha20, draft-irtf-cfrg-xchacha-03, 2.2), HPKE base mode (RFC 9180, 4 and 5), CBOR (RFC 8949)."""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Damaged(Exception):
    """Something in the household is not as it was written."""


def require(right, what):
    if not right:
        raise Damaged(what)


def parts(*items):
    return b"".join(struct.pack(">I", len(item)) + item for item in items)


def derive(secret, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def hmac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def hchacha20(key, nonce):
    def rotate(word, by):
        return (word << by | word >> (32 - by)) & 0xFFFFFFFF

    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))

    def quarter(a, b, c, d):
        for to, other, by in ((a, b, 16), (c, d, 12), (a, b, 8), (c, d, 7)):
            state[to] = (state[to] + state[other]) & 0xFFFFFFFF
            mixed = d if to == a else b
            state[mixed] = rotate(state[mixed] ^ state[to], by)

    for _ in range(10):
        for column in range(4):
            quarter(column, column + 4, column + 8, column + 12)
        for column in range(4):
            quarter(column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
    return struct.pack("<8I", *state[:4], *state[12:])


def unwrap(key, wrapped, associated):
    """The 32-byte secret in a wrapped one; raises InvalidTag where key, data or bytes are others."""
    inner = ChaCha20Poly1305(hchacha20(key, wrapped[:16]))
    return inner.decrypt(bytes(4) + wrapped[16:24], wrapped[24:], associated)


def hpke_open(private, info, aad, sealed):
    """One HPKE message in base mode under DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305."""

    def extract(suite, salt, label, material):
        return hmac256(salt or bytes(32), b"HPKE-v1" + suite + label + material)

    def expand(suite, secret, label, context, length):
        labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + context
        return hmac256(secret, labelled + b"\x01")[:length]

    kem = b"KEM" + struct.pack(">H", 0x0020)
    suite = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0003)
    encapsulated, ciphertext = sealed[:32], sealed[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    own = private.public_key().public_bytes_raw()
    secret = extract(kem, b"", b"eae_prk", shared)
    secret = expand(kem, secret, b"shared_secret", encapsulated + own, 32)
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    secret = extract(suite, secret, b"secret", b"")
    key = expand(suite, secret, b"key", context, 32)
    nonce = expand(suite, secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)


def cbor(data):
    """The one value that `data` is; byte strings as bytes, arrays as lists, null as None."""
    value, end = _item(data, 0)
    require(end == len(data), "CBOR: bytes left over")
    return value


def _item(data, at):
    major, size = data[at] >> 5, data[at] & 31
    at += 1
    if size >= 24:
        require(size <= 27, "CBOR: no definite length")
        width = 1 << (size - 24)
        number, at = int.from_bytes(data[at : at + width], "big"), at + width
    else:
        number = size
    if major in (0, 1):
        return (number if major == 0 else -1 - number), at
    if major in (2, 3):
        piece = data[at : at + number]
        require(len(piece) == number, "CBOR: cut short")
        return (piece if major == 2 else piece.decode()), at + number
    if major == 4:
        items = []
        for _ in range(number):
            item, at = _item(data, at)
            items.append(item)
        return items, at
    if major == 7 and number in (20, 21):
        return number == 21, at
    require((major, number) == (7, 22), "CBOR: a form that is not used")
    return None, at


def fields(array, count):
    """The first `count` positions of an array, None where it ends early."""
    return (array + [None] * count)[:count]


def private_key(raw):
    return X25519PrivateKey.from_private_bytes(raw)
