//! What runs inside the virtual machine: the binary `diary` against devices in the air, as a person would use it.
//!
//! Each case says what the device measured, lets `diary` take it over, and compares. A household is opened with its recovery
//! code, which needs no Argon2: emulated, that takes its time.

#![expect(clippy::print_stdout, reason = "what it says is what the test outside reads")]
#![expect(clippy::indexing_slicing, reason = "what a report lacks is null, and the case says so")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::Value;

type Outcome = Result<String, String>;
type Case = fn(&World) -> Outcome;

/// A household inside the machine's memory, and the devices.
struct World {
    /// What it leaves for the replay goes into a folder of this name.
    name: &'static str,
    program: PathBuf,
    home: PathBuf,
    code: PathBuf,
    devices: String,
    /// How many sessions were written down.
    sessions: AtomicU32,
}

fn main() -> ExitCode {
    let world = match World::new("household", &["Ana", "Ben"]) {
        Ok(world) => world,
        Err(why) => {
            println!("the household could not be made: {why}");
            return ExitCode::FAILURE;
        }
    };
    let cases: [(&str, Case); 9] = [
        ("what is in the air, advertised or not", scan),
        ("a burst of a cuff", burst),
        ("a link lost in the middle: 3 of 3", lost_link),
        ("a cuff that speaks to a paired phone only", paired_only),
        ("an oximeter's memory, counted", oximeter),
        ("two users, and a clock that is slow", two_users),
        ("a cuff that goes out of reach and comes back", vanishing),
        ("20 cuts at random places, and a finger live beside them", random_cuts_and_a_finger),
        ("Bluetooth switched off in the middle of a burst", switched_off),
    ];
    let mut failed = 0;
    for (name, case) in cases {
        #[expect(clippy::disallowed_methods, reason = "how long a case took is said, and decides nothing")]
        let since = Instant::now();
        let (mark, said) = match case(&world) {
            Ok(said) => ("ok", said),
            Err(why) => {
                failed += 1;
                ("FAILED", why)
            }
        };
        println!("{mark}: {name} ({:.1} s): {said}", since.elapsed().as_secs_f32());
    }
    if let Err(why) = world.leave() {
        failed += 1;
        println!("FAILED: what is left for the replay: {why}");
    }
    if failed > 0 {
        println!("{failed} cases failed");
        return ExitCode::FAILURE;
    }
    println!("all cases passed");
    ExitCode::SUCCESS
}

impl World {
    fn new(name: &'static str, people: &[&str]) -> Result<Self, String> {
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let (passphrase, code) = (folder.join("passphrase"), folder.join("code"));
        // A copy in memory: over the share, every page of it that is used is fetched anew in each run.
        let program = folder.join("diary");
        fs::copy("diary", &program).map_err(|error| error.to_string())?;
        fs::write(&passphrase, "seven invented words nobody would ever guess").map_err(|e| e.to_string())?;
        let world = Self {
            name,
            program,
            home: folder.join("home"),
            code,
            devices: env::var("DEVICES").map_err(|e| e.to_string())?,
            sessions: AtomicU32::new(0),
        };
        fs::create_dir_all(format!("{name}/traces")).map_err(|error| error.to_string())?;
        let made = world.run(&["init", "--passphrase-file", &passphrase.to_string_lossy()])?;
        let code = made["recovery_code"].as_str().ok_or("no recovery code")?;
        fs::write(&world.code, code).map_err(|error| error.to_string())?;
        for person in people {
            world.diary(&["person", "add", person])?;
        }
        Ok(world)
    }

    /// Runs `diary` with the household open, and gives what it says.
    fn diary(&self, line: &[&str]) -> Result<Value, String> {
        let code = self.code.to_string_lossy().into_owned();
        let mut whole = vec!["--recovery-code-file", &code];
        whole.extend(line);
        self.run(&whole)
    }

    fn run(&self, line: &[&str]) -> Result<Value, String> {
        let ran = Command::new(&self.program)
            .args(["--json", "--quiet"])
            .args(line)
            .env("DIARY_HOME", &self.home)
            .env("DIARY_STATE", self.home.with_file_name("state"))
            .output()
            .map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        if !ran.status.success() {
            let complaint = String::from_utf8_lossy(&ran.stderr).into_owned();
            return Err(format!("diary {line:?} ended with {:?}: {said}{complaint}", ran.status.code()));
        }
        // A live session says more before its result.
        let told = serde_json::Deserializer::from_str(&said).into_iter::<Value>();
        let told: Vec<Value> = told.collect::<Result<_, _>>().map_err(|error| format!("{error}: {said}"))?;
        told.into_iter().next_back().ok_or_else(|| "it said nothing".to_owned())
    }

    /// Steers a device, and gives its state.
    fn device(&self, command: &str) -> Result<Value, String> {
        let mut port = TcpStream::connect(&self.devices).map_err(|error| error.to_string())?;
        writeln!(port, "{command}").map_err(|error| error.to_string())?;
        let mut answer = String::new();
        BufReader::new(port).read_line(&mut answer).map_err(|error| error.to_string())?;
        let answer: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        answer.get("error").map_or(Ok(answer.clone()), |error| Err(error.to_string()))
    }

