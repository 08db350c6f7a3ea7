//! For every scenario: the link cut at every step, the program killed at every store; pairs of both.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diary_sim::Faults;
use diary_sim::scenario::{Player, SeededEntropy, Tally};

use crate::files::{MAIN, place, scenarios};
use crate::{asked, long};

/// Behind so many steps and stores a session does nothing that it has not done before.
const MOST_STEPS: u64 = 160;
const MOST_STORES: u64 = 30;

/// A long stream is cut and killed at so many more places besides, spread over all of it.
const SPREAD: u64 = 24;
/// The first steps and stores of such a stream.
const FIRST_STEPS: u64 = 60;
const FIRST_STORES: u64 = 6;

/// Whether a step or store is one at which something is tried: the first ones, and some of all others.
fn looked_at(number: u64, first: u64, all: u64) -> bool {
    number <= first || number.is_multiple_of((all / SPREAD).max(1))
}

/// What was tried, and what came of it.
#[derive(Debug, Default)]
struct Score {
    points: u64,
    /// Points at which something was lost in the window.
    windows: u64,
    tally: Tally,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, point: &str, tally: Result<Tally, String>) {
        self.points += 1;
        match tally {
            Ok(tally) => {
                self.windows += u64::from(tally.lost_in_window() > 0);
                self.tally.add(&tally);
                if tally.is_broken() {
                    self.wrong.push(format!("{point}: {tally:?}"));
                }
            }
            Err(error) => self.wrong.push(format!("{point}: {error}")),
        }
    }

    fn join(&mut self, other: Self) {
        self.points += other.points;
        self.windows += other.windows;
        self.tally.add(&other.tally);
        self.wrong.extend(other.wrong);
    }

    fn line(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            self.points,
            self.tally.taken,
            self.tally.lost_in_window_detected,
            self.tally.lost_in_window_undetectable,
            self.tally.lost,
            self.tally.doubled,
        )
    }
}

/// What goes wrong at a point: in a session, and then in the next.
type Wrong = (String, Vec<Faults>);

/// One run: the step once for each of these faults, then every device once more without, and the books.
fn point(base: &Player<'static>, number: usize, faults: &[Faults]) -> Result<Tally, String> {
    let place = place();
    let mut player = base.fork(place.path()).map_err(|error| error.to_string())?;
    for faults in faults {
        player.step(number, Some(faults)).map_err(|error| error.to_string())?;
    }
    player.settle().map_err(|error| error.to_string())?;
    player.tally().map_err(|error| error.to_string())
}

/// Does every point, on as many threads as there are processors.
fn try_all(base: &Player<'static>, number: usize, points: &[Wrong]) -> Score {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let mut score = Score::default();
            while let Some((name, faults)) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                score.add(name, point(base, number, faults));
            }
            score
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = Score::default();
        for thread in running {
            all.join(thread.join().unwrap());
        }
        all
    })
}

#[test]
fn every_cut_and_every_kill_of_every_scenario_loses_nothing() {
    let mut all = Score::default();
    println!("| scenario | points | readings | in the window: seen | unseen | lost | doubled |");
    for (name, scenario) in scenarios() {
        let mut score = Score::default();
        let place = place();
        let mut player =
            Player::new(Arc::clone(&scenario), place.path(), Arc::new(SeededEntropy::new(7))).unwrap();
        let syncs = Player::syncs(&scenario);
        for number in 0..scenario.steps.len() {
            if syncs.contains(&number) {
                let mut trial = player.trial(number).unwrap().unwrap();
                let plain = trial.faults().clone();
                let report = trial.run(&Faults { drop_process_after_store: None, ..plain.clone() });
                // A device that never ends does the same over and over.
                let live = report.shown > 0;
                let (steps, first_steps) = if live {
                    (report.steps, FIRST_STEPS)
                } else {
                    (report.steps.min(MOST_STEPS), MOST_STEPS)
                };
                let (stores, first_stores) = if live {
                    (report.stores, FIRST_STORES)
                } else {
                    (report.stores.min(MOST_STORES), MOST_STORES)
                };
                let cuts = (1..=steps).filter(|step| looked_at(*step, first_steps, steps)).map(|step| {
                    let mut faults = Faults { drop_process_after_store: None, ..plain.clone() };
                    faults.cut_at.push(step);
                    (format!("{name}: step {number}, cut at {step}"), faults)
                });
                let kills =
                    (0..stores).filter(|store| looked_at(*store, first_stores, stores)).map(|store| {
                        let faults = Faults { drop_process_after_store: Some(store), ..plain.clone() };
                        (format!("{name}: step {number}, killed behind store {store}"), faults)
                    });
                // The short form takes every third cut and a few kills between the stores.
                let between = (1..=steps)
                    .filter(|step| looked_at(*step, first_steps, steps) && (long() || step % 16 == 0))
                    .map(|step| {
                        let faults = Faults { drop_process_at: Some(step), ..plain.clone() };
                        (format!("{name}: step {number}, killed at {step}"), faults)
                    });
                // The phone's own Bluetooth, switched off and on again, and forbidden for good.
                let gone = (1..=steps)
                    .filter(|step| looked_at(*step, first_steps, steps) && (long() || step % 8 == 4))
                    .flat_map(|step| {
                        let adapter_off_at = [&plain.adapter_off_at[..], &[step]].concat();
                        let off = Faults { adapter_off_at, ..plain.clone() };
                        let lost = Faults { permission_lost_at: Some(step), ..plain.clone() };
                        [
                            (format!("{name}: step {number}, Bluetooth off at {step}"), off),
                            (format!("{name}: step {number}, permission lost at {step}"), lost),
                        ]
                    });
                let gone =
                    gone.map(|(name, faults)| (name, Faults { drop_process_after_store: None, ..faults }));
                let cuts = cuts.enumerate().filter(|(at, _)| long() || at % 3 == 0).map(|(_, cut)| cut);
                let points = cuts.chain(kills).chain(between).chain(gone);
                let points: Vec<Wrong> = points.map(|(name, faults)| (name, vec![faults])).collect();
                score.join(try_all(&player, number, &points));
            }
            player.step(number, None).unwrap();
        }
        println!("{}", score.line(&name));
        all.join(score);
    }
    println!("{}", all.line("all"));
    assert!(all.wrong.is_empty(), "{} of {}:\n{}", all.wrong.len(), all.points, all.wrong.join("\n"));
    // Worth something only if the window was met at all.
    assert!(all.windows > 0);
}

