//! The rules themselves. Each takes sources or texts and names the offences; none reads a file, so that each can be
//! shown an offender.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, group_len};

/// Each room of `core/diary/src` and the rooms that it may name, besides `ports`; what those may use, it may too.
/// A room that moves in is added here. The order is from the ground up, and an arrow never points up.
pub(crate) const ROOMS: [(&str, &[&str]); 14] = [
    ("time", &[]),
    ("vault", &[]),
    ("store", &["vault"]),
    ("media", &["vault"]),
    ("journal", &["store", "time"]),
    ("diary", &["journal", "time", "media"]),
    ("inbox", &["vault", "store"]),
    ("device", &["time"]),
    ("plan", &["diary", "time"]),
    ("insight", &["diary", "time"]),
    ("rights", &["diary", "journal"]),
    ("exchange", &["diary", "rights", "journal"]),
    ("backup", &["journal", "vault", "store"]),
    ("household", &["diary", "inbox", "device", "plan", "insight", "rights", "exchange", "backup", "media"]),
];

/// Crates that open a connection, or bring the runtime of those that do.
pub(crate) const NETWORK: [&str; 35] = [
    "actix-rt",
    "async-io",
    "async-std",
    "attohttpc",
    "bluer",
    "btleplug",
    "curl",
    "curl-sys",
    "dbus",
    "h2",
    "hickory-resolver",
    "http",
    "hyper",
    "isahc",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "sentry",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tonic",
    "tracing-opentelemetry",
    "tungstenite",
    "uniffi",
    "uniffi_core",
    "ureq",
    "websocket",
    "zbus",
    "zmq",
];

/// Where a room's `crate::…` paths lead: the first name of each.
fn rooms_named(words: &[&str]) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for at in 0..words.len() {
        let Some(["crate", ":", ":", rest @ ..]) = words.get(at..) else { continue };
        if rest.first() != Some(&"{") {
            named.extend(rest.first().map(|name| (*name).to_owned()));
            continue;
        }
        let group = rest.get(..group_len(rest)).unwrap_or_default();
        let mut depth = 0_usize;
        let mut starts = false;
        for word in group {
            match *word {
                "{" => {
                    depth += 1;
                    starts = depth == 1;
                }
                "}" => depth = depth.saturating_sub(1),
                "," => starts = depth == 1,
                name => {
                    if starts {
                        named.insert(name.to_owned());
                    }
                    starts = false;
                }
            }
        }
    }
    named
}

/// The room of a file in `core/diary/src`; `None` for what stands beside the rooms (the map, the ports, names of things,
/// the encoding of what is stored) and for tests in files of their own.
fn room_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("core/diary/src/")?;
    let room = inside.split('/').next()?.trim_end_matches(".rs");
    let is_test = inside.ends_with("/tests.rs") || inside.contains("/tests/");
    (!matches!(room, "lib" | "ports" | "error" | "id" | "cbor" | "paper" | "testing") && !is_test)
        .then_some(room)
}

fn may_use(room: &str) -> Option<BTreeSet<&'static str>> {
    let table: BTreeMap<&str, &[&'static str]> = ROOMS.into_iter().collect();
    let mut allowed = BTreeSet::new();
    let mut waiting = table.get(room)?.to_vec();
    while let Some(next) = waiting.pop() {
        if allowed.insert(next) {
            waiting.extend(table.get(next).copied().unwrap_or_default());
        }
    }
    Some(allowed)
}

/// Rooms that name a room above them, or that stand in no table.
pub(crate) fn room_offences(sources: &[Source]) -> Vec<String> {
    let rooms: BTreeSet<&str> = ROOMS.into_iter().map(|(room, _)| room).collect();
    let mut offences = BTreeSet::new();
    for source in sources {
        let Some(room) = room_of(&source.path) else { continue };
        let Some(allowed) = may_use(room) else {
            offences.insert(format!("core/diary/src/{room}: a room that ROOMS does not know"));
            continue;
        };
        for named in rooms_named(&source.shipped()) {
            if named != room && rooms.contains(named.as_str()) && !allowed.contains(named.as_str()) {
                offences.insert(format!("{}: {room} names {named}", source.path));
            }
        }
    }
    offences.into_iter().collect()
}

