//! The demo, step by step.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::device::Progress as Heard;
use diary_core::diary::{Content, Diary, Kinds, Source, kind, parse_blood_pressure, parse_number};
use diary_core::diary::{Unit, Value};
use diary_core::exchange::export::{self, PersonExport};
use diary_core::household::{Handing, Household, HouseholdError, Outside, Slot, WhyWaiting};
use diary_core::id::{DeviceId, PersonId};
use diary_core::journal::Author;
use diary_core::time::{Evidence, How, Instant, Moment};
use diary_core::vault::{
    Argon2Cost, Installation, LockedVault, Passphrase, RecoveryCode, Unlock, VaultError,
};
use diary_sim::{Faults, Peripheral, SimClock, by_name};

use super::cast::{
    AWAY_ZONE, DEVICES, EVENING_MS, FIRST, FLIGHT_MS, HOME_AHEAD_MS, HOME_ZONE, NOTE_AT_HOME, NOTE_AWAY,
    PASSPHRASE, REASON, SECOND, WRONG_PASSPHRASE,
};
use super::measured::Measured;
use super::scan::{self, Planted};
use crate::error::CliError;
use crate::progress::{Progress, Waiting};
use crate::terminal::{Console, Role};
use crate::{day, link, words};
use diary_host::{SystemEntropy, zones};

/// The demo while its household is open.
pub(super) struct Story {
    folder: PathBuf,
    console: Console,
    clock: SimClock,
    household: Household,
    code: RecoveryCode,
    devices: Vec<Box<dyn Peripheral>>,
    known: Vec<DeviceId>,
    first: PersonId,
    second: PersonId,
    measured: Measured,
}

/// The demo after its household was closed.
pub(super) struct Closed {
    folder: PathBuf,
    console: Console,
    clock: SimClock,
    code: RecoveryCode,
    devices: Vec<Box<dyn Peripheral>>,
    measured: Measured,
}

pub(super) fn outside(clock: &SimClock) -> Outside {
    Outside { clock: Arc::new(clock.clone()), entropy: Arc::new(SystemEntropy), zones: zones() }
}

impl Story {
    /// Makes the household and its people.
    pub(super) fn begin(folder: &Path, console: Console) -> Result<Self, CliError> {
        let clock = SimClock::new(EVENING_MS, HOME_ZONE);
        let home = folder.join("household");
        let passphrase = Passphrase::new(PASSPHRASE);
        let (household, code) = {
            let _turning = Waiting::for_(console, "making the household");
            let (code, installation) =
                Household::create(&home, &passphrase, Argon2Cost::STANDARD, &outside(&clock))?;
            let household = unlock(&home, Unlock::Passphrase(&passphrase), Some(installation), &clock)?;
            (household, code)
        };
        let first = household.add_person(FIRST)?;
        let second = household.add_person(SECOND)?;
        let devices = DEVICES
            .into_iter()
            .map(|name| by_name(name, EVENING_MS, HOME_AHEAD_MS))
            .collect::<Result<Vec<_>, _>>()?;
        let story = Self {
            folder: folder.to_owned(),
            console,
            clock,
            household,
            code,
            devices,
            known: Vec::new(),
            first,
            second,
            measured: Measured::default(),
        };
        story
            .chapter("A household", &format!("In {}: two people, {FIRST} and {SECOND}.", folder.display()))?;
        story.say("It opens with a passphrase, and with a recovery code to write down:")?;
        story.say(&format!("  {}", *story.code.grouped()))?;
        Ok(story)
    }

    /// Gets to know the three devices and whose they are.
    pub(super) fn pair(&mut self) -> Result<(), CliError> {
        self.chapter("Three devices", "")?;
        for device in &mut self.devices {
            let paired = link::pair(device.as_mut(), &self.clock)?;
            self.known.push(self.household.add_device(&paired)?);
        }
        let [cuff, shared, oximeter] = *self.known.as_slice() else { return Err(CliError::Demo) };
        self.household.assign(cuff, Slot::Only, self.first)?;
        self.household.assign(shared, Slot::User(0), self.first)?;
        self.household.assign(shared, Slot::User(1), self.second)?;
        self.household.assign(oximeter, Slot::Only, self.second)?;
        for device in self.household.devices()? {
            let whose: Vec<String> = device
                .slots
                .iter()
                .map(|(slot, person)| match slot {
                    Slot::Only => self.name(*person).to_owned(),
                    Slot::User(number) => format!("user {number}: {}", self.name(*person)),
                })
                .collect();
            self.say(&format!("  {}: {}", device.description.label(), whose.join(", ")))?;
        }
        Ok(())
    }

