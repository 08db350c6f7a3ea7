//! A household into a folder elsewhere, and back again.

use super::*;
use crate::backup::{BackupError, Lost, LostFile, LostPart};
use crate::household::{BackUp, Damaged, Restore, Restored, project, restore};
use crate::store::{DIARY, HOUSEHOLD, INBOX, Read, Store, Table};
use crate::testing::MemoryFolder;
use crate::vault::RecoveryCode;
use crate::vault::copies::cut;

pub(super) fn note(text: &str, day: &str) -> crate::diary::Content {
    use crate::diary::{Content, Value};
    use crate::time::{Evidence, Moment};
    let moment = Moment::parse_recorded(
        &format!("{day}T12:00:00+01:00[Europe/London]"),
        Evidence::Chosen,
        &Zones::built_in(),
    )
    .unwrap();
    let mut content = Content::new(kind::NOTE.number, moment, Source::Typed);
    content.set(kind::TEXT, Value::Text(text.to_owned()));
    content
}

pub(super) fn write(household: &Household, person: PersonId, text: &str) {
    household.diary(person).unwrap().add(&note(text, "2026-08-10"), Author::HOUSEHOLD, true).unwrap();
}

pub(super) fn scratch(home: &Home) -> PathBuf {
    let path = home.folder.parent().unwrap().join("scratch");
    let _ = fs::create_dir(&path);
    path
}

pub(super) fn back_up(home: &Home, household: &Household, folder: &MemoryFolder) -> crate::backup::Ran {
    let scratch = scratch(home);
    let ran = household.back_up(folder, &BackUp { place: "card", scratch: &scratch, only: None }).unwrap();
    assert_eq!(ran.proof, Ok(()));
    assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0, "nothing is left of the proof");
    ran
}

pub(super) fn restored(
    home: &Home,
    folder: &MemoryFolder,
    name: &str,
    number: Option<u64>,
) -> (PathBuf, Restored) {
    let to = home.folder.parent().unwrap().join(name);
    let code = RecoveryCode::parse(&home.code.grouped()).unwrap();
    let what = Restore { secret: Unlock::Recovery(&code), number, own: None, damaged: Damaged::Refuse };
    let restored = restore(folder, &to, &what, &outside(&home.clock)).unwrap();
    (to, restored)
}

pub(super) fn open(home: &Home, folder: &Path, installation: Installation) -> Household {
    let secret = Unlock::Recovery(&home.code);
    Household::unlock(folder, secret, Some(installation), outside(&home.clock)).unwrap().household
}

type Rows = Vec<Vec<Option<Vec<u8>>>>;

/// Every row of the journal's tables up to an operation, and of the tables that are kept.
pub(super) fn journal_rows(store: &Store, last: i64) -> (Rows, Vec<Table>) {
    store
        .read::<_, StoreError>(|reader| {
            let inbox = store.kind() == FileKind::Inbox;
            let operations = if inbox {
                "(SELECT 1 seq, 1 writer, 1 number, 1 id, 1 frame, 1 header, 1 body, 1 reason, 1 raw)"
            } else {
                "operations"
            };
            let mut rows = reader.all(
                &format!(
                    "SELECT seq || ' ' || writer || ' ' || number, id, frame, header, body, reason, raw
                 FROM {operations} WHERE seq <= ?1 ORDER BY seq"
                ),
                [last],
                |row| {
                    let first: String = row.get(0)?;
                    let mut all = vec![Some(first.into_bytes())];
                    for at in 1..7 {
                        all.push(row.get(at)?);
                    }
                    Ok(all)
                },
            )?;
            rows.extend(reader.all("SELECT name, value FROM facts ORDER BY name", [], |row| {
                Ok(vec![Some(row.get::<_, String>(0)?.into_bytes()), row.get(1)?])
            })?);
            let schema = match store.kind() {
                FileKind::Household => &HOUSEHOLD,
                FileKind::Diary => &DIARY,
                FileKind::Inbox => &INBOX,
            };
            Ok((rows, schema.kept(reader)?))
        })
        .unwrap()
}

fn last_seq(store: &Store) -> i64 {
    store
        .read::<_, StoreError>(|reader| reader.one("SELECT max(seq) FROM operations", [], |row| row.get(0)))
        .unwrap()
        .unwrap()
}

