//! The public surface as the library describes it, in the order of names: what a dispatcher has to reach.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use uniffi_meta::{
    DefaultValueMetadata, EnumShape, FieldMetadata, FnParamMetadata, LiteralMetadata, Metadata, ObjectImpl,
    TraitMethodMetadata, Type, VariantMetadata,
};

/// All that can be called, and the types in it.
#[derive(Default)]
pub(crate) struct Surface {
    pub(crate) records: BTreeMap<String, Vec<FieldMetadata>>,
    pub(crate) enums: BTreeMap<String, Vec<VariantMetadata>>,
    /// Errors that a call can throw, with their variants.
    pub(crate) errors: BTreeMap<String, Refusal>,
    pub(crate) traits: BTreeMap<String, Vec<TraitMethodMetadata>>,
    /// By name: `Diary.add`, `convert`.
    pub(crate) calls: BTreeMap<String, Call>,
}

/// An error that a call or a foreign trait can throw.
pub(crate) struct Refusal {
    pub(crate) variants: Vec<VariantMetadata>,
    /// Each variant is made of a message.
    pub(crate) flat: bool,
}

/// A function, a constructor or a method.
pub(crate) struct Call {
    pub(crate) owner: Option<String>,
    pub(crate) name: String,
    pub(crate) is_method: bool,
    pub(crate) inputs: Vec<FnParamMetadata>,
    pub(crate) returns: Option<Type>,
    pub(crate) throws: bool,
}

impl Surface {
    pub(crate) fn read(library: &[u8]) -> Result<Self, Box<dyn Error>> {
        let mut all = Self::default();
        for item in uniffi_bindgen::macro_metadata::extract_from_bytes(library)? {
            match item {
                Metadata::Record(of) => {
                    all.records.insert(of.name, of.fields);
                }
                Metadata::Enum(of) if of.shape == EnumShape::Enum => {
                    all.enums.insert(of.name, of.variants);
                }
                Metadata::Enum(of) => {
                    let flat = of.shape == EnumShape::Error { flat: true };
                    all.errors.insert(of.name, Refusal { variants: of.variants, flat });
                }
                Metadata::TraitMethod(of) => {
                    let methods = all.traits.entry(of.trait_name.clone()).or_default();
                    methods.push(of);
                    methods.sort_by_key(|method| method.index);
                }
                Metadata::Func(of) => all.add(Call {
                    owner: None,
                    name: of.name,
                    is_method: false,
                    inputs: of.inputs,
                    returns: of.return_type,
                    throws: of.throws.is_some(),
                }),
                Metadata::Constructor(of) => {
                    let made = Type::Object {
                        module_path: of.module_path,
                        name: of.self_name.clone(),
                        imp: ObjectImpl::Struct,
                    };
                    all.add(Call {
                        owner: Some(of.self_name),
                        name: of.name,
                        is_method: false,
                        inputs: of.inputs,
                        returns: Some(made),
                        throws: of.throws.is_some(),
                    });
                }
                Metadata::Method(of) => all.add(Call {
                    owner: Some(of.self_name),
                    name: of.name,
                    is_method: true,
                    inputs: of.inputs,
                    returns: of.return_type,
                    throws: of.throws.is_some(),
                }),
                _ => {}
            }
        }
        Ok(all)
    }

    fn add(&mut self, call: Call) {
        let name = match &call.owner {
            Some(owner) => format!("{owner}.{}", call.name),
            None => call.name.clone(),
        };
        self.calls.insert(name, call);
    }

    /// The errors that foreign code throws where it is asked something.
    pub(crate) fn thrown(&self) -> BTreeMap<&str, &Refusal> {
        let asked = self.traits.values().filter(|methods| is_asked(methods)).flatten();
        let names = asked.filter_map(thrown_by);
        self.errors
            .iter()
            .filter(|(name, _)| names.clone().any(|thrown| thrown == **name))
            .map(|(name, error)| (name.as_str(), error))
            .collect()
    }

