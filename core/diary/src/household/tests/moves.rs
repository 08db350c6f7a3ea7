//! Moving an entry from one file to another, against kills, resends, locks and other threads.

use std::io::{Cursor, Read as _};

use super::super::moves::Step;
use super::*;
use crate::diary::{Attachment, Came, Content, Diary, DiaryError, MediaWords, Version, WhatStays};
use crate::id::EntryId;

pub(super) const STEPS: [Step; 6] =
    [Step::Decided, Step::Received, Step::Removed, Step::Erased, Step::Renewed, Step::Noted];
const OWN: &str = "her own long words";
pub(super) const WHY: &str = "planted: it was Ben's arm";

/// What a person can see of an entry, without ids.
pub(super) type Seen = (Vec<(i64, String, Author, Option<String>, Content)>, Option<Vec<u8>>, Vec<Attached>);
pub(super) type Attached = (Vec<u8>, Option<String>, Option<String>, i64);

pub(super) fn seen(diary: &Diary, id: EntryId) -> Seen {
    let version = |one: Version| (one.at_ms, one.zone, one.author, one.reason, one.content);
    let attached = |one: Attachment| {
        let mut bytes = Vec::new();
        diary.media(one.file.id).unwrap().read_to_end(&mut bytes).unwrap();
        (bytes, one.caption, one.name, one.added_ms)
    };
    let entry = diary.entry(id).unwrap().unwrap();
    assert_eq!(entry.content, diary.history(id).unwrap().last().unwrap().content);
    (
        diary.history(id).unwrap().into_iter().map(version).collect(),
        diary.raw(id).unwrap(),
        entry.attachments.into_iter().map(attached).collect(),
    )
}

fn attach(household: &Household, person: PersonId, entry: EntryId, bytes: &[u8], caption: &str) {
    let words = MediaWords { caption: Some(caption.to_owned()), name: Some("IMG_1".to_owned()) };
    let stays = WhatStays::AllIfNeedBe;
    household.attach(person, entry, &mut Cursor::new(bytes), &words, stays, &mut |_, _| {}).unwrap();
}

/// A reading that Ana has and that is Ben's, corrected, with two files and one that was removed; beside another of hers.
pub(super) fn wrongly_assigned(home: &Home, household: &Household) -> (Set, EntryId) {
    let set = two_people(household);
    send(household, set.device, &burst(&home.clock));
    // Not complete: the session's last record stays in the inbox, beside its entry.
    household.hand_on(Handing::Owned).unwrap();
    let diary = household.diary(set.ana).unwrap();
    let entry = diary.entries().unwrap().last().unwrap().clone();
    home.clock.advance_ms(5000);
    let noted = Content { note: Some("planted after the stairs".into()), ..entry.content };
    diary.amend(entry.id, &noted, "planted: forgot the note", Author::HOUSEHOLD, false).unwrap();
    home.clock.advance_ms(5000);
    attach(household, set.ana, entry.id, &vec![7; 70_000], "planted one");
    attach(household, set.ana, entry.id, b"planted removed", "planted gone");
    attach(household, set.ana, entry.id, &vec![7; 70_000], "planted twin");
    let gone = diary.attachments().unwrap()[1].file.id;
    diary.remove_media(gone, "planted: the wrong one", Author::HOUSEHOLD).unwrap();
    home.clock.advance_ms(5000);
    (set, entry.id)
}

fn make_sealed(household: &Household, person: PersonId) {
    let code = household.draw_recovery_code().unwrap();
    household.make_sealed(person, &Passphrase::new(OWN), Argon2Cost::LEAST, &code).unwrap();
}

