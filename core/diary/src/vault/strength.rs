//! How hard a new passphrase is to guess.
//!
//! The estimator is `zxcvbn` (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016): it
//! counts the guesses that someone needs who tries common passwords, words, names, keyboard rows, dates and repeats
//! first. What it copies of the passphrase cannot be wiped from here: `docs/decisions/0016-changing-secrets.md`.

use zeroize::Zeroize;
use zxcvbn::feedback::Warning;

/// The fewest guesses of a new passphrase, as a power of ten.
///
/// Ten thousand million guesses at the price of [`super::Argon2Cost::STANDARD`] (0.2 s on one core) are 60 years of one
/// core. It is also the border of the estimator's highest score.
pub const FEWEST_GUESSES_LOG10: f64 = 10.0;

/// The most characters that are looked at; more can only make it stronger.
const MOST_CHARACTERS: usize = 64;

/// 4 KiB each: more than the estimator needs, less than the smallest stack of a thread has.
const STACK_FRAMES: u8 = 32;

/// Words that somebody tries first on this program.
const EXPECTED: [&str; 6] = ["health", "diary", "health-diary", "household", "passphrase", "recovery"];

/// Why a new passphrase is too easy to guess; nothing in it repeats the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// It is, or is close to, a password that many people use.
    Common,
    /// It is one word, or little more.
    Word,
    /// It is a name.
    Name,
    /// It is a row or pattern of neighbouring keys.
    Keyboard,
    /// The same is repeated.
    Repeats,
    /// It counts on, like abc or 6543.
    Sequence,
    /// It is a date or year.
    Date,
    /// None of these, and still too little.
    Guessable,
}

impl Weakness {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Common,
        Self::Word,
        Self::Name,
        Self::Keyboard,
        Self::Repeats,
        Self::Sequence,
        Self::Date,
        Self::Guessable,
    ];

    /// A stable word for programs, as in `common`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Word => "word",
            Self::Name => "name",
            Self::Keyboard => "keyboard",
            Self::Repeats => "repeats",
            Self::Sequence => "sequence",
            Self::Date => "date",
            Self::Guessable => "guessable",
        }
    }

    /// What is wrong, in words that fit after "the passphrase is too easy to guess:".
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Common => "it is close to one that many people use",
            Self::Word => "it is hardly more than one word",
            Self::Name => "it is hardly more than a name",
            Self::Keyboard => "its keys lie side by side",
            Self::Repeats => "it repeats itself",
            Self::Sequence => "it counts on, like abc or 6543",
            Self::Date => "it is hardly more than a date",
            Self::Guessable => "it is too short for what it is made of",
        }
    }
}

/// Why the text is too easy to guess; `None` if it is not.
///
/// Takes about a millisecond. Looks at 64 characters at most.
pub(super) fn weakness(text: &str) -> Option<Weakness> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
    let found = estimate(text.get(..end).unwrap_or(text));
    wipe_stack(STACK_FRAMES);
    found
}

#[inline(never)]
fn estimate(text: &str) -> Option<Weakness> {
    let estimate = zxcvbn::zxcvbn(text, &EXPECTED);
    if estimate.guesses_log10() >= FEWEST_GUESSES_LOG10 {
        return None;
    }
    let warning = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    Some(warning.map_or(Weakness::Guessable, reason))
}

/// Overwrites the part of the stack that the estimator used, where registers with pieces of the text were put.
#[inline(never)]
fn wipe_stack(frames: u8) {
    let mut room = [0_u8; 4096];
    room.zeroize();
    if let Some(left) = frames.checked_sub(1) {
        wipe_stack(left);
    }
    // Keeps the frame until here, so that each call has one of its own.
    core::hint::black_box(&room);
}

const fn reason(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            Weakness::Keyboard
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Weakness::Repeats
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Date,
        Warning::AWordByItselfIsEasyToGuess => Weakness::Word,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::Name,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_try_first_is_refused_with_its_reason() {
        for (text, weak) in [
            ("password1", Weakness::Common),
            ("P@ssw0rd", Weakness::Common),
            ("aaaaaaaaaaaa", Weakness::Repeats),
            ("abcabcabcabc", Weakness::Repeats),
            ("abcdefgh", Weakness::Sequence),
            ("zxcvfr432wsx", Weakness::Keyboard),
            ("19.11.1987", Weakness::Date),
            ("healthdiary", Weakness::Guessable),
        ] {
            assert_eq!(weakness(text), Some(weak), "{text}");
        }
    }

    #[test]
    fn a_few_words_or_many_letters_are_taken() {
        for text in [
            "correct horse battery",
            "lamp otter gravel",
            "x9#kQ2!vLm",
            "Grießbrei mit Zimt",
            "дождь над старым мостом",
        ] {
            assert_eq!(weakness(text), None, "{text}");
        }
    }

    #[test]
    fn every_reason_has_a_word_and_a_sentence_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Weakness::ALL.iter().map(|weak| weak.code()).collect();
        let reasons: std::collections::BTreeSet<_> = Weakness::ALL.iter().map(|weak| weak.reason()).collect();
        assert_eq!((codes.len(), reasons.len()), (8, 8));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,90}") {
            let _ = weakness(&text);
        }

        #[test]
        fn what_comes_after_64_characters_is_not_looked_at(text in "[a-c]{64}", more in "\\PC{0,20}") {
            prop_assert_eq!(weakness(&text), weakness(&[text.as_str(), &more].concat()));
        }
    }
}
