//! A household against kills, resends, late decisions, wrong clocks, wrong secrets and rollbacks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

mod alone;
mod anew;
mod attribution;
mod backups;
mod checks;
mod clocks;
mod damaged;
mod erase;
mod follow;
mod forgotten;
mod generation;
mod give_back;
mod hostile_folder;
mod information;
mod media;
mod model;
mod moved;
mod moves;
mod others;
mod own;
mod own_backups;
mod pause;
mod recordings;
mod redecode;
mod remove;
mod roles;
mod salvage;
mod sealing;
mod secrets;
mod travel;
mod union;

use super::hand_on::Step;
use super::*;
use crate::device::{Identity, Kind, Outcome, Paired, Proof, Received, Uuid, What, wire};
use crate::diary::{Entry, Source, kind};
use crate::id::{DeviceId, PersonId};
use crate::inbox::Appended;
use crate::journal::{Author, JournalError, WhatIsWrong};
use crate::ports::{Clock, Now};
use crate::store::{FileKind, StoreError};
use crate::testing::{FixedClock, SeededEntropy};
use crate::time::Zones;
use crate::vault::{Argon2Cost, FilePurpose, Installation, Passphrase, Unlock, VaultError};

const LONDON_EVENING: i64 = 1_786_741_200_000; // 2026-08-14T21:00:00Z, 22:00 in London

struct Home {
    _root: tempfile::TempDir,
    folder: PathBuf,
    clock: Arc<FixedClock>,
    code: crate::vault::RecoveryCode,
    installation: Vec<u8>,
}

fn outside(clock: &Arc<FixedClock>) -> Outside {
    // Never the same randomness twice, as on a phone.
    static RUN: AtomicU64 = AtomicU64::new(1);
    let seed = RUN.fetch_add(1, Ordering::Relaxed);
    Outside {
        clock: Arc::clone(clock) as _,
        entropy: Arc::new(SeededEntropy::new(seed)),
        zones: Zones::built_in(),
    }
}

fn passphrase() -> Passphrase {
    Passphrase::new("correct horse battery")
}

fn home() -> Home {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("home");
    let clock = Arc::new(FixedClock::new(LONDON_EVENING, "Europe/London"));
    let (code, installation) =
        Household::create(&folder, &passphrase(), Argon2Cost::LEAST, &outside(&clock)).unwrap();
    Home { _root: root, folder, clock, code, installation: installation.to_bytes().to_vec() }
}

impl Home {
    /// The same household in another folder, with a clock of its own.
    fn copy(&self) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("home");
        for (path, bytes) in tree(&self.folder) {
            let to = folder.join(path.strip_prefix(&self.folder).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, bytes).unwrap();
        }
        let clock = Arc::new(FixedClock::new(at(&self.clock).wall_ms, "Europe/London"));
        let code = crate::vault::RecoveryCode::parse(&self.code.grouped()).unwrap();
        Self { _root: root, folder, clock, code, installation: self.installation.clone() }
    }

    fn installation(&self) -> Installation {
        Installation::from_bytes(&self.installation).unwrap()
    }

    fn unlock(&self) -> Household {
        let secret = passphrase();
        Household::unlock(
            &self.folder,
            Unlock::Passphrase(&secret),
            Some(self.installation()),
            outside(&self.clock),
        )
        .unwrap()
        .household
    }
}

/// A two-user cuff as its Device Information Service presents it.
fn cuff() -> Paired {
    Paired {
        identity: Identity::SystemId([1, 2, 3, 4, 5, 6, 7, 8]),
        manufacturer: Some("Beurer".into()),
        model: Some("BM85".into()),
        kinds: vec![Kind::BloodPressure],
        said: Vec::new(),
    }
}

fn at(clock: &FixedClock) -> Now {
    clock.now()
}

fn item(arrival: u32, what: What, uuid: Uuid, hex: &str, now: Now) -> Received {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let bytes = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    Received { version: 1, session: [7; 16], arrival, what, uuid, bytes, at: now }
}

