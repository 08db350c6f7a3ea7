//! The columns of kinds that people defined themselves.
//!
//! A heading is `own`, the kind, the field and what is said of it, with a space between: no name of theirs holds one, and
//! no heading of the program's own does, so that nobody's words are taken for something else or begin the line. A table of
//! several people has the columns of all of them; what has equal names and holds the same shares its columns.

use super::csv::{Column, Form};
use crate::diary::{Definition, Kinds};

/// The columns of everybody's own kinds. Where a name means two things, the first has the columns; what the others hold
/// leaves in `other_values`, with the field's number.
pub(super) fn columns<'a>(kinds: impl IntoIterator<Item = &'a Kinds>) -> Vec<Column<'a>> {
    let mut columns: Vec<Column<'a>> = Vec::new();
    for definition in kinds.into_iter().flat_map(Kinds::own) {
        let own = Some(&*definition.name);
        for field in definition.described().into_iter().filter(|field| is_alone(definition, field.name)) {
            if columns.iter().all(|known| (known.own, known.name) != (own, field.name)) {
                columns.push(Column { own, name: field.name, form: Form::of(field.shape) });
            }
        }
    }
    columns
}

/// Whether one field of the kind has this name, and not two, to which two phones can give it.
pub(super) fn is_alone(definition: &Definition, name: &str) -> bool {
    definition.fields.iter().filter(|field| field.name == name).count() == 1
}
