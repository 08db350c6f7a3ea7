//! Worlds made by chance: devices, people, journeys, clocks, faults, weeks. Nothing is lost outside the window.
//!
//! `DIARY_WORLDS` asks for more of them, `DIARY_WORLD_SEED` for those from another seed on; a failure prints the command
//! that plays its world again, and writes the world down as a scenario that `diary scenario run` plays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diary_core::time::Instant;
use diary_sim::scenario::{
    Assign, At, Class, DeviceSpec, Erase, Measure, OfDevice, Only, Player, Scenario, SeededEntropy, SetClock,
    Span, Start, Step, SyncStep, Tally, Wear,
};
use diary_sim::{ClockJump, Cuff, CuffClass, Faults, Garbage, Late, Truncate};

use crate::chance::Chance;
use crate::files::place;
use crate::{asked, long};

const PEOPLE: [&str; 3] = ["Ana", "Ben", "Cleo"];
const ZONES: [&str; 6] = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
];
/// A minute, an hour and a day in milliseconds.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 2026-01-05T08:00:00Z; worlds begin within a year from there.
const FIRST: i64 = 1_767_600_000_000;

/// What may go wrong on the link in a world.
fn faults(chance: &mut Chance) -> Option<Faults> {
    if chance.often(35) {
        return None;
    }
    let mut faults = Faults { queued_survive: chance.often(30), ..Faults::default() };
    let number = |chance: &mut Chance| u32::try_from(1 + chance.below(4)).unwrap();
    for _ in 0..=chance.below(2) {
        match chance.below(12) {
            0..=2 => faults.cut_at.push(1 + chance.below(90)),
            3 => faults.adapter_off_at.push(1 + chance.below(90)),
            4 => faults.drop_process_at = Some(1 + chance.below(90)),
            5 => faults.drop_process_after_store = Some(chance.below(8)),
            6 => faults.duplicate.push(number(chance)),
            7 => faults.late.push(Late { record: number(chance), ms: chance.below(20_000) }),
            8 => faults.fast_device = true,
            9 => faults.ends_unexplained = true,
            10 => faults.connects_fail = u32::try_from(chance.below(4)).unwrap(),
            _ => faults.store_ms = chance.below(3_000),
        }
    }
    if chance.often(4) {
        faults.permission_lost_at = Some(1 + chance.below(90));
    }
    if chance.often(6) {
        faults
            .truncate
            .push(Truncate { record: number(chance), bytes: usize::try_from(chance.below(12)).unwrap() });
    }
    if chance.often(6) {
        // Too short for anything, so that it is no reading by accident.
        faults.garbage.push(Garbage { before: number(chance), bytes: vec![0xFF; 3] });
    }
    if chance.often(4) {
        faults.clock_jumps.push(ClockJump { after: number(chance), ms: 3_600_000 });
    }
    Some(faults)
}

