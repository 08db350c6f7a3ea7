//! The format, to the field. A field that is not here is refused.

use std::collections::BTreeMap;

use diary_core::time::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Span;
use super::calls::{CallStep, CopyFolder, ShellFolder, ToldStep, WriteFile};
use crate::{CuffClass, Faults, Unending};

/// A scenario: who is there, what happens, and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of the format, 1.
    pub format: u32,
    /// What it shows, in a sentence.
    pub about: String,
    /// When and where it begins.
    pub start: Start,
    /// The names of the people, in the order in which they are added.
    #[serde(default)]
    pub people: Vec<String>,
    /// The devices, by the names that the steps call them.
    #[serde(default)]
    pub devices: BTreeMap<String, DeviceSpec>,
    /// What happens, in this order.
    pub steps: Vec<Step>,
}

/// When and where a scenario begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The phone's clock.
    pub at: At,
    /// The phone's zone, an IANA name.
    pub zone: String,
}

/// An instant, as RFC 3339 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub Instant);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Instant::parse(&String::deserialize(deserializer)?).map(Self).map_err(serde::de::Error::custom)
    }
}

/// What a device is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Class {
    /// A cuff.
    Cuff(CuffClass),
    /// An oximeter.
    Oximeter(OximeterClass),
}

/// Which oximeter it is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OximeterClass {
    /// Nonin 3230.
    Nonin,
    /// One without a memory: it shows what it measures, and keeps nothing.
    OnlyLive,
    /// Jumper JPD-500F: without a memory too, and by a protocol of its maker's own.
    Jumper,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceSpec {
    /// What it is like.
    pub class: Class,
    /// Its serial number; another one makes it another unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// How far its clock is ahead of the clocks at the start's place; `-3d 1h` is slow.
    #[serde(default)]
    pub clock: Span,
    /// The most records it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<usize>,
    /// It does not agree to be paired.
    #[serde(default)]
    pub refuses_pairing: bool,
    /// It keeps a subscription over the end of its link, and pushes as soon as one is up.
    #[serde(default)]
    pub keeps_subscription: bool,
    /// It never comes to an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unending: Option<Unending>,
    /// A cuff shows the pressure in it while it measures.
    #[serde(default)]
    pub shows_pressure: bool,
    /// An oximeter falls silent once after so many records of a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stalls_after: Option<u32>,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Time passes.
    Wait(Span),
    /// The phone is in another zone from now on, an IANA name. Devices keep their clocks.
    Travel(String),
    /// The phone is switched off and on.
    Restart(Only),
    /// Somebody joins.
    AddPerson(String),
    /// A device is made known.
    Pair(OfDevice),
    /// A user of a device is given to a person.
    Assign(Assign),
    /// A device measures.
    Measure(Measure),
    /// A finger comes into an oximeter, as soon as a live session listens.
    Wear(Wear),
    /// A device's clock is set.
    SetClock(SetClock),
    /// A device says something else of itself from now on.
    Tells(Tells),
    /// A device is forgotten; paired again, it comes back with its history.
    Forget(OfDevice),
    /// A device forgets that it was paired.
    LoseBond(OfDevice),
    /// A device agrees to be paired from now on: it was put into its pairing mode.
    PairingMode(OfDevice),
    /// A device's readings are taken over.
    Sync(SyncStep),
    /// What was received is handed on to the people.
    HandOn(Only),
    /// The diary is locked.
    Lock(Only),
    /// Somebody opens the diary.
    Unlock(UnlockStep),
    /// The program is killed: nothing is closed.
    Kill(Only),
    /// An entry is erased by its person.
    Erase(Erase),
    /// What has to be so now. What waits is handed on first.
    Expect(Expected),
    /// A public call of the border is made.
    Call(CallStep),
    /// What a listener was told.
    Told(ToldStep),
    /// A file comes to be, outside of every household.
    WriteFile(WriteFile),
    /// A folder comes to be, as a memory card has one.
    MakeFolder(String),
    /// A folder is copied, as a person or another program does.
    CopyFolder(CopyFolder),
    /// A folder that the shell keeps works or fails from now on.
    ShellFolder(ShellFolder),
}

/// Nothing more to say: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {}

/// Which device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfDevice {
    /// The device.
    pub device: String,
}

/// Whose a user of a device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The device.
    pub device: String,
    /// The user as the device counts; none for a device that tells no users apart, or, with `waiting`, for readings of
    /// which a device of several users does not know whose they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u8>,
    /// The person.
    pub person: String,
    /// Also what of this user waits already.
    #[serde(default)]
    pub waiting: bool,
}

