"""What ios/check_app finds, and that it finds nothing in the app as it is."""

import shutil
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

HERE = Path(__file__).parent
loader = SourceFileLoader("check_app", str(HERE / "check_app"))
check_app = module_from_spec(spec_from_loader("check_app", loader))
loader.exec_module(check_app)


class Check(unittest.TestCase):
    def setUp(self) -> None:
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        self.app = folder / "App"
        shutil.copytree(HERE / "App", self.app, ignore=shutil.ignore_patterns("Made"))
        self.addCleanup(setattr, check_app, "APP", check_app.APP)
        self.addCleanup(setattr, check_app, "IOS", check_app.IOS)
        check_app.APP = self.app
        # The assets are told of by their place in here.
        check_app.IOS = folder
        shutil.copy(HERE / "xcframework.py", folder)

    def changed(self, name: str, old: str, new: str) -> None:
        text = (self.app / name).read_text()
        self.assertIn(old, text)
        (self.app / name).write_text(text.replace(old, new))

    def found(self, said: str, library: bytes = b"") -> None:
        wrong = check_app.looked_at(library)
        self.assertEqual(len([line for line in wrong if said in line]), 1, wrong)

    def test_the_app_is_as_it_should_be(self) -> None:
        self.assertEqual(check_app.looked_at(), [])

    def test_a_list_that_does_not_parse(self) -> None:
        self.changed("Info.plist", "</dict>\n</plist>", "</plist>")
        self.found("Info.plist cannot be read")

    def test_a_file_that_is_not_there(self) -> None:
        self.changed("project.yml", "CODE_SIGN_ENTITLEMENTS: HealthDiary", "CODE_SIGN_ENTITLEMENTS: Diary")
        self.found("names Diary.entitlements")

    def test_a_product_that_the_package_has_not(self) -> None:
        self.changed("project.yml", "HealthDiaryViews]", "HealthDiaryCharts]")
        self.found("needs HealthDiaryCharts")

    def test_a_picture_that_is_not_there(self) -> None:
        shutil.rmtree(self.app / "Assets.xcassets/LaunchGround.colorset")
        self.found("has no LaunchGround")

    def test_a_question_without_words_or_without_a_use(self) -> None:
        self.changed("Info.plist", "<key>NSFaceIDUsageDescription</key>", "<key>NSCameraUsageDescription</key>")
        wrong = check_app.looked_at()
        for said in (
            "no NSFaceIDUsageDescription, and the code uses LocalAuthentication",
            "NSCameraUsageDescription, and no code uses",
            "no words for NSCameraUsageDescription",
            "has NSFaceIDUsageDescription, which Info.plist has not",
        ):
            self.assertEqual(len([line for line in wrong if said in line]), 1, (said, wrong))

    def test_words_that_are_not_those_of_the_messages(self) -> None:
        self.changed("Info.plist", "Your face unlocks", "A face unlocks")
        self.found("NSFaceIDUsageDescription of Info.plist says something else")

    def test_a_background_mode_that_nothing_uses(self) -> None:
        self.changed("Info.plist", "<string>bluetooth-central</string>", "<string>bluetooth-central</string>\n<string>location</string>")
        self.found("background modes that nothing uses: location")

    def test_a_reason_that_is_missing_or_not_known(self) -> None:
        self.changed("PrivacyInfo.xcprivacy", "CategoryUserDefaults", "CategoryActiveKeyboards")
        wrong = check_app.looked_at()
        self.assertEqual(len([line for line in wrong if "UserDefaults" in line]), 1, wrong)
        self.assertEqual(len([line for line in wrong if "ActiveKeyboards" in line]), 2, wrong)

    def test_what_only_the_library_asks_for(self) -> None:
        self.found("NSPrivacyAccessedAPICategorySystemBootTime", b"\0_stat\0_mach_absolute_time\0")
        self.assertEqual(check_app.looked_at(b"\0_my_mach_absolute_time\0"), [])

    def test_an_entitlement_that_nobody_knows(self) -> None:
        self.changed("HealthDiary.entitlements", "keychain-access-groups", "com.apple.developer.healthkit")
        wrong = check_app.looked_at()
        self.assertEqual(len(wrong), 2, wrong)

    def test_a_network_connection(self) -> None:
        (self.app / "Sources/Fetch.swift").write_text("import Foundation\nlet session = URLSession.shared\n")
        self.addCleanup(setattr, check_app, "sources", check_app.sources)
        real = check_app.sources
        check_app.sources = lambda *folders, ending: real(*folders, ending=ending) + (self.app / "Sources/Fetch.swift").read_text()
        self.found("network connection: URLSession")


if __name__ == "__main__":
    unittest.main()