/// The world of a seed.
fn world(seed: u64) -> Scenario {
    let mut chance = Chance::new(seed);
    let mut devices = BTreeMap::new();
    let mut steps = Vec::new();
    let names = ["cuff", "second", "oximeter"];
    for name in names.into_iter().take(usize::try_from(1 + chance.below(3)).unwrap()) {
        let class = match name {
            "oximeter" => Class::Oximeter(diary_sim::scenario::OximeterClass::Nonin),
            _ => Class::Cuff(*chance.pick(&CuffClass::ALL)),
        };
        let clock = match chance.below(4) {
            0 => 0,
            1 => i64::try_from(chance.below(120)).unwrap() * 1_000 - MINUTE,
            2 => i64::try_from(chance.below(48)).unwrap() * HOUR - DAY,
            _ => -i64::try_from(chance.below(900)).unwrap() * DAY,
        };
        let spec = DeviceSpec {
            class,
            serial: Some(format!("{seed}-{name}")),
            clock: Span(clock),
            capacity: chance.often(20).then(|| usize::try_from(3 + chance.below(5)).unwrap()),
            refuses_pairing: false,
            keeps_subscription: false,
            unending: None,
            shows_pressure: false,
            stalls_after: None,
        };
        devices.insert(name.to_owned(), spec);
        steps.push(Step::Pair(OfDevice { device: name.to_owned() }));
        for user in users(class) {
            // Whose a recording would be that waits cannot be seen value by value: an oximeter is somebody's.
            if chance.often(85) || matches!(class, Class::Oximeter(_)) {
                let person = (*chance.pick(&PEOPLE)).to_owned();
                steps.push(Step::Assign(Assign { device: name.to_owned(), user, person, waiting: false }));
            }
        }
    }
    let known: Vec<(String, Class)> = devices.iter().map(|(name, spec)| (name.clone(), spec.class)).collect();
    // Each reading is another one, so that none can be taken for its neighbour.
    let mut reading = 0;
    for _ in 0..8 + chance.below(14) {
        let (device, class) = chance.pick(&known).clone();
        match chance.below(20) {
            0..=8 => {
                for _ in 0..=chance.below(3) {
                    steps.push(Step::Measure(measure(&device, class, reading, &mut chance)));
                    reading += 1;
                    let apart = MINUTE + i64::try_from(chance.below(9)).unwrap() * 17 * MINUTE;
                    steps.push(Step::Wait(Span(apart)));
                }
            }
            9..=13 => {
                let locked = chance.often(25);
                let live = matches!(class, Class::Oximeter(_)) && chance.often(50);
                let mut faults = faults(&mut chance);
                if live {
                    steps.extend(chance.often(80).then(|| Step::Wear(wear(&device, &mut chance))));
                    if let Some(faults) = &mut faults {
                        go_wrong_later(faults, &mut chance);
                    }
                }
                steps.push(Step::Sync(SyncStep { device, locked, live, faults, expect: None }));
                steps.push(Step::Wait(Span(i64::try_from(chance.below(48)).unwrap() * HOUR)));
            }
            14 => steps.push(Step::Travel((*chance.pick(&ZONES)).to_owned())),
            15 if chance.often(30) => {
                let ahead = Span(i64::try_from(chance.below(6)).unwrap() * HOUR - 3 * HOUR);
                steps.push(Step::SetClock(SetClock { device, ahead }));
            }
            16 => steps.push(Step::LoseBond(OfDevice { device })),
            17 => {
                let user = *chance.pick(&users(class));
                let (person, waiting) = ((*chance.pick(&PEOPLE)).to_owned(), chance.often(50));
                steps.push(Step::Assign(Assign { device, user, person, waiting }));
            }
            18 => steps.push(if chance.often(50) { Step::Kill(Only {}) } else { Step::Lock(Only {}) }),
            _ if chance.often(20) => {
                let person = (*chance.pick(&PEOPLE)).to_owned();
                steps.push(Step::Erase(Erase { person, entry: 0 }));
            }
            _ => steps.push(Step::Restart(Only {})),
        }
    }
    let at = FIRST
        + i64::try_from(chance.below(365)).unwrap() * DAY
        + i64::try_from(chance.below(1440)).unwrap() * MINUTE;
    Scenario {
        format: 1,
        about: format!("The world of seed {seed}."),
        start: Start { at: At(Instant::from_millis(at).unwrap()), zone: (*chance.pick(&ZONES)).to_owned() },
        people: PEOPLE.map(str::to_owned).to_vec(),
        devices,
        steps,
    }
}

fn users(class: Class) -> Vec<Option<u8>> {
    match class {
        Class::Cuff(class) if Cuff::new(class).users() > 1 => vec![Some(0), Some(1)],
        _ => vec![None],
    }
}

fn measure(device: &str, class: Class, reading: u16, chance: &mut Chance) -> Measure {
    let pulse = Some(50 + reading % 60);
    match class {
        Class::Oximeter(_) => Measure {
            device: device.to_owned(),
            oxygen: Some(90 + reading % 10),
            pulse,
            ..Measure::default()
        },
        Class::Cuff(class) => Measure {
            device: device.to_owned(),
            user: (Cuff::new(class).users() > 1).then(|| *chance.pick(&[0, 0, 1, 1, 255])),
            systolic: Some(100 + reading),
            diastolic: Some(60 + reading % 30),
            pulse,
            ..Measure::default()
        },
    }
}

