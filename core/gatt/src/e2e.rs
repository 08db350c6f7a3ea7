//! The end-to-end CRC of the health services.
//!
//! A device that announces the E2E-CRC feature adds two bytes to its values: CRC-16 with the polynomial
//! x^16 + x^12 + x^5 + 1, least significant bit first, started with FFFF, sent least significant byte first. It is the one
//! known as CRC-16/MCRF4XX (NordicSemiconductor/Android-BLE-Common-Library computes the CRC of continuous glucose values
//! so). Blood pressure records carry it at their end, values of the Device Time Service at their beginning.

use crate::error::{DecodeError, DecodeErrorKind};

/// The E2E-CRC of `bytes`.
///
/// ```
/// assert_eq!(health_gatt::e2e::crc(b"123456789"), 0x6F91);
/// ```
pub const fn crc(bytes: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        crc ^= *byte as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0x8408 } else { crc >> 1 };
            bit += 1;
        }
        rest = tail;
    }
    crc
}

/// The bytes before a CRC that ends them.
///
/// # Errors
/// Too short for a CRC; [`DecodeErrorKind::Checksum`] where it does not belong to the bytes.
pub fn checked_end(bytes: &[u8]) -> Result<&[u8], DecodeError> {
    let Some((body, sent)) = bytes.split_last_chunk::<2>() else { return Err(short(bytes)) };
    check(body, u16::from_le_bytes(*sent), body.len())
}

/// The bytes behind a CRC that begins them.
///
/// # Errors
/// As for [`checked_end`].
pub fn checked_start(bytes: &[u8]) -> Result<&[u8], DecodeError> {
    let Some((sent, body)) = bytes.split_first_chunk::<2>() else { return Err(short(bytes)) };
    check(body, u16::from_le_bytes(*sent), 0)
}

fn short(bytes: &[u8]) -> DecodeError {
    let got = bytes.len();
    DecodeError { kind: DecodeErrorKind::TooShort { needed: 2, got }, at: got }
}

fn check(body: &[u8], sent: u16, at: usize) -> Result<&[u8], DecodeError> {
    if crc(body) == sent { Ok(body) } else { Err(DecodeError { kind: DecodeErrorKind::Checksum, at }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn a_crc_is_found_at_either_end() {
        let body = [0x01, 0x00, 0x34, 0x2B, 0x08];
        let sent = crc(&body).to_le_bytes();
        let ended: Vec<u8> = body.iter().copied().chain(sent).collect();
        let started: Vec<u8> = sent.into_iter().chain(body).collect();
        assert_eq!(checked_end(&ended), Ok(&body[..]));
        assert_eq!(checked_start(&started), Ok(&body[..]));
        assert_eq!(checked_end(&[0xFF, 0xFF]), Ok(&[][..]));
        assert!(matches!(checked_start(&[0xFF]).unwrap_err().kind, DecodeErrorKind::TooShort { .. }));
    }

    #[test]
    fn every_single_flipped_bit_is_noticed() {
        let body = [0x01, 0x00, 0x34, 0x2B, 0x08, 0x78, 0x00];
        let mut bytes: Vec<u8> = body.iter().copied().chain(crc(&body).to_le_bytes()).collect();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                assert_eq!(
                    checked_end(&bytes),
                    Err(DecodeError { kind: DecodeErrorKind::Checksum, at: body.len() })
                );
                bytes[at] ^= 1 << bit;
            }
        }
    }
}
