//! Why bytes could not be read as what they were said to be.

use core::fmt;

/// Bytes that do not hold what their characteristic must hold.
///
/// It carries kinds and positions only, never a value that somebody measured, so it may be logged. The bytes
/// themselves stay with the caller: a frame that fails to decode is kept, because a later decoder may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// Offset of the first byte that is missing or wrong, counted from 0.
    pub at: usize,
}

/// What is wrong with the bytes of a [`DecodeError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The part that every frame of this kind carries is not complete.
    TooShort {
        /// Bytes that the mandatory part takes.
        needed: usize,
        /// Bytes that came.
        got: usize,
    },
    /// The flags announce a field that the frame is too short to hold.
    ///
    /// What stood before that field can still be read with the `decode_prefix` of the type.
    ShorterThanFlags {
        /// The first announced field that is missing or cut.
        field: &'static str,
        /// Bytes up to the end of that field.
        needed: usize,
        /// Bytes that came.
        got: usize,
    },
    /// The op code is none of those that answer a request.
    NotAResponse,
    /// The operator of a response is not "null".
    OperatorNotNull,
    /// A number of records that is neither 1, 2 nor 4 bytes wide.
    CountWidth {
        /// Bytes that came for the count.
        got: usize,
    },
    /// A byte that every frame of this kind carries is another one, so this is no such frame.
    NotThisFrame {
        /// What stands there in such a frame: `start byte`, `op code`.
        field: &'static str,
    },
    /// The frame says how long it is, and is not.
    WrongLength {
        /// Bytes that it should have.
        needed: usize,
        /// Bytes that came.
        got: usize,
    },
    /// The checksum does not belong to the bytes: some of them changed on the way.
    Checksum,
}

impl DecodeErrorKind {
    /// A stable word for it, for scripts: `too_short`, `shorter_than_flags`, `checksum` and so on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::ShorterThanFlags { .. } => "shorter_than_flags",
            Self::NotAResponse => "not_a_response",
            Self::OperatorNotNull => "operator_not_null",
            Self::CountWidth { .. } => "count_width",
            Self::NotThisFrame { .. } => "not_this_frame",
            Self::WrongLength { .. } => "wrong_length",
            Self::Checksum => "checksum",
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DecodeErrorKind::TooShort { needed, got } => {
                write!(f, "the value is too short: at least {needed} bytes are needed, {got} came")
            }
            DecodeErrorKind::ShorterThanFlags { field, needed, got } => write!(
                f,
                "the flags announce the {field} up to byte {needed}, but the value ends after {got} bytes"
            ),
            DecodeErrorKind::NotAResponse => {
                f.write_str("the op code is not that of a response (05 for a count, 06 for a result)")
            }
            DecodeErrorKind::OperatorNotNull => f.write_str("the operator of a response must be 00"),
            DecodeErrorKind::CountWidth { got } => {
                write!(f, "a number of records takes 1, 2 or 4 bytes, {got} came")
            }
            DecodeErrorKind::NotThisFrame { field } => {
                write!(f, "the {field} is not that of such a frame; check what the bytes are")
            }
            DecodeErrorKind::WrongLength { needed, got } => {
                write!(f, "the frame should have {needed} bytes, {got} came")
            }
            DecodeErrorKind::Checksum => {
                f.write_str("the checksum does not belong to the bytes; receive the frame again")
            }
        }
    }
}

impl core::error::Error for DecodeError {}

/// What could be read of a frame, and where it was cut, if it was.
///
/// For looking at damaged frames and for telling a person what little is known. A cut frame is never a reading:
/// only a whole one (`cut` is `None`) may become one, which is what the `decode` functions insist on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix<T> {
    /// The fields that were complete; announced fields from the cut on are `None`.
    pub decoded: T,
    /// The first announced field that the frame is too short for.
    pub cut: Option<DecodeError>,
}

impl<T> Prefix<T> {
    /// The frame if it is whole, else what was missing.
    #[inline]
    pub fn whole(self) -> Result<T, DecodeError> {
        match self.cut {
            None => Ok(self.decoded),
            Some(error) => Err(error),
        }
    }
}
