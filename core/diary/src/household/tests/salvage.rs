//! What can be read of a damaged household, and copying it into a new one.

use std::collections::BTreeSet;

use super::*;
use crate::diary::{Content, Diary, Profile};
use crate::id::{EntryId, OperationId};
use crate::time::{Evidence, Instant, Moment, Zone};
use crate::vault::RecoveryCode;

fn note(clock: &FixedClock, text: &str) -> Content {
    let now = Instant::from_millis(at(clock).wall_ms).unwrap();
    let moment = Moment::at(now, &Zone::parse("Europe/London").unwrap(), Evidence::PhoneSetting);
    let (kind, source) = (kind::NOTE.number, Source::Typed);
    let mut content = Content::new(kind, moment, source);
    content.set(kind::TEXT, crate::diary::Value::Text(text.to_owned()));
    content
}

/// Two people with readings of a cuff, notes of every length, a corrected and an erased one, and a record that waits.
fn filled() -> (Home, Set) {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    let ana = household.diary(set.ana).unwrap();
    for round in 0..60_usize {
        home.clock.advance_ms(60_000);
        let text = format!("note {round} ").repeat(1 + round % 7 * 40);
        ana.add(&note(&home.clock, &text), Author::HOUSEHOLD, true).unwrap();
    }
    let entries = ana.entries().unwrap();
    for word in ["once", "twice"] {
        ana.amend(entries[5].id, &note(&home.clock, word), word, Author::HOUSEHOLD, true).unwrap();
    }
    household.erase_entry(set.ana, entries[9].id).unwrap();
    household.erase_entry(set.ben, newest(&household.diary(set.ben).unwrap())).unwrap();
    send(&household, set.device, &[record(9, GUEST, at(&home.clock))]);
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    (home, set)
}

const GUEST: &str = "56 7100 4900 0000 EA07080B143800 0041 FF 0000";

fn newest(diary: &Diary) -> EntryId {
    diary.entries().unwrap().last().unwrap().id
}

/// Salvages into a folder beside, and says that not a byte of the damaged one changed.
fn salvaged(home: &Home) -> (SalvageReport, Household) {
    let before = tree(&home.folder);
    let to = home.folder.with_extension("new");
    let _ = fs::remove_dir_all(&to);
    let (report, new) = salvage(
        &home.folder,
        Unlock::Recovery(&home.code),
        &to,
        &passphrase(),
        Argon2Cost::LEAST,
        &outside(&home.clock),
    )
    .unwrap();
    assert!(tree(&home.folder) == before, "the damaged household was touched");
    let code = RecoveryCode::parse(&new.code.grouped()).unwrap();
    let opened =
        Household::unlock(&to, Unlock::Recovery(&code), Some(new.installation), outside(&home.clock))
            .unwrap();
    (report, opened.household)
}

/// What is done to a household, how many entries of Ana's are left at least, and what she is called then.
type Case<'a> = (&'a str, &'a dyn Fn(&Path), u64, &'a str);

/// A person's diary, of whatever generation it is.
fn diary_file(home: &Home, person: PersonId) -> PathBuf {
    let folder = home.folder.join(format!("people/{person}"));
    let mut all = tree(&folder).into_iter().map(|(path, _)| path);
    all.rfind(|path| path.extension().is_some_and(|end| end == "db")).unwrap()
}

type Said = Vec<(EntryId, bool, Vec<(OperationId, i64, Option<String>, Content)>)>;

/// Everything that a diary says, with its history.
fn said(household: &Household, person: PersonId) -> Said {
    let diary = household.diary(person).unwrap();
    let history = |id| {
        diary
            .history(id)
            .unwrap()
            .into_iter()
            .map(|version| (version.operation, version.at_ms, version.reason, version.content))
            .collect()
    };
    diary.entries().unwrap().into_iter().map(|entry| (entry.id, entry.pair, history(entry.id))).collect()
}

