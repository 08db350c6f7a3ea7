//! What people and devices do, one thing at a time, and the scenarios that are made of it.

use std::io::Cursor;

use diary_core::device::{Outcome, Paired, PersistFailed, Profile, Received, Session, What};
use diary_core::diary::{Content, Decimal, DiaryError, MediaWords, Source, Unit, Value, WhatStays, kind};
use diary_core::exchange::export::{self, PersonExport};
use diary_core::household::{BackUp, Handing, Household, HouseholdError, Place, Receiver, Slot};
use diary_core::id::{DeviceId, EntryId, PersonId};
use diary_core::inbox::{Appended, InboxError};
use diary_core::journal::Author;
use diary_core::time::{Evidence, Instant, Moment, Zone};
use diary_core::vault::{Argon2Cost, FilePurpose};
use diary_sim::{Faults, SimClock, by_name, run};
use diary_tests::EVENING_MS;

use crate::facts::{IN_BACKUP, RESTORED, SECOND, hex};
use crate::world::{self, World, own_passphrase, passphrase};

/// The cuff of two users, which sends its whole memory every time.
const CUFF: &str = "beurer";
const HOUR_MS: i64 = 3_600_000;
/// Bytes of a recording: three chunks, the last of them not full.
const RECORDING: usize = 150_000;

