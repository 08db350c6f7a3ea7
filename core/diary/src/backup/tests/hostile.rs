//! Folders that lie: names, sizes, contents, with and without the key.

use proptest::prelude::*;

use super::*;
use crate::backup::forge::{Forged, forge};
use crate::ports::Listed;

/// Restores as far as it goes, into a folder of its own, and checks that nothing was written beside it.
fn restores(home: &Home, folder: &dyn Folder) -> Result<(), BackupError> {
    let root = tempfile::tempdir().unwrap();
    let inside = root.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    let done = Backup::open(folder, &home.vault, None).and_then(|backup| {
        for (at, (file, ..)) in backup.files().into_iter().enumerate() {
            let store = Store::create(&inside.join(format!("{at}.db")), &[1; 32], &DIARY)?;
            backup.put(file, &store, &DIARY)?;
            backup.put_media(file, &inside, false)?;
        }
        Ok(())
    });
    let beside: Vec<_> =
        std::fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["inside"]);
    done
}

fn small() -> (Home, BTreeMap<String, Vec<u8>>) {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    fs_media(&home, 1, 300);
    home.write(3, 60);
    home.run(&folder);
    home.write(1, 60);
    home.run(&folder);
    (home, folder.pieces())
}

/// One thing that somebody without the key does to a folder.
#[derive(Debug, Clone)]
enum Deed {
    Flip(usize, usize),
    Cut(usize, usize),
    Grow(usize, u8),
    Swap(usize, usize),
    Remove(usize),
    Rename(usize, String),
    Put(String, Vec<u8>),
}

fn deed() -> impl Strategy<Value = Deed> {
    let name =
        prop_oneof!["[a-z0-9.-]{1,40}", "[0-9a-f]{32}\\.sealed", "keys\\.[0-9]{1,20}(\\.copy)?\\.json"];
    let named = name.clone();
    prop_oneof![
        (any::<usize>(), any::<usize>()).prop_map(|(piece, at)| Deed::Flip(piece, at)),
        (any::<usize>(), any::<usize>()).prop_map(|(piece, at)| Deed::Cut(piece, at)),
        (any::<usize>(), any::<u8>()).prop_map(|(piece, byte)| Deed::Grow(piece, byte)),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Deed::Swap(one, other)),
        any::<usize>().prop_map(Deed::Remove),
        (any::<usize>(), named).prop_map(|(piece, name)| Deed::Rename(piece, name)),
        (name, prop::collection::vec(any::<u8>(), 0..200)).prop_map(|(name, bytes)| Deed::Put(name, bytes)),
    ]
}

fn done(pieces: &BTreeMap<String, Vec<u8>>, deeds: &[Deed]) -> MemoryFolder {
    let mut pieces = pieces.clone();
    for deed in deeds {
        let names: Vec<String> = pieces.keys().cloned().collect();
        let nth = |at: usize| names[at % names.len()].clone();
        if names.is_empty() {
            break;
        }
        match deed {
            Deed::Flip(piece, at) => {
                let bytes = pieces.get_mut(&nth(*piece)).unwrap();
                if !bytes.is_empty() {
                    let length = bytes.len();
                    bytes[at % length] ^= 1 << (at % 8);
                }
            }
            Deed::Cut(piece, at) => {
                let bytes = pieces.get_mut(&nth(*piece)).unwrap();
                bytes.truncate(at % (bytes.len() + 1));
            }
            Deed::Grow(piece, byte) => pieces.get_mut(&nth(*piece)).unwrap().push(*byte),
            Deed::Swap(one, other) => {
                let (one, other) = (nth(*one), nth(*other));
                let bytes = pieces.insert(one.clone(), pieces[&other].clone()).unwrap();
                pieces.insert(other, bytes);
            }
            Deed::Remove(piece) => drop(pieces.remove(&nth(*piece))),
            Deed::Rename(piece, name) => {
                let bytes = pieces.remove(&nth(*piece)).unwrap();
                pieces.insert(name.clone(), bytes);
            }
            Deed::Put(name, bytes) => drop(pieces.insert(name.clone(), bytes.clone())),
        }
    }
    MemoryFolder::of(pieces)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if crate::testing::long() { 2000 } else { 48 }))]

    /// Whatever is done to it without the key: what comes out is what went in, or an error; the next run puts it right.
    #[test]
    fn without_the_key_a_folder_can_only_lose(deeds in prop::collection::vec(deed(), 1..5)) {
        let (home, pieces) = small();
        let folder = done(&pieces, &deeds);
        let listed = key_file(&folder);
        let checked = home.check(&folder);
        let restored = restores(&home, &folder);
        if let (Ok(_), Ok(())) = (&listed, &restored) {
            let backup = Backup::open(&folder, &home.vault, None).unwrap();
            prop_assert!([1, 2].contains(&backup.number()));
        } else {
            prop_assert!(!checked.problems.is_empty() || listed.is_err(), "{:?}", restored);
        }
        if let Ok(ran) = home.run_at(&folder, NOW) {
            prop_assert_eq!(ran.proof, Ok(()));
            prop_assert_eq!(restores(&home, &folder), Ok(()));
        }
    }

    /// Somebody who has the key can make a backup say anything; the program stays whole.
    #[test]
    fn with_the_key_any_content_is_an_error_or_a_backup(
        which in any::<usize>(),
        edits in prop::collection::vec((any::<usize>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<usize>()),
        junk in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let (home, pieces) = small();
        let folder = MemoryFolder::of(pieces);
        let edited = |content: &[u8]| {
            let mut content = content.to_vec();
            for (at, byte) in &edits {
                let length = content.len();
                content[at % length] = *byte;
            }
            if let Some(cut) = cut {
                content.truncate(cut % (content.len() + 1));
                content.extend_from_slice(&junk);
            }
            content
        };
        let part = Forged::ALL[which % Forged::ALL.len()];
        prop_assert_eq!(forge(&folder, &home.vault, (0, part), &mut |content| edited(content)), Some(()));
        let _ = restores(&home, &folder);
        let _ = home.check(&folder);
        let _ = home.run_at(&folder, NOW);
    }
}

/// A folder whose pieces say that they are endless, and give bytes for ever.
#[derive(Debug)]
struct Endless(BTreeMap<String, Vec<u8>>, u64);

impl Folder for Endless {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        Ok(self.0.keys().map(|name| Listed { name: name.clone(), size: self.1 }).collect())
    }

    fn read(&self, _name: &str, _offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        out.fill(0xaa);
        // More than there is room for, which no folder can have read.
        Ok(out.len() + 7)
    }

    fn write(&self, _name: &str, _bytes: &[u8]) -> Result<(), FolderError> {
        Err(FolderError::Full)
    }

    fn remove(&self, _name: &str) -> Result<(), FolderError> {
        Err(FolderError::ReadOnly)
    }
}

#[test]
fn no_memory_is_taken_for_what_a_folder_only_claims() {
    let (home, pieces) = small();
    for size in [0, 100, 1 << 20, u64::MAX - 1, u64::MAX] {
        let folder = Endless(pieces.clone(), size);
        let taken = allocation_counter::measure(|| {
            assert!(key_file(&folder).is_err());
            assert!(restores(&home, &folder).is_err());
            assert!(home.run_at_folder(&folder).is_err());
        });
        assert!(taken.bytes_max < (4 << 20), "{size}: {} bytes", taken.bytes_max);
    }
}