fn open_sealed(household: &Household, person: PersonId) {
    household.open_sealed(person, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
}

pub(super) fn sound(household: &Household, place: &str) {
    assert_eq!(household.verify().unwrap().findings, [], "{place}");
}

/// No media file is left over anywhere, and each is where its entry says.
pub(super) fn media_sound(diary: &Diary, expected: u64, place: &str) {
    let report = diary.verify_media(crate::media::Check::Whole).unwrap();
    let want = crate::diary::MediaReport { expected, ..crate::diary::MediaReport::default() };
    assert_eq!(report, want, "{place}");
}

#[test]
fn a_moved_entry_keeps_its_whole_history_and_is_gone_at_the_giver() {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    let (ana, ben) = (household.diary(set.ana).unwrap(), household.diary(set.ben).unwrap());
    let before = seen(&ana, entry);
    assert_eq!((before.0.len(), before.2.len()), (2, 2));
    let moved = household.move_entry(Place::Diary(set.ana), entry, Place::Diary(set.ben), WHY).unwrap();
    let receipt = moved.receipt.unwrap();
    assert_eq!((receipt.versions, receipt.raw, receipt.media), (2, true, 3));
    assert_eq!(receipt.may_remain, [MayRemain::Copies, MayRemain::DeviceClock]);
    assert_eq!(seen(&ben, moved.entry), before);
    assert_eq!(ana.history(entry).unwrap_err(), DiaryError::Erased);
    let now = home.clock.now().wall_ms;
    let came = Came { at_ms: now, author: Author::HOUSEHOLD, reason: Some(WHY.to_owned()) };
    assert_eq!(ben.came(moved.entry).unwrap(), [came]);
    sound(&household, "moved");
    media_sound(&ana, 0, "giver");
    media_sound(&ben, 2, "receiver");
    // Asked again, nothing changes.
    let heads = || (ana.heads().unwrap(), ben.heads().unwrap(), household.verify().unwrap());
    let then = heads();
    let again = household.move_entry(Place::Diary(set.ana), entry, Place::Diary(set.ben), WHY).unwrap();
    assert_eq!((again.entry, again.receipt), (moved.entry, None));
    assert_eq!(heads(), then);
    // On from there and back: the history goes along, and both ways say why.
    let back = household
        .move_entry(Place::Diary(set.ben), moved.entry, Place::Diary(set.ana), "it was Ana after all")
        .unwrap();
    assert_eq!(seen(&ana, back.entry), before);
    let why: Vec<_> = ana.came(back.entry).unwrap().into_iter().filter_map(|came| came.reason).collect();
    assert_eq!(why, [WHY, "it was Ana after all"]);
    household.close().unwrap();
    let household = home.unlock();
    sound(&household, "back");
    // Erased where it is, the reasons of its moves go too.
    let receipt = household.erase_entry(set.ana, back.entry).unwrap();
    assert_eq!((receipt.versions, receipt.media), (2, 3));
    sound(&household, "erased");
}

/// A kill after each step, into a diary and into what is sealed, finished by asking again or by an unlock alone; the long
/// form finishes each both ways.
#[test]
fn a_kill_at_any_step_of_a_move_comes_to_the_same_end() {
    for sealed in [false, true] {
        let begun = begun(sealed);
        for (at, step) in STEPS.into_iter().enumerate() {
            let alternate = (at % 2 == 0) == sealed;
            for asked in [false, true] {
                if asked == alternate || crate::testing::long() {
                    kill(&begun, sealed, step, asked);
                }
            }
        }
    }
}

/// A closed household with an entry that is to be moved, and how that looked.
struct Begun {
    home: Home,
    set: Set,
    entry: EntryId,
    seen: Seen,
}

fn begun(sealed: bool) -> Begun {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    if sealed {
        make_sealed(&household, set.ana);
    }
    let seen = seen(&household.diary(set.ana).unwrap(), entry);
    household.close().unwrap();
    Begun { home, set, entry, seen }
}

fn kill(begun: &Begun, sealed: bool, step: Step, asked: bool) {
    let place = format!("sealed {sealed}, {step:?}, asked {asked}");
    let Begun { set, entry, seen: before, .. } = begun;
    let (entry, home) = (*entry, begun.home.copy());
    let household = home.unlock();
    let to = if sealed {
        open_sealed(&household, set.ana);
        Place::Sealed(set.ana)
    } else {
        Place::Diary(set.ben)
    };
    let cut = household.move_entry_until(Place::Diary(set.ana), entry, to, WHY, step).unwrap();
    sound(&household, &place);
    drop(household);

    let household = home.unlock();
    if sealed {
        let ana = household.diary(set.ana).unwrap();
        let waits = matches!(step, Step::Decided | Step::Received | Step::Removed);
        assert_eq!(ana.entry(entry).unwrap().is_some(), waits, "the lock is shut: {place}");
        open_sealed(&household, set.ana);
    }
    if asked {
        let again = household.move_entry(Place::Diary(set.ana), entry, to, WHY).unwrap();
        assert_eq!(again.entry, cut.entry, "{place}");
    }
    let ana = household.diary(set.ana).unwrap();
    let receiver = match to {
        Place::Diary(person) => household.diary(person),
        Place::Sealed(person) => household.sealed(person),
    };
    let receiver = receiver.unwrap();
    let counts = || (ana.count().unwrap(), receiver.count().unwrap());
    let expected = (1, if sealed { 1 } else { 2 });
    assert_eq!(ana.history(entry).unwrap_err(), DiaryError::Erased, "{place}");
    assert_eq!(seen(&receiver, cut.entry), *before, "{place}");
    assert_eq!(receiver.came(cut.entry).unwrap().len(), 1, "{place}");
    assert_eq!(counts(), expected, "{place}");
    media_sound(&ana, 0, &place);
    media_sound(&receiver, 2, &place);
    // The cuff sends everything again: it is known, wherever it is now.
    let mut again = burst(&home.clock);
    for item in &mut again {
        item.session = [8; 16];
    }
    send(&household, set.device, &again);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(done.new, [], "{place}");
    assert_eq!(counts(), expected, "{place}");
    sound(&household, &place);
    household.close().unwrap();
}

/// A device sends again between any two steps of a move.
#[test]
fn a_record_that_comes_again_in_the_middle_of_a_move_is_known() {
    for step in STEPS {
        let home = home();
        let household = home.unlock();
        let (set, entry) = wrongly_assigned(&home, &household);
        let (from, to) = (Place::Diary(set.ana), Place::Diary(set.ben));
        household.move_entry_until(from, entry, to, WHY, step).unwrap();
        send(&household, set.device, &[record(9, USER_0_LATER, at(&home.clock))]);
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new, [], "{step:?}");
        let moved = household.move_entry(from, entry, to, WHY).unwrap();
        assert_eq!(household.diary(set.ben).unwrap().history(moved.entry).unwrap().len(), 2, "{step:?}");
        let counts = [set.ana, set.ben].map(|person| household.diary(person).unwrap().count().unwrap());
        assert_eq!(counts, [1, 2], "{step:?}");
        sound(&household, "again");
        // Erased where it is now, it stays away there too.
        household.erase_entry(set.ben, moved.entry).unwrap();
        send(&household, set.device, &[record(10, USER_0_LATER, at(&home.clock))]);
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new, [], "{step:?}");
        sound(&household, "erased");
    }
}

