"""The words of both apps, as Android reads them."""

import shutil

from places import OUT, ROOT
from steps import once, run

WORDS = OUT / "words"


def words_of(module):
    """The resources with the words of a module."""
    return WORDS / module


def write_words():
    """Writes them, from bindings/messages."""
    folder = ROOT / "bindings" / "messages"
    generator = folder / "generate"

    def action():
        shutil.rmtree(WORDS, ignore_errors=True)
        run("words", ["python3", "-B", generator, "android", WORDS])

    once("words", [generator, *sorted(folder.glob("*.toml"))], [], WORDS, action)


def check_words():
    """Whether there is a word that nobody says."""
    run("words said", ["python3", "-B", ROOT / "bindings" / "messages" / "generate", "check", "android"])
