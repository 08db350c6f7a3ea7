//! Whose a reading is, while decisions, people and threads cross each other.

use std::sync::Barrier;
use std::thread;

use super::*;

/// A guest's reading at this minute past eight.
fn guest(minute: u8) -> String {
    format!("56 7100 4900 0000 EA07080B14{minute:02X}00 0041 FF 0000")
}

/// "Those that waited are Ana's" says nothing about readings that have come for the slot's owner since.
#[test]
fn what_has_an_owner_goes_to_the_owner_also_while_the_rest_is_given_away() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let ben = household.add_person("Ben").unwrap();
    let device = household.add_device(&cuff()).unwrap();
    send(&household, device, &[record(0, USER_0, at(&home.clock))]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting.len(), 1);
    home.clock.advance_ms(1000);
    household.assign(device, Slot::User(0), ben).unwrap();
    home.clock.advance_ms(1000);
    send(&household, device, &[record(1, USER_0_LATER, at(&home.clock))]);
    let also = Handing::AlsoWaiting { device, slot: Some(Slot::User(0)), person: ana };
    assert_eq!(household.hand_on(also).unwrap().new.len(), 2);
    assert_eq!(tops(&household.diary(ana).unwrap().entries().unwrap()), ["106"]);
    assert_eq!(tops(&household.diary(ben).unwrap().entries().unwrap()), ["118"]);
}

/// Two threads that say whose a reading is: one of them is followed, and nobody else gets it.
#[test]
fn two_decisions_at_once_give_a_reading_to_one_person() {
    const ROUNDS: u8 = 12;
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    for round in 0..ROUNDS {
        send(&household, set.device, &[record(u32::from(round), &guest(round), at(&home.clock))]);
        let together = Barrier::new(2);
        let new = thread::scope(|scope| {
            let threads = [set.ana, set.ben].map(|person| {
                let (household, together) = (&household, &together);
                scope.spawn(move || {
                    together.wait();
                    let also = Handing::AlsoWaiting { device: set.device, slot: None, person };
                    household.hand_on(also).unwrap().new.len()
                })
            });
            threads.map(|thread| thread.join().unwrap()).into_iter().sum::<usize>()
        });
        assert_eq!(new, 1, "round {round}");
    }
    let count = |person| household.diary(person).unwrap().count().unwrap();
    assert_eq!(count(set.ana) + count(set.ben), u64::from(ROUNDS));
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A name that was never added gets nothing, and nothing leaves the inbox for it.
#[test]
fn nothing_is_given_to_somebody_who_is_not_here() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &[record(0, &guest(0), at(&home.clock))]);
    let stranger = PersonId::from_bytes([9; 16]);
    let heads = |household: &Household| household.verify().unwrap().sound[0].checked;
    let before = heads(&household);
    let also = Handing::AlsoWaiting { device: set.device, slot: None, person: stranger };
    assert_eq!(household.hand_on(also).unwrap_err(), HouseholdError::NoSuchPerson);
    assert_eq!((heads(&household), household.inbox().waiting().unwrap().len()), (before, 1));
}
