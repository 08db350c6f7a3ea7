//! Receiving beside a bare commit, and what a session and a thousand known devices add to it.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diary_core::device::{Identity, Kind, Paired, Profile, Received, Session, What, wire};
use diary_core::household::{Household, Receiver};
use diary_core::id::DeviceId;
use diary_core::ports::Now;
use diary_core::vault::{Argon2Cost, Passphrase, Unlock};
use diary_sim::{Cuff, CuffClass, Faults, SimClock, run};
use diary_tests::phone;
use diary_tests::readings::NOW_MS;
use rusqlite::{Connection, TransactionBehavior, params};

use crate::{Row, bare, fastest, in_turns, timed, world};

/// Records written, each durable before the next.
const WRITTEN: usize = 501;
/// Records of one session, and how many sessions.
const BURST: u32 = 100;
const SESSIONS: usize = 15;
/// Cuffs that a household knows.
const MANY: u32 = 1000;
const MINUTE: Duration = Duration::from_mins(1);
/// What HPKE adds to a record: the sender's key and the code of the cipher.
const SEAL: usize = 32 + 16;

/// The inbox's own table and its look for a resend, without sealing.
const BARE: &str = "
    CREATE TABLE records (
        seq         INTEGER PRIMARY KEY AUTOINCREMENT,
        device      BLOB NOT NULL,
        recipient   BLOB NOT NULL,
        fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 16),
        sealed      BLOB NOT NULL
    ) STRICT;
";

pub(crate) fn all(mut done: impl FnMut(Row)) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let one = Phone::new(&folder.path().join("one"), 1);
    let many = Phone::new(&folder.path().join("many"), MANY);
    let mut plain = bare::connect(&folder.path().join("plain.db"));
    plain.execute_batch(BARE).unwrap();

    let number = Cell::new(0);
    let next = || number.replace(number.get() + 1);
    let (diary, bare) = in_turns(WRITTEN, || one.keeps(next()), || timed(|| put(&mut plain, &item(0))));
    done(Row {
        what: "a record received, sealed and durable; bare: the same row, not sealed".into(),
        diary,
        bare,
    });

    let (diary, bare) = in_turns(SESSIONS, || one.burst(), || puts(&mut plain));
    done(Row {
        what: format!("{BURST} records through a session, each sealed and durable; bare: the rows"),
        diary,
        bare,
    });
    let core = fastest(SESSIONS, || one.burst());
    let per_record = core / BURST;
    assert!(per_record < Duration::from_millis(1), "{per_record:?} a record");

    let (diary, bare) = in_turns(SESSIONS, || timed(|| one.session(&mut |_| ())), || puts(&mut plain));
    done(Row { what: format!("the session alone, {BURST} records; bare: the rows"), diary, bare });
    let link = over_a_link();
    done(Row {
        what: format!(
            "all of the core's work for {BURST} stored records; beside it the time on a simulated link"
        ),
        diary: core,
        bare: link,
    });
    assert!(core * 50 < link, "{core:?} of {link:?}: more than 2 %");

    let watched = one.watches();
    done(Row {
        what: format!(
            "a minute of a pulse wave, {} frames a second, each segment sealed and durable; beside it the minute",
            phone::WAVES_A_SECOND
        ),
        diary: watched,
        bare: MINUTE,
    });
    assert!(watched * 100 < MINUTE, "{watched:?} of a minute: more than 1 % of a core");

    let (diary, bare) = in_turns(WRITTEN, || many.keeps(next()), || one.keeps(next()));
    done(Row { what: format!("a record received, {MANY} devices known; beside it one device"), diary, bare });
    let profile = |phone: &Phone| timed(|| phone.receiver.profile(phone.device).unwrap());
    let (diary, bare) = in_turns(WRITTEN, || profile(&many), || profile(&one));
    done(Row {
        what: format!("what a session has to know of a cuff, {MANY} devices known; beside it one"),
        diary,
        bare,
    });
    // A scan asks once what there is to wait for.
    let addresses = || timed(|| assert_eq!(many.receiver.addresses().unwrap().len(), MANY as usize));
    let (diary, bare) = in_turns(101, addresses, || timed(|| one.receiver.addresses().unwrap()));
    done(Row {
        what: format!("what a scan waits for, asked once: {MANY} devices; beside it one"),
        diary,
        bare,
    });
    let quickest = fastest(31, addresses);
    assert!(quickest < Duration::from_millis(20), "{quickest:?} for {MANY} devices");
}

/// A locked household that receives, with so many cuffs.
struct Phone {
    receiver: Receiver,
    /// The one that sends.
    device: DeviceId,
    folder: PathBuf,
}

