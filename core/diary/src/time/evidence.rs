//! What speaks for a time, and what a reader of it must know.

use core::fmt;

use minicbor::{Decode, Encode};

use super::TimeError;

/// How the zone of a moment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Evidence {
    /// The phone was set to it.
    #[n(0)]
    PhoneSetting,
    /// A position lay in it.
    #[n(1)]
    Location,
    /// A person picked it.
    #[n(2)]
    Chosen,
    /// The device said so.
    #[n(3)]
    Device,
    /// An import carried an offset but no zone.
    #[n(4)]
    ImportOffset,
    /// An import carried neither; a person stated a zone for the whole file.
    #[n(5)]
    ImportAssumed,
    /// Nothing speaks for it.
    #[n(6)]
    Unknown,
}

impl Evidence {
    /// Every kind of evidence.
    pub const ALL: [Self; 7] = [
        Self::PhoneSetting,
        Self::Location,
        Self::Chosen,
        Self::Device,
        Self::ImportOffset,
        Self::ImportAssumed,
        Self::Unknown,
    ];

    /// The code that exports carry; it never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PhoneSetting => "phone-setting",
            Self::Location => "location",
            Self::Chosen => "chosen",
            Self::Device => "device",
            Self::ImportOffset => "import-offset",
            Self::ImportAssumed => "import-assumed",
            Self::Unknown => "unknown",
        }
    }

    /// The evidence with this code.
    ///
    /// # Errors
    /// [`TimeError::UnknownEvidence`] for any other text.
    pub fn from_code(code: &str) -> Result<Self, TimeError> {
        Self::ALL.into_iter().find(|evidence| evidence.code() == code).ok_or(TimeError::UnknownEvidence)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How fine the source's time was; what is finer in the instant is arithmetic, not knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Precision {
    /// Thousandths of a second, as a phone's clock gives.
    #[n(0)]
    Millisecond,
    /// Whole seconds, as most devices stamp.
    #[n(1)]
    Second,
    /// Whole minutes, as a person types.
    #[n(2)]
    Minute,
}

impl Precision {
    /// The code that exports carry: `millisecond`, `second`, `minute`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Millisecond => "millisecond",
            Self::Second => "second",
            Self::Minute => "minute",
        }
    }
}

/// Something a reader of the moment must know; each is shown, none is repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Mark {
    /// More than one instant fitted and nobody was there to choose; the earliest was taken.
    #[n(0)]
    Ambiguous,
    /// The text's offset was not the zone's at that time; instant and offset were kept as written.
    #[n(1)]
    OffsetConflict,
    /// The zone's name was not in the database when this was written down.
    #[n(2)]
    UnknownZone,
}

impl Mark {
    /// The code that exports carry: `ambiguous`, `offset-conflict`, `unknown-zone`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::OffsetConflict => "offset-conflict",
            Self::UnknownZone => "unknown-zone",
        }
    }
}