    /// Takes over what the devices have stored; the link breaks in the middle of each burst.
    pub(super) fn synchronise_at_home(&mut self) -> Result<(), CliError> {
        self.chapter("Readings, over a link that breaks", "")?;
        for number in 0..self.devices.len() {
            let faults = Faults { cut_after_records: vec![3], ..Faults::default() };
            self.synchronise(number, &faults)?;
        }
        self.hand_on()
    }

    /// A reading and a note, typed in London; a digit slips.
    pub(super) fn write_at_home(&mut self) -> Result<(), CliError> {
        self.chapter("Typed in London", "")?;
        let diary = self.household.diary(self.first)?;
        let slipped = diary.add(&self.pressure("151/79", 68)?, Author::HOUSEHOLD, false)?;
        diary.add(&self.note(NOTE_AT_HOME)?, Author::HOUSEHOLD, false)?;
        self.say(&format!("  {FIRST} writes down 151/79, and: {NOTE_AT_HOME}"))?;
        self.clock.advance_ms(120_000);
        let mut right = diary.entry(slipped)?.ok_or(CliError::Demo)?.content;
        for (field, value) in parse_blood_pressure("115/79")? {
            right.set(field, value);
        }
        diary.amend(slipped, &right, REASON, Author::HOUSEHOLD, false)?;
        self.say(&format!("  Corrected to 115/79: {REASON}. What it said before stays in its history."))
    }

    /// The phone travels; the shared cuff comes along and sends its whole memory once more.
    pub(super) fn fly(&mut self) -> Result<(), CliError> {
        self.chapter("A flight to New York", "")?;
        let before = self.household.diary(self.first)?.entries()?;
        self.clock.advance_ms(FLIGHT_MS);
        self.clock.set_zone(AWAY_ZONE);
        self.household.sight()?;
        if self.household.diary(self.first)?.entries()? != before {
            return Err(CliError::Demo);
        }
        self.say("  The phone's clock changed by five hours; no entry changed its time or its day.")?;
        self.synchronise(1, &Faults::default())?;
        self.hand_on()
    }

    /// A reading and a note, typed in New York.
    pub(super) fn write_away(&mut self) -> Result<(), CliError> {
        self.chapter("Typed in New York", "")?;
        let diary = self.household.diary(self.second)?;
        diary.add(&self.pressure("127/84", 63)?, Author::HOUSEHOLD, false)?;
        diary.add(&self.oxygen("97")?, Author::HOUSEHOLD, false)?;
        diary.add(&self.note(NOTE_AWAY)?, Author::HOUSEHOLD, false)?;
        self.say(&format!("  {SECOND} writes down 127/84, 97 %, and: {NOTE_AWAY}"))
    }

    /// Each person's days.
    pub(super) fn show_days(&mut self) -> Result<(), CliError> {
        self.chapter("Their days", "")?;
        for person in [self.first, self.second] {
            let entries = self.household.diary(person)?.entries()?;
            let name = self.name(person).to_owned();
            for day in day::days(&entries) {
                let date = day.date.map_or_else(|| "unknown".to_owned(), |date| date.to_string());
                self.measured.days.push((name.clone(), date, day.entries.len() as u64));
            }
            self.say(&day::show(&name, &entries, &Kinds::default(), self.console.look))?;
            self.say("")?;
        }
        Ok(())
    }

    /// Every page, every chain.
    pub(super) fn verify(&mut self) -> Result<(), CliError> {
        self.chapter("Checked", "")?;
        let verification = {
            let _turning = Waiting::for_(self.console, "checking every file");
            self.household.verify()?
        };
        self.measured.chain_ok = verification.findings.is_empty();
        self.measured.operations =
            verification.sound.iter().flat_map(|file| &file.heads).map(|head| head.number).sum();
        self.say(&format!(
            "  {} files in order, {} operations in their chains, every page authenticated.",
            verification.sound.len(),
            self.measured.operations
        ))
    }

