//! What is exported comes back exactly: every member and column is read by the rules of `core/docs/exchange.md`, not by
//! the code that wrote it, and compared with what the diary says.

mod kinds;
mod own;
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::export::{self, ExportError, PersonExport};
use crate::cbor;
use crate::diary::{
    Attachment, ChangeOfEntry, Clinician, Content, Decimal, Diary, DiaryError, Entry, FieldValue, Flag,
    Kinds, Provenance, Shape, Source, Tags, Unit, Unread, Value, Version, kind, parse_blood_pressure,
};
use crate::id::{DeviceId, EntryId, FileId, KindId, MediaId, OperationId, PersonId};
use crate::journal::{Author, Journal, Role, Writer};
use crate::media::{Detail, Finished};
use crate::testing::{FixedClock, SeededEntropy};
use crate::time::{
    Civil, CivilDate, CivilTime, DayStart, Evidence, Instant, Mark, Moment, Occurrence, Offset, When, Zone,
    ZoneName, Zones,
};

const ANA: PersonId = PersonId::from_bytes([4; 16]);

// What a reader gets: one text a member, absent where it is null or empty.

#[derive(Debug, Clone, PartialEq, Default)]
struct Read {
    members: BTreeMap<String, String>,
    /// (field's name, its number where the form says it, the value).
    values: Vec<(Option<String>, Option<u16>, Value)>,
    flags: Vec<String>,
}

/// The plain members that a content should have, from its getters.
fn expected(content: &Content) -> Read {
    let mut members = BTreeMap::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
    };
    let described = content.described();
    put("kind", described.map(|kind| kind.name.into()));
    put("kind_number", Some(content.kind.to_string()));
    put("note", content.note.clone());
    if let Source::Device(from) = &content.source {
        put("source", Some("device".into()));
        put("device", Some(from.device.to_string()));
        put("model", Some(from.model.clone()));
        put("decoder", Some(from.decoder.to_string()));
        put("how", Some(from.how.clone()));
        put("cause", from.cause.clone());
        put("shift_ms", from.shift_ms.map(|shift| shift.to_string()));
    } else if let Source::Clinician(by) = &content.source {
        put("source", Some("clinician".into()));
        put("clinician", Some(by.name.clone()));
        put("clinician_organisation", by.organisation.clone());
    } else {
        put("source", Some("typed".into()));
    }
    put("tags", Some(content.tags.iter().collect::<Vec<_>>().join(" ")).filter(|tags| !tags.is_empty()));
    put("defined", content.defined.map(|kind| kind.to_string()));
    let name = |number| described?.field(number).map(|field| field.name.to_owned());
    let flag = |flag: &Flag| {
        described
            .and_then(|kind| kind.flag(flag.0))
            .map_or_else(|| flag.0.to_string(), |flag| flag.name.to_owned())
    };
    Read {
        members,
        values: content
            .values
            .iter()
            .map(|value| (name(value.field), Some(value.field), value.value.clone()))
            .collect(),
        flags: content.flags.iter().map(flag).collect(),
    }
}

/// Times are read back into the types of `time` and compared there.
fn assert_moment(get: &dyn Fn(&str) -> Option<String>, marks: &[String], moment: &Moment) {
    fn read<T: FromStr>(text: Option<String>) -> Option<T>
    where
        T::Err: std::fmt::Debug,
    {
        text.map(|text| text.parse().unwrap())
    }
    let civil_only = match moment.when() {
        When::At(instant) => {
            assert_eq!(read(get("instant")), Some(instant));
            false
        }
        When::Within { earliest, latest } => {
            assert_eq!((read(get("earliest")), read(get("latest"))), (Some(earliest), Some(latest)));
            assert_eq!(get("instant"), None);
            false
        }
        When::Civil(_) => true,
    };
    assert_eq!(get("instant").is_none() && get("earliest").is_none() && get("latest").is_none(), civil_only);
    assert_eq!(read::<Offset>(get("offset")), moment.offset());
    assert_eq!(get("zone").as_deref(), moment.zone().map(ZoneName::as_str));
    assert_eq!(get("other_zone").as_deref(), moment.other_zone().map(ZoneName::as_str));
    assert_eq!(get("civil").map(|text| civil_of(&text)), moment.civil());
    assert_eq!(Evidence::from_code(&get("evidence").unwrap()).unwrap(), moment.evidence());
    assert_eq!(get("precision").as_deref(), Some(moment.precision().code()));
    assert_eq!(get("database").as_deref().unwrap_or_default(), moment.database());
    assert_eq!(read::<CivilDate>(get("day")), moment.diary_day(DayStart::MIDNIGHT));
    let found: Vec<&str> = moment.marks().map(Mark::code).collect();
    assert_eq!(marks, found);
}

