import Foundation
import HealthDiaryCore

/// The objects that are held by name, and what listeners were told.
final class Hands: @unchecked Sendable {
  static let patience: TimeInterval = 20

  var objects: [String: AnyObject] = [:]
  /// The name for what the call that is made gives.
  var named: String?
  private var listeners: [String: Heard] = [:]
  private var heard: [String: [Json]] = [:]
  private let news = NSCondition()
  private let stage: ScenarioStage

  init(_ stage: ScenarioStage) {
    self.stage = stage
  }

  func held<T>(_ name: Json, as kind: T.Type) throws -> T {
    try of(objects[try readString(name, self)], kind)
  }

  func of<T>(_ object: AnyObject?, _ kind: T.Type) throws -> T {
    guard let object = object as? T else { throw Strange(what: "no \(kind) is held") }
    return object
  }

  func keep(_ made: AnyObject, _ kind: String) -> Json {
    if let named { objects[named] = made }
    return .members(["object": .text(kind)])
  }

  func listener<T: Heard>(_ name: Json, _ make: (String) -> T) throws -> T {
    let name = try readString(name, self)
    let listener = (listeners[name] as? T) ?? make(name)
    listeners[name] = listener
    return listener
  }

  func hears(_ name: String, _ told: Json) {
    news.withLock {
      heard[name, default: []].append(told)
      news.broadcast()
    }
  }

  /// What the stage has for a function of a foreign trait, or what it has to throw.
  func ask(_ question: Json, _ thrown: (String) -> any Error) throws -> Json {
    let answer = try Json(parsing: stage.asked(question: question.written()))
    if case .text(let kind) = answer.member("failed", .nothing) { throw thrown(kind) }
    return answer.member("gave", .nothing)
  }

  func told(_ name: String, _ atLeast: Int) -> Json {
    news.withLock {
      let until = Date(timeIntervalSinceNow: Self.patience)
      while heard[name, default: []].count < atLeast, news.wait(until: until) {}
      return .list(heard.removeValue(forKey: name) ?? [])
    }
  }
}

/// What everything is that foreign code implements.
class Heard {
  let name: String
  let hands: Hands

  init(_ name: String, _ hands: Hands) {
    self.name = name
    self.hands = hands
  }

  func hears(_ function: String, _ with: Json) {
    hands.hears(name, .members([function: with]))
  }

  func asks(_ function: String, _ with: Json, _ thrown: (String) -> any Error) throws -> Json {
    let question: [String: Json] = ["of": .text(name), "function": .text(function), "with": with]
    return try hands.ask(.members(question), thrown)
  }
}