/// Files of `core/diary/src` outside `home` that name one of `crates`.
pub(crate) fn crate_offences(sources: &[Source], crates: &[&str], home: &str) -> Vec<String> {
    let home = format!("core/diary/src/{home}");
    let at_home =
        |path: &str| path.strip_prefix(&home).is_some_and(|rest| rest.starts_with('/') || rest == ".rs");
    let mut offences = Vec::new();
    for source in sources {
        if !source.path.starts_with("core/diary/src/") || at_home(&source.path) {
            continue;
        }
        if let Some(word) = source.shipped().into_iter().find(|word| crates.contains(word)) {
            offences.push(format!("{}: names {word}", source.path));
        }
    }
    offences
}

/// Shipped code outside `exempt` folders that holds one of these word sequences, such as `Instant::now`.
pub(crate) fn call_offences(sources: &[Source], calls: &[&[&str]], exempt: &[&str]) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources {
        if exempt.iter().any(|dir| source.path.starts_with(dir)) {
            continue;
        }
        let words = source.shipped();
        for call in calls {
            if words.windows(call.len()).any(|seen| seen == *call) {
                offences.push(format!("{}: {}", source.path, call.concat()));
            }
        }
    }
    offences
}

/// `#[allow(…)]`, `#[expect(…)]` without a reason, and `#[ignore]`.
pub(crate) fn attribute_offences(sources: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources {
        let words: Vec<&str> = source.words.iter().map(String::as_str).collect();
        for at in 0..words.len() {
            let Some(["#", "[", attribute @ ..] | ["#", "!", "[", attribute @ ..]) = words.get(at..) else {
                continue;
            };
            let arguments = attribute.get(1..).unwrap_or_default();
            let arguments = arguments.get(..group_len(arguments)).unwrap_or_default();
            match attribute.first() {
                Some(&"allow") => offences.push(format!("{}: allow", source.path)),
                Some(&"ignore") => offences.push(format!("{}: ignore", source.path)),
                Some(&"expect") if !arguments.contains(&"reason") => {
                    offences.push(format!("{}: expect without a reason", source.path));
                }
                _ => {}
            }
        }
    }
    offences
}

/// What people type, as the core's calls take it.
const TYPED: [&str; 10] = [
    "String",
    "Vec",
    "Content",
    "MediaWords",
    "NewField",
    "Profile",
    "Redefine",
    "Series",
    "Stretch",
    "Tags",
];

/// Public calls on a diary or household that take what a person typed by value: a refusal would keep it.
pub(crate) fn taken_offences(sources: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources.iter().filter(|source| matches!(room_of(&source.path), Some("diary" | "household")))
    {
        let words = source.shipped();
        for at in 0..words.len() {
            let Some(["pub", "fn", name, rest @ ..]) = words.get(at..) else { continue };
            let Some(parameters) =
                rest.iter().position(|word| *word == "(").and_then(|from| rest.get(from..))
            else {
                continue;
            };
            let parameters = parameters.get(..group_len(parameters)).unwrap_or_default();
            let by_value = |word: &[&str]| matches!(word, [":", taken] if TYPED.contains(taken));
            if parameters.starts_with(&["(", "&", "self"]) && parameters.windows(2).any(by_value) {
                offences.push(format!("{}: {name}", source.path));
            }
        }
    }
    offences
}

/// The packages that `package` needs by the lock file, on any platform, those of its tests included.
pub(crate) fn tree_of(lock: &str, package: &str) -> BTreeSet<String> {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let (mut name, mut in_list) = ("", false);
    for line in lock.lines() {
        if let Some(value) = line.strip_prefix("name = ") {
            name = value.trim_matches('"');
            needs.entry(name).or_default();
        } else if line == "dependencies = [" {
            in_list = true;
        } else if line == "]" {
            in_list = false;
        } else if in_list {
            // "name", or "name version" where two versions are in the tree.
            let need = line.trim_matches([' ', '"', ',']).split(' ').next().unwrap_or_default();
            needs.entry(name).or_default().insert(need);
        }
    }
    let mut tree = BTreeSet::new();
    let mut waiting = vec![package];
    while let Some(next) = waiting.pop() {
        if tree.insert(next.to_owned()) {
            waiting.extend(needs.get(next).into_iter().flatten().copied());
        }
    }
    tree
}
