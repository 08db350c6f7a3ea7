//! Bytes that are read again by a better decoder.

use super::*;
use crate::diary::{Decimal, Unit, Value};

fn pulse(entry: &Entry) -> String {
    entry.content.number(kind::PULSE).unwrap().0.to_string()
}

/// Says of an entry what a worse decoder would have said.
fn misread(household: &Household, person: PersonId, entry: &Entry, author: Author) {
    let mut content = entry.content.clone();
    content.set(kind::PULSE, Value::Number { digits: Decimal::whole(151), unit: Unit::PerMinute });
    if author == Author::PROGRAM {
        let done = household.diary(person).unwrap().place_anew(entry, &content, "an older decoder");
        assert!(done.unwrap());
    } else {
        household.diary(person).unwrap().amend(entry.id, &content, "my own watch", author, true).unwrap();
    }
}

#[test]
fn what_reads_otherwise_is_amended_once_with_a_reason() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    let untouched = household.redecode().unwrap();
    assert_eq!((untouched.looked_at, untouched.amended.len(), untouched.kept.len()), (3, 0, 0));

    let entries = household.diary(set.ana).unwrap().entries().unwrap();
    misread(&household, set.ana, &entries[0], Author::PROGRAM);
    misread(&household, set.ana, &entries[1], Author::HOUSEHOLD);
    let moment = entries[0].content.moment.clone();
    let done = household.redecode().unwrap();
    assert_eq!(done.amended, [(set.ana, entries[0].id)]);
    assert_eq!(done.corrected_by_hand, [(set.ana, entries[1].id)]);
    let now = household.diary(set.ana).unwrap().entries().unwrap();
    assert_eq!((pulse(&now[0]), pulse(&now[1])), ("63".to_owned(), "151".to_owned()));
    assert_eq!(now[0].content.moment, moment);
    let history = household.diary(set.ana).unwrap().history(entries[0].id).unwrap();
    let reason = history.last().unwrap().reason.clone().unwrap();
    assert!(reason.contains(&format!("decoder {}", health_gatt::DECODER_VERSION)), "{reason}");
    // Doing it again changes nothing.
    assert!(household.redecode().unwrap().amended.is_empty());
    assert_eq!(household.verify().unwrap().findings, []);
}
