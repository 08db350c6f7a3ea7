//! The machine's clocks and its zone setting.

use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use diary_core::ports::{Clock, NoEntropy, Now};
use diary_core::time::Zones;

use crate::entropy::random;

/// What a zone is called where the system does not say which one it is; no zone of the database has this name, so
/// that a time is refused rather than placed wrongly (CLDR uses the same name).
pub const UNKNOWN_ZONE: &str = "Etc/Unknown";

/// The machine's clocks and its zone setting.
///
/// The monotonic clock counts sleep: `CLOCK_BOOTTIME` on Linux and Android, `CLOCK_MONOTONIC` on Apple's systems (Darwin's
/// counts sleep, Linux's does not); elsewhere it counts from the start of this process. The boot is the kernel's own id of it
/// on Linux and Android. Elsewhere it is a random id drawn by this process, so that no two processes are ever compared.
#[derive(Debug)]
pub struct SystemClock {
    boot: [u8; 16],
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    started: Stopwatch,
}

impl SystemClock {
    /// The clocks of this machine.
    ///
    /// # Errors
    /// [`NoEntropy`] where the boot has no name of its own and none could be drawn.
    pub fn new() -> Result<Self, NoEntropy> {
        let boot = if let Some(boot) = boot_id() { boot } else { random()? };
        Ok(Self {
            boot,
            #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
            started: Stopwatch::start(),
        })
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    #[expect(
        clippy::unused_self,
        reason = "where there is no such clock, the start of the process stands for it"
    )]
    fn monotonic_ns(&self) -> u64 {
        #[cfg(target_vendor = "apple")]
        let clock = rustix::time::ClockId::Monotonic;
        #[cfg(not(target_vendor = "apple"))]
        let clock = rustix::time::ClockId::Boottime;
        let now = rustix::time::clock_gettime(clock);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        seconds.saturating_mul(1_000_000_000).saturating_add(u64::try_from(now.tv_nsec).unwrap_or(0))
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn monotonic_ns(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        Now { wall_ms: wall_ms(), monotonic_ns: self.monotonic_ns(), boot: self.boot }
    }

    /// The zone in the variable `TZ` if it is one of the database, else the system's setting.
    fn zone(&self) -> String {
        zone_of(std::env::var("TZ").ok().as_deref(), iana_time_zone::get_timezone().ok(), has_localtime())
    }
}

/// A machine without `/etc/localtime` shows UTC (tzset(3)); one whose setting has no readable name is in a zone that
/// nobody knows.
fn zone_of(variable: Option<&str>, setting: Option<String>, has_localtime: bool) -> String {
    let asked = variable.map(|name| name.trim_start_matches(':'));
    match (asked.and_then(|name| zones().find(name).ok()), setting) {
        (Some(zone), _) => zone.name().to_owned(),
        (None, Some(setting)) => setting,
        (None, None) if has_localtime => UNKNOWN_ZONE.to_owned(),
        (None, None) => "UTC".to_owned(),
    }
}

fn has_localtime() -> bool {
    !cfg!(target_os = "linux") || Path::new("/etc/localtime").exists()
}

#[expect(clippy::disallowed_methods, reason = "this is the port that everything else asks")]
fn wall_ms() -> i64 {
    let since = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => since(after),
        Err(before) => -since(before.duration()),
    }
}

/// The kernel's random id of the running boot (random(4)).
fn boot_id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = text.trim().chars().filter(|digit| *digit != '-').collect();
    u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32).map(u128::to_be_bytes)
}

/// The zone database in use: a terminal has the build's own.
pub const fn zones() -> Zones {
    Zones::built_in()
}

/// Measures how long something takes, for progress bars and summaries; never for the diary.
#[derive(Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts at zero.
    #[expect(clippy::disallowed_methods, reason = "how long a wait was is shown and stored nowhere")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

impl fmt::Debug for Stopwatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stopwatch({:?})", self.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_go_on_within_one_boot() {
        let (one, other) = (SystemClock::new().unwrap(), SystemClock::new().unwrap());
        let (before, after) = (one.now(), one.now());
        assert!(after.monotonic_ns >= before.monotonic_ns);
        assert!(before.wall_ms > 1_700_000_000_000, "this was written later than that");
        if cfg!(target_os = "linux") {
            assert_eq!(one.now().boot, other.now().boot, "two processes see one boot");
        }
    }

    #[test]
    fn a_zone_is_never_made_up() {
        let setting = || Some("Europe/Paris".to_owned());
        assert_eq!(zone_of(None, setting(), true), "Europe/Paris");
        assert_eq!(zone_of(Some("America/New_York"), setting(), true), "America/New_York");
        assert_eq!(zone_of(Some(":asia/tokyo"), setting(), true), "Asia/Tokyo");
        assert_eq!(zone_of(Some("CET-1CEST"), setting(), true), "Europe/Paris", "rules without a name");
        assert_eq!(zone_of(None, None, false), "UTC");
        assert_eq!(zone_of(None, None, true), UNKNOWN_ZONE);
        assert!(zones().find(UNKNOWN_ZONE).is_err());
    }
}
