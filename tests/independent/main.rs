//! A second reader of the files, written from `core/docs/format.md` alone: what it finds is what the core says.
//!
//! Needs Python 3.11 with `cryptography` 44 or later; `DIARY_PYTHON` names another interpreter than `python3`.

#![cfg(test)]

mod backup;
mod erased;
mod exported;
mod media;
mod own;
mod past;
mod world;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use diary_core::diary::{Attachment, Channel, Diary, Entry, Field, FieldValue, Kinds, Stretch, Value};
use diary_core::household::Household;
use diary_core::store::FileKind;
use serde_json::Value as Json;

use world::{PASSPHRASE, World};

const PAGE: usize = 4096;

/// What the reader printed, and its exit code.
fn read(folder: &Path, option: &str, secret: &str) -> (i32, String) {
    let file = folder.with_extension("secret");
    fs::write(&file, secret).unwrap();
    let done = python("read_household.py", &[OsStr::new(option), file.as_os_str()], folder);
    (done.status.code().unwrap(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

/// Runs a script of this folder over a household.
fn python(script: &str, options: &[&OsStr], folder: &Path) -> Output {
    let python = std::env::var_os("DIARY_PYTHON").unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("independent").join(script);
    let mut command = Command::new(python);
    command.env("PYTHONDONTWRITEBYTECODE", "1").arg(script).args(options).arg(folder);
    let done = command.output().expect("Python 3.11 is needed");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!said.contains("Traceback"), "is cryptography 44 or later there?\n{said}");
    done
}

fn report(folder: &Path) -> Json {
    let (code, text) = read(folder, "--passphrase-file", PASSPHRASE);
    assert_eq!(code, 0, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The same facts from the core, in the reader's form.
fn by_the_core(household: &Household) -> Json {
    let people = household.people().unwrap().into_iter().map(|person| {
        let diary = household.diary(person.id).unwrap();
        let kinds = diary.kinds().unwrap();
        let entries = diary.entries_and_retracted().unwrap();
        let entries: Vec<_> = entries.iter().map(|one| with_samples(&diary, one, &kinds)).collect();
        serde_json::json!({ "id": person.id.to_string(), "name": person.name, "entries": entries })
    });
    let people: Vec<_> = people.collect();
    let verified = household.verify().unwrap();
    assert_eq!(verified.findings, []);
    let heads = verified.sound.iter().filter(|file| file.kind != FileKind::Inbox).map(|file| {
        let kind = if file.sealed { "sealed" } else { "diary" };
        let name = file.person.map_or("household".to_owned(), |person| format!("{kind} {person}"));
        let heads = file.heads.iter().map(|head| {
            let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
            serde_json::json!({ "writer": hex(head.writer.as_bytes()), "number": head.number, "hash": hex(&head.hash) })
        });
        (name, heads.collect::<Vec<_>>())
    });
    let heads: BTreeMap<_, _> = heads.collect();
    let waiting = household.inbox().waiting().unwrap().len();
    serde_json::json!({ "people": people, "heads": heads, "waiting": waiting })
}

/// An entry with what was measured again and again for it, sample by sample.
fn with_samples(diary: &Diary, one: &Entry, kinds: &Kinds) -> Json {
    let mut said = entry(one, kinds);
    let stretches = diary.samples(one.id).unwrap();
    let stretches = stretches.iter().map(|Stretch { offset_ms, series }| {
        let channels = series.channels.iter().map(|channel| {
            let Channel { field, unit, exponent, values } = channel;
            serde_json::json!({ "field": field, "unit": *unit as u8, "exponent": exponent, "values": values })
        });
        let channels: Vec<_> = channels.collect();
        serde_json::json!({ "offset_ms": offset_ms, "step_ms": series.step_ms, "channels": channels, "status": series.status })
    });
    said["series"] = stretches.collect();
    said
}

fn entry(entry: &Entry, kinds: &Kinds) -> Json {
    let content = &entry.content;
    let described = kinds.describe(content).unwrap();
    let values = content.values.iter().map(|FieldValue { field, value }| {
        let field = described.field(*field).unwrap();
        let value = match value {
            Value::Number { digits, unit } => {
                serde_json::json!({ "number": digits.to_string(), "unit": unit.text() })
            }
            Value::Amount { digits, unit } => {
                serde_json::json!({ "number": digits.to_string(), "unit": unit })
            }
            Value::Text(text) => serde_json::json!({ "text": text }),
            Value::Unread(why) => serde_json::json!({ "unread": why.name() }),
            Value::Choice(number) => serde_json::json!({ "choice": chosen(field, *number) }),
            Value::Choices(numbers) => {
                let names: Vec<_> = numbers.iter().map(|number| chosen(field, *number)).collect();
                serde_json::json!({ "choices": names })
            }
            Value::Time(moment) => serde_json::json!({ "time": moment.to_text() }),
            Value::Entry(entry) => serde_json::json!({ "entry": entry.to_string() }),
        };
        (field.name.to_owned(), value)
    });
    serde_json::json!({
        "id": entry.id.to_string(),
        "at_ms": content.moment.sort_key_ms(),
        "kind": described.name,
        "when": content.moment.to_text(),
        "evidence": content.moment.evidence().code(),
        "values": values.collect::<BTreeMap<_, _>>(),
        "flags": content.flags.iter().map(|flag| flag.0).collect::<Vec<_>>(),
        "note": content.note,
        "tags": content.tags.iter().collect::<Vec<_>>(),
        "retracted": entry.retracted,
        "objections": entry.objections.iter().map(|objection| &objection.words).collect::<Vec<_>>(),
        "media": entry.attachments.iter().map(attachment).collect::<Vec<_>>(),
    })
}

fn chosen(field: &Field<'_>, number: u16) -> &'static str {
    field.shape.choice(number).unwrap().name
}

fn attachment(attached: &Attachment) -> Json {
    serde_json::json!({
        "id": attached.file.id.to_string(),
        "kind": attached.kind as u8,
        "length": attached.file.length,
        "sha256": media::hex(&attached.file.hash),
        "taken_out": attached.details.as_ref().map(|found| found.iter().map(|one| *one as u8).collect::<Vec<_>>()),
        "caption": attached.caption,
        "name": attached.name,
    })
}

/// Whether everything in `expected` is in `found`, arrays position by position.
fn agrees(found: &Json, expected: &Json, place: &str) {
    match (found, expected) {
        (Json::Object(found), Json::Object(expected)) => {
            for (name, value) in expected {
                agrees(found.get(name).unwrap_or(&Json::Null), value, &format!("{place}/{name}"));
            }
        }
        (Json::Array(found), Json::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
                agrees(found, expected, &format!("{place}/{at}"));
            }
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn finds_what_the_core_says_open_closed_and_with_two_writers() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let expected = by_the_core(&household);
    let count = |person: usize| expected["people"][person]["entries"].as_array().unwrap().len();
    assert_eq!((count(0), count(1)), (6, 3));
    // As a kill leaves it: with logs that hold most of what was written.
    let killed = root.path().join("killed");
    copy(&world.folder, &killed);
    assert!(files(&killed).iter().any(|file| file.to_string_lossy().ends_with("-wal")));
    agrees(&report(&killed), &expected, "killed");
    household.close().unwrap();
    agrees(&report(&world.folder), &expected, "closed");

    let household = world.unlock_elsewhere();
    household.add_person("Cleo").unwrap();
    let expected = by_the_core(&household);
    household.close().unwrap();
    let found = report(&world.folder);
    agrees(&found, &expected, "two writers");
    assert_eq!(found["heads"]["household"].as_array().unwrap().len(), 2);
    // The other secret gives the same.
    let (code, text) = read(&world.folder, "--recovery-file", &world.code.grouped());
    assert_eq!(code, 0);
    agrees(&serde_json::from_str(&text).unwrap(), &found, "recovery code");
    assert_eq!(read(&world.folder, "--passphrase-file", "not the passphrase").0, 3);
}

/// Every kind of entry and every form of value, one taken back, an objection, a kind of one's own.
#[test]
fn finds_what_the_core_says_of_every_kind() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    world.fill_every_kind(&household);
    world.fill_nights(&household);
    world.fill_streams(&household);
    let expected = by_the_core(&household);
    household.close().unwrap();
    agrees(&report(&world.folder), &expected, "every kind");
    let text = expected.to_string();
    for said in ["I never said that", "shaking", "cups of tea", "throbbing", "\"retracted\":true", "travel"] {
        assert!(text.contains(said), "{said}");
    }
}

/// Somebody was removed: the reader finds nothing of them, and that they were is right in every table.
#[test]
fn finds_nothing_of_who_was_removed() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let ben = household.people().unwrap()[1].id;
    assert_eq!(household.remove_person(ben).unwrap().unfinished, None);
    let expected = by_the_core(&household);
    household.close().unwrap();
    let found = report(&world.folder);
    agrees(&found, &expected, "removed");
    let text = found.to_string();
    assert!(text.contains("Ana") && !text.contains("Ben") && !text.contains(&ben.to_string()));
}

/// Reader and core refuse or name the same flips: salt, content, IV and tag of a page, and either copy of the keys.
#[test]
fn a_flipped_byte_is_found_by_both_in_every_region() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    household.close().unwrap();
    let found_by_core = || {
        let unlocked = world.try_unlock();
        let found = unlocked.as_ref().map_or(true, |unlocked| {
            unlocked.notice.is_some()
                || unlocked.household.verify().map_or(true, |found| !found.findings.is_empty())
        });
        drop(unlocked);
        found
    };
    let rest = root.path().join("rest");
    copy(&world.folder, &rest);
    assert!(!found_by_core(), "before any flip");
    let regions = [0, 15, 16, 99, 2048, PAGE - 81, PAGE - 80, PAGE - 65, PAGE - 64, PAGE - 1];
    let mut flips = 0;
    for file in files(&rest) {
        let name = file.strip_prefix(&rest).unwrap();
        let good = fs::read(&file).unwrap();
        if good.is_empty() {
            continue; // a lock file
        }
        let keys = name.extension().is_some_and(|extension| extension == "json");
        // One region of each page, the next region on the next page; all regions of the first.
        let pages = good.len() / PAGE;
        let mut places: Vec<usize> =
            (1..pages).map(|page| page * PAGE + regions[page % regions.len()]).collect();
        places.extend(regions.iter().filter(|at| **at < good.len()));
        for (turn, at) in places.into_iter().enumerate() {
            let mut bad = good.clone();
            bad[at] ^= 1 << (turn % 8);
            fs::remove_dir_all(&world.folder).unwrap();
            copy(&rest, &world.folder);
            fs::write(world.folder.join(name), &bad).unwrap();
            assert!(found_by_core(), "the core: {} byte {at}", name.display());
            // The reader takes a second a run; it is asked for each file's first page.
            if at < PAGE && turn % 2 == 0 {
                fs::write(world.folder.join(name), &bad).unwrap();
                let (code, text) = read(&world.folder, "--passphrase-file", PASSPHRASE);
                let named = keys && code == 0 && !text.contains("\"notices\": []");
                assert!(code == 4 || named, "the reader: {} byte {at}", name.display());
            }
            flips += 1;
        }
    }
    assert!(flips > 80, "{flips}");
}