/// A reading of user 0 as a BM85 sent it (derdilla/blood-pressure-monitor-fl, tests): 106/71, 2026-08-11T18:31.
const USER_0: &str = "56 6A00 4700 0000 EA07080B121F00 003F 00 0000";
/// Another one of the same user: 118/80, irregular pulse, 2026-08-11T20:27.
const USER_0_LATER: &str = "56 7600 5000 0000 EA07080B141B00 003C 00 0004";
/// One of user 1, from the same tests: 113/73, 2026-08-11T20:56.
const USER_1: &str = "56 7100 4900 0000 EA07080B143800 0041 01 0000";

/// The cuff's clock, three days and an hour slow, read as Current Time.
fn clock_item(arrival: u32, now: Now) -> Received {
    // The phone shows 22:00 on the 14th; the cuff 21:00 on the 11th. Tuesday.
    item(arrival, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080B150000 02 00 00", now)
}

fn record(arrival: u32, hex: &str, now: Now) -> Received {
    item(arrival, What::Record, wire::BLOOD_PRESSURE, hex, now)
}

struct Set {
    device: DeviceId,
    ana: PersonId,
    ben: PersonId,
}

/// Two people; the cuff's user 0 is Ana, user 1 is Ben.
fn two_people(household: &Household) -> Set {
    let ana = household.add_person("Ana").unwrap();
    let ben = household.add_person("Ben").unwrap();
    let device = household.add_device(&cuff()).unwrap();
    household.assign(device, Slot::User(0), ana).unwrap();
    household.assign(device, Slot::User(1), ben).unwrap();
    Set { device, ana, ben }
}

fn send(household: &Household, device: DeviceId, items: &[Received]) {
    for item in items {
        receive(household.inbox(), device, item).unwrap();
    }
}

fn burst(clock: &FixedClock) -> Vec<Received> {
    let now = at(clock);
    vec![clock_item(0, now), record(1, USER_0, now), record(2, USER_0_LATER, now), record(3, USER_1, now)]
}

const COMPLETE: Outcome = Outcome::Complete { proof: Proof::Quiet, records: 3, announced: None };

fn tops(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.content.number(kind::SYSTOLIC).unwrap().0.to_string()).collect()
}

fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tree(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn readings_go_to_the_right_people_at_the_right_instant() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known, done.waiting.len()), (3, 0, 0));
    let ana = household.diary(set.ana).unwrap().entries().unwrap();
    assert_eq!(tops(&ana), ["106", "118"]);
    // 18:31 on the 11th by the cuff is 19:31 in London on the 14th.
    assert_eq!(ana[0].content.moment.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
    let Source::Device(provenance) = &ana[0].content.source else { panic!("not from a device") };
    assert_eq!((provenance.how.as_str(), provenance.shift_ms), ("corrected", Some((3 * 24 + 1) * 3_600_000)));
    assert_eq!(ana[1].content.remarks().map(|flag| flag.name).collect::<Vec<_>>(), ["irregular-pulse"]);
    assert_eq!(tops(&household.diary(set.ben).unwrap().entries().unwrap()), ["113"]);
    // The clock reading is used up with the session, and nothing is left behind.
    assert_eq!(household.inbox().numbers().unwrap(), (4, vec![]));
    let verification = household.verify().unwrap();
    assert_eq!((verification.findings, verification.sound.len()), (vec![], 4));
    household.close().unwrap();
}

#[test]
fn a_memory_that_is_sent_again_brings_nothing_new() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    let household = home.unlock();
    home.clock.advance_ms(3_600_000);
    // Another session, and someone has set the cuff's clock right in between.
    let now = at(&home.clock);
    let mut again = vec![
        item(0, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080E170000 05 00 00", now),
        record(1, USER_0, now),
        record(2, USER_0_LATER, now),
        record(3, USER_1, now),
    ];
    for item in &mut again {
        item.session = [8; 16];
    }
    send(&household, set.device, &again);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known), (0, 3));
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
    assert!(household.verify().unwrap().findings.is_empty());
}

