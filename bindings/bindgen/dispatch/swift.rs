//! Swift's dispatcher.

use uniffi_meta::{TraitMethodMetadata, Type, VariantMetadata};

use super::{Tongue, camel, given, kebab, listed};
use crate::surface::{Call, Refusal, Shape, code, is_asked, left_out, thrown_by};

pub(super) struct Swift;

fn member(name: &str, ty: &Type, default: Option<String>) -> String {
    let default = default.map_or_else(|| ".nothing".to_owned(), |number| format!(".whole({number})"));
    format!("try read{}(value.member(\"{name}\", {default}), hands)", code(ty))
}

/// A type as Swift writes it.
fn named(ty: &Type) -> String {
    match ty {
        Type::Float64 => "Double".to_owned(),
        Type::Boolean => "Bool".to_owned(),
        Type::Bytes => "Data".to_owned(),
        Type::Optional { inner_type } => format!("{}?", named(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", named(inner_type)),
        Type::Object { name, .. } | Type::Record { name, .. } | Type::Enum { name, .. } => in_module(name),
        other => code(other),
    }
}

/// Some names are Swift's own too.
fn in_module(name: &str) -> String {
    format!("HealthDiaryCore.{name}")
}

fn of_shape(ty: &str, shape: Shape<'_>) -> String {
    match shape {
        Shape::Optional(inner) => format!("{}?", named(inner)),
        Shape::List(inner) => format!("[{}]", named(inner)),
        _ => in_module(ty),
    }
}

impl Tongue for Swift {
    fn head(&self) -> String {
        "// Made by `bindgen dispatch swift`.\nimport Foundation\nimport HealthDiaryCore\n".to_owned()
    }

    fn reader(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("  value.isNothing ? nil : try read{}(value, hands)\n", code(inner))
            }
            Shape::List(inner) => format!("  try value.each.map {{ try read{}($0, hands) }}\n", code(inner)),
            Shape::Record(fields) => {
                let mut body = String::new();
                for field in fields {
                    body += &format!(
                        "  let {}_ = {}\n",
                        camel(&field.name),
                        member(&field.name, &field.ty, left_out(field.default.as_ref()))
                    );
                }
                let fields = listed(fields, |field| format!("{0}: {0}_", camel(&field.name)));
                format!("{body}  return {}({fields})\n", in_module(ty))
            }
            Shape::Enum(variants) => {
                let mut body =
                    "  let (name, value) = try value.variant()\n  _ = value\n  switch name {\n".to_owned();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!("{}: {}", camel(&field.name), member(&field.name, &field.ty, None))
                    });
                    let fields = if of.fields.is_empty() { String::new() } else { format!("({fields})") };
                    body += &format!("  case \"{}\": return .{}{fields}\n", kebab(&of.name), camel(&of.name));
                }
                body + "  default: throw Strange(what: name)\n  }\n"
            }
            Shape::Object => format!("  try hands.held(value, as: {}.self)\n", in_module(ty)),
            Shape::Trait => format!("  try hands.listener(value) {{ Heard{ty}($0, hands) }}\n"),
        };
        format!(
            "func read{code_of}(_ value: Json, _ hands: Hands) throws -> {} {{\n{body}}}\n",
            of_shape(ty, shape)
        )
    }

    fn writer(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("  value.map {{ write{}($0, hands) }} ?? .nothing\n", code(inner))
            }
            Shape::List(inner) => format!("  .list(value.map {{ write{}($0, hands) }})\n", code(inner)),
            Shape::Record(fields) => {
                let mut body = "  var members: [String: Json] = [:]\n".to_owned();
                for field in fields {
                    body += &format!(
                        "  members[\"{}\"] = write{}(value.{}, hands)\n",
                        field.name,
                        code(&field.ty),
                        camel(&field.name)
                    );
                }
                body + "  return .members(members)\n"
            }
            Shape::Enum(variants) => {
                let mut body = "  switch value {\n".to_owned();
                for of in variants {
                    let (case, name) = (camel(&of.name), kebab(&of.name));
                    if of.fields.is_empty() {
                        body += &format!("  case .{case}: return .text(\"{name}\")\n");
                        continue;
                    }
                    let bound = listed(&of.fields, |field| format!("let {}_", camel(&field.name)));
                    let fields = listed(&of.fields, |field| {
                        format!(
                            "\"{}\": write{}({}_, hands)",
                            field.name,
                            code(&field.ty),
                            camel(&field.name)
                        )
                    });
                    body += &format!(
                        "  case .{case}({bound}): return .members([\"{name}\": .members([{fields}])])\n"
                    );
                }
                body + "  }\n"
            }
            Shape::Object | Shape::Trait => format!("  hands.keep(value, \"{ty}\")\n"),
        };
        format!(
            "func write{code_of}(_ value: {}, _ hands: Hands) -> Json {{\n{body}}}\n",
            of_shape(ty, shape)
        )
    }

    fn listener(&self, name: &str, methods: &[TraitMethodMetadata]) -> String {
        let mut out =
            format!("final class Heard{name}: Heard, {}, @unchecked Sendable {{\n", in_module(name));
        for method in methods {
            let inputs =
                given(&method.inputs, |input| format!("{}: {}", camel(&input.name), named(&input.ty)));
            let with = given(&method.inputs, |input| {
                format!("\"{}\": write{}({}, hands)", input.name, code(&input.ty), camel(&input.name))
            });
            let with = if with.is_empty() { ":".to_owned() } else { with };
            let gives =
                method.return_type.as_ref().map_or_else(String::new, |ty| format!(" -> {}", named(ty)));
            out += &format!("  func {}({inputs}) throws{gives} {{\n", camel(&method.name));
            out += &if is_asked(methods) {
                let thrown = thrown_by(method).unwrap_or_default();
                let asked = format!("try asks(\"{}\", .members([{with}]), thrown{thrown})", method.name);
                match method.return_type.as_ref().map(code) {
                    Some(reader) => format!("    return try read{reader}({asked}, hands)\n"),
                    None => format!("    _ = {asked}\n"),
                }
            } else {
                format!("    hears(\"{}\", .members([{with}]))\n", method.name)
            };
            out += "  }\n";
        }
        out + "}\n"
    }

    fn failures(&self, error: &str, variants: &[VariantMetadata]) -> String {
        let mut out =
            format!("func failure(_ error: {}) -> String {{\n  switch error {{\n", in_module(error));
        for of in variants {
            out += &format!("  case .{}: return \"{}\"\n", of.name, kebab(&of.name));
        }
        out + "  }\n}\n"
    }

    fn thrown(&self, error: &str, of: &Refusal) -> String {
        let message = if of.flat { "(message: \"\")" } else { "" };
        let mut out = format!("func thrown{error}(_ kind: String) -> any Error {{\n  switch kind {{\n");
        for of in &of.variants {
            out += &format!(
                "  case \"{}\": return {}.{}{message}\n",
                kebab(&of.name),
                in_module(error),
                of.name
            );
        }
        out + "  default: return Strange(what: kind)\n  }\n}\n"
    }

    fn call(&self, name: &str, call: &Call) -> String {
        let inputs = given(&call.inputs, |input| {
            format!(
                "{}: {}",
                camel(&input.name),
                member(&input.name, &input.ty, left_out(input.default.as_ref()))
            )
        });
        let target = match (&call.owner, call.is_method) {
            (Some(owner), true) => format!("hands.of(on, {}.self).{}", in_module(owner), camel(&call.name)),
            (Some(owner), false) if call.name == "new" => in_module(owner),
            (Some(owner), false) => format!("{}.{}", in_module(owner), camel(&call.name)),
            (None, _) => format!("HealthDiaryCore.{}", camel(&call.name)),
        };
        let writer = call.returns.as_ref().map_or_else(|| "Nothing".to_owned(), code);
        let tried = if call.throws || call.is_method { "try " } else { "" };
        format!("  case \"{name}\": return write{writer}({tried}{target}({inputs}), hands)\n")
    }

    fn around_calls(&self) -> (&'static str, &'static str) {
        (
            "func call(_ name: String, _ on: AnyObject?, _ value: Json, _ hands: Hands) throws -> Json {\n  switch name {",
            "  default: throw Strange(what: name)\n  }\n}",
        )
    }
}
