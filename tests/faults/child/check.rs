//! What a look at the folder finds afterwards.

use std::path::Path;

use diary_core::household::HouseholdError;
use diary_tests::tree;
use sha2::{Digest, Sha256};

use crate::deeds::{self, Deed, Scenario};
use crate::facts::{self, Facts};
use crate::settled;
use crate::world::World;

/// Prints how many are lost, doubled, corrupted, and stored though refused, then a line for each thing that is wrong.
pub(crate) fn check(world: &World, scenario: &Scenario) {
    let mut found = Found::default();
    if let Err(error) = look(world, scenario, &mut found) {
        found.corrupted.push(format!("{error:?}: {error}"));
    }
    let counts = [found.lost.len(), found.doubled.len(), found.corrupted.len(), found.uncertain];
    println!("{}", counts.map(|count| count.to_string()).join(" "));
    for (what, lines) in [("lost", found.lost), ("doubled", found.doubled), ("corrupted", found.corrupted)] {
        for line in lines {
            println!("{what}: {line}");
        }
    }
}

/// Every file of a folder, by name and content.
pub(crate) fn hash(folder: &Path) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in tree(folder) {
        hash.update(path.file_name().unwrap().as_encoded_bytes());
        hash.update(Sha256::digest(&bytes));
    }
    facts::hex(&hash.finalize())
}

#[derive(Default)]
struct Found {
    lost: Vec<String>,
    doubled: Vec<String>,
    corrupted: Vec<String>,
    /// Facts that were refused and are there all the same.
    uncertain: usize,
}

impl Found {
    /// Compares what is there with what was told.
    fn compare(&mut self, told: &[String], there: &Facts) {
        let missing = |fact: &&String| !there.contains_key(*fact) && !facts::went(fact, there);
        self.lost.extend(told.iter().filter(missing).cloned());
        self.doubled.extend(there.iter().filter(|(_, times)| **times > 1).map(|(fact, _)| fact.clone()));
    }
}

fn look(world: &World, scenario: &Scenario, found: &mut Found) -> Result<(), HouseholdError> {
    let told = world.told("done ");
    let is_fact = |fact: &&String| fact.contains(' ');
    // A program that was killed before it could show its household leaves a whole one or none.
    if scenario.deeds == [Deed::Create] && !world.home().exists() {
        found.lost.extend(told.iter().cloned());
        world.create()?;
    }
    let household = world.unlock_by_passphrase()?;
    // An entry that was told is there before anything is done; a record that was told, once it is handed on.
    let (frames, rest): (Vec<String>, Vec<String>) =
        told.iter().filter(is_fact).cloned().partition(|fact| fact.starts_with("frame"));
    let first = facts::with_gone(world, scenario, &household, &[])?;
    found.compare(&rest, &first);
    found.uncertain = world
        .told("refused ")
        .iter()
        .filter(|fact| first.contains_key(*fact) && !told.contains(fact))
        .count();
    let verified = household.verify()?;
    found.corrupted.extend(verified.findings.iter().map(|finding| format!("before: {finding:?}")));
    let backs_up = scenario.deeds.iter().any(|deed| matches!(deed, Deed::Backup(_)));
    if backs_up && household.check_backup(&world.backup()?, "beside")?.put_back.is_some() {
        found.corrupted.push("before: the backup that is remembered is not there".to_owned());
    } else if !backs_up && world.read("source").is_some_and(|before| before != hash(&world.backup_path())) {
        found.corrupted.push("the folder of a backup was changed".to_owned());
    }
    found.compare(&frames, &settled(world, scenario, &household)?);
    // Done again, as someone does who saw no answer.
    let mut household = household;
    for deed in scenario.deeds {
        if *deed == Deed::Receive {
            household.close()?;
            deeds::receive_locked(world)?;
            household = world.unlock()?;
        } else if matches!(deed, Deed::Backup(_)) || deed.fact().is_none_or(|fact| !first.contains_key(&fact))
        {
            deed.act(world, &household)?;
        }
    }
    household.close()?;
    // The code, where it was shown; it costs no Argon2.
    let household = if world.read("code").is_some() { world.unlock() } else { world.unlock_by_passphrase() }?;
    let last = settled(world, scenario, &household)?;
    found.compare(&told.iter().filter(is_fact).cloned().collect::<Vec<_>>(), &last);
    let verified = household.verify()?;
    found.corrupted.extend(verified.findings.iter().map(|finding| format!("after: {finding:?}")));
    if backs_up {
        let report = household.check_backup(&world.backup()?, "beside")?;
        found.corrupted.extend(report.checked.problems.iter().map(|problem| format!("after: {problem:?}")));
    }
    household.close()?;
    match world.read("expected") {
        None => world.write("expected", &facts::text(&last)),
        Some(text) if facts::parse(&text) == last => {}
        Some(_) => found.corrupted.push(format!("another end: {}", facts::text(&last))),
    }
    Ok(())
}
