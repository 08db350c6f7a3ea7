//! What changed, told to whoever wants to show it.
//!
//! A subscriber takes events out of a queue of its own when it likes: nothing foreign ever runs while something is
//! written, so nobody who shows the diary can hold it up, break it, or ask it a question while it waits for the answer.
//! Events go into the queues after the commit and before the next write, so they come in the order of the revisions.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::content::Content;
use super::error::DiaryError;
use super::file::Diary;
use crate::id::EntryId;
use crate::journal::JournalTx;
use crate::store::{Read, StoreError};
use crate::time::{CivilDate, DayStart};

/// How many events wait for a subscriber before it is told to look again.
const WAITING: usize = 64;
/// How many entries one event names; of more, a subscriber is told to look again.
const NAMED: usize = 1000;

/// What a subscriber is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// These entries were added, corrected, erased, or their media files were.
    Changed(Changed),
    /// More changed than is told one by one: ask for everything that shows.
    LookAgain,
}

/// The entries that one write was about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// The diary's revision once it was written; see [`Diary::revision`].
    pub revision: u64,
    /// The entries.
    pub entries: BTreeSet<EntryId>,
    /// Their kinds, by number.
    pub kinds: BTreeSet<u16>,
    /// The days that they were on before or are on now, by their own civil dates.
    pub days: BTreeSet<CivilDate>,
    /// Whether one of them is or was on no known day.
    pub without_day: bool,
}

/// Keeps a subscription going; dropped, its [`Events`] end once they are empty.
#[derive(Debug)]
pub struct Subscription {
    /// Not kept alive by whoever listens: the queues, and with them the events, end with the diary.
    queues: Weak<Queues>,
    number: u64,
}

/// The events of one subscription, oldest first.
#[derive(Debug)]
pub struct Events {
    waiting: Mutex<Receiver<Changed>>,
    behind: Arc<AtomicBool>,
}

/// The queues of all subscribers of a diary.
#[derive(Debug, Default)]
pub(super) struct Queues(Mutex<(u64, Vec<Queue>)>);

#[derive(Debug)]
struct Queue {
    number: u64,
    events: SyncSender<Changed>,
    behind: Arc<AtomicBool>,
}

impl Queues {
    fn lock(&self) -> MutexGuard<'_, (u64, Vec<Queue>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells every subscriber to look again: more changed than can be told one by one.
    pub(super) fn tell_to_look_again(&self) {
        for queue in &self.lock().1 {
            queue.behind.store(true, Ordering::SeqCst);
            // Something has to wake whoever waits; where the queue is full, something will.
            let _ = queue.events.try_send(Changed::default());
        }
    }

    /// Puts an event into every queue that has room, and notes where there is none; waits for nobody.
    fn tell(&self, changed: &Changed) {
        self.lock().1.retain(|queue| {
            let told = if changed.entries.len() > NAMED {
                // Something has to wake whoever waits.
                queue.behind.store(true, Ordering::SeqCst);
                queue.events.try_send(Changed::default())
            } else {
                queue.events.try_send(changed.clone())
            };
            match told {
                Ok(()) => true,
                Err(TrySendError::Full(_)) => {
                    queue.behind.store(true, Ordering::SeqCst);
                    true
                }
                Err(TrySendError::Disconnected(_)) => false,
            }
        });
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(queues) = self.queues.upgrade() {
            queues.lock().1.retain(|queue| queue.number != self.number);
        }
    }
}

impl Events {
    /// Waits for the next event; `None` once the subscription was dropped or the diary closed, and nothing is left.
    ///
    /// What is told was committed: a question asked now sees it, or what came after it.
    pub fn next(&self) -> Option<Event> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let event = if self.is_behind() { None } else { Some(waiting.recv().ok()?) };
        Some(self.told(&waiting, event))
    }

    /// Returns the next event if there is one; never waits.
    pub fn try_next(&self) -> Option<Event> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let event = match waiting.try_recv() {
            Ok(event) => Some(event),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) if self.is_behind() => None,
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return None,
        };
        Some(self.told(&waiting, event))
    }

    fn is_behind(&self) -> bool {
        self.behind.load(Ordering::SeqCst)
    }

    /// Where something was left out, everything that waits is as good as one look at all of it.
    fn told(&self, waiting: &Receiver<Changed>, event: Option<Changed>) -> Event {
        match event {
            Some(event) if !self.is_behind() => Event::Changed(event),
            _ => {
                // First the note, then the queue: what is left out from here on is noted anew.
                self.behind.store(false, Ordering::SeqCst);
                while waiting.try_recv().is_ok() {}
                Event::LookAgain
            }
        }
    }
}

impl Changed {
    /// Takes note of an entry and of what it said or says.
    pub(super) fn entry(&mut self, entry: EntryId, content: &Content) {
        self.entries.insert(entry);
        self.kinds.insert(content.kind);
        match content.moment.diary_day(DayStart::MIDNIGHT) {
            Some(day) => drop(self.days.insert(day)),
            None => self.without_day = true,
        }
    }

    /// Takes note of an entry as its row says it is now; one without a row has changed nothing.
    pub(super) fn row(&mut self, source: &impl Read, entry: EntryId) -> Result<(), StoreError> {
        let row = source.one(
            "SELECT e.kind, e.day FROM operations o JOIN entries e ON e.id = o.seq WHERE o.id = ?1",
            [entry.as_bytes()],
            |row| Ok((row.get(0)?, row.get::<_, Option<i32>>(1)?)),
        )?;
        if let Some((kind, day)) = row {
            self.entries.insert(entry);
            self.kinds.insert(kind);
            match day.map(CivilDate::from_epoch_day) {
                Some(Ok(day)) => drop(self.days.insert(day)),
                Some(Err(_)) | None => self.without_day = true,
            }
        }
        Ok(())
    }
}

impl Diary {
    /// Begins to tell what changes from now on.
    pub fn subscribe(&self) -> (Subscription, Events) {
        let (events, waiting) = sync_channel(WAITING);
        let behind = Arc::new(AtomicBool::new(false));
        let mut queues = self.queues.lock();
        let number = queues.0;
        queues.0 += 1;
        queues.1.push(Queue { number, events, behind: Arc::clone(&behind) });
        let subscription = Subscription { queues: Arc::downgrade(&self.queues), number };
        (subscription, Events { waiting: Mutex::new(waiting), behind })
    }

    /// Returns a number that rises with every change of this file and never falls, over all sessions.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn revision(&self) -> Result<u64, DiaryError> {
        Ok(self.store.read(|reader| revision(reader))?)
    }

    /// Runs `work` in one transaction of the journal, and tells the subscribers what it noted once that is committed.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut JournalTx<'_, '_>, &mut Changed) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        let (value, _) = self.journal.write_then(
            &self.store,
            |journal| {
                let mut changed = Changed::default();
                let value = work(journal, &mut changed)?;
                if !changed.entries.is_empty() {
                    changed.revision = revision(journal.tx())?;
                }
                Ok::<_, DiaryError>((value, changed))
            },
            |(_, changed)| {
                if !changed.entries.is_empty() {
                    self.queues.tell(changed);
                }
            },
        )?;
        Ok(value)
    }
}

/// The place of the newest operation: places are given in order and never again.
fn revision(source: &impl Read) -> Result<u64, StoreError> {
    let newest = source.one("SELECT max(seq) FROM operations", [], |row| row.get::<_, Option<u64>>(0))?;
    Ok(newest.flatten().unwrap_or(0))
}
