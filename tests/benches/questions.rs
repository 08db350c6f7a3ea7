//! Questions to a diary: a day, the newest of each kind, words, and numbers of ten years.

use std::path::Path;
use std::time::Duration;

use diary_core::diary::{
    Content, Diary, Incoming, Measure, PartsOfDay, Period, Question, Source, Value, Words, kind,
};
use diary_core::id::OperationId;
use diary_core::time::{CivilDate, Evidence, Instant, Moment, Zone};
use diary_tests::readings::{self, A_DAY, NOW_MS};

use crate::bare::Bare;
use crate::rows::{Pair, YEAR, identities, import, import_bare};
use crate::world;
use crate::{Row, fastest, in_turns, timed};

/// A question that somebody waits for takes no longer; and a search no longer than the second.
const MOST: Duration = Duration::from_millis(2);
const MOST_SEARCHING: Duration = Duration::from_millis(20);
/// What is asked of ten years takes at most a fifth longer than of one; medians get some room beside other work.
const FOR_TEN_YEARS: f64 = 1.5;
/// How often each is asked.
const ASKED: usize = 2001;
const NOTES: i64 = 50_000;
/// Entries of a page.
const PAGE: usize = 50;

/// Measures everything, each row as it is done.
pub(crate) fn all(folder: &Path, year: &Pair, decade: &Pair, done: &mut impl FnMut(Row)) {
    days(year, decade, done);
    done(latest_of_each(folder));
    search(folder, done);
    done(statistics(decade));
}

/// A row of a question that somebody waits for no longer than `most`.
fn asked(
    what: String,
    (most, turns): (Duration, usize),
    mut ours: impl FnMut() -> Duration,
    bare: impl FnMut() -> Duration,
) -> Row {
    let (diary, bare) = in_turns(turns, &mut ours, bare);
    let least = fastest(31, ours);
    assert!(least < most, "{what}: {least:?}");
    Row { what, diary, bare }
}

fn days(year: &Pair, decade: &Pair, done: &mut impl FnMut(Row)) {
    let (years, decades) = (world::open(&year.diary), world::open(&decade.diary));
    let (bare_year, bare_decade) = (Bare::open(&year.bare), Bare::open(&decade.bare));
    let ours = |diary, days| walk(days, move |day| Diary::day(diary, day).unwrap().len());
    let bare = |bare, days| walk(days, move |day| Bare::day(bare, day).len());
    for (what, ours, bare) in [
        ("diary of one year", ours(&years, YEAR), bare(&bare_year, YEAR)),
        (
            "diary of ten years, each for the first time",
            ours(&decades, 10 * YEAR),
            bare(&bare_decade, 10 * YEAR),
        ),
    ] {
        done(asked(format!("day view, {what}"), (MOST, ASKED), ours, bare));
    }
    for (what, days) in [("any day of ten years", 10 * YEAR), ("a day of the newest year of ten", YEAR)] {
        let what = format!("day view, {what}, shown before; beside it a diary of one year");
        let row = asked(what, (MOST, ASKED), ours(&decades, days), ours(&years, YEAR));
        assert!(row.diary.as_secs_f64() < row.bare.as_secs_f64() * FOR_TEN_YEARS, "{row:?}");
        done(row);
    }
}

/// Shows days all over the newest `days`, in an order that repeats for each.
fn walk(days: i64, show: impl Fn(CivilDate) -> usize) -> impl FnMut() -> Duration {
    let newest = i64::from(readings::newest_day().epoch_day());
    let mut turn = 0;
    move || {
        turn += 1;
        // 7919 is prime and divides neither number of days, so the walk visits all of them.
        let day = newest - 1 - turn * 7919 % (days - 2);
        let day = CivilDate::from_epoch_day(i32::try_from(day).unwrap()).unwrap();
        timed(|| assert!(show(day) > 2))
    }
}

