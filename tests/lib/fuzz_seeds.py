#!/usr/bin/env python3
"""Writes the seeds of fuzz targets: tests/lib/fuzz_seeds.py FOLDER BINARY TARGET...

Nothing generated is kept in the repository. The seeds of health-gatt are its vectors, which are, and they are the best
ones; the order of the names is that of `BINARY decode --list`. The seeds of the moments are texts that lie near to
where something can go wrong: a change of the clocks, an end of the calendar, a place that kept the time to the second. Those of media are the smallest
files of each kind; those of keys say which sample is changed; those of backups what somebody with the key could say in each place.
"""

import hashlib
import json
import pathlib
import struct
import subprocess
import sys

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "gatt"

ZONES = [
    "Europe/London", "Europe/Dublin", "Africa/Casablanca", "Africa/Monrovia", "America/Sao_Paulo", "America/New_York",
    "America/Caracas", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kathmandu", "Asia/Pyongyang", "Pacific/Apia",
    "Pacific/Kwajalein", "Etc/UTC", "Etc/GMT+5", "europe/london", "Moon/Tycho",
]
TIMES = [
    "2026-03-29T01:30:00", "2026-10-25T01:30", "2026-10-25 01:30:00.250", "2006-04-02T02:30", "1971-06-01T12:00:00",
    "2011-12-30T12:00", "1993-08-21T12:00:00", "0001-01-02T00:00:00", "9999-12-30T23:59:59.999", "2024-02-29T24:00:00",
    "2026-12-31T23:59:60",
]
OFFSETS = ["", "Z", "-00:00", "+00:00", "+01:00", "-03:00", "+10:30", "-00:44:30", "-00:45", "+23:59", "+24:00"]
SUFFIXES = ["", "[+01:00]", "[!Europe/London]", "[u-ca=iso8601]", "[!u-ca=hebrew]"]


def gatt(folder: pathlib.Path, binary: str) -> None:
    listed = subprocess.run([binary, "decode", "--list", "--json"], check=True, capture_output=True).stdout
    names = [row["code"] for row in json.loads(listed)["names"]]
    for target in ("values", "control", "streams", "text"):
        (folder / target).mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(VECTORS.glob("*.json")):
        for row in json.loads(path.read_text()):
            data = bytes.fromhex(row["hex"].replace(" ", ""))
            # 256 names and more would need a second selector byte; until then one is enough.
            selector = names.index(row["what"])
            (folder / "values" / row["id"]).write_bytes(bytes([selector, int("quirks" in row)]) + data)
            for kind in range(6):
                (folder / "control" / f"{row['id']}-{kind}").write_bytes(bytes([kind]) + data)
            for parser in range(9):
                (folder / "streams" / f"{row['id']}-{parser}").write_bytes(bytes([parser, 3]) + data * 2)
            for field in row.get("expect", {}).get("fields", []):
                (folder / "text" / f"{row['id']}-{count}").write_text(field["value"])
                count += 1


def moments(folder: pathlib.Path) -> None:
    own = folder / "moments"
    own.mkdir(parents=True, exist_ok=True)
    ends = SUFFIXES + [f"[{zone}]" for zone in ZONES]
    texts = [time + offset + end for time in TIMES for offset in OFFSETS for end in ends]
    whole = "2026-10-24T12:00:00+01:00[Europe/London]/2026-10-25T12:00:00+00:00[Europe/London]"
    for number, text in enumerate([*texts, whole, "2026-10-25", "2026-10-25T01:30/2026-10-25T02:30"]):
        (own / str(number)).write_text(text)


def keys(folder: pathlib.Path) -> None:
    """Which file is changed, and nothing changed in it: the target has the samples of each version itself."""
    own = folder / "keys"
    own.mkdir(parents=True, exist_ok=True)
    for choice in (0, 1, 2, 3, 4, 16, 240, 241, 242, 255):
        (own / str(choice)).write_bytes(bytes([choice]))


