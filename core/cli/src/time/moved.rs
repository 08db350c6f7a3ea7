//! `diary time moved`: what another zone database does to plans, or to every zone.

use std::collections::BTreeSet;

use diary_core::time::{
    CivilTime, Instant, Moved, Occurrence, Offset, Plan, Renewal, TimeError, ZoneName, ZonedTime, Zones,
    moved,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, release};
use crate::args::MovedArgs;
use crate::error::CliError;
use crate::request;
use crate::table;
use crate::terminal::{Look, Role, shown};

/// The years in which zones are compared.
const YEARS: [&str; 2] = ["1970-01-01T00:00:00Z", "2038-01-01T00:00:00Z"];

/// A plan of a list has no time, zone or offset that could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("plan {number} of the list: {error}")]
pub struct BadPlan {
    /// Which, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub error: TimeError,
}

/// A plan as it stands in the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    id: Id,
    civil: String,
    zone: String,
    offset: Option<String>,
    occurrence: Option<Turn>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Turn {
    First,
    Second,
}

impl Id {
    fn json(&self) -> Value {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.clone().into(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => shown(text),
        }
    }
}

/// What moves, as JSON and as text.
///
/// # Errors
/// [`CliError::Release`] for a database, [`CliError::Request`] for what is no list, [`CliError::Plan`] for a plan of it.
pub(super) fn answer(args: &MovedArgs, look: Look) -> Result<Answer, CliError> {
    let (old, new) = (release::named(&args.from)?, release::named(&args.to)?);
    match &args.plans {
        Some(file) => {
            let given: Vec<Given> = request::read(file)?;
            let plans = plans(&given, &old)?;
            Ok(of_plans(plans, &old, &new, look))
        }
        None => of_zones(&old, &new, look),
    }
}

/// The plans of a list as they were made under the old database.
fn plans(given: &[Given], old: &Zones) -> Result<Vec<(Id, Plan)>, BadPlan> {
    let one = |(at, given): (usize, &Given)| {
        let plan = plan(given, old).map_err(|error| BadPlan { number: at + 1, error })?;
        Ok((given.id.clone(), plan))
    };
    given.iter().enumerate().map(one).collect()
}

fn plan(given: &Given, old: &Zones) -> Result<Plan, TimeError> {
    let (civil, _) = CivilTime::parse(&given.civil)?;
    let offset = given.offset.as_deref().map(str::parse::<Offset>).transpose()?;
    let chosen = match given.occurrence {
        None => Occurrence::Unattended,
        Some(Turn::First) => Occurrence::First,
        Some(Turn::Second) => Occurrence::Second,
    };
    let made = match offset {
        Some(offset) => Plan::parse(&format!("{civil}{offset}[{}]", given.zone), old, chosen),
        None => old.find(&given.zone).and_then(|zone| Plan::new(civil, &zone, chosen)),
    };
    match made {
        // What the old rules skipped, or had no rules for, is a plan all the same.
        Err(TimeError::DoesNotExist { .. } | TimeError::UnknownZone { .. } | TimeError::ZoneData(_)) => {
            Ok(Plan::unattended(civil, ZoneName::told(&given.zone, old), old))
        }
        made => made,
    }
}

fn of_plans(plans: Vec<(Id, Plan)>, old: &Zones, new: &Zones, look: Look) -> Answer {
    let count = plans.len();
    let named: Vec<_> = plans.into_iter().enumerate().map(|(at, (id, plan))| ((at, id), plan)).collect();
    let Renewal { plans, moved: list } = moved(named, new);
    let rows = || {
        let plan = |at: usize| plans.get(at).map(|(_, plan)| plan);
        list.iter().filter_map(move |((at, id), moved)| Some((id, plan(*at)?, moved)))
    };
    let json = json!({
        "from": old.version(),
        "to": new.version(),
        "plans": count,
        "moved": rows().map(|(id, plan, moved)| plan_json(id, plan, moved)).collect::<Vec<_>>(),
    });
    let sentence =
        format!("{} of {count} plans move from {} to {}", list.len(), old.version(), new.version());
    let mut lines = vec![look.paint(if list.is_empty() { Role::Fine } else { Role::Attention }, &sentence)];
    if !list.is_empty() {
        let rows = rows().map(|(id, plan, moved)| {
            let time = |time: Option<ZonedTime>| time.map_or("-".to_owned(), |time| time.instant.to_string());
            let place = format!("{} {}", plan.civil(), shown(plan.zone().as_str()));
            vec![id.text(), place, time(moved.old), time(moved.new), words(moved)]
        });
        lines.push(table::table(look, &["Plan", "Agreed", "Was at", "Is at", "Why"], rows));
    }
    (None, json, lines.join("\n"))
}

