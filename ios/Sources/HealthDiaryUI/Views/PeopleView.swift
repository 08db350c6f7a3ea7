import HealthDiaryModel
import SwiftUI

/// The people of the household, their roles and locks.
struct PeopleView: View {
  let state: PeopleState
  let act: @MainActor (PeopleAction) -> Void

  var body: some View {
    Page(Message(.peopleTitle)) {
      if state.problem == .lastOwner { Notice(.attention, Message(.peopleLastOwner)) }
      if state.problem == .failed { Notice(.error, Message(.commonFailed)) }
      if adding {
        Card {
          TextLine(
            Message(.peopleName), state.newName,
            wrong: state.problem == .name ? Message(.peopleNameTaken) : nil, keys: .name
          ) { act(.name($0)) }
        }
        Roles(chosen: state.newRole) { act(.role($0)) }
      } else {
        ForEach(state.people) { member in
          MemberCard(
            member: member, step: state.opened == member.id ? state.step : nil, act: act)
        }
      }
    } foot: {
      MainButton(Message(.peopleAdd)) { act(.add) }
        .disabled(adding && state.newName.allSatisfy(\.isWhitespace))
    }
  }

  private var adding: Bool { state.step == .adding }
}

private struct Roles: View {
  let chosen: ShownRole
  let choose: @MainActor (ShownRole) -> Void

  var body: some View {
    Card(Message(.peopleRole)) {
      ChooseOne(ShownRole.allCases, chosen: chosen) {
        $0.words
      } below: {
        $0.below
      } choose: {
        choose($0)
      }
      Aside(Message(.peopleRoleNote))
    }
  }
}

private struct MemberCard: View {
  let member: ShownMember
  /// What goes on with this person; none while their line is shut.
  let step: PeopleStep?
  let act: @MainActor (PeopleAction) -> Void

  private var person: ShownPerson { member.person }

  var body: some View {
    Card {
      Button {
        act(.look(person: person.id))
      } label: {
        HStack(spacing: Sizes.gap) {
          Initials(name: person.name)
          TwoLines(.text(person.name), below: .beside(member.role.words, member.lock.words))
          Spacer(minLength: 0)
        }
        .frame(minHeight: Sizes.mainTarget)
        .contentShape(Rectangle())
      }
      .buttonStyle(.plain)
      .asks(
        Message(.peopleRemoveAsk, .text(person.name)), yes: Message(.peopleRemove),
        when: step == .removing, leave: leave
      ) {
        act(.remove(person: person.id))
      }
      if let step, step != .changingRole { choices }
    }
    if step == .changingRole { Roles(chosen: member.role) { act(.role($0)) } }
  }

  private func leave() {
    act(.begin(.looking))
  }

  @ViewBuilder private var choices: some View {
    // A diary with a lock of its own that is shut is opened where it got that lock: the app gives none.
    if member.lock != .shut {
      SideButton(Message(.peopleOpen)) { act(.openDiary(person: person.id)) }
    }
    if member.lock == .open {
      SideButton(Message(.peopleShut)) { act(.shut(person: person.id)) }
    }
    SideButton(Message(.peopleChangeRole)) { act(.begin(.changingRole)) }
    SideButton(Message(.peopleRemove)) { act(.begin(.removing)) }
  }
}

/// The first letters of a name; its words say it better, so they are not read aloud.
private struct Initials: View {
  let name: String
  @ScaledMetric(relativeTo: .body) private var size: CGFloat = 48

  var body: some View {
    Text(verbatim: letters)
      .font(.strong)
      .foregroundStyle(Role.onPrimary)
      .lineLimit(1)
      .frame(width: size, height: size)
      .background(Role.primary, in: .circle)
      .accessibilityHidden(true)
  }

  private var letters: String {
    name.split(separator: " ").prefix(2).compactMap(\.first).map { $0.uppercased() }.joined()
  }
}
