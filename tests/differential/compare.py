#!/usr/bin/env python3
"""Compares health-gatt with an independent decoder: compare.py BATCH [FRAMES]

BATCH is the example program `batch` of health-gatt, FRAMES how many frames a value (300 if left out). The other decoder is
PyPI's `bluetooth-sig` (RonanB96/bluetooth-sig-python), made from the Bluetooth SIG's own YAML. Only layouts without SFLOAT
and FLOAT are compared: its exponents are biased where IEEE 11073's are not.

Frames are seeded random bytes, most of them as long as their flags say. What differs is told by a label; each label must
stand in judged.json with a judgement against the specification, and each judged label must occur, so that the list stays
true. Exit 0 if it is.
"""

import json
import logging
import pathlib
import random
import subprocess
import sys

from bluetooth_sig import BluetoothSIGTranslator

SEED = 20260826


def stamp(rnd):
    """A Date Time that a calendar shows, most of the time."""
    if rnd.random() < 0.15:
        return bytes(rnd.randrange(256) for _ in range(7))
    year = rnd.randint(1990, 2040)
    return year.to_bytes(2, "little") + bytes(
        [rnd.randint(1, 12), rnd.randint(1, 28), rnd.randrange(24), rnd.randrange(60), rnd.randrange(60)]
    )


def some(rnd, length):
    return bytes(rnd.randrange(256) for _ in range(length))


def heart_rate(rnd):
    flags = rnd.randrange(32)
    body = some(rnd, 2 if flags & 1 else 1)
    body += some(rnd, 2) if flags & 8 else b""
    body += some(rnd, 2 * rnd.randrange(1, 5)) if flags & 16 else b""
    return bytes([flags]) + body


def weight(rnd):
    flags = rnd.randrange(16)
    body = some(rnd, 2) + (stamp(rnd) if flags & 2 else b"")
    body += some(rnd, 1) if flags & 4 else b""
    return bytes([flags]) + body + (some(rnd, 4) if flags & 8 else b"")


def composition(rnd):
    flags = rnd.randrange(1 << 13)
    fat = 0xFFFF if rnd.random() < 0.03 else rnd.randrange(1001)
    body = fat.to_bytes(2, "little") + (stamp(rnd) if flags & 2 else b"") + (some(rnd, 1) if flags & 4 else b"")
    for bit in range(3, 12):
        word = rnd.randrange(1001) if bit == 4 else rnd.randrange(0x10000)
        body += word.to_bytes(2, "little") if flags >> bit & 1 else b""
    return flags.to_bytes(2, "little") + body


def current_time(rnd):
    return stamp(rnd) + bytes([rnd.randrange(9), rnd.randrange(256), rnd.randrange(16)])


def fixed(length):
    return lambda rnd: some(rnd, length)


def value_of(enum):
    return getattr(enum, "value", enum)


def civil(time):
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")


def number(text):
    return None if text is None else round(float(text), 9)


def compare_heart_rate(ours, theirs):
    fields = ours["fields"]
    rr = [int(part) for part in fields.get("RR intervals", "").split(", ") if part]
    yield "heart rate", int(fields["heart rate"]), theirs.heart_rate
    energy = fields.get("energy expended")
    yield "energy", energy and int(energy), theirs.energy_expended
    yield "intervals", rr, [round(interval * 1024) for interval in theirs.rr_intervals]
    contact = {"not checked": 0, "not detected": 1, "detected": 2}[fields["sensor contact"]]
    yield "contact", contact, value_of(theirs.sensor_contact)


def compare_weight(ours, theirs):
    fields = ours["fields"]
    unsuccessful = ours["outcome"] == "failed_measurement"
    yield "weight", None if unsuccessful else number(fields["weight"]), None if theirs.weight is None else round(theirs.weight, 9)
    yield "stamp", fields.get("time stamp"), civil(theirs.timestamp)
    user = fields.get("user id")
    yield "user", user and (255 if user.startswith("unknown") else int(user)), theirs.user_id
    yield "bmi", number(fields.get("BMI")), None if theirs.bmi is None else round(theirs.bmi, 9)
    yield "height", number(fields.get("height")), None if theirs.height is None else round(theirs.height, 9)


def compare_composition(ours, theirs):
    fields = ours["fields"]
    if ours["outcome"] == "failed_measurement":
        yield "body fat", None, theirs.body_fat_percentage
        return
    yield "body fat", number(fields["body fat"]), round(theirs.body_fat_percentage, 9)
    yield "stamp", fields.get("time stamp"), civil(theirs.timestamp)
    for name, other in [
        ("basal metabolism", theirs.basal_metabolism),
        ("muscle percentage", theirs.muscle_percentage),
        ("muscle mass", theirs.muscle_mass),
        ("fat free mass", theirs.fat_free_mass),
        ("soft lean mass", theirs.soft_lean_mass),
        ("body water mass", theirs.body_water_mass),
        ("impedance", theirs.impedance),
        ("weight", theirs.weight),
        ("height", theirs.height),
    ]:
        yield name, number(fields.get(name)), None if other is None else round(float(other), 9)


