//! Live sessions: what is gathered, what is shown, and how they end.

use super::*;
use crate::device::{Live, SEGMENT_BYTES, SEGMENT_MS, Signal};

const NOTIFIES: Characteristic = Characteristic {
    uuid: wire::CONTINUOUS_OXIMETRY,
    readable: false,
    notify: true,
    indicate: false,
    writable: false,
};
const STREAMER: [Characteristic; 3] = [OXIMETER[0], OXIMETER[1], NOTIFIES];
const ONLY_LIVE: [Characteristic; 1] = [NOTIFIES];
const WATCHED_CUFF: [Characteristic; 2] = [CUFF[0], Characteristic { uuid: wire::CUFF_PRESSURE, ..NOTIFIES }];

/// 97 % and 72 a minute.
const FINGER: [u8; 5] = [0, 97, 0, 72, 0];
const NO_FINGER: [u8; 5] = [0, 0xFF, 7, 0xFF, 7];

/// A session that is waiting for what comes live.
fn watching(characteristics: &[Characteristic]) -> Script {
    let mut script = Script::new(Profile::sync([]).live());
    script.subscribe_all(characteristics);
    if characteristics.contains(&OXIMETER[1]) {
        script.written();
        script.answer(&[0x05, 0x00, 0x00, 0x00]);
        script.written();
        script.answer(&[0x06, 0x00, 0x01, 0x06]);
        let commands = script.time_out();
        let how = SubscribeHow::Notify;
        assert!(commands.contains(&Command::Subscribe { uuid: wire::CONTINUOUS_OXIMETRY, how }));
        script.send(Event::Subscribed { uuid: wire::CONTINUOUS_OXIMETRY, result: Ok(()) });
    }
    assert!(script.log.contains(&Command::Report(Progress::Watching)), "{:?}", script.log);
    script
}

impl Script {
    fn stream(&mut self, bytes: &[u8]) -> Vec<Command> {
        self.send(Event::Value { uuid: wire::CONTINUOUS_OXIMETRY, bytes: bytes.to_vec() })
    }

    /// The values that were handed to the store, with the times at which they came; each segment is one that may be.
    fn kept(&self) -> Vec<(u64, Vec<u8>)> {
        let mut kept = Vec::new();
        for command in &self.log {
            let Command::Persist { item, .. } = command else { continue };
            if item.what != What::Segment {
                continue;
            }
            assert_eq!((item.version, item.uuid), (2, wire::CONTINUOUS_OXIMETRY));
            let values = Segment::values(&item.bytes).unwrap();
            assert!(!values.is_empty());
            for (since, value) in values {
                assert!(since < SEGMENT_MS);
                kept.push((item.at.monotonic_ns / 1_000_000 + since, value.to_vec()));
            }
        }
        kept
    }

    fn shown(&self) -> Vec<Live> {
        let live = |command: &Command| match command {
            Command::Report(Progress::Live(live)) => Some(*live),
            _ => None,
        };
        self.log.iter().filter_map(live).collect()
    }
}

#[test]
fn a_synchronisation_asks_for_nothing_live() {
    for characteristics in [&STREAMER[..], &WATCHED_CUFF[..]] {
        let mut script = Script::new(Profile::sync([]));
        script.subscribe_all(characteristics);
        let live = [wire::CONTINUOUS_OXIMETRY, wire::CUFF_PRESSURE];
        assert!(
            !script
                .log
                .iter()
                .any(|command| matches!(command, Command::Subscribe { uuid, .. } if live.contains(uuid)))
        );
    }
    // And from what has nothing else there is nothing to take over.
    let mut script = Script::new(Profile::sync([]));
    script.subscribe_all(&ONLY_LIVE);
    let ended = script.down(DisconnectReason::Local);
    assert_eq!(done(&ended), Some(&Outcome::OnlyLive));
}

#[test]
fn what_is_live_is_subscribed_to_after_the_memory_was_given() {
    // `watching` looks at that.
    watching(&STREAMER);
    watching(&ONLY_LIVE);
    let cuff = watching(&WATCHED_CUFF);
    let subscriptions: Vec<Uuid> = cuff
        .log
        .iter()
        .filter_map(|command| match command {
            Command::Subscribe { uuid, .. } => Some(*uuid),
            _ => None,
        })
        .collect();
    assert_eq!(subscriptions, [wire::BLOOD_PRESSURE, wire::CUFF_PRESSURE]);
}

