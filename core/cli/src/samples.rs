//! Entries for tests; all of them invented.

use diary_core::diary::kind::{BLOOD_PRESSURE, NOTE, OXIMETRY, PULSE, SATURATION, TEXT};
use diary_core::diary::{
    Content, Entry, Provenance, Source, Unit, Value, parse_blood_pressure, parse_number,
};
use diary_core::id::{DeviceId, EntryId};
use diary_core::time::{Cause, CivilTime, Evidence, How, Moment, Occurrence, Zone};

fn moment(civil: &str, zone: &str) -> Moment {
    let civil: CivilTime = civil.parse().unwrap();
    Moment::typed(civil, &Zone::parse(zone).unwrap(), Evidence::PhoneSetting, Occurrence::Ask).unwrap()
}

pub(crate) fn london(civil: &str) -> Moment {
    moment(civil, "Europe/London")
}

pub(crate) fn new_york(civil: &str) -> Moment {
    moment(civil, "America/New_York")
}

fn content(kind: u16, moment: Moment) -> Content {
    Content::new(kind, moment, Source::Typed)
}

fn with_pulse(mut content: Content, pulse: Option<&str>) -> Content {
    if let Some(pulse) = pulse {
        content.set(PULSE, parse_number("pulse", pulse, Unit::PerMinute).unwrap());
    }
    content
}

pub(crate) fn pressure(value: &str, pulse: Option<&str>, moment: Moment) -> Content {
    let mut made = content(BLOOD_PRESSURE.number, moment);
    for (field, value) in parse_blood_pressure(value).unwrap() {
        made.set(field, value);
    }
    with_pulse(made, pulse)
}

pub(crate) fn oxygen(value: &str, pulse: Option<&str>, moment: Moment) -> Content {
    let mut made = content(OXIMETRY.number, moment);
    made.set(SATURATION, parse_number("saturation", value, Unit::Percent).unwrap());
    with_pulse(made, pulse)
}

pub(crate) fn note(text: &str, moment: Moment) -> Content {
    let mut made = content(NOTE.number, moment);
    made.set(TEXT, Value::Text(text.to_owned()));
    made
}

pub(crate) fn device(model: &str, how: How, cause: Option<Cause>, shift_ms: Option<i64>) -> Source {
    Source::Device(Provenance {
        device: DeviceId::from_bytes([0xDE; 16]),
        model: model.to_owned(),
        decoder: 1,
        how: how.code().to_owned(),
        cause: cause.map(|cause| cause.code().to_owned()),
        shift_ms,
    })
}

pub(crate) fn entry(number: u8, content: Content) -> Entry {
    Entry {
        id: EntryId::from_bytes([number; 16]),
        content,
        amended: false,
        pair: false,
        attachments: Vec::new(),
        retracted: false,
        objections: Vec::new(),
    }
}

pub(crate) fn entries(contents: impl IntoIterator<Item = Content>) -> Vec<Entry> {
    (1..).zip(contents).map(|(number, content)| entry(number, content)).collect()
}
