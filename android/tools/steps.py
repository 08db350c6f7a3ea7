"""Running tools, and not running them where nothing changed."""

import hashlib
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from places import OUT


class Failed(Exception):
    """A tool said no. The text is for a person."""


def run(label, command, log=None, timeout=1500, **options):
    """Runs a tool with its output in a log; shows the end of it where it fails. Gives the output."""
    log = log or OUT / "logs" / f"{label.replace(' ', '-').replace('/', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(part) for part in command]
    with open(log, "w") as to:
        try:
            code = subprocess.run(command, stdout=to, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=timeout, **options).returncode
        except subprocess.TimeoutExpired:
            code = f"stopped after {timeout} s"
    text = log.read_text(errors="replace")
    if code != 0:
        end = "\n".join(f"  | {line}" for line in text.splitlines()[-80:])
        raise Failed(f"{label} failed ({code})\n{end}\n  | whole log: {log}")
    return text


def arguments(name, lines):
    """A file of arguments, for commands that would be too long; as Java and kotlinc read it."""
    path = OUT / "arguments" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join('"' + str(line).replace("\\", "\\\\").replace('"', '\\"') + '"\n' for line in lines))
    return f"@{path}"


def _digest(inputs, words):
    digest = hashlib.sha256(json.dumps([str(word) for word in words]).encode())
    for path in inputs:
        path = Path(path)
        digest.update(str(path).encode())
        if path.suffix in (".jar", ".aar", ".so") and path.stat().st_size > 4_000_000:
            # Big and never changed in place but by a build: its size and time tell.
            digest.update(f"{path.stat().st_size} {path.stat().st_mtime_ns}".encode())
        else:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def once(label, inputs, words, output, action):
    """Makes `output` by `action`, unless it was made of the same inputs and words before."""
    stamp = OUT / "stamps" / label.replace(" ", "-")
    digest = _digest(inputs, words)
    if Path(output).exists() and stamp.exists() and stamp.read_text() == digest:
        return
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    began = time.monotonic()
    action()
    stamp.write_text(digest)
    if time.monotonic() - began > 0.5:
        say(f"{label:<28} {time.monotonic() - began:5.1f} s")


def pack(folder, jar):
    """Packs a folder; the same content makes the same file, so that what was made of it is not made again. Who reads the old one goes on."""
    part = jar.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.writestr(zipfile.ZipInfo(file.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0)), file.read_bytes())
    part.replace(jar)


def say(text):
    """Tells how far it is."""
    print(f"android  {text}", file=sys.stderr, flush=True)
