//! Where each Omron model keeps its records, its unread counters and its clock.

use super::record::Layout;

/// The memory map of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// The model's name, as on its back.
    pub name: &'static str,
    /// How a record is packed.
    pub layout: Layout,
    /// Address of the first slot of each user.
    pub starts: &'static [u16],
    /// Slots a user.
    pub slots: u8,
    /// Bytes a slot.
    pub slot_size: u8,
    /// Address from which the settings are read.
    pub settings_read: u16,
    /// Address to which changed settings are written.
    pub settings_write: u16,
    /// Where in the settings slot pointers and unread counters stand, from and to, if known.
    pub unread: Option<(u8, u8)>,
    /// Where in the settings the clock stands, from and to, if known.
    pub clock: Option<(u8, u8)>,
    /// Where this is known from.
    pub source: &'static str,
}

const fn big(name: &'static str, layout: Layout, starts: &'static [u16], settings_write: u16) -> Model {
    Model {
        name,
        layout,
        starts,
        slots: 100,
        slot_size: 14,
        settings_read: 0x0260,
        settings_write,
        unread: Some((0x00, 0x08)),
        clock: Some((0x14, 0x1E)),
        source: "userx14/omblepy: deviceSpecific",
    }
}

const fn little(name: &'static str, starts: &'static [u16], slots: u8) -> Model {
    Model {
        name,
        layout: Layout::LittleEndian,
        starts,
        slots,
        slot_size: 16,
        settings_read: 0x0010,
        settings_write: 0x0054,
        unread: Some((0x00, 0x10)),
        clock: Some((0x2C, 0x3C)),
        source: "userx14/omblepy: deviceSpecific",
    }
}

/// The models whose memory map is known.
pub const MODELS: &[Model] = &[
    big("HEM-7322T", Layout::BigEndian, &[0x02AC, 0x0824], 0x0286),
    big("HEM-7600T", Layout::BigEndian, &[0x02AC], 0x0286),
    // Where the clock stands is doubtful for this one.
    Model { clock: None, ..big("HEM-6232T", Layout::BigEndianSwapped, &[0x02E8, 0x0860], 0x02A4) },
    Model { slots: 90, unread: None, clock: None, ..big("HEM-7530T", Layout::BigEndian, &[0x02E8], 0x02A4) },
    little("HEM-7150T", &[0x0098], 60),
    little("HEM-7155T", &[0x0098, 0x0458], 60),
    little("HEM-7342T", &[0x0098, 0x06D8], 100),
    little("HEM-7361T", &[0x0098, 0x06D8], 100),
];

impl Model {
    /// The map of a model by its name, whatever follows it (`HEM-7322T-D`).
    pub fn find(name: &str) -> Option<&'static Self> {
        MODELS.iter().find(|model| {
            name.get(..model.name.len()).is_some_and(|start| start.eq_ignore_ascii_case(model.name))
        })
    }

    /// The address of a slot, for a user counted from 0 and a slot counted from 0.
    pub fn address(&self, user: usize, slot: u8) -> Option<u16> {
        let start = *self.starts.get(user)?;
        (slot < self.slots).then(|| start + u16::from(slot) * u16::from(self.slot_size))
    }
}

/// Where the ring buffer of a user stands, from the unread part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RingState {
    /// The slot written last, from 1; 0 for none yet.
    pub last_written: u8,
    /// How many records the maker's own app has not fetched yet.
    pub unread: u8,
}

impl RingState {
    /// Reads the state of a user, counted from 0, from the first eight bytes of the unread part.
    ///
    /// Reading alone changes nothing; the maker's app writes `8000` back, which this crate never does.
    pub fn decode(settings: &[u8], layout: Layout, user: usize) -> Option<Self> {
        let low_byte = |at: usize| -> Option<u8> {
            let pair = settings.get(at..)?.first_chunk::<2>()?;
            let word = match layout {
                Layout::LittleEndian => u16::from_le_bytes(*pair),
                Layout::BigEndian | Layout::BigEndianSwapped => u16::from_be_bytes(*pair),
            };
            let [low, _] = word.to_le_bytes();
            Some(low)
        };
        if user > 1 {
            return None;
        }
        Some(Self { last_written: low_byte(2 * user)?, unread: low_byte(2 * user + 4)? })
    }

    /// The slots of the unread records, oldest first, counted from 0; none where the state makes no sense.
    pub fn unread_slots(self, slots: u8) -> impl Iterator<Item = u8> {
        let sound = self.last_written <= slots && self.unread <= slots && slots > 0;
        let count = if sound { self.unread } else { 0 };
        (0..count).map(move |nth| {
            let back = u16::from(count - nth);
            let slot = (u16::from(self.last_written) + u16::from(slots) - back) % u16::from(slots);
            u8::try_from(slot).unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn every_map_is_sound() {
        for model in MODELS {
            assert!(!model.starts.is_empty() && !model.source.is_empty(), "{model:?}");
            assert!(model.settings_read < model.settings_write, "{model:?}");
            for (user, start) in model.starts.iter().enumerate() {
                assert_eq!(model.address(user, 0), Some(*start));
                assert_eq!(model.address(user, model.slots), None);
                let end = start + u16::from(model.slots) * u16::from(model.slot_size);
                assert!(model.starts.get(user + 1).is_none_or(|next| end <= *next), "{model:?} overlaps");
            }
        }
        assert_eq!(Model::find("hem-7322t-d").map(|model| model.name), Some("HEM-7322T"));
        assert_eq!(Model::find("HEM-73"), None);
    }

    #[test]
    fn unread_slots_wrap_around_the_ring() {
        let slots = |last_written, unread| -> Vec<u8> {
            RingState { last_written, unread }.unread_slots(100).collect()
        };
        assert_eq!(slots(3, 2), [1, 2]);
        assert_eq!(slots(1, 3), [98, 99, 0]);
        assert_eq!(slots(100, 1), [99]);
        assert_eq!(slots(5, 100).len(), 100);
        assert!(slots(101, 1).is_empty() && slots(5, 0x80).is_empty());
        let settings = [0, 3, 0, 7, 0x80, 0, 0, 2];
        let state = RingState::decode(&settings, Layout::BigEndian, 1);
        assert_eq!(state, Some(RingState { last_written: 7, unread: 2 }));
        let little = [3, 0, 7, 0, 0, 0x80, 2, 0];
        assert_eq!(RingState::decode(&little, Layout::LittleEndian, 1), state);
        assert_eq!(RingState::decode(&little[..6], Layout::LittleEndian, 1), None);
        let first = Some(RingState { last_written: 3, unread: 0 });
        assert_eq!(RingState::decode(&little, Layout::LittleEndian, 0), first);
        assert_eq!(RingState::decode(&[0; 16], Layout::LittleEndian, 2), None);
    }
}
