//! Cuffs and an oximeter in memory, for tests and previews of apps: the other side of a [`Sync`](crate::Sync).
//!
//! ```text
//! device.begin()
//! while (happened = device.next()) { device.carry_out(sync.handle(happened.event, happened.clocks)) }
//! device.result()
//! ```

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diary_core::device::{AttError, SubscribeHow, Uuid};
use diary_core::ports::Clock;
use diary_core::time::Instant;
use diary_host::{SystemClock, zones};
use diary_sim::{Cuff, CuffClass, Motion, NoninLike, Peripheral, Pressures};

use crate::error::DiaryError;
use crate::guard::guarded;
use crate::phone::SimulatedPhone;
use crate::radio::{Clocks, DeviceService, LinkEnd, RadioCommand, RadioEvent, SyncResult};

/// A device that can be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SimulatedModel {
    /// A cuff of one person that forgets a record once it was confirmed, and hangs up after the last: A&D UA-651BLE.
    AndCuff,
    /// A cuff of two people that sends its whole memory each time: Beurer BM85.
    BeurerCuff,
    /// A cuff that gives nothing unless it is paired: Omron EVOLV.
    OmronCuff,
    /// An oximeter that is asked for its memory, and forgets what was confirmed: Nonin 3230.
    NoninOximeter,
}

/// Something that happened on the simulated radio.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SimulatedEvent {
    /// What.
    pub event: RadioEvent,
    /// The phone's clocks when it did.
    pub clocks: Clocks,
}

/// How long things take on the simulated link, milliseconds.
const CONNECT_MS: u64 = 300;
const ANSWER_MS: u64 = 30;
/// How far a new conversation lies behind the one before.
const BETWEEN_MS: u64 = 60_000;

/// A device in memory with a radio to it. Its clocks begin at the machine's and run as fast as it is asked; nothing waits.
#[derive(Debug, uniffi::Object)]
pub struct SimulatedDevice {
    stack: Mutex<Stack>,
}

#[derive(Debug)]
struct Stack {
    device: Device,
    clock: Arc<dyn Clock>,
    /// The wall clock when it was made, and milliseconds since, on the device's own time.
    begun_ms: i64,
    passed_ms: u64,
    waiting: VecDeque<RadioEvent>,
    /// The timer that runs, and when it runs out.
    timer: Option<(u32, u64)>,
    link: bool,
    /// The link is lost after so many values; once.
    cut_after: Option<u32>,
    /// The phone's Bluetooth is switched off, and on again, after so many values; once.
    off_after: Option<u32>,
    result: Option<SyncResult>,
}

#[derive(Debug)]
enum Device {
    Cuff(Cuff),
    Oximeter(NoninLike),
}

impl Device {
    fn any(&mut self) -> &mut dyn Peripheral {
        match self {
            Self::Cuff(cuff) => cuff,
            Self::Oximeter(oximeter) => oximeter,
        }
    }

    fn held(&self) -> usize {
        match self {
            Self::Cuff(cuff) => cuff.memory().remaining().count(),
            Self::Oximeter(oximeter) => oximeter.memory().remaining().count(),
        }
    }
}

#[uniffi::export]
impl SimulatedDevice {
    /// A device that has measured nothing yet, whose clock shows what clocks in this zone show; time begins at the clock of `phone`, or
    /// of the machine.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for no zone of the database.
    #[uniffi::constructor(default(phone = None))]
    pub fn new(
        model: SimulatedModel,
        zone: String,
        phone: Option<Arc<SimulatedPhone>>,
    ) -> Result<Arc<Self>, DiaryError> {
        guarded(|| {
            let clock = match phone {
                Some(phone) => phone.clock(),
                None => Arc::new(SystemClock::new()?),
            };
            let begun_ms = clock.now().wall_ms;
            let offset = zones().find(&zone)?.offset_at(Instant::from_millis(begun_ms)?);
            let ahead_ms = i64::from(offset.seconds()) * 1000;
            let cuff = |class| {
                let mut cuff = Cuff::new(class);
                cuff.set_clock_ahead_ms(ahead_ms);
                Device::Cuff(cuff)
            };
            let device = match model {
                SimulatedModel::AndCuff => cuff(CuffClass::And),
                SimulatedModel::BeurerCuff => cuff(CuffClass::BeurerBm85),
                SimulatedModel::OmronCuff => cuff(CuffClass::Omron),
                SimulatedModel::NoninOximeter => {
                    let mut oximeter = NoninLike::new();
                    oximeter.set_clock_ahead_ms(ahead_ms);
                    Device::Oximeter(oximeter)
                }
            };
            let stack = Stack {
                device,
                clock,
                begun_ms,
                passed_ms: 0,
                waiting: VecDeque::new(),
                timer: None,
                link: false,
                cut_after: None,
                off_after: None,
                result: None,
            };
            Ok(Arc::new(Self { stack: Mutex::new(stack) }))
        })
    }

