//! The recovery code: 36 symbols on paper that open a household when the passphrase is forgotten.
//!
//! Six groups of six symbols. The alphabet has 31 symbols: the digits, and the capital letters without `I`, `L`, `O`,
//! `S` and `U`. Five symbols of a group are random, the sixth is a check: 30 random symbols are 148.6 bits, so a fast
//! key derivation is enough (no guessing reaches 2^128).
//!
//! A mistake is named by its group (as everything that is written on paper), and the rest need not be typed again.

use core::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::paper::{self, GROUP_LENGTH, check_value, group_number, is_separator, symbol_of, value_of};
use crate::ports::{Entropy, NoEntropy};

use super::secret::Secret;

/// Groups in a code.
pub const GROUPS: usize = 6;
const LENGTH: usize = GROUPS * GROUP_LENGTH;

/// What is wrong with a typed recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// The first group, counted from 1 to 6, that holds a mistake.
    #[error("group {0} of the recovery code has a mistake; compare it with the printed code")]
    Group(u8),
    /// Too few or too many symbols, and no group to blame.
    #[error(
        "the recovery code has 36 letters and digits in six groups of six; check that all of it is there"
    )]
    Length,
}

/// A recovery code, checked.
///
/// Kept as its 36 symbols in capitals without separators, which is also what keys are derived from.
pub struct RecoveryCode(Secret<LENGTH>);

impl RecoveryCode {
    /// Draws a fresh code.
    ///
    /// # Errors
    /// [`NoEntropy`] from the source, or when what it gives is plainly not random.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let mut values = Zeroizing::new([0_u8; LENGTH]);
        let mut draws = Draws::new(entropy);
        for (number, group) in (1..).zip(values.chunks_exact_mut(GROUP_LENGTH)) {
            if let Some((check, random)) = group.split_last_mut() {
                for value in random.iter_mut() {
                    *value = draws.next()?;
                }
                *check = check_value(number, random);
            }
        }
        Ok(Self::from_values(&values))
    }

    /// Reads a code as a person types it.
    ///
    /// Upper and lower case are the same; white space, dashes and dots are skipped; `I` and `L` are read as `1`, `O` as
    /// `0`, `S` as `5` and `U` as `V`, which they are mistaken for on paper.
    ///
    /// # Errors
    /// [`RecoveryError::Group`] names the first group with a mistake: a symbol that does not exist, a check that does
    /// not fit, or, where the separators show six groups, a group that is too short or too long.
    /// [`RecoveryError::Length`] otherwise.
    pub fn parse(text: &str) -> Result<Self, RecoveryError> {
        let symbols = text.chars().filter(|symbol| !is_separator(*symbol));
        if symbols.clone().count() != LENGTH {
            return Err(blame_length(text));
        }
        let mut values = Zeroizing::new([0_u8; LENGTH]);
        for ((place, slot), symbol) in values.iter_mut().enumerate().zip(symbols) {
            *slot = value_of(symbol).ok_or(RecoveryError::Group(group_number(place / GROUP_LENGTH)))?;
        }
        for (index, group) in values.chunks_exact(GROUP_LENGTH).enumerate() {
            let number = group_number(index);
            if !paper::fits(number, group) {
                return Err(RecoveryError::Group(number));
            }
        }
        Ok(Self::from_values(&values))
    }

    /// The code for paper: six groups of six, dashes between them.
    ///
    /// There is no `Display`, so that a code is never part of a message by accident.
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + GROUPS));
        for (place, symbol) in self.0.expose().iter().enumerate() {
            if place > 0 && place % GROUP_LENGTH == 0 {
                text.push('-');
            }
            text.push(char::from(*symbol));
        }
        text
    }

    /// Whether `typed` is the group of this number, 1 to 6, read as [`RecoveryCode::parse`] reads it.
    ///
    /// For a person who shows that a new code was written down, before it is put into force.
    pub fn has_group(&self, number: u8, typed: &str) -> bool {
        let groups = self.symbols().chunks_exact(GROUP_LENGTH);
        let Some((_, own)) = (1..).zip(groups).find(|(at, _)| *at == number) else {
            return false;
        };
        let typed = typed.chars().filter(|symbol| !is_separator(*symbol)).map(value_of);
        own.iter().map(|symbol| value_of(char::from(*symbol))).eq(typed)
    }

    /// The 36 symbols in capitals, as ASCII.
    pub(crate) fn symbols(&self) -> &[u8; LENGTH] {
        self.0.expose()
    }

    fn from_values(values: &[u8; LENGTH]) -> Self {
        let mut symbols = values.map(symbol_of);
        Self(Secret::take(&mut symbols))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(..)")
    }
}

/// Values 0 to 30, each equally likely: bytes from 248 on would favour the first eight values and are thrown away.
struct Draws<'a> {
    entropy: &'a dyn Entropy,
    pool: Zeroizing<Vec<u8>>,
    refills: u8,
}

impl<'a> Draws<'a> {
    fn new(entropy: &'a dyn Entropy) -> Self {
        Self { entropy, pool: Zeroizing::new(Vec::new()), refills: 0 }
    }

    fn next(&mut self) -> Result<u8, NoEntropy> {
        loop {
            while let Some(byte) = self.pool.pop() {
                if byte < 248 {
                    return Ok(byte % 31);
                }
            }
            // 64 bytes give 30 good ones all but never in less than one go; sixteen in vain mean a broken source.
            self.refills += 1;
            if self.refills > 16 {
                return Err(NoEntropy);
            }
            let mut fresh = [0; 64];
            self.entropy.fill(&mut fresh)?;
            self.pool = Zeroizing::new(fresh.to_vec());
            fresh.zeroize();
        }
    }
}

