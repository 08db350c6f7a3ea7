//! Every row that can still be read of a damaged file, found without its tables' roots.
//!
//! SQLite finds a row from the top of its table's tree; a broken page on the way hides all that is below. Here every leaf
//! is read by itself, of every state that file and log hold, so that a row is lost only with its own bytes. Which table a
//! row belongs to, and whether it is true, its reader tells by what is in it. Layout: SQLite, "Database File Format",
//! sections 1.6 and 2.

use std::path::Path;

use super::error::StoreError;
use super::pages::{self, Page, Pages, USABLE};

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Bytes(Vec<u8>),
    /// It lies on a page that is not there, or is of a kind that no table here has.
    Lost,
}

impl Value {
    /// Its bytes, text or not.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// Its bytes, if they are exactly so many.
    pub(crate) fn exactly<const N: usize>(&self) -> Option<[u8; N]> {
        self.bytes()?.try_into().ok()
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }
}

/// A row as it lay on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawRow {
    /// Its integer key; `None` for a row of a table without one.
    pub(crate) key: Option<i64>,
    pub(crate) values: Vec<Value>,
}

/// What can be read of a file.
#[derive(Debug, Default)]
pub(crate) struct Salvage {
    /// How many pages it has.
    pub(crate) pages: u32,
    /// Which of them do not have their authentication code, rising.
    pub(crate) damaged: Vec<u32>,
    /// Rows of all tables and states, some several times, some not true: see above.
    pub(crate) rows: Vec<RawRow>,
}

/// Reads everything that can be read of a file and its log; changes neither, and needs no lock.
///
/// # Errors
/// What the system says; damage is no error.
pub(crate) fn read(path: &Path, key: &[u8; 32]) -> Result<Salvage, StoreError> {
    let opened = pages::open(path, key)?;
    let mut rows = rows(&opened.newest);
    if let Some(file) = &opened.file {
        rows.extend(self::rows(file));
    }
    let pages = opened.newest.keys().next_back().copied().unwrap_or(0);
    Ok(Salvage { pages, damaged: opened.damaged.into_iter().collect(), rows })
}

fn rows(pages: &Pages) -> Vec<RawRow> {
    pages.iter().flat_map(|(number, page)| rows_of(pages, *number, page)).collect()
}

const TABLE_LEAF: u8 = 0x0d;
const INDEX_LEAF: u8 = 0x0a;

fn rows_of(pages: &Pages, number: u32, page: &Page) -> Vec<RawRow> {
    let plain = &page.plain;
    let header = if number == 1 { 100 } else { 0 };
    let table = match plain.get(header) {
        Some(&TABLE_LEAF) => true,
        Some(&INDEX_LEAF) => false,
        _ => return Vec::new(),
    };
    let cells = usize::from(be16(plain, header + 3).unwrap_or(0));
    let place = |cell: usize| be16(plain, header + 8 + 2 * cell).map(usize::from);
    // A page holds no more than this; a broken count runs into the end by itself.
    (0..cells.min(USABLE / 4)).filter_map(|cell| row(pages, plain.get(place(cell)?..)?, table)).collect()
}

fn row(pages: &Pages, cell: &[u8], table: bool) -> Option<RawRow> {
    let (length, rest) = varint(cell)?;
    let length = usize::try_from(length).ok().filter(|length| *length < (1 << 30))?;
    let (key, rest) = if table { varint(rest).map(|(key, rest)| (Some(key), rest))? } else { (None, rest) };
    let local = local_length(length, table);
    let mut payload = rest.get(..local)?.to_vec();
    if local < length {
        let mut next = be32(rest, local)?;
        while payload.len() < length {
            // A chain that ends early, or runs in a circle, gives what was read of it.
            let Some(page) = pages.get(&next).filter(|_| payload.len() < pages.len() * USABLE) else { break };
            let more = page.plain.get(4..USABLE)?;
            payload.extend_from_slice(more.get(..(length - payload.len()).min(more.len()))?);
            next = be32(&page.plain, 0)?;
        }
    }
    Some(RawRow { key, values: values(&payload, length)? })
}

/// How much of a payload lies in the cell itself (section 1.6).
fn local_length(length: usize, table: bool) -> usize {
    let most = if table { USABLE - 35 } else { (USABLE - 12) * 64 / 255 - 23 };
    if length <= most {
        return length;
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let fits = least + (length - least) % (USABLE - 4);
    if fits <= most { fits } else { least }
}

/// The values of a record (section 2.1), of which the end may not be there.
fn values(payload: &[u8], length: usize) -> Option<Vec<Value>> {
    let (header, _) = varint(payload)?;
    let header = usize::try_from(header).ok()?;
    let mut types = payload.get(..header)?;
    (_, types) = varint(types)?;
    let mut at = header;
    let mut values = Vec::new();
    while !types.is_empty() {
        let kind;
        (kind, types) = varint(types)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let end = at.checked_add(size).filter(|end| *end <= length)?;
        values.push(payload.get(at..end).map_or(Value::Lost, |bytes| value(kind, bytes)));
        at = end;
    }
    Some(values)
}

fn value(kind: i64, bytes: &[u8]) -> Value {
    match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => {
            let negative = bytes.first().is_some_and(|first| *first >= 0x80);
            let start = if negative { -1 } else { 0 };
            Value::Integer(bytes.iter().fold(start, |number: i64, byte| (number << 8) | i64::from(*byte)))
        }
        7 => Value::Lost,
        _ => Value::Bytes(bytes.to_vec()),
    }
}

/// A number of one to nine bytes, and what is behind it.
fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut number = 0_u64;
    for at in 0..9 {
        let byte = *bytes.get(at)?;
        if at == 8 {
            number = (number << 8) | u64::from(byte);
        } else {
            number = (number << 7) | u64::from(byte & 0x7f);
        }
        if at == 8 || byte < 0x80 {
            return Some((number.cast_signed(), bytes.get(at + 1..)?));
        }
    }
    None
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
