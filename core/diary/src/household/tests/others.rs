//! What is wrong with one record, or one file, stays its own.

use super::super::operation::DeviceDescribed;
use super::*;
use crate::inbox::InboxError;
use crate::vault::SealingOwner;

/// The receive key and a public key are enough to put anything into an inbox; it must not hold up the rest.
#[test]
fn a_record_that_makes_no_sense_holds_up_no_other() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let mut far = record(0, USER_0, at(&home.clock));
    far.at.wall_ms = i64::MAX;
    send(&household, set.device, &[far]);
    // No item at all, and one of a device that the household does not know.
    household.inbox().append(set.device, b"anything", b"anything").unwrap();
    let recipient = household.vault().sealing_public(SealingOwner::Household).unwrap();
    let stranger = DeviceId::from_bytes([9; 16]);
    household.inbox().know(stranger, recipient, b"profile").unwrap();
    let item = record(1, USER_0, at(&home.clock)).to_bytes();
    household.inbox().append(stranger, &item, b"stranger").unwrap();
    send(&household, set.device, &[record(2, USER_1, at(&home.clock))]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.new[0].person), (1, set.ben));
    let why: Vec<_> = done.waiting.iter().map(|waiting| (waiting.number, waiting.why)).collect();
    assert_eq!(why, [1, 2, 3].map(|number| (number, WhyWaiting::NotReadable)));
    assert_eq!(household.verify().unwrap().findings, []);
}

/// One person's damaged file keeps nobody else's readings back, and theirs stay where they are.
#[test]
fn a_damaged_diary_holds_up_no_other() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.close().unwrap();
    let file = |person: PersonId| {
        tree(&home.folder).into_iter().find(|(path, _)| path.to_string_lossy().contains(&person.to_string()))
    };
    let (path, sound) = file(set.ana).unwrap();
    fs::write(&path, vec![0x55; sound.len()]).unwrap();
    let household = home.unlock();
    assert!(household.hand_on(Handing::Owned).is_err());
    assert_eq!(tops(&household.diary(set.ben).unwrap().entries().unwrap()), ["113"]);
    // Ana's two stay, and what their place in time rests on: the clock reading, and the last record of the burst.
    assert_eq!(household.inbox().numbers().unwrap().1, [1, 2, 3, 4]);
    drop(household);
    fs::write(&path, sound).unwrap();
    let household = home.unlock();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 2);
    let ana = household.diary(set.ana).unwrap().entries().unwrap();
    assert_eq!(ana[0].content.moment.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
    assert_eq!(household.inbox().numbers().unwrap().1, [0_u64; 0]);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A kill between the two files: the household has the device, the inbox was not told of it yet.
#[test]
fn a_device_that_the_inbox_was_not_told_of_is_told_at_the_next_unlock() {
    let home = home();
    let household = home.unlock();
    let paired = cuff();
    let description = Description {
        identity: paired.identity.to_string(),
        manufacturer: paired.manufacturer,
        model: paired.model,
        kinds: vec!["blood-pressure".into()],
    };
    let device = DeviceDescribed { known: None, description }.change(Author::HOUSEHOLD);
    let device: DeviceId = household.record(device).unwrap().into();
    let item = record(0, USER_0, at(&home.clock));
    assert_eq!(receive(household.inbox(), device, &item).unwrap_err(), InboxError::UnknownDevice);
    drop(household);
    let household = home.unlock();
    receive(household.inbox(), device, &item).unwrap();
    household.close().unwrap();
    // Where nothing is new, nothing is written.
    let before = tree(&home.folder);
    home.unlock().close().unwrap();
    assert_eq!(tree(&home.folder), before);
}

/// A shell that logs or panics with `{:?}` shows nobody's name, words or values.
#[test]
fn nothing_personal_is_in_what_a_log_would_show() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Planted Name").unwrap();
    let device = household.add_device(&cuff()).unwrap();
    household.assign(device, Slot::User(0), ana).unwrap();
    // 31.7 kPa and a guest's 31.9 kPa.
    let frame = |word: &str, user: &str| format!("57 {word} 47F0 00F0 EA07080B121F00 003F {user} 0000");
    let now = at(&home.clock);
    send(&household, device, &[record(0, &frame("3DF1", "00"), now), record(1, &frame("3FF1", "FF"), now)]);
    let done = household.hand_on(Handing::Owned).unwrap();
    let diary = household.diary(ana).unwrap();
    let entry = diary.entries().unwrap().remove(0);
    let mut content = entry.content.clone();
    content.note = Some("planted note".into());
    diary.amend(entry.id, &content, "planted reason", Author::HOUSEHOLD, true).unwrap();
    let raw = RawReading::from_bytes(&diary.raw(entry.id).unwrap().unwrap()).unwrap();
    let history = diary.history(entry.id).unwrap();
    let shown = format!(
        "{done:?} {raw:?} {history:?} {:?} {:?} {:?} {:?} {household:?}",
        household.people().unwrap(),
        diary.entries().unwrap(),
        content.values,
        diary,
    );
    assert_eq!(done.waiting.len(), 1);
    // Random digits of ids have any three digits by chance, and random bytes of salts any two.
    let salts = shown.split("Hex([").enumerate().map(|(at, text)| match text.split_once("])") {
        Some((_, behind)) if at > 0 => behind,
        _ => text,
    });
    let shown: String = salts.collect();
    let words = shown.split(|letter: char| !letter.is_ascii_alphanumeric());
    let ids: Vec<&str> = words.filter(|word| word.len() == 32).collect();
    assert!(!ids.is_empty());
    let shown = ids.into_iter().fold(shown.clone(), |text, id| text.replace(id, "ID"));
    for planted in ["lanted", "317", "319", "31.7", "61, 241", "63, 241"] {
        assert!(!shown.contains(planted), "{planted}: {shown}");
    }
}
