//! `make CASE`: makes a household with everything that has a key. `use CASE`: uses it and locks it. `both CASE`: one after the
//! other.
//!
//! What must be in no memory afterwards comes out of files under `CASE/secrets`, and is moved on without a copy. A use
//! stops twice, open and locked, until somebody has looked and sends a line.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use diary_core::backup::Directory;
use diary_core::diary::{Content, Decimal, MediaWords, Source, Unit, Value, WhatStays, kind};
use diary_core::household::{self, BackUp, Damaged, Household, Restore};
use diary_core::journal::Author;
use diary_core::time::{Evidence, Instant, Moment, Zone};
use diary_core::vault::{Argon2Cost, Installation, Passphrase, RecoveryCode, Unlock};
use diary_sim::SimClock;
use diary_tests::{EVENING_MS, outside};
use zeroize::Zeroizing;

pub(crate) fn live() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [role, case] = arguments.as_slice() else { panic!("make, use or both, and CASE") };
    let case = Path::new(case);
    if role != "use" {
        make(case);
    }
    if role != "make" {
        use_and_lock(case);
        stop("locked");
    }
}

fn stop(state: &str) {
    println!("{state}");
    io::stdin().read_line(&mut String::new()).unwrap();
}

fn secret(case: &Path, name: &str) -> Vec<u8> {
    fs::read(case.join("secrets").join(name)).unwrap()
}

fn keep(case: &Path, name: &str, bytes: &[u8]) {
    fs::write(case.join("secrets").join(name), bytes).unwrap();
}

fn keep_code(case: &Path, name: &str, code: &RecoveryCode) {
    keep(case, name, code.grouped().as_bytes());
}

/// The first start: two people, of whom Ana's diary gets a lock of its own.
fn make(case: &Path) {
    let outside = outside(&SimClock::new(EVENING_MS, "Europe/London"));
    let passphrase = Passphrase::new(secret(case, "passphrase"));
    let (code, installation) =
        Household::create(&case.join("home"), &passphrase, Argon2Cost::LEAST, &outside).unwrap();
    keep_code(case, "code", &code);
    keep(case, "installation", &installation.to_bytes());
    let household =
        Household::unlock(&case.join("home"), Unlock::Recovery(&code), Some(installation), outside)
            .unwrap()
            .household;
    let ana = household.add_person("Ana").unwrap();
    household.add_person("Ben").unwrap();
    let own = Passphrase::new(secret(case, "own"));
    let own_code = household.draw_recovery_code().unwrap();
    keep_code(case, "own_code", &own_code);
    household.hand_over(ana, &own, Argon2Cost::LEAST, &own_code).unwrap();
    household.close().unwrap();
}

fn use_and_lock(case: &Path) {
    let outside = outside(&SimClock::new(EVENING_MS, "Europe/London"));
    let installation = Zeroizing::new(secret(case, "installation"));
    let installation = Installation::from_bytes(&installation).unwrap();
    let passphrase = Passphrase::new(secret(case, "passphrase"));
    let secret_of = Unlock::Passphrase(&passphrase);
    let household = Household::unlock(&case.join("home"), secret_of, Some(installation), outside.clone())
        .unwrap()
        .household;
    let people: Vec<_> = household.people().unwrap().into_iter().map(|person| person.id).collect();
    let (ana, ben) = (*people.first().unwrap(), *people.last().unwrap());

    let own = Passphrase::new(secret(case, "own"));
    household.open_own(ana, Unlock::Passphrase(&own)).unwrap();
    household.shut_own(ana).unwrap();
    let own_code = Zeroizing::new(text(secret(case, "own_code")));
    let own_code = RecoveryCode::parse(&own_code).unwrap();
    household.open_own(ana, Unlock::Recovery(&own_code)).unwrap();

    for person in [ana, ben] {
        let diary = household.diary(person).unwrap();
        let entry = diary.add(&typed(secret(case, "note")), Author::HOUSEHOLD, false).unwrap();
        let words = MediaWords { caption: Some(text(secret(case, "caption"))), name: None };
        let mut recording = File::open(case.join("secrets/recording")).unwrap();
        let stays = WhatStays::AllIfNeedBe;
        household.attach(person, entry, &mut recording, &words, stays, &mut |_, _| {}).unwrap();
        for entry in diary.entries().unwrap() {
            assert!(entry.content.note.is_some());
            assert!(!diary.history(entry.id).unwrap().is_empty());
        }
        let attached = diary.attachments().unwrap();
        let mut media = diary.media(attached.first().unwrap().file.id).unwrap();
        io::copy(&mut media, &mut io::sink()).unwrap();
    }

    fs::create_dir(case.join("backup")).unwrap();
    let folder = Directory::open(&case.join("backup")).unwrap();
    let ran = household.back_up(&folder, &BackUp { place: "here", scratch: case, only: None }).unwrap();
    ran.proof.unwrap();
    stop("open");
    household.close().unwrap();

    let what = Restore { secret: secret_of, number: None, own: None, damaged: Damaged::Refuse };
    let restored = household::restore(&folder, &case.join("restored"), &what, &outside).unwrap();
    assert_eq!(restored.number, ran.number);
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn typed(note: Vec<u8>) -> Content {
    let zone = Zone::parse("Europe/London").unwrap();
    let mut content = Content {
        note: Some(text(note)),
        ..Content::new(
            kind::BLOOD_PRESSURE.number,
            Moment::at(Instant::from_millis(EVENING_MS).unwrap(), &zone, Evidence::PhoneSetting),
            Source::Typed,
        )
    };
    for (field, number) in [(kind::SYSTOLIC, 128), (kind::DIASTOLIC, 82)] {
        content.set(field, Value::Number { digits: Decimal::whole(number), unit: Unit::MmHg });
    }
    content
}
