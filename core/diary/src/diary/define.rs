//! Kinds that a person defines: measured things that nobody thought of before.
//!
//! A kind is named by the operation that defined it first, so that two phones never define the same one. Each later
//! operation may rename it and its fields, add fields and retire some; nothing that was ever a field stops being one, so
//! that every entry stays readable.

use std::collections::BTreeMap;
use std::fmt;

use super::described::Kinds;
use super::erase::About;
use super::error::DiaryError;
use super::file::Diary;
use super::kind::{Kind, Unit};
use super::operation::{DEFINE, Meaning, VERSION, meaning};
use super::project;
use super::tags::normal;
use crate::cbor;
use crate::id::KindId;
use crate::journal::{self, Author, Change, HybridTime, JournalTx, Operation, WriterId};
use crate::store::{FileKind, Read, StoreError};

/// The most fields of a kind, retired ones too.
pub const MOST_FIELDS: usize = 16;
/// The most characters of a unit in one's own words.
pub const LONGEST_UNIT: usize = 20;

/// The body of [`DEFINE`].
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Defined {
    /// The kind that is defined anew; absent where this operation makes it.
    #[n(0)]
    pub(super) kind: Option<KindId>,
    #[n(1)]
    name: String,
    #[n(2)]
    fields: Vec<OwnField>,
}

impl fmt::Debug for Defined {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Defined({:?}, {} fields)", self.kind, self.fields.len())
    }
}

/// A field of a person's own kind.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct OwnField {
    /// Its number in entries: drawn at random, so that two phones which add one each do not mean the same.
    #[n(0)]
    pub number: u16,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// What it holds; never another thing later.
    #[n(2)]
    pub holds: Holds,
    /// Whether an entry without it makes no sense.
    #[n(3)]
    pub required: bool,
    /// Whether it is no longer asked for.
    #[n(4)]
    pub retired: bool,
}

impl fmt::Debug for OwnField {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnField({}, {:?})", self.number, self.holds)
    }
}

/// What a field of a person's own kind holds.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Holds {
    /// A number in a unit that the program knows.
    #[n(0)]
    Number(#[n(0)] Unit),
    /// A number in a unit of the person's own words; empty for a bare one.
    #[n(1)]
    Amount(#[n(0)] String),
    /// Words.
    #[n(2)]
    Text,
    /// Yes or no.
    #[n(3)]
    YesOrNo,
    /// A scale from 0 to 10.
    #[n(4)]
    Scale,
}

impl fmt::Debug for Holds {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number",
            Self::Amount(_) => "Amount",
            Self::Text => "Text",
            Self::YesOrNo => "YesOrNo",
            Self::Scale => "Scale",
        })
    }
}

/// A kind that a person defined, as it is now.
#[derive(Clone, PartialEq, Eq)]
pub struct Definition {
    /// Which kind.
    pub id: KindId,
    /// Its name.
    pub name: String,
    /// Its fields in the order in which they were added.
    pub fields: Vec<OwnField>,
}

impl fmt::Debug for Definition {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Definition({:?}, {:?})", self.id, self.fields)
    }
}

/// A field as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewField {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Whether an entry without it makes no sense.
    pub required: bool,
}

/// What changes about a kind of a person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redefine {
    /// It has another name.
    Name(String),
    /// A field has another name: its number, and the name.
    FieldName(u16, String),
    /// It has one more field.
    Add(NewField),
    /// A field is no longer asked for; entries keep what it holds.
    Retire(u16),
}

/// Why a definition cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDefinition {
    /// A name that is no word.
    #[error(
        "a name is one short word, without commas, quotes or control characters; write a hyphen for a space"
    )]
    BadName,
    /// A name that another kind, field or command has.
    #[error("this name is taken already; take another one")]
    NameTaken,
    /// No field at all, or too many.
    #[error("a kind has 1 to {MOST_FIELDS} fields")]
    Fields,
    /// A unit that is too long or holds what no one sees.
    #[error("a unit has at most {LONGEST_UNIT} characters, without control characters")]
    BadUnit,
    /// No kind of this id, or no field of this number.
    #[error("there is no such kind, or it has no such field; list the kinds to see them")]
    NoSuch,
    /// It is so already.
    #[error("the kind is so already; nothing was changed")]
    Nothing,
}

