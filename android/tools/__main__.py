"""android/build: the commands."""

import argparse
import sys
from pathlib import Path

import apk
import contract
import kotlin
import licences
import lint
import locks
import manifest
import resources
from check_tests import run_tests
from places import OUT
from steps import Failed, say
from words import check_words, write_words

EPILOG = """examples:
  android/build compile
  android/build test
  android/build test AndroidRadioTest
  android/build pictures /tmp/pictures
"""


def generate():
    """What Android Studio needs too: the code of the border, and the words."""
    write_words()
    kotlin.generate()


def compile_all():
    """Everything up to the classes."""
    locks.check()
    locks.fetch("app", "android", "kotlin", "merger")
    generate()
    manifest.merge()
    resources.link()
    kotlin.compile_main()


def test(only=()):
    """Compiles, and runs the tests."""
    compile_all()
    kotlin.compile_tests()
    say(f"{run_tests(only)} tests passed")


def contract_tests():
    """Compiles, and runs the contract tests over what R8 leaves."""
    compile_all()
    contract.run_contract()


def pictures(folder):
    """Has the test classes that end in Pictures draw every screen into a folder."""
    compile_all()
    kotlin.compile_tests()
    run_tests(ending="Pictures", properties={"pictures.dir": folder})


def package():
    """Compiles, and packs the APK."""
    compile_all()
    apk.build()


def check():
    """Compiles, and runs every check of the source."""
    licences.check()
    check_words()
    compile_all()
    lint.everything()


def parser():
    """What can be asked for."""
    every = argparse.ArgumentParser("android/build", description="The Android app without the Android SDK.",
                                    epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = every.add_subparsers(dest="command", required=True)
    commands.add_parser("check-locks", help="whether android/locks has what the catalogue says")
    commands.add_parser("generate", help="write the code that is generated from the core, and the words, for Android Studio too")
    commands.add_parser("compile", help="bridge, ui and app, with resources and the merged manifest")
    tests = commands.add_parser("test", help="the Robolectric tests, over the host's library of the core")
    tests.add_argument("only", nargs="*", metavar="NAME", help="only test classes with this in their name")
    commands.add_parser("contract", help="the contract tests of the Kotlin layer, over what R8 leaves of it by the bridge's rules")
    commands.add_parser("lint", help="ktlint, detekt, Android Lint, animal-sniffer, and who may import what")
    commands.add_parser("format", help="put the format of the Kotlin right")
    commands.add_parser("licences", help="write the list of what the app is made of, with the licence of each")
    commands.add_parser("apk", help="shrunk by R8, packed, aligned, signed for trying out, and looked at")
    drawn = commands.add_parser("pictures", help="every screen as a picture")
    drawn.add_argument("folder", metavar="DIR", type=lambda text: Path(text).resolve())
    return every


def main(words):
    """Runs a command; its exit code."""
    asked = parser().parse_args(words)
    OUT.mkdir(parents=True, exist_ok=True)
    actions = {
        "check-locks": locks.check,
        "generate": generate,
        "compile": compile_all,
        "test": lambda: test(asked.only),
        "contract": contract_tests,
        "lint": check,
        "format": lambda: lint.ktlint(change=True),
        "licences": licences.write,
        "apk": package,
        "pictures": lambda: pictures(asked.folder),
    }
    try:
        actions[asked.command]()
    except Failed as failed:
        print(f"android/build: {failed}", file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
