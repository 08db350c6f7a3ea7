//! Small charts for a terminal: one line for each reading, time going down, so that nothing has to be squeezed.
//!
//! A blood pressure is a bar from the bottom to the top number, with another sign at each end; oxygen is a dot on an
//! axis from 85 to 100. Shapes say everything, colour only repeats it. Days without a reading stay empty and are named.

use diary_core::diary::kind::{BLOOD_PRESSURE, DIASTOLIC, OXIMETRY, SATURATION, SYSTOLIC};
use diary_core::diary::{Content, Entry, Unit};
use diary_core::time::{Civil, CivilDate, DayStart};

use crate::terminal::{Look, Role};
use crate::words;

/// The most readings in one chart; of more, the newest are drawn and the chart says so.
const MOST: usize = 40;
/// Columns of the plot where the terminal is wide enough.
const WIDEST: usize = 60;
const NARROWEST: usize = 20;
/// Oxygen is drawn from here on; what is lower stands at the edge, with its number.
const OXYGEN_FROM: f64 = 85.0;
/// A gap of more days is one line.
const GAP_IN_LINES: i32 = 3;

/// One line of a chart: a reading.
struct Line {
    day: CivilDate,
    label: String,
    /// Low and high end; the same for a dot.
    ends: (f64, f64),
    figure: String,
    place: Option<String>,
}

/// What is drawn on.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
    columns: usize,
}

/// The charts that some entries allow: blood pressure by unit, then oxygen; none for a kind without a dated reading.
pub fn charts(entries: &[Entry], look: Look) -> Vec<String> {
    let mut charts = Vec::new();
    for unit in [Unit::MmHg, Unit::KPa] {
        charts.extend(pressure(entries, unit, look));
    }
    charts.extend(oxygen(entries, look));
    charts
}

/// A chart of means: a label, a mean and a figure a line. `None` where there are none.
pub fn means(title: &str, lines: &[(String, f64, String)], look: Look) -> Option<String> {
    let shown = lines.get(lines.len().saturating_sub(MOST)..).filter(|lines| !lines.is_empty())?;
    let low = shown.iter().map(|line| line.1).fold(f64::INFINITY, f64::min);
    let high = shown.iter().map(|line| line.1).fold(f64::NEG_INFINITY, f64::max);
    // Five numbers or so, round ones.
    let rough = ((high - low) / 4.0).max(0.25);
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|part| part * power).into_iter().find(|step| *step >= rough)?.max(1.0);
    let label = shown.iter().map(|line| line.0.chars().count()).max().unwrap_or(0);
    let figure = shown.iter().map(|line| line.2.chars().count()).max().unwrap_or(0);
    let room = look.width.map_or(WIDEST, |width| usize::from(width).saturating_sub(label + figure + 4));
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let axis = Axis { low, high, step, columns: room.clamp(NARROWEST, WIDEST) };
    let mut out = vec![look.paint(Role::Heading, title)];
    if shown.len() < lines.len() {
        out.push(format!("The newest {} of {}.", shown.len(), lines.len()));
    }
    out.push(format!("{:label$}  {}", "", look.paint(Role::Secondary, &axis.numbers())));
    for (name, mean, figure) in shown {
        let column = axis.column(*mean);
        let sign = look.paint(Role::Oxygen, look.either("●", "o"));
        let after = " ".repeat(axis.columns.saturating_sub(column + 1));
        out.push(format!("{name:label$}  {}{sign}{after}  {figure}", " ".repeat(column)));
    }
    Some(out.join("\n"))
}

fn pressure(entries: &[Entry], unit: Unit, look: Look) -> Option<String> {
    let lines = lines(entries, BLOOD_PRESSURE.number, |content| {
        let ((top, one), (bottom, other)) = (content.number(SYSTOLIC)?, content.number(DIASTOLIC)?);
        let ends = (bottom.approximate(), top.approximate());
        (one == unit && other == unit && ends.0 <= ends.1).then(|| (ends, format!("{top}/{bottom}")))
    });
    let low = lines.iter().map(|line| line.ends.0).fold(f64::INFINITY, f64::min);
    let high = lines.iter().map(|line| line.ends.1).fold(f64::NEG_INFINITY, f64::max);
    let step = if unit == Unit::KPa { 2.0 } else { 20.0 };
    let axis = Axis { low: (low / step).floor() * step, high: (high / step).ceil() * step, step, columns: 0 };
    let title = format!(
        "Blood pressure, {}: {} bottom number, {} top number",
        unit.text(),
        look.either("▼", "v"),
        look.either("▲", "^")
    );
    draw(&title, &lines, axis, look, bar)
}

