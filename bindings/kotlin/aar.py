"""An Android library as Maven wants it: made here, and looked at.

    aar.py make OUT CLASSES ABI=LIBRARY...   OUT/org/healthdiary/health-diary-android/VERSION/*.{aar,pom}
    aar.py check AAR...                      says what is wrong; JNA's AAR beside ours too

Needs nothing but Python: an AAR is a zip with fixed names. Every library for 64 bits has to lie on pages of 16 KB.
"""

import hashlib
import io
import re
import struct
import sys
import xml.etree.ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path

GROUP, NAME = "org.healthdiary", "health-diary-android"
PACKAGE = "org.healthdiary"
LEAST_API = 28
PAGE = 16 * 1024
# ABI: the machine that an ELF file names, and whether it has 64 bits.
ABIS = {"arm64-v8a": (183, True), "x86_64": (62, True), "armeabi-v7a": (40, False), "x86": (3, False)}
HERE = Path(__file__).parent

MANIFEST = f"""<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="{PACKAGE}">
    <uses-sdk android:minSdkVersion="{LEAST_API}" />
</manifest>
"""


class Wrong(Exception):
    """What is wrong with a file, as a line."""


def elf(library: bytes, abi: str) -> list[str]:
    """What is wrong with a shared library for an ABI."""
    machine, wide = ABIS[abi]
    if library[:4] != b"\x7fELF" or len(library) < 64:
        return ["it is no ELF file"]
    if library[5] != 1:
        return ["it is not little-endian"]
    wrong = []
    if (library[4] == 2) != wide:
        return [f"it is for {'32' if wide else '64'} bits"]
    kind, found = struct.unpack_from("<HH", library, 16)
    if kind != 3:
        wrong.append("it is no shared library")
    if found != machine:
        wrong.append(f"it is for machine {found}, and {abi} is {machine}")
    if not wide:
        return wrong
    (table,) = struct.unpack_from("<Q", library, 32)
    size, count = struct.unpack_from("<HH", library, 54)
    loaded = 0
    for at in range(table, table + size * count, size):
        if at + 56 > len(library):
            return [*wrong, "its segments lie outside of it"]
        segment, _, offset, address, _, _, _, align = struct.unpack_from("<IIQQQQQQ", library, at)
        if segment != 1:
            continue
        loaded += 1
        if align < PAGE or align % PAGE:
            return [*wrong, f"it lies on pages of {align} bytes, not of {PAGE}: link it with -z max-page-size={PAGE}"]
        if (address - offset) % PAGE:
            return [*wrong, f"segment {loaded} lies otherwise in the file than in memory, by pages of {PAGE} bytes"]
    return wrong if loaded else [*wrong, "nothing of it is loaded"]


