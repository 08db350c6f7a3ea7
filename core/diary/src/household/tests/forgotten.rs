//! Devices that are forgotten, and found again.

use super::*;

#[test]
fn a_forgotten_device_is_in_no_list_and_comes_back_with_its_history() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.found_at(set.device, "F0:00:00:00:00:01").unwrap();
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    household.forget_device(set.device).unwrap();
    assert!(household.devices().unwrap().is_empty());
    assert!(household.addresses().unwrap().is_empty(), "nobody waits for it");
    assert_eq!(household.device(set.device).unwrap_err(), HouseholdError::NoSuchDevice);
    assert_eq!(household.forget_device(set.device).unwrap_err(), HouseholdError::NoSuchDevice);
    assert_eq!(household.syncs(set.device, 1).unwrap_err(), HouseholdError::NoSuchDevice);
    // What it measured stays.
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
    household.close().unwrap();

    let household = home.unlock();
    assert!(household.devices().unwrap().is_empty());
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(household.add_device(&cuff()).unwrap(), set.device, "the same device");
    let device = household.device(set.device).unwrap();
    assert_eq!(device.slots, [(Slot::User(0), set.ana), (Slot::User(1), set.ben)]);
    assert_eq!(device.last_sync.unwrap().records, 3);
    assert_eq!(household.syncs(set.device, 9).unwrap().len(), 1);
    assert_eq!(household.clock_readings(set.device).unwrap().len(), 1);
    // It sends everything once more: all of it is known.
    home.clock.advance_ms(60_000);
    let again: Vec<Received> =
        burst(&home.clock).into_iter().map(|item| Received { session: [8; 16], ..item }).collect();
    send(&household, set.device, &again);
    household.synced(set.device, [8; 16], &COMPLETE).unwrap();
    let handed = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((handed.new.len(), handed.waiting.len()), (0, 0));
    assert_eq!(household.syncs(set.device, 9).unwrap().len(), 2);
}

/// What waited when the device was forgotten is handed on all the same.
#[test]
fn what_a_forgotten_device_sent_before_is_handed_on() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.forget_device(set.device).unwrap();
    let handed = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((handed.new.len(), handed.waiting.len()), (3, 0));
}
