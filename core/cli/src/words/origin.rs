//! Where an entry came from and how its time is known, in words.

use diary_core::diary::kind::{BLOOD_PRESSURE, FAILED_BLOOD_PRESSURE, FAILED_OXIMETRY, OXIMETRY};
use diary_core::diary::{Content, Entry, Provenance, Source};
use diary_core::time::{Cause, Evidence, How};

use crate::terminal::shown;

/// `typed`, `from the cuff (BM85); its clock was 3 d 1 h slow, corrected`.
pub fn origin(content: &Content) -> String {
    match &content.source {
        Source::Typed => match content.moment.evidence() {
            Evidence::Chosen => "typed, zone chosen".to_owned(),
            _ => "typed".to_owned(),
        },
        Source::Device(provenance) => from_device(device(content.kind), provenance),
        Source::Clinician(by) => match &by.organisation {
            Some(place) => format!("written by {}, {}", shown(&by.name), shown(place)),
            None => format!("written by {}", shown(&by.name)),
        },
    }
}

/// How the time of a device's reading is known, in words: `its clock was 3 d 1 h slow, corrected`; `None` where its
/// clock was right or someone typed it.
pub fn timing(content: &Content) -> Option<String> {
    match &content.source {
        Source::Typed | Source::Clinician(_) => None,
        Source::Device(provenance) => how(provenance),
    }
}

/// What a device's clock was when it was read, by how far it was ahead of the clocks around the phone: `3 d 1 h slow`,
/// `right`.
pub fn off(ahead_ms: i64) -> String {
    if ahead_ms.abs() <= A_MINUTE_MS {
        return "right".to_owned();
    }
    format!("{} {}", duration(ahead_ms), if ahead_ms < 0 { "slow" } else { "fast" })
}

fn device(kind: u16) -> &'static str {
    if [BLOOD_PRESSURE.number, FAILED_BLOOD_PRESSURE.number].contains(&kind) {
        "cuff"
    } else if [OXIMETRY.number, FAILED_OXIMETRY.number].contains(&kind) {
        "oximeter"
    } else {
        "device"
    }
}

fn from_device(device: &str, provenance: &Provenance) -> String {
    let model = provenance.model.trim();
    let model = if model.is_empty() { String::new() } else { format!(" ({})", shown(model)) };
    let mut words = format!("from the {device}{model}");
    if let Some(how) = how(provenance) {
        words.push_str("; ");
        words.push_str(&how);
    }
    words
}

/// Up to here a clock counts as right, milliseconds.
const A_MINUTE_MS: i64 = 60_000;

/// How the time is known; `None` where the device's clock was right.
fn how(provenance: &Provenance) -> Option<String> {
    let cause = provenance.cause.as_deref();
    let known = |how: How| provenance.how == how.code();
    if known(How::Exact) {
        return None;
    }
    // Right at the reading, and wrong by the time it was read: left on summer time, or taken abroad.
    if known(How::Corrected) && provenance.shift_ms.is_some_and(|shift| shift.abs() <= A_MINUTE_MS) {
        return Some(format!("its clock was right then, and wrong when it was read{}", because(cause)));
    }
    if known(How::Corrected) {
        return Some(format!("{}, corrected", clock_was(cause, provenance.shift_ms)));
    }
    let why = (cause == Some(Cause::Reset.code())).then_some("its clock had been reset");
    let time = if known(How::Inferred) {
        "time by its own clock, which could not be compared"
    } else if known(How::Reception) {
        "time when it arrived"
    } else if known(How::Undated) {
        "when it was measured is not known"
    } else {
        "how its time is known was written by a newer version"
    };
    Some(why.map_or_else(|| time.to_owned(), |why| format!("{why}, {time}")))
}

/// `its clock was 3 d 1 h slow`, and what explains it.
fn clock_was(cause: Option<&str>, shift_ms: Option<i64>) -> String {
    let off = match shift_ms {
        None | Some(0) => "wrong".to_owned(),
        Some(shift) => format!("{} {}", duration(shift), if shift > 0 { "slow" } else { "fast" }),
    };
    format!("its clock was {off}{}", because(cause))
}

fn because(cause: Option<&str>) -> &'static str {
    match cause {
        Some(code) if code == Cause::DaylightSaving.code() => " (it missed a change of the clocks)",
        Some(code) if code == Cause::Zone.code() => " (set to another zone)",
        Some(code) if code == Cause::Reset.code() => " (it had been reset)",
        Some(code) if code == Cause::Drift.code() => " (it runs wrong)",
        _ => "",
    }
}

