//! Lists within an observation, read anew at each pass, so that decoding needs no memory.

use alloc::vec::Vec;
use core::fmt;

use super::cursor::Cursor;
use super::observation::Observation;
use super::value::Value;
use crate::error::DecodeError;

/// Codes or object ids of 32 bits each, at most 255.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Codes<'a>(&'a [u8]);

impl<'a> Codes<'a> {
    /// No code.
    pub const NONE: Codes<'static> = Codes(&[]);

    /// Takes codes as they are sent, least significant byte first; `None` unless there are at most 255 whole ones.
    pub const fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len().is_multiple_of(4) && bytes.len() <= 4 * 255 { Some(Self(bytes)) } else { None }
    }

    /// The codes, in order.
    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        self.0.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(super) fn read(cursor: &mut Cursor<'a>, field: &'static str) -> Result<Self, DecodeError> {
        let [count] = cursor.word(field)?;
        cursor.take(4 * usize::from(count), field).map(Self)
    }

    pub(super) fn push(self, bytes: &mut Vec<u8>) {
        bytes.push(u8::try_from(self.0.len() / 4).unwrap_or(u8::MAX));
        bytes.extend(self.0);
    }
}

impl fmt::Debug for Codes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

macro_rules! list {
    ($(#[$meta:meta])* $name:ident of $item:ident, $field:literal, $read:path) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name<'a> {
            count: u8,
            bytes: &'a [u8],
        }

        impl<'a> $name<'a> {
            /// How many there are.
            pub const fn len(self) -> usize {
                self.count as usize
            }

            /// Whether there is none.
            pub const fn is_empty(self) -> bool {
                self.count == 0
            }

            /// Each of them, in order.
            pub fn iter(self) -> impl Iterator<Item = $item<'a>> {
                let mut cursor = Cursor::new(self.bytes, 0);
                // All of them were read once before, so none fails now.
                (0..self.count).map_while(move |_| $read(&mut cursor).ok())
            }

            pub(super) fn read(cursor: &mut Cursor<'a>) -> Result<Self, DecodeError> {
                let [count] = cursor.word($field)?;
                let bytes = cursor.counted(count, |cursor| $read(cursor).map(|_| ()))?;
                Ok(Self { count, bytes })
            }

            pub(super) fn push(self, bytes: &mut Vec<u8>) {
                bytes.push(self.count);
                bytes.extend(self.bytes);
            }
        }
    };
}

list! {
    /// Attributes that the layout has no field for.
    Tlvs of Tlv, "number of attributes", Tlv::read
}

list! {
    /// The parts of a compound observation.
    Components of Component, "number of components", Component::read
}

list! {
    /// The observations of a bundle.
    Members of Observation, "number of observations", Observation::read_member
}

/// One attribute: a type, the format of its value and the value.
///
/// The length that is sent counts the value without the byte of the format (both sources).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tlv<'a> {
    /// What it is, an MDC code.
    pub kind: u32,
    /// The format of the value, numbered as in the Characteristic Presentation Format.
    pub format: u8,
    /// The value as sent.
    pub value: &'a [u8],
}

impl<'a> Tlv<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Result<Self, DecodeError> {
        let kind = u32::from_le_bytes(cursor.word("attribute type")?);
        let length = u16::from_le_bytes(cursor.word("attribute length")?);
        let [format] = cursor.word("attribute format")?;
        let value = cursor.take(length.into(), "attribute value")?;
        Ok(Self { kind, format, value })
    }
}

impl fmt::Debug for Tlv<'_> {
    /// Without the value, which is somebody's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tlv")
            .field("kind", &self.kind)
            .field("format", &self.format)
            .field("value", &self.value.len())
            .finish()
    }
}

/// One part of a compound observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Component<'a> {
    /// What was measured, an MDC code.
    pub kind: u32,
    /// The value: numeric, discrete, text, samples, compound discrete or compound state.
    pub value: Value<'a>,
}

impl<'a> Component<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Result<Self, DecodeError> {
        let kind = u32::from_le_bytes(cursor.word("component type")?);
        let [class] = cursor.word("component value type")?;
        Ok(Self { kind, value: Value::read_simple(cursor, class)? })
    }
}
