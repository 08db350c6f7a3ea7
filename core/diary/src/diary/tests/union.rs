//! Copies of one diary that went their own ways and come together again.

use std::collections::{BTreeMap, BTreeSet};

use super::super::operation::{ADD_MEDIA, ERASE, Erased, MediaAdded};
use super::super::union::{Emptied, OtherCopy, other_copy};
use super::super::{file, project};
use super::*;
use crate::id::MediaId;
use crate::journal::{self, Chain, Refusal, Stored, WriterId};
use crate::media;
use crate::store::{Read, StoreError};

mod recordings;

use recordings::act_of_recordings;

const START_MS: i64 = 1_790_000_000_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// A phone with its copy of the diary.
struct Phone {
    _folder: tempfile::TempDir,
    clock: Arc<FixedClock>,
    diary: Diary,
}

/// An empty diary's file, of which each phone gets a copy.
struct Origin(tempfile::TempDir);

impl Origin {
    fn new() -> Self {
        let Home { folder, diary, .. } = home();
        diary.close().unwrap();
        Self(folder)
    }

    /// A phone whose writer has this seed, and whose clock runs so far ahead.
    fn phone(&self, seed: u8, ahead_ms: i64) -> Phone {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("diary.1.db");
        std::fs::copy(self.0.path().join("diary.1.db"), &path).unwrap();
        let clock = Arc::new(FixedClock::new(START_MS + ahead_ms, "Europe/London"));
        let diary = Diary::open(&path, &KEY, journal(&clock, seed)).unwrap();
        Phone { _folder: folder, clock, diary }
    }
}

/// Everything of a copy, or a part of it, as it travels.
#[derive(Debug)]
struct Parcel {
    copy: OtherCopy,
    operations: Vec<Stored>,
}

fn parcel(diary: &Diary) -> Parcel {
    diary
        .store
        .read::<_, StoreError>(|reader| {
            let copy = other_copy(reader, diary.file())?;
            let mut operations = Vec::new();
            for chain in Chain::all(reader)? {
                Stored::each::<StoreError>(reader, &chain, 1, chain.number, |(_, stored)| {
                    operations.push(stored);
                    Ok(())
                })?;
            }
            Ok(Parcel { copy, operations })
        })
        .unwrap()
}

/// What is of one writer, from a number on.
fn piece(whole: &Parcel, writer: WriterId, from: usize) -> Parcel {
    let heads = whole.copy.heads.iter().filter(|head| head.writer() == writer).cloned().collect();
    let (file, emptied) = (whole.copy.file, whole.copy.emptied.clone());
    let copy = OtherCopy { file, heads, emptied, strangers: true };
    let name = writer.as_bytes();
    let of_writer = |stored: &&Stored| stored.frame.windows(32).any(|window| window == name);
    let operations = whole.operations.iter().filter(of_writer).skip(from).cloned().collect();
    Parcel { copy, operations }
}

fn deliver(diary: &Diary, parcel: &Parcel) -> Result<United, DiaryError> {
    diary.unite_with(&parcel.copy, |take| parcel.operations.iter().try_for_each(take))
}

/// What a diary says, by names that are the same in every copy: the rows of each question as text.
type Picture = BTreeMap<&'static str, BTreeSet<String>>;

