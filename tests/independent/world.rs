//! A small household with something of everything that its files can hold.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use diary_core::device::{Identity, Kind, Outcome, Paired, Proof, Received, Segment, Uuid, What, wire};
use diary_core::diary::{
    Channel, Clinician, Content, Holds, MediaWords, NewField, NhsNumber, Profile, Redefine, Series, Shape,
    Source, Stretch, Tags, Unit, Value, WhatStays, kind,
};
use diary_core::household::{
    Handing, Household, HouseholdError, Outside, PersonRole, Slot, Unlocked, receive, salvage,
};
use diary_core::id::DeviceId;
use diary_core::journal::Author;
use diary_core::ports::{Clock, Entropy, NoEntropy, Now};
use diary_core::time::{Civil, CivilDate, Evidence, Instant, Moment, Zone, Zones};
use diary_core::vault::{Argon2Cost, Installation, Passphrase, RecoveryCode, Unlock};

pub(crate) const PASSPHRASE: &str = "grüne Wellen am Kai";
/// 2026-08-14T21:00:00Z, 22:00 in London.
const LONDON_EVENING: i64 = 1_786_741_200_000;

/// A BM85's readings (derdilla/blood-pressure-monitor-fl, tests): user 0 twice, user 1 once; then invented ones: of a
/// guest, without stamp and with a NaN for the pulse, of a measurement that failed, of nothing readable, and without a
/// diastolic value at this resolution.
const CUFF: [&str; 8] = [
    "56 6A00 4700 0000 EA07080B121F00 003F 00 0000",
    "56 7600 5000 0000 EA07080B141B00 003C 00 0004",
    "56 7100 4900 0000 EA07080B143800 0041 01 0000",
    "56 7100 4900 0000 EA07080B143800 0041 FF 0000",
    "0C 7800 5100 5E00 FF07 00",
    "1E FF07 FF07 FF07 EA07080B143B00 5000 00 0100",
    "0102",
    "08 7800 0008 5E00 00",
];

/// Invented: 98 %, 72/min, perfusion 4.5 %, still going on, display updating; then one without a stamp.
const OXIMETER: [&str; 2] = ["0F 6200 4800 EA07080E152D00 2000 010000 2DF0", "00 6100 4B00"];

/// Samples with everything that there can be: values that stay and move, leaps, gaps, remarks.
fn samples(seed: i32) -> Series {
    let value = |second: i32, size: i32| match (second + seed) % 97 {
        0 => Some(i32::MIN + second),
        1 => Some(i32::MAX - second),
        2..=9 => None,
        number => Some(90 + size + (number * number / 300) % (size + 4)),
    };
    let channel = |field, unit, exponent, size| Channel {
        field,
        unit,
        exponent,
        values: (0..900).map(|second| value(second, size)).collect(),
    };
    Series {
        step_ms: 1000,
        channels: vec![
            channel(kind::SATURATION, Unit::Percent, 0, 3),
            channel(kind::PULSE, Unit::PerMinute, -1, 40),
        ],
        status: (0..900).map(|second| if second % 200 < 20 { 1 << 31 } else { 0 }).collect(),
    }
}

#[derive(Debug)]
struct Phone {
    wall_ms: AtomicI64,
    zone: Mutex<&'static str>,
    drawn: AtomicU64,
}

