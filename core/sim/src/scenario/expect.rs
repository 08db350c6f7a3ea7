//! What was expected against what is there.

use std::collections::BTreeMap;
use std::fmt::Display;

use diary_core::diary::{Entry, Flag, Source, Value};
use diary_core::household::{HandedOn, Handing, HouseholdError, Slot, WhyWaiting};
use diary_core::time::{Civil, When};
use serde::Serialize;

use super::error::Stopped;
use super::format::{DeviceExpected, EntryExpected, Expected, Scenario, TallyExpected, WaitingExpected};
use super::player::Player;
use super::tally::Tally;

/// How far an instant may be off where an entry says nothing of it, milliseconds.
pub(super) const WITHIN_MS: i64 = 2_000;

/// Something that was otherwise than expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: `steps[7].expect.entries.Ana[0].values.systolic`.
    pub at: String,
    /// What the scenario says.
    pub expected: String,
    /// What is there.
    pub got: String,
}

/// A scenario that was played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Played {
    /// What it shows.
    pub about: String,
    /// How many steps were done.
    pub steps: usize,
    /// How many things were compared.
    pub checks: u64,
    /// Those that were otherwise.
    pub differences: Vec<Difference>,
    /// Where every reading is in the end.
    pub tally: Tally,
}

impl Played {
    /// Whether all was as expected, and nothing lost, doubled or misplaced.
    pub fn is_right(&self) -> bool {
        self.differences.is_empty() && !self.tally.is_broken()
    }
}

/// Differences, and where they are found.
#[derive(Debug, Clone, Default)]
pub(super) struct Differences {
    step: usize,
    checks: u64,
    found: Vec<Difference>,
}

impl Differences {
    pub(super) fn at_step(&mut self, step: usize) {
        self.step = step;
    }

    pub(super) fn compare<T: PartialEq + Display>(&mut self, at: &str, expected: T, got: T) {
        let equal = expected == got;
        self.check(at, equal, expected, got);
    }

    /// Compares where something is expected.
    pub(super) fn compare_some<T: PartialEq + Display>(
        &mut self,
        at: &str,
        expected: Option<T>,
        got: Option<T>,
    ) {
        let Some(expected) = expected else { return };
        let equal = got.as_ref() == Some(&expected);
        self.check(at, equal, expected, got.map_or_else(|| "nothing".to_owned(), |got| got.to_string()));
    }

    pub(super) fn check(&mut self, at: &str, equal: bool, expected: impl Display, got: impl Display) {
        self.checks += 1;
        if !equal {
            let at = format!("steps[{}].{at}", self.step);
            self.found.push(Difference { at, expected: expected.to_string(), got: got.to_string() });
        }
    }

    pub(super) fn compare_tally(&mut self, expected: &TallyExpected, got: &Tally) {
        for (field, expected, got) in [
            ("taken", expected.taken, got.taken),
            ("in_diaries", expected.in_diaries, got.in_diaries),
            ("waiting", expected.waiting, got.waiting),
            ("on_device", expected.on_device, got.on_device),
            ("overwritten", expected.overwritten, got.overwritten),
            ("erased", expected.erased, got.erased),
            ("lost_in_window", expected.lost_in_window, got.lost_in_window()),
            ("streamed", expected.streamed, got.streamed),
            ("stream_lost", expected.stream_lost, got.stream_lost),
        ] {
            self.compare_some(&format!("expect.tally.{field}"), expected, Some(got));
        }
        self.compare("expect.tally.lost", 0, got.lost);
        self.compare("expect.tally.doubled", 0, got.doubled);
    }

    pub(super) fn played(&self, scenario: &Scenario, tally: Tally) -> Played {
        Played {
            about: scenario.about.clone(),
            steps: scenario.steps.len(),
            checks: self.checks,
            differences: self.found.clone(),
            tally,
        }
    }
}

