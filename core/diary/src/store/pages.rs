//! The pages of an encrypted file, opened one by one and without SQLite.
//!
//! SQLCipher refuses a page whose authentication code is wrong, and with it everything that hangs below. Here such a page is
//! opened all the same and marked: whoever reads it has to know by other means what is true. Layout:
//! `core/docs/format.md`, "A page without SQLCipher".

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aes::Aes256;
use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha512;
use zeroize::Zeroizing;

use super::connection::PAGE;
use super::error::StoreError;
use super::wal;

const SALT: usize = 16;
const IV: usize = 16;
const TAG: usize = 64;
/// What of a page SQLite uses.
pub(super) const USABLE: usize = 4016;
const WHOLE: usize = USABLE + IV + TAG;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A plain page, and whether its authentication code was right.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) plain: Zeroizing<Vec<u8>>,
    pub(super) sound: bool,
}

/// The pages of one state of a file.
pub(super) type Pages = BTreeMap<u32, Page>;

/// Everything that can be opened of a file and its log.
#[derive(Debug)]
pub(super) struct Opened {
    /// With what stands in the log, as far as that is sound.
    pub(super) newest: Pages,
    /// Without it, where there is a log.
    pub(super) file: Option<Pages>,
    /// Pages whose authentication code is wrong in the newest state.
    pub(super) damaged: BTreeSet<u32>,
}

/// Opens every page of a file and of its log; changes neither.
///
/// # Errors
/// [`StoreError::Io`] and the like; damage is no error here.
pub(super) fn open(path: &Path, key: &[u8; 32]) -> Result<Opened, StoreError> {
    let io = |error: std::io::Error| StoreError::from_io(&error);
    let bytes = std::fs::read(path).map_err(io)?;
    let log = match std::fs::read(wal::beside(path, "-wal")) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        log => log.map_err(io)?,
    };
    let frames = frames(&log);
    let mut encrypted: Vec<(u32, &[u8])> = (1..).zip(bytes.chunks(WHOLE)).collect();
    encrypted.retain(|(_, page)| page.len() == WHOLE);
    let opener = Opener::new(key, &encrypted, &frames);
    let mut file: Pages =
        encrypted.iter().map(|(number, page)| (*number, opener.open(*number, page))).collect();
    let mut newest = Pages::new();
    for (number, page) in frames {
        let page = opener.open(number, page);
        // A later frame is newer, unless it is broken and the earlier one is not.
        if page.sound || newest.get(&number).is_none_or(|known| !known.sound) {
            newest.insert(number, page);
        }
    }
    let logged = !newest.is_empty();
    if logged {
        for (number, page) in &file {
            newest.entry(*number).or_insert_with(|| Page { plain: page.plain.clone(), sound: page.sound });
        }
    } else {
        newest = std::mem::take(&mut file);
    }
    let damaged = newest.iter().filter(|(_, page)| !page.sound).map(|(number, _)| *number).collect();
    Ok(Opened { newest, file: logged.then_some(file), damaged })
}

/// The pages of a log's last round: those that carry the salts of its header, or all where that is broken.
fn frames(log: &[u8]) -> Vec<(u32, &[u8])> {
    let Some((header, rest)) = log.split_at_checked(LOG_HEADER) else { return Vec::new() };
    let salts = |frame: &[u8]| frame.get(8..16) == header.get(16..24);
    let frames: Vec<&[u8]> = rest.chunks_exact(FRAME_HEADER + WHOLE).collect();
    let known = frames.iter().any(|frame| salts(frame));
    let ours = frames.into_iter().filter(|frame| !known || salts(frame));
    ours.filter_map(|frame| {
        let number = frame.get(..4).and_then(|word| word.try_into().ok()).map(u32::from_be_bytes)?;
        Some((number, frame.get(FRAME_HEADER..)?))
    })
    .collect()
}

/// The keys of a file's pages.
struct Opener {
    cipher: Aes256,
    mac_key: Zeroizing<[u8; 32]>,
}

