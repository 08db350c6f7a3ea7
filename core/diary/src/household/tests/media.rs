//! Media files through the front door.

use std::io::{self, Cursor, Write};

use super::*;
use crate::diary::{Content, DiaryError, MediaWords, WhatStays};
use crate::id::{EntryId, MediaId};
use crate::media::MediaError;
use crate::time::{Civil, CivilDate, Evidence, Moment};

fn entry(household: &Household, person: PersonId) -> EntryId {
    let day = Civil::Date(CivilDate::new(2026, 8, 1).unwrap());
    let mut content =
        Content::new(kind::NOTE.number, Moment::civil_only(day, Evidence::Unknown), Source::Typed);
    content.set(kind::TEXT, crate::diary::Value::Text("a rash".to_owned()));
    household.diary(person).unwrap().add(&content, Author::HOUSEHOLD, true).unwrap()
}

fn attach(household: &Household, person: PersonId, bytes: &[u8]) -> (EntryId, MediaId) {
    let (entry, mut source) = (entry(household, person), Cursor::new(bytes));
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    let attached = household.attach(person, entry, &mut source, &words, stays, &mut |_, _| {}).unwrap();
    (entry, attached.file.id)
}

/// Takes so many bytes and then none.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_is_saved_out_is_in_the_sharing_log_before_a_byte_leaves() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let bytes = vec![7; 100_000];
    let (_, id) = attach(&household, ana, &bytes);
    let mut out = Vec::new();
    let mut seen = Vec::new();
    let saved = household.save_media(ana, id, &mut out, &mut |at, of| seen.push((at, of))).unwrap();
    assert_eq!((out, saved.file.length), (bytes, 100_000));
    assert_eq!(seen.last(), Some(&(100_000, 100_000)));
    let full = household.save_media(ana, id, &mut Full(10), &mut |_, _| {}).unwrap_err();
    assert_eq!(full, HouseholdError::NotWritten(io::ErrorKind::StorageFull));
    let log = household.sharing_log().unwrap();
    assert_eq!(log.len(), 2, "also what began and did not end");
    assert_eq!((log[0].format.as_str(), &log[0].people, log[0].entries), ("media", &vec![ana], 1));
    let nobodys = household.save_media(ana, MediaId::from_bytes([1; 16]), &mut Vec::new(), &mut |_, _| {});
    assert_eq!(nobodys.unwrap_err(), DiaryError::NoSuchMedia.into());
    assert_eq!(household.sharing_log().unwrap().len(), 2, "nothing left");
}

#[test]
fn a_check_reads_the_media_and_names_what_is_missing_with_its_entry() {
    let home = home();
    let household = home.unlock();
    let (ana, ben) = (household.add_person("Ana").unwrap(), household.add_person("Ben").unwrap());
    let (entry, id) = attach(&household, ana, b"%PDF-1.7 invented");
    attach(&household, ben, b"%PDF-1.7 invented too");
    let before = household.verify().unwrap();
    assert_eq!(before.findings, []);
    let counts: Vec<(PersonId, u64)> =
        before.media.iter().map(|media| (media.person, media.report.expected)).collect();
    assert_eq!(counts, [(ana, 1), (ben, 1)]);
    // One person's file in another's folder: it names a key that is not there.
    let path = |person: PersonId| home.folder.join(format!("people/{person}/media/{id}.media"));
    fs::rename(path(ana), path(ben)).unwrap();
    let found = household.verify().unwrap();
    let expected = DiaryError::WrongMedia { media: id, entry, error: MediaError::Missing }.into();
    assert_eq!(
        found.findings,
        [Finding { kind: FileKind::Diary, person: Some(ana), sealed: false, error: expected }]
    );
    assert_eq!(found.media[1].report.orphans, [id]);
    assert_eq!(found.sound.len(), 4, "the diary itself is in order");
    household.close().unwrap();
}

#[test]
fn an_erased_entry_takes_its_media_files_with_it() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let (entry, id) = attach(&household, ana, &[7; 100]);
    let (_, other) = attach(&household, ana, &[8; 100]);
    let diary = household.diary(ana).unwrap();
    let folder = diary.media_folder().unwrap();
    diary.remove_media(id, "blurred", Author::HOUSEHOLD).unwrap();
    household.erase_entry(ana, entry).unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(folder.names(&mut 0).unwrap().0, [other].into());
    let receipt = household.erase_entry(ana, diary.entries().unwrap()[0].id).unwrap();
    assert_eq!((receipt.versions, receipt.media), (1, 1));
    assert!(folder.names(&mut 0).unwrap().0.is_empty());
    assert_eq!(household.verify().unwrap().findings, []);
}
