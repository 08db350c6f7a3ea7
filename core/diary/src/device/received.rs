//! What a session hands out to be made durable before anything else happens.

use core::fmt;

use super::Uuid;
use crate::ports::Now;

/// One piece of raw truth from a device: the bytes as they came, when they came, and in which order.
///
/// It is written down before it is understood. Decoding, placing in time and finding the owner are pure functions of
/// such items and can be done again when they get better. The CBOR field numbers are fixed for ever; a later version
/// adds numbers and never gives one a new meaning.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Received {
    /// Version of this layout: [`Received::VERSION`], or [`Received::SEGMENTS`] for an item that an older program could not
    /// read.
    #[n(0)]
    pub version: u8,
    /// Random id of the session, the same over its reconnections.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub session: [u8; 16],
    /// Order within the session over all items, from 0, without gap.
    #[n(2)]
    pub arrival: u32,
    /// What the bytes are.
    #[n(3)]
    pub what: What,
    /// The characteristic they came from.
    #[n(4)]
    pub uuid: Uuid,
    /// The value, untouched; of a segment its values, as [`Segment`](super::Segment) writes them.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// The phone's clocks when the value arrived; of a segment, its first one.
    #[n(6)]
    pub at: Now,
}

impl fmt::Debug for Received {
    /// Shows what it is but not the value: a reading must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {:?}, {:?}, {} bytes)", self.arrival, self.what, self.uuid, self.bytes.len())
    }
}

/// What the bytes of a [`Received`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum What {
    /// A measurement that the device may forget now.
    #[n(0)]
    Record,
    /// The device's clock, read at a known moment: a coincident pair (HL7 PHD guide, coincident time stamp).
    ///
    /// The best guess for the phone's instant is the middle between `asked` and [`Received::at`]; half the distance,
    /// plus the resolution of the device's clock, bounds the error.
    #[n(1)]
    ClockPair {
        /// The phone's clocks when the read was sent; the moment of arrival for a clock that notified by itself.
        #[n(0)]
        asked: Now,
    },
    /// What the device says about itself: names, numbers, features, battery.
    #[n(2)]
    DeviceInfo,
    /// Values of a stream, [`Segment`](super::Segment). Since version [`Received::SEGMENTS`].
    #[n(3)]
    Segment,
    /// The end of a session in which a stream came: nothing more belongs to its recording. It has no bytes. Since version
    /// [`Received::SEGMENTS`].
    #[n(4)]
    Ended,
}

impl What {
    /// The version that an item of this has.
    pub const fn version(self) -> u8 {
        match self {
            Self::Record | Self::ClockPair { .. } | Self::DeviceInfo => Received::VERSION,
            Self::Segment | Self::Ended => Received::SEGMENTS,
        }
    }
}

/// Stored bytes that are no [`Received`] of a version known here; keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceivedError {
    /// Written by a later version of this software.
    #[error("a received record has layout version {version}, newer than this program; update to read it")]
    Newer {
        /// The version found.
        version: u8,
    },
    /// Damaged or something else.
    #[error("a received record cannot be read; it is kept as it is")]
    Malformed,
}

impl Received {
    /// The version of every item that is of no stream.
    pub const VERSION: u8 = 1;
    /// The version of segments and ends, and the newest that this code reads.
    pub const SEGMENTS: u8 = 2;

    /// The durable form: CBOR, an array with fixed positions.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        // Writing to a vector cannot fail: its error type has no value.
        match minicbor::encode(self, &mut out) {
            Ok(()) | Err(_) => out,
        }
    }

    /// Reads the durable form; all bytes must belong to it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceivedError> {
        let malformed = |_| ReceivedError::Malformed;
        let mut head = minicbor::Decoder::new(bytes);
        head.array().map_err(malformed)?;
        let version = head.u8().map_err(malformed)?;
        if version > Self::SEGMENTS {
            return Err(ReceivedError::Newer { version });
        }
        let mut decoder = minicbor::Decoder::new(bytes);
        let item: Self = decoder.decode().map_err(malformed)?;
        if decoder.position() != bytes.len() || version != item.what.version() {
            return Err(ReceivedError::Malformed);
        }
        Ok(item)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::device::wire;

    fn now() -> impl Strategy<Value = Now> {
        (any::<i64>(), any::<u64>(), any::<[u8; 16]>()).prop_map(|(wall_ms, monotonic_ns, boot)| Now {
            wall_ms,
            monotonic_ns,
            boot,
        })
    }

    fn item() -> impl Strategy<Value = Received> {
        let what = prop_oneof![
            Just(What::Record),
            now().prop_map(|asked| What::ClockPair { asked }),
            Just(What::DeviceInfo),
            Just(What::Segment),
            Just(What::Ended)
        ];
        (any::<[u8; 16]>(), any::<u32>(), what, any::<[u8; 16]>(), any::<Vec<u8>>(), now()).prop_map(
            |(session, arrival, what, uuid, bytes, at)| Received {
                version: what.version(),
                session,
                arrival,
                what,
                uuid: Uuid::from_bytes(uuid),
                bytes,
                at,
            },
        )
    }

    proptest! {
        #[test]
        fn comes_back_as_it_was(item in item()) {
            prop_assert_eq!(Received::from_bytes(&item.to_bytes()), Ok(item));
        }

        #[test]
        fn any_bytes_are_an_answer_or_a_typed_error(bytes: Vec<u8>) {
            let _ = Received::from_bytes(&bytes);
        }

        #[test]
        fn a_cut_item_is_malformed(item in item(), cut in 1usize..40) {
            let whole = item.to_bytes();
            let kept = whole.len().saturating_sub(cut);
            prop_assert_eq!(Received::from_bytes(&whole[..kept]), Err(ReceivedError::Malformed));
        }
    }

    /// The bytes on disk, pinned: a change here is a change of format.
    #[test]
    fn layout_is_pinned() {
        let at = Now { wall_ms: 1, monotonic_ns: 2, boot: [3; 16] };
        let item = Received {
            version: 1,
            session: [0xAA; 16],
            arrival: 5,
            what: What::ClockPair { asked: at },
            uuid: wire::DATE_TIME,
            bytes: vec![0xE2, 0x07],
            at,
        };
        let hex = data_encoding::HEXLOWER.encode(&item.to_bytes());
        let now = format!("83010250{}", "03".repeat(16));
        assert_eq!(
            hex,
            format!("870150{}0582 0181{now}5000002a0800001000800000805f9b34fb42e207{now}", "aa".repeat(16))
                .replace(' ', "")
        );
    }

    #[test]
    fn a_newer_layout_is_named() {
        let mut bytes = vec![0x88, 0x03];
        bytes.extend([0xF6; 7]);
        assert_eq!(Received::from_bytes(&bytes), Err(ReceivedError::Newer { version: 3 }));
    }
}
