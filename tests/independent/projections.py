"""What the tables of household and diary must hold, worked out from the operations, and compared."""

from content import EVIDENCE, Content
from journal import emptied
from words import instances
from primitives import fields, require
from series import samples

VERSION = 1
# The kinds of operation of a diary that make and amend an entry, in each version of their bodies.
ADDED, AMENDED = {(1, 1), (1, 2)}, {(2, 1), (2, 2)}
DEFINED, RETRACTED, OBJECTED, SERIES = (8, 1), (9, 1), (10, 1), (13, 1)
# The kind of operation of a diary that erases others.
ERASED = 5
# The kind of operation of a household that removes a person, and empties the one that added them.
REMOVED = 22
# What follows it was taken over from a damaged file.
SALVAGED = 6
# An entry came from another file.
MOVED_IN = 7
# Who the person is.
PROFILE = 12


def same(database, expected):
    """Compares the tables; a backup has none."""
    if database is None:
        return
    for columns, rows in expected.items():
        names, table = columns.rsplit(" ", 1)
        found = database.execute(f"SELECT {names} FROM {table}").fetchall()
        require(sorted(found, key=repr) == sorted(rows, key=repr), f"table {table} is not what the operations give")


def household(database, operations):
    people, devices, slots, decisions, drained = {}, {}, {}, {}, {}
    sightings, syncs, pairs, newest = [], [], [], []
    moves, roles, told = {}, {}, {}
    for one in operations:
        if one.header is None:
            # Nothing else is ever emptied here than what added somebody who was removed.
            people[one.id] = (one.seq, one.id, "", None)
            continue
        kind, version = one.kind
        body = fields(one.body, 6)
        if version != VERSION:
            continue
        if kind == 1:
            people[one.id] = (one.seq, one.id, body[0], None)
        elif kind == 2:
            made = devices.get(body[0], (one.seq, one.id))
            devices[made[1]] = (made[0], made[1], one.seq)
        elif kind == 24:
            made = devices[body[0]]
            devices[body[0]] = (made[0], made[1], one.seq)
        elif kind == 23:
            told[devices[body[0]][0]] = one.seq
        elif kind == 3:
            device, slot, person = body[0], body[1], body[2]
            slots[devices[device][0], slot] = (people[person][0], one.header[3])
        elif kind == 4:
            sightings.append((one.seq, body[0], body[1], EVIDENCE[body[2]]))
        elif kind == 5:
            for identity, person, entry in body[0]:
                decisions.setdefault(identity, (identity, people[person][0], entry))
        elif kind == 6:
            syncs.append((one.seq, devices[body[0]][0], body[1], body[2], int(body[3] is not None)))
        elif kind == 9:
            shown, instant, error = body[1]
            pairs.append((one.seq, devices[body[0]][0], shown, instant, error))
        elif kind == 10:
            newest.append((one.seq, devices[body[0]][0], body[1], body[2]))
        elif kind == 11:
            moves[one.id] = (one.seq, one.id, body[0], None)
        elif kind == 12:
            if body[1] is not None:
                identity, person, entry = body[1]
                decisions[identity] = (identity, people[person][0], entry)
            seq, id, entry, done = moves[body[0]]
            moves[body[0]] = (seq, id, entry, done or one.seq)
        elif kind == 22 and body[1] in people:
            seq, id, _, by = people[body[1]]
            people[id] = (seq, id, "", by or one.seq)
            roles.pop(seq, None)
            slots = {slot: given for slot, given in slots.items() if given[0] != seq}
        elif kind == 21:
            roles[people[body[0]][0]] = body[1]
        elif kind == 8:
            for first, last in body[0]:
                drained.setdefault(first, (first, last))
    expected = {
        "id, person, name, removed people": people.values(),
        "id, device, latest devices": devices.values(),
        "device, slot, person, since_ms slots": [key + value for key, value in slots.items()],
        "id, at_ms, zone, evidence sightings": sightings,
        "id, device, session, at_ms, complete syncs": syncs,
        "id, device, device_s, phone_ms, error_ms clock_pairs": pairs,
        "id, device, stamp_s, received_ms newest_records": newest,
        "identity, person, entry decisions": decisions.values(),
        "first, last drained": drained.values(),
        "id, move, entry, done moves": moves.values(),
        "person, role roles": roles.items(),
        "device, latest told": told.items(),
    }
    same(database, expected)
    return {person: name for person, (_, _, name, removed) in people.items() if removed is None}


