//! What devices say of themselves.

use super::*;
use crate::household::{Battery, Information};

fn info(arrival: u32, uuid: Uuid, bytes: &[u8], now: Now) -> Received {
    let hex: String = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02X}"));
    item(arrival, What::DeviceInfo, uuid, &hex, now)
}

fn says(clock: &FixedClock, session: u8, battery: u8, firmware: &str) -> Vec<Received> {
    let now = at(clock);
    let said = [
        info(20, wire::BATTERY, &[battery], now),
        info(21, wire::FIRMWARE_REVISION, firmware.as_bytes(), now),
        info(22, wire::SERIAL_NUMBER, b"2024-117733", now),
    ];
    said.map(|item| Received { session: [session; 16], ..item }).to_vec()
}

fn known(household: &Household, device: DeviceId) -> Information {
    household.device(device).unwrap().information
}

/// Whatever step a hand-on is killed at, and however often it is done.
#[test]
fn what_came_with_the_records_is_known_of_the_device() {
    for last in [None, Some(Step::Decided), Some(Step::Noted), Some(Step::Removed)] {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        assert_eq!(known(&household, set.device), Information::default());
        send(&household, set.device, &burst(&home.clock));
        send(&household, set.device, &says(&home.clock, 7, 80, "1.04"));
        household.synced(set.device, [7; 16], &COMPLETE).unwrap();
        if let Some(last) = last {
            household.hand_on_until(Handing::Owned, last).unwrap();
        }
        drop(household);
        let household = home.unlock();
        household.hand_on(Handing::Owned).unwrap();
        household.hand_on(Handing::Owned).unwrap();
        let said = known(&household, set.device);
        let at_ms = at(&home.clock).wall_ms;
        assert_eq!(said.battery, Some(Battery { percent: 80, at_ms }));
        assert_eq!((said.firmware.as_deref(), said.serial.as_deref()), (Some("1.04"), Some("2024-117733")));
        assert_eq!((said.hardware, said.software), (None, None));
        let told = |name| operations_about(&household, name);
        assert_eq!(told("device"), 2, "described once and told once");
        assert_eq!(household.inbox().numbers().unwrap().1, [0_u64; 0]);
        assert_eq!(household.verify().unwrap().findings, []);
        // Forgotten and found again, it is known as before.
        household.forget_device(set.device).unwrap();
        household.add_device(&cuff()).unwrap();
        assert_eq!(known(&household, set.device).firmware.as_deref(), Some("1.04"));
    }
}

/// An item can wait for longer than its successor, and does not come back as the newest word.
#[test]
fn only_what_is_newer_replaces_what_is_known() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    // The first session's stays beside a record that waits.
    send(
        &household,
        set.device,
        &[record(1, "56 7100 4900 0000 EA07080B143800 0041 FF 0000", at(&home.clock))],
    );
    send(&household, set.device, &says(&home.clock, 7, 80, "1.04"));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting.len(), 1);
    home.clock.advance_ms(86_400_000);
    send(&household, set.device, &says(&home.clock, 8, 12, "1.05"));
    household.synced(set.device, [8; 16], &COMPLETE).unwrap();
    for _ in 0..3 {
        household.hand_on(Handing::Owned).unwrap();
        let said = known(&household, set.device);
        assert_eq!(said.battery.map(|battery| battery.percent), Some(12));
        assert_eq!(said.firmware.as_deref(), Some("1.05"));
    }
    // Two in one hand-on: the later one counts, and what it does not say stays.
    home.clock.advance_ms(1000);
    send(&household, set.device, &says(&home.clock, 9, 11, "1.06")[..2]);
    home.clock.advance_ms(1000);
    send(&household, set.device, &says(&home.clock, 10, 10, "1.07")[..1]);
    household.hand_on(Handing::Owned).unwrap();
    let said = known(&household, set.device);
    assert_eq!(said.battery.map(|battery| battery.percent), Some(10));
    assert_eq!((said.firmware.as_deref(), said.serial.as_deref()), (Some("1.06"), Some("2024-117733")));
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A phone whose clock had been a year ahead.
#[test]
fn a_clock_that_is_set_back_does_not_keep_the_news_away() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let year = 365 * 86_400_000;
    home.clock.advance_ms(year);
    send(&household, set.device, &says(&home.clock, 7, 80, "1.04"));
    household.hand_on(Handing::Owned).unwrap();
    home.clock.advance_ms(-year + 60_000);
    send(&household, set.device, &says(&home.clock, 8, 70, "1.05"));
    household.hand_on(Handing::Owned).unwrap();
    assert_eq!(known(&household, set.device).battery.map(|battery| battery.percent), Some(70));
}

#[test]
fn what_a_device_said_while_it_was_paired_is_known() {
    let home = home();
    let household = home.unlock();
    let said = vec![
        (wire::BATTERY, vec![64]),
        (wire::FIRMWARE_REVISION, b"3.1 ".to_vec()),
        (wire::MODEL_NUMBER, b"BM85".to_vec()),
    ];
    let device = household.add_device(&Paired { said, ..cuff() }).unwrap();
    let known = known(&household, device);
    assert_eq!(
        (known.battery.map(|battery| battery.percent), known.firmware.as_deref()),
        (Some(64), Some("3.1"))
    );
    // Paired again by an older program, which asked for nothing.
    household.add_device(&cuff()).unwrap();
    assert_eq!(household.device(device).unwrap().information, known);
    let checked = household.verify().unwrap();
    assert_eq!(checked.findings, []);
}

/// How many operations of the household are about this.
fn operations_about(household: &Household, what: &str) -> usize {
    let mut found = 0;
    household
        .store
        .read(|reader| {
            crate::journal::in_order::<HouseholdError>(reader, |operation| {
                found += usize::from(about::word(&operation) == Some(what));
                Ok(())
            })
        })
        .unwrap();
    found
}
