import HealthDiaryModel
import SwiftUI

/// Choosing what to write down: by use first, then everything.
struct AddAnythingView: View {
  let state: AddAnythingState
  let act: @MainActor (AddAnythingAction) -> Void

  var body: some View {
    Page(Message(.addTitle)) {
      kinds(Message(.addUsed), state.used)
      kinds(Message(.addOwn), state.own)
      kinds(Message(.addAll), state.all)
    }
  }

  @ViewBuilder private func kinds(_ heading: Message, _ kinds: [ShownKind]) -> some View {
    if !kinds.isEmpty {
      Card(heading) {
        ForEach(kinds) { kind in LinkLine(kind.words) { act(.choose(kind)) } }
      }
    }
  }
}

/// An entry of any kind, by the fields of its description.
struct FormView: View {
  let state: FormState
  let act: @MainActor (FormAction) -> Void

  var body: some View {
    Page(state.title) {
      above
      ForEach(state.fields) { field in
        FieldCard(field: field, today: state.today) { act(.fill($0)) }
      }
      if state.choosingTime {
        Card {
          TimeChooser(state.at ?? CivilDayTime(state.today), today: state.today) {
            act(.setTime($0))
          }
        }
      } else {
        TimeLine(state.at, today: state.today) { act(.changeTime) }
      }
      Card {
        TextLine(Message(.formNote), state.note, lines: 2) { act(.note($0)) }
        TextLine(Message(.formTags), state.tags) { act(.tags($0)) }
        if let reason = state.reason {
          TextLine(Message(.formWhy), reason) { act(.reason($0)) }
        }
      }
      if let source = state.source { OnPage { Aside(Message(.formSource, .text(source))) } }
    } foot: {
      MainButton(Message(state.canBeConfirmed ? .typeSaveAnyway : .commonSave)) {
        act(.save(confirmed: state.canBeConfirmed))
      }
    }
  }

  @ViewBuilder private var above: some View {
    if state.person != nil || state.asks != nil {
      OnPage {
        if let person = state.person { Aside(Message(.newOf, .text(person))) }
        if let asks = state.asks { Paragraph(asks) }
      }
    }
    if state.empty { Notice(.attention, Message(.formEmpty)) }
    if let problem = state.problem {
      TypingNotice(problem) {
        act(.setTime($0))
      } which: {
        act(.which(second: $0))
      }
    }
  }
}

/// A field, by what it takes.
private struct FieldCard: View {
  let field: FormField
  let today: CivilDay
  let fill: @MainActor (FormField) -> Void

  var body: some View {
    switch field.shape {
    case .number(let units): number(units)
    case .text(let lines):
      Card {
        TextLine(field.label, field.text, wrong: field.problem?.words, lines: lines) { text in
          change { $0.text = text }
        }
      }
    case .choice(let choices):
      chosen {
        ChooseOne(field.required ? choices : choices + [Self.notSaid], chosen: one) {
          $0 == Self.notSaid
            ? Message(.formNotSaid) : .titled(.choice($0, of: field.name))
        } choose: { choice in
          change { $0.chosen = choice == Self.notSaid ? [] : [choice] }
        }
      }
    case .choices(let choices):
      chosen {
        ForEach(choices, id: \.self) { choice in
          TickLine(
            .titled(.choice(choice, of: field.name)), ticked: field.chosen.contains(choice)
          ) { ticked in
            change { field in
              if ticked { field.chosen.insert(choice) } else { field.chosen.remove(choice) }
            }
          }
        }
      }
    case .time: time
    }
  }

  /// No choice has this name.
  private static let notSaid = ""

  private var one: String { field.chosen.first ?? Self.notSaid }

  private func change(_ change: (inout FormField) -> Void) {
    var changed = field
    change(&changed)
    fill(changed)
  }

  private func number(_ units: [String]) -> some View {
    Card {
      TextLine(
        field.label, field.text, wrong: field.problem == .unusual ? nil : field.problem?.words,
        keys: .number
      ) { text in
        change { $0.text = text }
      }
      if field.problem == .unusual { Remark(.attention, Message(.formUnusual)) }
      if units.count > 1 {
        Aside(Message(.formUnit, field.title))
        ChooseOne(units, chosen: field.unit ?? units.first) {
          .unit($0)
        } choose: { unit in
          change { $0.unit = unit }
        }
      }
    }
  }

  /// Choices under their heading.
  private func chosen(@ViewBuilder _ choices: () -> some View) -> some View {
    Card(field.label) {
      if let problem = field.problem { Remark(.error, problem.words) }
      choices()
    }
  }

  @ViewBuilder private var time: some View {
    if let at = field.time {
      chosen {
        TimeChooser(at, today: today) { time in change { $0.time = time } }
      }
    } else {
      Card {
        SideButton(Message(.formSetTime, field.label)) {
          change { $0.time = CivilDayTime(today) }
        }
      }
    }
  }
}
