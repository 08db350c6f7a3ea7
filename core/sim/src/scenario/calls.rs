//! The steps that reach the border of the library: any public call, listeners, and what happens on the disk beside it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A public call, by its name in `tests/api/diary-ffi.txt`. A text that begins with `$` stands for an earlier answer, or a part of it:
/// `$page.entries.0.id`; `$folder/card` is a path in the scenario's own folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallStep {
    /// Which: `Diary.add`, `convert`.
    #[serde(rename = "fn")]
    pub function: String,
    /// On which object, by the name that it was given; a person's name is their diary, and a household is the open one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// What is handed in, by the names of the parameters; what may be left out may be left out.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub with: serde_json::Map<String, Value>,
    /// A name for what comes.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// What has to come: of an object the fields that are given, of a list each one; `{}` is anything but nothing.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expect: Option<Value>,
    /// The kind of failure that has to come: `wrong-secret`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<String>,
}

/// `null` is something that can be expected.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What a listener was told since it was last asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldStep {
    /// The listener, by the name that a call gave it.
    pub listener: String,
    /// Waits until it was told so often.
    #[serde(default)]
    pub at_least: u32,
    /// What has to have been told, as with a call.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expect: Option<Value>,
    /// How often it is told is left to chance: only which of its functions were called counts.
    #[serde(default)]
    pub by_chance: bool,
}

/// A file with these bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteFile {
    /// Where: `$folder/letter.txt`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A folder, and where its copy goes. What is open in it is copied as it is on the disk at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyFolder {
    /// The folder.
    pub from: String,
    /// Its copy, which is not there yet.
    pub to: String,
}

/// A folder of the shell's, by the name that calls hand it in by (`"kept_by": "card"`): from now on it works, or fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShellFolder {
    /// Its name.
    pub name: String,
    /// What every function of it throws: `missing`, `exists`, `full`, `read-only`, `gone`, `failed`; left out, it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<String>,
}
