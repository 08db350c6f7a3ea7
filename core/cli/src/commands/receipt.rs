//! Receipts of what was erased: what went, what is kept, and where it may remain.

use diary_core::household::{ErasureReceipt, MayRemain, Sharing};
use serde_json::{Map, Value, json};

use crate::terminal::shown;
use crate::words;

/// What an erasure leaves, and why.
pub(super) const KEPT: &str = "that there was an entry, and when it was erased; for a device's reading, a mark by which the reading is \
                    known if the device sends it again";

/// What went beside the entry itself, in words.
pub(super) fn beside(receipt: &ErasureReceipt) -> Vec<String> {
    let mut gone = Vec::new();
    match receipt.versions.saturating_sub(1) {
        0 => {}
        1 => gone.push("its correction".to_owned()),
        many => gone.push(format!("its {many} corrections")),
    }
    if receipt.raw {
        gone.push("what the device sent".to_owned());
    }
    match receipt.media {
        0 => {}
        1 => gone.push("its file".to_owned()),
        many => gone.push(format!("its {many} files")),
    }
    if receipt.waiting > 0 {
        gone.push("its copy in the inbox".to_owned());
    }
    gone
}

/// What is kept and where the entry may remain, a line each.
pub(super) fn rest(receipt: &ErasureReceipt) -> Vec<String> {
    let mut lines = vec![format!("Kept: {KEPT}."), "It may remain:".to_owned()];
    lines.extend(receipt.may_remain.iter().flat_map(place).map(|place| format!("  - {place}")));
    lines
}

/// The same as fields of an object.
pub(super) fn fields(receipt: &ErasureReceipt) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert(
        "erased".to_owned(),
        json!({
            "entry": receipt.entry.to_string(),
            "at_ms": receipt.erased_ms,
            "versions": receipt.versions,
            "device_bytes": receipt.raw,
            "media": receipt.media,
            "inbox_copies": receipt.waiting,
        }),
    );
    fields.insert("kept".to_owned(), KEPT.into());
    fields.insert("may_remain".to_owned(), receipt.may_remain.iter().map(place_json).collect());
    fields
}

/// A place that the erasure did not reach, in words; a line for each export.
fn place(place: &MayRemain) -> Vec<String> {
    match place {
        MayRemain::Beside => {
            vec!["in files beside the diary, encrypted, until every program has closed it".to_owned()]
        }
        MayRemain::Storage => vec![
            "in this machine's storage, where overwritten bytes can last: the file could not be given a new key; \
             `diary rotate` does it"
                .to_owned(),
        ],
        MayRemain::Copies => vec!["in copies of the folder made before".to_owned()],
        MayRemain::Backups(known) => known
            .iter()
            .map(|known| format!("in the backup in {}, until it is made again", shown(&known.place)))
            .collect(),
        MayRemain::Media => vec![
            "in its media files, encrypted: they could not be removed, and are when the next file is added or removed"
                .to_owned(),
        ],
        MayRemain::Shared(log) => exports(log),
        MayRemain::DeviceClock => {
            vec!["in the notes on the device's clock: when it was measured, and nothing of what".to_owned()]
        }
    }
}

/// What left the household, a line each.
pub(super) fn exports(log: &[Sharing]) -> Vec<String> {
    let line = |shared: &Sharing| {
        let when = words::instant(shared.at_ms);
        // Of what is sealed it is not noted how many.
        if shared.is_of_sealed() {
            return format!("in the {} export of {when}", shared.format);
        }
        format!("in the {} export of {when} ({} entries)", shared.format, shared.entries)
    };
    log.iter().map(line).collect()
}

/// One export, as an object.
pub(super) fn export_json(shared: &Sharing) -> Value {
    json!({ "at_ms": shared.at_ms, "format": shared.format, "entries": shared.entries })
}

fn place_json(place: &MayRemain) -> Value {
    let at = place.name();
    match place {
        MayRemain::Backups(known) => {
            let places: Vec<_> = known.iter().map(|known| known.place.as_str()).collect();
            json!({ "where": at, "places": places })
        }
        MayRemain::Shared(log) => {
            json!({ "where": at, "exports": log.iter().map(export_json).collect::<Vec<_>>() })
        }
        _ => json!({ "where": at }),
    }
}
