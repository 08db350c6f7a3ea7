//! What can be read of a damaged household, and copying it into a new one.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use super::*;
use crate::diary::{Content, Diary, MediaWords, Profile, WhatStays};
use crate::id::{EntryId, MediaId, OperationId};
use crate::media::{MediaError, Piece};
use crate::time::{Evidence, Instant, Moment, Zone};
use crate::vault::{FilePurpose, RecoveryCode};

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
        &[],
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
        &[],
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
    assert_eq!(check(&home.folder, secret, &[]).unwrap_err(), StoreError::InUse.into());
    receiver.close().unwrap();
    check(&home.folder, secret, &[]).unwrap();
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
        let found = check(&home.folder, secret, &[]).unwrap();
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

const RECORDING: usize = 150_000;

fn recording(number: u8) -> Vec<u8> {
    (0..RECORDING).map(|at| u8::try_from(at % 251).unwrap() ^ number).collect()
}

/// Adds a recording to a new entry of a diary.
fn record_to(diary: &Diary, clock: &FixedClock, number: u8) -> (EntryId, MediaId) {
    clock.advance_ms(60_000);
    let entry = diary.add(&note(clock, "with a recording"), Author::HOUSEHOLD, true).unwrap();
    let words = MediaWords { caption: Some(format!("recording {number}")), name: None };
    let mut source = Cursor::new(recording(number));
    let stays = WhatStays::AllIfNeedBe;
    let attached =
        diary.attach(entry, &mut source, &words, stays, Author::HOUSEHOLD, &mut |_, _| {}).unwrap();
    (entry, attached.file.id)
}

fn content(diary: &Diary, media: MediaId) -> Vec<u8> {
    let mut bytes = Vec::new();
    diary.media(media).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn media_are_named_by_a_check_and_salvaged_as_far_as_they_are_proven() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let diary = household.diary(ana).unwrap();
    let kept: Vec<_> = (0..7).map(|number| record_to(&diary, &home.clock, number)).collect();
    diary.remove_media(kept[5].1, "the wrong one", Author::HOUSEHOLD).unwrap();
    household.erase_entry(ana, kept[6].0).unwrap();
    drop(diary);
    household.close().unwrap();
    let folder = home.folder.join(format!("people/{ana}/media"));
    let path = |number: usize| folder.join(format!("{}.media", kept[number].1));
    let second = 1408 + 65_536 + 16;
    // 0 is whole; 1 is damaged in its second chunk; 2 is cut in its third; 3 is gone; 4 has a broken header.
    let mut bytes = fs::read(path(1)).unwrap();
    bytes[second + 7] ^= 1;
    fs::write(path(1), bytes).unwrap();
    let bytes = fs::read(path(2)).unwrap();
    fs::write(path(2), &bytes[..bytes.len() - 1]).unwrap();
    fs::remove_file(path(3)).unwrap();
    let mut bytes = fs::read(path(4)).unwrap();
    bytes[20] ^= 1;
    fs::write(path(4), bytes).unwrap();
    fs::copy(path(0), folder.join(format!("{}.media", MediaId::from_bytes([9; 16])))).unwrap();

    let found = check(&home.folder, Unlock::Recovery(&home.code), &[]).unwrap();
    let of_ana = found.files.iter().find(|file| file.kind == FileKind::Diary).unwrap();
    assert!(!of_ana.is_whole());
    let media = &of_ana.media;
    let proven: Vec<_> =
        media.lost.iter().map(|lost| (lost.media, lost.entry, lost.error, lost.proven)).collect();
    let lost = |number: usize, error, proven| (kept[number].1, kept[number].0, error, proven);
    assert_eq!(
        proven,
        [
            lost(1, MediaError::Damaged(Piece::Chunk(1)), 65_536),
            lost(2, MediaError::CutShort, 131_072),
            lost(3, MediaError::Missing, 0),
            lost(4, MediaError::Damaged(Piece::Header), 0),
        ]
    );
    assert!(media.lost.iter().all(|lost| lost.length == RECORDING as u64));
    assert_eq!((media.whole, media.unnamed), (1, 1));

    let (report, new) = salvaged(&home);
    assert!(report.sound);
    assert_eq!((report.media.len(), &report.media[0].2), (1, media), "as the check said");
    let diary = new.diary(ana).unwrap();
    let attachments = diary.attachments().unwrap();
    let there: Vec<_> = attachments.iter().map(|one| (one.entry, one.file.length)).collect();
    assert_eq!(there, [(kept[0].0, 150_000), (kept[1].0, 65_536), (kept[2].0, 131_072)]);
    for (number, attached) in attachments.iter().enumerate() {
        let mine = recording(u8::try_from(number).unwrap());
        assert!(mine.starts_with(&content(&diary, attached.file.id)), "{number}");
        assert_eq!(attached.caption.as_deref(), Some(format!("recording {number}").as_str()));
        assert!(kept.iter().all(|(_, old)| *old != attached.file.id), "a file of its own");
    }
    let reasons = new.diary(ana).unwrap().store().read::<Vec<Option<String>>, JournalError>(|reader| {
        let mut reasons = Vec::new();
        crate::journal::in_order::<JournalError>(reader, |operation| {
            if operation.header.as_ref().is_some_and(|header| header.kind == 3) {
                reasons.push(operation.reason);
            }
            Ok(())
        })?;
        Ok(reasons)
    });
    let cut =
        |first: usize| Some(format!("Only the first {first} of 150000 bytes could be read and are here."));
    assert_eq!(reasons.unwrap(), [None, cut(65_536), cut(131_072)], "what is cut says so");
    // None of the old keys opens the new files: they are sealed anew.
    let folder = home.folder.with_extension("new").join(format!("people/{ana}/media"));
    let new_files: Vec<_> = tree(&folder).into_iter().map(|(_, bytes)| bytes).collect();
    assert!(new_files.iter().all(|bytes| bytes.len() < 1408 + RECORDING + 4 * 16));
    assert_eq!(new.verify().unwrap().findings, []);
}

