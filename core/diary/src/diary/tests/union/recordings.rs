//! Samples and kinds of one's own, in copies that go their own ways.

use super::*;

/// Some seconds of a finger.
fn samples(seed: u8) -> Series {
    let values = (0..30).map(|second| (second % 7 != 3).then_some(90 + (second * i32::from(seed + 1)) % 9));
    let channel =
        Channel { field: kind::SATURATION, unit: Unit::Percent, exponent: 0, values: values.collect() };
    let status = (0..30_u64).map(|second| u64::from(second == u64::from(seed)) << 31).collect();
    Series { step_ms: 1000, channels: vec![channel], status }
}

/// A kind of one's own that this diary has.
fn own_kind(diary: &Diary, number: u8) -> Option<Definition> {
    let kinds = diary.kinds().unwrap();
    let own: Vec<_> = kinds.own().cloned().collect();
    Some(own[usize::from(number).checked_rem(own.len())?].clone())
}

/// What happens to samples, and to kinds that people define, in one diary.
pub(super) fn act_of_recordings(diary: &Diary, at: usize, act: &Act) {
    let pick = |number: u8| {
        let mut entries = diary.entries_and_retracted().unwrap();
        entries.retain(|entry| entry.content.kind == kind::OXIMETRY_NIGHT.number);
        let at = usize::from(number).checked_rem(entries.len())?;
        Some(entries[at].id)
    };
    match act {
        Act::Night(seed) => {
            let Incoming { id, record, content, .. } =
                incoming(u8::try_from(at).unwrap() * 50 + seed + 20, &[9, *seed], "1/1");
            let content = Content {
                kind: kind::OXIMETRY_NIGHT.number,
                values: Vec::new(),
                flags: Vec::new(),
                ..content
            };
            diary.receive_series(&IncomingSeries { id, record, content, series: samples(*seed) }).unwrap();
        }
        Act::More(number) => {
            if let Some(entry) = pick(*number) {
                let more =
                    Stretch { offset_ms: i64::from(number % 3 + 1) * 60_000, series: samples(number % 5) };
                diary.extend_series(entry, &more, None, Author::DEVICE).unwrap();
            }
        }
        Act::DropSamples(number) => {
            let Some(entry) = pick(*number) else { return };
            let had = !diary.samples(entry).unwrap().is_empty();
            assert_eq!(diary.drop_samples(entry, Author::HOUSEHOLD).is_ok(), had);
        }
        Act::Define(number) => {
            let holds = if number % 2 == 0 { Holds::Scale } else { Holds::Amount("cups".into()) };
            let field = NewField { name: format!("f{number}"), holds, required: false };
            // The name may be taken.
            let _ = diary.define(&format!("k{}", number % 4), &[field], Author::HOUSEHOLD);
        }
        Act::Redefine(number) => {
            if let Some(own) = own_kind(diary, *number) {
                let new = NewField { name: format!("g{at}{number}"), holds: Holds::Text, required: false };
                let what = [Redefine::Name(format!("n{at}{number}")), Redefine::Add(new)];
                let _ = diary.redefine(own.id, &what, Author::HOUSEHOLD);
            }
        }
        Act::AddOwn(number) => {
            let Some(own) = own_kind(diary, *number) else { return };
            let mut content = Content {
                kind: kind::OWN.number,
                values: Vec::new(),
                defined: Some(own.id),
                ..morning("1/1")
            };
            for field in &own.fields {
                let digits = Decimal::whole(i64::from(number % 10));
                content.set(
                    field.number,
                    match &field.holds {
                        Holds::Amount(unit) => Value::Amount { digits, unit: unit.clone() },
                        Holds::Text => Value::Text(format!("words {number}")),
                        _ => Value::Number { digits, unit: Unit::Score },
                    },
                );
            }
            diary.add(&content, Author::HOUSEHOLD, true).unwrap();
        }
        other => panic!("{other:?}"),
    }
}

/// Two phones go on with one recording from the same second: which comes first is no matter of which was there first.
#[test]
fn samples_that_begin_together_have_one_order_on_both_phones() {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
    act_of_recordings(&a.diary, 0, &Act::Night(0));
    together(&a, &b);
    let night = a.diary.entries().unwrap()[0].id;
    for (phone, seed) in [(&a, 1), (&b, 2)] {
        let more = Stretch { offset_ms: 60_000, series: samples(seed) };
        phone.diary.extend_series(night, &more, None, Author::DEVICE).unwrap();
    }
    together(&a, &b);
    let kept = a.diary.samples(night).unwrap();
    assert_eq!(kept.len(), 3);
    assert!(kept == b.diary.samples(night).unwrap());
}