/// What is asked, by name.
const QUESTIONS: [(&str, &str); 14] = [
    (
        "entries",
        "SELECT hex(o.id) || hex(l.id) || ' ' || sort_ms || ' ' || coalesce(day, '-') || ' ' || kind || ' ' || pair
         FROM entries e JOIN operations o ON o.seq = e.id JOIN operations l ON l.seq = e.latest",
    ),
    (
        "amendments",
        "SELECT hex(o.id) || hex(p.id) FROM amendments a JOIN operations o ON o.seq = a.entry
         JOIN operations p ON p.seq = a.operation",
    ),
    (
        "taken back",
        "SELECT hex(o.id) || hex(p.id) FROM entries e JOIN operations o ON o.seq = e.id
         JOIN operations p ON p.seq = e.retracted",
    ),
    (
        "beside",
        "SELECT hex(p.id) || hex(o.id) || ' ' || b.kind FROM beside b JOIN operations o ON o.seq = b.entry
         JOIN operations p ON p.seq = b.id",
    ),
    ("definitions", "SELECT hex(o.id) || hex(d.kind) FROM definitions d JOIN operations o ON o.seq = d.id"),
    ("identities", "SELECT hex(key) || hex(o.id) FROM identities i JOIN operations o ON o.seq = i.entry"),
    (
        "twins",
        "SELECT hex(o.id) || hex(p.id) FROM twins t JOIN operations o ON o.seq = t.id
         JOIN operations p ON p.seq = t.entry",
    ),
    (
        "media",
        "SELECT hex(media) || hex(o.id) || hex(p.id) || coalesce(hex(r.id), '-') FROM media m
         JOIN operations o ON o.seq = m.id JOIN operations p ON p.seq = m.entry
         LEFT JOIN operations r ON r.seq = m.removed",
    ),
    ("media erased", "SELECT hex(media) || hex(o.id) FROM media_erased m JOIN operations o ON o.seq = operation"),
    ("notes", "SELECT hex(operation) || hex(entry) || coalesce(hex(media), '-') FROM emptied"),
    ("awaited", "SELECT hex(operation) FROM awaited"),
    ("operations that say something", "SELECT hex(frame) FROM operations WHERE header NOT NULL"),
    (
        "operations",
        "SELECT hex(frame) || (body IS NULL) || (reason IS NULL) || (raw IS NULL) FROM operations",
    ),
    (
        "heads",
        "SELECT hex(public_key) || ' ' || number || ' ' || hex(hash) FROM writers
         UNION SELECT hex(public_key) || ' ' || f.number || ' ' || hex(f.hash)
         FROM forks f JOIN writers w ON w.id = f.writer",
    ),
];

fn picture(diary: &Diary) -> Picture {
    let rows = |sql| diary.store.read::<_, StoreError>(|reader| reader.all(sql, [], |row| row.get(0)));
    let mut picture: Picture =
        QUESTIONS.iter().map(|(name, sql)| (*name, rows(sql).unwrap().into_iter().collect())).collect();
    // Every sample by its value: the texts for logs tell only how many there are.
    let samples = diary.entries_and_retracted().unwrap().into_iter().map(|entry| {
        let stretches = diary.samples(entry.id).unwrap().into_iter().map(|Stretch { offset_ms, series }| {
            let values: Vec<_> =
                series.channels.into_iter().map(|one| (one.field, one.exponent, one.values)).collect();
            (offset_ms, series.step_ms, values, series.status)
        });
        format!("{} {:?}", entry.id, stretches.collect::<Vec<_>>())
    });
    picture.insert("samples", samples.collect());
    let kinds = diary.kinds().unwrap();
    let kinds = kinds.own().map(|kind| (kind.id, kind.name.clone(), kind.described().len()));
    picture.insert("kinds", kinds.map(|kind| format!("{kind:?}")).collect());
    picture
}

/// The rows equal what the operations give, and every chain verifies.
fn sound(diary: &Diary) -> Picture {
    diary.verify().unwrap();
    picture(diary)
}

/// Both take in each other, and say the same.
fn together(a: &Phone, b: &Phone) -> (United, United) {
    let first = a.diary.unite(&b.diary).unwrap();
    let second = b.diary.unite(&a.diary).unwrap();
    assert_eq!(sound(&a.diary), sound(&b.diary));
    assert!(!a.diary.unite(&b.diary).unwrap().changed());
    (first, second)
}

