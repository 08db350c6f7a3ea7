//! The rules of the house that no lint can hold: what may stand where, and who may name whom.
//!
//! A rule that stops a good change is changed here, in the same commit, with its reason.
#![cfg(test)]

mod rules;
mod source;

use std::fs;

use rules::{
    NETWORK, attribute_offences, call_offences, crate_offences, room_offences, taken_offences, tree_of,
};
use source::{Source, files_below, root, rust_below};

const CLOCKS: [&[&str]; 7] = [
    &["SystemTime"],
    &["Instant", ":", ":", "now"],
    &["Utc", ":", ":", "now"],
    &["Local", ":", ":", "now"],
    &["getrandom"],
    &["OsRng"],
    &["thread_rng"],
];

const SOCKETS: [&[&str]; 6] =
    [&["TcpStream"], &["TcpListener"], &["UdpSocket"], &["UnixStream"], &["UnixListener"], &["UnixDatagram"]];

#[test]
fn top_level_names() {
    const ALLOWED: [&str; 15] = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "core",
        "bindings",
        "android",
        "ios",
        "tests",
        "clippy.toml",
        "deny.toml",
        "rustfmt.toml",
        "rust-toolchain.toml",
        "target",
    ];
    let strays: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !ALLOWED.contains(&name.as_str()))
        .collect();
    assert!(
        strays.is_empty(),
        "the top folder is the map of the house, five doors and no more; found {strays:?}"
    );
}

#[test]
fn fixtures_stay_small() {
    const LIMIT: u64 = 10_000_000;
    let sizes = files_below("tests/fixtures")
        .unwrap()
        .into_iter()
        .map(|f| fs::metadata(root().join(f)).unwrap().len());
    let total: u64 = sizes.sum();
    assert!(total < LIMIT, "a clone must stay quick: tests/fixtures has {total} bytes, the limit is {LIMIT}");
}

/// A test that no lane names is run by nobody.
#[test]
fn every_test_program_is_in_a_lane() {
    let lanes = fs::read_to_string(root().join("tests/lib/lanes.sh")).unwrap();
    let manifest = fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
    let names = manifest.split("[[test]]").skip(1).filter_map(|rest| rest.split('"').nth(1));
    let without: Vec<&str> = names
        .filter(|name| {
            let words: Vec<&str> = lanes.split_whitespace().map(|word| word.trim_matches('"')).collect();
            !words.windows(2).any(|pair| pair == ["--test", name])
        })
        .collect();
    assert!(without.is_empty(), "tests/lib/lanes.sh runs no {without:?}");
}

#[test]
fn every_crate_takes_the_workspace_rules() {
    let manifests = ["core", "bindings", "tests"].map(|dir| files_below(dir).unwrap()).concat();
    // The fuzz targets are a workspace of their own, built by nightly alone, and are never shipped: the macro that
    // starts them needs what the shared lints forbid.
    let shipped = |path: &&String| path.ends_with("/Cargo.toml") && !path.contains("/fuzz/");
    for path in manifests.iter().filter(shipped) {
        let text = fs::read_to_string(root().join(path)).unwrap();
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{path}: a crate without the shared lints has no rules"
        );
        assert!(text.contains("publish.workspace = true"), "{path}: nothing is published by accident");
        let names = |name: &str| text.lines().any(|line| line.starts_with(name));
        assert!(
            !names("rusqlite") || ["core/diary/Cargo.toml", "tests/Cargo.toml"].contains(&path.as_str()),
            "{path}: SQLCipher is opened in diary-core's store alone (and by the benches, to compare with it bare)"
        );
        assert!(
            !names("chrono") || path == "core/diary/Cargo.toml" || path == "tests/Cargo.toml",
            "{path}: zone rules are applied in diary-core's time alone; two libraries would disagree one day"
        );
    }
}

#[test]
fn only_store_names_rusqlite() {
    let found = crate_offences(&core(), &["rusqlite", "libsqlite3_sys"], "store");
    assert!(
        found.is_empty(),
        "one room opens SQLCipher, so that keys, pragmas and one writer hold everywhere: {found:#?}"
    );
}

