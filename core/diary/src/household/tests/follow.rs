//! Following work that reads everything, and stopping it at any step.

use std::sync::Mutex;

use super::backups::{lived_in, write};
use super::*;
use crate::error::ErrorKind;
use crate::household::{check_followed, salvage, salvage_followed};
use crate::ports::{Follow, Followed};

/// Notes how far it is, and stops the work when it is asked for the n-th time.
#[derive(Debug, Default)]
struct Follower {
    reached: Mutex<Vec<(u64, u64)>>,
    asked: AtomicU64,
    stops_at: Option<u64>,
}

impl Follow for Follower {
    fn reached(&self, done: u64, total: u64) {
        self.reached.lock().unwrap().push((done, total));
    }

    fn goes_on(&self) -> bool {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        self.stops_at.is_none_or(|stop| asked < stop)
    }
}

/// Does the work to its end, and then stops it at every so many-th of the steps at which it asks; gives what it came to.
fn at_every_step<T>(
    step: u64,
    mut work: impl FnMut(&Followed) -> Result<T, HouseholdError>,
    mut after_stop: impl FnMut(),
) -> T {
    let follower = Arc::new(Follower::default());
    let done = work(&Followed::by(Arc::clone(&follower) as Arc<dyn Follow>)).unwrap();
    let (reached, asked) = (follower.reached.lock().unwrap(), follower.asked.load(Ordering::SeqCst));
    assert!(reached.is_sorted() && reached.iter().all(|(done, total)| done <= total), "{reached:?}");
    assert!(reached.len() > 3 && reached.last().is_some_and(|(done, total)| done == total && *done > 0));
    assert!(asked > 3, "{asked}");
    for stop in (0..asked).step_by(usize::try_from(step).unwrap()) {
        let follower = Arc::new(Follower { stops_at: Some(stop), ..Follower::default() });
        let stopped = work(&Followed::by(follower)).err().map(|error| error.kind());
        assert_eq!(stopped, Some(ErrorKind::Cancelled), "step {stop} of {asked}");
        after_stop();
    }
    done
}

#[test]
fn a_check_can_be_followed_and_stopped_anywhere_and_finds_nothing_wrong_because_of_it() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let plain = household.verify().unwrap();
    let followed = at_every_step(
        3,
        |followed| household.verify_followed(followed),
        || {
            // Nobody else's question is stopped.
            household.diary(set.ana).unwrap().entries().unwrap();
        },
    );
    assert_eq!(followed, plain);
    assert_eq!(plain.findings, []);
}

#[test]
fn a_look_at_what_is_left_and_a_salvage_can_be_stopped_and_leave_nothing() {
    let home = home();
    let household = home.unlock();
    lived_in(&home, &household);
    household.close().unwrap();
    let code = Unlock::Recovery(&home.code);
    let before = tree(&home.folder);
    let checked = at_every_step(1, |followed| check_followed(&home.folder, code, &[], followed), || {});
    assert_eq!(checked, check(&home.folder, code, &[]).unwrap());
    let to = home.folder.parent().unwrap().join("saved");
    let (passphrase, outside) = (Passphrase::new("a lantern over the quiet harbour"), outside(&home.clock));
    let mut saved = None;
    at_every_step(
        5,
        |followed| {
            let _ = fs::remove_dir_all(&to);
            let new = (&*to, &passphrase, Argon2Cost::LEAST);
            let (report, _) = salvage_followed((&home.folder, code, &[]), new, &outside, followed)?;
            saved = Some(report);
            Ok(())
        },
        || assert!(!to.exists()),
    );
    let (plain, _) = salvage(&home.folder, code, &[], &to, &passphrase, Argon2Cost::LEAST, &outside).unwrap();
    assert_eq!(saved.unwrap(), plain);
    assert_eq!(tree(&home.folder), before, "the damaged one is as it was");
}

#[test]
fn a_union_that_is_stopped_took_each_diary_in_whole_or_not_at_all() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    household.close().unwrap();
    let copied = home.copy();
    let other = copied.folder.clone();
    let there = Household::unlock(&other, Unlock::Recovery(&home.code), None, outside(&home.clock));
    let there = there.unwrap().household;
    for person in [set.ana, set.ben] {
        (0..9).for_each(|n| write(&there, person, &format!("written there, {n}")));
    }
    there.close().unwrap();
    let here = home.unlock();
    let count = |person| here.diary(person).unwrap().entries().unwrap().len();
    let before = (count(set.ana), count(set.ben));
    let code = || Unlock::Recovery(&home.code);
    let mut seen = std::collections::BTreeSet::new();
    for stop in 0.. {
        let follower = Arc::new(Follower { stops_at: Some(stop), ..Follower::default() });
        let came = here.unite_followed(&other, code(), &Followed::by(follower));
        let grown = (count(set.ana) - before.0, count(set.ben) - before.1);
        assert!([0, 9].contains(&grown.0) && [0, 9].contains(&grown.1), "{grown:?}");
        seen.insert(grown);
        match came {
            Ok(_) => break,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled),
        }
    }
    assert!(seen.len() == 3 && seen.contains(&(0, 0)) && seen.contains(&(9, 9)), "{seen:?}");
    assert_eq!(here.verify().unwrap().findings, []);
    let follower = Arc::new(Follower::default());
    here.unite_followed(&other, code(), &Followed::by(Arc::clone(&follower) as Arc<dyn Follow>)).unwrap();
    let reached = follower.reached.lock().unwrap();
    assert!(reached.is_sorted() && reached.last().is_some_and(|(done, total)| done == total));
}
