//! All raw bytes read once more, with the decoders of today.

use health_gatt::DECODER_VERSION;

use super::error::HouseholdError;
use super::home::{Household, lock};
use super::reading::{self, RawReading};
use crate::device::Received;
use crate::diary::{Diary, Entry, Source};
use crate::id::{EntryId, PersonId};
use crate::journal::Author;

/// What reading again did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redecoded {
    /// Readings of devices whose bytes were looked at.
    pub looked_at: u64,
    /// Those that said something else, and say it now.
    pub amended: Vec<(PersonId, EntryId)>,
    /// Those that read otherwise now, and stay as they are because a person corrected them.
    pub corrected_by_hand: Vec<(PersonId, EntryId)>,
    /// Those whose bytes would be another kind of entry now, or cannot be read any more; they stay as they are.
    pub kept: Vec<(PersonId, EntryId)>,
    /// Diaries under a lock that is shut.
    pub shut: Vec<PersonId>,
}

/// What became of one reading.
enum Read {
    Same,
    Amended,
    ByHand,
    Kept,
}

impl Household {
    /// Reads the raw bytes of every reading again, with the decoders of today, and amends what differs, with a reason that
    /// names the decoder. When it was measured stays as it is, and so does what a person corrected or wrote beside it.
    ///
    /// Doing it again changes nothing; killed, it goes on where it was.
    ///
    /// # Errors
    /// Whatever a file says; what was amended before stays so.
    pub fn redecode(&self) -> Result<Redecoded, HouseholdError> {
        let _one_at_a_time = lock(&self.handing_on);
        let mut done = Redecoded::default();
        for person in self.people()? {
            if self.is_shut(person.id) {
                done.shut.push(person.id);
                continue;
            }
            let diary = self.diary_of(person.id)?;
            for entry in diary.entries_and_retracted()? {
                // Of a night the samples are kept, and no bytes.
                let has_samples = entry.content.described().is_some_and(|kind| kind.samples.is_some());
                if !matches!(entry.content.source, Source::Device(_)) || has_samples {
                    continue;
                }
                done.looked_at += 1;
                let of = (person.id, entry.id);
                match read_again(&diary, &entry)? {
                    Read::Same => {}
                    Read::Amended => done.amended.push(of),
                    Read::ByHand => done.corrected_by_hand.push(of),
                    Read::Kept => done.kept.push(of),
                }
            }
        }
        Ok(done)
    }
}

fn read_again(diary: &Diary, entry: &Entry) -> Result<Read, HouseholdError> {
    let raw = diary.raw(entry.id)?.and_then(|raw| RawReading::from_bytes(&raw));
    let item = raw.as_ref().and_then(|raw| Received::from_bytes(&raw.record).ok());
    let (Some(raw), Some(item)) = (raw, item) else { return Ok(Read::Kept) };
    let Ok(decoded) = reading::decode(&item, &raw.device) else { return Ok(Read::Kept) };
    if decoded.kind != entry.content.kind {
        return Ok(Read::Kept);
    }
    let mut content = entry.content.clone();
    content.values.retain(|value| !reading::MEASURED.contains(&value.field));
    reading::fill(&mut content, &decoded);
    if content == entry.content {
        return Ok(Read::Same);
    }
    let history = if entry.amended { diary.history(entry.id)? } else { Vec::new() };
    if history.iter().skip(1).any(|version| version.author != Author::PROGRAM) {
        return Ok(Read::ByHand);
    }
    if let Source::Device(from) = &mut content.source {
        from.decoder = DECODER_VERSION;
    }
    let reason = format!(
        "The device's bytes were read again by decoder {DECODER_VERSION}, which reads them otherwise."
    );
    // Somebody may have corrected it meanwhile: then it is looked at the next time.
    let done = diary.place_anew(entry, &content, &reason)?;
    Ok(if done { Read::Amended } else { Read::Same })
}
