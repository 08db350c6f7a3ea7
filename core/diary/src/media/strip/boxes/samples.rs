//! Where the samples of a track lie (ISO 14496-12, 8.7.3 to 8.7.5).

use std::io::{Read, Seek};

use super::{Boxed, Stop, Walk, skip};

/// The most rows of a table: at sixty pictures a second, four hours.
const MOST_ROWS: u64 = 1 << 20;

/// Parts of a file, from and to.
#[derive(Debug, Default)]
pub(super) struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    pub(super) fn add(&mut self, mut more: Vec<(u64, u64)>) {
        self.0.append(&mut more);
        self.0.sort_unstable();
    }

    /// By rising place, with what meets or overlaps made one.
    pub(super) fn joined(&self) -> Vec<(u64, u64)> {
        let mut joined: Vec<(u64, u64)> = Vec::new();
        for (from, to) in self.0.iter().filter(|(from, to)| from < to) {
            match joined.last_mut() {
                Some((_, end)) if from <= end => *end = (*end).max(*to),
                _ => joined.push((*from, *to)),
            }
        }
        joined
    }

    /// Whether any of them has a byte in common with this one.
    pub(super) fn touch(&self, from: u64, to: u64) -> bool {
        self.0.iter().any(|(start, end)| *start < to && from < *end)
    }
}

/// The chunks of a track, each with the length of its samples.
pub(super) fn of<S: Read + Seek>(walk: &mut Walk<'_, S>, table: Boxed) -> Result<Vec<(u64, u64)>, Stop> {
    let (mut sizes, mut runs) = (None, None);
    let mut places: Option<Vec<u64>> = None;
    for one in walk.inside(table)? {
        match &one.kind {
            b"stsz" => sizes = Some(self::sizes(walk, one)?),
            b"stsc" => runs = Some(rows::<_, 3>(walk, one, 4)?),
            b"stco" => {
                places = Some(rows::<_, 1>(walk, one, 4)?.into_iter().map(|[at]| u64::from(at)).collect());
            }
            b"co64" => {
                let halves = rows::<_, 2>(walk, one, 4)?;
                places = Some(
                    halves.into_iter().map(|[high, low]| u64::from(high) << 32 | u64::from(low)).collect(),
                );
            }
            b"stz2" => return Err(Stop::NotFollowed),
            _ => {}
        }
    }
    let (Some(sizes), Some(runs), Some(places)) = (sizes, runs, places) else {
        return Err(Stop::NotFollowed);
    };
    chunks(&sizes, &runs, &places).ok_or(Stop::NotFollowed)
}

/// The sizes of all samples.
enum Sizes {
    Each(Vec<[u32; 1]>),
    All { size: u32, count: u32 },
}

impl Sizes {
    fn count(&self) -> usize {
        match self {
            Self::Each(sizes) => sizes.len(),
            Self::All { count, .. } => usize::try_from(*count).unwrap_or(usize::MAX),
        }
    }

    /// The bytes of some samples in a row.
    fn sum(&self, from: usize, to: usize) -> Option<u64> {
        match self {
            Self::Each(sizes) => Some(sizes.get(from..to)?.iter().map(|[size]| u64::from(*size)).sum()),
            Self::All { size, .. } => u64::from(*size).checked_mul(to.checked_sub(from)? as u64),
        }
    }
}

fn sizes<S: Read + Seek>(walk: &mut Walk<'_, S>, table: Boxed) -> Result<Sizes, Stop> {
    match walk.number32(skip(table, 4)?)? {
        0 => Ok(Sizes::Each(rows(walk, table, 8)?)),
        size => Ok(Sizes::All { size, count: walk.number32(skip(table, 8)?)? }),
    }
}

/// The rows of a table, each of `N` numbers; their count stands `before` bytes behind the beginning.
fn rows<S: Read + Seek, const N: usize>(
    walk: &mut Walk<'_, S>,
    table: Boxed,
    before: u64,
) -> Result<Vec<[u32; N]>, Stop> {
    let count = u64::from(walk.number32(skip(table, before)?)?);
    if count > MOST_ROWS {
        return Err(Stop::NotFollowed);
    }
    let length = count * 4 * N as u64;
    let from = skip(table, before + 4)?;
    skip(table, before + 4 + length)?;
    let bytes = walk.bytes(from, length)?;
    let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |number| u32::from_be_bytes(*number));
    let row = |bytes: &[u8]| {
        let mut row = [0; N];
        for (place, bytes) in row.iter_mut().zip(bytes.chunks_exact(4)) {
            *place = number(bytes);
        }
        row
    };
    Ok(bytes.chunks_exact(4 * N).map(row).collect())
}

/// From and to of every chunk; `None` where the tables do not fit each other.
fn chunks(sizes: &Sizes, runs: &[[u32; 3]], places: &[u64]) -> Option<Vec<(u64, u64)>> {
    let mut chunks = Vec::with_capacity(places.len());
    let mut sample = 0_usize;
    let mut runs = runs.iter().peekable();
    let mut each = None;
    for (number, place) in (1_u32..).zip(places) {
        while let Some([_, samples, _]) = runs.next_if(|[first, ..]| *first == number) {
            each = Some(usize::try_from(*samples).ok()?);
        }
        let after = sample.checked_add(each?)?;
        chunks.push((*place, place.checked_add(sizes.sum(sample, after)?)?));
        sample = after;
    }
    (runs.peek().is_none() && sample == sizes.count()).then_some(chunks)
}
