//! `diary demo --years N`: a household of three people that was kept for years, to try questions on.
//!
//! Everybody and every value is made up by a generator with a fixed seed; only ids and keys differ from run to run. It is
//! written by the functions that write any diary: what a cuff has stored comes in batches, what people write comes one by
//! one.

use std::io::Write as _;
use std::path::Path;

use diary_core::diary::kind::{BLOOD_PRESSURE, DIASTOLIC, NOTE, PULSE, SYSTOLIC, TEXT};
use diary_core::diary::{
    Content, Decimal, Diary, Incoming, Measure, PartsOfDay, Period, Provenance, Question, Source, Unit,
    Value, Words,
};
use diary_core::household::Household;
use diary_core::id::{DeviceId, EntryId, OperationId};
use diary_core::journal::Author;
use diary_core::time::{Evidence, Instant, Moment, Zone};
use diary_core::vault::{Argon2Cost, Passphrase, Unlock};
use diary_sim::{SimClock, by_name};
use serde_json::json;

use super::cast::{EVENING_MS, FIRST, HOME_AHEAD_MS, HOME_ZONE, PASSPHRASE, SECOND, THIRD};
use super::everyday::Everyday;
use super::story;
use crate::error::CliError;
use crate::progress::Progress;
use crate::terminal::Console;
use crate::{link, table};
use diary_host::{Stopwatch, SystemEntropy, zones};

const DAY_MS: i64 = 86_400_000;
/// How many readings are taken over in one transaction.
const BATCH: usize = 1000;
/// What people write about.
const SAID: [&str; 8] = [
    "Headache since noon, better after a walk",
    "Slept badly, up at four",
    "Dizzy on the stairs",
    "New tablets, no trouble so far",
    "Long day, legs swollen in the evening",
    "Ran five kilometres, felt well",
    "Forgot the evening tablet",
    "Visit to the clinic, all as before",
];

/// Small numbers that repeat from run to run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap_or_default()
    }
}

/// Makes the household in `folder` and asks it the questions that a person would.
///
/// # Errors
/// Whatever a step says.
pub(super) fn run(years: u8, folder: &Path, console: Console) -> Result<(), CliError> {
    let since = Stopwatch::start();
    let clock = SimClock::new(EVENING_MS, HOME_ZONE);
    let home = folder.join("household");
    let passphrase = Passphrase::new(PASSPHRASE);
    let outside = story::outside(&clock);
    let (_, installation) = Household::create(&home, &passphrase, Argon2Cost::STANDARD, &outside)?;
    let household =
        Household::unlock(&home, Unlock::Passphrase(&passphrase), Some(installation), outside)?.household;
    let mut cuff = by_name("beurer", EVENING_MS, HOME_AHEAD_MS)?;
    let device = household.add_device(&link::pair(cuff.as_mut(), &clock)?)?;
    let days = i64::from(years) * 365;
    let people = [FIRST, SECOND, THIRD];
    let progress =
        Progress::new(console, "writing the years", Some(days.unsigned_abs() * people.len() as u64));
    let mut written = 0;
    for (name, seed) in people.into_iter().zip(1..) {
        let person = household.add_person(name)?;
        let diary = household.diary(person)?;
        let before = days.unsigned_abs() * (seed - 1);
        written += keep(&diary, device, days, seed, &|day| progress.reached(before + day))?;
        if let Some(wrong) = diary.page(&of_notes("forgot")?, None, 1)?.entries.pop() {
            household.erase_entry(person, wrong.id)?;
        }
    }
    progress.done();
    let made = since.elapsed();
    let first = household.people()?.into_iter().next().ok_or(CliError::Demo)?;
    let diary = household.diary(first.id)?;
    let asked = ask(&diary)?;
    household.close()?;
    diary_host::private_file(&folder.join("passphrase.txt"))
        .and_then(|mut file| file.write_all(PASSPHRASE.as_bytes()))
        .map_err(|error| CliError::Output(error.kind()))?;
    let shown = folder.display().to_string();
    if console.json {
        let asked: Vec<_> = asked
            .iter()
            .map(|(what, found, ms)| json!({ "asked": what, "found": found, "ms": ms }))
            .collect();
        return console.json(&json!({
            "folder": shown, "years": years, "entries": written, "made_ms": made.as_millis(), "asked": asked,
        }));
    }
    let rows = asked
        .iter()
        .map(|(what, found, ms)| vec![(*what).to_owned(), found.to_string(), format!("{ms:.1} ms")]);
    let open =
        format!("{} --home {shown}/household --passphrase-file {shown}/passphrase.txt", super::program());
    console.result(&format!(
        "{years} years of three people: {written} entries in {:.1} seconds.\n\n{}\n\nWhat to try next\n  {open} search \
         headache --person \"{FIRST}\"\n  {open} stats blood-pressure --person \"{FIRST}\"\n  {open} latest",
        made.as_secs_f64(),
        table::table(console.look, &["Asked", "Found", "Took"], rows),
    ))
}