    /// The name that it advertises.
    pub fn name(&self) -> String {
        self.stack().device.any().name().to_owned()
    }

    /// Measures a blood pressure, mmHg and beats a minute, so many minutes ago; `user` from 0 on a cuff that tells users apart.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for an oximeter.
    #[uniffi::method(default(user = 0))]
    pub fn measure_pressure(
        &self,
        minutes_ago: u32,
        systolic: u16,
        diastolic: u16,
        pulse: u16,
        user: u8,
    ) -> Result<(), DiaryError> {
        guarded(|| {
            let mut stack = self.stack();
            let at_ms = stack.ago(minutes_ago);
            let Device::Cuff(cuff) = &mut stack.device else {
                return Err(DiaryError::invalid("an oximeter measures no blood pressure"));
            };
            cuff.take(at_ms, user, Pressures::new(systolic, diastolic, pulse));
            Ok(())
        })
    }

    /// Measures oxygen, percent, and pulse, beats a minute, so many minutes ago.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a cuff.
    pub fn measure_oxygen(&self, minutes_ago: u32, percent: u16, pulse: u16) -> Result<(), DiaryError> {
        guarded(|| {
            let mut stack = self.stack();
            let at_ms = stack.ago(minutes_ago);
            let Device::Oximeter(oximeter) = &mut stack.device else {
                return Err(DiaryError::invalid("a cuff measures no oxygen"));
            };
            oximeter.take(at_ms, percent.saturating_mul(10), pulse.saturating_mul(10));
            Ok(())
        })
    }

    /// How many records it would still give.
    pub fn held(&self) -> u64 {
        self.stack().device.held() as u64
    }

    /// Loses the link after so many values of the next conversation; once.
    pub fn cut_after(&self, values: u32) {
        self.stack().cut_after = Some(values);
    }

    /// Switches the phone's Bluetooth off, and on again, after so many values of the next conversation; once.
    pub fn switch_off_after(&self, values: u32) {
        self.stack().off_after = Some(values);
    }

    /// Moves its clock by so many milliseconds, as a changed battery does.
    pub fn jump_clock(&self, by_ms: i64) {
        self.stack().device.any().jump_clock(by_ms);
    }

    /// Begins a conversation: the next that happens is [`RadioEvent::Start`].
    pub fn begin(&self) {
        let mut stack = self.stack();
        let real = stack.clock.now().wall_ms.saturating_sub(stack.begun_ms);
        stack.passed_ms = stack.passed_ms.saturating_add(BETWEEN_MS).max(u64::try_from(real).unwrap_or(0));
        stack.hang_up();
        stack.waiting = VecDeque::from([RadioEvent::Start]);
        (stack.timer, stack.result) = (None, None);
    }

    /// What happens next; none once the conversation is over and everything was handed in.
    pub fn next(&self) -> Option<SimulatedEvent> {
        let mut stack = self.stack();
        let event = stack.next()?;
        Some(SimulatedEvent { event, clocks: stack.clocks() })
    }

    /// Does what the conversation says.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a UUID that is none.
    pub fn carry_out(&self, commands: Vec<RadioCommand>) -> Result<(), DiaryError> {
        guarded(|| {
            let mut stack = self.stack();
            commands.into_iter().try_for_each(|command| stack.obey(command))
        })
    }

    /// How the conversation ended; none while it goes on.
    pub fn result(&self) -> Option<SyncResult> {
        self.stack().result.clone()
    }
}

