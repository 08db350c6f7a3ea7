//! A record's stamp, and its place in time.

use minicbor::{Decode, Encode};

use super::super::{CivilTime, Instant, Mark, Moment};
use super::Cause;

/// What a record says about its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Stamp {
    /// The device's clock.
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
    /// Without a pair: from the stamp and the phone's zone, or from what came before and after.
    #[n(2)]
    Inferred,
    /// A live value or the newest record of a burst, taken as measured when it arrived.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// When it was measured: an instant, or a span where no instant is more likely than another.
    pub moment: Moment,
    /// How that was found.
    pub how: How,
    /// What is wrong with the device's clock, where something is.
    pub cause: Option<Cause>,
    /// What was added to the stamp, read on the phone's wall clock, milliseconds.
    pub shift_ms: Option<i64>,
    /// Every instant that fits the stamp, earliest first, the chosen one among them; empty where the stamp decided
    /// nothing. More than one is ambiguous.
    pub candidates: Vec<Instant>,
    /// It was measured no earlier than this, where that is known.
    pub earliest: Option<Instant>,
    /// It was measured no later than this; never after its arrival.
    pub latest: Instant,
    /// On which of the clock's timelines it lies, counted from the oldest; `None` where it is not known.
    pub timeline: Option<u32>,
}

impl Placed {
    /// The same place, with other instants that fit as well.
    pub(super) fn with_candidates(mut self, others: impl IntoIterator<Item = Instant>) -> Self {
        self.candidates.extend(others);
        self.candidates.sort_unstable();
        self.candidates.dedup();
        // A clock a minute off may put a record that long before the visit: the bounds hold for every candidate.
        self.earliest =
            self.earliest.map(|earliest| self.candidates.first().copied().unwrap_or(earliest).min(earliest));
        if self.candidates.len() > 1 {
            self.moment.marks.insert(Mark::Ambiguous);
        }
        self
    }
}
