//! Where two sets of rules disagree.

use super::{
    Instant, Offset, Zone,
    changes::{Change, built_in_between},
    zone::Rules,
};

/// A span in which one zone has different offsets under two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// From here on, whole seconds.
    pub from: Instant,
    /// Up to here, excluded.
    pub until: Instant,
    /// The offset under the first rules.
    pub old: Offset,
    /// The offset under the second rules.
    pub new: Offset,
}

impl Zone {
    /// The spans between two instants in which these rules and `new` disagree, earliest first.
    pub fn differences(&self, new: &Self, from: Instant, until: Instant) -> Vec<Difference> {
        let mut edges: Vec<Instant> = [self, new]
            .into_iter()
            .flat_map(|zone| zone.changes(from, until))
            .map(|(at, _)| at)
            .chain([from, until])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let spans = edges.iter().zip(edges.iter().skip(1));
        spans
            .map(|(from, until)| Difference {
                from: *from,
                until: *until,
                old: self.offset_at(*from),
                new: new.offset_at(*from),
            })
            .filter(|span| span.old != span.new)
            .collect()
    }

    /// The changes of the offset after one instant and before another, each with the offset from then on.
    ///
    /// Built-in rules are searched, which takes milliseconds for a century.
    pub fn changes(&self, from: Instant, until: Instant) -> Vec<(Instant, Offset)> {
        let changes = match self.rules() {
            Rules::BuiltIn(rules) => built_in_between(*rules, seconds(from), seconds(until)),
            Rules::HandedIn(changes) => changes.between(seconds(from), seconds(until)).to_owned(),
        };
        let known = |change: Change| Some((Instant::from_millis(change.at * 1000).ok()?, change.offset));
        changes.into_iter().filter_map(known).collect()
    }
}

const fn seconds(instant: Instant) -> i64 {
    instant.as_millis().div_euclid(1000)
}
