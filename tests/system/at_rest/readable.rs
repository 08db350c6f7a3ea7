//! No file shows what is in it: not a word, not a key, not that there is any structure.

use std::io::Cursor;
use std::path::PathBuf;

use diary_core::diary::{Content, MediaWords, WhatStays};
use diary_core::household::Household;
use diary_core::id::{EntryId, PersonId};
use diary_core::journal::Author;
use diary_host::SystemEntropy;
use diary_tests::Home;

use super::{databases, forms, structure, used};

const NAME: &str = "Quillon Featherby";
const NOTE: &str = "planted words in a note";
const REASON: &str = "planted words of a reason";
const SPOKEN: &str = "planted words in a recording, spoken twice";

/// What somebody might find, in every form in which it could stand in a file.
pub(crate) fn planted(home: &Home) -> Vec<(String, Vec<Vec<u8>>)> {
    let mut planted: Vec<(String, Vec<Vec<u8>>)> = [
        ("a person's name", NAME),
        ("a note", NOTE),
        ("a reason", REASON),
        ("a recording", SPOKEN),
        ("the device's maker", "Beurer GmbH"),
        ("the zone", "Europe/London"),
        ("the passphrase", "correct horse battery"),
        ("the recovery code", &home.code.grouped()),
        ("the recovery code without its dashes", &home.code.grouped().replace('-', "")),
        ("SQL", "CREATE TABLE"),
        ("SQLite's header", "SQLite format 3"),
    ]
    .into_iter()
    .map(|(what, words)| (what.to_owned(), forms::of_words(words)))
    .collect();
    for (number, (_, _, key)) in databases(home).into_iter().enumerate() {
        planted.push((format!("the key of file {number}"), forms::of_bytes(key.expose())));
    }
    let installation = home.installation();
    planted.push(("the receive key".into(), forms::of_bytes(installation.receive_key.expose())));
    planted.push(("the writer's seed".into(), forms::of_bytes(installation.writer_seed.expose())));
    planted
}

/// Writes the planted words wherever a household keeps words, and leaves it open.
pub(crate) fn plant(home: &Home) -> (Household, PersonId) {
    let household = home.unlock();
    let person = household.add_person(NAME).unwrap();
    let ana = household.people().unwrap()[0].id;
    let diary = household.diary(ana).unwrap();
    let entry = diary.entries().unwrap().remove(0);
    let content = Content { note: Some(NOTE.into()), ..entry.content };
    diary.amend(entry.id, &content, REASON, Author::HOUSEHOLD, true).unwrap();
    record(&household, ana, entry.id);
    (household, person)
}

/// A recording that belongs to an entry, and another that was cut short.
fn record(household: &Household, person: PersonId, entry: EntryId) {
    let spoken = SPOKEN.repeat(4000);
    let words = MediaWords { caption: Some(NOTE.into()), name: Some(NAME.into()) };
    let mut source = Cursor::new(spoken.as_bytes());
    household.attach(person, entry, &mut source, &words, WhatStays::AllIfNeedBe, &mut |_, _| {}).unwrap();
    let media = household.diary(person).unwrap().media_folder().unwrap();
    let mut writer = media.begin(&SystemEntropy).unwrap();
    writer.push(spoken.as_bytes()).unwrap();
    writer.sync().unwrap();
}

pub(crate) fn scan(when: &str, files: &[(PathBuf, Vec<u8>)], planted: &[(String, Vec<Vec<u8>>)]) {
    for (path, content) in files {
        for (what, forms) in planted {
            for form in forms {
                assert!(
                    memchr::memmem::find(content, form).is_none(),
                    "{when}: {what} stands readable in {}",
                    path.display()
                );
            }
        }
    }
}

/// Open with its logs, as a kill leaves it, and closed.
#[test]
fn nothing_is_readable_on_disk() {
    let home = used();
    let (household, _) = plant(&home);
    let planted = planted(&home);
    let logs = |files: &[(PathBuf, Vec<u8>)]| {
        files.iter().filter(|(path, _)| path.to_string_lossy().ends_with("-wal")).count()
    };
    let open = home.files();
    assert!(logs(&open) >= 3 && open.iter().any(|(path, _)| path.to_string_lossy().ends_with(".media")));
    scan("open", &open, &planted);
    household.close().unwrap();
    let closed = home.files();
    assert_eq!(logs(&closed), 0);
    scan("closed", &closed, &planted);
    let forms: usize = planted.iter().map(|(_, forms)| forms.len()).sum();
    println!(
        "{} things in {forms} forms, in {} files open and {} closed: 0 found",
        planted.len(),
        open.len(),
        closed.len()
    );
}

/// What looks unlike noise is what the format says is plain, and nothing else.
#[test]
fn every_file_is_noise_but_for_what_the_format_names() {
    let home = used();
    let (household, _) = plant(&home);
    let look = |when: &str| {
        for (path, bytes) in home.files() {
            let name = path.file_name().unwrap().to_str().unwrap();
            let documented = structure::documented(name, bytes.len());
            let found = structure::unexplained(&bytes, &documented);
            assert_eq!(found, Vec::<String>::new(), "{when}: {}", path.display());
            // The other way round: where the test would see it, what is said to be plain is not noise.
            if documented.first().is_some_and(|plain| plain.len() > 1024) {
                assert!(!structure::unexplained(&bytes, &[]).is_empty(), "{when}: {}", path.display());
            }
            assert!(!name.ends_with("lock") || bytes.is_empty(), "{when}: {}", path.display());
        }
    };
    look("open");
    household.close().unwrap();
    look("closed");
}
