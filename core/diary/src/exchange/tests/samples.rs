//! The samples of a night leave as JSON where they are asked for, and each comes back.

use super::*;
use crate::diary::{Channel, Series, Stretch};

/// Stretches with gaps, remarks that come and go, and numbers at the ends of what there is.
fn stretches() -> impl Strategy<Value = Vec<Stretch>> {
    let sample = (
        any::<Option<i32>>(),
        prop::option::of(-50..1000_i32),
        prop_oneof![3 => Just(0_u64), 1 => any::<u64>()],
    );
    let stretch = (1..=86_400_000_u32, prop::collection::vec(sample, 1..40), -2_i8..=0, 0..10_000_000_i64);
    let stretch = stretch.prop_map(|(step_ms, samples, exponent, offset_ms)| {
        let oximetry = kind::OXIMETRY.fields;
        let [one, other] =
            ["saturation", "pulse"].map(|name| oximetry.iter().find(|field| field.name == name).unwrap());
        let channel = |field: &crate::diary::Field<'_>, exponent, values| {
            let Shape::Number { units, .. } = field.shape else { panic!("{}", field.name) };
            Channel { field: field.number, unit: units[0], exponent, values }
        };
        let first = samples.iter().map(|sample| sample.0).collect();
        let second = samples.iter().map(|sample| sample.1).collect();
        let channels = vec![channel(one, exponent, first), channel(other, 0, second)];
        let status = samples.iter().map(|sample| sample.2).collect();
        Stretch { offset_ms, series: Series { step_ms, channels, status } }
    });
    prop::collection::vec(stretch, 1..3).prop_map(|mut stretches| {
        // One that a body can have, at the beginning: an entry says at least something.
        let first = &mut stretches[0];
        first.offset_ms = 0;
        first.series.status[0] = 0;
        for channel in &mut first.series.channels {
            channel.values[0] = Some(90 * 10_i32.pow(channel.exponent.unsigned_abs().into()));
        }
        stretches
    })
}

/// A stretch as its object says it, by the rules of the page.
fn read(said: &Json) -> Stretch {
    let count = usize::try_from(said["count"].as_u64().unwrap()).unwrap();
    let channels = said["channels"].as_array().unwrap().iter().map(|channel| {
        let values: Vec<Option<i32>> = serde_json::from_value(channel["values"].clone()).unwrap();
        let unit = unit(channel["unit"].as_str().unwrap(), channel["ucum"].as_str().unwrap());
        let field = channel["field_number"].as_u64().unwrap().try_into().unwrap();
        assert_eq!(channel["field"], kind::OXIMETRY.field(field).unwrap().name);
        assert_eq!(values.len(), count);
        Channel { field, unit, exponent: channel["exponent"].as_i64().unwrap().try_into().unwrap(), values }
    });
    let mut status = vec![0; count];
    for run in said["flags"].as_array().unwrap() {
        let number = |name: &str| usize::try_from(run[name].as_u64().unwrap()).unwrap();
        let (from, flag) = (number("from"), number("flag_number"));
        let name = kind::OXIMETRY.flag(flag.try_into().unwrap()).map(|flag| flag.name);
        assert_eq!(run["flag"].as_str(), name);
        for sample in &mut status[from..from + number("count")] {
            *sample |= 1 << flag;
        }
    }
    let step_ms = said["step_ms"].as_u64().unwrap().try_into().unwrap();
    Stretch {
        offset_ms: said["offset_ms"].as_i64().unwrap(),
        series: Series { step_ms, channels: channels.collect(), status },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn samples_come_back_from_storage_and_json(nights in prop::collection::vec(stretches(), 1..3)) {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary(folder.path());
        let mut expected = BTreeMap::new();
        for (hour, stretches) in nights.iter().enumerate() {
            let mut night = reading("1/1");
            (night.kind, night.values, night.flags) = (kind::OXIMETRY_NIGHT.number, Vec::new(), Vec::new());
            let zone = Zone::parse("Europe/London").unwrap();
            let at = format!("2026-08-{:02}T23:00", hour + 1).parse().unwrap();
            night.moment = Moment::typed(at, &zone, Evidence::PhoneSetting, Occurrence::First).unwrap();
            let id = diary.add_series(&night, &stretches[0].series, Author::HOUSEHOLD, true).unwrap();
            for more in &stretches[1..] {
                diary.extend_series(id, more, None, Author::DEVICE).unwrap();
            }
            let mut stretches = stretches.clone();
            stretches.sort_by_key(|stretch| stretch.offset_ms);
            expected.insert(id.to_string(), stretches);
        }
        diary.add(&reading("128/82"), Author::HOUSEHOLD, true).unwrap();
        let said = |with_samples: bool| -> Json {
            let person = PersonExport::with_history(&diary, "Ana").unwrap();
            let person = if with_samples { person.and_samples(&diary) } else { person };
            let mut out = Vec::new();
            export::json([person], "2026-11-01T08:00:00Z".parse().unwrap(), &mut out).unwrap();
            serde_json::from_slice(&out).unwrap()
        };
        let entries = said(true)["people"][0]["entries"].as_array().unwrap().clone();
        prop_assert_eq!(entries.len(), expected.len() + 1);
        for object in &entries {
            match expected.get(object["entry"].as_str().unwrap()) {
                None => prop_assert_eq!(&object["samples"], &Json::Null),
                Some(kept) => {
                    let read: Vec<Stretch> = object["samples"].as_array().unwrap().iter().map(read).collect();
                    prop_assert_eq!(&read, kept);
                }
            }
        }
        let without = said(false)["people"][0]["entries"].as_array().unwrap().clone();
        prop_assert!(without.iter().all(|object| object.get("samples").is_none()), "only where they are asked for");
    }
}
