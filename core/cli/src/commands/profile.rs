//! `diary person profile`: who a person is, whom to call, and what an emergency card shows.

use diary_core::diary::{Card, Contact, Insurer, NhsNumber, Practice, Profile, ProfilePart, Sex};
use serde_json::{Value, json};

use super::own::Which;
use super::{home, own, people};
use crate::args::{GlobalArgs, ProfileSetArgs, ProfileShowArgs};
use crate::error::CliError;
use crate::report::Report;
use crate::table;
use crate::terminal::{Console, shown};

pub(super) fn show(
    args: &ProfileShowArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(&args.person))?;
        let whole = own::file(home, &person, Which::Diary, console)?.profile()?;
        let profile = if args.card { whole.on_card().unwrap_or_default() } else { whole };
        // On the card it was chosen to be seen.
        let number = |number: &NhsNumber| {
            let grouped = number.grouped();
            let last = grouped.rsplit(' ').next().unwrap_or_default();
            if args.nhs_number || args.card { grouped.clone() } else { format!("*** *** {last}") }
        };
        let nhs = profile.nhs_number.as_ref().map(number);
        let rows = rows(&profile, nhs.as_deref(), args.card);
        let text = if rows.is_empty() {
            let what = if args.card { "emergency card" } else { "profile" };
            format!("{} has no {what} yet. Next: diary person profile set", shown(&person.name))
        } else {
            table::table(console.look, &["", &shown(&person.name)], rows)
        };
        let mut json = people::as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("profile".to_owned(), as_json(&profile, nhs.as_deref()));
        }
        Ok(Report::new(text, json))
    })
}

pub(super) fn set(args: &ProfileSetArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    // What cannot be stored is said before anyone is asked for a passphrase.
    let mut empty = Profile::default();
    change(&mut empty, args)?;
    if let Some(part) = empty.fault() {
        return Err(diary_core::diary::DiaryError::BadProfile(part).into());
    }
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(&args.person))?;
        let diary = own::file(home, &person, Which::Diary, console)?;
        let mut profile = diary.profile()?;
        change(&mut profile, args)?;
        diary.set_profile(&profile, home.household.author())?;
        let text = format!("The profile of {} is changed.", shown(&person.name));
        Ok(Report::new(text, people::as_json(&person)))
    })
}

/// Puts what was typed into a profile; an empty text takes a part away.
fn change(profile: &mut Profile, args: &ProfileSetArgs) -> Result<(), CliError> {
    let text = |typed: &str| Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
    for (typed, part) in [
        (&args.full_name, &mut profile.full_name),
        (&args.known_as, &mut profile.known_as),
        (&args.phone, &mut profile.phone),
        (&args.email, &mut profile.email),
        (&args.address, &mut profile.address),
    ] {
        if let Some(typed) = typed {
            *part = text(typed);
        }
    }
    if let Some(typed) = &args.birth_date {
        profile.birth_date = text(typed).map(|typed| typed.parse()).transpose()?;
    }
    if let Some(typed) = &args.sex {
        profile.sex = ProfileSetArgs::sex_typed(typed).ok_or(CliError::BadPart(ProfilePart::Sex))?;
    }
    if !args.contact.is_empty() {
        let typed = args.contact.iter().filter_map(|typed| text(typed));
        profile.contacts = typed.map(|typed| contact(&typed)).collect();
    }
    if let Some(typed) = &args.practice {
        profile.practice = text(typed).map(|typed| {
            let [name, phone, _] = parts(&typed);
            Practice { name: name.unwrap_or_default(), phone }
        });
    }
    if let Some(typed) = &args.insurer {
        profile.insurer = text(typed).map(|typed| {
            let [name, number, _] = parts(&typed);
            Insurer { name: name.unwrap_or_default(), number }
        });
    }
    if let Some(typed) = &args.nhs_number {
        let number = |typed: String| NhsNumber::parse(&typed).ok_or(CliError::BadNhsNumber);
        profile.nhs_number = text(typed).map(number).transpose()?;
    }
    if let Some(typed) = &args.card {
        let shows = ProfileSetArgs::card_typed(typed).ok_or(CliError::BadPart(ProfilePart::CardWords))?;
        let words = profile.card.take().and_then(|card| card.words);
        profile.card = (!shows.is_empty()).then_some(Card { shows, words });
    }
    if let Some(typed) = &args.card_words {
        let mut card = profile.card.take().unwrap_or_default();
        card.words = text(typed);
        profile.card = (card != Card::default()).then_some(card);
    }
    Ok(())
}

