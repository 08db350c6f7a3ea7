//! Values, times and sources in words that a person reads.

mod media;
mod origin;
mod value;
mod when;

pub use media::{attachment, details};
pub use origin::{off, origin, remarks, timing};
pub use value::{fields, reading, readings, records};
pub use when::{clock, date, instant, place, short_date, time};
