//! Pictures made of items: HEIC, HEIF, AVIF (ISO 23008-12 over ISO 14496-12, 8.11).
//!
//! Items that are pictures are kept with what they are put together from, by a list of their kinds; EXIF, XMP and all other items
//! are overwritten where they lie, with every byte of the picture's data that belongs to no kept item. How a picture is to be
//! turned is a property of its own here (6.5.10), not EXIF, and stays.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use super::super::{Detail, details, exif};
use super::samples::Ranges;
use super::{Boxed, SEARCHED, Stop, Walk, With, movie, skip};

const SPACE: &[&[u8; 4]] = &[b"free", b"skip", b"wide"];
const OF_THE_PICTURE: &[&[u8; 4]] = &[b"pitm", b"dinf", b"idat", b"iloc", b"grpl"];
/// Kinds of items that are pictures, or put pictures together.
const PICTURES: &[&[u8; 4]] = &[
    b"hvc1", b"hvc2", b"hev1", b"hev2", b"lhv1", b"hvt1", b"vvc1", b"vvcN", b"evc1", b"avc1", b"av01",
    b"jpeg", b"j2k1", b"unci", b"mski",
];
const PUT_TOGETHER: &[&[u8; 4]] = &[b"grid", b"iovl", b"iden", b"tmap"];
/// Properties that a picture is drawn by. What describes it in words, or says when and with what lens it was made, is not
/// among them.
const PROPERTIES: &[&[u8; 4]] = &[
    b"hvcC", b"lhvC", b"vvcC", b"evcC", b"avcC", b"av1C", b"av1l", b"jpgC", b"j2kH", b"uncC", b"cmpd",
    b"ispe", b"pixi", b"pasp", b"colr", b"clap", b"irot", b"imir", b"auxC", b"lsel", b"tols", b"oinf",
    b"a1op", b"a1lx", b"clli", b"mdcv", b"cclv", b"amve", b"ndwt", b"reve", b"rloc", b"rref", b"iscl",
    b"mskC",
];
/// The most items, extents and references.
const MOST: usize = 1 << 16;

/// Parts of the file, from and to.
type Extents = Vec<(u64, u64)>;

/// An item as the file describes it.
struct Item {
    kind: [u8; 4],
    /// Where its flags end: whether it is shown is the last bit.
    flags: u64,
}

/// Plans what is overwritten in a whole file.
pub(super) fn walk<S: Read + Seek>(walk: &mut Walk<'_, S>) -> Result<(), Stop> {
    let all = walk.all()?;
    let mut metas = all.iter().filter(|one| one.is(*b"meta"));
    let (Some(meta), None) = (metas.next(), metas.next()) else { return Err(Stop::NotFollowed) };
    let picture = picture(walk, *meta)?;
    let mut moving = false;
    for one in &all {
        match &one.kind {
            b"ftyp" | b"meta" | b"mdat" => {}
            b"moov" => {
                moving = true;
                movie::inside(walk, *one)?;
            }
            _ if one.is_one_of(SPACE) => walk.zero(one.body, one.end),
            _ => walk.free(*one)?,
        }
    }
    let data: Vec<Boxed> = all.into_iter().filter(|one| one.is(*b"mdat")).chain(picture.inner).collect();
    for (from, to) in picture.gone.joined() {
        let within = data.iter().any(|data| data.body <= from && to <= data.end);
        if !within || picture.kept.touch(from, to) {
            return Err(Stop::NotFollowed);
        }
        if moving {
            walk.zero(from, to);
        }
    }
    // Where no movie has samples there, nothing but the kept items is needed.
    if !moving {
        for data in data {
            let mut at = data.body;
            for (from, to) in picture.kept.joined() {
                let (from, to) = (from.clamp(at, data.end), to.clamp(at, data.end));
                walk.zero(at, from);
                at = to;
            }
            walk.zero(at, data.end);
        }
    }
    Ok(())
}

/// Where the data of a picture's items lies.
struct Picture {
    kept: Ranges,
    gone: Ranges,
    /// Data inside the description itself.
    inner: Option<Boxed>,
}

