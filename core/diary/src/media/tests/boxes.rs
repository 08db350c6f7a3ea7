//! Files of boxes, written by hand: films and pictures that tell place, time and camera in every way that cameras use.

/// A box.
pub(super) fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap();
    [&size.to_be_bytes(), kind.as_slice(), content].concat()
}

/// A box with a length of 64 bits.
pub(super) fn long(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&1_u32.to_be_bytes(), kind.as_slice(), &(content.len() as u64 + 16).to_be_bytes(), content].concat()
}

/// A box with version and flags.
pub(super) fn full(kind: [u8; 4], version: u8, content: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[version, 0, 0, 0], content].concat())
}

pub(super) fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// 2021-03-04T05:06:07Z, as seconds since 1904 and as EXIF writes it.
const MADE: u32 = 3_697_679_167;
const MADE_TEXT: &str = "2021:03:04 05:06:07";

/// A header with times: `mvhd`, `tkhd` or `mdhd`.
fn header(kind: [u8; 4], version: u8, rest: &[u8]) -> Vec<u8> {
    let times = match version {
        0 => numbers(&[MADE, MADE]),
        _ => numbers(&[0, MADE, 0, MADE]),
    };
    full(kind, version, &[times, rest.to_vec()].concat())
}

pub(super) struct Track {
    pub(super) handler: [u8; 4],
    pub(super) samples: [u8; 4],
    /// Chunks, each of some samples.
    pub(super) chunks: Vec<Vec<Vec<u8>>>,
}

impl Track {
    pub(super) fn film() -> Self {
        let sample = |seed: u8| vec![seed; 40 + usize::from(seed)];
        Self {
            handler: *b"vide",
            samples: *b"avc1",
            chunks: (1..4).map(|at| vec![sample(at), sample(at + 9)]).collect(),
        }
    }

    pub(super) fn sound() -> Self {
        Self {
            handler: *b"soun",
            samples: *b"mp4a",
            chunks: (1..4).map(|at| vec![vec![at + 99; 17]; 3]).collect(),
        }
    }

    /// As an action camera writes it: the place of every second.
    pub(super) fn places() -> Self {
        let sample = |at: u8| format!("GPS5 47.376{at}N 8.5417E").into_bytes();
        Self { handler: *b"meta", samples: *b"gpmd", chunks: (1..4).map(|at| vec![sample(at)]).collect() }
    }

    fn table(&self, offsets: &[u64], wide: bool) -> Vec<u8> {
        let sizes: Vec<u32> =
            self.chunks.iter().flatten().map(|sample| u32::try_from(sample.len()).unwrap()).collect();
        let count = u32::try_from(sizes.len()).unwrap();
        let entry = match &self.handler {
            b"vide" => {
                let mut entry = vec![0; 78];
                entry[12..16].copy_from_slice(b"Cano");
                entry[42..58].copy_from_slice(b"\x0fplanted encoder");
                boxed(self.samples, &[entry, boxed(*b"avcC", &[1; 8])].concat())
            }
            _ => boxed(self.samples, &[0; 28]),
        };
        let equal = sizes.windows(2).all(|pair| pair[0] == pair[1]);
        let stsz = if equal {
            numbers(&[sizes[0], count])
        } else {
            [numbers(&[0, count]), numbers(&sizes)].concat()
        };
        let each = u32::try_from(self.chunks[0].len()).unwrap();
        let places: Vec<u8> = if wide {
            let all: Vec<u8> = offsets.iter().flat_map(|offset| offset.to_be_bytes()).collect();
            full(*b"co64", 0, &[numbers(&[u32::try_from(offsets.len()).unwrap()]), all].concat())
        } else {
            let all: Vec<u32> = offsets.iter().map(|offset| u32::try_from(*offset).unwrap()).collect();
            full(*b"stco", 0, &[numbers(&[u32::try_from(all.len()).unwrap()]), numbers(&all)].concat())
        };
        let stts = numbers(&[1, count, 40]);
        boxed(
            *b"stbl",
            &[
                full(*b"stsd", 0, &[numbers(&[1]), entry].concat()),
                full(*b"stts", 0, &stts),
                full(*b"stsc", 0, &numbers(&[1, 1, each, 1])),
                full(*b"stsz", 0, &stsz),
                places,
            ]
            .concat(),
        )
    }

