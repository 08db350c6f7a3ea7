//! A backup and the way back against the same bytes written as often and forced to the disk as often.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diary_core::backup::{Directory, Ran};
use diary_core::diary::Incoming;
use diary_core::household::{BackUp, Damaged, Household, Restore, restore};
use diary_core::id::PersonId;
use diary_core::ports::Folder as _;
use diary_core::vault::{Argon2Cost, FilePurpose, LockedVault, Passphrase, RecoveryCode, Secret, Unlock};
use diary_tests::readings::{self, A_DAY};

use crate::rows::{YEAR, identities, import_bare, remove};
use crate::{Row, bare, in_turns, median, timed, world};

/// Days that are backed up one by one: more than the fresh segments that a chain has at most.
const DAYS: usize = 30;
const RESTORED: usize = 5;
/// The promise: so many bytes are written for each byte that changed.
const MOST: f64 = 3.0;

/// Measures everything, each row as it is done.
pub(crate) fn all(mut done: impl FnMut(Row)) {
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut world = World::new(disk.path());
    let (ran, ours) = world.run();
    let whole = ran.bytes;
    let bare = world.copied(&world.pieces());
    let what = format!(
        "back up ten years for the first time ({whole} bytes), proven; bare: its pieces, written as they are"
    );
    done(Row { what, diary: ours, bare });
    done(world.days_one_by_one());
    let (ran, ours) = world.run();
    assert!(ran.bytes < whole / 100);
    let what =
        format!("back up ten years where little changed ({} bytes), proven; bare: all its pieces", ran.bytes);
    done(Row { what, diary: ours, bare: world.copied(&world.pieces()) });
    world.back(&mut done);
}

/// A household of one person on the disk, and a folder beside it for its backups.
struct World {
    household: Household,
    person: PersonId,
    code: RecoveryCode,
    root: PathBuf,
    card: Directory,
    /// Readings that are still to come, four a day.
    later: Vec<Incoming>,
    /// The files whose journals a backup has, with their keys.
    journals: Vec<(PathBuf, Secret<32>)>,
}

impl World {
    /// Ten years of readings are there, and [`DAYS`] more to come.
    fn new(root: &Path) -> Self {
        let home = root.join("home");
        let passphrase = Passphrase::new("a lantern over the quiet harbour");
        let (code, installation) =
            Household::create(&home, &passphrase, Argon2Cost::LEAST, &world::outside()).unwrap();
        let unlocked =
            Household::unlock(&home, Unlock::Recovery(&code), Some(installation), world::outside());
        let household = unlocked.unwrap().household;
        let person = household.add_person("Ana").unwrap();
        let a_day = usize::try_from(A_DAY).unwrap();
        let mut later = readings::all_incoming(10 * YEAR * A_DAY + i64::try_from(DAYS * a_day).unwrap());
        for batch in later.split_off(DAYS * a_day).chunks(1000) {
            household.diary(person).unwrap().receive(batch).unwrap();
        }
        let vault = LockedVault::load(&home).unwrap().unlock(Unlock::Recovery(&code)).unwrap();
        let journals = [
            (FilePurpose::Household, home.join("household.1.db")),
            (FilePurpose::Diary { person }, home.join(format!("people/{person}/diary.1.db"))),
        ]
        .map(|(purpose, path)| (path, vault.file_key(vault.file(purpose).unwrap().id).unwrap()));
        let card = root.join("card");
        fs::create_dir(&card).unwrap();
        let card = Directory::open(&card).unwrap();
        Self { household, person, code, root: root.to_owned(), card, later, journals: journals.into() }
    }

    fn run(&self) -> (Ran, Duration) {
        let to = BackUp { place: "card", scratch: &self.root, only: None };
        let mut ran = None;
        let took = timed(|| ran = Some(self.household.back_up(&self.card, &to).unwrap()));
        let ran = ran.unwrap();
        assert_eq!(ran.proof, Ok(()));
        (ran, took)
    }

    fn pieces(&self) -> BTreeSet<String> {
        self.card.list().unwrap().into_iter().map(|piece| piece.name).collect()
    }