impl Phone {
    fn new(folder: &Path, devices: u32) -> Self {
        let passphrase = Passphrase::new("correct horse battery");
        let (_, installation) =
            Household::create(folder, &passphrase, Argon2Cost::LEAST, &world::outside()).unwrap();
        let marker = installation.to_bytes();
        let again = || diary_core::vault::Installation::from_bytes(&marker).unwrap();
        let household =
            Household::unlock(folder, Unlock::Passphrase(&passphrase), Some(again()), world::outside())
                .unwrap()
                .household;
        let ids: Vec<DeviceId> = (0..devices)
            .map(|number| {
                let device = household.add_device(&cuff(number)).unwrap();
                household
                    .found_at(device, &format!("02:00:00:00:{:02X}:{:02X}", number / 256, number % 256))
                    .unwrap();
                device
            })
            .collect();
        household.close().unwrap();
        let receiver = Receiver::open(folder, &again(), &world::outside()).unwrap();
        Self { receiver, device: ids[ids.len() / 2], folder: folder.to_owned() }
    }

    fn keeps(&self, number: u32) -> Duration {
        let item = item(number);
        timed(|| self.receiver.receive(self.device, &item).unwrap())
    }

    /// What a minute of a pulse wave takes, each segment sealed and durable.
    fn watches(&self) -> Duration {
        let at = |ms: u64| Now { monotonic_ns: 1_000_000 * ms, ..now() };
        fastest(SESSIONS, || {
            let session: [u8; 16] = world::random();
            timed(|| {
                phone::wave(60, at, &mut |item| {
                    self.receiver.receive(self.device, &Received { session, ..item.clone() }).unwrap();
                });
            })
        })
    }

    fn session(&self, keep: &mut dyn FnMut(&Received)) {
        assert!(self.folder.is_dir());
        let id = world::random();
        let mut session = Session::new(Profile::sync([Kind::BloodPressure]), id);
        phone::burst(&mut session, BURST, now(), keep);
    }

    /// A burst of readings that were never sent before: their bytes are those of other sessions, behind another serial.
    fn burst(&self) -> Duration {
        let salt: [u8; 4] = world::random();
        timed(|| {
            self.session(&mut |item| {
                let mut item = item.clone();
                item.bytes.extend(salt);
                self.receiver.receive(self.device, &item).unwrap();
            });
        })
    }
}

fn cuff(number: u32) -> Paired {
    let [a, b, c, d] = number.to_be_bytes();
    Paired {
        identity: Identity::SystemId([1, 2, 3, 4, a, b, c, d]),
        manufacturer: Some("Beurer".into()),
        model: Some("BM85".into()),
        kinds: vec![Kind::BloodPressure],
        said: Vec::new(),
    }
}

const fn now() -> Now {
    Now { wall_ms: NOW_MS, monotonic_ns: 1, boot: [1; 16] }
}

fn item(number: u32) -> Received {
    Received {
        version: Received::VERSION,
        session: [7; 16],
        arrival: number,
        what: What::Record,
        uuid: wire::BLOOD_PRESSURE,
        bytes: phone::reading(number),
        at: now(),
    }
}

/// A row as long as a sealed record's.
fn put(connection: &mut Connection, item: &Received) {
    let sealed = vec![0x5a_u8; item.to_bytes().len() + SEAL];
    let fingerprint: [u8; 16] = world::random();
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let known =
        tx.prepare_cached("SELECT 1 FROM records WHERE fingerprint = ?1").unwrap().exists([fingerprint]);
    assert!(!known.unwrap());
    tx.prepare_cached("INSERT INTO records (device, recipient, fingerprint, sealed) VALUES (?1, ?2, ?3, ?4)")
        .unwrap()
        .execute(params![[1_u8; 16], [2_u8; 16], fingerprint, sealed])
        .unwrap();
    tx.commit().unwrap();
}

fn puts(connection: &mut Connection) -> Duration {
    let items: Vec<Received> = (0..BURST).map(item).collect();
    timed(|| items.iter().for_each(|item| put(connection, item)))
}

/// How long a simulated cuff takes to send as much, on its own clock.
fn over_a_link() -> Duration {
    let clock = SimClock::new(NOW_MS, "Europe/London");
    let mut cuff = Cuff::new(CuffClass::And);
    (0..BURST).for_each(|number| cuff.take_recorded(&phone::reading(number)));
    let mut session = Session::new(Profile::sync([Kind::BloodPressure]), world::random());
    let mut records = 0;
    let mut sink = |item: Received| {
        records += u32::from(item.what == What::Record);
        Ok(())
    };
    run(&mut session, &mut cuff, &clock, &mut sink, &Faults::default(), &mut |_| ());
    assert_eq!(records, BURST);
    let passed = clock.wall_ms() - NOW_MS;
    Duration::from_millis(passed.unsigned_abs())
}
