//! Live recordings: joined, handed on once, whatever is killed and whatever comes later.

use proptest::prelude::*;

use super::*;
use crate::device::Segment;
use crate::diary::night::{CALM, RESTLESS, night};
use crate::diary::{Content, Flag, Series, Stretch};

const ONGOING: u16 = 1 << 5;

/// An oximeter that only streams.
fn oximeter() -> Paired {
    Paired {
        identity: Identity::SystemId([9, 2, 3, 4, 5, 6, 7, 8]),
        manufacturer: Some("Nonin".into()),
        model: Some("3150".into()),
        kinds: vec![Kind::Oximeter],
        said: Vec::new(),
    }
}

struct Worn {
    device: DeviceId,
    ana: PersonId,
}

fn worn(household: &Household) -> Worn {
    let ana = household.add_person("Ana").unwrap();
    let device = household.add_device(&oximeter()).unwrap();
    household.assign(device, Slot::Only, ana).unwrap();
    Worn { device, ana }
}

/// A value of the stream: percent and pulse, 0 is none.
fn frame(saturation: u16, pulse: u16, sensor: u32) -> Vec<u8> {
    let word = |value: u16| if value == 0 { 0x07FF } else { value }.to_le_bytes();
    let mut bytes = vec![0x0C];
    bytes.extend(word(saturation));
    bytes.extend(word(pulse));
    bytes.extend(ONGOING.to_le_bytes());
    bytes.extend(&sensor.to_le_bytes()[..3]);
    bytes
}

/// Samples of a series as values of a stream.
fn frames(series: &Series) -> Vec<Vec<u8>> {
    let of = |value: Option<i32>| u16::try_from(value.unwrap_or(0)).unwrap();
    let [saturation, pulse] = &series.channels[..] else { panic!() };
    (0..series.len())
        .map(|at| {
            let sensor = u32::try_from(series.status[at] >> 20).unwrap();
            frame(of(saturation.values[at]), of(pulse.values[at]), sensor)
        })
        .collect()
}

/// Segments of ten values, one a second; the first value comes at `begun`, `since_s` seconds after it.
fn segments(values: &[Vec<u8>], arrival: u32, since_s: u64, begun: Now) -> Vec<Received> {
    (0..)
        .zip(values.chunks(10))
        .map(|(number, values)| {
            let at_ms = 1000 * (since_s + 10 * u64::from(number));
            let at = Now {
                wall_ms: begun.wall_ms.saturating_add_unsigned(at_ms),
                monotonic_ns: begun.monotonic_ns + at_ms * 1_000_000,
                boot: begun.boot,
            };
            let mut segment = Segment::new(wire::CONTINUOUS_OXIMETRY, at);
            for (second, value) in (0..).zip(values) {
                segment.push_at(1000 * second, value);
            }
            Received {
                version: Received::SEGMENTS,
                session: [7; 16],
                arrival: arrival + number,
                what: What::Segment,
                uuid: wire::CONTINUOUS_OXIMETRY,
                bytes: segment.into_bytes(),
                at,
            }
        })
        .collect()
}

fn of_another_session(items: Vec<Received>) -> Vec<Received> {
    items.into_iter().map(|item| Received { session: [8; 16], ..item }).collect()
}

/// What came, at which second of the recording: oxygen, pulse, remarks.
type Seen = Vec<(i64, Option<i32>, Option<i32>, u64)>;

fn seen(stretches: &[Stretch]) -> Seen {
    let of_stretch = |stretch: &Stretch| {
        let Stretch { offset_ms, series } = stretch.clone();
        (0..series.len())
            .map(move |at| {
                let value = |field| series.channel(field).and_then(|channel| channel.values[at]);
                let second = offset_ms / 1000 + i64::try_from(at).unwrap();
                (second, value(kind::SATURATION), value(kind::PULSE), series.status[at])
            })
            .filter(|(_, saturation, pulse, status)| saturation.is_some() || pulse.is_some() || *status != 0)
            .collect::<Vec<_>>()
    };
    stretches.iter().flat_map(of_stretch).collect()
}

/// What was sent of a series, as far as `from..to`.
fn sent(series: &Series, seconds: impl Iterator<Item = usize>) -> Seen {
    let value = |field, at: usize| series.channel(field).unwrap().values[at];
    seconds
        .map(|at| {
            let status = series.status[at] | u64::from(ONGOING);
            (i64::try_from(at).unwrap(), value(kind::SATURATION, at), value(kind::PULSE, at), status)
        })
        .collect()
}