/// `12E1`, `36.50`, `-7`: digits and exponent, as any library for decimal numbers takes them apart.
fn decimal(text: &str) -> Decimal {
    let (digits, power) = text.split_once('E').unwrap_or((text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent = power.parse::<i16>().unwrap() - i16::try_from(decimals).unwrap();
    let mantissa = digits.replace('.', "").parse().unwrap();
    Decimal { mantissa, exponent: exponent.try_into().unwrap() }
}

fn unit(text: &str, ucum: &str) -> Unit {
    let known = |unit: &&Unit| (unit.text(), unit.ucum()) == (text, ucum);
    *Unit::ALL.iter().find(known).unwrap()
}

const UNREAD: [Unread; 5] =
    [Unread::NotANumber, Unread::NotAtThisResolution, Unread::TooHigh, Unread::TooLow, Unread::Reserved];

fn unread(name: &str) -> Unread {
    UNREAD.into_iter().find(|unread| unread.name() == name).unwrap()
}

fn json_value(value: &Json) -> (Option<String>, Option<u16>, Value) {
    let held = if let Some(digits) = value.get("value") {
        let (digits, text) = (decimal(digits.as_str().unwrap()), value["unit"].as_str().unwrap());
        match value["ucum"].as_str() {
            Some(ucum) => Value::Number { digits, unit: unit(text, ucum) },
            None => Value::Amount { digits, unit: text.to_owned() },
        }
    } else if let Some(number) = value.get("choice_number") {
        Value::Choice(number.as_u64().unwrap().try_into().unwrap())
    } else if let Some(choices) = value.get("choices") {
        let number = |chosen: &Json| chosen["choice_number"].as_u64().unwrap().try_into().unwrap();
        Value::Choices(choices.as_array().unwrap().iter().map(number).collect())
    } else if let Some(time) = value.get("time") {
        Value::Time(Box::new(json_moment(time)))
    } else if let Some(entry) = value.get("refers_to") {
        Value::Entry(entry.as_str().unwrap().parse().unwrap())
    } else if let Some(text) = value.get("text") {
        Value::Text(text.as_str().unwrap().to_owned())
    } else {
        Value::Unread(unread(value["unread"].as_str().unwrap()))
    };
    let number = value["field_number"].as_u64().unwrap().try_into().unwrap();
    (value["field"].as_str().map(str::to_owned), Some(number), held)
}

/// The moment that an object of members spells, through the bytes that it would be stored as.
fn json_moment(said: &Json) -> Moment {
    fn read<T: FromStr>(text: &Json) -> Option<T>
    where
        T::Err: std::fmt::Debug,
    {
        json_text(text).map(|text| text.parse().unwrap())
    }
    let civil = json_text(&said["civil"]).map(|text| civil_of(&text));
    let (when, shown) = match (read(&said["instant"]), read(&said["earliest"]), read(&said["latest"])) {
        (Some(instant), None, None) => (When::At(instant), civil),
        (None, Some(earliest), Some(latest)) => (When::Within { earliest, latest }, civil),
        _ => (When::Civil(civil.unwrap()), None),
    };
    let marks = said["marks"].as_array().unwrap().iter().map(|mark| {
        ["ambiguous", "offset-conflict", "unknown-zone"].iter().position(|known| mark == known).unwrap()
    });
    let evidence = Evidence::from_code(said["evidence"].as_str().unwrap()).unwrap();
    let precision = ["millisecond", "second", "minute"].iter().position(|known| said["precision"] == *known);
    let mut bytes = Vec::new();
    let mut e = minicbor::Encoder::new(&mut bytes);
    e.array(9).unwrap().encode(when).unwrap().encode(read::<Offset>(&said["offset"])).unwrap();
    e.encode(json_text(&said["zone"])).unwrap().encode(shown).unwrap().encode(evidence).unwrap();
    e.str(said["database"].as_str().unwrap())
        .unwrap()
        .encode(u64::try_from(precision.unwrap()).unwrap())
        .unwrap();
    e.encode(marks.map(|mark| u64::try_from(mark).unwrap()).collect::<Vec<_>>()).unwrap();
    e.encode(json_text(&said["other_zone"])).unwrap();
    cbor::decode(&bytes).unwrap()
}

fn civil_of(text: &str) -> Civil {
    match text.split_once('/') {
        Some((earliest, latest)) => {
            Civil::Between { earliest: earliest.parse().unwrap(), latest: latest.parse().unwrap() }
        }
        None if text.contains('T') => Civil::Time(text.parse().unwrap()),
        None => Civil::Date(text.parse().unwrap()),
    }
}

fn json_text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn assert_json(said: &Json, content: &Content) {
    let mut read = Read::default();
    for name in ["kind", "kind_number", "note", "source", "defined"] {
        read.members.extend(json_text(&said[name]).map(|text| (name.to_owned(), text)));
    }
    if let Some(device) = said["device"].as_object() {
        for (name, value) in device {
            let name = if name == "id" { "device" } else { name };
            read.members.extend(json_text(value).map(|text| (name.to_owned(), text)));
        }
    }
    let tags: Vec<String> = said["tags"].as_array().unwrap().iter().filter_map(json_text).collect();
    read.members.extend((!tags.is_empty()).then(|| ("tags".to_owned(), tags.join(" "))));
    if let Some(clinician) = said["clinician"].as_object() {
        for (name, member) in [("name", "clinician"), ("organisation", "clinician_organisation")] {
            read.members.extend(json_text(&clinician[name]).map(|text| (member.to_owned(), text)));
        }
    }
    read.values = said["values"].as_array().unwrap().iter().map(json_value).collect();
    let flag = |flag: &Json| json_text(&flag["flag"]).unwrap_or_else(|| flag["flag_number"].to_string());
    read.flags = said["flags"].as_array().unwrap().iter().map(flag).collect();
    assert_eq!(read, expected(content));
    let marks: Vec<String> = said["marks"].as_array().unwrap().iter().filter_map(json_text).collect();
    assert_moment(&|name| json_text(&said[name]), &marks, &content.moment);
}

fn assert_json_entry(object: &Json, (entry, history): &(Entry, Vec<Version>)) {
    assert_json(object, &entry.content);
    assert_eq!(object["entry"], entry.id.to_string());
    assert_eq!((&object["amended"], &object["pair"]), (&Json::from(entry.amended), &Json::from(entry.pair)));
    let versions = object["history"].as_array().unwrap();
    assert_eq!(versions.len(), history.len());
    for (object, version) in versions.iter().zip(history) {
        assert_eq!(object["operation"], version.operation.to_string());
        assert_eq!(object["recorded_at_ms"], version.at_ms);
        let at = json_text(&object["recorded_at"]).map(|text| text.parse::<Instant>().unwrap());
        assert_eq!(at, Instant::from_millis(version.at_ms).ok());
        assert_eq!(object["recorded_zone"], version.zone);
        assert_eq!(json_text(&object["author"]), version.author.person.map(|person| person.to_string()));
        let role = ["household", "device", "program"][version.author.role as usize];
        assert_eq!(object["role"], role);
        assert_eq!(json_text(&object["reason"]), version.reason);
        assert_json(&object["said"], &version.content);
    }
}

/// Words in a cell: nothing is no text; one apostrophe in front goes.
fn cell_words(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.strip_prefix('\'').unwrap_or(cell).to_owned())
}

/// The columns that hold words: those of the fields, and the rest.
fn holds_words(column: &str) -> bool {
    let fields = || kind::ALL.iter().flat_map(|kind| kind.fields);
    let time = |name: &str| fields().any(|field| field.name == name && field.shape == Shape::Time);
    fields().any(|field| field.name == column && matches!(field.shape, Shape::Text { .. } | Shape::Time))
        && !time(column)
        || [
            "person_name",
            "zone",
            "other_zone",
            "database",
            "note",
            "model",
            "how",
            "cause",
            "tags",
            "clinician",
            "clinician_organisation",
        ]
        .contains(&column)
}

fn assert_row(row: &BTreeMap<String, String>, name: &str, entry: &Entry) {
    for (column, cell) in row.iter().filter(|(column, _)| holds_words(column)) {
        let first = cell.chars().next();
        assert!(!first.is_some_and(|first| "=+-@\t\r\n\0＝＋－＠".contains(first)), "{column}: {cell}");
    }
    let get = |name: &str| {
        let cell = &row[name];
        if holds_words(name) { cell_words(cell) } else { (!cell.is_empty()).then(|| cell.clone()) }
    };
    assert_eq!(get("person").unwrap(), ANA.to_string());
    assert_eq!(get("person_name").unwrap_or_default(), name);
    assert_eq!(get("entry").unwrap(), entry.id.to_string());
    assert_eq!(get("amended").unwrap(), entry.amended.to_string());
    assert_eq!(get("pair").unwrap(), entry.pair.to_string());
    let content = &entry.content;
    let mut read = Read::default();
    for name in [
        "kind",
        "kind_number",
        "note",
        "source",
        "device",
        "model",
        "decoder",
        "how",
        "cause",
        "shift_ms",
        "tags",
        "clinician",
        "clinician_organisation",
        "defined",
    ] {
        read.members.extend(get(name).map(|text| (name.to_owned(), text)));
    }
    let split = |name: &str| -> Vec<String> {
        get(name).map(|text| text.split(' ').map(str::to_owned).collect()).unwrap_or_default()
    };
    read.flags = split("flags");
    for unit_column in row.keys().filter_map(|name| name.strip_suffix("_ucum")) {
        let with = |suffix: &str| get(&format!("{unit_column}{suffix}"));
        let value = match (with(""), with("_unread")) {
            (Some(digits), None) => {
                let unit = unit(&with("_unit").unwrap_or_default(), &with("_ucum").unwrap());
                Value::Number { digits: decimal(&digits), unit }
            }
            (None, Some(why)) => Value::Unread(unread(&why)),
            (None, None) => continue,
            both => panic!("{both:?}"),
        };
        read.values.push((Some(unit_column.to_owned()), None, value));
    }
    let mut seen = BTreeSet::new();
    for field in kind::ALL.iter().flat_map(|kind| kind.fields) {
        if !seen.insert(field.name) || matches!(field.shape, Shape::Number { .. } | Shape::Amount { .. }) {
            continue;
        }
        let Some(cell) = get(field.name) else { continue };
        let chosen =
            |name: &str| field.shape.choices().iter().find(|choice| choice.name == name).unwrap().number;
        let held = match field.shape {
            Shape::Choice(_) => Value::Choice(chosen(&cell)),
            Shape::Choices(_) => Value::Choices(cell.split(' ').map(chosen).collect()),
            Shape::Entry => Value::Entry(cell.parse().unwrap()),
            Shape::Time => {
                let moment = json_moment(&get(&format!("{}_time", field.name)).unwrap().parse().unwrap());
                assert_eq!(cell_words(&cell).unwrap(), moment.to_text());
                Value::Time(Box::new(moment))
            }
            _ => Value::Text(cell),
        };
        read.values.push((Some(field.name.to_owned()), None, held));
    }
    let others = get("other_values").map_or(Json::Array(Vec::new()), |text| text.parse().unwrap());
    read.values.extend(others.as_array().unwrap().iter().map(json_value));
    // Columns have an order of their own, and say the number only for what has no name.
    let sorted = |mut values: Vec<(Option<String>, Option<u16>, Value)>| {
        for value in &mut values {
            value.1 = value.1.filter(|_| value.0.is_none());
        }
        values.sort_by_key(|value| format!("{value:?}"));
        values
    };
    let expected = expected(content);
    let model_is_said = matches!(content.source, Source::Device(_));
    assert_eq!(get("model").is_some(), model_is_said);
    assert_eq!(sorted(read.values), sorted(expected.values));
    assert_eq!((read.members, read.flags), (expected.members, expected.flags));
    assert_moment(&get, &split("marks"), &content.moment);
}

type Item = (Entry, Vec<Version>);

/// An entry that says this, with nothing beside it.
fn entry(id: u8, content: Content) -> Entry {
    Entry {
        id: EntryId::from_bytes([id; 16]),
        content,
        amended: false,
        pair: false,
        attachments: Vec::new(),
        retracted: false,
        objections: Vec::new(),
    }
}

fn as_json(name: &str, items: &[Item]) -> Json {
    let entries = Box::new(items.iter().cloned().map(Ok));
    let mut out = Vec::new();
    let at = "2026-11-01T08:00:00Z".parse().unwrap();
    let done = export::json(
        [PersonExport { person: ANA, name, kinds: Kinds::default(), entries, samples: None }],
        at,
        &mut out,
    )
    .unwrap();
    assert_eq!((done.people, done.entries), (1, items.len() as u64));
    serde_json::from_slice(&out).unwrap()
}

fn as_csv(name: &str, items: &[Item]) -> Vec<u8> {
    let entries = Box::new(items.iter().cloned().map(Ok));
    let mut out = Vec::new();
    let done = export::csv(
        [PersonExport { person: ANA, name, kinds: Kinds::default(), entries, samples: None }],
        &mut out,
    )
    .unwrap();
    assert_eq!(done.entries, items.len() as u64);
    out
}

fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let row = |record: ::csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

// Anything that a file can hold, whether or not this program would write it.

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[=+@\t\r\n\0'＝＋－＠-]{0,2}[a-z,;\"' \r\n]{0,6}",
        Just(String::new()),
        Just("=HYPERLINK(\"http://example.invalid\",\"see\")".to_owned()),
    ]
}

