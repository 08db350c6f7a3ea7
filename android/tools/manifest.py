"""The merged manifest of the app and of its libraries."""

from locks import aars, java, tool, version
from places import ANDROID, WRITTEN, OUT
from steps import once, run

MERGED = OUT / "AndroidManifest.xml"


def merge():
    """Writes the manifest that is packed."""
    own = [ANDROID / module / "src" / "main" / "AndroidManifest.xml" for module in WRITTEN]
    main = own.pop()
    libraries = [file for file in own if file.exists()] + [folder / "AndroidManifest.xml" for folder in aars("app")]
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
        run("manifest", [*command, "--libs", ":".join(str(file) for file in libraries), *words, "--out", MERGED])

    once("manifest", [main, *libraries], words, MERGED, action)
