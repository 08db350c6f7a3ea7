import HealthDiary
import HealthDiaryRadio

/// What carries out the core's conversations: the phone's Bluetooth, or simulated devices in tests and previews.
public protocol DeviceRadio: Sendable {
  /// Talks with the device at an address until the core says that it is done. Cancelling the task asks the core to stop, and waits until
  /// it has: what came before is kept.
  ///
  /// - Parameters:
  ///   - patient: waits for a device however long it is away.
  ///   - progress: called on the radio's queue; tell somebody else, and return.
  /// - Throws: `CancellationError` where the task was cancelled, `DiaryError` where the core refused.
  func talk(
    _ sync: Sync, with address: String, patient: Bool,
    progress: @escaping @Sendable (SyncProgress) -> Void
  ) async throws -> SyncResult

  /// Who is in the air, as long as somebody looks; without `all` only those that advertise a service of health. It ends with a
  /// `RadioTrouble` where nobody can be looked for.
  func near(all: Bool) -> AsyncThrowingStream<[HealthDiaryRadio.NearDevice], any Error>

  /// Lets a device call whenever it has something, also where the app has to be launched for it.
  func letCall(_ address: String)

  /// The device is not waited for any more.
  func letCallNoMore(_ address: String)

  /// Addresses of devices that are there and nobody talks with. One listener for the process.
  var woken: AsyncStream<String> { get }

  /// Whether the phone kept what it waits for while the app did not run: it does unless somebody closed the app by hand, or the phone was
  /// started anew.
  func wasKept() async -> Bool
}

extension CentralDriver: DeviceRadio {}
