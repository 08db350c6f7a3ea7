//! Frames as real devices send them, and variations that keep their shape.
//!
//! A variation changes only what a device of that kind changes from one record to the next (stamp, value words, user,
//! status) and leaves flags, order, widths and byte order as recorded.

use diary_core::time::{CivilDate, CivilTime};
use health_gatt::current_time::{AdjustReason, CurrentTime};
use health_gatt::datetime::{Civil, DateTime};

/// 124/86, mean 97 mmHg, 2024-06-15 17:17:27, pulse 51, status 0. Recorded from a cuff.
///
/// Source: derdilla/blood-pressure-monitor-fl: `ble_measurement_data_test.dart`.
pub const CUFF: [u8; 18] = [0x16, 124, 0, 86, 0, 97, 0, 0xE8, 0x07, 6, 15, 17, 17, 27, 51, 0, 0, 0];

/// The same reading with status 0x27: moved, cuff loose, irregular pulse, improper position.
///
/// Source: the same file; its author set the status for the test.
pub const CUFF_WITH_STATUS: [u8; 18] =
    [0x16, 124, 0, 86, 0, 97, 0, 0xE8, 0x07, 6, 15, 17, 17, 27, 51, 0, 0x27, 0];

/// A measurement that failed because of movement: all values NaN, 2024-06-23 14:35:10. Recorded from a cuff.
///
/// Source: derdilla/blood-pressure-monitor-fl#80.
pub const CUFF_FAILED: [u8; 18] =
    [0x16, 0xFF, 0x07, 0xFF, 0x07, 0xFF, 0x07, 0xE8, 0x07, 6, 0x17, 14, 35, 10, 0xFF, 0x07, 0, 0];

/// Beurer BM85: 106/71, 2026-08-11 18:31, pulse 63, first user (slot 0). Recorded from a device.
///
/// The tail after the stamp is big-endian, and the user is there although no flag says so. Source:
/// derdilla/blood-pressure-monitor-fl: `ble_measurement_data_test.dart`, PR#735, PR#737; so are the next three.
pub const BM85_FIRST_USER: [u8; 19] =
    [0x56, 106, 0, 71, 0, 0, 0, 0xEA, 0x07, 8, 11, 18, 31, 0, 0, 63, 0, 0, 0];

/// Beurer BM85: 118/80, 2026-08-11 20:27, pulse 60, first user, irregular pulse.
pub const BM85_IRREGULAR: [u8; 19] =
    [0x56, 118, 0, 80, 0, 0, 0, 0xEA, 0x07, 8, 11, 20, 27, 0, 0, 60, 0, 0, 4];

/// Beurer BM85: 113/73, 2026-08-11 20:56, pulse 65, second user (slot 1).
pub const BM85_SECOND_USER: [u8; 19] =
    [0x56, 113, 0, 73, 0, 0, 0, 0xEA, 0x07, 8, 11, 20, 56, 0, 0, 65, 1, 0, 0];

/// Beurer BM85: 119/70, 2026-08-11 20:57, pulse 87, second user, status 0x40 (reserved bit).
pub const BM85_SECOND_USER_STATUS: [u8; 19] =
    [0x56, 119, 0, 70, 0, 0, 0, 0xEA, 0x07, 8, 11, 20, 57, 0, 0, 87, 1, 0, 64];

/// Spot-check: 94.0 %, 147.0 per minute, 2024-11-29 23:08:57, status 0x4020, sensor 0x22, amplitude 8.70 %.
///
/// Source: StanfordSpezi/SpeziBluetooth: `Tests/SpeziBluetoothServicesTests/PLXTests.swift`. A published vector with
/// every optional field of a storing oximeter; its values were chosen by its authors.
pub const SPOT_CHECK: [u8; 19] =
    [0x0F, 0xAC, 0xF3, 0xBE, 0xF5, 0xE8, 0x07, 11, 29, 23, 8, 57, 0x20, 0x40, 0x22, 0, 0, 0x66, 0xE3];

const CUFF_STAMP: usize = 7;
/// Behind the pulse.
const CUFF_USER: usize = 16;
const SPOT_STAMP: usize = 5;

/// A variation of [`CUFF`]: pressures in mmHg, pulse per minute, each 0 to 2045; stamp as the device's wall clock.
pub fn cuff(stamp: CivilTime, systolic: u16, diastolic: u16, mean: u16, pulse: u16) -> Vec<u8> {
    let mut frame = CUFF.to_vec();
    for (at, value) in [(1, systolic), (3, diastolic), (5, mean), (14, pulse)] {
        put(&mut frame, at, &value.to_le_bytes());
    }
    put(&mut frame, CUFF_STAMP, &date_time(stamp));
    frame
}