#[test]
fn a_cuff_that_does_not_show_its_pressure_is_waited_for_all_the_same() {
    let mut script = Script::new(Profile::sync([]).live());
    script.subscribe_all(&WATCHED_CUFF[..1]);
    assert!(script.log.contains(&Command::Report(Progress::Watching)));
    let mut refused = Script::new(Profile::sync([]).live());
    refused.send(Event::Start);
    refused.send(Event::Connected);
    refused.send(Event::Discovered { characteristics: WATCHED_CUFF.to_vec() });
    refused.send(Event::Subscribed { uuid: wire::BLOOD_PRESSURE, result: Ok(()) });
    refused.send(Event::Subscribed { uuid: wire::CUFF_PRESSURE, result: Err(AttError(0x03)) });
    assert!(refused.log.contains(&Command::Report(Progress::Watching)));
}

#[test]
fn an_open_segment_is_stored_in_time_though_nothing_more_comes() {
    let mut script = watching(&ONLY_LIVE);
    let begun = script.ms;
    script.stream(&FINGER);
    while script.kept().is_empty() {
        assert_eq!(done(&script.time_out()), None);
        assert!(script.ms - begun <= 2 * SEGMENT_MS, "its timer looks at it");
    }
    assert_eq!(script.kept(), [(begun, FINGER.to_vec())]);
}

#[test]
fn a_person_who_cancels_and_a_device_that_hangs_up_lose_nothing() {
    let mut cancelled = watching(&STREAMER);
    cancelled.stream(&FINGER);
    let commands = cancelled.send(Event::Cancel);
    assert!(commands.contains(&Command::Disconnect));
    assert_eq!(done(&cancelled.down(DisconnectReason::Local)), Some(&Outcome::Cancelled));
    let mut hung_up = watching(&STREAMER);
    hung_up.stream(&FINGER);
    let complete = Outcome::Complete { proof: Proof::RacpCount, records: 0, announced: Some(0) };
    assert_eq!(done(&hung_up.down(DisconnectReason::Peer)), Some(&complete));
    for script in [cancelled, hung_up] {
        assert_eq!(script.kept().len(), 1);
        // The end of the recording stands behind it.
        let items: Vec<What> = script
            .log
            .iter()
            .filter_map(|command| match command {
                Command::Persist { item, .. } => Some(item.what),
                _ => None,
            })
            .collect();
        assert_eq!(items, [What::Segment, What::Ended]);
        // What comes afterwards is of no recording.
        let mut after = script;
        assert!(after.stream(&FINGER).is_empty());
    }
}

#[test]
fn nobody_in_the_sensor_for_a_minute_ends_it() {
    for characteristics in [&STREAMER[..], &ONLY_LIVE[..]] {
        let mut script = watching(characteristics);
        for _ in 0..100 {
            script.ms += 1000;
            script.stream(&FINGER);
        }
        let left = script.ms;
        let mut timers = 0;
        while !script.log.contains(&Command::Disconnect) {
            script.ms += 1000;
            script.stream(&NO_FINGER);
            // Timers come when they are due.
            let last = script.log.iter().rev().find_map(|command| match command {
                Command::SetTimer { id, .. } => Some(*id),
                _ => None,
            });
            script.send(Event::Timer { id: last.unwrap() });
            timers += 1;
            assert!(timers < 100);
        }
        assert!((60_000..=71_000).contains(&(script.ms - left)), "{}", script.ms - left);
        assert!(matches!(done(&script.down(DisconnectReason::Local)), Some(Outcome::Complete { .. })));
        // What it sent without a finger is part of the recording.
        assert!(script.kept().len() >= 159);
    }
}

#[test]
fn the_pressure_in_a_cuff_is_shown_and_never_kept_and_its_record_ends_it() {
    let mut script = watching(&WATCHED_CUFF);
    // Two minutes pass until the button is pressed and the cuff is pumped up: as long as air is in it, it is waited for.
    for second in 0..40_u8 {
        script.ms += 1000;
        let bytes = vec![0, 20 + 4 * second, 0, 0xFF, 7, 0xFF, 7];
        script.send(Event::Value { uuid: wire::CUFF_PRESSURE, bytes });
    }
    assert_eq!(script.shown().len(), 40);
    assert!(!script.log.iter().any(|command| matches!(command, Command::Persist { .. })));
    script.record(wire::BLOOD_PRESSURE);
    let came = script.ms;
    let mut ended = script.time_out();
    while !ended.contains(&Command::Disconnect) {
        ended = script.time_out();
    }
    assert_eq!(script.ms - came, 10_000);
    let complete = Outcome::Complete { proof: Proof::Quiet, records: 1, announced: None };
    assert_eq!(done(&script.down(DisconnectReason::Local)), Some(&complete));
}

