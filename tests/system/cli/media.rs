//! Files of entries: added without what they tell, listed, checked, written out and taken away.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::program::{Run, User, words};

/// A picture of nothing: with its place and a comment, and without.
fn photo() -> (Vec<u8>, Vec<u8>) {
    let gps = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0";
    let exif = [&[0xff, 0xe1, 0, u8::try_from(gps.len() + 2).unwrap()], gps.as_slice()].concat();
    let comment = b"\xff\xfe\0\x13a planted comment".to_vec();
    let drawing = b"\xff\xc2\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\0\0\x12\xff\xd9";
    let start = b"\xff\xd8".to_vec();
    ([start.clone(), exif, comment, drawing.to_vec()].concat(), [start, drawing.to_vec()].concat())
}

fn with_entry() -> (User, String) {
    let user = User::with_household();
    user.done(&words("person add Ada"));
    let added = user.done(&words("add bp 128/82 --at 2026-08-14T07:10 --zone Europe/London"));
    let entry = added["entry"]["entry"].as_str().unwrap().to_owned();
    (user, entry)
}

/// What a person reads.
fn said(user: &User, arguments: &[&str]) -> Run {
    let line = [&["--recovery-code-file", "code"], arguments].concat();
    Run::of(&user.command(&line).output().unwrap())
}

fn attach(user: &User, entry: &str, name: &str, more: &[&str]) -> Value {
    let path = user.path(name);
    user.done(&[&["attach", entry, path.to_str().unwrap()], more].concat())
}

#[test]
fn a_picture_goes_in_without_its_place_and_comes_out_as_it_was_sealed() {
    let (user, entry) = with_entry();
    let (with, without) = photo();
    user.write("rash.jpg", &with);
    let attached = attach(&user, &entry[..8], "rash.jpg", &["--caption", "left arm"]);
    let media = &attached["attachment"];
    assert_eq!(attached["entry"], json!(entry));
    assert_eq!((&media["media_type"], &media["length"]), (&json!("image/jpeg"), &json!(without.len())));
    assert_eq!(media["taken_out"], json!(["place", "words"]));
    assert_eq!((&media["caption"], &media["name"]), (&json!("left arm"), &json!("rash.jpg")));
    let id = media["media"].as_str().unwrap();

    let listed = user.done(&words("media list --person Ada"));
    assert_eq!(listed["people"][0]["media"][0]["media"], json!(id));
    assert_eq!(listed["people"][0]["media"][0]["entry"], json!(entry));
    let shown = said(&user, &words("list"));
    assert!(shown.out.contains("1 file"), "{}", shown.out);
    let shown = said(&user, &["list", "--entry", &entry]);
    assert!(shown.out.contains("picture (JPEG)") && shown.out.contains("left arm"), "{}", shown.out);
    let exported: Value = serde_json::from_str(&user.run(&words("export json")).out).unwrap();
    assert_eq!(exported["people"][0]["entries"][0]["attachments"][0], *media);
    let table = said(&user, &words("export csv")).out;
    assert!(table.lines().nth(1).unwrap().contains(id), "{table}");

    let out = user.path("out.jpg");
    let save = ["media", "save", &id[..8], "--out", out.to_str().unwrap()];
    user.done(&save);
    assert_eq!(std::fs::read(&out).unwrap(), without);
    assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(user.run(&save).code, Some(1), "never over another file");
    let checked = user.done(&["verify"]);
    assert_eq!(checked["media"][0]["expected"], 1);
    for (path, bytes) in user.files() {
        let planted = bytes.windows(7).any(|part| part == b"planted");
        assert!(!planted || path.ends_with("rash.jpg"), "{}", path.display());
    }

    user.done(&["media", "remove", id, "--reason", "the wrong arm"]);
    assert_eq!(user.done(&words("media list"))["people"][0]["media"], json!([]));
    assert_eq!(user.done(&["verify"])["media"][0]["expected"], 0);
    assert!(!user.files().iter().any(|(path, _)| path.to_string_lossy().contains(id)));
}

#[test]
fn what_nothing_can_be_taken_out_of_is_stored_only_when_that_is_said() {
    let (user, entry) = with_entry();
    user.write("report.pdf", "%PDF-1.7 invented");
    let path = user.path("report.pdf");
    let command = ["attach", &entry, path.to_str().unwrap()];
    let refused = said(&user, &command);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("cannot be taken out") && refused.err.contains("--keep-details"),
        "{}",
        refused.err
    );
    assert_eq!(user.done(&words("media list"))["people"][0]["media"], json!([]));
    let attached = attach(&user, &entry, "report.pdf", &["--keep-details"]);
    assert_eq!(attached["attachment"]["taken_out"], Value::Null);
    for missing in ["no such file", "."] {
        let refused = said(&user, &["attach", &entry, user.path(missing).to_str().unwrap()]);
        assert_eq!(refused.code, Some(1), "{missing}");
        assert!(refused.err.contains("could not be read"), "{}", refused.err);
    }
}

#[test]
fn a_media_file_that_is_gone_is_named_by_a_check_and_what_is_nobodys_is_no_fault() {
    let (user, entry) = with_entry();
    user.write("a.jpg", photo().0);
    let attached = attach(&user, &entry, "a.jpg", &[]);
    let id = attached["attachment"]["media"].as_str().unwrap();
    let files = user.files();
    let (path, bytes) = files.iter().find(|(path, _)| path.to_string_lossy().contains(id)).unwrap();
    let orphan = path.with_file_name("0123456789abcdef0123456789abcdef.media");
    std::fs::write(&orphan, bytes).unwrap();
    let checked = said(&user, &words("verify"));
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.out.contains("media discard 0123456789abcdef0123456789abcdef"), "{}", checked.out);
    user.done(&words("media discard 0123456789abcdef0123456789abcdef"));
    assert!(!orphan.exists());
    assert_eq!(user.run(&["media", "discard", id]).code, Some(1), "an entry has it");

    std::fs::remove_file(path).unwrap();
    let checked = said(&user, &words("verify"));
    assert_eq!(checked.code, Some(4));
    assert!(checked.out.contains(&entry) && checked.out.contains(id), "{}", checked.out);
    let out = user.path("out.jpg");
    let saved = user.run(&["media", "save", id, "--out", out.to_str().unwrap()]);
    assert_eq!(saved.code, Some(4), "{}", saved.err);
    assert!(!out.exists());
}
