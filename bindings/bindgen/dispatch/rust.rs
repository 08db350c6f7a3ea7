//! Rust's dispatcher: the same calls, without a border.

use uniffi_meta::{TraitMethodMetadata, Type, VariantMetadata};

use super::{Tongue, given, kebab, listed};
use crate::surface::{Call, Refusal, Shape, code, is_asked, left_out, thrown_by};

pub(super) struct Rust;

fn member(name: &str, ty: &Type, default: Option<String>) -> String {
    let default = default.unwrap_or_else(|| "null".to_owned());
    format!("read_{}(&member(value, \"{name}\", json!({default})), hands)?", code(ty))
}

/// A type as Rust writes it.
fn named(ty: &Type) -> String {
    match ty {
        Type::UInt8 => "u8".to_owned(),
        Type::Int8 => "i8".to_owned(),
        Type::UInt16 => "u16".to_owned(),
        Type::UInt32 => "u32".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::UInt64 => "u64".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Float64 => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::String => "String".to_owned(),
        Type::Bytes => "Vec<u8>".to_owned(),
        Type::Optional { inner_type } => format!("Option<{}>", named(inner_type)),
        Type::Sequence { inner_type } => format!("Vec<{}>", named(inner_type)),
        Type::Object { name, imp, .. } if imp.is_trait_interface() => format!("Arc<dyn diary_ffi::{name}>"),
        Type::Object { name, .. } => format!("Arc<diary_ffi::{name}>"),
        other => format!("diary_ffi::{}", code(other)),
    }
}

fn of_shape(ty: &str, shape: Shape<'_>) -> String {
    match shape {
        Shape::Optional(inner) => format!("Option<{}>", named(inner)),
        Shape::List(inner) => format!("Vec<{}>", named(inner)),
        Shape::Object => format!("Arc<diary_ffi::{ty}>"),
        Shape::Trait => format!("Arc<dyn diary_ffi::{ty}>"),
        Shape::Record(_) | Shape::Enum(_) => format!("diary_ffi::{ty}"),
    }
}

impl Tongue for Rust {
    fn head(&self) -> String {
        "// Made by `bindgen dispatch rust`.\nuse std::sync::Arc;\nuse serde_json::{Value, json};\n\
         use crate::basics::*;\n"
            .to_owned()
    }

