//! Device clocks that lie: where a record belongs that a device stamped with its own wall clock.
//!
//! A cuff's stamp has no zone and is as right as whoever set the clock. What makes it an instant is a coincident pair:
//! the device's clock and the phone's, read in one connection (HL7 PHD implementation guide, coincident time stamps).
//! The pair's difference holds for every record of the same *timeline*, the run of records between two settings or
//! resets of the clock, wherever the phone has travelled since. Without a pair the stamp is read in the zone where the
//! phone was, and said to be inferred. No record is ever refused for its clock: at worst it is undated, and kept.

mod cause;

use minicbor::{Decode, Encode};

use super::{
    CivilTime, Instant, Mark, Moment, Precision, Resolution, Zone, ZoneGuess, ZoneHistory, ZoneName,
    ZonedTime, Zones, resolve,
};
pub use cause::Cause;
use cause::{AGREEMENT_MS, cause_of, from_factory};

/// A device stamps whole seconds: the truth is up to this much later.
const GRAIN_MS: i64 = 1000;

/// A device's clock and the phone's, read together: a coincident time stamp.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ClockPair {
    /// What the device's clock showed.
    #[n(0)]
    pub device: CivilTime,
    /// The phone's instant.
    #[n(1)]
    pub phone: Instant,
    /// How far the two readings may lie apart, milliseconds either way.
    #[n(2)]
    pub error_ms: u32,
}

impl ClockPair {
    /// The pair from a request sent and its answer received: the middle, give or take half the round trip and the
    /// second to which the device cuts its time.
    pub fn from_round_trip(device: CivilTime, sent: Instant, answered: Instant) -> Self {
        let half = answered.millis_since(sent) / 2;
        let phone = sent.plus_millis(half).unwrap_or(sent);
        let error_ms = u32::try_from(half.unsigned_abs()).unwrap_or(u32::MAX).saturating_add(1000);
        Self { device, phone, error_ms }
    }

    /// What to add to a stamp of this timeline, read as if it were UTC: phone minus device, milliseconds.
    pub fn delta_ms(&self) -> i64 {
        self.phone.as_millis() - self.device.as_utc_seconds() * 1000
    }

    /// How far the device is ahead of the wall clock in this zone, milliseconds; negative where it is behind.
    pub fn ahead_ms(&self, zone: &Zone) -> i64 {
        -self.delta_ms() - i64::from(zone.offset_at(self.phone).seconds()) * 1000
    }
}

/// What a record says about its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Stamp {
    /// The device's wall clock.
    #[n(0)]
    Civil(#[n(0)] CivilTime),
    /// A stamp that no clock shows, such as hour 24 or 29 February of a wrong year.
    #[n(1)]
    Unusable,
    /// No stamp.
    #[n(2)]
    Missing,
}

/// How a record's place in time was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum How {
    /// Through a pair, and the device's clock was right to a minute.
    #[n(0)]
    Exact,
    /// Through a pair that showed the device's clock to be wrong.
    #[n(1)]
    Corrected,
    /// Without a pair: from the stamp and the phone's zone, or from the bounds that two visits give.
    #[n(2)]
    Inferred,
    /// The newest record of a burst, taken as measured when it arrived.
    #[n(3)]
    Reception,
    /// Known only to be no later than its arrival.
    #[n(4)]
    Undated,
}

impl How {
    /// The code that exports carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Corrected => "corrected",
            Self::Inferred => "inferred",
            Self::Reception => "reception",
            Self::Undated => "undated",
        }
    }
}

/// A record's place in time, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Placed {
    /// When it was measured.
    #[n(0)]
    pub moment: Moment,
    /// How that was found.
    #[n(1)]
    pub how: How,
    /// What is wrong with the device's clock, where something is.
    #[n(2)]
    pub cause: Option<Cause>,
    /// What was added to the stamp, read on the phone's wall clock at the pair (or at arrival), milliseconds.
    #[n(3)]
    pub shift_ms: Option<i64>,
    /// Every instant that fits the stamp, earliest first, the chosen one among them; empty where the stamp decided
    /// nothing. More than one is ambiguous.
    #[n(4)]
    pub candidates: Vec<Instant>,
    /// How far off the instant may be, milliseconds either way, where a pair bounds it.
    #[n(5)]
    pub error_ms: Option<i64>,
}

