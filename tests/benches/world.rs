//! What a bench of the diary needs: a clock, randomness, a diary file and invented readings.

use std::path::Path;
use std::sync::Arc;

use diary_core::diary::{Content, Decimal, Diary, Incoming, Provenance, Source, Unit, Value, kind};
use diary_core::id::{DeviceId, FileId, OperationId, PersonId};
use diary_core::journal::{Journal, Writer};
use diary_core::ports::{Clock, Entropy, NoEntropy, Now};
use diary_core::time::{CivilDate, Evidence, Instant, Moment, Zone};

/// Of every file here.
pub(crate) const KEY: [u8; 32] = [7; 32];
/// 2026-09-21, the day on which all of this was written.
pub(crate) const NOW_MS: i64 = 1_790_000_000_000;
/// Readings a day in the diaries of the day view.
pub(crate) const A_DAY: i64 = 4;
pub(crate) const FILE: FileId = FileId::from_bytes([8; 16]);
const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Now {
        Now { wall_ms: NOW_MS, monotonic_ns: 1, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        "Europe/London".to_owned()
    }
}

/// The system's own source, as a shell hands it in: its cost is part of what is measured.
#[derive(Debug)]
pub(crate) struct System;

impl Entropy for System {
    #[expect(clippy::disallowed_methods, reason = "a bench is a shell: it hands the system's randomness in")]
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(out).map_err(|_| NoEntropy)
    }
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    System.fill(&mut bytes).unwrap();
    bytes
}

fn journal() -> Journal {
    Journal::new(FILE, Arc::new(Writer::from_seed(&[1; 32])), Arc::new(Standing), Arc::new(System))
}

pub(crate) fn create(path: &Path) -> Diary {
    Diary::create(path, &KEY, PersonId::from_bytes([4; 16]), journal()).unwrap()
}

pub(crate) fn open(path: &Path) -> Diary {
    Diary::open(path, &KEY, journal()).unwrap()
}

/// The reading before now by `at` quarters of a day: `A_DAY` of them fall on each day.
pub(crate) fn reading(at: i64, zone: &Zone) -> Content {
    let instant = Instant::from_millis(NOW_MS - at * DAY_MS / A_DAY).unwrap();
    let mut content = Content {
        kind: kind::BLOOD_PRESSURE.number,
        moment: Moment::at(instant, zone, Evidence::PhoneSetting),
        values: Vec::new(),
        flags: Vec::new(),
        note: None,
        source: Source::Device(Provenance {
            device: DeviceId::from_bytes([9; 16]),
            model: "Example UA-1".into(),
            decoder: 1,
            how: "exact".into(),
            cause: None,
            shift_ms: None,
        }),
    };
    for (field, base, unit) in [
        (kind::SYSTOLIC, 110, Unit::MmHg),
        (kind::DIASTOLIC, 70, Unit::MmHg),
        (kind::PULSE, 60, Unit::PerMinute),
    ] {
        content.set(field, Value::Number { digits: Decimal::whole(base + at % 30), unit });
    }
    content
}

/// That reading as a device's record on its way in.
fn incoming(at: i64, zone: &Zone) -> Incoming {
    // A blood pressure record of the common form: flags, three values, date and time, pulse, status.
    let mut raw = vec![0x1e; 19];
    raw.extend_from_slice(&at.to_be_bytes());
    Incoming { id: OperationId::from_bytes(random()), record: raw.clone(), content: reading(at, zone), raw }
}

pub(crate) fn all_incoming(count: i64) -> Vec<Incoming> {
    let zone = Zone::parse("Europe/London").unwrap();
    (0..count).map(|at| incoming(at, &zone)).collect()
}

pub(crate) fn newest_day() -> CivilDate {
    reading(0, &Zone::parse("Europe/London").unwrap())
        .moment
        .diary_day(diary_core::time::DayStart::MIDNIGHT)
        .unwrap()
}
