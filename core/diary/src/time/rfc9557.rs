//! Moments as text: RFC 9557, `2026-10-25T01:30:00+01:00[Europe/London]`.
//!
//! Wider than RFC 9557 where a moment knows less than an instant: no offset and no zone where there is none
//! (`2026-10-25`, `2026-10-25T01:30:00`), and two with `/` between for a span.

use super::{
    Civil, CivilDate, CivilTime, Evidence, Instant, Mark, Moment, Occurrence, Offset, OnConflict, Precision,
    TimeError, When, ZoneName, Zones,
    conflict::Written,
    line::Line,
    scan::{OffsetText, Scan, is_zone_name},
};

/// Who wrote a text decides what a contradiction in it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    /// A person, now, who can correct it or has said how to settle it.
    Person(OnConflict),
    /// An export of the past: the instant was true whatever the rules say today.
    Record,
}

impl Moment {
    /// The text form, without evidence, database release, precision and marks.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(64);
        match (self.when, self.civil) {
            (When::Civil(civil), _) => text.push_str(&civil.to_string()),
            (When::At(instant), Some(Civil::Time(civil))) => {
                self.write_bound(&mut text, instant, Some(civil));
            }
            (When::At(instant), _) => self.write_bound(&mut text, instant, None),
            (When::Within { earliest, latest }, civil) => {
                let (first, last) = match civil {
                    Some(Civil::Between { earliest, latest }) => (Some(earliest), Some(latest)),
                    _ => (None, None),
                };
                self.write_bound(&mut text, earliest, first);
                text.push('/');
                self.write_bound(&mut text, latest, last);
            }
        }
        text
    }

    /// One instant. Its offset is what its stored civil time says, so that no database is asked.
    fn write_bound(&self, text: &mut String, instant: Instant, civil: Option<CivilTime>) {
        let seconds = instant.as_millis().div_euclid(1000);
        let ahead = |civil: CivilTime| i32::try_from(civil.as_utc_seconds() - seconds).ok();
        let local = civil.and_then(|civil| Some((civil, Offset::from_seconds(ahead(civil)?).ok()?)));
        let mut line = Line::new();
        match local {
            Some((civil, offset)) => {
                civil.write(&mut line);
                instant.write_thousandths(&mut line);
                offset.write(&mut line);
            }
            None => instant.write(&mut line),
        }
        text.push_str(line.as_str());
        if let Some(zone) = &self.zone {
            text.push('[');
            text.push_str(zone.as_str());
            text.push(']');
        }
    }

    /// Reads what a person typed: RFC 9557, a civil time with a zone in brackets, or either part alone.
    ///
    /// # Errors
    /// [`TimeError::OffsetConflict`] where offset and zone contradict each other; [`TimeError::DoesNotExist`],
    /// [`TimeError::HappensTwice`] and [`TimeError::UnknownZone`] as for [`Moment::typed`];
    /// [`TimeError::NotAMoment`] for anything else.
    pub fn parse_typed(text: &str, evidence: Evidence, zones: &Zones) -> Result<Self, TimeError> {
        Self::parse_typed_with(text, evidence, OnConflict::Reject, zones)
    }

    /// As [`Moment::parse_typed`], with a person's word on which of offset and zone holds where both are written.
    ///
    /// What comes out agrees with itself and carries no mark. A `Z` is an instant and no offset, so nothing can conflict
    /// with it; a zone marked critical (`[!...]`) asks that a conflict be acted on, which `on_conflict` does.
    ///
    /// # Errors
    /// As for [`Moment::parse_typed`]; [`TimeError::OffsetConflict`] with [`OnConflict::Reject`] alone.
    pub fn parse_typed_with(
        text: &str,
        evidence: Evidence,
        on_conflict: OnConflict,
        zones: &Zones,
    ) -> Result<Self, TimeError> {
        parse(text, evidence, Writer::Person(on_conflict), zones)
    }

    /// Reads what was recorded once, such as an export: instant and offset win over the zone's rules of today.
    ///
    /// A contradiction is kept with [`Mark::OffsetConflict`], a zone unknown here with [`Mark::UnknownZone`], so that a
    /// changed rule never makes an old export unreadable; only a zone marked critical (`[!...]`) is still refused.
    ///
    /// # Errors
    /// [`TimeError::NotAMoment`] for what is no RFC 9557.
    pub fn parse_recorded(text: &str, evidence: Evidence, zones: &Zones) -> Result<Self, TimeError> {
        parse(text, evidence, Writer::Record, zones)
    }
}