    /// Everything as JSON and CSV, noted in the sharing log before it leaves.
    pub(super) fn export(&mut self) -> Result<(), CliError> {
        self.chapter("Taken along", "")?;
        let output = |error: std::io::Error| CliError::Output(error.kind());
        let people = self.household.people()?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let diaries = people
            .iter()
            .map(|person| Ok((self.household.diary(person.id)?, person.name.as_str())))
            .collect::<Result<Vec<(Arc<Diary>, &str)>, CliError>>()?;
        let entries = diaries.iter().map(|(diary, _)| diary.count()).sum::<Result<u64, _>>()?;
        let now = Instant::from_millis(self.clock.wall_ms())?;
        for form in ["json", "csv"] {
            self.household.note_shared(form, &ids, entries)?;
            let path = self.folder.join(format!("export.{form}"));
            let mut file = fs::File::create_new(&path).map_err(output)?;
            if form == "json" {
                let exports = diaries
                    .iter()
                    .map(|(diary, name)| PersonExport::with_history(diary, name))
                    .collect::<Result<Vec<_>, _>>()?;
                export::json(exports, now, &mut file)?;
            } else {
                let exports = diaries
                    .iter()
                    .map(|(diary, name)| PersonExport::without_history(diary, name))
                    .collect::<Result<Vec<_>, _>>()?;
                export::csv(exports, &mut file)?;
            }
            self.say(&format!("  {entries} entries in {} (readable by anyone who has it)", path.display()))?;
        }
        Ok(())
    }

    /// Closes the household, and shows that a wrong passphrase opens and changes nothing.
    pub(super) fn close_and_try_a_wrong_passphrase(self) -> Result<Closed, CliError> {
        self.chapter("Closed", "")?;
        let Self { folder, console, clock, household, code, devices, mut measured, .. } = self;
        household.close()?;
        let home = folder.join("household");
        let before = scan::fingerprint(&scan::files(&home)?);
        let wrong = Passphrase::new(WRONG_PASSPHRASE);
        let refused = unlock(&home, Unlock::Passphrase(&wrong), None, &clock);
        let after = scan::fingerprint(&scan::files(&home)?);
        measured.wrong_secret_refused = before == after
            && matches!(refused, Err(CliError::Household(HouseholdError::Vault(VaultError::WrongSecret))));
        let closed = Closed { folder, console, clock, code, devices, measured };
        if let Err(error) = refused {
            closed.say(&format!("  A wrong passphrase: {error}"))?;
        }
        let short = |text: &str| text.chars().take(16).collect::<String>();
        closed.say(&format!("  All files before and after: {} {}", short(&before), short(&after)))?;
        Ok(closed)
    }

    fn synchronise(&mut self, number: usize, faults: &Faults) -> Result<(), CliError> {
        let (Some(id), Some(device)) = (self.known.get(number).copied(), self.devices.get_mut(number)) else {
            return Err(CliError::Demo);
        };
        let label = self.household.device(id)?.description.label();
        let bar = Progress::new(self.console, "receiving", None);
        let mut heard = |step: &Heard| {
            if let Heard::Receiving { received, announced } = step {
                if let Some(announced) = announced {
                    bar.of(u64::from(*announced));
                }
                bar.reached(u64::from(*received));
            }
        };
        let synced = link::synchronise(
            &self.household,
            id,
            device.as_mut(),
            &self.clock,
            (link::Asked::default(), faults),
            &mut heard,
            &mut |_| {},
        )?;
        bar.done();
        self.measured.cuts += u64::from(synced.cuts);
        if let Some(error) = CliError::of_session(&synced.outcome) {
            return Err(error);
        }
        let broke = match synced.cuts {
            0 => String::new(),
            _ => ", although the link broke in the middle".to_owned(),
        };
        self.say(&format!("  {label}: {} records received{broke}", synced.records))
    }

    /// Gives the readings to their people, and says what was noticed on the way.
    fn hand_on(&mut self) -> Result<(), CliError> {
        let done = self.household.hand_on(Handing::Owned)?;
        for person in [self.first, self.second] {
            let new = done.new.iter().filter(|new| new.person == person).count();
            if new > 0 {
                self.say(&format!("  {new} new for {}", self.name(person)))?;
            }
        }
        if done.known > 0 {
            self.say(&format!("  {} were here already and stay one each", done.known))?;
        }
        let guests = done.waiting.iter().filter(|waiting| waiting.why == WhyWaiting::UserUnknown).count();
        if guests > 0 {
            self.say(&format!(
                "  {guests} of a user the cuff does not know: waiting in the inbox, nobody's yet"
            ))?;
        }
        let corrected = done.new.iter().find(
            |new| matches!(&new.content.source, Source::Device(from) if from.how == How::Corrected.code()),
        );
        if let Some(corrected) = corrected {
            self.say(&format!("  {}", words::origin(&corrected.content)))?;
        }
        Ok(())
    }

