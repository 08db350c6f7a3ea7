//! One binary decision after the other, each in the fraction of a bit that it surprises: the coder of a series.
//!
//! Several contexts each remember how often a decision went which way. Their estimates are mixed by weights that learn, and
//! an arithmetic coder spends -log2 of the mixed estimate. All of it is whole numbers, so that every machine, and every
//! other reader, comes to the same. `core/docs/format.md` has it to the bit.

use std::sync::LazyLock;

/// How many contexts are mixed.
pub(super) const CONTEXTS: usize = 5;

/// How a decision may go, in 1/4096, for an estimate in the stretched domain from -2048 to 2048 in steps of 128.
const SQUASHED: [i32; 33] = [
    1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
    3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
];

/// The stretched domain of each estimate in 1/4096: the other way round of [`squash`].
static STRETCHED: LazyLock<[i32; 4096]> = LazyLock::new(|| {
    let mut table = [2047; 4096];
    let mut next = 0;
    for stretched in -2047..=2047 {
        let squashed = usize::try_from(squash(stretched)).unwrap_or(0);
        for slot in table.iter_mut().take(squashed + 1).skip(next) {
            *slot = stretched;
        }
        next = next.max(squashed + 1);
    }
    table
});

fn squash(stretched: i32) -> i32 {
    let stretched = stretched.clamp(-2047, 2047) + 2048;
    let (at, rest) = (stretched >> 7, stretched & 127);
    let value = |at: i32| usize::try_from(at).ok().and_then(|at| SQUASHED.get(at)).copied().unwrap_or(4094);
    (value(at) * (128 - rest) + value(at + 1) * rest + 64) >> 7
}

/// What one context remembers: how likely the decision is yes, in 1/65536, and how often it was met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Memory {
    likely: i32,
    met: u8,
}

impl Memory {
    pub(super) const NEW: Self = Self { likely: 1 << 15, met: 0 };

    fn estimate(self) -> i32 {
        self.likely >> 4
    }

    /// Learns quickly at first, and never slower than by 1/150.
    fn learn(&mut self, yes: bool) {
        let share = 655_360 / (10 * i64::from(self.met) + 16);
        let towards = i64::from(yes) * 65_535 - i64::from(self.likely);
        self.likely += i32::try_from((towards * share) >> 16).unwrap_or(0);
        self.met = (self.met + 1).min(149);
    }
}

/// The weights of the contexts for one sort of decision.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights([i64; CONTEXTS]);

impl Weights {
    /// 0.24 each, in 1/65536.
    pub(super) const NEW: Self = Self([15_729; CONTEXTS]);
}

/// Where decisions go to, or come from.
pub(super) trait Decisions {
    /// Writes `yes`, or reads what was written: the estimate that it is yes is `likely` in 1/4096, 1..=4095.
    fn decide(&mut self, likely: u32, yes: bool) -> bool;

    /// A decision that nothing is known of.
    fn even(&mut self, yes: bool) -> bool {
        self.decide(2048, yes)
    }

    /// A decision by one memory.
    fn remembered(&mut self, memory: &mut Memory, yes: bool) -> bool {
        let likely = memory.estimate().clamp(1, 4095).unsigned_abs();
        let yes = self.decide(likely, yes);
        memory.learn(yes);
        yes
    }

    /// A decision by several memories, mixed.
    fn mixed(&mut self, memories: [&mut Memory; CONTEXTS], weights: &mut Weights, yes: bool) -> bool {
        let stretched = memories.each_ref().map(|memory| {
            let at = usize::try_from(memory.estimate()).unwrap_or(0);
            i64::from(STRETCHED.get(at).copied().unwrap_or(2047))
        });
        let dot: i64 = stretched.iter().zip(&weights.0).map(|(estimate, weight)| estimate * weight).sum();
        let likely = squash(i32::try_from((dot >> 16).clamp(-2047, 2047)).unwrap_or(0)).clamp(1, 4095);
        let yes = self.decide(likely.unsigned_abs(), yes);
        let missed = ((i64::from(yes) << 12) - i64::from(likely)) * 61;
        for (weight, estimate) in weights.0.iter_mut().zip(stretched) {
            *weight += (estimate * missed + 0x8000) >> 16;
        }
        for memory in memories {
            memory.learn(yes);
        }
        yes
    }
}

