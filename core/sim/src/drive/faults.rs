//! What can go wrong in a run, and what a run was.

use diary_core::device::{Outcome, Uuid};
use serde::{Deserialize, Serialize};

/// When the phone's stack confirms an indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirm {
    /// Before the app hears of it, as `BlueZ`, Android and iOS do.
    #[default]
    BeforeDelivery,
    /// Once the app has stored it, as a stack under the app's own control could.
    AfterPersist,
}

/// What goes wrong in a run. Every exchange is a step: a command, an event, a frame on the air, a confirmation; steps
/// count from 1. Records count from 1 as they leave the device, repeats included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// Steps at which the link is cut, if it is up then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cut_at: Vec<u64>,
    /// Numbers of stored records, counted from 1 over the run, after which the link is cut.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cut_after_records: Vec<u32>,
    /// Whether values that the phone has when the link is cut still reach the app. If not, the stack forgets them: the
    /// worst case.
    #[serde(skip_serializing_if = "is_false")]
    pub queued_survive: bool,
    /// Steps at which the phone's Bluetooth is switched off, if it is on then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adapter_off_at: Vec<u64>,
    /// For how long it stays off each time, milliseconds; a minute where it is 0.
    #[serde(skip_serializing_if = "is_zero_ms")]
    pub adapter_off_ms: u64,
    /// Step at which the program loses the permission to use Bluetooth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission_lost_at: Option<u64>,
    /// How many connection attempts fail before one succeeds.
    #[serde(skip_serializing_if = "is_zero")]
    pub connects_fail: u32,
    /// Which stores are refused, counted from 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persist_fails_at: Vec<u64>,
    /// How long a store takes, milliseconds.
    #[serde(skip_serializing_if = "is_zero_ms")]
    pub store_ms: u64,
    /// Step at which the app is killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_process_at: Option<u64>,
    /// The store after which the app is killed, counted from 0: the bytes are durable, and nobody hears of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_process_after_store: Option<u64>,
    /// When indications are confirmed.
    #[serde(skip_serializing_if = "is_default")]
    pub confirm: Confirm,
    /// The device sends faster than the phone hands values to the app, so that several confirmed ones can wait there.
    #[serde(skip_serializing_if = "is_false")]
    pub fast_device: bool,
    /// Records that the app hears twice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duplicate: Vec<u32>,
    /// Records that the app hears late; what its characteristic sends afterwards waits behind it, other characteristics
    /// overtake it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<Late>,
    /// Records of which only the beginning arrives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub truncate: Vec<Truncate>,
    /// Bytes that are no record and come like one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub garbage: Vec<Garbage>,
    /// Moves of the device's clock in the middle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clock_jumps: Vec<ClockJump>,
    /// The system does not say why a link ended, as `BlueZ` before 5.83.
    #[serde(skip_serializing_if = "is_false")]
    pub ends_unexplained: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero_ms(value: &u64) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_default(value: &Confirm) -> bool {
    *value == Confirm::default()
}

/// A record that is heard late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// Which.
    pub record: u32,
    /// By how much, milliseconds.
    pub ms: u64,
}

/// A record that is cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Truncate {
    /// Which.
    pub record: u32,
    /// How many of its bytes arrive.
    pub bytes: usize,
}

/// Bytes that are no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Garbage {
    /// The record before which they come.
    pub before: u32,
    /// The bytes, each 0 to 255.
    pub bytes: Vec<u8>,
}

/// A move of the device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockJump {
    /// The record after which it moves.
    pub after: u32,
    /// By how much, milliseconds; less than zero is back.
    pub ms: i64,
}

/// What happened in a run.
#[derive(Debug, Clone, Default)]
pub struct RunReport {
    /// How the session ended; `None` if the app was killed, or nothing could happen any more.
    pub outcome: Option<Outcome>,
    /// Steps taken.
    pub steps: u64,
    /// Stores asked for.
    pub stores: u64,
    /// Records that reached the store, repeats by the device included.
    pub records: u32,
    /// Live values that a screen was to show.
    pub shown: u64,
    /// Times the link was cut, by whatever.
    pub cuts: u32,
    /// Records that were confirmed to the device and did not reach the store: what the window between the system's
    /// confirmation and the store has cost.
    pub in_window: Vec<Vec<u8>>,
    /// Records that arrived otherwise than they were sent: the frame as it left, and as it arrived.
    pub altered: Vec<(Vec<u8>, Vec<u8>)>,
    /// Bytes that came like a record and were none.
    pub garbage: Vec<Vec<u8>>,
    /// Everything written to the device.
    pub writes: Vec<(Uuid, Vec<u8>)>,
    /// What was subscribed to, on each link anew.
    pub subscriptions: Vec<Uuid>,
    /// Names of the commands, without values, in their order.
    pub commands: Vec<String>,
}

impl RunReport {
    /// What was written and is not among the requests that a session may make: to count records, to report them and to end
    /// a report. Nothing else ever goes out.
    pub fn forbidden_writes(&self) -> impl Iterator<Item = &(Uuid, Vec<u8>)> {
        use diary_core::device::wire::{RECORD_ACCESS, RecordRequest};
        let allowed = [RecordRequest::Count, RecordRequest::Report, RecordRequest::Abort];
        self.writes.iter().filter(move |(uuid, bytes)| {
            *uuid != RECORD_ACCESS || allowed.iter().all(|request| request.bytes()[..] != bytes[..])
        })
    }
}
