//! An exported journal, checked by somebody who has nothing but the file and the page.

use std::fs;
use std::path::Path;

use diary_core::exchange::journal;
use diary_core::journal::Author;

use super::python;
use super::world::World;

/// What the checker says, and its exit code.
fn checked(file: &Path) -> (i32, String) {
    let done = python("check_journal.py", &[], file);
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (done.status.code().unwrap(), text)
}

#[test]
fn an_exported_journal_is_checked_without_a_secret_and_every_altered_byte_is_named() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let ana = household.people().unwrap()[0].id;
    let diary = household.diary(ana).unwrap();
    let first = diary.entries().unwrap()[0].clone();
    let noted = diary_core::diary::Content { note: Some("seen twice".into()), ..first.content };
    diary.amend(first.id, &noted, "forgot the note", Author::HOUSEHOLD, true).unwrap();
    household.erase_entry(ana, first.id).unwrap();
    let mut bytes = Vec::new();
    let operations = journal::write(&diary, &mut bytes).unwrap();
    let file = root.path().join("ana.jsonl");
    fs::write(&file, &bytes).unwrap();
    let (code, said) = checked(&file);
    assert_eq!(code, 0, "{said}");
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    let found = &found["journals"][0];
    assert_eq!((&found["operations"], &found["erased"]), (&operations.into(), &2.into()));
    let head = diary.heads().unwrap()[0];
    assert_eq!(found["heads"][0]["number"], head.number);

    // One byte of every part of an operation, of a head, and a line left out.
    let text = String::from_utf8(bytes).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    let alter = |row: usize, name: &str| {
        let mut json: serde_json::Value = serde_json::from_str(rows[row]).unwrap();
        let value = json[name].as_str()?.to_owned();
        let mut part = data_encoding::BASE64.decode(value.as_bytes()).unwrap();
        let middle = part.len() / 2;
        part[middle] ^= 1;
        json[name] = data_encoding::BASE64.encode(&part).into();
        let mut altered: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
        altered[row] = json.to_string();
        Some(altered.join("\n"))
    };
    let mut tried = 0;
    for row in [2, 3, rows.len() - 2] {
        for name in ["frame", "header", "body", "reason", "raw"] {
            let Some(altered) = alter(row, name) else { continue };
            fs::write(&file, altered).unwrap();
            let (code, said) = checked(&file);
            assert_eq!(code, 4, "{name} of line {row}: {said}");
            // Another frame has another hash: where nothing else of it is wrong, the next operation misses it.
            let named = |row: usize| said.contains(&format!("operation {row} "));
            assert!(named(row) || (name == "frame" && named(row + 1)), "{name} of line {row}: {said}");
            tried += 1;
        }
    }
    assert!(tried >= 7, "{tried}");
    for (from, to) in [("\"number\":", "\"number\":1"), ("\"signature\":\"", "\"signature\":\"00")] {
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        assert_ne!(checked(&file).0, 0, "{from}");
    }
    fs::write(&file, [&rows[..3], &rows[4..]].concat().join("\n")).unwrap();
    assert_eq!(checked(&file).0, 4);
    household.close().unwrap();
}
