"""The words of an entry as the index of the search must hold them: core/docs/format.md, "A diary file"."""

import unicodedata

from primitives import fields


def instances(entry, versions, winner, files):
    """Each word with its entry, its column and its place there."""
    texts = {"shown": [], "past": []}
    for operation, content, _ in versions:
        column = texts["shown" if operation is winner[0] else "past"]
        column += [given[0] for _, (choice, given) in content.values if choice == 1]
        column += [content.note] if content.note is not None else []
        column += content.tags
        if content.source[0] == 2:
            column += [text for text in fields(content.source[1][0], 2) if text is not None]
        texts["past"] += [operation.reason] if operation.reason is not None else []
    for operation, there in sorted(files, key=lambda one: one[0].seq):
        *_, caption, name = fields(operation.body, 8)
        texts["shown" if there else "past"] += [text for text in (caption, name) if text is not None]
    for column, parts in texts.items():
        for offset, word in enumerate(split("\n".join(parts))):
            yield word, entry, column, offset


def split(text):
    """Letters, numbers and what is for private use make words, in lower case and without accents.

    SQLite goes by tables of its own: a sign that is younger than they are, such as a new emoji, is a word there and none here.
    """
    word = ""
    for letter in text + " ":
        category = unicodedata.category(letter)
        if category[0] in "LN" or category == "Co":
            plain = unicodedata.normalize("NFD", letter.lower())
            word += "".join(one for one in plain if not unicodedata.combining(one))
        elif category[0] == "M" and word:
            continue
        elif word:
            yield word
            word = ""
