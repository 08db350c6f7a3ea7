//! One observation.

use alloc::vec::Vec;
use core::fmt;

use super::cursor::Cursor;
use super::list::{Codes, Tlvs};
use super::value::Value;
use crate::Outcome;
use crate::bits::bit_set;
use crate::clock::elapsed::Stamp;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::float::Float;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// What form the value of an observation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(pub u8);

impl Class {
    /// A number with its unit.
    pub const NUMERIC: Self = Self(1);
    /// A code.
    pub const DISCRETE: Self = Self(2);
    /// A text.
    pub const TEXT: Self = Self(3);
    /// Samples.
    pub const SAMPLES: Self = Self(4);
    /// Several codes.
    pub const COMPOUND_DISCRETE: Self = Self(5);
    /// States or events in bits.
    pub const COMPOUND_STATE: Self = Self(6);
    /// Several values.
    pub const COMPOUND: Self = Self(7);
    /// Attributes.
    pub const ATTRIBUTES: Self = Self(8);
    /// Several observations.
    pub const BUNDLE: Self = Self(255);
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::NUMERIC => "numeric",
            Self::DISCRETE => "discrete",
            Self::TEXT => "string",
            Self::SAMPLES => "sample array",
            Self::COMPOUND_DISCRETE => "compound discrete",
            Self::COMPOUND_STATE => "compound state or event",
            Self::COMPOUND => "compound",
            Self::ATTRIBUTES => "TLV",
            Self::BUNDLE => "bundle",
            Self(other) => return write!(f, "undefined ({other})"),
        })
    }
}

bit_set! {
    /// Which fields an observation has.
    pub struct Flags(u16), plus 0 {
        /// What was measured.
        KIND = 0 => "observation type",
        /// When.
        TIME = 1 => "time stamp",
        /// For how long.
        DURATION = 2 => "measurement duration",
        /// In what state.
        STATUS = 3 => "measurement status",
        /// A number by which others refer to it.
        ID = 4 => "object id",
        /// Whose it is.
        PATIENT = 5 => "patient",
        /// More about it, in codes.
        SUPPLEMENTAL = 6 => "supplemental information",
        /// What it was computed from.
        DERIVED_FROM = 7 => "derived from",
        /// What belongs to it.
        MEMBERS = 8 => "has member",
        /// Attributes without a field.
        ATTRIBUTES = 9 => "TLVs",
    }
}

/// One observation (live 2B8B, stored 2BDD), put together from its segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation<'a> {
    /// The form of the value.
    pub class: Class,
    /// What was measured, an MDC code (see [`mdc::find`](crate::mdc::find)). In a bundle it may stand once for all.
    pub kind: Option<u32>,
    /// When, by the device's clock. In a bundle it may stand once for all.
    pub time: Option<Stamp>,
    /// For how long, in seconds.
    pub duration: Option<Float>,
    /// The measurement status as sent: which bit means what is in no public source.
    pub status: Option<u16>,
    /// A number by which others refer to it.
    pub id: Option<u32>,
    /// The user slot as sent.
    pub patient: Option<u8>,
    /// More about it, in MDC codes.
    pub supplemental: Option<Codes<'a>>,
    /// Object ids of what it was computed from.
    pub derived_from: Option<Codes<'a>>,
    /// Object ids of what belongs to it.
    pub members: Option<Codes<'a>>,
    /// Attributes without a field.
    pub attributes: Option<Tlvs<'a>>,
    /// The value.
    pub value: Value<'a>,
    /// Flag bits 10 to 15 as sent, in their places.
    pub reserved_flags: u16,
    /// Bytes after the value that its length still counts.
    pub extra: &'a [u8],
    /// What was noticed while decoding, in the members of a bundle too.
    pub remarks: Remarks,
    /// Bytes after the observation.
    pub rest: &'a [u8],
}

/// Bytes of class and length.
const HEAD: usize = 3;

