//! The forms in which something can stand readable in a file.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

/// Bytes as they are, as hexadecimal digits in both cases, and as base64 in both alphabets, wherever they begin in it.
pub(crate) fn of_bytes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms =
        vec![bytes.to_vec(), HEXLOWER.encode(bytes).into_bytes(), HEXUPPER.encode(bytes).into_bytes()];
    for before in 0..3 {
        let padded = [&[0; 3][..before], bytes].concat();
        // The symbols that hold nothing but these bytes.
        let own = (before * 8).div_ceil(6)..padded.len() * 8 / 6;
        for alphabet in [BASE64_NOPAD, BASE64URL_NOPAD] {
            forms.push(alphabet.encode(&padded).as_bytes()[own.clone()].to_vec());
        }
    }
    forms.sort();
    forms.dedup();
    forms
}

/// The same of words, and UTF-16 in both orders.
pub(crate) fn of_words(words: &str) -> Vec<Vec<u8>> {
    let mut forms = of_bytes(words.as_bytes());
    forms.push(words.encode_utf16().flat_map(u16::to_le_bytes).collect());
    forms.push(words.encode_utf16().flat_map(u16::to_be_bytes).collect());
    forms
}

/// The search that the other tests trust.
#[test]
fn every_form_is_found_where_it_is_hidden() {
    let words = "lantern quay";
    let forms = of_words(words);
    let seen = |file: &[u8]| {
        forms.iter().any(|form| file.windows(form.len()).any(|window| window == form.as_slice()))
    };
    for before in ["", "x", "xx", "xxx", "xxxx"] {
        let hidden = format!("{before}{words}?> and more ÿ");
        let wide = |order: fn(u16) -> [u8; 2]| hidden.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for file in [
            hidden.clone().into_bytes(),
            HEXLOWER.encode(hidden.as_bytes()).into_bytes(),
            HEXUPPER.encode(hidden.as_bytes()).into_bytes(),
            data_encoding::BASE64.encode(hidden.as_bytes()).into_bytes(),
            data_encoding::BASE64URL.encode(hidden.as_bytes()).into_bytes(),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            assert!(seen(&file), "{before}: {}", String::from_utf8_lossy(&file));
        }
    }
    assert!(!seen(b"nothing of the kind"));
    // Bytes that the two alphabets spell in different ways.
    let odd = [0xfb, 0xff, 0xbf, 0xfe, 0xef, 0xff, 0xfb];
    let spelled = data_encoding::BASE64URL.encode(&odd);
    assert!(of_bytes(&odd).iter().any(|form| spelled.as_bytes().windows(form.len()).any(|at| at == form)));
}
