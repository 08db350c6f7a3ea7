"""What the readers' command lines have in common: secrets from files, one JSON object, and the exit codes."""

import json
import pathlib
import sys

from cryptography.exceptions import InvalidTag

from keys import Newer, WrongSecret, recovery_symbols
from primitives import Damaged


def ask_for_secrets(about):
    secret = about.add_mutually_exclusive_group(required=True)
    secret.add_argument("--passphrase-file", type=pathlib.Path, help="one final line feed is left out")
    secret.add_argument("--recovery-file", type=pathlib.Path)
    own = "opens diaries that have a lock of their own, besides; may be given several times"
    about.add_argument("--own-passphrase-file", type=pathlib.Path, action="append", default=[], help=own)


def secrets(given):
    """Passphrase, recovery code and the passphrases of own locks."""
    passphrase = given.passphrase_file and line(given.passphrase_file)
    code = given.recovery_file and recovery_symbols(given.recovery_file.read_text())
    return passphrase, code, [line(file) for file in given.own_passphrase_file]


def line(file):
    return file.read_bytes().removesuffix(b"\n")


def ended(read, indent=1, wrong_secret="no slot takes this secret"):
    """Prints what `read` gives; the exit code."""
    try:
        report = read()
    except WrongSecret:
        print(wrong_secret, file=sys.stderr)
        return 3
    except Newer:
        print("newer than this reader", file=sys.stderr)
        return 5
    except (Damaged, InvalidTag) as error:
        print(f"damaged: {error}", file=sys.stderr)
        return 4
    print(json.dumps(report, ensure_ascii=False, indent=indent))
    return 4 if report.get("lost") else 0
