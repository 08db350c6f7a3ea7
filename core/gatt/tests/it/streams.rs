//! Vendor streams: the same frames however notifications cut them, and none lost behind garbage.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a strategy that cannot be built must stop the test"
)]

use health_gatt::stream::{Framing, Piece, Stream};
use health_gatt::vendor::viatom::{lepu, o2ring};
use health_gatt::vendor::{berry, contec, masimo, microlife, omron, pc60, taidoc};
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

/// The check byte of CRC-8 with polynomial 31, reflected, worked out bit by bit.
fn maxim(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0x8C } else { crc >> 1 })
    })
}

fn pc60_frame() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 1..20).prop_map(|body| {
        let mut frame = vec![0xAA, 0x55, 0x0F, u8::try_from(body.len() + 1).unwrap()];
        frame.extend(body);
        frame.push(maxim(&frame));
        frame
    })
}

fn o2ring_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(o2ring::ping()),
        any::<u16>().prop_map(o2ring::read_file),
        Just(o2ring::open_file("20260813"))
    ]
}

fn lepu_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<u8>().prop_map(lepu::state),
        (any::<u8>(), any::<u32>()).prop_map(|(sequence, offset)| lepu::read_file(sequence, offset)),
    ]
}

fn masimo_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![any::<u32>().prop_map(masimo::set_clock), Just(masimo::start_streaming())]
}

/// A first byte with bit 7, then so many without.
fn synchronised(first: &'static [u8], rest: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(0..128_u8, rest).prop_map(move |rest| [first, &rest].concat())
}

fn contec_frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![synchronised(&[0xE9], 23), synchronised(&[0xEB, 0], 4), synchronised(&[0xEB, 1], 6)]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn oximeter_streams_do_not_depend_on_cuts(
        pc60 in cut_stream(pc60_frame(), 0), noisy_pc60 in cut_stream(pc60_frame(), 20),
        o2ring in cut_stream(o2ring_frame(), 0), noisy_o2ring in cut_stream(o2ring_frame(), 20),
        lepu in cut_stream(lepu_frame(), 0), noisy_lepu in cut_stream(lepu_frame(), 20),
        masimo in cut_stream(masimo_frame(), 0), noisy_masimo in cut_stream(masimo_frame(), 20),
        berry in cut_stream(synchronised(&[0xC7], 4), 0), noisy_berry in cut_stream(synchronised(&[0x87], 4), 20),
        contec in cut_stream(contec_frame(), 0), noisy_contec in cut_stream(contec_frame(), 20),
    ) {
        holds::<pc60::Notifications>(&pc60, true)?;
        holds::<pc60::Notifications>(&noisy_pc60, false)?;
        holds::<o2ring::Notifications>(&o2ring, true)?;
        holds::<o2ring::Notifications>(&noisy_o2ring, false)?;
        holds::<lepu::Notifications>(&lepu, true)?;
        holds::<lepu::Notifications>(&noisy_lepu, false)?;
        holds::<masimo::Notifications>(&masimo, true)?;
        holds::<masimo::Notifications>(&noisy_masimo, false)?;
        holds::<berry::Notifications>(&berry, true)?;
        holds::<berry::Notifications>(&noisy_berry, false)?;
        holds::<contec::Notifications>(&contec, true)?;
        holds::<contec::Notifications>(&noisy_contec, false)?;
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
            (o2ring::ping(), pieces::<o2ring::Notifications>),
            (lepu::state(9), pieces::<lepu::Notifications>),
            (masimo::start_streaming(), pieces::<masimo::Notifications>),
            (vec![0x87, 1, 2, 3, 97], pieces::<berry::Notifications>),
            (vec![0xEB, 1, 0, 62, 97, 0, 0, 0], pieces::<contec::Notifications>),
        ] {
            let bytes = [garbage, &frame, garbage, &frame].concat();
            let frames = found(&[&bytes]).into_iter().filter(|piece| *piece == Seen::Frame(frame.clone()));
            assert_eq!(frames.count(), 2, "{garbage:?}");
        }
    }
}

/// A check byte that happens to fit does not make a frame of what does not begin like one.
#[test]
fn what_does_not_begin_like_a_frame_is_none() {
    assert_eq!(pieces::<berry::Notifications>(&[&[1, 2, 3, 4, 5]]), [Seen::Skipped(5)]);
    assert_eq!(pieces::<contec::Notifications>(&[&[0xEB, 2, 3, 4, 5, 6, 7, 8]]), [Seen::Skipped(8)]);
    let crc = |bytes: &[u8]| {
        bytes.iter().fold(0_u8, |crc, byte| {
            (0..8).fold(crc ^ byte, |crc, _| if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 7 })
        })
    };
    for (mut frame, found) in [
        (lepu::state(3), pieces::<lepu::Notifications> as fn(&[&[u8]]) -> Vec<Seen>),
        (o2ring::ping(), pieces::<o2ring::Notifications>),
    ] {
        let last = frame.len() - 1;
        assert_eq!(frame[last], crc(&frame[..last]));
        assert_eq!(found(&[&frame]), [Seen::Frame(frame.clone())]);
        frame[2] ^= 1;
        frame[last] = crc(&frame[..last]);
        assert_eq!(found(&[&frame]), [Seen::Skipped(frame.len())]);
    }
}
