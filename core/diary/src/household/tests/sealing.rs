//! Sealing keys go once nothing is left under them, and no record with them.

use std::sync::atomic::AtomicBool;
use std::thread;

use super::*;
use crate::id::SealingKeyId;
use crate::inbox::{InboxError, Sealed};
use crate::vault::{KeyCopy, SealContext, SealingOwner, SealingPrivate};

/// A cuff of one user, Ana's, and one of two users.
fn two_cuffs(household: &Household) -> (Set, DeviceId) {
    let set = two_people(household);
    let single = Paired {
        identity: Identity::SystemId([8, 7, 6, 5, 4, 3, 2, 1]),
        manufacturer: Some("A&D Medical".into()),
        model: Some("UA-651BLE".into()),
        kinds: vec![Kind::BloodPressure],
        said: Vec::new(),
    };
    let device = household.add_device(&single).unwrap();
    household.assign(device, Slot::Only, set.ana).unwrap();
    (set, device)
}

fn keys(household: &Household) -> Vec<(SealingKeyId, SealingOwner)> {
    household.vault().sealing_keys().into_iter().map(|(id, owner, _)| (id, owner)).collect()
}

/// A reading without a user.
const LONE: &str = "16 7C00 5600 6100 EA07080B111B00 4800 0000";

fn in_session(session: u8, items: &[Received]) -> Vec<Received> {
    items.iter().map(|item| Received { session: [session; 16], ..item.clone() }).collect()
}

fn opens(household: &Household, sealed: &Sealed) -> bool {
    let context = SealContext { household: household.id(), key: sealed.recipient, sequence: sealed.number };
    let private = household.vault().sealing_private(sealed.recipient);
    private.is_ok_and(|private| private.open(&context, &sealed.bytes).is_ok())
}

#[test]
fn what_waited_before_a_hand_on_opens_with_no_key_from_after_it() {
    let home = home();
    let household = home.unlock();
    let (set, single) = two_cuffs(&household);
    let before = keys(&household);
    send(&household, set.device, &burst(&home.clock));
    send(&household, single, &in_session(8, &[record(0, LONE, at(&home.clock))]));
    let copied = household.inbox().waiting().unwrap();
    assert!(copied.iter().all(|sealed| opens(&household, sealed)));
    for device in [set.device, single] {
        household.synced(device, if device == single { [8; 16] } else { [7; 16] }, &COMPLETE).unwrap();
    }
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 4);
    assert!(copied.iter().all(|sealed| !opens(&household, sealed)), "a thief of the inbox comes too late");
    let after = keys(&household);
    let owners = |keys: &[(SealingKeyId, SealingOwner)]| {
        let mut owners: Vec<_> = keys.iter().map(|(_, owner)| *owner).collect();
        owners.sort();
        owners
    };
    assert_eq!(owners(&after), owners(&before), "one for each owner");
    let ben = SealingOwner::Person { person: set.ben };
    for (id, owner) in before {
        assert_eq!(after.contains(&(id, owner)), owner == ben, "only Ben's was not used");
    }
    // Nothing new came: nothing is written.
    household.close().unwrap();
    let bytes = tree(&home.folder);
    let household = home.unlock();
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    assert!(tree(&home.folder) == bytes);
}

#[test]
fn killed_between_any_two_steps_no_record_is_lost_and_the_next_hand_on_finishes() {
    for last in [Step::Noted, Step::Removed, Step::Paired, Step::Told, Step::Forgotten, Step::Dropped] {
        let home = home();
        let household = home.unlock();
        let (set, single) = two_cuffs(&household);
        send(&household, single, &in_session(8, &[record(0, LONE, at(&home.clock))]));
        send(&household, set.device, &[record(1, USER_0, at(&home.clock))]);
        household.hand_on_until(Handing::Owned, last).unwrap();
        // A thread that goes on receiving, and then another process with nothing unlocked.
        send(&household, set.device, &[record(2, USER_0_LATER, at(&home.clock))]);
        drop(household);
        let receiver = Receiver::open(&home.folder, &home.installation(), &outside(&home.clock)).unwrap();
        let second = LONE.replace("7C00", "7D00");
        receiver.receive(single, &in_session(9, &[record(0, &second, at(&home.clock))])[0]).unwrap();
        receiver.receive(set.device, &record(3, USER_1, at(&home.clock))).unwrap();
        receiver.close().unwrap();
        let household = home.unlock();
        assert_eq!(household.verify().unwrap().findings, [], "after {last:?}");
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!((done.waiting, done.missing), (vec![], vec![]), "after {last:?}");
        assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()).len(), 4, "after {last:?}");
        assert_eq!(household.diary(set.ben).unwrap().count().unwrap(), 1, "after {last:?}");
        assert_eq!(keys(&household).len(), 3, "after {last:?}");
        assert_eq!(household.verify().unwrap().findings, [], "after {last:?}");
    }
}

