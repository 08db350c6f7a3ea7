//! What people do: move, walk, sleep, drink.

use super::field::{DURATION, GOODNESS, LINE, SPAN, WAY};
use super::{Field, Kind, PLAIN, Shape, Unit, choice};

const COUNT: &[Unit] = &[Unit::Count];

const DISTANCE: Field<'static> =
    Field::new(35, "distance", "distance", Shape::number(WAY, 0, 2000)).or(&["way"]);

const ENERGY: Field<'static> =
    Field::new(36, "energy", "energy", Shape::number(&[Unit::Kilocalorie, Unit::Kilojoule], 0, 30_000))
        .loinc("41981-2");

const NUMBER_OF_STEPS: Field<'static> =
    Field::new(34, "steps", "steps", Shape::number(COUNT, 0, 200_000)).loinc("55423-8");

/// Moving on purpose.
pub const ACTIVITY: Kind = Kind {
    number: 13,
    name: "activity",
    short: &["exercise"],
    words: "Activity",
    fields: &[
        Field::new(37, "activity", "what", LINE).needed(),
        DURATION,
        DISTANCE,
        NUMBER_OF_STEPS,
        ENERGY,
        Field::new(
            38,
            "effort",
            "effort",
            Shape::Choice(&[
                choice(1, "light", "light"),
                choice(2, "moderate", "moderate"),
                choice(3, "hard", "hard"),
            ]),
        ),
    ],
    example: "walk duration \"40 min\" distance \"3.2 km\" effort light",
    ..PLAIN
};

/// The steps of a day, or of a part of it.
pub const STEPS: Kind = Kind {
    number: 14,
    name: "steps",
    words: "Steps",
    fields: &[NUMBER_OF_STEPS.needed(), DURATION, DISTANCE, ENERGY],
    example: "8200",
    ..PLAIN
};

/// A night or a nap; the entry's own moment is when one got up, where nothing better is known.
pub const SLEEP: Kind = Kind {
    number: 15,
    name: "sleep",
    words: "Sleep",
    fields: &[
        Field::new(39, "asleep", "fell asleep", Shape::Time).or(&["from"]),
        Field::new(40, "awake", "woke up", Shape::Time).or(&["to"]),
        Field::new(41, "slept", "slept", Shape::number(SPAN, 0, 4320)).loinc("93832-4"),
        Field::new(42, "quality", "quality", Shape::Choice(GOODNESS)),
        Field::new(43, "wakings", "woke in between", Shape::number(COUNT, 0, 200)),
    ],
    least: &[39, 40, 41, 42],
    rising: &[(39, 40)],
    example: "asleep 2026-08-13T23:10 awake 2026-08-14T06:50 quality good",
    ..PLAIN
};

/// Something drunk.
pub const FLUID: Kind = Kind {
    number: 16,
    name: "fluid",
    short: &["drink"],
    words: "Drinking",
    fields: &[
        Field::new(44, "amount", "amount", Shape::number(&[Unit::Millilitre, Unit::Litre], 1, 20_000))
            .needed(),
        Field::new(45, "drink", "drink", LINE).or(&["of"]),
    ],
    example: "250 drink water",
    ..PLAIN
};
