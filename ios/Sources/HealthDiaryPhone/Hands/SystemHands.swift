#if canImport(UIKit)
  import HealthDiaryMessages
  import HealthDiaryModel
  import UIKit
  import UniformTypeIdentifiers
  import UserNotifications

  /// What only this phone can do for the screens, and what it says of itself.
  @MainActor
  public final class SystemHands: NSObject, PhoneHands {
    private let radio: SystemRadio
    private let folders: RememberedFolder
    private let words: Words
    private let pickers = SystemPickers(folders: SystemFolderHands())
    private var picking: CheckedContinuation<PickedFolder?, Never>?

    public init(radio: SystemRadio, folders: RememberedFolder, words: Words) {
      (self.radio, self.folders, self.words) = (radio, folders, words)
    }

    public var bluetooth: Leave { radio.leave }

    public var bluetoothOn: Bool? { radio.state.isOn }

    public func askForBluetooth() async { await radio.ask() }

    public func showBluetoothSwitch() { radio.showSwitch() }

    public var backgroundRefresh: Bool? {
      switch UIApplication.shared.backgroundRefreshStatus {
      case .available: true
      case .denied: false
      // Parents or an employer have said no: nobody here can change it.
      default: nil
      }
    }

    public var savesPower: Bool { ProcessInfo.processInfo.isLowPowerModeEnabled }

    public var version: String {
      Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String ?? ""
    }

    public func licences() async -> [NamedLicence] { Licences.all }

    public func notices() async -> Leave {
      let status = await withCheckedContinuation { waiting in
        UNUserNotificationCenter.current().getNotificationSettings {
          waiting.resume(returning: $0.authorizationStatus)
        }
      }
      return switch status {
      case .notDetermined: .notAsked
      case .denied: .refused
      default: .given
      }
    }

    public func askForNotices() async -> Leave {
      let given = try? await UNUserNotificationCenter.current().requestAuthorization(options: [
        .alert, .sound,
      ])
      return given == true ? .given : .refused
    }

    public func sayThatSomethingWaits() async {
      let notice = UNMutableNotificationContent()
      notice.title = words(.noticeWaits)
      notice.sound = .default
      // One of this name takes the place of the one before: there is nothing to count.
      try? await UNUserNotificationCenter.current().add(
        UNNotificationRequest(identifier: "waits", content: notice, trigger: nil))
    }

    public func open(_ page: PhonePage) {
      let address =
        switch page {
        case .app: UIApplication.openSettingsURLString
        case .notifications: UIApplication.openNotificationSettingsURLString
        }
      guard let url = URL(string: address) else { return }
      UIApplication.shared.open(url)
    }

    public func pickFolder() async -> PickedFolder? {
      guard picking == nil, let above = Self.topmost else { return nil }
      let picker = UIDocumentPickerViewController(forOpeningContentTypes: [.folder])
      picker.delegate = self
      return await withCheckedContinuation { waiting in
        picking = waiting
        above.present(picker, animated: true)
      }
    }

    public func pickPicture() async -> PickedFile? {
      guard let above = Self.topmost else { return nil }
      return await pickers.picture(above: above)
    }

    public func pickFile() async -> PickedFile? {
      guard let above = Self.topmost else { return nil }
      return await pickers.file(above: above)
    }

    public func picture(of bytes: Data) async -> ShownPicture? {
      await Task.detached { ShownPicture(shrinking: bytes) }.value
    }

    private func picked(_ folder: PickedFolder?) {
      picking?.resume(returning: folder)
      picking = nil
    }

    /// What is in front of everything else.
    private static var topmost: UIViewController? {
      let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
      var top = scenes.compactMap(\.keyWindow).first?.rootViewController
      while let above = top?.presentedViewController { top = above }
      return top
    }
  }

  extension SystemHands: UIDocumentPickerDelegate {
    public func documentPicker(
      _ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL]
    ) {
      picked(urls.first.map(folders.picked))
    }

    public func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController) {
      picked(nil)
    }
  }
#endif
