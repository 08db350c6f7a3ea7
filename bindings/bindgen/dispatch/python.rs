//! Python's dispatcher.

use uniffi_meta::{TraitMethodMetadata, VariantMetadata};

use super::{Tongue, given, is_plain, kebab, listed, upper};
use crate::surface::{Call, Refusal, Shape, code, is_asked, left_out, thrown_by};

pub(super) struct Python;

/// A member of an object, read.
fn member(name: &str, ty: &uniffi_meta::Type, default: Option<String>) -> String {
    let default = default.unwrap_or_else(|| "None".to_owned());
    format!("read_{}(member(value, \"{name}\", {default}), hands)", code(ty))
}

impl Tongue for Python {
    fn head(&self) -> String {
        "# Made by `bindgen dispatch python`.\nimport diary_ffi\nfrom basics import *\n".to_owned()
    }

    fn reader(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("    return None if value is None else read_{}(value, hands)\n", code(inner))
            }
            Shape::List(inner) => {
                format!("    return [read_{}(one, hands) for one in value or []]\n", code(inner))
            }
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!(
                        "{}={}",
                        field.name,
                        member(&field.name, &field.ty, left_out(field.default.as_ref()))
                    )
                });
                format!("    return diary_ffi.{ty}({fields})\n")
            }
            Shape::Enum(variants) => {
                let plain = is_plain(variants);
                let mut body = "    name, value = variant(value)\n".to_owned();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!("{}={}", field.name, member(&field.name, &field.ty, None))
                    });
                    let made = if plain { String::new() } else { format!("({fields})") };
                    body += &format!(
                        "    if name == \"{}\":\n        return diary_ffi.{ty}.{}{made}\n",
                        kebab(&of.name),
                        upper(&of.name)
                    );
                }
                body + "    raise ValueError(name)\n"
            }
            Shape::Object => "    return hands.held(value)\n".to_owned(),
            Shape::Trait => format!("    return hands.listener(value, Heard{ty})\n"),
        };
        format!("def read_{code_of}(value, hands):\n{body}")
    }

    fn writer(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("    return None if value is None else write_{}(value, hands)\n", code(inner))
            }
            Shape::List(inner) => {
                format!("    return [write_{}(one, hands) for one in value]\n", code(inner))
            }
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!("\"{0}\": write_{1}(value.{0}, hands)", field.name, code(&field.ty))
                });
                format!("    return {{{fields}}}\n")
            }
            Shape::Enum(variants) if is_plain(variants) => {
                "    return value.name.lower().replace(\"_\", \"-\")\n".to_owned()
            }
            Shape::Enum(variants) => {
                let mut body = String::new();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!("\"{0}\": write_{1}(value.{0}, hands)", field.name, code(&field.ty))
                    });
                    let name = kebab(&of.name);
                    let made = if of.fields.is_empty() {
                        format!("\"{name}\"")
                    } else {
                        format!("{{\"{name}\": {{{fields}}}}}")
                    };
                    body += &format!(
                        "    if isinstance(value, diary_ffi.{ty}.{}):\n        return {made}\n",
                        upper(&of.name)
                    );
                }
                body + "    raise ValueError(value)\n"
            }
            Shape::Object | Shape::Trait => format!("    return hands.keep(value, \"{ty}\")\n"),
        };
        format!("def write_{code_of}(value, hands):\n{body}")
    }

    fn listener(&self, name: &str, methods: &[TraitMethodMetadata]) -> String {
        let mut out = format!("class Heard{name}(Heard, diary_ffi.{name}):\n");
        for method in methods {
            let names: String = method.inputs.iter().map(|input| format!(", {}", input.name)).collect();
            let with = given(&method.inputs, |input| {
                format!("\"{0}\": write_{1}({0}, self.hands)", input.name, code(&input.ty))
            });
            out += &format!("    def {}(self{names}):\n", method.name);
            out += &if is_asked(methods) {
                let thrown = thrown_by(method).unwrap_or_default();
                let asked = format!("self.asks(\"{}\", {{{with}}}, thrown_{thrown})", method.name);
                match method.return_type.as_ref().map(code) {
                    Some(reader) => format!("        return read_{reader}({asked}, self.hands)\n"),
                    None => format!("        {asked}\n"),
                }
            } else {
                format!("        self.hears(\"{}\", {{{with}}})\n", method.name)
            };
        }
        out
    }

    fn failures(&self, error: &str, variants: &[VariantMetadata]) -> String {
        let mut out = format!(
            "def failure(error):\n    if not isinstance(error, diary_ffi.{error}):\n        raise error\n"
        );
        for of in variants {
            out += &format!(
                "    if isinstance(error, diary_ffi.{error}.{}):\n        return \"{}\"\n",
                of.name,
                kebab(&of.name)
            );
        }
        out + "    raise error\n"
    }

    fn thrown(&self, error: &str, of: &Refusal) -> String {
        let message = if of.flat { "\"\"" } else { "" };
        let mut out = format!("def thrown_{error}(kind):\n");
        for of in &of.variants {
            out += &format!(
                "    if kind == \"{}\":\n        return diary_ffi.{error}.{}({message})\n",
                kebab(&of.name),
                of.name
            );
        }
        out + "    raise ValueError(kind)\n"
    }

    fn call(&self, name: &str, call: &Call) -> String {
        let inputs =
            given(&call.inputs, |input| member(&input.name, &input.ty, left_out(input.default.as_ref())));
        let target = match (&call.owner, call.is_method) {
            (Some(_), true) => format!("on.{}", call.name),
            (Some(owner), false) if call.name == "new" => format!("diary_ffi.{owner}"),
            (Some(owner), false) => format!("diary_ffi.{owner}.{}", call.name),
            (None, _) => format!("diary_ffi.{}", call.name),
        };
        let writer = call.returns.as_ref().map_or_else(|| "Nothing".to_owned(), code);
        format!("    \"{name}\": lambda on, value, hands: write_{writer}({target}({inputs}), hands),\n")
    }

    fn around_calls(&self) -> (&'static str, &'static str) {
        ("CALLS = {", "}")
    }
}
