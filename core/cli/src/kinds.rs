//! Kinds of entry in words and as objects, and the fields of one's own as they are typed.

use diary_core::diary::kind::{ALL, Choice, Kind, Shape, Unit};
use diary_core::diary::{Description, Field, Holds, NewField};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::table;
use crate::terminal::{Look, shown};

/// The kinds that the program describes and people write.
pub fn typed() -> impl Iterator<Item = &'static Kind> {
    ALL.iter().copied().filter(|kind| kind.typed)
}

/// All of them, one line each.
pub fn overview(own: &[Description<'_>], look: Look) -> String {
    let row = |name: String, words: String, fields: &[Field<'_>]| {
        let fields: Vec<_> = fields.iter().map(|field| shown(field.name)).collect();
        vec![name, words, fields.join(", ")]
    };
    let built_in = typed().map(|kind| {
        let names: Vec<_> = [kind.name].into_iter().chain(kind.short.iter().copied()).collect();
        let sealed = if kind.sensitive { " (--sealed keeps it apart)" } else { "" };
        row(names.join(", "), format!("{}{sealed}", kind.words), kind.fields)
    });
    let own = own.iter().map(|kind| row(shown(kind.name), "defined here".to_owned(), &kind.fields));
    table::table(look, &["Kind", "What", "Fields"], built_in.chain(own))
}

/// One kind with everything that its fields take.
pub fn detail(kind: &Description<'_>, look: Look) -> String {
    let rows = kind.fields.iter().map(|field| {
        let names: Vec<_> = [field.name].iter().chain(field.short).map(|name| shown(name)).collect();
        let needed = if field.required { "needed" } else { "" };
        vec![names.join(", "), shown(field.words), takes(&field.shape), needed.to_owned()]
    });
    let table = table::table(look, &["Field", "What", "Takes", ""], rows);
    let table = match kind.kind.questionnaire {
        Some(of) => format!(
            "{}\n{table}\nScore: {}. Source: {}. Licence: {}.",
            of.asks, of.rule, of.source, of.licence
        ),
        None => table,
    };
    match kind.kind.example {
        "" => table,
        example => format!("{table}\nExample: diary add {} {example}", kind.name),
    }
}

fn takes(shape: &Shape<'_>) -> String {
    let choices = |choices: &[Choice]| choices.iter().map(|one| one.name).collect::<Vec<_>>().join(", ");
    match shape {
        Shape::Number { units, possible: (lowest, highest), .. } => {
            let texts: Vec<_> =
                units.iter().map(|unit| unit.text()).filter(|text| !text.is_empty()).collect();
            let first = units.first().map_or("", |unit| unit.text());
            format!("number {}, {lowest} to {highest} {first}", texts.join(" or "))
                .replace("number ,", "number,")
        }
        Shape::Amount { unit } => format!("number of {}", shown(unit)),
        Shape::Text { .. } => "words".to_owned(),
        Shape::Choice(all) => format!("one of {}", choices(all)),
        Shape::Choices(all) => format!("some of {}, with a comma between", choices(all)),
        Shape::Time => "a time, as in 23:10 or 2026-08-13T23:10".to_owned(),
        Shape::Entry => "the whole id of an entry".to_owned(),
    }
}

/// A kind as an object.
pub fn as_json(kind: &Description<'_>, defined: Option<&str>) -> Value {
    let described = kind.kind;
    json!({
        "kind": kind.name,
        "kind_number": described.number,
        "words": kind.words,
        "short": described.short,
        "sensitive": described.sensitive,
        "typed": described.typed || defined.is_some(),
        "loinc": described.loinc,
        "example": described.example,
        "questionnaire": described.questionnaire.map(|of| json!({
            "asks": of.asks,
            "source": of.source,
            "licence": of.licence,
            "most": of.most,
            "rule": of.rule,
            "loinc": of.loinc,
        })),
        "defined": defined,
        "fields": kind.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn field(field: &Field<'_>) -> Value {
    let range = |(lowest, highest): (diary_core::diary::Decimal, diary_core::diary::Decimal)| {
        json!([lowest.to_string(), highest.to_string()])
    };
    let unit = |unit: &Unit| json!({ "unit": unit.text(), "ucum": unit.ucum() });
    let (holds, units, possible, usual) = match field.shape {
        Shape::Number { units, possible, usual } => {
            ("number", units.iter().map(unit).collect(), range(possible), range(usual))
        }
        Shape::Amount { unit } => {
            ("number", vec![json!({ "unit": unit, "ucum": null })], Value::Null, Value::Null)
        }
        Shape::Text { .. } => ("text", Vec::new(), Value::Null, Value::Null),
        Shape::Choice(_) => ("choice", Vec::new(), Value::Null, Value::Null),
        Shape::Choices(_) => ("choices", Vec::new(), Value::Null, Value::Null),
        Shape::Time => ("time", Vec::new(), Value::Null, Value::Null),
        Shape::Entry => ("entry", Vec::new(), Value::Null, Value::Null),
    };
    let choice = |choice: &Choice| json!({ "choice": choice.name, "choice_number": choice.number, "words": choice.words, "snomed": choice.snomed });
    json!({
        "field": field.name,
        "field_number": field.number,
        "words": field.words,
        "required": field.required,
        "holds": holds,
        "units": units,
        "possible": possible,
        "usual": usual,
        "choices": field.shape.choices().iter().map(choice).collect::<Vec<_>>(),
        "loinc": field.loinc,
    })
}

/// A field of one's own as it is typed: `NAME:WHAT`.
///
/// # Errors
/// [`CliError::FieldForm`].
pub fn new_field(text: &str, required: bool) -> Result<NewField, CliError> {
    let (name, what) = text.split_once(':').ok_or(CliError::FieldForm)?;
    let what = what.trim();
    let holds = match what {
        "" => return Err(CliError::FieldForm),
        "text" => Holds::Text,
        "yes-no" => Holds::YesOrNo,
        "scale" => Holds::Scale,
        "number" => Holds::Number(Unit::Count),
        unit => Unit::typed(unit).map_or_else(|| Holds::Amount(unit.to_owned()), Holds::Number),
    };
    Ok(NewField { name: name.to_owned(), holds, required })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_with_what_its_fields_take() {
        let look = Look { unicode: false, colour: false, width: None };
        let all = overview(&[], look);
        for kind in typed() {
            assert!(all.contains(kind.name), "{}", kind.name);
            let detail = detail(&kind.into(), look);
            for field in kind.fields {
                assert!(detail.contains(field.name), "{}", field.name);
                assert!(field.shape.choices().iter().all(|choice| detail.contains(choice.name)));
            }
            assert_eq!(as_json(&kind.into(), None)["fields"].as_array().unwrap().len(), kind.fields.len());
        }
        assert!(
            detail(&(&diary_core::diary::kind::WEIGHT).into(), look)
                .contains("kg or lb or st or g, 0.3 to 650 kg")
        );
    }

    #[test]
    fn a_field_of_ones_own_is_a_name_and_what_it_holds() {
        let holds = |text| new_field(text, false).map(|field| field.holds).unwrap();
        assert_eq!(holds("a:kg"), Holds::Number(Unit::Kilogram));
        assert_eq!(holds("a: cups of tea"), Holds::Amount("cups of tea".to_owned()));
        assert_eq!(holds("a:yes-no"), Holds::YesOrNo);
        assert_eq!(holds("a:number"), Holds::Number(Unit::Count));
        assert!(matches!(new_field("a", true), Err(CliError::FieldForm)));
        assert!(matches!(new_field("a:", true), Err(CliError::FieldForm)));
    }
}
