//! Kotlin's dispatcher.

use uniffi_meta::{TraitMethodMetadata, Type, VariantMetadata};

use super::{Tongue, camel, given, is_plain, kebab, listed, upper};
use crate::surface::{Call, Refusal, Shape, code, is_asked, left_out, thrown_by};

pub(super) struct Kotlin;

fn member(name: &str, ty: &Type, default: Option<String>) -> String {
    let default = default.unwrap_or_else(|| "null".to_owned());
    format!("read{}(member(value, \"{name}\", {default}), hands)", code(ty))
}

/// A type as Kotlin writes it.
fn named(ty: &Type) -> String {
    match ty {
        Type::UInt8 => "UByte".to_owned(),
        Type::Int8 => "Byte".to_owned(),
        Type::UInt16 => "UShort".to_owned(),
        Type::UInt32 => "UInt".to_owned(),
        Type::Int32 => "Int".to_owned(),
        Type::UInt64 => "ULong".to_owned(),
        Type::Int64 => "Long".to_owned(),
        Type::Float64 => "Double".to_owned(),
        Type::Bytes => "ByteArray".to_owned(),
        Type::Optional { inner_type } => format!("{}?", named(inner_type)),
        Type::Sequence { inner_type } => format!("List<{}>", named(inner_type)),
        other => code(other),
    }
}

/// The type that a reader or writer is of.
fn of_shape(ty: &str, shape: Shape<'_>) -> String {
    match shape {
        Shape::Optional(inner) => format!("{}?", named(inner)),
        Shape::List(inner) => format!("List<{}>", named(inner)),
        _ => ty.to_owned(),
    }
}

/// An error as Kotlin calls it.
fn exception(error: &str) -> String {
    error.replace("Error", "Exception")
}

impl Tongue for Kotlin {
    fn head(&self) -> String {
        "// Made by `bindgen dispatch kotlin`.\n@file:Suppress(\"ktlint\")\n\npackage org.healthdiary.hands\n\n\
         import com.google.gson.JsonElement\nimport org.healthdiary.*\n"
            .to_owned()
    }

