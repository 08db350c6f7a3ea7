//! One session over one link.
//!
//! The driver decides nothing. It carries out commands in their order, one operation on the link at a time, and hands in
//! what happened with the clocks of the moment it happened at. An item is made durable before anything else is done.

use std::collections::{BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use diary_core::device::{
    AttError, Command, DisconnectReason, Event, Outcome, PersistFailed, Progress, Received, Session, Uuid,
};
use diary_core::ports::Now;
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{sleep, timeout};

use crate::error::Failed;
use crate::link::{Happened, Link};

/// How long giving a subscription back, or hanging up, may take before the driver goes on without.
const TIDYING: Duration = Duration::from_secs(5);
/// How long to wait for the system to say why a link ended that an operation found down.
const REASON: Duration = Duration::from_secs(1);

/// What a session needs besides the link.
pub trait Shell {
    /// Reads the clocks.
    fn now(&self) -> Now;
    /// Makes an item durable; `Ok` only once it would survive a power cut.
    ///
    /// # Errors
    /// [`PersistFailed`]; the session then hangs up.
    fn persist(&mut self, item: &Received) -> Result<(), PersistFailed>;
    /// Tells the person how far it is.
    fn report(&mut self, progress: Progress);
}

/// Stops a session from elsewhere; what came before is kept.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Notify>);

impl Cancel {
    /// Asks the session to stop. Once is enough, also before it begins.
    pub fn stop(&self) {
        self.0.notify_one();
    }

    /// Waits until somebody asks to stop.
    pub(crate) async fn stopped(&self) {
        self.0.notified().await;
    }
}

/// Drives a session to its end. Values that the system had when it ended are handed in all the same.
pub async fn drive<L: Link>(
    link: &L,
    session: &mut Session,
    shell: &mut (impl Shell + ?Sized),
    cancel: &Cancel,
) -> Outcome {
    let (told, happened) = mpsc::unbounded_channel();
    let drive = Drive {
        link,
        shell,
        told,
        happened,
        operation: None,
        timer: None,
        up: false,
        subscribed: BTreeSet::new(),
        events: VecDeque::new(),
    };
    drive.run(session, cancel).await
}

type Operation<'a> = Pin<Box<dyn Future<Output = Event> + Send + 'a>>;

struct Drive<'a, L, S: ?Sized> {
    link: &'a L,
    shell: &'a mut S,
    told: UnboundedSender<Happened>,
    happened: UnboundedReceiver<Happened>,
    /// The one operation on the link that runs.
    operation: Option<Operation<'a>>,
    timer: Option<(u32, Pin<Box<tokio::time::Sleep>>)>,
    up: bool,
    /// What was subscribed to and not yet given back.
    subscribed: BTreeSet<Uuid>,
    /// What is to be handed in next.
    events: VecDeque<(Event, Now)>,
}

impl<'a, L: Link, S: Shell + ?Sized> Drive<'a, L, S> {
    async fn run(mut self, session: &mut Session, cancel: &Cancel) -> Outcome {
        self.events.push_back((Event::Start, self.shell.now()));
        loop {
            while let Some((event, at)) = self.events.pop_front() {
                if let Some(outcome) = self.hand_in(session, event, at).await {
                    return self.finish(session, outcome).await;
                }
            }
            self.wait(cancel).await;
        }
    }