/// A measurement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The device.
    pub device: String,
    /// The user, as the device counts; 255 is one that it does not know. None on a device that tells no users apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u8>,
    /// Top number, mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub systolic: Option<u16>,
    /// Bottom number, mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diastolic: Option<u16>,
    /// Oxygen saturation, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxygen: Option<u16>,
    /// Pulse, a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<u16>,
    /// It fails, because of movement.
    #[serde(default)]
    pub failed: bool,
    /// Not now, but as soon as a live session watches the cuff, which has to be one that shows its pressure.
    #[serde(default)]
    pub watched: bool,
}

/// A finger in an oximeter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wear {
    /// The device.
    pub device: String,
    /// For how long; five seconds of it nothing shows, then for ten a value two percent too low.
    #[serde(rename = "for")]
    pub length: Span,
    /// Oxygen saturation, percent.
    pub oxygen: u16,
    /// Pulse, a minute.
    pub pulse: u16,
    /// Moves the values about, as in a night, always the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

/// A device's clock, and what it is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetClock {
    /// The device.
    pub device: String,
    /// How far it is ahead of the phone's clock on the wall then.
    pub ahead: Span,
}

/// What a device says of itself from now on; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tells {
    /// The device.
    pub device: String,
    /// Charge of its battery, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<u8>,
    /// Its firmware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
}

/// A synchronisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncStep {
    /// The device.
    pub device: String,
    /// With the diary locked: nothing is handed on.
    #[serde(default)]
    pub locked: bool,
    /// A live session: what the device has, and then what it measures, until it hangs up or nobody is there.
    #[serde(default)]
    pub live: bool,
    /// What goes wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faults: Option<Faults>,
    /// How it has to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<SyncExpected>,
}

/// How a synchronisation has to end; what is left out is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncExpected {
    /// `complete`, `link-lost`, `procedure-failed`, `unending`, `not-stored`, `refused` or `killed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What shows that it is complete: `racp-count`, `racp-success`, `peer-ended`, `quiet` or `link-ended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Records that were made durable, repeats by the device included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u32>,
    /// Records that the device said it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<u32>,
    /// How often the link was cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cuts: Option<u32>,
    /// How many readings became entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<usize>,
    /// How many live values a screen was shown, of a stream or of a cuff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<u64>,
}

/// An attempt to open the diary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnlockStep {
    /// A passphrase, as somebody typed it; the right one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passphrase: Option<String>,
    /// What comes of it.
    #[serde(default)]
    pub expect: UnlockExpected,
}

/// What comes of an attempt to open the diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlockExpected {
    /// It is open.
    #[default]
    Open,
    /// It was a wrong secret, and nothing was changed.
    WrongSecret,
}

/// An entry to erase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// Whose.
    pub person: String,
    /// Which of the person's entries, counted from 0, the earliest first.
    pub entry: usize,
}

/// What has to be so; what is left out is not looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// All entries of these people, the earliest first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entries: BTreeMap<String, Vec<EntryExpected>>,
    /// Everything that waits in the inbox, by device, reason and user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbox: Option<Vec<WaitingExpected>>,
    /// What is known of these devices.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub devices: BTreeMap<String, DeviceExpected>,
    /// Where every reading that was ever taken is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<TallyExpected>,
}

/// What an entry says; what is left out is not looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryExpected {
    /// Its kind, by name: `blood-pressure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// How far its instant may be off; two seconds where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// Its instant is known only to lie within bounds, and these are inside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<[At; 2]>,
    /// What the clock on the wall showed: `2026-08-14T07:10:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
    /// Its zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// How its time was found: `exact`, `corrected`, `inferred`, `reception` or `undated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// Its numbers, by the names of their fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, f64>,
    /// Its remarks, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<Vec<String>>,
    /// Whether it was corrected since it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<bool>,
}

/// Readings that wait.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitingExpected {
    /// The device.
    pub device: String,
    /// Why: `not-assigned`, `user-unknown`, `not-readable`, `newer`, `locked` or `not-opened`.
    pub why: String,
    /// Of which user, where nobody has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u8>,
    /// How many.
    pub readings: u64,
}

/// What is known of a device; what is left out is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceExpected {
    /// Whose its users are: `{"0": "Ana"}`, `{"any": "Ana"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<BTreeMap<String, String>>,
    /// What showed that its last synchronisation was complete; `null` where nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// How many records came the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u32>,
    /// Charge of its battery when it last said so, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<u8>,
    /// Its firmware, as it last said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
    /// How many records it still holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<usize>,
}

/// Where every reading is; what is left out is not looked at, but `lost` and `doubled` are always 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyExpected {
    /// Readings that were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<u64>,
    /// Those in a diary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_diaries: Option<u64>,
    /// Those that wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u64>,
    /// Those that only the device has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_device: Option<u64>,
    /// Those that gave way to newer ones inside the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overwritten: Option<u64>,
    /// Those that their person erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<u64>,
    /// Those lost between the system's confirmation and the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_in_window: Option<u64>,
    /// Live values that went on the air.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streamed: Option<u64>,
    /// Of these, those in no diary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream_lost: Option<u64>,
}