/// As [`cuff`], with the user that flag b3 announces (Blood Pressure Service 1.0, 3.1.1.5); 255 is an unknown one.
pub fn cuff_of_user(
    stamp: CivilTime,
    user: u8,
    systolic: u16,
    diastolic: u16,
    mean: u16,
    pulse: u16,
) -> Vec<u8> {
    let mut frame = cuff(stamp, systolic, diastolic, mean, pulse);
    put(&mut frame, 0, &[CUFF[0] | 0x08]);
    frame.insert(CUFF_USER, user);
    frame
}

/// A variation of [`CUFF_FAILED`] with another stamp.
pub fn cuff_failed(stamp: CivilTime) -> Vec<u8> {
    let mut frame = CUFF_FAILED.to_vec();
    put(&mut frame, CUFF_STAMP, &date_time(stamp));
    frame
}

/// A variation of [`BM85_FIRST_USER`]; the device stamps whole minutes.
pub fn bm85(stamp: CivilTime, slot: u8, systolic: u16, diastolic: u16, pulse: u16) -> Vec<u8> {
    let mut frame = BM85_FIRST_USER.to_vec();
    put(&mut frame, 1, &systolic.to_le_bytes());
    put(&mut frame, 3, &diastolic.to_le_bytes());
    put(&mut frame, CUFF_STAMP, &date_time(to_the_minute(stamp)));
    put(&mut frame, 14, &pulse.to_be_bytes());
    put(&mut frame, 16, &[slot]);
    frame
}

/// A variation of [`SPOT_CHECK`]: tenths of a percent and of a beat per minute, 0 to 2045, as in the recorded frame;
/// status "fully qualified, from storage", nothing wrong with the sensor.
pub fn spot_check(stamp: CivilTime, oxygen_tenths: u16, pulse_tenths: u16) -> Vec<u8> {
    let mut frame = SPOT_CHECK.to_vec();
    put(&mut frame, 1, &tenths(oxygen_tenths));
    put(&mut frame, 3, &tenths(pulse_tenths));
    put(&mut frame, SPOT_STAMP, &date_time(stamp));
    put(&mut frame, 12, &0x0300_u16.to_le_bytes());
    put(&mut frame, 14, &[0, 0, 0]);
    frame
}

/// A continuous measurement: percent and beats a minute, 0 to 2045, still going on; or that no finger is in the sensor.
///
/// Laid out as Pulse Oximeter Service 1.0, 3.2, has it, with both statuses.
pub fn continuous(value: Option<(u16, u16)>) -> Vec<u8> {
    // Values that are none are NaN; no finger: sensor status 11.
    let (saturation, pulse) = value.unwrap_or((0x07FF, 0x07FF));
    let sensor = if value.is_some() { 0_u32 } else { 1 << 11 };
    let mut frame = vec![0x0C];
    frame.extend(saturation.to_le_bytes());
    frame.extend(pulse.to_le_bytes());
    frame.extend((1_u16 << 5).to_le_bytes());
    frame.extend(sensor.to_le_bytes().into_iter().take(3));
    frame
}

/// What a Jumper JPD-500F shows: percent and beats a minute, 0 to 126, with a perfusion of 3 %; or none of it.
pub fn jumper(value: Option<(u16, u16)>) -> Vec<u8> {
    let byte = |value: u16| u8::try_from(value).unwrap_or(u8::MAX);
    match value {
        Some((saturation, pulse)) => vec![0x81, byte(pulse), byte(saturation), 30],
        None => vec![0x81, 0xFF, 0x7F, 0],
    }
}

/// Points of the pulse wave, as a Jumper JPD-500F sends them between two values: no value.
pub const JUMPER_WAVE: [u8; 11] = [0x80, 30, 32, 35, 40, 46, 50, 52, 50, 45, 40];

/// A frame that is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoValue;

/// What a live value of a simulated oximeter shows, oxygen and pulse; none without a finger.
pub(crate) fn shown(frame: &[u8]) -> Result<Option<(u16, u16)>, NoValue> {
    let word = |at: usize| Some(u16::from_le_bytes(frame.get(at..at + 2)?.try_into().ok()?));
    let of_jumper = || Some((u16::from(*frame.get(2)?), u16::from(*frame.get(1)?)));
    let mut read = word(1).zip(word(3)).into_iter().chain(of_jumper());
    let is = |value| continuous(value) == frame || jumper(value) == frame;
    match read.find(|value| is(Some(*value))) {
        None if !is(None) => Err(NoValue),
        value => Ok(value),
    }
}

/// The pressure in a cuff at this moment, mmHg, 0 to 2045 (Blood Pressure Service 1.0, 3.2): the other two are NaN.
pub fn cuff_pressure(pressure: u16) -> Vec<u8> {
    let [low, high] = pressure.to_le_bytes();
    vec![0, low, high, 0xFF, 0x07, 0xFF, 0x07]
}

/// The wall clock in a cuff's frame (recorded or varied).
pub fn cuff_stamp(frame: &[u8]) -> Option<CivilTime> {
    stamp_at(frame, CUFF_STAMP)
}

