//! A head that was noted elsewhere, on paper or in a file, and what it proves later.
//!
//! A head is the hash of a frame, and each frame holds the hash of the one before. So a head that is still here proves that
//! nothing before it changed, whoever has the keys by now; that its chain is sound is for [`super::verify`] to say.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::error::JournalError;
use super::frame::{Frame, GENESIS, frame_hash};
use super::stored::Chain;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::FileId;
use crate::paper::{self, GROUP_LENGTH};
use crate::store::{FileKind, Read};

/// The bytes of a note on paper: file (2), writer (3), number (4), hash (15).
const BYTES: usize = 24;
const OF_FILE: usize = 2;
const OF_WRITER: usize = 3;
const OF_NUMBER: usize = 4;
/// Groups of a note on paper: 40 symbols of 31 that say something hold 198 bits.
const GROUPS: usize = 8;
/// How much of each earlier hash a note in a file has, in bytes.
pub const STEP: usize = 8;

/// What is wrong with a typed head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHead {
    /// The first group, counted from 1 to 8, that holds a mistake.
    #[error("group {0} of the head has a mistake; compare it with the paper")]
    Group(u8),
    /// Too few or too many symbols.
    #[error("a head has 48 letters and digits in eight groups of six; check that all of it is there")]
    Length,
}

/// A head as it was noted: enough of its names and hash to know it again, and of earlier ones where it has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedHead {
    file: Vec<u8>,
    writer: Vec<u8>,
    number: u64,
    hash: Vec<u8>,
    /// The first bytes of the hash of each operation from the first on; empty on paper.
    steps: Vec<[u8; STEP]>,
}

/// Where a chain stands, for noting it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Which file.
    pub file: FileId,
    /// Whose chain.
    pub writer: WriterId,
    /// The writer's Ed25519 public key, of which its name is the SHA-256.
    pub public_key: [u8; 32],
    /// The number of its newest operation; of several branches of a fork, each stands by itself.
    pub number: u64,
    /// The hash of that operation's frame.
    pub hash: [u8; 32],
    /// The writer's signature over this head.
    pub signature: [u8; 64],
    /// The first bytes of the hash of each operation up to it, from the first on.
    pub steps: Vec<[u8; STEP]>,
}

/// What a noted head proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is here: nothing up to it changed. With how many operations the writer has added since.
    Kept {
        /// How many.
        since: u64,
    },
    /// Something up to it is not what it was.
    Differs {
        /// The first operation that differs; where that is not known, the noted one itself.
        number: u64,
        /// Whether it is the first: a note on paper tells only that it is that one or one before it.
        first: bool,
    },
    /// The chain is shorter than it was, and what is left of it is as it was, as far as the note tells.
    Shortened {
        /// The number of its last operation now; 0 where nothing of the chain is left.
        number: u64,
    },
}

impl NotedHead {
    /// A head from a file of heads.
    pub fn new(file: FileId, writer: WriterId, number: u64, hash: [u8; 32], steps: Vec<[u8; STEP]>) -> Self {
        let (file, writer) = (file.as_bytes().to_vec(), writer.as_bytes().to_vec());
        Self { file, writer, number, hash: hash.to_vec(), steps }
    }

    /// Whether it is of this file.
    pub fn is_of(&self, file: FileId) -> bool {
        file.as_bytes().starts_with(&self.file)
    }

