"""The package for Android, with libraries made here in the place of a phone's: test_package.py LIBRARY CODE JNA_AAR

LIBRARY is the one of this machine, a stand-in, with simulated devices, and CODE what Kotlin calls of it; JNA_AAR the one that an app
gets beside ours.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import aar

HERE = Path(__file__).parent
LIBRARY, CODE, JNA = Path(), Path(), Path()


class Package(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def linked(self, page: int, name: str = "small.so") -> Path:
        """A small library on pages of so many bytes."""
        source, made = self.folder / "small.c", self.folder / name
        source.write_text("int answer(void) { static int asked; return ++asked; }\n")
        subprocess.run(
            [os.environ.get("CC", "cc"), "-shared", "-fPIC", f"-Wl,-z,max-page-size={page}", "-o", made, source], check=True
        )
        return made

    def for_arm(self, library: Path) -> Path:
        """The same for another machine, as far as its head says."""
        bytes = bytearray(library.read_bytes())
        struct.pack_into("<H", bytes, 18, aar.ABIS["arm64-v8a"][0])
        made = library.with_suffix(".arm.so")
        made.write_bytes(bytes)
        return made

    def classes(self) -> Path:
        for name in ("Household", "CallsKt"):
            file = self.folder / "classes/org/healthdiary" / f"{name}.class"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"\xca\xfe\xba\xbe")
        return self.folder / "classes"

    def package(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if name != "ANDROID_NDK_HOME"}
        return subprocess.run([HERE / "package", *words], capture_output=True, text=True, env=clean | env)

    def test_pages_of_16_kb_are_taken_and_smaller_ones_refused(self) -> None:
        machine = "x86_64" if os.uname().machine == "x86_64" else "arm64-v8a"
        for page, fine in ((4096, False), (8192, False), (16384, True), (65536, True)):
            wrong = aar.elf(self.linked(page).read_bytes(), machine)
            self.assertEqual(wrong == [], fine, f"{page}: {wrong}")
        other = "arm64-v8a" if machine == "x86_64" else "x86_64"
        self.assertIn("for machine", aar.elf(self.linked(16384).read_bytes(), other)[0])
        self.assertIn("64 bits", aar.elf(self.linked(16384).read_bytes(), "x86")[0])

    def test_what_is_no_library_is_refused_whatever_it_is(self) -> None:
        whole = self.linked(16384).read_bytes()
        self.assertEqual(aar.elf(b"", "x86_64"), ["it is no ELF file"])
        for cut in range(0, 1024, 7):
            aar.elf(whole[:cut], "x86_64")
        self.assertIn("its segments lie outside of it", aar.elf(whole[:100], "x86_64"))
        executable = bytearray(whole)
        struct.pack_into("<H", executable, 16, 2)
        self.assertIn("it is no shared library", aar.elf(bytes(executable), "x86_64"))

    def test_the_same_parts_make_the_same_package(self) -> None:
        arm = self.for_arm(self.linked(16384))
        made = [aar.make(self.folder / name, self.classes(), {"arm64-v8a": arm}) for name in ("one", "two")]
        self.assertEqual(made[0].read_bytes(), made[1].read_bytes())
        self.assertEqual(aar.looked_at(made[0]), [])
        self.assertEqual(made[0].relative_to(self.folder / "one").parts[:3], ("org", "healthdiary", "health-diary-android"))
        pom = made[0].with_suffix(".pom").read_text()
        self.assertIn("<packaging>aar</packaging>", pom)
        self.assertIn("<artifactId>jna</artifactId><version>5.19.1</version><type>aar</type>", pom)
        self.assertNotIn("junit", pom)
        with self.assertRaises(aar.Wrong):
            aar.make(self.folder / "bad", self.classes(), {"arm64-v8a": self.for_arm(self.linked(4096))})
        self.assertFalse((self.folder / "bad").exists())

    def test_every_part_that_is_missing_or_wrong_is_named(self) -> None:
        arm = self.for_arm(self.linked(16384))
        whole = zipfile.ZipFile(aar.make(self.folder / "whole", self.classes(), {"arm64-v8a": arm}))
        changes = {
            "AndroidManifest.xml": None,
            "classes.jar": None,
            "proguard.txt": b"-keep class org.healthdiary.** { *; }",
            "jni/arm64-v8a/libdiary_ffi.so": self.for_arm(self.linked(4096)).read_bytes(),
        }
        for name, content in changes.items():
            broken = self.folder / "broken.aar"
            with zipfile.ZipFile(broken, "w") as archive:
                for one in whole.namelist():
                    if one != name or content is not None:
                        archive.writestr(one, content if one == name and content is not None else whole.read(one))
            found = aar.looked_at(broken)
            self.assertEqual(len(found), 1, found)
            self.assertIn(name, found[0])

    def test_the_libraries_of_jna_lie_on_large_pages_too(self) -> None:
        self.assertEqual(aar.looked_at(JNA), [])

    def test_what_it_lacks_is_said_at_once_in_one_line(self) -> None:
        empty = self.folder / "ndk"
        empty.mkdir()
        for words, env, said in (
            ((), {}, "name a folder"),
            ((str(self.folder),), {}, "ANDROID_NDK_HOME"),
            ((str(self.folder),), {"ANDROID_NDK_HOME": str(empty)}, "no NDK in"),
            ((str(self.folder), "--library", "x86_64"), {}, "ABI=FILE"),
            ((str(self.folder), "--library", "x86_64=nowhere.so"), {}, "no file nowhere.so"),
            ((str(self.folder), "--fast", "x"), {}, "nothing that it knows"),
        ):
            done = self.package(*words, **env)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
            self.assertIn(said, done.stderr)

    def test_the_library_of_this_machine_is_packed_as_a_stand_in(self) -> None:
        stripped = self.folder / "libdiary_ffi.so"
        subprocess.run(["strip", "--strip-debug", "-o", stripped, LIBRARY], check=True)
        machine = "x86_64" if os.uname().machine == "x86_64" else "arm64-v8a"
        words = ("--library", f"{machine}={stripped}", "--code", str(CODE))
        done = self.package(str(self.folder / "maven"), *words)
        # What is for tests alone is found, and nothing else.
        self.assertEqual(done.returncode, 1)
        said = done.stderr.strip().splitlines()
        self.assertTrue(said and all(line.endswith("which is for tests") for line in said), done.stderr)
        [made] = (self.folder / "maven").rglob("*.aar")
        self.assertTrue(made.with_suffix(".pom").exists() and made.with_name(made.name + ".sha1").exists())
        names = zipfile.ZipFile(made).namelist()
        self.assertEqual(names, ["AndroidManifest.xml", "classes.jar", "R.txt", "proguard.txt", f"jni/{machine}/libdiary_ffi.so"])


if __name__ == "__main__":
    LIBRARY, CODE, JNA = (Path(word).resolve() for word in sys.argv[1:])
    unittest.main(argv=sys.argv[:1])
