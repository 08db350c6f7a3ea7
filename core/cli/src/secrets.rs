//! Passphrases and recovery codes: from a prompt, a file descriptor or a file; never from an argument or the
//! environment, where other programs and the shell's history would see them.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

use diary_core::vault::{Passphrase, RecoveryCode, RecoveryError, Unlock};
use zeroize::Zeroizing;

use crate::args::{NewPassphraseArgs, SecretArgs};
use crate::error::CliError;
use crate::terminal::Console;

/// More bytes than any passphrase has; a larger file is a mistake, such as the wrong file.
pub const LONGEST: usize = 4096;

/// How often a person at a prompt is asked before the command ends.
pub const MOST_TRIES: u32 = 5;

/// Why a passphrase or code could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is no terminal to ask on.
    #[error("there is no terminal to ask on; give the passphrase with --passphrase-file or --passphrase-fd")]
    NoTerminal,
    /// There is no terminal to ask for a new passphrase on.
    #[error(
        "there is no terminal to ask on; give the new passphrase with --new-passphrase-file or --new-passphrase-fd"
    )]
    NoTerminalForNew,
    /// The group typed back is not the code's.
    #[error(
        "that group is not the new code's; the old recovery code still opens the diary; nothing was changed"
    )]
    NotWrittenDown,
    /// More than one place is named.
    #[error("say one place where the passphrase or code comes from, not several")]
    SeveralPlaces,
    /// The file or descriptor cannot be read.
    #[error("the file with the passphrase or code could not be read ({0}); check its name and permissions")]
    Unreadable(io::ErrorKind),
    /// There is nothing in it.
    #[error("the passphrase or code is empty; write it on the first line")]
    Empty,
    /// It is longer than [`LONGEST`].
    #[error("the passphrase or code has more than {LONGEST} bytes; check that it is the right file")]
    TooLong,
    /// The two typed passphrases differ.
    #[error("the two passphrases are not the same; nothing was made or changed; try again")]
    Differ,
    /// The code is no code.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
}

/// Where a passphrase comes from, and what is said where nobody can be asked for it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    file: Option<&'a Path>,
    descriptor: Option<u32>,
    nobody: SecretError,
}

impl<'a> Place<'a> {
    /// Where the passphrase comes from.
    pub fn of(args: &'a SecretArgs) -> Self {
        let nobody = SecretError::NoTerminal;
        Self { file: args.passphrase_file.as_deref(), descriptor: args.passphrase_fd, nobody }
    }

    /// Where a new passphrase comes from.
    pub fn of_new(args: &'a NewPassphraseArgs) -> Self {
        let nobody = SecretError::NoTerminalForNew;
        Self { file: args.new_passphrase_file.as_deref(), descriptor: args.new_passphrase_fd, nobody }
    }
}

/// What a household is opened with.
#[derive(Debug)]
pub enum Opening {
    /// The passphrase.
    Passphrase(Passphrase),
    /// The recovery code.
    RecoveryCode(RecoveryCode),
}

impl Opening {
    /// The secret as the core takes it.
    pub const fn unlock(&self) -> Unlock<'_> {
        match self {
            Self::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
            Self::RecoveryCode(code) => Unlock::Recovery(code),
        }
    }
}

/// Checks that the arguments name at most one place; a global option can stand before and after the command, where the
/// parser does not hold one against the other.
///
/// # Errors
/// [`SecretError::SeveralPlaces`].
pub fn one_place(args: &SecretArgs) -> Result<(), SecretError> {
    let named = [
        args.passphrase_file.is_some(),
        args.passphrase_fd.is_some(),
        args.recovery_code_file.is_some(),
        args.recovery_code,
    ];
    let own = [
        !args.own_passphrase_file.is_empty(),
        args.own_passphrase_fd.is_some(),
        !args.own_recovery_code_file.is_empty(),
    ];
    let several = |places: &[bool]| places.iter().filter(|named| **named).count() > 1;
    if several(&named) || several(&own) { Err(SecretError::SeveralPlaces) } else { Ok(()) }
}

/// Gets what opens a household, from where the arguments say; asks once if they say nothing.
///
/// # Errors
/// [`SecretError`].
pub fn opening(args: &SecretArgs, console: Console) -> Result<Opening, SecretError> {
    if let Some(file) = &args.recovery_code_file {
        return recovery_code(&from_file(file, console)?).map(Opening::RecoveryCode);
    }
    if args.recovery_code {
        return recovery_code(&prompt("Recovery code: ")?).map(Opening::RecoveryCode);
    }
    let secret = match given(&Place::of(args), console)? {
        Some(secret) => secret,
        None => prompt("Passphrase: ")?,
    };
    Ok(Opening::Passphrase(passphrase(secret)))
}

/// Gets what opens locks of their own, from where the arguments say; nothing if they say nothing.
///
/// # Errors
/// [`SecretError`].
pub fn own_given(args: &SecretArgs, console: Console) -> Result<Vec<Opening>, SecretError> {
    let mut given = Vec::new();
    for file in &args.own_recovery_code_file {
        given.push(Opening::RecoveryCode(recovery_code(&from_file(file, console)?)?));
    }
    for file in &args.own_passphrase_file {
        given.push(Opening::Passphrase(passphrase(from_file(file, console)?)));
    }
    if let Some(descriptor) = args.own_passphrase_fd {
        given.push(Opening::Passphrase(passphrase(from_descriptor(descriptor)?)));
    }
    Ok(given)
}

/// As [`own_given`], where one lock is to be opened.
///
/// # Errors
/// [`SecretError::SeveralPlaces`] for more than one.
pub fn one_own_given(args: &SecretArgs, console: Console) -> Result<Option<Opening>, SecretError> {
    let mut given = own_given(args, console)?;
    if given.len() > 1 { Err(SecretError::SeveralPlaces) } else { Ok(given.pop()) }
}

