/// What the models of every day are made with; one of each for the process.
@MainActor
struct ModelParts {
  let home: DiaryHome
  let whose: Whose
  let ways: Navigator
  let doing: Doing
  let kept: Kept
  let work: Work
  let changes: Changes
  let preferences: Preferences

  /// Where and when the phone is.
  var here: Here { home.here }
}
