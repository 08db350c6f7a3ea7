//! Searching, counting and paging through a diary.

use crate::program::{User, words};

fn ids(answer: &serde_json::Value) -> Vec<String> {
    let entries = answer["people"][0]["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["entry"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_are_found_and_what_they_replaced_only_in_history() {
    let user = User::with_household();
    user.done(&["person", "add", "Ada"]);
    let note =
        user.done(&["add", "note", "a bad Migraine", "--at", "2026-08-14T07:10", "--zone", "Europe/London"]);
    let id = note["entry"]["entry"].as_str().unwrap();
    user.done(&["add", "note", "slept well", "--at", "2026-08-15T07:10", "--zone", "Europe/London"]);
    assert_eq!(ids(&user.done(&words("search migr bad"))), [id]);
    user.done(&["amend", id, "--value", "a bad headache", "--reason", "mistaken"]);
    assert_eq!(ids(&user.done(&words("search migr"))), [""; 0]);
    assert_eq!(ids(&user.done(&words("search migr --history"))), [id]);
    assert_eq!(ids(&user.done(&words("search bad --from 2026-08-15"))), [""; 0]);
    for refused in [&["search", "***"][..], &["search", &"a ".repeat(700)], &["list", "--page", "seven"]] {
        assert_eq!(user.run(refused).code, Some(2), "{refused:?}");
    }
    let text = user.bare(&["--recovery-code-file", "code", "search", "headache"]).out;
    assert!(
        text.contains("2026-08-14 7:10") && text.lines().all(|line| line.chars().count() < 160),
        "{text}"
    );
}

#[test]
fn a_list_goes_on_page_by_page_and_the_numbers_are_those_of_its_readings() {
    let user = User::with_household();
    user.done(&["person", "add", "Ada"]);
    for (day, value) in [(14, "120/80"), (15, "130/80"), (16, "140/80"), (17, "150/80")] {
        let at = format!("2026-08-{day}T07:10");
        user.done(&["add", "bp", value, "--at", &at, "--zone", "Europe/London"]);
    }
    user.done(&["add", "note", "rested", "--at", "2026-08-18T07:10", "--zone", "Europe/London"]);
    let mut seen = Vec::new();
    let mut page = user.done(&words("list --kind blood-pressure --at-most 3"));
    loop {
        let days = page["people"][0]["days"].as_array().unwrap();
        seen.push(days.iter().map(|day| day["day"].as_str().unwrap()[8..].to_owned()).collect::<Vec<_>>());
        let Some(next) = page["people"][0]["next"].as_str().map(str::to_owned) else { break };
        page = user.done(&["list", "--kind", "blood-pressure", "--at-most", "3", "--page", &next]);
    }
    assert_eq!(seen, [vec!["15", "16", "17"], vec!["14"]]);
    let statistics = user.done(&words("stats blood-pressure --by week"));
    let top = &statistics["people"][0]["statistics"]["fields"][0];
    assert_eq!((&top["whole"]["count"], &top["whole"]["mean"]), (&4.into(), &135.0.into()));
    assert_eq!(top["periods"].as_array().unwrap().len(), 2);
    assert_eq!(top["morning"]["count"], 4);
    assert_eq!(top["evening"]["mean"], serde_json::Value::Null);
    let text = user.bare(&words("--recovery-code-file code stats blood-pressure --by day")).out;
    assert!(text.contains("2026-08-17") && text.contains("135.0"), "{text}");
    let latest = user.done(&["latest"]);
    assert_eq!(ids(&latest).len(), 2);
    assert_eq!(user.run(&words("stats colour")).code, Some(1));
}
