import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Several people with one phone and one cuff: who they are, whose readings are whose, and those that are nobody's yet.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct HouseholdTests {
  let at = AtCare()

  /// Ana and Ben, with a cuff of two buttons.
  private func twoUsers() async throws -> (cuff: SimulatedDevice, id: String) {
    try await at.made(also: "Ben")
    let cuff = try AtCare.cuff(.beurerCuff)
    try await at.pair(cuff)
    return (cuff, try #require(try await at.devices.known().first).id)
  }

  @Test func somebodySaysWhoUsesWhichButtonAndEachGetsTheirReadings() async throws {
    let (cuff, id) = try await twoUsers()
    at.ways.go(.users(device: id))
    await at.work.settled()
    let state = try #require(at.care.users.state)
    #expect(state.slots.map(\.shownAs) == [1, 2] && state.slots.allSatisfy { $0.owner == .notSet })
    at.care.users.act(.choose(user: 0, .of(try at.person("Ana"))))
    at.care.users.act(.choose(user: 1, .of(try at.person("Ben"))))
    at.care.users.act(.save)
    await at.work.settled()
    #expect(at.ways.place == .today)
    try cuff.measurePressure(minutesAgo: 5, systolic: 128, diastolic: 82, pulse: 64, user: 0)
    try cuff.measurePressure(minutesAgo: 1, systolic: 141, diastolic: 90, pulse: 70, user: 1)
    await at.take()
    #expect(at.care.arrived.state?.person?.name == "Ben")
    #expect(at.care.arrived.state?.second == nil, "of two people it is no second one")
    #expect(try await at.tops(of: "Ana") == ["128"])
    #expect(try await at.tops(of: "Ben") == ["141"])
    await at.end()
  }

  @Test func whatWasChosenAndNotKeptSurvivesTheProcessAndBackForgetsIt() async throws {
    let (_, id) = try await twoUsers()
    at.ways.go(.users(device: id))
    await at.work.settled()
    at.care.users.act(.choose(user: 1, .of(try at.person("Ben"))))
    // Another process comes to the same place.
    at.care.users.begin(id)
    await at.work.settled()
    let ben = try at.person("Ben")
    #expect(at.care.users.state?.slots[1].owner == .of(ben))
    at.care.users.act(.back)
    at.ways.go(.users(device: id))
    await at.work.settled()
    #expect(at.care.users.state?.slots[1].owner == .notSet)
    await at.end()
  }

  @Test func aDeviceThatIsGoneLeadsBack() async throws {
    try await at.made()
    at.ways.go(.users(device: "nothing of the kind"))
    await at.work.settled()
    #expect(at.ways.place == .today && at.care.users.state == nil)
    await at.end()
  }

  @Test func whatIsNobodysWaitsAndIsGivenToWhoeverSaysThatItIsTheirs() async throws {
    let (cuff, _) = try await twoUsers()
    try cuff.measurePressure(minutesAgo: 1, systolic: 141, diastolic: 90, pulse: 70, user: 1)
    await at.take()
    #expect(at.ways.place == .waiting && at.ways.before == .today)
    await at.work.settled()
    let group = try #require(at.care.waiting.state.groups.first)
    #expect(group.user == 2 && group.why == .nobodySaid && group.count == 1)
    #expect(group.readings.first?.number("systolic")?.digits == "141")
    at.care.waiting.act(.assign(group: group.id, try at.person("Ben")))
    await at.work.settled()
    #expect(at.care.waiting.state.assigned == "Ben" && at.care.waiting.state.groups.isEmpty)
    #expect(try await at.tops(of: "Ben") == ["141"])
    #expect(try await at.tops(of: "Ana").isEmpty)
    await at.end()
  }

  @Test func aReadingOfSomebodyElseIsGivenToThemAndTakenBack() async throws {
    try await at.made(also: "Ben")
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    let id = try #require(try await at.devices.known().first).id
    try await at.devices.assign(id, user: nil, to: try at.person("Ana").id)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    await at.take()
    let arrived = at.care.arrived
    #expect(arrived.state?.people.count == 2)
    arrived.act(.someoneElse)
    #expect(arrived.state?.asks == true)
    arrived.act(.choose(try at.person("Ben")))
    arrived.act(.keep)
    await at.work.settled()
    #expect(at.doing.done == .assigned(to: "Ben") && at.ways.place == .today)
    #expect(try await at.tops(of: "Ben") == ["128"])
    at.doing.undo()
    await at.work.settled()
    #expect(try await at.tops(of: "Ana") == ["128"])
    #expect(try await at.tops(of: "Ben").isEmpty)
    await at.end()
  }

  @Test func aReadingThatCannotBeGivenSaysSoAndStaysWhereItIs() async throws {
    try await at.made(also: "Ben")
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    let id = try #require(try await at.devices.known().first).id
    try await at.devices.assign(id, user: nil, to: try at.person("Ana").id)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    await at.take()
    at.care.arrived.act(.someoneElse)
    at.care.arrived.act(.choose(ShownPerson(id: "nobody", name: "Nobody")))
    at.care.arrived.act(.keep)
    await at.work.settled()
    #expect(at.care.arrived.state?.notGiven == true && at.ways.place == .newReading)
    #expect(try await at.tops(of: "Ana") == ["128"])
    await at.end()
  }

  @Test func aPersonIsAddedWithARoleAndANameThatSomebodyHasIsRefused() async throws {
    try await at.made(also: "Ben")
    at.ways.go(.people)
    await at.work.settled()
    let people = at.care.people
    people.act(.add)
    people.act(.name("Ben"))
    people.act(.add)
    await at.work.settled()
    #expect(people.state.problem == .name && people.state.newName == "Ben")
    // What was typed half is there in the next process.
    people.begin()
    await at.work.settled()
    #expect(people.state.step == .adding && people.state.newName == "Ben")
    people.act(.name(" Cleo "))
    people.act(.role(.child))
    people.act(.add)
    await at.work.settled()
    #expect(people.state.people.map(\.person.name) == ["Ana", "Ben", "Cleo"])
    #expect(people.state.people.last?.role == .child && people.state.step == .looking)
    #expect(at.whose.people.count == 3)
    await at.end()
  }

  @Test func theLastWhoLooksAfterTheHouseholdStaysSo() async throws {
    try await at.made(also: "Ben")
    at.ways.go(.people)
    await at.work.settled()
    let (people, ana) = (at.care.people, try at.person("Ana"))
    people.act(.look(person: ana.id))
    people.act(.begin(.changingRole))
    people.act(.role(.guest))
    await at.work.settled()
    #expect(people.state.problem == .lastOwner)
    people.act(.remove(person: ana.id))
    await at.work.settled()
    #expect(people.state.problem == .lastOwner && people.state.people.count == 2)
    people.act(.remove(person: try at.person("Ben").id))
    await at.work.settled()
    #expect(people.state.people.map(\.person.name) == ["Ana"])
    await at.end()
  }

  @Test func whoseDiaryIsShownIsChosenAmongThePeople() async throws {
    try await at.made(also: "Ben")
    at.ways.go(.people)
    await at.work.settled()
    at.care.people.act(.openDiary(person: try at.person("Ben").id))
    #expect(at.whose.person?.name == "Ben" && at.ways.place == .today)
    await at.end()
  }
}
