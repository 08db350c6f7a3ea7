//! The shape that all bit fields of these characteristics share.

/// Defines a set of named bits over one integer that keeps every bit it was given, named or not.
///
/// `plus MASK` marks bits that are defined but are read through a method of their own, such as a two-bit number.
macro_rules! bit_set {
    (
        $(#[$meta:meta])*
        pub struct $name:ident($repr:ty), plus $extra:literal {
            $( $(#[$flag_meta:meta])* $flag:ident = $bit:literal => $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($repr);

        impl $name {
            $( $(#[$flag_meta])* pub const $flag: Self = Self(1 << $bit); )*

            /// No bit set.
            pub const NONE: Self = Self(0);

            const DEFINED: $repr = $extra $( | (1 << $bit) )*;
            const TEXTS: &'static [(Self, &'static str)] = &[ $( (Self::$flag, $text), )* ];

            /// Takes the bits as they came, reserved ones included.
            pub const fn from_bits(bits: $repr) -> Self {
                Self(bits)
            }

            /// All bits, reserved ones included.
            pub const fn bits(self) -> $repr {
                self.0
            }

            /// Whether every bit of `other` is set here.
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Whether any bit of `other` is set here.
            pub const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// This set with the bits of `other` added.
            #[must_use]
            pub const fn with(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The bits that the specification leaves reserved and that are set all the same.
            pub const fn reserved(self) -> $repr {
                self.0 & !Self::DEFINED
            }

            /// The set named bits in words, lowest bit first.
            pub fn names(self) -> impl Iterator<Item = &'static str> {
                Self::TEXTS.iter().filter(move |(bit, _)| self.contains(*bit)).map(|(_, text)| *text)
            }
        }

        impl core::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                self.with(other)
            }
        }
    };
}

pub(crate) use bit_set;

/// Defines the value of a feature characteristic: one set of bits, what was noticed, what follows.
///
/// `also` may remark on what the bits alone do not tell.
macro_rules! feature_value {
    ($(#[$meta:meta])* pub struct $name:ident($features:ident as $repr:ty, $bytes:literal bytes) $(, also $also:expr)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name<'a> {
            /// What the device can do.
            pub features: $features,
            /// What was noticed while decoding.
            pub remarks: crate::remarks::Remarks,
            /// Bytes after the value.
            pub rest: &'a [u8],
        }

        impl<'a> $name<'a> {
            /// Reads the characteristic.
            pub fn decode(bytes: &'a [u8]) -> Result<Self, crate::error::DecodeError> {
                use crate::remarks::{Remark, Remarks};
                let mut reader = crate::reader::Reader::new(bytes, $bytes)?;
                let features = $features::from_bits(<$repr>::from_le_bytes(reader.mandatory()?));
                let (rest, _) = reader.finish();
                let mut remarks = Remarks::NONE;
                $( remarks.add_if($also(features), Remark::UndefinedValue); )?
                remarks.add_if(features.reserved() != 0, Remark::ReservedFeatures);
                remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
                Ok(Self { features, remarks, rest })
            }
        }
    };
}

pub(crate) use feature_value;

/// Defines a coded byte: a newtype that keeps any code, with names for the assigned ones.
macro_rules! codes {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( $code:ident = $number:literal => $text:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u8);

        impl $name {
            $( #[doc = concat!("`", stringify!($number), "`: ", $text, ".")] pub const $code: Self = Self($number); )*

            /// The meaning in words, or `None` where the code has none assigned.
            pub const fn text(self) -> Option<&'static str> {
                match self.0 {
                    $( $number => Some($text), )*
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $name {
            /// The meaning in words, or `undefined` with the code.
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.text() {
                    Some(text) => f.pad(text),
                    None => write!(f, "undefined ({})", self.0),
                }
            }
        }
    };
}

pub(crate) use codes;
