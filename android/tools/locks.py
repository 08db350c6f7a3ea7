"""What is fetched: flat lists in android/locks, each line group:artifact:version:type."""

import shutil
import tomllib
import zipfile
from collections import namedtuple
from functools import cache

from places import ANDROID, MAVEN, OUT
from steps import Failed, run, say

Artifact = namedtuple("Artifact", "group name version type")


def lock(name):
    """The artifacts of a list."""
    lines = (ANDROID / "locks" / f"{name}.lock").read_text().splitlines()
    return [Artifact(*line.split(":")) for line in lines if line and not line.startswith("#")]


def path(artifact):
    """Where Maven keeps it."""
    folder = MAVEN / artifact.group.replace(".", "/") / artifact.name / artifact.version
    return folder / f"{artifact.name}-{artifact.version}.{artifact.type}"


def fetch(*names):
    """Fetches what the lists name and is not here: Maven asks `central` first, then Google's."""
    wanted = [one for name in names for one in lock(name) if not path(one).exists()]
    if not wanted:
        return
    say(f"fetching {len(wanted)} files by Maven")
    # One project holds one version of a name: a list of a tool may have others than the app.
    while wanted:
        batch = {(one.group, one.name, one.type): one for one in wanted}
        _resolve(batch.values())
        wanted = [one for one in wanted if one not in batch.values()]
    left = [one for name in names for one in lock(name) if not path(one).exists()]
    if left:
        raise Failed("Maven did not bring: " + ", ".join(":".join(one) for one in left))


def _resolve(artifacts):
    nothing_else = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
    dependencies = "".join(
        f"<dependency><groupId>{one.group}</groupId><artifactId>{one.name}</artifactId><version>{one.version}</version>"
        f"<type>{one.type}</type>{nothing_else}</dependency>"
        for one in artifacts
    )
    repositories = "".join(
        f"<repository><id>{name}</id><url>{url}</url></repository>"
        for name, url in (("central", "https://repo.maven.apache.org/maven2"), ("google", "https://maven.google.com"))
    )
    pom = OUT / "fetch" / "pom.xml"
    pom.parent.mkdir(parents=True, exist_ok=True)
    pom.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>org.healthdiary</groupId>'
        f"<artifactId>fetch</artifactId><version>1</version><packaging>pom</packaging><repositories>{repositories}</repositories>"
        f"<dependencies>{dependencies}</dependencies></project>"
    )
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:resolve"
    run("fetch", ["mvn", "-B", "-q", "-ntp", f"-Dmaven.repo.local={MAVEN}", "-f", pom, goal], timeout=1500)


def unpacked(artifact):
    """The folder of an AAR, unpacked below target/android."""
    folder = OUT / "aars" / f"{artifact.name}-{artifact.version}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        with zipfile.ZipFile(path(artifact)) as archive:
            archive.extractall(part)
        part.rename(folder)
    return folder


def aars(name):
    """The unpacked AARs of a list."""
    return [unpacked(one) for one in lock(name) if one.type == "aar"]


def class_path(*names, without=()):
    """The jars of lists, in order."""
    jars = []
    for one in (one for name in names for one in lock(name)):
        if one.name in without:
            continue
        if one.type == "aar":
            folder = unpacked(one)
            jars += [jar for jar in (folder / "classes.jar", *sorted((folder / "libs").glob("*.jar"))) if jar.exists()]
        elif one.type == "jar":
            jars.append(path(one))
    return jars


def joined(jars):
    """A class path as one text."""
    return ":".join(str(jar) for jar in jars)


def tool(name):
    """The class path of a tool, fetched where it is not here."""
    fetch(name)
    return joined(class_path(name))


def android_jar(instrumented=False):
    """Android itself, whole: with its resources, and without java.*."""
    name = "android-all-instrumented" if instrumented else "android-all"
    return path(next(one for one in lock("android") if one.name == name))


@cache
def catalogue():
    """The version catalogue."""
    return tomllib.loads((ANDROID / "gradle" / "libs.versions.toml").read_text())


def version(name):
    """A version of the catalogue."""
    return catalogue()["versions"][name]


def check():
    """Whether the lists have what the catalogue says."""
    have = {f"{one.group}:{one.name}": one.version for file in ("test", "app") for one in lock(file)}
    wrong = []
    for name, library in catalogue()["libraries"].items():
        wanted = version(library["version"]["ref"])
        found = have.get(library["module"])
        if found != wanted:
            wrong.append(f"{name}: the catalogue says {wanted}, the lists {found}")
    if version("androidAll") != android_version():
        wrong.append("androidAll: not what locks/android.lock has")
    if wrong:
        raise Failed("the catalogue and android/locks do not agree:\n" + "\n".join(f"  {line}" for line in wrong))


def android_version():
    return next(one.version for one in lock("android") if one.name == "android-all")


def java(*arguments):
    """A command that starts Java with the memory that these tools need."""
    return ["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *arguments]