    fn trak(&self, id: u32, offsets: &[u64], wide: bool, version: u8) -> Vec<u8> {
        let handler =
            [numbers(&[0]), self.handler.to_vec(), b"appl\0\0\0\0\0\0\0\0planted handler\0".to_vec()]
                .concat();
        let information = [
            full(*b"vmhd", 0, &[0; 8]),
            boxed(*b"dinf", &full(*b"dref", 0, &[numbers(&[1]), boxed(*b"url ", &[0, 0, 0, 1])].concat())),
            self.table(offsets, wide),
        ];
        let media = [
            header(*b"mdhd", version, &numbers(&[600, 1200, 0])),
            full(*b"hdlr", 0, &handler),
            boxed(*b"minf", &information.concat()),
        ];
        let rest = [numbers(&[id, 0, 1200]), vec![0; 60]].concat();
        boxed(
            *b"trak",
            &[
                header(*b"tkhd", version, &rest),
                boxed(*b"udta", &boxed(*b"name", b"planted track")),
                boxed(*b"mdia", &media.concat()),
            ]
            .concat(),
        )
    }
}

pub(super) struct Film {
    pub(super) tracks: Vec<Track>,
    /// Whether the description comes before the samples.
    pub(super) first: bool,
    /// Whether lengths and places have 64 bits.
    pub(super) wide: bool,
}

impl Film {
    pub(super) fn usual() -> Self {
        Self { tracks: vec![Track::film(), Track::sound(), Track::places()], first: false, wide: false }
    }

    fn moov(&self, offsets: &[Vec<u64>]) -> Vec<u8> {
        let version = u8::from(self.wide);
        let traks = self.tracks.iter().zip(offsets).zip(1..);
        let traks: Vec<u8> =
            traks.flat_map(|((track, offsets), id)| track.trak(id, offsets, self.wide, version)).collect();
        let keys = [
            full(*b"hdlr", 0, &[numbers(&[0]), b"mdta".to_vec(), vec![0; 13]].concat()),
            full(
                *b"keys",
                0,
                &[numbers(&[1, 50]), b"mdtacom.apple.quicktime.location.ISO6709xx".to_vec()].concat(),
            ),
            boxed(*b"ilst", b"+47.3769+008.5417/ planted Canon"),
        ];
        let told = [
            boxed(*b"\xa9xyz", b"\0\x12\x15\xc7+47.3769+008.5417/"),
            boxed(*b"\xa9mak", b"\0\x05\0\0Canon"),
            boxed(*b"\xa9day", b"\0\x14\0\x002021-03-04T05:06:07Z"),
            full(*b"loci", 0, b"\0\0planted\0\0"),
        ];
        let rest = [numbers(&[600, 1200]), vec![0; 80]].concat();
        boxed(
            *b"moov",
            &[
                header(*b"mvhd", version, &rest),
                traks,
                boxed(*b"udta", &[told.concat(), vec![0; 4]].concat()),
                boxed(*b"meta", &keys.concat()),
            ]
            .concat(),
        )
    }

    /// The file, and where the samples of each track lie in it.
    pub(super) fn bytes(&self) -> (Vec<u8>, Vec<Vec<std::ops::Range<usize>>>) {
        let ftyp = boxed(*b"ftyp", b"isom\0\0\x02\0isommp42");
        let before = [
            ftyp,
            boxed(*b"free", b"planted rest of an older file"),
            boxed(
                *b"uuid",
                &[
                    b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac".as_slice(),
                    b"<x:xmpmeta planted GPS",
                ]
                .concat(),
            ),
            if self.wide { long(*b"beam", b"planted") } else { boxed(*b"prft", b"planted time") },
        ]
        .concat();
        let none: Vec<Vec<u64>> = self.tracks.iter().map(|track| vec![0; track.chunks.len()]).collect();
        let head = if self.wide { 16 } else { 8 };
        let mut at = before.len() + head + if self.first { self.moov(&none).len() } else { 0 };
        let mut data = Vec::new();
        let mut offsets: Vec<Vec<u64>> = vec![Vec::new(); self.tracks.len()];
        let mut places = vec![Vec::new(); self.tracks.len()];
        let rounds = self.tracks.iter().map(|track| track.chunks.len()).max().unwrap();
        for round in 0..rounds {
            for (number, track) in self.tracks.iter().enumerate() {
                let Some(chunk) = track.chunks.get(round) else { continue };
                offsets[number].push(at as u64);
                for sample in chunk {
                    places[number].push(at..at + sample.len());
                    data.extend_from_slice(sample);
                    at += sample.len();
                }
            }
        }
        let data = if self.wide { long(*b"mdat", &data) } else { boxed(*b"mdat", &data) };
        let moov = self.moov(&offsets);
        let whole = if self.first { [before, moov, data] } else { [before, data, moov] }.concat();
        (whole, places)
    }
}

/// An item: its kind, its bytes, its name and what follows it.
type Item<'a> = (&'a [u8; 4], &'a [u8], &'a [u8]);

