//! Where the records of the inbox belong in time, connection by connection.

use std::collections::{BTreeMap, BTreeSet};

use super::burst::{Clocks, Item, LastRecords, is_last};
use super::devices::Device;
use super::error::HouseholdError;
use super::home::Household;
use super::operation::{ClockRead, NewestCame};
use super::project::MALFORMED;
use super::reading::{self, Decoded, NotReadable};
use crate::device::What;
use crate::id::DeviceId;
use crate::journal::Author;
use crate::store::{Read, StoreError};
use crate::time::{
    Burst, CivilTime, ClockPair, DeviceClock, Instant, NewestRecord, Placed, Placer, Record, Stamp,
    ZoneHistory,
};

/// A record that was decoded, with its place in time.
pub(super) type Readable = (Decoded, Placed);

/// Records by their numbers in the inbox.
pub(super) type Readings = BTreeMap<u64, Result<Readable, NotReadable>>;

/// Devices whose clock was read, and when it had been read before.
pub(super) type ReadAnew = BTreeMap<DeviceId, Option<Instant>>;

/// What is known of the connections that brought the inbox's items.
#[derive(Debug)]
pub(super) struct Sessions<'a> {
    pub(super) clocks: &'a Clocks,
    pub(super) over: &'a BTreeSet<[u8; 16]>,
    pub(super) last_records: &'a LastRecords,
    pub(super) zones: &'a ZoneHistory,
}

