//! Video and sound: MP4, MOV, 3GP, M4A (ISO 14496-12; Apple, the file format of `QuickTime`).
//!
//! Kept is what plays pictures and sound, by lists. Tracks of any other kind go with their samples: cameras write the place
//! of every second into a track of its own, or into subtitles. Inside the samples of pictures and sound nothing is changed.

use std::io::{Read, Seek};

use super::super::{Detail, Details};
use super::samples::{self, Ranges};
use super::{Boxed, Stop, Walk, skip};

const OF_THE_FILE: &[&[u8; 4]] = &[b"ftyp", b"styp", b"mdat", b"pdin", b"sidx", b"ssix"];
const SPACE: &[&[u8; 4]] = &[b"free", b"skip", b"wide"];
const OF_A_TRACK: &[&[u8; 4]] = &[b"tref", b"edts", b"tapt"];
const OF_MEDIA: &[&[u8; 4]] = &[b"elng"];
const HEADERS: &[&[u8; 4]] = &[b"vmhd", b"smhd", b"nmhd", b"sthd", b"hmhd"];
const TABLES: &[&[u8; 4]] = &[
    b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stsh",
    b"stps", b"padb", b"stdp", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio",
];
const OF_A_FRAGMENT: &[&[u8; 4]] =
    &[b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"senc"];
/// Kinds of tracks that are kept: pictures, sound, and what pictures are put together with.
const KEPT_TRACKS: &[&[u8; 4]] = &[b"vide", b"soun", b"auxv"];
/// Canon's raw photos are made of boxes too, and of nothing that is in these lists.
const NO_MOVIE: &[u8; 4] = b"crx ";

/// What the tracks of a file are.
#[derive(Default)]
struct Tracks {
    kept: Vec<Boxed>,
    gone: Vec<Boxed>,
}

/// Plans what is overwritten in a whole file.
pub(super) fn walk<S: Read + Seek>(walk: &mut Walk<'_, S>) -> Result<(), Stop> {
    let all = walk.all()?;
    for one in all.iter().filter(|one| one.is(*b"ftyp")) {
        if &walk.array::<4>(one.body)? == NO_MOVIE {
            return Err(Stop::NotFollowed);
        }
    }
    let mut movies = all.iter().filter(|one| one.is(*b"moov"));
    let (Some(movie), None) = (movies.next(), movies.next()) else { return Err(Stop::NotFollowed) };
    let tracks = self::movie(walk, *movie)?;
    let mut fragments = false;
    for one in &all {
        match &one.kind {
            b"moov" => {}
            b"moof" => {
                fragments = true;
                fragment(walk, *one)?;
            }
            b"mfra" => keep(walk, *one, &[b"tfra", b"mfro"])?,
            _ if one.is_one_of(OF_THE_FILE) => {}
            _ if one.is_one_of(SPACE) => walk.zero(one.body, one.end),
            _ => walk.free(*one)?,
        }
    }
    if tracks.gone.is_empty() {
        return Ok(());
    }
    // The samples of a track in fragments lie in every one of them.
    if fragments {
        return Err(Stop::NotFollowed);
    }
    samples_of(walk, &all, &tracks)
}

/// The movie of a file: a HEIF picture may have one too. Its tracks that go are `free` then; their samples are not.
fn movie<S: Read + Seek>(walk: &mut Walk<'_, S>, movie: Boxed) -> Result<Tracks, Stop> {
    let mut tracks = Tracks::default();
    for one in walk.inside(movie)? {
        match &one.kind {
            b"mvhd" => times(walk, one)?,
            b"trak" => {
                let parts = parts_of(walk, one)?;
                if KEPT_TRACKS.contains(&&parts.handler) {
                    track(walk, one, parts.handler)?;
                    tracks.kept.push(parts.table);
                } else {
                    walk.details.extend(told_by(parts.handler, parts.samples));
                    tracks.gone.push(parts.table);
                    walk.empty(one);
                }
            }
            b"mvex" => keep(walk, one, &[b"mehd", b"trex", b"leva"])?,
            b"iods" => {}
            _ => blank(walk, one)?,
        }
    }
    if tracks.kept.is_empty() { Err(Stop::NotFollowed) } else { Ok(tracks) }
}

/// As [`walk`] for the movie inside another kind of file; one with a track that goes is not followed.
pub(super) fn inside<S: Read + Seek>(walk: &mut Walk<'_, S>, movie: Boxed) -> Result<(), Stop> {
    if self::movie(walk, movie)?.gone.is_empty() { Ok(()) } else { Err(Stop::NotFollowed) }
}

/// What has to be known of a track before anything is done with it.
struct Parts {
    handler: [u8; 4],
    table: Boxed,
    /// The kind of its samples.
    samples: [u8; 4],
}

fn parts_of<S: Read + Seek>(walk: &mut Walk<'_, S>, track: Boxed) -> Result<Parts, Stop> {
    let media = only(&walk.inside(track)?, *b"mdia")?;
    let media = walk.inside(media)?;
    let handler = walk.array(skip(only(&media, *b"hdlr")?, 8)?)?;
    let information = only(&media, *b"minf")?;
    let table = only(&walk.inside(information)?, *b"stbl")?;
    let description = only(&walk.inside(table)?, *b"stsd")?;
    let entries = walk.children(skip(description, 8)?, description.end)?;
    let samples = entries.first().map_or([0; 4], |entry| entry.kind);
    Ok(Parts { handler, table, samples })
}

fn only(boxes: &[Boxed], kind: [u8; 4]) -> Result<Boxed, Stop> {
    let mut found = boxes.iter().filter(|one| one.is(kind));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(*one),
        _ => Err(Stop::NotFollowed),
    }
}

