//! The release of a zone database.

use core::fmt;

use super::ZoneDataError;

/// A release of the IANA database: a year and one or two letters, for example `2025b`; later ones are greater.
///
/// After `2025z` comes `2025za`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::time) struct Release(String);

impl Release {
    /// Reads a release.
    ///
    /// # Errors
    /// [`ZoneDataError::NotARelease`].
    pub(in crate::time) fn parse(text: &str) -> Result<Self, ZoneDataError> {
        let (year, letters) = text.split_at_checked(4).ok_or(ZoneDataError::NotARelease)?;
        let fits = year.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(letters.len(), 1..=2)
            && letters.bytes().all(|byte| byte.is_ascii_lowercase());
        // Four digits and small letters: the order of texts is the order of releases.
        if fits { Ok(Self(text.to_owned())) } else { Err(ZoneDataError::NotARelease) }
    }

    pub(in crate::time) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