fn only_entry(household: &Household, person: PersonId) -> Entry {
    let entries = household.diary(person).unwrap().entries().unwrap();
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.into_iter().next().unwrap()
}

const LIVE_ENDED: Outcome = Outcome::Complete { proof: Proof::Quiet, records: 0, announced: None };

#[test]
fn a_night_becomes_one_entry_with_its_samples_and_its_segments_go() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let series = night(3, RESTLESS).part(0, 1800);
    let begun = at(&home.clock);
    send(&household, device, &segments(&frames(&series), 1, 0, begun));
    // While it goes on nothing is taken, and nothing waits for anybody.
    home.clock.advance_ms(1_800_000);
    let going_on = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((going_on.new.len(), going_on.waiting.len()), (0, 0));
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.waiting.len(), done.missing.len()), (1, 0, 0));
    let entry = only_entry(&household, ana);
    assert_eq!(done.new[0].content, entry.content);
    assert_eq!(entry.content.kind, kind::OXIMETRY_NIGHT.number);
    assert_eq!(entry.content.moment.to_text(), "2026-08-14T22:00:00+01:00[Europe/London]");
    let Source::Device(from) = &entry.content.source else { panic!() };
    assert_eq!((from.device, from.how.as_str()), (device, "reception"));
    let diary = household.diary(ana).unwrap();
    let samples = diary.samples(entry.id).unwrap();
    assert_eq!(samples.len(), 1);
    assert_eq!(seen(&samples), sent(&series, 0..1800));
    assert!(entry.content.number(kind::night::LOWEST_SATURATION).is_some());
    assert_eq!(household.inbox().numbers().unwrap(), (180, vec![]));
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(household.redecode().unwrap(), Redecoded::default(), "of a night no bytes are kept");
}

/// A session that ran while everything was locked, or whose end nobody could note, says it in the inbox.
#[test]
fn the_end_of_a_session_is_in_the_inbox_too() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let mut items = segments(&finger(&[96; 70]), 1, 0, at(&home.clock));
    let (version, what) = (Received::SEGMENTS, What::Ended);
    items.push(Received { version, what, arrival: 8, bytes: Vec::new(), ..items[6].clone() });
    send(&household, device, &items[..7]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, []);
    send(&household, device, &items[7..]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1);
    assert_eq!(only_entry(&household, ana).content.kind, kind::OXIMETRY.number);
    assert_eq!(household.inbox().waiting().unwrap(), []);
}

#[test]
fn a_lost_link_in_the_middle_leaves_a_gap_and_one_entry() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let series = night(4, CALM).part(0, 1200);
    let all = frames(&series);
    let begun = at(&home.clock);
    send(&household, device, &segments(&all[..400], 1, 0, begun));
    send(&household, device, &segments(&all[700..], 60, 700, begun));
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    let samples = household.diary(ana).unwrap().samples(only_entry(&household, ana).id).unwrap();
    assert_eq!(samples.len(), 1);
    assert_eq!(seen(&samples), sent(&series, (0..400).chain(700..1200)));
}

/// Whether killed after any step, and whether more came before it was finished or not: each sample once.
#[test]
fn a_recording_that_was_cut_short_is_finished_and_what_came_later_is_added() {
    let series = night(5, RESTLESS).part(0, 800);
    let all = frames(&series);
    for last in [Step::Decided, Step::Delivered, Step::Noted, Step::Removed, Step::Dropped] {
        for more in [false, true] {
            let home = home();
            let household = home.unlock();
            let Worn { device, ana } = worn(&household);
            let begun = at(&home.clock);
            send(&household, device, &segments(&all[..620], 1, 0, begun));
            // The program was killed: nobody noted an end, and it rests.
            home.clock.advance_ms((620 + 16 * 60) * 1000);
            household.hand_on_until(Handing::Owned, last).unwrap();
            assert_eq!(household.verify().unwrap().findings, [], "stopped at {last:?}");
            drop(household);
            let household = home.unlock();
            let since = 1000 + 16 * 60;
            if more {
                // The same session went on: the phone had slept.
                send(&household, device, &segments(&all[620..], 300, since, begun));
                home.clock.advance_ms(600_000);
                household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
            }
            household.hand_on(Handing::Owned).unwrap();
            household.hand_on(Handing::Owned).unwrap();
            let entry = only_entry(&household, ana);
            let diary = household.diary(ana).unwrap();
            let mut expected = sent(&series, 0..620);
            if more {
                let later = i64::try_from(since).unwrap() - 620;
                let rest = sent(&series, 620..800).into_iter();
                expected.extend(
                    rest.map(|(second, oxygen, pulse, status)| (second + later, oxygen, pulse, status)),
                );
            }
            assert_eq!(
                seen(&diary.samples(entry.id).unwrap()),
                expected,
                "stopped at {last:?}, more: {more}"
            );
            assert_eq!(household.inbox().waiting().unwrap(), [], "stopped at {last:?}, more: {more}");
            assert_eq!(household.verify().unwrap().findings, [], "stopped at {last:?}");
        }
    }
}