/// The two largest units of a time span, the smaller one rounded: `3 d 1 h`, `12 min`, `40 s`.
fn duration(ms: i64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let seconds = (ms.unsigned_abs() + 500) / 1000;
    for (at, (size, name)) in UNITS.into_iter().enumerate() {
        if seconds < size && size > 1 {
            continue;
        }
        let Some((smaller, small_name)) = UNITS.get(at + 1).copied() else {
            return format!("{seconds} {name}");
        };
        let rounded = (seconds + smaller / 2) / smaller;
        let (whole, rest) = (rounded * smaller / size, rounded * smaller % size / smaller);
        return if rest == 0 {
            format!("{whole} {name}")
        } else {
            format!("{whole} {name} {rest} {small_name}")
        };
    }
    format!("{seconds} s")
}

/// What a reader must know about an entry, each in words: corrected, what the device noticed, the note.
pub fn remarks(entry: &Entry) -> Vec<String> {
    let mut remarks = Vec::new();
    if entry.pair {
        remarks.push("corrected twice, differently: decide which is right".to_owned());
    } else if entry.amended {
        remarks.push("corrected".to_owned());
    }
    if entry.retracted {
        remarks.push("taken back: entered in error".to_owned());
    }
    match entry.objections.len() {
        0 => {}
        1 => remarks.push("objected to".to_owned()),
        many => remarks.push(format!("objected to {many} times")),
    }
    for flag in entry.content.remarks() {
        remarks.push(flag.words.to_owned());
    }
    let unknown = entry.content.flags.len() - entry.content.remarks().count();
    if unknown > 0 {
        remarks.push("a remark of a newer version".to_owned());
    }
    if !entry.content.tags.is_empty() {
        remarks.push(entry.content.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "));
    }
    if let Some(note) = &entry.content.note {
        remarks.push(format!("\"{}\"", shown(note)));
    }
    match entry.attachments.len() {
        0 => {}
        1 => remarks.push("1 file".to_owned()),
        many => remarks.push(format!("{many} files")),
    }
    remarks
}

#[cfg(test)]
mod tests {
    use diary_core::diary::Flag;

    use super::*;
    use crate::samples;

    fn said(how: How, cause: Option<Cause>, shift_ms: Option<i64>) -> String {
        let mut content = samples::pressure("131/82", None, samples::london("2026-08-14T08:05"));
        content.source = samples::device("BM85", how, cause, shift_ms);
        origin(&content)
    }

    #[test]
    fn a_wrong_clock_is_told() {
        const HOUR: i64 = 3_600_000;
        assert_eq!(said(How::Exact, None, Some(20_000)), "from the cuff (BM85)");
        assert_eq!(
            said(How::Corrected, Some(Cause::Offset), Some(73 * HOUR + 12_000)),
            "from the cuff (BM85); its clock was 3 d 1 h slow, corrected"
        );
        assert_eq!(
            said(How::Corrected, Some(Cause::DaylightSaving), Some(-HOUR)),
            "from the cuff (BM85); its clock was 1 h fast (it missed a change of the clocks), corrected"
        );
        assert_eq!(
            said(How::Corrected, Some(Cause::Zone), Some(-20_000)),
            "from the cuff (BM85); its clock was right then, and wrong when it was read (set to another zone)"
        );
        assert_eq!(
            said(How::Reception, Some(Cause::Reset), Some(HOUR)),
            "from the cuff (BM85); its clock had been reset, time when it arrived"
        );
        assert_eq!(said(How::Undated, None, None), "from the cuff (BM85); when it was measured is not known");
    }

    #[test]
    fn spans_have_two_units_at_most() {
        for (seconds, words) in [
            (0, "0 s"),
            (40, "40 s"),
            (61, "1 min 1 s"),
            (720, "12 min"),
            (3_599, "59 min 59 s"),
            (3_600 * 24 - 1, "24 h"),
            (3_600 * 72 + 3_590, "3 d 1 h"),
            (86_400 * 400, "400 d"),
        ] {
            assert_eq!(duration(seconds * 1000), words);
            assert_eq!(duration(-seconds * 1000), words);
        }
    }

    #[test]
    fn remarks_are_words() {
        let content = samples::pressure("131/82", None, samples::london("2026-08-14T08:05"));
        let mut entry = samples::entry(1, content);
        assert!(remarks(&entry).is_empty());
        entry.amended = true;
        entry.content.flags = vec![Flag(1), Flag(77)];
        entry.content.note = Some("after stairs".to_owned());
        assert_eq!(
            remarks(&entry),
            ["corrected", "the cuff noticed movement", "a remark of a newer version", "\"after stairs\""]
        );
    }
}
