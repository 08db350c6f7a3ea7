//! The program whose memory is looked at: `memory-child fill CASE READINGS`, then `memory-child look CASE` or `memory-child
//! walk CASE`.
//!
//! - `fill` makes a household with one person, that many readings and a slot of a phone's key store.
//! - `look` opens it as a phone does, shows the newest day, and prints the most memory that it ever had, in KiB.
//! - `walk` shows every day, the newest first.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a step of a test that fails ends the test")]
#![expect(clippy::print_stdout, reason = "what it prints is its answer")]

use std::fs;
use std::path::Path;

use diary_core::household::Household;
use diary_core::time::CivilDate;
use diary_core::vault::{Argon2Cost, Installation, KeyStoreAnswer, Passphrase, Secret, Unlock};
use diary_sim::SimClock;
use diary_tests::outside;
use diary_tests::readings::{self, NOW_MS, all_incoming};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["fill", case, count] => fill(Path::new(case), count.parse().unwrap()),
        ["look", case] => look(Path::new(case), false),
        ["walk", case] => look(Path::new(case), true),
        _ => panic!("memory-child fill CASE READINGS, or memory-child look|walk CASE"),
    }
}

fn fill(case: &Path, count: i64) {
    let outside = outside(&SimClock::new(NOW_MS, "Europe/London"));
    let (code, installation) = Household::create(
        &case.join("home"),
        &Passphrase::new("correct horse battery"),
        Argon2Cost::LEAST,
        &outside,
    )
    .unwrap();
    fs::write(case.join("installation"), installation.to_bytes()).unwrap();
    let unlocked =
        Household::unlock(&case.join("home"), Unlock::Recovery(&code), Some(installation), outside).unwrap();
    let household = unlocked.household;
    let offer = household.offer_key_store().unwrap();
    household.add_key_store(&offer, b"").unwrap();
    fs::write(case.join("key"), offer.key().expose()).unwrap();
    fs::write(case.join("slot"), offer.slot().to_string()).unwrap();
    let diary = household.diary(household.add_person("Ana").unwrap()).unwrap();
    for batch in all_incoming(count).chunks(1000) {
        diary.receive(batch).unwrap();
    }
    drop(diary);
    household.close().unwrap();
}

fn look(case: &Path, all: bool) {
    let installation = Installation::from_bytes(&fs::read(case.join("installation")).unwrap()).unwrap();
    let slot = fs::read_to_string(case.join("slot")).unwrap().parse().unwrap();
    let mut key: [u8; 32] = fs::read(case.join("key")).unwrap().try_into().unwrap();
    let answer = KeyStoreAnswer::Opened(Secret::take(&mut key));
    let outside = outside(&SimClock::new(NOW_MS, "Europe/London"));
    let unlocked =
        Household::unlock(&case.join("home"), Unlock::KeyStore(slot, &answer), Some(installation), outside)
            .unwrap();
    let person = unlocked.household.people().unwrap().first().unwrap().id;
    let diary = unlocked.household.diary(person).unwrap();
    let newest = readings::newest_day();
    let oldest = if all { diary.first_and_last_day().unwrap().unwrap().0 } else { newest };
    for day in (oldest.epoch_day()..=newest.epoch_day()).rev() {
        assert!(!diary.day(CivilDate::from_epoch_day(day).unwrap()).unwrap().is_empty());
    }
    println!("{}", most_kib());
}

/// The high water mark of the memory that this process has in use, code and libraries among it.
fn most_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
