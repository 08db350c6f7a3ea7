//! Omron cuffs: the memory map of the vendor service, and what they advertise.
//!
//! Many models keep records in a ring buffer that is read by address; newer readings also come through the standard
//! profile. Layouts as userx14/omblepy and eigger/hass-omron found them on their own devices.
//!
//! | module | what |
//! |---|---|
//! | [`record`] | one slot of the ring buffer |
//! | [`memory`] | where each model keeps what: addresses, counts, clock |
//! | [`frame`] | requests and answers over the four channels; unlocking |
//! | [`clock`] | the clock inside the settings |
//! | [`advertisement`] | users, newest sequence numbers and names without a connection |

pub mod advertisement;
pub mod clock;
pub mod frame;
pub mod memory;
pub mod record;
