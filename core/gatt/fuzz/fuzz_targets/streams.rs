//! Stream parsers: the first byte selects one, the second says where notifications cut; the pieces must be those of the
//! whole.
#![no_main]

use health_gatt::stream::{Framing, Piece, Stream};
use health_gatt::vendor::viatom::{lepu, o2ring};
use health_gatt::vendor::{berry, contec, masimo, microlife, omron, pc60, taidoc};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq)]
enum Seen {
    Frame(Vec<u8>),
    Skipped(usize),
}

fn pieces<'a, F: Framing>(notifications: impl Iterator<Item = &'a [u8]>) -> Vec<Seen> {
    let mut stream = Stream::<F>::new();
    let mut seen = Vec::new();
    let mut note = |piece: Piece<'_>| {
        seen.push(match piece {
            Piece::Frame(frame) => Seen::Frame(frame.to_vec()),
            Piece::Skipped(count) => Seen::Skipped(count),
        });
    };
    for notification in notifications {
        stream.push(notification, &mut note);
        assert!(stream.pending() < F::LONGEST, "a stream keeps less than a frame");
    }
    stream.finish(&mut note);
    seen
}

fn check<F: Framing>(cut: u8, bytes: &[u8]) {
    let whole = pieces::<F>([bytes].into_iter());
    assert_eq!(pieces::<F>(bytes.chunks(usize::from(cut % 37) + 1)), whole, "cuts change the pieces");
    let total: usize = whole
        .iter()
        .map(|piece| match piece {
            Seen::Frame(frame) => frame.len(),
            Seen::Skipped(count) => *count,
        })
        .sum();
    assert_eq!(total, bytes.len(), "a byte is lost or doubled");
}

fuzz_target!(|data: &[u8]| {
    let [selector, cut, bytes @ ..] = data else { return };
    match selector % 9 {
        0 => check::<omron::frame::Channels>(*cut, bytes),
        1 => check::<microlife::Notifications>(*cut, bytes),
        2 => check::<taidoc::Notifications>(*cut, bytes),
        3 => check::<o2ring::Notifications>(*cut, bytes),
        4 => check::<lepu::Notifications>(*cut, bytes),
        5 => check::<pc60::Notifications>(*cut, bytes),
        6 => check::<berry::Notifications>(*cut, bytes),
        7 => check::<masimo::Notifications>(*cut, bytes),
        _ => check::<contec::Notifications>(*cut, bytes),
    }
});
