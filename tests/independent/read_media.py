#!/usr/bin/env python3
"""Reads one media file from the description in core/docs/format.md alone, sharing no code with the core.

Opens the household for the media keys of its diaries, checks every byte of the media file, and prints one JSON object: its
id, the name of its media key, length and SHA-256; with --plain it writes the plain bytes into a file. Exit code 0 when all is as
it was written, 3 for a wrong secret or another diary's key, 4 for damage, 5 for a later version. Needs what
read_household.py needs.

    python3 tests/independent/read_media.py --passphrase-file secret.txt ~/diary ~/diary/people/<id>/media/<id>.media
"""

import argparse
import hashlib
import pathlib
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from command import ended, line
from keys import Keys, Newer, WrongSecret
from pages import open_database
from primitives import hchacha20, parts, require, sha256, unwrap

HEADER, RUN, MOST_RUNS, TAG = 1408, 84, 16, 16


def read_start(header, name):
    require(len(header) == HEADER, "length of the header")
    magic, version, chunk, media, key, checksum = struct.unpack(">8sII16s16s16s", header[:64])
    require(magic == b"HDmedia\n" and checksum == sha256(header[:48])[:16], "checksum of the header")
    if version > 1:
        raise Newer
    require(version == 1 and chunk in [2**power for power in range(6, 21)], "size of chunks")
    require(media.hex() == name, "the file's name is not its own")
    return chunk, media, key


def read_runs(header, wrapping, chunk, media, key):
    runs = []
    for number in range(MOST_RUNS):
        run = header[64 + RUN * number :][:RUN]
        if not any(run):
            require(not any(header[64 + RUN * number :]), "a run behind the last")
            break
        require(run[76:] == sha256(run[:76])[:8], "checksum of a run")
        first = run[:4]
        require(first == bytes(4) if number == 0 else first > runs[-1][0], "order of runs")
        binding = parts(
            b"health-diary/media-key/1", key, media, struct.pack(">I", chunk), struct.pack(">I", number), first
        )
        try:
            runs.append((first, unwrap(wrapping, run[4:76], binding)))
        except InvalidTag:
            raise WrongSecret from None
    require(runs, "no run")
    return [(int.from_bytes(first, "big"), key) for first, key in runs]


def open_chunk(key, number, last, sealed):
    """XChaCha20-Poly1305 under STREAM's nonce: 19 zero bytes, the number, whether it is the last."""
    nonce = bytes(19) + struct.pack(">IB", number, last)
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], sealed, b"")


def media_keys(database):
    return dict(database.execute("SELECT name, key FROM media_keys"))


def of_all_diaries(folder, keys):
    found = {}
    for file in keys.files:
        if file["purpose"] == "diary":
            found |= media_keys(open_database(folder / file["path"], file["key"], "diary"))
    return found


def read(path, keys, out=None):
    """Keys: the media keys by their names."""
    with path.open("rb") as file:
        header = file.read(HEADER)
        chunk, media, name = read_start(header, path.stem)
        if name not in keys:
            raise WrongSecret
        runs = read_runs(header, keys[name], chunk, media, name)
        length, digest, number = 0, hashlib.sha256(), 0
        sealed = file.read(chunk + TAG)
        while True:
            after = file.read(chunk + TAG)
            key = [key for first, key in runs if first <= number][-1]
            plain = open_chunk(key, number, not after, sealed)
            length, number = length + len(plain), number + 1
            digest.update(plain)
            out and out.write(plain)
            if not after:
                break
            sealed = after
    return {"id": media.hex(), "key": name.hex(), "length": length, "sha256": digest.hexdigest(), "runs": len(runs)}


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--passphrase-file", type=pathlib.Path, required=True, help="one final line feed is left out")
    about.add_argument("--plain", type=argparse.FileType("wb"), help="a new file for the plain bytes")
    about.add_argument("folder", type=pathlib.Path)
    about.add_argument("media", type=pathlib.Path)
    given = about.parse_args()
    wrong = "no slot takes this secret, or no diary of this household has the key of the media file"

    def report():
        keys = of_all_diaries(given.folder, Keys(given.folder, line(given.passphrase_file)))
        return read(given.media, keys, given.plain)

    return ended(report, indent=None, wrong_secret=wrong)


if __name__ == "__main__":
    sys.exit(main())