def libraries(aar: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in aar.namelist():
        if found := re.fullmatch(r"jni/([^/]+)/([^/]+\.so)", name):
            yield found[1], name


def looked_at(path: Path) -> list[str]:
    """What is wrong with an AAR."""
    wrong: list[str] = []
    try:
        aar = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        return ["it is no zip"]
    names = aar.namelist()
    ours = any(name.endswith("/libdiary_ffi.so") for name in names)
    if len(names) != len(set(names)):
        wrong.append("a name is in it twice")
    wrong += [f"{need} is missing" for need in ("AndroidManifest.xml", "classes.jar") if need not in names]
    found = list(libraries(aar))
    if not found:
        wrong.append("there is no library in it")
    for abi, name in found:
        # JNA has libraries for machines that Android has left behind.
        if abi in ABIS:
            wrong += [f"{name}: {what}" for what in elf(aar.read(name), abi)]
        elif ours:
            wrong.append(f"{name}: there is no such ABI")
    if not ours:
        missing = {"arm64-v8a", "x86_64"} - {abi for abi, _ in found}
        return wrong + [f"there is no library for {abi}" for abi in sorted(missing)]
    if "AndroidManifest.xml" in names:
        manifest = xml.etree.ElementTree.fromstring(aar.read("AndroidManifest.xml"))
        if manifest.tag != "manifest" or manifest.get("package") != PACKAGE:
            wrong.append(f"AndroidManifest.xml is not of {PACKAGE}")
        if manifest.find("application") is not None or manifest.find("uses-permission") is not None:
            wrong.append("AndroidManifest.xml asks for something: a library that opens no connection asks for nothing")
    rules = aar.read("proguard.txt").decode() if "proguard.txt" in names else ""
    wrong += [f"proguard.txt does not keep {kept}" for kept in ("com.sun.jna.**", f"{PACKAGE}.**") if kept not in rules]
    if "classes.jar" in names:
        classes = zipfile.ZipFile(io.BytesIO(aar.read("classes.jar"))).namelist()
        needed = ("org/healthdiary/Household.class", "org/healthdiary/CallsKt.class")
        wrong += [f"classes.jar has no {need}" for need in needed if need not in classes]
        wrong += [f"classes.jar has {name}, which is for tests" for name in classes if "/Simulated" in name or "/ScenarioStage" in name]
    return wrong


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Without a time of today's, so that the same content makes the same file."""
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    archive.writestr(about, content)


def version() -> str:
    pom = xml.etree.ElementTree.parse(HERE / "pom.xml").getroot()
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    return pom.findtext("m:version", namespaces=space) or ""


def pom() -> str:
    """What an app needs beside it, with the versions of pom.xml; JNA as an AAR, whose libraries are for Android."""
    root = xml.etree.ElementTree.parse(HERE / "pom.xml").getroot()
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    kotlin = root.findtext("m:properties/m:kotlin.version", namespaces=space) or ""
    dependencies = ""
    for one in root.findall("m:dependencies/m:dependency", space):
        text = {part.tag.rsplit("}", 1)[1]: (part.text or "").replace("${kotlin.version}", kotlin) for part in one}
        if text.get("scope") == "test":
            continue
        kind = "<type>aar</type>" if text["artifactId"] == "jna" else ""
        dependencies += (
            f"    <dependency><groupId>{text['groupId']}</groupId><artifactId>{text['artifactId']}</artifactId>"
            f"<version>{text['version']}</version>{kind}</dependency>\n"
        )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>{GROUP}</groupId>
  <artifactId>{NAME}</artifactId>
  <version>{version()}</version>
  <packaging>aar</packaging>
  <dependencies>
{dependencies}  </dependencies>
</project>
"""


def make(out: Path, classes: Path, native: dict[str, Path]) -> Path:
    """Lays the AAR and its POM out as a Maven repository does."""
    for abi, library in native.items():
        if abi not in ABIS:
            raise Wrong(f"{abi} is no ABI of Android; there are {', '.join(ABIS)}")
        if wrong := elf(library.read_bytes(), abi):
            raise Wrong(f"the library for {abi} cannot be packed: {'; '.join(wrong)}")
    folder = out.joinpath(*GROUP.split("."), NAME, version())
    folder.mkdir(parents=True, exist_ok=True)
    aar = folder / f"{NAME}-{version()}.aar"
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as archive:
        for file in sorted(file for file in classes.rglob("*") if file.is_file()):
            put(archive, file.relative_to(classes).as_posix(), file.read_bytes())
    with zipfile.ZipFile(aar, "w") as archive:
        put(archive, "AndroidManifest.xml", MANIFEST.encode())
        put(archive, "classes.jar", jar.getvalue())
        put(archive, "R.txt", b"")
        put(archive, "proguard.txt", (HERE / "consumer-rules.pro").read_bytes())
        for abi, library in sorted(native.items()):
            put(archive, f"jni/{abi}/libdiary_ffi.so", library.read_bytes())
    (folder / f"{NAME}-{version()}.pom").write_text(pom())
    for file in (aar, aar.with_suffix(".pom")):
        file.with_name(file.name + ".sha1").write_text(hashlib.sha1(file.read_bytes()).hexdigest())
    return aar


def main(words: list[str]) -> int:
    match words:
        case ["make", out, classes, *named] if named:
            try:
                pairs = dict(one.split("=", 1) for one in named)
                print(make(Path(out), Path(classes), {abi: Path(file) for abi, file in pairs.items()}))
            except (Wrong, OSError, ValueError) as error:
                print(f"bindings/kotlin/package: {error}", file=sys.stderr)
                return 1
        case ["check", *files] if files:
            found = [(file, what) for file in files for what in looked_at(Path(file))]
            for file, what in found:
                print(f"{Path(file).name}: {what}", file=sys.stderr)
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
