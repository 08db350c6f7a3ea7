//! Secrets from files, descriptors and pipes.

use std::io::Write;

use super::*;
use crate::terminal::Look;

const CONSOLE: Console = Console { json: false, quiet: true, look: Look::PLAIN };

fn bytes(secret: &[u8]) -> Result<Vec<u8>, SecretError> {
    read(secret).map(|secret| secret.to_vec())
}

#[test]
fn one_line_break_at_the_end_is_not_part_of_it() {
    assert_eq!(bytes(b"correct horse\n"), Ok(b"correct horse".to_vec()));
    assert_eq!(bytes(b"correct horse\r\n"), Ok(b"correct horse".to_vec()));
    assert_eq!(bytes(b" correct horse "), Ok(b" correct horse ".to_vec()), "spaces are typed on purpose");
    assert_eq!(bytes(b"two\nlines\n\n"), Ok(b"two\nlines\n".to_vec()));
    assert_eq!(bytes(b"\r"), Ok(b"\r".to_vec()));
}

#[test]
fn one_place_is_enough() {
    let one = SecretArgs { passphrase_fd: Some(3), ..SecretArgs::default() };
    assert_eq!(one_place(&SecretArgs::default()), Ok(()));
    assert_eq!(one_place(&one), Ok(()));
    let two = SecretArgs { recovery_code: true, ..one };
    assert_eq!(one_place(&two), Err(SecretError::SeveralPlaces));
    assert_eq!(CliError::from(SecretError::SeveralPlaces).class(), crate::error::Class::Usage);
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert_eq!(bytes(b"\n"), Err(SecretError::Empty));
    assert_eq!(bytes(&vec![b'x'; LONGEST]).map(|all| all.len()), Ok(LONGEST));
    assert_eq!(bytes(&vec![b'x'; LONGEST + 1]), Err(SecretError::TooLong));
    assert_eq!(bytes(&vec![b'x'; 1 << 20]), Err(SecretError::TooLong));
}

#[cfg(unix)]
#[test]
fn a_file_and_a_descriptor_give_the_same() {
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::PermissionsExt;

    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"correct horse battery\n").unwrap();
    let args = SecretArgs { passphrase_file: Some(file.path().to_owned()), ..SecretArgs::default() };
    assert!(matches!(opening(&args, CONSOLE), Ok(Opening::Passphrase(_))));
    assert!(new_passphrase(&Place::of(&args), CONSOLE).is_ok());
    let again = File::open(file.path()).unwrap();
    let number = u32::try_from(again.as_raw_fd()).unwrap();
    assert_eq!(*from_descriptor(number).unwrap(), *from_file(file.path(), CONSOLE).unwrap());
    assert!(!open_to_others(&again));
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(open_to_others(&again));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_to_its_end() {
    use std::os::fd::AsRawFd;

    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(b"through a pipe\n").unwrap();
    drop(writer);
    let number = u32::try_from(reader.as_raw_fd()).unwrap();
    assert_eq!(**from_descriptor(number).unwrap(), *b"through a pipe");
}

#[test]
fn a_short_passphrase_and_a_mistyped_code_are_named() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"short\n").unwrap();
    let path = Some(file.path().to_owned());
    let args = SecretArgs { passphrase_file: path.clone(), ..SecretArgs::default() };
    let refused = new_passphrase(&Place::of(&args), CONSOLE).unwrap_err();
    assert_eq!(refused.to_string(), "the passphrase is too short; use at least 8 characters");
    let args = SecretArgs { recovery_code_file: path, ..SecretArgs::default() };
    assert_eq!(opening(&args, CONSOLE).unwrap_err(), SecretError::Recovery(RecoveryError::Length));
    let args = SecretArgs { passphrase_file: Some("/no/such/file".into()), ..SecretArgs::default() };
    assert_eq!(opening(&args, CONSOLE).unwrap_err(), SecretError::Unreadable(io::ErrorKind::NotFound));
}