def compare_current_time(ours, theirs):
    fields = ours["fields"]
    yield "time", fields["time"], civil(theirs.date_time)
    yield "fractions", int(fields["fractions"]), theirs.fractions256
    yield "reason", int(fields["adjust reason"].split()[0], 16), value_of(theirs.adjust_reason)


def text_number(text):
    return int(text.split()[0], 0)


def compare_single(name):
    def compare(ours, theirs):
        yield name, text_number(ours["fields"][name]), int(value_of(theirs))

    return compare


def compare_features(theirs_name):
    def compare(ours, theirs):
        bitmap = getattr(theirs, theirs_name) if theirs_name else theirs
        yield "features", int(ours["fields"]["features"].split()[0], 16), int(bitmap)

    return compare


def compare_pnp(ours, theirs):
    fields = ours["fields"]
    yield "vendor", int(fields["vendor"], 16), theirs.vendor_id
    yield "product", int(fields["product"], 16), theirs.product_id


def compare_date_time(ours, theirs):
    yield "time", ours["fields"]["time"], civil(theirs)


def compare_interval(ours, theirs):
    text = ours["fields"]["interval"]
    yield "interval", 0 if text.startswith("none") else int(text), theirs


VALUES = {
    "2a37": (heart_rate, compare_heart_rate),
    "2a19": (fixed(1), compare_single("battery")),
    "2a9d": (weight, compare_weight),
    "2a9c": (composition, compare_composition),
    "2a2b": (current_time, compare_current_time),
    "2a08": (stamp, compare_date_time),
    "2a49": (fixed(2), compare_features("features_bitmap")),
    "2a51": (fixed(2), compare_features("features_bitmap")),
    "2a9e": (fixed(4), compare_features("raw_value")),
    "2aa5": (fixed(3), compare_features(None)),
    "2a50": (lambda rnd: bytes([rnd.randint(0, 3)]) + some(rnd, 6), compare_pnp),
    "2a21": (fixed(2), compare_interval),
    "2a99": (fixed(4), compare_single("changes")),
}


def main():
    # What it refuses is counted here, not told one by one.
    logging.disable(logging.CRITICAL)
    batch, frames = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300
    rnd = random.Random(SEED)
    translator = BluetoothSIGTranslator()
    asked = []
    for what, (make, _) in VALUES.items():
        for _ in range(frames):
            frame = make(rnd)
            if rnd.random() < 0.1:
                frame = frame[: rnd.randrange(len(frame) + 1)]
            asked.append((what, frame))
    lines = "".join(f"{what} {frame.hex()}\n" for what, frame in asked)
    out = subprocess.run([batch], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(out) == len(asked), "one answer a line"

    found, equal = {}, 0
    for (what, frame), line in zip(asked, out):
        ours = json.loads(line)
        try:
            theirs = translator.parse_characteristic(what.upper(), frame)
        except Exception as error:  # its errors have many types
            theirs = error
        labels = []
        if "error" in ours and isinstance(theirs, Exception):
            pass
        elif "error" in ours:
            labels.append(f"{what}: only they accept")
        elif isinstance(theirs, Exception):
            labels.append(f"{what}: only we accept" + (", remarked" if ours["remarks"] else ""))
        else:
            labels = [f"{what}: {name}" for name, a, b in VALUES[what][1](ours, theirs) if a != b]
        if not labels:
            equal += 1
        for label in labels:
            found.setdefault(label, []).append((frame.hex(), line, repr(theirs)[:200]))

    judged = json.loads((pathlib.Path(__file__).parent / "judged.json").read_text())
    unjudged = sorted(set(found) - set(judged))
    stale = sorted(set(judged) - set(found))
    for label in sorted(found):
        print(f"{len(found[label]):5} {label}: {judged.get(label, 'NOT JUDGED')}")
    for label in unjudged:
        for frame, ours, theirs in found[label][:3]:
            print(f"  {label}\n    {frame}\n    {ours}\n    {theirs}")
    for label in stale:
        print(f"      {label}: judged, but it does not occur")
    print(f"{equal} of {len(asked)} frames are read alike, {len(found)} kinds of difference, all judged: {not unjudged}")
    return 1 if unjudged or stale else 0


if __name__ == "__main__":
    sys.exit(main())