    /// The number that it has.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Compares it with what is in a file now.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn compare(&self, source: &impl Read) -> Result<Proof, JournalError> {
        let chains = Chain::all(source)?;
        let Some(chain) = chains.iter().find(|chain| chain.writer().as_bytes().starts_with(&self.writer))
        else {
            return Ok(Proof::Shortened { number: 0 });
        };
        let mut here: BTreeMap<u64, Vec<[u8; 32]>> = BTreeMap::new();
        source.each::<_, JournalError>(
            "SELECT number, frame FROM operations WHERE writer = ?1",
            [chain.row],
            |row| Ok((row.get(0)?, frame_hash(&row.get::<_, Vec<u8>>(1)?))),
            |(number, hash)| {
                here.entry(number).or_default().push(hash);
                Ok(())
            },
        )?;
        let has = |number: u64, beginning: &[u8]| {
            here.get(&number).is_some_and(|hashes| hashes.iter().any(|hash| hash.starts_with(beginning)))
        };
        if has(self.number, &self.hash) {
            return Ok(Proof::Kept { since: chain.number.saturating_sub(self.number) });
        }
        let last = here.last_key_value().map_or(0, |(number, _)| *number);
        let differs = (1..).zip(&self.steps).find(|(number, step)| *number <= last && !has(*number, *step));
        Ok(match differs {
            Some((number, _)) => Proof::Differs { number, first: true },
            None if last < self.number => Proof::Shortened { number: last },
            None => Proof::Differs { number: self.number, first: false },
        })
    }
}

impl Signed {
    /// Every end of every chain of a file, with the way to it, in order of the writers' names.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn all(source: &impl Read, file: FileId, kind: FileKind) -> Result<Vec<Self>, JournalError> {
        let ends = if kind == FileKind::Diary { Chain::with_forks(source)? } else { Chain::all(source)? };
        let mut all = Vec::with_capacity(ends.len());
        for end in ends {
            let mut before: BTreeMap<[u8; 32], [u8; 32]> = BTreeMap::new();
            source.each::<_, JournalError>(
                "SELECT frame FROM operations WHERE writer = ?1 AND number <= ?2",
                (end.row, end.number),
                |row| row.get::<_, Vec<u8>>(0),
                |bytes| {
                    let frame: Frame =
                        decode(&bytes).ok_or_else(|| JournalError::from(source.malformed()))?;
                    before.insert(frame_hash(&bytes), frame.previous);
                    Ok(())
                },
            )?;
            let mut steps = Vec::new();
            let mut at = end.hash;
            // A chain that does not lead to its beginning is for a check to name.
            while at != GENESIS && steps.len() as u64 <= end.number {
                let (step, _) = at.split_first_chunk().unwrap_or((&[0; STEP], &[]));
                steps.push(*step);
                let Some(previous) = before.get(&at) else { break };
                at = *previous;
            }
            steps.reverse();
            all.push(Self {
                file,
                writer: end.writer(),
                public_key: end.public_key,
                number: end.number,
                hash: end.hash,
                signature: end.signature,
                steps,
            });
        }
        all.sort_by_key(|signed| (signed.writer, signed.number, signed.hash));
        Ok(all)
    }

    /// As it is written on paper.
    pub fn noted(&self) -> NotedHead {
        let take = |bytes: &[u8], length: usize| bytes.iter().take(length).copied().collect();
        NotedHead {
            file: take(self.file.as_bytes(), OF_FILE),
            writer: take(self.writer.as_bytes(), OF_WRITER),
            number: self.number,
            hash: take(&self.hash, BYTES - OF_FILE - OF_WRITER - OF_NUMBER),
            steps: Vec::new(),
        }
    }
}

impl fmt::Display for NotedHead {
    /// Eight groups of six symbols, dashes between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u32::try_from(self.number).unwrap_or(u32::MAX).to_be_bytes();
        let mut bytes: Vec<u8> = Vec::with_capacity(BYTES);
        bytes.extend(self.file.iter().take(OF_FILE).chain(self.writer.iter().take(OF_WRITER)));
        bytes.extend(number.iter().chain(&self.hash));
        bytes.truncate(BYTES);
        let mut values = Vec::new();
        for _ in 0..GROUPS * (GROUP_LENGTH - 1) {
            values.push(divide(&mut bytes));
        }
        values.reverse();
        for (index, group) in values.chunks(GROUP_LENGTH - 1).enumerate() {
            if index > 0 {
                f.write_str("-")?;
            }
            let check = paper::check_value(paper::group_number(index), group);
            group
                .iter()
                .chain([&check])
                .try_for_each(|value| write!(f, "{}", char::from(paper::symbol_of(*value))))?;
        }
        Ok(())
    }
}

