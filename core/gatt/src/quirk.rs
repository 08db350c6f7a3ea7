//! Known departures of real devices from the specification, as data.
//!
//! The rows stand in `quirks.tsv` beside this crate's manifest, each with its source. A decoder departs from the
//! specification only when it is handed a quirk, and says so in the remarks. Frames that merely look like a known
//! departure are read as specified and remarked on, so that somebody can add a row.

use core::fmt;

use crate::bits::bit_set;

mod row;

pub use self::row::{Firmware, Row, Shape, rows, version};

bit_set! {
    /// How a device departs.
    pub struct Flags(u16), plus 0 {
        /// Blood pressure frames carry pulse and status most significant byte first, with a user id between the two that
        /// the flags do not announce; only frames of the row's [`Shape`].
        BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER = 0 => "big_endian_pulse_with_unannounced_user",
        /// A mean arterial pressure of 0 means that the cuff does not compute it.
        MAP_ZERO_MEANS_ABSENT = 1 => "map_zero_means_absent",
        /// It sends its whole memory at each connection, instead of only what was never confirmed.
        RESENDS_ALL = 2 => "resends_all",
        /// Pairing counts as done only after its clock was written.
        NEEDS_TIME_WRITE_IN_PAIRING = 3 => "needs_time_write_in_pairing",
        /// Its clock is never to be written.
        NEVER_WRITE_TIME = 4 => "never_write_time",
        /// Its stamps mean nothing.
        STAMP_UNRELIABLE = 5 => "stamp_unreliable",
        /// Its stamps are whole minutes: the seconds are always 0.
        MINUTE_STAMPS = 6 => "minute_stamps",
    }
}

/// Departures that a decoder, or a session with the device, is to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Quirks {
    /// How it departs.
    pub flags: Flags,
    /// Which frames the flags that change a layout are about.
    pub shape: Shape,
    /// Pause between connection and discovery, milliseconds.
    pub settle_ms: Option<u16>,
    /// Pause before the next connection, so that one measurement is not chased while the device powers down, seconds.
    pub cooldown_s: Option<u16>,
    /// Silence that ends a burst, seconds.
    pub quiet_s: Option<u16>,
}

/// What a device says of itself, before or after a connection; what is not known is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Device<'a> {
    /// Manufacturer Name String.
    pub manufacturer: &'a str,
    /// Model Number String.
    pub model: &'a str,
    /// Firmware Revision String.
    pub firmware: &'a str,
    /// The name that it advertises.
    pub name: &'a str,
}

impl Quirks {
    /// A device that follows the specification.
    pub const NONE: Self =
        Self { flags: Flags::NONE, shape: Shape::ANY, settle_ms: None, cooldown_s: None, quiet_s: None };

    /// Pulse and status most significant byte first, with a user id that is not announced, in the shape of every capture.
    pub const BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER: Self = Self {
        flags: Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER,
        shape: Shape::BIG_ENDIAN_PULSE,
        ..Self::NONE
    };

    /// Whether all of these flags are set.
    pub const fn has(self, flags: Flags) -> bool {
        self.flags.contains(flags)
    }

    /// The known departures of a device: those of every row that fits it. A device without a row has none.
    ///
    /// Case, spaces and punctuation do not matter, and the maker's name may be repeated before the model.
    ///
    /// ```
    /// use health_gatt::quirk::{Device, Flags, Quirks};
    /// let bm85 = Quirks::find(&Device { manufacturer: "Beurer GmbH", model: "BM 85", ..Device::default() });
    /// assert!(bm85.has(Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER));
    /// let bm59 = Quirks::find(&Device { manufacturer: "Beurer GmbH", model: "BM59", ..Device::default() });
    /// assert!(!bm59.has(Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER));
    /// ```
    pub fn find(device: &Device<'_>) -> Self {
        rows().filter(|row| row.fits(device)).fold(Self::NONE, |all, row| all.and(row.quirks))
    }

    /// The known departures of a model, by its Device Information strings; an empty `manufacturer` was not read.
    pub fn for_model(manufacturer: &str, model: &str) -> Self {
        Self::find(&Device { manufacturer, name: model, ..Device::default() })
    }

    /// Both together; where both say a number or a shape, the first stands.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            flags: self.flags | other.flags,
            shape: if self.shape == Shape::ANY { other.shape } else { self.shape },
            settle_ms: self.settle_ms.or(other.settle_ms),
            cooldown_s: self.cooldown_s.or(other.cooldown_s),
            quiet_s: self.quiet_s.or(other.quiet_s),
        }
    }
}

