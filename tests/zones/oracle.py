#!/usr/bin/env python3
"""What every zone does around every change of its clocks, 1970 to 2037, by Python's zoneinfo: oracle.py RELEASE [links]

Written beside the core, sharing nothing with it: PyPI's `tzdata` of the same release, read by the standard library. Each line
is a case: a zone, a civil time as seconds since 1970 read as if it were UTC, and the instants at which that wall clock
shows it, in seconds: two for a doubled time, one, or none.

With `links`, each line is a name and the name of the zone that it stands for, itself or another.

Needs PYTHONTZPATH to be empty, so that the system's own files are not read: those of Debian differ in places.
"""

import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

import tzdata

FROM = 0
TO = 2_145_916_800  # 2038-01-01T00:00:00Z
STEP = 5 * 86_400
EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = EPOCH.replace(tzinfo=timezone.utc)


def offset(zone, seconds):
    instant = UTC_EPOCH + timedelta(seconds=seconds)
    return int(instant.astimezone(zone).utcoffset().total_seconds())


def listed(name):
    """The changes that the zone's file lists, so that two close to each other are not stepped over."""
    package, _, resource = ("tzdata.zoneinfo." + name.replace("/", ".")).rpartition(".")
    from importlib import resources

    data = resources.files(package).joinpath(resource).read_bytes()
    counts = [int.from_bytes(data[at : at + 4], "big") for at in range(20, 44, 4)]
    utc, std, leap, times, types, chars = counts
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc
    count = int.from_bytes(data[second + 32 : second + 36], "big")
    at = second + 44
    return [int.from_bytes(data[at + 8 * n : at + 8 * n + 8], "big", signed=True) for n in range(count)]


def changes(name, zone):
    """Every instant at which the offset changes: listed ones, and by search those that follow from the file's rule."""
    edges = {change for change in listed(name) if FROM < change < TO}
    marks = sorted(edges | set(range(FROM, TO, STEP)))
    found = set()
    for low, high in zip(marks, marks[1:]):
        before = offset(zone, low)
        if offset(zone, high - 1) != before:
            left, right = low, high - 1
            while right - left > 1:
                middle = (left + right) // 2
                if offset(zone, middle) == before:
                    left = middle
                else:
                    right = middle
            found.add(right)
        if offset(zone, high) != offset(zone, high - 1):
            found.add(high)
    return sorted(found)


def instants(zone, local):
    """The instants at which the wall clock shows this."""
    civil = EPOCH + timedelta(seconds=local)
    found = set()
    for fold in (0, 1):
        utc = local - int(civil.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds())
        if utc + offset(zone, utc) == local:
            found.add(utc)
    return sorted(found)


def links():
    """The names of the database and what they stand for, from its own source."""
    from importlib import resources

    target = {}
    for line in resources.files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text().splitlines():
        words = line.split()
        if words[0] == "L":
            target[words[2]] = words[1]
        elif words[0] == "Z":
            target[words[1]] = words[1]
    for name in sorted(target):
        zone = name
        while target[zone] != zone:
            zone = target[zone]
        sys.stdout.write(f"{name} {zone}\n")


def main():
    assert not zoneinfo.TZPATH, "set PYTHONTZPATH to nothing, so that only the package is read"
    assert tzdata.IANA_VERSION == sys.argv[1], f"tzdata is {tzdata.IANA_VERSION}, wanted {sys.argv[1]}"
    if sys.argv[2:] == ["links"]:
        links()
        return
    out = sys.stdout
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        locals_ = {FROM, TO - 1, 1_787_342_400}
        for change in changes(name, zone):
            before, after = offset(zone, change - 1), offset(zone, change)
            for ahead in (before, after):
                locals_.update(change + ahead + step for step in (-1, 0, 1))
            low, high = sorted((change + before, change + after))
            quarter = (high - low) // 4
            locals_.update((low + quarter, low + 2 * quarter, low + 3 * quarter))
            for away in (1800, 3600, 7200, 86_400):
                locals_.update((low - away, high + away))
        for local in sorted(locals_):
            out.write(f"{name} {local} {' '.join(map(str, instants(zone, local)))}\n")


if __name__ == "__main__":
    main()
