//! Short words by which a person finds entries again.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

/// The most tags of one entry.
pub const MOST_TAGS: usize = 16;
/// The most characters of one tag.
pub const LONGEST_TAG: usize = 40;

/// The tags of one entry: each once, in order of their code points.
///
/// A tag is kept as it is compared: lower case, without `#` in front, a hyphen for white space, no separators. What was
/// stored is not normalised again when it is read, so that a later rule changes no entry.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Tags(Vec<String>);

/// Words that are no tag, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTag {
    /// Nothing is left of it, or it holds what parts tags from each other.
    #[error(
        "a tag is one short word, without commas, quotes or control characters; write a hyphen for a space"
    )]
    NotAWord,
    /// Too long.
    #[error("a tag has at most {LONGEST_TAG} characters; shorten it")]
    TooLong,
    /// Too many.
    #[error("an entry has at most {MOST_TAGS} tags; leave some out")]
    TooMany,
}

impl Tags {
    /// No tags.
    pub const NONE: Self = Self(Vec::new());

    /// Tags as people type them.
    ///
    /// # Errors
    /// [`BadTag`]; the first one that cannot be a tag decides.
    pub fn new<'a>(typed: impl IntoIterator<Item = &'a str>) -> Result<Self, BadTag> {
        let mut tags = typed.into_iter().map(normal).collect::<Result<Vec<_>, _>>()?;
        tags.sort_unstable();
        tags.dedup();
        if tags.len() > MOST_TAGS { Err(BadTag::TooMany) } else { Ok(Self(tags)) }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tags in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether each is in the form that [`Tags::new`] gives, and they are not too many.
    pub(super) fn check(&self) -> Result<(), BadTag> {
        let same = Self::new(self.iter())? == *self;
        if same { Ok(()) } else { Err(BadTag::NotAWord) }
    }
}

/// One tag in the form in which it is kept.
pub(super) fn normal(typed: &str) -> Result<String, BadTag> {
    let typed = typed.trim();
    let typed = typed.strip_prefix('#').unwrap_or(typed);
    let tag = typed.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    if tag.is_empty() || tag.starts_with('#') || tag.chars().any(parts_tags) {
        return Err(BadTag::NotAWord);
    }
    if tag.chars().count() > LONGEST_TAG { Err(BadTag::TooLong) } else { Ok(tag) }
}

/// What lists and tables part tags with, and what no one sees.
fn parts_tags(letter: char) -> bool {
    letter.is_control() || letter.is_whitespace() || matches!(letter, ',' | ';' | '"' | '\'')
}

impl fmt::Debug for Tags {
    /// Counts them: they are a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tags({})", self.0.len())
    }
}

impl<C> Encode<C> for Tags {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        if self.is_empty() { e.null()?.ok() } else { self.0.encode(e, ctx) }
    }

    /// Left out at the end of an array, as an absent value is: an entry without tags has the bytes it always had.
    fn is_nil(&self) -> bool {
        self.is_empty()
    }
}

impl<'b, C> Decode<'b, C> for Tags {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
        Ok(Self(Option::decode(d, ctx)?.unwrap_or_default()))
    }

    fn nil() -> Option<Self> {
        Some(Self::NONE)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cbor;

    #[test]
    fn tags_are_kept_as_they_are_compared() {
        let tags = Tags::new(["#Travel", " new  medicine ", "travel", "Ärger"]).unwrap();
        assert_eq!(tags.iter().collect::<Vec<_>>(), ["new-medicine", "travel", "ärger"]);
        for wrong in ["", " # ", "##x", "a,b", "a\u{7}b", "a\0"] {
            assert_eq!(Tags::new([wrong]), Err(BadTag::NotAWord), "{wrong:?}");
        }
        assert_eq!(Tags::new([&*"x".repeat(LONGEST_TAG + 1)]), Err(BadTag::TooLong));
        let many: Vec<String> = (0..=MOST_TAGS).map(|number| format!("t{number}")).collect();
        assert_eq!(Tags::new(many.iter().map(String::as_str)), Err(BadTag::TooMany));
    }

    proptest! {
        #[test]
        fn a_tag_is_normal_once_and_for_all(typed in "\\PC{0,20}") {
            if let Ok(tags) = Tags::new([&*typed]) {
                prop_assert_eq!(tags.check(), Ok(()));
                prop_assert_eq!(cbor::decode::<Tags>(&cbor::encode(&tags)), Some(tags));
            }
        }
    }
}
