//! The books of what devices showed live: what went on the air, and where it is.

use diary_core::device::{Received, Segment, What};
use diary_core::diary::{Diary, Entry, Stretch, kind};
use diary_core::household::{Household, HouseholdError, RawReading};
use diary_core::id::DeviceId;

use super::error::Stopped;
use super::format::{Class, OximeterClass};
use super::player::Known;
use super::tally::{Tally, device_of};
use crate::frames;

/// How far the time of a live value may be from the truth, milliseconds: steps of a second, and late callbacks.
const SLACK_MS: i64 = 3_000;

/// A value in a diary: when it is said to have been, its oxygen level and pulse.
type Kept = (i64, Option<(u16, u16)>);

/// Compares what a device showed with what is in the diaries. A value that is none leaves no trace in a night but its remark.
pub(super) fn count(
    household: &Household,
    id: DeviceId,
    device: &Known,
    tally: &mut Tally,
) -> Result<(), Stopped> {
    // One that says nothing of its signal leaves no trace in a night where it has no value.
    let traces = device.class != Class::Oximeter(OximeterClass::Jumper);
    let seen = |value: &Option<(u16, u16)>| traces || value.is_some();
    let sent: Vec<Kept> = device
        .unit
        .streamed()
        .iter()
        .filter_map(|streamed| Some((streamed.instant_ms, frames::shown(&streamed.bytes).ok()?)))
        .filter(|(_, value)| seen(value))
        .collect();
    let mut kept = Vec::new();
    for person in household.people()? {
        if household.is_shut(person.id) {
            continue;
        }
        let diary = household.diary(person.id)?;
        for entry in diary.entries_and_retracted().map_err(HouseholdError::from)? {
            if device_of(&entry) == Some(id) {
                kept.extend(of_entry(&diary, &entry)?.into_iter().filter(|(_, value)| seen(value)));
            }
        }
    }
    kept.sort_by_key(|(at_ms, _)| *at_ms);
    tally.streamed += sent.len() as u64;
    // Each is the next one that was sent like it, at about its time.
    let (mut found, mut rest) = (0, sent.iter());
    for (at_ms, value) in &kept {
        let same = |(sent_ms, sent): &&Kept| sent == value && (sent_ms - at_ms).abs() <= SLACK_MS;
        if rest.any(|sent| same(&sent)) {
            found += 1;
        } else {
            tally.stream_wrong += 1;
            break;
        }
    }
    let lost = (sent.len() as u64).saturating_sub(found);
    tally.stream_lost += lost;
    if lost > device.truth.stream_may_lose + device.truth.stream_erased {
        tally.stream_wrong += 1;
    }
    Ok(())
}

/// How many live values an entry holds.
pub(super) fn held(diary: &Diary, entry: &Entry) -> Result<u64, Stopped> {
    Ok(of_entry(diary, entry)?.len() as u64)
}

/// The live values of an entry: of a night its samples, of a reading what it was read from.
fn of_entry(diary: &Diary, entry: &Entry) -> Result<Vec<Kept>, Stopped> {
    let begun_ms = entry.content.moment.instant().map_or(0, diary_core::time::Instant::as_millis);
    if entry.content.kind == kind::OXIMETRY_NIGHT.number {
        let stretches = diary.samples(entry.id).map_err(HouseholdError::from)?;
        return Ok(stretches.iter().flat_map(|stretch| of_stretch(begun_ms, stretch)).collect());
    }
    let raw = diary.raw(entry.id).map_err(HouseholdError::from)?;
    let raw = raw.and_then(|raw| RawReading::from_bytes(&raw));
    let received = raw.and_then(|raw| Received::from_bytes(&raw.record).ok());
    let Some(segment) = received.filter(|received| received.what == What::Segment) else {
        return Ok(Vec::new());
    };
    let values = Segment::values(&segment.bytes).unwrap_or_default();
    let at = |since_ms: u64| segment.at.wall_ms.saturating_add_unsigned(since_ms);
    Ok(values
        .into_iter()
        .filter_map(|(since_ms, bytes)| Some((at(since_ms), frames::shown(bytes).ok()?)))
        .collect())
}

fn of_stretch(begun_ms: i64, stretch: &Stretch) -> Vec<Kept> {
    let series = &stretch.series;
    let values = |field| series.channel(field).map(|channel| channel.values.clone()).unwrap_or_default();
    let (oxygen, pulse) = (values(kind::SATURATION), values(kind::PULSE));
    let mut kept = Vec::new();
    let mut at_ms = begun_ms + stretch.offset_ms;
    for ((oxygen, pulse), status) in oxygen.iter().zip(&pulse).zip(&series.status) {
        let number = |value: &Option<i32>| value.and_then(|value| u16::try_from(value).ok());
        // A step in which nothing came has no remark either.
        if oxygen.is_some() || pulse.is_some() || *status != 0 {
            kept.push((at_ms, number(oxygen).zip(number(pulse))));
        }
        at_ms += i64::from(series.step_ms);
    }
    kept
}
