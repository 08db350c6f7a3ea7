//! The diary against SQLCipher, chrono-tz and the cipher of its media bare, in one run: a table in Markdown, with ratios.
//!
//! `cargo bench -p diary-tests` prints what stands in `core/docs/performance.md`. Each row alternates between the diary
//! and bare (A B A B ...), so that a machine that slows down slows both, and reports medians.
//! `DIARY_BENCH_READINGS` makes the big diary smaller for a quick look, `DIARY_BENCH_ONLY` runs one part:
//! `time`, `media`, `backup`, `sync` or `diary`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot go on stops, as a test does"
)]

mod backup;
mod bare;
mod clocks;
mod media;
mod questions;
mod rows;
mod sync;
mod world;
mod zones;

use std::time::{Duration, Instant};

/// Two medians, and what they are of.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) diary: Duration,
    pub(crate) bare: Duration,
}

/// Runs `a` and `b` in turns, `turns` times each, and returns their medians.
pub(crate) fn in_turns(
    turns: usize,
    mut a: impl FnMut() -> Duration,
    mut b: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    let (mut first, mut second) = (Vec::with_capacity(turns), Vec::with_capacity(turns));
    for _ in 0..turns {
        first.push(a());
        second.push(b());
    }
    (median(first), median(second))
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The fastest of some turns: the one in which nothing else had the processor.
pub(crate) fn fastest(turns: usize, work: impl FnMut() -> Duration) -> Duration {
    std::iter::repeat_with(work).take(turns).min().unwrap()
}

/// How long `work` takes; its result is kept from the optimiser and dropped outside of the time.
#[expect(clippy::disallowed_methods, reason = "a bench measures time; nothing of the product runs by it")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    let result = std::hint::black_box(work());
    let took = began.elapsed();
    drop(result);
    took
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1.0 {
        format!("{:.0} ns", micros * 1e3)
    } else if micros < 1000.0 {
        format!("{micros:.1} µs")
    } else if micros < 1e6 {
        format!("{:.2} ms", micros / 1e3)
    } else {
        format!("{:.2} s", micros / 1e6)
    }
}

#[expect(clippy::print_stdout, reason = "the table is the bench's result")]
fn main() {
    let readings =
        std::env::var("DIARY_BENCH_READINGS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    println!("| what | diary | bare | ratio |\n|---|---:|---:|---:|");
    let print = |row: Row| {
        let ratio = row.diary.as_secs_f64() / row.bare.as_secs_f64();
        println!("| {} | {} | {} | {ratio:.2} |", row.what, shown(row.diary), shown(row.bare));
    };
    let only = std::env::var("DIARY_BENCH_ONLY").ok();
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    if wanted("time") {
        zones::all(print);
        clocks::all(print);
    }
    if wanted("media") {
        media::all(print);
    }
    if wanted("backup") {
        backup::all(print);
    }
    if wanted("sync") {
        sync::all(print);
    }
    if wanted("diary") {
        rows::all(readings, print);
    }
}
