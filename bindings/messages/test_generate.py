"""What `generate` writes, and what it refuses: python3 -m unittest discover bindings/messages"""

import importlib.machinery
import importlib.util
import json
import tempfile
import tomllib
import unittest
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
loader = importlib.machinery.SourceFileLoader("generate", str(HERE / "generate"))
generate = importlib.util.module_from_spec(importlib.util.spec_from_loader("generate", loader))
loader.exec_module(generate)

GOOD = """
[today_take]
note = "Button."
en = "Take {1} % or 'none' of \\"{2}\\""
de = "{2}: {1} % nehmen"

[today_waiting]
note = "{1} is how many."
en = { one = "{1} waits", other = "{1} wait" }
de = { one = "{1} wartet", other = "{1} warten" }

[today_give]
note = "{1} is how many, {2} whose."
en = { one = "Give it to {2}", other = "Give {1} to {2}" }
de = { one = "{2} geben", other = "{1} an {2}" }

[today_plain]
note = "A percentage alone."
en = "100 % & more"
de = "100 % & mehr"

[today_only]
note = "Of one app."
only = "ios"
en = "Face ID"
de = "Face ID"
"""


class Written(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "today.toml").write_text(GOOD)
        self.every = generate.messages(self.folder)

    def test_android_reads_what_was_meant(self):
        generate.android(self.folder / "out", self.every)
        root = ElementTree.parse(self.folder / "out/ui/values/strings.xml").getroot()
        texts = {element.get("name"): element.text for element in root if element.tag == "string"}
        self.assertEqual(texts["today_take"], "Take %1$s %% or \\'none\\' of \\\"%2$s\\\"")
        self.assertEqual(texts["today_plain"], "100 % & more")
        self.assertNotIn("today_only", texts)
        german = ElementTree.parse(self.folder / "out/ui/values-de/strings.xml").getroot()
        self.assertEqual([item.text for item in german.iter("item")], ["%1$s wartet", "%1$s warten", "%2$s geben", "%1$s an %2$s"])

    def test_apple_reads_what_was_meant(self):
        generate.swift(self.folder / "out", self.every)
        strings = json.loads((self.folder / "out/Localizable.xcstrings").read_text())["strings"]
        english = {key: string["localizations"]["en"] for key, string in strings.items()}
        self.assertEqual(english["today_take"]["stringUnit"]["value"], "Take %1$@ %% or 'none' of \"%2$@\"")
        self.assertEqual(english["today_plain"]["stringUnit"]["value"], "100 % & more")
        one = english["today_waiting"]["variations"]["plural"]["one"]
        self.assertEqual(one["stringUnit"]["value"], "%1$lld waits")
        count = english["today_give"]["substitutions"]["count"]
        self.assertEqual(count["variations"]["plural"]["other"]["stringUnit"]["value"], "Give %arg to %2$@")
        self.assertIn('case todayOnly = "today_only"', (self.folder / "out/MessageKey.swift").read_text())


class Refused(unittest.TestCase):
    def refused(self, text, file="today"):
        table = tomllib.loads(text)
        return " ".join(line for key in table for line in generate.wrong(file, key, table[key], {}))

    def test_each_mistake_is_named(self):
        good = '[a_b]\nnote = "Note."\n'
        for text, said in [
            ('[a_b]\nen = "A"\nde = "B"', "note"),
            (good + 'en = "A"', "de has no words"),
            (good + 'en = "A {1}"\nde = "B"', "other parts"),
            (good + 'en = "A {2}"\nde = "B {2}"', "numbered from"),
            (good + 'en = "A {name}"\nde = "B"', "brace"),
            (good + 'en = "A "\nde = "B"', "spaces"),
            (good + 'en = { one = "{1}", other = "{1}" }\nde = "B"', "counted in one language"),
            (good + 'en = { other = "{1}" }\nde = { other = "{1}" }', "one, other"),
            (good + 'en = "A"\nde = "B"\nfr = "C"', "nobody reads fr"),
            (good + 'only = "web"\nen = "A"\nde = "B"', "only is one of"),
            ('[Ab]\nnote = "Note."\nen = "A"\nde = "B"', "a key is"),
        ]:
            with self.subTest(said):
                self.assertIn(said, self.refused(text))

    def test_a_key_stands_once(self):
        table = tomllib.loads(GOOD)["today_plain"]
        self.assertIn("is in check.toml too", " ".join(generate.wrong("today", "today_plain", table, {"today_plain": "check"})))


if __name__ == "__main__":
    unittest.main()
