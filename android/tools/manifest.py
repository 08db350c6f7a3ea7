"""The merged manifest of the app and of its libraries."""

from locks import aars, java, tool, version
from places import ANDROID, WRITTEN, OUT
from steps import once, run

MERGED = OUT / "AndroidManifest.xml"


def merge():
    """Writes the manifest that is packed."""
    own = [_named(module) for module in WRITTEN if (ANDROID / module / "src" / "main" / "AndroidManifest.xml").exists()]
    main = own.pop()
    libraries = own + [folder / "AndroidManifest.xml" for folder in aars("app")]
    properties = {
        "PACKAGE": "org.healthdiary.app",
        "MIN_SDK_VERSION": version("minSdk"),
        "TARGET_SDK_VERSION": version("targetSdk"),
        "VERSION_CODE": "1",
        "VERSION_NAME": "0.1.0",
    }
    words = [part for name, value in properties.items() for part in ("--property", f"{name}={value}")]

    def action():
        command = java("-cp", tool("merger"), "com.android.manifmerger.Merger", "--main", main)
        run("manifest", [*command, "--libs", ":".join(str(file) for file in libraries), *words, "--remove-tools-declarations", "--out", MERGED])

    once("manifest", [main, *libraries], words, MERGED, action)


def _named(module):
    """A module's manifest with its package, which Gradle takes from the build file instead."""
    text = (ANDROID / module / "src" / "main" / "AndroidManifest.xml").read_text()
    named = OUT / "manifests" / f"{module}.xml"
    named.parent.mkdir(parents=True, exist_ok=True)
    named.write_text(text.replace("<manifest", f'<manifest package="org.healthdiary.{module}"', 1))
    return named
