//! What was found, counted.

use std::collections::BTreeMap;
use std::process::Output;

/// The counts of some cases, and what was wrong with each.
#[derive(Debug, Default)]
pub(crate) struct Score {
    points: usize,
    states: usize,
    lost: usize,
    doubled: usize,
    corrupted: usize,
    refused: usize,
    uncertain: usize,
    wrong: Vec<String>,
    /// What the refusals said, and how often.
    refusals: BTreeMap<String, usize>,
}

impl Score {
    pub(crate) const HEADER: &'static str =
        "scenario   calls  points  states   lost doubled corrupted | refused, typed   stored though refused";

    /// Reads what a check printed.
    pub(crate) fn read(check: &Output) -> Self {
        let text = String::from_utf8_lossy(&check.stdout);
        let mut lines = text.lines();
        let counts: Vec<usize> =
            lines.next().unwrap_or_default().split(' ').filter_map(|count| count.parse().ok()).collect();
        let [lost, doubled, corrupted, uncertain] = counts[..] else {
            return Self::broken(&String::from_utf8_lossy(&check.stderr));
        };
        let wrong = lines.map(str::to_owned).collect();
        Self { points: 1, states: 1, lost, doubled, corrupted, uncertain, wrong, ..Self::default() }
    }

    /// A process that ended otherwise than it should.
    pub(crate) fn broken(how: &str) -> Self {
        Self { points: 1, states: 1, corrupted: 1, wrong: vec![how.to_owned()], ..Self::default() }
    }

    /// A point that left what an earlier one left.
    pub(crate) fn known() -> Self {
        Self { points: 1, ..Self::default() }
    }

    /// Takes up what a run was told of refusals: each names the disk, and nothing else.
    pub(crate) fn told(&mut self, told: &str) {
        for line in told.lines().filter_map(|line| line.strip_prefix("refused ")) {
            let why = line.split_once(": ").map_or(line, |(_, why)| why);
            // Of the two copies of the keys one is new and the disk took no other: said as such. A media file that a restore
            // cannot write has the system's reason in it.
            if !["Full", "Io(", "ReadOnly", "OneCopy", "Backup(Media("].iter().any(|disk| why.contains(disk))
            {
                self.corrupted += 1;
                self.wrong.push(format!("refused as {why}"));
            }
            self.refused += 1;
            *self.refusals.entry(why.to_owned()).or_default() += 1;
        }
    }

    /// Says which case it was.
    pub(crate) fn name(&mut self, case: &str) {
        for wrong in &mut self.wrong {
            *wrong = format!("{case}: {wrong}");
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.points += other.points;
        self.states += other.states;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.corrupted += other.corrupted;
        self.refused += other.refused;
        self.uncertain += other.uncertain;
        self.wrong.extend(other.wrong);
        for (why, times) in other.refusals {
            *self.refusals.entry(why).or_default() += times;
        }
    }

    pub(crate) fn row(&self, name: &str, calls: usize) -> String {
        let Self { points, states, lost, doubled, corrupted, refused, uncertain, .. } = self;
        format!(
            "{name:9} {calls:6} {points:7} {states:7} {lost:6} {doubled:7} {corrupted:9} | {refused:14} {uncertain:23}"
        )
    }

    pub(crate) fn lost(&self) -> usize {
        self.lost
    }

    pub(crate) fn judge(&self) {
        for (why, times) in &self.refusals {
            println!("{times:6} times refused: {why}");
        }
        let shown: Vec<&String> = self.wrong.iter().take(40).collect();
        assert!(self.wrong.is_empty(), "{} wrong, the first of them: {shown:#?}", self.wrong.len());
        assert!(self.points > 0, "nothing was tried");
    }
}
