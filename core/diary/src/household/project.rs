//! What the tables of a household must hold, worked out from its operations.

use std::collections::BTreeMap;

use super::error::HouseholdError;
use super::operation::{
    ClockRead, Decision, DeviceDescribed, DeviceForgotten, DeviceTold, Meaning, NewestCame, RoleSet, meaning,
};
use crate::id::{DeviceId, PersonId};
use crate::journal::{self, JournalError, Operation};
use crate::store::{FileKind, Read, Store, StoreError, Tx, params};
use crate::time::Sighting;

/// Writes the rows of an operation.
pub(super) fn apply(tx: &Tx<'_>, operation: &Operation) -> Result<(), StoreError> {
    let seq = operation.seq;
    match meaning(operation)? {
        Meaning::Other if adds_who_was_removed(operation) => add(tx, operation, "")?,
        Meaning::PersonAdded(added) => add(tx, operation, &added.name)?,
        Meaning::DeviceDescribed(DeviceDescribed { known: None, .. }) => tx.execute(
            "INSERT INTO devices (id, device, latest) VALUES (?1, ?2, ?1)",
            params![seq, operation.id.as_bytes()],
        )?,
        Meaning::DeviceDescribed(DeviceDescribed { known: Some(device), .. })
        | Meaning::DeviceForgotten(DeviceForgotten { device, .. }) => {
            tx.execute("UPDATE devices SET latest = ?2 WHERE device = ?1", params![device.as_bytes(), seq])?
        }
        Meaning::DeviceTold(DeviceTold { device, .. }) => tx.execute(
            "INSERT INTO told (device, latest) SELECT id, ?2 FROM devices WHERE device = ?1
             ON CONFLICT (device) DO UPDATE SET latest = excluded.latest",
            params![device.as_bytes(), seq],
        )?,
        Meaning::SlotAssigned(assigned) => tx.execute(
            "INSERT INTO slots (device, slot, person, since_ms)
             SELECT d.id, ?2, p.id, ?4 FROM devices d, people p WHERE d.device = ?1 AND p.person = ?3
             ON CONFLICT (device, slot) DO UPDATE SET person = excluded.person, since_ms = excluded.since_ms",
            params![assigned.device.as_bytes(), assigned.slot, assigned.person.as_bytes(), at_ms(operation)],
        )?,
        Meaning::Sighted(sighting) => tx.execute(
            "INSERT INTO sightings (id, at_ms, zone, evidence) VALUES (?1, ?2, ?3, ?4)",
            params![seq, sighting.instant.as_millis(), sighting.zone.as_str(), sighting.evidence.code()],
        )?,
        Meaning::Decided(decided) => {
            for Decision { identity, person, entry } in decided.decisions {
                tx.execute(
                    "INSERT OR IGNORE INTO decisions (identity, person, entry)
                     SELECT ?1, id, ?3 FROM people WHERE person = ?2",
                    params![identity, person.as_bytes(), entry.as_bytes()],
                )?;
            }
            0
        }
        Meaning::Synced(synced) => tx.execute(
            "INSERT INTO syncs (id, device, session, at_ms, complete)
             SELECT ?1, id, ?3, ?4, ?5 FROM devices WHERE device = ?2",
            params![seq, synced.device.as_bytes(), synced.session, synced.at_ms, synced.proof.is_some()],
        )?,
        Meaning::ClockRead(ClockRead { device, pair }) => tx.execute(
            "INSERT INTO clock_pairs (id, device, device_s, phone_ms, error_ms)
             SELECT ?1, id, ?3, ?4, ?5 FROM devices WHERE device = ?2",
            params![
                seq,
                device.as_bytes(),
                pair.device.as_utc_seconds(),
                pair.phone.as_millis(),
                pair.error_ms
            ],
        )?,
        Meaning::NewestCame(NewestCame { device, stamp, received }) => tx.execute(
            "INSERT INTO newest_records (id, device, stamp_s, received_ms)
             SELECT ?1, id, ?3, ?4 FROM devices WHERE device = ?2",
            params![seq, device.as_bytes(), stamp.as_utc_seconds(), received.as_millis()],
        )?,
        Meaning::Drained(drained) => {
            for (first, last) in drained.ranges {
                tx.execute(
                    "INSERT OR IGNORE INTO drained (first, last) VALUES (?1, ?2)",
                    params![first, last],
                )?;
            }
            0
        }
        Meaning::Moving(moving) => tx.execute(
            "INSERT INTO moves (id, move, entry) VALUES (?1, ?2, ?3)",
            params![seq, operation.id.as_bytes(), moving.entry.as_bytes()],
        )?,
        Meaning::Moved(moved) => {
            if let Some(Decision { identity, person, entry }) = moved.decision {
                tx.execute(
                    "INSERT INTO decisions (identity, person, entry)
                     SELECT ?1, id, ?3 FROM people WHERE person = ?2
                     ON CONFLICT (identity) DO UPDATE SET person = excluded.person, entry = excluded.entry",
                    params![identity, person.as_bytes(), entry.as_bytes()],
                )?;
            }
            tx.execute(
                "UPDATE moves SET done = ?1 WHERE move = ?2 AND done IS NULL",
                params![seq, moved.decided.as_bytes()],
            )?
        }
        Meaning::RoleSet(RoleSet { person, role }) => tx.execute(
            "INSERT INTO roles (person, role) SELECT id, ?2 FROM people WHERE person = ?1
             ON CONFLICT (person) DO UPDATE SET role = excluded.role",
            params![person.as_bytes(), role],
        )?,
        Meaning::PersonRemoved(removed) => remove(tx, removed.person, seq)?,
        Meaning::Shared(_)
        | Meaning::BackedUp(_)
        | Meaning::RestoredFrom(_)
        | Meaning::OnlyOf(_)
        | Meaning::GivingBack(_)
        | Meaning::HandingOver(_)
        | Meaning::Other => 0,
    };
    Ok(())
}