#[test]
fn two_phones_have_each_others_entries_and_corrections() {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
    let id = a.diary.add(&morning("182/82"), Author::HOUSEHOLD, false).unwrap();
    let (came, _) = together(&b, &a);
    assert_eq!((came.operations, came.entries, came.writers.len()), (2, (1, 0), 1));
    b.clock.advance_ms(1000);
    b.diary.amend(id, &morning("128/82"), "digits swapped", Author::HOUSEHOLD, false).unwrap();
    together(&a, &b);
    let entry = a.diary.entry(id).unwrap().unwrap();
    assert_eq!((top(&entry).as_str(), entry.pair), ("128", false));
    // Both correct without knowing: a pair, and the later one shows on both.
    a.clock.advance_ms(5000);
    a.diary.amend(id, &morning("129/82"), "read again", Author::HOUSEHOLD, false).unwrap();
    b.diary.amend(id, &morning("127/82"), "read again", Author::HOUSEHOLD, false).unwrap();
    together(&a, &b);
    let shown = [&a, &b].map(|phone| phone.diary.entry(id).unwrap().unwrap());
    assert_eq!(shown[0], shown[1]);
    assert_eq!((top(&shown[0]).as_str(), shown[0].pair), ("129", true));
    assert_eq!(a.diary.history(id).unwrap(), b.diary.history(id).unwrap());
}

#[test]
fn a_record_that_both_phones_took_is_one_entry() {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
    let later = b.diary.receive(&[incoming(2, b"record", "128/82")]).unwrap();
    b.clock.advance_ms(1000);
    let [Arrival::New(at_b)] = later[..] else { panic!() };
    // On b it was corrected before the phones met.
    let noted = Content { note: Some("after the stairs".into()), ..incoming(2, b"record", "128/82").content };
    b.diary.amend(at_b, &noted, "forgot the note", Author::HOUSEHOLD, true).unwrap();
    a.clock.advance_ms(-1000);
    let [Arrival::New(at_a)] = a.diary.receive(&[incoming(1, b"record", "128/82")]).unwrap()[..] else {
        panic!()
    };
    together(&a, &b);
    for phone in [&a, &b] {
        assert_eq!(phone.diary.count().unwrap(), 1);
        // By either name it is the one entry, the earlier one's, with the correction of the other.
        for id in [at_a, at_b] {
            let entry = phone.diary.entry(id).unwrap().unwrap();
            assert_eq!((entry.id, entry.amended, entry.pair), (at_a, true, false));
            assert_eq!(entry.content.note.as_deref(), Some("after the stairs"));
            assert_eq!(phone.diary.history(id).unwrap().len(), 2);
        }
        assert_eq!(phone.diary.receive(&[incoming(3, b"record", "128/82")]).unwrap(), [Arrival::Known]);
    }
    // Erased under the name that the other phone gave it, it is gone on both, and stays away.
    b.diary.erase(at_b, Author::HOUSEHOLD).unwrap();
    together(&a, &b);
    for phone in [&a, &b] {
        assert_eq!(phone.diary.count().unwrap(), 0);
        assert_eq!(phone.diary.receive(&[incoming(3, b"record", "128/82")]).unwrap(), [Arrival::Known]);
    }
}

#[test]
fn erased_beats_present_in_both_directions() {
    for erased_first in [true, false] {
        let origin = Origin::new();
        let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
        let [Arrival::New(id)] = a.diary.receive(&[incoming(1, b"record", "128/82")]).unwrap()[..] else {
            panic!()
        };
        together(&a, &b);
        // b says more of it, a third phone has the record too, and a erases it: none knows of the others.
        let c = origin.phone(3, 0);
        c.diary.receive(&[incoming(7, b"record", "128/82")]).unwrap();
        let noted = Content { note: Some("secret".into()), ..incoming(1, b"record", "128/82").content };
        b.diary.amend(id, &noted, "why it is secret", Author::HOUSEHOLD, true).unwrap();
        a.diary.erase(id, Author::HOUSEHOLD).unwrap();
        if erased_first {
            b.diary.unite(&a.diary).unwrap();
        } else {
            a.diary.unite(&b.diary).unwrap();
        }
        together(&a, &b);
        together(&b, &c);
        together(&a, &c);
        for phone in [&a, &b, &c] {
            assert_eq!(phone.diary.count().unwrap(), 0);
            assert_eq!(phone.diary.history(id).unwrap_err(), DiaryError::Erased);
            // What began the three chains, and the erasure: nothing else says anything.
            assert_eq!(picture(&phone.diary)["operations that say something"].len(), 4);
            assert_eq!(phone.diary.receive(&[incoming(9, b"record", "128/82")]).unwrap(), [Arrival::Known]);
        }
        assert_eq!(picture(&a.diary)["notes"].len(), 2);
    }
}

