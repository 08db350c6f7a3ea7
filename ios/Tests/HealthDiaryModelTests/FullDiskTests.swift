#if canImport(Glibc)
  import Foundation
  import Glibc
  import Testing

  @testable import HealthDiaryModel

  /// The phone has no room left: it says so, and what was typed stays. Where this user may not mount a small disk, it is left out.
  @MainActor
  @Suite(.serialized, .enabled(if: SmallDisk.isPossible)) struct FullDiskTests {
    let app = AppOfTest()
    let disk: SmallDisk

    init() async throws {
      disk = try #require(SmallDisk(at: app.phone.folder))
    }

    private func open() async throws {
      _ = try await app.home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
      try await app.home.codeIsWritten()
      await app.settled()
      app.model.ways.enter()
      await app.settled()
    }

    @Test func whatWasTypedStaysUntilThereIsRoom() async throws {
      try await open()
      app.model.today.act(.typeReading)
      disk.fill()
      await app.type("118", "76")
      #expect(app.model.typing.state.problem == .noSpace && app.place == .typeReading)
      #expect(app.model.typing.state.numbers == [.top: "118", .bottom: "76"])
      disk.free()
      app.model.typing.act(.save(confirmed: false))
      await app.settled()
      #expect(try await app.entries().count == 1)
      await app.home.shut()
    }

    @Test func aFormStaysUntilThereIsRoom() async throws {
      try await open()
      app.model.form.start(ShownKind(kind: "note"))
      await app.settled()
      app.model.form.act(.note("before the bus"))
      for field in app.model.form.state?.fields ?? [] where field.required {
        var filled = field
        filled.text = "a word"
        app.model.form.act(.fill(filled))
      }
      disk.fill()
      app.model.form.act(.save(confirmed: true))
      await app.settled()
      #expect(app.model.form.state?.problem == .noSpace)
      #expect(app.model.form.state?.note == "before the bus")
      disk.free()
      app.model.form.act(.save(confirmed: true))
      await app.settled()
      #expect(try await app.entries().count == 1)
      await app.home.shut()
    }

    @Test func noDiaryIsMadeAndTheWayIsThereToTryAgain() async throws {
      disk.fill()
      let run = app.model.firstRun
      run.act(.name("Ana"))
      run.act(.start)
      run.act(.first(Hidden(PhoneOfTest.passphrase)))
      run.act(.again(Hidden(PhoneOfTest.passphrase)))
      run.act(.goOn)
      await app.settled()
      #expect(run.passphrase.problem == .noSpace && !run.passphrase.busy)
      #expect(app.place == .passphrase && app.home.door.value == .none)
      disk.free()
      run.act(.goOn)
      await app.settled()
      #expect(app.place == .recoveryCode)
      await app.home.shut()
    }
  }

  /// A disk in memory that can be filled up.
  final class SmallDisk: Sendable {
    private let at: String

    /// One in the place of a folder; none where this user may not mount one.
    init?(at folder: String) {
      at = folder
      let files = FileManager.default
      try? files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      guard mount("tmpfs", folder, "tmpfs", 0, "size=8m") == 0 else { return nil }
    }

    deinit {
      umount2(at, Int32(MNT_DETACH))
    }

    /// Whether there can be one.
    static let isPossible: Bool = {
      let folder = FileManager.default.temporaryDirectory.path + "/small-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: folder) }
      return SmallDisk(at: folder) != nil
    }()

    /// Nothing more goes on it.
    func fill() {
      guard let file = fopen(at + "/filling", "w") else { return }
      setvbuf(file, nil, Int32(_IONBF), 0)
      // The last bytes go on singly: a block may be half full.
      for size in [4096, 1] {
        let piece = [UInt8](repeating: 0, count: size)
        while fwrite(piece, 1, size, file) == size {}
      }
      fclose(file)
    }

    /// There is room again.
    func free() {
      unlink(at + "/filling")
    }
  }
#endif
