//! Values of a series as bytes and back.
//!
//! A value is told by its difference from the one before: whether there is one, which way, how much. What each of these
//! depends on is what bodies and meters do: a value stays for a while, swings back to where it was lately, and moves on
//! the way it moved before.

use super::coder::{CONTEXTS, Decisions, Memory, Reader, Weights, Writer};

/// The most steps of a difference that are told one by one.
const STEPS: u32 = 12;
/// Sorts of decision about a value: whether it is another, which way, and how much more.
const SORTS: usize = 6;
/// How many cases each context tells apart.
const CASES: [usize; CONTEXTS] = [30, 1088, 1088, 900, 544];
/// Sets of weights: one for each length of standing still, one for the way, one for the size.
const SETS: usize = 12;

/// Writes rows of values, one after the other.
pub(super) fn encode(rows: &[&[Option<i32>]]) -> Vec<u8> {
    let mut writer = Writer::new();
    for row in rows {
        let mut model = Model::new();
        for value in *row {
            model.value(&mut writer, *value);
        }
    }
    writer.finish()
}

/// Reads as many rows of as many values; `None` where the bytes are none that [`encode`] writes for them.
pub(super) fn decode(bytes: &[u8], rows: usize, count: usize) -> Option<Vec<Vec<Option<i32>>>> {
    let mut reader = Reader::new(bytes);
    let mut all = Vec::with_capacity(rows);
    for _ in 0..rows {
        let mut model = Model::new();
        let mut row = Vec::with_capacity(count);
        for _ in 0..count {
            row.push(model.value(&mut reader, None));
        }
        all.push(row);
    }
    reader.is_at_end().then_some(all)
}

/// What was seen of one row so far.
#[derive(Debug)]
struct Model {
    missing: [Memory; 2],
    memories: [Vec<Memory>; CONTEXTS],
    weights: [Weights; SETS],
    /// Whether the sample before had no value.
    was_missing: bool,
    /// The last value; 0 before the first.
    last: i64,
    /// Where it was lately, and over a longer while, in 1/256.
    lately: i64,
    longer: i64,
    begun: bool,
    /// How long the value has stood, and how long the one before.
    stood: u32,
    stood_before: u32,
    /// The ways of the last two changes: -1, 0 before the first, 1.
    way: i64,
    way_before: i64,
}

impl Model {
    fn new() -> Self {
        Self {
            missing: [Memory::NEW; 2],
            memories: CASES.map(|cases| vec![Memory::NEW; cases * SORTS]),
            weights: [Weights::NEW; SETS],
            was_missing: false,
            last: 0,
            lately: 0,
            longer: 0,
            begun: false,
            stood: 0,
            stood_before: 0,
            way: 0,
            way_before: 0,
        }
    }

    /// Tells one value, or is told it: a reader ignores `value` and gives what was written.
    fn value(&mut self, with: &mut impl Decisions, value: Option<i32>) -> Option<i32> {
        let [after_value, after_none] = &mut self.missing;
        let memory = if self.was_missing { after_none } else { after_value };
        self.was_missing = with.remembered(memory, value.is_none());
        if self.was_missing {
            return None;
        }
        let difference = i64::from(value.unwrap_or(0)) - self.last;
        let difference = self.difference(with, difference);
        // A writer's is in range; what a reader makes of other bytes is held there.
        let told = i32::try_from(self.last + difference).unwrap_or(0);
        self.note(told, difference.signum());
        Some(told)
    }

    fn difference(&mut self, with: &mut impl Decisions, difference: i64) -> i64 {
        let cases = self.cases();
        let standing = bucket(self.stood);
        if !self.mixed(with, cases, (0, standing), difference != 0) {
            return 0;
        }
        let down = self.mixed(with, cases, (1, 10), difference < 0);
        let size = u32::try_from(difference.unsigned_abs()).unwrap_or(u32::MAX);
        let mut told = 1;
        while told <= STEPS {
            let sort = 2 + usize::try_from(told.min(3)).unwrap_or(3);
            if !self.mixed(with, cases, (sort, 11), size > told) {
                break;
            }
            told += 1;
        }
        if told > STEPS {
            told = told.saturating_add(large(with, size.wrapping_sub(told)));
        }
        if down { -i64::from(told) } else { i64::from(told) }
    }

