//! What a household holds, as a list of plain facts with how often each is there: everything is compared by it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use diary_core::device::Received;
use diary_core::diary::Source;
use diary_core::household::{Household, HouseholdError, RawReading, Waiting};
use diary_core::media::Check;
use diary_core::vault::Unlock;
use diary_tests::tree;

use crate::deeds::{Deed, Scenario};
use crate::world::{self, World, own_passphrase};

/// Each fact and how often it is there; more than once is a doubled one.
pub(crate) type Facts = BTreeMap<String, usize>;

/// The facts of an open household; `waiting` is what its last hand-on left in the inbox.
///
/// A device's record is one fact where it is an entry (`entry`), and one wherever it is kept (`frame`).
pub(crate) fn of(household: &Household, waiting: &[Waiting]) -> Result<Facts, HouseholdError> {
    open_own_locks(household)?;
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
        if household.own_lock(person.id).slots().is_some() {
            count(format!("own lock {}", person.name));
        }
        let diary = household.diary(person.id)?;
        // What a kill left is taken up when the same is added again.
        for _ in diary.verify_media(Check::Ends)?.orphans {
            count("media of nobody".to_owned());
        }
        for attached in diary.attachments()? {
            // Every chunk of it opens.
            let length = io::copy(&mut diary.media(attached.file.id)?, &mut io::sink()).unwrap();
            assert_eq!(length, attached.file.length);
            count(format!("recording {}", attached.caption.unwrap_or_default()));
        }
        for entry in diary.entries()? {
            if entry.content.source == Source::Typed {
                let note = entry.content.note.unwrap_or_default();
                for _ in 1..diary.history(entry.id)?.len() {
                    count(format!("amended {note}"));
                }
                for _ in diary.came(entry.id)? {
                    count(format!("moved {note}"));
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

/// The second passphrase opens the household.
pub(crate) const SECOND: &str = "opens by the second passphrase";

/// What stands before a fact of what the newest backup holds, and of what was restored from it.
pub(crate) const IN_BACKUP: &str = "backed up";
pub(crate) const RESTORED: &str = "restored";

/// All that is there, with what a scenario makes true by taking something away: an entry is gone, a passphrase no longer
/// opens.
pub(crate) fn with_gone(
    world: &World,
    scenario: &Scenario,
    household: &Household,
    waiting: &[Waiting],
) -> Result<Facts, HouseholdError> {
    let mut facts = of(household, waiting)?;
    for deed in scenario.deeds {
        match deed {
            Deed::Erase(note) if !facts.contains_key(&format!("typed {note}")) => {
                facts.insert(format!("gone {note}"), 1);
            }
            Deed::Remove(name) if !facts.contains_key(&format!("person {name}")) => {
                facts.insert(format!("removed {name}"), 1);
            }
            Deed::GiveBack(name) if !facts.contains_key(&format!("own lock {name}")) => {
                facts.insert(format!("given back {name}"), 1);
            }
            Deed::Passphrase if world.opens(&world::second_passphrase()) => {
                // Both at once is one too many.
                let times = if world.opens(&world::passphrase()) { 2 } else { 1 };
                facts.insert(SECOND.to_owned(), times);
            }
            Deed::Backup(_) => {
                let home = world.beside();
                world.restore(&home)?;
                facts.extend(of_other(world, &home, IN_BACKUP)?);
            }
            Deed::Restore(_) if world.restored().exists() => {
                // A copy: opening it would change it.
                let home = world.beside();
                for (path, bytes) in tree(&world.restored()) {
                    let to = home.join(path.strip_prefix(world.restored()).unwrap());
                    fs::create_dir_all(to.parent().unwrap()).unwrap();
                    fs::write(to, bytes).unwrap();
                }
                facts.extend(of_other(world, &home, RESTORED)?);
            }
            _ => {}
        }
    }
    Ok(facts)
}

/// The facts of a household that came out of a backup: it is sound.
fn of_other(world: &World, home: &Path, prefix: &str) -> Result<Facts, HouseholdError> {
    let household = world.unlock_other(home)?;
    let verified = household.verify()?;
    assert!(verified.findings.is_empty(), "{prefix}: {:?}", verified.findings);
    let facts = of(&household, &[])?;
    household.close()?;
    Ok(facts.into_iter().map(|(fact, times)| (format!("{prefix} {fact}"), times)).collect())
}

/// Whether a fact is one of those that go with an entry which is gone, or a lock that was given up.
pub(crate) fn went(fact: &str, there: &Facts) -> bool {
    if fact.strip_prefix("own lock ").is_some_and(|name| there.contains_key(&format!("given back {name}"))) {
        return true;
    }
    let of_them = |what: &str, fact: &str| {
        let name = fact.strip_prefix(what).and_then(|rest| rest.rsplit(' ').next());
        name.is_some_and(|name| there.contains_key(&format!("removed {name}")))
    };
    if of_them("person ", fact) || of_them("slot ", fact) {
        return true;
    }
    ["typed ", "amended "]
        .iter()
        .filter_map(|what| fact.strip_prefix(what))
        .any(|note| there.contains_key(&format!("gone {note}")))
}

/// Opens every diary that has a lock of its own.
pub(crate) fn open_own_locks(household: &Household) -> Result<(), HouseholdError> {
    let people = household.people()?.into_iter().filter(|person| household.is_shut(person.id));
    for person in people {
        household.open_own(person.id, Unlock::Passphrase(&own_passphrase()))?;
    }
    Ok(())
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
