//! Moments as text, typed and recorded, with every way to settle a conflict. What is taken never contradicts itself.
#![no_main]

use diary_core_fuzz::time::{Civil, Evidence, Moment, OnConflict, TimeError, When, Zones};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(moment) = Moment::parse_recorded(text, Evidence::ImportOffset, &Zones::built_in()) {
        comes_back(&moment);
    }
    let read = |way| Moment::parse_typed_with(text, Evidence::Chosen, way, &Zones::built_in());
    // Looking for near names takes longer than everything else, and no way of settling gives a place rules.
    if let Err(TimeError::UnknownZone { .. }) = read(OnConflict::Reject) {
        return;
    }
    let typed = OnConflict::ALL.map(read);
    for moment in typed.iter().flatten() {
        agrees(moment);
        comes_back(moment);
    }
    let [rejecting, by_offset, by_zone, preferring] = &typed;
    if let Ok(moment) = rejecting {
        assert_eq!(by_offset.as_ref(), Ok(moment), "no conflict, and the offset gives something else");
        assert_eq!(preferring.as_ref(), Ok(moment), "no conflict, and something else is preferred");
        match by_zone {
            Ok(other) => assert_eq!(other, moment, "no conflict, and the zone gives something else"),
            // Without its offset, a doubled hour is doubled.
            Err(error) => assert!(matches!(error, TimeError::HappensTwice { .. }), "{error:?}"),
        }
    }
    if let (Err(TimeError::OffsetConflict), Ok(preferred)) = (rejecting, preferring)
        && let When::At(_) = preferred.when()
    {
        assert_eq!(by_zone.as_ref(), Ok(preferred), "a wrong offset is not preferred");
    }
});

/// The offset and the wall clock of a placed moment are what its zone has at its instant.
fn agrees(moment: &Moment) {
    assert_eq!(moment.marks().count(), 0, "a typed moment is marked");
    let Some(zone) = moment.zone() else { return };
    let Ok(zone) = Zones::built_in().find(zone.as_str()) else {
        panic!("a zone that nobody knows was typed")
    };
    match (moment.when(), moment.civil()) {
        (When::At(instant), civil) => {
            assert_eq!(
                moment.offset(),
                Some(zone.offset_at(instant)),
                "an offset that the zone does not have"
            );
            assert_eq!(
                civil,
                Some(Civil::Time(zone.civil_at(instant))),
                "a wall clock that the zone does not have"
            );
        }
        (When::Within { earliest, latest }, civil) => {
            let civil_then =
                Civil::Between { earliest: zone.civil_at(earliest), latest: zone.civil_at(latest) };
            assert!(earliest <= latest, "a span ends before it begins");
            assert_eq!(civil, Some(civil_then), "wall clocks that the zone does not have");
        }
        (When::Civil(_), _) => panic!("a zone, and no instant"),
    }
}

/// What was written down is read again as it was.
fn comes_back(moment: &Moment) {
    let text = moment.to_text();
    match Moment::parse_recorded(&text, moment.evidence(), &Zones::built_in()) {
        Ok(again) => {
            assert_eq!(again.when(), moment.when(), "{text}");
            assert_eq!(again.offset(), moment.offset(), "{text}");
            assert_eq!(again.zone(), moment.zone(), "{text}");
            assert_eq!(again.civil(), moment.civil(), "{text}");
            assert_eq!(again.sort_key_ms(), moment.sort_key_ms(), "{text}");
            assert_eq!(again.to_text(), text);
        }
        Err(error) => panic!("its own text is no moment: {text}: {error}"),
    }
}
