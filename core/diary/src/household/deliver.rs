//! Into the diaries: what was decided becomes entries.

use std::collections::BTreeMap;

use super::error::HouseholdError;
use super::hand_on::{HandedOn, NewEntry};
use super::home::Household;
use super::owner::Owned;
use super::recordings::{Becomes, Part};
use crate::diary::{Arrival, Content, DiaryError, Incoming, Stretch};
use crate::id::{EntryId, OperationId, PersonId};
use crate::journal::Author;

/// What became of the records that have an owner, besides those that are entries now.
#[derive(Default)]
pub(super) struct Delivered {
    /// Numbers of what was in a diary before.
    pub(super) known: Vec<u64>,
    /// Numbers of what a diary could not take.
    pub(super) not: Vec<u64>,
    /// Why not, for the first of them.
    pub(super) first_error: Option<HouseholdError>,
}

impl Household {
    /// Gives each person what is theirs; a diary that cannot take it keeps nobody else's back.
    pub(super) fn deliver(&self, owned: Vec<Owned>, done: &mut HandedOn) -> Delivered {
        let mut by_person: BTreeMap<PersonId, Vec<Owned>> = BTreeMap::new();
        for owned in owned {
            by_person.entry(owned.person).or_default().push(owned);
        }
        let mut new = Vec::new();
        let mut delivered = Delivered::default();
        for (person, owned) in by_person {
            let incoming: Vec<Incoming> = owned.iter().map(|owned| owned.incoming.clone()).collect();
            let arrivals = self.diary_of(person).and_then(|diary| Ok(diary.receive(&incoming)?));
            let arrivals = match arrivals {
                Ok(arrivals) => arrivals,
                Err(error) => {
                    delivered.not.extend(owned.iter().map(|owned| owned.number));
                    delivered.first_error.get_or_insert(error);
                    continue;
                }
            };
            for (owned, arrival) in owned.into_iter().zip(arrivals) {
                match arrival {
                    Arrival::New(entry) => {
                        let content = owned.incoming.content;
                        new.push((owned.number, NewEntry { person, entry, device: owned.device, content }));
                    }
                    Arrival::Known => delivered.known.push(owned.number),
                }
            }
        }
        new.sort_by_key(|(number, _)| *number);
        done.new.extend(new.into_iter().map(|(_, new)| new));
        delivered
    }

    /// Gives each person what came live of theirs, and returns the numbers that it was joined from.
    pub(super) fn deliver_parts(
        &self,
        parts: Vec<Part>,
        done: &mut HandedOn,
        delivered: &mut Delivered,
    ) -> Vec<u64> {
        let mut handed = Vec::new();
        for Part { numbers, device, person, becomes, .. } in parts {
            match self.deliver_part(person, becomes) {
                Ok(new) => {
                    let new = new.map(|(entry, content)| NewEntry { person, entry, device, content });
                    done.new.extend(new);
                    handed.extend(numbers);
                }
                Err(error) => {
                    delivered.not.extend(numbers);
                    delivered.first_error.get_or_insert(error);
                }
            }
        }
        handed
    }

    /// Writes a part of a recording, and returns the entry where that is a new one.
    fn deliver_part(
        &self,
        person: PersonId,
        becomes: Becomes,
    ) -> Result<Option<(EntryId, Content)>, HouseholdError> {
        if matches!(becomes, Becomes::Nothing | Becomes::Sealed) {
            return Ok(None);
        }
        let diary = self.diary_of(person)?;
        let add = |entry: EntryId, more: Vec<(OperationId, Stretch)>| {
            for (id, stretch) in more {
                match diary.extend_series(entry, &stretch, Some(id), Author::DEVICE) {
                    // What its person erased meanwhile stays erased.
                    Ok(_) | Err(DiaryError::Erased) => {}
                    Err(error) => return Err(HouseholdError::from(error)),
                }
            }
            Ok(())
        };
        match becomes {
            Becomes::Spot(incoming) => {
                let arrivals = diary.receive(std::slice::from_ref(&*incoming))?;
                let Some(Arrival::New(entry)) = arrivals.first().copied() else { return Ok(None) };
                Ok(Some((entry, incoming.content)))
            }
            Becomes::Night(incoming, more) => {
                let arrival = diary.receive_series(&incoming)?;
                // A diary that was taken over may know it by another id.
                let known = diary.known_as(&incoming.record)?.unwrap_or(incoming.id);
                add(known.into(), more)?;
                let Arrival::New(entry) = arrival else { return Ok(None) };
                Ok(diary.entry(entry)?.map(|made| (entry, made.content)))
            }
            Becomes::More(entry, more) => add(entry, more).map(|()| None),
            Becomes::Nothing | Becomes::Sealed => Ok(None),
        }
    }
}