/// A HEIC with a picture of two tiles, a small one, EXIF, XMP and bytes that nothing names; and where the tiles lie.
pub(super) fn still(inner: bool) -> (Vec<u8>, Vec<std::ops::Range<usize>>) {
    let tiles = [vec![0x11; 90], vec![0x22; 70]];
    let grid = vec![0, 0, 0, 1, 0, 64, 0, 64];
    let exif = [numbers(&[6]), b"Exif\0\0".to_vec(), exif()].concat();
    let xmp =
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>planted exif:GPSLatitude 47.3769 tiff:Make Canon".to_vec();
    let small = b"planted thumbnail".to_vec();
    let items: [Item<'_>; 6] = [
        (b"grid", &grid, b"planted name\0"),
        (b"hvc1", &tiles[0], b"\0"),
        (b"hvc1", &tiles[1], b"\0"),
        (b"hvc1", &small, b"\0"),
        (b"Exif", &exif, b"\0"),
        (b"mime", &xmp, b"\0application/rdf+xml\0"),
    ];
    let infe = |(id, (kind, _, name)): (u16, &Item<'_>)| {
        full(*b"infe", 2, &[&id.to_be_bytes(), [0, 0].as_slice(), kind.as_slice(), name].concat())
    };
    let list: Vec<u8> = (1..).zip(&items).flat_map(infe).collect();
    let reference = |kind: [u8; 4], from: u16, to: &[u16]| {
        let ids = [&[from, u16::try_from(to.len()).unwrap()], to].concat();
        boxed(kind, &ids.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>())
    };
    let references = [
        reference(*b"dimg", 1, &[2, 3]),
        reference(*b"thmb", 4, &[1]),
        reference(*b"cdsc", 5, &[1]),
        reference(*b"cdsc", 6, &[1]),
    ];
    let properties = [
        boxed(*b"hvcC", &[1; 30]),
        full(*b"ispe", 0, &numbers(&[64, 64])),
        full(*b"udes", 0, b"en\0planted title\0\0\0"),
        boxed(*b"irot", &[1]),
    ];
    let handler = [numbers(&[0]), b"pict".to_vec(), vec![0; 12], b"planted\0".to_vec()].concat();
    // Version 1, offsets and lengths of 4 bytes, a base of 4: the base is where the data begins.
    let iloc = |base: u32| {
        let mut at = 0;
        let mut content = vec![0x44, 0x40];
        content.extend(u16::try_from(items.len()).unwrap().to_be_bytes());
        for (id, (kind, bytes, _)) in (1_u16..).zip(&items) {
            let method = u16::from(inner && *kind == b"grid");
            for number in [id, method, 0] {
                content.extend(number.to_be_bytes());
            }
            let (base, from) = if method == 1 { (0, 7) } else { (base, at) };
            content.extend(numbers(&[base]));
            content.extend(1_u16.to_be_bytes());
            content.extend(numbers(&[from, u32::try_from(bytes.len()).unwrap()]));
            at += u32::try_from(bytes.len()).unwrap() + 5;
        }
        full(*b"iloc", 1, &content)
    };
    let meta = |base| {
        let idat = if inner { boxed(*b"idat", &[b"planted".as_slice(), &grid].concat()) } else { Vec::new() };
        let parts = [
            full(*b"hdlr", 0, &handler),
            full(*b"pitm", 0, &[0, 1]),
            full(
                *b"iinf",
                0,
                &[&u16::try_from(items.len()).unwrap().to_be_bytes(), list.as_slice()].concat(),
            ),
            full(*b"iref", 0, &references.concat()),
            boxed(*b"iprp", &[boxed(*b"ipco", &properties.concat()), full(*b"ipma", 0, &[0; 8])].concat()),
            idat,
            iloc(base),
        ];
        full(*b"meta", 0, &parts.concat())
    };
    let before =
        [boxed(*b"ftyp", b"heic\0\0\0\0mif1heic"), boxed(*b"mpvd", b"planted motion photo")].concat();
    let base = before.len() + meta(0).len() + 8;
    let data: Vec<u8> =
        items.iter().flat_map(|(_, bytes, _)| [bytes, b"GPS47".as_slice()].concat()).collect();
    let whole = [before, meta(u32::try_from(base).unwrap()), boxed(*b"mdat", &data)].concat();
    let first = base + grid.len() + 5;
    let second = first + tiles[0].len() + 5;
    (whole, vec![first..first + tiles[0].len(), second..second + tiles[1].len()])
}

/// EXIF with a camera, a time and a place.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x06\0\0\0\x60");
    tiff.extend(b"\x01\x32\0\x02\0\0\0\x14\0\0\0\x70");
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x90\0\0\0\0");
    tiff.resize(0x60, 0);
    tiff.extend(b"Canon\0");
    tiff.resize(0x70, 0);
    tiff.extend(MADE_TEXT.as_bytes());
    tiff.resize(0x90, 0);
    // One entry: the latitude's reference, and words that nobody should read.
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0 planted GPS");
    tiff
}
