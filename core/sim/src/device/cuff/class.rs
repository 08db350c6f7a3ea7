//! The classes of cuffs, as data with their source.

use diary_core::device::{Uuid, wire};

/// Which cuff it is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CuffClass {
    /// A&D UA-651BLE: readable local clock inside its service, pushes the oldest first, forgets each record **when it is
    /// confirmed**, hangs up after the last.
    And,
    /// Nipro NBP-1BLE, which A&D makes: the same under another name.
    Nipro,
    /// Omron EVOLV, one user: gives nothing unless paired, pushes what was never sent, forgets it when confirmed, and
    /// falls silent.
    Omron,
    /// Beurer BM85: two user slots from 0, big-endian tail with an unannounced user, whole minutes, and its **whole memory
    /// at each connection**, after which it only falls silent. It has no System ID.
    BeurerBm85,
    /// Beurer BM54: gives nothing unless paired, two users, its whole memory at each connection.
    BeurerBm54,
    /// Beurer BM48: two users, its whole memory at each connection, and hangs up right after the last.
    BeurerBm48,
    /// Sanitas SBM67: gives nothing unless paired, two users, its whole memory at each connection.
    SanitasSbm67,
    /// Medisana BU550: the same without pairing.
    MedisanaBu550,
}

/// How a frame is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    OfUser,
    Bm85,
}

/// What a class does.
#[derive(Debug)]
pub(super) struct Habits {
    pub(super) name: &'static str,
    pub(super) maker: &'static str,
    pub(super) model: &'static str,
    /// The example unit's; other units differ in its first three bytes.
    pub(super) system_id: Option<[u8; 8]>,
    pub(super) serial: &'static str,
    pub(super) feature: [u8; 2],
    pub(super) clock: Uuid,
    pub(super) shape: Shape,
    pub(super) users: u8,
    /// Forgets a record when it is confirmed; else it sends everything each time.
    pub(super) forgets: bool,
    pub(super) hangs_up: bool,
    pub(super) paired_only: bool,
}

/// A cuff of one user that forgets what was confirmed; the rows name what differs.
const FORGETS: Habits = Habits {
    name: "A&D_UA-651BLE_53F2C9",
    maker: "A&D Medical\0",
    model: "UA-651BLE\0",
    // hl7dk/dk-core: the System ID in the example of an A&D cuff.
    system_id: Some([0xC9, 0xF2, 0x53, 0xFE, 0xFF, 0x12, 0xF3, 0xC4]),
    serial: "53F2C9",
    feature: [0x27, 0x00],
    clock: wire::DATE_TIME,
    shape: Shape::Plain,
    users: 1,
    forgets: true,
    hangs_up: true,
    paired_only: false,
};

/// A cuff of two users that sends everything each time; the rows name what differs.
const RESENDS: Habits = Habits {
    name: "BM85",
    maker: "Beurer GmbH",
    model: "BM85",
    system_id: None,
    serial: "2024-117733",
    feature: [0x04, 0x00],
    clock: wire::CURRENT_TIME,
    shape: Shape::Bm85,
    users: 2,
    forgets: false,
    hangs_up: false,
    paired_only: false,
};

// Sources: weliem/LivecareBluetoothSDK (A&D, Nipro).
static AND: Habits = FORGETS;
static NIPRO: Habits = Habits {
    name: "NBP-1BLE",
    maker: "NIPRO",
    model: "NBP-1BLE",
    system_id: Some([0x31, 0x0A, 0x77, 0xFE, 0xFF, 0x12, 0xF3, 0xC4]),
    serial: "770A31",
    ..FORGETS
};
// userx14/omblepy, eigger/hass-omron, weliem/blessed-kotlin; what a unit does at its end is not known: the harder case.
static OMRON: Habits = Habits {
    name: "BLESmart_0000021FF0A1B2C3D4E5",
    maker: "OMRON HEALTHCARE",
    model: "HEM-7600T",
    system_id: None,
    serial: "20190100042",
    clock: wire::CURRENT_TIME,
    hangs_up: false,
    paired_only: true,
    ..FORGETS
};
// derdilla/blood-pressure-monitor-fl PR#735, PR#737.
static BM85: Habits = RESENDS;
// Plug-in list of ubpm.
static BM54: Habits = Habits {
    name: "BM54",
    model: "BM54",
    serial: "2021-540017",
    shape: Shape::OfUser,
    paired_only: true,
    ..RESENDS
};
// derdilla/blood-pressure-monitor-fl#566.
static BM48: Habits = Habits {
    name: "BM48",
    model: "BM48",
    serial: "2018-480203",
    shape: Shape::OfUser,
    hangs_up: true,
    ..RESENDS
};
// derdilla/blood-pressure-monitor-fl#352, #700.
static SBM67: Habits = Habits {
    name: "SBM67",
    maker: "Sanitas",
    model: "SBM67",
    serial: "2019-670551",
    shape: Shape::OfUser,
    paired_only: true,
    ..RESENDS
};
// bkbilly/medisanabp_ble#1, #6.
static BU550: Habits = Habits {
    name: "LS BPM",
    maker: "Medisana",
    model: "BU550",
    serial: "2020-550108",
    shape: Shape::OfUser,
    ..RESENDS
};

impl CuffClass {
    /// Every class.
    pub const ALL: [Self; 8] = [
        Self::And,
        Self::Nipro,
        Self::Omron,
        Self::BeurerBm85,
        Self::BeurerBm54,
        Self::BeurerBm48,
        Self::SanitasSbm67,
        Self::MedisanaBu550,
    ];

    pub(super) fn habits(self) -> &'static Habits {
        match self {
            Self::And => &AND,
            Self::Nipro => &NIPRO,
            Self::Omron => &OMRON,
            Self::BeurerBm85 => &BM85,
            Self::BeurerBm54 => &BM54,
            Self::BeurerBm48 => &BM48,
            Self::SanitasSbm67 => &SBM67,
            Self::MedisanaBu550 => &BU550,
        }
    }

    /// Whether it forgets a record once it was confirmed; else it sends everything each time.
    pub fn forgets(self) -> bool {
        self.habits().forgets
    }
}
