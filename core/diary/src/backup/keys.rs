//! What the key of a household's backups gives: names of pieces that tell nothing, and a key for each.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::id::{FileId, HouseholdId, MediaId, fixed_hex};
use crate::journal::WriterId;
use crate::vault::Secret;
use crate::vault::wrap::{associated, derive};

/// What stands behind the digits of a sealed piece's name, so that nobody else's file is taken for one.
const ENDING: &str = ".sealed";

/// What seals a line of backups in a folder. Lines lie beside each other and know nothing of each other.
#[derive(Debug, Clone, Copy)]
pub enum Line<'a> {
    /// The household's: the id of its backups in the key file, and their key.
    Household(FileId, &'a Secret<32>),
    /// That of one file with a lock of its own: the file, and a key that only this lock leads to.
    Own(FileId, &'a Secret<32>),
}

/// The keys of a line of backups.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) household: HouseholdId,
    pub(super) backup: FileId,
    /// What stands behind the digits of a piece's name.
    ending: String,
    names: Secret<32>,
    contents: Secret<32>,
}

/// What a sealed piece is: all of it is authenticated with the piece, and in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Operations of one writer in one file, from one number to another.
    Segment { file: FileId, writer: WriterId, from: u64, to: u64 },
    /// What a file has beside its journal.
    State { file: FileId },
    /// A list of a file's segments.
    Segments { file: FileId },
    /// A list of a file's media.
    Media { file: FileId },
    /// A piece of a media file, by its number from 0.
    Piece { file: FileId, media: MediaId, number: u32 },
}

impl What {
    fn parts(self) -> (&'static [u8], FileId, Vec<u8>) {
        match self {
            Self::Segment { file, writer, from, to } => {
                let range = [&writer.as_bytes()[..], &from.to_be_bytes(), &to.to_be_bytes()].concat();
                (b"segment", file, range)
            }
            Self::State { file } => (b"state", file, Vec::new()),
            Self::Segments { file } => (b"segments", file, Vec::new()),
            Self::Media { file } => (b"media", file, Vec::new()),
            Self::Piece { file, media, number } => {
                (b"piece", file, [&media.as_bytes()[..], &number.to_be_bytes()].concat())
            }
        }
    }
}

/// How one piece is sealed.
pub(super) struct Sealing {
    pub(super) name: String,
    pub(super) key: Secret<32>,
    pub(super) associated: Vec<u8>,
}

impl Keys {
    pub(super) fn new(household: HouseholdId, line: Line<'_>) -> Self {
        let (backup, key, ending) = match line {
            Line::Household(backup, key) => (backup, key, ENDING.to_owned()),
            Line::Own(file, key) => (file, key, own_ending(file)),
        };
        let derived = |purpose: &str| derive(key.expose(), backup.as_bytes(), purpose);
        Self {
            household,
            backup,
            ending,
            names: derived("health-diary/backup/1 names"),
            contents: derived("health-diary/backup/1 contents"),
        }
    }

    /// The name and key of a piece with this content: another content has another name and another key, so no key ever
    /// seals two contents, and the same content again is the same piece byte for byte.
    pub(super) fn piece(&self, what: What, hash: &[u8; 32]) -> Sealing {
        let (kind, file, range) = what.parts();
        let parts = [&self.household.as_bytes()[..], self.backup.as_bytes(), kind, file.as_bytes(), &range];
        let associated = associated("health-diary/backup-piece/1", &parts);
        let id = self.keyed(&[&associated, hash]);
        let name = self.name(id.first_chunk().unwrap_or(&[0; 16]));
        Sealing { name, key: derive(self.contents.expose(), &id, "health-diary/backup-piece/1"), associated }
    }

    /// The key of a manifest, whose first 32 bytes are `salt`.
    pub(super) fn manifest(&self, number: u64, salt: &[u8; 32]) -> Sealing {
        let parts = [&self.household.as_bytes()[..], self.backup.as_bytes(), &number.to_be_bytes()];
        let associated = associated("health-diary/backup-manifest/1", &parts);
        let key = derive(self.contents.expose(), salt, "health-diary/backup-manifest/1");
        Sealing { name: self.manifest_name(number), key, associated }
    }

    /// The name of a manifest: its number, encrypted, so that only the key tells manifests from other pieces and which
    /// is the newest.
    pub(super) fn manifest_name(&self, number: u64) -> String {
        let tag = self.half(&[b"manifest tag", &number.to_be_bytes()]);
        let mask = self.half(&[b"manifest number", &tag]);
        let mut bytes = [0; 16];
        for (place, byte) in
            bytes.iter_mut().zip(tag.into_iter().chain((number ^ u64::from_be_bytes(mask)).to_be_bytes()))
        {
            *place = byte;
        }
        self.name(&bytes)
    }

    /// The number of the manifest of this name; `None` where it names something else.
    pub(super) fn manifest_number(&self, name: &str) -> Option<u64> {
        let bytes: [u8; 16] = fixed_hex(name.strip_suffix(&self.ending)?)?;
        let (tag, number) = bytes.split_at(8);
        let mask = self.half(&[b"manifest number", tag]);
        let number = u64::from_be_bytes(number.try_into().ok()?) ^ u64::from_be_bytes(mask);
        (self.manifest_name(number) == name).then_some(number)
    }

    /// Whether this is the line of one file under a lock of its own. The key file is the household's to keep there.
    pub(super) fn is_own(&self) -> bool {
        self.ending != ENDING
    }

    /// Whether a name is that of a sealed piece of this line.
    pub(super) fn is_sealed(&self, name: &str) -> bool {
        name.strip_suffix(&self.ending).and_then(fixed_hex::<16>).is_some()
    }

    fn name(&self, bytes: &[u8; 16]) -> String {
        let mut name = HEXLOWER.encode(bytes);
        name.push_str(&self.ending);
        name
    }

    fn half(&self, message: &[&[u8]]) -> [u8; 8] {
        let whole = self.keyed(message);
        *whole.first_chunk().unwrap_or(&[0; 8])
    }

    fn keyed(&self, message: &[&[u8]]) -> [u8; 32] {
        let keyed = <Hmac<Sha256> as KeyInit>::new_from_slice(self.names.expose());
        // HMAC takes a key of any length (RFC 2104, 3).
        let mut keyed = keyed.unwrap_or_else(|_| unreachable!("HMAC takes 32 bytes"));
        for part in message {
            keyed.update(part);
        }
        keyed.finalize().into_bytes().into()
    }
}

/// What stands behind the digits of a piece of a file with a lock of its own. The key file beside it names the file too.
fn own_ending(file: FileId) -> String {
    format!(".{file}{ENDING}")
}

/// Whether a name is that of a piece of a file with a lock of its own.
pub(super) fn is_own_piece(name: &str, file: FileId) -> bool {
    name.strip_suffix(&own_ending(file)).and_then(fixed_hex::<16>).is_some()
}

/// Which save of the key file a name says, and whether it is the second copy.
pub(super) fn key_file(name: &str) -> Option<(u64, bool)> {
    let middle = name.strip_prefix("keys.")?.strip_suffix(".json")?;
    let (digits, copy) = match middle.strip_suffix(".copy") {
        Some(digits) => (digits, true),
        None => (middle, false),
    };
    let number: u64 = digits.parse().ok()?;
    (number.to_string() == digits).then_some((number, copy))
}

/// The names of both copies of a save of the key file.
pub(super) fn key_files(generation: u64) -> [String; 2] {
    [format!("keys.{generation}.json"), format!("keys.{generation}.copy.json")]
}
