//! Reads the parts of RFC 3339 and RFC 9557 text, strictly: fixed widths, ASCII digits, nothing skipped.

use super::{CivilDate, CivilTime, Instant, Offset, Precision, TimeError};

/// An offset as a text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OffsetText {
    /// `Z` or `-00:00`: UTC is known, the local offset is not (RFC 9557, 2.2).
    Utc,
    /// `+01:00`.
    Local(Offset),
}

impl OffsetText {
    /// What to take from the civil time to get UTC.
    pub(super) const fn or_utc(self) -> Offset {
        match self {
            Self::Utc => Offset::UTC,
            Self::Local(offset) => offset,
        }
    }
}

/// A position in a text.
#[derive(Debug, Clone)]
pub(super) struct Scan<'a> {
    rest: &'a str,
    length: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text, length: text.len() }
    }

    /// Reads one part that must be the whole text.
    pub(super) fn whole<T>(text: &'a str, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut scan = Self::new(text);
        let value = part(&mut scan)?;
        scan.is_done().then_some(value)
    }

    pub(super) const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Bytes read so far.
    pub(super) const fn position(&self) -> usize {
        self.length - self.rest.len()
    }

    pub(super) fn peek(&self, wanted: char) -> bool {
        self.rest.starts_with(wanted)
    }

    /// Takes one character if it is one of these.
    pub(super) fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let next = self.rest.chars().next().filter(|next| wanted.contains(next))?;
        self.rest = self.rest.get(next.len_utf8()..)?;
        Some(next)
    }

    /// Takes everything before `end`, and `end` itself.
    pub(super) fn until(&mut self, end: char) -> Option<&'a str> {
        let (before, after) = self.rest.split_once(end)?;
        self.rest = after;
        Some(before)
    }

    fn digits(&mut self, count: usize) -> Option<u16> {
        let digits = self.rest.get(..count).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.rest = self.rest.get(count..)?;
        digits.parse().ok()
    }

    fn two(&mut self) -> Option<u8> {
        self.digits(2).and_then(|number| u8::try_from(number).ok())
    }

    /// `YYYY-MM-DD`.
    pub(super) fn date(&mut self) -> Option<CivilDate> {
        let year = self.digits(4)?;
        self.eat(&['-'])?;
        let month = self.two()?;
        self.eat(&['-'])?;
        CivilDate::new(year, month, self.two()?).ok()
    }

    /// `YYYY-MM-DDTHH:MM[:SS[.fraction]]`: the second, thousandths past it, and how fine the text was.
    pub(super) fn civil(&mut self) -> Option<(CivilTime, u16, Precision)> {
        let date = self.date()?;
        self.eat(&['T', 't', ' '])?;
        self.time_of_day(date)
    }

    /// `HH:MM[:SS[.fraction]]` on that date.
    pub(super) fn time_of_day(&mut self, date: CivilDate) -> Option<(CivilTime, u16, Precision)> {
        let hour = self.two()?;
        self.eat(&[':'])?;
        let minute = self.two()?;
        if self.eat(&[':']).is_none() {
            return Some((CivilTime::new(date, hour, minute, 0).ok()?, 0, Precision::Minute));
        }
        let civil = CivilTime::new(date, hour, minute, self.two()?).ok()?;
        if self.eat(&['.']).is_none() {
            return Some((civil, 0, Precision::Second));
        }
        Some((civil, self.thousandths()?, Precision::Millisecond))
    }

    /// One to nine digits after a decimal point, cut to three.
    fn thousandths(&mut self) -> Option<u16> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        let digits = self.rest.get(..count)?;
        self.rest = self.rest.get(count..)?;
        format!("{digits}00").get(..3)?.parse().ok()
    }

    /// `Z`, or `+HH:MM`, `-HH:MM`, either with `:SS`.
    pub(super) fn offset(&mut self) -> Option<OffsetText> {
        let sign = self.eat(&['Z', 'z', '+', '-'])?;
        if matches!(sign, 'Z' | 'z') {
            return Some(OffsetText::Utc);
        }
        let hours = i32::from(self.two().filter(|hours| *hours < 24)?);
        self.eat(&[':'])?;
        let minutes = i32::from(self.two().filter(|minutes| *minutes < 60)?);
        let seconds = match self.eat(&[':']) {
            Some(_) => i32::from(self.two().filter(|seconds| *seconds < 60)?),
            None => 0,
        };
        let seconds = hours * 3600 + minutes * 60 + seconds;
        match (sign, seconds) {
            ('-', 0) => Some(OffsetText::Utc),
            ('-', _) => Offset::from_seconds(-seconds).ok().map(OffsetText::Local),
            _ => Offset::from_seconds(seconds).ok().map(OffsetText::Local),
        }
    }

    /// A civil time with seconds and an offset: RFC 3339's `date-time`.
    pub(super) fn instant(&mut self) -> Option<Result<Instant, TimeError>> {
        let (civil, millis, precision) = self.civil()?;
        if precision == Precision::Minute {
            return None;
        }
        let offset = self.offset()?.or_utc();
        Some(Instant::from_civil(civil, millis.into(), offset.seconds().into()))
    }
}

/// RFC 9557, 4.1: parts between slashes of letters, digits and `._+-`, not beginning with a digit, `+` or `-`.
pub(super) fn is_zone_name(name: &str) -> bool {
    name.len() <= 64
        && name.split('/').all(|part| {
            part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
                && part.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '.' | '_'))
                && part != "."
                && part != ".."
        })
}
