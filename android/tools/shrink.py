"""R8: everything that is not used is left out, by the rules of the app and of its libraries."""

import os
import zipfile
from pathlib import Path

from kotlin import classes
from locks import aars, android_jar, class_path, fetch, java, tool, version
from places import ANDROID, MODULES, OUT, sources
from resources import KEEP, R_JAR
from steps import once, run

# What a phone may have and what the libraries ask for first.
ABSENT = ["-dontwarn androidx.window.extensions.**", "-dontwarn androidx.window.sidecar.**", "-dontwarn java.awt.**"]


def rules():
    """Every rule file: of resources, of our modules, of AARs, and of what jars carry along."""
    files = [KEEP, *(ANDROID / module / "consumer-rules.pro" for module in MODULES)]
    files += [folder / "proguard.txt" for folder in aars("app")]
    absent = OUT / "rules" / "absent.pro"
    absent.parent.mkdir(parents=True, exist_ok=True)
    absent.write_text("\n".join(ABSENT) + "\n")
    return [file for file in (*files, *carried_rules(class_path("app")), absent) if file.exists()]


def carried_rules(jars):
    """The rule files that jars carry along for R8."""
    carried = OUT / "rules"
    carried.mkdir(parents=True, exist_ok=True)
    files = []
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                # Rules for other shrinkers stand beside; those for R8 alone in folders that name versions.
                if name.endswith(".pro") and name.startswith(("META-INF/proguard/", "META-INF/com.android.tools/r8/")):
                    rule = carried / f"{Path(jar).stem}-{Path(name).name}"
                    rule.write_bytes(archive.read(name))
                    files.append(rule)
    return files


def dex():
    """The dex files of the release, in a folder."""
    jars = [*(classes(module) for module in MODULES if sources(module)), R_JAR, *class_path("app")]
    out = OUT / "dex"
    out.mkdir(parents=True, exist_ok=True)
    return shrink("dex", ["--min-api", version("minSdk")], jars, rules(), out)


def shrink(label, words, jars, confs, out):
    """Has R8 shrink jars by rule files, into a folder for dex or a jar for class files; gives what was made."""
    fetch("r8")
    home = os.path.realpath(os.popen("command -v javac").read().strip()).removesuffix("/bin/javac")
    words = ["--release", "--lib", home, "--lib", str(android_jar()), *words]
    words += [part for conf in confs for part in ("--pg-conf", str(conf))]

    def action():
        run(label, java("-cp", tool("r8"), "com.android.tools.r8.R8", *words, "--output", out, *jars))

    once(label, [*jars, *confs], words, out, action)
    return out