fn oxygen(entries: &[Entry], look: Look) -> Option<String> {
    let lines = lines(entries, OXIMETRY.number, |content| {
        let (value, _) = content.number(SATURATION)?;
        Some(((value.approximate(), value.approximate()), format!("{value} %")))
    });
    let axis = Axis { low: OXYGEN_FROM, high: 100.0, step: 5.0, columns: 0 };
    draw("Oxygen level, %, from 85 to 100", &lines, axis, look, dot)
}

/// The dated readings of a kind, in order.
fn lines(
    entries: &[Entry],
    kind: u16,
    value: impl Fn(&Content) -> Option<((f64, f64), String)>,
) -> Vec<Line> {
    let of_kind = entries.iter().map(|entry| &entry.content).filter(|content| content.kind == kind);
    let mut lines: Vec<Line> = of_kind
        .filter_map(|content| {
            let (ends, figure) = value(content)?;
            let day = content.moment.diary_day(DayStart::MIDNIGHT)?;
            let clock = match content.moment.civil()? {
                Civil::Time(_) => words::clock(&content.moment),
                Civil::Date(_) | Civil::Between { .. } => String::new(),
            };
            let figure = if content.doubtful() { format!("{figure} (doubtful)") } else { figure };
            let label = format!("{:10} {clock:>5}", words::short_date(day));
            Some(Line { day, label, ends, figure, place: words::place(&content.moment) })
        })
        .collect();
    // By the day that they belong to; within it, in the order of the entries, which is the order of time.
    lines.sort_by_key(|line| line.day);
    lines
}

fn draw(
    title: &str,
    lines: &[Line],
    mut axis: Axis,
    look: Look,
    mark: fn(&Line, &Axis, Look) -> String,
) -> Option<String> {
    let shown = lines.get(lines.len().saturating_sub(MOST)..).filter(|lines| !lines.is_empty())?;
    let label = shown.iter().map(|line| line.label.chars().count()).max().unwrap_or(0);
    let figure = shown.iter().map(|line| line.figure.chars().count()).max().unwrap_or(0);
    let room = look.width.map_or(WIDEST, |width| usize::from(width).saturating_sub(label + figure + 4));
    axis.columns = room.clamp(NARROWEST, WIDEST);
    let mut out = vec![look.paint(Role::Heading, title)];
    if shown.len() < lines.len() {
        out.push(format!("The newest {} of {} readings.", shown.len(), lines.len()));
    }
    out.push(format!("{:label$}  {}", "", look.paint(Role::Secondary, &axis.numbers())));
    let mut before: Option<&Line> = None;
    for line in shown {
        if let Some(before) = before {
            let aside = |words: String| look.paint(Role::Secondary, &words);
            out.extend(gap(before.day, line.day).into_iter().map(aside));
            if let (true, Some(place)) = (line.place != before.place, &line.place) {
                out.push(look.paint(Role::Secondary, &format!("{:label$}  by the clocks of {place}", "")));
            }
        }
        out.push(format!("{:label$}  {}  {}", line.label, mark(line, &axis, look), line.figure));
        before = Some(line);
    }
    Some(out.join("\n"))
}

/// The days between two readings: each its own line while they are few, else one line for all.
fn gap(before: CivilDate, after: CivilDate) -> Vec<String> {
    let missing = after.epoch_day() - before.epoch_day() - 1;
    if missing > GAP_IN_LINES {
        return vec![format!("({missing} days without a reading)")];
    }
    (1..=missing)
        .filter_map(|days| before.plus_days(days).ok())
        .map(|day| format!("{:10} no reading", words::short_date(day)))
        .collect()
}

impl Axis {
    /// The column of a value, from 0; values outside stand at the edge.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a column is between 0 and 60"
    )]
    fn column(&self, value: f64) -> usize {
        let span = (self.high - self.low).max(self.step);
        let share = ((value - self.low) / span).clamp(0.0, 1.0);
        (share * (self.columns.saturating_sub(1)) as f64).round() as usize
    }

    /// The axis's numbers, each beginning at its own column, as many as have room.
    fn numbers(&self) -> String {
        let mut text = String::new();
        let mut value = self.low;
        while value <= self.high + self.step / 2.0 {
            let column = self.column(value);
            if text.is_empty() || column > text.len() + 1 {
                text.extend([" ".repeat(column - text.len()), format!("{value:.0}")]);
            }
            value += self.step;
        }
        text
    }
}

