#!/usr/bin/env python3
"""Writes every plain byte that a household's databases and their logs hold: free pages, the room between cells, old frames.

The bytes go to standard output, page after page; what stands in them is everything that somebody with the keys could find.
Needs what read_household.py needs.

    python3 tests/independent/plain_bytes.py --passphrase-file secret.txt ~/diary
"""

import argparse
import hashlib
import pathlib
import sys

from keys import Keys
from pages import PAGE, page, pages_of


def plain_bytes(path, key):
    encrypted = list(enumerate(pages_of(path), 1))
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.exists() else b""
    # Every whole frame counts, also of an earlier round of the log.
    for at in range(32, len(frames) - PAGE - 23, PAGE + 24):
        encrypted.append((int.from_bytes(frames[at : at + 4], "big"), frames[at + 24 : at + 24 + PAGE]))
    salt = encrypted[0][1][:16]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    return [page(number, data, key, mac_key) for number, data in encrypted]


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--passphrase-file", type=pathlib.Path, required=True, help="one final line feed is left out")
    about.add_argument("folder", type=pathlib.Path)
    given = about.parse_args()
    keys = Keys(given.folder, given.passphrase_file.read_bytes().removesuffix(b"\n"))
    for file in (file for file in keys.files if file["key"] is not None):
        for plain in plain_bytes(given.folder / file["path"], file["key"]):
            sys.stdout.buffer.write(plain)


if __name__ == "__main__":
    main()