    fn mixed(
        &mut self,
        with: &mut impl Decisions,
        cases: [usize; CONTEXTS],
        (sort, set): (usize, usize),
        yes: bool,
    ) -> bool {
        let mut spare = [Memory::NEW; CONTEXTS];
        let [one, two, three, four, five] = &mut self.memories;
        let [s1, s2, s3, s4, s5] = &mut spare;
        let [c1, c2, c3, c4, c5] = cases.map(|case| case * SORTS + sort);
        let memories = [
            one.get_mut(c1).unwrap_or(s1),
            two.get_mut(c2).unwrap_or(s2),
            three.get_mut(c3).unwrap_or(s3),
            four.get_mut(c4).unwrap_or(s4),
            five.get_mut(c5).unwrap_or(s5),
        ];
        let mut first = Weights::NEW;
        let weights = self.weights.get_mut(set).unwrap_or(&mut first);
        with.mixed(memories, weights, yes)
    }

    /// The case of each context.
    fn cases(&self) -> [usize; CONTEXTS] {
        let at = |number: i64| usize::try_from(number).unwrap_or(0);
        let (way, before) = (at(self.way + 1), at(self.way_before + 1));
        // Quarters of a step from where it was lately, halves from where it was longer.
        let lately = at((((self.last * 256 - self.lately) + 32) >> 6).clamp(-8, 8) + 8);
        let longer = at((((self.last * 256 - self.longer) + 64) >> 7).clamp(-8, 8) + 8);
        let (stood, stood_before) = (bucket(self.stood), bucket(self.stood_before));
        [
            stood * 3 + way,
            (lately * 4 + way) * 16 + stood.min(3),
            (longer * 4 + way) * 16 + stood,
            (stood * 10 + stood_before) * 9 + way * 3 + before,
            lately * 32 + longer,
        ]
    }

    fn note(&mut self, value: i32, way: i64) {
        self.last = i64::from(value);
        let now = self.last * 256;
        if self.begun {
            self.lately += (now - self.lately) >> 4;
            self.longer += (now - self.longer) >> 6;
        } else {
            (self.lately, self.longer, self.begun) = (now, now, true);
        }
        if way == 0 {
            self.stood = self.stood.saturating_add(1);
        } else {
            (self.way_before, self.way) = (self.way, way);
            (self.stood_before, self.stood) = (self.stood, 0);
        }
    }
}

/// A number of any size: how many bits it has, then the bits (Elias gamma of one more).
fn large(with: &mut impl Decisions, number: u32) -> u32 {
    let more = u64::from(number) + 1;
    let bits = more.ilog2();
    let mut count = 0;
    while count < 32 && with.even(bits > count) {
        count += 1;
    }
    let mut told = 1_u64;
    for bit in (0..count).rev() {
        told = told << 1 | u64::from(with.even((more >> bit) & 1 == 1));
    }
    u32::try_from(told - 1).unwrap_or(u32::MAX)
}

/// How long a value has stood, roughly.
fn bucket(stood: u32) -> usize {
    match stood {
        0..=3 => usize::try_from(stood).unwrap_or(0),
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=30 => 7,
        31..=80 => 8,
        81.. => 9,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Vec<Option<i32>>> {
        let near = (90_i32..100).prop_map(Some);
        let value = prop_oneof![
            8 => near,
            1 => any::<i32>().prop_map(Some),
            1 => Just(None),
            1 => prop_oneof![Just(i32::MIN), Just(i32::MAX), Just(0)].prop_map(Some),
        ];
        prop::collection::vec((value, 1_usize..20), 0..60).prop_map(|runs| {
            runs.into_iter().flat_map(|(value, times)| std::iter::repeat_n(value, times)).collect()
        })
    }

    proptest! {
        #[test]
        fn values_come_back(one in values(), two in values()) {
            let count = one.len().min(two.len());
            let rows = [&one[..count], &two[..count]];
            let bytes = encode(&rows);
            prop_assert_eq!(decode(&bytes, 2, count).unwrap(), [one[..count].to_vec(), two[..count].to_vec()]);
        }

        #[test]
        fn no_bytes_are_a_danger(bytes in prop::collection::vec(any::<u8>(), 0..200), count in 0_usize..500) {
            if let Some(rows) = decode(&bytes, 2, count) {
                prop_assert!(rows.iter().all(|row| row.len() == count));
            }
        }
    }
}
