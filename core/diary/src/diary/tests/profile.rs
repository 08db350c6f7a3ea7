//! A person's profile: whole again after reopening, refused where it is no text, and silent in every `Debug`.

use super::*;

const PLANTED: &str = "planted";

/// One with something in every part.
fn whole() -> Profile {
    let text = |what: &str| Some(format!("{PLANTED} {what}"));
    Profile {
        full_name: text("full"),
        known_as: text("known"),
        birth_date: Some(date("1954-03-02")),
        sex: Some(Sex::Female),
        phone: text("phone"),
        email: text("mail"),
        address: Some(format!("{PLANTED} street\n{PLANTED} town")),
        contacts: vec![
            Contact { name: format!("{PLANTED} son"), relation: text("son"), phone: text("his phone") },
            Contact { name: format!("{PLANTED} friend"), ..Contact::default() },
        ],
        practice: Some(Practice { name: format!("{PLANTED} practice"), phone: text("its phone") }),
        insurer: Some(Insurer { name: format!("{PLANTED} insurer"), number: text("policy") }),
        nhs_number: NhsNumber::parse("943 476 5919"),
        card: Some(Card {
            shows: vec![ProfilePart::KnownAs, ProfilePart::Contacts, ProfilePart::NhsNumber],
            words: text("penicillin"),
        }),
    }
}

#[test]
fn a_profile_is_whole_again_and_the_newest_one_shows() {
    let home = home();
    assert_eq!(home.diary.profile().unwrap(), Profile::default());
    home.diary.set_profile(&whole(), Author::HOUSEHOLD).unwrap();
    let home = home.reopened();
    assert_eq!(home.diary.profile().unwrap(), whole());
    let later = Profile { phone: Some("1".into()), contacts: Vec::new(), ..whole() };
    home.clock.advance_ms(1000);
    home.diary.set_profile(&later, Author::HOUSEHOLD).unwrap();
    assert_eq!(home.diary.profile().unwrap(), later);
    // Taking everything away is a profile too.
    home.diary.set_profile(&Profile::default(), Author::HOUSEHOLD).unwrap();
    assert_eq!(home.diary.profile().unwrap(), Profile::default());
    assert_eq!(home.diary.verify().unwrap().operations, 4, "and its rows are what the operations give");
    assert_eq!(home.diary.count().unwrap(), 0, "none of it is an entry");
}

/// Of what two phones wrote without knowing of each other, the later one shows, whichever came into the file first.
#[test]
fn of_two_writers_the_later_shows() {
    let home = home();
    let Home { folder, clock, diary } = home;
    let path = folder.path().join("diary.1.db");
    let of = |name: &str| Profile { known_as: Some(name.into()), ..Profile::default() };
    clock.advance_ms(10_000);
    diary.set_profile(&of("later"), Author::HOUSEHOLD).unwrap();
    diary.close().unwrap();
    let other = Diary::open(&path, &KEY, journal(&clock, 2)).unwrap();
    other.set_profile(&of("latest"), Author::HOUSEHOLD).unwrap();
    assert_eq!(other.profile().unwrap(), of("latest"));
    assert_eq!(other.verify().unwrap().operations, 4);
}

#[test]
fn what_is_no_text_is_refused_by_its_part_and_by_no_word_of_it() {
    let home = home();
    let long = "x".repeat(201);
    for bad in ["", "  ", "a\u{7}b", "two\nlines", &long] {
        let bad = bad.to_owned();
        let some = Some(bad.clone());
        let cases = [
            (ProfilePart::FullName, Profile { full_name: some.clone(), ..whole() }),
            (ProfilePart::KnownAs, Profile { known_as: some.clone(), ..whole() }),
            (ProfilePart::Phone, Profile { phone: some.clone(), ..whole() }),
            (ProfilePart::Email, Profile { email: some.clone(), ..whole() }),
            (
                ProfilePart::Contacts,
                Profile { contacts: vec![Contact { name: bad.clone(), ..Contact::default() }], ..whole() },
            ),
            (
                ProfilePart::Practice,
                Profile { practice: Some(Practice { name: PLANTED.into(), phone: some.clone() }), ..whole() },
            ),
            (
                ProfilePart::Insurer,
                Profile { insurer: Some(Insurer { name: bad.clone(), number: None }), ..whole() },
            ),
        ];
        for (part, profile) in cases {
            let error = home.diary.set_profile(&profile, Author::HOUSEHOLD).unwrap_err();
            assert_eq!(error, DiaryError::BadProfile(part), "{bad:?}");
            assert!(!format!("{error} {error:?}").contains(PLANTED));
        }
    }
    let words = |text: &str| Some(Card { shows: Vec::new(), words: Some(text.to_owned()) });
    for (part, profile) in [
        (ProfilePart::Address, Profile { address: Some("x".repeat(2001)), ..whole() }),
        (ProfilePart::CardWords, Profile { card: words("tab\there"), ..whole() }),
        (ProfilePart::Contacts, Profile { contacts: vec![whole().contacts[0].clone(); 21], ..whole() }),
    ] {
        let error = home.diary.set_profile(&profile, Author::HOUSEHOLD).unwrap_err();
        assert_eq!(error, DiaryError::BadProfile(part));
    }
    assert_eq!(home.diary.profile().unwrap(), Profile::default(), "nothing was written");
}

#[test]
fn a_profile_says_nothing_where_it_is_printed_for_a_log() {
    let profile = whole();
    let printed = format!(
        "{profile:?} {:?} {:?} {:?} {:?} {:?}",
        profile.contacts, profile.practice, profile.insurer, profile.card, profile.nhs_number
    );
    assert!(
        !printed.contains(PLANTED) && !printed.contains("5919") && !printed.contains("1954"),
        "{printed}"
    );
}

#[test]
fn the_card_shows_what_was_chosen_and_nothing_else() {
    let profile = whole();
    let on = profile.on_card().unwrap();
    let expected = Profile {
        known_as: profile.known_as.clone(),
        contacts: profile.contacts.clone(),
        nhs_number: profile.nhs_number.clone(),
        card: profile.card.clone(),
        ..Profile::default()
    };
    assert_eq!(on, expected);
    // Each part alone brings itself and nothing else.
    for part in ProfilePart::ALL {
        let card = Some(Card { shows: vec![part], words: None });
        let on = Profile { card: card.clone(), ..whole() }.on_card().unwrap();
        let parts = [
            on.full_name.is_some(),
            on.known_as.is_some(),
            on.birth_date.is_some(),
            on.sex.is_some(),
            on.phone.is_some(),
            on.email.is_some(),
            on.address.is_some(),
            !on.contacts.is_empty(),
            on.practice.is_some(),
            on.insurer.is_some(),
            on.nhs_number.is_some(),
        ];
        let there: Vec<_> = ProfilePart::ALL.into_iter().zip(parts).filter(|(_, there)| *there).collect();
        let alone = if part == ProfilePart::CardWords { vec![] } else { vec![(part, true)] };
        assert_eq!(there, alone);
        assert_eq!(ProfilePart::from_name(part.name()), Some(part));
    }
    assert_eq!(Profile { card: None, ..whole() }.on_card(), None);
}
