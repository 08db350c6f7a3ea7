//! What a device says of itself besides who it is: revisions, and how full its battery was.
//!
//! It comes while pairing and at the end of a synchronisation, where the device stays for it, and goes through the inbox like
//! everything else. What was not said the last time stays as it was said before.

use std::collections::BTreeMap;

use health_gatt::battery::BatteryLevel;
use health_gatt::device_information::Text;

use super::burst::Item;
use super::devices::Device;
use super::error::HouseholdError;
use super::home::Household;
use super::operation::DeviceTold;
use crate::device::{Uuid, What, wire};
use crate::id::DeviceId;
use crate::journal::Author;

/// What a device last said of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Information {
    /// Serial Number String, trimmed.
    #[n(0)]
    pub serial: Option<String>,
    /// Hardware Revision String, trimmed.
    #[n(1)]
    pub hardware: Option<String>,
    /// Firmware Revision String, trimmed.
    #[n(2)]
    pub firmware: Option<String>,
    /// Software Revision String, trimmed.
    #[n(3)]
    pub software: Option<String>,
    /// Its battery.
    #[n(4)]
    pub battery: Option<Battery>,
}

/// How full a battery was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Battery {
    /// Charge, percent, 0 to 100.
    #[n(0)]
    pub percent: u8,
    /// When the device said so, milliseconds since 1970-01-01T00:00:00Z.
    #[n(1)]
    pub at_ms: i64,
}

impl Information {
    /// Takes over what a characteristic said at an instant; one that says none of this, or nothing, changes nothing.
    pub(super) fn hear(&mut self, uuid: Uuid, bytes: &[u8], at_ms: i64) {
        let text = match uuid {
            wire::SERIAL_NUMBER => &mut self.serial,
            wire::HARDWARE_REVISION => &mut self.hardware,
            wire::FIRMWARE_REVISION => &mut self.firmware,
            wire::SOFTWARE_REVISION => &mut self.software,
            wire::BATTERY => {
                if let Some(percent) = BatteryLevel::decode(bytes).ok().and_then(|level| level.percent()) {
                    self.battery = Some(Battery { percent, at_ms });
                }
                return;
            }
            _ => return,
        };
        let said = Text::decode(bytes).text;
        if !said.is_empty() {
            *text = Some(said.to_owned());
        }
    }
}

/// No clock that is right is so far ahead of one that was read before.
const AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

impl Household {
    /// Notes what devices said of themselves since it was last noted. What is older than that is known, or was replaced.
    pub(super) fn note_told(
        &self,
        items: &[Item],
        devices: &BTreeMap<DeviceId, Device>,
    ) -> Result<(), HouseholdError> {
        // What lies ahead of this was noted, or came, while the clock was wrong.
        let latest_ms = self.outside.clock.now().wall_ms.saturating_add(AHEAD_MS);
        for device in devices.values() {
            let heard_ms = device.heard_ms.filter(|heard_ms| *heard_ms <= latest_ms);
            let said = items.iter().filter(|item| {
                item.device == device.id
                    && item.received.what == What::DeviceInfo
                    && item.received.at.wall_ms <= latest_ms
                    && heard_ms.is_none_or(|heard_ms| item.received.at.wall_ms >= heard_ms)
            });
            let mut said: Vec<&Item> = said.collect();
            said.sort_by_key(|item| item.number);
            let Some(heard_ms) = said.iter().map(|item| item.received.at.wall_ms).max() else { continue };
            let mut information = device.information.clone();
            for item in said {
                information.hear(item.received.uuid, &item.received.bytes, item.received.at.wall_ms);
            }
            self.note_said(device, information, heard_ms, Author::PROGRAM)?;
        }
        Ok(())
    }

    /// Notes what a device said, where it is something new.
    pub(super) fn note_said(
        &self,
        device: &Device,
        information: Information,
        heard_ms: i64,
        author: Author,
    ) -> Result<(), HouseholdError> {
        if information != device.information {
            self.record(DeviceTold { device: device.id, heard_ms, information }.change(author))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_stays_as_it_was_said_before() {
        let mut said = Information::default();
        for (uuid, bytes) in [
            (wire::SERIAL_NUMBER, &b"5210400123\0"[..]),
            (wire::HARDWARE_REVISION, b" B "),
            (wire::FIRMWARE_REVISION, b"1.04"),
            (wire::SOFTWARE_REVISION, b"2.0.1"),
            (wire::BATTERY, &[80]),
            (wire::MODEL_NUMBER, b"BM85"),
        ] {
            said.hear(uuid, bytes, 7);
        }
        let whole = Information {
            serial: Some("5210400123".to_owned()),
            hardware: Some("B".to_owned()),
            firmware: Some("1.04".to_owned()),
            software: Some("2.0.1".to_owned()),
            battery: Some(Battery { percent: 80, at_ms: 7 }),
        };
        assert_eq!(said, whole);
        // Blanks, nothing, and a charge that is none.
        for (uuid, bytes) in
            [(wire::FIRMWARE_REVISION, &b" \0"[..]), (wire::BATTERY, &[]), (wire::BATTERY, &[255])]
        {
            said.hear(uuid, bytes, 8);
        }
        assert_eq!(said, whole);
        said.hear(wire::BATTERY, &[79], 9);
        assert_eq!(said.battery, Some(Battery { percent: 79, at_ms: 9 }));
    }
}
