//! The two CRC-8 that oximeters use, byte by byte from a table.

/// Polynomial 07, start 0, not reflected (CRC-8/SMBUS): Viatom, Masimo.
pub(crate) fn smbus(bytes: &[u8]) -> u8 {
    over(&SMBUS, bytes)
}

/// Polynomial 31, start 0, reflected (CRC-8/MAXIM-DOW): PC-60FW.
pub(crate) fn maxim(bytes: &[u8]) -> u8 {
    over(&MAXIM, bytes)
}

static SMBUS: [u8; 256] = table(false);
static MAXIM: [u8; 256] = table(true);

const fn table(reflected: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0_u8;
    while let Some((entry, after)) = rest.split_first_mut() {
        let mut crc = byte;
        let mut bit = 0;
        while bit < 8 {
            crc = match (reflected, crc & 0x80 != 0, crc & 1 != 0) {
                (false, true, _) => crc << 1 ^ 0x07,
                (false, false, _) => crc << 1,
                (true, _, true) => crc >> 1 ^ 0x8C,
                (true, _, false) => crc >> 1,
            };
            bit += 1;
        }
        *entry = crc;
        byte = byte.wrapping_add(1);
        rest = after;
    }
    table
}

fn over(table: &[u8; 256], bytes: &[u8]) -> u8 {
    // A byte is always within a table of 256.
    bytes.iter().fold(0, |crc, byte| table.get(usize::from(crc ^ byte)).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_are_those_of_the_catalogue() {
        // "123456789" in the catalogue of parametrised CRC algorithms (Cook, reveng).
        assert_eq!(smbus(b"123456789"), 0xF4);
        assert_eq!(maxim(b"123456789"), 0xA1);
    }
}
