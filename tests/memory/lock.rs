//! What stands in the memory of a program that has locked its household.
//!
//! `watch.py` runs the program, reads its writable memory from outside, and searches it. Needs what `tests/independent`
//! needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Texts that no dictionary has and nothing else holds; all longer than what a heap writes over when it frees.
const TEXTS: [(&str, &str); 4] = [
    ("passphrase", "vq7RkmZt0e-hollow-xw93JpLd-lantern-u5TcyNb8G-orchard"),
    ("own", "Kd84hzWq-thimble-Ry61fMvx-granite-0sPjb7LcEo-harbour"),
    ("note", "planted note: Hw2nVx9r felt the Tq6kZp3y after supper, Lm8sJd4f and went to bed"),
    ("caption", "planted caption: Gb5tYc1u of the left ankle, Np7wXe0a before the bandage"),
];
/// 64 bytes, over and over in the recording.
const RECORDING: &[u8; 64] = b"planted recording Zc4vQm9k and Fj2xWb7n beneath it, Ud6yTs1h end";

/// By state and secret, how often pieces of it were found.
struct Seen {
    secrets: Vec<String>,
    open: BTreeMap<String, u64>,
    locked: BTreeMap<String, u64>,
}

/// Looks at a program that uses a household; `made_there`: that also makes it, and judges new passphrases.
fn watch(program: &str, made_there: bool) -> Seen {
    let case = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let secrets = case.path().join("secrets");
    fs::create_dir(&secrets).unwrap();
    for (name, text) in TEXTS {
        fs::write(secrets.join(name), text).unwrap();
    }
    fs::write(secrets.join("recording"), RECORDING.repeat(3000)).unwrap();
    let role = if made_there { "both" } else { "use" };
    if !made_there {
        assert!(Command::new(program).arg("make").arg(case.path()).status().unwrap().success());
    }
    let python = std::env::var_os("DIARY_PYTHON").unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("memory/watch.py");
    let mut command = Command::new(python);
    let command =
        command.env("PYTHONDONTWRITEBYTECODE", "1").arg(script).args([program, role]).arg(case.path());
    let done = command.output().expect("Python 3.11 with cryptography 44 is needed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let of = |name: &str| serde_json::from_value(said[name].clone()).unwrap();
    Seen {
        secrets: serde_json::from_value(said["secrets"].clone()).unwrap(),
        open: of("open"),
        locked: of("locked"),
    }
}

/// What is not a key or a secret, but what it protects.
fn is_content(name: &str) -> bool {
    ["note", "caption", "recording"].iter().any(|content| name.starts_with(content))
}

/// A search that finds nothing while everything is open would say nothing.
fn search_works(seen: &Seen) {
    for name in [
        "passphrase",
        "own_code",
        "receive key",
        "writer seed",
        "media key",
        "derived: ",
        "unwrapped: ",
        "note",
        "recording",
    ] {
        assert!(seen.open.keys().any(|found| found.starts_with(name)), "{name} is not seen while open");
    }
    let wanted = [
        "own #",
        "code #",
        "code with dashes",
        "backup key",
        "file key: household",
        "file key: diary",
        "key of a",
    ];
    for name in wanted {
        assert!(seen.secrets.iter().any(|secret| secret.starts_with(name)), "{name} is not looked for");
    }
}

/// The core alone promises this for keys, codes, and passphrases that are not new: what judges a new one copies it.
#[test]
fn a_locked_household_leaves_no_key_and_no_secret_in_memory() {
    let seen = watch(env!("CARGO_BIN_EXE_lock-plain"), false);
    println!("while open: {:?}\nafterwards: {:?}", seen.open, seen.locked);
    search_works(&seen);
    let left: Vec<_> = seen.locked.iter().filter(|(name, _)| !is_content(name)).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What was read is copied on its way to the screen, and a new passphrase where it is judged; a heap that overwrites what is
/// freed forgets both.
#[test]
fn with_a_heap_that_forgets_no_word_of_an_entry_and_no_byte_of_its_media_is_left() {
    let seen = watch(env!("CARGO_BIN_EXE_lock-wiped"), true);
    println!("while open: {:?}\nafterwards: {:?}", seen.open, seen.locked);
    search_works(&seen);
    assert!(seen.locked.is_empty(), "{:?}", seen.locked);
}
