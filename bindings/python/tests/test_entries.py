"""Writing, correcting, asking, erasing and moving."""

import pytest
from conftest import Home, at, note, pressure, values
from healthdiary import (
    CalendarPeriod,
    ClinicianNamed,
    DiaryError,
    DraftValue,
    EntryChange,
    EntryDraft,
    EntryQuestion,
    FieldHolds,
    Origin,
    OwnField,
    OwnFieldHolds,
    OwnKindChange,
    SampleChannel,
    SampleSeries,
    SaidMoment,
    StatisticsQuestion,
    kinds,
)


def test_an_entry_comes_back_with_values_units_and_civil_parts(home: Home) -> None:
    _, diary = home.person("Ana")
    entry = diary.add(pressure("2026-08-14T07:10", 128, 82))
    home.again()
    found = home.household.diary(diary.person()).entry(entry)
    assert found is not None
    said = found.said
    numbers = {value.field: (value.number, value.text, value.unit) for value in said.values}
    assert numbers == {
        "systolic": (128.0, "128", "mmHg"),
        "diastolic": (82.0, "82", "mmHg"),
        "pulse": (64.0, "64", "/min"),
    }
    parts = said.moment.parts
    assert parts is not None
    assert (parts.year, parts.month, parts.day, parts.hour, parts.minute) == (2026, 8, 14, 7, 10)
    assert (said.moment.zone, said.moment.offset_s, said.moment.day) == ("Europe/London", 3600, "2026-08-14")
    assert said.moment.earliest_ms == 1_786_687_800_000
    assert (said.moment.evidence, said.moment.precision) == ("chosen", "minute")
    assert said.origin == Origin.TYPED()


def test_every_kind_that_is_typed_says_what_it_takes(home: Home) -> None:
    described = {kind.name: kind for kind in kinds()}
    assert len(described) >= 30
    glucose = described["glucose"].fields[0].holds
    assert isinstance(glucose, FieldHolds.NUMBER)
    assert glucose.units == ["mmol/L", "mg/dL"]
    assert described["phq-9"].highest_score == 27
    assert [field.name for field in described["oximetry-night"].sampled]
    _, diary = home.person("Ana")
    draft = EntryDraft(
        kind="glucose", moment=at("2026-08-14T07:10"), values=[DraftValue(field="glucose", text="100", unit="mg/dL")]
    )
    found = diary.entry(diary.add(draft))
    assert found is not None and found.said.values[0].unit == "mg/dL"


def test_a_doubt_is_asked_about_and_an_impossibility_refused(home: Home) -> None:
    _, diary = home.person("Ana")
    odd = pressure("2026-08-14T07:10", 250, 82)
    [doubt] = diary.doubts(odd)
    assert (doubt.what, doubt.field, doubt.refuses, doubt.unit) == ("unusual", "systolic", False, "mmHg")
    with pytest.raises(DiaryError.Doubtful):
        diary.add(odd)
    diary.add(odd, confirmed=True)
    with pytest.raises(DiaryError.Invalid):
        diary.add(pressure("2026-08-14T07:10", 80, 120), confirmed=True)
    with pytest.raises(DiaryError.Invalid):
        diary.add(EntryDraft(kind="bp", moment=SaidMoment.NOW(), values=[DraftValue(field="no", text="1")]))
    assert sum(count.entries for count in diary.counts()) == 1


def test_a_correction_keeps_what_was_said(home: Home) -> None:
    _, diary = home.person("Ana")
    entry = diary.add(pressure("2026-08-14T07:10", 128, 82))
    change = EntryChange(values=values(systolic="118"), without=["pulse"], tags=["travel"], moment=at("2026-08-14T07:20", None))
    diary.amend(entry, change, "read it wrong")
    with pytest.raises(DiaryError.Invalid):
        diary.amend(entry, EntryChange(), "nothing")
    diary.retract(entry, "not my cuff")
    diary.reinstate(entry, "it was")
    found = diary.entry(entry)
    assert found is not None and found.amended and not found.retracted
    assert [value.field for value in found.said.values] == ["systolic", "diastolic"]
    assert (found.said.tags, diary.tags()) == (["travel"], ["travel"])
    assert (found.said.moment.civil, found.said.moment.zone) == ("2026-08-14T07:20:00", "Europe/London")
    history = diary.history(entry)
    assert [version.change for version in history] == ["made", "amended", "retracted", "reinstated"]
    assert history[1].reason == "read it wrong"
    assert history[0].said.values[0].text == "128"


def test_what_a_clinician_wrote_is_objected_to(home: Home) -> None:
    _, diary = home.person("Ana")
    draft = note("2026-08-14T07:10", "smokes")
    draft.clinician = ClinicianNamed(name="Dr Invented", organisation="A practice")
    entry = diary.add(draft)
    with pytest.raises(DiaryError.Invalid):
        diary.amend(entry, EntryChange(values=values(text="does not")), "wrong")
    diary.object_to(entry, "I never said that")
    found = diary.entry(entry)
    assert found is not None
    assert [objection.words for objection in found.objections] == ["I never said that"]
    assert found.said.origin == Origin.CLINICIAN(name="Dr Invented", organisation="A practice")


