//! A diary on a journey: twenty zones, a phone clock that goes forward and back, readings on the way, reopened at each.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::diary::Content;
use crate::id::EntryId;
use crate::time::{CivilDate, CivilTime, DayStart, Evidence, Instant, Moment, Occurrence, Zone};

/// What a person sees of an entry: its place in the list is the place here.
#[derive(Debug, PartialEq)]
struct Seen {
    id: EntryId,
    day: Option<CivilDate>,
    night_day: Option<CivilDate>,
    civil: String,
    text: String,
}

fn seen(household: &Household, person: PersonId) -> Vec<Seen> {
    let night = DayStart::new(4, 0).unwrap();
    let entries = household.diary(person).unwrap().entries().unwrap();
    let see = |entry: Entry| {
        let moment = entry.content.moment;
        Seen {
            id: entry.id,
            day: moment.diary_day(DayStart::MIDNIGHT),
            night_day: moment.diary_day(night),
            civil: moment.civil().map(|civil| civil.to_string()).unwrap_or_default(),
            text: moment.to_text(),
        }
    };
    entries.into_iter().map(see).collect()
}

fn note(moment: Moment) -> Content {
    let mut content = Content::new(kind::NOTE.number, moment, Source::Typed);
    content.set(kind::TEXT, crate::diary::Value::Text("on the way".to_owned()));
    content
}

/// A stop: the zone that the phone is set to, and how far its clock moves before the next.
fn any_stop() -> impl Strategy<Value = (Zone, i64)> {
    let zones = Zones::built_in().all().collect::<Vec<_>>();
    let hours = prop_oneof![4 => 1..2000_i64, 1 => -3000..0_i64];
    (proptest::sample::select(zones), hours)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if crate::testing::long() { 200 } else { 6 }, ..ProptestConfig::default() })]

    #[test]
    fn no_entry_moves(stops in proptest::collection::vec(any_stop(), 20), minutes in proptest::collection::vec(0..50_000_000_i64, 20)) {
        let home = home();
        let household = home.unlock();
        let ana = household.add_person("Ana").unwrap();
        household.close().unwrap();
        // What was seen when it was new; an entry may come to lie between others, and never changes itself.
        let mut known: BTreeMap<EntryId, Seen> = BTreeMap::new();
        let mut order: Vec<EntryId> = Vec::new();
        for ((zone, hours), minute) in stops.iter().zip(minutes) {
            home.clock.travel(zone.name());
            home.clock.advance_ms(hours * 3_600_000);
            let household = home.unlock();
            household.sight().unwrap();
            let now = seen(&household, ana);
            let before: Vec<EntryId> = now.iter().map(|seen| seen.id).filter(|id| known.contains_key(id)).collect();
            prop_assert_eq!(&before, &order);
            for seen in now {
                prop_assert_eq!(known.get(&seen.id), Some(&seen));
            }
            let diary = household.diary(ana).unwrap();
            // One entry of now, and one typed for any time since 1970, gaps and doubled hours among them.
            let here = Instant::from_millis(home.clock.now().wall_ms).unwrap();
            diary.add(&note(Moment::at(here, zone, Evidence::PhoneSetting)), Author::HOUSEHOLD, true).unwrap();
            let typed = CivilTime::from_utc_seconds(minute * 60).unwrap();
            if let Ok(moment) = Moment::typed(typed, zone, Evidence::Chosen, Occurrence::Unattended) {
                diary.add(&note(moment), Author::HOUSEHOLD, true).unwrap();
            }
            drop(diary);
            let now = seen(&household, ana);
            order = now.iter().map(|seen| seen.id).collect();
            known = now.into_iter().map(|seen| (seen.id, seen)).collect();
            household.close().unwrap();
        }
        prop_assert!(known.len() >= 20);
        prop_assert_eq!(home.unlock().verify().unwrap().findings, []);
    }
}
