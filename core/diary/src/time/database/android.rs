//! Android's packed zone file, `tzdata`: a header, an index, and one TZif file after another.
//!
//! As `ZoneInfoDb` of Android's core library and `localtime.c` of its C library read it: twelve bytes `tzdata2025b` and
//! a zero; where the index, the data and the end begin, each four bytes, big-endian; per zone 40 bytes of name, filled
//! with zeros, then where its data begin after the data of the file, their length, and an offset that nobody reads.

use core::ops::Range;

use super::{Release, ZoneDataError};

/// Ten times the file of any release.
const LARGEST: usize = 8 * 1024 * 1024;
const NAME: usize = 40;
const ENTRY: usize = NAME + 3 * 4;

/// The name of each zone, and where its data lie in the file.
pub(super) type Index = Vec<(String, Range<usize>)>;

/// The release, and where the data of each zone lie in the file.
pub(super) fn index(file: &[u8]) -> Result<(Release, Index), ZoneDataError> {
    if file.len() > LARGEST {
        return Err(ZoneDataError::TooLarge);
    }
    let magic = file.get(..12).ok_or(ZoneDataError::Truncated)?;
    let release = magic
        .strip_prefix(b"tzdata")
        .and_then(|release| release.strip_suffix(b"\0"))
        .ok_or(ZoneDataError::NotAndroid)?;
    let release = core::str::from_utf8(release).map_err(|_| ZoneDataError::NotARelease)?;
    let release = Release::parse(release)?;
    let (from, data) = (number(file, 12)?, number(file, 16)?);
    let entries = file.get(from..data).ok_or(ZoneDataError::BadIndex)?;
    if from < 24 || entries.len() % ENTRY != 0 {
        return Err(ZoneDataError::BadIndex);
    }
    let entries = entries.chunks_exact(ENTRY).map(|entry| {
        let (name, _) = entry.split_at_checked(NAME).ok_or(ZoneDataError::BadIndex)?;
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(NAME);
        let name = name.get(..end).and_then(|name| core::str::from_utf8(name).ok());
        let name = name.ok_or(ZoneDataError::NotAName)?;
        let start = data.checked_add(number(entry, NAME)?).ok_or(ZoneDataError::BadIndex)?;
        let end = start.checked_add(number(entry, NAME + 4)?).ok_or(ZoneDataError::BadIndex)?;
        file.get(start..end).ok_or(ZoneDataError::BadIndex)?;
        Ok((name.to_owned(), start..end))
    });
    Ok((release, entries.collect::<Result<_, _>>()?))
}

fn number(bytes: &[u8], at: usize) -> Result<usize, ZoneDataError> {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    let number = u32::from_be_bytes(bytes.ok_or(ZoneDataError::Truncated)?);
    usize::try_from(number).map_err(|_| ZoneDataError::BadIndex)
}