#[test]
fn what_has_a_lock_of_its_own_is_salvaged_with_its_secret_and_left_out_without() {
    let (home, set) = filled();
    let household = home.unlock();
    let (own, sealed) = (Passphrase::new("lamp otter gravel noon"), household.draw_recovery_code().unwrap());
    let other = household.draw_recovery_code().unwrap();
    household.hand_over(set.ana, &own, Argon2Cost::LEAST, &other).unwrap();
    household.open_own(set.ana, Unlock::Passphrase(&own)).unwrap();
    household.make_sealed(set.ben, &own, Argon2Cost::LEAST, &sealed).unwrap();
    let (entry, media) = record_to(&household.sealed(set.ben).unwrap(), &home.clock, 3);
    let before = said(&household, set.ana);
    household
        .sealed_lock(set.ben)
        .remove_slot(household.sealed_lock(set.ben).slots().unwrap()[0].id)
        .unwrap();
    household.close().unwrap();

    let secret = Unlock::Recovery(&home.code);
    let shut = [FilePurpose::Diary { person: set.ana }, FilePurpose::Sealed { person: set.ben }];
    let found = check(&home.folder, secret, &[]).unwrap();
    let looked: Vec<_> =
        found.files.iter().filter(|file| file.own_lock).map(|file| (file.person, file.sealed)).collect();
    assert_eq!(looked, [(Some(set.ana), false), (Some(set.ben), true)]);
    let wrong = Passphrase::new("not the one");
    let refused = check(&home.folder, secret, &[Unlock::Passphrase(&wrong)]).unwrap_err();
    assert!(refused.is_wrong_secret(), "a secret that opens nothing is said");
    let (report, new) = salvaged(&home);
    assert_eq!(report.left_out, shut);
    assert_eq!(new.people().unwrap().len(), 1);
    new.close().unwrap();

    let secrets = [Unlock::Passphrase(&own), Unlock::Recovery(&sealed)];
    let found = check(&home.folder, secret, &secrets).unwrap();
    assert!(found.files.iter().all(|file| !file.own_lock && file.is_whole()));
    let to = home.folder.with_extension("both");
    let (report, new) =
        salvage(&home.folder, secret, &secrets, &to, &passphrase(), Argon2Cost::LEAST, &outside(&home.clock))
            .unwrap();
    assert!(report.sound && report.left_out.is_empty());
    assert_eq!(
        report.sealed.iter().map(|(person, left)| (*person, left.entries)).collect::<Vec<_>>(),
        [(set.ben, 1)]
    );
    assert_eq!(
        new.own.iter().map(|(file, _)| *file).collect::<Vec<_>>(),
        shut[..1],
        "the code that was given goes on"
    );
    let code = RecoveryCode::parse(&new.code.grouped()).unwrap();
    let household =
        Household::unlock(&to, Unlock::Recovery(&code), Some(new.installation), outside(&home.clock))
            .unwrap()
            .household;
    assert_eq!(household.diary(set.ana).unwrap_err(), VaultError::OwnLockShut.into());
    assert_eq!(household.sealed(set.ben).unwrap_err(), VaultError::OwnLockShut.into());
    household.open_own(set.ana, Unlock::Recovery(&new.own[0].1)).unwrap();
    household.shut_own(set.ana).unwrap();
    household.open_own(set.ana, Unlock::Passphrase(&own)).unwrap();
    assert_eq!(said(&household, set.ana), before);
    household.open_sealed(set.ben, Unlock::Recovery(&sealed)).unwrap();
    let kept = household.sealed(set.ben).unwrap();
    let attached = kept.attachments().unwrap();
    assert_eq!((attached.len(), attached[0].entry), (1, entry));
    assert_ne!(attached[0].file.id, media);
    assert_eq!(content(&kept, attached[0].file.id), recording(3));
    assert_eq!(household.verify().unwrap().findings, []);
    // What comes for her waits under her own key.
    household.shut_own(set.ana).unwrap();
    assert!(!household.vault().can_open(crate::vault::SealingOwner::Person { person: set.ana }));
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