/// Two people with readings of a cuff, typed notes, corrections, something that waits, and a media file.
pub(super) fn lived_in(home: &Home, household: &Household) -> Set {
    let set = two_people(household);
    send(household, set.device, &burst(&home.clock));
    let guest = "56 7100 4900 0000 EA07080B143800 0041 FF 0000";
    send(household, set.device, &[record(4, guest, at(&home.clock))]);
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    let diary = household.diary(set.ana).unwrap();
    let entry = diary.add(&note("a walk", "2026-08-10"), Author::HOUSEHOLD, true).unwrap();
    diary.amend(entry, &note("a long walk", "2026-08-10"), "it was long", Author::HOUSEHOLD, true).unwrap();
    let mut picture = std::io::Cursor::new(vec![7; 200_000]);
    let (words, stays) = (crate::diary::MediaWords::default(), crate::diary::WhatStays::AllIfNeedBe);
    household.attach(set.ana, entry, &mut picture, &words, stays, &mut |_, _| ()).unwrap();
    set
}

#[test]
fn what_comes_back_is_what_was_and_goes_on_as_a_new_writer() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    household.close().unwrap();
    let household = home.unlock();
    let folder = MemoryFolder::default();
    let ran = back_up(&home, &household, &folder);
    assert_eq!((ran.number, ran.removed, ran.put_back, ran.not_continued), (1, 0, None, None));
    let last = last_seq(&household.store) - 1; // without the note of the backup
    let live = journal_rows(&household.store, last);

    let (to, back) = restored(&home, &folder, "back", None);
    assert_eq!((back.number, back.diaries, back.left_out.len(), back.media_lost.len()), (1, 2, 0, 0));
    assert_eq!(back.household, household.id());
    let again = open(&home, &to, back.installation);
    assert_eq!(journal_rows(&again.store, last), live);
    assert_eq!(journal_rows(again.inbox.store(), 0).1, journal_rows(household.inbox.store(), 0).1);
    assert_eq!(again.inbox().numbers().unwrap(), household.inbox().numbers().unwrap());
    let tables = |household: &Household| {
        household.store.read::<_, JournalError>(|reader| project::Projections::stored(reader)).unwrap()
    };
    assert_eq!(tables(&again), tables(&household));
    for person in [set.ana, set.ben] {
        let (one, two) = (household.diary(person).unwrap(), again.diary(person).unwrap());
        assert_eq!(journal_rows(two.store(), i64::MAX), journal_rows(one.store(), i64::MAX));
        let dump = |store: &Store| {
            let sql = "SELECT id || ' ' || kind || ' ' || sort_ms || ' ' || coalesce(day, '-') || ' ' || latest || ' '
                       || pair FROM entries UNION ALL SELECT entry || ' ' || operation FROM amendments
                       UNION ALL SELECT hex(key) || ' ' || entry FROM identities";
            store.read::<_, StoreError>(|reader| reader.all(sql, [], |row| row.get::<_, String>(0))).unwrap()
        };
        assert_eq!(dump(two.store()), dump(one.store()), "tables are built as they were");
        assert_eq!(one.entries().unwrap(), two.entries().unwrap());
    }
    let media = |folder: &Path| {
        let mut all = tree(&folder.join("people").join(set.ana.to_string()).join("media"));
        for (path, _) in &mut all {
            *path = path.file_name().unwrap().into();
        }
        all
    };
    assert_eq!(media(&to), media(&home.folder));
    assert_eq!(again.verify().unwrap().findings, []);
    assert_eq!(again.restored_from().unwrap(), [(1, LONDON_EVENING)]);

    // It goes on: a new writer in each file, whose first operation names the chains that it continues.
    write(&again, set.ana, "after it all");
    let heads = again.diary(set.ana).unwrap().heads().unwrap();
    assert_eq!(heads.len(), 2);
    let before = household.diary(set.ana).unwrap().heads().unwrap();
    assert!(before.iter().all(|head| heads.contains(head)), "the old chain ends where it ended");
    // A cuff that sends its memory again brings nothing new.
    let mut burst = burst(&home.clock);
    for item in &mut burst {
        item.session = [9; 16];
    }
    send(&again, set.device, &burst);
    let done = again.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known), (0, 3));
    assert_eq!(again.verify().unwrap().findings, []);
    // And its own backups go on in the same folder.
    let ran = back_up(&home, &again, &folder);
    assert_eq!((ran.number, ran.not_continued), (2, None));
    again.close().unwrap();
    let known = open(
        &home,
        &to,
        Installation::new(household.id(), household.vault().receive_key().unwrap(), &SeededEntropy::new(5))
            .unwrap(),
    );
    assert_eq!(known.backups().unwrap()[0].number, 2);
}

