//! The media files of one owner.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::id::MediaId;
use crate::ports::Entropy;
use crate::vault::Secret;

use super::error::{MediaError, Piece};
use super::header::{self, Header, RunKeys, Start};
use super::keys::MediaKeys;
use super::reader::MediaReader;
use super::stream::{self, TAG};
use super::writer::{Finished, MediaWriter};

/// Plain bytes of a chunk in what is written from now on: 64 KiB.
///
/// The smallest at which the cipher runs at full speed; a seek reads and checks this much.
const CHUNK: u32 = 1 << 16;

/// The folder of one diary's media files, with the keys that wrap theirs.
///
/// Making one touches no file; the folder is made by the first [`MediaFolder::begin`]. One process at a time may write in
/// it: the household's lock sees to that.
#[derive(Debug)]
pub struct MediaFolder {
    dir: PathBuf,
    keys: MediaKeys,
    chunk: u32,
}

impl MediaFolder {
    /// The media in `dir`, of the diary that has these keys.
    pub fn new(dir: &Path, keys: MediaKeys) -> Self {
        Self { dir: dir.to_owned(), keys, chunk: CHUNK }
    }

    /// Another size of chunks, so that a small file has many.
    #[cfg(test)]
    pub(super) fn in_chunks_of(mut self, chunk: u32) -> Self {
        self.chunk = chunk;
        self
    }

    /// Begins a media file under a fresh random name. It is on disk, unfinished, when this returns.
    ///
    /// # Errors
    /// [`MediaError::NoKey`] where there is no media key; [`MediaError::NoEntropy`], [`MediaError::Io`]; what was begun
    /// then is unfinished or not there.
    pub fn begin(&self, entropy: &dyn Entropy) -> Result<MediaWriter, MediaError> {
        let (name, wrapping) = self.keys.newest().ok_or(MediaError::NoKey)?;
        let start = Start { chunk: self.chunk, id: MediaId::random(entropy)?, key: name };
        let mut header = Header { start, runs: Vec::new() };
        let key = header.begin_run(0, wrapping, entropy)?;
        self.make()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.unfinished(start.id))?;
        file.write_all(&header.to_bytes())?;
        file.sync_all()?;
        sync_folder(&self.dir)?;
        Ok(MediaWriter::new(self, file, start, key, 0, Sha256::new()))
    }

    /// A whole file under a name that is known already, in the place of the one that has it.
    #[cfg(test)]
    pub(crate) fn begin_as(&self, id: MediaId, entropy: &dyn Entropy, plain: &[u8]) -> Finished {
        let start = Start { chunk: self.chunk, id, key: self.keys.newest().unwrap().0 };
        let mut header = Header { start, runs: Vec::new() };
        let key = header.begin_run(0, self.keys.newest().unwrap().1, entropy).unwrap();
        let mut file = File::create(self.unfinished(id)).unwrap();
        file.write_all(&header.to_bytes()).unwrap();
        let mut writer = MediaWriter::new(self, file, start, key, 0, Sha256::new());
        writer.push(plain).unwrap();
        writer.finish().unwrap()
    }

    /// Continues an unfinished file behind its last whole chunk; [`MediaWriter::written`] says from which byte on to
    /// push again.
    ///
    /// What lies behind that chunk is cut off: a torn chunk, or one that is not as it was written. The chunks before are
    /// read and authenticated, for the hash of the whole. The rest is written under a fresh key, so it may differ from
    /// what was pushed the first time.
    ///
    /// # Errors
    /// [`MediaError::Missing`], [`MediaError::AlreadyFinished`]; [`MediaError::WrongKey`], [`MediaError::AnotherOwner`],
    /// [`MediaError::Misplaced`], [`MediaError::Newer`] and [`MediaError::Damaged`] of the header, with nothing cut;
    /// [`MediaError::TooManyRuns`] after 15 interruptions that each left something new; [`MediaError::NoEntropy`],
    /// [`MediaError::Io`].
    pub fn resume(&self, id: MediaId, entropy: &dyn Entropy) -> Result<MediaWriter, MediaError> {
        let opened = OpenOptions::new().read(true).write(true).open(self.unfinished(id));
        let mut file = match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let finished = self.finished(id).try_exists()?;
                return Err(if finished { MediaError::AlreadyFinished } else { MediaError::Missing });
            }
            opened => opened?,
        };
        let mut header = Header::unfinished(&read_header(&mut file)?)?;
        let start = header.start;
        let wrapping = self.wrapping(start, id)?;
        let keys = header.keys(wrapping)?;
        let (whole, hash) = whole_chunks(&mut file, start.chunk, &keys)?;
        let key = header.begin_run(whole, wrapping, entropy)?;
        // Cut first: a run's key is in the file before the first of its chunks, and no chunk of a forgotten run is left.
        let end = stream::place(start.chunk, whole);
        file.set_len(end)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(0))?;
        file.write_all(&header.to_bytes())?;
        file.sync_all()?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(end))?;
        Ok(MediaWriter::new(self, file, start, key, whole, hash))
    }

    /// What an unfinished file holds: its plain bytes up to its last whole chunk, by number and SHA-256. Changes nothing.
    ///
    /// # Errors
    /// As [`MediaFolder::resume`] of the header.
    pub fn begun(&self, id: MediaId) -> Result<Finished, MediaError> {
        let mut file = File::open(self.unfinished(id))?;
        let header = Header::unfinished(&read_header(&mut file)?)?;
        let keys = header.keys(self.wrapping(header.start, id)?)?;
        let (whole, hash) = whole_chunks(&mut file, header.start.chunk, &keys)?;
        let length = u64::from(whole) * u64::from(header.start.chunk);
        Ok(Finished { id, length, hash: hash.finalize().into() })
    }

    /// Opens a finished media file: header and end are authenticated, the rest as it is read.
    ///
    /// # Errors
    /// [`MediaError::Missing`], [`MediaError::Unfinished`], [`MediaError::WrongKey`], [`MediaError::AnotherOwner`],
    /// [`MediaError::Misplaced`], [`MediaError::Newer`], [`MediaError::CutShort`], [`MediaError::Damaged`],
    /// [`MediaError::Io`].
    pub fn read(&self, id: MediaId) -> Result<MediaReader, MediaError> {
        let mut file = match File::open(self.finished(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let begun = self.unfinished(id).try_exists()?;
                return Err(if begun { MediaError::Unfinished } else { MediaError::Missing });
            }
            opened => opened?,
        };
        let header = Header::finished(&read_header(&mut file)?)?;
        let keys = header.keys(self.wrapping(header.start, id)?)?;
        MediaReader::open(file, header.start, keys)
    }

    /// Whether a media file, finished or not, is under the key that wraps what is begun now: going on in one that is not
    /// would write under a key that was renewed since.
    pub(crate) fn is_under_newest_key(&self, id: MediaId) -> bool {
        let start = [self.finished(id), self.unfinished(id)].iter().find_map(|path| {
            let bytes =
                File::open(path).map_err(MediaError::from).and_then(|mut file| read_header(&mut file));
            Some(Header::unfinished(&bytes.ok()?).ok()?.start)
        });
        start.zip(self.keys.newest()).is_some_and(|(start, (newest, _))| start.key == newest)
    }

    /// Removes a media file, finished or not, from the folder; what the flash keeps needs the owner's key.
    ///
    /// # Errors
    /// [`MediaError::Missing`], [`MediaError::Io`].
    pub fn remove(&self, id: MediaId) -> Result<(), MediaError> {
        let mut removed = Err(MediaError::Missing);
        for path in [self.finished(id), self.unfinished(id)] {
            match fs::remove_file(path) {
                Ok(()) => removed = Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        removed.and_then(|()| Ok(sync_folder(&self.dir)?))
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn finished(&self, id: MediaId) -> PathBuf {
        self.dir.join(format!("{id}.media"))
    }

    pub(super) fn unfinished(&self, id: MediaId) -> PathBuf {
        self.dir.join(format!("{id}.part"))
    }

    /// The key that wraps those of a file which should be `id`.
    pub(super) fn wrapping(&self, start: Start, id: MediaId) -> Result<&Secret<32>, MediaError> {
        let key = self.keys.by_name(start.key).ok_or(MediaError::AnotherOwner)?;
        if start.id == id { Ok(key) } else { Err(MediaError::Misplaced) }
    }

    fn make(&self) -> Result<(), MediaError> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => {
                made?;
                self.dir.parent().map_or(Ok(()), |above| Ok(sync_folder(above)?))
            }
        }
    }
}