/// Writes the row of a person.
fn add(tx: &Tx<'_>, operation: &Operation, name: &str) -> Result<usize, StoreError> {
    let sql = "INSERT INTO people (id, person, name) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![operation.seq, operation.id.as_bytes(), name])
}

/// Whether this is the operation that added somebody who was removed: nothing else is ever emptied here.
fn adds_who_was_removed(operation: &Operation) -> bool {
    operation.header.is_none()
}

/// Takes somebody out of the rows. Their own stays, without a name, for the decisions that hang on it.
fn remove(tx: &Tx<'_>, person: PersonId, by: i64) -> Result<usize, StoreError> {
    let person = person.as_bytes();
    for table in ["roles", "slots"] {
        let of = "person IN (SELECT id FROM people WHERE person = ?1)";
        tx.execute(&format!("DELETE FROM {table} WHERE {of}"), [person])?;
    }
    let sql = "UPDATE people SET name = '', removed = ?2 WHERE person = ?1 AND removed IS NULL";
    tx.execute(sql, params![person, by])
}

/// Writes the rows of every operation of a file that has none yet.
pub(super) fn rebuild(store: &Store) -> Result<(), HouseholdError> {
    store.write(|tx| journal::in_order(tx, |operation| Ok(apply(tx, &operation)?)))
}

fn at_ms(operation: &Operation) -> i64 {
    operation.header.as_ref().map_or(0, |header| header.at_ms)
}

/// Its id, its entry, and the operation that says it is done.
type Move = ([u8; 16], [u8; 16], Option<i64>);