fn instant() -> impl Strategy<Value = Instant> {
    (Instant::MIN.as_millis()..=Instant::MAX.as_millis()).prop_map(|ms| Instant::from_millis(ms).unwrap())
}

fn civil() -> impl Strategy<Value = Civil> {
    let time =
        || (-62_135_510_400_i64..253_402_214_400).prop_map(|s| CivilTime::from_utc_seconds(s).unwrap());
    prop_oneof![
        (-700_000..2_900_000).prop_map(|days| Civil::Date(CivilDate::from_epoch_day(days).unwrap())),
        time().prop_map(Civil::Time),
        (time(), time()).prop_map(|(earliest, latest)| Civil::Between { earliest, latest }),
    ]
}

/// Every form that the stored bytes of a moment can have, through those bytes: constructors allow fewer.
fn moment() -> BoxedStrategy<Moment> {
    moment_with(civil().prop_map(Some).boxed())
}

/// As [`moment`]; `beside` is what stands beside a bare civil time, where by the page nothing does.
fn moment_with(beside: BoxedStrategy<Option<Civil>>) -> BoxedStrategy<Moment> {
    let when = prop_oneof![
        instant().prop_map(When::At),
        (instant(), instant()).prop_map(|(earliest, latest)| When::Within { earliest, latest }),
        civil().prop_map(When::Civil),
    ];
    let offset = prop::option::of((-86_399..=86_399_i32).prop_map(|s| Offset::from_seconds(s).unwrap()));
    let zone = || prop::option::of(prop_oneof![Just("Europe/London".to_owned()), words()]);
    let marks = prop::collection::btree_set(0_u8..3, 0..=3);
    let shown = (prop::option::of(civil()), beside);
    (when, offset, zone(), shown, 0_u8..7, words(), 0_u8..3, marks, zone())
        .prop_map(|(when, offset, zone, (civil, beside), evidence, database, precision, marks, other)| {
            let civil = if matches!(when, When::Civil(_)) { civil.and(beside) } else { civil };
            let mut bytes = Vec::new();
            let mut e = minicbor::Encoder::new(&mut bytes);
            e.array(9).unwrap().encode(when).unwrap().encode(offset).unwrap().encode(zone).unwrap();
            e.encode(civil).unwrap().u8(evidence).unwrap().str(&database).unwrap().u8(precision).unwrap();
            e.encode(marks).unwrap().encode(other).unwrap();
            cbor::decode(&bytes).unwrap()
        })
        .boxed()
}

