"""R8: everything that is not used is left out, by the rules of the app and of its libraries."""

import os
import zipfile
from pathlib import Path

from kotlin import classes
from locks import aars, android_jar, class_path, fetch, java, tool, version
from places import ANDROID, MODULES, OUT, WRITTEN, sources
from resources import KEEP, R_JAR
from steps import once, run

# What a phone may have and what the libraries ask for first.
ABSENT = ["-dontwarn androidx.window.extensions.**", "-dontwarn androidx.window.sidecar.**", "-dontwarn java.awt.**"]


def rules():
    """Every rule file: of resources, of our modules, of AARs, and of what jars carry along."""
    files = [KEEP, *(ANDROID / module / "consumer-rules.pro" for module in MODULES)]
    files += [folder / "proguard.txt" for folder in aars("app")]
    carried = OUT / "rules"
    carried.mkdir(parents=True, exist_ok=True)
    absent = carried / "absent.pro"
    absent.write_text("\n".join(ABSENT) + "\n")
    for jar in class_path("app"):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                # Rules for other shrinkers stand beside; those for R8 alone in folders that name versions.
                if name.endswith(".pro") and name.startswith(("META-INF/proguard/", "META-INF/com.android.tools/r8/")):
                    rule = carried / f"{Path(jar).stem}-{Path(name).name}"
                    rule.write_bytes(archive.read(name))
                    files.append(rule)
    return [file for file in (*files, absent) if file.exists()]


def mains():
    """The classes of our modules."""
    return [*(classes(module) for module in MODULES if sources(module)), R_JAR]


def dex():
    """The dex files of the release, in a folder."""
    return _r8("dex", [], OUT / "dex")


def class_files(more_rules):
    """The same as class files in a jar, so that tests can run on them. `more_rules` keep what tests call."""
    return _r8("shrunk classes", ["--classfile", *(part for rule in more_rules for part in ("--pg-conf", rule))], OUT / "shrunk.jar")


def _r8(label, more, out):
    fetch("r8")
    jars = [*mains(), *class_path("app")]
    confs = rules()
    home = os.path.realpath(os.popen("command -v javac").read().strip()).removesuffix("/bin/javac")
    words = ["--release", "--lib", home, "--lib", str(android_jar()), "--min-api", version("minSdk"), *more]
    words = [word for word in words if "--classfile" not in more or word not in ("--min-api", version("minSdk"))]
    words += [part for conf in confs for part in ("--pg-conf", str(conf))]

    def action():
        if not out.suffix:
            out.mkdir(parents=True, exist_ok=True)
        run(label, java("-cp", tool("r8"), "com.android.tools.r8.R8", *words, "--output", out, *jars))

    once(label, [*jars, *confs, *(Path(word) for word in more if word.endswith(".pro"))], words, out, action)
    return out
