//! Codes of IEEE 11073-10101 (MDC) for what health devices measure, and for its units.
//!
//! A code of 32 bits is partition x 65536 + term. The codes are those that philips-labs/BLE-GHS-Client-Example lists and
//! that the examples of HL7/phd use; the names are plain words.

/// One code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The number.
    pub code: u32,
    /// The reference id of the nomenclature, `MDC_PULS_OXIM_SAT_O2`.
    pub id: &'static str,
    /// What it is, in plain words.
    pub name: &'static str,
}

const fn term(code: u32, id: &'static str, name: &'static str) -> Term {
    Term { code, id, name }
}

/// What is measured, by number.
pub const TERMS: &[Term] = &[
    term(147_842, "MDC_ECG_HEART_RATE", "heart rate"),
    term(149_530, "MDC_PULS_OXIM_PULS_RATE", "pulse rate (oximeter)"),
    term(149_546, "MDC_PULS_RATE_NON_INV", "pulse rate (cuff)"),
    term(150_020, "MDC_PRESS_BLD_NONINV", "blood pressure"),
    term(150_021, "MDC_PRESS_BLD_NONINV_SYS", "systolic"),
    term(150_022, "MDC_PRESS_BLD_NONINV_DIA", "diastolic"),
    term(150_023, "MDC_PRESS_BLD_NONINV_MEAN", "mean arterial pressure"),
    term(150_300, "MDC_PRESS_CUFF", "cuff pressure"),
    term(150_364, "MDC_TEMP_BODY", "body temperature"),
    term(150_392, "MDC_TEMP_TYMP", "tympanum temperature"),
    term(150_448, "MDC_PULS_OXIM_PERF_REL", "pulse amplitude index"),
    term(150_456, "MDC_PULS_OXIM_SAT_O2", "SpO2"),
    term(150_488, "MDC_BLD_PERF_INDEX", "blood perfusion index"),
    term(150_580, "MDC_MODALITY_FAST", "fast modality"),
    term(150_584, "MDC_MODALITY_SLOW", "slow modality"),
    term(150_588, "MDC_MODALITY_SPOT", "spot-check modality"),
    term(150_604, "MDC_PULS_OXIM_DEV_STATUS", "oximeter status"),
    term(160_184, "MDC_CONC_GLU_CAPILLARY_WHOLEBLOOD", "glucose, capillary whole blood"),
    term(160_188, "MDC_CONC_GLU_CAPILLARY_PLASMA", "glucose, capillary plasma"),
    term(160_192, "MDC_CONC_GLU_VENOUS_WHOLEBLOOD", "glucose, venous whole blood"),
    term(160_196, "MDC_CONC_GLU_VENOUS_PLASMA", "glucose, venous plasma"),
    term(160_200, "MDC_CONC_GLU_ARTERIAL_WHOLEBLOOD", "glucose, arterial whole blood"),
    term(160_204, "MDC_CONC_GLU_ARTERIAL_PLASMA", "glucose, arterial plasma"),
    term(160_208, "MDC_CONC_GLU_CONTROL", "glucose, control solution"),
    term(160_212, "MDC_CONC_GLU_ISF", "glucose, interstitial fluid"),
    term(160_364, "MDC_CONC_GLU_UNDETERMINED_WHOLEBLOOD", "glucose, undetermined whole blood"),
    term(160_368, "MDC_CONC_GLU_UNDETERMINED_PLASMA", "glucose, undetermined plasma"),
    term(188_420, "MDC_TEMP_RECT", "rectal temperature"),
    term(188_424, "MDC_TEMP_ORAL", "oral temperature"),
    term(188_428, "MDC_TEMP_EAR", "ear temperature"),
    term(188_432, "MDC_TEMP_FINGER", "finger temperature"),
    term(188_448, "MDC_TEMP_TOE", "toe temperature"),
    term(188_452, "MDC_TEMP_AXILLA", "armpit temperature"),
    term(188_456, "MDC_TEMP_GIT", "gastro-intestinal temperature"),
    term(188_736, "MDC_MASS_BODY_ACTUAL", "weight"),
    term(188_740, "MDC_LEN_BODY_ACTUAL", "height"),
    term(188_748, "MDC_BODY_FAT", "body fat"),
    term(188_752, "MDC_RATIO_MASS_BODY_LEN_SQ", "body mass index"),
    term(188_756, "MDC_MASS_BODY_FAT_FREE", "fat free mass"),
    term(8_410_608, "MDC_BLOOD_PRESSURE_MEASUREMENT_STATUS", "blood pressure status"),
    term(8_417_752, "MDC_GLU_METER_DEV_STATUS", "glucose meter status"),
];

/// The term with this code, if it is one of [`TERMS`].
///
/// ```
/// assert_eq!(health_gatt::mdc::find(150_456).unwrap().name, "SpO2");
/// ```
pub fn find(code: u32) -> Option<&'static Term> {
    TERMS.binary_search_by_key(&code, |term| term.code).ok().and_then(|index| TERMS.get(index))
}

/// The symbol of a unit by its code in partition 4 (dimensions), as observations carry it in 16 bits.
///
/// ```
/// assert_eq!(health_gatt::mdc::unit(0x0F20), Some("mmHg"));
/// ```
pub const fn unit(term: u16) -> Option<&'static str> {
    Some(match term {
        0x0200 => "",
        0x0220 => "%",
        0x0500 => "m",
        0x0511 => "cm",
        0x0560 => "in",
        0x06C0 => "g",
        0x06C3 => "kg",
        0x06E0 => "lb",
        0x07A0 => "kg/m2",
        0x0852 => "mg/dL",
        0x0880 => "s",
        0x0AA0 | 0x0AE0 => "/min",
        0x0F03 => "kPa",
        0x0F20 => "mmHg",
        0x1140 => "°F",
        0x1272 => "mmol/L",
        0x10B2 => "mV",
        0x17A0 => "°C",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_in_order_and_are_found() {
        for pair in TERMS.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].id);
        }
        assert!(TERMS.iter().all(|term| find(term.code) == Some(term)));
        assert_eq!(find(0), None);
    }

    /// The codes of HL7/phd and philips-labs/BLE-GHS-Client-Example, less the partition.
    #[test]
    fn units_are_those_of_partition_4() {
        for (code, symbol) in [
            (262_656, ""),
            (262_688, "%"),
            (263_441, "cm"),
            (263_872, "g"),
            (263_875, "kg"),
            (263_904, "lb"),
            (264_274, "mg/dL"),
            (264_320, "s"),
            (264_864, "/min"),
            (264_928, "/min"),
            (265_987, "kPa"),
            (266_016, "mmHg"),
            (266_418, "mV"),
            (266_560, "°F"),
            (266_866, "mmol/L"),
            (268_192, "°C"),
        ] {
            assert_eq!(unit(u16::try_from(code - (4 << 16)).unwrap()), Some(symbol), "{code}");
        }
        assert_eq!(unit(0xFFFF), None);
    }
}