fn value() -> BoxedStrategy<Value> {
    let unit = prop::sample::select(Unit::ALL);
    let digits =
        || (any::<i64>(), -18_i8..=18).prop_map(|(mantissa, exponent)| Decimal { mantissa, exponent });
    let choice = || prop_oneof![0_u16..=6, any::<u16>()];
    prop_oneof![
        (digits(), unit).prop_map(|(digits, unit)| Value::Number { digits, unit }),
        (digits(), words()).prop_map(|(digits, unit)| Value::Amount { digits, unit }),
        choice().prop_map(Value::Choice),
        prop::collection::vec(choice(), 0..4).prop_map(Value::Choices),
        moment_with(Just(None).boxed()).prop_map(|moment| Value::Time(Box::new(moment))),
        any::<[u8; 16]>().prop_map(|id| Value::Entry(EntryId::from_bytes(id))),
        words().prop_map(Value::Text),
        prop::sample::select(&UNREAD[..]).prop_map(Value::Unread),
    ]
    .boxed()
}

fn content() -> BoxedStrategy<Content> {
    let values = prop::collection::vec(
        (prop_oneof![1_u16..90, any::<u16>()], value())
            .prop_map(|(field, value)| FieldValue { field, value }),
        0..5,
    );
    let source = prop_oneof![
        Just(Source::Typed),
        (any::<[u8; 16]>(), words(), any::<u16>(), words(), prop::option::of(words()), any::<Option<i64>>())
            .prop_map(|(id, model, decoder, how, cause, shift_ms)| {
                let device = DeviceId::from_bytes(id);
                Source::Device(Provenance { device, model, decoder, how, cause, shift_ms })
            }),
        (words(), prop::option::of(words()))
            .prop_map(|(name, organisation)| Source::Clinician(Clinician { name, organisation })),
    ];
    let tags = prop::collection::vec("[a-z#=+@-]{1,8}", 0..3)
        .prop_map(|tags| Tags::new(tags.iter().map(String::as_str)).unwrap_or_default());
    let defined = prop::option::of(any::<[u8; 16]>().prop_map(KindId::from_bytes));
    let flags = prop::collection::vec(prop_oneof![1_u16..=36, any::<u16>()].prop_map(Flag), 0..4);
    let note = prop::option::of(words());
    let kind = prop_oneof![1_u16..=30, any::<u16>()];
    (kind, moment(), values, flags, note, source, tags, defined)
        .prop_map(|(kind, moment, values, flags, note, source, tags, defined)| Content {
            kind,
            moment,
            values,
            flags,
            note,
            source,
            tags,
            defined,
        })
        .boxed()
}

