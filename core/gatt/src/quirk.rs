//! Known departures of real devices from the specification, as data.
//!
//! A decoder departs from the specification only when it is handed a quirk, and says so in the remarks. Frames that merely
//! look like a known departure are read as specified and remarked on, so that somebody can add a row here.

/// Departures that a decoder is to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Quirks {
    /// Blood pressure frames with reserved flag bit 6 set carry pulse and status most significant byte first, with a
    /// user id between the two that the flags do not announce.
    ///
    /// It applies only to the shape seen in captures: stamp, pulse and status announced, user id not. Other frames of the
    /// same device are read as specified.
    pub big_endian_pulse_with_unannounced_user: bool,
}

/// One row of the table of known departures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuirkRow {
    /// Maker, in lower case without spaces; a model that is sold under one name only.
    pub manufacturer: &'static str,
    /// Model, in lower case without spaces.
    pub model: &'static str,
    /// What to expect.
    pub quirks: Quirks,
    /// Where the departure was seen.
    pub source: &'static str,
}

/// The departures that are known, each with its source.
pub const KNOWN: &[QuirkRow] = &[QuirkRow {
    manufacturer: "beurer",
    model: "bm85",
    quirks: Quirks { big_endian_pulse_with_unannounced_user: true },
    // The list of that project once held more Beurer models; they were removed again because a BM59 turned out to follow
    // the specification (pull request 740). Only the model of the captures is listed here.
    source: "derdilla/blood-pressure-monitor-fl pull requests 735, 737 and 740 (captures of one BM85)",
}];

impl Quirks {
    /// A device that follows the specification.
    pub const NONE: Self = Self { big_endian_pulse_with_unannounced_user: false };

    /// The known departures of a model, by its Device Information strings or its advertised name.
    ///
    /// Case, spaces and punctuation do not matter, the maker's name may be repeated before the model, and an empty
    /// `manufacturer` stands for one that was not read. A model that is not in the table has no quirks.
    ///
    /// ```
    /// use health_gatt::quirk::Quirks;
    /// assert!(Quirks::for_model("Beurer GmbH", "BM 85").big_endian_pulse_with_unannounced_user);
    /// assert_eq!(Quirks::for_model("Beurer GmbH", "BM59"), Quirks::NONE);
    /// ```
    pub fn for_model(manufacturer: &str, model: &str) -> Self {
        KNOWN
            .iter()
            .find(|row| {
                let unread = letters(manufacturer).next().is_none();
                (unread || without(manufacturer, row.manufacturer).is_some())
                    && (letters(model).eq(row.model.chars())
                        || without(model, row.manufacturer).is_some_and(|rest| rest.eq(row.model.chars())))
            })
            .map_or(Self::NONE, |row| row.quirks)
    }
}

/// Letters and digits in lower case, nothing else.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

/// What follows `prefix` in the letters of `text`.
fn without(text: &str, prefix: &str) -> Option<impl Iterator<Item = char>> {
    let mut rest = letters(text);
    prefix.chars().all(|letter| rest.next() == Some(letter)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_model_has_the_quirk() {
        for (manufacturer, model) in [
            ("Beurer", "BM85"),
            ("beurer gmbh", "bm 85"),
            ("", "BM85"),
            ("", "Beurer BM85"),
            ("Beurer", "Beurer-BM85"),
        ] {
            assert_ne!(Quirks::for_model(manufacturer, model), Quirks::NONE, "{manufacturer} {model}");
        }
        for (manufacturer, model) in [
            ("Beurer", "BM850"),
            ("Beurer", "BM8"),
            ("A&D", "BM85"),
            ("Beurer", ""),
            ("", ""),
            ("Beurer", "XBM85"),
        ] {
            assert_eq!(Quirks::for_model(manufacturer, model), Quirks::NONE, "{manufacturer} {model}");
        }
    }
}
