"""The package for Apple's systems, with libraries made here in the place of a phone's: test_package.py CODE OUT

CODE is what Swift calls, as bindgen wrote it. A whole package is left in OUT, for Swift to read.
"""

import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import xcframework

HERE = Path(__file__).parent
CODE, OUT = Path(), Path()


def library(system: int, machine: int = xcframework.ARM64) -> bytes:
    """A static library with one object file, as far as its heads say."""
    command = struct.pack("<IIIIII", 0x32, 24, system, 0, 0, 0)
    thing = struct.pack("<IIIIIIII", 0xFEEDFACF, machine, 0, 1, 1, len(command), 0, 0) + command
    content = b"#1/8".ljust(16) + b"0".ljust(32) + str(len(thing) + 8).encode().ljust(10) + b"`\n" + b"one.o\0\0\0" + thing
    return b"!<arch>\n" + content


class Package(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def libraries(self) -> list[str]:
        words = []
        for name, (_, _, system) in xcframework.SLICES.items():
            file = self.folder / f"{name}.a"
            file.write_bytes(library(system))
            words += ["--library", f"{name}={file}"]
        return words

    def package(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([HERE / "package", *words], capture_output=True, text=True)

    def test_a_package_has_every_slice_and_lists_it(self) -> None:
        shutil.rmtree(OUT, ignore_errors=True)
        done = self.package(str(OUT), "--code", str(CODE), *self.libraries())
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        made = Path(done.stdout.strip())
        self.assertEqual(xcframework.looked_at(made), [])
        again = self.package(str(OUT), "--code", str(CODE), *self.libraries())
        self.assertIn("is there already", again.stderr)
        whole = self.folder / "whole"
        shutil.copytree(made, whole)
        for name in (
            "Package.swift",
            "HealthDiaryFFI.xcframework/Info.plist",
            "HealthDiaryFFI.xcframework/ios-arm64/libdiary_ffi.a",
            "HealthDiaryFFI.xcframework/macos-arm64/Headers/module.modulemap",
        ):
            broken = self.folder / "broken"
            shutil.copytree(whole, broken)
            (broken / name).unlink()
            self.assertEqual(len(xcframework.looked_at(broken)), 1, name)
            shutil.rmtree(broken)
        (whole / "HealthDiaryFFI.xcframework/ios-x86").mkdir()
        self.assertEqual(xcframework.looked_at(whole), ["ios-x86 is not in the list"])

    def test_a_library_of_another_system_or_machine_is_refused(self) -> None:
        self.assertIsNone(xcframework.wrong_with(library(2), "ios-arm64"))
        self.assertIn("system 7", xcframework.wrong_with(library(7), "ios-arm64") or "")
        self.assertIn("machine", xcframework.wrong_with(library(2, 0x01000007), "ios-arm64") or "")
        self.assertIn("nothing for Apple", xcframework.wrong_with(b"!<arch>\n", "ios-arm64") or "")
        self.assertIn("no static library", xcframework.wrong_with(b"\x7fELF", "ios-arm64") or "")
        for cut in range(len(library(2))):
            xcframework.wrong_with(library(2)[:cut], "ios-arm64")

    def test_what_it_lacks_is_said_at_once_in_one_line(self) -> None:
        empty = str(self.folder)
        for words, said in (
            ((), "name a folder"),
            ((empty, "--library", "ios-arm64"), "SLICE=FILE"),
            ((empty, "--library", "ios-arm64=nowhere.a"), "no file nowhere.a"),
            ((empty, "--code", "nowhere"), "no folder nowhere"),
            ((empty, "--code", empty, *self.libraries()), "HealthDiaryCore.swift is not in"),
            *([] if shutil.which("xcodebuild") else [((empty,), "Xcode is not here")]),
        ):
            done = self.package(*words)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    CODE, OUT = (Path(word).resolve() for word in sys.argv[1:])
    unittest.main(argv=sys.argv[:1])
