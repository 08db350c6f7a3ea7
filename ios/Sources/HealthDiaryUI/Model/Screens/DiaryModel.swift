/// Everything behind the screens, wired by hand; one for the process. What ``Kept`` has outlives it.
@MainActor
public final class DiaryModel {
  public let ways: Navigator
  public let whose: Whose
  public let doing: Doing
  public let firstRun: FirstRun
  public let unlocking: Unlocking
  public let today: TodayModel
  public let typing: TypeReadingModel
  public let anything: AddAnythingModel
  public let form: FormModel
  public let history: HistoryModel
  public let entry: EntryModel
  public let chart: ChartModel
  /// Devices, people, and the settings with what they lead to.
  public let care: Care
  /// Whatever is being done.
  let work = Work()
  private let parts: ModelParts

  /// - Parameters:
  ///   - diary: what is between the models and the core.
  ///   - kept: what survives the process.
  ///   - hands: what the phone can do; none while there is no screen.
  public init(
    _ diary: Care.Diary, kept: Kept, preferences: Preferences, hands: (any PhoneHands)? = nil
  ) {
    let home = diary.home
    let (whose, ways, doing) = (Whose(kept, here: home.here), Navigator(kept), Doing(work))
    let parts = ModelParts(
      home: home, whose: whose, ways: ways, doing: doing, kept: kept, work: work,
      changes: Changes(home, whose, work), preferences: preferences)
    let caring = Care.Parts(
      whose: whose, ways: ways, work: work, preferences: preferences, hands: hands)
    let care = Care(diary, caring, kept: kept, doing: doing)
    (self.parts, self.care) = (parts, care)
    (self.ways, self.whose, self.doing) = (ways, whose, doing)
    firstRun = FirstRun(parts) { await care.phoneKey.goOn() }
    unlocking = Unlocking(parts)
    today = TodayModel(parts)
    typing = TypeReadingModel(parts)
    form = FormModel(parts)
    anything = AddAnythingModel(parts, form)
    history = HistoryModel(parts)
    entry = EntryModel(parts, form) { caring.hands }
    chart = ChartModel(parts)
    ways.entered = { [weak self] in self?.entered($0) }
    home.door.hear { [weak self] in self?.doorMoved($0) }
    doorMoved(home.door.value)
  }

  /// Waits until everything that somebody did is done.
  public func settled() async {
    await work.settled()
  }

  /// Ends everything that is being done and followed, as the end of the process does.
  public func end() async {
    await work.end()
    await parts.kept.saved()
  }

  private func doorMoved(_ door: Door) {
    switch door {
    case .none: ways.begin(.welcome)
    case .shut:
      work.cancel(Self.goingIn)
      whose.leave()
      doing.forget()
      // What was restored, or rescued, says so first.
      if ways.place != .restore, ways.place != .rescue { ways.begin(.unlock) }
    case .open: work.only(Self.goingIn) { [self] in try await goIn() }
    }
  }

  private func goIn() async throws(Trouble) {
    var here = try await parts.home.residents()
    // The process ended while the diary was being made.
    if here.isEmpty { here = try await firstRun.moveIn() }
    // It was shut again meanwhile, and the door has said so.
    guard parts.home.door.value == .open else { return }
    whose.live(here)
    // A first run goes on with the code; else whoever unlocked goes in.
    guard ways.place == .unlock else { return }
    if parts.home.codeIsOwed {
      do throws(Trouble) {
        return try await firstRun.owe()
      } catch {
        // The next time that it is unlocked.
        guard parts.home.door.value == .open else { return }
      }
    }
    ways.enter()
  }

  /// What a screen shows is read when somebody comes to it.
  private func entered(_ place: Place) {
    whose.look()
    switch place {
    case .unlock: unlocking.begin()
    case .typeReading: typing.begin()
    case .form: form.begin()
    case .addAnything: anything.begin()
    case .chart: chart.begin()
    case .history: history.begin()
    case .entry(let id): entry.begin(id)
    default: care.entered(place)
    }
  }

  /// The phone's own way back, a swipe from the edge, does what the screen's does.
  public func back() {
    switch ways.place {
    case .passphrase: firstRun.back()
    case .typeReading: typing.act(.back)
    case .form: form.act(.back)
    case .history: history.act(.back)
    case let place where place.isBeginning: break
    default: if !care.back() { ways.back() }
    }
  }

  /// Somebody comes back to the app: the day, and what the phone allows, may be others.
  public func returned() {
    whose.look()
    care.returned()
  }

  /// The phone says that its zone or its clock is another.
  public func phoneMoved() {
    whose.look()
    work.begin { [parts] in try await parts.home.phoneMoved() }
  }

  private static let goingIn = "go in"
}
