"""What the apps are made of, with the licence of each: the list that the page "About" shows."""

import os
import re
import tomllib
import xml.etree.ElementTree as xml
from pathlib import Path

from locks import fetch, lock, path
from places import ANDROID, ROOT
from steps import Failed, say

LIST = ANDROID / "app" / "src" / "main" / "res" / "raw" / "licences.txt"
REGISTRY = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo") / "registry" / "src"

# C that a crate brings along and builds, which has a licence of its own.
INSIDE = {"libsqlite3-sys": [("SQLite", "Public domain"), ("SQLCipher", "BSD-3-Clause")], "openssl-sys": [("OpenSSL", "Apache-2.0")]}
# Files that say it otherwise than by its short name, and one that says it nowhere but in its project.
SHORT = {
    "The Apache Software License, Version 2.0": "Apache-2.0",
    "The Apache License, Version 2.0": "Apache-2.0",
    "LGPL-2.1-or-later": "LGPL-2.1-or-later",
}
SAID_ELSEWHERE = {"com.google.guava:listenablefuture": "Apache-2.0"}
# What holds of a system, as a manifest asks for it (The Cargo Book, "Platform specific dependencies"); what is not here does not hold.
PHONE = {"unix", 'target_family="unix"', 'target_arch="aarch64"', 'target_pointer_width="64"', 'target_endian="little"'}
ANDROIDS = PHONE | {'target_os="android"', "aarch64-linux-android"}
APPLES = PHONE | {'target_os="ios"', 'target_vendor="apple"', "aarch64-apple-ios"}
WORD = re.compile(r'\s*([a-z_]+\s*=\s*"[^"]*"|[A-Za-z0-9_-]+|[(),])')
# Optional in what ships, and there only for the generator of the border, which stands in the same workspace.
GENERATES = {"uniffi_bindgen", "uniffi_pipeline", "clap"}


def write():
    """Writes the list anew, from the locks and from what they name."""
    fetch("app")
    LIST.parent.mkdir(parents=True, exist_ok=True)
    say(f"{_list(LIST, {*_artifacts(), *_crates(ANDROIDS)})} works in {LIST.relative_to(ROOT)}")


def write_apples(into):
    """Writes the list of the iPhone's app, which has no other code in it than the core's and its own."""
    say(f"{_list(into, set(_crates(APPLES)))} works in {into}")


def _list(into, works):
    lines = sorted(works, key=lambda line: (line[0].lower(), line[1]))
    into.write_text("".join(f"{name}\t{licence}\n" for name, licence in lines))
    return len(lines)


def check():
    """Whether the list has what the locks have. Which crates ship stands nowhere but in their manifests: those are read by `write`."""
    if not LIST.exists():
        raise Failed("there is no list of licences: android/build licences")
    listed = {line.split("\t")[0] for line in LIST.read_text().splitlines()}
    missing = {_named(one) for one in lock("app")} - listed
    locked = {f"{name} {version}" for name, version in _locked()} | {_named(one) for one in lock("app")}
    inside = {name for works in INSIDE.values() for name, _ in works}
    gone = listed - locked - inside
    if missing or gone:
        raise Failed(f"the list of licences is not that of the locks; android/build licences\n  {sorted(missing)}\n  {sorted(gone)}")


def _named(artifact):
    return f"{artifact.group}:{artifact.name} {artifact.version}"


def _artifacts():
    for one in lock("app"):
        said = SAID_ELSEWHERE.get(f"{one.group}:{one.name}") or _licence(path(one).with_suffix(".pom"))
        yield _named(one), said


def _licence(pom):
    root = xml.parse(pom).getroot()
    names = [name.text.strip() for name in root.findall(".//{*}licenses/{*}license/{*}name")]
    if not names:
        raise Failed(f"{pom} names no licence")
    return " OR ".join(SHORT.get(name, name) for name in names)


def _lock():
    return tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]


def _locked():
    return [(package["name"], package["version"]) for package in _lock()]


def _crates(system):
    """The crates that are linked into the library of a system: no tests, no tools of the build, nothing of other systems."""
    packages = {}
    for package in _lock():
        packages.setdefault(package["name"], []).append(package)
    own = {manifest["package"]["name"]: manifest for manifest in _own()}
    todo, seen = [packages["diary-ffi"][0]], set()
    while todo:
        package = todo.pop()
        name, version = package["name"], package["version"]
        if (name, version) in seen:
            continue
        seen.add((name, version))
        manifest = own.get(name) or _manifest(name, version)
        if manifest.get("lib", {}).get("proc-macro"):
            continue
        if name not in own:
            yield f"{name} {version}", manifest["package"].get("license") or "see its own file"
            yield from INSIDE.get(name, [])
        wanted = _needs(manifest, system, optional=name not in own)
        for line in package.get("dependencies", []):
            of, *which = line.split(" ")
            if of in wanted:
                todo.append(next(one for one in packages[of] if not which or one["version"] == which[0]))


def _needs(manifest, system, optional):
    """The names of the crates that a manifest needs where it runs on a system."""
    tables = [manifest.get("dependencies", {})]
    tables += [part.get("dependencies", {}) for of, part in manifest.get("target", {}).items() if _holds(of, system)]
    return {
        (value.get("package", name) if isinstance(value, dict) else name)
        for table in tables
        for name, value in table.items()
        if optional or not (isinstance(value, dict) and value.get("optional"))
    } - GENERATES


def _holds(condition, system):
    """Whether a condition of a manifest holds: `cfg(any(unix, not(target_os = "ios")))`, or the name of one system."""
    words = [word.replace(" ", "") for word in WORD.findall(condition)]

    def one():
        name = words.pop(0)
        if not words or words[0] != "(":
            return name in system
        words.pop(0)
        inside = []
        while words[0] != ")":
            inside.append(one())
            if words[0] == ",":
                words.pop(0)
        words.pop(0)
        return {"any": any(inside), "all": all(inside), "cfg": all(inside), "not": not all(inside)}[name]

    return one()


def _own():
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]
    return [tomllib.loads((ROOT / member / "Cargo.toml").read_text()) for member in workspace["members"]]


def _manifest(name, version):
    found = next(REGISTRY.glob(f"*/{name}-{version}/Cargo.toml"), None)
    if found is None:
        raise Failed(f"{name} {version} is not in {REGISTRY}: cargo fetch")
    return tomllib.loads(found.read_text())