    /// The types that are handed in, and those that come, each with what it is made of.
    pub(crate) fn directions(&self) -> (Types<'_>, Types<'_>) {
        let (mut handed, mut came) = (Types::new(self), Types::new(self));
        for call in self.calls.values() {
            call.inputs.iter().for_each(|input| handed.add(&input.ty));
            call.returns.iter().for_each(|ty| came.add(ty));
        }
        for method in self.traits.values().flatten() {
            method.inputs.iter().for_each(|input| came.add(&input.ty));
            method.return_type.iter().for_each(|ty| handed.add(ty));
        }
        (handed, came)
    }
}

/// Whether foreign code has to answer something; else it is only told.
pub(crate) fn is_asked(methods: &[TraitMethodMetadata]) -> bool {
    methods.iter().any(|method| method.return_type.is_some())
}

/// The name of the error that a method of a foreign trait throws.
pub(crate) fn thrown_by(method: &TraitMethodMetadata) -> Option<String> {
    method.throws.as_ref().map(type_name)
}

/// What a type is made of.
#[derive(Clone, Copy)]
pub(crate) enum Shape<'s> {
    Optional(&'s Type),
    List(&'s Type),
    Record(&'s [FieldMetadata]),
    Enum(&'s [VariantMetadata]),
    Object,
    Trait,
}

/// Types by the names of their readers and writers; what every language has of its own is not among them.
pub(crate) struct Types<'s> {
    surface: &'s Surface,
    pub(crate) all: BTreeMap<String, (String, Shape<'s>)>,
    known: BTreeSet<String>,
}

impl<'s> Types<'s> {
    fn new(surface: &'s Surface) -> Self {
        Self { surface, all: BTreeMap::new(), known: BTreeSet::new() }
    }

    fn add(&mut self, ty: &'s Type) {
        let name = code(ty);
        if !self.known.insert(name.clone()) {
            return;
        }
        let shape = match ty {
            Type::Optional { inner_type } => {
                self.add(inner_type);
                Shape::Optional(inner_type)
            }
            Type::Sequence { inner_type } => {
                self.add(inner_type);
                Shape::List(inner_type)
            }
            Type::Record { name, .. } => {
                let fields = self.surface.records.get(name).map_or(&[][..], Vec::as_slice);
                for field in fields {
                    self.add(&field.ty);
                }
                Shape::Record(fields)
            }
            Type::Enum { name, .. } => {
                let variants = self.surface.enums.get(name).map_or(&[][..], Vec::as_slice);
                variants.iter().flat_map(|variant| &variant.fields).for_each(|field| self.add(&field.ty));
                Shape::Enum(variants)
            }
            Type::Object { imp: ObjectImpl::Trait(_), .. } => Shape::Trait,
            Type::Object { .. } => Shape::Object,
            _ => return,
        };
        self.all.insert(name, (type_name(ty), shape));
    }
}

/// The name of a type's reader and writer, without what comes before it: `Said`, `Optional_String`.
pub(crate) fn code(ty: &Type) -> String {
    match ty {
        Type::Optional { inner_type } => format!("Optional_{}", code(inner_type)),
        Type::Sequence { inner_type } => format!("List_{}", code(inner_type)),
        other => type_name(other),
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Object { name, .. } | Type::Record { name, .. } | Type::Enum { name, .. } => name.clone(),
        other => format!("{other:?}"),
    }
}

/// The whole number that stands for what is left out; none where that is nothing, no, or an empty list.
pub(crate) fn left_out(default: Option<&DefaultValueMetadata>) -> Option<String> {
    match default {
        Some(DefaultValueMetadata::Literal(LiteralMetadata::UInt(number, ..))) => Some(number.to_string()),
        Some(DefaultValueMetadata::Literal(LiteralMetadata::Int(number, ..))) => Some(number.to_string()),
        _ => None,
    }
}
