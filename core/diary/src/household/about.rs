//! What a finding of a check is about, for naming it to a person.

use super::error::HouseholdError;
use super::home::Household;
use super::operation::{Meaning, meaning};
use super::verify::Finding;
use crate::diary::{About, DiaryError};
use crate::journal::{self, Fault, JournalError, Operation};
use crate::store::FileKind;
use crate::vault::FilePurpose;

impl Household {
    /// What the operation that a finding names is about, as far as it can be read; `None` where the finding names none, or
    /// nothing is at its place. What it says may be what somebody made of it.
    pub fn about(&self, finding: &Finding) -> Option<About> {
        let (HouseholdError::Journal(JournalError::Fault(fault))
        | HouseholdError::Diary(DiaryError::Journal(JournalError::Fault(fault)))) = &finding.error
        else {
            return None;
        };
        let Fault { file, writer, number, .. } = *fault;
        match (file, finding.person) {
            (FileKind::Diary, Some(person)) => {
                let sealed = FilePurpose::Sealed { person };
                let purpose = if finding.sealed { sealed } else { FilePurpose::Diary { person } };
                self.opened(purpose).ok()?.about(writer, number).ok()?
            }
            (FileKind::Household, _) => {
                let found = self.store.read(|reader| journal::glimpse(reader, writer, number)).ok()??;
                let written_ms = found.header.as_ref().map(|header| header.at_ms);
                Some(About { what: word(&found), written_ms, ..About::default() })
            }
            _ => None,
        }
    }
}

pub(super) fn word(operation: &Operation) -> Option<&'static str> {
    if operation.header.as_ref().is_some_and(|header| header.kind == journal::BEGIN) {
        return Some("beginning of a chain");
    }
    Some(match meaning(operation).ok()? {
        Meaning::PersonAdded(_) => "person",
        Meaning::PersonRemoved(_) => "person removed",
        Meaning::DeviceDescribed(_) | Meaning::DeviceForgotten(_) | Meaning::DeviceTold(_) => "device",
        Meaning::SlotAssigned(_) => "assignment of a device's user",
        Meaning::Sighted(_) => "zone of the phone",
        Meaning::Decided(_) => "decision whose a reading is",
        Meaning::Synced(_) => "synchronisation",
        Meaning::Shared(_) => "export",
        Meaning::Drained(_) => "note of what was handed on",
        Meaning::ClockRead(_) | Meaning::NewestCame(_) => "reading of a device's clock",
        Meaning::Moving(_) => "beginning of a move",
        Meaning::Moved(_) => "end of a move",
        Meaning::RoleSet(_) => "role of a person",
        Meaning::GivingBack(_) => "giving back of a diary",
        Meaning::HandingOver(_) => "handing over of a diary",
        Meaning::BackedUp(_) => "backup",
        Meaning::RestoredFrom(_) => "restoring",
        Meaning::OnlyOf(_) => "restoring of one person alone",
        Meaning::Other => return None,
    })
}