/// Names the group that has not six symbols, where the separators show six groups.
fn blame_length(text: &str) -> RecoveryError {
    let groups = || text.split(is_separator).filter(|group| !group.is_empty());
    if groups().count() != GROUPS {
        return RecoveryError::Length;
    }
    groups()
        .position(|group| group.chars().count() != GROUP_LENGTH)
        .map_or(RecoveryError::Length, |index| RecoveryError::Group(group_number(index)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{Stuck, Tape};
    use super::*;
    use crate::paper::ALPHABET;

    fn symbols(seed: u64) -> Vec<char> {
        let code = RecoveryCode::random(&Tape::new(seed)).unwrap();
        code.symbols().iter().map(|symbol| char::from(*symbol)).collect()
    }

    fn parse(symbols: &[char]) -> Result<RecoveryCode, RecoveryError> {
        RecoveryCode::parse(&symbols.iter().collect::<String>())
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = RecoveryCode::random(&Tape::new(7)).unwrap();
        let printed = code.grouped();
        assert_eq!(printed.len(), 41);
        let look_alikes = printed.replace('1', "l").replace('0', "o").replace('5', "s").replace('V', "u");
        for typed in [
            printed.to_string(),
            printed.to_lowercase(),
            printed.replace('-', ""),
            format!("  {}\n", printed.replace('-', " \u{2013} ")),
            look_alikes,
        ] {
            assert_eq!(RecoveryCode::parse(&typed).unwrap().symbols(), code.symbols());
        }
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }

    #[test]
    fn a_group_is_known_again() {
        let code = RecoveryCode::random(&Tape::new(7)).unwrap();
        let printed = code.grouped();
        for (number, group) in (1..).zip(printed.split('-')) {
            assert!(
                code.has_group(number, group)
                    && code.has_group(number, &format!(" {} ", group.to_lowercase()))
            );
            assert!(!code.has_group(number % 6 + 1, group));
            assert!(!code.has_group(number, &group[..5]) && !code.has_group(number, &format!("{group}0")));
        }
        assert!(
            !code.has_group(0, "")
                && !code.has_group(7, "")
                && !code.has_group(1, "")
                && !code.has_group(1, "******")
        );
    }

    #[test]
    fn wrong_lengths_name_the_group_where_they_can() {
        let printed = RecoveryCode::random(&Tape::new(8)).unwrap().grouped().to_string();
        let mut short = printed.clone();
        short.remove(15);
        assert_eq!(RecoveryCode::parse(&short).unwrap_err(), RecoveryError::Group(3));
        short.retain(|symbol| symbol != '-');
        assert_eq!(RecoveryCode::parse(&short).unwrap_err(), RecoveryError::Length);
        assert_eq!(RecoveryCode::parse("").unwrap_err(), RecoveryError::Length);
        assert_eq!(RecoveryCode::parse(&printed.repeat(2)).unwrap_err(), RecoveryError::Length);
        let odd: String = printed.char_indices().map(|(at, s)| if at == 36 { 'é' } else { s }).collect();
        assert_eq!(RecoveryCode::parse(&odd).unwrap_err(), RecoveryError::Group(6));
    }

    #[test]
    fn a_source_that_repeats_one_rejected_byte_is_no_source() {
        assert_eq!(RecoveryCode::random(&Stuck(0xff)).unwrap_err(), NoEntropy);
        assert_eq!(RecoveryCode::random(&Tape::dry_after(1, 0)).unwrap_err(), NoEntropy);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Every symbol of the code replaced by each of the other thirty.
        #[test]
        fn every_substitution_is_pinned_to_its_group(seed in 0_u64..1 << 31) {
            let good = symbols(seed);
            for place in 0..LENGTH {
                for other in ALPHABET.iter().map(|symbol| char::from(*symbol)) {
                    let mut typed = good.clone();
                    if typed[place] == other {
                        continue;
                    }
                    typed[place] = other;
                    let group = u8::try_from(place / GROUP_LENGTH + 1).unwrap();
                    prop_assert_eq!(parse(&typed).unwrap_err(), RecoveryError::Group(group));
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_in_a_group_is_pinned(seed in 0_u64..1 << 31) {
            let good = symbols(seed);
            for place in (0..LENGTH - 1).filter(|place| place % GROUP_LENGTH != GROUP_LENGTH - 1) {
                let mut typed = good.clone();
                typed.swap(place, place + 1);
                if typed != good {
                    let group = u8::try_from(place / GROUP_LENGTH + 1).unwrap();
                    prop_assert_eq!(parse(&typed).unwrap_err(), RecoveryError::Group(group));
                }
            }
        }

        #[test]
        fn every_swap_of_groups_is_noticed(seed in 0_u64..1 << 31) {
            let good = symbols(seed);
            for first in 0..GROUPS {
                for second in first + 1..GROUPS {
                    let mut typed = good.clone();
                    for offset in 0..GROUP_LENGTH {
                        typed.swap(first * GROUP_LENGTH + offset, second * GROUP_LENGTH + offset);
                    }
                    let group = u8::try_from(first + 1).unwrap();
                    prop_assert_eq!(parse(&typed).unwrap_err(), RecoveryError::Group(group));
                }
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = RecoveryCode::parse(&text);
        }
    }
}