fn bar(line: &Line, axis: &Axis, look: Look) -> String {
    let (from, to) = (axis.column(line.ends.0), axis.column(line.ends.1));
    let between = look.either("─", "-").repeat(to.saturating_sub(from + 1));
    let bottom = look.paint(Role::Diastolic, look.either("▼", "v"));
    // Two numbers in one column: the top one's sign, and the figures tell the rest.
    let bottom = if from == to { String::new() } else { bottom };
    let top = look.paint(Role::Systolic, look.either("▲", "^"));
    format!("{}{bottom}{between}{top}{}", " ".repeat(from), " ".repeat(axis.columns.saturating_sub(to + 1)))
}

fn dot(line: &Line, axis: &Axis, look: Look) -> String {
    let column = axis.column(line.ends.0);
    let sign = if line.ends.0 < axis.low { look.either("◄", "<") } else { look.either("●", "o") };
    let sign = look.paint(Role::Oxygen, sign);
    format!("{}{sign}{}", " ".repeat(column), " ".repeat(axis.columns.saturating_sub(column + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{entries, london, new_york, oxygen as spo2, pressure as bp};

    const NARROW: Look = Look { width: Some(70), ..Look::PLAIN };

    fn only(contents: Vec<Content>, look: Look) -> String {
        let charts = charts(&entries(contents), look);
        assert_eq!(charts.len(), 1);
        charts.into_iter().next().unwrap()
    }

    #[test]
    fn a_bar_reaches_from_number_to_number() {
        let chart = only(
            vec![
                bp("120/80", None, london("2026-08-14T08:05")),
                bp("140/90", None, london("2026-08-14T20:00")),
                bp("100/60", None, new_york("2026-08-16T09:00")),
            ],
            NARROW,
        );
        let expected = "\
Blood pressure, mmHg: v bottom number, ^ top number
                  60         80         100       120        140
Fri 14 Aug  8:05             v--------------------^             120/80
Fri 14 Aug 20:00                  v--------------------------^  140/90
Sat 15 Aug no reading
                  by the clocks of New York
Sun 16 Aug  9:00  v---------------------^                       100/60";
        let trimmed: Vec<&str> = chart.lines().map(str::trim_end).collect();
        assert_eq!(trimmed.join("\n"), expected, "\n{chart}");
        assert!(chart.is_ascii());
    }

    #[test]
    fn oxygen_stands_on_a_fixed_axis() {
        let look = Look { unicode: true, ..NARROW };
        let chart = only(
            vec![
                spo2("100", None, london("2026-08-14T08:05")),
                spo2("85", None, london("2026-08-14T09:05")),
                spo2("70", None, london("2026-08-24T10:05")),
            ],
            look,
        );
        let lines: Vec<&str> = chart.lines().collect();
        assert_eq!(lines[0], "Oxygen level, %, from 85 to 100");
        assert!(lines[2].trim_end().ends_with("●  100 %"), "{chart}");
        assert!(lines[3].starts_with("Fri 14 Aug  9:05  ●"), "{chart}");
        assert_eq!(lines[4], "(9 days without a reading)");
        assert!(lines[5].starts_with("Mon 24 Aug 10:05  ◄"), "{chart}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 50..160 {
            let look = Look { width: Some(width), ..Look::PLAIN };
            let readings = vec![
                bp("120/80", None, london("2026-08-14T08:05")),
                bp("299/20", None, london("2026-08-14T20:00")),
                bp("50/50", None, london("2026-08-14T21:00")),
            ];
            let chart = only(readings, look);
            for line in chart.lines().skip(1) {
                assert!(line.chars().count() <= usize::from(width), "{width}\n{chart}");
            }
        }
    }

    #[test]
    fn of_many_the_newest_are_drawn_and_it_says_so() {
        let many = (0..100).map(|minute| {
            bp("120/80", None, london(&format!("2026-08-14T{:02}:{:02}", minute / 60, minute % 60)))
        });
        let chart = only(many.collect(), NARROW);
        assert!(chart.contains("The newest 40 of 100 readings."), "{chart}");
        assert!(chart.contains(" 1:39 ") && !chart.contains(" 0:59 "), "{chart}");
        assert_eq!(charts(&[], NARROW), [""; 0]);
    }

    #[test]
    fn units_have_their_own_chart() {
        let both = entries([
            bp("120/80", None, london("2026-08-14T08:05")),
            bp("17.1/10.9 kPa", None, london("2026-08-14T09:05")),
        ]);
        let charts = charts(&both, NARROW);
        assert_eq!(charts.len(), 2);
        assert!(charts[1].starts_with("Blood pressure, kPa"), "{}", charts[1]);
    }
}
