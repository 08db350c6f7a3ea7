//! Changing what opens a household: which secrets open before and after, what stays, and what a kill leaves.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Run, User, words};

const OLD: &str = "correct horse battery";
const NEW: &str = "lamp otter gravel noon";

fn user() -> User {
    let user = User::with_household();
    user.write("new", format!("{NEW}\n"));
    user
}

/// Whether a file with a secret opens the household.
fn opens(user: &User, option: &str, file: &str) -> bool {
    let run = user.with(option, file, &["person", "list"]);
    assert!(matches!(run.code, Some(0 | 3)), "{}{}", run.out, run.err);
    run.code == Some(0)
}

fn slots(user: &User) -> Vec<Value> {
    // No secret is asked for.
    let run = user.bare(&["--json", "slots"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    run.json()["slots"].as_array().unwrap().clone()
}

fn kinds(user: &User) -> Vec<String> {
    slots(user).iter().map(|slot| slot["opens_with"].as_str().unwrap().to_owned()).collect()
}

fn databases(user: &User) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = user.files();
    files.retain(|(path, _)| path.extension().is_some_and(|end| end == "db"));
    files
}

fn key_files(user: &User) -> [Vec<u8>; 2] {
    ["keys.json", "keys.copy.json"].map(|copy| std::fs::read(user.home().join(copy)).unwrap())
}

#[test]
fn a_passphrase_is_changed_and_the_diary_is_not() {
    let user = user();
    user.done(&["person", "add", "Ada"]);
    let before = databases(&user);
    let old_keys = std::fs::read(user.home().join("keys.json")).unwrap();
    let change = ["passphrase", "change", "--new-passphrase-file", "new"];
    let run = user.with("--passphrase-file", "passphrase", &change);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    assert!(run.json()["limit"].as_str().unwrap().contains("still opens"), "{}", run.out);
    assert!(databases(&user) == before);
    assert!(!opens(&user, "--passphrase-file", "passphrase"));
    assert!(opens(&user, "--passphrase-file", "new") && opens(&user, "--recovery-code-file", "code"));
    for (path, bytes) in user.files() {
        for secret in [OLD, NEW] {
            let planted = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!planted, "{path:?}");
        }
    }
    // What is said on the screen is so: the old key file opens with the old passphrase.
    for copy in ["keys.json", "keys.copy.json"] {
        std::fs::write(user.home().join(copy), &old_keys).unwrap();
    }
    assert!(opens(&user, "--passphrase-file", "passphrase"));
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_the_recovery_code_and_one_of_two_is_named() {
    let user = user();
    user.write("third", "seven grey pots sing");
    user.done(&["passphrase", "change", "--new-passphrase-file", "new"]);
    assert!(opens(&user, "--passphrase-file", "new"));
    user.done(&["passphrase", "add", "--new-passphrase-file", "third"]);
    assert_eq!(kinds(&user), ["passphrase", "recovery-code", "passphrase"]);
    let run = user.run(&["passphrase", "change", "--new-passphrase-file", "passphrase"]);
    assert_eq!(run.json()["error"]["kind"], "slot", "{}", run.out);
    assert!(run.json()["error"]["hint"].as_str().unwrap().contains("--slot"), "{}", run.out);
    user.done(&["passphrase", "change", "--slot", "3", "--new-passphrase-file", "passphrase"]);
    assert!(opens(&user, "--passphrase-file", "new") && opens(&user, "--passphrase-file", "passphrase"));
    assert!(!opens(&user, "--passphrase-file", "third"));
}

#[test]
fn a_new_recovery_code_ends_the_old_one() {
    let user = user();
    let made = user.done(&["recovery", "new"]);
    user.write("next", made["recovery_code"].as_str().unwrap());
    assert!(!opens(&user, "--recovery-code-file", "code"));
    assert!(opens(&user, "--recovery-code-file", "next") && opens(&user, "--passphrase-file", "passphrase"));
    assert!(made["limit"].as_str().unwrap().contains("keys.json"));
}

#[test]
fn slots_are_shown_without_a_secret_and_removed_but_never_the_last() {
    let user = user();
    let shown = slots(&user);
    assert_eq!(kinds(&user), ["passphrase", "recovery-code"]);
    assert_eq!(shown[0]["cost"], json!({ "memory_kib": 65_536, "passes": 3, "lanes": 1 }));
    assert_eq!(shown[1]["cost"], Value::Null);
    assert_eq!(shown[0]["since"].as_str().unwrap().len(), "2026-08-14".len());
    let text = user.bare(&["slots"]).out;
    let code = std::fs::read_to_string(user.path("code")).unwrap();
    for word in ["passphrase", "recovery code", "64 MiB, 3 passes", shown[0]["slot"].as_str().unwrap()] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains(&code[..6]));

    let before = key_files(&user);
    for (line, kind) in
        [("slots remove 9", "name"), ("slots remove 0", "name"), ("slots remove ffffffff", "name")]
    {
        assert_eq!(user.run(&words(line)).json()["error"]["kind"], kind, "{line}");
    }
    assert!(before == key_files(&user));
    let removed = user.done(&["slots", "remove", "1"]);
    assert_eq!(removed["removed"], shown[0]["slot"]);
    assert!(!opens(&user, "--passphrase-file", "passphrase"));
    let id = shown[0]["slot"].as_str().unwrap();
    for copy in ["keys.json", "keys.copy.json"] {
        assert!(!std::fs::read_to_string(user.home().join(copy)).unwrap().contains(id), "{copy}");
    }
    let id = shown[1]["slot"].as_str().unwrap();
    let run = user.run(&["slots", "remove", &id[..8]]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (Some(1), &json!("slot")), "{}", run.out);
    assert!(run.json()["error"]["hint"].as_str().unwrap().contains("passphrase add"));
    assert!(opens(&user, "--recovery-code-file", "code"));
}

