"""Resources: compiled and linked by aapt2, and the R classes of every package."""

import re
import shutil

from locks import aars, android_jar
from manifest import MERGED
from places import ANDROID, OUT, SEEN
from steps import once, pack, run
from words import words_of

LINKED = OUT / "resources.apk"
# What R8 has to keep because a resource names it.
KEEP = OUT / "resources.pro"
R_JAR = OUT / "r.jar"


def _compile(folder, name):
    """The resources of a folder as a zip of compiled ones, if there are any."""
    files = sorted(file for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else []
    if not files:
        return []
    compiled = OUT / "compiled" / f"{name}.zip"
    compiled.parent.mkdir(parents=True, exist_ok=True)
    once(f"res {name}", files, [], compiled, lambda: run(f"res {name}", ["aapt2", "compile", "--dir", folder, "-o", compiled]))
    return [compiled]


def link():
    """Compiles and links every resource, and compiles the R classes."""
    libraries = aars("app")
    compiled = [zipped for folder in libraries for zipped in _compile(folder / "res", folder.name)]
    compiled += [zipped for module in SEEN for zipped in _compile(ANDROID / module / "src" / "main" / "res", module)]
    compiled += [zipped for module in SEEN for zipped in _compile(words_of(module), f"{module}-words")]
    assets = [folder for module in SEEN if (folder := ANDROID / module / "src" / "main" / "assets").is_dir()]
    packages = [f"org.healthdiary.{module}" for module in SEEN if module != "app"]
    packages += sorted({_package(folder) for folder in libraries})
    java = OUT / "r"
    command = ["aapt2", "link", "-I", android_jar(), "--manifest", MERGED, "-o", LINKED, "--auto-add-overlay", "--no-version-vectors"]
    command += ["--java", java, "--extra-packages", ":".join(packages), "--proguard", KEEP]
    command += [part for folder in assets for part in ("-A", folder)]
    command += [part for zipped in compiled for part in ("-R", zipped)]
    inputs = [MERGED, *compiled, *(file for folder in assets for file in sorted(folder.rglob("*")) if file.is_file())]

    def action():
        shutil.rmtree(java, ignore_errors=True)
        java.mkdir(parents=True)
        run("link resources", command)
        classes = OUT / "r-classes"
        shutil.rmtree(classes, ignore_errors=True)
        run("compile R", ["javac", "-nowarn", "--release", "17", "-d", classes, *sorted(java.rglob("*.java"))])
        pack(classes, R_JAR)

    once("link resources", inputs, command, R_JAR, action)


def _package(folder):
    return re.search(r'package="([^"]+)"', (folder / "AndroidManifest.xml").read_text()).group(1)
