//! What a session has to know of its device.

use super::{Model, Uuid, wire};

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Get to know the device: connect, read what it says about itself, hang up. Subscribes to nothing, so that no
    /// burst starts before the device is known.
    Pair,
    /// Take over what the device has measured.
    Sync,
    /// The same, and then what it measures now, for as long as it does: a night with an oximeter, a finger put in for a
    /// minute, a cuff that is watched while it inflates.
    Live,
}

/// A kind of measurement that a session knows how to take over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Blood pressure cuff.
    BloodPressure,
    /// Pulse oximeter with spot-checks.
    Oximeter,
}

impl Kind {
    /// Every kind, in the order in which a session subscribes.
    pub const ALL: [Self; 2] = [Self::BloodPressure, Self::Oximeter];

    /// The characteristic that carries the readings.
    pub const fn measurement(self) -> Uuid {
        match self {
            Self::BloodPressure => wire::BLOOD_PRESSURE,
            Self::Oximeter => wire::SPOT_CHECK,
        }
    }

    /// The characteristics that carry what is measured at this moment: the standard's, and vendors' own.
    pub const fn live(self) -> &'static [Uuid] {
        match self {
            Self::BloodPressure => &[wire::CUFF_PRESSURE],
            Self::Oximeter => &[wire::CONTINUOUS_OXIMETRY, wire::JUMPER_VALUES],
        }
    }

    /// Its name in files and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BloodPressure => "blood-pressure",
            Self::Oximeter => "oximeter",
        }
    }

    /// The services one of which a device of this kind has, and may advertise.
    pub const fn services(self) -> &'static [Uuid] {
        match self {
            Self::BloodPressure => &[wire::BLOOD_PRESSURE_SERVICE],
            Self::Oximeter => &[wire::OXIMETER_SERVICE, wire::JUMPER_SERVICE],
        }
    }
}

/// What a session has to know of its device. All durations in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What the session is for.
    pub mode: Mode,
    /// The name that the device advertises, while it is paired: some say nothing else of themselves.
    pub advertised: Option<String>,
    /// The kinds to take over; empty means whatever the device offers.
    pub kinds: Vec<Kind>,
    /// Silence after the last record that ends a burst without an end marker.
    pub quiet_ms: u64,
    /// Silence without any record that makes an empty, valid synchronisation.
    pub empty_ms: u64,
    /// Pause between connection and discovery.
    pub settle_ms: u64,
    /// Silence inside a record-access procedure after which it counts as failed.
    pub procedure_silence_ms: u64,
    /// How long to stay after a record-access procedure ended well.
    pub linger_ms: u64,
    /// How long a read or write may take before the link counts as lost.
    pub operation_ms: u64,
    /// The same for a subscription, during which a person may be asked to confirm a pairing.
    pub subscribe_ms: u64,
    /// How long one link may last. A device that is still sending then never comes to an end; the session hangs up, and
    /// keeps what came.
    pub longest_ms: u64,
    /// How long a live session goes on without a sign of life: a finger in the oximeter, air in the cuff, a record.
    pub idle_ms: u64,
    /// How long an adapter that was switched off is waited for.
    pub adapter_ms: u64,
    /// How often a session reconnects after a lost link before it gives up; in a live session a link that held for a
    /// minute begins the count anew.
    pub max_reconnects: u8,
}

impl Profile {
    /// A synchronisation with a device of which nothing but its kinds is known.
    ///
    /// - 10 s of silence end a burst: working collectors for real cuffs wait between 1 and 4 s, and a slow cuff costs
    ///   battery while one that is left too early costs a reading.
    /// - 5 s of silence fail a record-access procedure (Pulse Oximeter Service 1.0, the server's own limit).
    /// - Half an hour for a link: the largest memories known hold some 800 records, which take minutes.
    /// - Ten minutes for a Bluetooth that was switched off: somebody who turns it off on purpose leaves it off.
    /// - 40 s for an operation: the ATT transaction timeout is 30 s (Core specification, Vol 3, Part F, 3.3.3).
    pub fn sync(kinds: impl IntoIterator<Item = Kind>) -> Self {
        Self {
            mode: Mode::Sync,
            advertised: None,
            kinds: kinds.into_iter().collect(),
            quiet_ms: 10_000,
            empty_ms: 60_000,
            settle_ms: 0,
            procedure_silence_ms: 5_000,
            linger_ms: 2_000,
            operation_ms: 40_000,
            subscribe_ms: 130_000,
            longest_ms: 30 * 60_000,
            idle_ms: 60_000,
            adapter_ms: 10 * 60_000,
            max_reconnects: 5,
        }
    }

    /// A synchronisation with a device of a known model.
    pub fn sync_with(model: &Model) -> Self {
        let (plain, quirks) = (Self::sync(model.kinds.iter().copied()), model.quirks());
        Self {
            quiet_ms: quirks.quiet_s.map_or(plain.quiet_ms, |seconds| u64::from(seconds) * 1000),
            settle_ms: quirks.settle_ms.map_or(plain.settle_ms, u64::from),
            ..plain
        }
    }

    /// Getting to know a device that advertises this name.
    pub fn pair(advertised: Option<String>) -> Self {
        Self { mode: Mode::Pair, advertised, ..Self::sync([]) }
    }

    /// The same device, and what it measures now. A link may last a day then: a night is not cut short.
    #[must_use]
    pub fn live(self) -> Self {
        Self { mode: Mode::Live, longest_ms: 24 * 60 * 60_000, ..self }
    }

    pub(super) fn takes(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}
