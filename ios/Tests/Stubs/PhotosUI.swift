// swift-format-ignore-file
// What the app uses of PhotosUI, declared as Apple documents it. It does nothing, and is part of no package. Each comment is the page below
// developer.apple.com/documentation that it is after.
import UIKit

// photosui/phpickerconfiguration-swift.struct
public struct PHPickerConfiguration: Equatable, Hashable, Sendable {
  public init() {}
  public enum AssetRepresentationMode: Equatable, Hashable, Sendable { case automatic, current, compatible }
  public var preferredAssetRepresentationMode: AssetRepresentationMode = .automatic
  public var selectionLimit = 1
  public var filter: PHPickerFilter?
}
// photosui/phpickerfilter-swift.struct
public struct PHPickerFilter: Equatable, Hashable, Sendable { public static let images = PHPickerFilter() }
// photosui/phpickerresult-swift.struct
public struct PHPickerResult: Equatable, Hashable { public let itemProvider: NSItemProvider }
// photosui/phpickerviewcontroller
open class PHPickerViewController: UIViewController {
  public convenience init(configuration: PHPickerConfiguration) { self.init() }
  open weak var delegate: (any PHPickerViewControllerDelegate)?
}
// photosui/phpickerviewcontrollerdelegate
@MainActor public protocol PHPickerViewControllerDelegate: AnyObject {
  func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult])
}
