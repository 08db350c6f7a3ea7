//! An offset and a zone in one text, and which of them holds where they contradict each other.

use super::{
    CivilTime, Evidence, Instant, Mark, Moment, Occurrence, Offset, TimeError, When, Zone, ZoneName,
};

/// What to make of a text whose offset is not one that its zone has at that civil time.
///
/// The four ways are those of `Temporal.ZonedDateTime`, whose words are the codes here, and of others after it. Offsets
/// are compared to the second. Where the zone decides, it does so as for [`Moment::typed`]: a skipped civil time is
/// refused with its neighbours, one that came twice with both, and neither is ever chosen silently.
///
/// `2026-07-01T12:00:00+00:00[Europe/London]`, where London had +01:00, becomes:
///
/// | | code | |
/// |---|---|---|
/// | `Reject` | `reject` | [`TimeError::OffsetConflict`] |
/// | `AlwaysOffset` | `use` | `2026-07-01T13:00:00+01:00[Europe/London]` |
/// | `AlwaysZone` | `ignore` | `2026-07-01T12:00:00+01:00[Europe/London]` |
/// | `PreferOffset` | `prefer` | `2026-07-01T12:00:00+01:00[Europe/London]` |
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnConflict {
    /// Refuse it.
    Reject,
    /// The instant is what civil time and offset say, and is shown as the zone shows it.
    ///
    /// The civil time then changes. Nothing is ever skipped or doubled.
    AlwaysOffset,
    /// The instant is what civil time and zone say; the offset is not looked at, right or wrong.
    ///
    /// A civil time that came twice is refused even where the offset would tell which is meant.
    AlwaysZone,
    /// The offset where the zone has it at that civil time, otherwise as [`OnConflict::AlwaysZone`].
    ///
    /// So an offset tells the two times of a doubled hour apart, and a wrong one leaves the civil time as written.
    PreferOffset,
}

impl OnConflict {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Reject, Self::AlwaysOffset, Self::AlwaysZone, Self::PreferOffset];

    /// The word of the standard: `reject`, `use`, `ignore`, `prefer`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::AlwaysOffset => "use",
            Self::AlwaysZone => "ignore",
            Self::PreferOffset => "prefer",
        }
    }

    /// The moment in a zone of the database.
    pub(super) fn in_zone(self, written: Written, zone: &Zone) -> Result<Moment, TimeError> {
        if self == Self::AlwaysZone {
            return written.by_zone(zone);
        }
        let instant = written.instant(written.offset)?;
        match self {
            Self::AlwaysOffset => Ok(Moment::at(instant, zone, written.evidence)),
            _ if zone.offset_at(instant) == written.offset => Ok(Moment::at(instant, zone, written.evidence)),
            Self::PreferOffset => written.by_zone(zone),
            Self::Reject | Self::AlwaysZone => Err(TimeError::OffsetConflict),
        }
    }

    /// The moment where a second offset stands in the zone's stead, `+01:00[+02:00]`, which has one reading always.
    pub(super) fn at_fixed(self, written: Written, fixed: Offset) -> Result<Moment, TimeError> {
        let offset = match self {
            Self::AlwaysOffset => written.offset,
            Self::AlwaysZone | Self::PreferOffset => fixed,
            Self::Reject if written.offset == fixed => fixed,
            Self::Reject => return Err(TimeError::OffsetConflict),
        };
        Ok(Moment::at_offset(written.instant(offset)?, fixed, written.evidence))
    }
}

/// A civil time as a text gives it beside an offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) civil: CivilTime,
    /// Thousandths past the second, 0..=999.
    pub(super) millis: u16,
    pub(super) offset: Offset,
    pub(super) evidence: Evidence,
}

impl Written {
    fn instant(self, offset: Offset) -> Result<Instant, TimeError> {
        Instant::from_civil(self.civil, self.millis.into(), offset.seconds().into())
    }

    fn by_zone(self, zone: &Zone) -> Result<Moment, TimeError> {
        Moment::typed(self.civil, zone, self.evidence, Occurrence::Ask)?.later_by(self.millis)
    }

    /// Everything as written, under a name that contradicts it or that nobody here knows.
    pub(super) fn kept(self, zone: ZoneName, database: &str, mark: Mark) -> Result<Moment, TimeError> {
        let moment = Moment::at_offset(self.instant(self.offset)?, self.offset, self.evidence);
        Ok(Moment { zone: Some(zone), database: database.into(), marks: [mark].into(), ..moment })
    }
}

impl Moment {
    /// The same moment with thousandths past its whole second.
    pub(super) fn later_by(self, millis: u16) -> Result<Self, TimeError> {
        match self.when {
            When::At(instant) => Ok(Self { when: When::At(instant.plus_millis(millis.into())?), ..self }),
            When::Within { .. } | When::Civil(_) => Ok(self),
        }
    }
}
