//! Reading a scenario, and what the fields cannot say by themselves.

use super::error::ScenarioError;
use super::format::{Class, Measure, Scenario, Step};

/// The version of the format that this program reads.
const FORMAT: u32 = 1;

impl Scenario {
    /// Reads a scenario; `file` is what errors call it.
    ///
    /// # Errors
    /// [`ScenarioError`], which names file, step and field.
    pub fn read(file: &str, json: &str) -> Result<Self, ScenarioError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let scenario: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            ScenarioError::field(file, error.path().to_string(), error.inner().to_string())
        })?;
        reader.end().map_err(|error| ScenarioError::field(file, ".", error.to_string()))?;
        scenario.check(file)?;
        Ok(scenario)
    }

    /// As text, the way the files are written.
    ///
    /// # Errors
    /// What the writer says; a scenario that was read can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    fn check(&self, file: &str) -> Result<(), ScenarioError> {
        if self.format != FORMAT {
            return Err(ScenarioError::Format { file: file.to_owned(), format: self.format });
        }
        let mut people = self.people.clone();
        for (number, step) in self.steps.iter().enumerate() {
            let wrong = |at: &str, what: String| {
                Err(ScenarioError::field(file, format!("steps[{number}].{at}"), what))
            };
            if let Step::AddPerson(name) = step {
                people.push(name.clone());
            }
            for (at, device) in devices_of(step) {
                if !self.devices.contains_key(device) {
                    return wrong(&at, format!("there is no device `{device}`"));
                }
            }
            for (at, person) in people_of(step) {
                if !people.iter().any(|known| known == person) {
                    return wrong(&at, format!("there is nobody called `{person}`"));
                }
            }
            if let Step::Measure(measure) = step
                && let Some(spec) = self.devices.get(&measure.device)
                && let Some((field, what)) = unfit(measure, spec.class)
            {
                return wrong(&format!("measure.{field}"), what.to_owned());
            }
            if let Step::Wear(wear) = step
                && let Some(spec) = self.devices.get(&wear.device)
                && !matches!(spec.class, Class::Oximeter(_))
            {
                return wrong("wear.device", "only an oximeter is worn".to_owned());
            }
            if let Step::Measure(measure) = step
                && measure.watched
                && self.devices.get(&measure.device).is_some_and(|spec| !spec.shows_pressure)
            {
                return wrong("measure.watched", "only a cuff with `shows_pressure` is watched".to_owned());
            }
            if let Step::Wait(span) = step
                && span.0 < 0
            {
                return wrong("wait", "time does not go back".to_owned());
            }
        }
        Ok(())
    }
}

/// The devices that a step names, and in which field.
fn devices_of(step: &Step) -> Vec<(String, &str)> {
    fn one<'a>(name: &str, device: &'a str) -> Vec<(String, &'a str)> {
        vec![(format!("{name}.device"), device)]
    }
    match step {
        Step::Pair(of) => one("pair", &of.device),
        Step::Forget(of) => one("forget", &of.device),
        Step::LoseBond(of) => one("lose_bond", &of.device),
        Step::PairingMode(of) => one("pairing_mode", &of.device),
        Step::Assign(assign) => one("assign", &assign.device),
        Step::Measure(measure) => one("measure", &measure.device),
        Step::Wear(wear) => one("wear", &wear.device),
        Step::SetClock(set) => one("set_clock", &set.device),
        Step::Tells(tells) => one("tells", &tells.device),
        Step::Sync(sync) => one("sync", &sync.device),
        Step::Expect(expected) => {
            let waiting = expected.inbox.iter().flatten().enumerate();
            let waiting = waiting.map(|(at, waits)| (format!("expect.inbox[{at}].device"), &*waits.device));
            let devices = expected.devices.keys().map(|name| (format!("expect.devices.{name}"), &**name));
            waiting.chain(devices).collect()
        }
        _ => Vec::new(),
    }
}

/// The people that a step names, and in which field.
fn people_of(step: &Step) -> Vec<(String, &str)> {
    match step {
        Step::Assign(assign) => vec![("assign.person".to_owned(), &assign.person)],
        Step::Erase(erase) => vec![("erase.person".to_owned(), &erase.person)],
        Step::Expect(expected) => {
            let entries = expected.entries.keys().map(|name| (format!("expect.entries.{name}"), &**name));
            let users =
                expected.devices.iter().flat_map(|(device, known)| {
                    known.users.iter().flatten().map(move |(user, person)| {
                        (format!("expect.devices.{device}.users.{user}"), &**person)
                    })
                });
            entries.chain(users).collect()
        }
        _ => Vec::new(),
    }
}