/// Places one record in time.
///
/// `pair` is the pair of the connection that brought the record, read before anything set the clock; `received` when
/// its bytes came; `newest_of_burst` whether it is the newest that the device sent then, or a live value;
/// `previous_drain` when all that the device held was last taken over completely, if ever; `zones` where the phone was; `database` whose rules hold there.
///
/// With a pair: the stamp moved by the pair's difference, shown in the zone where the phone was at that instant. A
/// stamp that would then lie after its own reception, or on the day a factory set while the clock is now right, is of
/// another timeline and is not moved by this pair. Without a pair: the stamp read in the phone's zone, if that lies
/// between the previous drain and reception. Else reception for the newest record, and for an older one the span since
/// the previous drain; records of one span keep the order in which they came.
pub fn place(
    stamp: Stamp,
    pair: Option<&ClockPair>,
    received: Instant,
    newest_of_burst: bool,
    previous_drain: Option<Instant>,
    zones: &ZoneHistory,
    database: &Zones,
) -> Placed {
    let previous_drain = previous_drain.filter(|drain| *drain <= received);
    let arrival = Arrival { received, newest_of_burst, previous_drain, zones, database };
    match (stamp, pair) {
        (Stamp::Civil(stamp), Some(pair)) => arrival.by_pair(stamp, pair),
        (Stamp::Civil(stamp), None) => arrival.by_zone(stamp),
        (Stamp::Unusable | Stamp::Missing, _) => arrival.by_arrival(None, None),
    }
}

/// How a record reached the phone.
#[derive(Debug)]
struct Arrival<'a> {
    received: Instant,
    newest_of_burst: bool,
    previous_drain: Option<Instant>,
    zones: &'a ZoneHistory,
    database: &'a Zones,
}