/// Nobody noted an end, and no time passed: the program that received is gone, and this one is another.
#[test]
fn what_a_killed_program_recorded_is_handed_on_at_the_next_start() {
    for last in [None, Some(Step::Decided), Some(Step::Delivered), Some(Step::Noted), Some(Step::Removed)] {
        for (seconds, kind) in [(70, kind::OXIMETRY.number), (620, kind::OXIMETRY_NIGHT.number)] {
            let home = home();
            let household = home.unlock();
            let Worn { device, ana } = worn(&household);
            send(&household, device, &segments(&finger(&vec![96; seconds]), 1, 0, at(&home.clock)));
            home.clock.advance_ms(i64::try_from(seconds).unwrap() * 1000);
            assert_eq!(household.hand_on(Handing::Owned).unwrap().new, [], "it may be running still");
            drop(household);
            let household = home.unlock();
            if let Some(last) = last {
                household.hand_on_until(Handing::Owned, last).unwrap();
            }
            household.hand_on(Handing::Owned).unwrap();
            assert_eq!(only_entry(&household, ana).content.kind, kind, "stopped at {last:?}");
            household.hand_on(Handing::Owned).unwrap();
            assert_eq!(only_entry(&household, ana).content.kind, kind);
            assert_eq!(household.inbox().waiting().unwrap(), []);
            assert_eq!(household.verify().unwrap().findings, []);
        }
    }
}

/// A session that was dropped without an end is over once another one talks to its device, and no sooner.
#[test]
fn the_next_session_with_a_device_ends_the_recording_of_the_one_before() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let begun = at(&home.clock);
    send(&household, device, &segments(&finger(&[96; 70]), 1, 0, begun));
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, []);
    let later = of_another_session(segments(&finger(&[93; 70]), 1, 90, begun));
    send(&household, device, &later[..1]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, [], "the new one goes on");
    send(&household, device, &later[1..]);
    household.synced(device, [8; 16], &LIVE_ENDED).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1);
    assert_eq!(household.diary(ana).unwrap().entries().unwrap().len(), 2);
}