impl Opener {
    /// The authentication key hangs on the salt at the beginning of the file. Where no page is sound under it, a changed
    /// byte of the salt is looked for; the pages themselves do not hang on it.
    fn new(key: &[u8; 32], pages: &[(u32, &[u8])], frames: &[(u32, &[u8])]) -> Self {
        let mut opener = Self { cipher: Aes256::new(&Array::from(*key)), mac_key: Zeroizing::default() };
        let all = || frames.iter().chain(pages);
        let mut salt = [0; SALT];
        let beginning = all().find(|(number, _)| *number == 1).and_then(|(_, page)| page.get(..SALT));
        salt.copy_from_slice(beginning.unwrap_or(&[0; SALT]));
        opener.mac_key = mac_key(key, &salt);
        if all().any(|(number, page)| opener.is_sound(*number, page)) {
            return opener;
        }
        let probe: Vec<_> = all().filter(|(number, _)| *number != 1).take(2).copied().collect();
        for at in 0..SALT {
            for flip in 1..=u8::MAX {
                let mut guess = salt;
                if let Some(byte) = guess.get_mut(at) {
                    *byte ^= flip;
                }
                opener.mac_key = mac_key(key, &guess);
                if probe.iter().any(|(number, page)| opener.is_sound(*number, page)) {
                    return opener;
                }
            }
        }
        opener.mac_key = mac_key(key, &salt);
        opener
    }

    fn open(&self, number: u32, page: &[u8]) -> Page {
        let start = if number == 1 { SALT } else { 0 };
        let mut plain = Zeroizing::new(vec![0; start]);
        let mut before: [u8; IV] =
            page.get(USABLE..USABLE + IV).and_then(|iv| iv.try_into().ok()).unwrap_or_default();
        for block in page.get(start..USABLE).unwrap_or_default().chunks_exact(IV) {
            let mut opened = Array::<u8, _>::default();
            opened.copy_from_slice(block);
            self.cipher.decrypt_block(&mut opened);
            plain.extend(opened.iter().zip(before).map(|(byte, mask)| byte ^ mask));
            before.copy_from_slice(block);
        }
        Page { plain, sound: self.is_sound(number, page) }
    }

    fn is_sound(&self, number: u32, page: &[u8]) -> bool {
        let start = if number == 1 { SALT } else { 0 };
        let (Some(content), Some(tag)) = (page.get(start..USABLE + IV), page.get(USABLE + IV..)) else {
            return false;
        };
        keyed(&*self.mac_key, |mac| {
            mac.update(content);
            mac.update(&number.to_le_bytes());
        })
        .is_some_and(|mac| mac.verify_slice(tag).is_ok())
    }
}

fn keyed(key: &[u8], feed: impl FnOnce(&mut Hmac<Sha512>)) -> Option<Hmac<Sha512>> {
    let mut mac = <Hmac<Sha512> as KeyInit>::new_from_slice(key).ok()?;
    feed(&mut mac);
    Some(mac)
}

/// PBKDF2-HMAC-SHA512 of the key over the masked salt, two rounds, one block.
fn mac_key(key: &[u8; 32], salt: &[u8; SALT]) -> Zeroizing<[u8; 32]> {
    let round = |input: &[u8]| keyed(key, |mac| mac.update(input)).map(|mac| mac.finalize().into_bytes());
    let mut input: Vec<u8> = salt.iter().map(|byte| byte ^ 0x3a).collect();
    input.extend_from_slice(&1_u32.to_be_bytes());
    let mut derived = Zeroizing::new([0; 32]);
    if let Some(first) = round(&input)
        && let Some(second) = round(&first)
    {
        for (out, (one, two)) in derived.iter_mut().zip(first.iter().zip(&second)) {
            *out = one ^ two;
        }
    }
    derived
}

const _: () = assert!(WHOLE as u64 == PAGE, "a page is content, IV and tag");
