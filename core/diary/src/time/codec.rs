//! How the small values are stored: one CBOR integer or text each, checked on the way back.
//!
//! | type | CBOR |
//! |---|---|
//! | [`Instant`] | integer, milliseconds since 1970-01-01T00:00:00Z |
//! | [`CivilDate`] | integer, days since 1970-01-01 |
//! | [`CivilTime`] | integer, seconds since 1970-01-01T00:00:00 read as if it were UTC |
//! | [`Offset`] | integer, seconds ahead of UTC |
//! | [`ZoneName`] | text; any name decodes, also one that this build does not know |
//! | [`DayStart`] | integer, minutes after midnight |

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

use super::{CivilDate, CivilTime, DayStart, Instant, Offset, ZoneName, shared::Shared};

macro_rules! stored_as {
    ($type:ty, $raw:ty, $to:expr, $from:expr) => {
        impl<C> Encode<C> for $type {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                let raw: $raw = $to(self);
                raw.encode(e, ctx)
            }
        }

        impl<'b, C> Decode<'b, C> for $type {
            fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
                let at = d.position();
                let raw = <$raw>::decode(d, ctx)?;
                $from(raw).map_err(|error| decode::Error::message(error).at(at))
            }
        }
    };
}

stored_as!(Instant, i64, |instant: &Instant| instant.as_millis(), Instant::from_millis);
stored_as!(CivilDate, i32, |date: &CivilDate| date.epoch_day(), CivilDate::from_epoch_day);
stored_as!(CivilTime, i64, |civil: &CivilTime| civil.as_utc_seconds(), CivilTime::from_utc_seconds);
stored_as!(Offset, i32, |offset: &Offset| offset.seconds(), Offset::from_seconds);
stored_as!(DayStart, u16, |start: &DayStart| start.minute_of_day(), DayStart::from_minute_of_day);

macro_rules! stored_as_text {
    ($type:ty, $from:expr) => {
        impl<C> Encode<C> for $type {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.str(self.as_str())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $type {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                Ok($from(d.str()?.into()))
            }
        }
    };
}

stored_as_text!(Shared, core::convert::identity::<Shared>);
stored_as_text!(ZoneName, ZoneName);