fn picture<S: Read + Seek>(walk: &mut Walk<'_, S>, meta: Boxed) -> Result<Picture, Stop> {
    let parts = walk.inside_full(meta)?;
    let (mut items, mut places, mut inner) = (None, None, None);
    let mut thumbnails = Thumbnails::default();
    for one in &parts {
        match &one.kind {
            b"hdlr" => walk.unname(*one)?,
            b"iinf" => items = Some(self::items(walk, *one)?),
            b"iref" => references(walk, *one, &mut thumbnails)?,
            b"iprp" => properties(walk, *one)?,
            _ if one.is_one_of(SPACE) => walk.zero(one.body, one.end),
            _ if one.is_one_of(OF_THE_PICTURE) => {}
            _ => walk.free(*one)?,
        }
    }
    for one in &parts {
        match &one.kind {
            b"idat" if inner.is_none() => inner = Some(*one),
            b"iloc" if places.is_none() => places = Some(*one),
            b"idat" | b"iloc" => return Err(Stop::NotFollowed),
            _ => {}
        }
    }
    let (Some(items), Some(places)) = (items, places) else { return Err(Stop::NotFollowed) };
    let small = thumbnails.alone(&items);
    thumbnails.hide(walk, &small, &items);
    let mut picture = Picture { kept: Ranges::default(), gone: Ranges::default(), inner };
    for (id, extents) in extents(walk, places, inner)? {
        let Some(item) = items.get(&id) else { return Err(Stop::NotFollowed) };
        if (PICTURES.contains(&&item.kind) || PUT_TOGETHER.contains(&&item.kind)) && !small.contains(&id) {
            picture.kept.add(extents);
        } else {
            told(walk, item.kind, &extents, small.contains(&id))?;
            picture.gone.add(extents);
        }
    }
    Ok(picture)
}

/// Notes what an item tells that goes.
fn told<S: Read + Seek>(
    walk: &mut Walk<'_, S>,
    kind: [u8; 4],
    extents: &[(u64, u64)],
    small: bool,
) -> Result<(), Stop> {
    if small {
        walk.details.insert(Detail::Thumbnail);
        return Ok(());
    }
    let [(from, to), ..] = extents else { return Ok(()) };
    let content = walk.bytes(*from, to.saturating_sub(*from).min(SEARCHED))?;
    match &kind {
        // Where the block begins stands in its first four bytes, counted from behind them (A.2.1).
        b"Exif" => {
            let offset = content.first_chunk().map_or(0, |offset| u32::from_be_bytes(*offset));
            let start = usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(4);
            exif::details(content.get(start..).unwrap_or_default(), &mut walk.details);
        }
        b"mime" => details::in_xmp(&content, &mut walk.details),
        _ => drop(walk.details.insert(Detail::Other)),
    }
    Ok(())
}

/// The items of a picture (8.11.6); their names are overwritten, and what kind of text an item is.
fn items<S: Read + Seek>(walk: &mut Walk<'_, S>, list: Boxed) -> Result<BTreeMap<u32, Item>, Stop> {
    let [version] = walk.array(list.body)?;
    let count = if version == 0 { 2 } else { 4 };
    let mut items = BTreeMap::new();
    for one in walk.children(skip(list, 4 + count)?, list.end)? {
        if !one.is(*b"infe") {
            return Err(Stop::NotFollowed);
        }
        let [version, .., _flags] = walk.array::<4>(one.body)?;
        let (id, behind) = match version {
            2 => (u32::from(u16::from_be_bytes(walk.array(skip(one, 4)?)?)), 6),
            3 => (walk.number32(skip(one, 4)?)?, 8),
            // Without kinds: nobody can tell what an item is.
            _ => return Err(Stop::NotFollowed),
        };
        // Protection, then the kind.
        let kind = walk.array(skip(one, behind + 2)?)?;
        walk.zero(skip(one, behind + 6)?, one.end);
        let item = Item { kind, flags: one.body + 4 };
        if items.insert(id, item).is_some() || items.len() > MOST {
            return Err(Stop::NotFollowed);
        }
    }
    Ok(items)
}

/// Small pictures of other ones, and what other items are made of.
#[derive(Default)]
struct Thumbnails {
    /// The reference, and the item that it is from.
    references: Vec<(Boxed, u32)>,
    /// Items that others need.
    needed: BTreeSet<u32>,
}

impl Thumbnails {
    /// Those that are one picture of their own and nothing else needs.
    fn alone(&self, items: &BTreeMap<u32, Item>) -> BTreeSet<u32> {
        let single = |id: &u32| items.get(id).is_some_and(|item| PICTURES.contains(&&item.kind));
        let all = self.references.iter().map(|(_, id)| *id);
        all.filter(|id| single(id) && !self.needed.contains(id)).collect()
    }

    /// Takes away that they are small pictures of another, and hides them: readers show the picture itself then.
    fn hide<S: Read + Seek>(
        &self,
        walk: &mut Walk<'_, S>,
        small: &BTreeSet<u32>,
        items: &BTreeMap<u32, Item>,
    ) {
        for (reference, id) in &self.references {
            if small.contains(id) {
                walk.overwrite(reference.start + 4, reference.start + 8, With::Bytes(*b"free"));
            }
        }
        for item in small.iter().filter_map(|id| items.get(id)) {
            walk.overwrite(item.flags - 1, item.flags, With::Bytes([1, 0, 0, 0]));
        }
    }
}