impl fmt::Display for Quirks {
    /// The names of the flags and numbers, as in the file: `resends_all, settle_ms=700`; `none` for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut part = |f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            let comma = if core::mem::take(&mut first) { "" } else { ", " };
            write!(f, "{comma}{text}")
        };
        for name in self.flags.names() {
            part(f, format_args!("{name}"))?;
        }
        for (name, number) in
            [("settle_ms", self.settle_ms), ("cooldown_s", self.cooldown_s), ("quiet_s", self.quiet_s)]
        {
            if let Some(number) = number {
                part(f, format_args!("{name}={number}"))?;
            }
        }
        if *self == Self::NONE { f.write_str("none") } else { Ok(()) }
    }
}

/// A word that names no quirk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseQuirksError;

impl fmt::Display for ParseQuirksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these are no names of quirks, parted by commas, such as resends_all,settle_ms=700")
    }
}

impl core::error::Error for ParseQuirksError {}

impl core::str::FromStr for Quirks {
    type Err = ParseQuirksError;

    /// Reads the names of flags and numbers, parted by commas, as in the file. A layout applies in the shape of its captures.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut quirks = Self::NONE;
        for word in text.split(',').map(str::trim) {
            let number = |prefix: &str| word.strip_prefix(prefix).map(str::parse::<u16>);
            if let Some(flag) = Flags::named(word) {
                quirks.flags = quirks.flags | flag;
                if flag == Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER {
                    quirks.shape = Shape::BIG_ENDIAN_PULSE;
                }
            } else if let Some(ms) = number("settle_ms=") {
                quirks.settle_ms = Some(ms.map_err(|_| ParseQuirksError)?);
            } else if let Some(s) = number("cooldown_s=") {
                quirks.cooldown_s = Some(s.map_err(|_| ParseQuirksError)?);
            } else if let Some(s) = number("quiet_s=") {
                quirks.quiet_s = Some(s.map_err(|_| ParseQuirksError)?);
            } else {
                return Err(ParseQuirksError);
            }
        }
        Ok(quirks)
    }
}

impl Flags {
    /// The flag with this name in the file.
    pub fn named(name: &str) -> Option<Self> {
        Self::TEXTS.iter().find(|(_, text)| *text == name).map(|(flag, _)| *flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn model(manufacturer: &str, model: &str) -> Quirks {
        Quirks::for_model(manufacturer, model)
    }

    #[test]
    fn only_the_listed_model_has_the_layout() {
        let layout = Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER;
        for (manufacturer, name) in [
            ("Beurer", "BM85"),
            ("beurer gmbh", "bm 85"),
            ("", "BM85"),
            ("", "Beurer BM85"),
            ("Beurer", "Beurer-BM85"),
        ] {
            assert!(model(manufacturer, name).has(layout), "{manufacturer} {name}");
            assert_eq!(model(manufacturer, name).shape, Shape::BIG_ENDIAN_PULSE);
        }
        for (manufacturer, name) in [
            ("Beurer", "BM850"),
            ("Beurer", "BM8"),
            ("A&D", "BM85"),
            ("Beurer", ""),
            ("", ""),
            ("Beurer", "XBM85"),
            ("Beurer", "BM59"),
        ] {
            assert!(!model(manufacturer, name).has(layout), "{manufacturer} {name}");
        }
    }

    #[test]
    fn a_name_on_the_air_is_enough() {
        for (name, expected) in [
            ("A&D_UA-651BLE_C4F312", "settle_ms=700"),
            ("LS BPM 1234", "resends_all"),
            ("BLEsmart_0000021F00112233AABB", "needs_time_write_in_pairing"),
            ("TAIDOC TD3128", "cooldown_s=40"),
            ("BM 59", "resends_all, minute_stamps"),
            ("unknown", "none"),
            ("", "none"),
        ] {
            let quirks = Quirks::find(&Device { name, ..Device::default() });
            assert_eq!(quirks.to_string(), expected, "{name}");
        }
        // The maker of the strings decides over what a name looks like.
        let other = Device { manufacturer: "Someone", name: "BM59", ..Device::default() };
        assert_eq!(Quirks::find(&other), Quirks::NONE);
    }

    #[test]
    fn names_of_quirks_are_read_as_they_are_written() {
        for row in rows() {
            assert_eq!(row.quirks.to_string().parse(), Ok(row.quirks), "{row:?}");
        }
        for wrong in ["", "resend", "settle_ms", "settle_ms=", "settle_ms=70000", "resends_all,", "BM85"] {
            assert_eq!(wrong.parse::<Quirks>(), Err(ParseQuirksError), "{wrong}");
        }
        assert!(ParseQuirksError.to_string().contains("resends_all"));
    }
}
