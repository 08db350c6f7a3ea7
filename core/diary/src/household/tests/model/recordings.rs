//! What the model does with samples, and with kinds that people define.

use super::*;
use crate::diary::{Channel, Decimal, Holds, NewField, Series, Unit, Value};

/// Some seconds of a finger.
fn samples(seed: u8) -> Series {
    let values = (0..20).map(|second| (second % 7 != 3).then_some(90 + (second * i32::from(seed + 1)) % 9));
    let channel =
        Channel { field: kind::SATURATION, unit: Unit::Percent, exponent: 0, values: values.collect() };
    let status = (0..20_u64).map(|second| u64::from(second == u64::from(seed)) << 31).collect();
    Series { step_ms: 1000, channels: vec![channel], status }
}

impl Run {
    /// What happens to samples.
    pub(super) fn record(&mut self, act: &Act) {
        match act {
            Act::Night { who, day, seed } => {
                let at = usize::from(*who) % self.model.people.len();
                let day = format!("2026-08-{:02}", day + 1);
                let night =
                    Content { kind: kind::OXIMETRY_NIGHT.number, values: Vec::new(), ..note("", &day) };
                let id = self.diary(at).add_series(&night, &samples(*seed), Author::HOUSEHOLD, true).unwrap();
                // What the samples come to is not this model's; what they are is.
                let said = self.diary(at).entry(id).unwrap().unwrap().content;
                assert_eq!((&said.moment, said.kind), (&night.moment, night.kind));
                let stretch = Stretch { offset_ms: 0, series: samples(*seed) };
                self.model.people[at].1.insert(id, Kept { samples: vec![stretch], ..Kept::new(said) });
            }
            Act::More { who, which, seed } => {
                let Some((at, id)) = self.model.pick_night(*who, *which) else { return };
                let kept = &self.model.people[at].1[&id];
                let offset_ms = 60_000 * i64::try_from(kept.samples.len() + 1).unwrap();
                let more = Stretch { offset_ms, series: samples(*seed) };
                assert!(self.diary(at).extend_series(id, &more, None, Author::DEVICE).unwrap());
                let said = self.diary(at).entry(id).unwrap().unwrap().content;
                let kept = self.model.people[at].1.get_mut(&id).unwrap();
                kept.samples.push(more);
                if kept.versions.last() != Some(&said) {
                    kept.versions.push(said);
                }
            }
            Act::DropSamples { who, which } => {
                let Some((at, id)) = self.model.pick_night(*who, *which) else { return };
                let dropped = self.diary(at).drop_samples(id, Author::HOUSEHOLD);
                let kept = self.model.people[at].1.get_mut(&id).unwrap();
                let had = std::mem::take(&mut kept.samples);
                assert_eq!(dropped.is_ok(), !had.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn define(&mut self, who: u8) {
        let at = usize::from(who) % self.model.people.len();
        if self.model.kinds.len() > 6 {
            return;
        }
        self.model.made += 1;
        let field = NewField { name: "much".into(), holds: Holds::Amount("cups".into()), required: true };
        let diary = self.diary(at);
        let name = format!("kind{}", self.model.made);
        let kind = diary.define(&name, &[field], Author::HOUSEHOLD).unwrap();
        let number = diary.kinds().unwrap().get(kind).unwrap().fields[0].number;
        self.model.kinds.insert((self.model.people[at].0, kind, number));
    }

    pub(super) fn add_own(&mut self, who: u8, which: u8, day: u8) {
        let at = usize::from(who) % self.model.people.len();
        let person = self.model.people[at].0;
        let known: Vec<_> = self.model.kinds.iter().filter(|(whose, ..)| *whose == person).copied().collect();
        let Some(nth) = usize::from(which).checked_rem(known.len()) else { return };
        let (_, kind, field) = known[nth];
        let said = note("", &format!("2026-08-{:02}", day + 1));
        let mut content = Content { kind: kind::OWN.number, values: Vec::new(), defined: Some(kind), ..said };
        content.set(field, Value::Amount { digits: Decimal::whole(day.into()), unit: "cups".into() });
        let id = self.diary(at).add(&content, Author::HOUSEHOLD, true).unwrap();
        self.model.people[at].1.insert(id, Kept::new(content));
    }
}
