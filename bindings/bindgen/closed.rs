//! What was closed in Kotlin is refused where it is handed in.
//!
//! `UniFFI` 0.32 counts the calls *on* an object, so that one that was closed answers with an exception, and clones the handle of one
//! that is handed *in* without a look: of a closed one that is memory that was freed, and the process ends. The same count is asked
//! there too.

use crate::mended::Mend;

/// What is mended in Kotlin.
pub(crate) const MENDS: &[Mend] = &[Mend {
    generated: "return value.uniffiCloneHandle()",
    instead: "return value.callWithHandle { it }",
    so_that: "what was closed is refused where it is handed in",
}];
