//! The binary, with a home, a state folder and a passphrase file of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use diary_tests::tree;
use serde_json::Value;

/// The binary, where the build of this test put it.
pub(crate) fn binary() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let beside = exe.ancestors().skip(1).map(|folder| folder.join("diary"));
    let named = std::env::var_os("CARGO_TARGET_DIR").map(|target| Path::new(&target).join("debug/diary"));
    let found = beside.chain(named).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("the binary is not built: cargo build -p diary-cli"))
}

/// A folder on a memory disk where there is one.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// One user of the binary on a machine of their own.
pub(crate) struct User {
    root: tempfile::TempDir,
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Standard output as the one JSON value that it is.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}{}", self.out, self.err))
    }
}

impl User {
    /// Someone with a passphrase and nothing else.
    pub(crate) fn new() -> Self {
        let user = Self { root: folder() };
        user.write("passphrase", "correct horse battery\n");
        user.write("wrong", "wrong horse battery\n");
        user
    }

    /// Someone with a household; its recovery code lies in the file `code`.
    pub(crate) fn with_household() -> Self {
        let user = Self::new();
        let made = user.done(&["init"]);
        user.write("code", made["recovery_code"].as_str().unwrap());
        user
    }

    /// Someone with two people, three devices whose users are known, and a few entries; nothing synchronised yet.
    pub(crate) fn with_everything() -> Self {
        let user = Self::with_household();
        for line in [
            "person add Ada",
            "person add Ben",
            "device pair --sim and",
            "device pair --sim beurer",
            "device pair --sim nonin",
            "device assign UA-651BLE any Ada",
            "device assign BM85 0 Ada",
            "device assign BM85 1 Ben",
            "device assign 3230 any Ben",
            "add bp 128/82 --pulse 64 --person Ada --at 2026-08-14T07:10",
            "add spo2 97 --person Ben --at 2026-08-14T07:20",
            "add note rested --person Ben --at 2026-08-15T21:00 --zone America/New_York",
        ] {
            user.done(&words(line));
        }
        user
    }

    /// The same once more, in a folder of its own.
    pub(crate) fn copied(&self) -> Self {
        let copy = Self { root: folder() };
        copy_folder(self.root.path(), copy.root.path());
        copy
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// Writes a file that only this user reads.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(self.path(name), text).unwrap();
        std::fs::set_permissions(self.path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// A run of the binary that has not begun. Nothing of the caller's environment reaches it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        self.dress(&mut command);
        command.args(arguments);
        command
    }

    pub(crate) fn dress(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.root.path())
            .env("DIARY_HOME", self.home())
            .env("DIARY_STATE", self.path("state"))
            .env("TZ", "Europe/London")
            .current_dir(self.root.path())
            .stdin(Stdio::null());
    }

    /// Runs the binary with exactly these arguments.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }

    /// Runs the binary with `--json` and the recovery code, which costs no Argon2, or else the passphrase.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        if self.path("code").exists() {
            self.with("--recovery-code-file", "code", arguments)
        } else {
            self.with("--passphrase-file", "passphrase", arguments)
        }
    }

    /// Runs the binary with `--json` and a secret from a file.
    pub(crate) fn with(&self, option: &str, file: &str, arguments: &[&str]) -> Run {
        let mut all = vec!["--json", option, file];
        all.extend(arguments);
        self.bare(&all)
    }

    /// What a command says that has to work.
    pub(crate) fn done(&self, arguments: &[&str]) -> Value {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}\n{}{}", run.out, run.err);
        assert_eq!(run.err, "", "{arguments:?}");
        run.json()
    }

    /// Every file of home and state with its bytes, in order.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        [self.home(), self.path("state")].iter().flat_map(|folder| tree(folder)).collect()
    }

    /// All entries that are listed, with the person's name.
    pub(crate) fn entries(&self) -> Vec<(String, Value)> {
        entries(&self.done(&["list"]))
    }
}

pub(crate) fn entries(listed: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for person in listed["people"].as_array().unwrap() {
        let name = person["name"].as_str().unwrap();
        for day in person["days"].as_array().unwrap() {
            let of_day = day["entries"].as_array().unwrap();
            all.extend(of_day.iter().map(|entry| (name.to_owned(), entry.clone())));
        }
    }
    all
}

/// A command line of single words.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