fn item() -> impl Strategy<Value = Item> {
    let author = (0_usize..3, prop::option::of(any::<[u8; 16]>())).prop_map(|(role, person)| Author {
        role: [Role::Household, Role::Device, Role::Program][role],
        person: person.map(PersonId::from_bytes),
    });
    let version = (any::<[u8; 16]>(), any::<i64>(), words(), author, prop::option::of(words()), content())
        .prop_map(|(id, at_ms, zone, author, reason, content)| Version {
            operation: OperationId::from_bytes(id),
            at_ms,
            zone,
            author,
            reason,
            content,
            change: ChangeOfEntry::Amended,
        });
    let entry = (any::<[u8; 16]>(), content(), any::<bool>(), any::<bool>()).prop_map(
        |(id, content, amended, pair)| Entry {
            id: EntryId::from_bytes(id),
            content,
            amended,
            pair,
            attachments: Vec::new(),
            retracted: false,
            objections: Vec::new(),
        },
    );
    (entry, prop::collection::vec(version, 0..3))
}

proptest! {
    #[test]
    fn any_diary_comes_back_from_json(name in words(), items in prop::collection::vec(item(), 0..4)) {
        let read = as_json(&name, &items);
        prop_assert_eq!(&read["format"], "health-diary/export");
        prop_assert_eq!(&read["version"], 1);
        prop_assert_eq!(&read["people"][0]["name"], &name);
        prop_assert_eq!(&read["people"][0]["person"], &ANA.to_string());
        let entries = read["people"][0]["entries"].as_array().unwrap();
        prop_assert_eq!(entries.len(), items.len());
        for (object, item) in entries.iter().zip(&items) {
            assert_json_entry(object, item);
        }
    }

    #[test]
    fn any_diary_comes_back_from_csv(name in words(), items in prop::collection::vec(item(), 0..4)) {
        let rows = rows(&as_csv(&name, &items));
        prop_assert_eq!(rows.len(), items.len());
        for (row, (entry, _)) in rows.iter().zip(&items) {
            assert_row(row, &name, entry);
        }
    }
}