#[test]
fn a_weak_or_missing_new_passphrase_changes_no_key_file() {
    let user = user();
    user.write("weak", "password123\n");
    let before = key_files(&user);
    let line = ["passphrase", "change", "--new-passphrase-file", "weak"];
    for run in [user.run(&line), user.run(&["passphrase", "add", "--new-passphrase-file", "weak"])] {
        assert_eq!(run.code, Some(1));
        let error = run.json()["error"].clone();
        assert_eq!(
            (&error["kind"], &error["reason"]),
            (&json!("weak-passphrase"), &json!("common")),
            "{error}"
        );
        assert!(!run.out.contains("password123") && !run.err.contains("password123"));
    }
    let run = user.run(&["passphrase", "change"]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (Some(1), &json!("secret")));
    assert!(run.json()["error"]["message"].as_str().unwrap().contains("--new-passphrase-file"));
    let run = user.run(&["passphrase", "change", "--new-passphrase-file", "new", "--new-passphrase-fd", "3"]);
    assert_eq!(run.code, Some(2));
    assert!(before == key_files(&user));
    let fresh = User::new();
    let run = fresh.with("--passphrase-file", "weak", &["init"]);
    assert_eq!(run.code, Some(1), "no such file yet");
    fresh.write("weak", "password123\n");
    let run = fresh.with("--passphrase-file", "weak", &["init"]);
    assert_eq!(run.json()["error"]["reason"], "common", "{}", run.out);
    assert!(!fresh.home().exists());
}

#[test]
fn a_lost_copy_is_named_and_written_again() {
    let user = user();
    std::fs::remove_file(user.home().join("keys.copy.json")).unwrap();
    let shown = user.bare(&["slots"]);
    assert!(
        shown.out.contains("keys.copy.json is missing") && shown.out.contains("slots save"),
        "{}",
        shown.out
    );
    assert_eq!(user.run(&["slots", "save"]).code, Some(0));
    let [first, second] = key_files(&user);
    assert!(first == second);
    assert_eq!(user.bare(&["--json", "slots"]).json()["key_file"], Value::Null);
}

