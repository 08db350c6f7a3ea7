//! The append-only record of every change; the only way to change a diary.
//!
//! An *operation* is a frame that stays (random id, writer, number, the hash of the frame before, and
//! salted commitments) and parts that can go ([header](Header), body, reason, raw bytes). Operations of one writer form
//! a hash chain whose head the writer signs. [`Journal::write`] appends an operation in the same transaction as its
//! effect; [`verify`] walks every chain and names the first operation that does not fit. Erasing takes the parts and their
//! salts and leaves the frames, so that the chain still verifies; an operation names what was emptied.
//!
//! The room knows nothing of what operations mean: kinds are numbers to it, bodies are bytes.

mod append;
mod clock;
mod erase;
mod error;
mod frame;
mod glimpse;
mod header;
mod noted;
mod read;
mod salvage;
mod stored;
mod union;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use append::{BEGIN, follow, followed};
pub use append::{Change, Journal, JournalTx};
pub use clock::HybridTime;
pub(crate) use erase::{empty, place_of};
pub use error::{Fault, JournalError, Refusal, WhatIsWrong};
pub use frame::Part;
pub(crate) use glimpse::glimpse;
pub use header::{Author, Header, Role};
pub use noted::{BadHead, NotedHead, Proof, STEP, Signed};
pub use read::{Operation, by_id, by_seq};
pub(crate) use read::{heads, in_order, row_of, unsalted};
pub use salvage::Lost;
pub(crate) use salvage::{Remains, salvage};
pub(crate) use stored::{Chain, Stored};
pub use union::{Ahead, Fork};
pub(crate) use union::{Union, forks, holds};
pub use verify::{Head, verify};
pub use writer::{Writer, WriterId};
