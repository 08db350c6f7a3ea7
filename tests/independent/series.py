"""The samples of an entry: core/docs/format.md, "Samples of an entry"."""

from primitives import fields, require

SQUASHED = (1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
            3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094)


def squash(stretched):
    at, rest = divmod(max(-2047, min(2047, stretched)) + 2048, 128)
    return SQUASHED[at] * (128 - rest) + SQUASHED[at + 1] * rest + 64 >> 7


STRETCHED = []
for stretched in range(-2047, 2048):
    STRETCHED += [stretched] * (squash(stretched) + 1 - len(STRETCHED))
STRETCHED += [2047] * (4096 - len(STRETCHED))


class Decisions:
    """The arithmetic decoder."""

    def __init__(self, raw):
        self.raw = iter(raw)
        self.low, self.high, self.number = 0, 2**32 - 1, 0
        for _ in range(4):
            self.shift()

    def shift(self):
        self.number = (self.number << 8 | next(self.raw, 0)) % 2**32

    def decide(self, likely):
        middle = self.low + ((self.high - self.low) * likely >> 12)
        yes = self.number <= middle
        if yes:
            self.high = middle
        else:
            self.low = middle + 1
        while self.low >> 24 == self.high >> 24:
            self.low, self.high = self.low << 8 & 0xFFFFFFFF, (self.high << 8 & 0xFFFFFFFF) | 0xFF
            self.shift()
        return yes

    def even(self):
        return self.decide(2048)

    def remembered(self, memory):
        yes = self.decide(max(1, min(4095, memory[0] >> 4)))
        learn(memory, yes)
        return yes

    def mixed(self, memories, weights):
        estimates = [STRETCHED[memory[0] >> 4] for memory in memories]
        dot = sum(estimate * weight for estimate, weight in zip(estimates, weights)) >> 16
        likely = max(1, min(4095, squash(dot)))
        yes = self.decide(likely)
        missed = ((yes << 12) - likely) * 61
        for at, estimate in enumerate(estimates):
            weights[at] += estimate * missed + 0x8000 >> 16
        for memory in memories:
            learn(memory, yes)
        return yes


def learn(memory, yes):
    likely, met = memory
    memory[0] += (yes * 65535 - likely) * (655360 // (10 * met + 16)) >> 16
    memory[1] = min(met + 1, 149)


def bucket(stood):
    return stood if stood < 4 else 4 + sum(stood > end for end in (5, 8, 14, 30, 80))


class Row:
    """What was seen of one row of values."""

    def __init__(self):
        self.missing = [[32768, 0], [32768, 0]]
        self.memories = [{} for _ in range(5)]
        self.weights = {}
        self.was_missing = False
        self.last, self.lately, self.longer = 0, None, None
        self.stood, self.stood_before, self.way, self.way_before = 0, 0, 0, 0

    def value(self, said):
        self.was_missing = said.remembered(self.missing[self.was_missing])
        if self.was_missing:
            return None
        difference = self.difference(said)
        self.last += difference
        now = self.last * 256
        if self.lately is None:
            self.lately, self.longer = now, now
        else:
            self.lately += now - self.lately >> 4
            self.longer += now - self.longer >> 6
        if difference == 0:
            self.stood += 1
        else:
            self.way_before, self.way = self.way, 1 if difference > 0 else -1
            self.stood_before, self.stood = self.stood, 0
        return self.last

    def difference(self, said):
        cases = self.cases()
        if not self.mixed(said, cases, 0, bucket(self.stood)):
            return 0
        down = self.mixed(said, cases, 1, 10)
        size = 1
        while size <= 12 and self.mixed(said, cases, 2 + min(size, 3), 11):
            size += 1
        if size > 12:
            count = 0
            while count < 32 and said.even():
                count += 1
            more = 1
            for _ in range(count):
                more = more << 1 | said.even()
            size += more - 1
        return -size if down else size

    def cases(self):
        way, before = self.way + 1, self.way_before + 1
        lately = max(-8, min(8, self.last * 256 - (self.lately or 0) + 32 >> 6)) + 8
        longer = max(-8, min(8, self.last * 256 - (self.longer or 0) + 64 >> 7)) + 8
        stood, stood_before = bucket(self.stood), bucket(self.stood_before)
        return (
            stood * 3 + way,
            (lately * 4 + way) * 16 + min(stood, 3),
            (longer * 4 + way) * 16 + stood,
            (stood * 10 + stood_before) * 9 + way * 3 + before,
            lately * 32 + longer,
        )

    def mixed(self, said, cases, sort, weights):
        memories = [one.setdefault((case, sort), [32768, 0]) for one, case in zip(self.memories, cases)]
        return said.mixed(memories, self.weights.setdefault(weights, [15729] * 5))


def samples(operation):
    """What an operation of kind 13 holds."""
    _, offset_ms, step_ms, count, channels, states = fields(operation.body, 6)
    said = Decisions(operation.raw)
    rows = []
    for _ in range(len(channels) + 1):
        row = Row()
        rows.append([row.value(said) for _ in range(count)])
    require(next(said.raw, None) is None, "bytes behind samples")
    status = [states[at] for at in rows.pop()]
    channels = [fields(channel, 3) for channel in channels]
    return {
        "offset_ms": offset_ms,
        "step_ms": step_ms,
        "channels": [
            {"field": field, "unit": unit, "exponent": exponent, "values": values}
            for (field, unit, exponent), values in zip(channels, rows)
        ],
        "status": status,
    }
