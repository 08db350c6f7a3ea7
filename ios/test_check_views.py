"""What ios/check_views finds, and that it finds nothing in the screens as they are."""

import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

HERE = Path(__file__).parent
loader = SourceFileLoader("check_views", str(HERE / "check_views"))
check_views = module_from_spec(spec_from_loader("check_views", loader))
loader.exec_module(check_views)


class Check(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.views = Path(folder.name) / "Views"
        self.android = Path(folder.name) / "android"
        for made in (self.views / "Look", self.views / "Previews", self.android):
            made.mkdir(parents=True)
        for state in ("today", *check_views.ONLY_ANDROID):
            (self.android / f"{state}.png").touch()
        (self.views / "Previews/Previews.swift").write_text('[("today", TodayState())]')

    def rules(self, line: str, name: str = "Some.swift") -> list[str]:
        (self.views / name).write_text(f"import SwiftUI\n\n{line}\n")
        return list(check_views.broken_rules(self.views))

    def test_the_screens_as_they_are(self) -> None:
        self.assertEqual([*check_views.broken_rules(check_views.VIEWS)], [])
        self.assertEqual([*check_views.missing_states(check_views.VIEWS, check_views.ANDROID)], [])

    def test_what_must_not_be(self) -> None:
        for line in (
            'Text("Today")',
            'Button("Save", action: act)',
            '.navigationTitle("Today")',
            '.accessibilityLabel("Save")',
            ".font(.system(size: 12))",
            ".font(.caption)",
            ".foregroundStyle(Color.accent)",
            ".tint(.red)",
            "let now = Date()",
            'DatePicker(words, selection: $at)',
            "Text(verbatim: name)\n  .lineLimit(1)\n  .font(.body)",
            "withAnimation { act() }",
            "print(state)",
        ):
            with self.subTest(line):
                [found] = self.rules(line)
                self.assertIn("Some.swift:", found)

    def test_what_may_be(self) -> None:
        for line in (
            'Image(systemName: "lock")',
            "Text(verbatim: words(message))",
            "Text(verbatim: digits)\n  .lineLimit(1)\n  .minimumScaleFactor(0.8)",
            ".font(.footnote)",
            '// Text("Today") would be in one language.',
        ):
            with self.subTest(line):
                self.assertEqual(self.rules(line), [])
        self.assertEqual(self.rules(".system(size: size)", "Look/Fonts.swift"), [])

    def test_every_state_has_a_preview(self) -> None:
        self.assertEqual([*check_views.missing_states(self.views, self.android)], [])
        (self.android / "today-empty.png").touch()
        [found] = check_views.missing_states(self.views, self.android)
        self.assertIn("today-empty", found)

    def test_an_exception_goes_when_it_is_none_any_more(self) -> None:
        (self.android / "people-hand-over.png").unlink()
        [found] = check_views.missing_states(self.views, self.android)
        self.assertIn("people-hand-over", found)


if __name__ == "__main__":
    unittest.main()