/// All projections, for comparison.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Projections {
    /// Id, name, and the operation that removed them.
    people: BTreeMap<i64, ([u8; 16], String, Option<i64>)>,
    devices: BTreeMap<i64, ([u8; 16], i64)>,
    told: BTreeMap<i64, i64>,
    slots: BTreeMap<(i64, i16), (i64, i64)>,
    sightings: BTreeMap<i64, (i64, String, String)>,
    syncs: BTreeMap<i64, (i64, [u8; 16], i64, bool)>,
    clock_pairs: BTreeMap<i64, (i64, i64, i64, u32)>,
    newest_records: BTreeMap<i64, (i64, i64, i64)>,
    decisions: BTreeMap<[u8; 16], (i64, [u8; 16])>,
    drained: BTreeMap<u64, u64>,
    moves: BTreeMap<i64, Move>,
    roles: BTreeMap<i64, u8>,
}

impl Projections {
    /// Works them out from nothing but the operations.
    pub(super) fn rebuilt(source: &impl Read) -> Result<Self, HouseholdError> {
        let mut all = Self::default();
        let mut people: BTreeMap<PersonId, i64> = BTreeMap::new();
        let mut devices: BTreeMap<DeviceId, i64> = BTreeMap::new();
        journal::in_order::<HouseholdError>(source, |operation| {
            let seq = operation.seq;
            match meaning(&operation)? {
                Meaning::Other if adds_who_was_removed(&operation) => {
                    people.insert(operation.id.into(), seq);
                    all.people.insert(seq, (*operation.id.as_bytes(), String::new(), None));
                }
                Meaning::PersonAdded(added) => {
                    people.insert(operation.id.into(), seq);
                    all.people.insert(seq, (*operation.id.as_bytes(), added.name, None));
                }
                Meaning::PersonRemoved(removed) => all.remove(people.get(&removed.person).copied(), seq),
                Meaning::DeviceDescribed(DeviceDescribed { known: None, .. }) => {
                    devices.insert(operation.id.into(), seq);
                    all.devices.insert(seq, (*operation.id.as_bytes(), seq));
                }
                Meaning::DeviceDescribed(DeviceDescribed { known: Some(device), .. })
                | Meaning::DeviceForgotten(DeviceForgotten { device, .. }) => {
                    let row = devices.get(&device).and_then(|row| all.devices.get_mut(row));
                    if let Some((_, latest)) = row {
                        *latest = seq;
                    }
                }
                Meaning::DeviceTold(DeviceTold { device, .. }) => {
                    all.told.extend(devices.get(&device).map(|device| (*device, seq)));
                }
                Meaning::SlotAssigned(assigned) => {
                    if let (Some(device), Some(person)) =
                        (devices.get(&assigned.device), people.get(&assigned.person))
                    {
                        all.slots.insert((*device, assigned.slot), (*person, at_ms(&operation)));
                    }
                }
                Meaning::Sighted(sighting) => all.sight(seq, &sighting),
                Meaning::Decided(decided) => {
                    for Decision { identity, person, entry } in decided.decisions {
                        if let Some(person) = people.get(&person) {
                            all.decisions.entry(identity).or_insert((*person, *entry.as_bytes()));
                        }
                    }
                }
                Meaning::Synced(synced) => {
                    if let Some(device) = devices.get(&synced.device) {
                        let row = (*device, synced.session, synced.at_ms, synced.proof.is_some());
                        all.syncs.insert(seq, row);
                    }
                }
                Meaning::ClockRead(ClockRead { device, pair }) => {
                    if let Some(device) = devices.get(&device) {
                        let shown = pair.device.as_utc_seconds();
                        all.clock_pairs.insert(seq, (*device, shown, pair.phone.as_millis(), pair.error_ms));
                    }
                }
                Meaning::NewestCame(NewestCame { device, stamp, received }) => {
                    if let Some(device) = devices.get(&device) {
                        let row = (*device, stamp.as_utc_seconds(), received.as_millis());
                        all.newest_records.insert(seq, row);
                    }
                }
                Meaning::Drained(drained) => {
                    for (first, last) in drained.ranges {
                        all.drained.entry(first).or_insert(last);
                    }
                }
                Meaning::Moving(moving) => {
                    let row = (*operation.id.as_bytes(), *moving.entry.as_bytes(), None);
                    all.moves.insert(seq, row);
                }
                Meaning::Moved(moved) => {
                    if let Some(Decision { identity, person, entry }) = moved.decision
                        && let Some(person) = people.get(&person)
                    {
                        all.decisions.insert(identity, (*person, *entry.as_bytes()));
                    }
                    let begun = all.moves.values_mut().find(|(id, ..)| id == moved.decided.as_bytes());
                    if let Some((_, _, done)) = begun {
                        done.get_or_insert(seq);
                    }
                }
                Meaning::RoleSet(RoleSet { person, role }) => {
                    if let Some(person) = people.get(&person) {
                        all.roles.insert(*person, role);
                    }
                }
                Meaning::Shared(_)
                | Meaning::BackedUp(_)
                | Meaning::RestoredFrom(_)
                | Meaning::OnlyOf(_)
                | Meaning::GivingBack(_)
                | Meaning::HandingOver(_)
                | Meaning::Other => {}
            }
            Ok(())
        })?;
        Ok(all)
    }

