#if canImport(UIKit)
  import HealthDiaryModel
  import PhotosUI
  import UIKit
  import UniformTypeIdentifiers

  /// The pickers of this phone for one picture, and for one file. The app sees what was picked and nothing besides, so that nobody has to
  /// be asked for leave.
  @MainActor
  final class SystemPickers: NSObject {
    private let folders: any FolderHands
    private var picking: CheckedContinuation<PickedFile?, Never>?

    init(folders: any FolderHands) {
      self.folders = folders
    }

    func picture(above: UIViewController) async -> PickedFile? {
      var wanted = PHPickerConfiguration()
      wanted.filter = .images
      // As JPEG, which other phones and computers can show too.
      wanted.preferredAssetRepresentationMode = .compatible
      let picker = PHPickerViewController(configuration: wanted)
      picker.delegate = self
      return await present(picker, above)
    }

    func file(above: UIViewController) async -> PickedFile? {
      let picker = UIDocumentPickerViewController(forOpeningContentTypes: [.item])
      picker.delegate = self
      return await present(picker, above)
    }

    private func present(_ picker: UIViewController, _ above: UIViewController) async -> PickedFile?
    {
      guard picking == nil else { return nil }
      return await withCheckedContinuation { waiting in
        picking = waiting
        above.present(picker, animated: true)
      }
    }

    private func picked(_ file: PickedFile?) {
      picking?.resume(returning: file)
      picking = nil
    }
  }

  extension SystemPickers: UIDocumentPickerDelegate {
    func documentPicker(
      _ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL]
    ) {
      picked(urls.first.map { CoordinatedFile($0, folders).picked })
    }

    func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController) {
      picked(nil)
    }
  }

  extension SystemPickers: PHPickerViewControllerDelegate {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
      picker.dismiss(animated: true)
      picked(results.first.map { Provided($0.itemProvider).picked })
    }
  }

  /// A picture of the photo library. It comes as bytes, and not as a file, which would lie on the disk as it came.
  private struct Provided: @unchecked Sendable {
    // It may be asked on any thread.
    private let provider: NSItemProvider
    private let type: String

    init(_ provider: NSItemProvider) {
      self.provider = provider
      type = provider.registeredTypeIdentifiers.first ?? UTType.image.identifier
    }

    var picked: PickedFile {
      PickedFile(name: name) { most async throws(Trouble) in
        guard let bytes = await bytes() else { throw .fileGone }
        guard bytes.count <= most else { throw .tooLarge }
        return bytes
      }
    }

    private func bytes() async -> Data? {
      await withCheckedContinuation { waiting in
        provider.loadDataRepresentation(forTypeIdentifier: type) { bytes, _ in
          waiting.resume(returning: bytes)
        }
      }
    }

    /// As the library calls it, with the ending of what it comes as.
    private var name: String? {
      provider.suggestedName.map { name in
        UTType(type)?.preferredFilenameExtension.map { "\(name).\($0)" } ?? name
      }
    }
  }

  extension ShownPicture {
    /// The longest side of a picture that is shown, pixels: more than a phone's screen is wide, and little memory.
    private static let longest: CGFloat = 1600

    /// None where these bytes are no picture that this phone can show. It may take a moment.
    init?(shrinking bytes: Data) {
      guard let whole = UIImage(data: bytes) else { return nil }
      let (width, height) = (whole.size.width * whole.scale, whole.size.height * whole.scale)
      let shrink = min(1, Self.longest / max(width, height, 1))
      let size = CGSize(width: width * shrink, height: height * shrink)
      guard let small = whole.preparingThumbnail(of: size)?.jpegData(compressionQuality: 0.9) else {
        return nil
      }
      self.init(bytes: small)
    }
  }
#endif