/// The wall clock in a spot-check frame (recorded or varied).
pub fn spot_stamp(frame: &[u8]) -> Option<CivilTime> {
    stamp_at(frame, SPOT_STAMP)
}

/// A wall clock as the seven bytes of Date Time; all zero, which is "not known", for what the field cannot say.
pub fn date_time(wall: CivilTime) -> [u8; 7] {
    civil(wall).map_or([0; 7], |civil| DateTime::from_civil(civil).to_bytes())
}

/// A wall clock as the ten bytes of Current Time, with its day of week.
pub fn current_time(wall: CivilTime) -> [u8; 10] {
    let shown = civil(wall).map(|civil| CurrentTime::to_write(civil, AdjustReason::NONE).encode());
    shown.and_then(|bytes| bytes.try_into().ok()).unwrap_or_default()
}

fn civil(wall: CivilTime) -> Option<Civil> {
    let date = wall.date();
    Civil::new(date.year(), date.month(), date.day(), wall.hour(), wall.minute(), wall.second())
}

/// What a clock shows that is ahead of UTC by so much, cut to whole seconds as devices do.
pub(crate) fn wall(instant_ms: i64, ahead_ms: i64) -> CivilTime {
    let seconds = instant_ms.saturating_add(ahead_ms).div_euclid(1000);
    // No simulation leaves the years 1 to 9999; a clock that did would show its beginning.
    CivilTime::from_utc_seconds(seconds).unwrap_or(CivilDate::EPOCH.midnight())
}

/// The instant at which a clock that is ahead of UTC by so much shows this.
pub(crate) fn instant(wall: CivilTime, ahead_ms: i64) -> i64 {
    (wall.as_utc_seconds() * 1000).saturating_sub(ahead_ms)
}

fn to_the_minute(stamp: CivilTime) -> CivilTime {
    let seconds = stamp.as_utc_seconds();
    CivilTime::from_utc_seconds(seconds - seconds.rem_euclid(60)).unwrap_or(stamp)
}

fn tenths(value: u16) -> [u8; 2] {
    // SFLOAT with exponent -1, that is nibble F.
    (0xF000 | (value & 0x0FFF)).to_le_bytes()
}

fn put(frame: &mut [u8], at: usize, bytes: &[u8]) {
    for (to, from) in frame.iter_mut().skip(at).zip(bytes) {
        *to = *from;
    }
}

fn stamp_at(frame: &[u8], at: usize) -> Option<CivilTime> {
    let civil = DateTime::from_bytes(frame.get(at..at + 7)?.try_into().ok()?).complete()?;
    let date = CivilDate::new(civil.year(), civil.month(), civil.day()).ok()?;
    CivilTime::new(date, civil.hour(), civil.minute(), civil.second()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the recorded values put in, a variation is the recorded frame.
    #[test]
    fn variations_keep_the_recorded_shape() {
        let stamp = cuff_stamp(&CUFF).unwrap();
        assert_eq!(cuff(stamp, 124, 86, 97, 51), CUFF);
        assert_eq!(cuff_failed(cuff_stamp(&CUFF_FAILED).unwrap()), CUFF_FAILED);
        assert_eq!(bm85(cuff_stamp(&BM85_FIRST_USER).unwrap(), 0, 106, 71, 63), BM85_FIRST_USER);
        assert_eq!(bm85(cuff_stamp(&BM85_SECOND_USER).unwrap(), 1, 113, 73, 65), BM85_SECOND_USER);
        let spot = spot_check(spot_stamp(&SPOT_CHECK).unwrap(), 940, 1470);
        assert_eq!(spot[..12], SPOT_CHECK[..12]);
        assert_eq!(spot[17..], SPOT_CHECK[17..]);
    }

    #[test]
    fn stamps_are_what_the_sources_say() {
        assert_eq!(cuff_stamp(&CUFF).unwrap().to_string(), "2024-06-15T17:17:27");
        assert_eq!(cuff_stamp(&CUFF_FAILED).unwrap().to_string(), "2024-06-23T14:35:10");
        assert_eq!(cuff_stamp(&BM85_IRREGULAR).unwrap().to_string(), "2026-08-11T20:27:00");
        assert_eq!(spot_stamp(&SPOT_CHECK).unwrap().to_string(), "2024-11-29T23:08:57");
        assert_eq!(cuff_stamp(&CUFF[..12]), None);
    }

    #[test]
    fn a_clock_shows_its_own_wall_time_and_weekday() {
        let shown: CivilTime = "2025-01-15T14:30:45".parse().unwrap();
        assert_eq!(current_time(shown), [0xE9, 7, 1, 15, 14, 30, 45, 3, 0, 0]);
        assert_eq!(wall(instant(shown, 3_600_000) + 999, 3_600_000), shown);
    }
}
