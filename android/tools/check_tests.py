"""Robolectric tests of every module, over the host's library of the core."""

import re

from kotlin import beneath, classes, test_libraries
from locks import android_jar, path, lock
from manifest import MERGED
from places import FIXTURES, LIBRARY, OUT, WRITTEN, sources
from resources import LINKED
from steps import Failed, arguments, once, run, say

# Only the app has an application of its own in its manifest.
APPLICATIONS = {"bridge": "application=android.app.Application\n", "ui": "application=org.healthdiary.ui.StageApplication\n"}
# Classes that Robolectric's shadows name, and that the Android which tests run on does not have yet.
NEWER = {"android.bluetooth": "BluetoothDevice$BluetoothAddress", "android.companion": "ObservingDevicePresenceRequest"}


def test_classes(module, ending="Test"):
    """The names of a module's test classes: one a file, named as the file is."""
    names = []
    for file in sources(module, "test"):
        if file.stem.endswith(ending):
            package = re.search(r"^package (\S+)", file.read_text(), re.M).group(1)
            names.append(f"{package}.{file.stem}")
    return names


def run_tests(only=(), ending="Test", properties=None, main_jars=None):
    """Runs the tests of the modules, or those whose name has one of `only` in it. Gives how many passed."""
    passed = 0
    for module in WRITTEN:
        names = [name for name in test_classes(module, ending) if not only or any(part in name for part in only)]
        if names:
            passed += _run(module, names, properties or {}, main_jars)
    if not passed:
        raise Failed("no test ran: a test class ends in Test and stands in a file of its name")
    return passed


def _run(module, names, properties, main_jars):
    mains = main_jars or [classes(module), *beneath(module)]
    jars = [_configuration(module), _newer(), classes(module, "test"), *mains, *test_libraries(), android_jar()]
    instrumented = next(path(one) for one in lock("android") if one.name == "android-all-instrumented")
    settings = {
        "robolectric.offline": "true",
        "robolectric.dependency.dir": instrumented.parent,
        "jna.library.path": LIBRARY.parent,
        "java.awt.headless": "true",
        "fixtures.dir": FIXTURES,
        "user.language": "en",
        "user.country": "GB",
        "user.timezone": "Europe/London",
        **properties,
    }
    words = ["-Xmx1500m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-ea"]
    # Robolectric closes a file descriptor by its number, which Java keeps to itself.
    words += ["--add-opens=java.base/java.io=ALL-UNNAMED"]
    words += [f"-D{name}={value}" for name, value in settings.items()]
    words += ["-cp", ":".join(str(jar) for jar in jars), "org.junit.runner.JUnitCore", *names]
    work = OUT / "test-work" / module
    work.mkdir(parents=True, exist_ok=True)
    text = run(f"test {module}", ["java", arguments(f"test-{module}", words)], cwd=work)
    count = re.search(r"^OK \((\d+) tests?\)", text, re.M)
    if not count:
        raise Failed(f"the tests of {module} did not say how many passed: {OUT / 'logs'}")
    say(f"tests of {module}: {count.group(1)} passed in {re.search(r'^Time: (.*)$', text, re.M).group(1)} s")
    return int(count.group(1))


def _configuration(module):
    """Where Robolectric finds the merged manifest and the linked resources."""
    folder = OUT / "test-configuration" / module
    file = folder / "com" / "android" / "tools" / "test_config.properties"
    file.parent.mkdir(parents=True, exist_ok=True)
    (folder / "robolectric.properties").write_text(APPLICATIONS.get(module, ""))
    file.write_text(
        f"android_merged_manifest={MERGED}\nandroid_resource_apk={LINKED}\n"
        f"android_merged_assets={folder / 'assets'}\nandroid_custom_package=org.healthdiary.app\n"
    )
    return folder


def _newer():
    """Stand-ins for those classes, without anything in them."""
    folder = OUT / "newer"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for package, name in NEWER.items():
        file = folder / f"{package}.java"
        file.write_text(f"package {package};\nfinal class {name} {{}}\n")
        files.append(file)
    made = folder / "android"
    once("newer classes", files, [], made, lambda: run("newer classes", ["javac", "--release", "17", "-d", folder, *files]))
    return folder
