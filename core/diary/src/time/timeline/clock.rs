//! What is known of a device's clock: its pairs, its settings, and how far it may drift.

use minicbor::{Decode, Encode};

use super::super::{CivilTime, Instant, Zone};
use super::NewestRecord;

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

/// Somebody set the clock, and it is known when.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ClockSet {
    /// The phone's instant.
    #[n(0)]
    pub instant: Instant,
    /// What the device's clock showed just before, where it was read.
    #[n(1)]
    pub before: Option<CivilTime>,
    /// What it showed just after.
    #[n(2)]
    pub after: CivilTime,
}

impl ClockSet {
    /// A setting is noted to the second before and after, milliseconds.
    const ERROR_MS: u32 = 2000;

    /// The pairs that the setting itself is: before, if the clock was read then, and after.
    pub(super) fn pairs(&self) -> (Option<ClockPair>, ClockPair) {
        let pair = |device| ClockPair { device, phone: self.instant, error_ms: Self::ERROR_MS };
        (self.before.map(pair), pair(self.after))
    }

    /// Whether a pair that was read at the same instant shows the clock as it was set.
    pub(super) fn is_before(&self, pair: &ClockPair) -> bool {
        let (before, after) = self.pairs();
        let off = |set: &ClockPair| (set.delta_ms() - pair.delta_ms()).abs();
        before.is_none_or(|before| off(&after) < off(&before))
    }
}

/// What a device's clock keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ClockForm {
    /// The time on the wall, of whoever set it; as good as all of them.
    #[default]
    Local,
    /// Coordinated Universal Time.
    Utc,
    /// Nothing: its stamps, if it sends any, mean nothing.
    None,
}

/// Everything that is known of one device's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceClock {
    /// What it keeps.
    pub form: ClockForm,
    /// The most that a clock of this model gains or loses, seconds a day.
    pub drift_s_per_day: u8,
    /// Its pairs, in any order.
    pub pairs: Vec<ClockPair>,
    /// When it was set, as far as that is known, in any order.
    pub sets: Vec<ClockSet>,
    /// The newest record of each connection, in any order; of use only where there is no pair.
    pub newest_records: Vec<NewestRecord>,
}

impl Default for DeviceClock {
    fn default() -> Self {
        Self {
            form: ClockForm::Local,
            drift_s_per_day: Self::ORDINARY_DRIFT_S_PER_DAY,
            pairs: Vec::new(),
            sets: Vec::new(),
            newest_records: Vec::new(),
        }
    }
}

impl DeviceClock {
    /// What an ordinary quartz gains or loses at most, seconds a day.
    pub const ORDINARY_DRIFT_S_PER_DAY: u8 = 5;

    /// The widest drift that a clock may be said to have, seconds a day; more is a fault and not a drift.
    pub const WIDEST_DRIFT_S_PER_DAY: u8 = 30;

    /// Looks over what somebody hands in to have records placed by it.
    ///
    /// What a diary has recorded is never refused: there a pair that contradicts another begins a timeline of its own.
    ///
    /// # Errors
    /// [`ClockError`], where a pair or setting is later than `now`, two pairs contradict each other, or the drift is
    /// wider than [`DeviceClock::WIDEST_DRIFT_S_PER_DAY`].
    pub fn check(&self, now: Option<Instant>) -> Result<(), ClockError> {
        if self.drift_s_per_day > Self::WIDEST_DRIFT_S_PER_DAY {
            return Err(ClockError::DriftTooWide);
        }
        let latest = |instants: &mut dyn Iterator<Item = Instant>| instants.max();
        let pair = latest(&mut self.pairs.iter().map(|pair| pair.phone));
        if now.is_some_and(|now| pair > Some(now)) {
            return Err(ClockError::PairFromTheFuture);
        }
        let set = latest(&mut self.sets.iter().map(|set| set.instant));
        if now.is_some_and(|now| set > Some(now)) {
            return Err(ClockError::SetFromTheFuture);
        }
        if self.pairs_contradict() || self.sets_contradict() {
            Err(ClockError::PairsContradict)
        } else {
            Ok(())
        }
    }

    /// Two pairs of one instant, as far as their errors tell, show two times, and nobody set the clock in between.
    fn pairs_contradict(&self) -> bool {
        let mut pairs: Vec<&ClockPair> = self.pairs.iter().collect();
        pairs.sort_by_key(|pair| pair.phone);
        let widest = pairs.iter().map(|pair| i64::from(pair.error_ms)).max().unwrap_or_default();
        let set_between = |one: &ClockPair, other: &ClockPair| {
            self.sets.iter().any(|set| (one.phone..=other.phone).contains(&set.instant))
        };
        pairs.iter().enumerate().any(|(place, one)| {
            let near =
                |other: &&&ClockPair| other.phone.millis_since(one.phone) <= i64::from(one.error_ms) + widest;
            pairs.iter().skip(place + 1).take_while(near).any(|other| {
                let apart = i64::from(one.error_ms) + i64::from(other.error_ms);
                other.phone.millis_since(one.phone) <= apart
                    && (other.delta_ms() - one.delta_ms()).abs() > apart + 1000
                    && !set_between(one, other)
            })
        })
    }

    /// Two settings of one instant show two times, or a pair of that instant shows neither what was before nor after.
    fn sets_contradict(&self) -> bool {
        let mut sets: Vec<&ClockSet> = self.sets.iter().collect();
        sets.sort_by_key(|set| set.instant);
        let two = sets.windows(2).any(|two| match two {
            [one, other] => one.instant == other.instant && one.after != other.after,
            _ => false,
        });
        let neither = |pair: &ClockPair| {
            let at = sets.partition_point(|set| set.instant < pair.phone);
            sets.get(at).filter(|set| set.instant == pair.phone).is_some_and(|set| {
                let off = |of: &ClockPair| {
                    (of.delta_ms() - pair.delta_ms()).abs()
                        - i64::from(of.error_ms)
                        - i64::from(pair.error_ms)
                };
                let (before, after) = set.pairs();
                off(&after) > 1000 && before.is_some_and(|before| off(&before) > 1000)
            })
        };
        two || self.pairs.iter().any(neither)
    }
}

/// Why what is said of a device's clock cannot be used to place records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// A pair was read later than now.
    #[error("a clock pair lies in the future; check the phone's clock, or leave that pair out")]
    PairFromTheFuture,
    /// The clock was set later than now.
    #[error("a setting of the clock lies in the future; check the phone's clock, or leave that setting out")]
    SetFromTheFuture,
    /// Two pairs or settings of one instant show two times, and nobody set the clock in between.
    #[error(
        "two clock pairs or settings of one instant contradict each other; leave the wrong one out, or say when the \
         clock was set"
    )]
    PairsContradict,
    /// No clock drifts so far.
    #[error("a clock may drift up to 30 seconds a day; give the model's largest drift, 0 to 30")]
    DriftTooWide,
}