/// What does not fit the device's class.
fn unfit(measure: &Measure, class: Class) -> Option<(&'static str, &'static str)> {
    let range = |value: Option<u16>| value.is_none_or(|value| value <= 2045);
    match class {
        Class::Cuff(cuff) => {
            let users = crate::Cuff::new(cuff).users();
            let whole = measure.systolic.is_some() && measure.diastolic.is_some() && measure.pulse.is_some();
            if measure.oxygen.is_some() {
                Some(("oxygen", "a cuff does not measure it"))
            } else if measure.failed && (users > 1 || measure.systolic.is_some()) {
                Some(("failed", "only a cuff of one user shows it, and it has no numbers then"))
            } else if !measure.failed && !whole {
                Some(("systolic", "a cuff needs systolic, diastolic and pulse"))
            } else if (users > 1) != measure.user.is_some() {
                Some(("user", "said where the device tells users apart, and only there"))
            } else if ![measure.systolic, measure.diastolic, measure.pulse].into_iter().all(range) {
                Some(("systolic", "each number is at most 2045"))
            } else {
                None
            }
        }
        Class::Oximeter(_) => {
            if measure.systolic.is_some() || measure.diastolic.is_some() || measure.failed {
                Some(("systolic", "an oximeter does not measure it"))
            } else if measure.oxygen.is_none() || measure.pulse.is_none() {
                Some(("oxygen", "an oximeter needs oxygen and pulse"))
            } else if class != Class::Oximeter(super::format::OximeterClass::Nonin) {
                Some(("device", "an oximeter without memory measures only while it is worn"))
            } else if measure.user.is_some() {
                Some(("user", "an oximeter tells no users apart"))
            } else if ![measure.oxygen, measure.pulse].into_iter().all(|value| value.is_none_or(|v| v <= 204))
            {
                Some(("oxygen", "each number is at most 204"))
            } else {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(steps: &str) -> String {
        format!(
            r#"{{"format": 1, "about": "a test", "start": {{"at": "2026-08-14T21:00:00Z", "zone": "Europe/London"}},
                "people": ["Ana"], "devices": {{"cuff": {{"class": "and"}}, "two": {{"class": "beurer-bm85"}}}},
                "steps": [{{"wait": "1h"}}, {steps}]}}"#
        )
    }

    #[test]
    fn errors_name_file_step_and_field() {
        for (steps, at, what) in [
            (r#"{"sync": {"device": "cuff", "fault": 1}}"#, "steps[1].sync.fault", "unknown field"),
            (r#"{"sync": {"device": 7}}"#, "steps[1].sync.device", "invalid type"),
            (r#"{"fly": {}}"#, "steps[1]", "unknown variant"),
            (r#"{"sync": {"device": "cup"}}"#, "steps[1].sync.device", "no device `cup`"),
            (r#"{"erase": {"person": "Cleo", "entry": 0}}"#, "steps[1].erase.person", "nobody called `Cleo`"),
            (r#"{"wait": "-1h"}"#, "steps[1].wait", "does not go back"),
            (r#"{"wait": "soon"}"#, "steps[1].wait", "not a span"),
            (r#"{"measure": {"device": "cuff", "oxygen": 97}}"#, "steps[1].measure.oxygen", "cuff"),
            (
                r#"{"measure": {"device": "two", "systolic": 120, "diastolic": 80, "pulse": 60}}"#,
                "steps[1].measure.user",
                "users apart",
            ),
            (
                r#"{"sync": {"device": "cuff", "faults": {"truncate": [{"record": 1}]}}}"#,
                "steps[1].sync.faults.truncate[0]",
                "missing field `bytes`",
            ),
            (
                r#"{"wear": {"device": "cuff", "for": "1m", "oxygen": 97, "pulse": 60}}"#,
                "steps[1].wear.device",
                "only an oximeter",
            ),
            (
                r#"{"measure": {"device": "cuff", "systolic": 120, "diastolic": 80, "pulse": 60, "watched": true}}"#,
                "steps[1].measure.watched",
                "shows_pressure",
            ),
            (r#"{"expect": {"entries": {"Ben": []}}}"#, "steps[1].expect.entries.Ben", "nobody"),
        ] {
            let error = Scenario::read("x.json", &with(steps)).unwrap_err();
            let ScenarioError::Field { file, at: found, what: said } = &error else { panic!("{error}") };
            assert_eq!((&**file, &**found), ("x.json", at), "{steps}: {said}");
            assert!(said.contains(what), "{steps}: {said}");
            assert!(error.to_string().starts_with("x.json: steps[1]"));
        }
        let newer = with(r#"{"kill": {}}"#).replace("\"format\": 1", "\"format\": 2");
        assert!(matches!(Scenario::read("x", &newer), Err(ScenarioError::Format { format: 2, .. })));
    }

    #[test]
    fn a_scenario_that_is_written_is_read_the_same() {
        let read = Scenario::read("x", &with(r#"{"sync": {"device": "cuff", "locked": true}}"#)).unwrap();
        assert_eq!(Scenario::read("x", &read.to_json().unwrap()).unwrap(), read);
    }
}
