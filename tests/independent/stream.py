"""Segments of live values, and the reading that a short one gives, by core/docs/format.md, "What a device sent"."""

from fractions import Fraction

from primitives import require

CONTINUOUS = bytes.fromhex("00002a5f00001000800000805f9b34fb")
JUMPER = bytes.fromhex("cdeacb8152354c07884693a37ee6b86d")
# What an item of this kind holds, and the words that are no number.
SEGMENT = 3
SPECIAL = (0x07FF, 0x0800, 0x07FE, 0x0802, 0x0801)
# Bits of the two statuses that cast doubt on a value; that it is still going on (5) does not.
DOUBTFUL = sum(1 << bit for bit in (6, 10, 11, 12, 13, 14, 15, *range(21, 29), *range(30, 36)))


def leb128(data, at):
    number, shift = 0, 0
    while True:
        require(at < len(data) and shift < 64, "a number of a segment")
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            require(number < 1 << 64, "a number of a segment")
            return number, at


def values(data):
    """Milliseconds since the first value, and the bytes of each."""
    at, since, found = 0, 0, []
    while at < len(data):
        later, at = leb128(data, at)
        length, at = leb128(data, at)
        require(at + length <= len(data), "a value of a segment")
        since += later
        found.append((since, data[at:at + length]))
        at += length
    return found


def sfloat(word):
    if word in SPECIAL:
        return None
    mantissa, exponent = word & 0x0FFF, word >> 12
    mantissa -= 0x1000 if mantissa & 0x0800 else 0
    exponent -= 0x10 if exponent & 0x08 else 0
    return Fraction(mantissa) * Fraction(10) ** exponent


def readable(uuid, frame):
    """Whether a value is a frame."""
    if uuid == JUMPER:
        return len(frame) == 4 and frame[0] == 0x81
    return len(frame) >= 5


def usable(uuid, frame):
    """The saturation of a frame, where there is one without a doubt."""
    if uuid == JUMPER:
        return None if frame[2] == 0x7F else Fraction(frame[2])
    flags, at, status = frame[0], 5 + 4 * bin(frame[0] & 3).count("1"), 0
    if flags & 4:
        status |= int.from_bytes(frame[at:at + 2], "little")
        at += 2
    if flags & 8:
        status |= int.from_bytes(frame[at:at + 2], "little") << 20
    return None if status & DOUBTFUL else sfloat(int.from_bytes(frame[1:3], "little"))


def reading(uuid, data):
    """The kind of entry, its saturation or flag, and how long after the first value it was."""
    frames = [(since, frame) for since, frame in values(data) if readable(uuid, frame)]
    seen = [(since, usable(uuid, frame)) for since, frame in frames]
    seen = [(since, value) for since, value in seen if value is not None]
    best, long_enough = None, False
    for at, (now, value) in enumerate(seen):
        begun = at
        while begun and seen[begun][0] - seen[begun - 1][0] <= 5000:
            begun -= 1
        if now - seen[begun][0] < 60000:
            continue
        long_enough = True
        stood = at
        while stood > begun and seen[stood - 1][1] == value:
            stood -= 1
        if now - seen[stood][0] >= 5000 and (best is None or value > best[0]):
            best = (value, now)
    if best:
        return 2, best[0], best[1]
    return 5, 42 if long_enough else 41 if seen else 40, frames[-1][0]


def check(item, content):
    """Whether an entry is what its segment gives; it may have been moved in time or corrected since."""
    version, _, _, what, uuid, data, at = item[:7]
    require((version, what[0]) == (2, SEGMENT) and uuid in (CONTINUOUS, JUMPER), "the segment of an entry")
    kind, said, since = reading(uuid, data)
    require(content.kind == kind, "the kind of a reading of a stream")
    if kind == 5:
        require(said in content.flags, "why a stream gave no reading")
    else:
        digits, exponent = next(choice for field, choice in content.values if field == 5)[1][0][:2]
        require(Fraction(digits) * Fraction(10) ** exponent == said, "the reading of a stream")
    require(content.moment.sort_ms == at[0] + since, "the moment of a reading of a stream")
