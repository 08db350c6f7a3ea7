import HealthDiaryModel
import SwiftUI

/// The signs of a chart: shape before colour.
enum ChartSign {
  case top, bottom, dot, mean, zone, threshold
}

/// A sign, in the middle of its frame.
struct ChartSignView: View {
  let sign: ChartSign
  /// Its width, in points; smaller where days are narrow.
  var size: CGFloat = 10
  var role = Role.pulse

  var body: some View {
    switch sign {
    case .top: Triangle(up: true).fill(Role.systolic).frame(width: size, height: size)
    case .bottom: Triangle(up: false).fill(Role.diastolic).frame(width: size, height: size)
    case .dot: Circle().fill(role).frame(width: size * 0.8, height: size * 0.8)
    case .mean: Rectangle().fill(Role.text).frame(width: size * 2, height: 2)
    case .zone: Diamond().fill(Role.attention).frame(width: size, height: size)
    case .threshold: Rectangle().fill(Role.secondary).frame(width: size * 2, height: 1.5)
    }
  }
}

/// A triangle whose tip points away from the bar that it ends.
private struct Triangle: Shape {
  let up: Bool

  nonisolated func path(in rect: CGRect) -> Path {
    var path = Path()
    path.move(to: CGPoint(x: rect.minX, y: up ? rect.maxY : rect.minY))
    path.addLine(to: CGPoint(x: rect.maxX, y: up ? rect.maxY : rect.minY))
    path.addLine(to: CGPoint(x: rect.midX, y: up ? rect.minY : rect.maxY))
    path.closeSubpath()
    return path
  }
}

private struct Diamond: Shape {
  nonisolated func path(in rect: CGRect) -> Path {
    var path = Path()
    path.move(to: CGPoint(x: rect.midX, y: rect.minY))
    path.addLine(to: CGPoint(x: rect.maxX, y: rect.midY))
    path.addLine(to: CGPoint(x: rect.midX, y: rect.maxY))
    path.addLine(to: CGPoint(x: rect.minX, y: rect.midY))
    path.closeSubpath()
    return path
  }
}
