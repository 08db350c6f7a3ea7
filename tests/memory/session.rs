//! A session that goes on for a night takes no more memory than one of a minute, and leaves none behind.

#![cfg(test)]

use allocation_counter::measure;
use diary_core::device::{DisconnectReason, Event, Kind, Profile, SEGMENT_BYTES, Session, wire};
use diary_core::ports::Now;
use diary_tests::phone;

/// Eight hours of a value a second.
const NIGHT: u32 = 8 * 3600;
const MINUTE: u32 = 60;
/// What a session may hold beside the value in hand: its queues, and what it knows of the device.
const MOST: u64 = 16 << 10;

const fn at(second: u32) -> Now {
    Now {
        wall_ms: 1_786_741_200_000 + 1000 * second as i64,
        monotonic_ns: 1_000_000_000 * second as u64,
        boot: [1; 16],
    }
}

/// The most memory that was in use at once, and what was still in use before the session was dropped.
fn taken(seconds: u32) -> (u64, i64) {
    // A link that nobody ends: half an hour is the limit for a device that never comes to an end.
    let profile = Profile { longest_ms: u64::MAX, ..Profile::sync([Kind::BloodPressure]) };
    let mut session = None;
    let mut kept = 0_u32;
    let used = measure(|| {
        let session = session.insert(Session::new(profile, [7; 16]));
        let mut keep = |_: &_| kept += 1;
        phone::hand_in(session, Event::Start, at(0), &mut keep);
        for second in 0..seconds {
            let value = Event::Value { uuid: wire::BLOOD_PRESSURE, bytes: phone::reading(second) };
            assert_eq!(phone::hand_in(session, value, at(second), &mut keep), None);
        }
    });
    assert_eq!(kept, seconds);
    let mut session = session.unwrap();
    let ended = Event::Disconnected { reason: DisconnectReason::Peer };
    assert!(phone::hand_in(&mut session, ended, at(seconds), &mut |_| ()).is_some());
    (used.bytes_max, used.bytes_current)
}

/// The most memory that was in use at once over so many seconds of a pulse wave, and what is left of it.
fn watched(seconds: u32) -> (u64, i64) {
    let (mut segments, mut longest) = (0_u32, 0);
    let at = |ms: u64| Now { monotonic_ns: 1_000_000 * ms, ..at(u32::try_from(ms / 1000).unwrap()) };
    let used = measure(|| {
        phone::wave(seconds, at, &mut |item| {
            segments += 1;
            longest = longest.max(item.bytes.len());
        });
    });
    // None is open for longer than it may be; the end of the recording comes on top.
    assert!(segments > seconds / 10, "{segments}");
    assert!(longest <= SEGMENT_BYTES + 64, "{longest}");
    (used.bytes_max, used.bytes_current)
}

#[test]
fn a_wave_of_a_night_takes_the_memory_of_a_minute() {
    let (minute, night) = (watched(MINUTE), watched(NIGHT));
    println!("a wave: {} bytes at most in a minute, {} in a night", minute.0, night.0);
    assert!(night.0 < MOST + 2 * SEGMENT_BYTES as u64, "{} bytes at once", night.0);
    assert_eq!(night, minute);
}

#[test]
fn a_night_of_values_takes_the_memory_of_a_minute() {
    let (minute, night) = (taken(MINUTE), taken(NIGHT));
    println!(
        "a session: {} bytes at most in a minute, {} in a night of {NIGHT} values; {} and {} still in use",
        minute.0, night.0, minute.1, night.1
    );
    assert!(night.0 < MOST, "{} bytes at once", night.0);
    assert_eq!(night, minute);
}