/// While a household is paused others receive; its own sessions go on when it is taken up again.
#[test]
fn a_pause_ends_no_session() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let items = segments(&finger(&[96; 70]), 1, 0, at(&home.clock));
    send(&household, device, &items[..4]);
    household.pause().unwrap();
    household.resume().unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, []);
    send(&household, device, &items[4..]);
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    assert_eq!(only_entry(&household, ana).content.kind, kind::OXIMETRY.number);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Segments in any groups, handed on in between or not, killed at any step or not: the night is the same.
    #[test]
    fn any_way_to_hand_on_a_night_gives_the_same_night(
        groups in proptest::collection::vec((1_usize..12, 0_u8..7), 3..6), later in 0_u64..3,
    ) {
        let home = home();
        let household = home.unlock();
        let Worn { device, ana } = worn(&household);
        // The first group is long enough for a night.
        let lengths: Vec<usize> = groups.iter().enumerate().map(|(at, (length, _))| length + if at == 0 { 61 } else { 0 }).collect();
        let total = lengths.iter().sum::<usize>() * 10;
        let series = night(6, CALM).part(0, total);
        let all = frames(&series);
        let begun = at(&home.clock);
        let (mut done, mut arrival, mut household) = (0, 1, Some(household));
        for ((_, killed), length) in groups.iter().zip(lengths) {
            let open = household.take().unwrap_or_else(|| home.unlock());
            let to = done + 10 * length;
            send(&open, device, &segments(&all[done..to], arrival, done as u64, begun));
            home.clock.advance_ms(10_000 * i64::try_from(length).unwrap());
            arrival += u32::try_from(length).unwrap();
            done = to;
            let steps = [Step::Decided, Step::Delivered, Step::Noted, Step::Removed, Step::Dropped];
            if let Some(last) = steps.get(usize::from(*killed)) {
                // It rests for as long as nobody looks: the clock of whoever hands on is ahead.
                home.clock.advance_ms(16 * 60_000);
                open.hand_on_until(Handing::Owned, *last).unwrap();
                prop_assert_eq!(open.verify().unwrap().findings, []);
            } else {
                household = Some(open);
            }
        }
        let household = household.unwrap_or_else(|| home.unlock());
        household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
        for _ in 0..=later {
            household.hand_on(Handing::Owned).unwrap();
        }
        let entry = only_entry(&household, ana);
        let samples = household.diary(ana).unwrap().samples(entry.id).unwrap();
        prop_assert_eq!(seen(&samples), sent(&series, 0..total));
        prop_assert_eq!(household.inbox().waiting().unwrap(), []);
        prop_assert_eq!(household.verify().unwrap().findings, []);
    }
}

/// A finger for `values.len()` seconds.
fn finger(values: &[u16]) -> Vec<Vec<u8>> {
    values.iter().map(|value| frame(*value, 61, 0)).collect()
}

#[test]
fn a_finger_for_a_minute_becomes_a_spot_reading_that_can_be_read_again() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let mut values = vec![95; 65];
    values.extend([97; 8]);
    values.extend([0; 30]);
    send(&household, device, &segments(&finger(&values), 1, 0, at(&home.clock)));
    home.clock.advance_ms(120_000);
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(done.new.len(), 1);
    let entry = only_entry(&household, ana);
    assert_eq!(entry.content.kind, kind::OXIMETRY.number);
    let number = |content: &Content, field| content.number(field).unwrap().0.to_string();
    assert_eq!(number(&entry.content, kind::SATURATION), "97");
    assert_eq!(number(&entry.content, kind::PULSE), "61");
    assert_eq!(entry.content.flags, []);
    // 70 seconds after the first value, when it had stood for five.
    assert_eq!(entry.content.moment.to_text(), "2026-08-14T22:01:10+01:00[Europe/London]");
    let redecoded = household.redecode().unwrap();
    assert_eq!((redecoded.looked_at, redecoded.amended.len(), redecoded.kept.len()), (1, 0, 0));
    assert_eq!(household.inbox().waiting().unwrap(), []);
    assert_eq!(household.verify().unwrap().findings, []);
    // It moves to somebody else as any reading does, and what was one entry stays one.
    let ben = household.add_person("Ben").unwrap();
    household.move_entry(Place::Diary(ana), entry.id, Place::Diary(ben), "Ben's finger").unwrap();
    assert_eq!(household.diary(ben).unwrap().count().unwrap(), 1);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn where_there_was_no_reading_the_entry_says_why() {
    let restless: Vec<u16> = (0..120).map(|second| 94 + second % 2).collect();
    for (values, flag) in [(vec![0; 80], 40), (vec![96; 50], 41), (restless, 42)] {
        let home = home();
        let household = home.unlock();
        let Worn { device, ana } = worn(&household);
        send(&household, device, &segments(&finger(&values), 1, 0, at(&home.clock)));
        home.clock.advance_ms(120_000);
        household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
        household.hand_on(Handing::Owned).unwrap();
        let content = only_entry(&household, ana).content;
        assert_eq!((content.kind, content.flags), (kind::FAILED_OXIMETRY.number, vec![Flag(flag)]));
        assert_eq!(household.redecode().unwrap().amended, []);
    }
}

