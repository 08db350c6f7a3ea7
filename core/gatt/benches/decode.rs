//! What decoding costs beside a reader of the same bytes that is written out by hand, and how fast streams are read.
//!
//! `cargo bench -p health-gatt` prints what stands in `core/docs/performance.md`. Each row alternates between the two
//! (A B A B ...), so that a machine that slows down slows both, and reports medians.

use std::hint::black_box;
use std::time::{Duration, Instant};

use health_gatt::Quirks;
use health_gatt::blood_pressure::Measurement;
use health_gatt::pulse_oximeter::SpotCheck;
use health_gatt::stream::{Framing, Piece, Stream};
use health_gatt::vendor::viatom::{lepu, o2ring};
use health_gatt::vendor::{berry, contec, masimo, microlife, omron, pc60, taidoc};

const TURNS: usize = 41;
const ROUNDS: u32 = 20_000;

/// The first row of the vectors: derdilla/blood-pressure-monitor-fl, app tests, issue 80.
const PRESSURE: [u8; 18] =
    [0x16, 0x7C, 0, 0x56, 0, 0x61, 0, 0xE8, 7, 6, 0x0F, 0x11, 0x11, 0x1B, 0x33, 0, 0, 0];
/// O1 of the vectors: StanfordSpezi/SpeziBluetooth.
const SPOT_CHECK: [u8; 19] =
    [0x0F, 0xAC, 0xF3, 0xBE, 0xF5, 0xE8, 7, 0x0B, 0x1D, 0x17, 8, 0x39, 0x20, 0x40, 0x22, 0, 0, 0x66, 0xE3];

#[expect(clippy::disallowed_methods, reason = "a bench measures time; nothing of the product runs by it")]
fn timed(mut work: impl FnMut()) -> Duration {
    let began = Instant::now();
    for _ in 0..ROUNDS {
        work();
    }
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e9)
}

/// Medians in nanoseconds of one call each, in turns.
fn in_turns(mut ours: impl FnMut(), mut by_hand: impl FnMut()) -> (f64, f64) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        first.push(timed(&mut ours));
        second.push(timed(&mut by_hand));
    }
    (median(first) / f64::from(ROUNDS), median(second) / f64::from(ROUNDS))
}

/// An SFLOAT by hand: mantissa and exponent, or nothing.
fn sfloat(low: u8, high: u8) -> Option<(i16, i8)> {
    let raw = u16::from_le_bytes([low, high]);
    if (0x07FE..=0x0802).contains(&raw) {
        return None;
    }
    let mantissa = (raw << 4).cast_signed() >> 4;
    let [_, top] = raw.to_le_bytes();
    Some((mantissa, top.cast_signed() >> 4))
}

/// Whether a calendar and a clock show these parts, written out.
fn possible(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        1..=12 => 31,
        _ => 0,
    };
    (1582..=9999).contains(&year) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60
}

type Word = Option<(i16, i8)>;
type Stamp = (u16, u8, u8, u8, u8, u8, bool);

/// A blood pressure frame with stamp, pulse and status, its offsets written out: the least that gives the same facts.
#[expect(clippy::many_single_char_names, reason = "bytes of a frame, one after the other")]
fn pressure_by_hand(bytes: &[u8]) -> Option<([Word; 3], Stamp, Word, u16)> {
    let &[0x16, a, b, c, d, e, f, y, z, month, day, hour, minute, second, p, q, s, t] = bytes else {
        return None;
    };
    let year = u16::from_le_bytes([y, z]);
    let sound = possible(year, month, day, hour, minute, second);
    let pressures = [sfloat(a, b), sfloat(c, d), sfloat(e, f)];
    let stamp = (year, month, day, hour, minute, second, sound);
    Some((pressures, stamp, sfloat(p, q), u16::from_le_bytes([s, t])))
}

/// A spot-check with every field but the clock's, its offsets written out.
#[expect(clippy::many_single_char_names, reason = "bytes of a frame, one after the other")]
fn spot_check_by_hand(bytes: &[u8]) -> Option<([Word; 3], Stamp, u16, u32)> {
    let &[0x0F, a, b, c, d, y, z, month, day, hour, minute, second, m, n, i, j, k, p, q] = bytes else {
        return None;
    };
    let year = u16::from_le_bytes([y, z]);
    let sound = possible(year, month, day, hour, minute, second);
    let stamp = (year, month, day, hour, minute, second, sound);
    let words = [sfloat(a, b), sfloat(c, d), sfloat(p, q)];
    Some((words, stamp, u16::from_le_bytes([m, n]), u32::from_le_bytes([i, j, k, 0])))
}