/// What a correction adds after the receiver took the entry goes along; and what was erased meanwhile does not come back.
#[test]
fn what_is_said_of_an_entry_on_its_way_goes_along() {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    let (from, to) = (Place::Diary(set.ana), Place::Diary(set.ben));
    household.move_entry_until(from, entry, to, WHY, Step::Received).unwrap();
    let ana = household.diary(set.ana).unwrap();
    let now = ana.entry(entry).unwrap().unwrap();
    let later = Content { note: Some("said later".into()), ..now.content };
    ana.amend(entry, &later, "late", Author::HOUSEHOLD, false).unwrap();
    ana.remove_media(now.attachments[0].file.id, "late too", Author::HOUSEHOLD).unwrap();
    let elsewhere = household.move_entry(from, entry, Place::Diary(set.ana), WHY).unwrap_err();
    assert_eq!(elsewhere, HouseholdError::SamePlace);
    make_sealed(&household, set.ana);
    let elsewhere = household.move_entry(from, entry, Place::Sealed(set.ana), WHY).unwrap_err();
    assert_eq!(elsewhere, HouseholdError::OnItsWay);
    let before = seen(&ana, entry);
    let moved = household.move_entry(from, entry, to, WHY).unwrap();
    let ben = household.diary(set.ben).unwrap();
    assert_eq!(seen(&ben, moved.entry), before);
    assert_eq!(ben.came(moved.entry).unwrap().len(), 2, "each taking over names what it wrote");
    media_sound(&ben, 1, "late");
    sound(&household, "late");

    let other = ana.entries().unwrap()[0].id;
    household.move_entry_until(from, other, to, WHY, Step::Decided).unwrap();
    household.erase_entry(set.ana, other).unwrap();
    let gone = household.move_entry(from, other, to, WHY).unwrap_err();
    assert_eq!(gone, HouseholdError::Diary(DiaryError::NoSuchEntry));
    assert_eq!(household.acts("done IS NULL", []).unwrap().len(), 0);
    sound(&household, "erased before it went");
}

