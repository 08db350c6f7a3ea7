import Foundation
import HealthDiary

/// A household that is open, in a folder of its own, with Ana's diary.
struct Home {
  let folder: String
  let code: String
  let household: Household
  let diary: Diary

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/diary-" + UUID().uuidString
    let place = HouseholdPlace(folder: folder + "/home", stateFolder: folder + "/state")
    code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    household = try Household.openWithRecoveryCode(place: place, code: code)
    diary = try household.diary(person: household.addPerson(name: "Ana"))
  }
}

/// A pulse of now.
func pulse(_ rate: Int) -> EntryDraft {
  EntryDraft(kind: "pulse", moment: .now, values: [DraftValue(field: "pulse", text: "\(rate)")])
}
