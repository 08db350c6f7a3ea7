//! Media files against the cipher, the hash and the disk that they are made of.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;

use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use diary_core::id::MediaKeyId;
use diary_core::media::{Finished, MediaFolder, MediaKeys};
use diary_core::vault::Secret;
use sha2::{Digest as _, Sha256};

use crate::world::KEY;
use crate::{Row, in_turns, timed};
use diary_host::SystemEntropy;

/// Plain bytes of one measurement: a video of some seconds.
const LENGTH: usize = 64 << 20;
const CHUNK: usize = 1 << 16;
const TURNS: usize = 9;
/// The promise: at least this much of the cipher's own speed, hash included, where the disk is not in the way.
const OF_THE_CIPHER: f64 = 0.6;

/// Measures everything, each row as it is done.
pub(crate) fn all(mut done: impl FnMut(Row)) {
    let plain: Vec<u8> = (0..LENGTH).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    // A folder in memory, where there is one: the disk is not what is measured.
    let memory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir_in(disk.path())).unwrap();
    let reading = read("read 64 MiB; bare: the cipher alone", memory.path(), &plain);
    assert!(of_bare(&reading) >= OF_THE_CIPHER, "reading has {:.2} of the cipher's speed", of_bare(&reading));
    done(reading);
    let file = memory.path().join("bare");
    for (what, bare) in [
        ("write 64 MiB; bare: the cipher alone, nothing kept", None),
        ("write 64 MiB; bare: cipher and file", Some((&file, false))),
        ("write 64 MiB; bare: cipher, hash and file", Some((&file, true))),
    ] {
        let writing = write(what, memory.path(), &plain, |plain| {
            bare.map_or_else(|| cipher(plain), |(path, hash)| all_of_it(path, plain, hash))
        });
        let promised = bare.is_none() || of_bare(&writing) >= OF_THE_CIPHER;
        assert!(promised, "writing has {:.2} of the speed of: {what}", of_bare(&writing));
        done(writing);
    }
    let file = disk.path().join("bare");
    done(write("write 64 MiB, on the disk; bare: cipher, hash and file", disk.path(), &plain, |plain| {
        all_of_it(&file, plain, true)
    }));
    done(look(disk.path(), &plain));
}

/// The share of the bare speed.
fn of_bare(row: &Row) -> f64 {
    row.bare.as_secs_f64() / row.diary.as_secs_f64()
}

fn folder(dir: &Path) -> MediaFolder {
    let mut key = KEY;
    let key = (MediaKeyId::from_bytes([1; 16]), Secret::take(&mut key));
    MediaFolder::new(dir, MediaKeys::new(vec![key]))
}

fn written(media: &MediaFolder, plain: &[u8]) -> Finished {
    let mut writer = media.begin(&SystemEntropy).unwrap();
    // As a camera or a file hands it over.
    for piece in plain.chunks(100_000) {
        writer.push(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn write(what: &str, dir: &Path, plain: &[u8], bare: impl Fn(&[u8]) -> Duration) -> Row {
    let media = folder(dir);
    let (diary, bare) = in_turns(
        TURNS,
        || {
            let mut made = None;
            let took = timed(|| made = Some(written(&media, plain)));
            media.remove(made.unwrap().id).unwrap();
            took
        },
        || bare(plain),
    );
    Row { what: format!("media: {what}"), diary, bare }
}

/// The cipher over the same chunks, each copied once into the place where it is encrypted.
fn cipher(plain: &[u8]) -> Duration {
    let cipher = XChaCha20Poly1305::new(&KEY.into());
    let mut chunk = vec![0; CHUNK];
    timed(|| {
        for (number, piece) in plain.chunks(CHUNK).enumerate() {
            chunk.copy_from_slice(piece);
            std::hint::black_box(seal(&cipher, number, &mut chunk));
        }
    })
}

fn seal(cipher: &XChaCha20Poly1305, number: usize, chunk: &mut [u8]) -> chacha20poly1305::Tag {
    let mut nonce = [0; 24];
    nonce[16..].copy_from_slice(&(number as u64).to_be_bytes());
    cipher.encrypt_inout_detached(&XNonce::from(nonce), b"", chunk.into()).unwrap()
}

/// The plainest program that gives the same: encrypted, hashed, in a file, on the disk.
fn all_of_it(path: &Path, plain: &[u8], hashed: bool) -> Duration {
    let cipher = XChaCha20Poly1305::new(&KEY.into());
    let mut chunk = vec![0; CHUNK];
    let took = timed(|| {
        let mut file = File::create(path).unwrap();
        let mut hash = Sha256::new();
        for (number, piece) in plain.chunks(CHUNK).enumerate() {
            if hashed {
                hash.update(piece);
            }
            chunk.copy_from_slice(piece);
            let tag = seal(&cipher, number, &mut chunk);
            file.write_all(&chunk).unwrap();
            file.write_all(&tag).unwrap();
        }
        file.sync_all().unwrap();
        hash.finalize()
    });
    std::fs::remove_file(path).unwrap();
    took
}

fn read(what: &str, dir: &Path, plain: &[u8]) -> Row {
    let media = folder(dir);
    let id = written(&media, plain).id;
    let mut found = vec![0; 100_000];
    let (diary, bare) = in_turns(
        TURNS,
        || {
            timed(|| {
                let mut reader = media.read(id).unwrap();
                let mut length = 0;
                while let count @ 1.. = reader.read(&mut found).unwrap() {
                    length += count;
                }
                assert_eq!(length, LENGTH);
            })
        },
        || cipher(plain),
    );
    Row { what: format!("media: {what}"), diary, bare }
}

/// Open and show 4 KiB from the middle; bare reads them from a file that is not encrypted.
fn look(dir: &Path, plain: &[u8]) -> Row {
    let media = folder(dir);
    let id = written(&media, plain).id;
    let bare_path = dir.join("bare");
    std::fs::write(&bare_path, plain).unwrap();
    let mut found = [0; 4096];
    let middle = SeekFrom::Start(LENGTH as u64 / 2 + 7);
    let (diary, bare) = in_turns(
        301,
        || {
            timed(|| {
                let mut reader = media.read(id).unwrap();
                reader.seek(middle).unwrap();
                reader.read_exact(&mut found).unwrap();
                found
            })
        },
        || {
            timed(|| {
                let mut file = File::open(&bare_path).unwrap();
                file.seek(middle).unwrap();
                let mut found = [0; 4096];
                file.read_exact(&mut found).unwrap();
                found
            })
        },
    );
    Row { what: "media: open and read 4 KiB of the middle; bare: not encrypted".to_owned(), diary, bare }
}