#[test]
fn media_of_an_erased_entry_are_known_to_be_erased() {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
    let id = a.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    together(&a, &b);
    attach(&b.diary, id, 5);
    attach(&b.diary, id, 6);
    b.diary.remove_media(MediaId::from_bytes([6; 16]), "blurred", Author::HOUSEHOLD).unwrap();
    a.diary.erase(id, Author::HOUSEHOLD).unwrap();
    together(&a, &b);
    assert_eq!(picture(&a.diary)["media erased"].len(), 2);
    assert_eq!(picture(&a.diary)["notes"].len(), 3);
}

/// The operation that adds a media file, without the file.
fn attach(diary: &Diary, entry: EntryId, name: u8) {
    let added = MediaAdded {
        media: MediaId::from_bytes([name; 16]),
        entry,
        kind: media::Kind::Png,
        length: 1,
        hash: [0; 32],
        details: None,
        caption: Some("a caption".into()),
        name: None,
    };
    diary
        .journal
        .write::<_, DiaryError>(&diary.store, |journal| {
            let seq = file::seq_of(journal.tx(), entry)?;
            let change = Change {
                id: None,
                kind: ADD_MEDIA,
                version: VERSION,
                author: Author::HOUSEHOLD,
                body: cbor::encode(&added),
                reason: None,
                raw: None,
            };
            let (operation, ..) = journal.append(change)?;
            project::add_media(journal.tx(), operation, added.media, seq)
        })
        .unwrap();
}

#[test]
fn a_fork_is_kept_whole_and_named() {
    let origin = Origin::new();
    // Two installations with one writer, as after a copied phone.
    let (a, b, c) = (origin.phone(1, 0), origin.phone(1, 0), origin.phone(2, 0));
    let first = a.diary.add(&morning("121/81"), Author::HOUSEHOLD, false).unwrap();
    b.diary.unite(&a.diary).unwrap();
    a.diary.add(&morning("122/82"), Author::HOUSEHOLD, false).unwrap();
    b.diary.add(&morning("123/83"), Author::HOUSEHOLD, false).unwrap();
    b.diary.add(&morning("124/84"), Author::HOUSEHOLD, false).unwrap();
    let (came, _) = together(&a, &b);
    let fork =
        journal::Fork { writer: WriterId::from_bytes(*a.diary.journal.writer().as_bytes()), number: 3 };
    assert_eq!(came.forks, [fork]);
    assert_eq!(a.diary.count().unwrap(), 4);
    // Both go on from the longer branch: one more fork, and still nothing is lost.
    a.diary.amend(first, &morning("125/85"), "why", Author::HOUSEHOLD, false).unwrap();
    b.diary.amend(first, &morning("126/86"), "why", Author::HOUSEHOLD, false).unwrap();
    together(&a, &b);
    together(&c, &a);
    assert_eq!(picture(&c.diary)["heads"].len(), 3);
    assert!(c.diary.entry(first).unwrap().unwrap().pair);
    // An end that is taken away, and an operation that nobody signed for, are named.
    c.diary.store.write::<_, StoreError>(|tx| tx.execute("DELETE FROM forks WHERE number = 3", [])).unwrap();
    let Err(DiaryError::Journal(JournalError::Fault(fault))) = c.diary.verify() else { panic!() };
    assert_eq!((fault.number, fault.what), (3, WhatIsWrong::Number));
}

