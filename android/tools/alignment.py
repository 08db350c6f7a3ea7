"""Whether every native library of an APK can be loaded on a phone with pages of 16 KiB.

Two things are asked of each: that its bytes lie at a multiple of 16 KiB in the APK, uncompressed, so that it can be mapped from there;
and that its own LOAD segments are aligned to 16 KiB (ELF, `p_align`).
"""

import struct
import sys
import zipfile

PAGE = 16_384
LOAD = 1


def problems(apk):
    """What is wrong, a line each."""
    found = []
    with zipfile.ZipFile(apk) as archive, open(apk, "rb") as raw:
        for entry in archive.infolist():
            if not entry.filename.endswith(".so"):
                continue
            if entry.compress_type != zipfile.ZIP_STORED:
                found.append(f"{entry.filename}: compressed, so that it cannot be mapped")
            elif begin(raw, entry) % PAGE:
                found.append(f"{entry.filename}: begins at {begin(raw, entry)}, which is no multiple of {PAGE}")
            for align in segments(archive.read(entry)):
                if align % PAGE:
                    found.append(f"{entry.filename}: a segment is aligned to {align} and not to {PAGE}")
    return found


def begin(raw, entry):
    """Where the bytes of an entry begin: behind its local header, which has lengths of its own."""
    raw.seek(entry.header_offset + 26)
    name, extra = struct.unpack("<HH", raw.read(4))
    return entry.header_offset + 30 + name + extra


def segments(elf):
    """The alignment of every LOAD segment."""
    if elf[:4] != b"\x7fELF" or elf[5] != 1:
        return [0]
    wide = elf[4] == 2
    table = struct.unpack_from("<Q", elf, 32)[0] if wide else struct.unpack_from("<I", elf, 28)[0]
    size, count = struct.unpack_from("<HH", elf, 54 if wide else 42)
    aligns = []
    for at in range(table, table + size * count, size):
        if struct.unpack_from("<I", elf, at)[0] == LOAD:
            aligns.append(struct.unpack_from("<Q", elf, at + 48)[0] if wide else struct.unpack_from("<I", elf, at + 28)[0])
    return aligns or [0]


if __name__ == "__main__":
    wrong = problems(sys.argv[1])
    print("\n".join(wrong))
    sys.exit(bool(wrong))
