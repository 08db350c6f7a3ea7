//! The public surface as text, so that every change of it shows in a diff.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use uniffi_meta::{
    DefaultValueMetadata, EnumShape, FieldMetadata, FnParamMetadata, LiteralMetadata, Metadata, ObjectImpl,
    Type,
};

/// One thing a line, in order of names: what it is, and below it what it has.
///
/// Reads what the library says of itself, and so what every language gets. Documentation is left out.
pub(crate) fn text(library: &[u8]) -> Result<String, Box<dyn std::error::Error>> {
    // By what it is called, then by the line of each part.
    let mut things: BTreeMap<String, Thing> = BTreeMap::new();
    for item in uniffi_bindgen::macro_metadata::extract_from_bytes(library)? {
        match item {
            Metadata::Func(of) => {
                let line = called("fn", &of.name, &of.inputs, of.return_type.as_ref(), of.throws.as_ref());
                things.entry(of.name).or_default().head = line;
            }
            Metadata::Record(of) => {
                let thing = things.entry(of.name.clone()).or_default();
                thing.head = format!("record {}", of.name);
                thing.in_order.extend(of.fields.iter().map(field));
            }
            Metadata::Enum(of) => {
                let thing = things.entry(of.name.clone()).or_default();
                let what = if of.shape == EnumShape::Enum { "enum" } else { "error" };
                thing.head = format!("{what} {}", of.name);
                for variant in of.variants {
                    let fields: Vec<String> = variant.fields.iter().map(field).collect();
                    let fields = if fields.is_empty() {
                        String::new()
                    } else {
                        format!(" {{ {} }}", fields.join(", "))
                    };
                    thing.in_order.push(format!("{}{fields}", variant.name));
                }
            }
            Metadata::Object(of) => {
                let what = if of.imp == ObjectImpl::Struct { "object" } else { "trait" };
                things.entry(of.name.clone()).or_default().head = format!("{what} {}", of.name);
            }
            Metadata::Constructor(of) => {
                let line = called("constructor", &of.name, &of.inputs, None, of.throws.as_ref());
                things.entry(of.self_name).or_default().by_name.insert(line);
            }
            Metadata::Method(of) => {
                let line = called("fn", &of.name, &of.inputs, of.return_type.as_ref(), of.throws.as_ref());
                things.entry(of.self_name).or_default().by_name.insert(line);
            }
            Metadata::TraitMethod(of) => {
                let line = called("fn", &of.name, &of.inputs, of.return_type.as_ref(), of.throws.as_ref());
                things.entry(of.trait_name).or_default().in_order.push(line);
            }
            _ => {}
        }
    }
    let mut out = String::new();
    for thing in things.into_values() {
        writeln!(out, "{}", thing.head)?;
        for part in thing.in_order.iter().chain(&thing.by_name) {
            writeln!(out, "    {part}")?;
        }
    }
    Ok(out)
}

/// A function, or a type and what it has.
#[derive(Default)]
struct Thing {
    head: String,
    /// Fields and variants, whose order crosses the border.
    in_order: Vec<String>,
    by_name: std::collections::BTreeSet<String>,
}

fn called(
    what: &str,
    name: &str,
    inputs: &[FnParamMetadata],
    returns: Option<&Type>,
    throws: Option<&Type>,
) -> String {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|input| format!("{}: {}{}", input.name, named(&input.ty), default(input.default.as_ref())))
        .collect();
    let returns = returns.map_or_else(String::new, |ty| format!(" -> {}", named(ty)));
    let throws = throws.map_or_else(String::new, |ty| format!(" throws {}", named(ty)));
    format!("{what} {name}({}){returns}{throws}", inputs.join(", "))
}

fn field(of: &FieldMetadata) -> String {
    let default = default(of.default.as_ref());
    if of.name.is_empty() { named(&of.ty) } else { format!("{}: {}{default}", of.name, named(&of.ty)) }
}

fn default(of: Option<&DefaultValueMetadata>) -> String {
    match of {
        None => String::new(),
        Some(DefaultValueMetadata::Default) => " = default".to_owned(),
        Some(DefaultValueMetadata::Literal(literal)) => match literal {
            LiteralMetadata::Boolean(value) => format!(" = {value}"),
            LiteralMetadata::UInt(value, ..) => format!(" = {value}"),
            LiteralMetadata::Int(value, ..) => format!(" = {value}"),
            LiteralMetadata::None => " = none".to_owned(),
            LiteralMetadata::EmptySequence => " = []".to_owned(),
            other => format!(" = {other:?}"),
        },
    }
}

fn named(ty: &Type) -> String {
    match ty {
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. }
        | Type::Custom { name, .. } => name.clone(),
        Type::Optional { inner_type } => format!("{}?", named(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", named(inner_type)),
        Type::Map { key_type, value_type } => format!("[{}: {}]", named(key_type), named(value_type)),
        other => format!("{other:?}").to_lowercase(),
    }
}
