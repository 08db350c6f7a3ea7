"""ktlint, detekt, Android Lint, animal-sniffer, and rules of our own: each finding is an error."""

import re
from xml.sax.saxutils import quoteattr

from kotlin import beneath, classes
from locks import aars, android_jar, class_path, fetch, java, lock, path, tool
from manifest import MERGED
from places import ANDROID, MODULES, OUT, SEEN, WRITTEN, sources, written
from promised import check_manifest
from steps import Failed, once, run
from words import words_of

# What is generated has the package org.healthdiary itself; modules have one below it.
FROM_THE_CORE = re.compile(r"^import org\.healthdiary\.[A-Za-z]+$|^import org\.healthdiary\.\*", re.M)


def everything():
    """Every check, the quick ones first."""
    fetch("ktlint", "detekt", "lint", "sniffer")
    border()
    check_manifest()
    ktlint()
    detekt()
    sniff()
    android_lint()


def _kotlin_files():
    return [file for module in WRITTEN for kind in ("main", "test", "sharedTest") for file in written(module, kind)]


def border():
    """Only the bridge imports what is generated from the core; tests of the app may, to play the device. Of the screens it knows what they
    show, and no screen."""
    wrong = [
        f"{file.relative_to(ANDROID)}: imports what is generated; ask the bridge for it"
        for module in SEEN
        for file in written(module)
        if any(line.split(".")[2] not in WRITTEN for line in FROM_THE_CORE.findall(file.read_text()))
    ]
    wrong += [
        f"{file.relative_to(ANDROID)}: imports a screen; it gives them org.healthdiary.ui.state, and knows nobody"
        for file in written("bridge")
        if re.search(r"^import org\.healthdiary\.ui\.(?!state\.)", file.read_text(), re.M)
    ]
    if wrong:
        raise Failed("the border:\n" + "\n".join(f"  {line}" for line in wrong))


def ktlint(change=False):
    """The format; `change` puts it right."""
    files = [*_kotlin_files(), *ANDROID.glob("*.kts"), *ANDROID.glob("*/*.kts")]
    command = java("-cp", tool("ktlint"), "com.pinterest.ktlint.Main", "--relative", *(["-F"] if change else []), *files)
    if change:
        run("format", command, cwd=ANDROID)
        return
    _checked("ktlint", [*files, ANDROID / ".editorconfig"], command)


def detekt():
    """Smells, by detekt's rules and lint/detekt.yml."""
    files = _kotlin_files()
    config = ANDROID / "lint" / "detekt.yml"
    words = ["--input", ",".join(str(file) for file in files), "--config", config, "--build-upon-default-config"]
    _checked("detekt", [*files, config], java("-cp", tool("detekt"), "io.gitlab.arturbosch.detekt.cli.Main", *words))


def sniff():
    """Whether our classes call only what the oldest Android has."""
    signatures = next(path(one) for one in lock("sniffer") if one.type == "signature")
    sniffer = ":".join(str(jar) for jar in class_path("sniffer"))
    for module in MODULES:
        if not sources(module):
            continue
        seen = [classes(module), *beneath(module), *class_path("app")]
        command = java("-cp", sniffer, ANDROID / "lint" / "Sniff.java", signatures, *seen)
        _checked(f"animal-sniffer {module}", [classes(module)], command)


def android_lint():
    """Android's own rules, of which some need the merged manifest and the class path."""
    config = ANDROID / "lint" / "lint.xml"
    project = OUT / "lint" / "project.xml"
    project.parent.mkdir(parents=True, exist_ok=True)
    project.write_text(_project())
    used = [file for module in WRITTEN for file in (ANDROID / module / "src" / "main").rglob("*") if file.is_file()]
    used += [file for module in WRITTEN for file in words_of(module).rglob("*.xml")]
    command = ["--project", project, "--offline", "--config", config, "-Werror", "--exitcode", "--fullpath", "--quiet"]
    _checked("Android Lint", [*used, config, project], java("-cp", tool("lint"), "com.android.tools.lint.Main", *command))


def _project():
    def tag(name, **attributes):
        return f"<{name} " + " ".join(f"{key.rstrip('_')}={quoteattr(str(value))}" for key, value in attributes.items()) + "/>"

    modules = []
    for module in WRITTEN:
        main = ANDROID / module / "src" / "main"
        manifest = main / "AndroidManifest.xml"
        lines = [tag("manifest", file=OUT / "manifests" / f"{module}.xml")] if manifest.exists() else []
        lines += [tag("merged-manifest", file=MERGED)] if module == "app" else []
        lines += [tag("src", file=file) for file in written(module)]
        lines += [tag("resource", file=file) for file in (*sorted((main / "res").rglob("*.xml")), *sorted(words_of(module).rglob("*.xml")))]
        lines += [tag("classpath", jar=jar) for jar in (*beneath(module), *class_path("app"))]
        lines += [tag("dep", module=other) for other in MODULES[module] if other in WRITTEN]
        kind = 'library="true"' if module != "app" else 'library="false"'
        modules.append(f'<module name="{module}" android="true" {kind} compile-sdk-version="34">' + "\n".join(lines) + "</module>")
    root = f'<root dir={quoteattr(str(ANDROID))}/><classpath jar={quoteattr(str(android_jar()))}/>'
    return f'<project client="android-build">{root}{"".join(modules)}</project>'


def _checked(label, inputs, command):
    done = OUT / "lint" / f"{label.replace(' ', '-')}.done"
    done.parent.mkdir(parents=True, exist_ok=True)

    def action():
        run(label, command)
        done.write_text("clean\n")

    once(label, inputs, command, done, action)