impl FromStr for NotedHead {
    type Err = BadHead;

    /// Reads a head as a person types it; case, white space, dashes and dots do not matter.
    fn from_str(text: &str) -> Result<Self, BadHead> {
        let symbols: Vec<char> = text.chars().filter(|symbol| !paper::is_separator(*symbol)).collect();
        if symbols.len() != GROUPS * GROUP_LENGTH {
            return Err(BadHead::Length);
        }
        let mut bytes = [0_u8; BYTES];
        for (index, group) in symbols.chunks(GROUP_LENGTH).enumerate() {
            let number = paper::group_number(index);
            let wrong = BadHead::Group(number);
            let values: Option<Vec<u8>> = group.iter().map(|symbol| paper::value_of(*symbol)).collect();
            let values = values.filter(|values| paper::fits(number, values)).ok_or(wrong)?;
            for value in values.iter().take(GROUP_LENGTH - 1) {
                // Only a note that this program did not write is greater than 24 bytes can say.
                if multiply(&mut bytes, *value) {
                    return Err(wrong);
                }
            }
        }
        let (file, rest) = bytes.split_at(OF_FILE);
        let (writer, rest) = rest.split_at(OF_WRITER);
        let (number, hash) = rest.split_at(OF_NUMBER);
        Ok(Self {
            file: file.to_vec(),
            writer: writer.to_vec(),
            number: number.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
            hash: hash.to_vec(),
            steps: Vec::new(),
        })
    }
}

/// Divides a number of many bytes by 31 and gives what is left over.
fn divide(bytes: &mut [u8]) -> u8 {
    let mut rest = 0_u16;
    for byte in bytes {
        let value = rest << 8 | u16::from(*byte);
        // Less than 256: the rest before was less than 31.
        *byte = u8::try_from(value / 31).unwrap_or(u8::MAX);
        rest = value % 31;
    }
    u8::try_from(rest).unwrap_or_default()
}

/// Multiplies a number of many bytes by 31 and adds a value; whether it became too large.
fn multiply(bytes: &mut [u8], value: u8) -> bool {
    let mut carry = u16::from(value);
    for byte in bytes.iter_mut().rev() {
        let sum = u16::from(*byte) * 31 + carry;
        *byte = sum.to_be_bytes()[1];
        carry = sum >> 8;
    }
    carry > 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn signed(bytes: [u8; 32], number: u32) -> Signed {
        let mut file = [0; 16];
        file.copy_from_slice(&bytes[..16]);
        Signed {
            file: FileId::from_bytes(file),
            writer: WriterId::from_bytes(bytes),
            public_key: [0; 32],
            number: number.into(),
            hash: bytes,
            signature: [0; 64],
            steps: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn a_head_on_paper_reads_back_and_every_wrong_symbol_is_named_by_its_group(
            bytes: [u8; 32], number: u32, place in 0_usize..48, other in 0_usize..31,
        ) {
            let noted = signed(bytes, number).noted();
            let text = noted.to_string();
            prop_assert_eq!(text.len(), 55);
            prop_assert_eq!(&text.parse::<NotedHead>().unwrap(), &noted);
            prop_assert_eq!(&text.to_lowercase().replace('-', " ").parse::<NotedHead>().unwrap(), &noted);
            let mut symbols: Vec<char> = text.chars().filter(|symbol| *symbol != '-').collect();
            let wrong = char::from(paper::symbol_of(u8::try_from(other).unwrap()));
            if symbols[place] != wrong {
                symbols[place] = wrong;
                let group = u8::try_from(place / GROUP_LENGTH + 1).unwrap();
                let typed: String = symbols.iter().collect();
                prop_assert_eq!(typed.parse::<NotedHead>().unwrap_err(), BadHead::Group(group));
            }
            symbols.pop();
            prop_assert_eq!(symbols.iter().collect::<String>().parse::<NotedHead>().unwrap_err(), BadHead::Length);
        }
    }
}