/// A finger for a minute or so, sometimes long enough for a night.
fn wear(device: &str, chance: &mut Chance) -> Wear {
    let seconds = if chance.often(12) { 600 + chance.below(500) } else { 20 + chance.below(160) };
    Wear {
        device: device.to_owned(),
        length: Span(i64::try_from(seconds).unwrap() * 1_000),
        oxygen: 93 + u16::try_from(chance.below(6)).unwrap(),
        pulse: 50 + u16::try_from(chance.below(40)).unwrap(),
        seed: chance.often(60).then(|| chance.below(1_000_000)),
    }
}

/// A stream is long: some of what goes wrong does so in its middle.
fn go_wrong_later(faults: &mut Faults, chance: &mut Chance) {
    let at = 1 + chance.below(1_500);
    match chance.below(8) {
        0..=2 => faults.cut_at.push(at),
        3 => faults.adapter_off_at.push(at),
        4 => faults.drop_process_at = Some(at),
        _ => {}
    }
}

/// Plays a world to its end; erasing where there is nothing to erase is no step.
fn play(template: &Player<'static>, seed: u64) -> Result<Tally, String> {
    let place = place();
    let scenario = Arc::new(world(seed));
    let entropy = Arc::new(SeededEntropy::new(seed.wrapping_add(1 << 40)));
    let mut player = template
        .fork_into(Arc::clone(&scenario), place.path(), entropy)
        .map_err(|error| error.to_string())?;
    for (number, step) in scenario.steps.iter().enumerate() {
        match player.step(number, None) {
            Ok(_) => {}
            Err(_) if matches!(step, Step::Erase(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    player.settle().map_err(|error| error.to_string())?;
    let tally = player.tally().map_err(|error| error.to_string())?;
    if tally.is_broken() { Err(format!("{tally:?}")) } else { Ok(tally) }
}

#[test]
fn worlds_of_weeks_lose_nothing() {
    let first = asked("DIARY_WORLD_SEED", 0);
    let worlds = asked("DIARY_WORLDS", if long() { 10_000 } else { 120 });
    let place = place();
    let empty = Scenario { steps: Vec::new(), devices: BTreeMap::new(), ..world(0) };
    let start = Start { at: At(Instant::from_millis(FIRST - DAY).unwrap()), zone: ZONES[0].to_owned() };
    let template =
        Player::new(Arc::new(Scenario { start, ..empty }), place.path(), Arc::new(SeededEntropy::new(0)))
            .unwrap();
    let next = AtomicU64::new(first);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (tally, wrong) = std::thread::scope(|scope| {
        let work = || {
            let (mut tally, mut wrong) = (Tally::default(), Vec::new());
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= first + worlds {
                    return (tally, wrong);
                }
                match play(&template, seed) {
                    Ok(found) => tally.add(&found),
                    Err(why) => wrong.push((seed, why)),
                }
            }
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let (mut tally, mut wrong) = (Tally::default(), Vec::new());
        for thread in running {
            let (found, bad) = thread.join().unwrap();
            tally.add(&found);
            wrong.extend(bad);
        }
        (tally, wrong)
    });
    println!("{worlds} worlds: {tally:?}");
    for (seed, why) in &wrong {
        let file = std::env::temp_dir().join(format!("world-{seed}.json"));
        std::fs::write(&file, world(*seed).to_json().unwrap()).unwrap();
        println!(
            "{why}\n  again: DIARY_WORLD_SEED={seed} DIARY_WORLDS=1 cargo test -p diary-tests --test sync -- worlds\n  \
             as a scenario: diary scenario run {}",
            file.display()
        );
    }
    assert!(wrong.is_empty(), "{} of {worlds} worlds", wrong.len());
}

/// What the files say of themselves holds for worlds too: each is read as it is written.
#[test]
fn a_world_is_a_scenario() {
    for seed in 0..50 {
        let made = world(seed);
        assert_eq!(Scenario::read("world", &made.to_json().unwrap()).unwrap(), made, "seed {seed}");
    }
}