    /// Waits for the next thing, and queues it.
    async fn wait(&mut self, cancel: &Cancel) {
        let operation = async {
            match &mut self.operation {
                Some(operation) => operation.await,
                None => std::future::pending().await,
            }
        };
        let timer = async {
            match &mut self.timer {
                Some((id, sleep)) => {
                    sleep.await;
                    *id
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            // This side holds a sender itself: the channel does not end.
            Some(happened) = self.happened.recv() => match happened {
                Happened::Value { uuid, bytes, at } => self.events.push_back((Event::Value { uuid, bytes }, at)),
                Happened::Down { reason, at } => self.down(reason, at).await,
                Happened::Off { at } => self.off(at).await,
            },
            event = operation => {
                self.operation = None;
                self.ended(event).await;
            },
            id = timer => {
                self.timer = None;
                self.events.push_back((Event::Timer { id }, self.shell.now()));
            },
            () = cancel.stopped() => self.events.push_back((Event::Cancel, self.shell.now())),
        }
    }

    /// An operation came to its end.
    async fn ended(&mut self, event: Event) {
        let now = self.shell.now();
        match event {
            Event::Connected => self.up = true,
            Event::Disconnected { reason } => return self.down(reason, now).await,
            Event::AdapterOff => return self.off(now).await,
            _ => {}
        }
        self.events.push_back((event, now));
    }

    /// The link is down; told more than once, it counts once.
    async fn down(&mut self, reason: DisconnectReason, at: Now) {
        if !std::mem::take(&mut self.up) {
            return;
        }
        self.operation = None;
        self.give_back().await;
        self.events.push_back((Event::Disconnected { reason }, at));
    }

    /// Bluetooth is off, and every link down with it. Waits for it meanwhile, whatever the session makes of that.
    async fn off(&mut self, at: Now) {
        self.up = false;
        self.operation = None;
        self.give_back().await;
        self.events.push_back((Event::AdapterOff, at));
        let link = self.link;
        self.begin(async move {
            link.back_on().await;
            Event::AdapterOn
        });
    }

    /// Gives every subscription back, so that the system does not bring one back before anyone listens.
    async fn give_back(&mut self) {
        for uuid in std::mem::take(&mut self.subscribed) {
            // A system that does not answer must not hold the session up.
            let _ = timeout(TIDYING, self.link.unsubscribe(uuid)).await;
        }
    }

    /// Hands an event in and carries out what the session says; gives the outcome once it is done.
    async fn hand_in(&mut self, session: &mut Session, event: Event, at: Now) -> Option<Outcome> {
        let mut outcome = None;
        for command in session.handle(event, at) {
            match command {
                Command::Persist { ticket, item } => {
                    let result = self.shell.persist(&item);
                    self.events.push_back((Event::Persisted { ticket, result }, self.shell.now()));
                }
                Command::SetTimer { id, after_ms } => {
                    self.timer = Some((id, Box::pin(sleep(Duration::from_millis(after_ms)))));
                }
                Command::Report(progress) => self.shell.report(progress),
                Command::Disconnect => self.hang_up().await,
                Command::Done(done) => outcome = Some(done),
                Command::Connect => {
                    let (link, told) = (self.link, self.told.clone());
                    self.begin(async move {
                        match link.connect(told).await {
                            Ok(()) => Event::Connected,
                            Err(Failed::Off) => Event::AdapterOff,
                            Err(Failed::NotPermitted) => Event::PermissionLost,
                            Err(Failed::Att(_) | Failed::NotConnected | Failed::Forgotten) => {
                                Event::ConnectFailed
                            }
                        }
                    });
                }
                Command::Discover => {
                    let link = self.link;
                    self.begin(async move {
                        match link.discover().await {
                            Ok(characteristics) => Event::Discovered { characteristics },
                            Err(failed) => ended(failed).await,
                        }
                    });
                }
                Command::Read { uuid } => {
                    let (link, asked) = (self.link, self.shell.now());
                    self.begin(async move {
                        match answered(link.read(uuid).await).await {
                            Ok(result) => Event::ReadDone { uuid, result, asked },
                            Err(lost) => lost,
                        }
                    });
                }
                Command::Write { uuid, bytes } => {
                    let link = self.link;
                    self.begin(async move {
                        match answered(link.write(uuid, bytes).await).await {
                            Ok(result) => Event::WriteDone { uuid, result },
                            Err(lost) => lost,
                        }
                    });
                }
                Command::Subscribe { uuid, .. } => {
                    self.subscribed.insert(uuid);
                    let link = self.link;
                    self.begin(async move {
                        match answered(link.subscribe(uuid).await).await {
                            Ok(result) => Event::Subscribed { uuid, result },
                            Err(lost) => lost,
                        }
                    });
                }
            }
        }
        outcome
    }

    fn begin(&mut self, operation: impl Future<Output = Event> + Send + 'a) {
        self.operation = Some(Box::pin(operation));
    }

    async fn hang_up(&mut self) {
        self.operation = None;
        if self.up {
            // Told first, or a cuff that keeps subscriptions would send into the void at the next connection.
            self.give_back().await;
        }
        let _ = timeout(TIDYING, self.link.hang_up()).await;
        self.up = false;
        self.events.push_back((Event::Disconnected { reason: DisconnectReason::Local }, self.shell.now()));
    }

    /// Hands in what the system still had, and leaves nothing subscribed.
    async fn finish(mut self, session: &mut Session, outcome: Outcome) -> Outcome {
        self.give_back().await;
        while let Ok(happened) = self.happened.try_recv() {
            if let Happened::Value { uuid, bytes, at } = happened {
                let _ = self.hand_in(session, Event::Value { uuid, bytes }, at).await;
            }
        }
        outcome
    }
}

/// An answer of the device, or the end of the link.
async fn answered<T>(result: Result<T, Failed>) -> Result<Result<T, AttError>, Event> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Failed::Att(error)) => Ok(Err(error)),
        Err(failed) => Err(ended(failed).await),
    }
}

/// The link was found down. The system may be about to say why; its word counts if it comes first.
async fn ended(failed: Failed) -> Event {
    match failed {
        Failed::Off => Event::AdapterOff,
        Failed::NotPermitted => Event::PermissionLost,
        Failed::Att(_) | Failed::NotConnected | Failed::Forgotten => {
            sleep(REASON).await;
            Event::Disconnected { reason: DisconnectReason::LinkLost }
        }
    }
}

#[cfg(test)]
mod tests;
