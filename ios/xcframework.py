"""A Swift package with the library for Apple's systems in it: made here, and looked at.

    xcframework.py make OUT GENERATED SLICE=LIBRARY...   OUT/HealthDiary, a package that an app adds as it is, and
                                                         OUT/InfoPlist.xcstrings, what the system shows of the app itself
    xcframework.py check PACKAGE                         says what is wrong

A slice is `ios-arm64`, `ios-arm64-simulator` or `macos-arm64`, its library a static one. Needs nothing but Python: an XCFramework is
a folder with a list of what is in it.
"""

import plistlib
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
# Slice: the system, its variant, and the number that object files have for both.
SLICES = {"ios-arm64": ("ios", None, 2), "ios-arm64-simulator": ("ios", "simulator", 7), "macos-arm64": ("macos", None, 1)}
ARM64 = 0x0100000C
LIBRARY = "libdiary_ffi.a"
GENERATED = ("HealthDiaryCore.swift", "HealthDiaryFFI.h", "HealthDiaryFFI.modulemap")

PACKAGE = """// swift-tools-version: 6.0
// Made by ios/package.
import PackageDescription

let package = Package(
  name: "HealthDiary",
  defaultLocalization: "en",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [
    .library(name: "HealthDiary", targets: ["HealthDiary"]),
    .library(name: "HealthDiaryModel", targets: ["HealthDiaryModel"]),
    .library(name: "HealthDiaryPhone", targets: ["HealthDiaryPhone"]),
    .library(name: "HealthDiaryRadio", targets: ["HealthDiaryRadio"]),
    .library(name: "HealthDiaryViews", targets: ["HealthDiaryViews"]),
  ],
  targets: [
    .binaryTarget(name: "HealthDiaryFFI", path: "HealthDiaryFFI.xcframework"),
    .target(name: "HealthDiaryCore", dependencies: ["HealthDiaryFFI"]),
    .target(name: "HealthDiary", dependencies: ["HealthDiaryCore"]),
    .target(name: "HealthDiaryMessages", resources: [.process("Localizable.xcstrings")]),
    .target(
      name: "HealthDiaryModel",
      dependencies: ["HealthDiary", "HealthDiaryMessages", "HealthDiaryRadio"],
      path: "Sources/HealthDiaryUI/Model"),
    .target(name: "HealthDiaryPhone", dependencies: ["HealthDiary", "HealthDiaryModel", "HealthDiaryRadio"]),
    .target(name: "HealthDiaryRadio", dependencies: ["HealthDiary"]),
    .target(
      name: "HealthDiaryViews", dependencies: ["HealthDiaryModel"],
      path: "Sources/HealthDiaryUI/Views"),
  ],
  swiftLanguageModes: [.v6])
"""


class Wrong(Exception):
    """What is wrong, as a line."""


def members(archive: bytes) -> Iterator[bytes]:
    """The files in a static library."""
    at = 8
    while at + 60 <= len(archive):
        name, size = archive[at : at + 16].decode("latin-1").strip(), int(archive[at + 48 : at + 58] or b"0")
        content = archive[at + 60 : at + 60 + size]
        # BSD's form has a long name at the beginning of the content.
        yield content[int(name[3:]) :] if name.startswith("#1/") else content
        at += 60 + size + size % 2


def wrong_with(library: bytes, slice_: str) -> str | None:
    """What is wrong with a static library for a slice."""
    system = SLICES[slice_][2]
    if library[:8] != b"!<arch>\n":
        return "it is no static library of one machine"
    try:
        objects = [one for one in members(library) if one[:4] == struct.pack("<I", 0xFEEDFACF) and len(one) >= 32]
    except ValueError:
        return "its list of files cannot be read"
    if not objects:
        return "there is nothing for Apple's systems in it"
    for one in objects:
        machine, _, _, count = struct.unpack_from("<IIII", one, 4)
        if machine != ARM64:
            return f"it is for machine {machine:#x}, not for arm64"
        at = 32
        for _ in range(count):
            if at + 12 > len(one):
                return "an object file ends in the middle"
            command, length, found = struct.unpack_from("<III", one, at)
            # LC_BUILD_VERSION
            if command == 0x32 and found != system:
                return f"it is for system {found}, and {slice_} is {system}"
            at += max(length, 8)
    return None


