//! Words, pictures, papers and people: what is kept around the numbers.

use super::field::{ABOUT, BODY_PLACE, DURATION, FOLLOW_UP, LINE, PAGES, WITH, WORDS};
use super::{Field, Kind, PLAIN, Shape, choice};

/// Words about a moment.
pub const NOTE: Kind = Kind {
    number: 3,
    name: "note",
    words: "Note",
    fields: &[WORDS.needed()],
    example: "\"slept badly\"",
    ..PLAIN
};

/// A document or letter; its file is attached to the entry.
pub const DOCUMENT: Kind = Kind {
    number: 22,
    name: "document",
    short: &["letter", "doc"],
    words: "Document",
    fields: &[
        Field::new(65, "title", "title", LINE).needed(),
        Field::new(
            66,
            "type",
            "type",
            Shape::Choice(&[
                choice(1, "letter", "letter"),
                choice(2, "result", "result"),
                choice(3, "prescription", "prescription"),
                choice(4, "discharge", "discharge summary"),
                choice(5, "imaging", "imaging report"),
                choice(6, "plan", "treatment plan"),
                choice(7, "other", "other"),
            ]),
        ),
        Field::new(67, "issuer", "from", LINE).or(&["from"]),
        Field::new(68, "reference", "their reference", LINE),
        WORDS,
    ],
    example: "\"Clinic letter\" type letter issuer \"St Anne's Hospital\"",
    ..PLAIN
};

const SHOWS: Field<'static> = Field::new(70, "shows", "shows", LINE);

/// A photo; its file is attached to the entry.
pub const PHOTO: Kind = Kind {
    number: 23,
    name: "photo",
    words: "Photo",
    fields: &[SHOWS.needed(), BODY_PLACE],
    example: "rash place \"left arm\"",
    ..PLAIN
};

/// A video; its file is attached to the entry.
pub const VIDEO: Kind = Kind {
    number: 24,
    name: "video",
    words: "Video",
    fields: &[SHOWS.needed(), BODY_PLACE, DURATION],
    example: "\"walking after the fall\" duration \"20 s\"",
    ..PLAIN
};

/// Something spoken; its file is attached to the entry.
pub const VOICE: Kind = Kind {
    number: 25,
    name: "voice",
    words: "Voice note",
    fields: &[
        Field::new(71, "topic", "about", LINE).needed(),
        Field::new(69, "transcript", "what was said", PAGES),
        DURATION,
    ],
    example: "\"how the night was\" duration \"90 s\"",
    ..PLAIN
};

/// A call, letter, message or talk with somebody about one's health.
pub const CONTACT: Kind = Kind {
    number: 26,
    name: "contact",
    short: &["call", "correspondence"],
    words: "Call or letter",
    fields: &[
        WITH.needed(),
        Field::new(
            73,
            "channel",
            "how",
            Shape::Choice(&[
                choice(1, "phone", "by phone"),
                choice(2, "video", "by video"),
                choice(3, "letter", "by letter"),
                choice(4, "email", "by email"),
                choice(5, "message", "by message"),
                choice(6, "person", "in person"),
            ]),
        )
        .or(&["by"]),
        Field::new(
            74,
            "direction",
            "who began",
            Shape::Choice(&[choice(1, "in", "from them"), choice(2, "out", "from me")]),
        ),
        DURATION,
        WORDS,
        FOLLOW_UP,
        ABOUT,
    ],
    example: "\"practice nurse\" channel phone duration \"5 min\" text \"results are in\"",
    ..PLAIN
};

/// What there is to say after an appointment.
pub const AFTER_VISIT: Kind = Kind {
    number: 27,
    name: "visit",
    short: &["after-visit", "appointment-note"],
    words: "After an appointment",
    fields: &[
        WITH.needed(),
        Field::new(75, "clinic", "where", LINE).or(&["at-clinic"]),
        WORDS.needed(),
        FOLLOW_UP,
        ABOUT,
    ],
    example: "\"Dr Lind\" text \"keep the dose\" next \"blood test in May\"",
    ..PLAIN
};

/// What a person defined: which kind it is, the entry's `defined` says.
pub const OWN: Kind = Kind { number: 100, name: "own", words: "Own kind", typed: false, ..PLAIN };