def diary(database, operations):
    """The entries: for each its operation, all versions, the one that shows first, and its media files."""
    known = {one.id: one.seq for one in operations}
    # The same order in every copy of a diary, whatever came to it first.
    operations = sorted((one for one in operations if one.header), key=place)
    made, versions, leads, twins, shows = {}, {}, {}, {}, {}
    for one in operations:
        if one.kind in ADDED:
            made[one.id] = one
            identity = fields(one.body, 2)[1]
            leading = one.id if identity is None else leads.setdefault(identity, one.id)
            shows[one.id] = leading
            if leading == one.id:
                versions[one.id] = [(one, Content(one.body[0]), [])]
            else:
                twins[one.id] = leading
    identities, media_erased = known_as(operations, known, leads)
    amendments = []
    for one in operations:
        if one.kind in AMENDED and one.body[0] in shows:
            leading = shows[one.body[0]]
            # What replaces one of the records that show as one replaces them all.
            replaces = [twins.get(other, other) for other in one.body[1]]
            versions[leading].append((one, Content(one.body[2]), replaces))
            amendments.append((made[leading].seq, one.seq))
        if one.kind == (MOVED_IN, VERSION) and one.body[0] in shows:
            amendments.append((made[shows[one.body[0]]].seq, one.seq))
    beside, takings, definitions = [], {}, []
    for one in operations:
        if one.kind in (RETRACTED, OBJECTED, SERIES) and one.body[0] in shows:
            beside.append((one.seq, made[shows[one.body[0]]].seq, one.kind[0]))
            if one.kind == RETRACTED:
                takings.setdefault(shows[one.body[0]], []).append(one)
        if one.kind == DEFINED:
            definitions.append((one.seq, fields(one.body, 3)[0] or one.id))
    retracted = {}
    for entry, said in takings.items():
        last = max(said, key=place)
        retracted[entry] = None if last.body[1] else last.seq
    media, removed = {}, {}
    for one in operations:
        if one.kind == (4, VERSION):
            removed.setdefault(one.body[0], one.seq)
    for one in operations:
        if one.kind == (3, VERSION) and one.body[1] in shows:
            media.setdefault(one.body[0], (one, made[shows[one.body[1]]]))
    rows, words, tags = [], [], []
    for id, all in versions.items():
        replaced = {other for _, _, replaces in all for other in replaces}
        opened = [version for version in all if version[0].id not in replaced]
        winner = max(opened, key=lambda version: place(version[0]))
        files = [(one, one_id not in removed) for one_id, (one, entry) in media.items() if entry.id == id]
        files.sort(key=lambda file: file[0].seq)
        by_arrival = sorted(all, key=lambda version: (version[0].id != id, version[0].seq))
        words += instances(made[id].seq, by_arrival, winner, files)
        all.sort(key=lambda version: version is not winner)
        content, latest = winner[1], winner[0].seq
        moment = content.moment
        tags += [(tag, moment.sort_ms, made[id].seq) for tag in content.tags]
        pair = int(len(opened) > 1)
        row = (made[id].seq, content.kind, moment.sort_ms, moment.day, latest, pair, retracted.get(id))
        rows.append(row)
    if database is not None:
        for id, (_, gone) in emptied(database).items():
            if gone is not None:
                media_erased.setdefault(gone, (gone, known[id]))
    expected = {
        "id, kind, sort_ms, day, latest, pair, retracted entries": rows,
        "entry, operation amendments": amendments,
        "key, entry identities": identities,
        "id, entry twins": [(made[id].seq, made[leading].seq) for id, leading in twins.items()],
        "media, id, entry, removed media": [
            (id, one.seq, entry.seq, removed.get(id)) for id, (one, entry) in media.items()
        ],
        "media, operation media_erased": media_erased.values(),
        "id, entry, kind beside": beside,
        "id, kind definitions": definitions,
        "id profiles": [(one.seq,) for one in operations if one.kind == (PROFILE, VERSION)],
        "term, doc, col, offset words_in_order": words,
        "tag, sort_ms, entry tags": tags,
        "name, version built": [("words", 1)],
    }
    same(database, expected)
    shown = sorted(versions.items(), key=lambda one: (one[1][0][1].moment.sort_ms, made[one[0]].seq))
    there = [(one, entry) for id, (one, entry) in media.items() if id not in removed]
    objections, series = {}, {}
    for one in operations:
        if one.kind == OBJECTED and one.body[0] in shows:
            objections.setdefault(shows[one.body[0]], []).append(one.body[1])
    recorded = [one for one in operations if one.kind == SERIES and one.body[0] in shows]
    for one in sorted(recorded, key=place):
        series.setdefault(shows[one.body[0]], []).append(samples(one))
    return [
        (made[id], all, [one for one, entry in there if entry.id == id], retracted.get(id) is not None,
         objections.get(id, []), series.get(id, []))
        for id, all in shown
    ]


def place(one):
    return one.order, one.writer, one.id


def known_as(operations, known, leads):
    """By which operation each record is known: rather by what keeps it away than by an entry; and erased media."""
    identities = {identity: known[id] for identity, id in leads.items()}
    away, media_erased = {}, {}
    for one in operations:
        if one.kind == (SALVAGED, VERSION):
            for identity in fields(one.body, 4)[3]:
                away.setdefault(identity, one.seq)
    for one in operations:
        if one.kind == (ERASED, VERSION):
            erased, identity, gone = fields(one.body, 3)
            for media in gone or []:
                media_erased.setdefault(media, (media, one.seq))
            if identity is not None:
                away.setdefault(identity, known.get(erased[0], one.seq))
    return (identities | away).items(), media_erased


def own_kinds(operations):
    """The kinds that the person defined: for each its name, and the names of its fields by number."""
    kinds = {}
    for one in sorted((one for one in operations if one.kind == DEFINED), key=lambda one: (one.order, one.writer)):
        kind, name, described = fields(one.body, 3)
        known = kinds.setdefault(kind or one.id, [None, {}, {}])
        known[0] = name
        for field in described:
            number, named, holds, *_ = field
            # What a field holds is what it held first.
            if known[2].setdefault(number, holds) == holds:
                known[1][number] = named
    return kinds