#[test]
fn only_time_names_chrono() {
    let found = crate_offences(&core(), &["chrono", "chrono_tz", "tz", "tzf_rs"], "time");
    assert!(
        found.is_empty(),
        "one room applies zone rules, so that an entry moves in time nowhere: {found:#?}"
    );
}

#[test]
fn rooms_name_only_rooms_below_them() {
    let found = room_offences(&core());
    assert!(
        found.is_empty(),
        "an arrow that points up makes two rooms one; move the thing, or change ROOMS: {found:#?}"
    );
}

#[test]
fn only_the_host_reads_a_clock_or_random_source() {
    let found = call_offences(&core_src(), &CLOCKS, &["core/host/", "core/radio/"]);
    assert!(
        found.is_empty(),
        "time and randomness come in through ports.rs, so that a test owns both: {found:#?}"
    );
}

#[test]
fn no_core_crate_opens_a_socket() {
    let found = call_offences(&core_src(), &SOCKETS, &["core/radio/"]);
    assert!(found.is_empty(), "nothing leaves unasked: {found:#?}");
}

#[test]
fn no_network_in_the_trees_of_the_core() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for package in ["health-gatt", "diary-core", "diary-sim"] {
        let tree = tree_of(&lock, package);
        assert!(
            tree.contains("proptest") || tree.contains("thiserror"),
            "{package}: the lock file was not understood"
        );
        let found: Vec<_> = tree.iter().filter(|name| NETWORK.contains(&name.as_str())).collect();
        assert!(
            found.is_empty(),
            "nothing leaves unasked, so {package} has no network code; found {found:?}"
        );
    }
}

#[test]
fn health_gatt_needs_no_std() {
    let gatt: Vec<Source> = rust_below(&["core/gatt/src"]).unwrap();
    let root = gatt.iter().find(|s| s.path == "core/gatt/src/lib.rs").unwrap();
    assert!(
        root.words.iter().any(|word| word == "no_std"),
        "health-gatt runs in firmware and test rigs too: no_std"
    );
    let found = call_offences(&gatt, &[&["std", ":", ":"]], &[]);
    assert!(found.is_empty(), "health-gatt does no I/O: core and alloc only: {found:#?}");
}

#[test]
fn lints_are_silenced_with_a_reason_and_no_test_is_ignored() {
    let found = attribute_offences(&rust_below(&["core", "bindings", "tests"]).unwrap());
    assert!(
        found.is_empty(),
        "an expectation with its reason goes away by itself, an allowance stays; \
         and a test that does not run shows nothing (long searches ask DIARY_LONG): {found:#?}"
    );
}

#[test]
fn what_a_person_typed_is_only_lent() {
    let found = taken_offences(&core());
    assert!(
        found.is_empty(),
        "nothing that somebody typed is lost by a refusal, so a call borrows it: {found:#?}"
    );
}

#[test]
fn files_can_be_read_in_one_sitting() {
    const LIMIT: usize = 800;
    let sources = core_src();
    let found: Vec<_> = sources.iter().filter(|s| s.lines > LIMIT).map(|s| (&s.path, s.lines)).collect();
    assert!(found.is_empty(), "split by {LIMIT} lines, by domain words: {found:?}");
}

fn core() -> Vec<Source> {
    rust_below(&["core/diary/src"]).unwrap()
}

fn core_src() -> Vec<Source> {
    let mut sources = rust_below(&["core"]).unwrap();
    sources.retain(|source| source.path.split('/').nth(2) == Some("src"));
    assert!(!sources.is_empty());
    sources
}

/// Each rule is shown an offender, or its silence would mean nothing.
mod offenders {
    use super::*;

