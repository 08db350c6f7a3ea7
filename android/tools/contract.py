"""The contract tests of the Kotlin layer, over what R8 leaves of it by the rules that the bridge gives to an app.

JNA finds classes, fields and methods by their names while it runs, and an app that keeps too little of them falls down on its first call.
The tests are shrunk and renamed with the rest, so that what they call is there, and nothing else is kept for them.
"""

import os
import zipfile
from pathlib import Path

from kotlin import classes, compile_contract
from locks import fetch, joined, lock, path
from places import ANDROID, LIBRARY, OUT, sources
from shrink import ABSENT, carried_rules, shrink
from steps import Failed, run, say

RULES = ANDROID / "bridge" / "consumer-rules.pro"
# What is shrunk beside ours: what the Kotlin layer itself needs, and what its tests do.
NEEDED = ("kotlin-stdlib", "kotlinx-coroutines-core-jvm", "annotations")


def run_contract():
    """Runs them; then looks that they fail where the rules are not there."""
    fetch("contract", "test", "r8")
    compile_contract()
    names = [f"org.healthdiary.{file.stem}" for file in sources("core", "contract") if file.stem.endswith("Test")]
    said = _play(_shrunk("contract", names, [RULES]), names)
    say(f"contract tests over R8's classes: {said}")
    _must_fail("without its rules", _shrunk("contract without rules", names, []), names)


def _must_fail(how, shrunk, names):
    try:
        said = _play(shrunk, names[:1])
    except Failed:
        return
    raise Failed(f"the contract tests pass {how} ({said}): they do not show that the rules keep what is needed")


def _libraries():
    needed = [path(one) for one in lock("app") if one.name in NEEDED]
    # The jar for a desktop, whose classes are those of the AAR.
    return [*needed, *(path(one) for one in lock("test") if one.name == "jna"), *(path(one) for one in lock("contract"))]


def _junit():
    return [path(one) for one in lock("test") if one.name in ("junit", "hamcrest-core")]


def _whole():
    return [classes("core"), classes("core", "contract"), *_libraries()]


def _shrunk(label, names, rules):
    tests = OUT / "rules" / "contract.pro"
    tests.parent.mkdir(parents=True, exist_ok=True)
    # The names by which the runner finds them, of their base classes too.
    kept = [f"-keep class {name} {{ *; }}" for name in (*names, "org.healthdiary.AtHome")]
    # Every module is compiled with Compose's plugin, which marks classes of those without a screen too.
    tests.write_text("\n".join([*kept, *ABSENT, "-dontwarn androidx.compose.runtime.internal.StabilityInferred"]) + "\n")
    confs = [*rules, *carried_rules(_libraries()), tests]
    words = ["--classfile", *(part for jar in _junit() for part in ("--classpath", str(jar)))]
    return shrink(label, words, _whole(), confs, OUT / f"{label.replace(' ', '-')}.jar")


def _play(shrunk, names):
    """Runs test classes; what the last line says."""
    memory = ["-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"]
    settings = [f"-Djna.library.path={LIBRARY.parent}", f"-Djna.boot.library.path={_boot()}"]
    paths = [joined([*_whole(), *_junit()]), joined([shrunk, *_junit()])]
    text = run("contract", ["java", *memory, *settings, Path(__file__).with_name("Contract.java"), *paths, *names], timeout=300)
    return text.splitlines()[-1]


def _boot():
    """The folder of JNA's own library for this machine."""
    machine = os.uname()
    name = f"com/sun/jna/{machine.sysname.lower()}-{machine.machine.replace('_', '-')}/libjnidispatch.so"
    out = OUT / "jna" / "libjnidispatch.so"
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(next(path(one) for one in lock("test") if one.name == "jna")) as archive:
        out.write_bytes(archive.read(name))
    return out.parent