/// Writes the years of one person: two readings a day at least, everyday entries of other kinds, notes, corrections. Gives how many entries there are.
fn keep(
    diary: &Diary,
    device: DeviceId,
    days: i64,
    seed: u64,
    reached: &dyn Fn(u64),
) -> Result<u64, CliError> {
    let zone = zones().find(HOME_ZONE)?;
    let mut dice = Dice(seed);
    let mut waiting = Vec::with_capacity(BATCH);
    let usual = 112 + dice.below(30);
    let everyday = Everyday { diary, device, zone: &zone, weight: 600 + dice.below(300) };
    for day in 0..days {
        let midnight = EVENING_MS - 20 * 3_600_000 - (days - day) * DAY_MS;
        let sittings = if dice.below(20) == 0 { 3 } else { 2 };
        for sitting in 0..sittings {
            let minute = [7 * 60, 19 * 60, 13 * 60].get(sitting).copied().unwrap_or(0) + dice.below(50);
            let at = moment(midnight + i64::from(minute) * 60_000, &zone)?;
            waiting.push(reading(at, device, usual, &mut dice)?);
        }
        everyday.live((day, midnight), &mut dice, &mut waiting)?;
        if waiting.len() >= BATCH {
            diary.receive(&waiting)?;
            waiting.clear();
        }
        if dice.below(3) == 0 {
            let at = moment(midnight + i64::from(9 * 60 + dice.below(600)) * 60_000, &zone)?;
            let id = write(diary, at, &mut dice)?;
            if dice.below(40) == 0 {
                correct(diary, id)?;
            }
        }
        reached(day.unsigned_abs());
    }
    diary.receive(&waiting)?;
    Ok(diary.count()?)
}

pub(super) fn moment(at_ms: i64, zone: &Zone) -> Result<Moment, CliError> {
    Ok(Moment::at(Instant::from_millis(at_ms)?, zone, Evidence::PhoneSetting))
}

fn reading(at: Moment, device: DeviceId, usual: u32, dice: &mut Dice) -> Result<Incoming, CliError> {
    let (top, bottom) = (usual + dice.below(25), usual * 3 / 5 + dice.below(15));
    let mut content = Content::new(BLOOD_PRESSURE.number, at, device_of(device, "Beurer GmbH BM85"));
    for (field, value, unit) in [
        (SYSTOLIC, top, Unit::MmHg),
        (DIASTOLIC, bottom, Unit::MmHg),
        (PULSE, 58 + dice.below(25), Unit::PerMinute),
    ] {
        content.set(field, Value::Number { digits: Decimal::whole(value.into()), unit });
    }
    let id = OperationId::random(&SystemEntropy)?;
    Ok(Incoming { id, record: id.as_bytes().to_vec(), content, raw: vec![0x16; 18] })
}

/// That a device of this model sent it, with a clock that was right.
pub(super) fn device_of(device: DeviceId, model: &str) -> Source {
    Source::Device(Provenance {
        device,
        model: model.to_owned(),
        decoder: 1,
        how: "exact".to_owned(),
        cause: None,
        shift_ms: None,
    })
}

fn write(diary: &Diary, at: Moment, dice: &mut Dice) -> Result<EntryId, CliError> {
    let said = SAID.get(dice.below(8) as usize).copied().unwrap_or_default();
    let mut content = Content::new(NOTE.number, at, Source::Typed);
    content.set(TEXT, Value::Text(said.to_owned()));
    Ok(diary.add(&content, Author::HOUSEHOLD, true)?)
}

fn correct(diary: &Diary, id: EntryId) -> Result<(), CliError> {
    let Some(entry) = diary.entry(id)? else { return Ok(()) };
    let content = Content { note: Some("it was the day before".to_owned()), ..entry.content };
    diary.amend(id, &content, "added what was forgotten", Author::HOUSEHOLD, true)?;
    Ok(())
}

fn of_notes(words: &str) -> Result<Question, CliError> {
    Ok(Question { kind: Some(NOTE.number), words: Some(Words::parse(words)?), ..Question::default() })
}

/// What was asked, how much was found, and how many milliseconds it took.
type Answer = (&'static str, u64, f64);

/// Asks what a person asks of a diary of years.
fn ask(diary: &Diary) -> Result<Vec<Answer>, CliError> {
    let mut answers = Vec::new();
    let mut ask = |what, question: &dyn Fn() -> Result<u64, CliError>| -> Result<(), CliError> {
        let since = Stopwatch::start();
        let found = question()?;
        answers.push((what, found, since.elapsed().as_secs_f64() * 1000.0));
        Ok(())
    };
    ask("the newest of each kind", &|| Ok(diary.latest_of_each()?.len() as u64))?;
    ask("the newest hundred", &|| Ok(diary.page(&Question::default(), None, 100)?.entries.len() as u64))?;
    ask("search: headache", &|| Ok(diary.page(&of_notes("headache")?, None, 20)?.entries.len() as u64))?;
    let (from, to) = (None, None);
    let by_month =
        Measure { kind: &BLOOD_PRESSURE, from, to, by: Period::Month, parts: PartsOfDay::HOME_DIARY };
    ask("statistics of all blood pressures", &|| Ok(diary.statistics(&by_month)?.entries))?;
    ask("verify every page, operation and table", &|| Ok(diary.verify()?.operations))?;
    Ok(answers)
}
