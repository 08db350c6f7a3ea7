//! Who and what appears in the demo. Everybody is invented.

/// 2026-08-21T20:30:00Z, half past nine in the evening in London: every recorded frame of the devices lies before it.
pub(super) const EVENING_MS: i64 = 1_787_344_200_000;

/// Where the demo begins.
pub(super) const HOME_ZONE: &str = "Europe/London";

/// Where it goes on after a flight.
pub(super) const AWAY_ZONE: &str = "America/New_York";

/// How long after the evening the plane has landed and it is morning there: 16 hours.
pub(super) const FLIGHT_MS: u64 = 16 * 3_600_000;

/// The wall clock's lead over UTC in London that summer.
pub(super) const HOME_AHEAD_MS: i64 = 3_600_000;

/// Who keeps a diary.
pub(super) const FIRST: &str = "Ana Moreau";
/// Who keeps another one.
pub(super) const SECOND: &str = "Benedict Okafor";

/// Who keeps a third one for years.
pub(super) const THIRD: &str = "Chidi Lindqvist";

/// What opens the household; it lies beside the demo so that the commands at its end work as printed.
pub(super) const PASSPHRASE: &str = "seven lanterns over the quay";

/// What someone who guesses tries.
pub(super) const WRONG_PASSPHRASE: &str = "seven lanterns over the bay";

/// A note in London.
pub(super) const NOTE_AT_HOME: &str = "Headache since noon, drank too little water";
/// A note in New York.
pub(super) const NOTE_AWAY: &str = "Slept four hours on the plane";
/// Why a value was corrected.
pub(super) const REASON: &str = "Typed 151 for 115";

/// The devices on the table, by the simulator's names.
pub(super) const DEVICES: [&str; 3] = ["and", "beurer", "nonin"];
