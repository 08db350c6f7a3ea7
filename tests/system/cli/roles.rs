//! `diary people`, `diary person role` and `diary person profile`, and acting as somebody with `--as`.

use serde_json::{Value, json};

use crate::program::{User, entries, words};

/// Somebody with everything, and a child with a note.
fn family() -> User {
    let user = User::with_everything();
    for line in [
        "person add Cleo",
        "person role Cleo child",
        "add note plantednote --person Cleo --as Cleo --at 2026-08-14T09:00",
    ] {
        user.done(&words(line));
    }
    user
}

fn roles(user: &User) -> Vec<Value> {
    let people = user.done(&["people"]);
    people["people"].as_array().unwrap().iter().map(|person| person["role"].clone()).collect()
}

#[test]
fn people_have_roles_and_act_within_them() {
    let user = family();
    assert_eq!(roles(&user), ["owner", "adult", "child"]);
    assert_eq!(user.done(&["people"]), user.done(&words("person list")));
    // Who wrote it stands with the entry.
    let note = entries(&user.done(&words("list --person Cleo"))).pop().unwrap().1;
    let id = note["entry"].as_str().unwrap();
    let history = user.done(&["list", "--entry", id])["entry"]["history"].clone();
    let cleo = user.done(&["people"])["people"][2]["person"].clone();
    assert_eq!(history[0]["author"], cleo);

    // A child sees what is theirs; others are there by name alone.
    let seen = user.done(&words("list --as Cleo"));
    let names: Vec<_> = seen["people"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Cleo"]);
    let people = user.done(&words("people --as Cleo"));
    assert_eq!(
        (&people["people"][0]["name"], &people["people"][0]["entries"]),
        (&json!("Ada"), &json!(null))
    );
    assert_eq!(people["people"][2]["entries"], 1);
    // An adult sees their own and the child's.
    assert_eq!(user.done(&words("list --as Ben"))["people"].as_array().unwrap().len(), 2);
    let files = user.files();
    for line in [
        "list --person Ada --as Cleo".to_owned(),
        "add note late --person Ada --as Cleo".to_owned(),
        format!("erase {id} --yes --as Cleo"),
        format!("move {id} --to Ben --yes --as Cleo"),
        "export json --as Cleo --out x".to_owned(),
        "person add Dan --as Ben".to_owned(),
        "person role Cleo adult --as Cleo".to_owned(),
        "person profile show Ada --as Ben".to_owned(),
        "device pair --sim and --as Cleo".to_owned(),
        "device assign BM85 0 Cleo --as Cleo".to_owned(),
        "person role Ada guest".to_owned(),
    ] {
        let run = user.run(&words(&line));
        assert_eq!(
            (run.code, &run.json()["error"]["kind"]),
            (Some(1), &json!("role")),
            "{line}: {}",
            run.out
        );
    }
    assert_eq!(user.files(), files, "and nothing is written");
    assert_eq!(user.run(&words("person role Cleo king")).code, Some(2));
    // Once an owner, always able to make another one.
    user.done(&words("person role Cleo owner"));
    user.done(&words("person role Ada adult --as Cleo"));
    assert_eq!(roles(&user), ["adult", "adult", "owner"]);
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
}

#[test]
fn nobody_acts_for_somebody_whose_lock_is_shut() {
    let user = family();
    user.write("his", "lamp otter gravel noon\n");
    user.done(&words("person hand-over Ben --new-passphrase-file his"));
    let shut = user.run(&words("list --as Ben"));
    assert_eq!((shut.code, &shut.json()["error"]["kind"]), (Some(1), &json!("locked")), "{}", shut.out);
    let open = user.run(&words("list --as Ben --own-passphrase-file his"));
    assert_eq!(open.code, Some(0), "{}", open.out);
}

#[test]
fn a_profile_is_set_in_parts_shown_masked_and_a_card_shows_what_was_chosen() {
    let user = family();
    let none = user.done(&words("person profile show Ada"));
    assert_eq!((&none["profile"]["full_name"], &none["profile"]["contacts"]), (&json!(null), &json!([])));
    let set = |parts: &[&str]| user.run(&[&["person", "profile", "set", "Ada"][..], parts].concat());
    let done = set(&["--full-name", "Ada Moreau", "--birth-date", "1954-03-02", "--sex", "female"]);
    assert_eq!(done.code, Some(0), "{}", done.out);
    let contact = ["--contact", "Ben Moreau; son; 07700 900123", "--contact", "Dr; x"];
    assert_eq!(set(&contact).code, Some(0));
    let more = ["--nhs-number", "999 000 0018", "--practice", "High Street; 020", "--insurer", "Acme; 12-3"];
    assert_eq!(set(&more).code, Some(0));
    assert_eq!(
        set(&["--card", "known-as,contacts,nhs-number", "--card-words", "no penicillin"]).code,
        Some(0)
    );
    let shown = user.done(&words("person profile show Ada"))["profile"].clone();
    assert_eq!(shown["full_name"], "Ada Moreau", "what is not named stays");
    assert_eq!((&shown["birth_date"], &shown["sex"]), (&json!("1954-03-02"), &json!("female")));
    assert_eq!(
        shown["contacts"][0],
        json!({ "name": "Ben Moreau", "relation": "son", "phone": "07700 900123" })
    );
    assert_eq!(shown["nhs_number"], "*** *** 0018");
    assert_eq!(
        user.done(&words("person profile show Ada --nhs-number"))["profile"]["nhs_number"],
        "999 000 0018"
    );
    let card = user.done(&words("person profile show Ada --card"))["profile"].clone();
    assert_eq!(
        (&card["full_name"], &card["birth_date"], &card["practice"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(
        (&card["nhs_number"], &card["card"]["words"]),
        (&json!("999 000 0018"), &json!("no penicillin"))
    );
    let text = user.bare(&words("person profile show Ada --card --recovery-code-file code"));
    for (word, there) in [("Ben Moreau, son, 07700 900123", true), ("no penicillin", true), ("1954", false)] {
        assert_eq!(text.out.contains(word), there, "{word}: {}", text.out);
    }

    let files = user.files();
    for (parts, kind) in [
        (["--nhs-number", "999 000 0019"], "profile"),
        (["--sex", "yes"], "profile"),
        (["--card", "shoes"], "profile"),
        (["--birth-date", "2 March"], "time"),
        (["--phone", "a\u{7}b"], "profile"),
    ] {
        let refused = set(&parts);
        assert_eq!((refused.code, &refused.json()["error"]["kind"]), (Some(1), &json!(kind)), "{parts:?}");
        assert!(!refused.out.contains(parts[1]), "no word of it in an error: {}", refused.out);
    }
    assert_eq!(set(&[]).code, Some(2));
    assert_eq!(user.files(), files);
    // An empty text takes a part away; the diary has no entry more and is sound.
    assert_eq!(set(&["--full-name", "", "--card", ""]).code, Some(0));
    let shown = user.done(&words("person profile show Ada"))["profile"].clone();
    assert_eq!((&shown["full_name"], &shown["card"]["shows"]), (&json!(null), &json!(null)));
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    // It comes back with a backup.
    std::fs::create_dir(user.path("card")).unwrap();
    user.done(&words("backup to card"));
    user.done(&words("restore card back"));
    assert_eq!(user.done(&words("person profile show Ada --home back"))["profile"], shown);
    assert_eq!(user.done(&words("people --home back")), user.done(&["people"]));
}

/// Somebody goes with their diary, once it is confirmed; everybody else goes on, and the last owner stays.
#[test]
fn a_person_is_removed_once_that_is_confirmed() {
    let user = User::with_everything();
    user.done(&words("person remove Ben --yes"));
    let people = user.done(&words("people"));
    assert_eq!(people["people"].as_array().unwrap().len(), 1);
    assert_eq!(user.run(&words("person remove Ada --yes")).json()["error"]["kind"], "role");
    let unconfirmed = user.run(&words("person remove Ada"));
    assert_eq!(unconfirmed.code, Some(1));
    assert_ne!(user.run(&words("list --person Ben")).code, Some(0));
    assert_eq!(user.done(&words("verify"))["findings"], json!([]));
    // Nothing of him is said in any file's name either.
    let folders = std::fs::read_dir(user.home().join("people")).unwrap().count();
    assert_eq!(folders, 1);
}