/// Words that commands take for something else.
const RESERVED: &[&str] = &["at", "note", "tag", "define", "list"];

/// The kinds that operations in a file say.
pub(super) fn kinds(source: &impl Read) -> Result<Kinds, DiaryError> {
    let rows = source.all("SELECT id, kind FROM definitions ORDER BY id", [], |row| {
        Ok((row.get::<_, i64>(0)?, KindId::from_bytes(row.get(1)?)))
    })?;
    let mut said: Vec<(HybridTime, WriterId, KindId, Defined)> = Vec::with_capacity(rows.len());
    for (seq, kind) in rows {
        let operation = journal::by_seq(source, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
        let order = operation.header.as_ref().map(|header| header.order).unwrap_or_default();
        if let Meaning::Defined(defined) = meaning(&operation)? {
            said.push((order, operation.writer, kind, defined));
        }
    }
    said.sort_by_key(|(order, writer, ..)| (*order, *writer));
    let mut own: BTreeMap<KindId, Definition> = BTreeMap::new();
    for (.., id, defined) in said {
        let definition =
            own.entry(id).or_insert_with(|| Definition { id, name: String::new(), fields: Vec::new() });
        definition.name = defined.name;
        for field in defined.fields {
            // What a field holds is what it held first.
            match definition.fields.iter_mut().find(|known| known.number == field.number) {
                Some(known) if known.holds == field.holds => *known = field,
                Some(_) => {}
                None => definition.fields.push(field),
            }
        }
    }
    Ok(Kinds { own })
}

impl Diary {
    /// The kinds that entries of this diary can be of.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn kinds(&self) -> Result<Kinds, DiaryError> {
        self.store.read(|reader| kinds(reader))
    }

    /// Defines a kind of entry.
    ///
    /// # Errors
    /// [`BadDefinition`], and whatever the file says.
    pub fn define(&self, name: &str, fields: &[NewField], author: Author) -> Result<KindId, DiaryError> {
        self.write(|journal, _| {
            let known = kinds(journal.tx())?;
            let mut definition = Definition {
                id: KindId::from_bytes([0; 16]),
                name: free_name(name, None, &known)?,
                fields: Vec::with_capacity(fields.len()),
            };
            for field in fields {
                self.add_field(&mut definition, field)?;
            }
            let defined = checked(None, &definition)?;
            let (seq, id, _) = journal.append(change(&defined, author))?;
            project::define(journal.tx(), seq, id.into())?;
            Ok(id.into())
        })
    }

    /// Says anew what a kind of the person's own is; its entries keep what they say.
    ///
    /// # Errors
    /// [`BadDefinition`], and whatever the file says.
    pub fn redefine(&self, kind: KindId, what: &[Redefine], author: Author) -> Result<(), DiaryError> {
        self.write(|journal, _| {
            let known = kinds(journal.tx())?;
            let before = known.get(kind).ok_or(BadDefinition::NoSuch)?;
            let mut after = before.clone();
            for what in what {
                match what {
                    Redefine::Name(name) => after.name = free_name(name, Some(kind), &known)?,
                    Redefine::FieldName(number, name) => {
                        let name = word(name)?;
                        field(&mut after, *number)?.name = name;
                    }
                    Redefine::Add(new) => self.add_field(&mut after, new)?,
                    Redefine::Retire(number) => field(&mut after, *number)?.retired = true,
                }
            }
            if after == *before {
                return Err(BadDefinition::Nothing.into());
            }
            let defined = checked(Some(kind), &after)?;
            let (seq, ..) = journal.append(change(&defined, author))?;
            Ok(project::define(journal.tx(), seq, kind)?)
        })
    }

    /// The operations that say what the kinds of an entry are, which no other diary knows.
    pub(super) fn definitions_of(&self, said: &[About]) -> Result<Vec<(KindId, Operation)>, DiaryError> {
        let added = said.iter().filter_map(|one| match &one.meaning {
            Meaning::Added(added) => added.content.defined,
            _ => None,
        });
        let mut found = Vec::new();
        for kind in added {
            let operations = self.store.read(|reader| {
                let sql = "SELECT id FROM definitions WHERE kind = ?1 ORDER BY id";
                let seqs = reader.all(sql, [kind.as_bytes()], |row| row.get::<_, i64>(0))?;
                seqs.into_iter().map(|seq| journal::by_seq(reader, seq)).collect::<Result<Vec<_>, _>>()
            })?;
            found.extend(operations.into_iter().flatten().map(|operation| (kind, operation)));
        }
        Ok(found)
    }

    fn add_field(&self, definition: &mut Definition, new: &NewField) -> Result<(), DiaryError> {
        let mut drawn = [0; 2];
        let number = loop {
            self.journal.entropy().fill(&mut drawn)?;
            let number = u16::from_be_bytes(drawn);
            if number != 0 && definition.fields.iter().all(|field| field.number != number) {
                break number;
            }
        };
        if let Holds::Amount(unit) = &new.holds
            && (unit.chars().count() > LONGEST_UNIT || unit.chars().any(char::is_control))
        {
            return Err(BadDefinition::BadUnit.into());
        }
        let (name, holds, required) = (word(&new.name)?, new.holds.clone(), new.required);
        definition.fields.push(OwnField { number, name, holds, required, retired: false });
        Ok(())
    }
}

