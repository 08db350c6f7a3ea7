//! What is said of records, held against the truth.

use core::fmt;

use diary_core::time::{Burst, DeviceClock, How, Instant, Placed, Placer, Record, Zones};

use crate::life::{DAY, Life, MINUTE, SECOND, Taken, Visit};

/// How many are right, over many lives.
#[derive(Debug, Default)]
pub(crate) struct Score {
    records: u64,
    bounded: u64,
    outside: u64,
    /// Of these, the ones whose true stretch has no pair: nothing says that there was such a stretch.
    outside_unpaired: u64,
    /// Records whose true stretch has a pair.
    paired: u64,
    sharp: u64,
    by_how: [u64; 5],
    inferred: u64,
    inferred_right: u64,
    needlessly_undated: u64,
    /// The first few that are wrong or wide, with their seeds.
    examples: Vec<String>,
}

/// A record, what is said of it, and what could be known.
struct Case<'a> {
    seed: u64,
    truth_ms: i64,
    record: &'a Record,
    placed: &'a Placed,
    /// Milliseconds to the nearest pair of the record's true stretch, and that pair's error.
    nearest: Option<(i64, i64)>,
    /// Something says when it was: a pair of its stretch, a visit that took everything, a dated record before it.
    evidence: bool,
}

impl Score {
    /// Adds a life: placed with everything that became known of the clock, or only with what was known at each visit.
    pub(crate) fn add(&mut self, seed: u64, life: &Life, everything: bool) {
        let zones = Zones::built_in();
        let whole = Placer::new(&life.clock, &life.zones, &zones);
        for visit in &life.visits {
            let partial;
            let placer = if everything {
                &whole
            } else {
                let clock = DeviceClock {
                    pairs: life.clock.pairs[..visit.pairs].to_vec(),
                    sets: life.clock.sets[..visit.sets].to_vec(),
                    newest_records: life.clock.newest_records[..visit.newest_records].to_vec(),
                    ..life.clock.clone()
                };
                partial = Placer::new(&clock, &life.zones, &zones);
                &partial
            };
            let records = records(visit);
            let previous_drain = visit.previous_drain;
            let all = placer.place(&Burst { records: &records, previous_drain, oldest_first: true });
            assert_eq!(all.len(), records.len());
            let known_pairs = if everything { life.clock.pairs.len() } else { visit.pairs };
            let mut dated_before = false;
            for ((taken, record), placed) in visit.taken.iter().zip(&records).zip(&all) {
                let truth_ms = taken.truth_ms;
                let nearest = nearest(life, taken.stretch, truth_ms, known_pairs);
                let evidence = nearest.is_some() || previous_drain.is_some() || dated_before;
                dated_before |= nearest.is_some();
                self.one(life, &Case { seed, truth_ms, record, placed, nearest, evidence });
            }
        }
    }

    fn one(&mut self, life: &Life, case: &Case<'_>) {
        let Case { seed, record, placed, .. } = *case;
        let truth = Instant::from_millis(case.truth_ms).unwrap();
        self.records += 1;
        self.by_how[placed.how as usize] += 1;
        assert!(placed.latest <= record.received, "seed {seed}: later than its arrival");
        let inside = placed.earliest.is_none_or(|earliest| earliest <= truth) && truth <= placed.latest;
        if placed.earliest.is_some() {
            self.bounded += 1;
            self.outside += u64::from(!inside);
            self.outside_unpaired += u64::from(!inside && case.nearest.is_none());
        }
        let mut sharp = true;
        if let Some((distance_ms, error_ms)) = case.nearest {
            let drift_ms = i64::from(life.clock.drift_s_per_day) * SECOND * distance_ms / DAY;
            // A step of a minute is not told from drift.
            let allowed_ms = 2 * (error_ms + life.grain_ms + drift_ms + MINUTE);
            let width_ms = placed.earliest.map_or(i64::MAX, |earliest| placed.latest.millis_since(earliest));
            sharp = matches!(placed.how, How::Exact | How::Corrected) && width_ms <= allowed_ms;
            self.paired += 1;
            self.sharp += u64::from(sharp);
        }
        if placed.how == How::Inferred && !placed.candidates.is_empty() {
            let near = |at: &Instant| at.millis_since(truth).abs() <= 3 * MINUTE;
            self.inferred += 1;
            self.inferred_right += u64::from(placed.candidates.iter().any(near));
        }
        let needlessly_undated = placed.how == How::Undated && case.evidence;
        self.needlessly_undated += u64::from(needlessly_undated);
        if (!inside || !sharp || needlessly_undated) && self.examples.len() < 12 {
            let earliest = placed.earliest.map(|earliest| earliest.to_string());
            let (how, latest, received) = (placed.how, placed.latest, record.received);
            self.examples.push(format!(
                "seed {seed}: truth {truth}, said {how:?} {earliest:?} to {latest}, received {received}"
            ));
        }
    }

    pub(crate) fn judge_bounds(&self) {
        assert!(self.outside * 1000 <= self.bounded, "the truth lies outside the bounds too often:\n{self}");
    }

    pub(crate) fn judge(&self) {
        self.judge_bounds();
        assert!(self.sharp * 100 >= self.paired * 99, "too few are sharp:\n{self}");
        assert_eq!(self.needlessly_undated, 0, "undated in spite of evidence:\n{self}");
    }
}

fn records(visit: &Visit) -> Vec<Record> {
    let last = visit.taken.len().saturating_sub(1);
    let received =
        |place: usize| Instant::from_millis(visit.received_ms + i64::try_from(place).unwrap() * 100).unwrap();
    let record = |(place, taken): (usize, &Taken)| Record {
        stamp: taken.stamp,
        received: received(place),
        newest: place == last,
        live: false,
    };
    visit.taken.iter().enumerate().map(record).collect()
}

fn nearest(life: &Life, stretch: usize, truth_ms: i64, pairs: usize) -> Option<(i64, i64)> {
    let known = life.clock.pairs.iter().zip(&life.pair_stretches).take(pairs);
    known
        .filter(|(_, of)| **of == stretch)
        .map(|(pair, _)| ((pair.phone.as_millis() - truth_ms).abs(), i64::from(pair.error_ms)))
        .min()
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let percent = |part: u64, of: u64| part as f64 * 100.0 / of.max(1) as f64;
        writeln!(f, "  records            {}", self.records)?;
        writeln!(
            f,
            "  truth in bounds    {:.4} % of {}",
            100.0 - percent(self.outside, self.bounded),
            self.bounded
        )?;
        writeln!(
            f,
            "  outside            {}, {} of them on a stretch without a pair",
            self.outside, self.outside_unpaired
        )?;
        writeln!(f, "  sharp              {:.3} % of {}", percent(self.sharp, self.paired), self.paired)?;
        writeln!(
            f,
            "  inferred right     {:.2} % of {}",
            percent(self.inferred_right, self.inferred),
            self.inferred
        )?;
        writeln!(f, "  exact, corrected, inferred, reception, undated  {:?}", self.by_how)?;
        writeln!(f, "  undated in spite of evidence  {}", self.needlessly_undated)?;
        for example in &self.examples {
            writeln!(f, "  {example}")?;
        }
        Ok(())
    }
}
