import Foundation

/// Whether the app may do something.
public enum Leave: Sendable, Equatable {
  /// Nobody was asked yet: the phone would ask.
  case notAsked
  case given
  /// Somebody said no, or may not say yes: the phone never asks again, and its settings are where to change it.
  case refused
}

/// A page of the phone's own settings.
public enum PhonePage: Sendable, Equatable {
  /// What the app may do, and the language it speaks.
  case app
  case notifications
}

/// What only the platform can do for the screens, and what it says of itself. The app has one; tests have one that is scripted.
@MainActor
public protocol PhoneHands: AnyObject {
  /// Whether the app may use Bluetooth.
  var bluetooth: Leave { get }

  /// Whether Bluetooth is on; none where the phone has not said yet.
  var bluetoothOn: Bool? { get }

  /// Whether the app may say that an entry waits.
  func notices() async -> Leave

  /// Whether the phone wakes the app in the background; none where nobody can change it.
  var backgroundRefresh: Bool? { get }

  /// Whether the phone saves power now, and wakes apps later.
  var savesPower: Bool { get }

  /// The app's version.
  var version: String { get }

  /// What the app is made of.
  func licences() async -> [NamedLicence]

  /// Asks whether the app may use Bluetooth; comes back once that was answered.
  func askForBluetooth() async

  /// Has the phone say where Bluetooth is switched on: no app can do it.
  func showBluetoothSwitch()

  /// Asks whether the app may say that an entry waits; what was answered.
  func askForNotices() async -> Leave

  func open(_ page: PhonePage)

  /// Has a person pick a folder; none where they did not.
  func pickFolder() async -> PickedFolder?

  /// Has a person pick a picture; none where they did not.
  func pickPicture() async -> PickedFile?

  /// Has a person pick a file of any kind; none where they did not.
  func pickFile() async -> PickedFile?

  /// A picture as it is shown, upright; none where these bytes are none that this phone can show.
  func picture(of bytes: Data) async -> ShownPicture?

  /// Says that an entry waits: no value, no kind, no person.
  func sayThatSomethingWaits() async
}