#[test]
fn what_is_nobodys_waits_as_one_reading_until_somebody_says_whose() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let device = household.add_device(&oximeter()).unwrap();
    let series = night(7, CALM).part(0, 900);
    send(&household, device, &segments(&frames(&series), 1, 0, at(&home.clock)));
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    let [waits] = &done.waiting[..] else { panic!("{:?}", done.waiting) };
    assert_eq!((waits.number, waits.why), (1, WhyWaiting::NotAssigned(Slot::Only)));
    let content = waits.content.as_ref().unwrap();
    assert_eq!(content.kind, kind::OXIMETRY_NIGHT.number);
    assert!(content.number(kind::night::MEAN_SATURATION).is_some(), "it says what it came to");
    assert_eq!(household.inbox().waiting().unwrap().len(), 90);
    let also = Handing::AlsoWaiting { device, slot: Some(Slot::Only), person: ana };
    let done = household.hand_on(also).unwrap();
    assert_eq!((done.new.len(), done.waiting.len()), (1, 0));
    assert_eq!(
        seen(&household.diary(ana).unwrap().samples(done.new[0].entry).unwrap()),
        sent(&series, 0..900)
    );
    assert_eq!(household.inbox().waiting().unwrap(), []);
}

#[test]
fn what_is_somebodys_whose_lock_is_shut_is_sealed_to_them_and_waits() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    own::handed(&household, ana, &|_| {});
    let series = night(8, CALM).part(0, 700);
    send(&household, device, &segments(&frames(&series), 1, 0, at(&home.clock)));
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert!(done.new.is_empty() && done.waiting.iter().all(|waits| waits.why == WhyWaiting::Locked(ana)));
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new, []);
    own::open_own(&household, ana).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.waiting.len()), (1, 0));
    assert_eq!(
        seen(&household.diary(ana).unwrap().samples(done.new[0].entry).unwrap()),
        sent(&series, 0..700)
    );
}

#[test]
fn an_erased_night_does_not_come_back_and_a_reading_does_not_become_one() {
    let home = home();
    let household = home.unlock();
    let Worn { device, ana } = worn(&household);
    let series = night(9, CALM).part(0, 1300);
    let all = frames(&series);
    let begun = at(&home.clock);
    let rest = |values: &[Vec<u8>], arrival, since| {
        send(&household, device, &segments(values, arrival, since, begun));
        home.clock.advance_ms(1_600_000);
        household.hand_on(Handing::Owned).unwrap()
    };
    assert_eq!(rest(&all[..700], 1, 0).new.len(), 1);
    let entry = only_entry(&household, ana).id;
    household.erase_entry(ana, entry).unwrap();
    assert_eq!(rest(&all[700..900], 100, 2000).new, []);
    assert_eq!(household.diary(ana).unwrap().count().unwrap(), 0);
    assert_eq!(household.inbox().waiting().unwrap(), []);
    assert_eq!(household.verify().unwrap().findings, []);
    // In another session a finger, and then, in the same one, a night.
    let of_another = |values: &[Vec<u8>], arrival, since| {
        send(&household, device, &of_another_session(segments(values, arrival, since, begun)));
        home.clock.advance_ms(1_600_000);
        household.hand_on(Handing::Owned).unwrap().new
    };
    assert_eq!(of_another(&finger(&[96; 70]), 1, 3500).len(), 1);
    let new = of_another(&all[..700], 50, 4600);
    assert_eq!(new.len(), 1);
    let entries = household.diary(ana).unwrap().entries().unwrap();
    let kinds: Vec<u16> = entries.iter().map(|entry| entry.content.kind).collect();
    assert_eq!(kinds, [kind::OXIMETRY.number, kind::OXIMETRY_NIGHT.number]);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn what_is_no_stream_of_an_oximeter_waits_for_a_program_that_can_read_it() {
    let home = home();
    let household = home.unlock();
    let Worn { device, .. } = worn(&household);
    let short = vec![vec![1, 2]; 20];
    send(&household, device, &segments(&short, 1, 0, at(&home.clock)));
    household.synced(device, [7; 16], &LIVE_ENDED).unwrap();
    for _ in 0..2 {
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!(done.waiting.iter().map(|waits| waits.why).collect::<Vec<_>>(), [WhyWaiting::NotReadable]);
        assert_eq!(household.inbox().waiting().unwrap().len(), 2);
    }
    // One value that cannot be read holds up no other.
    let mut odd = finger(&[96; 70]);
    odd[30] = vec![1];
    send(&household, device, &of_another_session(segments(&odd, 1, 100, at(&home.clock))));
    household.synced(device, [8; 16], &LIVE_ENDED).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1);
}
