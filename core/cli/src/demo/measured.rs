//! What the demo measured: the devices' truth against what is stored.

use std::collections::BTreeMap;

use diary_core::device::Received;
use diary_core::household::{Handing, Household, RawReading};
use diary_sim::Peripheral;
use serde_json::{Value, json};

use crate::error::CliError;

/// The demo's summary; every number is counted in the run.
#[derive(Debug, Clone, Default)]
pub(super) struct Measured {
    /// Different records that the devices sent.
    pub(super) sent: u64,
    /// Those that are stored: in a diary, or waiting in the inbox.
    pub(super) stored: u64,
    /// Those that are stored more than once.
    pub(super) doubled: u64,
    /// Those that are stored nowhere.
    pub(super) lost: u64,
    /// Those among the stored that are nobody's yet.
    pub(super) waiting: u64,
    /// How often a link broke.
    pub(super) cuts: u64,
    /// How often a device sent a record again.
    pub(super) repeats: u64,
    /// Planted words or keys found in files.
    pub(super) plaintext_hits: u64,
    /// Whether every chain verified.
    pub(super) chain_ok: bool,
    /// How many operations were verified.
    pub(super) operations: u64,
    /// Whether a wrong passphrase was refused and left every file as it was.
    pub(super) wrong_secret_refused: bool,
    /// Name, day, entries.
    pub(super) days: Vec<(String, String, u64)>,
    /// How long it took.
    pub(super) took_ms: u64,
}

impl Measured {
    /// Counts what the devices sent and where it is now.
    pub(super) fn count(
        &mut self,
        household: &Household,
        devices: &[Box<dyn Peripheral>],
    ) -> Result<(), CliError> {
        let mut stored: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        for person in household.people()? {
            let diary = household.diary(person.id)?;
            for entry in diary.entries()? {
                let raw = diary.raw(entry.id)?.and_then(|raw| RawReading::from_bytes(&raw));
                if let Some(record) = raw.and_then(|raw| Received::from_bytes(&raw.record).ok()) {
                    *stored.entry(record.bytes).or_default() += 1;
                }
            }
        }
        for waiting in household.hand_on(Handing::Owned)?.waiting {
            *stored.entry(waiting.frame).or_default() += 1;
            self.waiting += 1;
        }
        let mut sent: BTreeMap<&[u8], u64> = BTreeMap::new();
        for device in devices {
            for taken in device.memory().sent() {
                *sent.entry(&taken.bytes).or_default() += 1;
            }
        }
        self.sent = sent.len() as u64;
        self.repeats = sent.values().map(|times| times - 1).sum();
        for frame in sent.keys() {
            match stored.get(*frame).copied().unwrap_or(0) {
                0 => self.lost += 1,
                times => {
                    self.stored += 1;
                    self.doubled += times - 1;
                }
            }
        }
        Ok(())
    }

    /// Whether everything held.
    pub(super) fn all_well(&self) -> bool {
        self.sent == self.stored
            && self.doubled == 0
            && self.lost == 0
            && self.plaintext_hits == 0
            && self.chain_ok
            && self.wrong_secret_refused
    }

    /// The summary as one object.
    pub(super) fn json(&self, folder: &str) -> Value {
        let days: Vec<Value> = self
            .days
            .iter()
            .map(|(person, day, entries)| json!({ "person": person, "day": day, "entries": entries }))
            .collect();
        json!({
            "folder": folder,
            "sent": self.sent,
            "stored": self.stored,
            "doubled": self.doubled,
            "lost": self.lost,
            "waiting": self.waiting,
            "link_cuts": self.cuts,
            "sent_again": self.repeats,
            "plaintext_hits": self.plaintext_hits,
            "chain_ok": self.chain_ok,
            "operations": self.operations,
            "wrong_secret_refused": self.wrong_secret_refused,
            "days": days,
            "took_ms": self.took_ms,
        })
    }
}
