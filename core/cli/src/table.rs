//! Tables, as wide as the terminal.

use comfy_table::{ContentArrangement, Table, presets};

use crate::terminal::{Look, Role};

/// A table with a heading, one row for each of `rows`; lines of any length where the look has no width.
pub fn table<R>(look: Look, heading: &[&str], rows: R) -> String
where
    R: IntoIterator<Item = Vec<String>>,
{
    let mut table = Table::new();
    table.load_style(if look.unicode {
        presets::UTF8_HORIZONTAL_ONLY
    } else {
        presets::ASCII_HORIZONTAL_ONLY
    });
    table.force_no_tty();
    match look.width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    table.set_header(heading.iter().map(|title| (*title).to_owned()));
    table.add_rows(rows);
    // The heading is painted line by line: comfy-table's own colours do not know NO_COLOR.
    let text = table.trim_fmt();
    let mut lines = text.lines();
    let mut out: Vec<String> = Vec::new();
    let rule = |line: &str| line.chars().all(|letter| "─━═-=+╌┄ ".contains(letter));
    let mut rules = 0;
    for line in lines.by_ref() {
        if rule(line) {
            rules += 1;
            out.push(look.paint(Role::Secondary, line));
        } else if rules < 2 {
            out.push(look.paint(Role::Heading, line));
        } else {
            out.push(line.to_owned());
        }
    }
    out.join("\n")
}
