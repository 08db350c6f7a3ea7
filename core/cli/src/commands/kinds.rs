//! `diary kinds` and `diary kind`: what entries there can be.

use diary_core::diary::kind::Kind;
use diary_core::diary::{Description, Redefine};
use serde_json::json;

use super::own::{self, Which};
use super::{home, people};
use crate::args::{ChangeKindArgs, DefineArgs, GlobalArgs, KindsArgs};
use crate::error::CliError;
use crate::kinds;
use crate::pick::PickError;
use crate::report::Report;
use crate::terminal::{Console, shown};

pub(super) fn list(args: &KindsArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let Some(person) = &args.person else { return said(args, Vec::new(), console) };
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(person))?;
        let diary = own::file(home, &person, Which::of(args.sealed), console)?;
        let known = diary.kinds()?;
        let own = known.own().map(|definition| (Description::from(definition), definition.id.to_string()));
        said(args, own.collect(), console)
    })
}

fn said(args: &KindsArgs, own: Vec<(Description<'_>, String)>, console: Console) -> Result<Report, CliError> {
    let Some(name) = &args.kind else {
        let all = kinds::typed().map(|kind| kinds::as_json(&kind.into(), None));
        let mine = own.iter().map(|(kind, id)| kinds::as_json(kind, Some(id)));
        let json = json!({ "kinds": all.chain(mine).collect::<Vec<_>>() });
        let own: Vec<_> = own.into_iter().map(|(kind, _)| kind).collect();
        return Ok(Report::new(kinds::overview(&own, console.look), json));
    };
    let built_in = Kind::by_name(name).filter(|kind| kind.typed);
    let (kind, id) = match built_in {
        Some(kind) => (kind.into(), None),
        None => match own.into_iter().find(|(kind, _)| kind.name == name.to_lowercase()) {
            Some((kind, id)) => (kind, Some(id)),
            None => return Err(none(Vec::new())),
        },
    };
    let json = json!({ "kinds": [kinds::as_json(&kind, id.as_deref())] });
    Ok(Report::new(kinds::detail(&kind, console.look), json))
}

/// No kind has that name.
pub(super) fn none(names: Vec<String>) -> CliError {
    PickError::None { what: "kind (`diary kinds` lists them)", names }.into()
}

pub(super) fn define(args: &DefineArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let fields = args.fields.iter().enumerate();
    let fields: Vec<_> =
        fields.map(|(at, field)| kinds::new_field(field, at == 0)).collect::<Result<_, _>>()?;
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, args.person.as_deref())?;
        let diary = own::file(home, &person, Which::of(args.sealed), console)?;
        let id = diary.define(&args.name, &fields, home.household.author())?;
        let known = diary.kinds()?;
        let kind = known.get(id).ok_or_else(|| none(Vec::new()))?;
        let text = format!("Defined. Write one down: diary add {} ...", shown(&kind.name));
        Ok(Report::new(text, json!({ "kinds": [kinds::as_json(&kind.into(), Some(&id.to_string()))] })))
    })
}

pub(super) fn change(
    args: &ChangeKindArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, args.person.as_deref())?;
        let diary = own::file(home, &person, Which::of(args.sealed), console)?;
        let known = diary.kinds()?;
        let names = || known.own().map(|kind| kind.name.clone()).collect();
        let kind = known.named(&args.kind).ok_or_else(|| none(names()))?;
        let number = |name: &str| {
            let field = kind.fields.iter().find(|field| field.name == name.to_lowercase());
            field.map(|field| field.number).ok_or(CliError::NoSuchPart("field of this name"))
        };
        let mut what: Vec<_> = args.name.iter().cloned().map(Redefine::Name).collect();
        for text in &args.rename {
            let (old, new) = text.split_once('=').ok_or(CliError::FieldForm)?;
            what.push(Redefine::FieldName(number(old)?, new.to_owned()));
        }
        for field in &args.add {
            what.push(Redefine::Add(kinds::new_field(field, false)?));
        }
        for field in &args.retire {
            what.push(Redefine::Retire(number(field)?));
        }
        diary.redefine(kind.id, &what, home.household.author())?;
        let after = diary.kinds()?;
        let kind = after.get(kind.id).ok_or_else(|| none(Vec::new()))?;
        let json = json!({ "kinds": [kinds::as_json(&kind.into(), Some(&kind.id.to_string()))] });
        Ok(Report::new(kinds::detail(&kind.into(), console.look), json))
    })
}
