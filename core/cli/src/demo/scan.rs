//! Every byte of every file, searched for planted words and for keys.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use memchr::memmem::Finder;
use sha2::{Digest, Sha256};

use crate::error::CliError;

/// A household's files, with their bytes, in order of their names.
pub(super) fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, CliError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).map_err(|error| CliError::Output(error.kind()))? {
            let path = entry.map_err(|error| CliError::Output(error.kind()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).map_err(|error| CliError::Output(error.kind()))?;
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// One number for all names and bytes.
pub(super) fn fingerprint(files: &[(PathBuf, Vec<u8>)]) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    HEXLOWER.encode(&hash.finalize())
}

/// What to look for, in every form in which it could stand in a file.
#[derive(Debug, Default)]
pub(super) struct Planted {
    forms: Vec<Vec<u8>>,
}

impl Planted {
    /// Words: as they are, as UTF-16, as base64, as hexadecimal digits.
    pub(super) fn words(&mut self, words: &str) {
        self.bytes(words.as_bytes());
        self.forms.push(words.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }

    /// Bytes of a key: as they are, and in the usual spellings.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.forms.push(bytes.to_vec());
        self.forms.push(HEXLOWER.encode(bytes).into_bytes());
        self.forms.push(HEXUPPER.encode(bytes).into_bytes());
        // The last group depends on what follows, so it is left out.
        let whole = bytes.len() - bytes.len() % 3;
        self.forms.push(BASE64.encode(bytes.get(..whole).unwrap_or(bytes)).into_bytes());
    }

    /// How many forms are looked for.
    pub(super) fn count(&self) -> usize {
        self.forms.len()
    }

    /// How often any of them stands in the files.
    pub(super) fn hits(&self, files: &[(PathBuf, Vec<u8>)]) -> u64 {
        let finders: Vec<Finder<'_>> = self.forms.iter().map(Finder::new).collect();
        let hits = files
            .iter()
            .map(|(_, bytes)| finders.iter().map(|finder| finder.find_iter(bytes).count()).sum::<usize>());
        hits.sum::<usize>() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found() {
        let mut planted = Planted::default();
        planted.words("lantern quay");
        let base64 = BASE64.encode(b"lantern quay and more");
        for hidden in [
            b"xx lantern quay".to_vec(),
            HEXUPPER.encode(b"..lantern quay").into_bytes(),
            base64.into_bytes(),
            "lantern quay".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ] {
            assert!(planted.hits(&[(PathBuf::from("f"), hidden)]) > 0);
        }
        assert_eq!(planted.hits(&[(PathBuf::from("f"), b"nothing of the kind".to_vec())]), 0);
    }
}