#[test]
fn what_is_nobodys_waits_and_is_given_on_request_only() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let device = household.add_device(&cuff()).unwrap();
    let guest = "56 7100 4900 0000 EA07080B143800 0041 FF 0000";
    let mut items = burst(&home.clock);
    items.push(record(4, guest, at(&home.clock)));
    items.push(record(5, "0102", at(&home.clock)));
    send(&household, device, &items);
    household.synced(device, [7; 16], &COMPLETE).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    let why: Vec<_> = done.waiting.iter().map(|waiting| waiting.why).collect();
    let slot = |number| WhyWaiting::NotAssigned(Slot::User(number));
    assert_eq!(why, [slot(0), slot(0), slot(1), WhyWaiting::UserUnknown, WhyWaiting::NotReadable]);
    // Given a slot from now on, what came before still waits.
    home.clock.advance_ms(1000);
    household.assign(device, Slot::User(0), ana).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting.len(), 5);
    let also = Handing::AlsoWaiting { device, slot: Some(Slot::User(0)), person: ana };
    let done = household.hand_on(also).unwrap();
    assert_eq!((done.new.len(), done.waiting.len()), (2, 3));
    // They were placed by the clock reading that came with them.
    assert_eq!(done.new[0].content.moment.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
    let unknown = Handing::AlsoWaiting { device, slot: None, person: ana };
    assert_eq!(household.hand_on(unknown).unwrap().new.len(), 1);
    assert!(household.verify().unwrap().findings.is_empty());
}

/// A decision that was made is followed, whatever was decided about the slot since.
#[test]
fn a_repeated_hand_on_follows_the_first_decision() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &[record(0, USER_0, at(&home.clock))]);
    household.hand_on(Handing::Owned).unwrap();
    household.assign(set.device, Slot::User(0), set.ben).unwrap();
    home.clock.advance_ms(1000);
    let mut again = record(0, USER_0, at(&home.clock));
    again.session = [9; 16];
    send(&household, set.device, &[again]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known), (0, 1));
    assert_eq!(household.diary(set.ben).unwrap().count().unwrap(), 0);
}

/// Killed between any two steps of a hand-on, the next one finishes it and does nothing twice.
#[test]
fn a_hand_on_that_was_cut_short_is_finished() {
    for last in [Step::Decided, Step::Delivered, Step::Noted, Step::Removed] {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        send(&household, set.device, &burst(&home.clock));
        let before = household.hand_on_until(Handing::Owned, last).unwrap().new.len() as u64;
        assert_eq!(household.verify().unwrap().findings, [], "stopped at {last:?}");
        // Dropped without closing, as a kill leaves it; and a slot changes hands before the next unlock goes on.
        drop(household);
        let household = home.unlock();
        home.clock.advance_ms(1000);
        household.assign(set.device, Slot::User(0), set.ben).unwrap();
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!(before + done.new.len() as u64, 3, "stopped at {last:?}");
        assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106", "118"]);
        assert_eq!(tops(&household.diary(set.ben).unwrap().entries().unwrap()), ["113"]);
        assert_eq!(
            household.inbox().waiting().unwrap().len(),
            1,
            "only the clock reading of an open session"
        );
        assert_eq!(household.verify().unwrap().findings, [], "stopped at {last:?}");
    }
}

#[test]
fn receiving_needs_no_secret_and_shows_none() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    let receiver = Receiver::open(&home.folder, &home.installation(), &outside(&home.clock)).unwrap();
    for item in burst(&home.clock) {
        assert!(matches!(receiver.receive(set.device, &item).unwrap(), Appended::New(_)));
    }
    assert!(receiver.profile(set.device).unwrap().kinds.contains(&Kind::BloodPressure));
    receiver.close().unwrap();
    let household = home.unlock();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 3);
}

