//! Questionnaires: their items word for word, where they come from, and how their score is added up.
//!
//! A score is worked out from the answers when it is shown, and never stored: the answers are what was said. The program
//! says what the score is and out of how many, and nothing of what it might mean.

use super::{Choice, Field, Kind, PLAIN, Shape, choice};
use crate::diary::content::{Content, Value};

/// What makes a kind a questionnaire.
#[derive(Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// What is asked before the items.
    pub asks: &'static str,
    /// Who made it, and when.
    pub source: &'static str,
    /// What may be done with it.
    pub licence: &'static str,
    /// What the sum of the answers is multiplied with.
    pub times: u32,
    /// The highest score.
    pub most: u32,
    /// How the score is added up, and where that is written.
    pub rule: &'static str,
    /// The LOINC code of the score.
    pub loinc: Option<&'static str>,
}

impl Questionnaire {
    /// The score of a whole set of answers; `None` where one is missing.
    pub fn score(&self, fields: &[Field<'_>], content: &Content) -> Option<u32> {
        let answers =
            fields.iter().filter(|field| field.required).map(|field| match content.value(field.number) {
                Some(Value::Choice(points)) => Some(u32::from(*points)),
                _ => None,
            });
        let sum = answers.sum::<Option<u32>>()?;
        sum.checked_mul(self.times)
    }
}

const fn item(
    number: u16,
    name: &'static str,
    words: &'static str,
    answers: &'static [Choice],
) -> Field<'static> {
    Field::new(number, name, words, Shape::Choice(answers)).needed()
}

/// How much of the time, two weeks back.
const OF_THE_TIME: &[Choice] = &[
    choice(0, "at-no-time", "at no time"),
    choice(1, "some", "some of the time"),
    choice(2, "less-than-half", "less than half of the time"),
    choice(3, "more-than-half", "more than half of the time"),
    choice(4, "most", "most of the time"),
    choice(5, "all", "all of the time"),
];

/// The WHO-5 Well-Being Index.
pub const WHO_5: Kind = Kind {
    number: 28,
    name: "who-5",
    short: &["who5"],
    words: "WHO-5",
    fields: &[
        item(110, "who5-1", "I have felt cheerful and in good spirits", OF_THE_TIME).or(&["q1"]),
        item(111, "who5-2", "I have felt calm and relaxed", OF_THE_TIME).or(&["q2"]),
        item(112, "who5-3", "I have felt active and vigorous", OF_THE_TIME).or(&["q3"]),
        item(113, "who5-4", "I woke up feeling fresh and rested", OF_THE_TIME).or(&["q4"]),
        item(114, "who5-5", "My daily life has been filled with things that interest me", OF_THE_TIME)
            .or(&["q5"]),
    ],
    questionnaire: Some(&Questionnaire {
        asks: "Over the last two weeks:",
        source: "World Health Organization, Five Well-Being Index (WHO-5), 1998",
        licence: "free of charge and without permission where the source is named; the text is the World Health Organization's",
        times: 4,
        most: 100,
        rule: "the sum of the five answers, 0 to 25, times four (WHO 1998)",
        loinc: None,
    }),
    example: "4 3 3 2 4",
    ..PLAIN
};

/// How often one was bothered, two weeks back.
const BOTHERED: &[Choice] = &[
    choice(0, "not-at-all", "not at all"),
    choice(1, "several-days", "several days"),
    choice(2, "more-than-half", "more than half the days"),
    choice(3, "nearly-every-day", "nearly every day"),
];

const HOW_OFTEN: &str =
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?";
const FREE: &str = "no permission required to reproduce, translate, display or distribute (Pfizer Inc.)";

