//! Puts the dispatcher where it is compiled: the one that `DIARY_DISPATCH` names, made by `bindgen dispatch rust`, or one
//! without a call.

use std::path::PathBuf;
use std::{env, fs};

const NONE: &str = "
use crate::basics::{Failure, Hands, Strange};
use serde_json::Value;

pub(crate) fn call(name: &str, _: Option<&str>, _: &Value, _: &Hands) -> Result<Value, Failure> {
    Err(Failure::Strange(Strange(format!(\"{name}: built without a dispatcher; `tests/run scenarios` makes one\"))))
}
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=DIARY_DISPATCH");
    println!("cargo::rustc-check-cfg=cfg(dispatcher)");
    let text = match env::var("DIARY_DISPATCH") {
        Ok(file) => {
            println!("cargo::rerun-if-changed={file}");
            println!("cargo::rustc-cfg=dispatcher");
            fs::read_to_string(file)?
        }
        Err(_) => NONE.to_owned(),
    };
    let out = PathBuf::from(env::var("OUT_DIR")?).join("dispatch.rs");
    Ok(fs::write(out, text)?)
}
