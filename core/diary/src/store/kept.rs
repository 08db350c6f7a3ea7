//! Tables that are neither journal nor projection, as plain values: what a backup has to take along.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use zeroize::Zeroize as _;

use super::connection::{Read, Tx};
use super::error::StoreError;

/// One value of a row; bytes may be a key, and are wiped when dropped.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(crate) enum Cell {
    #[n(0)]
    Nothing,
    #[n(1)]
    Number(#[n(0)] i64),
    #[n(2)]
    Text(#[n(0)] String),
    #[n(3)]
    Bytes(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
}

impl Drop for Cell {
    fn drop(&mut self) {
        if let Self::Bytes(bytes) = self {
            bytes.zeroize();
        }
    }
}

/// A table with its rows.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(crate) struct Table {
    #[n(0)]
    pub(crate) name: String,
    #[n(1)]
    pub(crate) columns: Vec<String>,
    #[n(2)]
    pub(crate) rows: Vec<Vec<Cell>>,
    /// The highest key that the table ever gave, where it never gives one twice.
    #[n(3)]
    pub(crate) last: Option<i64>,
}

impl std::fmt::Debug for Table {
    /// Shows which it is, and nothing of what is in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({}, {} rows)", self.name, self.rows.len())
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Nothing => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl Table {
    /// Reads a whole table, in the order of its keys.
    pub(super) fn of(source: &impl Read, name: &str) -> Result<Self, StoreError> {
        let columns = source.all("SELECT name FROM pragma_table_info(?1) ORDER BY cid", [name], |row| {
            row.get::<_, String>(0)
        })?;
        let count = columns.len();
        let order = if count > 1 { "1, 2" } else { "1" };
        let sql = format!("SELECT {} FROM {name} ORDER BY {order}", columns.join(", "));
        let rows = source.all(&sql, [], |row| {
            (0..count)
                .map(|at| {
                    Ok(match row.get_ref(at)? {
                        ValueRef::Integer(number) => Cell::Number(number),
                        ValueRef::Text(_) => Cell::Text(row.get(at)?),
                        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                        // No table here is allowed one with a point.
                        ValueRef::Null | ValueRef::Real(_) => Cell::Nothing,
                    })
                })
                .collect()
        })?;
        let last = source.one("SELECT seq FROM sqlite_sequence WHERE name = ?1", [name], |row| row.get(0))?;
        Ok(Self { name: name.to_owned(), columns, rows, last })
    }

    /// Puts all rows into the table of that name, which is one of `allowed`.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] for another name, or columns that the table has not.
    pub(super) fn put(&self, tx: &Tx<'_>, allowed: &[&str]) -> Result<(), StoreError> {
        let known =
            tx.all("SELECT name FROM pragma_table_info(?1)", [&self.name], |row| row.get::<_, String>(0))?;
        if !allowed.contains(&self.name.as_str()) || !self.columns.iter().all(|column| known.contains(column))
        {
            return Err(tx.malformed());
        }
        let places = vec!["?"; self.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({places})", self.name, self.columns.join(", "));
        for row in &self.rows {
            if row.len() != self.columns.len() {
                return Err(tx.malformed());
            }
            tx.execute(&sql, rusqlite::params_from_iter(row))?;
        }
        if let Some(last) = self.last {
            tx.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&self.name])?;
            tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (&self.name, last))?;
        }
        Ok(())
    }
}
