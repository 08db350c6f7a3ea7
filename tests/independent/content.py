"""What an entry says, for people: core/docs/format.md, "What an entry says"."""

import pathlib
import re
from datetime import date, datetime, timedelta

from primitives import fields

PAGE = (pathlib.Path(__file__).parents[2] / "core/docs/format.md").read_text()


def rows(heading):
    """The rows of a table of the page, as lists of cells."""
    table = PAGE.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.split("\n")[1:]]


KINDS = {int(number): name for number, name, *_ in rows("| kind | name | fields |")}
FIELDS, CHOICES = {}, {}
for number, name, holds in rows("| field | name | holds |"):
    FIELDS[int(number)] = name
    if holds.startswith("choice"):
        names = (choice.split(" ") for choice in holds.split(": ", 1)[1].split(", "))
        CHOICES[int(number)] = {int(number): name for number, name in names}
# The kind whose fields a person defined.
OWN = 100
UNITS = re.search(r"^Units: (.*)\.$", PAGE, re.MULTILINE)[1]
UNITS = {int(number): text for number, text in re.findall(r"(\d+) ([^\s`]*) ?`", UNITS)}
UNREAD = ("not-a-number", "not-at-this-resolution", "too-high", "too-low", "reserved")
EVIDENCE = ("phone-setting", "location", "chosen", "device", "import-offset", "import-assumed", "unknown")
DAY_MS = 86_400_000


class Content:
    """An entry's content, opened."""

    def __init__(self, raw):
        self.kind, moment, self.values, self.flags, self.note, self.source, tags, self.defined = fields(raw, 8)
        self.tags = tags or []
        self.moment = Moment(moment)

    def shown(self, own):
        kind, names = own[self.defined][:2] if self.kind == OWN else (KINDS[self.kind], FIELDS)
        values = {names[field]: value(field, *choice) for field, choice in self.values}
        shown = {"kind": kind, "when": str(self.moment), "evidence": EVIDENCE[self.moment.evidence]}
        shown |= {"values": values, "flags": self.flags, "note": self.note, "tags": self.tags}
        if self.source[0] == 1:
            device, model, decoder, how, cause, shift_ms = fields(self.source[1][0], 6)
            shown["source"] = {"device": device.hex(), "model": model, "decoder": decoder, "how": how}
            shown["source"] |= {"cause": cause, "shift_ms": shift_ms}
        if self.source[0] == 2:
            name, organisation = fields(self.source[1][0], 2)
            shown["source"] = {"clinician": name, "organisation": organisation}
        return shown


def value(field, choice, given):
    if choice in (0, 7):
        (mantissa, exponent), unit = given
        return {"number": decimal(mantissa, exponent), "unit": UNITS[unit] if choice == 0 else unit}
    (one,) = given
    return {
        1: lambda: {"text": one},
        2: lambda: {"unread": UNREAD[one]},
        # A field of a person's own is one of yes and no.
        3: lambda: {"choice": CHOICES.get(field, {1: "yes", 2: "no"})[one]},
        4: lambda: {"choices": [CHOICES[field][number] for number in one]},
        5: lambda: {"time": str(Moment(one))},
        6: lambda: {"entry": one.hex()},
    }[choice]()


def decimal(mantissa, exponent):
    sign, digits = "-" if mantissa < 0 else "", str(abs(mantissa))
    if exponent >= 0:
        return sign + (digits + "0" * exponent if mantissa else "0")
    digits = digits.rjust(1 - exponent, "0")
    return f"{sign}{digits[:exponent]}.{digits[exponent:]}"


class Moment:
    """When something was: a choice of instant, span or bare civil time, and what the wall clock showed."""

    def __init__(self, raw):
        when, self.offset, self.zone, self.civil, self.evidence, *_, self.other_zone = fields(raw, 9)
        self.choice, self.when = when
        if self.choice == 2:
            self.civil = self.when[0]

    @property
    def sort_ms(self):
        if self.choice < 2:
            return self.when[-1]
        choice, civil = self.civil
        return civil[-1] * (DAY_MS if choice == 0 else 1000)

    @property
    def day(self):
        if self.civil is None:
            return None
        choice, civil = self.civil
        if choice == 0:
            return civil[0]
        days = {seconds // 86_400 for seconds in civil}
        return days.pop() if len(days) == 1 else None

    def __str__(self):
        if self.choice == 2:
            choice, civil = self.civil
            return str(date(1970, 1, 1) + timedelta(civil[0])) if choice == 0 else "/".join(map(civil_text, civil))
        civils = self.civil[1] if self.civil else [None] * len(self.when)
        return "/".join(self.bound(instant, civil) for instant, civil in zip(self.when, civils))

    def bound(self, instant, civil):
        seconds, millis = divmod(instant, 1000)
        text = civil_text(seconds if civil is None else civil) + (f".{millis:03}" if millis else "")
        return text + ("Z" if civil is None else offset_text(civil - seconds)) + (f"[{self.zone}]" if self.zone else "")


def civil_text(seconds):
    return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()


def offset_text(seconds):
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")
