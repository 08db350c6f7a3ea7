import Foundation
import HealthDiaryModel
import HealthDiaryPhone
import UIKit

/// Everything that the app is made of, wired by hand; one for the process.
@MainActor
final class ThisApp {
  let model: DiaryModel
  let preferences: Preferences
  let life: LifeCycle
  private let hands: SystemHands
  private var heard: [any NSObjectProtocol] = []

  init() {
    // First of all: the phone hands over what it kept for the app before anybody else is there.
    let radio = SystemRadio()
    let settings = SystemSettings()
    let words = Words(BundledCatalogue())
    preferences = Preferences(settings)

    let folders = DiaryFolders(in: .applicationSupportDirectory, phone: SystemFiles())
    // Where that cannot be, opening the diary says why.
    try? folders.prepare()
    let places = Places(files: folders.files.path, states: folders.states.path)
    let keys = PhoneKeyStore(SystemKeyHolder(), reason: words(.promptTitle))
    let home = DiaryHome(at: places.current(), keys: keys)
    let time = SystemBackgroundTime()
    life = LifeCycle(home, time: time, lockAfter: { [preferences] in preferences.lockAfter })

    let background = Background(home: home, radio: radio.driver, store: settings)
    background.awake = { work in await time.during("receive", work) }
    let remembered = RememberedFolder(settings, hands: SystemFolderHands())
    let backups = Backups(
      home: home, places: places, memory: remembered, store: settings,
      scratch: URL.temporaryDirectory.appending(path: "proof").path)
    hands = SystemHands(radio: radio, folders: remembered, words: words)
    model = DiaryModel(
      Care.Diary(
        home: home, places: places, radio: radio.driver, background: background, backups: backups),
      kept: Kept(KeptFile(path: folders.states.appending(path: "kept").path)),
      preferences: preferences, hands: hands)

    Task { await background.run() }
    Task {
      // What is there once it is open is guarded, also of a diary that was just made or restored.
      for await door in home.door.values() where door == .open {
        await Task.detached { try? folders.guardFiles(of: places.current()) }.value
      }
    }
    hear(UIApplication.protectedDataWillBecomeUnavailableNotification) { [life] in
      life.filesWillGo()
    }
    for moved in [.NSSystemTimeZoneDidChange, UIApplication.significantTimeChangeNotification] {
      hear(moved) { [model] in model.phoneMoved() }
    }
  }

  /// The system tells on the main thread.
  private func hear(_ name: Notification.Name, _ told: @escaping @MainActor @Sendable () -> Void) {
    heard.append(
      NotificationCenter.default.addObserver(forName: name, object: nil, queue: .main) { _ in
        MainActor.assumeIsolated { told() }
      })
  }
}
