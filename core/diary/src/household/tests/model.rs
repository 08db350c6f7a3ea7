//! A household of several people beside a list in memory: whatever is done, in whatever order, both say the same.
//!
//! Plain sequences of acts rather than a state machine of a framework: each act is left out where the model has nothing that
//! it could be done to, so that a sequence that was shortened is still one that can happen.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use proptest::prelude::*;

use super::backups::note;
use super::*;
use crate::diary::{ChangeOfEntry, Content, DiaryError, MediaWords, Stretch, WhatStays};
use crate::id::{EntryId, KindId, MediaId};

mod recordings;

#[derive(Debug, Clone)]
enum Act {
    AddPerson,
    Add {
        who: u8,
        day: u8,
    },
    /// The cuff sends this record of a user, perhaps not for the first time.
    Send {
        user: u8,
        minute: u8,
    },
    Amend {
        who: u8,
        which: u8,
        text: u8,
    },
    Erase {
        who: u8,
        which: u8,
    },
    Attach {
        who: u8,
        which: u8,
        byte: u8,
    },
    Detach {
        who: u8,
        which: u8,
    },
    Move {
        who: u8,
        which: u8,
        to: u8,
    },
    /// Taken back, or let stand again.
    Stand {
        who: u8,
        which: u8,
        stands: bool,
    },
    /// Somebody goes, but never the owner.
    Remove {
        who: u8,
    },
    /// A second phone with a copy adds an entry and corrects one, which may be erased here meanwhile; then its copy is taken in.
    /// It may write under this one's name, as after a copied phone: then what both wrote is a fork.
    Unite {
        who: u8,
        which: u8,
        text: u8,
        erased_here: bool,
        forked: bool,
    },
    /// Somebody makes a kind of their own.
    Define {
        who: u8,
    },
    AddOwn {
        who: u8,
        which: u8,
        day: u8,
    },
    /// A recording with its samples.
    Night {
        who: u8,
        day: u8,
        seed: u8,
    },
    /// One goes on.
    More {
        who: u8,
        which: u8,
        seed: u8,
    },
    DropSamples {
        who: u8,
        which: u8,
    },
    Wait(u16),
    /// Closed and opened.
    Reopen,
    /// Gone without a close, and opened.
    Kill,
}

fn act() -> impl Strategy<Value = Act> {
    let (who, which) = (any::<u8>(), any::<u8>());
    prop_oneof![
        1 => Just(Act::AddPerson),
        5 => (who, 0_u8..28).prop_map(|(who, day)| Act::Add { who, day }),
        5 => (0_u8..2, 0_u8..20).prop_map(|(user, minute)| Act::Send { user, minute }),
        5 => (who, which, 0_u8..6).prop_map(|(who, which, text)| Act::Amend { who, which, text }),
        2 => (who, which).prop_map(|(who, which)| Act::Erase { who, which }),
        2 => (who, which, any::<u8>()).prop_map(|(who, which, byte)| Act::Attach { who, which, byte }),
        1 => (who, which).prop_map(|(who, which)| Act::Detach { who, which }),
        1 => (who, which, any::<u8>()).prop_map(|(who, which, to)| Act::Move { who, which, to }),
        3 => (who, which, any::<bool>()).prop_map(|(who, which, stands)| Act::Stand { who, which, stands }),
        1 => who.prop_map(|who| Act::Remove { who }),
        1 => (who, which, 6_u8..12, any::<bool>(), any::<bool>()).prop_map(
            |(who, which, text, erased_here, forked)| Act::Unite { who, which, text, erased_here, forked }
        ),
        1 => who.prop_map(|who| Act::Define { who }),
        2 => (who, which, 0_u8..28).prop_map(|(who, which, day)| Act::AddOwn { who, which, day }),
        2 => (who, 0_u8..28, 0_u8..5).prop_map(|(who, day, seed)| Act::Night { who, day, seed }),
        2 => (who, which, 0_u8..5).prop_map(|(who, which, seed)| Act::More { who, which, seed }),
        1 => (who, which).prop_map(|(who, which)| Act::DropSamples { who, which }),
        2 => any::<u16>().prop_map(Act::Wait),
        1 => Just(Act::Reopen),
        1 => Just(Act::Kill),
    ]
}

/// What an entry said, the first version first, and how many files it has.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    versions: Vec<Content>,
    files: usize,
    retracted: bool,
    samples: Vec<Stretch>,
}

impl Kept {
    fn new(content: Content) -> Self {
        Self { versions: vec![content], files: 0, retracted: false, samples: Vec::new() }
    }
}

