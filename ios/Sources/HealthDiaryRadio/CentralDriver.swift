import Dispatch
import Foundation
import HealthDiary

/// Carries out the core's conversations with devices over the phone's Bluetooth. One for the process: it keeps every device it met.
///
/// Make it first thing when the app is launched, also in the background: the platform hands over what it kept before the app is ready, and
/// what arrives then is kept for whoever talks with the device next. ``woken`` says with whom to talk.
public final class CentralDriver: Sendable {
  /// Devices that have a link up that nobody asked for at this moment: talk with them.
  public let woken: AsyncStream<String>

  private let radio: OnQueue<Radio>

  /// - Parameters:
  ///   - queue: serial, and used for nothing else that takes long.
  ///   - phone: makes the clocks and timers, on the queue.
  ///   - quirks: of a device, by what the platform calls it.
  ///   - central: makes the platform's Bluetooth, which tells on the queue what happens.
  public convenience init(
    queue: DispatchQueue,
    phone: @escaping @Sendable () -> any RadioPhone,
    quirks: @escaping @Sendable (String) -> Quirks = { _ in Quirks() },
    central: @Sendable (@escaping @Sendable (CentralEvent, Clocks) -> Void) -> any Central
  ) {
    self.init(
      queue: queue, phone: phone, policy: { .init(quirks: quirks($0)) }, central: central)
  }

  init(
    queue: DispatchQueue,
    phone: @escaping @Sendable () -> any RadioPhone,
    policy: @escaping @Sendable (String) -> KnownPeripheral.Policy,
    central: @Sendable (@escaping @Sendable (CentralEvent, Clocks) -> Void) -> any Central
  ) {
    let radio = OnQueue<Radio>(queue)
    let (woken, tell) = AsyncStream.makeStream(of: String.self)
    (self.radio, self.woken) = (radio, woken)
    radio.begin {
      let central = central { event, at in radio.inside { $0.heard(event, at: at) } }
      return Radio(central, phone: phone(), policy: policy) { tell.yield($0) }
    }
  }

  /// Talks with a device until the core says that it is done, after whoever talks with it now.
  ///
  /// Cancelling the task asks the core to stop, and waits until it has: what came before is kept.
  ///
  /// - Parameters:
  ///   - device: as in ``NearDevice/device``.
  ///   - patient: waits for a device however long it is away.
  ///   - progress: called on the radio's queue; tell somebody else, and return.
  /// - Throws: `CancellationError` where the task was cancelled, `DiaryError` where the core refused.
  public func talk(
    _ sync: Sync, with device: String, patient: Bool = false,
    progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
  ) async throws -> SyncResult {
    let number = UUID()
    let result: Result<SyncResult, any Error> = await withTaskCancellationHandler {
      await withCheckedContinuation { waiting in
        radio.later { radio in
          radio.talk(
            number,
            .init(
              sync: sync, device: device, patient: patient, told: progress,
              ended: { waiting.resume(returning: $0) }))
        }
      }
    } onCancel: {
      radio.later { $0.cancel(number) }
    }
    radio.later { $0.forget(number) }
    try Task.checkCancellation()
    return try result.get()
  }

  /// Who is in the air, as long as somebody looks: everybody so far, whenever somebody new is heard.
  ///
  /// Without `all` only those that advertise a service of health, which is what goes on in the background. Many cuffs advertise none, and
  /// are found by their name. It ends with a ``RadioTrouble`` where nobody can be looked for.
  public func near(all: Bool) -> AsyncThrowingStream<[NearDevice], any Error> {
    let number = UUID()
    let (stream, tell) = AsyncThrowingStream.makeStream(
      of: [NearDevice].self, bufferingPolicy: .bufferingNewest(1))
    tell.onTermination = { [radio] _ in radio.later { $0.nearby.stop(number) } }
    radio.later { radio in
      radio.nearby.look(
        number, all: all, told: { tell.yield($0) }, ended: { tell.finish(throwing: $0) })
    }
    return stream
  }

  /// Lets a device call whenever it has something: its link comes up by itself, which ``woken`` tells, also where the app has to be
  /// launched for it.
  public func letCall(_ device: String) {
    radio.later { $0.call(device) }
  }

  /// Whether the platform handed over what it had kept while the app did not run.
  ///
  /// It keeps nothing where a person closed the app by hand, where the phone was started anew, and where nothing was waited for: no device
  /// could launch the app then. Ask once Bluetooth said how it is: what was kept comes before that.
  public func wasKept() async -> Bool {
    await withCheckedContinuation { waiting in
      radio.later { waiting.resume(returning: $0.wasKept) }
    }
  }

  /// The device is not waited for any more.
  public func letCallNoMore(_ device: String) {
    radio.later { $0.callNoMore(device) }
  }
}
