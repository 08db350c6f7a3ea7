//! Which earlier backups stay.

use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;
/// 1970-01-01 was a Thursday; weeks begin on Monday.
const FIRST_MONDAY_MS: i64 = 4 * DAY_MS;

/// How many of the newest stay.
const NEWEST: usize = 3;
/// Of how many weeks the newest of each stays.
const WEEKS: i64 = 8;
/// Of how many stretches of four weeks the newest of each stays.
const FOUR_WEEKS: i64 = 13;

/// The numbers of the backups that stay, of all those there are with when they were made: the three newest, the newest of
/// each of the last eight weeks, and the newest of each of the last thirteen stretches of four weeks, counted back from the
/// newest backup.
///
/// "Newest" goes by number: a clock may have been wrong.
pub(super) fn staying(backups: &BTreeMap<u64, i64>) -> BTreeSet<u64> {
    let mut staying: BTreeSet<u64> = backups.keys().rev().take(NEWEST).copied().collect();
    let Some((_, now_ms)) = backups.last_key_value() else { return staying };
    for (length, most) in [(WEEK_MS, WEEKS), (4 * WEEK_MS, FOUR_WEEKS)] {
        let stretch = |at_ms: i64| at_ms.saturating_sub(FIRST_MONDAY_MS).div_euclid(length);
        let mut newest = BTreeMap::new();
        for (number, at_ms) in backups {
            if (0..most).contains(&stretch(*now_ms).saturating_sub(stretch(*at_ms))) {
                newest.insert(stretch(*at_ms), *number);
            }
        }
        staying.extend(newest.into_values());
    }
    staying
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One backup a day for so many days.
    fn daily(days: u64) -> BTreeMap<u64, i64> {
        (1..=days).map(|day| (day, i64::try_from(day).unwrap() * DAY_MS)).collect()
    }

    #[test]
    fn the_newest_and_one_a_week_and_one_a_month_stay() {
        assert_eq!(staying(&BTreeMap::new()), BTreeSet::new());
        for days in [1, 2, 3] {
            assert_eq!(staying(&daily(days)).len() as u64, days);
        }
        let two_years = staying(&daily(730));
        assert!((18..=24).contains(&two_years.len()), "{two_years:?}");
        assert!([730, 729, 728].iter().all(|day| two_years.contains(day)));
        let oldest = *two_years.first().unwrap();
        assert!((330..=400).contains(&(730 - oldest)), "{oldest}");
        // What stayed yesterday and is not too old stays today: pruning every day comes to the same as pruning once.
        let mut left = BTreeMap::new();
        for (number, at_ms) in daily(730) {
            left.insert(number, at_ms);
            let staying = staying(&left);
            left.retain(|number, _| staying.contains(number));
        }
        assert_eq!(left.keys().copied().collect::<BTreeSet<_>>(), two_years);
    }

    #[test]
    fn a_clock_that_was_wrong_takes_no_newest_away() {
        let mut backups = daily(10);
        backups.insert(11, -900 * DAY_MS);
        backups.insert(12, 90_000 * DAY_MS);
        assert!([12, 11, 10].iter().all(|number| staying(&backups).contains(number)));
        backups.insert(13, 11 * DAY_MS);
        let staying = staying(&backups);
        assert!(staying.contains(&10) && staying.contains(&3), "the newest of earlier weeks: {staying:?}");
    }
}
