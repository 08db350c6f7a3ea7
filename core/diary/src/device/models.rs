//! What is known of devices by model, as data with its source.
//!
//! A row is found by what the device says of itself. How the device departs from the specification on the air (layouts,
//! pauses, what it sends again) stands with the decoder, in `health_gatt::quirk`. Where a cell rests on one project's experience with one unit it
//! says so in its source; a session works without any row, only less politely.

use health_gatt::Quirks;

use super::Kind;

/// What the stamp of a record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampKind {
    /// Local wall time, set by a person on the device: may be wrong by years, and does not follow summer time.
    LocalByHand,
    /// Local wall time, as the last app set it.
    LocalByApp,
}

/// What is known of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// How the maker writes its name, for people.
    pub maker: &'static str,
    /// Beginnings of the Model Number String or of the advertised name, compared without case.
    pub names: &'static [&'static str],
    /// What it measures.
    pub kinds: &'static [Kind],
    /// What its stamps mean.
    pub stamp: StampKind,
    /// How many users its memory tells apart; 1 where it does not.
    pub users: u8,
    /// The number of the first user slot, where there are several.
    pub first_slot: u8,
    /// Where this is known from.
    pub source: &'static str,
}

/// A cuff with the plain behaviour of the specification; the rows name what differs.
const CUFF: Model = Model {
    maker: "",
    names: &[],
    kinds: &[Kind::BloodPressure],
    stamp: StampKind::LocalByHand,
    users: 1,
    first_slot: 0,
    source: "",
};

/// Every row; the first whose name fits is taken.
pub const MODELS: &[Model] = &[
    Model {
        maker: "A&D",
        names: &["UA-651BLE", "UA-656BLE", "UB-1100BLE", "A&D_UA-651BLE", "A&D_UA-656BLE", "A&D_UB-1100BLE"],
        stamp: StampKind::LocalByApp,
        source: "weliem/LivecareBluetoothSDK (A&D handler); andengineering/AndroidSampleCode#1 (E10 on early discovery)",
        ..CUFF
    },
    Model {
        maker: "Nipro",
        names: &["NBP-1BLE"],
        stamp: StampKind::LocalByApp,
        source: "weliem/LivecareBluetoothSDK (made by A&D)",
        ..CUFF
    },
    Model {
        maker: "Beurer",
        names: &["BM85"],
        users: 2,
        source: "derdilla/blood-pressure-monitor-fl PR#735, PR#737 (recorded from one unit)",
        ..CUFF
    },
    Model {
        maker: "Beurer",
        names: &["BM48", "BM54", "BM57", "BM59", "BM64", "BM67", "BM81"],
        users: 2,
        source: "user reports: derdilla/blood-pressure-monitor-fl#566, plug-in list of ubpm; slots to confirm by unit",
        ..CUFF
    },
    Model {
        maker: "Sanitas",
        names: &["SBM67", "SBM69"],
        users: 2,
        source: "derdilla/blood-pressure-monitor-fl#352, #700",
        ..CUFF
    },
    Model {
        maker: "Medisana",
        names: &["BU550", "BU570", "LS BPM"],
        users: 2,
        source: "bkbilly/medisanabp_ble#1, #6; custom-components/ble_monitor#1345",
        ..CUFF
    },
    Model {
        maker: "Nonin",
        names: &["3230", "3150", "Nonin3230", "Nonin3150"],
        kinds: &[Kind::Oximeter],
        stamp: StampKind::LocalByApp,
        source: "maker's specification; storage behaviour as Pulse Oximeter Service 1.0 asks, not seen on a unit",
        ..CUFF
    },
    Model {
        maker: "Jumper",
        names: &["My Oximeter", "JPD-500F", "JPD-500G"],
        kinds: &[Kind::Oximeter],
        source: "SensorsIot/Oximeters-BLE-Hack-ESP32 (recorded from one unit); no memory and no clock",
        ..CUFF
    },
];

impl Model {
    /// How devices of this model depart from the specification, as far as it is known.
    pub fn quirks(&self) -> Quirks {
        self.names.first().map_or(Quirks::NONE, |name| Quirks::for_model(self.maker, name))
    }
}

/// The row for a device, by its Model Number String or advertised name.
pub fn find(model_or_name: &str) -> Option<&'static Model> {
    let name = model_or_name.trim();
    MODELS.iter().find(|model| {
        model.names.iter().any(|known| {
            name.get(..known.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(known))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_beginning_without_case() {
        assert_eq!(find("A&D_UA-651BLE_C4F312").map(|m| m.maker), Some("A&D"));
        assert_eq!(find(" bm85 ").map(|m| (m.maker, m.users)), Some(("Beurer", 2)));
        assert_eq!(find("BM8"), None);
        assert_eq!(find(""), None);
        assert_eq!(find("Ü"), None);
    }

    #[test]
    fn what_a_model_does_on_the_air_is_known_by_its_quirks() {
        use health_gatt::quirk::Flags;
        let quirks = |name| find(name).map(Model::quirks).unwrap_or_default();
        assert_eq!(quirks("UA-651BLE").settle_ms, Some(700));
        assert_eq!(quirks("NBP-1BLE").settle_ms, Some(700));
        assert!(quirks("BM85").has(Flags::RESENDS_ALL | Flags::MINUTE_STAMPS));
        assert!(quirks("SBM69").has(Flags::RESENDS_ALL) && quirks("BU550").has(Flags::RESENDS_ALL));
        assert_eq!(quirks("3230"), Quirks::NONE);
    }

    #[test]
    fn every_row_has_a_name_a_kind_and_a_source() {
        for model in MODELS {
            assert!(
                !model.maker.is_empty() && !model.names.is_empty() && !model.kinds.is_empty(),
                "{model:?}"
            );
            assert!(!model.source.is_empty(), "{model:?}");
        }
    }
}
