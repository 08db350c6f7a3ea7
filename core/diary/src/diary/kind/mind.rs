//! How people feel.

use super::field::GOODNESS;
use super::{Field, Kind, PLAIN, Shape, choice};

/// Mood and wellbeing.
pub const MOOD: Kind = Kind {
    number: 17,
    name: "mood",
    short: &["wellbeing"],
    words: "Mood",
    fields: &[
        Field::new(46, "mood", "mood", Shape::Choice(GOODNESS)),
        Field::new(47, "vigour", "energy", Shape::Choice(GOODNESS)),
        Field::new(
            48,
            "stress",
            "stress",
            Shape::Choice(&[
                choice(1, "none", "none"),
                choice(2, "some", "some"),
                choice(3, "much", "much"),
                choice(4, "too-much", "too much"),
            ]),
        ),
        Field::new(
            51,
            "feelings",
            "feelings",
            Shape::Choices(&[
                choice(1, "calm", "calm"),
                choice(2, "content", "content"),
                choice(3, "happy", "happy"),
                choice(4, "grateful", "grateful"),
                choice(5, "hopeful", "hopeful"),
                choice(6, "tired", "tired"),
                choice(7, "sad", "sad"),
                choice(8, "anxious", "anxious"),
                choice(9, "angry", "angry"),
                choice(10, "lonely", "lonely"),
                choice(11, "restless", "restless"),
                choice(12, "overwhelmed", "overwhelmed"),
                choice(13, "numb", "numb"),
            ]),
        ),
    ],
    least: &[46, 47, 48, 51],
    example: "good vigour middling feelings calm,tired",
    ..PLAIN
};