#[test]
fn a_wrong_secret_a_full_folder_and_a_broken_piece_make_nothing() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    let refused = |folder: &MemoryFolder, to: &Path, secret: Unlock<'_>| {
        let what = Restore { secret, number: None, own: None, damaged: Damaged::Refuse };
        let error = restore(folder, to, &what, &outside(&home.clock)).unwrap_err();
        let left =
            fs::read_dir(home.folder.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> =
            left.filter(|name| name != "home" && name != "scratch" && name != "full").collect();
        assert_eq!(left, Vec::<std::ffi::OsString>::new(), "{error}");
        error
    };
    let to = home.folder.parent().unwrap().join("back");
    let wrong = Passphrase::new("wrong horse battery");
    let error = refused(&folder, &to, Unlock::Passphrase(&wrong));
    assert_eq!(error, VaultError::WrongSecret.into());
    let full = home.folder.parent().unwrap().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("mine"), b"x").unwrap();
    let error = refused(&folder, &full, Unlock::Recovery(&home.code));
    assert_eq!(error, HouseholdError::NotEmpty);
    assert_eq!(fs::read(full.join("mine")).unwrap(), b"x");
    let error = refused(&MemoryFolder::default(), &to, Unlock::Recovery(&home.code));
    assert_eq!(error, HouseholdError::Backup(BackupError::NoBackup));
    // The largest piece but the media: a segment. Without it nothing of the household appears.
    let mut diaries = 0;
    for (name, bytes) in folder.pieces() {
        let broken = MemoryFolder::of(folder.pieces());
        broken.put(&name, None);
        let report = household.check_backup(&broken, "card").unwrap();
        assert!(!report.checked.problems.is_empty() && name.len() > 4, "{name}");
        let mut bad = bytes.clone();
        bad[0] ^= 1;
        broken.put(&name, Some(bad));
        let damaged = household.check_backup(&broken, "card").unwrap();
        assert!(!damaged.checked.problems.is_empty(), "{name}");
        let [problem] = report.checked.problems.as_slice() else { continue };
        assert_eq!(problem.how, Lost::Missing);
        if let LostPart::Operations(range) = problem.what {
            let error = refused(&broken, &to, Unlock::Recovery(&home.code));
            assert!(matches!(error, HouseholdError::NotWhole(_)), "{error}");
            if range.file == LostFile::Diary(set.ana) {
                diaries += 1;
                assert_eq!(report.touched[0].person, set.ana);
                let touched = &report.touched[0].entries;
                assert_eq!(touched.len(), 3, "two readings and a note that was corrected");
                assert_eq!(touched[0].1.unwrap().to_string(), "2026-08-10");
                assert_eq!((range.first_ms, range.last_ms), (Some(LONDON_EVENING), Some(LONDON_EVENING)));
            }
        }
    }
    assert_eq!(diaries, 1);
}

fn bytes_of(household: &Household, set: &Set) -> i64 {
    let size = |store: &Store| -> i64 {
        let sql = "SELECT sum(length(frame) + coalesce(length(header), 0) + coalesce(length(body), 0)
                   + coalesce(length(reason), 0) + coalesce(length(raw), 0)) FROM operations";
        store.read::<_, StoreError>(|reader| reader.one(sql, [], |row| row.get(0))).unwrap().unwrap()
    };
    let diaries = [set.ana, set.ben].map(|person| size(household.diary(person).unwrap().store()));
    size(&household.store) + diaries.iter().sum::<i64>()
}

/// All that a day changes in every file, the memory of the backup before among it.
#[test]
fn a_days_run_over_all_files_writes_at_most_three_times_what_changed() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    let mut before = bytes_of(&household, &set);
    back_up(&home, &household, &folder);
    for day in 1..=4_u8 {
        home.clock.advance_ms(86_400_000);
        let now = at(&home.clock);
        for user in [0, 1] {
            for reading in 0..2_u8 {
                let hex =
                    format!("56 6A00 4700 0000 EA0708{:02X}12{reading:02X}00 003F {user:02X} 0000", 11 + day);
                let mut item = record(1 + u32::from(reading), &hex, now);
                item.session = [20 + day; 16];
                send(&household, set.device, &[item]);
            }
        }
        household.synced(set.device, [20 + day; 16], &COMPLETE).unwrap();
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 4);
        write(&household, set.ana, "in the evening, tired but content");
        let now = bytes_of(&household, &set);
        let ran = back_up(&home, &household, &folder);
        // The hand-on renewed sealing keys, so the key file changed whole; both its copies are written.
        let keys = household.vault().key_file(None).unwrap().0.len() as u64;
        let changed = u64::try_from(now - before).unwrap() + keys;
        assert!(ran.bytes <= 3 * changed, "{} bytes for {changed}", ran.bytes);
        before = now;
    }
}

