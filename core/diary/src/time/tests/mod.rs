//! Tests of the time room, by what they show.

mod attack;
mod conflicts;
mod database;
mod plans;
mod releases;
mod stored;
mod text;
mod timeline;
mod timelines;
mod values;
mod zones;

use proptest::prelude::*;

use super::*;

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn civil(text: &str) -> CivilTime {
    text.parse().unwrap()
}

fn date(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn sighting(at: &str, name: &str) -> Sighting {
    Sighting { instant: instant(at), zone: zone(name).to_name(), evidence: Evidence::PhoneSetting }
}

fn any_instant() -> impl Strategy<Value = Instant> {
    prop_oneof![
        // The years people live in, and all the others.
        4 => 0..4_102_444_800_000_i64,
        1 => Instant::MIN.as_millis()..=Instant::MAX.as_millis(),
    ]
    .prop_map(|millis| Instant::from_millis(millis).unwrap())
}

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(Zones::built_in().all().collect::<Vec<_>>())
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    proptest::sample::select(Evidence::ALL.to_vec())
}

fn any_civil() -> impl Strategy<Value = CivilTime> {
    any_instant().prop_map(|instant| instant.civil_with(0))
}

fn any_moment() -> impl Strategy<Value = Moment> {
    let at = (any_instant(), any_zone(), any_evidence())
        .prop_map(|(instant, zone, evidence)| Moment::at(instant, &zone, evidence));
    let at_offset =
        (any_instant(), -86_399..86_400_i32, any_evidence()).prop_map(|(instant, offset, evidence)| {
            Moment::at_offset(instant, Offset::from_seconds(offset).unwrap(), evidence)
        });
    let unplaced = (any_instant(), any_evidence())
        .prop_map(|(instant, evidence)| Moment::at_unplaced(instant, evidence));
    let within = (any_instant(), any_instant(), proptest::option::of(any_zone()), any_evidence()).prop_map(
        |(one, other, zone, evidence)| {
            Moment::within(one.min(other), one.max(other), zone.as_ref(), evidence).unwrap()
        },
    );
    let civil = (any_civil(), any::<bool>(), any_evidence()).prop_map(|(civil, day, evidence)| {
        let civil = if day { Civil::Date(civil.date()) } else { Civil::Time(civil) };
        Moment::civil_only(civil, evidence)
    });
    prop_oneof![3 => at, 1 => at_offset, 1 => unplaced, 1 => within, 1 => civil]
}
