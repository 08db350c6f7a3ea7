//! The failing disk: the shim that is preloaded, what it is asked for, and what a power cut leaves.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What happens at one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The process ends before the call, or behind it.
    KillBefore,
    KillAfter,
    /// A write reaches the file in part, and the process ends.
    TearHalf,
    Tear512,
    /// The power is cut before the call: nothing is left but what was forced to the disk.
    PowerCut,
    /// The same, but names of files are as they were last: only contents are lost.
    PowerCutAfterNames,
    /// The same as the first, on a disk that says it was forced and was not: nothing can hold on that one.
    PowerCutAfterLies,
    /// The call fails, alone or with all that come after it.
    Full,
    FullFrom,
    Broken,
    BrokenFrom,
}

/// One call that a scenario makes, as the shim wrote it down.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) line: String,
    name: String,
    length: usize,
}

impl Fault {
    /// What a disk may do.
    pub(crate) const ALL: [Self; 10] = [
        Self::KillBefore,
        Self::KillAfter,
        Self::TearHalf,
        Self::Tear512,
        Self::PowerCut,
        Self::PowerCutAfterNames,
        Self::Full,
        Self::FullFrom,
        Self::Broken,
        Self::BrokenFrom,
    ];

    /// Whether it can happen at this call.
    pub(crate) fn fits(self, call: &Call) -> bool {
        match self {
            Self::TearHalf => call.name == "write" && call.length > 1,
            Self::Tear512 => call.name == "write" && call.length > 512,
            Self::Full => call.name != "unlink",
            _ => true,
        }
    }

    /// Whether the process goes on after it.
    pub(crate) fn survived(self) -> bool {
        matches!(self, Self::Full | Self::FullFrom | Self::Broken | Self::BrokenFrom)
    }

    /// The shim's word for it, and the error's number.
    fn mode(self) -> (&'static str, &'static str) {
        const FULL: &str = "28"; // ENOSPC
        const BROKEN: &str = "5"; // EIO
        match self {
            Self::KillBefore | Self::PowerCut | Self::PowerCutAfterNames | Self::PowerCutAfterLies => {
                ("kill-before", "0")
            }
            Self::KillAfter => ("kill-after", "0"),
            Self::TearHalf => ("tear-half", "0"),
            Self::Tear512 => ("tear-512", "0"),
            Self::Full => ("error-at", FULL),
            Self::FullFrom => ("error-from", FULL),
            Self::Broken => ("error-at", BROKEN),
            Self::BrokenFrom => ("error-from", BROKEN),
        }
    }
}

/// The shim, built by the system's C compiler.
#[derive(Debug)]
pub(crate) struct Shim {
    library: PathBuf,
}

impl Shim {
    pub(crate) fn build(into: &Path) -> Self {
        let library = into.join("shim.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/shim.c");
        let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
        compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o"]);
        let built = compiler.arg(&library).arg(source).status();
        assert!(built.expect("a C compiler is needed").success(), "the shim does not compile");
        Self { library }
    }

    /// A command whose files below `case/disk` fail at call `at`.
    pub(crate) fn over(&self, command: &mut Command, case: &Path, fault: Fault, at: usize) {
        let (mode, error) = fault.mode();
        self.preload(command, case, mode).env("FAULT_AT", at.to_string()).env("FAULT_ERRNO", error);
        if matches!(fault, Fault::PowerCut | Fault::PowerCutAfterNames | Fault::PowerCutAfterLies) {
            fs::create_dir(case.join("synced")).unwrap();
            command.env("FAULT_SYNCED", case.join("synced"));
        }
        if fault == Fault::PowerCutAfterLies {
            command.env("FAULT_LIES", "1");
        }
    }

    /// A command over a disk that works.
    pub(crate) fn passing<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("LD_PRELOAD", &self.library)
    }

    /// A command whose calls are written down in `case/trace`.
    pub(crate) fn counting(&self, command: &mut Command, case: &Path) {
        self.preload(command, case, "count").env("FAULT_TRACE", case.join("trace"));
    }

    fn preload<'a>(&self, command: &'a mut Command, case: &Path, mode: &str) -> &'a mut Command {
        self.passing(command).env("FAULT_ROOT", case.join("disk")).env("FAULT_MODE", mode)
    }
}

/// The calls that a run made, in order.
pub(crate) fn calls(case: &Path) -> Vec<Call> {
    let text = fs::read_to_string(case.join("trace")).unwrap();
    let call = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let name = words.next().unwrap().to_owned();
        Call { line: line.to_owned(), name, length: words.next().unwrap().parse().unwrap() }
    };
    text.lines().map(call).collect()
}

/// Puts the disk into the state that a power cut leaves, from what the shim kept.
pub(crate) fn cut_power(case: &Path, fault: Fault) {
    let (disk, kept) = (case.join("disk"), case.join("synced"));
    match fault {
        Fault::PowerCut | Fault::PowerCutAfterLies => {
            let root = kept.join(fs::metadata(&disk).unwrap().ino().to_string());
            fs::remove_dir_all(&disk).unwrap();
            restore(&root, &disk);
        }
        Fault::PowerCutAfterNames => empty_contents(&disk, &kept),
        _ => {}
    }
}

/// A kept folder with its links followed. What was never forced to the disk is empty.
fn restore(kept: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(kept).unwrap() {
        let (from, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        match fs::metadata(&from) {
            Ok(found) if found.is_dir() => restore(&from, &to.join(name)),
            Ok(_) => fs::write(to.join(name), fs::read(from).unwrap()).unwrap(),
            Err(_) => fs::write(to.join(name), []).unwrap(),
        }
    }
}

/// Every file as it was last forced to the disk, under the name that it has now.
fn empty_contents(folder: &Path, kept: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::metadata(&path).unwrap();
        if found.is_dir() {
            empty_contents(&path, kept);
        } else {
            fs::write(&path, fs::read(kept.join(found.ino().to_string())).unwrap_or_default()).unwrap();
        }
    }
}
