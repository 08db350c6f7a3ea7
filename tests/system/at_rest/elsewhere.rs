//! What leaves the household's folder is as unreadable as the folder: a backup, what is written for its proof, and what is
//! restored from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use diary_core::backup::Directory;
use diary_core::household::{BackUp, Damaged, Restore, restore};
use diary_core::ports::{Folder, FolderError, Listed};
use diary_core::vault::Unlock;
use diary_tests::{outside, tree};

use super::readable::{plant, planted, scan};
use super::{structure, used};

/// A folder that looks, whenever a piece is read, at what lies in the scratch space at that moment.
#[derive(Debug)]
struct Watched<'a> {
    folder: Directory,
    scratch: &'a Path,
    seen: Mutex<BTreeSet<(PathBuf, Vec<u8>)>>,
}

impl Folder for Watched<'_> {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        self.folder.list()
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        self.seen.lock().unwrap().extend(tree(self.scratch));
        self.folder.read(name, offset, out)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.folder.write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.folder.remove(name)
    }
}

#[test]
fn nothing_is_readable_in_a_backup_in_its_proof_or_in_what_is_restored() {
    let home = used();
    let (household, _) = plant(&home);
    let planted = planted(&home);
    let root = tempfile::tempdir().unwrap();
    let [card, scratch, restored] = ["card", "scratch", "restored"].map(|name| root.path().join(name));
    fs::create_dir(&card).unwrap();
    fs::create_dir(&scratch).unwrap();
    let folder = Directory::open(&card).unwrap();
    let watched = Watched { folder, scratch: &scratch, seen: Mutex::default() };
    let ran = household.back_up(&watched, &BackUp { place: "card", scratch: &scratch, only: None }).unwrap();
    assert_eq!(ran.proof, Ok(()));
    household.close().unwrap();
    let what =
        Restore { secret: Unlock::Recovery(&home.code), number: None, own: None, damaged: Damaged::Refuse };
    restore(&watched, &restored, &what, &outside(&home.clock)).unwrap();

    let seen: Vec<_> = watched.seen.into_inner().unwrap().into_iter().collect();
    let ends = |end: &str| seen.iter().any(|(path, _)| path.to_string_lossy().ends_with(end));
    assert!(ends(".db") && ends(".db-wal"), "the proof was not seen");
    assert_eq!(tree(&scratch), [], "the proof leaves nothing");
    for (when, files) in [("backup", tree(&card)), ("proof", seen), ("restored", tree(&restored))] {
        assert!(files.len() > 5, "{when}");
        scan(when, &files, &planted);
        for (path, bytes) in &files {
            let name = path.file_name().unwrap().to_str().unwrap();
            let found = structure::unexplained(bytes, &structure::documented(name, bytes.len()));
            assert_eq!(found, Vec::<String>::new(), "{when}: {}", path.display());
        }
        println!("{when}: {} files, 0 found", files.len());
    }
}