#[test]
fn a_whole_household_is_copied_with_ids_histories_and_what_waits() {
    let (home, set) = filled();
    let household = home.unlock();
    let before = [set.ana, set.ben].map(|person| said(&household, person));
    household.close().unwrap();
    let (report, new) = salvaged(&home);
    assert!(report.sound && report.found.files.iter().all(FileCheck::is_whole), "{report:?}");
    assert_eq!((report.devices, report.waiting, report.waiting_lost), (1, 1, 0));
    assert_eq!(report.found.leftovers, []);
    assert_eq!([set.ana, set.ben].map(|person| said(&new, person)), before);
    assert_eq!(
        new.people().unwrap().iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
        ["Ana", "Ben"]
    );
    // The cuff sends its memory again: nothing comes twice, and what was erased stays away.
    send(&new, set.device, &burst(&home.clock));
    new.synced(set.device, [7; 16], &COMPLETE).unwrap();
    let done = new.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known, done.waiting.len()), (0, 3, 1));
    assert_eq!(new.verify().unwrap().findings, []);
    let inside = salvage(
        &home.folder,
        Unlock::Recovery(&home.code),
        &home.folder.join("people/new"),
        &passphrase(),
        Argon2Cost::LEAST,
        &outside(&home.clock),
    );
    assert_eq!(inside.unwrap_err(), HouseholdError::Inside);
}

#[test]
fn nothing_is_looked_at_while_somebody_receives() {
    let (home, _) = filled();
    let receiver = Receiver::open(&home.folder, &home.installation(), &outside(&home.clock)).unwrap();
    let secret = Unlock::Recovery(&home.code);
    assert_eq!(check(&home.folder, secret).unwrap_err(), StoreError::InUse.into());
    receiver.close().unwrap();
    check(&home.folder, secret).unwrap();
}

#[test]
fn whatever_file_is_missing_or_cut_the_rest_is_salvaged() {
    let (home, set) = filled();
    let whole = tree(&home.folder);
    let diary = diary_file(&home, set.ana);
    let length = fs::metadata(&diary).unwrap().len();
    let cases: [Case<'_>; 5] = [
        ("a damaged key copy", &|folder| fs::write(folder.join("keys.json"), b"{").unwrap(), 61, "Ana"),
        ("no inbox", &|folder| fs::remove_file(folder.join("inbox.1.db")).unwrap(), 61, "Ana"),
        (
            "no household file",
            &|folder| fs::remove_file(folder.join("household.1.db")).unwrap(),
            61,
            "Person 1",
        ),
        ("no diary", &|_| fs::remove_file(&diary).unwrap(), 0, "Ana"),
        (
            "three quarters of a diary",
            &|_| fs::OpenOptions::new().write(true).open(&diary).unwrap().set_len(length / 4 * 3).unwrap(),
            10,
            "Ana",
        ),
    ];
    for (what, damage, at_least, name) in cases {
        for (path, bytes) in &whole {
            fs::write(path, bytes).unwrap();
        }
        damage(&home.folder);
        let (report, new) = salvaged(&home);
        assert!(report.sound, "{what}");
        let (_, named, left) = report.people.iter().find(|(person, ..)| *person == set.ana).unwrap();
        assert_eq!(named, name, "{what}");
        assert!(left.entries >= at_least, "{what}: {left:?}");
        assert_eq!(new.diary(set.ana).unwrap().count().unwrap(), left.entries, "{what}");
        assert_eq!(report.waiting, u64::from(!["no inbox", "no household file"].contains(&what)), "{what}");
    }
}

