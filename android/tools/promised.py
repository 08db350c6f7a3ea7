"""What the app asks of the phone, and shows to other apps: exactly this, in the merged manifest and in the APK.

A library's manifest is merged into ours, and one that names no version of Android makes the merger ask for storage and the phone's state.
"""

import re
import xml.etree.ElementTree

from manifest import MERGED
from locks import version
from steps import Failed, run

# Permission: the last Android that is asked for it; 0 for all.
PERMISSIONS = {
    "android.permission.POST_NOTIFICATIONS": 0,
    "android.permission.BLUETOOTH_SCAN": 0,
    "android.permission.BLUETOOTH_CONNECT": 0,
    "android.permission.BLUETOOTH": 30,
    "android.permission.BLUETOOTH_ADMIN": 30,
    "android.permission.ACCESS_COARSE_LOCATION": 30,
    "android.permission.ACCESS_FINE_LOCATION": 30,
    "android.permission.RECEIVE_BOOT_COMPLETED": 0,
    "android.permission.USE_BIOMETRIC": 0,
    # Of androidx.core: that no other app sends to receivers that are not for others.
    "org.healthdiary.app.DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION": 0,
}
# What other apps may start, with the permission that they need.
EXPORTED = {
    "org.healthdiary.app.MainActivity": None,
    # The system's tools hand in a profile for compiling the app.
    "androidx.profileinstaller.ProfileInstallReceiver": "android.permission.DUMP",
}
NAMESPACE = "{http://schemas.android.com/apk/res/android}"


def check_manifest():
    """Whether the merged manifest asks for, and shows, what stands here and nothing else."""
    root = xml.etree.ElementTree.parse(MERGED).getroot()
    wrong = _differences("permission", PERMISSIONS, {
        _of(one, "name"): int(_of(one, "maxSdkVersion") or 0)
        for one in root
        if one.tag in ("uses-permission", "uses-permission-sdk-23")
    })
    [application] = root.findall("application")
    wrong += _differences("exported", EXPORTED, {
        _of(one, "name"): _of(one, "permission") for one in application if _of(one, "exported") == "true"
    })
    for name, value in (("allowBackup", "false"), ("fullBackupContent", "false"), ("dataExtractionRules", "@xml/nothing_leaves")):
        if _of(application, name) != value:
            wrong.append(f"{name} is {_of(application, name)} and not {value}")
    if _of(application, "debuggable") is not None or _of(application, "usesCleartextTraffic") is not None:
        wrong.append("debuggable or usesCleartextTraffic is said")
    _refuse("the merged manifest", wrong)


def check_apk(apk):
    """The same of an APK, by what aapt reads in it, with the versions of Android."""
    badging = run("badging", ["aapt", "dump", "badging", apk])
    found = re.findall(r"^uses-permission(?:-sdk-23)?: name='([^']+)'(?: maxSdkVersion='(\d+)')?", badging, re.M)
    wrong = _differences("permission", PERMISSIONS, {name: int(most or 0) for name, most in found})
    wrong += [
        f"without {line!r}"
        for line in (
            "package: name='org.healthdiary.app'",
            "launchable-activity: name='org.healthdiary.app.MainActivity'",
            f"sdkVersion:'{version('minSdk')}'",
            f"targetSdkVersion:'{version('targetSdk')}'",
        )
        if line not in badging
    ]
    if "application-debuggable" in badging:
        wrong.append("it can be debugged")
    tree = run("manifest of the APK", ["aapt", "dump", "xmltree", apk, "AndroidManifest.xml"])
    if not re.search(r"android:allowBackup\(0x01010280\)=\(type 0x12\)0x0\b", tree):
        wrong.append("allowBackup is not false")
    _refuse("the APK", wrong)


def _of(element, name):
    return element.get(NAMESPACE + name)


def _differences(what, wanted, found):
    more = [f"{what} {name}, which nobody promised" for name in found if name not in wanted]
    less = [f"{what} {name} is missing" for name in wanted if name not in found]
    other = [f"{what} {name}: {found[name]} and not {wanted[name]}" for name in wanted if name in found and found[name] != wanted[name]]
    return more + less + other


def _refuse(where, wrong):
    if wrong:
        raise Failed(f"{where}:\n" + "\n".join(f"  {line}" for line in wrong))