fn reading(text: &str) -> Content {
    let zone = Zone::parse("Europe/London").unwrap();
    let civil = "2026-10-25T01:30".parse().unwrap();
    let mut content = Content {
        flags: vec![Flag(1)],
        note: Some("=1+1".into()),
        ..Content::new(
            kind::BLOOD_PRESSURE.number,
            Moment::typed(civil, &zone, Evidence::PhoneSetting, Occurrence::First).unwrap(),
            Source::Typed,
        )
    };
    for (field, value) in parse_blood_pressure(text).unwrap() {
        content.set(field, value);
    }
    content
}

/// Both forms, whole, as a file shows them: a change here is a change of the format.
#[test]
fn the_forms_are_these() {
    let attached = Attachment {
        file: Finished { id: MediaId::from_bytes([0x0b; 16]), length: 3, hash: [0x0c; 32] },
        entry: EntryId::from_bytes([0xe1; 16]),
        kind: crate::media::Kind::Jpeg,
        details: Some(vec![Detail::Place, Detail::Camera]),
        caption: Some("a \"rash\"".to_owned()),
        name: None,
        added_ms: 5,
    };
    let entry = Entry { attachments: vec![attached], ..entry(0xe1, reading("128/82")) };
    let said = serde_json::to_string(&as_json("Ana", &[(entry.clone(), Vec::new())])).unwrap();
    assert_eq!(
        said,
        concat!(
            r#"{"format":"health-diary/export","version":1,"exported_at":"2026-11-01T08:00:00Z","people":["#,
            r#"{"person":"04040404040404040404040404040404","name":"Ana","entries":["#,
            r#"{"entry":"e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1","kind":"blood-pressure","kind_number":1,"#,
            r#""day":"2026-10-25","instant":"2026-10-25T00:30:00Z","earliest":null,"latest":null,"#,
            r#""offset":"+01:00","zone":"Europe/London","other_zone":null,"civil":"2026-10-25T01:30:00","#,
            r#""evidence":"phone-setting","precision":"minute","marks":[],"database":"DATABASE","#,
            r#""values":[{"field":"systolic","field_number":1,"value":"128","unit":"mmHg","ucum":"mm[Hg]"},"#,
            r#"{"field":"diastolic","field_number":2,"value":"82","unit":"mmHg","ucum":"mm[Hg]"}],"#,
            r#""flags":[{"flag":"body-moved","flag_number":1}],"note":"=1+1","source":"typed","device":null,"clinician":null,"#,
            r#""tags":[],"defined":null,"score":null,"#,
            r#""amended":false,"pair":false,"attachments":[{"media":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b","#,
            r#""media_type":"image/jpeg","length":3,"#,
            r#""sha256":"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c","#,
            r#""taken_out":["place","camera"],"caption":"a \"rash\"","name":null,"added_at_ms":5}],"#,
            r#""retracted":false,"objections":[],"history":[]}]}]}"#,
        )
        .replace("DATABASE", Zones::built_in().version())
    );
    let said = String::from_utf8(as_csv("Ana", &[(entry, Vec::new())])).unwrap();
    let number = |name: &str| format!("{name},{name}_unit,{name}_ucum,{name}_unread");
    let numbers = ["systolic", "diastolic", "mean", "pulse"].map(number).join(",");
    let (header, row) = said.strip_suffix("\r\n").unwrap().split_once("\r\n").unwrap();
    // Between the first fields and the last columns stand those of every other kind, all of them empty here.
    let (first, last) = (
        format!(
            "person,person_name,entry,kind,kind_number,day,instant,earliest,latest,offset,zone,other_zone,civil,\
             evidence,precision,marks,database,{numbers},arm,posture,cuff,"
        ),
        ",other_values,flags,note,source,device,model,decoder,how,cause,shift_ms,amended,pair,attachments,tags,\
         clinician,clinician_organisation,defined,objections",
    );
    let between = header.strip_prefix(&first).unwrap().strip_suffix(last).unwrap();
    let expected = format!(
        "04040404040404040404040404040404,Ana,e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1,blood-pressure,1,2026-10-25,\
         2026-10-25T00:30:00Z,,,+01:00,Europe/London,,2026-10-25T01:30:00,phone-setting,minute,,{},\
         128,mmHg,mm[Hg],,82,mmHg,mm[Hg],,,,,,,,,,,,,{},,body-moved,'=1+1,typed,,,,,,,false,false,\
         0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,,,,,",
        Zones::built_in().version(),
        ",".repeat(between.matches(',').count()),
    );
    assert_eq!(row, expected);
}