#[test]
fn a_stream_that_nobody_asked_for_keeps_no_burst_going_and_is_no_record() {
    let mut script = Script::new(Profile::sync([]));
    script.subscribe_all(&CUFF);
    let begun = script.ms;
    while script.ms - begun < 59_000 {
        script.ms += 1000;
        assert!(!script.stream(&FINGER).iter().any(|command| matches!(command, Command::SetTimer { .. })));
    }
    let timer = script.log.iter().rev().find_map(|command| match command {
        Command::SetTimer { id, .. } => Some(*id),
        _ => None,
    });
    script.ms = begun + 60_000;
    assert!(script.send(Event::Timer { id: timer.unwrap() }).contains(&Command::Disconnect));
    let complete = Outcome::Complete { proof: Proof::Quiet, records: 0, announced: None };
    assert_eq!(done(&script.down(DisconnectReason::Local)), Some(&complete));
    assert_eq!(script.kept().len(), 59, "but nothing that came is thrown away");
}

#[test]
fn a_night_survives_more_lost_links_than_a_burst() {
    let mut script = watching(&ONLY_LIVE);
    let reasons = [DisconnectReason::LinkLost, DisconnectReason::Unknown];
    for (number, reason) in reasons.into_iter().cycle().take(20).enumerate() {
        for _ in 0..70 {
            script.ms += 1000;
            script.stream(&FINGER);
        }
        assert_eq!(done(&script.down(reason)), None, "link {number}");
        assert!(script.time_out().contains(&Command::Connect));
        // It is out of reach for a while.
        assert_eq!(done(&script.send(Event::ConnectFailed)), None, "link {number}");
        assert!(script.time_out().contains(&Command::Connect));
        script.subscribe_all(&ONLY_LIVE);
    }
    assert_eq!(script.kept().len(), 20 * 70);
    // One that stays away is given up.
    script.down(DisconnectReason::LinkLost);
    let mut tries = 0;
    while script.log.last() != Some(&Command::Done(Outcome::LinkLost { records: 0 })) {
        script.time_out();
        script.send(Event::ConnectFailed);
        tries += 1;
        assert!(tries <= 6);
    }
}

/// Eight hours, once a second, and a minute of a hundred a second: nothing grows.
#[test]
fn memory_is_flat_over_eight_hours() {
    let mut script = watching(&ONLY_LIVE);
    let mut segments = 0;
    let mut values = 0_u64;
    for tick in 0..28_800 + 6_000 {
        script.ms += if tick < 28_800 { 1000 } else { 10 };
        for command in script.stream(&[7; 20]) {
            if let Command::Persist { item, .. } = command {
                segments += 1;
                values += Segment::values(&item.bytes).unwrap().len() as u64;
                assert!(item.bytes.len() <= SEGMENT_BYTES + 32);
            }
        }
        script.log.clear();
        let open: usize = script.session.segments.values().map(|open| open.clone().into_bytes().len()).sum();
        assert!(open <= SEGMENT_BYTES + 32);
        assert!(script.session.unanswered.is_empty() && script.session.out.is_empty());
    }
    assert!((2_880 + 6..2_900).contains(&segments), "{segments}");
    assert!(values > 28_800 + 5_000);
}

#[test]
fn no_more_than_four_values_a_second_are_shown() {
    let mut script = watching(&ONLY_LIVE);
    for _ in 0..1000 {
        script.ms += 10;
        script.stream(&FINGER);
    }
    assert!((38..=41).contains(&script.shown().len()), "{}", script.shown().len());
    let Live::Oxygen(shown) = script.shown()[0] else { panic!() };
    assert_eq!((shown.saturation.unwrap().mantissa, shown.signal), (97, Signal::Good));
}

proptest! {
    /// Whatever the pace, whenever the link goes, a person cancels or the store is slow: what came before the end is
    /// stored, once, in its order and at its time, and never is more than ten seconds of it open.
    #[test]
    fn every_value_of_a_stream_is_stored_once_at_its_time(
        paces in proptest::collection::vec((0_u64..15_000, 0_u8..40), 1..60),
        cancelled: bool,
    ) {
        let mut script = watching(&ONLY_LIVE);
        let mut sent = Vec::new();
        for (number, (pace, what)) in paces.into_iter().enumerate() {
            script.ms += pace;
            if what == 0 {
                script.down(DisconnectReason::LinkLost);
                prop_assert_eq!(script.kept(), sent.clone(), "what is open goes with the link");
                while !script.log.contains(&Command::Connect) {
                    script.time_out();
                }
                script.subscribe_all(&ONLY_LIVE);
            } else {
                let bytes = vec![0, what, 0, 60, u8::try_from(number).unwrap()];
                sent.push((script.ms, bytes.clone()));
                script.stream(&bytes);
            }
            let kept = script.kept();
            prop_assert_eq!(&sent[..kept.len()], &kept[..]);
            prop_assert!(sent[kept.len()..].iter().all(|(at, _)| script.ms - at < SEGMENT_MS));
        }
        if cancelled {
            script.send(Event::Cancel);
        } else {
            script.down(DisconnectReason::Peer);
        }
        prop_assert_eq!(script.kept(), sent);
    }
}
