//! Control points and procedures: the first byte selects what reads the rest.
#![no_main]

use health_gatt::clock::{RoundTrip, device::Features, read};
use health_gatt::racp::procedure::{Event, Limits, Plan, Procedure};
use health_gatt::racp::{Records, Request, Response};
use health_gatt::segments::Reassembler;
use health_gatt::user_data;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((selector, bytes)) = data.split_first() else { return };
    match selector % 6 {
        0 => {
            if let Ok(request) = Request::decode(bytes) {
                assert_eq!(request.encode(), bytes, "an accepted request is written otherwise");
            }
            if let Ok(response) = Response::decode(bytes) {
                let again = response.answer.encode();
                assert_eq!(Response::decode(&again).map(|again| again.answer), Ok(response.answer));
            }
        }
        1 => segments(bytes),
        2 => exchange(bytes),
        3 => {
            if let Ok(request) = user_data::Request::decode(bytes) {
                assert_eq!(request.encode(), bytes);
            }
            let mut procedure = user_data::Procedure::begin(user_data::Request::ListUsers, 0);
            let first = procedure.indicated(bytes);
            assert!(first.is_none() || procedure.link_lost() == first, "a procedure ends twice");
        }
        _ => {
            for uuid in [0x2A08, 0x2A2B, 0x2B90, 0x2BF2] {
                let (Some(trip), [low, high, value @ ..]) = (RoundTrip::new(100, 190), bytes) else { return };
                let features = Features::from_bits(u16::from_le_bytes([*low, *high]));
                let _ = read(uuid, value, features, trip);
            }
        }
    }
});

/// Segments of lengths that the bytes give; memory stays bounded, and records hold nothing but payload.
fn segments(bytes: &[u8]) {
    const LIMIT: usize = 64;
    let mut reassembler = Reassembler::with_head(LIMIT, 4);
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let (segment, next) = after.split_at(usize::from(length % 24).min(after.len()));
        rest = next;
        if let Ok(step) = reassembler.push(segment)
            && let Some(record) = step.record
        {
            assert!(record.bytes.len() <= LIMIT, "a record outgrows its bound");
        }
    }
    reassembler.finish();
    assert_eq!(reassembler.finish(), None);
}

/// A whole exchange with events that the bytes give; it ends once, and counts no more records than came.
fn exchange(bytes: &[u8]) {
    let mut procedure = Procedure::new(Plan::CountThenReport(Records::All), Limits::DEFAULT);
    let mut now = 0;
    let mut outcomes = usize::from(procedure.start(now).outcome.is_some());
    let mut came = 0_u32;
    for window in bytes.windows(5) {
        let [event, passed, answer @ ..] = window else { return };
        now += u64::from(*passed) * 50;
        let event = match event % 8 {
            0 | 1 => Event::Record,
            2 => Event::Answer(answer),
            3 => Event::Answer(&[0x06, 0x00, 0x01, 0x01]),
            4 => Event::WriteAccepted,
            5 => Event::Tick,
            6 => Event::WriteRefused(*passed),
            _ if passed % 2 == 0 => Event::Stop,
            _ => Event::LinkLost,
        };
        came += u32::from(event == Event::Record);
        if let Some(outcome) = procedure.on(event, now).outcome {
            outcomes += 1;
            assert!(outcome.records + outcome.unasked <= came, "more records than came");
        }
    }
    assert!(outcomes <= 1, "an exchange ends once");
}