    /// Makes a device known and gives its users to people.
    fn pair(&self, address: &str, users: &[(&str, &str)]) -> Result<String, String> {
        let paired = self.diary(&["device", "pair", address, "--wait", "30"])?;
        let id = paired["device"].as_str().ok_or("no id of the device")?.to_owned();
        for (slot, person) in users {
            self.diary(&["device", "assign", &id, slot, person])?;
        }
        Ok(id)
    }

    /// Takes over what a device has. The session is written down for whoever replays it outside.
    fn sync(&self, id: &str) -> Result<Value, String> {
        self.sync_with(id, &[])
    }

    fn sync_with(&self, id: &str, more: &[&str]) -> Result<Value, String> {
        let number = 1 + self.sessions.fetch_add(1, Ordering::Relaxed);
        let file = format!("{}/traces/{number:03}.jsonl", self.name);
        self.diary(&[&["sync", id, "--wait", "30", "--record", &file], more].concat())
    }

    /// Leaves the diaries and the devices beside the traces.
    fn leave(&self) -> Result<(), String> {
        for (file, line) in [("diaries.json", &["list"][..]), ("devices.json", &["device", "list"])] {
            let said = self.diary(line)?.to_string();
            fs::write(format!("{}/{file}", self.name), said).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Switches the machine's Bluetooth on or off, as its settings would.
    fn bluetooth(on: bool) -> Result<(), String> {
        let ran = Command::new("dbus-send")
            .args(["--system", "--print-reply", "--dest=org.bluez", "/org/bluez/hci0"])
            .args(["org.freedesktop.DBus.Properties.Set", "string:org.bluez.Adapter1", "string:Powered"])
            .arg(format!("variant:boolean:{on}"))
            .output()
            .map_err(|error| error.to_string())?;
        if ran.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
    }

    /// Compares what a device took with what the diaries have of it, after `stored` new entries.
    fn all_are_kept(&self, name: &str, stored: u64) -> Outcome {
        let state = self.device(&format!("state {name}"))?;
        let (taken, left) = (state["taken"].as_u64(), state["left"].as_u64());
        if (taken, left) == (Some(stored), Some(0)) {
            Ok(format!("{stored} measured, {stored} kept"))
        } else {
            Err(format!("{stored} kept; the device says {state}"))
        }
    }
}

fn number(report: &Value, name: &str) -> Result<u64, String> {
    report[name].as_u64().ok_or_else(|| format!("no {name} in {report}"))
}

fn expect(what: &str, is: u64, should: u64) -> Result<(), String> {
    if is == should { Ok(()) } else { Err(format!("{what}: {is}, not {should}")) }
}

fn scan(world: &World) -> Outcome {
    let found = world.run(&["device", "scan", "--seconds", "6"])?;
    let devices = found["found"].as_array().ok_or("no list")?;
    let mut kinds = BTreeMap::new();
    for device in devices {
        let name = device["name"].as_str().unwrap_or_default().to_owned();
        kinds.insert(name, device["kinds"].as_array().map_or(0, Vec::len));
    }
    expect("devices", kinds.len() as u64, 5)?;
    expect("kinds of the cuff that advertises none", kinds["MUTE"] as u64, 0)?;
    expect("kinds of the oximeter", kinds["OXI"] as u64, 1)?;
    Ok("5 devices, one of them without a word on what it is".to_owned())
}

fn burst(world: &World) -> Outcome {
    let id = world.pair("f0:00:00:00:00:01", &[("0", "Ana")])?;
    world.device("queue PLAIN 3")?;
    let synced = world.sync(&id)?;
    expect("new", number(&synced, "new")?, 3)?;
    expect("complete", u64::from(synced["complete"] == true), 1)?;
    world.all_are_kept("PLAIN", 3)
}

/// The case in which BlueZ brings the subscription back before an app listens: 0 of 3 arrive then.
fn lost_link(world: &World) -> Outcome {
    world.device("queue PLAIN 3")?;
    world.device("cut PLAIN 1")?;
    let synced = world.sync("PLAIN")?;
    expect("new", number(&synced, "new")?, 3)?;
    world.all_are_kept("PLAIN", 6)
}

fn paired_only(world: &World) -> Outcome {
    let id = world.pair("F0:00:00:00:00:02", &[("0", "Ana")])?;
    world.device("queue KEPT 2")?;
    expect("new", number(&world.sync(&id)?, "new")?, 2)?;
    // And again, over the bond.
    world.device("queue KEPT 2")?;
    world.device("cut KEPT 1")?;
    expect("new over the bond", number(&world.sync(&id)?, "new")?, 2)?;
    world.all_are_kept("KEPT", 4)
}

fn oximeter(world: &World) -> Outcome {
    let id = world.pair("F0:00:00:00:00:03", &[("any", "Ben")])?;
    world.device("queue OXI 4")?;
    world.device("cut OXI 2")?;
    let synced = world.sync(&id)?;
    expect("new", number(&synced, "new")?, 4)?;
    expect("announced", number(&synced, "announced")?, 4)?;
    world.all_are_kept("OXI", 4)
}

fn two_users(world: &World) -> Outcome {
    let id = world.pair("F0:00:00:00:00:05", &[("0", "Ana"), ("1", "Ben")])?;
    world.device("queue TWO 4")?;
    let synced = world.sync(&id)?;
    let of = |name: &str| {
        let people = synced["people"].as_array().into_iter().flatten();
        people
            .filter(|person| person["name"] == name)
            .filter_map(|person| person["new"].as_u64())
            .sum::<u64>()
    };
    expect("Ana's", of("Ana"), 2)?;
    expect("Ben's", of("Ben"), 2)?;
    expect("corrected", number(&synced, "clock_corrected")?, 4)?;
    world.all_are_kept("TWO", 4)
}

fn vanishing(world: &World) -> Outcome {
    let id = world.pair("F0:00:00:00:00:04", &[("0", "Ana")])?;
    world.device("queue MUTE 3")?;
    world.device("vanish MUTE 4")?;
    let synced = world.sync(&id)?;
    expect("new", number(&synced, "new")?, 3)?;
    world.all_are_kept("MUTE", 3)
}

fn random_cuts(world: &World) -> Outcome {
    // A fixed row that looks like none: places from 1 to 3, every other one in the middle of a record.
    let mut place = 7_i64;
    let mut cuts = (0..20).map(|round| {
        place = place * 5 % 17;
        let at = place % 3 + 1;
        if round % 2 == 0 { at } else { -at }
    });
    let mut kept = 6;
    // A session reconnects five times.
    for session in 1..=5 {
        let row: Vec<String> = cuts.by_ref().take(4).map(|cut| cut.to_string()).collect();
        world.device("queue PLAIN 13")?;
        world.device(&format!("cut PLAIN {}", row.join(" ")))?;
        // A link that ends unexplained, with nothing on it, may be a cuff that had hung up: what it still has, it gives the
        // next time.
        for _ in 0..3 {
            kept += number(&world.sync("PLAIN")?, "new")?;
            if number(&world.device("state PLAIN")?, "left")? == 0 {
                break;
            }
        }
        world.all_are_kept("PLAIN", kept).map_err(|why| format!("session {session}, cuts {row:?}: {why}"))?;
        expect("links not cut", number(&world.device("state PLAIN")?, "cuts")?, 0)?;
    }
    Ok(format!("{} measured, {} kept", kept - 6, kept - 6))
}

/// Off behind the second of five records, on again ten seconds later: one session, and all are kept.
fn switched_off(world: &World) -> Outcome {
    let before = number(&world.device("state PLAIN")?, "taken")?;
    world.device("queue PLAIN 5")?;
    world.device("pace PLAIN 1.5")?;
    let synced = thread::scope(|scope| {
        let syncing = scope.spawn(|| world.sync("PLAIN"));
        let switched = (|| {
            while number(&world.device("state PLAIN")?, "left")? > 3 {
                thread::sleep(Duration::from_millis(100));
            }
            World::bluetooth(false)?;
            thread::sleep(Duration::from_secs(10));
            World::bluetooth(true)
        })();
        let synced = syncing.join().map_err(|_| "the session could not be joined".to_owned())?;
        switched.and(synced)
    })?;
    world.device("pace PLAIN 0.05")?;
    expect("new", number(&synced, "new")?, 5)?;
    expect("complete", u64::from(synced["complete"] == true), 1)?;
    world.all_are_kept("PLAIN", before + 5)
}

/// A live session mostly waits, and it is another household's: neither disturbs the other's link.
fn random_cuts_and_a_finger(world: &World) -> Outcome {
    thread::scope(|scope| {
        let finger = scope.spawn(live);
        let cuts = random_cuts(world);
        let finger = finger.join().map_err(|_| "the live session could not be joined".to_owned())?;
        Ok(format!("{}; {}", cuts?, finger?))
    })
}

/// What an oximeter shows becomes one reading; no record of it is stored twice.
fn live() -> Outcome {
    let world = World::new("guest", &["Cleo"])?;
    let id = world.pair("F0:00:00:00:00:03", &[("any", "Cleo")])?;
    world.device("wear OXI 90")?;
    let synced = world.sync_with(&id, &["--live"])?;
    let (streamed, shown) = (number(&world.device("state OXI")?, "streamed")?, number(&synced, "shown")?);
    expect("streamed", streamed, 90)?;
    expect("new", number(&synced, "new")?, 1)?;
    if shown < 60 {
        return Err(format!("{shown} values were shown of {streamed}"));
    }
    world.leave()?;
    Ok(format!("{streamed} values, {shown} shown, one reading"))
}
