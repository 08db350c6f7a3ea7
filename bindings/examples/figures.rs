//! What calls take without a border, for `bindings/bench/run`: one line of JSON, every time in microseconds.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diary_ffi::{
    ChangeListener, DiaryChange, DraftValue, EntryDraft, EntryQuestion, Household, HouseholdPlace,
    ListenerError, SaidMoment, create_household,
};
use diary_host::Stopwatch;

/// How often all pages are read, and how often a change is waited for.
const ROUNDS: usize = 25;
const TURNS: usize = 300;

#[derive(Debug)]
struct Heard {
    since: Arc<Stopwatch>,
    told: Mutex<Sender<Duration>>,
}

impl ChangeListener for Heard {
    fn changed(&self, _: DiaryChange) -> Result<(), ListenerError> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.send(self.since.elapsed()).map_err(|_| ListenerError::Threw)
    }

    fn ended(&self) -> Result<(), ListenerError> {
        Ok(())
    }
}

fn pressure(systolic: usize) -> EntryDraft {
    let value =
        |field: &str, text: usize| DraftValue { field: field.to_owned(), text: text.to_string(), unit: None };
    let systolic = 110 + systolic % 60;
    EntryDraft {
        kind: "blood-pressure".to_owned(),
        own_kind: None,
        moment: SaidMoment::Now,
        values: vec![value("systolic", systolic), value("diastolic", 80), value("pulse", 64)],
        note: None,
        tags: Vec::new(),
        clinician: None,
    }
}

fn listed(times: &[Duration]) -> String {
    let times: Vec<String> = times.iter().map(|time| format!("{:.1}", time.as_secs_f64() * 1e6)).collect();
    times.join(", ")
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, entries] = words.as_slice() else { return Err("name a folder and how many entries".into()) };
    let place = HouseholdPlace { folder: format!("{folder}/home"), state_folder: format!("{folder}/state") };
    let code = create_household(place.clone(), "seven invented words nobody would guess".to_owned())?;
    let household = Household::open_with_recovery_code(place, code)?;
    let diary = household.diary(household.add_person("Ana".to_owned())?)?;
    let entries: usize = entries.parse()?;
    let mut adds = Vec::new();
    for number in 0..entries {
        let draft = pressure(number);
        let began = Stopwatch::start();
        diary.add(draft, false)?;
        adds.push(began.elapsed());
    }
    let mut pages = Vec::new();
    for _ in 0..ROUNDS {
        let (began, mut after, mut read) = (Stopwatch::start(), None, 0);
        loop {
            let page = diary.page(EntryQuestion::default(), after, 100)?;
            read += page.entries.len();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        pages.push(began.elapsed());
        if read != entries {
            return Err("not every entry came".into());
        }
    }
    let since = Arc::new(Stopwatch::start());
    let (told, heard) = channel();
    let listener = Heard { since: Arc::clone(&since), told: Mutex::new(told) };
    let subscription = diary.subscribe(Arc::new(listener))?;
    let mut events = Vec::new();
    for number in 0..TURNS {
        let (draft, began) = (pressure(number), since.elapsed());
        diary.add(draft, false)?;
        events.push(heard.recv()?.saturating_sub(began));
    }
    subscription.end();
    household.shut()?;
    let (pages, adds, events) = (listed(&pages), listed(&adds), listed(&events));
    Ok(writeln!(stdout(), "{{\"pages\": [{pages}], \"add\": [{adds}], \"event\": [{events}]}}")?)
}
