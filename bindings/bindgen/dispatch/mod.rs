//! Code that makes a public call by its name, with arguments and answers as JSON: one dispatcher for each language, out of what the
//! library says of itself. `core/sim/src/scenario/across` has the form of what crosses.
//!
//! A dispatcher has a reader for each type that is handed in and a writer for each that comes, a class for each foreign trait,
//! and one branch for each call. What numbers, texts and bytes are stands in the hands, which are written by hand.

mod kotlin;
mod python;
mod rust;
mod swift;

use std::error::Error;
use std::fmt::Write as _;

use uniffi_meta::{FieldMetadata, FnParamMetadata, TraitMethodMetadata, VariantMetadata};

use crate::surface::{Call, Refusal, Shape, Surface};

/// How a language writes its part.
trait Tongue {
    /// What stands before everything.
    fn head(&self) -> String;
    /// Reads a value of a type out of JSON; `ty` is its name, `code` that of its readers.
    fn reader(&self, code: &str, ty: &str, shape: Shape<'_>) -> String;
    /// Writes one as JSON.
    fn writer(&self, code: &str, ty: &str, shape: Shape<'_>) -> String;
    /// Something that foreign code implements: a listener notes what it is told; one that has to answer asks the stage.
    fn listener(&self, name: &str, methods: &[TraitMethodMetadata]) -> String;
    /// The word for what a call threw.
    fn failures(&self, error: &str, variants: &[VariantMetadata]) -> String;
    /// What foreign code throws, by its word.
    fn thrown(&self, error: &str, of: &Refusal) -> String;
    /// The branch of one call, in the list of all.
    fn call(&self, name: &str, call: &Call) -> String;
    /// What stands around the branches.
    fn around_calls(&self) -> (&'static str, &'static str);
}

/// The dispatcher of a language.
pub(crate) fn text(language: &str, library: &[u8]) -> Result<String, Box<dyn Error>> {
    let tongue: &dyn Tongue = match language {
        "python" => &python::Python,
        "kotlin" => &kotlin::Kotlin,
        "swift" => &swift::Swift,
        "rust" => &rust::Rust,
        other => {
            return Err(
                format!("no dispatcher for `{other}`; there are python, kotlin, swift and rust").into()
            );
        }
    };
    let surface = Surface::read(library)?;
    let mut out = tongue.head();
    let (handed, came) = surface.directions();
    for (code, (ty, shape)) in &handed.all {
        writeln!(out, "\n{}", tongue.reader(code, ty, *shape).trim_end())?;
    }
    for (code, (ty, shape)) in &came.all {
        writeln!(out, "\n{}", tongue.writer(code, ty, *shape).trim_end())?;
    }
    for (name, error) in surface.thrown() {
        writeln!(out, "\n{}", tongue.thrown(name, error).trim_end())?;
    }
    for (name, methods) in &surface.traits {
        writeln!(out, "\n{}", tongue.listener(name, methods).trim_end())?;
    }
    for (name, error) in surface.errors.iter().filter(|(name, _)| *name == "DiaryError") {
        writeln!(out, "\n{}", tongue.failures(name, &error.variants).trim_end())?;
    }
    let (before, after) = tongue.around_calls();
    writeln!(out, "\n{before}")?;
    // What plays a scenario is none of its calls.
    for (name, call) in surface.calls.iter().filter(|(name, _)| !name.starts_with("ScenarioStage.")) {
        writeln!(out, "{}", tongue.call(name, call).trim_end())?;
    }
    writeln!(out, "{after}")?;
    Ok(out)
}

/// `WrongSecret` as `wrong-secret`.
fn kebab(name: &str) -> String {
    parts(name).join("-")
}

/// `WrongSecret` as `WRONG_SECRET`.
fn upper(name: &str) -> String {
    parts(name).join("_").to_uppercase()
}

/// `add_person` or `AddPerson` as `addPerson`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for (at, part) in parts(name).iter().enumerate() {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if at > 0 => out.extend(first.to_uppercase().chain(letters)),
            Some(first) => out.extend(std::iter::once(first).chain(letters)),
            None => {}
        }
    }
    out
}

/// The words of a name, in small letters.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && parts.last().is_some_and(|part| !part.is_empty())) {
            parts.push(String::new());
        }
        if letter != '_'
            && let Some(part) = parts.last_mut()
        {
            part.extend(letter.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether no variant has a field.
fn is_plain(variants: &[VariantMetadata]) -> bool {
    variants.iter().all(|variant| variant.fields.is_empty())
}

/// Each field through `one`, in a list.
fn listed(fields: &[FieldMetadata], one: impl Fn(&FieldMetadata) -> String) -> String {
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Each parameter through `one`, in a list.
fn given(inputs: &[FnParamMetadata], one: impl Fn(&FnParamMetadata) -> String) -> String {
    inputs.iter().map(one).collect::<Vec<_>>().join(", ")
}