#[test]
fn a_key_stays_while_something_waits_under_it_and_keys_do_not_pile_up() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let guest = "56 7100 4900 0000 EA07080B143800 0041 FF 0000";
    send(&household, set.device, &[record(0, guest, at(&home.clock))]);
    for number in 1..6_u8 {
        let hex = USER_0.replace("4700", &format!("{:02X}00", 0x47 + number));
        send(&household, set.device, &[record(number.into(), &hex, at(&home.clock))]);
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!((done.new.len(), done.waiting.len()), (1, 1));
        assert_eq!(done.waiting[0].why, WhyWaiting::UserUnknown, "it still opens");
    }
    assert!(keys(&household).len() <= 5, "one each, and those under which something is kept");
    let also = Handing::AlsoWaiting { device: set.device, slot: None, person: set.ben };
    assert_eq!(household.hand_on(also).unwrap().new.len(), 1);
    assert_eq!(keys(&household).len(), 3);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn nothing_that_comes_while_keys_change_is_lost() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let stop = AtomicBool::new(false);
    let now = at(&home.clock);
    let number = thread::scope(|scope| {
        let sender = scope.spawn(|| {
            let mut next = 0_u16;
            while !stop.load(Ordering::Relaxed) && next < 200 {
                let hex = USER_0.replace("4700", &format!("{:02X}00", next % 50 + 20));
                let hex = hex.replace("6A00", &format!("{:02X}00", next / 50 + 100));
                send(&household, set.device, &[record(next.into(), &hex, now)]);
                next += 1;
            }
            next
        });
        for _ in 0..5 {
            assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting, []);
        }
        stop.store(true, Ordering::Relaxed);
        sender.join().unwrap()
    });
    household.hand_on(Handing::Owned).unwrap();
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), u64::from(number));
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn while_a_copy_of_the_key_file_has_a_fault_nobody_saves_over_it() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    fs::write(home.folder.join(KeyCopy::Second.file_name()), b"damaged").unwrap();
    let household = home.unlock();
    let before = keys(&household);
    send(&household, set.device, &[record(1, USER_0, at(&home.clock))]);
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1);
    assert_eq!(keys(&household), before);
    assert_eq!(fs::read(home.folder.join(KeyCopy::Second.file_name())).unwrap(), b"damaged");
    // Once somebody had it written again, the key that was used goes.
    household.save_keys().unwrap();
    household.hand_on(Handing::Owned).unwrap();
    assert_ne!(keys(&household), before);
}

#[test]
fn what_does_not_open_or_is_gone_is_said_and_holds_up_nothing() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let now = at(&home.clock);
    let items =
        [record(1, USER_0, now), record(2, USER_0_LATER, now), record(3, USER_1, now), record(4, "01", now)];
    send(&household, set.device, &items);
    let sealed = household.inbox().waiting().unwrap();
    let recipient = household.vault().sealing_public(SealingOwner::Household).unwrap();
    assert_eq!(sealed[0].recipient, recipient.0);
    household.inbox().reseal(1, recipient, &sealed[1].bytes).unwrap();
    household.inbox().remove(&[2]).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    let waits: Vec<_> = done.waiting.iter().map(|waiting| (waiting.number, waiting.why)).collect();
    assert_eq!(waits, [(1, WhyWaiting::NotOpened), (4, WhyWaiting::NotReadable)]);
    assert_eq!((done.new.len(), done.missing), (1, vec![(2, 2)]));
    // It is kept, and its key with it.
    assert_eq!(household.inbox().numbers().unwrap().1, [1, 4]);
    assert!(keys(&household).iter().any(|(id, _)| *id == recipient.0));
}

#[test]
fn a_strangers_key_in_the_inbox_is_told_and_nothing_more_is_sealed_to_it() {
    for beside_own_id in [false, true] {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        let profile = household.inbox().device(set.device).unwrap().profile;
        let stranger = SealingPrivate::random(&SeededEntropy::new(99)).unwrap().public();
        let (own, _) = household.vault().sealing_public(SealingOwner::Household).unwrap();
        // As somebody does who has the receive key.
        if beside_own_id {
            household.inbox().correct_recipients(&[(own, stranger)]).unwrap();
        } else {
            household
                .inbox()
                .know(set.device, (SealingKeyId::from_bytes([5; 16]), stranger), &profile)
                .unwrap();
        }
        send(&household, set.device, &[record(1, USER_0, at(&home.clock))]);
        drop(household);
        let secret = passphrase();
        let unlocked = Household::unlock(
            &home.folder,
            Unlock::Passphrase(&secret),
            Some(home.installation()),
            outside(&home.clock),
        )
        .unwrap();
        assert_eq!(unlocked.inbox_warning, Some(InboxError::ForeignKey));
        let household = unlocked.household;
        send(&household, set.device, &[record(2, USER_1, at(&home.clock))]);
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!((done.waiting.len(), done.waiting[0].why), (1, WhyWaiting::NotOpened));
        assert_eq!(done.new.len(), 1, "what came afterwards is the household's");
        assert_eq!(household.verify().unwrap().findings.len(), 1);
    }
}