    #[test]
    fn words_skip_comments_strings_and_lifetimes() {
        let text = r##"
            // rusqlite
            /* rusqlite /* rusqlite */ rusqlite */
            fn f<'chrono>(s: &'chrono str) -> char { let _ = ("rus\"qlite", r#"chrono " "#, b"x", '\'', '"'); 'c' }
        "##;
        let source = Source::new("x.rs", text);
        let seen = source.words.join(" ");
        assert_eq!(seen, "fn f < > ( s : & str ) - > char { let _ = ( , , , , ) ; }");
    }

    #[test]
    fn test_modules_are_not_shipped() {
        let source = Source::new("x.rs", "use a; #[cfg(test)] mod tests { use chrono; fn f() {} } fn g() {}");
        assert_eq!(source.shipped().join(" "), "use a ; fn g ( ) { }");
    }

    #[test]
    fn rooms() {
        for (path, text, wrong) in [
            ("time/zone.rs", "use crate::store::Reader;", true),
            ("time.rs", "use crate::{ports::Now, vault};", true),
            ("journal/chain.rs", "use crate::{ports::Now, store::{Reader, diary}, vault::Key};", false),
            ("diary/entry.rs", "fn f() { crate::household::g() }", true),
            ("attic/mod.rs", "", true),
            ("lib.rs", "pub use crate::time::Moment;", false),
            ("time/tests.rs", "use crate::store::Reader;", false),
        ] {
            let found = room_offences(&[Source::new(&format!("core/diary/src/{path}"), text)]);
            assert_eq!(!found.is_empty(), wrong, "{path}: {found:?}");
        }
        for (at, (room, uses)) in rules::ROOMS.iter().enumerate() {
            for used in *uses {
                let stands = rules::ROOMS.iter().position(|(name, _)| name == used);
                assert!(stands.is_some_and(|below| below < at), "{room} uses {used}, which is not below it");
            }
        }
    }

    #[test]
    fn crates_calls_and_attributes() {
        let planted = |path: &str, text: &str| vec![Source::new(path, text)];
        let sql = "fn f(c: &rusqlite::Connection) {}";
        assert_eq!(
            crate_offences(&planted("core/diary/src/diary/q.rs", sql), &["rusqlite"], "store").len(),
            1
        );
        assert_eq!(
            crate_offences(&planted("core/diary/src/storehouse.rs", sql), &["rusqlite"], "store").len(),
            1
        );
        assert_eq!(
            crate_offences(&planted("core/diary/src/store/q.rs", sql), &["rusqlite"], "store").len(),
            0
        );
        let clock = "let t = std::time::Instant::now();";
        assert_eq!(call_offences(&planted("core/sim/src/cuff.rs", clock), &CLOCKS, &["core/cli/"]).len(), 1);
        assert_eq!(call_offences(&planted("core/cli/src/main.rs", clock), &CLOCKS, &["core/cli/"]).len(), 0);
        assert_eq!(call_offences(&planted("a.rs", "use std::net::TcpStream;"), &SOCKETS, &[]).len(), 1);
        for (text, wrong) in [
            ("#[allow(dead_code)] fn f() {}", 1),
            ("#![allow(dead_code)]", 1),
            ("#[expect(dead_code)] const reason: u8 = 1;", 1),
            ("#[expect(dead_code, reason = \"why\")] fn f() {}", 0),
            ("#[test] #[ignore] fn f() {}", 1),
        ] {
            assert_eq!(attribute_offences(&planted("a.rs", text)).len(), wrong, "{text}");
        }
    }

    #[test]
    fn what_is_taken_by_value() {
        for (text, wrong) in [
            ("impl Diary { pub fn add(&self, content: Content) -> Result<(), E> {} }", true),
            ("impl Diary { pub fn add<S: Read>(&self, source: &mut S, words: Vec<String>) {} }", true),
            ("impl Diary { pub fn add(&self, content: &Content, names: &[String]) -> Content {} }", false),
            (
                "impl Diary { pub(crate) fn put(&self, content: Content) {} pub fn of(text: String) {} }",
                false,
            ),
        ] {
            let found = taken_offences(&[Source::new("core/diary/src/diary/file.rs", text)]);
            assert_eq!(!found.is_empty(), wrong, "{text}: {found:?}");
        }
    }

    #[test]
    fn the_lock_file_is_followed_through() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [\n \"b\",\n \"c 2.0.0\",\n]\n\n\
                    [[package]]\nname = \"b\"\ndependencies = [\n \"tokio\",\n]\n\n[[package]]\nname = \"tokio\"\n\n\
                    [[package]]\nname = \"c\"\n\n[[package]]\nname = \"apart\"\n";
        let tree: Vec<String> = tree_of(lock, "a").into_iter().collect();
        assert_eq!(tree, ["a", "b", "c", "tokio"]);
    }
}
