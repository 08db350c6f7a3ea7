//! A simulated device of a scenario.

use diary_core::device::{Outcome, Paired, Profile, Session, wire};

use super::Span;
use super::error::Stopped;
use super::format::{Class, DeviceSpec, Measure, OximeterClass, Tells, Wear};
use crate::{Cuff, Faults, NoninLike, Peripheral, Pressures, SimClock, Streamed, run};

/// A device that measures.
#[derive(Debug, Clone)]
pub(super) enum Unit {
    Cuff(Box<Cuff>),
    Oximeter(Box<NoninLike>),
}

impl Unit {
    /// Makes one; `local_ahead_ms` is how far the clocks on the walls around it are ahead of UTC.
    pub(super) fn new(spec: &DeviceSpec, local_ahead_ms: i64) -> Self {
        let ahead_ms = local_ahead_ms.saturating_add(spec.clock.0);
        match spec.class {
            Class::Cuff(class) => {
                let mut cuff = Cuff::new(class);
                cuff.set_clock_ahead_ms(ahead_ms);
                if let Some(serial) = &spec.serial {
                    cuff.set_serial(serial);
                }
                if let Some(most) = spec.capacity {
                    cuff.set_capacity(most);
                }
                if let Some(how) = spec.unending {
                    cuff.set_unending(how);
                }
                if spec.keeps_subscription {
                    cuff.keep_subscription();
                }
                if spec.shows_pressure {
                    cuff.show_pressure();
                }
                cuff.set_refuses_pairing(spec.refuses_pairing);
                Self::Cuff(Box::new(cuff))
            }
            Class::Oximeter(class) => {
                let mut oximeter = NoninLike::new();
                oximeter.set_clock_ahead_ms(ahead_ms);
                if let Some(serial) = &spec.serial {
                    oximeter.set_serial(serial);
                }
                if let Some(most) = spec.capacity {
                    oximeter.set_capacity(most);
                }
                if spec.refuses_pairing {
                    oximeter.set_paired_only(true);
                }
                match class {
                    OximeterClass::Nonin => {}
                    OximeterClass::OnlyLive => oximeter.set_only_live(),
                    OximeterClass::Jumper => oximeter.set_jumper(),
                }
                if let Some(records) = spec.stalls_after {
                    oximeter.stall_after(records);
                }
                Self::Oximeter(Box::new(oximeter))
            }
        }
    }

    pub(super) fn air(&mut self) -> &mut dyn Peripheral {
        match self {
            Self::Cuff(cuff) => &mut **cuff,
            Self::Oximeter(oximeter) => &mut **oximeter,
        }
    }

    pub(super) fn memory(&self) -> &crate::Memory {
        match self {
            Self::Cuff(cuff) => cuff.memory(),
            Self::Oximeter(oximeter) => oximeter.memory(),
        }
    }

    /// How often its clock was set, or jumped, since it first measured.
    pub(super) fn clock_sets(&self) -> u32 {
        match self {
            Self::Cuff(cuff) => cuff.clock_sets(),
            Self::Oximeter(oximeter) => oximeter.clock_sets(),
        }
    }

    pub(super) fn measure(&mut self, measure: &Measure, now_ms: i64) {
        let pulse = measure.pulse.unwrap_or_default();
        match self {
            Self::Cuff(cuff) if measure.failed => cuff.take_failed(now_ms),
            Self::Cuff(cuff) => {
                let (top, bottom) =
                    (measure.systolic.unwrap_or_default(), measure.diastolic.unwrap_or_default());
                let (user, read) = (measure.user.unwrap_or_default(), Pressures::new(top, bottom, pulse));
                if measure.watched {
                    cuff.measure_when_watched(user, read);
                } else {
                    cuff.take(now_ms, user, read);
                }
            }
            Self::Oximeter(oximeter) => {
                oximeter.take(now_ms, measure.oxygen.unwrap_or_default() * 10, pulse * 10);
            }
        }
    }

    pub(super) fn wear(&mut self, wear: &Wear) {
        if let Self::Oximeter(oximeter) = self {
            let seconds = usize::try_from(wear.length.0 / 1000).unwrap_or(0);
            oximeter.wear(seconds, wear.oxygen, wear.pulse, wear.seed);
        }
    }

    /// What it showed live while somebody listened; a cuff's pressures are none of that.
    pub(super) fn streamed(&self) -> &[Streamed] {
        match self {
            Self::Cuff(_) => &[],
            Self::Oximeter(oximeter) => oximeter.streamed(),
        }
    }

    pub(super) fn set_clock(&mut self, local_ahead_ms: i64, ahead: Span) {
        let ahead_ms = local_ahead_ms.saturating_add(ahead.0);
        match self {
            Self::Cuff(cuff) => cuff.set_clock_ahead_ms(ahead_ms),
            Self::Oximeter(oximeter) => oximeter.set_clock_ahead_ms(ahead_ms),
        }
    }

    /// It says something else of itself from now on.
    pub(super) fn tells(&mut self, tells: &Tells) {
        let mut say = |uuid, value: &[u8]| match self {
            Self::Cuff(cuff) => cuff.say(uuid, value),
            Self::Oximeter(oximeter) => oximeter.say(uuid, value),
        };
        if let Some(percent) = tells.battery {
            say(wire::BATTERY, &[percent]);
        }
        if let Some(version) = &tells.firmware {
            say(wire::FIRMWARE_REVISION, version.as_bytes());
        }
    }

    pub(super) fn lose_bond(&mut self) {
        match self {
            Self::Cuff(cuff) => cuff.lose_bond(),
            Self::Oximeter(oximeter) => oximeter.lose_bond(),
        }
    }

    pub(super) fn pairing_mode(&mut self) {
        match self {
            Self::Cuff(cuff) => cuff.set_refuses_pairing(false),
            Self::Oximeter(oximeter) => oximeter.set_paired_only(false),
        }
    }

    /// Lets the phone get to know it.
    pub(super) fn introduce(&mut self, clock: &SimClock, session: [u8; 16]) -> Result<Paired, Stopped> {
        let mut session = Session::new(Profile::pair(Some(self.air().name().to_owned())), session);
        let faults = Faults::default();
        match run(&mut session, self.air(), clock, &mut |_| Ok(()), &faults, &mut |_| {}).outcome {
            Some(Outcome::Paired(paired)) => Ok(paired),
            Some(Outcome::Refused(error)) => Err(Stopped::PairingFailed(error)),
            _ => Err(Stopped::NotPaired),
        }
    }
}