    fn sight(&mut self, seq: i64, sighting: &Sighting) {
        let (zone, evidence) = (sighting.zone.as_str().to_owned(), sighting.evidence.code().to_owned());
        self.sightings.insert(seq, (sighting.instant.as_millis(), zone, evidence));
    }

    fn remove(&mut self, person: Option<i64>, by: i64) {
        let Some(person) = person else { return };
        self.roles.remove(&person);
        self.slots.retain(|_, (of, _)| *of != person);
        if let Some((_, name, removed)) = self.people.get_mut(&person) {
            name.clear();
            removed.get_or_insert(by);
        }
    }

    /// Reads them from the tables.
    pub(super) fn stored(source: &impl Read) -> Result<Self, JournalError> {
        Ok(Self {
            people: source
                .all("SELECT id, person, name, removed FROM people", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
                })?
                .into_iter()
                .collect(),
            devices: source
                .all("SELECT id, device, latest FROM devices", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
                })?
                .into_iter()
                .collect(),
            told: source
                .all("SELECT device, latest FROM told", [], |row| Ok((row.get(0)?, row.get(1)?)))?
                .into_iter()
                .collect(),
            slots: source
                .all("SELECT device, slot, person, since_ms FROM slots", [], |row| {
                    Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)))
                })?
                .into_iter()
                .collect(),
            sightings: source
                .all("SELECT id, at_ms, zone, evidence FROM sightings", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
                })?
                .into_iter()
                .collect(),
            syncs: source
                .all("SELECT id, device, session, at_ms, complete FROM syncs", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
                })?
                .into_iter()
                .collect(),
            clock_pairs: source
                .all("SELECT id, device, device_s, phone_ms, error_ms FROM clock_pairs", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
                })?
                .into_iter()
                .collect(),
            newest_records: source
                .all("SELECT id, device, stamp_s, received_ms FROM newest_records", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
                })?
                .into_iter()
                .collect(),
            decisions: source
                .all("SELECT identity, person, entry FROM decisions", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
                })?
                .into_iter()
                .collect(),
            drained: source
                .all("SELECT first, last FROM drained", [], |row| Ok((row.get(0)?, row.get(1)?)))?
                .into_iter()
                .collect(),
            roles: source
                .all("SELECT person, role FROM roles", [], |row| Ok((row.get(0)?, row.get(1)?)))?
                .into_iter()
                .collect(),
            moves: source
                .all("SELECT id, move, entry, done FROM moves", [], |row| {
                    Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
                })?
                .into_iter()
                .collect(),
        })
    }
}

/// The place of the row of a person who is here.
pub(super) fn person_row(source: &impl Read, person: PersonId) -> Result<i64, HouseholdError> {
    source
        .one("SELECT id FROM people WHERE person = ?1 AND removed IS NULL", [person.as_bytes()], |row| {
            row.get(0)
        })?
        .ok_or(HouseholdError::NoSuchPerson)
}

/// The error for a row that points to nothing.
pub(super) const MALFORMED: StoreError = StoreError::Malformed(FileKind::Household);
