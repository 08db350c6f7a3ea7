//! The program that the tests run over a failing disk: `faults-child ROLE SCENARIO CASE`.
//!
//! - `prepare` makes the household of a scenario as it was before.
//! - `run` does the scenario's deeds, telling of each whether it is done or refused; this is what the disk fails.
//! - `check` looks at what was left, over a disk that works: nothing told is lost, nothing is there twice, every file is
//!   sound, and the same deeds done again come to the same end.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a step of a test that fails ends the test")]
#![expect(clippy::print_stdout, reason = "what a check prints is its answer")]

mod check;
mod deeds;
mod facts;
mod world;

use std::path::PathBuf;

use deeds::{Deed, SCENARIOS, Scenario};
use diary_core::household::{Handing, Household, HouseholdError};
use diary_core::vault::VaultError;
use world::World;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [role, name, case] = arguments.as_slice() else { panic!("faults-child ROLE SCENARIO CASE") };
    let scenario = SCENARIOS.iter().find(|scenario| scenario.name == *name).unwrap();
    let case = PathBuf::from(case);
    match role.as_str() {
        "prepare" => prepare(&World::new(&case, 1), scenario),
        "run" => run_all(&World::new(&case, 2), scenario),
        "check" => check::check(&World::new(&case, 3), scenario),
        _ => panic!("no role {role}"),
    }
}

/// Makes the household as it was before; all of it counts as told.
fn prepare(world: &World, scenario: &Scenario) {
    std::fs::create_dir_all(world.backup_path()).unwrap();
    let Some((Deed::Create, deeds)) = scenario.before.split_first() else { return };
    world.create().unwrap();
    let mut household = world.unlock().unwrap();
    for deed in deeds {
        if *deed == Deed::Receive {
            household.close().unwrap();
            deeds::receive_locked(world).unwrap();
            household = world.unlock().unwrap();
        } else {
            deed.act(world, &household).unwrap();
        }
        if *deed == Deed::Pair {
            world.write("device", &deeds::device(&household).unwrap().to_string());
        }
    }
    for fact in facts::with_gone(world, scenario, &household, &[]).unwrap().keys() {
        world.tell(&format!("done {fact}"));
    }
    world.write("source", &check::hash(&world.backup_path()));
    if scenario.killed_before {
        std::process::exit(0);
    }
    household.close().unwrap();
}

/// What was refused was said; where the disk stays broken there is nothing more to do.
fn run_all(world: &World, scenario: &Scenario) {
    let _ = run(world, scenario);
}

fn run(world: &World, scenario: &Scenario) -> Result<(), HouseholdError> {
    match scenario.deeds {
        [Deed::Create] => {
            // Where even taking it away fails, it stands there, and nobody makes it again.
            return twice(world, "household", || world.home().exists(), || world.create());
        }
        [deed @ Deed::Restore(_)] => {
            let (fact, to) = (deed.fact().unwrap(), world.restored());
            return twice(world, &fact, || to.exists(), || world.restore(&to));
        }
        [Deed::Receive] => return twice(world, "burst", || false, || deeds::receive_locked(world)),
        _ => {}
    }
    let mut opened: Option<Household> = None;
    let mut unlock = || {
        opened = Some(world.unlock()?);
        Ok(())
    };
    twice(world, "unlock", || false, &mut unlock)?;
    let household = opened.unwrap();
    if scenario.killed_before {
        // Every log is taken over.
        facts::of(&household, &[])?;
    }
    for deed in scenario.deeds {
        let fact = deed.fact();
        let there = || {
            let all = facts::with_gone(world, scenario, &household, &[]).unwrap_or_default();
            fact.as_ref().is_some_and(|fact| all.contains_key(fact))
        };
        let name = fact.as_deref().unwrap_or("hand-on");
        twice(world, name, there, || deed.act(world, &household))?;
    }
    household.close().inspect_err(|error| world.tell(&format!("refused close: {error:?}")))
}

/// Does something; what was refused is done once more, unless it turns out to be there or the error says that it counts.
fn twice(
    world: &World,
    fact: &str,
    there: impl Fn() -> bool,
    mut act: impl FnMut() -> Result<(), HouseholdError>,
) -> Result<(), HouseholdError> {
    for attempt in 0..2 {
        match act() {
            Ok(()) => {
                world.tell(&format!("done {fact}"));
                return Ok(());
            }
            Err(error) => {
                world.tell(&format!("refused {fact}: {error:?}"));
                if attempt == 1 {
                    return Err(error);
                }
                let counts = error == HouseholdError::Vault(VaultError::OneCopy);
                if counts || there() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// Hands on what waits and lists all that is there.
fn settled(
    world: &World,
    scenario: &Scenario,
    household: &Household,
) -> Result<facts::Facts, HouseholdError> {
    facts::open_own_locks(household)?;
    let handed = household.hand_on(Handing::Owned)?;
    facts::with_gone(world, scenario, household, &handed.waiting)
}
