"""The APK: resources, dex and native libraries, aligned to 16 KiB and signed with a key for trying it out.

JNA's libraries are taken from its AAR. The core's own for a phone comes from a build with the NDK: put it into
target/android/native/ABI/libdiary_ffi.so and it is packed. Without one the APK says so, and cannot open a diary.
"""

import shutil
import struct
import zipfile

import alignment
from locks import lock, unpacked, version
from places import OUT
from promised import check_apk
from resources import LINKED
from steps import Failed, run, say
from shrink import dex

APK = OUT / "health-diary.apk"
ABIS = ("arm64-v8a", "armeabi-v7a", "x86_64")
NATIVE = OUT / "native"
# What a download may have, in bytes, without native libraries.
MOST = 4_000_000
KEY = OUT / "trying-out.keystore"
PASSWORD = "trying-out"


def build():
    """Packs, signs and looks at it."""
    packed = OUT / "packed.apk"
    _pack(packed)
    if not KEY.exists():
        run("key", ["keytool", "-genkeypair", "-keystore", KEY, "-storepass", PASSWORD, "-keypass", PASSWORD, "-alias", "key",
                    "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "36500", "-dname", "CN=Trying out"])
    shutil.copy(packed, APK)
    run("sign", ["apksigner", "sign", "--ks", KEY, "--ks-pass", f"pass:{PASSWORD}", "--ks-key-alias", "key",
                 "--min-sdk-version", version("minSdk"), APK])
    _look()


def natives():
    """(ABI, file) of every native library that is packed."""
    jna = unpacked(next(one for one in lock("app") if one.name == "jna"))
    for abi in ABIS:
        yield abi, jna / "jni" / abi / "libjnidispatch.so"
        if (own := NATIVE / abi / "libdiary_ffi.so").exists():
            yield abi, own


def _pack(packed):
    with zipfile.ZipFile(LINKED) as resources, zipfile.ZipFile(packed, "w") as apk:
        for entry in sorted(resources.infolist(), key=lambda entry: entry.filename):
            # The table is mapped as it is.
            stored = entry.filename == "resources.arsc" or entry.compress_type == zipfile.ZIP_STORED
            _add(apk, entry.filename, resources.read(entry), 4, stored)
        for file in sorted(dex().glob("*.dex")):
            _add(apk, file.name, file.read_bytes(), 4, False)
        for abi, file in natives():
            _add(apk, f"lib/{abi}/{file.name}", file.read_bytes(), alignment.PAGE, True)


def _add(apk, name, data, align, stored):
    """Adds an entry whose bytes begin at a multiple of `align`; the extra field 0xD935 tells the signer to keep it so."""
    entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    if stored:
        field = 6
        begin = apk.fp.tell() + 30 + len(name.encode()) + field
        padding = -begin % align
        entry.extra = struct.pack("<HHH", 0xD935, 2 + padding, align) + bytes(padding)
    apk.writestr(entry, data)


def _look():
    run("verify", ["apksigner", "verify", "--min-sdk-version", version("minSdk"), APK])
    run("zipalign", ["zipalign", "-c", "-p", "4", APK])
    check_apk(APK)
    wrong = alignment.problems(APK)
    if wrong:
        raise Failed("not ready for pages of 16 KiB:\n" + "\n".join(f"  {line}" for line in wrong))
    with zipfile.ZipFile(APK) as apk:
        native = sum(entry.compress_size for entry in apk.infolist() if entry.filename.endswith(".so"))
    rest = APK.stat().st_size - native
    say(f"{APK}: {rest:,} bytes, and {native:,} of native libraries")
    if rest > MOST:
        raise Failed(f"the APK without native libraries has {rest:,} bytes; the limit is {MOST:,}")
    if not any(NATIVE.glob("*/libdiary_ffi.so")):
        say(f"without the core's own library: build it with the NDK and put it into {NATIVE}/arm64-v8a")
