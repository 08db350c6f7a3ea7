//! Vendor streams: the same frames however notifications cut them, and none lost behind garbage.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a strategy that cannot be built must stop the test"
)]

use health_gatt::stream::{Framing, Piece, Stream};
use health_gatt::vendor::{microlife, omron, taidoc};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::strategies::config;

/// What a stream hands out, with frames copied.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Frame(Vec<u8>),
    Skipped(usize),
}

fn pieces<F: Framing>(notifications: &[&[u8]]) -> Vec<Seen> {
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
        assert!(stream.pending() < F::LONGEST);
    }
    stream.finish(&mut note);
    seen
}

/// A stream of whole frames with garbage between, and where notifications cut it.
#[derive(Debug, Clone)]
struct Cut {
    bytes: Vec<u8>,
    frames: Vec<Vec<u8>>,
    cuts: Vec<usize>,
}

impl Cut {
    fn notifications(&self) -> Vec<&[u8]> {
        let mut at = 0;
        let mut pieces = Vec::new();
        for cut in &self.cuts {
            let next = (at + cut).min(self.bytes.len());
            pieces.push(&self.bytes[at..next]);
            at = next;
        }
        pieces.push(&self.bytes[at..]);
        pieces
    }
}

/// Frames of one protocol, a few random bytes between, cut anywhere.
fn cut_stream(frame: impl Strategy<Value = Vec<u8>>, garbage: usize) -> impl Strategy<Value = Cut> {
    (vec((vec(any::<u8>(), 0..=garbage), frame), 0..8), vec(0..30_usize, 0..12)).prop_map(|(parts, cuts)| {
        let mut cut = Cut { bytes: Vec::new(), frames: Vec::new(), cuts };
        for (noise, frame) in parts {
            cut.bytes.extend(noise);
            cut.bytes.extend(&frame);
            cut.frames.push(frame);
        }
        cut
    })
}

/// However it is cut, the same; and every byte is in a frame or counted as skipped.
fn the_same_however_cut<F: Framing>(cut: &Cut) -> Result<Vec<Seen>, TestCaseError> {
    let whole = pieces::<F>(&[&cut.bytes]);
    prop_assert_eq!(&pieces::<F>(&cut.notifications()), &whole);
    let single: Vec<&[u8]> = cut.bytes.chunks(1).collect();
    prop_assert_eq!(&pieces::<F>(&single), &whole);
    let total: usize = whole
        .iter()
        .map(|piece| match piece {
            Seen::Frame(frame) => frame.len(),
            Seen::Skipped(count) => *count,
        })
        .sum();
    prop_assert_eq!(total, cut.bytes.len());
    Ok(whole)
}

/// As above; without garbage between, exactly the frames that were sent.
fn holds<F: Framing>(cut: &Cut, clean: bool) -> Result<(), TestCaseError> {
    let whole = the_same_however_cut::<F>(cut)?;
    if clean {
        let sent: Vec<Seen> = cut.frames.iter().cloned().map(Seen::Frame).collect();
        prop_assert_eq!(whole, sent);
    }
    Ok(())
}

fn omron_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(omron::frame::start()),
        Just(omron::frame::end()),
        (any::<u16>(), 1..=56_u8).prop_map(|(address, size)| omron::frame::read(address, size).unwrap()),
        (any::<u16>(), any::<[u8; 16]>())
            .prop_map(|(address, block)| omron::frame::write_clock(address, &block).unwrap()),
    ]
}

fn taidoc_frame() -> impl Strategy<Value = Vec<u8>> {
    any::<u16>().prop_map(|index| taidoc::record_value(index).to_vec())
}

fn microlife_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(microlife::get_data()), Just(microlife::disconnect())]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn cuff_streams_do_not_depend_on_cuts(
        omron in cut_stream(omron_frame(), 0), noisy_omron in cut_stream(omron_frame(), 20),
        taidoc in cut_stream(taidoc_frame(), 0), noisy_taidoc in cut_stream(taidoc_frame(), 20),
        microlife in cut_stream(microlife_frame(), 0), noisy_microlife in cut_stream(microlife_frame(), 20),
    ) {
        holds::<omron::frame::Channels>(&omron, true)?;
        holds::<omron::frame::Channels>(&noisy_omron, false)?;
        holds::<taidoc::Notifications>(&taidoc, true)?;
        holds::<taidoc::Notifications>(&noisy_taidoc, false)?;
        holds::<microlife::Notifications>(&microlife, true)?;
        holds::<microlife::Notifications>(&noisy_microlife, false)?;
    }
}

/// Garbage that cannot begin a frame never costs the frame behind it.
#[test]
fn a_frame_behind_garbage_is_found() {
    for garbage in [&[][..], &[0], &[0xFF; 40], &[0x00, 0x01, 0x02]] {
        for (frame, found) in [
            (omron::frame::start(), pieces::<omron::frame::Channels> as fn(&[&[u8]]) -> Vec<Seen>),
            (taidoc::record_date(1).to_vec(), pieces::<taidoc::Notifications>),
            (microlife::get_data(), pieces::<microlife::Notifications>),
        ] {
            let bytes = [garbage, &frame, garbage, &frame].concat();
            let frames = found(&[&bytes]).into_iter().filter(|piece| *piece == Seen::Frame(frame.clone()));
            assert_eq!(frames.count(), 2, "{garbage:?}");
        }
    }
}