/// One thing that is done, and done again if it was refused or a kill came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Makes the household.
    Create,
    /// Adds a person.
    Person(&'static str),
    /// Pairs the cuff.
    Pair,
    /// Gives a user of the cuff to a person.
    Assign(u8, &'static str),
    /// Types an entry for Ana, known by its note.
    Type(&'static str),
    /// Corrects that entry.
    Amend(&'static str),
    /// Takes over the cuff's memory with the household locked.
    Receive,
    /// Hands on what waits.
    HandOn,
    /// Lets go of every file and takes them up again.
    Pause,
    /// Writes everything out as CSV, and notes that it was shared.
    Export,
    /// Erases the entry of Ana's that is known by this note.
    Erase(&'static str),
    /// Puts the second passphrase in the place of the first.
    Passphrase,
    /// Adds a recording to the entry of Ana's that is known by this note.
    Media(&'static str),
    /// Gives the household's file, the inbox and Ana's diary new keys, one after the other.
    Renew,
    /// Gives everything new keys; the secrets are the same words, so that either end opens.
    Rotate,
    /// Gives a person's diary a lock of its own.
    HandOver(&'static str),
    /// Gives it back to the household, opened with its own passphrase.
    GiveBack(&'static str),
    /// Removes a person, with their diary.
    Remove(&'static str),
    /// Backs up into a folder beside the household; the newest entry of Ana's is the one that is known by this note.
    Backup(&'static str),
    /// Moves the entry of Ana's that is known by this note to Ben.
    Move(&'static str),
    /// Restores the backup into another folder beside it; that entry is in it.
    Restore(&'static str),
}

/// A household as it was before, and what is then done to it while the disk fails.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) before: &'static [Deed],
    /// The program was killed before: it left its logs.
    pub(crate) killed_before: bool,
    pub(crate) deeds: &'static [Deed],
}

use Deed::{
    Amend, Assign, Backup, Create, Erase, Export, GiveBack, HandOn, HandOver, Media, Move, Pair, Passphrase,
    Pause, Person, Receive, Remove, Renew, Restore, Rotate, Type,
};

const TWO_PEOPLE: [Deed; 6] =
    [Create, Person("Ana"), Person("Ben"), Pair, Assign(0, "Ana"), Assign(1, "Ben")];
const WITH_RECORDS: [Deed; 8] = {
    let [a, b, c, d, e, f] = TWO_PEOPLE;
    [a, b, c, d, e, f, Type("morning"), Receive]
};
const HANDED_ON: [Deed; 9] = {
    let [a, b, c, d, e, f, g, h] = WITH_RECORDS;
    [a, b, c, d, e, f, g, h, HandOn]
};

const CORRECTED: [Deed; 5] = [Create, Person("Ana"), Type("morning"), Amend("morning"), Type("evening")];

const WRONGLY_ANAS: [Deed; 6] =
    [Create, Person("Ana"), Person("Ben"), Type("morning"), Amend("morning"), Media("morning")];

const BACKED_UP: [Deed; 5] = [Create, Person("Ana"), Type("morning"), Media("morning"), Backup("morning")];

const HANDED_OVER: [Deed; 9] = {
    let [a, b, c, d, e, f, g, h] = WITH_RECORDS;
    [a, b, c, d, e, f, g, h, HandOver("Ana")]
};

/// All of them; the one called `migrate` starts from the household file of an older version.
pub(crate) const SCENARIOS: [Scenario; 22] = [
    scenario("create", &[], &[Create]),
    scenario("typed", &TWO_PEOPLE, &[Type("one"), Type("two"), Type("three")]),
    scenario("receive", &TWO_PEOPLE, &[Receive]),
    scenario("hand-on", &WITH_RECORDS, &[HandOn]),
    scenario("amend", &HANDED_ON, &[Amend("morning")]),
    scenario("person", &[Create, Person("Ana")], &[Person("Ben"), Person("Cleo")]),
    scenario("assign", &[Create, Person("Ana")], &[Pair, Assign(0, "Ana"), Assign(1, "Ana")]),
    scenario("migrate", &[Create, Person("Ana"), Type("morning")], &[Type("evening")]),
    Scenario { killed_before: true, ..scenario("close", &HANDED_ON, &[]) },
    scenario("export", &HANDED_ON, &[Export]),
    scenario("pause", &HANDED_ON, &[Type("one"), Pause, Amend("one")]),
    scenario("erase", &CORRECTED, &[Erase("morning")]),
    scenario("move", &WRONGLY_ANAS, &[Move("morning")]),
    scenario("secrets", &[Create], &[Passphrase]),
    scenario("media", &[Create, Person("Ana"), Type("morning")], &[Media("morning")]),
    scenario("renew", &WITH_RECORDS, &[Renew, HandOn]),
    scenario("rotate", &WITH_RECORDS, &[Rotate, Type("one")]),
    scenario("hand-over", &WITH_RECORDS, &[HandOver("Ana"), HandOn]),
    scenario("give-back", &HANDED_OVER, &[GiveBack("Ana"), HandOn]),
    scenario("remove", &TWO_PEOPLE, &[Remove("Ben"), Type("one")]),
    scenario("backup", &BACKED_UP, &[Type("one"), Backup("one")]),
    scenario("restore", &BACKED_UP, &[Restore("morning")]),
];

const fn scenario(name: &'static str, before: &'static [Deed], deeds: &'static [Deed]) -> Scenario {
    Scenario { name, before, killed_before: false, deeds }
}

impl Deed {
    /// The fact by which a later look sees that it was done; none where there are many or it is always done again.
    pub(crate) fn fact(self) -> Option<String> {
        match self {
            Person(name) => Some(format!("person {name}")),
            Pair => Some(format!("device {}", cuff().identity)),
            Assign(slot, name) => Some(format!("slot {:?} {name}", Slot::User(slot))),
            Type(note) => Some(format!("typed {note}")),
            Amend(note) => Some(format!("amended {note}")),
            Export => Some("shared csv".to_owned()),
            Erase(note) => Some(format!("gone {note}")),
            Move(note) => Some(format!("moved {note}")),
            Media(note) => Some(format!("recording {note}")),
            Passphrase => Some(SECOND.to_owned()),
            HandOver(name) => Some(format!("own lock {name}")),
            GiveBack(name) => Some(format!("given back {name}")),
            Remove(name) => Some(format!("removed {name}")),
            Backup(note) => Some(format!("{IN_BACKUP} typed {note}")),
            Restore(note) => Some(format!("{RESTORED} typed {note}")),
            Create | Receive | HandOn | Pause | Renew | Rotate => None,
        }
    }

    /// Does it; `household` is open unless the deed needs it locked.
    #[expect(clippy::too_many_lines, reason = "one arm for each deed")]
    pub(crate) fn act(self, world: &World, household: &Household) -> Result<(), HouseholdError> {
        match self {
            Create | Receive => Ok(()),
            Person(name) => household.add_person(name).map(|_| ()),
            Pair => household.add_device(&cuff()).map(|_| ()),
            Assign(slot, name) => {
                household.assign(device(household)?, Slot::User(slot), person(household, name)?)
            }
            Type(note) => {
                let diary = household.diary(person(household, "Ana")?)?;
                diary.add(&typed(note, 128), Author::HOUSEHOLD, false)?;
                Ok(())
            }
            Amend(note) => {
                let diary = household.diary(person(household, "Ana")?)?;
                diary.amend(
                    anas(household, note)?,
                    &typed(note, 126),
                    "misread",
                    Author::HOUSEHOLD,
                    false,
                )?;
                Ok(())
            }
            // What was refused rests all the same, and is taken up at the next try.
            Pause => {
                household.pause()?;
                household.resume().map(|_| ())
            }
            Renew => {
                let person = person(household, "Ana")?;
                for file in [FilePurpose::Household, FilePurpose::Inbox, FilePurpose::Diary { person }] {
                    if let Some(installation) = household.renew(file)?.installation {
                        world.keep(&installation);
                    }
                }
                Ok(())
            }
            Rotate => {
                let done = household.rotate(&passphrase(), Argon2Cost::LEAST, &world.code())?;
                assert_eq!(done.left, []);
                world.keep(&done.installation);
                Ok(())
            }
            HandOver(name) => {
                let code = household.draw_recovery_code()?;
                let person = person(household, name)?;
                household.hand_over(person, &own_passphrase(), Argon2Cost::LEAST, &code)
            }
            GiveBack(name) => {
                let person = person(household, name)?;
                crate::facts::open_own_locks(household)?;
                household.give_back(person)
            }
            Remove(name) => {
                let person = person(household, name)?;
                // They are gone, whatever else the disk refused: the next unlock does the rest.
                if let Some(error) = household.remove_person(person)?.unfinished {
                    world.tell(&format!("refused the rest: {error:?}"));
                }
                Ok(())
            }
            Backup(_) => {
                let to = BackUp { place: "beside", scratch: &world.disk(), only: None };
                let ran = household.back_up(&world.backup()?, &to)?;
                Ok(ran.proof?)
            }
            Restore(_) => world.restore(&world.restored()),
            HandOn => {
                household.hand_on(Handing::Owned)?;
                for (fact, _) in crate::facts::of(household, &[])? {
                    if fact.starts_with("entry") {
                        world.tell(&format!("done {fact}"));
                    }
                }
                Ok(())
            }
            Erase(note) => {
                let ana = person(household, "Ana")?;
                household.erase_entry(ana, anas(household, note)?)?;
                Ok(())
            }
            Move(note) => {
                let [from, to] = [person(household, "Ana")?, person(household, "Ben")?].map(Place::Diary);
                household.move_entry(from, anas(household, note)?, to, "it was Ben's arm")?;
                Ok(())
            }
            Media(note) => {
                let ana = person(household, "Ana")?;
                let entry = anas(household, note)?;
                let words = MediaWords { caption: Some(note.to_owned()), name: None };
                let mut source = Cursor::new(vec![7; RECORDING]);
                let stays = WhatStays::AllIfNeedBe;
                household.attach(ana, entry, &mut source, &words, stays, &mut |_, _| {})?;
                Ok(())
            }
            Passphrase => {
                household.change_passphrase(None, &world::second_passphrase(), Argon2Cost::LEAST)?;
                Ok(())
            }
            Export => {
                let people = household.people()?;
                let ids: Vec<_> = people.iter().map(|person| person.id).collect();
                household.note_shared("csv", &ids, 1)?;
                world.tell("done shared csv");
                for person in people {
                    let diary = household.diary(person.id)?;
                    let part = PersonExport::without_history(&diary, &person.name)?;
                    export::csv(vec![part], &mut Vec::new()).unwrap();
                }
                Ok(())
            }
        }
    }
}

/// Takes over the cuff's whole memory into the inbox of the locked household; tells of each record that is stored.
pub(crate) fn receive_locked(world: &World) -> Result<(), HouseholdError> {
    let receiver = Receiver::open(&world.home(), &world.installation().unwrap(), &world.outside)?;
    let id: DeviceId = world.read("device").unwrap().parse().unwrap();
    let mut refused: Option<InboxError> = None;
    let mut cuff = by_name(CUFF, EVENING_MS, HOUR_MS).unwrap();
    let mut persist = |item: Received| match receiver.receive(id, &item) {
        Ok(Appended::New(_) | Appended::Again) => {
            if item.what == What::Record {
                world.tell(&format!("done frame {}", hex(&item.bytes)));
            }
            Ok(())
        }
        Err(error) => {
            refused = Some(error);
            Err(PersistFailed)
        }
    };
    let mut session = Session::new(receiver.profile(id)?, [3; 16]);
    run(&mut session, &mut *cuff, &world.clock, &mut persist, &Faults::default(), &mut |_| {});
    match refused {
        Some(error) => Err(error.into()),
        None => Ok(receiver.close()?),
    }
}

/// The only device, as the system's pairing would name it to a locked program.
pub(crate) fn device(household: &Household) -> Result<DeviceId, HouseholdError> {
    household.devices()?.first().map(|device| device.id).ok_or(HouseholdError::NoSuchDevice)
}

fn cuff() -> Paired {
    let mut cuff = by_name(CUFF, EVENING_MS, HOUR_MS).unwrap();
    let mut session = Session::new(Profile::pair(None), [1; 16]);
    let clock = SimClock::new(EVENING_MS, "Europe/London");
    let report = run(&mut session, &mut *cuff, &clock, &mut |_| Ok(()), &Faults::default(), &mut |_| {});
    match report.outcome {
        Some(Outcome::Paired(paired)) => paired,
        other => panic!("the cuff does not pair: {other:?}"),
    }
}

fn person(household: &Household, name: &str) -> Result<PersonId, HouseholdError> {
    let people = household.people()?;
    people.iter().find(|known| known.name == name).map(|known| known.id).ok_or(HouseholdError::NoSuchPerson)
}

/// The entry of Ana's that is known by this note.
fn anas(household: &Household, note: &str) -> Result<EntryId, HouseholdError> {
    let entries = household.diary(person(household, "Ana")?)?.entries()?;
    let found = entries.iter().find(|entry| entry.content.note.as_deref() == Some(note));
    Ok(found.ok_or(DiaryError::NoSuchEntry)?.id)
}

fn typed(note: &str, top: i64) -> Content {
    let zone = Zone::parse("Europe/London").unwrap();
    let mut content = Content {
        note: Some(note.to_owned()),
        ..Content::new(
            kind::BLOOD_PRESSURE.number,
            Moment::at(Instant::from_millis(EVENING_MS).unwrap(), &zone, Evidence::PhoneSetting),
            Source::Typed,
        )
    };
    for (field, number) in [(kind::SYSTOLIC, top), (kind::DIASTOLIC, 82)] {
        content.set(field, Value::Number { digits: Decimal::whole(number), unit: Unit::MmHg });
    }
    content
}
