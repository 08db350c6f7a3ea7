//! Everything that an app does with the core, linked into one program, so that its size can be measured.
//!
//! `tests/lib/library_size.sh` builds it beside `no_core`. It also runs: `whole_core FOLDER ZONE_FILE`.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::device::{Event, Profile, Session};
use diary_core::diary::{Content, MediaWords, Source, WhatStays, kind};
use diary_core::exchange::export::{PersonExport, csv, json};
use diary_core::household::{Handing, Household, Outside, Receiver};
use diary_core::journal::Author;
use diary_core::ports::{Clock, Entropy, NoEntropy, Now};
use diary_core::time::{Evidence, Instant, Moment, Occurrence, Plan, ZoneDatabase, Zones};
use diary_core::vault::{Argon2Cost, KeyStoreAnswer, Passphrase, Unlock};

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Now {
        Now { wall_ms: 1_790_000_000_000, monotonic_ns: 1, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        "Europe/London".to_owned()
    }
}

#[derive(Debug)]
struct System;

impl Entropy for System {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        File::open("/dev/urandom").and_then(|mut source| source.read_exact(out)).map_err(|_| NoEntropy)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("whole_core FOLDER ZONE_FILE")?);
    let zones = match arguments.next() {
        Some(file) => Zones::newest(ZoneDatabase::from_android(fs::read(file)?)?),
        None => Zones::built_in(),
    };
    let outside = Outside { clock: Arc::new(Standing), entropy: Arc::new(System), zones: zones.clone() };
    let household = begin(&folder, outside)?;
    let ana = household.add_person("Ana")?;
    let diary = household.diary(ana)?;
    let zone = zones.find("Europe/London")?;
    let content = Content {
        note: Some("rested".to_owned()),
        ..Content::new(
            kind::NOTE.number,
            Moment::at(Instant::from_millis(1_790_000_000_000)?, &zone, Evidence::PhoneSetting),
            Source::Typed,
        )
    };
    let entry = diary.add(&content, Author::HOUSEHOLD, true)?;
    diary.amend(entry, &content, "misread", Author::HOUSEHOLD, true)?;
    let mut picture = io::Cursor::new(b"picture");
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    let kept = household.attach(ana, entry, &mut picture, &words, stays, &mut |_, _| {})?;
    household.save_media(ana, kept.file.id, &mut io::sink(), &mut |_, _| {})?;
    let plan = Plan::parse("2026-12-01T09:30", &zones, Occurrence::Ask);
    let mut out = io::stdout().lock();
    writeln!(out, "{:?}", plan.map(|plan| plan.under(&zones)))?;
    household.hand_on(Handing::Owned)?;
    json(
        [PersonExport::with_history(&diary, "Ana")?],
        content.moment.instant().ok_or("no instant")?,
        &mut out,
    )?;
    csv([PersonExport::without_history(&diary, "Ana")?], &mut out)?;
    writeln!(out, "{:?}", household.verify()?.findings)?;
    #[cfg(feature = "location")]
    {
        let position = diary_core::time::Position::new(51.5, 0.0, 30)?;
        writeln!(out, "{:?}", diary_core::time::Witness::at(position).zones())?;
    }
    drop(diary);
    Ok(household.close()?)
}

/// Makes a household, changes its secrets, receives while locked, and opens it as a phone does.
fn begin(folder: &Path, outside: Outside) -> Result<Household, Box<dyn Error>> {
    let (code, installation) =
        Household::create(folder, &Passphrase::new("a lantern on the quay"), Argon2Cost::LEAST, &outside)?;
    let receiver = Receiver::open(folder, &installation, &outside)?;
    let mut session = Session::new(Profile::pair(None), [1; 16]);
    report(&session.handle(Event::Connected, outside.clock.now()))?;
    receiver.close()?;
    let household =
        Household::unlock(folder, Unlock::Recovery(&code), Some(installation), outside.clone())?.household;
    household.change_passphrase(None, &Passphrase::new("nine boats at the pier"), Argon2Cost::LEAST)?;
    household.change_recovery_code(&household.draw_recovery_code()?)?;
    let offer = household.offer_key_store()?;
    household.add_key_store(&offer, b"")?;
    household.close()?;
    let answer = KeyStoreAnswer::Opened(offer.key().duplicate());
    Ok(Household::unlock(folder, Unlock::KeyStore(offer.slot(), &answer), None, outside)?.household)
}

fn report(what: &dyn fmt::Debug) -> io::Result<()> {
    writeln!(io::stdout(), "{what:?}")
}
