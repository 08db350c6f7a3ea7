import HealthDiaryModel
import SwiftUI
import UIKit

/// The pictures and files of an entry, and adding one.
struct EntryFilesView: View {
  let state: FilesState
  let act: @MainActor (FileAction) -> Void

  var body: some View {
    if !state.files.isEmpty || state.canChange {
      Card(Message(.entryAttachments)) {
        ForEach(state.files) { file in
          LinkLine(file.words, below: file.below) { act(.open(file: file.id)) }
          if let open = state.open, open.id == file.id {
            OpenFileView(open: open, file: file, canChange: state.canChange, act: act)
          }
        }
        if state.canChange, state.adding == nil {
          SideButton(Message(.entryFilePicture)) { act(.addPicture) }
          SideButton(Message(.entryFileAdd)) { act(.addFile) }
        }
      }
      if let adding = state.adding { AddingView(adding: adding, act: act) }
    }
  }
}

/// A file that is looked at: the picture, and what can be done with it.
private struct OpenFileView: View {
  @Environment(\.words) private var words
  let open: OpenFile
  let file: ShownFile
  let canChange: Bool
  let act: @MainActor (FileAction) -> Void

  var body: some View {
    if let picture = open.picture.flatMap({ UIImage(data: $0.bytes) }) {
      Image(uiImage: picture).resizable().scaledToFit().accessibilityLabel(words(file.words))
    } else if open.read {
      Paragraph(Message(.entryFileNotShown))
    }
    switch open.copy {
    case .done: copied(.fine, Message(.entryFileCopied))
    case .failed: copied(.attention, Message(.entryFileNotCopied))
    case nil: EmptyView()
    }
    SideButton(Message(.entryFileCopy)) { act(.copy) }
    Aside(Message(.entryFileCopyWhy))
    if canChange {
      SideButton(Message(.entryFileRemove)) { act(.askToRemove) }
        .asks(
          Message(.entryFileRemoveAsk), yes: Message(.entryFileRemove), when: open.askingToRemove
        ) {
          act(.keepFile)
        } act: {
          act(.remove)
        }
    }
  }

  private func copied(_ tone: Tone, _ message: Message) -> some View {
    Remark(tone, message).announced(.aloud(tone.words, message))
  }
}

/// What becomes of a file that somebody picked.
private struct AddingView: View {
  let adding: Adding
  let act: @MainActor (FileAction) -> Void

  var body: some View {
    switch adding {
    case .running: Notice(.calm, Message(.entryFileAdding))
    case .asItIs:
      Notice(.attention, Message(.entryFileAsItIs), button: Message(.entryFileKeep)) {
        act(.keepAsItIs)
      }
      leave
    case .failed(let why):
      Notice(
        .error, why.words, button: why == .tooLarge ? nil : Message(.commonTryAgain)
      ) {
        act(.tryAgain)
      }
      leave
    }
  }

  private var leave: some View {
    Card { SideButton(Message(.entryFileLeave)) { act(.leave) } }
  }
}