#[test]
fn a_clock_far_ahead_is_kept_reported_and_not_followed() {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 3 * DAY_MS));
    let id = b.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    let came = a.diary.unite(&b.diary).unwrap();
    assert_eq!(came.ahead.len(), 1);
    assert_eq!((came.ahead[0].writer, came.ahead[0].operations), (b.diary.journal.writer(), 2));
    assert_eq!(a.diary.history(id).unwrap()[0].at_ms, START_MS + 3 * DAY_MS);
    a.diary.amend(id, &morning("127/82"), "why", Author::HOUSEHOLD, false).unwrap();
    let order = a.diary.store.read::<_, JournalError>(|reader| {
        let last = reader.one("SELECT max(seq) FROM operations", [], |row| row.get(0))?.unwrap();
        Ok(journal::by_seq(reader, last)?.unwrap().header.unwrap().order)
    });
    assert_eq!(order.unwrap().wall_ms, START_MS);
    // What replaces it shows, whatever the clocks said, and comes after it in the history.
    assert_eq!(top(&a.diary.entry(id).unwrap().unwrap()), "127");
    let versions = a.diary.history(id).unwrap();
    assert_eq!(versions[1].content.number(kind::SYSTOLIC).unwrap().0.to_string(), "127");
    // A clock that is only a little ahead is followed.
    let c = origin.phone(3, DAY_MS / 2);
    c.diary.add(&morning("126/82"), Author::HOUSEHOLD, false).unwrap();
    assert!(a.diary.unite(&c.diary).unwrap().ahead.is_empty());
    a.diary.add(&morning("125/82"), Author::HOUSEHOLD, false).unwrap();
    let order = a.diary.store.read::<_, JournalError>(|reader| {
        let last = reader.one("SELECT max(seq) FROM operations", [], |row| row.get(0))?.unwrap();
        Ok(journal::by_seq(reader, last)?.unwrap().header.unwrap().order)
    });
    assert_eq!(order.unwrap().wall_ms, START_MS + DAY_MS / 2);
}

/// A peer that has the keys of the file and a writer of its own.
fn hostile() -> (Origin, Phone, Phone, EntryId) {
    let origin = Origin::new();
    let (a, b) = (origin.phone(1, 0), origin.phone(2, 0));
    let id = a.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    together(&a, &b);
    b.diary.add(&morning("129/82"), Author::HOUSEHOLD, false).unwrap();
    b.diary.amend(id, &morning("130/82"), "why", Author::HOUSEHOLD, false).unwrap();
    (origin, a, b, id)
}

fn refused(outcome: Result<United, DiaryError>) -> Refusal {
    match outcome {
        Err(DiaryError::Journal(JournalError::Refused { what, .. })) => what,
        other => panic!("{other:?}"),
    }
}

/// What is done to a parcel.
type Alteration<'a> = &'a dyn Fn(&mut Parcel);

/// What a hostile peer writes about an entry.
type Forgery<'a> = &'a dyn Fn(&Phone, EntryId);