/// References between items (8.11.12).
fn references<S: Read + Seek>(
    walk: &mut Walk<'_, S>,
    list: Boxed,
    thumbnails: &mut Thumbnails,
) -> Result<(), Stop> {
    let [version] = walk.array(list.body)?;
    let width = if version == 0 { 2 } else { 4 };
    for one in walk.inside_full(list)? {
        let numbers = walk.bytes(one.body, (one.end - one.body).min(SEARCHED))?;
        let number = |at: usize, width: usize| {
            let bytes = numbers.get(at..at + width)?;
            Some(bytes.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)))
        };
        let from = number(0, width).ok_or(Stop::NotFollowed)?;
        let count = number(width, 2).ok_or(Stop::NotFollowed)?;
        if one.is(*b"thmb") {
            thumbnails.references.push((one, from));
            continue;
        }
        let described = one.is(*b"cdsc");
        if !described {
            thumbnails.needed.insert(from);
        }
        for at in 0..usize::try_from(count).unwrap_or(usize::MAX) {
            let to = number(width + 2 + at * width, width).ok_or(Stop::NotFollowed)?;
            if !described {
                thumbnails.needed.insert(to);
            }
        }
    }
    Ok(())
}

/// Properties of items (23008-12, 9.3): each keeps its place, since items name them by number.
fn properties<S: Read + Seek>(walk: &mut Walk<'_, S>, list: Boxed) -> Result<(), Stop> {
    for one in walk.inside(list)? {
        match &one.kind {
            b"ipma" => {}
            b"ipco" => {
                for one in walk.inside(one)? {
                    if one.is_one_of(SPACE) {
                        walk.zero(one.body, one.end);
                    } else if !one.is_one_of(PROPERTIES) {
                        walk.free(one)?;
                    }
                }
            }
            _ => walk.free(one)?,
        }
    }
    Ok(())
}

/// Where each item lies (8.11.3), as parts of the file.
fn extents<S: Read + Seek>(
    walk: &mut Walk<'_, S>,
    table: Boxed,
    inner: Option<Boxed>,
) -> Result<Vec<(u32, Extents)>, Stop> {
    // Sixty-four bytes an item are ample; a picture of many thousand tiles is refused by the size of its table.
    let length = table.end - table.body;
    if length > MOST as u64 * 16 {
        return Err(Stop::NotFollowed);
    }
    let bytes = walk.bytes(table.body, length)?;
    let mut fields = Fields(&bytes);
    let version = fields.number(1)?;
    fields.number(3)?;
    let sizes = fields.number(2)?;
    let size = |place: u32| usize::try_from(sizes >> place & 15).unwrap_or(usize::MAX);
    let (offset, extent, base) = (size(12), size(8), size(4));
    let index = if version == 0 { 0 } else { size(0) };
    let wide = match version {
        0 | 1 => 2,
        2 => 4,
        _ => return Err(Stop::NotFollowed),
    };
    let count = fields.number(wide)?;
    let (mut found, mut total) = (Vec::new(), 0);
    for _ in 0..count {
        let id = u32::try_from(fields.number(wide)?).map_err(|_| Stop::NotFollowed)?;
        let method = if version == 0 { 0 } else { fields.number(2)? & 15 };
        let another_file = fields.number(2)? != 0;
        let from = fields.number(base)?;
        let (start, most) = match (method, inner) {
            (0, _) => (0, walk.length),
            (1, Some(inner)) => (inner.body, inner.end),
            _ => return Err(Stop::NotFollowed),
        };
        if another_file {
            return Err(Stop::NotFollowed);
        }
        let mut extents = Vec::new();
        for _ in 0..fields.number(2)? {
            fields.number(index)?;
            let at = fields.number(offset)?;
            let length = fields.number(extent)?;
            let from = [from, at].iter().try_fold(start, |sum: u64, part| sum.checked_add(*part));
            let from = from.ok_or(Stop::NotFollowed)?;
            // A length of 0 is the whole file: no camera writes it.
            let to = from.checked_add(length).filter(|to| length > 0 && *to <= most);
            extents.push((from, to.ok_or(Stop::NotFollowed)?));
            total += 1;
        }
        if total > MOST {
            return Err(Stop::NotFollowed);
        }
        found.push((id, extents));
    }
    Ok(found)
}

/// Numbers of any width taken from the front.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn number(&mut self, width: usize) -> Result<u64, Stop> {
        let (field, rest) = self.0.split_at_checked(width).filter(|_| width <= 8).ok_or(Stop::NotFollowed)?;
        self.0 = rest;
        Ok(field.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}
