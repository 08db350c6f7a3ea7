//! What was expected against what the border says.

use std::collections::BTreeMap;

use diary_core::time::Instant;
use serde_json::{Value, json};

use super::super::error::Stopped;
use super::super::expect::{Differences, WITHIN_MS, users_text, waiting_text};
use super::super::format::{DeviceExpected, EntryExpected, Expected, WaitingExpected};
use super::Across;
use super::radio::variant;

impl Across<'_> {
    /// Hands on what waits, and compares.
    pub(super) fn compare(&mut self, expected: &Expected) -> Result<(), Stopped> {
        self.hand_on()?;
        for (name, entries) in &expected.entries {
            let got = self.entries(name)?;
            let at = format!("expect.entries.{name}");
            self.differences.compare(&at, entries.len(), got.len());
            for (number, (expected, entry)) in entries.iter().zip(&got).enumerate() {
                compare_entry(&mut self.differences, &format!("{at}[{number}]"), expected, entry)?;
            }
        }
        if let Some(inbox) = &expected.inbox {
            self.compare_inbox(inbox)?;
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

    fn compare_inbox(&mut self, expected: &[WaitingExpected]) -> Result<(), Stopped> {
        let waiting = self.on_household("waiting", json!({}), None)?;
        let mut got: BTreeMap<(String, String, Option<u8>), u64> = BTreeMap::new();
        for waits in waiting.as_array().into_iter().flatten() {
            let text = |field: &str| waits.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (device, why) = (self.device_name(&text("device")), text("why"));
            let user = waits.get("user").and_then(Value::as_u64).and_then(|user| u8::try_from(user).ok());
            let user = user.filter(|_| why == "not-assigned");
            *got.entry((device, why, user)).or_default() += 1;
        }
        let got: Vec<WaitingExpected> = got
            .into_iter()
            .map(|((device, why, user), readings)| WaitingExpected { device, why, user, readings })
            .collect();
        let mut expected = expected.to_vec();
        expected.sort();
        let equal = expected == got;
        self.differences.check("expect.inbox", equal, waiting_text(&expected), waiting_text(&got));
        Ok(())
    }

    fn compare_device(&mut self, name: &str, expected: &DeviceExpected) -> Result<(), Stopped> {
        let holds = self.unit(name)?.unit.memory().remaining().count();
        let id = json!(self.device(name)?);
        let devices = self.on_household("devices", json!({}), None)?;
        let device = devices.as_array().into_iter().flatten().find(|device| device.get("id") == Some(&id));
        let device = device.ok_or(Stopped::NotPaired)?;
        let at = format!("expect.devices.{name}");
        self.differences.compare_some(&format!("{at}.holds"), expected.holds, Some(holds));
        let proof = device.pointer("/last_sync/proof").and_then(Value::as_str);
        self.differences.compare_some(&format!("{at}.proof"), expected.proof.as_deref(), proof);
        let records = device.pointer("/last_sync/records").and_then(Value::as_u64);
        self.differences.compare_some(&format!("{at}.records"), expected.records.map(u64::from), records);
        let battery = device.pointer("/battery/percent").and_then(Value::as_u64);
        self.differences.compare_some(&format!("{at}.battery"), expected.battery.map(u64::from), battery);
        let firmware = device.get("firmware").and_then(Value::as_str);
        self.differences.compare_some(&format!("{at}.firmware"), expected.firmware.as_deref(), firmware);
        if let Some(users) = &expected.users {
            let assigned = device.get("assigned").and_then(Value::as_array).into_iter().flatten();
            let got: BTreeMap<String, String> = assigned
                .map(|one| {
                    let user = one.get("user").and_then(Value::as_u64);
                    let person = one.get("person").and_then(Value::as_str).unwrap_or_default();
                    (user.map_or_else(|| "any".to_owned(), |user| user.to_string()), self.person_name(person))
                })
                .collect();
            self.differences.check(
                &format!("{at}.users"),
                *users == got,
                users_text(users),
                users_text(&got),
            );
        }
        Ok(())
    }

    fn device_name(&self, id: &str) -> String {
        let found =
            self.known.iter().find(|(_, known)| known.id.is_some_and(|known| known.to_string() == id));
        found.map_or_else(|| "another device".to_owned(), |(name, _)| name.clone())
    }

    fn person_name(&self, id: &str) -> String {
        let found = self.people.iter().find(|(_, known)| known.to_string() == id);
        found.map_or_else(|| "somebody else".to_owned(), |(name, _)| name.clone())
    }
}

fn compare_entry(
    differences: &mut Differences,
    at: &str,
    expected: &EntryExpected,
    entry: &Value,
) -> Result<(), Stopped> {
    let said = entry.get("said").unwrap_or(&Value::Null);
    let text = |pointer: &str| said.pointer(pointer).and_then(Value::as_str);
    differences.compare_some(&format!("{at}.kind"), expected.kind.as_deref(), text("/kind"));
    let bound = |field: &str| said.pointer(&format!("/moment/{field}")).and_then(Value::as_i64);
    let bounds = bound("earliest_ms").zip(bound("latest_ms"));
    if let Some(wanted) = expected.at {
        let slack = expected.within.map_or(WITHIN_MS, |span| span.0.abs());
        let known = bounds.filter(|(from, to)| from == to).map(|(from, _)| from);
        let near = known.is_some_and(|got| (got - wanted.0.as_millis()).abs() <= slack);
        differences.check(&format!("{at}.at"), near, wanted.0, instant_text(known));
    }
    if let Some([from, to]) = expected.between {
        let inside = bounds.is_some_and(|(earliest, latest)| {
            earliest < latest && earliest <= from.0.as_millis() && to.0.as_millis() <= latest
        });
        let got =
            format!("{} to {}", instant_text(bounds.map(|of| of.0)), instant_text(bounds.map(|of| of.1)));
        differences.check(&format!("{at}.between"), inside, format!("{} to {}", from.0, to.0), got);
    }
    differences.compare_some(&format!("{at}.local"), expected.local.as_deref(), text("/moment/civil"));
    differences.compare_some(&format!("{at}.zone"), expected.zone.as_deref(), text("/moment/zone"));
    let (_, origin) = variant(said.get("origin").unwrap_or(&Value::Null))?;
    let how = origin.get("how").and_then(Value::as_str);
    differences.compare_some(&format!("{at}.how"), expected.how.as_deref(), how);
    for (field, wanted) in &expected.values {
        let values = said.get("values").and_then(Value::as_array).into_iter().flatten();
        let mut named = values.filter(|value| value.get("field").and_then(Value::as_str) == Some(field));
        let got = named.next().and_then(|value| value.get("number")).and_then(Value::as_f64);
        let equal = got.is_some_and(|got| (got - wanted).abs() < 1e-9);
        let got = got.map_or_else(|| "nothing".to_owned(), |got| got.to_string());
        differences.check(&format!("{at}.values.{field}"), equal, wanted, got);
    }
    if let Some(flags) = &expected.flags {
        let remarks = said.get("remarks").and_then(Value::as_array).into_iter().flatten();
        let got: Vec<&str> = remarks.filter_map(Value::as_str).collect();
        let equal = flags.iter().map(String::as_str).eq(got.iter().copied());
        differences.check(&format!("{at}.flags"), equal, flags.join(", "), got.join(", "));
    }
    let amended = entry.get("amended").and_then(Value::as_bool);
    differences.compare_some(&format!("{at}.amended"), expected.amended, amended);
    Ok(())
}

fn instant_text(ms: Option<i64>) -> String {
    let instant = ms.and_then(|ms| Instant::from_millis(ms).ok());
    instant.map_or_else(|| "no one instant".to_owned(), |instant| instant.to_string())
}
