//! Whether a file looks like noise: what has structure is documented, byte for byte, and is nothing else.

use std::iter::once;
use std::ops::Range;

/// Bytes of one window.
const WINDOW: usize = 1024;
/// Chi-square over the 256 values of a byte: noise has 255 on average, and this once in some 10^20 windows.
const MOST: f64 = 255.0 + 12.0 * 22.6;
/// So many equal bytes, or so many printable ones, do not come in a row by chance.
const EQUAL: usize = 6;
const PRINTABLE: usize = 28;

/// What of a file is documented to be plain (`core/docs/format.md`).
pub(crate) fn documented(name: &str, length: usize) -> Vec<Range<usize>> {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        // Text, and SQLite's index of a log.
        "json" | "db-shm" => once(0..length).collect(),
        // The log's header, and one before each page.
        "db-wal" if length > 0 => {
            let frames = (32..length).step_by(24 + 4096).map(|at| at..at + 24);
            once(0..32).chain(frames).collect()
        }
        // Its header, of which most places are empty.
        "media" | "part" => once(0..1408).collect(),
        _ => Vec::new(),
    }
}

/// Says where bytes have structure that stand outside of the documented ones.
pub(crate) fn unexplained(bytes: &[u8], documented: &[Range<usize>]) -> Vec<String> {
    let plain = |at: &usize| documented.iter().any(|range| range.contains(at));
    let rest: Vec<(usize, u8)> = bytes.iter().copied().enumerate().filter(|(at, _)| !plain(at)).collect();
    let mut found = Vec::new();
    for window in rest.chunks(WINDOW) {
        // A short rest would not fill its classes.
        if window.len() < WINDOW / 4 {
            break;
        }
        let chi_square = chi_square(window);
        if chi_square > MOST {
            found.push(format!("byte {}: chi-square {chi_square:.0}", window[0].0));
        }
    }
    let mut run = |what: &str, least: usize, goes_on: &dyn Fn(u8, u8) -> bool| {
        let mut length = 1;
        for two in rest.windows(2) {
            let follows = two[1].0 == two[0].0 + 1 && goes_on(two[0].1, two[1].1);
            length = if follows { length + 1 } else { 1 };
            if length == least {
                found.push(format!("byte {}: {least} {what} in a row", two[1].0));
            }
        }
    };
    run("equal", EQUAL, &|one, other| one == other);
    let printable = |byte: u8| (b' '..=b'~').contains(&byte);
    run("printable", PRINTABLE, &|one, other| printable(one) && printable(other));
    found
}

#[expect(clippy::cast_precision_loss, reason = "a window is small")]
fn chi_square(window: &[(usize, u8)]) -> f64 {
    let mut counts = [0_u32; 256];
    for (_, byte) in window {
        counts[usize::from(*byte)] += 1;
    }
    let expected = window.len() as f64 / 256.0;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

/// The estimator that the other test trusts: it passes noise and names text, tables, and a page that was left plain.
#[test]
fn structure_is_told_from_noise() {
    let noise: Vec<u8> =
        (0..64 * WINDOW as u64 / 8).flat_map(|_| diary_tests::random_u64().to_le_bytes()).collect();
    assert_eq!(unexplained(&noise, &[]), Vec::<String>::new());
    let text = "Ana, 128 over 82, in the morning before breakfast; ".repeat(40);
    let hex = data_encoding::HEXLOWER.encode(&noise[..2 * WINDOW]);
    // As SQLite keeps integers and gaps.
    let page: Vec<u8> = noise[..WINDOW].iter().flat_map(|byte| [0, *byte, 0, 0]).collect();
    for plain in [text.as_bytes(), hex.as_bytes(), &page] {
        let mut file = noise.clone();
        file[10_000..10_000 + plain.len()].copy_from_slice(plain);
        assert!(!unexplained(&file, &[]).is_empty());
        let hidden: Vec<_> = once(10_000..10_000 + plain.len()).collect();
        assert_eq!(unexplained(&file, &hidden), Vec::<String>::new());
    }
    let mut zeros = noise.clone();
    zeros[20_000..20_006].fill(0);
    assert_eq!(unexplained(&zeros, &[]).len(), 1);
}