#[test]
fn a_value_known_to_ten_stays_known_to_ten() {
    let mut content = reading("128/82");
    let rough = Decimal::new(12, 1).unwrap();
    content.set(kind::SYSTOLIC, Value::Number { digits: rough, unit: Unit::MmHg });
    content.set(kind::DIASTOLIC, Value::Number { digits: "10.90".parse().unwrap(), unit: Unit::KPa });
    let entry = entry(1, content);
    let row = &rows(&as_csv("Ana", &[(entry, Vec::new())]))[0];
    assert_eq!((&*row["systolic"], &*row["diastolic"], &*row["diastolic_ucum"]), ("12E1", "10.90", "kPa"));
}

/// An empty diary in a folder.
fn diary(folder: &std::path::Path) -> Diary {
    let clock = Arc::new(FixedClock::new(1_800_000_000_000, "Europe/London"));
    let journal = Journal::new(
        FileId::from_bytes([8; 16]),
        Arc::new(Writer::from_seed(&[1; 32])),
        clock,
        Arc::new(SeededEntropy::new(1)),
    );
    Diary::create(&folder.join("diary.1.db"), &[5; 32], ANA, journal).unwrap()
}

#[test]
fn a_diary_file_is_exported_with_its_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary(folder.path());
    let id = diary.add(&reading("182/82"), Author::HOUSEHOLD, false).unwrap();
    diary.amend(id, &reading("128/82"), "digits swapped", Author::HOUSEHOLD, false).unwrap();
    diary.add(&reading("130/80"), Author::HOUSEHOLD, false).unwrap();

    let mut out = Vec::new();
    let people = [PersonExport::with_history(&diary, "Ana").unwrap()];
    let done = export::json(people, "2026-11-01T08:00:00Z".parse().unwrap(), &mut out).unwrap();
    assert_eq!((done.people, done.entries), (1, 2));
    let read: Json = serde_json::from_slice(&out).unwrap();
    let entries = read["people"][0]["entries"].as_array().unwrap();
    let shown = diary.entries().unwrap();
    assert_eq!(entries.len(), shown.len());
    for (object, entry) in entries.iter().zip(shown) {
        assert_json_entry(object, &(entry.clone(), diary.history(entry.id).unwrap()));
    }
    assert_eq!(entries[0]["history"][1]["reason"], "digits swapped");
    assert_eq!(entries[0]["history"][0]["said"]["values"][0]["value"], "182");

    let mut again = Vec::new();
    let people = [PersonExport::with_history(&diary, "Ana").unwrap()];
    export::json(people, "2026-11-01T08:00:00Z".parse().unwrap(), &mut again).unwrap();
    assert_eq!(out, again, "the same diary gives the same bytes");

    let mut table = Vec::new();
    export::csv([PersonExport::without_history(&diary, "Ana").unwrap()], &mut table).unwrap();
    for (row, entry) in rows(&table).iter().zip(diary.entries().unwrap()) {
        assert_row(row, "Ana", &entry);
    }
}