def test_pages_search_and_the_latest(home: Home) -> None:
    _, diary = home.person("Ana")
    ids = [diary.add(pressure(f"2026-08-{day:02}T07:10", 120 + day, 80)) for day in range(1, 11)]
    word = diary.add(note("2026-08-20T07:10", "a headache since noon"))
    question = EntryQuestion(kind="blood-pressure", first_day="2026-08-02", last_day="2026-08-09", oldest_first=True)
    first = diary.page(question, at_most=5)
    second = diary.page(question, first.next, 5)
    assert [entry.id for entry in first.entries + second.entries] == ids[1:9]
    assert first.next is not None and second.next is None
    [found] = diary.page(EntryQuestion(search="headac")).entries
    assert found.id == word
    assert {entry.id for entry in diary.latest()} == {ids[-1], word}
    span = diary.day_span()
    assert span is not None and (span.first, span.last) == ("2026-08-01", "2026-08-20")
    assert diary.revision() >= 11
    with pytest.raises(DiaryError.Invalid):
        diary.page(EntryQuestion(), "no cursor", 5)


def test_statistics_by_week(home: Home) -> None:
    _, diary = home.person("Ana")
    for day in range(1, 15):
        diary.add(pressure(f"2026-08-{day:02}T07:10", 120 + day, 80))
    numbers = diary.statistics(StatisticsQuestion(kind="blood-pressure", by=CalendarPeriod.WEEK))
    systolic = next(field for field in numbers.fields if field.field == "systolic")
    assert (numbers.entries, systolic.whole.count, systolic.whole.mean) == (14, 14, 127.5)
    assert [period.first_day for period in systolic.periods] == ["2026-07-27", "2026-08-03", "2026-08-10"]
    assert systolic.evening.mean is None
    assert systolic.whole.most is not None and systolic.whole.most.digits == "134"


def test_kinds_of_ones_own(home: Home) -> None:
    _, diary = home.person("Ana")
    fields = [
        OwnField(name="strength", holds=OwnFieldHolds.SCALE(), required=True),
        OwnField(name="cups", holds=OwnFieldHolds.AMOUNT(unit="cup")),
    ]
    kind = diary.define_kind("tremor", fields)
    draft = EntryDraft(kind="own", own_kind=kind, moment=at("2026-08-14T07:10"), values=values(strength="6", cups="2"))
    found = diary.entry(diary.add(draft))
    assert found is not None and found.said.own_kind == kind
    assert [(value.field, value.number) for value in found.said.values] == [("strength", 6.0), ("cups", 2.0)]
    [own] = diary.own_kinds()
    diary.redefine_kind(kind, [OwnKindChange.RETIRE_FIELD(number=own.fields[1].number)])
    [own] = diary.own_kinds()
    assert [field.name for field in own.retired] == ["cups"]
    numbers = diary.statistics(StatisticsQuestion(kind="own", own_kind=kind, by=CalendarPeriod.DAY))
    assert numbers.fields[0].whole.mean == 6.0


def test_a_night_comes_back_sample_by_sample(home: Home) -> None:
    _, diary = home.person("Ana")
    night = next(kind for kind in kinds() if kind.name == "oximetry-night")
    holds = night.sampled[0].holds
    assert isinstance(holds, FieldHolds.NUMBER)
    measured = [None if n == 50 else 90 + n % 8 for n in range(600)]
    channel = SampleChannel(field=night.sampled[0].name, unit=holds.units[0], values=measured)
    draft = EntryDraft(kind="oximetry-night", moment=at("2026-08-14T23:10"), values=[])
    entry = diary.add_series(draft, SampleSeries(step_ms=1000, channels=[channel]))
    [stretch] = diary.samples(entry)
    assert stretch.series.channels == [channel] and stretch.series.step_ms == 1000
    pieces = diary.chart(entry, channel.field, 100)
    assert [(piece.offset_ms, piece.count) for piece in pieces[:2]] == [(0, 99), (100_000, 100)]
    assert (pieces[0].lowest, pieces[0].highest) == (90.0, 97.0)
    diary.drop_samples(entry)
    assert diary.samples(entry) == []


def test_erasing_and_moving_leave_a_receipt(home: Home) -> None:
    ana, of_ana = home.person("Ana")
    _, of_ben = home.person("Ben")
    entry = of_ana.add(note("2026-08-14T07:10", "it was Ben's arm"))
    moved = of_ana.move_to(entry, of_ben, "Ben's")
    assert of_ana.entry(entry) is None and moved.erased is not None
    assert [came.reason for came in of_ben.came(moved.entry)] == ["Ben's"]
    receipt = of_ben.erase(moved.entry)
    assert receipt.versions >= 1 and "copies" in receipt.may_remain
    with pytest.raises(DiaryError.NotFound):
        of_ben.history(moved.entry)
    assert home.household.verify().sound
    assert ana in {person.id for person in home.household.people()}