/// With the recovery code, which opens through all of it.
#[test]
fn a_kill_while_a_passphrase_is_changed_leaves_the_old_or_the_new() {
    let user = user();
    let mut ends = [0, 0];
    for part in 0..12_u64 {
        let copy = user.copied();
        let line = [
            "--json",
            "--recovery-code-file",
            "code",
            "passphrase",
            "change",
            "--new-passphrase-file",
            "new",
        ];
        let mut command = copy.command(&line);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(60 * part));
        let _ = child.kill();
        let run = Run::of(&child.wait_with_output().unwrap());
        let (old, new) =
            (opens(&copy, "--passphrase-file", "passphrase"), opens(&copy, "--passphrase-file", "new"));
        assert!(old != new, "old {old}, new {new}");
        assert!(new || run.code != Some(0), "what was reported done is done");
        assert!(opens(&copy, "--recovery-code-file", "code"));
        ends[usize::from(new)] += 1;
    }
    println!("killed: {} times the old passphrase, {} times the new", ends[0], ends[1]);
}

/// Types lines at the prompts of a command that has a terminal; gives what the terminal showed and the exit code.
fn typing(user: &User, arguments: &[&str], lines: &str) -> (String, i32) {
    const TYPIST: &str = r#"
import os, pty, re, sys, time
program, lines = sys.argv[2:], sys.argv[1].split("|")
pid, terminal = pty.fork()
if pid == 0:
    os.execv(program[0], program)
shown, said = b"", 0
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    shown += more
    if re.search(rb": $", shown[said:]) and lines:
        said, line = len(shown), lines.pop(0)
        if line.startswith("FIND "):
            planted, found = line[5:].encode(), 0
            with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
                for span in maps:
                    place, rights, *name = span.split()[0:2] + span.split()[5:]
                    if rights.startswith("rw") and name != ["[vvar]"]:
                        start, end = (int(edge, 16) for edge in place.split("-"))
                        memory.seek(start)
                        found += memory.read(end - start).count(planted)
            shown += f"FOUND {found}\n".encode()
            line = lines.pop(0)
        if line == "GROUP":
            code = re.search(rb"([0-9A-Z]{6}(?:-[0-9A-Z]{6}){5})", shown).group(1).split(b"-")
            line = code[int(re.findall(rb"Type group (\d)", shown)[-1]) - 1].decode()
        time.sleep(0.05)
        os.write(terminal, line.encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
"#;
    let python = std::env::var_os("DIARY_PYTHON").unwrap_or_else(|| "python3".into());
    let path = std::env::var_os("PATH").unwrap();
    let mut command = Command::new(python);
    user.dress(&mut command);
    let done =
        command.env("PATH", path).args(["-c", TYPIST, lines]).arg(crate::program::binary()).args(arguments);
    let done = Run::of(&done.output().unwrap());
    (done.out + &done.err, done.code.unwrap())
}

#[test]
fn at_a_terminal_a_wrong_passphrase_is_asked_for_again_and_then_waited_for() {
    let user = user();
    let (shown, code) = typing(&user, &["person", "list"], &format!("wrong one|wrong two|{OLD}"));
    assert_eq!(code, 0, "{shown}");
    assert!(shown.matches("opens nothing here").count() == 2 && !shown.contains("wait"), "{shown}");
    assert!(!shown.contains("wrong one") && !shown.contains(OLD), "{shown}");
    let (shown, code) = typing(&user, &["person", "list"], "a1|a2|a3|a4|a5|a6");
    assert_eq!(code, 3, "{shown}");
    assert_eq!(shown.matches("opens nothing here").count(), 5, "{shown}");
    assert!(shown.contains("wait 1 s") && shown.contains("wait 2 s"), "{shown}");
}

#[test]
fn at_a_terminal_an_entry_is_shown_and_erased_only_after_a_yes() {
    let user = user();
    for line in ["person add Ada", "add bp 128/82"] {
        user.done(&words(line));
    }
    let id = user.entries()[0].1["entry"].as_str().unwrap().to_owned();
    let (shown, code) = typing(&user, &["erase", &id], &format!("{OLD}|y"));
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("128/82") && shown.contains("nothing was erased"), "{shown}");
    assert_eq!(user.entries().len(), 1);
    let (shown, code) = typing(&user, &["erase", &id], &format!("{OLD}|yes"));
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("Erased from the diary of Ada"), "{shown}");
    assert_eq!(user.entries().len(), 0);
}

