//! Sessions that run again, and files that are none.

use std::sync::{Arc, Mutex};

use diary_core::device::{Profile, models};

use super::line::hex;
use super::*;
use crate::{Faults, SimClock, by_name, frames, run};

/// A session with a cut in it, its items and its trace.
fn recorded(name: &str) -> (Vec<Received>, Option<Outcome>, Trace) {
    recorded_as(name, false)
}

fn recorded_as(name: &str, live: bool) -> (Vec<Received>, Option<Outcome>, Trace) {
    let mut device = by_name(name, 1_795_435_200_000, 0).unwrap();
    let model = models::find(device.name()).unwrap();
    let device_said = Description {
        identity: "serial:42:X".to_owned(),
        manufacturer: Some(model.maker.to_owned()),
        model: Some(model.names[0].to_owned()),
        kinds: model.kinds.iter().map(|kind| kind.name().to_owned()).collect(),
    };
    assert_eq!(device_said.profile(), Profile::sync_with(model));
    let profile = device_said.profile();
    let mut session = Session::new(if live { profile.live() } else { profile }, [5; 16]);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let to = Arc::clone(&heard);
    session.record_with(Box::new(move |event, at| to.lock().unwrap().push((event.clone(), at))));
    let mut items = Vec::new();
    let clock = SimClock::new(1_795_435_200_000, "Europe/London");
    let faults = Faults { cut_after_records: vec![2], store_ms: 20, ..Faults::default() };
    let mut sink = |item| {
        items.push(item);
        Ok(())
    };
    let report = run(&mut session, &mut *device, &clock, &mut sink, &faults, &mut |_| {});
    drop(session);
    let events = std::mem::take(&mut *heard.lock().unwrap());
    (items, report.outcome, Trace { session: [5; 16], live, device: device_said, events })
}

#[test]
fn a_session_runs_again_to_the_same_items_and_end() {
    for name in crate::NAMES {
        let (items, outcome, trace) = recorded(name);
        let read = Trace::from_text(&trace.to_text().unwrap()).unwrap();
        assert_eq!(read.device, trace.device);
        let mut again = Vec::new();
        let mut sink = |item| {
            again.push(item);
            Ok(())
        };
        assert_eq!(read.replay(&mut sink), outcome, "{name}");
        assert_eq!(again, items, "{name}");
    }
}

#[test]
fn a_masked_trace_holds_no_reading_and_no_number_of_the_device() {
    for name in crate::NAMES {
        let (items, outcome, mut trace) = recorded(name);
        trace.mask();
        let text = trace.to_text().unwrap();
        assert!(!text.contains("serial:42"), "{name}");
        for item in items.iter().filter(|item| item.what == diary_core::device::What::Record) {
            assert!(!text.contains(&hex(&item.bytes)), "{name}");
        }
        let mut frames_again = Vec::new();
        let mut sink = |item: Received| {
            frames_again.push(item);
            Ok(())
        };
        assert_eq!(trace.replay(&mut sink), outcome, "{name}");
        // Stamps stay, so that a clock can be looked at.
        let stamp = |item: &Received| frames::cuff_stamp(&item.bytes);
        assert_eq!(
            frames_again.iter().map(stamp).collect::<Vec<_>>(),
            items.iter().map(stamp).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_live_session_runs_again_and_masked_holds_no_value() {
    let (items, outcome, mut trace) = recorded_as("nonin", true);
    let segments = |items: &[Received]| {
        items.iter().filter(|item| item.what == diary_core::device::What::Segment).count()
    };
    assert!(segments(&items) > 9);
    let read = Trace::from_text(&trace.to_text().unwrap()).unwrap();
    assert!(read.live);
    let replay = |trace: &Trace| {
        let mut again = Vec::new();
        let mut sink = |item: Received| {
            again.push(item);
            Ok(())
        };
        let ended = trace.replay(&mut sink);
        (again, ended)
    };
    assert_eq!(replay(&read), (items, outcome.clone()));
    trace.mask();
    let text = trace.to_text().unwrap();
    for value in [(95, 64), (97, 64)] {
        assert!(!text.contains(&hex(&frames::continuous(Some(value)))));
    }
    assert!(text.contains(&hex(&frames::continuous(None))), "that there was no finger stays");
    let (again, ended) = replay(&trace);
    assert_eq!((segments(&again), ended), (segments(&recorded_as("nonin", true).0), outcome));
}

#[test]
fn a_file_that_is_no_trace_is_refused_by_its_line() {
    let (_, _, trace) = recorded("and");
    let text = trace.to_text().unwrap();
    assert_eq!(Trace::from_text(""), Err(NotATrace { line: 1 }));
    assert_eq!(Trace::from_text(&text.replace("\"trace\":1", "\"trace\":2")), Err(NotATrace { line: 1 }));
    let odd = text.replacen("\"connected\"", "\"landed\"", 1);
    assert_eq!(Trace::from_text(&odd), Err(NotATrace { line: 3 }));
}

#[test]
fn a_session_is_written_down_as_it_goes() {
    for mask in [false, true] {
        let (_, _, mut trace) = recorded("and");
        let mut written = Vec::new();
        let mut writer =
            Writer::begin(&mut written, (trace.session, trace.live), &trace.device, mask).unwrap();
        for (event, at) in &trace.events {
            writer.write(event, *at).unwrap();
        }
        if mask {
            trace.mask();
        }
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, trace.to_text().unwrap());
        // Cut short anywhere, what is whole of it is a trace.
        for end in (0..text.len()).step_by(97).filter(|end| text.is_char_boundary(*end)) {
            match Trace::from_text(&text[..end]) {
                Ok(part) => assert_eq!(part.events, trace.events[..part.events.len()]),
                Err(not) => assert_eq!((not, text[..end].contains('\n')), (NotATrace { line: 1 }, false)),
            }
        }
    }
}