/// A disk that takes `0` bytes more.
#[derive(Debug)]
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_fills_up_at_any_byte_is_said() {
    let entry = Entry {
        id: EntryId::from_bytes([1; 16]),
        content: reading("128/82"),
        amended: false,
        pair: false,
        attachments: Vec::new(),
        retracted: false,
        objections: Vec::new(),
    };
    let person = || {
        let entries = Box::new(std::iter::once(Ok((entry.clone(), Vec::new()))));
        PersonExport { person: ANA, name: "Ana", kinds: Kinds::default(), entries, samples: None }
    };
    let at = || "2026-11-01T08:00:00Z".parse().unwrap();
    let (mut json, mut csv) = (Vec::new(), Vec::new());
    export::json([person()], at(), &mut json).unwrap();
    export::csv([person()], &mut csv).unwrap();
    let full = Err(ExportError::Write(std::io::ErrorKind::StorageFull));
    for room in 0..json.len() {
        assert_eq!(export::json([person()], at(), &mut Full(room)), full);
    }
    for room in 0..csv.len() {
        assert_eq!(export::csv([person()], &mut Full(room)), full);
    }
}

#[test]
fn an_entry_that_cannot_be_read_ends_the_export() {
    let person = || {
        let entries = Box::new(std::iter::once(Err(DiaryError::NoSuchEntry)));
        PersonExport { person: ANA, name: "Ana", kinds: Kinds::default(), entries, samples: None }
    };
    let at = "2026-11-01T08:00:00Z".parse().unwrap();
    assert_eq!(export::json([person()], at, &mut Vec::new()), Err(DiaryError::NoSuchEntry.into()));
    assert_eq!(export::csv([person()], &mut Vec::new()), Err(DiaryError::NoSuchEntry.into()));
}
