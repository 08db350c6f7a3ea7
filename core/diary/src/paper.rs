//! Groups of six symbols for what is written on paper and typed again.
//!
//! The alphabet has 31 symbols: the digits, and the capital letters without `I`, `L`, `O`, `S` and `U`. Five symbols of a
//! group say something, the sixth is a check: a weighted sum over the integers modulo 31. Because 31 is prime and the weights
//! differ, every single wrong symbol and every swap of two neighbours is noticed; because the group's number is mixed in, so
//! is every swap of two groups. A mistake is therefore named by its group.

/// Symbols in a group, the last of them the check.
pub(crate) const GROUP_LENGTH: usize = 6;

pub(crate) const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRTVWXYZ";
const MODULUS: u32 = 31;
/// One weight a position; the check symbol's is 1, so that it is simply what is missing to the target.
const WEIGHTS: [u32; GROUP_LENGTH] = [2, 3, 4, 5, 6, 1];
/// What a group's weighted sum has to be, times the group's number: any number that is not a multiple of 31.
const GROUP_STEP: u32 = 7;

/// The number of a group, from 1, by its index from 0.
pub(crate) fn group_number(index: usize) -> u8 {
    u8::try_from(index + 1).unwrap_or(u8::MAX)
}

fn weighted(values: &[u8]) -> u32 {
    let sum: u32 = WEIGHTS.iter().zip(values).map(|(weight, value)| weight * u32::from(*value)).sum();
    sum % MODULUS
}

fn target(number: u8) -> u32 {
    u32::from(number) * GROUP_STEP % MODULUS
}

/// The check of a group with this number.
pub(crate) fn check_value(number: u8, values: &[u8]) -> u8 {
    u8::try_from((target(number) + MODULUS - weighted(values)) % MODULUS).unwrap_or_default()
}

/// Whether a whole group of this number has its check.
pub(crate) fn fits(number: u8, group: &[u8]) -> bool {
    weighted(group) == target(number)
}

/// The symbol of a value from 0 to 30, as ASCII.
pub(crate) fn symbol_of(value: u8) -> u8 {
    ALPHABET.get(usize::from(value)).copied().unwrap_or(b'?')
}

/// The value of a symbol as a person types it: `I` and `L` are read as `1`, `O` as `0`, `S` as `5` and `U` as `V`.
pub(crate) fn value_of(symbol: char) -> Option<u8> {
    let canonical = match symbol.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        'S' => '5',
        'U' => 'V',
        other => other,
    };
    let place = ALPHABET.iter().position(|known| char::from(*known) == canonical)?;
    u8::try_from(place).ok()
}

/// What stands between symbols and is skipped.
pub(crate) fn is_separator(symbol: char) -> bool {
    // Hyphens and dashes as a text field may "correct" them, and the minus sign.
    symbol.is_whitespace() || matches!(symbol, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabet_and_weights_are_what_the_proof_needs() {
        let distinct: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(distinct.len(), 31);
        let weights: std::collections::BTreeSet<_> = WEIGHTS.iter().map(|weight| weight % MODULUS).collect();
        assert!(weights.len() == GROUP_LENGTH && !weights.contains(&0));
        let targets: std::collections::BTreeSet<_> = (1..=8).map(target).collect();
        assert_eq!(targets.len(), 8);
    }
}