    /// These pieces read, and written into another folder in the same way.
    fn copied(&self, names: &BTreeSet<String>) -> Duration {
        let to = self.root.join("copy");
        fs::create_dir(&to).unwrap();
        let copy = Directory::open(&to).unwrap();
        let took = timed(|| {
            for name in names {
                copy.write(name, &fs::read(self.card.path().join(name)).unwrap()).unwrap();
            }
        });
        fs::remove_dir_all(to).unwrap();
        took
    }

    /// Bytes of all operations of all journals, as they are stored.
    fn journalled(&self) -> u64 {
        let bytes = |(path, key): &(PathBuf, Secret<32>)| -> u64 {
            let sql = "SELECT sum(length(frame) + ifnull(length(header), 0) + ifnull(length(body), 0)
                                  + ifnull(length(reason), 0) + ifnull(length(raw), 0)) FROM operations";
            bare::connect_with(path, key.expose()).query_row(sql, [], |row| row.get(0)).unwrap()
        };
        self.journals.iter().map(bytes).sum()
    }

    /// One day's readings and a run, again and again; bare writes the same new pieces.
    fn days_one_by_one(&mut self) -> Row {
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let (mut written, mut changed) = (0, 0);
        let mut journalled = self.journalled();
        // What the first run noted of itself is new in the next one.
        let mut new = self.pieces();
        while !self.later.is_empty() {
            let day = self.later.split_off(self.later.len() - usize::try_from(A_DAY).unwrap());
            self.household.diary(self.person).unwrap().receive(&day).unwrap();
            let before = std::mem::replace(&mut journalled, self.journalled());
            let (ran, took) = self.run();
            let now = self.pieces();
            theirs.push(self.copied(&now.difference(&new).cloned().collect()));
            ours.push(took);
            new = now;
            let day = journalled - before;
            #[expect(clippy::cast_precision_loss, reason = "some kilobytes")]
            ratios.push(ran.bytes as f64 / day as f64);
            written += ran.bytes;
            changed += day;
        }
        ratios.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "some kilobytes")]
        let all = written as f64 / changed as f64;
        let half = ratios[ratios.len() / 2];
        let what = format!(
            "back up a day more of ten years, proven; {half:.2} bytes written for each that changed, {all:.2} over {DAYS} \
             days; bare: the new pieces alone"
        );
        assert!(half <= MOST && all <= MOST, "{what}: {ratios:?}");
        Row { what, diary: median(ours), bare: median(theirs) }
    }

    /// A restored household; bare is a copy of its files, each forced to the disk, and its folders, and then what no replay
    /// of operations can leave out: the rows of the same readings put into the same tables.
    fn back(&self, done: &mut impl FnMut(Row)) {
        let what = Restore {
            secret: Unlock::Recovery(&self.code),
            number: None,
            own: None,
            damaged: Damaged::Refuse,
        };
        let [to, copy, kept, rows] = ["back", "copy", "kept", "rows.db"].map(|name| self.root.join(name));
        restore(&self.card, &kept, &what, &world::outside()).unwrap();
        let ours = || {
            let took = timed(|| restore(&self.card, &to, &what, &world::outside()).unwrap());
            fs::remove_dir_all(&to).unwrap();
            took
        };
        let (diary, bare) = in_turns(RESTORED, ours, || {
            let took = timed(|| copy_all(&kept, &copy));
            fs::remove_dir_all(&copy).unwrap();
            took
        });
        let what = |bare: &str| format!("restore ten years out of a backup; bare: {bare}");
        done(Row { what: what("a copy of the restored files"), diary, bare });
        let incoming = readings::all_incoming(10 * YEAR * A_DAY);
        let identities = identities(10 * YEAR * A_DAY);
        let (diary, bare) = in_turns(RESTORED, ours, || {
            let took = timed(|| import_bare(&rows, &incoming, &identities));
            remove(&rows);
            took
        });
        done(Row { what: what("the same readings into bare tables"), diary, bare });
    }
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (entry, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if entry.is_dir() {
            copy_all(&entry, &to.join(name));
        } else {
            fs::copy(&entry, to.join(&name)).unwrap();
            fs::File::open(to.join(name)).unwrap().sync_all().unwrap();
        }
    }
    fs::File::open(to).unwrap().sync_all().unwrap();
}
