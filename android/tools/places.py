"""Where everything is."""

import os
from pathlib import Path

ANDROID = Path(__file__).resolve().parent.parent
ROOT = ANDROID.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve()
OUT = TARGET / "android"
# The host's library and the generator, as `tests/run` builds them.
LIBRARY = TARGET / "debug" / "libdiary_ffi.so"
GENERATOR = TARGET / "debug" / "bindgen"
GENERATED = OUT / "generated"
MAVEN = Path(os.environ.get("MAVEN_REPOSITORY") or Path.home() / ".m2" / "repository")
FIXTURES = ROOT / "tests" / "fixtures"

# In the order in which they are compiled, with the modules that each may see. `core` is what is generated, with the layer over it:
# Gradle compiles it with the bridge; apart, it is compiled once, and nobody but the bridge can name what is in it.
MODULES = {"core": [], "ui": [], "bridge": ["core", "ui"], "app": ["bridge", "ui"]}
# Those that stand in folders of android/.
WRITTEN = [module for module in MODULES if module != "core"]
# Those with resources.
SEEN = ["ui", "app"]
# What tests of several modules play with: it is compiled with the tests of each.
SHARED_TEST = ANDROID / "bridge" / "src" / "sharedTest" / "kotlin"
SHARING = ["bridge", "app"]
# It measures, and names what JUnit 4 does not have.
FOR_ANOTHER_JUNIT = ["FiguresTest.kt"]


def sources(module, kind="main"):
    """The Kotlin files of a module."""
    folders = [ANDROID / module / "src" / kind / "kotlin"]
    if (module, kind) == ("core", "main"):
        folders = [GENERATED, ROOT / "bindings" / "kotlin" / "src" / "main" / "kotlin"]
    if (module, kind) == ("core", "contract"):
        folders = [ROOT / "bindings" / "kotlin" / "src" / "test" / "kotlin"]
    if kind == "test" and module in SHARING:
        folders.append(SHARED_TEST)
    return sorted(file for folder in folders for file in folder.rglob("*.kt") if file.name not in FOR_ANOTHER_JUNIT)


def written(module, kind="main"):
    """The Kotlin files of a module that are written by hand, here."""
    return sorted((ANDROID / module / "src" / kind / "kotlin").rglob("*.kt"))
