//! Why a device's clock is wrong, by the size of its error.

use minicbor::{Decode, Encode};

use crate::time::{CivilTime, Instant, Zone};

/// Up to here a device's clock counts as right, milliseconds.
pub(super) const AGREEMENT_MS: i64 = 60_000;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// How far a clock that missed a change of the clocks may have drifted besides, milliseconds.
const DAYLIGHT_SLACK_MS: i64 = 5 * MINUTE_MS;
/// No two places on earth show times further apart than this, milliseconds.
pub(super) const WIDEST_ZONES_MS: i64 = 26 * 60 * MINUTE_MS;
/// A clock on its first day that is at least this far behind has been reset rather than kept since then.
const LONG_AGO_MS: i64 = 300 * DAY_MS;
/// The Bluetooth health profiles are of 2011; no device that speaks one measured anything before 2010.
const FIRST_DEVICES: u16 = 2010;
/// The same as an instant: 2010-01-01T00:00:00Z.
pub(super) const FIRST_DEVICES_MS: i64 = 1_262_304_000_000;

/// What is wrong with a device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Cause {
    /// Set wrong, by an amount that fits nothing below.
    #[n(0)]
    Offset,
    /// Running fast or slow; only two pairs of one timeline can tell it from [`Cause::Offset`].
    #[n(1)]
    Drift,
    /// Right by the other half of the year: daylight saving was missed.
    #[n(2)]
    DaylightSaving,
    /// Right by another zone: set before a journey, or elsewhere.
    #[n(3)]
    Zone,
    /// Back at a factory's date, as after a change of batteries.
    #[n(4)]
    Reset,
}

impl Cause {
    /// The code that exports carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Offset => "offset",
            Self::Drift => "drift",
            Self::DaylightSaving => "daylight-saving",
            Self::Zone => "zone",
            Self::Reset => "reset",
        }
    }
}

/// Years at which device clocks start when they lose power, as seen on sale.
const fn is_factory_year(year: u16) -> bool {
    matches!(year, 1970 | 2000 | 2010..=2021)
}

/// How a stamp looks that would be right on its face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Face {
    /// As any other.
    Plain,
    /// Long ago, and in the first month of a year that a factory sets: the clock may have been reset.
    Doubtful,
    /// Of the first day of such a year, or from before there was any such device: it was reset and not yet set.
    Reset,
}

/// Judges a stamp that was received at `received`, read as if its clock had been right.
pub(super) fn face(stamp: CivilTime, received: Instant) -> Face {
    let date = stamp.date();
    let behind_ms = received.as_millis() - stamp.as_utc_seconds() * 1000;
    match date.year() {
        _ if behind_ms <= LONG_AGO_MS => Face::Plain,
        ..FIRST_DEVICES => Face::Reset,
        year if is_factory_year(year) && date.month() == 1 => {
            if date.day() == 1 {
                Face::Reset
            } else {
                Face::Doubtful
            }
        }
        _ => Face::Plain,
    }
}

/// The cause of an error seen at `phone`, where the device showed `device` and so was ahead of the wall clock by
/// `ahead_ms`; `None` up to a minute. Without a zone the wall clock is UTC.
pub(super) fn cause_of(
    ahead_ms: i64,
    device: CivilTime,
    phone: Instant,
    zone: Option<&Zone>,
) -> Option<Cause> {
    let size_ms = ahead_ms.abs();
    Some(match size_ms {
        ..=AGREEMENT_MS => return None,
        WIDEST_ZONES_MS.. if is_factory_year(device.date().year()) => Cause::Reset,
        WIDEST_ZONES_MS.. => Cause::Offset,
        _ if zone.is_some_and(|zone| missed_change(ahead_ms, phone, zone)) => Cause::DaylightSaving,
        _ if is_zone_step(size_ms) => Cause::Zone,
        _ => Cause::Offset,
    })
}

/// The device shows the time by an offset that held here during the past year.
fn missed_change(ahead_ms: i64, phone: Instant, zone: &Zone) -> bool {
    let now = zone.offset_at(phone).seconds();
    // No change lasts less than a month, and none shifts by less than half an hour.
    let size_ms = ahead_ms.abs();
    if !(25 * MINUTE_MS..=125 * MINUTE_MS).contains(&size_ms) {
        return false;
    }
    (1..=13).filter_map(|months| phone.plus_millis(-28 * months * DAY_MS).ok()).any(|then| {
        let step_ms = i64::from(zone.offset_at(then).seconds() - now) * 1000;
        step_ms != 0 && (ahead_ms - step_ms).abs() <= DAYLIGHT_SLACK_MS
    })
}

/// Zones lie quarter hours apart; a single quarter is more often a clock set ahead on purpose.
fn is_zone_step(size_ms: i64) -> bool {
    let quarter_ms = 15 * MINUTE_MS;
    let off_ms = (size_ms + quarter_ms / 2) % quarter_ms - quarter_ms / 2;
    size_ms >= 2 * quarter_ms - AGREEMENT_MS && off_ms.abs() <= AGREEMENT_MS
}