/// Asks a person for what opens a lock of theirs.
///
/// # Errors
/// [`SecretError`].
pub fn own_asked(what: &str) -> Result<Opening, SecretError> {
    Ok(Opening::Passphrase(passphrase(prompt(&format!("Passphrase of {what}: "))?)))
}

/// Whether the secret that opens the household is asked for at a prompt.
pub fn is_asked(args: &SecretArgs) -> bool {
    args.passphrase_file.is_none() && args.passphrase_fd.is_none() && args.recovery_code_file.is_none()
}

/// Gets a new passphrase; asks twice if no place is named, and again where it is too easy to guess.
///
/// # Errors
/// [`SecretError`]; [`CliError::Vault`] if it is too short or too easy to guess, before anything is asked twice.
pub fn new_passphrase(place: &Place<'_>, console: Console) -> Result<Passphrase, CliError> {
    if let Some(secret) = given(place, console)? {
        let secret = passphrase(secret);
        secret.check_new()?;
        return Ok(secret);
    }
    let mut tries = 0;
    loop {
        let first = prompt("New passphrase: ").map_err(|error| match error {
            SecretError::NoTerminal => place.nobody,
            other => other,
        })?;
        let secret = passphrase(first.clone());
        tries += 1;
        match secret.check_new() {
            Ok(()) => {}
            Err(error) if tries < MOST_TRIES => {
                console.complain(&format!("diary: {error}"));
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        if prompt("The same again: ")? != first {
            return Err(SecretError::Differ.into());
        }
        return Ok(secret);
    }
}

/// Whether a person sits at the terminal who can be asked something.
pub fn someone_is_there(console: Console) -> bool {
    !console.json && can_confirm()
}

/// Has one group of a new recovery code typed back, which shows that it was written down.
///
/// # Errors
/// [`SecretError::NotWrittenDown`] after three tries; [`SecretError::NoTerminal`].
pub fn typed_back(code: &RecoveryCode, group: u8, console: Console) -> Result<(), SecretError> {
    for _ in 0..3 {
        let typed = match prompt(&format!("Type group {group} of the new code: ")) {
            Err(SecretError::Empty) => continue,
            typed => typed?,
        };
        if std::str::from_utf8(&typed).is_ok_and(|typed| code.has_group(group, typed)) {
            return Ok(());
        }
        console.complain(&format!("diary: that is not group {group} of the code above"));
    }
    Err(SecretError::NotWrittenDown)
}

/// Whether somebody sees a question and can answer it.
pub fn can_confirm() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question that is answered with `yes`; anything else is a no.
///
/// # Errors
/// [`SecretError::NoTerminal`].
pub fn agrees(question: &str) -> Result<bool, SecretError> {
    let mut answer = String::new();
    // Where nobody sees the question, nobody answers it.
    let asked =
        write!(io::stderr().lock(), "{question}").and_then(|()| io::stdin().lock().read_line(&mut answer));
    asked.map_err(|_| SecretError::NoTerminal)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}

fn given(place: &Place<'_>, console: Console) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
    match (place.file, place.descriptor) {
        (Some(file), _) => from_file(file, console).map(Some),
        (None, Some(descriptor)) => from_descriptor(descriptor).map(Some),
        (None, None) => Ok(None),
    }
}

fn passphrase(mut secret: Zeroizing<Vec<u8>>) -> Passphrase {
    Passphrase::new(std::mem::take(&mut *secret))
}

fn recovery_code(secret: &[u8]) -> Result<RecoveryCode, SecretError> {
    let text = std::str::from_utf8(secret).map_err(|_| RecoveryError::Length)?;
    Ok(RecoveryCode::parse(text)?)
}

/// Reads a secret from a file, and warns if others can read it too.
fn from_file(path: &Path, console: Console) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let file = File::open(path).map_err(|error| SecretError::Unreadable(error.kind()))?;
    if open_to_others(&file) {
        console
            .remark("diary: others on this machine can read that file; make it yours alone with chmod 600");
    }
    read(file)
}

#[cfg(unix)]
fn open_to_others(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|about| about.is_file() && about.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &File) -> bool {
    false
}

/// Reads a secret from an open descriptor, through its name in `/dev/fd`: taking it over by number would need unsafe
/// code.
fn from_descriptor(number: u32) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    read(File::open(format!("/dev/fd/{number}")).map_err(|error| SecretError::Unreadable(error.kind()))?)
}

/// Everything up to the end, without one line break there; into room that never moves, so that no copy stays behind.
fn read(source: impl Read) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let mut secret = Zeroizing::new(Vec::with_capacity(LONGEST + 64));
    source
        .take(LONGEST as u64 + 3)
        .read_to_end(&mut secret)
        .map_err(|error| SecretError::Unreadable(error.kind()))?;
    for end in [b'\n', b'\r'] {
        if secret.last() != Some(&end) {
            break;
        }
        secret.pop();
    }
    match secret.len() {
        0 => Err(SecretError::Empty),
        1..=LONGEST => Ok(secret),
        _ => Err(SecretError::TooLong),
    }
}

/// Asks on the terminal itself, whatever the standard streams are, and shows nothing of the answer.
fn prompt(question: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    // Without anyone there, the terminal of a service manager must not be waited on.
    if !io::stdin().is_terminal() && !io::stderr().is_terminal() {
        return Err(SecretError::NoTerminal);
    }
    let typed = rpassword::prompt_password(question).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SecretError::Empty,
        _ => SecretError::NoTerminal,
    })?;
    let secret = Zeroizing::new(typed.into_bytes());
    if secret.is_empty() { Err(SecretError::Empty) } else { Ok(secret) }
}

#[cfg(test)]
mod tests;