/// Writes definitions of another diary again, under the ids that they have, where they are not here yet.
pub(super) fn take_in(
    journal: &mut JournalTx<'_, '_>,
    definitions: &[(KindId, Operation)],
) -> Result<(), DiaryError> {
    for (kind, operation) in definitions {
        let known =
            journal
                .tx()
                .one("SELECT 1 FROM operations WHERE id = ?1", [operation.id.as_bytes()], |_| Ok(()))?;
        let (None, Some(header), Some(body)) = (known, operation.header.clone(), operation.body.clone())
        else {
            continue;
        };
        let (id, author) = (Some(operation.id), header.author.clone());
        let change = Change { id, kind: DEFINE, version: VERSION, author, body, reason: None, raw: None };
        let (seq, ..) = journal.append_copy(change, header)?;
        project::define(journal.tx(), seq, *kind)?;
    }
    Ok(())
}

fn change(defined: &Defined, author: Author) -> Change {
    let body = cbor::encode(defined);
    Change { id: None, kind: DEFINE, version: VERSION, author, body, reason: None, raw: None }
}

fn word(name: &str) -> Result<String, BadDefinition> {
    let name = normal(name).map_err(|_| BadDefinition::BadName)?;
    if RESERVED.contains(&name.as_str()) { Err(BadDefinition::NameTaken) } else { Ok(name) }
}

/// A name that no other kind has.
fn free_name(name: &str, of: Option<KindId>, known: &Kinds) -> Result<String, BadDefinition> {
    let name = word(name)?;
    let taken = known.named(&name).is_some_and(|known| Some(known.id) != of);
    if taken || Kind::by_name(&name).is_some() { Err(BadDefinition::NameTaken) } else { Ok(name) }
}

fn field(definition: &mut Definition, number: u16) -> Result<&mut OwnField, BadDefinition> {
    definition.fields.iter_mut().find(|field| field.number == number).ok_or(BadDefinition::NoSuch)
}

/// The body that says a definition, once it can be one.
fn checked(kind: Option<KindId>, definition: &Definition) -> Result<Defined, BadDefinition> {
    let Definition { name, fields, .. } = definition;
    if fields.len() > MOST_FIELDS || fields.iter().all(|field| field.retired) {
        return Err(BadDefinition::Fields);
    }
    let mut names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(BadDefinition::NameTaken);
    }
    Ok(Defined { kind, name: name.clone(), fields: fields.clone() })
}
