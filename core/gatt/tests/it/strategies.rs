//! What the properties share: bytes, quirks, and how many cases to try.

use health_gatt::Quirks;
use proptest::collection::vec;
use proptest::prelude::*;

pub(crate) const QUIRKY: Quirks = Quirks::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER;

/// Cases a property: enough to meet each flag many times, a hundred times as many in the long form (`DIARY_LONG=1`), or
/// what `PROPTEST_CASES` says.
pub(crate) fn config() -> ProptestConfig {
    let said = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let long = std::env::var_os("DIARY_LONG").is_some_and(|value| value == "1");
    let cases = said.unwrap_or(if long { 200_000 } else { 2000 });
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Mostly frame-sized, so that flags and lengths often agree; sometimes anything.
pub(crate) fn frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => vec(any::<u8>(), 0..24), 1 => vec(any::<u8>(), 0..600)]
}

pub(crate) fn quirks() -> impl Strategy<Value = Quirks> {
    prop_oneof![Just(Quirks::NONE), Just(QUIRKY)]
}
