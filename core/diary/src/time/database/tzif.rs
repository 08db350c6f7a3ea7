//! One compiled zone file: TZif, RFC 9636, versions 1 to 4, "fat" or "slim".

use tz::{
    TimeZone,
    error::{TzError, timezone::TimeZoneError},
    timezone::{AlternateTime, RuleDay, TransitionRule},
};

use super::ZoneDataError;
use crate::time::{
    CivilDate, Offset,
    changes::{Change, Changes, HORIZON},
};

/// The largest file of any release has less than 4 kB.
const LARGEST: usize = 64 * 1024;
const HEADER: usize = 44;
/// A file of version 3 without a change, up to its footer.
const ONLY_FOOTER: &[u8] = b"TZif3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\0\0\0UTC\0\
    TZif3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\0\0\0UTC\0";
const A_DAY: i64 = 86_400;
/// Rules that go on for ever are written out to the end of this year.
const LAST_YEAR: u16 = 2099;

/// Reads the rules of a zone out of its file.
pub(super) fn read(bytes: &[u8]) -> Result<Changes, ZoneDataError> {
    if bytes.len() > LARGEST {
        return Err(ZoneDataError::TooLarge);
    }
    let header = Header::read(bytes)?;
    let footer = header.check(bytes)?;
    let zone = if header.version == b'4' {
        parsed(&as_version_3(bytes, &header)?, footer)
    } else {
        parsed(bytes, footer)
    };
    let (zone, rule) = zone.map_err(|error| refused(&error))?;
    table(&zone, rule)
}

/// The changes in the file, and the rule of its footer.
fn parsed(bytes: &[u8], footer: usize) -> Result<(TimeZone, Option<TransitionRule>), TzError> {
    match TimeZone::from_tz_data(bytes) {
        // The footer disagrees with the last change, as in America/Ojinaga of 2023c, where the compiler of zones left out
        // a change of rules that was none of the clocks. Each is right in its own time, so each is read by itself.
        Err(TzError::TimeZone(TimeZoneError::InconsistentExtraRule)) => {
            let (block, footer) = bytes.split_at_checked(footer).unwrap_or((bytes, &[]));
            let rule = TimeZone::from_tz_data(&[ONLY_FOOTER, footer].concat())?;
            let zone = TimeZone::from_tz_data(&[block, b"\n\n"].concat())?;
            Ok((zone, *rule.as_ref().extra_rule()))
        }
        zone => zone.map(|zone| {
            let rule = *zone.as_ref().extra_rule();
            (zone, rule)
        }),
    }
}

fn refused(error: &TzError) -> ZoneDataError {
    match error {
        TzError::TimeZone(TimeZoneError::InvalidTransition) => ZoneDataError::Unsorted,
        _ => ZoneDataError::Damaged,
    }
}

/// What a header says of the block after it.
#[derive(Debug)]
struct Header {
    version: u8,
    leap_seconds: usize,
    /// Bytes of the block where an instant has 4 bytes, and where it has 8.
    narrow: usize,
    wide: usize,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, ZoneDataError> {
        if !bytes.starts_with(b"TZif") {
            return Err(if b"TZif".starts_with(bytes) {
                ZoneDataError::Truncated
            } else {
                ZoneDataError::NotTzif
            });
        }
        let header = bytes.get(..HEADER).ok_or(ZoneDataError::Truncated)?;
        let version = header.get(4).copied().unwrap_or_default();
        if !matches!(version, 0 | b'2'..=b'4') {
            return Err(ZoneDataError::NotTzif);
        }
        let mut counts = [0; 6];
        for (count, bytes) in counts.iter_mut().zip(header.get(20..).unwrap_or_default().chunks_exact(4)) {
            let number = bytes.try_into().map_or(u32::MAX, u32::from_be_bytes);
            *count = usize::try_from(number)
                .ok()
                .filter(|count| *count <= LARGEST)
                .ok_or(ZoneDataError::TooLarge)?;
        }
        let [ut_or_local, standard_or_wall, leap_seconds, changes, types, letters] = counts;
        let fixed = ut_or_local + standard_or_wall + changes + types * 6 + letters;
        let block = |instant: usize| fixed + changes * instant + leap_seconds * (instant + 4);
        Ok(Self { version, leap_seconds, narrow: block(4), wide: block(8) })
    }

    /// Where the second header begins.
    const fn second(&self) -> usize {
        HEADER + self.narrow
    }

    /// Every byte that the headers promise is there, and the block that counts has no leap second: where it ends.
    fn check(&self, bytes: &[u8]) -> Result<usize, ZoneDataError> {
        let (leap_seconds, end, footer) = if self.version == 0 {
            (self.leap_seconds, self.second(), 0)
        } else {
            let rest = bytes.get(self.second()..).ok_or(ZoneDataError::Truncated)?;
            let second = Self::read(rest)?;
            // At the least the two line feeds of an empty footer.
            (second.leap_seconds, self.second() + HEADER + second.wide, 2)
        };
        match (bytes.len() < end + footer, leap_seconds) {
            (true, _) => Err(ZoneDataError::Truncated),
            (false, 0) => Ok(end),
            (false, _) => Err(ZoneDataError::LeapSeconds),
        }
    }
}

