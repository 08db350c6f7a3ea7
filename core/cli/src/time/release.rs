//! A zone database named on the command line: the build's own, a folder of compiled zones, or Android's packed file.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use diary_core::time::{ZoneDataError, ZoneDatabase, Zones};

/// Folders in folders, as in `America/Indiana/Knox`.
const DEEPEST: usize = 4;
/// More files than any folder of zones has.
const MOST: usize = 5000;
/// The largest packed file that is read.
const LARGEST: u64 = 8 * 1024 * 1024;
/// Copies of other zones with and without leap seconds, and names that are no places.
const NOT_ZONES: [&str; 5] = ["posix", "right", "posixrules", "localtime", "Factory"];

/// Why a zone database named on the command line cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// It cannot be read.
    #[error(
        "the zone database could not be read ({0}); name `built-in`, a folder of compiled zones, or Android's tzdata"
    )]
    Unreadable(io::ErrorKind),
    /// Nothing says which release it is.
    #[error(
        "nothing in the folder says which release its zones are of; write it behind the name, as in zoneinfo=2025b"
    )]
    Unnamed,
    /// Two releases are named.
    #[error("the database says that it is of another release than the one behind its name; leave that out")]
    Conflict,
    /// What is in it is no zone database.
    #[error(transparent)]
    Data(#[from] ZoneDataError),
}

impl From<io::Error> for ReleaseError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}

/// The database that a word of the command line names: `built-in`, `PATH`, or `PATH=RELEASE`.
///
/// # Errors
/// [`ReleaseError`].
pub(super) fn named(word: &str) -> Result<Zones, ReleaseError> {
    if word == "built-in" {
        return Ok(Zones::built_in());
    }
    let (path, stated) = match word.rsplit_once('=') {
        Some((path, release)) if is_release(release) => (Path::new(path), Some(release)),
        _ => (Path::new(word), None),
    };
    let database = if fs::metadata(path)?.is_dir() { folder(path, stated)? } else { packed(path)? };
    match stated {
        Some(release) if release != database.version() => Err(ReleaseError::Conflict),
        _ => Ok(Zones::exactly(database)),
    }
}

fn packed(path: &Path) -> Result<ZoneDatabase, ReleaseError> {
    Ok(ZoneDatabase::from_android(read(path, LARGEST)?)?)
}

/// At most one byte more than `limit`, so that what is too large is seen to be.
fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReleaseError> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn folder(path: &Path, stated: Option<&str>) -> Result<ZoneDatabase, ReleaseError> {
    let own = own_release(path);
    let release = own.as_deref().or(stated).ok_or(ReleaseError::Unnamed)?;
    let mut zones = Vec::new();
    collect(path, "", 0, &mut zones)?;
    Ok(ZoneDatabase::from_tzif(release, zones)?)
}

/// What the folder says of itself: the first line of `tzdata.zi`, `# version 2025b`, or the file `+VERSION`.
fn own_release(folder: &Path) -> Option<String> {
    let first_line = |name: &str| {
        let bytes = read(&folder.join(name), 64).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        text.lines().next().map(|line| line.trim().to_owned())
    };
    let of_source =
        first_line("tzdata.zi").and_then(|line| line.strip_prefix("# version ").map(str::to_owned));
    of_source.or_else(|| first_line("+VERSION")).filter(|release| is_release(release))
}

/// Whether the text has the form of a release, so that a path with `=` in it stays a path.
fn is_release(text: &str) -> bool {
    let letters = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    text.len() == letters.len() + 4
        && matches!(letters.len(), 1..=2)
        && letters.bytes().all(|letter| letter.is_ascii_lowercase())
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    zones: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), ReleaseError> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if depth == 0 && NOT_ZONES.contains(&name.as_str()) {
            continue;
        }
        let name = format!("{prefix}{name}");
        let kind = fs::metadata(entry.path())?;
        if kind.is_dir() {
            if depth < DEEPEST {
                collect(&entry.path(), &format!("{name}/"), depth + 1, zones)?;
            }
        } else if kind.is_file() {
            // Text beside the zones is passed over by its beginning; no zone comes near this length.
            let bytes = read(&entry.path(), 64 * 1024)?;
            if bytes.starts_with(b"TZif") {
                zones.push((name, bytes));
            }
        }
        if zones.len() > MOST {
            return Err(ZoneDataError::TooLarge.into());
        }
    }
    Ok(())
}