impl Clock for Phone {
    fn now(&self) -> Now {
        let wall_ms = self.wall_ms.load(Ordering::Relaxed);
        Now { wall_ms, monotonic_ns: wall_ms.unsigned_abs() * 1_000_000, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        (*self.zone.lock().unwrap_or_else(PoisonError::into_inner)).to_owned()
    }
}

impl Entropy for Phone {
    /// `SplitMix64`: distinct bytes that repeat from run to run, which is all that a test of a format needs.
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        for chunk in out.chunks_mut(8) {
            let mut word = self
                .drawn
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_add(1)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(word ^ (word >> 31)).to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A household on disk, and what opens it.
pub(crate) struct World {
    pub(crate) folder: PathBuf,
    pub(crate) code: RecoveryCode,
    pub(crate) installation: Installation,
    phone: Arc<Phone>,
}

impl World {
    pub(crate) fn new(root: &Path) -> Self {
        let phone = Phone {
            wall_ms: AtomicI64::new(LONDON_EVENING),
            zone: Mutex::new("Europe/London"),
            drawn: AtomicU64::new(0),
        };
        std::fs::create_dir_all(root).unwrap();
        let (folder, phone) = (root.join("home"), Arc::new(phone));
        let outside = Outside { clock: phone.clone(), entropy: phone.clone(), zones: Zones::built_in() };
        let passphrase = Passphrase::new(PASSPHRASE);
        let (code, installation) =
            Household::create(&folder, &passphrase, Argon2Cost::LEAST, &outside).unwrap();
        Self { folder, code, installation, phone }
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.phone
    }

    pub(crate) fn outside(&self) -> Outside {
        Outside { clock: self.phone.clone(), entropy: self.phone.clone(), zones: Zones::built_in() }
    }

    fn minutes_pass(&self, minutes: i64) {
        self.phone.wall_ms.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub(crate) fn unlock(&self) -> Household {
        self.try_unlock().unwrap().household
    }

    pub(crate) fn try_unlock(&self) -> Result<Unlocked, HouseholdError> {
        let installation = self.installation.duplicate();
        let passphrase = Passphrase::new(PASSPHRASE);
        let secret = Unlock::Passphrase(&passphrase);
        Household::unlock(&self.folder, secret, Some(installation), self.outside())
    }

    /// Opens it as another phone does: with the recovery code, and as a new writer.
    pub(crate) fn unlock_elsewhere(&self) -> Household {
        Household::unlock(&self.folder, Unlock::Recovery(&self.code), None, self.outside()).unwrap().household
    }

    /// Opens another household with its recovery code, on this phone.
    pub(crate) fn unlock_another(&self, folder: &Path, code: &RecoveryCode) -> Household {
        Household::unlock(folder, Unlock::Recovery(code), None, self.outside()).unwrap().household
    }

    /// Copies what can be read into a new household in `to`; its recovery code.
    pub(crate) fn salvage(&self, to: &Path, passphrase: &str) -> RecoveryCode {
        let (secret, passphrase) = (Unlock::Recovery(&self.code), Passphrase::new(passphrase));
        let salvaged =
            salvage(&self.folder, secret, &[], to, &passphrase, Argon2Cost::LEAST, &self.outside());
        let (report, new) = salvaged.unwrap();
        assert!(report.sound, "{report:?}");
        new.code
    }

    /// Two people, a shared cuff, typed entries, corrections, a journey, and records that wait.
    pub(crate) fn fill(&self, household: &Household) {
        let ana = household.add_person("Ana").unwrap();
        let ben = household.add_person("Ben").unwrap();
        let offer = household.offer_key_store().unwrap();
        household.add_key_store(&offer, b"what the phone gave to keep").unwrap();
        let cuff = household.add_device(&beurer()).unwrap();
        household.assign(cuff, Slot::User(0), ana).unwrap();
        household.assign(cuff, Slot::User(1), ben).unwrap();
        self.burst(household, cuff);
        let oximeter = household.add_device(&unnamed()).unwrap();
        household.assign(oximeter, Slot::Only, ben).unwrap();
        let spot = |at, hex| item(at, What::Record, wire::SPOT_CHECK, hex, self.phone.now());
        receive(household.inbox(), oximeter, &spot(9, OXIMETER[0])).unwrap();
        let complete = Outcome::Complete { proof: Proof::Quiet, records: 8, announced: Some(8) };
        household.synced(cuff, [7; 16], &complete).unwrap();
        household.hand_on(Handing::Owned).unwrap();
        // Sealed to Ben's own key, and left there.
        receive(household.inbox(), oximeter, &spot(10, OXIMETER[1])).unwrap();

        let london = Zone::parse("Europe/London").unwrap();
        let diary = household.diary(ana).unwrap();
        let mut typed = entry(kind::BLOOD_PRESSURE.number, self.moment(&london));
        typed.set(kind::SYSTOLIC, number("16.05", Unit::KPa));
        typed.set(kind::DIASTOLIC, number("10.6", Unit::KPa));
        typed.note = Some("nach dem Tee ☕".to_owned());
        let made = diary.add(&typed, Author::HOUSEHOLD, true).unwrap();
        self.minutes_pass(5);
        typed.set(kind::SYSTOLIC, number("15.05", Unit::KPa));
        diary.amend(made, &typed, "mistyped", Author::HOUSEHOLD, true).unwrap();

        for (words, bytes) in
            [(Some("der linke Arm"), JPEG), (None, b"%PDF-1.7 invented"), (Some("falsch"), JPEG)]
        {
            let words = MediaWords { caption: words.map(str::to_owned), name: Some("IMG_0001".to_owned()) };
            let stays = WhatStays::AllIfNeedBe;
            household.attach(ana, made, &mut Cursor::new(bytes), &words, stays, &mut |_, _| {}).unwrap();
        }
        let wrong = diary.attachments().unwrap().pop().unwrap();
        diary.remove_media(wrong.file.id, "the wrong one", Author::HOUSEHOLD).unwrap();

        self.minutes_pass(600);
        *self.phone.zone.lock().unwrap() = "America/New_York";
        household.sight().unwrap();
        let day = Civil::Date(CivilDate::new(2026, 8, 1).unwrap());
        let mut note = entry(kind::NOTE.number, Moment::civil_only(day, Evidence::Unknown));
        note.set(kind::TEXT, Value::Text("a headache all day".to_owned()));
        household.diary(ben).unwrap().add(&note, Author::HOUSEHOLD, true).unwrap();
        household.note_shared("json", &[ana, ben], 8).unwrap();
        for role in [PersonRole::Guest, PersonRole::Child] {
            household.set_role(ben, role).unwrap();
        }
        for name in ["Ana Moreau", "Ana Moreau-Díaz"] {
            let profile = Profile {
                full_name: Some(name.to_owned()),
                birth_date: Some(CivilDate::new(1954, 3, 2).unwrap()),
                nhs_number: NhsNumber::parse("999 000 0018"),
                ..Profile::default()
            };
            diary.set_profile(&profile, household.author()).unwrap();
        }
    }

    /// Writes what entries of every kind can hold: choices, times, tags, one of a kind of its own; one taken back, one that a
    /// clinician wrote, with an objection.
    pub(crate) fn fill_every_kind(&self, household: &Household) {
        let ana = household.people().unwrap()[0].id;
        let diary = household.diary(ana).unwrap();
        let zone = Zone::parse("Europe/London").unwrap();
        let at = self.moment(&zone);
        let add = |content: &Content| diary.add(content, Author::HOUSEHOLD, true).unwrap();
        let mut other = None;
        for kind in kind::ALL.iter().filter(|kind| kind.typed) {
            let mut content = entry(kind.number, at.clone());
            content.tags = Tags::new(["travel", "Ärger"]).unwrap();
            for field in kind.fields {
                let value = match field.shape {
                    Shape::Number { units, usual, .. } => Value::Number { digits: usual.0, unit: units[0] },
                    Shape::Text { .. } => Value::Text("words ☺".to_owned()),
                    Shape::Choice(choices) => Value::Choice(choices[0].number),
                    Shape::Choices(choices) => {
                        Value::Choices(choices.iter().map(|choice| choice.number).collect())
                    }
                    Shape::Time => {
                        let earlier = Moment::at(
                            Instant::from_millis(at.sort_key_ms() - i64::from(90 - field.number) * 60_000)
                                .unwrap(),
                            &zone,
                            Evidence::Chosen,
                        );
                        Value::Time(Box::new(earlier))
                    }
                    Shape::Entry => match other {
                        Some(other) => Value::Entry(other),
                        None => continue,
                    },
                    Shape::Amount { .. } => unreachable!(),
                };
                content.set(field.number, value);
            }
            // The top number is the greater one.
            if kind.number == kind::BLOOD_PRESSURE.number {
                content.set(kind::SYSTOLIC, number("128", Unit::MmHg));
            }
            other = Some(add(&content));
        }
        diary.retract(other.unwrap(), "entered in error", Author::HOUSEHOLD).unwrap();
        let mut letter = entry(kind::DOCUMENT.number, at.clone());
        letter.source = Source::Clinician(Clinician { name: "Dr Lind".to_owned(), organisation: None });
        letter.set(65, Value::Text("Clinic letter".to_owned()));
        let letter = add(&letter);
        diary.object(letter, "I never said that", Author::HOUSEHOLD).unwrap();
        let field = |name: &str, holds| NewField { name: name.to_owned(), holds, required: false };
        let fields = [
            field("strength", Holds::Scale),
            field("cups", Holds::Amount("cups of tea".to_owned())),
            field("rest", Holds::YesOrNo),
        ];
        let tremor = diary.define("tremor", &fields, Author::HOUSEHOLD).unwrap();
        let numbers: Vec<u16> =
            diary.kinds().unwrap().get(tremor).unwrap().fields.iter().map(|field| field.number).collect();
        let mut own = Content { defined: Some(tremor), ..entry(kind::OWN.number, at) };
        own.set(numbers[0], number("7", Unit::Score));
        let unit = "cups of tea".to_owned();
        own.set(numbers[1], Value::Amount { digits: "2.50".parse().unwrap(), unit });
        own.set(numbers[2], Value::Choice(2));
        add(&own);
        let renamed = [Redefine::Name("shaking".to_owned()), Redefine::Retire(numbers[1])];
        diary.redefine(tremor, &renamed, Author::HOUSEHOLD).unwrap();
    }

    /// Writes nights with samples: one that went on after part of it was taken in, one whose samples were dropped.
    pub(crate) fn fill_nights(&self, household: &Household) {
        let ana = household.people().unwrap()[0].id;
        let diary = household.diary(ana).unwrap();
        let night = entry(kind::OXIMETRY_NIGHT.number, self.moment(&Zone::parse("Europe/London").unwrap()));
        let kept = diary.add_series(&night, &samples(0), Author::HOUSEHOLD, true).unwrap();
        let more = Stretch { offset_ms: 3_600_000, series: samples(7) };
        diary.extend_series(kept, &more, None, Author::DEVICE).unwrap();
        let dropped = diary.add_series(&night, &samples(0), Author::HOUSEHOLD, true).unwrap();
        diary.drop_samples(dropped, Author::HOUSEHOLD).unwrap();
    }

    /// Live sessions: a finger for a while, with perfusion and decimals, which moves, is taken out for a moment and doubted for
    /// another; one that never settles; a quarter of an hour; and one of nobody, which waits.
    pub(crate) fn fill_streams(&self, household: &Household) {
        let ana = household.people().unwrap()[0].id;
        let named = |serial: &str| Paired {
            identity: Identity::SerialAndModel { serial: serial.into(), model: "3150".into() },
            ..unnamed()
        };
        let oximeter = household.add_device(&named("12")).unwrap();
        household.assign(oximeter, Slot::Only, ana).unwrap();
        let steady = |second: u32| {
            Some(match second {
                0..=6 | 40..=43 => return None,
                75..=79 => 975,
                80..=90 => 969,
                91..=97 => 971,
                _ => 968,
            })
        };
        let restless = |second: u32| Some(940 + second % 3);
        let plx = wire::CONTINUOUS_OXIMETRY;
        self.stream(household, (oximeter, plx), [21; 16], 130, |second| {
            vec![continuous(second, steady(second))]
        });
        self.stream(household, (oximeter, plx), [22; 16], 100, |second| {
            vec![continuous(second, restless(second))]
        });
        self.stream(household, (oximeter, plx), [23; 16], 900, |second| {
            vec![continuous(second, steady(second))]
        });
        let nobodys = household.add_device(&named("13")).unwrap();
        self.stream(household, (nobodys, plx), [24; 16], 25, |second| {
            vec![continuous(second, steady(second))]
        });
        // By a maker's own protocol, with a wave between the values: a reading, and a finger that was out too soon.
        let jumper = (household.add_device(&unnamed()).unwrap(), wire::JUMPER_VALUES);
        household.assign(jumper.0, Slot::Only, ana).unwrap();
        let values = |second: u32| {
            let value = if second < 5 { [0x81, 0xFF, 0x7F, 0] } else { [0x81, 61, 97, 30] };
            vec![value.to_vec(), vec![0x80; 11]]
        };
        self.stream(household, jumper, [25; 16], 90, values);
        self.stream(household, jumper, [26; 16], 40, values);
        let done = household.hand_on(Handing::Owned).unwrap();
        // Five of these, and what had waited of Ben's.
        assert_eq!(done.new.len(), 6);
    }

    /// A live session of so many seconds, in segments of eight, and what was sent in each second.
    fn stream(
        &self,
        household: &Household,
        (device, uuid): (DeviceId, Uuid),
        session: [u8; 16],
        seconds: u32,
        frames: impl Fn(u32) -> Vec<Vec<u8>>,
    ) {
        let begun = self.phone.now();
        for (arrival, first) in (0..).zip((0..seconds).step_by(8)) {
            let at = Now {
                wall_ms: begun.wall_ms + i64::from(first) * 1000,
                monotonic_ns: begun.monotonic_ns + u64::from(first) * 1_000_000_000,
                ..begun
            };
            let mut segment = Segment::new(uuid, at);
            for second in first..seconds.min(first + 8) {
                for frame in frames(second) {
                    segment.push_at(u64::from(second - first) * 1000, &frame);
                }
            }
            let (uuid, bytes) = (segment.uuid(), segment.into_bytes());
            let (version, what) = (Received::SEGMENTS, What::Segment);
            let item = Received { version, session, arrival, what, uuid, bytes, at };
            receive(household.inbox(), device, &item).unwrap();
        }
        self.minutes_pass(i64::from(seconds) / 60 + 1);
        let ended = Outcome::Complete { proof: Proof::PeerEnded, records: 0, announced: None };
        household.synced(device, session, &ended).unwrap();
    }

    /// A note, written now.
    pub(crate) fn note(&self, text: &str) -> Content {
        let mut note = entry(kind::NOTE.number, self.moment(&Zone::parse("Europe/London").unwrap()));
        note.set(kind::TEXT, Value::Text(text.to_owned()));
        note
    }

    /// Sends everything that the cuff has: its clock, three days and an hour slow, then its records.
    fn burst(&self, household: &Household, cuff: DeviceId) {
        let now = self.phone.now();
        let clock =
            item(0, What::ClockPair { asked: now }, wire::CURRENT_TIME, "EA07080B150000 02 00 00", now);
        let records = (1..).zip(CUFF).map(|(at, hex)| item(at, What::Record, wire::BLOOD_PRESSURE, hex, now));
        let said = [
            item(90, What::DeviceInfo, wire::BATTERY, "5A", now),
            item(91, What::DeviceInfo, wire::FIRMWARE_REVISION, "312E3034", now),
        ];
        for item in std::iter::once(clock).chain(records).chain(said) {
            receive(household.inbox(), cuff, &item).unwrap();
        }
    }

    fn moment(&self, zone: &Zone) -> Moment {
        let now = Instant::from_millis(self.phone.now().wall_ms).unwrap();
        Moment::at(now, zone, Evidence::PhoneSetting)
    }
}

/// A continuous measurement: tenths of a percent, none without a finger; doubted for three seconds.
fn continuous(second: u32, tenths: Option<u32>) -> Vec<u8> {
    let word = |value: Option<u32>| value.map_or(0x07FF, |value| 0xF000 | value);
    // Fast averages too, both statuses, perfusion.
    let mut bytes = vec![0x1D];
    for value in [word(tenths), 61, word(Some(999)), 62] {
        bytes.extend(&value.to_le_bytes()[..2]);
    }
    let doubted = if (84..87).contains(&second) { 1 << 14 } else { 0_u16 };
    bytes.extend((1_u16 << 5 | doubted).to_le_bytes());
    let off = if tenths.is_none() { 1_u32 << 11 } else { 1 << 9 };
    bytes.extend(&off.to_le_bytes()[..3]);
    bytes.extend(0xF02D_u16.to_le_bytes());
    bytes
}

/// A picture of nothing, with a comment that is taken out.
const JPEG: &[u8] = b"\xff\xd8\xff\xfe\0\x06made\xff\xc2\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0\
    \xff\xda\0\x08\x01\x01\0\0\0\0\x12\xff\xd9";

fn beurer() -> Paired {
    Paired {
        identity: Identity::SystemId([1, 2, 3, 4, 5, 6, 7, 8]),
        manufacturer: Some("Beurer".into()),
        model: Some("BM85".into()),
        kinds: vec![Kind::BloodPressure],
        said: Vec::new(),
    }
}

/// A device that says nothing of itself: known by the household's own id.
fn unnamed() -> Paired {
    Paired {
        identity: Identity::Unknown,
        manufacturer: None,
        model: None,
        kinds: vec![Kind::Oximeter],
        said: Vec::new(),
    }
}

fn item(arrival: u32, what: What, uuid: Uuid, hex: &str, at: Now) -> Received {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let bytes = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    Received { version: Received::VERSION, session: [7; 16], arrival, what, uuid, bytes, at }
}

fn entry(kind: u16, moment: Moment) -> Content {
    Content::new(kind, moment, Source::Typed)
}

fn number(digits: &str, unit: Unit) -> Value {
    Value::Number { digits: digits.parse().unwrap(), unit }
}
