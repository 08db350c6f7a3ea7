//! The file of known departures: its rows, and which devices they fit.

use core::cmp::Ordering;

use super::{Device, Quirks};

/// The whole file.
const FILE: &str = include_str!("../../quirks.tsv");

/// Which frames a departure is about: those whose first byte has these bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Shape {
    /// Characteristic, 0 for any.
    pub characteristic: u16,
    /// The bits that count.
    pub mask: u8,
    /// How they stand.
    pub value: u8,
}

impl Shape {
    /// Every frame.
    pub const ANY: Self = Self { characteristic: 0, mask: 0, value: 0 };

    /// Blood pressure frames that announce stamp, pulse and status but no user, with reserved bit 6: every capture of the
    /// layout with pulse and status most significant byte first.
    pub const BIG_ENDIAN_PULSE: Self = Self { characteristic: 0x2A35, mask: 0x5E, value: 0x56 };

    /// Whether a frame with these flags has the shape.
    pub const fn fits(self, flags: u8) -> bool {
        flags & self.mask == self.value
    }

    fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::ANY);
        }
        let (characteristic, bits) = text.split_once('&')?;
        let (mask, value) = bits.split_once('=')?;
        Some(Self {
            characteristic: u16::from_str_radix(characteristic, 16).ok()?,
            mask: u8::from_str_radix(mask, 16).ok()?,
            value: u8::from_str_radix(value, 16).ok()?,
        })
    }
}

/// Which firmware a departure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmware {
    /// Any.
    Any,
    /// From the first version on, before the second; a device that does not tell its version is not meant.
    Between(&'static str, &'static str),
}

impl Firmware {
    fn parse(text: &'static str) -> Option<Self> {
        match text.split_once("..") {
            None => (text == "*").then_some(Self::Any),
            Some((from, before)) => compare(from, before).is_lt().then_some(Self::Between(from, before)),
        }
    }

    /// Whether a version is meant.
    pub fn fits(self, version: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Between(from, before) => {
                version.contains(|letter: char| letter.is_ascii_digit())
                    && compare(version, from).is_ge()
                    && compare(version, before).is_lt()
            }
        }
    }
}

/// The numbers of a version, in order: `V1.2-03` has 1, 2 and 3.
fn numbers(version: &str) -> impl Iterator<Item = u32> {
    version
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().unwrap_or(u32::MAX))
}

fn compare(one: &str, other: &str) -> Ordering {
    numbers(one).cmp(numbers(other))
}

/// One row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Maker.
    pub manufacturer: &'static str,
    /// Model, or empty where only the name on the air is known.
    pub model: &'static str,
    /// Name on the air, or empty.
    pub name: &'static str,
    /// Which firmware.
    pub firmware: Firmware,
    /// What to expect.
    pub quirks: Quirks,
    /// Where it was seen.
    pub source: &'static str,
}

/// The version of the file; it grows with every change of a row.
pub fn version() -> u16 {
    FILE.lines().next().and_then(|line| line.strip_prefix("# version ")?.parse().ok()).unwrap_or(0)
}

/// Every row, in the order of the file.
pub fn rows() -> impl Iterator<Item = Row> {
    FILE.lines().filter(|line| !line.starts_with('#')).filter_map(Row::parse)
}

impl Row {
    fn parse(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let mut cell = || cells.next();
        let (manufacturer, model, name) = (cell()?, cell()?, cell()?);
        let (firmware, shape) = (Firmware::parse(cell()?)?, Shape::parse(cell()?)?);
        let mut quirks: Quirks = cell()?.parse().ok()?;
        quirks.shape = shape;
        let source = cell()?;
        cells.next().is_none().then_some(Self { manufacturer, model, name, firmware, quirks, source })
    }

    /// Whether the row is about a device.
    pub fn fits(&self, device: &Device<'_>) -> bool {
        let unread = letters(device.manufacturer).next().is_none();
        let maker = unread || without(device.manufacturer, self.manufacturer).is_some();
        let called = |text: &str, pattern: &str| {
            !pattern.is_empty()
                && (matches(letters(text), pattern)
                    || without(text, self.manufacturer).is_some_and(|rest| matches(rest, pattern)))
        };
        maker
            && self.firmware.fits(device.firmware)
            && (called(device.model, self.model)
                || called(device.name, self.model)
                || called(device.name, self.name))
    }
}

/// Letters and digits in lower case, nothing else.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

/// What follows `prefix` in the letters of `text`.
fn without(text: &str, prefix: &str) -> Option<impl Iterator<Item = char>> {
    let mut rest = letters(text);
    letters(prefix).all(|letter| rest.next() == Some(letter)).then_some(rest)
}

/// Whether letters are those of a pattern, which may end with `*`.
fn matches(mut text: impl Iterator<Item = char>, pattern: &str) -> bool {
    let open = pattern.ends_with('*');
    letters(pattern).all(|letter| text.next() == Some(letter)) && (open || text.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::Flags;
    use super::*;

    #[test]
    fn every_line_is_a_row_with_a_source_and_no_two_are_about_the_same() {
        let lines = FILE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), rows().count(), "a line is no row");
        assert!(version() > 0 && rows().count() > 15);
        for (at, row) in rows().enumerate() {
            assert!(!row.manufacturer.is_empty() && !row.source.is_empty(), "{row:?}");
            assert!(!row.model.is_empty() || !row.name.is_empty(), "{row:?}");
            assert_ne!(row.quirks, Quirks::NONE, "{row:?}");
            // Shorter than 5 s leaves cuffs before they are done.
            assert!(row.quirks.quiet_s.is_none_or(|quiet| quiet >= 5), "{row:?}");
            for other in rows().skip(at + 1) {
                let same =
                    (row.manufacturer, row.model, row.name) == (other.manufacturer, other.model, other.name);
                assert!(!same || row.firmware != other.firmware, "{row:?} twice");
            }
            let never = Flags::NEVER_WRITE_TIME | Flags::NEEDS_TIME_WRITE_IN_PAIRING;
            assert!(!row.quirks.has(never), "{row:?} contradicts itself");
            if row.quirks.has(Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER) {
                assert_eq!(row.quirks.shape, Shape::BIG_ENDIAN_PULSE, "the shape of the captures");
            }
        }
    }

    #[test]
    fn firmware_is_compared_by_its_numbers() {
        let range = Firmware::parse("1.2..1.10").unwrap();
        for (version, fits) in [
            ("1.2", true),
            ("V1.9.3", true),
            ("1.10", false),
            ("1.1.9", false),
            ("2", false),
            ("", false),
            ("beta", false),
        ] {
            assert_eq!(range.fits(version), fits, "{version}");
        }
        assert!(Firmware::Any.fits(""));
        for wrong in ["", "1.2", "2..1", "1..1"] {
            assert_eq!(Firmware::parse(wrong), None, "{wrong}");
        }
    }
}
