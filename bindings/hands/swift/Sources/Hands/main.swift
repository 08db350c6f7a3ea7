// Plays scenarios by calls of the library: Hands SCENARIOS RESULTS SCRATCH
//
// Plays every file of a folder, each in a folder of its own in SCRATCH, and writes what came of it. Dispatch.swift is made by
// `bindgen dispatch swift`.

import Foundation
import HealthDiaryCore

func answered(_ command: Json, _ hands: Hands) throws -> Json {
  let names = command.member("drop", .nothing)
  if !names.isNothing {
    for name in try names.each { hands.objects[try readString(name, hands)] = nil }
    return .members(["gave": .nothing])
  }
  if case .text(let listener) = command.member("told", .nothing) {
    let atLeast = Int(try readUInt32(command.member("at_least", .nothing), hands))
    return .members(["gave": hands.told(listener, atLeast)])
  }
  func text(_ name: String) -> String? {
    if case .text(let text) = command.member(name, .nothing) { text } else { nil }
  }
  hands.named = text("as")
  do {
    let on = text("on").flatMap { hands.objects[$0] }
    let with = command.member("with", .nothing)
    return .members(["gave": try call(text("call") ?? "", on, with, hands)])
  } catch let refused as DiaryError {
    return .members(["failed": .text(failure(refused))])
  }
}

func play(_ name: String, _ scenario: String, _ folder: String) throws -> String {
  let stage = try ScenarioStage(name: name, scenario: scenario, folder: folder)
  let hands = Hands(stage)
  var answer: String?
  while let command = try stage.next(answer: answer) {
    answer = try answered(Json(parsing: command), hands).written()
  }
  return stage.result() ?? ""
}

let words = CommandLine.arguments
guard words.count == 4 else { fatalError("name the folders: Hands SCENARIOS RESULTS SCRATCH") }
let files = FileManager.default
for file in try files.contentsOfDirectory(atPath: words[1]).sorted() where file.hasSuffix(".json") {
  let stem = String(file.dropLast(".json".count))
  let text = try String(contentsOfFile: "\(words[1])/\(file)", encoding: .utf8)
  let result = try play(file, text, "\(words[3])/\(stem)")
  try result.write(toFile: "\(words[2])/\(stem).jsonl", atomically: false, encoding: .utf8)
  try? files.removeItem(atPath: "\(words[3])/\(stem)")
}