/// Single bits anywhere in a diary: only what a bit belongs to is lost, and it is named.
#[test]
fn a_flipped_bit_costs_at_most_the_operation_that_it_lies_in() {
    let (home, set) = filled();
    let path = diary_file(&home, set.ana);
    let good = fs::read(&path).unwrap();
    let secret = Unlock::Recovery(&home.code);
    let of_ana = || {
        let found = check(&home.folder, secret).unwrap();
        found.files.into_iter().find(|file| file.person == Some(set.ana)).unwrap()
    };
    let all = of_ana();
    assert!(all.is_whole() && all.erased == 1, "{all:?}");
    let mut dice = 1_u64;
    let mut roll = |end: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % end
    };
    for flips in [1, 1, 1, 1, 1, 1, 5, 5, 20, 20] {
        let mut bad = good.clone();
        let mut pages = BTreeSet::new();
        for _ in 0..flips {
            let at = roll(bad.len());
            bad[at] ^= 1 << roll(8);
            pages.insert(u32::try_from(at / 4096 + 1).unwrap());
        }
        fs::write(&path, &bad).unwrap();
        let found = of_ana();
        let lost: u64 = found.lost.iter().map(|lost| lost.to - lost.from + 1).sum();
        assert_eq!(
            found.readable + found.erased + lost,
            all.readable + all.erased,
            "{flips} flips: {found:?}"
        );
        assert_eq!(found.damaged_pages, pages.iter().copied().collect::<Vec<_>>(), "{flips} flips");
        println!("{flips} flips: {lost} of {} operations lost, {} in part", all.readable, found.partly);
        // A bit in the head of a page hides the page: up to some dozen small operations.
        assert!(lost <= 2 * flips + 12, "{flips} flips: {lost} lost");
    }
    // The salt, on which every page's authentication hangs.
    let mut bad = good.clone();
    bad[3] ^= 0x40;
    fs::write(&path, &bad).unwrap();
    let found = of_ana();
    assert_eq!((found.readable, found.lost.len()), (all.readable, 0));
}

/// The first version, or one between, cannot be read: the entry is kept with what can, and marked.
#[test]
fn an_entry_is_kept_with_the_versions_that_can_be_read() {
    let (home, set) = filled();
    let household = home.unlock();
    let diary = household.diary(set.ana).unwrap();
    let corrected = diary.entries().unwrap().into_iter().find(|entry| entry.amended).unwrap();
    let history = diary.history(corrected.id).unwrap();
    household.close().unwrap();
    let path = diary_file(&home, set.ana);
    let whole = fs::read(&path).unwrap();
    // What a broken page does to one operation, done with the file's own key.
    for (lost, versions, without_beginning) in [(0, 2, 1), (1, 2, 0), (2, 2, 0)] {
        fs::write(&path, &whole).unwrap();
        let household = home.unlock();
        let diary = household.diary(set.ana).unwrap();
        diary.break_operation(history[lost].operation);
        drop(diary);
        household.close().unwrap();
        let (report, new) = salvaged(&home);
        assert!(report.sound, "{lost}");
        let left = report.people.iter().find(|(person, ..)| *person == set.ana).unwrap().2;
        assert_eq!((left.entries, left.without_beginning), (61, without_beginning), "{lost}");
        let now = new.diary(set.ana).unwrap();
        assert_eq!(now.history(corrected.id).unwrap().len(), versions, "{lost}");
        let shown = now.entry(corrected.id).unwrap().unwrap();
        let expected = if lost == 2 { &history[1].content } else { &history[2].content };
        assert_eq!((&shown.content, shown.pair), (expected, false), "{lost}");
    }
}

#[test]
fn roles_and_profiles_come_through_a_salvage() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.set_role(set.ben, PersonRole::Child).unwrap();
    let profile = Profile { known_as: Some("Annie".into()), ..Profile::default() };
    for name in [None, profile.known_as.clone()] {
        let one = Profile { known_as: name, ..Profile::default() };
        household.diary(set.ana).unwrap().set_profile(&one, Author::HOUSEHOLD).unwrap();
    }
    household.close().unwrap();
    let (report, saved) = salvaged(&home);
    assert!(report.sound);
    assert_eq!(report.people.iter().map(|(_, _, left)| left.other).sum::<u64>(), 0);
    let roles = [set.ana, set.ben].map(|person| saved.role(person).unwrap());
    assert_eq!(roles, [PersonRole::Owner, PersonRole::Child]);
    assert_eq!(saved.diary(set.ana).unwrap().profile().unwrap(), profile);
    assert_eq!(saved.diary(set.ben).unwrap().profile().unwrap(), Profile::default());
}