impl Player<'_> {
    /// Hands on what waits, and compares.
    pub(super) fn compare(&mut self, expected: &Expected) -> Result<(), Stopped> {
        let handed = self.home.household()?.hand_on(Handing::Owned)?;
        for (name, entries) in &expected.entries {
            self.compare_entries(name, entries)?;
        }
        if let Some(inbox) = &expected.inbox {
            self.compare_inbox(inbox, &handed);
        }
        for (name, device) in &expected.devices {
            self.compare_device(name, device)?;
        }
        if let Some(tally) = &expected.tally {
            let got = self.tally()?;
            self.differences.compare_tally(tally, &got);
        }
        Ok(())
    }

    fn compare_entries(&mut self, name: &str, expected: &[EntryExpected]) -> Result<(), Stopped> {
        let Some(person) = self.people.get(name).copied() else { return Ok(()) };
        let entries = self.home.household()?.diary(person)?.entries().map_err(HouseholdError::from)?;
        let at = format!("expect.entries.{name}");
        self.differences.compare(&at, expected.len(), entries.len());
        for (number, (expected, entry)) in expected.iter().zip(&entries).enumerate() {
            compare_entry(&mut self.differences, &format!("{at}[{number}]"), expected, entry);
        }
        Ok(())
    }

    fn compare_inbox(&mut self, expected: &[WaitingExpected], handed: &HandedOn) {
        let mut got: BTreeMap<(String, &'static str, Option<u8>), u64> = BTreeMap::new();
        for waits in &handed.waiting {
            let user = match waits.why {
                WhyWaiting::NotAssigned(Slot::User(user)) => Some(user),
                _ => None,
            };
            *got.entry((self.device_name(waits.device), waits.why.name(), user)).or_default() += 1;
        }
        let got: Vec<WaitingExpected> = got
            .into_iter()
            .map(|((device, why, user), readings)| WaitingExpected {
                device,
                why: why.to_owned(),
                user,
                readings,
            })
            .collect();
        let mut expected = expected.to_vec();
        expected.sort();
        let equal = expected == got;
        self.differences.check("expect.inbox", equal, waiting_text(&expected), waiting_text(&got));
    }

    fn compare_device(&mut self, name: &str, expected: &DeviceExpected) -> Result<(), Stopped> {
        let known = self.unit(name)?;
        let (id, holds) = (known.id.ok_or(Stopped::NotPaired)?, known.unit.memory().remaining().count());
        let device = self.home.household()?.device(id)?;
        let at = format!("expect.devices.{name}");
        self.differences.compare_some(&format!("{at}.holds"), expected.holds, Some(holds));
        let last = device.last_sync.as_ref();
        let proof = last.and_then(|last| last.proof.as_deref());
        self.differences.compare_some(&format!("{at}.proof"), expected.proof.as_deref(), proof);
        let records = last.map(|last| last.records);
        self.differences.compare_some(&format!("{at}.records"), expected.records, records);
        let said = &device.information;
        let battery = said.battery.map(|battery| battery.percent);
        self.differences.compare_some(&format!("{at}.battery"), expected.battery, battery);
        let firmware = said.firmware.as_deref();
        self.differences.compare_some(&format!("{at}.firmware"), expected.firmware.as_deref(), firmware);
        if let Some(users) = &expected.users {
            let got: BTreeMap<String, String> = device
                .slots
                .iter()
                .map(|(slot, person)| (user_text(*slot), self.person_name(*person)))
                .collect();
            let equal = *users == got;
            self.differences.check(&format!("{at}.users"), equal, users_text(users), users_text(&got));
        }
        Ok(())
    }
}

fn user_text(slot: Slot) -> String {
    match slot {
        Slot::Only => "any".to_owned(),
        Slot::User(user) => user.to_string(),
    }
}

pub(super) fn users_text(users: &BTreeMap<String, String>) -> String {
    let texts: Vec<String> = users.iter().map(|(user, person)| format!("{user}: {person}")).collect();
    if texts.is_empty() { "nobody".to_owned() } else { texts.join(", ") }
}

pub(super) fn waiting_text(waiting: &[WaitingExpected]) -> String {
    let text = |waits: &WaitingExpected| {
        let user = waits.user.map_or_else(String::new, |user| format!(" of user {user}"));
        format!("{} from {}, {}{user}", waits.readings, waits.device, waits.why)
    };
    let texts: Vec<String> = waiting.iter().map(text).collect();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join("; ") }
}

fn compare_entry(differences: &mut Differences, at: &str, expected: &EntryExpected, entry: &Entry) {
    let content = &entry.content;
    let moment = &content.moment;
    let kind = content.described().map(|kind| kind.name);
    differences.compare_some(&format!("{at}.kind"), expected.kind.as_deref(), kind);
    if let Some(wanted) = expected.at {
        let slack = expected.within.map_or(WITHIN_MS, |span| span.0.abs());
        let off = moment.instant().map(|got| got.millis_since(wanted.0).abs());
        let got = moment.instant().map_or_else(|| "no one instant".to_owned(), |at| at.to_string());
        differences.check(&format!("{at}.at"), off.is_some_and(|off| off <= slack), wanted.0, got);
    }
    if let Some([from, to]) = expected.between {
        let (inside, got) = match moment.when() {
            When::Within { earliest, latest } => {
                (earliest <= from.0 && to.0 <= latest, format!("{earliest} to {latest}"))
            }
            When::At(instant) => (false, instant.to_string()),
            When::Civil(civil) => (false, civil.to_string()),
        };
        differences.check(&format!("{at}.between"), inside, format!("{} to {}", from.0, to.0), got);
    }
    let local = moment.civil().map(|civil| match civil {
        Civil::Time(time) => time.to_string(),
        other => other.to_string(),
    });
    differences.compare_some(&format!("{at}.local"), expected.local.as_deref(), local.as_deref());
    let zone = moment.zone().map(diary_core::time::ZoneName::as_str);
    differences.compare_some(&format!("{at}.zone"), expected.zone.as_deref(), zone);
    let how = match &content.source {
        Source::Device(from) => Some(from.how.as_str()),
        Source::Typed | Source::Clinician(_) => None,
    };
    differences.compare_some(&format!("{at}.how"), expected.how.as_deref(), how);
    for (field, wanted) in &expected.values {
        let found = content.fields().find(|(known, _)| known.name == field).map(|(_, value)| value);
        let got = match found {
            Some(Value::Number { digits, .. }) => Some(digits.approximate()),
            _ => None,
        };
        let equal = got.is_some_and(|got| (got - wanted).abs() < 1e-9);
        let got = got.map_or_else(|| "nothing".to_owned(), |got| got.to_string());
        differences.check(&format!("{at}.values.{field}"), equal, wanted, got);
    }
    if let Some(flags) = &expected.flags {
        let name = |flag: &Flag| content.described()?.flag(flag.0).map(|flag| flag.name);
        let got: Vec<&str> = content.flags.iter().filter_map(name).collect();
        let equal = flags.iter().map(String::as_str).eq(got.iter().copied());
        differences.check(&format!("{at}.flags"), equal, flags.join(", "), got.join(", "));
    }
    differences.compare_some(&format!("{at}.amended"), expected.amended, Some(entry.amended));
}