#[test]
fn what_cannot_be_moved_is_refused_before_anything_is_written() {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    make_sealed(&household, set.ana);
    household.shut_sealed(set.ana).unwrap();
    let ana = household.diary(set.ana).unwrap();
    let erased = ana.entries().unwrap()[0].id;
    household.erase_entry(set.ana, erased).unwrap();
    let heads = || (ana.heads().unwrap(), household.acts("1", []).unwrap().len());
    let before = heads();
    let from = Place::Diary(set.ana);
    let (ben, sealed) = (Place::Diary(set.ben), Place::Sealed(set.ana));
    let nobody = Place::Diary(PersonId::from_bytes([1; 16]));
    let never = EntryId::from_bytes([1; 16]);
    for (entry, to, reason, expected) in [
        (entry, sealed, WHY, HouseholdError::from(VaultError::OwnLockShut)),
        (entry, Place::Sealed(set.ben), WHY, HouseholdError::NothingSealed),
        (entry, nobody, WHY, HouseholdError::NoSuchPerson),
        (entry, from, WHY, HouseholdError::SamePlace),
        (entry, ben, " ", DiaryError::NoReason.into()),
        (erased, ben, WHY, DiaryError::Erased.into()),
        (never, ben, WHY, DiaryError::NoSuchEntry.into()),
    ] {
        assert_eq!(household.move_entry(from, entry, to, reason).unwrap_err(), expected);
        assert_eq!(heads(), before, "{expected:?}");
    }
    // A media file that cannot be read would be lost on the way.
    let media = ana.attachments().unwrap()[0].file.id;
    ana.media_folder().unwrap().remove(media).unwrap();
    let broken = household.move_entry(from, entry, ben, WHY).unwrap_err();
    assert!(matches!(broken, HouseholdError::Diary(DiaryError::WrongMedia { .. })), "{broken:?}");
    assert_eq!(heads(), before);
}

/// What is sealed comes out of its file only by a move, and the household has none of it meanwhile.
#[test]
fn what_is_sealed_is_in_no_other_file_and_can_come_out_again() {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    make_sealed(&household, set.ana);
    let (diary, sealed) = (Place::Diary(set.ana), Place::Sealed(set.ana));
    let before = seen(&household.diary(set.ana).unwrap(), entry);
    // The cuff sent it again, and nothing was handed on since.
    send(&household, set.device, &[record(8, USER_0_LATER, at(&home.clock))]);
    let moved = household.move_entry(diary, entry, sealed, WHY).unwrap();
    assert_eq!(moved.receipt.unwrap().waiting, 1, "its copy in the inbox went too");
    household
        .store
        .read::<(), StoreError>(|reader| {
            crate::journal::in_order::<JournalError>(reader, |operation| {
                let words = operation.reason.unwrap_or_default();
                assert!(!words.contains("planted"), "the household keeps no reason");
                Ok(())
            })
            .unwrap();
            Ok(())
        })
        .unwrap();
    assert_eq!(household.sealed(set.ana).unwrap().came(moved.entry).unwrap()[0].reason.as_deref(), Some(WHY));
    sound(&household, "sealed");
    household.shut_sealed(set.ana).unwrap();
    open_sealed(&household, set.ana);
    let back = household.move_entry(sealed, moved.entry, diary, "no secret any more").unwrap();
    assert_eq!(seen(&household.diary(set.ana).unwrap(), back.entry), before);
    assert_eq!(household.sealed(set.ana).unwrap().count().unwrap(), 0);
    sound(&household, "out again");
    send(&household, set.device, &[record(9, USER_0_LATER, at(&home.clock))]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, []);
    sound(&household, "sent again");
}

/// Two threads move the same entry while a third corrects it as often as it can.
#[test]
fn of_several_threads_one_moves_and_no_correction_is_lost() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let content = backups::note("a headache", "2026-08-14");
    let ana = household.diary(set.ana).unwrap();
    let entry = ana.add(&content, Author::HOUSEHOLD, true).unwrap();
    let (from, to) = (Place::Diary(set.ana), Place::Diary(set.ben));
    let (moved, said) = std::thread::scope(|scope| {
        let movers = [0, 1].map(|_| scope.spawn(|| household.move_entry(from, entry, to, WHY).unwrap()));
        let corrected = scope.spawn(|| {
            let mut said = 0_u64;
            loop {
                let noted = Content { note: Some(format!("correction {said}")), ..content.clone() };
                match ana.amend(entry, &noted, "again", Author::HOUSEHOLD, true) {
                    Ok(_) => said += 1,
                    Err(DiaryError::Erased) => break said,
                    Err(error) => panic!("{error:?}"),
                }
            }
        });
        (movers.map(|mover| mover.join().unwrap()), corrected.join().unwrap())
    });
    assert_eq!(moved[0].entry, moved[1].entry);
    assert_eq!(moved.iter().filter(|moved| moved.receipt.is_some()).count(), 1);
    let ben = household.diary(set.ben).unwrap();
    assert_eq!(ben.history(moved[0].entry).unwrap().len() as u64, said + 1);
    sound(&household, "threads");
}