impl Observation<'static> {
    /// An observation of a value and nothing else; set the other fields as needed.
    pub const fn new(class: Class, value: Value<'static>) -> Self {
        Self {
            class,
            kind: None,
            time: None,
            duration: None,
            status: None,
            id: None,
            patient: None,
            supplemental: None,
            derived_from: None,
            members: None,
            attributes: None,
            value,
            reserved_flags: 0,
            extra: &[],
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> Observation<'a> {
    /// Reads an observation from its class on.
    ///
    /// # Errors
    /// [`DecodeErrorKind::WrongLength`] where fewer bytes came than its length says, and
    /// [`DecodeErrorKind::ShorterThanFlags`] where its own fields or lists do not fit into that length.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_at(bytes, 0)
    }

    /// Reads an observation that begins at offset `at` of what came.
    fn decode_at(bytes: &'a [u8], at: usize) -> Result<Self, DecodeError> {
        let moved = |error: DecodeError| DecodeError { at: error.at + at, ..error };
        let mut reader = Reader::new(bytes, HEAD + 2).map_err(moved)?;
        let [_, low, high] = reader.mandatory().map_err(moved)?;
        let needed = HEAD + usize::from(u16::from_le_bytes([low, high]));
        let (Some((observation, rest)), true) = (bytes.split_at_checked(needed), needed >= HEAD + 2) else {
            let kind = DecodeErrorKind::WrongLength { needed: needed.max(HEAD + 2), got: bytes.len() };
            return Err(DecodeError { kind, at: at + 1 });
        };
        let mut decoded = Self::read(&mut Cursor::new(observation, at), true)?;
        decoded.rest = rest;
        decoded.remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(decoded)
    }

    /// Reads an observation of a bundle. A bundle in a bundle is kept as it was sent.
    pub(super) fn read_member(cursor: &mut Cursor<'a>) -> Result<Self, DecodeError> {
        let head = *cursor;
        let [_, low, high] = cursor.word("observation of a bundle")?;
        let length = usize::from(u16::from_le_bytes([low, high]));
        cursor.take(length, "observation of a bundle")?;
        let mut whole = head;
        let bytes = whole.take(HEAD + length, "observation of a bundle")?;
        Self::read(&mut head.within(bytes), false)
    }

    /// Reads from the class to the end of `cursor`, whose bytes are those of one observation.
    fn read(cursor: &mut Cursor<'a>, bundles: bool) -> Result<Self, DecodeError> {
        let [class, _, _] = cursor.word("observation class")?;
        let class = Class(class);
        let flags = Flags::from_bits(u16::from_le_bytes(cursor.word("flags")?));
        let mut remarks = Remarks::NONE;
        let has = |flag| flags.contains(flag);
        let kind = if has(Flags::KIND) { Some(cursor.word("observation type")?) } else { None };
        let time = if has(Flags::TIME) { Some(cursor.word("time stamp")?) } else { None };
        let duration = if has(Flags::DURATION) { Some(cursor.word("measurement duration")?) } else { None };
        let status = if has(Flags::STATUS) { Some(cursor.word("measurement status")?) } else { None };
        let id = if has(Flags::ID) { Some(cursor.word("object id")?) } else { None };
        let patient = if has(Flags::PATIENT) { Some(cursor.word("patient")?) } else { None };
        let mut codes = |flag, field| if has(flag) { Codes::read(cursor, field).map(Some) } else { Ok(None) };
        let supplemental = codes(Flags::SUPPLEMENTAL, "supplemental information")?;
        let derived_from = codes(Flags::DERIVED_FROM, "derived from")?;
        let members = codes(Flags::MEMBERS, "members")?;
        let attributes = if has(Flags::ATTRIBUTES) { Some(Tlvs::read(cursor)?) } else { None };
        let value = Value::read(cursor, class, bundles)?;

        let time = time.map(Stamp::from_bytes);
        if let Some(stamp) = time {
            stamp.remark(&mut remarks);
        }
        if let Value::Bundle(members) = value {
            members.iter().for_each(|member| remarks.join(member.remarks));
        }
        let extra = cursor.rest();
        remarks.add_if(flags.reserved() != 0, Remark::ReservedFlags);
        remarks.add_if(matches!(value, Value::Raw(_)), Remark::UndefinedValue);
        remarks.add_if(!extra.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self {
            class,
            kind: kind.map(u32::from_le_bytes),
            time,
            duration: duration.map(Float::from_le_bytes),
            status: status.map(u16::from_le_bytes),
            id: id.map(u32::from_le_bytes),
            patient: patient.map(u8::from_le_bytes),
            supplemental,
            derived_from,
            members,
            attributes,
            value,
            reserved_flags: flags.reserved(),
            extra,
            remarks,
            rest: &[],
        })
    }

    /// Whether the device got a result (see [`Value::outcome`]).
    pub fn outcome(&self) -> Outcome {
        self.value.outcome()
    }

    /// The flags that say which fields there are.
    pub fn flags(&self) -> Flags {
        let has = |present, flag| if present { flag } else { Flags::NONE };
        has(self.kind.is_some(), Flags::KIND)
            | has(self.time.is_some(), Flags::TIME)
            | has(self.duration.is_some(), Flags::DURATION)
            | has(self.status.is_some(), Flags::STATUS)
            | has(self.id.is_some(), Flags::ID)
            | has(self.patient.is_some(), Flags::PATIENT)
            | has(self.supplemental.is_some(), Flags::SUPPLEMENTAL)
            | has(self.derived_from.is_some(), Flags::DERIVED_FROM)
            | has(self.members.is_some(), Flags::MEMBERS)
            | has(self.attributes.is_some(), Flags::ATTRIBUTES)
            | Flags::from_bits(Flags::from_bits(self.reserved_flags).reserved())
    }

    /// The bytes, `rest` included. What does not fit into 65 535 bytes cannot be sent as one observation.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Vec::from(self.flags().bits().to_le_bytes());
        body.extend(self.kind.iter().flat_map(|kind| kind.to_le_bytes()));
        body.extend(self.time.iter().flat_map(|time| time.to_bytes()));
        body.extend(self.duration.iter().flat_map(|duration| duration.to_le_bytes()));
        body.extend(self.status.iter().flat_map(|status| status.to_le_bytes()));
        body.extend(self.id.iter().flat_map(|id| id.to_le_bytes()));
        body.extend(self.patient);
        for codes in [self.supplemental, self.derived_from, self.members].into_iter().flatten() {
            codes.push(&mut body);
        }
        if let Some(attributes) = self.attributes {
            attributes.push(&mut body);
        }
        self.value.push(&mut body);
        body.extend(self.extra);
        let length = u16::try_from(body.len()).unwrap_or(u16::MAX).to_le_bytes();
        [&[self.class.0][..], &length, &body, self.rest].concat()
    }
}

/// A stored observation (2BDD), put together from its segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored<'a> {
    /// Counts the records; by it they are asked for.
    pub record_number: u32,
    /// The observation.
    pub observation: Observation<'a>,
}

impl<'a> Stored<'a> {
    /// Reads a record from its number on.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 4)?;
        let record_number = u32::from_le_bytes(reader.mandatory()?);
        Ok(Self { record_number, observation: Observation::decode_at(reader.finish().0, 4)? })
    }

    /// The bytes, `rest` of the observation included.
    pub fn encode(&self) -> Vec<u8> {
        [&self.record_number.to_le_bytes()[..], &self.observation.encode()].concat()
    }
}