/// The Patient Health Questionnaire with nine items.
pub const PHQ_9: Kind = Kind {
    number: 29,
    name: "phq-9",
    short: &["phq9"],
    words: "PHQ-9",
    fields: &[
        item(120, "phq9-1", "Little interest or pleasure in doing things", BOTHERED).or(&["q1"]),
        item(121, "phq9-2", "Feeling down, depressed, or hopeless", BOTHERED).or(&["q2"]),
        item(122, "phq9-3", "Trouble falling or staying asleep, or sleeping too much", BOTHERED).or(&["q3"]),
        item(123, "phq9-4", "Feeling tired or having little energy", BOTHERED).or(&["q4"]),
        item(124, "phq9-5", "Poor appetite or overeating", BOTHERED).or(&["q5"]),
        item(
            125,
            "phq9-6",
            "Feeling bad about yourself, or that you are a failure or have let yourself or your family down",
            BOTHERED,
        )
        .or(&["q6"]),
        item(
            126,
            "phq9-7",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            BOTHERED,
        )
        .or(&["q7"]),
        item(
            127,
            "phq9-8",
            "Moving or speaking so slowly that other people could have noticed? Or the opposite, being so fidgety or \
             restless that you have been moving around a lot more than usual",
            BOTHERED,
        )
        .or(&["q8"]),
        item(
            128,
            "phq9-9",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
            BOTHERED,
        )
        .or(&["q9"]),
    ],
    questionnaire: Some(&Questionnaire {
        asks: HOW_OFTEN,
        source: "Spitzer, Williams, Kroenke and colleagues; Kroenke et al., J Gen Intern Med 2001;16:606-613",
        licence: FREE,
        times: 1,
        most: 27,
        rule: "the sum of the nine answers (Kroenke et al. 2001)",
        loinc: Some("44261-6"),
    }),
    sensitive: true,
    example: "1 0 2 1 0 0 1 0 0",
    ..PLAIN
};

/// The seven items of the Generalized Anxiety Disorder scale.
pub const GAD_7: Kind = Kind {
    number: 30,
    name: "gad-7",
    short: &["gad7"],
    words: "GAD-7",
    fields: &[
        item(130, "gad7-1", "Feeling nervous, anxious, or on edge", BOTHERED).or(&["q1"]),
        item(131, "gad7-2", "Not being able to stop or control worrying", BOTHERED).or(&["q2"]),
        item(132, "gad7-3", "Worrying too much about different things", BOTHERED).or(&["q3"]),
        item(133, "gad7-4", "Trouble relaxing", BOTHERED).or(&["q4"]),
        item(134, "gad7-5", "Being so restless that it is hard to sit still", BOTHERED).or(&["q5"]),
        item(135, "gad7-6", "Becoming easily annoyed or irritable", BOTHERED).or(&["q6"]),
        item(136, "gad7-7", "Feeling afraid, as if something awful might happen", BOTHERED).or(&["q7"]),
    ],
    questionnaire: Some(&Questionnaire {
        asks: HOW_OFTEN,
        source: "Spitzer, Kroenke, Williams, Löwe, Arch Intern Med 2006;166:1092-1097",
        licence: FREE,
        times: 1,
        most: 21,
        rule: "the sum of the seven answers (Spitzer et al. 2006)",
        loinc: Some("70274-6"),
    }),
    sensitive: true,
    example: "1 1 2 0 0 1 0",
    ..PLAIN
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diary::Source;
    use crate::time::{Civil, Evidence, Moment};

    #[test]
    fn a_score_is_what_its_source_says() {
        let day = Civil::Date("2026-08-14".parse().unwrap());
        for (kind, points, most) in [(&WHO_5, 5, 100), (&PHQ_9, 3, 27), (&GAD_7, 3, 21)] {
            let rule = kind.questionnaire.unwrap();
            let mut content =
                Content::new(kind.number, Moment::civil_only(day, Evidence::Unknown), Source::Typed);
            assert_eq!(rule.score(kind.fields, &content), None, "no answer is not the answer nothing");
            let answer = |content: &mut Content, points| {
                kind.fields.iter().for_each(|field| content.set(field.number, Value::Choice(points)));
            };
            answer(&mut content, 0);
            assert_eq!(rule.score(kind.fields, &content), Some(0));
            answer(&mut content, points);
            assert_eq!(rule.score(kind.fields, &content), Some(most));
            assert_eq!(rule.most, most);
            content.values.pop();
            assert_eq!(rule.score(kind.fields, &content), None);
        }
    }
}