#[test]
fn what_a_hostile_peer_alters_is_refused_and_nothing_is_stored() {
    let (_origin, a, b, _) = hostile();
    let before = sound(&a.diary);
    let whole = parcel(&b.diary);
    let of_b = |parcel: &mut Parcel, change: &dyn Fn(&mut Stored)| {
        let name = *b.diary.journal.writer().as_bytes();
        let last = parcel.operations.iter_mut().rfind(|one| one.frame.windows(32).any(|at| at == name));
        change(last.unwrap());
    };
    let flip = |bytes: &mut Vec<u8>, at: usize| bytes[at] ^= 1;
    let alterations: &[(&str, Refusal, Alteration<'_>)] = &[
        ("a body", Refusal::Part, &|parcel| of_b(parcel, &|one| flip(one.body.as_mut().unwrap(), 40))),
        ("a salt", Refusal::Part, &|parcel| of_b(parcel, &|one| flip(one.reason.as_mut().unwrap(), 0))),
        ("a missing part", Refusal::Part, &|parcel| of_b(parcel, &|one| one.reason = None)),
        ("emptied", Refusal::Emptied, &|parcel| {
            of_b(parcel, &|one| {
                (one.header, one.body, one.reason, one.raw) = (None, None, None, None);
            });
        }),
        ("a giant part", Refusal::TooLarge, &|parcel| of_b(parcel, &|one| one.raw = Some(vec![0; 9 << 20]))),
        ("a giant frame", Refusal::TooLarge, &|parcel| of_b(parcel, &|one| one.frame = vec![0; 5000])),
        ("no frame", Refusal::Frame, &|parcel| of_b(parcel, &|one| one.frame = vec![1, 2, 3])),
        ("a signature", Refusal::Signature, &|parcel| parcel.copy.heads[1].signature[5] ^= 1),
        ("another file", Refusal::Signature, &|parcel| {
            for head in &mut parcel.copy.heads {
                head.signature =
                    Writer::from_seed(&[2; 32]).sign(&FileId::from_bytes([1; 16]), head.number, &head.hash);
            }
        }),
        ("the newest left out", Refusal::Head, &|parcel| drop(parcel.operations.pop())),
        ("one in between left out", Refusal::Link, &|parcel| {
            let at = parcel.operations.len() - 2;
            parcel.operations.remove(at);
        }),
        ("no heads", Refusal::Head, &|parcel| parcel.copy.heads.clear()),
    ];
    for (what, expected, alter) in alterations {
        let mut altered = Parcel {
            copy: OtherCopy {
                file: whole.copy.file,
                heads: whole.copy.heads.clone(),
                emptied: whole.copy.emptied.clone(),
                strangers: true,
            },
            operations: whole.operations.clone(),
        };
        alter(&mut altered);
        assert_eq!(refused(deliver(&a.diary, &altered)), *expected, "{what}");
        assert_eq!(sound(&a.diary), before, "{what}");
    }
    let other = OtherCopy {
        file: FileId::from_bytes([1; 16]),
        heads: Vec::new(),
        emptied: Vec::new(),
        strangers: true,
    };
    let other = a.diary.unite_with(&other, |_| Ok(())).unwrap_err();
    assert_eq!(other, DiaryError::Journal(JournalError::OtherFile));
    deliver(&a.diary, &whole).unwrap();
    assert_eq!(sound(&a.diary), picture(&b.diary));
}

/// Appends what no program would, with a true frame and signature.
fn forged(phone: &Phone, id: Option<OperationId>, kind: u16, body: Vec<u8>) {
    phone
        .diary
        .journal
        .write::<_, DiaryError>(&phone.diary.store, |journal| {
            journal.append(Change {
                id,
                kind,
                version: VERSION,
                author: Author::HOUSEHOLD,
                body,
                reason: Some("because".into()),
                raw: None,
            })?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_a_hostile_peer_signs_is_refused_where_no_diary_could_say_it() {
    let (a1, a2) = (OperationId::from_bytes([1; 16]), OperationId::from_bytes([2; 16]));
    let circle = |b: &Phone, id: EntryId| {
        let said = b.diary.history(id).unwrap();
        for (id_of, other) in [(a1, a2), (a2, a1)] {
            let replaces = said.iter().map(|version| version.operation).chain([other]).collect();
            let body = Amended { entry: id, replaces, content: morning("1/1") };
            forged(b, Some(id_of), AMEND, cbor::encode(&body));
        }
    };
    let names_an_erasure = |b: &Phone, id: EntryId| {
        let erasure = OperationId::from_bytes([3; 16]);
        let erased = |operations| cbor::encode(&Erased { operations, identity: None, media: None });
        forged(b, Some(erasure), ERASE, erased(vec![id.into()]));
        forged(b, None, ERASE, erased(vec![erasure]));
    };
    let no_body = |b: &Phone, _: EntryId| forged(b, None, AMEND, vec![0x80]);
    let used_id = |b: &Phone, _: EntryId| forged(b, Some(OperationId::from_bytes([9; 16])), 77, vec![]);
    let acts: [(Refusal, Forgery<'_>); 4] = [
        (Refusal::Circle, &circle),
        (Refusal::Unreadable, &names_an_erasure),
        (Refusal::Unreadable, &no_body),
        (Refusal::SameId, &used_id),
    ];
    for (expected, act) in acts {
        let (_origin, a, b, id) = hostile();
        forged(&a, Some(OperationId::from_bytes([9; 16])), 77, vec![]);
        let before = sound(&a.diary);
        act(&b, id);
        assert_eq!(refused(deliver(&a.diary, &parcel(&b.diary))), expected);
        assert_eq!(sound(&a.diary), before);
    }
}

/// A note that claims an erasure empties nothing that is here, and is forgotten when what it hid comes.
#[test]
fn a_false_note_hides_nothing_for_good() {
    let (_origin, a, b, id) = hostile();
    b.diary.erase(id, Author::HOUSEHOLD).unwrap();
    let whole = parcel(&b.diary);
    let hidden = whole
        .operations
        .iter()
        .position(|one| {
            one.held() > 0 && one.frame.windows(32).any(|at| at == b.diary.journal.writer().as_bytes())
        })
        .unwrap()
        + 1;
    let mut lying = parcel(&b.diary);
    let one = &mut lying.operations[hidden];
    (one.header, one.body, one.reason, one.raw) = (None, None, None, None);
    let operation = b
        .diary
        .store
        .read::<_, StoreError>(|reader| {
            reader.one("SELECT id FROM operations WHERE frame = ?1", [&one.frame], |row| row.get(0))
        })
        .unwrap()
        .unwrap();
    lying.copy.emptied.push(Emptied {
        operation: OperationId::from_bytes(operation),
        entry: id.into(),
        media: None,
    });
    deliver(&a.diary, &lying).unwrap();
    a.diary.verify().unwrap();
    assert_eq!(a.diary.count().unwrap(), 0);
    deliver(&a.diary, &whole).unwrap();
    assert_eq!(sound(&a.diary), sound(&b.diary));
    // And where it is known already, the note has no power.
    deliver(&a.diary, &lying).unwrap();
    assert_eq!(sound(&a.diary), sound(&b.diary));
    assert!(picture(&a.diary)["notes"].is_empty());
}

/// One thing that a phone does.
#[derive(Debug, Clone)]
enum Act {
    Add(u8),
    Receive(u8),
    Amend(u8),
    Erase(u8),
    Attach(u8),
    /// Taken back, or let stand again.
    Stand(u8, bool),
    /// A recording, as a device sends it: perhaps both phones take it.
    Night(u8),
    /// It went on.
    More(u8),
    DropSamples(u8),
    Define(u8),
    Redefine(u8),
    AddOwn(u8),
    Meet(usize),
    Keep,
}

fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    let act = prop_oneof![
        2 => any::<u8>().prop_map(Act::Add),
        4 => (0_u8..4).prop_map(Act::Receive),
        4 => any::<u8>().prop_map(Act::Amend),
        2 => any::<u8>().prop_map(Act::Erase),
        1 => any::<u8>().prop_map(Act::Attach),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(number, stands)| Act::Stand(number, stands)),
        2 => (0_u8..3).prop_map(Act::Night),
        2 => any::<u8>().prop_map(Act::More),
        1 => any::<u8>().prop_map(Act::DropSamples),
        1 => any::<u8>().prop_map(Act::Define),
        1 => any::<u8>().prop_map(Act::Redefine),
        2 => any::<u8>().prop_map(Act::AddOwn),
        3 => (0_usize..3).prop_map(Act::Meet),
        1 => Just(Act::Keep),
    ];
    proptest::collection::vec((0_usize..3, act), 6..36)
}

/// Acts; what is not possible just now is left out.
fn act(phones: &[Phone], at: usize, act: &Act, kept: &mut Vec<Parcel>) {
    let Phone { diary, clock, .. } = &phones[at];
    clock.advance_ms(7);
    let pick = |number: u8| {
        let entries = diary.entries().unwrap();
        let at = usize::from(number).checked_rem(entries.len());
        at.map(|at| entries[at].clone())
    };
    match act {
        Act::Add(value) => {
            diary.add(&morning(&format!("1{:02}/80", value % 60)), Author::HOUSEHOLD, true).unwrap();
        }
        Act::Receive(record) => {
            // Each phone decides an id of its own.
            let id = u8::try_from(at).unwrap() * 50 + record + 10;
            diary.receive(&[incoming(id, &[*record], "128/82")]).unwrap();
        }
        Act::Amend(number) => {
            if let Some(entry) = pick(*number) {
                let note = Some(format!("note {number} of {at}"));
                let content = Content { note, ..entry.content };
                let _ = diary.amend(entry.id, &content, "why", Author::HOUSEHOLD, true);
            }
        }
        Act::Erase(number) => {
            if let Some(entry) = pick(*number) {
                diary.erase(entry.id, Author::HOUSEHOLD).unwrap();
            }
        }
        Act::Attach(number) => {
            if let Some(entry) = pick(*number) {
                let mut name = [*number; 16];
                name[0] = u8::try_from(kept.len() % 200).unwrap();
                name[1] = u8::try_from(at).unwrap();
                if diary.attachment(MediaId::from_bytes(name)).unwrap().is_none() {
                    attach(diary, entry.id, number.wrapping_add(name[0]).wrapping_add(name[1]));
                }
            }
        }
        Act::Stand(number, stands) => {
            let entries = diary.entries_and_retracted().unwrap();
            if let Some(at) = usize::from(*number).checked_rem(entries.len()) {
                let (id, me) = (entries[at].id, Author::HOUSEHOLD);
                let done =
                    if *stands { diary.reinstate(id, "why", me) } else { diary.retract(id, "why", me) };
                assert_eq!(done.is_ok(), entries[at].retracted == *stands);
            }
        }
        Act::Night(_)
        | Act::More(_)
        | Act::DropSamples(_)
        | Act::Define(_)
        | Act::Redefine(_)
        | Act::AddOwn(_) => act_of_recordings(diary, at, act),
        Act::Meet(other) => {
            if *other != at {
                diary.unite(&phones[*other].diary).unwrap();
            }
        }
        Act::Keep => kept.push(parcel(diary)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if crate::testing::long() { 400 } else { 8 },
        ..ProptestConfig::default()
    })]

    /// Whatever three phones did, two of them as one writer, and in whatever order, pieces and repetition it comes: the
    /// same operations make the same diary.
    #[test]
    fn any_order_any_repetition_and_any_partition_make_the_same_diary(
        story in acts(),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 24),
        forked in any::<bool>(),
        ahead in prop_oneof![Just(0), Just(2 * DAY_MS)],
    ) {
        let origin = Origin::new();
        let seeds = if forked { [1, 2, 2] } else { [1, 2, 3] };
        let phones: Vec<Phone> =
            seeds.iter().zip([0, 3000, ahead]).map(|(seed, ahead)| origin.phone(*seed, ahead)).collect();
        let mut kept = Vec::new();
        for (at, one) in &story {
            act(&phones, *at, one, &mut kept);
        }
        let reference = origin.phone(8, 0);
        for phone in &phones {
            phone.diary.verify().unwrap();
            deliver(&reference.diary, &parcel(&phone.diary)).unwrap();
        }
        let expected = sound(&reference.diary);

        // The same in pieces of one writer each, from earlier states too, in another order, again and again.
        let mut pieces: Vec<Parcel> = Vec::new();
        for whole in kept.into_iter().chain(phones.iter().map(|phone| parcel(&phone.diary))) {
            let writers: BTreeSet<WriterId> = whole.copy.heads.iter().map(Chain::writer).collect();
            for (number, writer) in writers.into_iter().enumerate() {
                pieces.push(piece(&whole, writer, 0));
                pieces.push(piece(&whole, writer, number + 2));
            }
            pieces.push(whole);
        }
        let target = origin.phone(9, 0);
        let mut deliveries: Vec<&Parcel> = order.iter().map(|index| index.get(&pieces)).collect();
        deliveries.extend(&pieces);
        for (number, piece) in deliveries.into_iter().enumerate() {
            match deliver(&target.diary, piece) {
                // It waits for what comes before it, or for the erasure that explains it.
                Ok(_) | Err(DiaryError::Journal(JournalError::Refused { what: Refusal::Link | Refusal::Emptied | Refusal::Head, .. })) => {}
                Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
            }
            if number % 8 == 0 {
                target.diary.verify().unwrap();
            }
        }
        prop_assert_eq!(&sound(&target.diary), &expected);
        for piece in &pieces {
            let _ = deliver(&target.diary, piece);
        }
        prop_assert_eq!(&sound(&target.diary), &expected);
        // Each phone gets there too.
        for phone in &phones {
            deliver(&phone.diary, &parcel(&target.diary)).unwrap();
            prop_assert_eq!(&sound(&phone.diary), &expected);
        }
    }
}