    fn content(&self, kind: u16) -> Result<Content, CliError> {
        use diary_core::ports::Clock;
        let zone = zones().find(&self.clock.zone())?;
        let now = Instant::from_millis(self.clock.wall_ms())?;
        Ok(Content::new(kind, Moment::at(now, &zone, Evidence::PhoneSetting), Source::Typed))
    }

    fn pressure(&self, text: &str, pulse: i64) -> Result<Content, CliError> {
        let mut content = self.content(kind::BLOOD_PRESSURE.number)?;
        for (field, value) in parse_blood_pressure(text)? {
            content.set(field, value);
        }
        content.set(kind::PULSE, parse_number("pulse", &pulse.to_string(), Unit::PerMinute)?);
        Ok(content)
    }

    fn oxygen(&self, text: &str) -> Result<Content, CliError> {
        let mut content = self.content(kind::OXIMETRY.number)?;
        content.set(kind::SATURATION, parse_number("saturation", text, Unit::Percent)?);
        Ok(content)
    }

    fn note(&self, text: &str) -> Result<Content, CliError> {
        let mut content = self.content(kind::NOTE.number)?;
        content.set(kind::TEXT, Value::Text(text.to_owned()));
        Ok(content)
    }

    fn name(&self, person: PersonId) -> &'static str {
        if person == self.first { FIRST } else { SECOND }
    }

    fn chapter(&self, title: &str, text: &str) -> Result<(), CliError> {
        say(self.console, &format!("\n{}", self.console.look.paint(Role::Heading, title)))?;
        if text.is_empty() { Ok(()) } else { self.say(text) }
    }

    fn say(&self, text: &str) -> Result<(), CliError> {
        say(self.console, text)
    }
}

impl Closed {
    /// Opens with the recovery code alone, counts, and reads every byte on disk.
    pub(super) fn open_with_the_recovery_code(&self) -> Result<Measured, CliError> {
        let home = self.folder.join("household");
        let household = unlock(&home, Unlock::Recovery(&self.code), None, &self.clock)?;
        self.say("  The recovery code opens it, as on a new phone.")?;
        let mut measured = self.measured.clone();
        measured.count(&household, &self.devices)?;
        let mut planted = Planted::default();
        for words in [FIRST, SECOND, PASSPHRASE, NOTE_AT_HOME, NOTE_AWAY, REASON, AWAY_ZONE] {
            planted.words(words);
        }
        planted.words(&self.code.grouped());
        let vault = LockedVault::load(&home)?.unlock(Unlock::Recovery(&self.code))?;
        for file in vault.files() {
            planted.bytes(vault.file_key(file.id)?.expose());
        }
        planted.bytes(vault.receive_key()?.expose());
        // While it is open, with its logs, and once more when it is closed.
        let open = scan::files(&home)?;
        household.close()?;
        let shut = scan::files(&home)?;
        measured.plaintext_hits = planted.hits(&open) + planted.hits(&shut);
        let bytes: usize = open.iter().chain(&shut).map(|(_, bytes)| bytes.len()).sum();
        self.say(&format!(
            "  {} files, {bytes} bytes read, open and closed, for {} forms of planted words and keys: {} found.",
            open.len(),
            planted.count(),
            measured.plaintext_hits
        ))?;
        let secret = diary_host::private_file(&self.folder.join("passphrase.txt"));
        secret
            .and_then(|mut file| file.write_all(PASSPHRASE.as_bytes()))
            .map_err(|error| CliError::Output(error.kind()))?;
        Ok(measured)
    }

    fn say(&self, text: &str) -> Result<(), CliError> {
        say(self.console, text)
    }
}

fn unlock(
    home: &Path,
    secret: Unlock<'_>,
    installation: Option<Installation>,
    clock: &SimClock,
) -> Result<Household, CliError> {
    Ok(Household::unlock(home, secret, installation, outside(clock))?.household)
}

/// With `--json` the story is left out: standard output carries one object and nothing else.
fn say(console: Console, text: &str) -> Result<(), CliError> {
    if console.json { Ok(()) } else { console.result(text) }
}
