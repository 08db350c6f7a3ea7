//! Invented readings of a cuff, four a day, newest first: for benches and tests that need a diary of years.

use diary_core::diary::{Content, Decimal, Incoming, Provenance, Source, Unit, Value, kind};
use diary_core::id::{DeviceId, OperationId};
use diary_core::time::{CivilDate, DayStart, Evidence, Instant, Moment, Zone};

use diary_host::random;

/// 2026-09-21T13:33:20Z, when all of them were written down.
pub const NOW_MS: i64 = 1_790_000_000_000;
/// Readings a day.
pub const A_DAY: i64 = 4;
const DAY_MS: i64 = 24 * 3_600_000;

/// London, where all of them were taken.
///
/// # Panics
/// Never: every database has it.
pub fn zone() -> Zone {
    Zone::parse("Europe/London").unwrap()
}

/// The reading before now by `at` quarters of a day: [`A_DAY`] of them fall on each day.
///
/// # Panics
/// If it lies before the year 1.
pub fn reading(at: i64, zone: &Zone) -> Content {
    let instant = Instant::from_millis(NOW_MS - at * DAY_MS / A_DAY).unwrap();
    let mut content = Content::new(
        kind::BLOOD_PRESSURE.number,
        Moment::at(instant, zone, Evidence::PhoneSetting),
        Source::Device(Provenance {
            device: DeviceId::from_bytes([9; 16]),
            model: "Example UA-1".into(),
            decoder: 1,
            how: "exact".into(),
            cause: None,
            shift_ms: None,
        }),
    );
    for (field, base, unit) in [
        (kind::SYSTOLIC, 110, Unit::MmHg),
        (kind::DIASTOLIC, 70, Unit::MmHg),
        (kind::PULSE, 60, Unit::PerMinute),
    ] {
        content.set(field, Value::Number { digits: Decimal::whole(base + at % 30), unit });
    }
    content
}

/// The newest `count` readings as a device's records on their way in.
///
/// # Panics
/// If the system has no randomness.
pub fn all_incoming(count: i64) -> Vec<Incoming> {
    let zone = zone();
    let incoming = |at: i64| {
        // A blood pressure record of the common form: flags, three values, date and time, pulse, status.
        let mut raw = vec![0x1e; 19];
        raw.extend_from_slice(&at.to_be_bytes());
        let id = OperationId::from_bytes(random().unwrap());
        Incoming { id, record: raw.clone(), content: reading(at, &zone), raw }
    };
    (0..count).map(incoming).collect()
}

/// The day of the newest reading.
///
/// # Panics
/// Never: a reading has a day.
pub fn newest_day() -> CivilDate {
    reading(0, &zone()).moment.diary_day(DayStart::MIDNIGHT).unwrap()
}
