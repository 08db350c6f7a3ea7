//! A folder of media against the list of those that a journal names.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, io};

use crate::id::MediaId;

use super::error::MediaError;
use super::folder::MediaFolder;
use super::writer::Finished;

/// How much of each file an audit reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Header, last chunk and length: finds other keys, other names, cuts and appended bytes.
    Ends,
    /// Every byte, and that they are those that were expected.
    Whole,
}

/// What an audit found; each list by rising id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Expected, and not there as a finished file.
    pub missing: Vec<MediaId>,
    /// Finished, and not expected.
    pub orphans: Vec<MediaId>,
    /// Begun and never finished, expected or not.
    pub unfinished: Vec<MediaId>,
    /// Finished, expected or not, and not as it was written, or not to be read ([`MediaError::Io`]).
    pub damaged: Vec<(MediaId, MediaError)>,
    /// How many names in the folder are no media file's.
    pub strangers: usize,
}

impl Report {
    /// Whether everything is as it should be.
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

impl MediaFolder {
    /// Compares the folder with the media that a journal names; changes nothing.
    ///
    /// A folder that is not there is an empty one.
    ///
    /// # Errors
    /// [`MediaError::Io`] when the folder cannot be listed.
    pub fn audit(&self, expected: &BTreeMap<MediaId, Finished>, check: Check) -> Result<Report, MediaError> {
        self.audit_followed(expected, check, &mut |_| true)
    }

    /// As [`MediaFolder::audit`]; `read` hears of each file how long it is once it was read, and says whether to go on.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn audit_followed(
        &self,
        expected: &BTreeMap<MediaId, Finished>,
        check: Check,
        read: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Report, MediaError> {
        let mut report = Report::default();
        let (finished, unfinished) = self.names(&mut report.strangers)?;
        report.missing = expected.keys().filter(|id| !finished.contains(id)).copied().collect();
        report.orphans = finished.iter().filter(|id| !expected.contains_key(id)).copied().collect();
        report.unfinished = unfinished.into_iter().collect();
        for id in finished {
            let expected = expected.get(&id);
            let whole = self.read(id).and_then(|mut reader| match (check, expected) {
                (Check::Whole, Some(expected)) => reader.check_is(expected),
                (Check::Whole, None) => reader.check().map(drop),
                (Check::Ends, Some(expected)) if reader.length() != expected.length => {
                    Err(MediaError::AnotherContent)
                }
                (Check::Ends, _) => Ok(()),
            });
            report.damaged.extend(whole.err().map(|error| (id, error)));
            if !read(expected.map_or(0, |expected| expected.length)) {
                break;
            }
        }
        Ok(report)
    }

    /// The finished and the unfinished files by name; counts the other names.
    pub(crate) fn names(
        &self,
        strangers: &mut usize,
    ) -> Result<(BTreeSet<MediaId>, BTreeSet<MediaId>), MediaError> {
        let (mut finished, mut unfinished) = (BTreeSet::new(), BTreeSet::new());
        let entries = match fs::read_dir(self.dir()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((finished, unfinished)),
            entries => entries?,
        };
        for entry in entries {
            let name = entry?.file_name();
            let split = name.to_str().and_then(|name| name.split_once('.'));
            let parsed = split.and_then(|(id, kind)| Some((id.parse().ok()?, kind)));
            match parsed {
                Some((id, "media")) => drop(finished.insert(id)),
                Some((id, "part")) => drop(unfinished.insert(id)),
                _ => *strangers += 1,
            }
        }
        Ok((finished, unfinished))
    }
}