#[derive(Debug, Default)]
struct Model {
    people: Vec<(PersonId, BTreeMap<EntryId, Kept>)>,
    /// Whose each of the cuff's users is; nobody's once that person is gone.
    users: [Option<PersonId>; 2],
    /// How many people there ever were.
    ever: usize,
    /// Records that were sent, whatever became of them.
    sent: BTreeSet<(u8, u8)>,
    /// Kinds that somebody made, by the person whose diary knows them, with their only field's number.
    kinds: BTreeSet<(PersonId, KindId, u16)>,
    made: u8,
}

impl Model {
    fn pick(&self, who: u8, which: u8) -> Option<(usize, EntryId)> {
        let at = usize::from(who).checked_rem(self.people.len())?;
        let entries = &self.people[at].1;
        let nth = usize::from(which).checked_rem(entries.len())?;
        Some((at, *entries.keys().nth(nth)?))
    }

    /// One of somebody's entries that have samples, or had some.
    fn pick_night(&self, who: u8, which: u8) -> Option<(usize, EntryId)> {
        let at = usize::from(who).checked_rem(self.people.len())?;
        let is_night = |kept: &Kept| kept.versions[0].kind == kind::OXIMETRY_NIGHT.number;
        let nights: Vec<EntryId> =
            self.people[at].1.iter().filter(|(_, kept)| is_night(kept)).map(|(id, _)| *id).collect();
        Some((at, nights[usize::from(which).checked_rem(nights.len())?]))
    }
}

struct Run {
    home: Home,
    household: Option<Household>,
    device: DeviceId,
    model: Model,
    session: u8,
}

impl Run {
    fn new() -> Self {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        let people = [set.ana, set.ben].map(|person| (person, BTreeMap::new())).into();
        let users = [Some(set.ana), Some(set.ben)];
        let model = Model { people, users, ever: 2, ..Model::default() };
        Self { home, household: Some(household), device: set.device, model, session: 1 }
    }

    fn household(&self) -> &Household {
        self.household.as_ref().unwrap()
    }

