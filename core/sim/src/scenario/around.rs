//! What happens around the phone and to devices, whoever plays: time, places, and what people do with a cuff.

use std::collections::BTreeMap;

use diary_core::ports::Clock as _;
use diary_core::time::{Instant, Zones};

use super::error::Stopped;
use super::format::Step;
use super::player::Known;
use super::unit::Unit;
use crate::SimClock;

/// Does such a step; the players name them, and do all others themselves.
pub(super) fn around(
    step: &Step,
    zones: &Zones,
    clock: &SimClock,
    known: &mut BTreeMap<String, Known>,
) -> Result<(), Stopped> {
    match step {
        Step::Wait(span) => clock.advance_ms(span.0.unsigned_abs()),
        Step::Travel(zone) => {
            zones.find(zone)?;
            clock.set_zone(zone);
        }
        Step::Restart(_) => clock.reboot(),
        Step::Measure(measure) => unit(known, &measure.device)?.measure(measure, clock.wall_ms()),
        Step::Wear(wear) => unit(known, &wear.device)?.wear(wear),
        Step::SetClock(set) => unit(known, &set.device)?.set_clock(local_ahead_ms(zones, clock)?, set.ahead),
        Step::Tells(tells) => unit(known, &tells.device)?.tells(tells),
        Step::LoseBond(of) => unit(known, &of.device)?.lose_bond(),
        Step::PairingMode(of) => unit(known, &of.device)?.pairing_mode(),
        _ => {}
    }
    Ok(())
}

fn unit<'k>(known: &'k mut BTreeMap<String, Known>, device: &str) -> Result<&'k mut Unit, Stopped> {
    Ok(&mut known.get_mut(device).ok_or(Stopped::NotPaired)?.unit)
}

/// How far the clocks on the walls around the phone are ahead of UTC now, milliseconds.
pub(super) fn local_ahead_ms(zones: &Zones, clock: &SimClock) -> Result<i64, Stopped> {
    let zone = zones.find(&clock.zone())?;
    let offset = zone.offset_at(Instant::from_millis(clock.wall_ms())?);
    Ok(i64::from(offset.seconds()) * 1000)
}
