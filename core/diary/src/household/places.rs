//! Where the phone was, so that a device's record gets the zone of its own instant.

use super::error::HouseholdError;
use super::home::Household;
use super::operation;
use super::project::MALFORMED;
use crate::store::Read;
use crate::time::{Evidence, Instant, Sighting, ZoneHistory, ZoneName};

/// A zone that did not change is noted again after this long, so that a later change has a bound before it.
const NOTE_AGAIN_MS: i64 = 24 * 60 * 60 * 1000;

impl Household {
    /// Notes the zone that the phone is set to, if it changed or was not noted for a day.
    ///
    /// Called by every unlock and synchronisation; a shell calls it when the system says that the zone changed. A zone
    /// that this program does not know is noted by the phone's name for it: it keeps nobody out, and what was measured
    /// there says so.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn sight(&self) -> Result<(), HouseholdError> {
        let zone = ZoneName::told(&self.outside.clock.zone(), &self.outside.zones);
        let now = Instant::from_millis(self.outside.clock.now().wall_ms)?;
        let last = self.store.read::<_, HouseholdError>(|reader| {
            Ok(reader.one("SELECT at_ms, zone FROM sightings ORDER BY id DESC LIMIT 1", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            })?)
        })?;
        let known = last.is_some_and(|(at_ms, name)| {
            name == zone.as_str() && (0..NOTE_AGAIN_MS).contains(&(now.as_millis() - at_ms))
        });
        if !known {
            let sighting = Sighting { instant: now, zone, evidence: Evidence::PhoneSetting };
            self.record(operation::sighted(&sighting))?;
        }
        Ok(())
    }

    /// Returns where the phone was, as far as it was noted.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn zone_history(&self) -> Result<ZoneHistory, HouseholdError> {
        self.store.read(|reader| {
            let rows =
                reader.all("SELECT at_ms, zone, evidence FROM sightings ORDER BY at_ms, id", [], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })?;
            let mut history = ZoneHistory::new();
            for (at_ms, zone, evidence) in rows {
                history.record(Sighting {
                    instant: Instant::from_millis(at_ms).map_err(|_| MALFORMED)?,
                    zone: ZoneName::told(&zone, &self.outside.zones),
                    evidence: Evidence::from_code(&evidence).map_err(|_| MALFORMED)?,
                });
            }
            Ok(history)
        })
    }
}