/// What a track that is no picture and no sound may tell.
fn told_by(handler: [u8; 4], samples: [u8; 4]) -> Details {
    let detail = match (&handler, &samples) {
        (_, b"gpmd" | b"camm" | b"rtmd" | b"djmd") => Detail::Place,
        (b"tmcd", _) => Detail::Time,
        (b"text" | b"sbtl" | b"subt" | b"clcp", _) => Detail::Words,
        _ => Detail::Other,
    };
    [detail].into()
}

fn track<S: Read + Seek>(walk: &mut Walk<'_, S>, track: Boxed, handler: [u8; 4]) -> Result<(), Stop> {
    for one in walk.inside(track)? {
        match &one.kind {
            b"tkhd" => times(walk, one)?,
            b"mdia" => {
                for one in walk.inside(one)? {
                    match &one.kind {
                        b"mdhd" => times(walk, one)?,
                        b"hdlr" => walk.unname(one)?,
                        b"minf" => information(walk, one, handler)?,
                        _ if one.is_one_of(OF_MEDIA) => {}
                        _ => blank(walk, one)?,
                    }
                }
            }
            _ if one.is_one_of(OF_A_TRACK) => {}
            _ => blank(walk, one)?,
        }
    }
    Ok(())
}

fn information<S: Read + Seek>(
    walk: &mut Walk<'_, S>,
    information: Boxed,
    handler: [u8; 4],
) -> Result<(), Stop> {
    for one in walk.inside(information)? {
        match &one.kind {
            b"hdlr" => walk.unname(one)?,
            b"dinf" => references(walk, one)?,
            b"stbl" => {
                for one in walk.inside(one)? {
                    match &one.kind {
                        b"stsd" if handler != *b"soun" => descriptions(walk, one)?,
                        _ if one.is_one_of(TABLES) => {}
                        _ => blank(walk, one)?,
                    }
                }
            }
            _ if one.is_one_of(HEADERS) => {}
            _ => blank(walk, one)?,
        }
    }
    Ok(())
}

/// Where the samples lie (8.7.2): in this file. An alias to another one tells names of folders.
fn references<S: Read + Seek>(walk: &mut Walk<'_, S>, information: Boxed) -> Result<(), Stop> {
    for one in walk.inside(information)? {
        if !one.is(*b"dref") {
            blank(walk, one)?;
            continue;
        }
        for entry in walk.children(skip(one, 8)?, one.end)? {
            let here = walk.number32(entry.body)? & 1 == 1;
            if !here {
                return Err(Stop::NotFollowed);
            }
            walk.zero(skip(entry, 4)?, entry.end);
        }
    }
    Ok(())
}

/// Overwrites who made the encoder of pictures, and its name (12.1.3); what the decoder needs stays.
fn descriptions<S: Read + Seek>(walk: &mut Walk<'_, S>, description: Boxed) -> Result<(), Stop> {
    for entry in walk.children(skip(description, 8)?, description.end)? {
        let (maker, name) = (skip(entry, 12)?, skip(entry, 42)?);
        skip(entry, 74)?;
        walk.zero(maker, maker + 4);
        walk.zero(name, name + 32);
    }
    Ok(())
}

fn fragment<S: Read + Seek>(walk: &mut Walk<'_, S>, fragment: Boxed) -> Result<(), Stop> {
    for one in walk.inside(fragment)? {
        match &one.kind {
            b"mfhd" => {}
            b"traf" => keep(walk, one, OF_A_FRAGMENT)?,
            _ => blank(walk, one)?,
        }
    }
    Ok(())
}

/// Keeps the boxes of a list in a box, and makes the others `free`.
fn keep<S: Read + Seek>(walk: &mut Walk<'_, S>, parent: Boxed, kept: &[&[u8; 4]]) -> Result<(), Stop> {
    for one in walk.inside(parent)? {
        if !one.is_one_of(kept) {
            blank(walk, one)?;
        }
    }
    Ok(())
}

fn blank<S: Read + Seek>(walk: &mut Walk<'_, S>, gone: Boxed) -> Result<(), Stop> {
    if gone.is_one_of(SPACE) {
        walk.zero(gone.body, gone.end);
        return Ok(());
    }
    walk.free(gone)
}

/// Zeroes when something was made and changed: the first two numbers behind version and flags (8.2.2, 8.3.2, 8.4.2).
fn times<S: Read + Seek>(walk: &mut Walk<'_, S>, header: Boxed) -> Result<(), Stop> {
    let [version] = walk.array(header.body)?;
    let length = match version {
        0 => 8,
        1 => 16,
        _ => return Err(Stop::NotFollowed),
    };
    let (from, to) = (skip(header, 4)?, skip(header, 4 + length)?);
    if walk.bytes(from, length)?.iter().any(|byte| *byte != 0) {
        walk.details.insert(Detail::Time);
    }
    walk.zero(from, to);
    Ok(())
}

/// Zeroes the samples of the tracks that go, where they lie in the file and belong to no other track.
fn samples_of<S: Read + Seek>(walk: &mut Walk<'_, S>, all: &[Boxed], tracks: &Tracks) -> Result<(), Stop> {
    let mut kept = Ranges::default();
    for table in &tracks.kept {
        kept.add(samples::of(walk, *table)?);
    }
    let mut gone = Ranges::default();
    for table in &tracks.gone {
        gone.add(samples::of(walk, *table)?);
    }
    let data: Vec<Boxed> = all.iter().filter(|one| one.is(*b"mdat")).copied().collect();
    for (from, to) in gone.joined() {
        let within = data.iter().any(|data| data.body <= from && to <= data.end);
        if !within || kept.touch(from, to) {
            return Err(Stop::NotFollowed);
        }
        walk.zero(from, to);
    }
    Ok(())
}