/// Version 4 differs from version 3 in the leap seconds alone, and there are none.
fn as_version_3(bytes: &[u8], header: &Header) -> Result<Vec<u8>, ZoneDataError> {
    let mut bytes = bytes.to_owned();
    for version in [4, header.second() + 4] {
        *bytes.get_mut(version).ok_or(ZoneDataError::Truncated)? = b'3';
    }
    Ok(bytes)
}

fn table(zone: &TimeZone, rule: Option<TransitionRule>) -> Result<Changes, ZoneDataError> {
    let zone = zone.as_ref();
    let offset = |seconds| Offset::from_seconds(seconds).map_err(|_| ZoneDataError::OffsetTooLarge);
    let types = zone.local_time_types();
    for kind in types {
        offset(kind.ut_offset())?;
    }
    let of =
        |number: usize| types.get(number).map_or(Err(ZoneDataError::Damaged), |it| offset(it.ut_offset()));
    let mut changes = Vec::with_capacity(zone.transitions().len());
    for change in zone.transitions() {
        changes.push(Change { at: change.unix_leap_time(), offset: of(change.local_time_type_index())? });
    }
    let last = changes.last().map(|change| change.at);
    match rule {
        None => {}
        Some(TransitionRule::Fixed(kind)) => {
            // Without a change in the file its footer holds at all times.
            changes.push(Change { at: last.unwrap_or(i64::MIN), offset: offset(kind.ut_offset())? });
        }
        Some(TransitionRule::Alternate(rule)) => {
            let (std, dst) = (offset(rule.std().ut_offset())?, offset(rule.dst().ut_offset())?);
            changes.extend(written_out(&rule, std, dst, last)?);
        }
    }
    Ok(Changes::new(of(0)?, changes))
}

/// The changes of a yearly rule after the last one in the file.
fn written_out(
    rule: &AlternateTime,
    std: Offset,
    dst: Offset,
    last: Option<i64>,
) -> Result<Vec<Change>, ZoneDataError> {
    let from = last.map_or(1, year_of);
    let mut changes = Vec::new();
    for year in from..=LAST_YEAR {
        let start = day(*rule.dst_start(), year)? + i64::from(rule.dst_start_time() - std.seconds());
        let end = day(*rule.dst_end(), year)? + i64::from(rule.dst_end_time() - dst.seconds());
        // Where summer time never ends, one ends as the next begins: the beginning counts.
        changes.push((end, false));
        changes.push((start, true));
    }
    changes.sort_unstable();
    let after = |at: i64| last.is_none_or(|last| at > last) && at < HORIZON;
    let changes = changes.into_iter().filter(|(at, _)| after(*at));
    Ok(changes.map(|(at, summer)| Change { at, offset: if summer { dst } else { std } }).collect())
}

/// The year of an instant or the one before, 1..=9999.
fn year_of(seconds: i64) -> u16 {
    let days = i32::try_from(seconds.div_euclid(A_DAY)).ok();
    let date = days.and_then(|days| CivilDate::from_epoch_day(days).ok());
    date.map_or(if seconds < 0 { 1 } else { 9999 }, |date| (date.year() - 1).max(1))
}

/// Midnight of the day that a rule names in a year, seconds as if UTC.
fn day(rule: RuleDay, year: u16) -> Result<i64, ZoneDataError> {
    let date = |month, day| CivilDate::new(year, month, day).map_err(|_| ZoneDataError::Damaged);
    let leap = date(2, 29).is_ok();
    let days = match rule {
        // 1 March is always day 60.
        RuleDay::Julian1WithoutLeap(number) => {
            let number = i32::from(number.get());
            date(1, 1)?.epoch_day() + number - 1 + i32::from(leap && number >= 60)
        }
        RuleDay::Julian0WithLeap(number) => date(1, 1)?.epoch_day() + i32::from(number.get()),
        RuleDay::MonthWeekDay(rule) => {
            let first = date(rule.month(), 1)?;
            let wanted = i32::from(rule.week_day());
            let ahead = (wanted - i32::from(first.weekday())).rem_euclid(7);
            let day = 1 + ahead + (i32::from(rule.week()) - 1) * 7;
            let exists = u8::try_from(day).is_ok_and(|day| date(rule.month(), day).is_ok());
            // The fifth is the last one.
            first.epoch_day() + day - 1 - if exists { 0 } else { 7 }
        }
    };
    Ok(i64::from(days) * A_DAY)
}
