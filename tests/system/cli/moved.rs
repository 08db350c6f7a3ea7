//! `diary move`: a reading that went to the wrong person.

use serde_json::json;

use crate::program::{User, entries, words};

/// Ada's newest reading of the cuff, corrected and with a file; its id.
fn wrongly_adas(user: &User) -> String {
    user.done(&words("sync --sim beurer"));
    let id = user
        .entries()
        .into_iter()
        .filter(|(name, entry)| name == "Ada" && entry["source"] != "typed")
        .map(|(_, entry)| entry["entry"].as_str().unwrap().to_owned())
        .next_back()
        .unwrap();
    user.done(&["amend", &id, "--note", "planted sentence", "--reason", "planted reason"]);
    user.write("scan.pdf", "%PDF-1.4 planted");
    user.done(&["attach", &id, "scan.pdf", "--keep-details"]);
    id
}

#[test]
fn a_moved_reading_is_there_with_its_history_gone_here_and_the_receipt_says_where_it_may_remain() {
    let user = User::with_everything();
    let id = wrongly_adas(&user);
    std::fs::create_dir(user.path("card")).unwrap();
    user.done(&words("backup to card"));
    user.done(&words("export json --out before.json"));
    let before = user.done(&["list", "--entry", &id]);
    let all = user.entries();
    // Without a terminal nobody can be asked; nobody else is taken for whom was meant.
    let refused = user.run(&["move", &id, "--to", "Ben"]);
    assert_eq!((refused.code, user.entries()), (Some(1), all.clone()));
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("nothing was moved"));
    for to in ["Ada", "Cleo"] {
        assert_eq!(user.run(&["move", &id, "--to", to, "--yes"]).code, Some(1), "{to}");
    }
    let moved = user.done(&["move", &id[..8], "--to", "Ben", "--reason", "Ben's arm", "--yes"]);
    assert_eq!((&moved["name"], &moved["from"]["name"]), (&json!("Ben"), &json!("Ada")));
    let erased = &moved["erased"];
    assert_eq!((&erased["entry"], &erased["versions"], &erased["media"]), (&json!(id), &json!(2), &json!(1)));
    let places: Vec<_> =
        moved["may_remain"].as_array().unwrap().iter().map(|place| place["where"].clone()).collect();
    assert_eq!(places, ["copies", "backups", "exports", "device-clock"]);

    let new = moved["entry"]["entry"].as_str().unwrap().to_owned();
    let after = user.done(&["list", "--entry", &new]);
    assert_eq!(after["name"], "Ben");
    assert_eq!((before["came"].clone(), &after["came"][0]["reason"]), (json!([]), &json!("Ben's arm")));
    let said = |shown: &serde_json::Value| {
        let history = shown["entry"]["history"].as_array().unwrap().clone();
        history
            .into_iter()
            .map(|one| (one["recorded_at_ms"].clone(), one["reason"].clone(), one["said"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&after), said(&before));
    assert!(said(&after).len() == 2, "{after}");
    let is_it = |one: &(String, serde_json::Value)| one.1["entry"] == *id || one.1["entry"] == *new;
    let rest =
        |all: Vec<(String, serde_json::Value)>| all.into_iter().filter(|one| !is_it(one)).collect::<Vec<_>>();
    assert_eq!(rest(user.entries()), rest(all.clone()), "and nothing else went");
    assert_eq!(user.entries().len(), all.len());

    // An export of Ada's says nothing of it, one of Ben's everything; the cuff brings it back to neither.
    user.done(&words("export json --person Ada --out ada.json"));
    user.done(&words("export json --person Ben --out ben.json"));
    let text = |name: &str| std::fs::read_to_string(user.path(name)).unwrap();
    assert!(!text("ada.json").contains("planted") && text("ben.json").contains("planted reason"));
    assert_eq!(user.done(&words("sync --sim beurer"))["new"], 0);
    assert_eq!(user.entries().len(), all.len());
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    // The next run takes away the backup that had it at Ada's, and what comes out of the new one has it at Ben's.
    assert_eq!(user.done(&words("backup to card"))["erased"], json!([1]));
    user.done(&words("restore card back"));
    let back = user.done(&words("list --home back"));
    assert_eq!(entries(&back), user.entries());

    // Asked again by its whole id it is known where it went.
    let again = user.done(&["move", &id, "--to", "Ben", "--yes"]);
    assert_eq!((&again["erased"], &again["entry"]["entry"]), (&json!(null), &json!(new)));
    let text = user.bare(&["--recovery-code-file", "code", "move", &new, "--to", "Ada", "--yes"]);
    assert_eq!(text.code, Some(0), "{}", text.err);
    for said in
        ["In the diary of Ada now: ", "Erased from the diary of Ben: the entry (", "in copies of the folder"]
    {
        assert!(text.out.contains(said), "{said}: {}", text.out);
    }
}

#[test]
fn a_reading_moves_to_a_diary_with_its_own_lock_only_while_that_is_open() {
    let user = User::with_everything();
    let id = wrongly_adas(&user);
    user.write("his", "lamp otter gravel noon\n");
    user.done(&words("person hand-over Ben --new-passphrase-file his"));
    let files = user.files();
    let shut = user.run(&["move", &id, "--to", "Ben", "--yes"]);
    assert_eq!((shut.code, &shut.json()["error"]["kind"]), (Some(1), &json!("locked")), "{}", shut.out);
    assert_eq!(user.files().len(), files.len());
    assert_eq!(user.done(&["list", "--entry", &id])["name"], "Ada");
    let open = ["--own-passphrase-file", "his"];
    let moved = user.run(&[&["move", &id, "--to", "Ben", "--yes"][..], &open].concat());
    assert_eq!(moved.code, Some(0), "{}{}", moved.out, moved.err);
    let hers = entries(&user.done(&words("list --person Ada")));
    assert!(hers.len() > 1 && hers.iter().all(|(_, entry)| entry["entry"] != *id));
    let his = user.run(&[&["list", "--person", "Ben"][..], &open].concat());
    let new = &moved.json()["entry"]["entry"];
    assert!(entries(&his.json()).iter().any(|(_, entry)| entry["entry"] == *new));
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
}

#[test]
fn an_entry_is_sealed_and_comes_out_again() {
    let user = User::with_everything();
    let id = wrongly_adas(&user);
    user.write("hers", "lamp otter gravel noon\n");
    user.done(&words("person seal Ada --new-passphrase-file hers"));
    let own = |line: &[&str]| {
        let run = user.run(&[line, &["--own-passphrase-file", "hers"]].concat());
        assert_eq!(run.code, Some(0), "{line:?}: {}{}", run.out, run.err);
        run.json()
    };
    let all = user.entries();
    let shut = user.run(&["move", &id, "--to", "Ada", "--to-sealed", "--yes"]);
    assert_eq!((shut.code, &shut.json()["error"]["kind"]), (Some(1), &json!("locked")), "{}", shut.out);
    assert_eq!(user.entries(), all);
    let moved = own(&["move", &id, "--to", "Ada", "--to-sealed", "--yes"]);
    assert_eq!(
        (&moved["name"], &moved["sealed"], &moved["from"]["sealed"]),
        (&json!("Ada"), &json!(true), &json!(null))
    );
    assert_eq!(user.entries().len(), all.len() - 1);
    user.done(&words("export json --out all.json"));
    assert!(!std::fs::read_to_string(user.path("all.json")).unwrap().contains("planted"));
    assert_eq!(user.done(&words("sync --sim beurer"))["new"], 0, "the cuff does not bring it back");
    let sealed = own(&["list", "--sealed"]);
    let new = entries(&sealed)[0].1["entry"].as_str().unwrap().to_owned();
    let back = own(&["move", &new, "--sealed", "--person", "Ada", "--to", "Ada", "--yes"]);
    assert_eq!((&back["sealed"], &back["from"]["sealed"]), (&json!(null), &json!(true)));
    assert_eq!(user.entries().len(), all.len());
    assert_eq!(back["entry"]["history"][1]["reason"], "planted reason");
    assert_eq!(user.run(&["move", &id, "--yes"]).code, Some(2), "where to has to be said");
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
}
