//! Media files: photos, video, voice and documents of any size, each one encrypted file.
//!
//! A media file is written as a stream in chunks and read from any byte on; neither takes more memory than a chunk,
//! however long the file is. Each has random keys of its own, wrapped by a key that its diary keeps inside
//! ([`MediaKeys`]). The chunks are STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
//! Nonce-Reuse Misuse-Resistance", 2015) over XChaCha20-Poly1305; `core/docs/format.md` describes every byte.
//!
//! | module | what it holds |
//! |---|---|
//! | [`folder`] | [`MediaFolder`]: the media of one owner: begin, resume, read, remove |
//! | [`writer`] | [`MediaWriter`]: push bytes, sync, finish |
//! | [`reader`] | [`MediaReader`]: `Read` and `Seek` |
//! | [`keys`] | [`MediaKeys`]: what wraps the keys of the files |
//! | [`known`] | [`KnownMedia`]: a reader that knows what the file should be |
//! | [`audit`] | the folder against the list of media that a journal names |
//! | [`mod@strip`] | place, time, camera and thumbnail out of a picture before it is sealed |
//!
//! What is read was authenticated first: a chunk with one wrong bit gives nothing but a typed error. Damage, a wrong
//! key, a newer version, an unfinished file and a file that was cut short are different errors.
//!
//! ```no_run
//! use std::io::{Read, Seek, SeekFrom};
//!
//! use diary_core::media::{MediaError, MediaFolder, Outcome, strip};
//! use diary_core::ports::Entropy;
//!
//! /// Keeps a photo without its place, and shows its first bytes.
//! fn keep(photo: &[u8], media: &MediaFolder, entropy: &dyn Entropy) -> Result<[u8; 16], MediaError> {
//!     let mut writer = media.begin(entropy)?;
//!     match strip(photo) {
//!         Outcome::Stripped { picture, .. } => writer.push(picture.bytes())?,
//!         Outcome::NothingKnown(_kind) => writer.push(photo)?, // and tell the person so
//!     }
//!     let kept = writer.finish()?; // id, length and hash are for the journal
//!     let mut reader = media.read(kept.id)?;
//!     reader.seek(SeekFrom::Start(0))?;
//!     let mut first = [0; 16];
//!     reader.read_exact(&mut first)?;
//!     Ok(first)
//! }
//! ```

pub mod audit;
pub mod error;
pub mod folder;
pub mod keys;
pub mod known;
pub mod reader;
pub mod strip;
pub mod writer;

mod header;
mod left;
mod stream;

#[cfg(test)]
mod tests;

pub use audit::{Check, Report};
pub use error::{MediaError, Piece};
pub use folder::MediaFolder;
pub use keys::MediaKeys;
pub use known::KnownMedia;
pub(crate) use left::Left;
pub use reader::MediaReader;
pub use strip::{Clean, Detail, Details, Kind, Orientation, Outcome, Picture, Prepared, strip};
pub use writer::{Finished, MediaWriter};