    fn diary(&self, at: usize) -> Arc<crate::diary::Diary> {
        self.household().diary(self.model.people[at].0).unwrap()
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::AddPerson => {
                if self.model.people.len() < 4 {
                    let name = format!("Person {}", self.model.ever);
                    let person = self.household().add_person(&name).unwrap();
                    self.model.people.push((person, BTreeMap::new()));
                    self.model.ever += 1;
                }
            }
            Act::Add { who, day } => {
                let at = usize::from(*who) % self.model.people.len();
                let content = note("a walk", &format!("2026-08-{:02}", day + 1));
                let id = self.diary(at).add(&content, Author::HOUSEHOLD, true).unwrap();
                self.model.people[at].1.insert(id, Kept::new(content));
            }
            Act::Send { user, minute } => self.send(*user, *minute),
            Act::Amend { who, which, text } => {
                let Some((at, id)) = self.model.pick(*who, *which) else { return };
                let said = self.model.people[at].1[&id].versions.last().unwrap().clone();
                let content = Content { note: Some(format!("note {text}")), ..said.clone() };
                let amended = self.diary(at).amend(id, &content, "model", Author::HOUSEHOLD, true);
                if content == said {
                    assert_eq!(amended.unwrap_err(), DiaryError::NothingToAmend);
                } else {
                    amended.unwrap();
                    self.model.people[at].1.get_mut(&id).unwrap().versions.push(content);
                }
            }
            Act::Erase { who, which } => {
                let Some((at, id)) = self.model.pick(*who, *which) else { return };
                let kept = self.model.people[at].1.remove(&id).unwrap();
                let receipt = self.household().erase_entry(self.model.people[at].0, id).unwrap();
                assert_eq!(receipt.versions, kept.versions.len() as u64);
                assert_eq!(self.diary(at).history(id).unwrap_err(), DiaryError::Erased);
            }
            Act::Attach { who, which, byte } => {
                let Some((at, id)) = self.model.pick(*who, *which) else { return };
                let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
                let bytes = vec![*byte; 100];
                let person = self.model.people[at].0;
                self.household()
                    .attach(person, id, &mut Cursor::new(bytes), &words, stays, &mut |_, _| ())
                    .unwrap();
                self.model.people[at].1.get_mut(&id).unwrap().files += 1;
            }
            Act::Detach { who, which } => {
                let Some((at, id)) = self.model.pick(*who, *which) else { return };
                let entry = self.diary(at).entry(id).unwrap().unwrap();
                let Some(media) = entry.attachments.first().map(|one| one.file.id) else { return };
                let media: MediaId = media;
                self.diary(at).remove_media(media, "model", Author::HOUSEHOLD).unwrap();
                self.model.people[at].1.get_mut(&id).unwrap().files -= 1;
            }
            Act::Move { who, which, to } => {
                let Some((at, id)) = self.model.pick(*who, *which) else { return };
                let to = usize::from(*to) % self.model.people.len();
                if to != at {
                    let place = |at: usize| Place::Diary(self.model.people[at].0);
                    let moved = self.household().move_entry(place(at), id, place(to), "model").unwrap();
                    let kept = self.model.people[at].1.remove(&id).unwrap();
                    // Its kind goes along with it.
                    let receiver = self.model.people[to].0;
                    let kind =
                        self.model.kinds.iter().find(|(_, kind, _)| Some(*kind) == kept.versions[0].defined);
                    if let Some((_, kind, field)) = kind.copied() {
                        self.model.kinds.insert((receiver, kind, field));
                    }
                    assert!(self.model.people[to].1.insert(moved.entry, kept).is_none());
                }
            }
            Act::Stand { who, which, stands } => self.stand(*who, *which, *stands),
            Act::Remove { who } => self.remove(*who),
            Act::Unite { who, which, text, erased_here, forked } => {
                self.unite((*who, *which), *text, *erased_here, *forked);
            }
            Act::Define { who } => self.define(*who),
            Act::AddOwn { who, which, day } => self.add_own(*who, *which, *day),
            Act::Night { .. } | Act::More { .. } | Act::DropSamples { .. } => self.record(act),
            Act::Wait(seconds) => self.home.clock.advance_ms(i64::from(*seconds) * 1000),
            Act::Reopen => {
                self.household.take().unwrap().close().unwrap();
                self.household = Some(self.home.unlock());
            }
            Act::Kill => {
                // Without a word: logs stay, nothing is noted.
                drop(self.household.take());
                self.household = Some(self.home.unlock());
            }
        }
    }

    fn stand(&mut self, who: u8, which: u8, stands: bool) {
        let Some((at, id)) = self.model.pick(who, which) else { return };
        let (diary, author) = (self.diary(at), Author::HOUSEHOLD);
        let done =
            if stands { diary.reinstate(id, "model", author) } else { diary.retract(id, "model", author) };
        let kept = self.model.people[at].1.get_mut(&id).unwrap();
        if kept.retracted == stands {
            done.unwrap();
            kept.retracted = !stands;
        } else {
            assert_eq!(done.unwrap_err(), DiaryError::AlreadySo);
        }
    }

    fn remove(&mut self, who: u8) {
        let at = usize::from(who) % self.model.people.len();
        let person = self.model.people[at].0;
        let removed = self.household().remove_person(person);
        if at == 0 {
            assert_eq!(removed.unwrap_err(), HouseholdError::LastOwner);
            return;
        }
        assert_eq!(removed.unwrap().unfinished, None);
        self.model.people.remove(at);
        for user in &mut self.model.users {
            *user = user.filter(|user| *user != person);
        }
    }

    fn unite(&mut self, (who, which): (u8, u8), text: u8, erased_here: bool, forked: bool) {
        let Some((at, id)) = self.model.pick(who, which) else { return };
        self.household.take().unwrap().close().unwrap();
        let copy = self.home.copy();
        self.household = Some(self.home.unlock());
        let person = self.model.people[at].0;
        let secret = passphrase();
        let installation = forked.then(|| self.home.installation());
        let opened =
            Household::unlock(&copy.folder, Unlock::Passphrase(&secret), installation, outside(&copy.clock));
        let other = opened.unwrap().household;
        let theirs = other.diary(person).unwrap();
        let fresh = note("on the other phone", "2026-08-05");
        let added = theirs.add(&fresh, Author::HOUSEHOLD, true).unwrap();
        let said = self.model.people[at].1[&id].versions.last().unwrap().clone();
        let corrected = Content { note: Some(format!("note {text}")), ..said.clone() };
        let is_other = corrected != said;
        if is_other {
            theirs.amend(id, &corrected, "model", Author::HOUSEHOLD, true).unwrap();
        }
        drop(theirs);
        other.close().unwrap();
        if erased_here {
            self.household().erase_entry(person, id).unwrap();
        }
        // Taken in twice it is the same.
        for _ in 0..2 {
            let united = self.household().unite(&copy.folder, Unlock::Passphrase(&secret)).unwrap();
            assert!(united.iter().all(|one| matches!(one.outcome, UnionOutcome::United { .. })));
        }
        let entries = &mut self.model.people[at].1;
        entries.insert(added, Kept::new(fresh));
        if erased_here {
            entries.remove(&id);
            assert_eq!(self.diary(at).history(id).unwrap_err(), DiaryError::Erased);
        } else if is_other {
            entries.get_mut(&id).unwrap().versions.push(corrected);
        }
    }

    fn send(&mut self, user: u8, minute: u8) {
        self.session += 1;
        let now = at(&self.home.clock);
        let hex = format!("56 6A00 4700 0000 EA07080B12{minute:02X}00 003F {user:02X} 0000");
        let mut items = [clock_item(0, now), record(1, &hex, now)];
        for item in &mut items {
            item.session = [self.session; 16];
        }
        send(self.household(), self.device, &items);
        self.household().synced(self.device, [self.session; 16], &COMPLETE).unwrap();
        let done = self.household().hand_on(Handing::Owned).unwrap();
        // Of somebody who is gone: what was theirs is known, and what is new waits.
        let Some(owner) = self.model.users[usize::from(user)] else {
            assert_eq!(done.new, []);
            assert_eq!(done.known, u64::from(self.model.sent.contains(&(user, minute))));
            return;
        };
        let new = self.model.sent.insert((user, minute));
        assert_eq!(done.new.len(), usize::from(new));
        if new {
            // Where it was placed in time is not this model's; what it says from then on is.
            let at = self.model.people.iter().position(|(person, _)| *person == owner).unwrap();
            let entries = self.diary(at).entries_and_retracted().unwrap();
            let mut fresh =
                entries.into_iter().filter(|entry| !self.model.people[at].1.contains_key(&entry.id));
            let entry = fresh.next().unwrap();
            assert!(fresh.next().is_none());
            assert_eq!(entry.content.number(kind::SYSTOLIC).unwrap().0.to_string(), "106");
            self.model.people[at].1.insert(entry.id, Kept::new(entry.content));
        }
    }

    /// Lists, days, histories and counts say what the model says.
    fn compare(&self) {
        let people: Vec<PersonId> =
            self.household().people().unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(people, self.model.people.iter().map(|(person, _)| *person).collect::<Vec<_>>());
        for (at, (_, kept)) in self.model.people.iter().enumerate() {
            let diary = self.diary(at);
            let entries = diary.entries_and_retracted().unwrap();
            let standing = kept.values().filter(|kept| !kept.retracted).count();
            assert_eq!((entries.len(), diary.count().unwrap()), (kept.len(), standing as u64));
            assert!(diary.entries().unwrap().iter().eq(entries.iter().filter(|entry| !entry.retracted)));
            let moments: Vec<i64> = entries.iter().map(|entry| entry.content.moment.sort_key_ms()).collect();
            assert!(moments.is_sorted());
            for entry in &entries {
                let expected = &kept[&entry.id];
                assert_eq!(Some(&entry.content), expected.versions.last());
                assert_eq!(entry.attachments.len(), expected.files);
                assert!(diary.kinds().unwrap().describe(&entry.content).is_some());
                if entry.content.kind == kind::OXIMETRY_NIGHT.number {
                    assert_eq!(diary.samples(entry.id).unwrap(), expected.samples);
                }
                let is = (entry.amended, entry.pair, entry.retracted);
                assert_eq!(is, (expected.versions.len() > 1, false, expected.retracted));
            }
            // Histories and days of the newest, so that a long run stays quick.
            for entry in entries.iter().rev().take(3) {
                let history = diary.history(entry.id).unwrap().into_iter();
                let said: Vec<Content> = history
                    .filter(|version| matches!(version.change, ChangeOfEntry::Made | ChangeOfEntry::Amended))
                    .map(|version| version.content)
                    .collect();
                assert_eq!(said, kept[&entry.id].versions);
                if let Some(day) = entry.content.moment.diary_day(crate::time::DayStart::MIDNIGHT) {
                    let of_day = diary.day(day).unwrap();
                    let there = entries.iter().filter(|one| {
                        !one.retracted
                            && one.content.moment.diary_day(crate::time::DayStart::MIDNIGHT) == Some(day)
                    });
                    assert!(there.eq(of_day.iter()));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if crate::testing::long() { 60 } else { 4 },
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_household_equals_its_model_at_every_step(
        acts in prop::collection::vec(act(), if crate::testing::long() { 60..120 } else { 40..60 }),
    ) {
        let mut run = Run::new();
        for act in &acts {
            run.act(act);
            run.compare();
        }
        prop_assert_eq!(run.household().verify().unwrap().findings, []);
        run.household.take().unwrap().close().unwrap();
    }
}