impl Household {
    /// Decodes every record, and places those of each connection together: their order tells what one stamp does not.
    pub(super) fn read_records(
        &self,
        items: &[Item],
        devices: &BTreeMap<DeviceId, Device>,
        sessions: &Sessions<'_>,
    ) -> Result<Readings, HouseholdError> {
        let mut bursts: BTreeMap<(DeviceId, [u8; 16]), Vec<&Item>> = BTreeMap::new();
        for item in items.iter().filter(|item| item.received.what == What::Record) {
            bursts.entry((item.device, item.received.session)).or_default().push(item);
        }
        let mut placers: BTreeMap<DeviceId, Placer<'_>> = BTreeMap::new();
        let mut readings = Readings::new();
        for ((id, session), mut burst) in bursts {
            let Some(device) = devices.get(&id) else { continue };
            burst.sort_by_key(|item| item.received.arrival);
            let mut decoded = Vec::new();
            let mut records = Vec::new();
            for item in &burst {
                match readable(item, device) {
                    Ok((found, received)) => {
                        // While a burst goes on, nobody knows which record is its newest.
                        let newest = sessions.over.contains(&session) && is_last(item, sessions.last_records);
                        records.push(Record { stamp: found.stamp, received, newest, live: false });
                        decoded.push((item.number, found));
                    }
                    Err(why) => drop(readings.insert(item.number, Err(why))),
                }
            }
            let placer = match placers.entry(id) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    let clock = self.clock_of(id, sessions.clocks)?;
                    new.insert(Placer::new(&clock, sessions.zones, &self.outside.zones))
                }
            };
            // A device of several users may send only one's records: what it kept back was not measured since.
            let previous_drain = match records.first() {
                Some(first) if device.description.users() == 1 => {
                    self.last_complete_sync(id, session, first.received)?
                }
                _ => None,
            };
            let burst = Burst { records: &records, previous_drain, oldest_first: true };
            let both = decoded.into_iter().zip(placer.place(&burst));
            readings.extend(both.map(|((number, decoded), placed)| (number, Ok((decoded, placed)))));
        }
        Ok(readings)
    }

    /// All that is known of a device's clock: what was noted, and what waits in the inbox.
    pub(super) fn clock_of(&self, device: DeviceId, clocks: &Clocks) -> Result<DeviceClock, HouseholdError> {
        let mut pairs = self.noted_pairs(device)?;
        for pair in pairs_of(device, clocks) {
            if !pairs.contains(pair) {
                pairs.push(pair.clone());
            }
        }
        let newest_records = if pairs.is_empty() { self.noted_newest(device)? } else { Vec::new() };
        Ok(DeviceClock { pairs, newest_records, ..DeviceClock::default() })
    }

    /// Notes the newest record of each connection of devices whose clock was never read.
    pub(super) fn note_newest(
        &self,
        items: &[Item],
        devices: &BTreeMap<DeviceId, Device>,
        sessions: &Sessions<'_>,
    ) -> Result<(), HouseholdError> {
        let last = items.iter().filter(|item| {
            item.received.what == What::Record
                && sessions.over.contains(&item.received.session)
                && is_last(item, sessions.last_records)
        });
        for item in last {
            let Some(device) = devices.get(&item.device) else { continue };
            let Ok((Decoded { stamp: Stamp::Civil(stamp), .. }, received)) = readable(item, device) else {
                continue;
            };
            let newest = NewestRecord { stamp, received };
            if self.noted_pairs(device.id)?.is_empty() && !self.noted_newest(device.id)?.contains(&newest) {
                self.record(NewestCame { device: device.id, stamp, received }.change(Author::PROGRAM))?;
            }
        }
        Ok(())
    }

    fn noted_newest(&self, device: DeviceId) -> Result<Vec<NewestRecord>, HouseholdError> {
        let rows = self.store.read::<_, StoreError>(|reader| {
            reader.all(
                "SELECT n.stamp_s, n.received_ms FROM newest_records n JOIN devices d ON d.id = n.device
                 WHERE d.device = ?1 ORDER BY n.received_ms, n.id",
                [device.as_bytes()],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
            )
        })?;
        rows.into_iter()
            .map(|(stamp_s, received_ms)| {
                let stamp = CivilTime::from_utc_seconds(stamp_s).map_err(|_| MALFORMED)?;
                let received = Instant::from_millis(received_ms).map_err(|_| MALFORMED)?;
                Ok(NewestRecord { stamp, received })
            })
            .collect()
    }

    /// The devices of the household of which the inbox has a new pair, each with the pair that was known before it.
    pub(super) fn read_anew(
        &self,
        clocks: &Clocks,
        devices: &BTreeMap<DeviceId, Device>,
    ) -> Result<ReadAnew, HouseholdError> {
        let mut anew = ReadAnew::new();
        for device in devices.keys() {
            let noted = self.noted_pairs(*device)?;
            let new = pairs_of(*device, clocks).filter(|pair| !noted.contains(pair));
            if let Some(first) = new.map(|pair| pair.phone).min() {
                let before = noted.iter().map(|pair| pair.phone).filter(|phone| *phone < first).max();
                anew.insert(*device, before);
            }
        }
        Ok(anew)
    }

    /// Notes every new pair of the inbox: the last thing that is done with it, so that a kill before it forgets nothing.
    pub(super) fn note_pairs(&self, clocks: &Clocks, read_anew: &ReadAnew) -> Result<(), HouseholdError> {
        for device in read_anew.keys() {
            let noted = self.noted_pairs(*device)?;
            for pair in pairs_of(*device, clocks).filter(|pair| !noted.contains(pair)) {
                self.record(ClockRead { device: *device, pair: pair.clone() }.change(Author::PROGRAM))?;
            }
        }
        Ok(())
    }

    pub(super) fn noted_pairs(&self, device: DeviceId) -> Result<Vec<ClockPair>, HouseholdError> {
        let rows = self.store.read::<_, StoreError>(|reader| {
            reader.all(
                "SELECT c.device_s, c.phone_ms, c.error_ms FROM clock_pairs c JOIN devices d ON d.id = c.device
                 WHERE d.device = ?1 ORDER BY c.phone_ms, c.id",
                [device.as_bytes()],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, u32>(2)?)),
            )
        })?;
        rows.into_iter()
            .map(|(device_s, phone_ms, error_ms)| {
                let device = CivilTime::from_utc_seconds(device_s).map_err(|_| MALFORMED)?;
                let phone = Instant::from_millis(phone_ms).map_err(|_| MALFORMED)?;
                Ok(ClockPair { device, phone, error_ms })
            })
            .collect()
    }
}

fn pairs_of(device: DeviceId, clocks: &Clocks) -> impl Iterator<Item = &ClockPair> {
    let of_device = clocks.iter().filter(move |((of, _), _)| *of == device);
    of_device.flat_map(|(_, readings)| readings.iter().filter_map(|(_, pair, _)| pair.as_ref()))
}

fn readable(item: &Item, device: &Device) -> Result<(Decoded, Instant), NotReadable> {
    let decoded = reading::decode(&item.received, &device.description)?;
    let received = Instant::from_millis(item.received.at.wall_ms).map_err(|_| NotReadable::NoSuchInstant)?;
    Ok((decoded, received))
}
