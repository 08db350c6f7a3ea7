//! What is personal in a session, replaced.

use diary_core::device::{Event, Identity, Uuid, wire};
use diary_core::household::Description;

/// Replaces who a device is.
pub(super) fn device(device: &mut Description) {
    let masked = Identity::SerialAndModel {
        serial: "masked".to_owned(),
        model: device.model.clone().unwrap_or_default(),
    };
    device.identity = masked.to_string();
}

/// Replaces what was measured, and numbers of the device.
pub(super) fn event(event: &mut Event) {
    match event {
        Event::Value { uuid, bytes } | Event::ReadDone { uuid, result: Ok(bytes), .. } => value(*uuid, bytes),
        _ => {}
    }
}

/// 120/80, mean 93 and no pulse in a cuff's frame, 100 while it inflates; 97 % and 60 in an oximeter's; nothing where a number names the unit.
fn value(uuid: Uuid, bytes: &mut [u8]) {
    match uuid {
        wire::BLOOD_PRESSURE => {
            put(bytes, 1, &[120, 0, 80, 0, 93, 0]);
            // Behind the stamp, where there is one: flag b1. One cuff turns the two bytes round.
            let stamped = bytes.first().is_some_and(|flags| flags & 2 != 0);
            put(bytes, if stamped { 14 } else { 7 }, &[0, 0]);
        }
        wire::SPOT_CHECK => put(bytes, 1, &[97, 0, 60, 0]),
        wire::CONTINUOUS_OXIMETRY => {
            // A value that is none stays so: that a finger is out is no reading. Then the fast and the slow averages, where
            // there are some: flags b0 and b1.
            let averages = bytes.first().map_or(1, |flags| 1 + (flags & 3).count_ones() as usize);
            for average in 0..averages {
                for (at, mask) in [(1, 97), (3, 60)] {
                    let at = at + 4 * average;
                    if bytes.get(at..at + 2).is_some_and(|word| word != [0xFF, 0x07]) {
                        put(bytes, at, &[mask, 0]);
                    }
                }
            }
        }
        // Four bytes are values, and any other the pulse wave.
        wire::JUMPER_VALUES if bytes.len() == 4 => {
            for (at, none, mask) in [(1, 0xFF, 60), (2, 0x7F, 97)] {
                if bytes.get(at) != Some(&none) {
                    put(bytes, at, &[mask]);
                }
            }
        }
        wire::JUMPER_VALUES => bytes.iter_mut().skip(1).for_each(|point| *point = 0),
        wire::CUFF_PRESSURE => put(bytes, 1, &[100, 0]),
        wire::SYSTEM_ID => bytes.fill(0),
        wire::SERIAL_NUMBER => bytes.fill(b'0'),
        _ => {}
    }
}

fn put(bytes: &mut [u8], at: usize, with: &[u8]) {
    for (to, from) in bytes.iter_mut().skip(at).zip(with) {
        *to = *from;
    }
}
