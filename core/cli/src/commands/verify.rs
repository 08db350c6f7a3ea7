//! `verify`: is everything as it was written?

use diary_core::store::FileKind;
use serde_json::json;

use super::home::Home;
use crate::error::CliError;
use crate::progress::Waiting;
use crate::terminal::{Role, shown};

pub(super) fn run(home: &Home<'_>) -> Result<(), CliError> {
    home.with(|open| {
        let verification = {
            let _turning = Waiting::for_(home.console, "checking every file");
            open.household.verify()?
        };
        // A household whose own file is damaged may not be able to say who is there.
        let people = open.people().unwrap_or_default();
        let name = |person| {
            let known = people.iter().find(|(id, _)| Some(*id) == person);
            known.map_or_else(String::new, |(_, name)| format!(" of {}", shown(name)))
        };
        let ok = verification.findings.is_empty() && open.notice.is_none();
        if home.console.json {
            if ok {
                let files: Vec<_> = verification
                    .sound
                    .iter()
                    .map(|file| {
                        let heads: Vec<_> = file
                            .heads
                            .iter()
                            .map(|head| {
                                json!({
                                    "writer": data_encoding::HEXLOWER.encode(head.writer.as_bytes()),
                                    "number": head.number,
                                    "hash": data_encoding::HEXLOWER.encode(&head.hash),
                                })
                            })
                            .collect();
                        json!({
                            "file": file.kind.to_string(),
                            "person": file.person.map(|person| person.to_string()),
                            "checked": file.checked,
                            "heads": heads,
                        })
                    })
                    .collect();
                home.console.json(&json!({ "chain_ok": true, "files": files }))?;
            }
        } else {
            let look = home.console.look;
            for file in &verification.sound {
                let counted = match file.kind {
                    FileKind::Inbox => format!("{} items waiting", file.checked),
                    _ => format!("{} operations", file.checked),
                };
                let line = format!("{}{}: {counted}, all in order", file.kind, name(file.person));
                home.console.result(&look.paint(Role::Fine, &line))?;
            }
            for finding in &verification.findings {
                let line = format!("{}{}: {}", finding.kind, name(finding.person), finding.error);
                home.console.result(&look.paint(Role::Attention, &line))?;
            }
            if ok {
                home.console.result("Nothing has been changed since it was written.")?;
            }
        }
        if ok {
            Ok(())
        } else {
            Err(CliError::NotInOrder { findings: verification.findings.len(), keys: open.notice.is_some() })
        }
    })
}
