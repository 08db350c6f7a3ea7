//! `diary slots`: what opens the household.

use diary_core::household::{HouseholdError, OwnSlots, Person};
use diary_core::id::SlotId;
use diary_core::time::CivilDate;
use diary_core::vault::{Argon2Cost, LockedVault, SlotInfo, SlotKind, VaultError};
use serde_json::{Value, json};

use super::home::{self, Home};
use super::own::{self, Which};
use super::people;
use crate::args::{GlobalArgs, LockArgs};
use crate::error::CliError;
use crate::pick::{self, PickError};
use crate::report::Report;
use crate::table;
use crate::terminal::{Console, Role};

/// What no change of a secret can undo, for everyone who makes one.
pub(super) const LIMIT: &str = "A copy of keys.json from before, in a backup or elsewhere, still opens with what was in force then,\nand with it \
     today's diary: the key inside is the same.";

/// Shows the slots as they lie in the open; no secret is asked for.
pub(super) fn list(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let locked = LockedVault::load(&home::folder(options)?)?;
    let slots = locked.slots();
    let mut text = shown(&slots, console);
    if let Some(notice) = locked.notice() {
        text = format!(
            "{text}\n\n{}: {notice}: diary slots save",
            console.look.paint(Role::Attention, "Key file")
        );
    }
    let json = json!({
        "slots": slots.iter().enumerate().map(|(at, slot)| as_json(at + 1, slot)).collect::<Vec<_>>(),
        "key_file": locked.notice().map(|notice| notice.to_string()),
    });
    Ok(Report::new(text, json))
}

/// Shows the slots of a person's own lock; the household is opened to know who is who, the lock is not.
pub(super) fn own(lock: &LockArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let (person, which) = whose(home, lock)?;
        let slots = of_own(home, &person, which)?;
        let mut json = which.as_json(&person);
        if let Some(object) = json.as_object_mut() {
            let slots = slots.iter().enumerate().map(|(at, slot)| as_json(at + 1, slot));
            object.insert("slots".to_owned(), slots.collect());
        }
        Ok(Report::new(shown(&slots, console), json))
    })
}

/// The person whose lock is meant, and of which of their files.
fn whose(home: &Home, lock: &LockArgs) -> Result<(Person, Which), CliError> {
    let person = people::chosen(&home.household, lock.person.as_deref())?;
    Ok((person, Which::of(lock.sealed)))
}

fn of_own(home: &Home, person: &Person, which: Which) -> Result<Vec<SlotInfo>, CliError> {
    let slots = which.lock(&home.household, person.id).slots();
    let none = match which {
        Which::Diary => HouseholdError::Vault(VaultError::NoOwnLock),
        Which::Sealed => HouseholdError::NothingSealed,
    };
    Ok(slots.ok_or(none)?)
}

/// A lock of one's own that is open now: it was opened by the command line, or is by its passphrase at a prompt.
pub(super) fn opened<'h>(
    home: &'h Home,
    lock: &LockArgs,
    console: Console,
) -> Result<(Person, Which, OwnSlots<'h>), CliError> {
    let (person, which) = whose(home, lock)?;
    of_own(home, &person, which)?;
    own::file(home, &person, which, console)?;
    let slots = which.lock(&home.household, person.id);
    Ok((person, which, slots))
}

fn shown(slots: &[SlotInfo], console: Console) -> String {
    let rows = slots.iter().enumerate().map(|(at, slot)| {
        let mut opens = words(slot.kind).to_owned();
        if !slot.usable {
            opens = console.look.paint(Role::Attention, &format!("{opens} (damaged)"));
        }
        let since = since(slot).unwrap_or_else(|| "not noted".to_owned());
        let cost = slot.cost.map_or_else(|| "none: it is random".to_owned(), costs);
        vec![(at + 1).to_string(), opens, since, cost, slot.id.to_string()]
    });
    table::table(console.look, &["No", "Opens with", "Since", "Each guess costs", "Id"], rows)
}

pub(super) fn remove(
    text: &str,
    lock: &LockArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let own = match lock.person {
            Some(_) => Some(opened(home, lock, console)?.2),
            None => None,
        };
        let slots =
            own.as_ref().map_or_else(|| home.household.slots(), |own| own.slots().unwrap_or_default());
        let id = chosen(text, &slots)?;
        own.map_or_else(|| home.household.remove_slot(id), |own| own.remove_slot(id))?;
        let what = slots.iter().find(|slot| slot.id == id).map_or("slot", |slot| words(slot.kind));
        let text = format!(
            "Removed from both copies of the key file: this {what} opens nothing here any more.\n\n{LIMIT}"
        );
        Ok(Report::new(text, json!({ "removed": id.to_string(), "limit": LIMIT.replace('\n', " ") })))
    })
}

pub(super) fn save(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        home.household.save_keys()?;
        let json = json!({ "slots": home.household.slots().len() });
        Ok(Report::new("Both copies of the key file are written and the same.".to_owned(), json))
    })
}

/// The slot that a number of the table or the beginning of an id means.
pub(super) fn chosen(text: &str, slots: &[SlotInfo]) -> Result<SlotId, CliError> {
    // A number has one or two digits, the beginning of an id at least four.
    if text.len() <= 2 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let slot = number.and_then(|at| slots.get(at));
        return slot.map(|slot| slot.id).ok_or_else(|| {
            let names =
                slots.iter().enumerate().map(|(at, slot)| format!("{} ({})", at + 1, words(slot.kind)));
            PickError::None { what: "slot", names: names.collect() }.into()
        });
    }
    let known: Vec<_> = slots.iter().map(|slot| (slot.id, String::new())).collect();
    Ok(pick::by_name_or_id("slot", text, &known)?)
}

const fn words(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Passphrase => "passphrase",
        SlotKind::Recovery => "recovery code",
        SlotKind::KeyStore => "key store of a phone",
    }
}

const fn code(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Passphrase => "passphrase",
        SlotKind::Recovery => "recovery-code",
        SlotKind::KeyStore => "key-store",
    }
}

fn since(slot: &SlotInfo) -> Option<String> {
    let day = slot.since.and_then(|day| i32::try_from(day).ok())?;
    Some(CivilDate::from_epoch_day(day).ok()?.to_string())
}

fn costs(cost: Argon2Cost) -> String {
    let passes = if cost.passes == 1 { "pass" } else { "passes" };
    format!("{} MiB, {} {passes}", cost.memory_kib / 1024, cost.passes)
}

fn as_json(number: usize, slot: &SlotInfo) -> Value {
    let cost = slot
        .cost
        .map(|cost| json!({ "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes }));
    json!({
        "number": number,
        "slot": slot.id.to_string(),
        "opens_with": code(slot.kind),
        "since": since(slot),
        "cost": cost,
        "usable": slot.usable,
    })
}