fn contact(typed: &str) -> Contact {
    let [name, relation, phone] = parts(typed);
    Contact { name: name.unwrap_or_default(), relation, phone }
}

/// Up to three texts with semicolons between; all that follows belongs to the last.
fn parts(typed: &str) -> [Option<String>; 3] {
    let mut parts =
        typed.splitn(3, ';').map(|part| Some(part.trim().to_owned()).filter(|part| !part.is_empty()));
    [(); 3].map(|()| parts.next().flatten())
}

/// A line for each part that is there.
fn rows(profile: &Profile, nhs: Option<&str>, card: bool) -> Vec<Vec<String>> {
    let joined = |parts: &[Option<&String>]| {
        let there: Vec<String> = parts.iter().flatten().map(|part| shown(part)).collect();
        there.join(", ")
    };
    let line = |part: &Option<String>| part.as_ref().map(|part| shown(&part.replace('\n', ", ")));
    let mut rows: Vec<(&str, Option<String>)> = vec![
        ("Full name", line(&profile.full_name)),
        ("Known as", line(&profile.known_as)),
        ("Born", profile.birth_date.map(|date| date.to_string())),
        ("Sex for clinical use", profile.sex.map(|sex| Sex::name(sex).to_owned())),
        ("Phone", line(&profile.phone)),
        ("E-mail", line(&profile.email)),
        ("Address", line(&profile.address)),
    ];
    let call = |one: &Contact| joined(&[Some(&one.name), one.relation.as_ref(), one.phone.as_ref()]);
    rows.extend(profile.contacts.iter().map(|one| ("To call", Some(call(one)))));
    rows.extend([
        ("Practice", profile.practice.as_ref().map(|one| joined(&[Some(&one.name), one.phone.as_ref()]))),
        ("Insurer", profile.insurer.as_ref().map(|one| joined(&[Some(&one.name), one.number.as_ref()]))),
        ("NHS number", nhs.map(str::to_owned)),
    ]);
    if let Some(of_card) = &profile.card {
        let names: Vec<_> = of_card.shows.iter().map(|part| part.name()).collect();
        rows.push(("On the card", (!card).then(|| names.join(", ")).filter(|names| !names.is_empty())));
        rows.push(("To know", line(&of_card.words)));
    }
    rows.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?])).collect()
}

fn as_json(profile: &Profile, nhs: Option<&str>) -> Value {
    let contact = |one: &Contact| json!({ "name": one.name, "relation": one.relation, "phone": one.phone });
    let names = |card: &Card| card.shows.iter().map(|part| part.name()).collect::<Vec<_>>();
    json!({
        "full_name": profile.full_name,
        "known_as": profile.known_as,
        "birth_date": profile.birth_date.map(|date| date.to_string()),
        "sex": profile.sex.map(Sex::name),
        "phone": profile.phone,
        "email": profile.email,
        "address": profile.address,
        "contacts": profile.contacts.iter().map(contact).collect::<Vec<_>>(),
        "practice": profile.practice.as_ref().map(|one| json!({ "name": one.name, "phone": one.phone })),
        "insurer": profile.insurer.as_ref().map(|one| json!({ "name": one.name, "number": one.number })),
        "nhs_number": nhs,
        "card": profile.card.as_ref().map(|card| json!({ "shows": names(card), "words": card.words })),
    })
}
