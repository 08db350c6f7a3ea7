import HealthDiaryModel
import SwiftUI

/// From sitting down to the reading on the phone; the main button is the cuff's.
struct TakeView: View {
  let state: TakeState
  let act: @MainActor (TakeAction) -> Void

  var body: some View {
    let said = state.stage.words
    Page(Message(.takeTitle)) {
      switch state.stage {
      case .prepare(let left): Preparing(left: left, act: act)
      case .watching(let saturation, let pulse, let signal):
        Live(saturation: saturation, pulse: pulse, signal: signal)
      default: if let said { Told(said: said) }
      }
      if let now = state.stage.stepsDone { Steps(now: now) }
      if !isWatching, said?.button?.act != .typeInstead {
        Card { SideButton(Message(.takeType)) { act(.typeInstead) } }
      }
    } foot: {
      if let button = said?.button {
        MainButton(button.words) { act(button.act) }
      } else if isWatching {
        MainButton(Message(.takeLiveEnd)) { act(.endWatching) }
      }
    }
  }

  private var isWatching: Bool {
    if case .watching = state.stage { return true }
    return false
  }
}

private struct Preparing: View {
  let left: Int?
  let act: @MainActor (TakeAction) -> Void
  private let steps = [Message(.takeSit), Message(.takeArm), Message(.takePress)]

  var body: some View {
    Card {
      ForEach(Array(steps.enumerated()), id: \.offset) { index, step in
        HStack(alignment: .firstTextBaseline, spacing: 12) {
          Said(.count(index + 1)).font(.smallNumber).foregroundStyle(Role.primary)
          Paragraph(step)
        }
        .accessibilityElement(children: .combine)
      }
    }
    switch left {
    case nil: Card { SideButton(Message(.takeRestStart)) { act(.rest) } }
    case 0?: Notice(.fine, Message(.takeRestOver))
    // Each second would be read aloud otherwise.
    case let left? where left < 60: Notice(.calm, .counted(.takeRestSeconds, left), live: false)
    case let left?:
      Notice(.calm, Message(.takeRestLeft, .counted(.lengthMinutes, (left + 59) / 60)))
    }
  }
}

private struct Told: View {
  let said: TakeWords

  var body: some View {
    Card {
      VStack(alignment: .leading, spacing: Sizes.apart) {
        HStack(alignment: .firstTextBaseline, spacing: Sizes.apart) {
          if said.tone != .calm {
            Image(systemName: said.tone.sign).foregroundStyle(said.tone.role)
          }
          Said(said.happens).font(.title2).foregroundStyle(said.tone.textRole)
        }
        .spoken(.aloud(said.tone.words, said.happens))
        if let safe = Message.safe(said.safe) { Remark(.fine, safe) }
        if let then = said.then { Paragraph(then) }
      }
      .padding(.vertical, Sizes.apart)
      .announced(.aloud(said.tone.words, said.happens, Message.safe(said.safe), said.then))
    }
  }
}

private struct Live: View {
  let saturation: String?
  let pulse: String?
  let signal: Signal

  var body: some View {
    if saturation != nil || pulse != nil {
      Card {
        VStack(alignment: .leading, spacing: Sizes.apart) {
          if let saturation {
            Said(Message(.commonPercent, .number(saturation))).modifier(ReadingNumber())
          }
          if let pulse { Said(Message(.readingPulse, .number(pulse))).font(.heading) }
        }
        .foregroundStyle(Role.text)
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(.updatesFrequently)
      }
    }
    Notice(signal.words.tone, signal.words.says)
  }
}

extension TakeStep {
  fileprivate var words: Message {
    switch self {
    case .looking: Message(.takeStepLooking)
    case .found: Message(.takeStepFound)
    case .receiving: Message(.takeStepReceiving)
    case .safe: Message(.takeStepSafe)
    }
  }
}

private struct Steps: View {
  let now: Int

  var body: some View {
    Card {
      ForEach(TakeStep.allCases, id: \.self) { step in
        let isNow = step.rawValue == now
        HStack(spacing: 12) {
          Image(systemName: isNow ? "chevron.forward" : "checkmark")
            .foregroundStyle(isNow ? Role.primary : Role.fine)
            .opacity(step.rawValue > now ? 0 : 1)
          Said(step.words)
            .font(isNow ? .strong : .body)
            .foregroundStyle(step.rawValue > now ? Role.secondary : Role.text)
        }
        .spoken(.aloud(step.words, state(of: step)))
      }
    }
  }

  private func state(of step: TakeStep) -> Message {
    if step.rawValue < now { return Message(.takeStepDone) }
    return Message(step.rawValue == now ? .takeStepNow : .takeStepLater)
  }
}
