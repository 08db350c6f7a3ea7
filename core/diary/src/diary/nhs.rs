//! NHS numbers of England, Wales and the Isle of Man, told from mistyped ones by their check digit.
//!
//! The rule is the NHS Data Dictionary's ("NHS NUMBER"): the first nine digits are weighted 10 to 2, the sum is taken modulus
//! 11 and from 11; 11 is written 0, 10 is no number. Scotland's CHI numbers have the same form, so a right one is not
//! therefore English.

use std::fmt;

/// Ten digits whose last one is right.
#[derive(Clone, PartialEq, Eq)]
pub struct NhsNumber(String);

impl NhsNumber {
    /// Reads ten digits, with or without spaces or hyphens between them; `None` for anything that is no such number.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|symbol| !matches!(symbol, ' ' | '-')).collect();
        is_right(&digits).then_some(Self(digits))
    }

    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As it is shown, three, three and four: `943 476 5919`.
    pub fn grouped(&self) -> String {
        let (first, rest) = self.0.split_at(3);
        let (second, third) = rest.split_at(3);
        format!("{first} {second} {third}")
    }
}

fn is_right(digits: &str) -> bool {
    let Some(values) = digits.chars().map(|digit| digit.to_digit(10)).collect::<Option<Vec<u32>>>() else {
        return false;
    };
    let [rest @ .., check] = values.as_slice() else { return false };
    // All alike is nobody's, although ten times 0 passes the sum.
    if values.len() != 10 || rest.iter().all(|digit| digit == check) {
        return false;
    }
    let sum: u32 = rest.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        right => *check == right,
    }
}

impl fmt::Debug for NhsNumber {
    /// Without the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(..)")
    }
}

impl<C> minicbor::Encode<C> for NhsNumber {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for NhsNumber {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let digits = d.str()?;
        if is_right(digits) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(minicbor::decode::Error::message("no NHS number").at(at))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_are_told_from_wrong_ones() {
        for right in ["943 476 5919", "401-023-2137", "4505577104", "999 000 0018", "999 000 0050"] {
            let number = NhsNumber::parse(right).unwrap();
            assert_eq!(NhsNumber::parse(&number.grouped()), Some(number.clone()), "{right}");
            assert!(!format!("{number:?}").contains(char::is_numeric));
        }
        assert_eq!(NhsNumber::parse("9434765919").unwrap().grouped(), "943 476 5919");
        for wrong in [
            "",
            "943 476 5918",
            "943476591",
            "94347659190",
            "943476591x",
            "٩٤٣٤٧٦٥٩١٩",
            "0000000000",
            "9999999999",
        ] {
            assert_eq!(NhsNumber::parse(wrong), None, "{wrong}");
        }
        // For these nine digits there is no right tenth.
        for nine in ["999000000", "999123456"] {
            assert!((0..10).all(|last| NhsNumber::parse(&format!("{nine}{last}")).is_none()), "{nine}");
        }
    }

    /// One wrong digit, or two neighbours exchanged, is never another right number.
    #[test]
    fn every_slip_of_one_digit_and_of_two_neighbours_is_found() {
        let right: Vec<char> = "9434765919".chars().collect();
        let text = |digits: &[char]| digits.iter().collect::<String>();
        for at in 0..10 {
            for other in ('0'..='9').filter(|other| *other != right[at]) {
                let mut slipped = right.clone();
                slipped[at] = other;
                assert_eq!(NhsNumber::parse(&text(&slipped)), None);
            }
            let mut swapped = right.clone();
            if at < 9 && swapped[at] != swapped[at + 1] {
                swapped.swap(at, at + 1);
                assert_eq!(NhsNumber::parse(&text(&swapped)), None);
            }
        }
    }
}
