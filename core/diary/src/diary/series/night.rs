//! Nights that never were, as an oximeter would have seen them: for measuring how small one is stored.
//!
//! What a night is made of: an oxygen level that wanders by a fraction of a percent and dips where breath is held, more
//! often in some phases of sleep; a pulse that follows sleep, breath and its own unrest, shown as the mean of eight seconds
//! as oximeters do; fingers that slip out of the sensor, and stretches of movement in which the pulse is noisy. Both are
//! shown as whole numbers once a second, for eight hours.

use super::{Channel, Series};
use crate::diary::kind::{PULSE, SATURATION, Unit};

/// One value a second for eight hours.
pub(crate) const SECONDS: u32 = 28_800;
/// The remark `inadequate-signal`, and `sensor-off`.
const UNREST: u64 = 1 << 23;
const OFF: u64 = 1 << 31;

/// How somebody sleeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sleeper {
    /// Seconds from one dip of the oxygen level to the next, on average, in deep and in restless phases.
    pub(crate) between_dips: (f64, f64),
    /// How much the pulse moves by itself from one second to the next.
    pub(crate) unrest: f64,
}

/// Two dips an hour: within what healthy adults have.
pub(crate) const CALM: Sleeper = Sleeper { between_dips: (4800.0, 800.0), unrest: 0.25 };
/// Eleven dips an hour and a restless pulse: a mild to moderate sleep apnoea.
pub(crate) const RESTLESS: Sleeper = Sleeper { between_dips: (900.0, 90.0), unrest: 0.35 };

/// A night of a sleeper.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "values of a body are small")]
pub(crate) fn night(seed: u64, sleeper: Sleeper) -> Series {
    let mut chance = Chance(seed | 1);
    for _ in 0..10 {
        chance.next();
    }
    let (mut level, mut slow, mut quick, mut breath) = (0.0, 0.0, 0.0, 0.0_f64);
    let mut dip: Option<(f64, f64, f64)> = None;
    let (mut off, mut unrest) = (0_u32, 0_u32);
    let mut beats: Vec<f64> = Vec::new();
    let (mut saturation, mut pulse, mut status) = (Vec::new(), Vec::new(), Vec::new());
    for second in 0..SECONDS {
        let phase = (f64::from(second) / 5400.0 * std::f64::consts::TAU).sin();
        level = 0.995 * level + 0.03 * chance.bell();
        slow = 0.9995 * slow + 0.05 * chance.bell();
        quick = 0.95 * quick + sleeper.unrest * chance.bell();
        breath += std::f64::consts::TAU * (0.22 + 0.02 * chance.bell());
        let (deep, restless) = sleeper.between_dips;
        if dip.is_none() && chance.happens(1.0 / if phase > 0.5 { restless } else { deep }) {
            dip = Some((0.0, 2.0 + 6.0 * chance.share(), 25.0 + 30.0 * chance.share()));
        }
        let (mut lower, mut faster) = (0.0, 0.0);
        if let Some((since, depth, length)) = dip {
            let after = (since - length) / 12.0;
            lower = if since < length { depth * since / length } else { depth * (1.0 - after).max(0.0) };
            faster = if since > length - 5.0 {
                5.0 * (1.0 - (since - length) / 20.0).clamp(0.0, 1.0)
            } else {
                -1.0
            };
            dip = (since < length + 20.0).then_some((since + 1.0, depth, length));
        }
        beats.push(58.0 + 3.0 * phase + slow + quick + 1.5 * breath.sin() + faster);
        let shown: Vec<f64> = beats.iter().rev().take(8).copied().collect();
        #[expect(clippy::cast_precision_loss, reason = "at most eight")]
        let shown = shown.iter().sum::<f64>() / shown.len() as f64;
        if off == 0 && chance.happens(1.0 / 9000.0) {
            off = 30 + (150.0 * chance.share()) as u32;
        }
        if unrest == 0 && chance.happens(1.0 / 1200.0) {
            unrest = 5 + (25.0 * chance.share()) as u32;
        }
        if off > 0 {
            off -= 1;
            saturation.push(None);
            pulse.push(None);
            status.push(OFF);
            continue;
        }
        let noise = if unrest > 0 { 2.0 * chance.bell() } else { 0.0 };
        saturation.push(Some((96.0 + 0.5 * phase + level - lower).min(100.0).round() as i32));
        pulse.push(Some((shown + noise).round() as i32));
        status.push(if unrest > 0 { UNREST } else { 0 });
        unrest = unrest.saturating_sub(1);
    }
    let channel = |field, unit, values| Channel { field, unit, exponent: 0, values };
    Series {
        step_ms: 1000,
        channels: vec![
            channel(SATURATION, Unit::Percent, saturation),
            channel(PULSE, Unit::PerMinute, pulse),
        ],
        status,
    }
}

/// Numbers that look like chance and are the same every time (xorshift64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// About normal, of mean 0 and deviation 1.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}