impl SimulatedDevice {
    fn stack(&self) -> MutexGuard<'_, Stack> {
        self.stack.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stack {
    fn now_ms(&self) -> i64 {
        self.begun_ms.saturating_add_unsigned(self.passed_ms)
    }

    fn ago(&self, minutes: u32) -> i64 {
        self.now_ms() - i64::from(minutes) * 60_000
    }

    fn clocks(&self) -> Clocks {
        Clocks {
            wall_ms: self.now_ms(),
            monotonic_ns: self.passed_ms.saturating_mul(1_000_000),
            boot: "simulated".to_owned(),
        }
    }

    fn pass(&mut self, ms: u64) {
        self.passed_ms = self.passed_ms.saturating_add(ms);
    }

    fn hang_up(&mut self) {
        if std::mem::take(&mut self.link) {
            self.device.any().link_down();
        }
    }

    /// What waits; else what the device does by itself; else the timer.
    fn next(&mut self) -> Option<RadioEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                self.pass(ANSWER_MS);
                return Some(event);
            }
            if self.result.is_some() {
                return None;
            }
            let now_ms = self.now_ms();
            let motion = if self.link { self.device.any().next(now_ms) } else { Motion::Rest };
            match motion {
                Motion::Indicate { uuid, bytes } => {
                    if self.cut() {
                        continue;
                    }
                    // The platform confirms before the app hears of it.
                    self.device.any().confirmed();
                    self.value(uuid, bytes);
                }
                Motion::Notify { uuid, bytes } => {
                    if !self.cut() {
                        self.value(uuid, bytes);
                    }
                }
                Motion::Pause(ms) => match self.timer {
                    Some((_, due)) if due < self.passed_ms.saturating_add(ms) => return self.ring(),
                    _ => self.pass(ms),
                },
                Motion::HangUp => {
                    self.hang_up();
                    self.waiting.push_back(RadioEvent::Disconnected { end: LinkEnd::Device });
                }
                Motion::Rest => return self.ring(),
            }
        }
    }

    fn ring(&mut self) -> Option<RadioEvent> {
        let (id, due) = self.timer.take()?;
        self.passed_ms = self.passed_ms.max(due);
        Some(RadioEvent::Timer { id })
    }

    fn value(&mut self, uuid: Uuid, bytes: Vec<u8>) {
        self.waiting.push_back(RadioEvent::Value { uuid: uuid.to_string(), bytes });
    }

    /// Whether the link is lost here.
    fn cut(&mut self) -> bool {
        let (lost, off) = (self.cut_after == Some(0), self.off_after == Some(0));
        for left in [&mut self.cut_after, &mut self.off_after] {
            *left = left.and_then(|left| left.checked_sub(1));
        }
        if lost || off {
            self.hang_up();
            self.waiting.push_back(RadioEvent::Disconnected { end: LinkEnd::Lost });
        }
        if off {
            self.waiting.extend([RadioEvent::AdapterOff, RadioEvent::AdapterOn]);
        }
        lost || off
    }

    fn obey(&mut self, command: RadioCommand) -> Result<(), DiaryError> {
        let answer = match command {
            RadioCommand::Connect => {
                self.pass(CONNECT_MS);
                self.link = true;
                self.device.any().link_up();
                RadioEvent::Connected
            }
            RadioCommand::SetTimer { id, after_ms } => {
                self.timer = Some((id, self.passed_ms.saturating_add(after_ms)));
                return Ok(());
            }
            RadioCommand::Disconnect => {
                self.hang_up();
                RadioEvent::Disconnected { end: LinkEnd::Phone }
            }
            RadioCommand::Done { result } => {
                self.result = Some(result);
                return Ok(());
            }
            RadioCommand::Report { .. } => return Ok(()),
            _ if !self.link => return Ok(()),
            RadioCommand::Discover => {
                let offered = self.device.any().characteristics().into_iter().map(|offered| DeviceService {
                    uuid: offered.uuid.to_string(),
                    readable: offered.readable,
                    notify: offered.notify,
                    indicate: offered.indicate,
                    writable: offered.writable,
                });
                RadioEvent::Discovered { characteristics: offered.collect() }
            }
            RadioCommand::Read { uuid } => {
                let (asked, now_ms) = (self.clocks(), self.now_ms());
                match self.paired(|device| device.read(of(&uuid)?, now_ms).map_err(Refused::By)) {
                    Ok(bytes) => RadioEvent::ReadDone { uuid, bytes, asked },
                    Err(Refused::By(error)) => RadioEvent::ReadRefused { uuid, att_error: error.0, asked },
                    Err(Refused::NoUuid) => return Err(no_uuid()),
                }
            }
            RadioCommand::Subscribe { uuid, indications } => {
                let how = if indications { SubscribeHow::Indicate } else { SubscribeHow::Notify };
                let done = self.paired(|device| device.subscribe(of(&uuid)?, how).map_err(Refused::By));
                RadioEvent::Subscribed { uuid, att_error: refused(done)? }
            }
            RadioCommand::Write { uuid, bytes } => {
                let done = self.paired(|device| device.write(of(&uuid)?, &bytes).map_err(Refused::By));
                RadioEvent::WriteDone { uuid, att_error: refused(done)? }
            }
        };
        self.waiting.push_back(answer);
        Ok(())
    }

    /// As a platform does it: where the device asks for pairing, it is paired before the app hears of the answer.
    fn paired<T>(
        &mut self,
        ask: impl FnOnce(&mut dyn Peripheral) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let device = self.device.any();
        let answer = ask(device);
        if let Err(Refused::By(error)) = &answer
            && error.needs_pairing()
        {
            device.pair();
        }
        answer
    }
}

/// Why a device did not do what it was told.
enum Refused {
    By(AttError),
    NoUuid,
}

fn of(uuid: &str) -> Result<Uuid, Refused> {
    uuid.parse().map_err(|_| Refused::NoUuid)
}

fn refused(done: Result<(), Refused>) -> Result<Option<u8>, DiaryError> {
    match done {
        Ok(()) => Ok(None),
        Err(Refused::By(error)) => Ok(Some(error.0)),
        Err(Refused::NoUuid) => Err(no_uuid()),
    }
}

fn no_uuid() -> DiaryError {
    DiaryError::invalid("this is no UUID of Bluetooth")
}