/// A backup holds a reading from when it came, also before it was an entry, and whatever the clock said in between.
#[test]
fn the_receipt_names_a_backup_that_has_the_reading_as_it_waited_or_under_a_later_clock() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    home.clock.advance_ms(1000);
    back_up(&home, &household, &MemoryFolder::default());
    home.clock.advance_ms(1000);
    household.hand_on(Handing::Owned).unwrap();
    write(&household, set.ben, "typed after it");
    write(&household, set.ana, "typed under a clock that is ahead");
    let named = |household: &Household, person: PersonId, at: usize| {
        let entry = household.diary(person).unwrap().entries().unwrap()[at].id;
        let receipt = household.erase_entry(person, entry).unwrap();
        receipt.may_remain.iter().any(|place| matches!(place, MayRemain::Backups(_)))
    };
    let typed = |entry: &Entry| matches!(entry.content.source, Source::Typed);
    let at = |household: &Household, person: PersonId, wanted: bool| {
        household
            .diary(person)
            .unwrap()
            .entries()
            .unwrap()
            .iter()
            .position(|one| typed(one) == wanted)
            .unwrap()
    };
    assert!(named(&household, set.ana, at(&household, set.ana, false)), "it waited when the backup was made");
    assert!(!named(&household, set.ben, at(&household, set.ben, true)), "it was not there yet");
    home.clock.advance_ms(-60_000);
    back_up(&home, &household, &MemoryFolder::default());
    assert!(named(&household, set.ana, at(&household, set.ana, true)), "the backup's clock was set back");
}

#[test]
fn what_was_erased_is_gone_from_the_backup_at_its_next_run_and_until_then_the_receipt_says_so() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    let entry = household.diary(set.ana).unwrap().entries().unwrap()[0].id;
    home.clock.advance_ms(1000);
    let receipt = household.erase_entry(set.ana, entry).unwrap();
    let known = receipt.may_remain.iter().find_map(|place| match place {
        MayRemain::Backups(known) => Some(known.iter().map(|known| known.place.as_str()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(known, Some(vec!["card"]));
    let ran = back_up(&home, &household, &folder);
    assert_eq!(ran.erased, [1]);
    assert!(household.backups().unwrap().iter().all(|known| known.at_ms >= receipt.erased_ms));
    let report = household.check_backup(&folder, "card").unwrap();
    assert_eq!((report.checked.backups.len(), report.checked.unnamed), (1, 0));
    // And what comes back is as it is now: the entry stays away, also when the cuff sends it again.
    let (to, back) = restored(&home, &folder, "back", None);
    let again = open(&home, &to, back.installation);
    let left = household.diary(set.ana).unwrap().entries().unwrap();
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), left);
    let mut burst = burst(&home.clock);
    for item in &mut burst {
        item.session = [9; 16];
    }
    send(&again, set.device, &burst);
    again.hand_on(Handing::Owned).unwrap();
    assert_eq!(again.diary(set.ana).unwrap().count().unwrap(), left.len() as u64);
    assert_eq!(again.verify().unwrap().findings, []);
}

/// A life that went on in two places: neither is merged into the other, and both stay readable.
#[test]
fn an_older_backup_is_a_readable_state_and_a_fork_is_never_merged() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    write(&household, set.ana, "only on the old phone");
    back_up(&home, &household, &folder);
    let (to, back) = restored(&home, &folder, "back", Some(1));
    assert_eq!(back.number, 1);
    let again = open(&home, &to, back.installation);
    write(&again, set.ana, "only on the new phone");
    let before = household.diary(set.ana).unwrap().count().unwrap();
    assert_eq!(again.diary(set.ana).unwrap().count().unwrap(), before);
    let ran = back_up(&home, &again, &folder);
    assert_eq!((ran.number, ran.not_continued), (3, Some(2)));
    let texts = |number| {
        let (to, back) = restored(&home, &folder, &format!("again-{number}"), Some(number));
        let household = open(&home, &to, back.installation);
        assert_eq!(household.verify().unwrap().findings, []);
        let entries = household.diary(set.ana).unwrap().entries().unwrap();
        let text = |entry: &Entry| entry.content.text(kind::TEXT).map(str::to_owned);
        entries.iter().filter_map(text).collect::<Vec<_>>()
    };
    assert_eq!(texts(2), ["a long walk", "only on the old phone"]);
    assert_eq!(texts(3), ["a long walk", "only on the new phone"]);
}

