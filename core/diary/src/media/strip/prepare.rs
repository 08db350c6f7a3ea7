//! A file of any length made ready to be sealed: looked at first, then read without what was to go.

use core::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use zeroize::Zeroizing;

use super::boxes::{self, Blanks};
use super::{Details, Kind, LONGEST, Orientation, Outcome, Picture, strip};

/// What a file will be without its details, found in a first pass over it.
///
/// Only a picture that is rewritten is held in memory ([`LONGEST`]).
#[derive(Debug)]
pub struct Prepared {
    kind: Kind,
    length: u64,
    content: Content,
    orientation: Orientation,
}

enum Content {
    /// As it is: nothing can be taken out of it.
    AsItIs,
    /// Written anew.
    Picture(Picture, Details),
    /// Overwritten in places, at the same length.
    Blanked(Blanks, Details),
}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::AsItIs => "AsItIs",
            Self::Picture(..) => "Picture(..)",
            Self::Blanked(..) => "Blanked(..)",
        })
    }
}

impl Prepared {
    /// Looks at a file from its first byte to its last.
    ///
    /// # Errors
    /// Whatever the source says.
    pub fn of(source: &mut (impl Read + Seek)) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        let mut start = Vec::with_capacity(16);
        source.by_ref().take(16).read_to_end(&mut start)?;
        let kind = Kind::of(&start);
        let as_it_is = Self::as_it_is(kind, length);
        let short = usize::try_from(length).ok().filter(|length| *length <= LONGEST);
        match (kind, short) {
            (Kind::Jpeg | Kind::Png, Some(short)) => {
                let mut whole = Zeroizing::new(Vec::with_capacity(short));
                source.seek(SeekFrom::Start(0))?;
                source.by_ref().take(length).read_to_end(&mut whole)?;
                Ok(match strip(&whole) {
                    Outcome::Stripped { picture, orientation, details } => Self {
                        kind,
                        length: picture.bytes().len() as u64,
                        content: Content::Picture(picture, details),
                        orientation,
                    },
                    Outcome::NothingKnown(_) => as_it_is,
                })
            }
            (Kind::Heif | Kind::Mp4, _) => Ok(match boxes::plan(source, length, kind)? {
                Some((blanks, details)) => Self { content: Content::Blanked(blanks, details), ..as_it_is },
                None => as_it_is,
            }),
            _ => Ok(as_it_is),
        }
    }

    /// A file that was looked at when it came: nothing more is taken out of it.
    pub(crate) fn as_it_is(kind: Kind, length: u64) -> Self {
        Self { kind, length, content: Content::AsItIs, orientation: Orientation::NotTold }
    }

    /// What kind of file it is, by its first bytes.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its bytes, once its details are out.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// What was found in what goes; `None` where nothing can be taken out, so that place, time and device may stay in it.
    pub fn details(&self) -> Option<&Details> {
        match &self.content {
            Content::AsItIs => None,
            Content::Picture(_, details) | Content::Blanked(_, details) => Some(details),
        }
    }

    /// What became of a picture's orientation.
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// The file without what goes, from its first byte; `source` is the one that was looked at.
    ///
    /// # Errors
    /// Whatever the source says.
    pub fn read<'a, S: Read + Seek>(&'a self, source: &'a mut S) -> io::Result<Clean<'a, S>> {
        source.seek(SeekFrom::Start(0))?;
        Ok(Clean { prepared: self, source, position: 0 })
    }
}

/// A file without what goes, as [`Read`]; exactly [`Prepared::length`] bytes, or an error.
pub struct Clean<'a, S> {
    prepared: &'a Prepared,
    source: &'a mut S,
    position: u64,
}

impl<S> fmt::Debug for Clean<'_, S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Clean").field("position", &self.position).finish_non_exhaustive()
    }
}

impl<S: Read + Seek> Clean<'_, S> {
    /// Goes to a byte.
    ///
    /// # Errors
    /// Whatever the source says.
    pub fn go_to(&mut self, position: u64) -> io::Result<()> {
        self.source.seek(SeekFrom::Start(position))?;
        self.position = position;
        Ok(())
    }
}

impl<S: Read> Read for Clean<'_, S> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.prepared.length.saturating_sub(self.position);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(out.len());
        let out = out.get_mut(..most).unwrap_or_default();
        let count = match &self.prepared.content {
            Content::Picture(picture, _) => {
                let at = usize::try_from(self.position).unwrap_or(usize::MAX);
                picture.bytes().get(at..).unwrap_or_default().read(out)?
            }
            Content::AsItIs | Content::Blanked(..) => {
                let count = self.source.read(out)?;
                if count == 0 && most > 0 {
                    // It was longer when it was looked at.
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                if let Content::Blanked(blanks, _) = &self.prepared.content {
                    blanks.apply(self.position, out.get_mut(..count).unwrap_or_default());
                }
                count
            }
        };
        self.position += count as u64;
        Ok(count)
    }
}