#[test]
fn at_a_terminal_an_entry_is_shown_and_moved_only_after_a_yes() {
    let user = user();
    for line in ["person add Ada", "person add Ben", "add bp 128/82 --person Ada"] {
        user.done(&words(line));
    }
    let id = user.entries()[0].1["entry"].as_str().unwrap().to_owned();
    let (shown, code) = typing(&user, &["move", &id, "--to", "Ben"], &format!("{OLD}|no"));
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("128/82") && shown.contains("nothing was moved"), "{shown}");
    assert_eq!(user.entries()[0].0, "Ada");
    let (shown, code) = typing(&user, &["move", &id, "--to", "Ben"], &format!("{OLD}|yes"));
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("In the diary of Ben now: 128/82"), "{shown}");
    assert_eq!(user.entries()[0].0, "Ben");
}

#[test]
fn at_a_terminal_a_new_code_counts_once_a_group_was_typed_back() {
    let user = user();
    let (shown, code) = typing(&user, &["recovery", "new"], &format!("{OLD}|WRONG1|WRONG2|WRONG3"));
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("the old recovery code still opens"), "{shown}");
    assert!(opens(&user, "--recovery-code-file", "code"));
    let (shown, code) = typing(&user, &["recovery", "new"], &format!("{OLD}|WRONG1|GROUP"));
    assert_eq!(code, 0, "{shown}");
    assert!(!opens(&user, "--recovery-code-file", "code"));
    let next = shown
        .split(char::is_whitespace)
        .find(|word| word.matches('-').count() == 5 && word.len() >= 41)
        .unwrap();
    let next = next.trim_start_matches("\u{1b}[1m").trim_end_matches("\u{1b}[0m");
    assert_eq!(shown.matches(next).count(), 1, "it is shown once");
    user.write("next", next);
    assert!(opens(&user, "--recovery-code-file", "next"));
}

#[test]
fn at_a_terminal_a_weak_passphrase_is_told_why_and_asked_for_again() {
    let user = user();
    let lines = format!("{OLD}|password123|{NEW}|{NEW}");
    let (shown, code) = typing(&user, &["passphrase", "change"], &lines);
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("close to one that many people use") && shown.contains("four or more words"),
        "{shown}"
    );
    assert!(!shown.contains("password123") && !shown.contains(NEW), "{shown}");
    assert!(opens(&user, "--passphrase-file", "new"));
}

/// The estimator of strength copies what it looks at; the program's heap forgets whatever is freed.
#[cfg(target_os = "linux")]
#[test]
fn a_refused_passphrase_is_nowhere_in_memory_when_the_next_is_asked_for() {
    let user = user();
    // Long, because an allocator writes over the beginning of what is freed. No other text holds this one.
    let weak = "zanzibar".repeat(6);
    let lines = format!("{OLD}|{weak}|FIND zanzibarzanzibar|{NEW}|FIND {NEW}|{NEW}");
    let (shown, code) = typing(&user, &["passphrase", "change"], &lines);
    assert_eq!(code, 0, "{shown}");
    let found: Vec<u32> = shown.split("FOUND ").skip(1).map(|rest| rest[..1].parse().unwrap()).collect();
    assert_eq!(found[0], 0, "{shown}");
    assert!(found[1] > 0, "the search finds the passphrase that is still in use: {shown}");
}
