//! When a reading was, while clocks, zones and sessions misbehave.

use super::*;
use crate::device::Identity;
use crate::time::{ListedZone, ZoneDatabase};

/// A cuff without a stamp: 106/71, 118/80 and 113/73.
const BARE: [&str; 3] = ["04 6A00 4700 0000 3F00", "04 7600 5000 0000 3C00", "04 7100 4900 0000 4100"];

fn bare_cuff(household: &Household) -> (DeviceId, PersonId) {
    let ana = household.add_person("Ana").unwrap();
    let paired = Paired { identity: Identity::Unknown, model: Some("no clock".into()), ..cuff() };
    let device = household.add_device(&paired).unwrap();
    (device, ana)
}

fn how(content: &crate::diary::Content) -> &str {
    let Source::Device(provenance) = &content.source else { panic!("not from a device") };
    &provenance.how
}

/// A phone set to a zone that this program does not know opens all the same, receives, and keeps the name it was told.
#[test]
fn an_unknown_zone_locks_nobody_out() {
    for zone in ["Mars/Olympus_Mons", "", "GMT+01:00"] {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        household.close().unwrap();
        home.clock.travel(zone);
        home.clock.advance_ms(60_000);
        let household = home.unlock();
        send(&household, set.device, &burst(&home.clock));
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 3, "{zone}");
        let names: Vec<_> =
            household.zone_history().unwrap().sightings().iter().map(|seen| seen.zone.to_string()).collect();
        // What is no name of a zone is not repeated: it would stand in exports as if it were one.
        let expected = if zone.contains('/') { zone } else { "Unknown" };
        assert_eq!(names, ["Europe/London", expected]);
        assert_eq!(household.verify().unwrap().findings, []);
    }
}

/// What is received under a newer database says so, and stays as it is when the phone loses that database again.
#[test]
fn newer_rules_of_the_phone_hold_and_are_named() {
    let home = home();
    let household = home.unlock();
    let (device, ana) = bare_cuff(&household);
    household.assign(device, Slot::Only, ana).unwrap();
    household.close().unwrap();
    home.clock.travel("moon/tycho");
    home.clock.advance_ms(60_000);
    let moon = ListedZone {
        name: "Moon/Tycho".to_owned(),
        first: "+05:00".parse().unwrap(),
        changes: Vec::new(),
        horizon: crate::time::Instant::MAX,
    };
    let zones = Zones::newest(ZoneDatabase::from_lists("2099z", [moon]).unwrap());
    let newer = Outside { zones, ..outside(&home.clock) };
    let secret = passphrase();
    let household =
        Household::unlock(&home.folder, Unlock::Passphrase(&secret), Some(home.installation()), newer)
            .unwrap()
            .household;
    send(&household, device, &[record(0, BARE[0], at(&home.clock))]);
    household.synced(device, [7; 16], &COMPLETE).unwrap();
    let new = household.hand_on(Handing::Owned).unwrap().new.remove(0);
    let moment = &new.content.moment;
    assert_eq!((how(&new.content), moment.database()), ("reception", "2099z"));
    assert!(moment.to_text().ends_with("+05:00[Moon/Tycho]"), "{}", moment.to_text());
    household.close().unwrap();
    let household = home.unlock();
    let entry = household.diary(ana).unwrap().entry(new.entry).unwrap().unwrap();
    assert_eq!(&entry.content.moment, moment);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// Cuffs whose clock was never set stamp every reading with zeros: equal values are still two readings.
#[test]
fn a_stamp_of_zeros_tells_no_two_readings_apart() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let zeros = "56 6A00 4700 0000 00000000000000 003F 00 0000";
    for day in 1..=2_u8 {
        home.clock.advance_ms(24 * 3_600_000);
        let mut item = record(0, zeros, at(&home.clock));
        item.session = [day; 16];
        send(&household, set.device, &[item]);
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1, "day {day}");
    }
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
}

/// While a burst goes on nobody knows which record is its newest: none may count as measured when it arrived.
#[test]
fn nothing_is_the_newest_of_a_burst_that_goes_on() {
    let home = home();
    let household = home.unlock();
    let (device, ana) = bare_cuff(&household);
    household.assign(device, Slot::Only, ana).unwrap();
    send(&household, device, &[record(0, BARE[0], at(&home.clock))]);
    let first = household.hand_on(Handing::Owned).unwrap().new;
    send(&household, device, &[record(1, BARE[1], at(&home.clock))]);
    household.synced(device, [7; 16], &COMPLETE).unwrap();
    let second = household.hand_on(Handing::Owned).unwrap().new;
    assert_eq!((how(&first[0].content), how(&second[0].content)), ("undated", "reception"));
}

/// A record that waited is not the newest of its burst because the others have left the inbox.
#[test]
fn what_waited_does_not_become_the_newest() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    // No clock was read, and the stamps say nothing.
    let of_user = |user: u8, top: u8| format!("56 {top:02X}00 4900 0000 00000000000000 0041 {user:02X} 0000");
    let now = at(&home.clock);
    let items = [record(0, &of_user(0xFF, 0x70), now), record(1, &of_user(1, 0x71), now)];
    send(&household, set.device, &items);
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((how(&done.new[0].content), done.waiting.len()), ("reception", 1));
    // Asking again says the same and counts nothing twice.
    let again = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((again.new.len(), again.known, again.waiting.len()), (0, 0, 1));
    home.clock.advance_ms(3_600_000);
    let also = Handing::AlsoWaiting { device: set.device, slot: None, person: set.ana };
    assert_eq!(how(&household.hand_on(also).unwrap().new[0].content), "undated");
    assert_eq!(household.inbox().numbers().unwrap(), (2, vec![]));
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A value may come before the clock of its connection is read; that reading still tells what its stamp means.
#[test]
fn a_record_ahead_of_its_clock_reading_is_placed_by_it() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let now = at(&home.clock);
    send(&household, set.device, &[record(0, USER_0, now), clock_item(1, now)]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(done.new[0].content.moment.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
}

/// A cuff without a readable clock that always connects at once: after three times its readings are placed by that.
#[test]
fn a_cuff_that_always_comes_at_once_tells_how_far_its_clock_is_off() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let mut placed = Vec::new();
    for day in 14..18_u8 {
        // 21:13 by the cuff, a minute before 22:01 in London: it is 47 minutes slow.
        let stamp = format!("56 6A00 4700 0000 EA0708{day:02X}150D0A 003F 00 0000");
        home.clock.advance_ms(if day == 14 { 61_000 } else { 24 * 3_600_000 });
        let mut item = record(0, &stamp, at(&home.clock));
        item.session = [day; 16];
        send(&household, set.device, &[item]);
        household.synced(set.device, [day; 16], &COMPLETE).unwrap();
        let new = household.hand_on(Handing::Owned).unwrap().new;
        let civil = new[0].content.moment.civil().unwrap().to_string();
        placed.push((how(&new[0].content).to_owned(), civil));
    }
    let inferred = |civil: &str| ("inferred".to_owned(), civil.to_owned());
    assert_eq!(placed[..2], [inferred("2026-08-14T21:13:10"), inferred("2026-08-15T21:13:10")]);
    assert_eq!(placed[2..], [inferred("2026-08-16T22:01:01"), inferred("2026-08-17T22:01:01")]);
    assert_eq!(household.verify().unwrap().findings, []);
}