fn parse(text: &str, evidence: Evidence, writer: Writer, zones: &Zones) -> Result<Moment, TimeError> {
    let mut scan = Scan::new(text);
    let first = bound(&mut scan)?.into_moment(evidence, writer, zones)?;
    if scan.is_done() {
        return Ok(first);
    }
    let misplaced = TimeError::NotAMoment { position: scan.position() };
    scan.eat(&['/']).ok_or_else(|| misplaced.clone())?;
    let last = bound(&mut scan)?.into_moment(evidence, writer, zones)?;
    if !scan.is_done() {
        return Err(TimeError::NotAMoment { position: scan.position() });
    }
    span(first, last, misplaced)
}

/// Joins two moments of one span; they must be of one kind and in one zone.
fn span(first: Moment, last: Moment, misplaced: TimeError) -> Result<Moment, TimeError> {
    match (first.when, last.when) {
        (When::At(earliest), When::At(latest)) if first.zone == last.zone => {
            let bounds = Moment::within(earliest, latest, None, first.evidence)?;
            let civil = match (first.civil, last.civil) {
                (Some(Civil::Time(earliest)), Some(Civil::Time(latest))) => {
                    Some(Civil::Between { earliest, latest })
                }
                _ => None,
            };
            let mut marks = first.marks;
            marks.extend(last.marks);
            let precision = first.precision.max(last.precision);
            Ok(Moment { zone: first.zone, civil, database: first.database, marks, precision, ..bounds })
        }
        (When::Civil(Civil::Time(earliest)), When::Civil(Civil::Time(latest))) => {
            if latest < earliest {
                return Err(TimeError::BoundsReversed);
            }
            let precision = first.precision.max(last.precision);
            Ok(Moment { when: When::Civil(Civil::Between { earliest, latest }), precision, ..first })
        }
        _ => Err(misplaced),
    }
}

/// One date, or date and time, with what follows it, as written.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    date: CivilDate,
    pub(super) time: Option<(CivilTime, u16, Precision)>,
    pub(super) offset: Option<OffsetText>,
    pub(super) zone: Option<Place<'a>>,
    end: usize,
}

/// What stands in the first brackets.
#[derive(Debug)]
pub(super) struct Place<'a> {
    critical: bool,
    pub(super) name: PlaceName<'a>,
}

#[derive(Debug)]
pub(super) enum PlaceName<'a> {
    Iana(&'a str),
    /// `[+01:00]`: an offset in the zone's stead names no place.
    Offset(Offset),
}

pub(super) fn bound<'a>(scan: &mut Scan<'a>) -> Result<Bound<'a>, TimeError> {
    let malformed = |scan: &Scan<'_>| TimeError::NotAMoment { position: scan.position() };
    let date = scan.date().ok_or_else(|| malformed(scan))?;
    let mut bound = Bound { date, time: None, offset: None, zone: None, end: 0 };
    if scan.eat(&['T', 't', ' ']).is_some() {
        bound.time = Some(scan.time_of_day(date).ok_or_else(|| malformed(scan))?);
        if ['Z', 'z', '+', '-'].into_iter().any(|sign| scan.peek(sign)) {
            bound.offset = Some(scan.offset().ok_or_else(|| malformed(scan))?);
        }
        let mut may_be_zone = true;
        while scan.eat(&['[']).is_some() {
            let inside = scan.until(']').ok_or_else(|| malformed(scan))?;
            if let Some(place) =
                suffix(inside, may_be_zone).map_err(|error| error.unwrap_or(malformed(scan)))?
            {
                bound.zone = Some(place);
            }
            may_be_zone = false;
        }
    }
    bound.end = scan.position();
    Ok(bound)
}