impl Arrival<'_> {
    fn by_pair(&self, stamp: CivilTime, pair: &ClockPair) -> Placed {
        let zone = self.zone_at(pair.phone);
        let ahead_ms = zone.as_ref().map(|zone| pair.ahead_ms(zone));
        let cause = zone.as_ref().and_then(|zone| cause_of(pair, zone));
        let error_ms = i64::from(pair.error_ms) + GRAIN_MS;
        let latest = self.received.as_millis() + error_ms;
        let instant = match Instant::from_millis(stamp.as_utc_seconds() * 1000 + pair.delta_ms()) {
            Ok(instant) if instant.as_millis() <= latest => instant.min(self.received),
            // Measured before the clock was last set or reset: a pair of that timeline could date it, this one cannot.
            _ => return self.by_bounds(Some(cause.unwrap_or(Cause::Offset))),
        };
        if cause != Some(Cause::Reset) && from_factory(stamp, self.received) {
            return self.by_bounds(Some(Cause::Reset));
        }
        let agrees = ahead_ms.is_some_and(|ahead| ahead.abs() <= AGREEMENT_MS);
        Placed {
            moment: self.moment_at(instant).with_precision(Precision::Second),
            how: if agrees { How::Exact } else { How::Corrected },
            cause,
            shift_ms: ahead_ms.map(|ahead| -ahead),
            candidates: vec![instant],
            error_ms: Some(error_ms),
        }
    }

    fn by_zone(&self, stamp: CivilTime) -> Placed {
        let shift_ms = self.zone_at(self.received).map(|zone| {
            zone.civil_at(self.received).as_utc_seconds().saturating_sub(stamp.as_utc_seconds()) * 1000
        });
        if from_factory(stamp, self.received) {
            return self.by_arrival(Some(Cause::Reset), shift_ms);
        }
        let readings = self.readings(stamp);
        let Some(chosen) = readings.iter().find(|reading| reading.sure).or(readings.first()) else {
            let cause = shift_ms.map(|_| Cause::Offset);
            return self.by_arrival(cause, shift_ms);
        };
        let mut moment = Moment::at(chosen.instant, &chosen.zone, chosen.guess.evidence);
        moment.other_zone = [Some(&chosen.guess.zone), chosen.guess.other.as_ref()]
            .into_iter()
            .flatten()
            .find(|name| name.as_str() != chosen.zone.name())
            .cloned();
        let mut candidates: Vec<Instant> = readings.iter().map(|reading| reading.instant).collect();
        candidates.dedup();
        if candidates.len() > 1 {
            moment.marks.insert(Mark::Ambiguous);
        }
        Placed {
            moment: moment.with_precision(Precision::Second),
            how: How::Inferred,
            cause: chosen.skipped.then_some(Cause::DaylightSaving),
            shift_ms: None,
            candidates,
            error_ms: None,
        }
    }

    /// The instants that the stamp can mean in the zones where the phone was, earliest first.
    fn readings(&self, stamp: CivilTime) -> Vec<Reading> {
        let mut names: Vec<&ZoneName> =
            self.zones.sightings().iter().map(|sighting| &sighting.zone).collect();
        names.sort_unstable();
        names.dedup();
        let mut readings = Vec::new();
        for zone in names.into_iter().filter_map(|name| self.database.find(name.as_str()).ok()) {
            let (times, skipped): (Vec<ZonedTime>, bool) = match resolve(stamp, &zone) {
                Ok(Resolution::Unique(only)) => (vec![only], false),
                Ok(Resolution::Overlap { first, second }) => (vec![first, second], false),
                // A clock that shows a time that was skipped has not been put forward yet.
                Ok(Resolution::Gap { after_gap, .. }) => (vec![after_gap], true),
                Err(_) => continue,
            };
            for instant in times.into_iter().filter_map(|time| self.clamp(time.instant)) {
                let Some(guess) = self.zones.zone_at(instant) else { continue };
                let sure = guess.zone.as_str() == zone.name();
                if sure || guess.other.as_ref().is_some_and(|other| other.as_str() == zone.name()) {
                    readings.push(Reading { instant, zone: zone.clone(), guess, sure, skipped });
                }
            }
        }
        readings.sort_by_key(|reading| reading.instant);
        readings
    }

    /// The instant if it lies between the previous drain and reception, allowing for a clock a minute off.
    fn clamp(&self, instant: Instant) -> Option<Instant> {
        let early = self.previous_drain.is_some_and(|drain| drain.millis_since(instant) > AGREEMENT_MS);
        let late = instant.millis_since(self.received) > AGREEMENT_MS;
        (!early && !late).then_some(instant.min(self.received))
    }

    /// Without help from the stamp: when it came, if it is the newest; else between the two visits.
    fn by_arrival(&self, cause: Option<Cause>, shift_ms: Option<i64>) -> Placed {
        if !self.newest_of_burst {
            return self.by_bounds(cause);
        }
        Placed {
            moment: self.moment_at(self.received),
            how: How::Reception,
            cause,
            shift_ms,
            candidates: Vec::new(),
            error_ms: None,
        }
    }

    fn by_bounds(&self, cause: Option<Cause>) -> Placed {
        let (how, earliest) = match self.previous_drain {
            Some(drain) => (How::Inferred, drain),
            None => (How::Undated, Instant::MIN),
        };
        // Named only if the phone stayed in one zone between the two visits.
        let stay = self.previous_drain.and_then(|drain| self.zones.stay(drain, self.received));
        let zone = stay.as_ref().and_then(|guess| self.database.find(guess.zone.as_str()).ok());
        let evidence = match (&stay, &zone) {
            (Some(guess), Some(_)) => guess.evidence,
            _ => super::Evidence::Unknown,
        };
        Placed {
            moment: Moment::between(earliest, self.received, zone.as_ref(), evidence),
            how,
            cause,
            shift_ms: None,
            candidates: Vec::new(),
            error_ms: None,
        }
    }

    fn zone_at(&self, instant: Instant) -> Option<Zone> {
        self.database.find(self.zones.zone_at(instant)?.zone.as_str()).ok()
    }

    fn moment_at(&self, instant: Instant) -> Moment {
        let Some(guess) = self.zones.zone_at(instant) else {
            return Moment::at_unplaced(instant, super::Evidence::Unknown);
        };
        let mut moment = match self.database.find(guess.zone.as_str()) {
            Ok(zone) => Moment::at(instant, &zone, guess.evidence),
            Err(_) => Moment {
                zone: Some(guess.zone),
                marks: [Mark::UnknownZone].into(),
                database: self.database.version().to_owned(),
                ..Moment::at_unplaced(instant, guess.evidence)
            },
        };
        moment.other_zone = guess.other;
        moment
    }
}

/// One way to read a stamp.
#[derive(Debug)]
struct Reading {
    instant: Instant,
    zone: Zone,
    guess: ZoneGuess,
    /// The last sighting up to the instant was in that zone.
    sure: bool,
    /// The wall clock skipped the stamp there.
    skipped: bool,
}