/// The stretch of numbers in which all that was decided so far lies.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    low: u32,
    high: u32,
}

impl Stretch {
    const WHOLE: Self = Self { low: 0, high: u32::MAX };

    /// The last number of the part that stands for yes.
    fn middle(self, likely: u32) -> u32 {
        let width = u64::from(self.high - self.low);
        let part = (width * u64::from(likely)) >> 12;
        self.low + u32::try_from(part).unwrap_or(0)
    }

    fn take(&mut self, likely: u32, yes: bool) {
        let middle = self.middle(likely);
        if yes { self.high = middle } else { self.low = middle + 1 }
    }

    /// The first byte, once all numbers of the stretch begin with it.
    fn settled(&mut self) -> Option<u8> {
        if (self.low ^ self.high) >> 24 != 0 {
            return None;
        }
        let [byte, ..] = self.high.to_be_bytes();
        self.low <<= 8;
        self.high = (self.high << 8) | 0xFF;
        Some(byte)
    }
}

/// Writes decisions into bytes.
#[derive(Debug)]
pub(super) struct Writer {
    stretch: Stretch,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { stretch: Stretch::WHOLE, bytes: Vec::new() }
    }

    /// The bytes: as few as name a number in the stretch, given that zeros follow.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let Stretch { low, high } = self.stretch;
        let kept = (0..=4).find_map(|count| {
            let mask = u32::MAX.checked_shl(32 - 8 * count).unwrap_or(0);
            let number =
                if low & !mask == 0 { low } else { (low & mask).checked_add(!mask)?.checked_add(1)? };
            (number <= high).then_some((number, count))
        });
        let (number, count) = kept.unwrap_or((low, 4));
        let count = usize::try_from(count).unwrap_or(4);
        self.bytes.extend(number.to_be_bytes().into_iter().take(count));
        while self.bytes.last() == Some(&0) {
            self.bytes.pop();
        }
        self.bytes
    }
}

impl Decisions for Writer {
    fn decide(&mut self, likely: u32, yes: bool) -> bool {
        self.stretch.take(likely, yes);
        while let Some(byte) = self.stretch.settled() {
            self.bytes.push(byte);
        }
        yes
    }
}

/// Reads decisions out of bytes; behind the last byte there are zeros.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    stretch: Stretch,
    number: u32,
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self { stretch: Stretch::WHOLE, number: 0, bytes: bytes.iter() };
        for _ in 0..4 {
            reader.shift();
        }
        reader
    }

    fn shift(&mut self) {
        self.number = (self.number << 8) | u32::from(self.bytes.next().copied().unwrap_or(0));
    }

    /// Whether every byte was needed: none stands behind what was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.len() == 0
    }
}

impl Decisions for Reader<'_> {
    fn decide(&mut self, likely: u32, _: bool) -> bool {
        let yes = self.number <= self.stretch.middle(likely);
        self.stretch.take(likely, yes);
        while self.stretch.settled().is_some() {
            self.shift();
        }
        yes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_tables_are_each_others_other_way_round() {
        for (estimate, stretched) in STRETCHED.iter().enumerate().skip(1).take(4094) {
            let back = squash(*stretched);
            assert!(back.abs_diff(i32::try_from(estimate).unwrap()) <= 8, "{estimate} {stretched} {back}");
        }
    }

    proptest! {
        #[test]
        fn decisions_come_back_whatever_the_estimates(said in prop::collection::vec((1_u32..4096, any::<bool>()), 0..3000)) {
            let mut writer = Writer::new();
            for (likely, yes) in &said {
                writer.decide(*likely, *yes);
            }
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            for (likely, yes) in &said {
                prop_assert_eq!(reader.decide(*likely, false), *yes);
            }
            prop_assert!(reader.is_at_end());
        }
    }
}