/// Reads what stands between two brackets; `Err(None)` where it is no suffix at all.
fn suffix(inside: &str, may_be_zone: bool) -> Result<Option<Place<'_>>, Option<TimeError>> {
    let (critical, body) = match inside.strip_prefix('!') {
        Some(body) => (true, body),
        None => (false, inside),
    };
    if let Some((key, value)) = body.split_once('=') {
        let ok = !key.is_empty()
            && !value.is_empty()
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        // The only calendar here is the one that needs no tag.
        let known = key == "u-ca" && matches!(value, "iso8601" | "gregory");
        return match (ok, critical && !known) {
            (true, false) => Ok(None),
            (true, true) => Err(Some(TimeError::CriticalSuffix)),
            (false, _) => Err(None),
        };
    }
    if !may_be_zone {
        return Err(None);
    }
    if body.starts_with(['+', '-']) {
        let offset = Scan::whole(body, Scan::offset).ok_or(None)?.or_utc();
        return Ok(Some(Place { critical, name: PlaceName::Offset(offset) }));
    }
    if is_zone_name(body) { Ok(Some(Place { critical, name: PlaceName::Iana(body) })) } else { Err(None) }
}

impl Bound<'_> {
    fn into_moment(self, evidence: Evidence, writer: Writer, zones: &Zones) -> Result<Moment, TimeError> {
        let Some((civil, millis, precision)) = self.time else {
            return Ok(Moment::civil_only(Civil::Date(self.date), evidence));
        };
        let instant = |offset: Offset| Instant::from_civil(civil, millis.into(), offset.seconds().into());
        let moment = match (self.offset, self.zone) {
            (None, None) if millis == 0 => Moment::civil_only(Civil::Time(civil), evidence),
            // A wall clock alone has no thousandths, and an offset only in brackets names no place to look it up.
            (None, None | Some(Place { name: PlaceName::Offset(_), .. })) => {
                return Err(TimeError::NotAMoment { position: self.end });
            }
            (None, Some(Place { name: PlaceName::Iana(name), .. })) => {
                let asked = if writer == Writer::Record { Occurrence::Unattended } else { Occurrence::Ask };
                Moment::typed(civil, &zones.find(name)?, evidence, asked)?.later_by(millis)?
            }
            (Some(OffsetText::Utc), None) => Moment::at_unplaced(instant(Offset::UTC)?, evidence),
            (Some(OffsetText::Utc), Some(Place { name: PlaceName::Offset(offset), .. })) => {
                Moment::at_offset(instant(Offset::UTC)?, offset, evidence)
            }
            (Some(OffsetText::Utc), Some(Place { name: PlaceName::Iana(name), critical })) => {
                let instant = instant(Offset::UTC)?;
                match (zones.find(name), writer) {
                    (Ok(zone), _) => Moment::at(instant, &zone, evidence),
                    (Err(_), Writer::Record) if !critical => Moment {
                        zone: Some(ZoneName(name.into())),
                        marks: [Mark::UnknownZone].into(),
                        database: zones.version().into(),
                        ..Moment::at_unplaced(instant, evidence)
                    },
                    (Err(error), _) => return Err(error),
                }
            }
            (Some(OffsetText::Local(offset)), None) => Moment::at_offset(instant(offset)?, offset, evidence),
            (Some(OffsetText::Local(offset)), Some(place)) => {
                both(Written { civil, millis, offset, evidence }, &place, writer, zones)?
            }
        };
        Ok(moment.with_precision(precision))
    }
}

/// Holds an offset against the zone beside it.
fn both(written: Written, place: &Place<'_>, writer: Writer, zones: &Zones) -> Result<Moment, TimeError> {
    let settled = match writer {
        Writer::Person(on_conflict) => Some(on_conflict),
        Writer::Record => place.critical.then_some(OnConflict::Reject),
    };
    let name = match place.name {
        PlaceName::Offset(fixed) => return settled.unwrap_or(OnConflict::Reject).at_fixed(written, fixed),
        PlaceName::Iana(name) => name,
    };
    match (zones.find(name), settled) {
        (Ok(zone), Some(on_conflict)) => on_conflict.in_zone(written, &zone),
        (Ok(zone), None) => match OnConflict::Reject.in_zone(written, &zone) {
            Err(TimeError::OffsetConflict) => {
                written.kept(zone.to_name(), zone.database(), Mark::OffsetConflict)
            }
            agreed => agreed,
        },
        (Err(_), None) => written.kept(ZoneName(name.into()), zones.version(), Mark::UnknownZone),
        (Err(error), Some(_)) => Err(error),
    }
}
