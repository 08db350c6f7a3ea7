//! What people write down from day to day beside their readings, and what a band, scales and an oximeter send.

use diary_core::diary::kind::{
    MEDICINE, MOOD, OXIMETRY, OXIMETRY_NIGHT, PAIN, PULSE, SATURATION, SLEEP, STEPS, SYMPTOM, TEMPERATURE,
    WEIGHT, WHO_5,
};
use diary_core::diary::{Channel, Content, Diary, Incoming, Kind, Series, Source, Unit, parse_words};
use diary_core::id::{DeviceId, OperationId};
use diary_core::journal::Author;
use diary_core::time::{Moment, TimeError, Zone};

use super::years::{Dice, device_of, moment};
use crate::error::CliError;
use diary_host::SystemEntropy;

const MINUTE_MS: i64 = 60_000;
/// Seconds of a night with an oximeter.
const NIGHT_S: usize = 8 * 3600;

/// Somebody's days.
pub(super) struct Everyday<'d> {
    pub(super) diary: &'d Diary,
    pub(super) device: DeviceId,
    pub(super) zone: &'d Zone,
    /// Tenths of a kilogram.
    pub(super) weight: u32,
}

impl Everyday<'_> {
    /// Writes one day: what devices send goes to `waiting`, what is typed into the diary.
    pub(super) fn live(
        &self,
        (day, midnight_ms): (i64, i64),
        dice: &mut Dice,
        waiting: &mut Vec<Incoming>,
    ) -> Result<(), CliError> {
        let at = |hour: i64, dice: &mut Dice| {
            moment(midnight_ms + (hour * 60 + i64::from(dice.below(50))) * MINUTE_MS, self.zone)
        };
        let slept = format!("{} min", 330 + dice.below(180));
        let quality = one_of(&["low", "middling", "good", "good"], dice);
        let wakings = dice.below(4).to_string();
        waiting.push(self.sent(
            &SLEEP,
            &["slept", &slept, "quality", quality, "wakings", &wakings],
            at(7, dice)?,
            "Band",
        )?);
        let steps = (2500 + dice.below(9000)).to_string();
        waiting.push(self.sent(&STEPS, &[&steps], at(21, dice)?, "Band")?);
        if day % 3 == 0 {
            let weight = format!("{}.{}", (self.weight + dice.below(20)) / 10, dice.below(10));
            waiting.push(self.sent(&WEIGHT, &[&weight], at(6, dice)?, "Scales")?);
        }
        if day % 2 == 0 {
            let (oxygen, pulse) = ((94 + dice.below(6)).to_string(), (56 + dice.below(30)).to_string());
            waiting.push(self.sent(&OXIMETRY, &[&oxygen, "pulse", &pulse], at(8, dice)?, "Oximeter")?);
        }
        // What is typed is durable one by one, and takes a disk its time: not every day.
        if day % 4 == 0 {
            let taken = one_of(&["taken", "taken", "taken", "late", "skipped"], dice);
            self.typed(&MEDICINE, &["ramipril", "dose", "5 mg", "status", taken], at(8, dice)?)?;
        }
        if dice.below(6) == 0 {
            let (mood, vigour) = (one_of(&["low", "middling", "good"], dice), one_of(&["low", "good"], dice));
            self.typed(&MOOD, &[mood, "vigour", vigour], at(20, dice)?)?;
        }
        if dice.below(10) == 0 {
            let heat = format!("{}.{}", 36 + dice.below(2), dice.below(10));
            self.typed(&TEMPERATURE, &[&heat, "site", "ear"], at(18, dice)?)?;
        }
        if dice.below(14) == 0 {
            let what = one_of(&["headache", "dizziness", "cough", "heartburn"], dice);
            let (severity, hours) = (one_of(&["mild", "moderate"], dice), format!("{} h", 1 + dice.below(6)));
            let words = [what, "severity", severity, "duration", &hours];
            self.typed(&SYMPTOM, &words, at(15, dice)?)?;
        }
        if dice.below(20) == 0 {
            let score = (1 + dice.below(7)).to_string();
            self.typed(&PAIN, &[&score, "place", "left knee"], at(17, dice)?)?;
        }
        if day % 30 == 0 {
            let answers: Vec<String> = (0..5).map(|_| (1 + dice.below(5)).to_string()).collect();
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            self.typed(&WHO_5, &answers, at(19, dice)?)?;
        }
        if day % 180 == 0 {
            let content = Content::new(OXIMETRY_NIGHT.number, at(23, dice)?, Source::Typed);
            self.diary.add_series(&content, &night(dice), Author::HOUSEHOLD, true)?;
        }
        Ok(())
    }

    fn typed(&self, kind: &'static Kind, words: &[&str], at: Moment) -> Result<(), CliError> {
        self.diary.add(&said(kind, words, at, Source::Typed)?, Author::HOUSEHOLD, true)?;
        Ok(())
    }

    fn sent(
        &self,
        kind: &'static Kind,
        words: &[&str],
        at: Moment,
        model: &str,
    ) -> Result<Incoming, CliError> {
        let content = said(kind, words, at, device_of(self.device, model))?;
        let id = OperationId::random(&SystemEntropy)?;
        Ok(Incoming { id, record: id.as_bytes().to_vec(), content, raw: vec![0x16; 18] })
    }
}

/// An entry as its words are typed.
fn said(kind: &'static Kind, words: &[&str], at: Moment, source: Source) -> Result<Content, CliError> {
    let mut content = Content::new(kind.number, at, source);
    // None of these words is a time.
    for (field, value) in parse_words(kind.fields, kind.example, words, &|_| Err(TimeError::NotADate))? {
        content.set(field, value);
    }
    Ok(content)
}

fn one_of<'a>(words: &[&'a str], dice: &mut Dice) -> &'a str {
    let count = u32::try_from(words.len()).unwrap_or(1);
    words.get(dice.below(count.max(1)) as usize).copied().unwrap_or_default()
}

/// Eight hours of an oximeter, one sample a second, with a dip now and then.
fn night(dice: &mut Dice) -> Series {
    let (mut oxygen, mut pulse) = (Vec::with_capacity(NIGHT_S), Vec::with_capacity(NIGHT_S));
    let (mut level, mut beats, mut dip) = (96_i32, 58_i32, 0_i32);
    let step = |dice: &mut Dice, rare: u32| match dice.below(rare) {
        0 => 1,
        1 => -1,
        _ => 0,
    };
    for _ in 0..NIGHT_S {
        level = (level + step(dice, 120)).clamp(94, 98);
        beats = (beats + step(dice, 12)).clamp(50, 72);
        dip = if dip > 0 {
            dip - 1
        } else if dice.below(1500) == 0 {
            40
        } else {
            0
        };
        oxygen.push(Some(level - dip.min(40 - dip).max(0) / 4));
        pulse.push(Some(beats));
    }
    let channel = |field, unit, values| Channel { field, unit, exponent: 0, values };
    Series {
        step_ms: 1000,
        channels: vec![channel(SATURATION, Unit::Percent, oxygen), channel(PULSE, Unit::PerMinute, pulse)],
        status: vec![0; NIGHT_S],
    }
}