    fn reader(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!(" =\n    if (value.isJsonNull) null else read{}(value, hands)\n", code(inner))
            }
            Shape::List(inner) => format!(" =\n    each(value).map {{ read{}(it, hands) }}\n", code(inner)),
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!(
                        "`{}` = {}",
                        camel(&field.name),
                        member(&field.name, &field.ty, left_out(field.default.as_ref()))
                    )
                });
                format!(" =\n    {ty}({fields})\n")
            }
            Shape::Enum(variants) => {
                let plain = is_plain(variants);
                let mut body =
                    " {\n    val (name, inside) = variant(value)\n    return inside.let { value ->\n        when (name) {\n".to_owned();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!("`{}` = {}", camel(&field.name), member(&field.name, &field.ty, None))
                    });
                    let made = if plain {
                        upper(&of.name)
                    } else if of.fields.is_empty() {
                        of.name.clone()
                    } else {
                        format!("{}({fields})", of.name)
                    };
                    body += &format!("            \"{}\" -> {ty}.{made}\n", kebab(&of.name));
                }
                body + "            else -> error(name)\n        }\n    }\n}\n"
            }
            Shape::Object => format!(" =\n    hands.held(value) as {ty}\n"),
            Shape::Trait => format!(" =\n    hands.listener(value) {{ Heard{ty}(it, hands) }} as {ty}\n"),
        };
        format!("fun read{code_of}(value: JsonElement, hands: Hands): {}{body}", of_shape(ty, shape))
    }

    fn writer(&self, code_of: &str, ty: &str, shape: Shape<'_>) -> String {
        let body = match shape {
            Shape::Optional(inner) => {
                format!("    if (value == null) nothing else write{}(value, hands)\n", code(inner))
            }
            Shape::List(inner) => format!("    list(value.map {{ write{}(it, hands) }})\n", code(inner)),
            Shape::Record(fields) => {
                let fields = listed(fields, |field| {
                    format!(
                        "\"{}\" to write{}(value.`{}`, hands)",
                        field.name,
                        code(&field.ty),
                        camel(&field.name)
                    )
                });
                format!("    members({fields})\n")
            }
            Shape::Enum(variants) if is_plain(variants) => {
                "    writeString(value.name.lowercase().replace('_', '-'), hands)\n".to_owned()
            }
            Shape::Enum(variants) => {
                let mut body = "    when (value) {\n".to_owned();
                for of in variants {
                    let fields = listed(&of.fields, |field| {
                        format!(
                            "\"{}\" to write{}(value.`{}`, hands)",
                            field.name,
                            code(&field.ty),
                            camel(&field.name)
                        )
                    });
                    let (name, made) = (kebab(&of.name), of.fields.is_empty());
                    let made = if made {
                        format!("writeString(\"{name}\", hands)")
                    } else {
                        format!("members(\"{name}\" to members({fields}))")
                    };
                    body += &format!("        is {ty}.{} -> {made}\n", of.name);
                }
                body + "    }\n"
            }
            Shape::Object | Shape::Trait => format!("    hands.keep(value, \"{ty}\")\n"),
        };
        format!("fun write{code_of}(value: {}, hands: Hands): JsonElement =\n{body}", of_shape(ty, shape))
    }

    fn listener(&self, name: &str, methods: &[TraitMethodMetadata]) -> String {
        let mut out =
            format!("class Heard{name}(name: String, hands: Hands) : Heard(name, hands), {name} {{\n");
        for method in methods {
            let inputs =
                given(&method.inputs, |input| format!("`{}`: {}", camel(&input.name), named(&input.ty)));
            let with = given(&method.inputs, |input| {
                format!("\"{}\" to write{}(`{}`, hands)", input.name, code(&input.ty), camel(&input.name))
            });
            let gives = method.return_type.as_ref().map_or_else(String::new, |ty| format!(": {}", named(ty)));
            out += &format!("    override fun `{}`({inputs}){gives} {{\n", camel(&method.name));
            out += &if is_asked(methods) {
                let thrown = exception(&thrown_by(method).unwrap_or_default());
                let asked = format!("asks(\"{}\", members({with}), ::thrown{thrown})", method.name);
                let reader = method.return_type.as_ref().map(code);
                match reader {
                    Some(reader) => format!("        return read{reader}({asked}, hands)\n"),
                    None => format!("        {asked}\n"),
                }
            } else {
                format!("        hears(\"{}\", members({with}))\n", method.name)
            };
            out += "    }\n";
        }
        out + "}\n"
    }

    fn failures(&self, error: &str, variants: &[VariantMetadata]) -> String {
        let exception = exception(error);
        let mut out = format!("fun failure(error: {exception}): String =\n    when (error) {{\n");
        for of in variants {
            out += &format!("        is {exception}.{} -> \"{}\"\n", of.name, kebab(&of.name));
        }
        out + "    }\n"
    }

    fn thrown(&self, error: &str, of: &Refusal) -> String {
        let exception = exception(error);
        let message = if of.flat { "\"\"" } else { "" };
        let mut out = format!("fun thrown{exception}(kind: String): {exception} =\n    when (kind) {{\n");
        for of in &of.variants {
            out += &format!("        \"{}\" -> {exception}.{}({message})\n", kebab(&of.name), of.name);
        }
        out + "        else -> error(kind)\n    }\n"
    }

    fn call(&self, name: &str, call: &Call) -> String {
        let inputs =
            given(&call.inputs, |input| member(&input.name, &input.ty, left_out(input.default.as_ref())));
        let target = match (&call.owner, call.is_method) {
            (Some(owner), true) => format!("(on as {owner}).`{}`", camel(&call.name)),
            (Some(owner), false) if call.name == "new" => owner.clone(),
            (Some(owner), false) => format!("{owner}.`{}`", camel(&call.name)),
            (None, _) => format!("`{}`", camel(&call.name)),
        };
        let writer = call.returns.as_ref().map_or_else(|| "Nothing".to_owned(), code);
        format!("        \"{name}\" -> write{writer}({target}({inputs}), hands)\n")
    }

    fn around_calls(&self) -> (&'static str, &'static str) {
        (
            "fun call(name: String, on: Any?, value: JsonElement, hands: Hands): JsonElement =\n    when (name) {",
            "        else -> error(\"there is no call $name\")\n    }",
        )
    }
}
