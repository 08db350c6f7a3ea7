//! What a household holds, as a list of plain facts with how often each is there: everything is compared by it.

use std::collections::BTreeMap;

use diary_core::device::Received;
use diary_core::diary::Source;
use diary_core::household::{Household, HouseholdError, RawReading, Waiting};
use diary_core::media::Check;

/// Each fact and how often it is there; more than once is a doubled one.
pub(crate) type Facts = BTreeMap<String, usize>;

/// The facts of an open household; `waiting` is what its last hand-on left in the inbox.
///
/// A device's record is one fact where it is an entry (`entry`), and one wherever it is kept (`frame`).
pub(crate) fn of(household: &Household, waiting: &[Waiting]) -> Result<Facts, HouseholdError> {
    let mut facts = Facts::new();
    let mut count = |fact: String| *facts.entry(fact).or_default() += 1;
    for device in household.devices()? {
        let identity = &device.description.identity;
        count(format!("device {identity}"));
        for (slot, person) in &device.slots {
            let people = household.people()?;
            let name = people.iter().find(|known| known.id == *person).map(|known| known.name.as_str());
            count(format!("slot {slot:?} {}", name.unwrap_or("nobody")));
        }
        // Without it a locked household refuses what its own device sends.
        household.inbox().device(device.id)?;
    }
    for shared in household.sharing_log()? {
        count(format!("shared {}", shared.format));
    }
    for person in household.people()? {
        count(format!("person {}", person.name));
        let diary = household.diary(person.id)?;
        for _ in diary.verify_media(Check::Ends)?.orphans {
            count("media of nobody".to_owned());
        }
        for entry in diary.entries()? {
            for attached in &entry.attachments {
                count(format!("media {}", attached.name.as_deref().unwrap_or_default()));
            }
            if entry.content.source == Source::Typed {
                let note = entry.content.note.unwrap_or_default();
                for _ in 1..diary.history(entry.id)?.len() {
                    count(format!("amended {note}"));
                }
                count(format!("typed {note}"));
            } else {
                let raw = RawReading::from_bytes(&diary.raw(entry.id)?.unwrap()).unwrap();
                let frame = hex(&Received::from_bytes(&raw.record).unwrap().bytes);
                count(format!("entry {frame}"));
                count(format!("frame {frame}"));
            }
        }
    }
    for waits in waiting {
        count(format!("frame {}", hex(&waits.frame)));
    }
    Ok(facts)
}

/// Facts as text, a line each.
pub(crate) fn text(facts: &Facts) -> String {
    let lines: Vec<String> = facts.iter().map(|(fact, times)| format!("{times} {fact}")).collect();
    lines.join("\n")
}

pub(crate) fn parse(text: &str) -> Facts {
    let lines = text.lines().map(|line| line.split_once(' ').unwrap());
    lines.map(|(times, fact)| (fact.to_owned(), times.parse().unwrap())).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