/// What two faults there are.
const KINDS: [&str; 6] =
    ["cuts", "cut, killed", "killed, cut", "killed twice", "Bluetooth off, cut", "killed, Bluetooth off"];

/// Two faults at two steps: in one session, where the second is behind the first; or a kill, then a fault in the next.
fn both(kind: &str, plain: &Faults, first: u64, second: u64) -> Option<[Faults; 2]> {
    let cut = |at: &[u64]| Faults { cut_at: [&plain.cut_at[..], at].concat(), ..plain.clone() };
    let killed = Faults { drop_process_at: Some(first), ..plain.clone() };
    let none = Faults::default();
    Some(match kind {
        "cuts" if second > first => [cut(&[first, second]), none],
        "cut, killed" if second > first => [Faults { drop_process_at: Some(second), ..cut(&[first]) }, none],
        "killed, cut" => [killed, Faults { cut_at: vec![second], ..none }],
        "killed twice" => [killed, Faults { drop_process_at: Some(second), ..none }],
        "Bluetooth off, cut" if second > first => {
            [Faults { adapter_off_at: vec![first], ..cut(&[second]) }, none]
        }
        "killed, Bluetooth off" => [killed, Faults { adapter_off_at: vec![second], ..none }],
        _ => return None,
    })
}

#[test]
fn every_pair_of_faults_of_the_main_scenarios_loses_nothing() {
    let (mut points, mut in_window, mut readings) = (0_u64, 0_usize, 0_usize);
    for (name, scenario) in scenarios().into_iter().filter(|(name, _)| MAIN.contains(&&**name)) {
        let place = place();
        let mut player =
            Player::new(Arc::clone(&scenario), place.path(), Arc::new(SeededEntropy::new(7))).unwrap();
        for number in 0..scenario.steps.len() {
            if let Some(trial) = player.trial(number).unwrap() {
                let plain = trial.faults().clone();
                let steps = trial.clone().run(&Faults { cut_at: vec![20], ..plain.clone() }).steps;
                for first in 1..=steps {
                    for second in 1..=steps {
                        // The short form takes each seventh pair, spread over all of them.
                        if !long() && (first * 31 + second) % 7 != 0 {
                            continue;
                        }
                        for kind in KINDS {
                            let Some([now, then]) = both(kind, &plain, first, second) else { continue };
                            let mut trial = trial.clone();
                            trial.run(&now);
                            trial.run(&then);
                            trial.run(&Faults::default());
                            let balance = trial.balance();
                            let context = format!("{name}: step {number}, {kind} at {first} and {second}");
                            assert_eq!(
                                (balance.lost, balance.strange, balance.forbidden),
                                (0, 0, 0),
                                "{context}"
                            );
                            assert!(balance.in_window <= 2, "{context}: {balance:?}");
                            points += 1;
                            in_window += balance.in_window;
                            readings += balance.stored + balance.in_window;
                        }
                    }
                }
            }
            player.step(number, None).unwrap();
        }
    }
    println!(
        "pairs: {points} points, {readings} readings, {in_window} lost in the window, 0 lost outside it"
    );
    assert!(in_window > 0);
}

/// The same with a household around: what was stored is in diaries, once. `DIARY_PAIRS_EVERY=1` takes every pair, which takes
/// hours; the long form each 97th.
#[test]
fn pairs_of_faults_with_a_household_around_lose_and_double_nothing() {
    let every = asked("DIARY_PAIRS_EVERY", if long() { 97 } else { 2_003 });
    let (mut all, mut pairs) = (Score::default(), 0_u64);
    for (name, scenario) in scenarios().into_iter().filter(|(name, _)| MAIN.contains(&&**name)) {
        let place = place();
        let mut player =
            Player::new(Arc::clone(&scenario), place.path(), Arc::new(SeededEntropy::new(7))).unwrap();
        let mut score = Score::default();
        for number in 0..scenario.steps.len() {
            if let Some(trial) = player.trial(number).unwrap() {
                let plain = trial.faults().clone();
                let steps = trial.clone().run(&Faults { cut_at: vec![20], ..plain.clone() }).steps;
                let mut points: Vec<Wrong> = Vec::new();
                for (first, second) in
                    (1..=steps).flat_map(|first| (1..=steps).map(move |second| (first, second)))
                {
                    for kind in KINDS {
                        let Some(faults) = both(kind, &plain, first, second) else { continue };
                        pairs += 1;
                        if pairs.is_multiple_of(every) {
                            let context = format!("{name}: step {number}, {kind} at {first} and {second}");
                            points.push((context, faults.to_vec()));
                        }
                    }
                }
                score.join(try_all(&player, number, &points));
            }
            player.step(number, None).unwrap();
        }
        println!("{}", score.line(&name));
        all.join(score);
    }
    println!("{}\nof {pairs} pairs", all.line("pairs with a household"));
    assert!(all.wrong.is_empty(), "{} of {}:\n{}", all.wrong.len(), all.points, all.wrong.join("\n"));
    assert!(all.points > 0);
}