#[test]
fn a_wrong_secret_or_a_busy_household_changes_nothing() {
    let home = home();
    home.unlock().close().unwrap();
    let before = tree(&home.folder);
    let wrong = Passphrase::new("not the passphrase");
    let refused = Household::unlock(
        &home.folder,
        Unlock::Passphrase(&wrong),
        Some(home.installation()),
        outside(&home.clock),
    );
    assert_eq!(refused.unwrap_err(), HouseholdError::Vault(VaultError::WrongSecret));
    assert_eq!(tree(&home.folder), before);
    let open = home.unlock();
    let right = passphrase();
    let busy = Household::unlock(
        &home.folder,
        Unlock::Passphrase(&right),
        Some(home.installation()),
        outside(&home.clock),
    );
    assert_eq!(busy.unwrap_err(), StoreError::InUse.into());
    drop(open);
}

#[test]
fn the_recovery_code_opens_it_on_another_phone_as_a_new_writer() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    household.close().unwrap();
    let unlocked =
        Household::unlock(&home.folder, Unlock::Recovery(&home.code), None, outside(&home.clock)).unwrap();
    assert!(unlocked.new_installation.is_some());
    let household = unlocked.household;
    assert_eq!(household.people().unwrap().len(), 1);
    household.add_person("Ben").unwrap();
    let verification = household.verify().unwrap();
    assert_eq!(verification.findings, []);
    // Two chains in the household, one in each diary so far.
    let heads = |kind| verification.sound.iter().find(|report| report.kind == kind).unwrap().heads.len();
    assert_eq!(heads(FileKind::Household), 2);
    assert!(household.diary(ana).is_ok());
}

#[test]
fn a_diary_put_back_to_an_older_state_is_named() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    let path = tree(&home.folder)
        .into_iter()
        .find(|(path, _)| path.to_string_lossy().contains(&set.ana.to_string()))
        .unwrap();
    let household = home.unlock();
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    fs::write(&path.0, &path.1).unwrap();
    let findings = home.unlock().verify().unwrap().findings;
    assert_eq!((findings.len(), findings[0].person), (1, Some(set.ana)));
    let HouseholdError::Journal(JournalError::Fault(fault)) = &findings[0].error else {
        panic!("{findings:?}")
    };
    assert_eq!(fault.what, WhatIsWrong::Older);
}

#[test]
fn a_record_that_vanished_from_the_inbox_is_named() {
    let home = home();
    let household = home.unlock();
    let device = household.add_device(&cuff()).unwrap();
    send(&household, device, &burst(&home.clock));
    household.inbox().remove(&[3]).unwrap();
    let findings = household.verify().unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].error, crate::inbox::InboxError::Gap(3).into());
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let home = home();
    let before = tree(&home.folder);
    let again = Household::create(&home.folder, &passphrase(), Argon2Cost::LEAST, &outside(&home.clock));
    assert_eq!(again.unwrap_err(), HouseholdError::NotEmpty);
    assert_eq!(tree(&home.folder), before);
    // Nothing half-made stays beside it.
    let beside: Vec<_> = fs::read_dir(home.folder.parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1);
}

#[cfg(unix)]
#[test]
fn files_and_folder_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    home.unlock().add_person("Ana").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.folder), 0o700);
    for (path, _) in tree(&home.folder) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn names_are_kept_apart() {
    let home = home();
    let household = home.unlock();
    household.add_person(" Ana ").unwrap();
    assert_eq!(household.add_person("Ana").unwrap_err(), HouseholdError::NameTaken);
    assert_eq!(household.add_person(" ").unwrap_err(), HouseholdError::BadName);
    assert_eq!(household.add_person("A\nB").unwrap_err(), HouseholdError::BadName);
    assert_eq!(household.people().unwrap()[0].name, "Ana");
}

#[test]
fn a_device_record_takes_the_zone_where_the_phone_was_at_its_instant() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    // A day later the phone is in New York, and only then the cuff is read.
    home.clock.advance_ms(24 * 3_600_000);
    home.clock.travel("America/New_York");
    let now = at(&home.clock);
    let clock = item(0, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080C150000 03 00 00", now);
    send(&household, set.device, &[clock, record(1, USER_0, now)]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert!(
        done.new[0].content.moment.to_text().ends_with("[Europe/London]"),
        "{:?}",
        done.new[0].content.moment
    );
    household.diary(set.ana).unwrap().add(&done.new[0].content.clone(), Author::HOUSEHOLD, true).unwrap();
}
