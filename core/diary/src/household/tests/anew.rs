//! Earlier readings placed anew: by what, by whom undone, and after which kill.

use super::*;
use crate::diary::{Content, DiaryError};
use crate::time::{Evidence, Instant, Moment};

fn how(content: &Content) -> &str {
    let Source::Device(provenance) = &content.source else { panic!("not from a device") };
    &provenance.how
}

/// Three readings without a clock, and a day later the clock.
fn a_clock_a_day_later(home: &Home, household: &Household) -> Set {
    let set = two_people(household);
    let now = at(&home.clock);
    let readings = [record(0, USER_0, now), record(1, USER_0_LATER, now), record(2, USER_1, now)];
    send(household, set.device, &readings);
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().placed_anew, []);
    send(household, set.device, &[a_day_later(home, 8)]);
    set
}

/// The cuff's clock again, a day later on both clocks for each session after the seventh.
fn a_day_later(home: &Home, session: u8) -> Received {
    home.clock.advance_ms(24 * 3_600_000);
    let mut clock = clock_item(0, at(&home.clock));
    clock.bytes[3] += session - 7;
    clock.session = [session; 16];
    clock
}

/// A pair read later tells when earlier readings were: they are amended, and say so; a person's own correction stands.
#[test]
fn a_clock_read_later_places_earlier_readings_anew() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let now = at(&home.clock);
    let readings = [record(0, USER_0, now), record(1, USER_0_LATER, now), record(2, USER_1, now)];
    send(&household, set.device, &readings);
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    let first = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(first.placed_anew, []);
    assert!(first.new.iter().all(|new| how(&new.content) == "inferred"));
    // Ana knows when her later reading was.
    let ana = household.diary(set.ana).unwrap();
    let [earlier, own]: [Entry; 2] = ana.entries().unwrap().try_into().unwrap();
    let mut content = own.content.clone();
    content.moment =
        Moment::parse_typed("2026-08-12T07:00[Europe/London]", Evidence::Chosen, &Zones::built_in()).unwrap();
    ana.amend(own.id, &content, "I know it", Author::HOUSEHOLD, true).unwrap();
    let by_clock = |session: u8| {
        home.clock.advance_ms(24 * 3_600_000);
        let mut clock = clock_item(0, at(&home.clock));
        // A day later on both clocks, and again a day later.
        clock.bytes[3] += session - 7;
        clock.session = [session; 16];
        send(&household, set.device, &[clock]);
        household.hand_on(Handing::Owned).unwrap()
    };
    let done = by_clock(8);
    assert_eq!((done.new.len(), done.placed_anew.len()), (0, 2));
    let anew = &done.placed_anew[0];
    assert_eq!((anew.person, anew.entry), (set.ana, earlier.id));
    assert_eq!(anew.before.to_text(), "2026-08-11T18:31:00+01:00[Europe/London]");
    // The cuff is three days and an hour slow.
    assert_eq!(anew.now.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
    let shown = ana.entry(earlier.id).unwrap().unwrap();
    assert_eq!((how(&shown.content), &shown.content.moment, shown.amended), ("corrected", &anew.now, true));
    let history = ana.history(earlier.id).unwrap();
    assert_eq!((history.len(), &history[1].author), (2, &Author::PROGRAM));
    assert!(history[1].reason.as_ref().unwrap().contains("clock was read again"));
    assert_eq!(history[0].content.moment, anew.before);
    assert_eq!(ana.entry(own.id).unwrap().unwrap().content.moment, content.moment);
    // Another pair that says the same changes nothing.
    assert_eq!(by_clock(9).placed_anew, []);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// Killed between any two steps, the next hand-on places anew what the killed one did not.
#[test]
fn a_kill_loses_no_better_place() {
    for last in [Step::Decided, Step::Delivered, Step::Noted] {
        let home = home();
        let household = home.unlock();
        let set = a_clock_a_day_later(&home, &household);
        household.synced(set.device, [8; 16], &COMPLETE).unwrap();
        let before = household.hand_on_until(Handing::Owned, last).unwrap().placed_anew.len();
        drop(household);
        let household = home.unlock();
        let after = household.hand_on(Handing::Owned).unwrap().placed_anew.len();
        assert_eq!(before + after, 3, "stopped at {last:?}");
        assert!(household.inbox().numbers().unwrap().1.is_empty());
        assert_eq!(household.verify().unwrap().findings, []);
    }
}

/// What a person corrects while the program looks at an entry is not overwritten.
#[test]
fn a_correction_made_meanwhile_stands() {
    let home = home();
    let household = home.unlock();
    let set = a_clock_a_day_later(&home, &household);
    let diary = household.diary(set.ben).unwrap();
    let seen = diary.entries().unwrap().remove(0);
    let mut own = seen.content.clone();
    own.note = Some("after the stairs".to_owned());
    diary.amend(seen.id, &own, "I know it", Author::HOUSEHOLD, true).unwrap();
    let mut placed = seen.content.clone();
    placed.moment = Moment::at_unplaced(Instant::from_millis(LONDON_EVENING).unwrap(), Evidence::Unknown);
    assert!(!diary.place_anew(&seen, &placed, "better").unwrap());
    assert_eq!(diary.entry(seen.id).unwrap().unwrap().content, own);
    // Of what shows now, the program may say better when it was, and nothing else.
    let shows = diary.entry(seen.id).unwrap().unwrap();
    assert!(
        diary
            .place_anew(&shows, &Content { moment: placed.moment.clone(), ..own.clone() }, "better")
            .unwrap()
    );
    let Source::Device(mut other) = own.source.clone() else { panic!("not from a device") };
    other.model = "another".to_owned();
    let shows = diary.entry(seen.id).unwrap().unwrap();
    let refused = diary.place_anew(&shows, &Content { source: Source::Device(other), ..own }, "better");
    assert_eq!(refused.unwrap_err(), DiaryError::OtherSource);
}

/// A record that its burst placed is not moved by looking at it alone.
#[test]
fn the_burst_is_remembered() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let now = at(&home.clock);
    let right = item(0, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080E160000 05 00 00", now);
    // 5 August, a reset clock's 4 January 2021, 12 August; all at 08:00:07.
    let reading = |arrival: u32, stamp: &str| {
        record(arrival, &format!("56 7{arrival}00 4700 0000 {stamp} 003F 00 0000"), now)
    };
    let burst =
        [right, reading(1, "EA070805080007"), reading(2, "E5070104080007"), reading(3, "EA07080C080007")];
    send(&household, set.device, &burst);
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    let found: Vec<&str> = done.new.iter().map(|new| how(&new.content)).collect();
    assert_eq!((found, done.placed_anew), (vec!["exact", "inferred", "exact"], vec![]));
    home.clock.advance_ms(24 * 3_600_000);
    let now = at(&home.clock);
    let mut again =
        item(0, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080F160000 06 00 00", now);
    again.session = [8; 16];
    send(&household, set.device, &[again]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().placed_anew, []);
}

/// A diary that cannot be read keeps nobody else's readings in their old places, and gets its own when it can.
#[test]
fn a_damaged_diary_holds_up_no_other() {
    let home = home();
    let household = home.unlock();
    let set = a_clock_a_day_later(&home, &household);
    household.close().unwrap();
    let anas = |path: &Path| path.to_string_lossy().contains("diary");
    let diaries: Vec<(PathBuf, Vec<u8>)> =
        tree(&home.folder).into_iter().filter(|(path, _)| anas(path)).collect();
    let (path, whole) = diaries.first().unwrap();
    let mut damaged = whole.clone();
    damaged.truncate(whole.len() / 2);
    fs::write(path, &damaged).unwrap();
    let household = home.unlock();
    assert!(household.hand_on(Handing::Owned).is_err());
    let places = |person: PersonId| -> Vec<String> {
        let entries = household.diary(person).and_then(|diary| Ok(diary.entries()?)).unwrap_or_default();
        entries.iter().map(|entry| how(&entry.content).to_owned()).collect()
    };
    let (ana, ben) = (places(set.ana), places(set.ben));
    assert!(ana.is_empty() != ben.is_empty());
    assert!(ana.iter().chain(&ben).all(|how| how == "corrected"));
    household.close().unwrap();
    fs::write(path, whole).unwrap();
    let household = home.unlock();
    let expected = if ana.is_empty() { 2 } else { 1 };
    assert_eq!(household.hand_on(Handing::Owned).unwrap().placed_anew.len(), expected);
}
