import HealthDiaryModel
import SwiftUI

/// Typing a blood pressure: top, bottom, pulse.
struct TypeReadingView: View {
  let state: TypeReadingState
  let act: @MainActor (TypeReadingAction) -> Void

  /// No pressure and no pulse has more digits.
  private static let longest = 3

  var body: some View {
    Page(Message(.typeTitle)) {
      OnPage {
        Aside(.beside(state.person.map { Message(.newOf, .text($0)) }, .unit(state.unit)))
        Numbers(state: state) { act(.goTo($0)) }
      }
      if let problem = state.problem {
        TypingNotice(problem) {
          act(.setTime($0))
        } which: {
          act(.which(second: $0))
        }
      }
      if state.choosingTime {
        Card {
          TimeChooser(state.at ?? CivilDayTime(state.today), today: state.today) {
            act(.setTime($0))
          }
        }
      } else {
        OnPage { NumberPad(press: press) }
        TimeLine(state.at, today: state.today) { act(.changeTime) }
      }
    } foot: {
      MainButton(Message(state.canBeConfirmed ? .typeSaveAnyway : .commonSave)) {
        act(.save(confirmed: state.canBeConfirmed))
      }
    }
  }

  private func press(_ key: PadKey) {
    if key == .next {
      act(.goTo(state.typing.next))
    } else {
      let digits = key.typed(after: state.numbers[state.typing] ?? "", longest: Self.longest)
      act(.set(state.typing, digits: digits))
    }
  }
}

/// The three numbers, beside each other; below each other where text is large.
private struct Numbers: View {
  let state: TypeReadingState
  let goTo: @MainActor (PressureField) -> Void
  @Environment(\.dynamicTypeSize) private var textSize

  var body: some View {
    if textSize.isAccessibilitySize {
      VStack(spacing: Sizes.apart) { fields }
    } else {
      HStack(alignment: .top, spacing: Sizes.apart) { fields }
    }
  }

  private var fields: some View {
    ForEach(PressureField.allCases, id: \.self) { field in
      Number(
        field: field, digits: state.numbers[field] ?? "",
        active: field == state.typing && !state.choosingTime
      ) { goTo(field) }
    }
  }
}

private struct Number: View {
  let field: PressureField
  let digits: String
  let active: Bool
  let goTo: @MainActor () -> Void

  var body: some View {
    Button(action: goTo) {
      VStack(alignment: .leading, spacing: 0) {
        Said(field.words).font(.small).foregroundStyle(active ? Role.primary : Role.text)
        // A space keeps the height of a number that is not there yet.
        Said(digits.isEmpty ? .text(" ") : .number(digits))
          .modifier(EnteredNumber())
          .lineLimit(1)
          .minimumScaleFactor(0.8)
          .foregroundStyle(Role.text)
        Said(field.term).font(.axis).foregroundStyle(Role.secondary)
      }
      .padding(Sizes.apart)
      .frame(maxWidth: .infinity, minHeight: Sizes.mainTarget, alignment: .leading)
      .background(Role.surface, in: .rect(cornerRadius: Sizes.corner))
      .overlay {
        RoundedRectangle(cornerRadius: Sizes.corner)
          .strokeBorder(active ? Role.primary : Role.grid, lineWidth: active ? 3 : 1)
      }
      .contentShape(.rect(cornerRadius: Sizes.corner))
    }
    .buttonStyle(.plain)
    .spoken(
      .aloud(field.words, field.term, digits.isEmpty ? Message(.padEmpty) : .number(digits))
    )
    .accessibilityAddTraits(active ? [.isButton, .isSelected] : .isButton)
    .accessibilityAction { goTo() }
  }
}