fn plan_json(id: &Id, plan: &Plan, moved: &Moved) -> Value {
    let time = |time: Option<ZonedTime>| time.map(|time| time.to_string());
    let mut json = json!({
        "id": id.json(),
        "civil": plan.civil().to_string(),
        "zone": plan.zone().as_str(),
        "old": time(moved.old),
        "new": time(moved.new),
        "why": moved.why.code(),
    });
    if let (Some(object), Some(choices)) = (json.as_object_mut(), moved.why.choices()) {
        object.insert("choices".to_owned(), choices.map(|choice| choice.to_string()).to_vec().into());
    }
    json
}

fn words(moved: &Moved) -> String {
    let why = moved.why.code().replace('-', " ");
    match moved.why.choices() {
        Some([one, other]) => format!("{why}: {one} or {other}"),
        None => why,
    }
}

/// Every zone that both have and whose rules differ, and the names that only one of them has.
fn of_zones(old: &Zones, new: &Zones, look: Look) -> Result<Answer, CliError> {
    let [from, until] = YEARS.map(Instant::parse);
    let (from, until) = (from?, until?);
    let (mut spans, mut zones) = (Vec::new(), 0);
    let (mut only_old, mut only_new) = (Vec::new(), Vec::new());
    let find = |zones: &Zones, name: &str| match zones.find(name) {
        Ok(zone) => Ok(Some(zone)),
        Err(TimeError::UnknownZone { .. }) => Ok(None),
        Err(error) => Err(error),
    };
    let names: BTreeSet<&str> = old.names().chain(new.names()).collect();
    for name in names {
        match (find(old, name)?, find(new, name)?) {
            (Some(one), Some(other)) => {
                let found = one.differences(&other, from, until);
                zones += usize::from(!found.is_empty());
                spans.extend(found.into_iter().map(|span| (name, span)));
            }
            (Some(_), None) => only_old.push(name),
            (None, _) => only_new.push(name),
        }
    }
    let json = json!({
        "from": old.version(),
        "to": new.version(),
        "differences": spans.iter().map(|(zone, span)| json!({
            "zone": zone,
            "from": span.from.to_string(),
            "until": span.until.to_string(),
            "old_offset": span.old.to_string(),
            "new_offset": span.new.to_string(),
        })).collect::<Vec<_>>(),
        "only_old": only_old,
        "only_new": only_new,
    });
    let differ = if zones == 1 { "1 zone differs".to_owned() } else { format!("{zones} zones differ") };
    let sentence =
        format!("{differ} between {} and {} in the years 1970 to 2037", old.version(), new.version());
    let mut lines = vec![look.paint(if zones == 0 { Role::Fine } else { Role::Attention }, &sentence)];
    if !spans.is_empty() {
        let rows = spans.iter().map(|(zone, span)| {
            let times = [span.from.to_string(), span.until.to_string()];
            let offsets = [span.old.to_string(), span.new.to_string()];
            [shown(zone)].into_iter().chain(times).chain(offsets).collect()
        });
        lines.push(table::table(look, &["Zone", "From", "Until", "Was", "Is"], rows));
    }
    for (names, release) in [(&only_old, old), (&only_new, new)] {
        if !names.is_empty() {
            lines.push(format!("Only in {}: {} names", release.version(), names.len()));
        }
    }
    Ok((None, json, lines.join("\n")))
}

#[cfg(test)]
mod tests;