    fn reader(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => format!(
                "    if value.is_null() {{ Ok(None) }} else {{ Ok(Some(read_{}(value, hands)?)) }}\n",
                code(inner)
            ),
            Shape::List(inner) => {
                format!("    each(value).map(|one| read_{}(one, hands)).collect()\n", code(inner))
            }
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!(
                        "{}: {}",
                        field.name,
                        member(&field.name, &field.ty, left_out(field.default.as_ref()))
                    )
                });
                format!("    Ok(diary_ffi::{ty} {{ {fields} }})\n")
            }
            Shape::Enum(variants) => {
                let mut body =
                    "    let (name, value) = variant(value)?;\n    let _ = value;\n    Ok(match name {\n"
                        .to_owned();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!("{}: {}", field.name, member(&field.name, &field.ty, None))
                    });
                    let fields =
                        if of.fields.is_empty() { String::new() } else { format!(" {{ {fields} }}") };
                    body += &format!(
                        "        \"{}\" => diary_ffi::{ty}::{}{fields},\n",
                        kebab(&of.name),
                        of.name
                    );
                }
                body + "        other => return Err(Strange(other.to_owned())),\n    })\n"
            }
            Shape::Object => "    hands.held(value)\n".to_owned(),
            Shape::Trait => format!("    Ok(Arc::new(Heard{ty}(hands.heard(value)?)))\n"),
        };
        format!(
            "fn read_{code_of}(value: &Value, hands: &Hands) -> Result<{}, Strange> {{\n{body}}}\n",
            of_shape(ty, shape)
        )
    }

    fn writer(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("    value.map_or(Value::Null, |value| write_{}(value, hands))\n", code(inner))
            }
            Shape::List(inner) => {
                format!(
                    "    Value::Array(value.into_iter().map(|one| write_{}(one, hands)).collect())\n",
                    code(inner)
                )
            }
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!("\"{0}\": write_{1}(value.{0}, hands)", field.name, code(&field.ty))
                });
                format!("    json!({{{fields}}})\n")
            }
            Shape::Enum(variants) => {
                let mut body = "    match value {\n".to_owned();
                for of in variants {
                    let bound = listed(&of.fields, |field| field.name.clone());
                    let fields = listed(&of.fields, |field| {
                        format!("\"{0}\": write_{1}({0}, hands)", field.name, code(&field.ty))
                    });
                    let name = kebab(&of.name);
                    body += &if of.fields.is_empty() {
                        format!("        diary_ffi::{ty}::{} => json!(\"{name}\"),\n", of.name)
                    } else {
                        format!(
                            "        diary_ffi::{ty}::{} {{ {bound} }} => json!({{\"{name}\": {{{fields}}}}}),\n",
                            of.name
                        )
                    };
                }
                body + "    }\n"
            }
            Shape::Object => format!("    hands.keep(value, \"{ty}\")\n"),
            Shape::Trait => "    let _ = (value, hands);\n    Value::Null\n".to_owned(),
        };
        format!("fn write_{code_of}(value: {}, hands: &Hands) -> Value {{\n{body}}}\n", of_shape(ty, shape))
    }

    fn listener(&self, name: &str, methods: &[TraitMethodMetadata]) -> String {
        let mut out = format!(
            "#[derive(Debug)]\nstruct Heard{name}(Heard);\n\nimpl diary_ffi::{name} for Heard{name} {{\n"
        );
        for method in methods {
            let inputs: String =
                method.inputs.iter().map(|input| format!(", {}: {}", input.name, named(&input.ty))).collect();
            let with = given(&method.inputs, |input| {
                format!("\"{0}\": write_{1}({0}, &self.0.hands)", input.name, code(&input.ty))
            });
            let gives = method.return_type.as_ref().map_or_else(|| "()".to_owned(), named);
            let thrown = thrown_by(method).unwrap_or_default();
            out += &format!(
                "    fn {}(&self{inputs}) -> Result<{gives}, diary_ffi::{thrown}> {{\n",
                method.name
            );
            out += &if is_asked(methods) {
                let asked = format!("self.0.asks(\"{}\", &json!({{{with}}}), thrown_{thrown})?", method.name);
                match method.return_type.as_ref().map(code) {
                    Some(reader) => format!(
                        "        read_{reader}(&{asked}, &self.0.hands).map_err(|strange| thrown_{thrown}(&strange.0))\n"
                    ),
                    None => format!("        {asked};\n        Ok(())\n"),
                }
            } else {
                format!("        self.0.hears(\"{}\", json!({{{with}}}));\n        Ok(())\n", method.name)
            };
            out += "    }\n";
        }
        out + "}\n"
    }

    fn failures(&self, error: &str, variants: &[VariantMetadata]) -> String {
        let mut out = format!(
            "fn failure(error: &diary_ffi::{error}) -> Failure {{\n    Failure::Kind(match error {{\n"
        );
        for of in variants {
            out += &format!("        diary_ffi::{error}::{}(_) => \"{}\",\n", of.name, kebab(&of.name));
        }
        out + "        _ => \"unknown\",\n    })\n}\n"
    }

    fn thrown(&self, error: &str, of: &Refusal) -> String {
        let mut out = format!("fn thrown_{error}(kind: &str) -> diary_ffi::{error} {{\n    match kind {{\n");
        for of in &of.variants {
            out += &format!("        \"{}\" => diary_ffi::{error}::{},\n", kebab(&of.name), of.name);
        }
        out + "        other => panic!(\"{other}\"),\n    }\n}\n"
    }

    fn call(&self, name: &str, call: &Call) -> String {
        let inputs =
            given(&call.inputs, |input| member(&input.name, &input.ty, left_out(input.default.as_ref())));
        let target = match (&call.owner, call.is_method) {
            (Some(owner), true) => format!("hands.on::<diary_ffi::{owner}>(on)?.{}({inputs})", call.name),
            (Some(owner), false) => format!("diary_ffi::{owner}::{}({inputs})", call.name),
            (None, _) => format!("diary_ffi::{}({inputs})", call.name),
        };
        let target = if call.throws { format!("{target}.map_err(|error| failure(&error))?") } else { target };
        let writer = call.returns.as_ref().map_or_else(|| "Nothing".to_owned(), code);
        format!("        \"{name}\" => write_{writer}({target}, hands),\n")
    }

    fn around_calls(&self) -> (&'static str, &'static str) {
        (
            "pub(crate) fn call(name: &str, on: Option<&str>, value: &Value, hands: &Hands) -> Result<Value, Failure> {\n    \
             Ok(match name {",
            "        other => return Err(Failure::Strange(Strange(other.to_owned()))),\n    })\n}",
        )
    }
}