/// Diaries of one year and of ten with all kinds of entry, four a day.
fn latest_of_each(folder: &Path) -> Row {
    let of_all_kinds = |name: &str, days: i64| {
        let mut incoming = readings::all_incoming(days * A_DAY);
        for (one, kind) in incoming.iter_mut().zip(kind::ALL.iter().cycle()) {
            one.content.kind = kind.number;
        }
        import(&folder.join(name), &incoming)
    };
    let (year, decade) = (of_all_kinds("year-kinds.db", YEAR), of_all_kinds("decade-kinds.db", 10 * YEAR));
    let ask = |diary: &Diary| timed(|| assert_eq!(diary.latest_of_each().unwrap().len(), kind::ALL.len()));
    let what =
        format!("the newest of each of {} kinds, ten years; beside it a diary of one year", kind::ALL.len());
    let row = asked(what, (MOST, ASKED), || ask(&decade), || ask(&year));
    assert!(row.diary.as_secs_f64() < row.bare.as_secs_f64() * FOR_TEN_YEARS, "{row:?}");
    row
}

/// The word of this number: the smaller it is, the more often it is written.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za",
        "bre", "cli", "dro", "sta",
    ];
    let mut word = String::new();
    for power in [1, 20, 400] {
        word.push_str(SYLLABLES[usize::try_from(number / power % 20).unwrap()]);
    }
    word
}

/// A note of twelve words out of 8000, the first of them in every other note.
fn note(at: i64, zone: &Zone) -> Content {
    let mut state = at.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut words = Vec::new();
    for _ in 0..12 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A cube of 0 to 20: each word is rarer than the one before.
        let place = u128::from(state >> 44);
        words.push(word(u64::try_from((20 * place).pow(3) >> 60).unwrap()));
    }
    let instant = Instant::from_millis(NOW_MS - at * 3_600_000).unwrap();
    let moment = Moment::at(instant, zone, Evidence::PhoneSetting);
    let mut content = Content::new(kind::NOTE.number, moment, Source::Typed);
    content.set(kind::TEXT, Value::Text(words.join(" ")));
    content
}

fn search(folder: &Path, done: &mut impl FnMut(Row)) {
    let zone = readings::zone();
    let incoming: Vec<Incoming> = (0..NOTES)
        .map(|at| {
            let record = at.to_be_bytes().to_vec();
            let id = OperationId::from_bytes(world::random());
            Incoming { id, record: record.clone(), content: note(at, &zone), raw: record }
        })
        .collect();
    let diary = import(&folder.join("notes.db"), &incoming);
    let mut bare = import_bare(&folder.join("notes-bare.db"), &incoming, &identities(NOTES));
    bare.index(incoming.iter().map(|one| one.content.text(kind::TEXT).unwrap()));
    for (kind, text) in [
        ("rare", word(7999)),
        ("uncommon", word(100)),
        ("common", word(0)),
        ("common and uncommon at once", format!("{} {}", word(0), word(100))),
    ] {
        let question = Question { words: Some(Words::parse(&text).unwrap()), ..Question::default() };
        let expression = text.split(' ').map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ");
        let matches = bare.matches(&expression);
        let page = |found: usize| assert_eq!(found, matches.min(PAGE));
        let what = format!(
            "search {NOTES} notes for words that are {kind} ({matches} have them), the newest {PAGE}"
        );
        done(asked(
            what,
            (MOST_SEARCHING, 31),
            || timed(|| page(diary.page(&question, None, PAGE).unwrap().entries.len())),
            || timed(|| page(bare.search(&expression, PAGE).len())),
        ));
    }
}

/// Mean, spread, least and most of three fields, by month, mornings and evenings; bare reads and decodes the same entries
/// and adds up their values.
fn statistics(files: &Pair) -> Row {
    let diary = world::open(&files.diary);
    let bare = Bare::open(&files.bare);
    let (by, parts) = (Period::Month, PartsOfDay::HOME_DIARY);
    let asked = Measure { kind: &kind::BLOOD_PRESSURE, from: None, to: None, by, parts };
    let (diary, bare) = in_turns(
        11,
        || timed(|| assert_eq!(diary.statistics(&asked).unwrap().entries, files.readings.unsigned_abs())),
        || timed(|| bare.sums()),
    );
    let what = format!("statistics of {} readings, by month; bare: read them and add up", files.readings);
    Row { what, diary, bare }
}
