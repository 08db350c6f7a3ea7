//! Ten thousand lives of device clocks: does a record lie where it says, and is what it says worth something?
//!
//! `DIARY_CLOCK_LIVES` asks for more lives, `DIARY_CLOCK_SEED` for others; a failure names the seed of its life.
#![cfg(test)]

mod chance;
mod life;
mod play;
mod score;

use life::Life;
use score::Score;

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn ten_thousand_clocks() {
    let first = asked("DIARY_CLOCK_SEED", 0);
    let lives = asked("DIARY_CLOCK_LIVES", 10_000);
    let mut later = Score::default();
    let mut at_once = Score::default();
    for seed in first..first + lives {
        let life = Life::of(seed);
        later.add(seed, &life, true);
        // Setting out the timelines anew at every visit takes long.
        if seed % 8 == 0 {
            at_once.add(seed, &life, false);
        }
    }
    // Said with --nocapture, for the record of figures.
    println!("with every pair, {lives} lives:\n{later}\nwith the pairs known at reception:\n{at_once}");
    later.judge();
    at_once.judge_bounds();
}