/// All facts of the frame by the crate: numbers decoded, the stamp judged.
fn pressure(bytes: &[u8]) -> Option<impl Sized> {
    let m = Measurement::decode(bytes, Quirks::NONE).ok()?;
    let words = [m.systolic.number(), m.diastolic.number(), m.mean_arterial_pressure.number()];
    Some((words, m.time_stamp, m.pulse_rate.and_then(health_gatt::Sfloat::number), m.status, m.remarks))
}

fn spot_check(bytes: &[u8]) -> Option<impl Sized> {
    let s = SpotCheck::decode(bytes).ok()?;
    let words = [s.values.spo2.number(), s.values.pulse_rate.number()];
    let amplitude = s.pulse_amplitude_index.and_then(health_gatt::Sfloat::number);
    Some((words, amplitude, s.time_stamp, s.measurement_status, s.sensor_status, s.remarks))
}

/// Megabytes a second through a stream parser, in notifications of 20 bytes.
fn throughput<F: Framing>(frame: &[u8]) -> f64 {
    let bytes: Vec<u8> = frame.iter().copied().cycle().take(frame.len() * 2000).collect();
    let times = (0..TURNS).map(|_| {
        let mut stream = Stream::<F>::new();
        let mut frames = 0_usize;
        let took = once(|| {
            for notification in bytes.chunks(20) {
                stream.push(black_box(notification), |piece| {
                    frames += usize::from(matches!(piece, Piece::Frame(_)));
                });
            }
        });
        assert_eq!(frames, 2000, "every frame is found");
        took
    });
    let nanos = median(times.collect());
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let bytes = bytes.len() as f64;
    bytes / nanos * 1e3
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time; nothing of the product runs by it")]
fn once(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

#[expect(clippy::print_stdout, reason = "a bench prints its table")]
fn main() {
    assert!(pressure_by_hand(&PRESSURE).is_some() && spot_check_by_hand(&SPOT_CHECK).is_some());
    println!("| frame | decoded | by hand | ratio |\n|---|---:|---:|---:|");
    let rows = [
        (
            "blood pressure 2A35, 18 bytes",
            in_turns(
                || _ = black_box(pressure(black_box(&PRESSURE))),
                || _ = black_box(pressure_by_hand(black_box(&PRESSURE))),
            ),
        ),
        (
            "spot-check 2A5E, 19 bytes",
            in_turns(
                || _ = black_box(spot_check(black_box(&SPOT_CHECK))),
                || _ = black_box(spot_check_by_hand(black_box(&SPOT_CHECK))),
            ),
        ),
    ];
    for (what, (ours, by_hand)) in rows {
        println!("| {what} | {ours:.1} ns | {by_hand:.1} ns | {:.2} |", ours / by_hand);
    }
    println!("\n| stream in notifications of 20 bytes | MB/s |\n|---|---:|");
    let pc60_frame = [0xAA, 0x55, 0x0F, 0x08, 0x01, 0x5F, 0x55, 0x00, 0x57, 0x00, 0xC0, 0xDA];
    let mut contec_frame = [5; 24];
    if let Some(first) = contec_frame.first_mut() {
        *first = 0xE9;
    }
    let set_time = o2ring::open_file("20260813221500");
    for (what, speed) in [
        ("Omron memory", throughput::<omron::frame::Channels>(&omron::frame::start())),
        ("Microlife", throughput::<microlife::Notifications>(&microlife::get_data())),
        ("TaiDoc", throughput::<taidoc::Notifications>(&taidoc::record_value(1))),
        ("O2Ring", throughput::<o2ring::Notifications>(&set_time)),
        ("BP2, O2Ring-S", throughput::<lepu::Notifications>(&lepu::read_file(1, 4096))),
        ("PC-60FW", throughput::<pc60::Notifications>(&pc60_frame)),
        ("Berry", throughput::<berry::Notifications>(&[0x87, 0x40, 5, 62, 97])),
        ("Masimo", throughput::<masimo::Notifications>(&masimo::start_streaming())),
        ("Contec", throughput::<contec::Notifications>(&contec_frame)),
    ] {
        println!("| {what} | {speed:.0} |");
    }
}
