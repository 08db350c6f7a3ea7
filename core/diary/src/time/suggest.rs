//! Names near to one that was mistyped.

/// Longer than any name of the database (the longest has 32 letters); a longer text is no misspelling of one.
const LONGEST: usize = 48;
/// Letters that may be wrong, missing or too many.
const FARTHEST: usize = 3;
const MOST: usize = 3;

/// Up to three names that the text may have meant, best first.
///
/// A city alone (`London`) ranks before a part of a name (`york`), and that before a misspelling (`Europe/Lodnon`).
pub(super) fn nearest_names<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let typed = fold(typed.trim());
    let length = typed.chars().count();
    if !(2..=LONGEST).contains(&length) {
        return Vec::new();
    }
    let mut ranked: Vec<(usize, &str)> =
        // `Etc/GMT+2` lies two hours *behind* UTC (POSIX signs): who typed GMT+2 means the opposite.
        names
            .filter(|name| !name.starts_with("Etc/"))
            .filter_map(|name| rank(&typed, length, &fold(name)).map(|rank| (rank, name)))
            .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

fn rank(typed: &str, length: usize, name: &str) -> Option<usize> {
    let city = name.rsplit('/').next().unwrap_or(name);
    if city == typed {
        return Some(0);
    }
    if length >= 3 && name.contains(typed) {
        return Some(1);
    }
    let allowed = FARTHEST.min(length / 3);
    let near = |other: &str| other.chars().count().abs_diff(length) <= allowed;
    let distance =
        [name, city].into_iter().filter(|other| near(other)).map(|other| edits(typed, other)).min()?;
    (distance <= allowed).then_some(1 + distance)
}

/// Small letters, and the `_` that names have where people type a space.
fn fold(name: &str) -> String {
    name.chars().map(|letter| if letter == ' ' { '_' } else { letter.to_ascii_lowercase() }).collect()
}

/// Letters to change, drop or add to make one text of the other (Levenshtein's distance).
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (taken, letter) in from.chars().enumerate() {
        let mut diagonal = taken;
        let mut left = taken + 1;
        let mut next = vec![left];
        for (other, above) in to.chars().zip(row.iter().skip(1)) {
            let here = (diagonal + usize::from(letter != other)).min(left + 1).min(above + 1);
            diagonal = *above;
            left = here;
            next.push(here);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