def media(folder: pathlib.Path) -> None:
    """The smallest files of each kind that is stripped, behind a byte that says in which pieces; and a header."""
    own = folder / "media"
    own.mkdir(parents=True, exist_ok=True)

    def box(kind: bytes, *content: bytes) -> bytes:
        whole = b"".join(content)
        return struct.pack(">I", len(whole) + 8) + kind + whole

    def full(kind: bytes, version: int, *content: bytes) -> bytes:
        return box(kind, bytes([version, 0, 0, 0]), *content)

    def numbers(*all: int) -> bytes:
        return struct.pack(f">{len(all)}I", *all)

    def track(handler: bytes, offset: int, sample: bytes) -> bytes:
        table = box(
            b"stbl",
            full(b"stsd", 0, numbers(1), box(b"avc1" if handler == b"vide" else b"gpmd", bytes(78))),
            full(b"stsc", 0, numbers(1, 1, 1, 1)),
            full(b"stsz", 0, numbers(0, 1, len(sample))),
            full(b"stco", 0, numbers(1, offset)),
        )
        data = box(b"dinf", full(b"dref", 0, numbers(1), box(b"url ", bytes([0, 0, 0, 1]))))
        hdlr = full(b"hdlr", 0, numbers(0), handler, bytes(12), b"name\0")
        media = box(b"mdia", full(b"mdhd", 0, numbers(1, 1, 600, 1, 0)), hdlr, box(b"minf", data, table))
        return box(b"trak", full(b"tkhd", 0, numbers(1, 1, 1, 0, 1), bytes(60)), media)

    ftyp, sample = box(b"ftyp", b"isom", bytes(4)), b"GPS of a second"
    tracks = [track(b"vide", 24, sample), track(b"meta", 24 + len(sample), sample)]
    mvhd = full(b"mvhd", 0, numbers(1, 1, 600, 1), bytes(80))
    film = ftyp + box(b"mdat", sample * 2) + box(b"moov", mvhd, *tracks, box(b"udta", box(b"\xa9xyz", b"+47.4+8.5/")))
    short = struct.Struct(">H").pack
    items = [(b"hvc1", b"a picture"), (b"Exif", numbers(0) + b"MM\0*" + bytes(8))]
    listed = [full(b"infe", 2, short(at), bytes(2), kind, b"\0") for at, (kind, _) in enumerate(items, 1)]
    still, base = b"", 0
    for _ in range(2):
        places, at = b"", base
        for number, (_, data) in enumerate(items, 1):
            places += short(number) + bytes(4) + short(1) + numbers(at, len(data))
            at += len(data)
        meta = full(
            b"meta",
            0,
            full(b"hdlr", 0, numbers(0), b"pict", bytes(13)),
            full(b"iinf", 0, short(len(items)), *listed),
            full(b"iref", 0, box(b"thmb", short(1), short(1), short(1)), box(b"cdsc", short(2), short(1), short(1))),
            box(b"iprp", box(b"ipco", box(b"hvcC", bytes(4)), box(b"udes", b"words")), full(b"ipma", 0, bytes(4))),
            full(b"iloc", 1, b"\x44\0", short(len(items)), places),
        )
        head = box(b"ftyp", b"heic", bytes(4)) + meta
        base = len(head) + 8
        still = head + box(b"mdat", *(data for _, data in items))
    exif = b"Exif\0\0MM\0*" + numbers(8) + short(1) + bytes.fromhex("011200030000000100060000") + bytes(4)
    jpeg = b"\xff\xd8\xff\xe1" + short(len(exif) + 2) + exif + b"\xff\xc0\0\x0b" + bytes(9)
    jpeg += b"\xff\xda\0\x08" + bytes(6) + b"\x12\xff\0\x34\xff\xd9"

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + bytes(4)

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"tEXt", b"words") + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    start = b"HDmedia\n" + numbers(1, 64) + b"\3" * 16 + b"\1" * 16
    header = (start + hashlib.sha256(start).digest()[:16]).ljust(1408, b"\0")
    for name, data in {"film": film, "still": still, "jpeg": jpeg, "png": png}.items():
        for piece in (0, 6, 0xDF):
            (own / f"{name}-{piece}").write_bytes(bytes([piece]) + data)
    (own / "header").write_bytes(b"\xff" + header + bytes(100))


def cbor(value) -> bytes:
    """The few kinds that the lists of a backup have."""

    def head(kind: int, number: int) -> bytes:
        for length, code in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
            if code is None and number < 24:
                return bytes([kind << 5 | number])
            if code is not None and number < 1 << 8 * length:
                return bytes([kind << 5 | code]) + number.to_bytes(length, "big")
        raise ValueError(number)

    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value)) + value.encode()
    return head(4, len(value)) + b"".join(map(cbor, value))


def backup(folder: pathlib.Path) -> None:
    """What to alter, in which file, and either the whole content or three bytes a change; without the key four bytes a deed."""
    own = folder / "backup"
    own.mkdir(parents=True, exist_ok=True)
    most, id, piece = (1 << 64) - 1, b"\3" * 16, [b"\5" * 32, 1 << 62]
    file = [id, [0, []], 0, [[1, b"\1" * 32, most, b"\2" * 32, b"\4" * 64]], None, piece, piece, [], piece]
    contents = [
        [1, id, id, 2, 0, None, [1, b"\6" * 32], [file], [[1, 0, b"\7" * 32, True]], []],
        [1, [["file", id], ["household", id]], [["anchors", ["file"], [[[3, [id]]]], most], ["facts", ["name"], [], None]]],
        [1, [[1, b"frame", b"header", None, None, None], [-1, b"", b"", b"", b"", b""]]],
        [1, [[1, 1, most, most, 0, 0, piece], [1, 5, 2, 0, -1, 1, piece]]],
        [1, [[id, most, [piece] * 3], [id, 0, []]]],
        [2],
    ]
    for part, content in enumerate(contents):
        for place in (0, 1, 2):
            (own / f"content-{part}-{place}").write_bytes(bytes([0x80 | part, place]) + cbor(content))
            changes = bytes([part, place]) + b"".join(struct.pack(">HB", at * 7, 1 << at % 8) for at in range(place))
            (own / f"changes-{part}-{place}").write_bytes(changes)
    for deed in range(7):
        (own / f"deeds-{deed}").write_bytes(bytes([6, 0]) + bytes(byte for at in range(3) for byte in (at * 3, deed, at * 80, 64)))


def main() -> int:
    folder, binary, targets = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if set(targets) - {"moments", "keys", "media", "backup"}:
        gatt(folder, binary)
    if "moments" in targets:
        moments(folder)
    if "keys" in targets:
        keys(folder)
    if "media" in targets:
        media(folder)
    if "backup" in targets:
        backup(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