#[test]
fn nothing_personal_is_in_the_folder_or_in_the_scratch_space_of_a_backup() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    household.add_person("Zdenka Quist").unwrap();
    write(&household, set.ana, "Zwetschgenmus vom Markt");
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    back_up(&home, &household, &folder);
    let mut needles = Vec::new();
    let key = household.vault().file_key(household.journal.file()).unwrap();
    let texts = ["Zdenka Quist", "Zwetschgenmus", "Beurer", "BM85", "card", "long walk", "Europe/London"];
    for needle in texts.map(str::as_bytes).into_iter().chain([&key.expose()[..]]) {
        needles.push(needle.to_vec());
        needles.push(data_encoding::HEXLOWER.encode(needle).into_bytes());
        needles.push(data_encoding::BASE64_NOPAD.encode(needle).into_bytes());
        needles.push(needle.iter().flat_map(|byte| [*byte, 0]).collect());
    }
    let mut scanned = 0;
    for (name, bytes) in folder.pieces() {
        scanned += bytes.len();
        for needle in &needles {
            let found = bytes.windows(needle.len()).any(|part| part == needle.as_slice());
            assert!(!found, "{name}");
        }
    }
    assert!(scanned > 200_000);
}

/// New keys of the household are new keys of its backups: the next run writes everything anew, and nothing of before is left.
#[test]
fn after_a_rotation_the_backup_opens_with_the_new_secrets_only() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    let before = folder.pieces();
    let new = Passphrase::new("a lantern over the quiet harbour");
    let code = household.draw_recovery_code().unwrap();
    household.rotate(&new, Argon2Cost::LEAST, &code).unwrap();
    let ran = back_up(&home, &household, &folder);
    assert_eq!((ran.number, ran.put_back), (2, Some(1)), "nothing there opens any more");
    assert!(folder.pieces().keys().all(|name| !before.contains_key(name)));
    let to = home.folder.parent().unwrap().join("back");
    let what =
        Restore { secret: Unlock::Recovery(&home.code), number: None, own: None, damaged: Damaged::Refuse };
    let error = restore(&folder, &to, &what, &outside(&home.clock)).unwrap_err();
    assert_eq!(error, VaultError::WrongSecret.into());
    let what = Restore { secret: Unlock::Recovery(&code), number: None, own: None, damaged: Damaged::Refuse };
    assert_eq!(restore(&folder, &to, &what, &outside(&home.clock)).unwrap().diaries, 2);
    assert!(household.diary(set.ana).unwrap().count().unwrap() > 0);
}

/// A key that could not be saved is none: what is written under it opens with nothing that outlives the process.
#[test]
fn a_backup_is_never_made_under_a_key_that_was_not_saved() {
    let home = home();
    let household = home.unlock();
    let folder = MemoryFolder::default();
    let scratch = scratch(&home);
    let to = BackUp { place: "card", scratch: &scratch, only: None };
    cut::after(0, || household.back_up(&folder, &to)).unwrap_err();
    back_up(&home, &household, &folder);
    drop(household);
    let (_, restored) = restored(&home, &folder, "restored", None);
    assert_eq!(restored.number, 1);
}

/// Whatever keeps a person from being added, the key file names no diary that is not there.
#[test]
fn a_person_who_could_not_be_added_leaves_no_diary_in_the_key_file() {
    let home = home();
    let household = home.unlock();
    let before = household.vault().files();
    cut::after(0, || household.add_person("Ana")).unwrap_err();
    let people = home.folder.join("people");
    fs::rename(&people, home.folder.join("elsewhere")).unwrap();
    fs::write(&people, b"").unwrap();
    household.add_person("Ana").unwrap_err();
    fs::remove_file(&people).unwrap();
    household.save_keys().unwrap();
    assert_eq!(household.vault().files(), before);
    household.add_person("Ana").unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    back_up(&home, &household, &MemoryFolder::default());
}