/// As much of a header as there is, at most one.
pub(super) fn read_header(file: &mut File) -> Result<Vec<u8>, MediaError> {
    let mut bytes = Vec::with_capacity(header::SIZE);
    file.take(header::SIZE as u64).read_to_end(&mut bytes)?;
    if bytes.len() == header::SIZE { Ok(bytes) } else { Err(cut_header(&bytes)) }
}

/// A header that ends early is cut short, unless what there is of it is damaged already.
fn cut_header(bytes: &[u8]) -> MediaError {
    match Header::unfinished(bytes) {
        Err(MediaError::Newer) => MediaError::Newer,
        Err(_) if bytes.len() >= header::START => MediaError::Damaged(Piece::Header),
        _ => MediaError::CutShort,
    }
}

/// How many chunks from the first on are whole and authentic, and the hash of what is in them. No last chunk counts.
fn whole_chunks(file: &mut File, chunk: u32, keys: &RunKeys) -> Result<(u32, Sha256), MediaError> {
    let mut hash = Sha256::new();
    let mut bytes = Zeroizing::new(Vec::new());
    let sealed = u64::from(chunk) + TAG as u64;
    for number in 0..u32::MAX {
        bytes.clear();
        let read = (&mut *file).take(sealed).read_to_end(&mut bytes)?;
        let key = keys.of(number).filter(|_| read as u64 == sealed);
        let opened = key.is_some_and(|key| stream::open(key, number, false, &mut bytes).is_ok());
        if !opened {
            return Ok((number, hash));
        }
        hash.update(bytes.as_slice());
    }
    Err(MediaError::TooLong)
}

/// Forces names in a folder to the disk.
#[cfg(unix)]
pub(super) fn sync_folder(dir: &Path) -> io::Result<()> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    File::open(dir)?.sync_all()
}

/// A folder cannot be opened as a file here; the system's journal orders the rename.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub(super) fn sync_folder(_dir: &Path) -> io::Result<()> {
    Ok(())
}
