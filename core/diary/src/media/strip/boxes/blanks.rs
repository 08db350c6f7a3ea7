//! Which bytes of a file are overwritten, and with what.

/// What stands in the place of what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    Zeros,
    /// The first of these, as many as there is room for.
    Bytes([u8; 4]),
}

/// A part of a file that is overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blank {
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) with: With,
}

/// All that is overwritten in a file, by rising place, none over another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Blanks(Vec<Blank>);

impl Blanks {
    /// `None` where two overlap: then the file is not what it was taken for.
    pub(super) fn new(mut blanks: Vec<Blank>) -> Option<Self> {
        blanks.sort_by_key(|blank| blank.from);
        let apart = blanks.windows(2).all(|pair| match pair {
            [one, next] => one.to <= next.from,
            _ => true,
        });
        apart.then_some(Self(blanks))
    }

    /// Overwrites in `piece`, which begins at byte `at` of the file.
    pub(in super::super) fn apply(&self, at: u64, piece: &mut [u8]) {
        let end = at.saturating_add(piece.len() as u64);
        let first = self.0.partition_point(|blank| blank.to <= at);
        for blank in self.0.get(first..).unwrap_or_default() {
            if blank.from >= end {
                break;
            }
            let (from, to) = (blank.from.max(at), blank.to.min(end));
            let place = |byte: u64| usize::try_from(byte - at).unwrap_or(usize::MAX);
            let Some(part) = piece.get_mut(place(from)..place(to)) else { continue };
            match blank.with {
                With::Zeros => part.fill(0),
                With::Bytes(bytes) => {
                    let skipped = usize::try_from(from - blank.from).unwrap_or(usize::MAX);
                    for (byte, with) in part.iter_mut().zip(bytes.iter().skip(skipped)) {
                        *byte = *with;
                    }
                }
            }
        }
    }
}