def make(out: Path, generated: Path, libraries: dict[str, Path]) -> Path:
    for name in libraries:
        if name not in SLICES:
            raise Wrong(f"{name} is no slice; there are {', '.join(SLICES)}")
    for name, library in libraries.items():
        if wrong := wrong_with(library.read_bytes(), name):
            raise Wrong(f"the library for {name} cannot be packed: {wrong}")
    for name in GENERATED:
        if not (generated / name).is_file():
            raise Wrong(f"{name} is not in {generated}; generate it with bindgen")
    package = out / "HealthDiary"
    if package.exists():
        raise Wrong(f"{package} is there already; take it away first")
    shutil.copytree(HERE / "Sources", package / "Sources")
    core = package / "Sources/HealthDiaryCore"
    core.mkdir(exist_ok=True)
    shutil.copy(generated / "HealthDiaryCore.swift", core)
    _messages("swift", package / "Sources/HealthDiaryMessages")
    _messages("info", out)
    framework = package / "HealthDiaryFFI.xcframework"
    listed = []
    for name, library in sorted(libraries.items()):
        headers = framework / name / "Headers"
        headers.mkdir(parents=True)
        shutil.copy(library, framework / name / LIBRARY)
        shutil.copy(generated / "HealthDiaryFFI.h", headers)
        shutil.copy(generated / "HealthDiaryFFI.modulemap", headers / "module.modulemap")
        system, variant, _ = SLICES[name]
        slice_ = {
            "BinaryPath": LIBRARY,
            "HeadersPath": "Headers",
            "LibraryIdentifier": name,
            "LibraryPath": LIBRARY,
            "SupportedArchitectures": ["arm64"],
            "SupportedPlatform": system,
        }
        listed.append(slice_ | ({"SupportedPlatformVariant": variant} if variant else {}))
    about = {"AvailableLibraries": listed, "CFBundlePackageType": "XFWK", "XCFrameworkFormatVersion": "1.0"}
    (framework / "Info.plist").write_bytes(plistlib.dumps(about))
    (package / "Package.swift").write_text(PACKAGE)
    return package


def _messages(form: str, into: Path) -> None:
    """What the app says, from the words of both apps."""
    try:
        subprocess.run([HERE.parent / "bindings/messages/generate", form, into], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as wrong:
        raise Wrong(wrong.stderr.strip()) from wrong


def looked_at(package: Path) -> list[str]:
    """What is wrong with a package."""
    sources = [f"Sources/{name}" for name in ("HealthDiary", "HealthDiaryPhone", "HealthDiaryRadio", "HealthDiaryUI")]
    generated = ["HealthDiaryCore/HealthDiaryCore.swift", "HealthDiaryMessages/MessageKey.swift", "HealthDiaryMessages/Localizable.xcstrings"]
    needed = ["Package.swift", *sources, *(f"Sources/{name}" for name in generated), "HealthDiaryFFI.xcframework/Info.plist"]
    wrong = [f"{name} is missing" for name in needed if not (package / name).exists()]
    if wrong:
        return wrong
    framework = package / "HealthDiaryFFI.xcframework"
    try:
        about = plistlib.loads((framework / "Info.plist").read_bytes())
        slices = about["AvailableLibraries"]
    except (plistlib.InvalidFileException, KeyError, ValueError):
        return ["HealthDiaryFFI.xcframework/Info.plist cannot be read"]
    for one in slices:
        name = one.get("LibraryIdentifier")
        if name not in SLICES:
            wrong.append(f"{name} is no slice")
            continue
        if (one.get("SupportedPlatform"), one.get("SupportedPlatformVariant")) != SLICES[name][:2]:
            wrong.append(f"{name} is listed for another system")
        for file in (LIBRARY, "Headers/HealthDiaryFFI.h", "Headers/module.modulemap"):
            if not (framework / name / file).is_file():
                wrong.append(f"{name} has no {file}")
        library = framework / name / LIBRARY
        if library.is_file() and (what := wrong_with(library.read_bytes(), name)):
            wrong.append(f"{name}: {what}")
    there = {folder.name for folder in framework.iterdir() if folder.is_dir()}
    wrong += [f"{name} is not in the list" for name in sorted(there - {one.get("LibraryIdentifier") for one in slices})]
    return wrong if slices else [*wrong, "there is no slice in it"]


def main(words: list[str]) -> int:
    match words:
        case ["make", out, generated, *named] if named:
            try:
                pairs = dict(one.split("=", 1) for one in named)
                print(make(Path(out), Path(generated), {name: Path(file) for name, file in pairs.items()}))
            except (Wrong, OSError, ValueError) as error:
                print(f"ios/package: {error}", file=sys.stderr)
                return 1
        case ["check", package]:
            found = looked_at(Path(package))
            for what in found:
                print(what, file=sys.stderr)
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
