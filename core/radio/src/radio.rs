//! The adapter: who is in the air, and the way to one device.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use btleplug::api::{
    Central, CentralEvent, CentralState, Manager as _, Peripheral as _, ScanFilter, WriteType,
};
use btleplug::platform::{Adapter, Manager, Peripheral};
use diary_core::device::{AttError, Characteristic, DisconnectReason, Kind, Uuid};
use diary_core::ports::Clock;
use futures::StreamExt;
use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep, timeout_at};

#[cfg(target_os = "linux")]
use crate::bluez;
use crate::error::{Failed, RadioError};
use crate::link::{Happened, Link};

/// How often the list of what is in the air is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How often an adapter that is off is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// How long a device that the system has forgotten is looked for, inside one attempt to connect.
const FIND_AGAIN: Duration = Duration::from_secs(30);

/// Where a device is found on this computer: its Bluetooth address, or what the system calls it where it hides that.
///
/// It differs by computer, and says nothing of who a device is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(String);

impl Address {
    /// Reads an address as a person or a file has it; letters may be small.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_ascii_uppercase())
    }

    /// As it is stored and shown.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    /// Without the address: whose cuff it is must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(..)")
    }
}

/// A device in the air.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub address: Address,
    /// What it calls itself.
    pub name: Option<String>,
    /// The health kinds that it advertises; many cuffs advertise none and are found all the same.
    pub kinds: Vec<Kind>,
    /// Signal strength, dBm.
    pub strength: i16,
}

impl fmt::Debug for Found {
    /// Without name and address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Found({:?}, {} dBm)", self.kinds, self.strength)
    }
}

/// What a device or the system asks while pairing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether to pair at all; there is no number to compare.
    Allow,
    /// Whether the device shows this number.
    Same(u32),
    /// The number that the device shows.
    Number,
    /// Nothing: the device wants this number typed.
    Show(u32),
}

impl fmt::Debug for Question {
    /// Without the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "Allow",
            Self::Same(_) => "Same(..)",
            Self::Number => "Number",
            Self::Show(_) => "Show(..)",
        })
    }
}

/// Answers questions while pairing: the number asked for, any number for yes, `None` for no.
pub type Answers = Arc<dyn Fn(Question) -> Option<u32> + Send + Sync>;

/// This computer's Bluetooth.
#[derive(Debug, Clone)]
pub struct Radio {
    adapter: Adapter,
    clock: Arc<dyn Clock>,
    /// Every device that was met, for as long as this is there. A stack's own object of a device is no more than its name, and
    /// works again once the stack has found the device again; and a stream of events that is dropped while one arrives makes
    /// `bluez-async` panic, so that none is.
    met: Arc<Mutex<BTreeMap<Address, Arc<Met>>>>,
}

impl Radio {
    /// Opens the first adapter. `clock` is what arrivals are stamped with.
    ///
    /// # Errors
    /// [`RadioError`].
    pub async fn open(clock: Arc<dyn Clock>) -> Result<Self, RadioError> {
        let manager = Manager::new().await.map_err(|_| RadioError::NoAdapter)?;
        let adapter = manager.adapters().await?.into_iter().next().ok_or(RadioError::NoAdapter)?;
        if adapter.adapter_state().await? == CentralState::PoweredOff {
            return Err(RadioError::Off);
        }
        Ok(Self { adapter, clock, met: Arc::default() })
    }

    /// Tells who is in the air until `time` has passed; each device once, and again when it tells more of itself.
    ///
    /// No filter is set: a cuff that advertises no service is found too.
    ///
    /// # Errors
    /// [`RadioError`].
    pub async fn scan(&self, time: Duration, mut found: impl FnMut(&Found)) -> Result<(), RadioError> {
        let until = Instant::now() + time;
        self.start_scan().await?;
        let mut known: BTreeMap<Address, Found> = BTreeMap::new();
        let looked = async {
            while Instant::now() < until {
                for (_, one) in self.in_the_air().await? {
                    let told = known.get(&one.address);
                    if told.is_none_or(|told| told.name != one.name || told.kinds != one.kinds) {
                        found(&one);
                        known.insert(one.address.clone(), one);
                    }
                }
                sleep(LOOK).await;
            }
            Ok(())
        }
        .await;
        self.stop_scan().await;
        looked
    }

    /// Waits until one of these devices shows itself.
    ///
    /// # Errors
    /// [`RadioError::NotFound`] once `time` has passed.
    pub async fn wait_for(&self, addresses: &[Address], time: Duration) -> Result<Device, RadioError> {
        let (peripheral, address) = self.find(addresses, time).await?;
        let mut met = self.met.lock().await;
        let met = met.entry(address.clone()).or_insert_with(|| Arc::new(Met::new(peripheral)));
        Ok(Device { radio: self.clone(), address, met: Arc::clone(met) })
    }

    /// Lets pairing ask `answers` for one device, until what it gives back is dropped. Does nothing where the system asks by
    /// itself.
    ///
    /// # Errors
    /// [`RadioError`].
    #[cfg(target_os = "linux")]
    pub async fn agent(&self, device: &Device, answers: Answers) -> Result<impl Sized + use<>, RadioError> {
        bluez::Agent::register(device.path(), answers).await
    }

    /// As on Linux; here the system asks by itself.
    ///
    /// # Errors
    /// None.
    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_async, reason = "the same call everywhere")]
    pub async fn agent(&self, _device: &Device, _answers: Answers) -> Result<impl Sized + use<>, RadioError> {
        Ok(())
    }

    async fn find(&self, addresses: &[Address], time: Duration) -> Result<(Peripheral, Address), RadioError> {
        self.start_scan().await?;
        let found = timeout_at(Instant::now() + time, async {
            loop {
                let mut seen = self.in_the_air().await?.into_iter();
                if let Some((peripheral, found)) = seen.find(|(_, found)| addresses.contains(&found.address))
                {
                    return Ok((peripheral, found.address));
                }
                sleep(LOOK).await;
            }
        })
        .await;
        self.stop_scan().await;
        found.unwrap_or(Err(RadioError::NotFound))
    }

    async fn start_scan(&self) -> Result<(), RadioError> {
        Ok(self.adapter.start_scan(ScanFilter::default()).await?)
    }

    async fn stop_scan(&self) {
        // One that has ended by itself is as good.
        let _ = self.adapter.stop_scan().await;
    }

    /// Whether Bluetooth is off, or the adapter gone: then its state cannot be asked for either.
    async fn is_off(&self) -> bool {
        matches!(self.adapter.adapter_state().await, Ok(CentralState::PoweredOff) | Err(_))
    }

    async fn in_the_air(&self) -> Result<Vec<(Peripheral, Found)>, RadioError> {
        let mut all = Vec::new();
        for peripheral in self.adapter.peripherals().await? {
            let Ok(Some(properties)) = peripheral.properties().await else { continue };
            // The system also lists devices that it knows from before.
            let Some(strength) = properties.rssi else { continue };
            let kinds = Kind::ALL.into_iter().filter(|kind| {
                properties
                    .services
                    .iter()
                    .any(|service| kind.services().contains(&Uuid::from_bytes(*service.as_bytes())))
            });
            let found = Found {
                address: address_of(&peripheral),
                kinds: kinds.collect(),
                name: properties.local_name,
                strength,
            };
            all.push((peripheral, found));
        }
        Ok(all)
    }
}

fn address_of(peripheral: &Peripheral) -> Address {
    let address = peripheral.address().to_string();
    if address.chars().all(|c| matches!(c, '0' | ':')) {
        // A system that hides addresses has a name of its own for the device.
        return Address::new(&peripheral.id().to_string());
    }
    Address::new(&address)
}

/// A device that was met, and who listens to it now.
#[derive(Debug)]
struct Met {
    peripheral: Peripheral,
    /// The system has forgotten it: it has to be found before it can be connected.
    forgotten: AtomicBool,
    listened_to: Mutex<bool>,
    told: Arc<Told>,
    /// What was read. `BlueZ` tells the answer to a read in the same way as an indication, and no session both reads and
    /// subscribes to a characteristic.
    read: Arc<std::sync::Mutex<BTreeSet<Uuid>>>,
}

/// Where what a device says goes; nowhere while no session is there.
type Told = std::sync::Mutex<Option<UnboundedSender<Happened>>>;

impl Met {
    fn new(peripheral: Peripheral) -> Self {
        Self {
            peripheral,
            forgotten: AtomicBool::new(false),
            listened_to: Mutex::new(false),
            told: Arc::default(),
            read: Arc::default(),
        }
    }

    fn tell(&self, told: Option<UnboundedSender<Happened>>) {
        *held(&self.told) = told;
    }
}

/// One device within reach.
#[derive(Debug)]
pub struct Device {
    radio: Radio,
    address: Address,
    met: Arc<Met>,
}

impl Device {
    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The name that it advertises.
    pub async fn name(&self) -> Option<String> {
        self.met.peripheral.properties().await.ok().flatten()?.local_name
    }

    /// The path of its object on the bus.
    #[cfg(target_os = "linux")]
    fn path(&self) -> String {
        bluez::path_of(&self.met.peripheral)
    }

    async fn try_connect(&self) -> Result<(), Failed> {
        if self.met.forgotten.load(Ordering::SeqCst) {
            let found = self.radio.find(std::slice::from_ref(&self.address), FIND_AGAIN).await;
            found.map_err(|_| Failed::NotConnected)?;
            self.met.forgotten.store(false, Ordering::SeqCst);
        }
        self.listen().await?;
        let connected = self.met.peripheral.connect().await.map_err(|error| match error {
            btleplug::Error::PermissionDenied => Failed::NotPermitted,
            other => other.into(),
        });
        match &connected {
            Ok(()) => {}
            Err(Failed::Forgotten) => self.met.forgotten.store(true, Ordering::SeqCst),
            // The system would go on trying.
            Err(_) => drop(self.met.peripheral.disconnect().await),
        }
        connected
    }

    /// Listens to the device from the first time on.
    async fn listen(&self) -> Result<(), Failed> {
        let mut listened_to = self.met.listened_to.lock().await;
        if *listened_to {
            return Ok(());
        }
        let values = self.met.peripheral.notifications().await?;
        let events = self.radio.adapter.events().await?;
        #[cfg(target_os = "linux")]
        let reasons = bluez::reasons(&self.path()).await;
        #[cfg(not(target_os = "linux"))]
        let reasons = None;
        let ears = Ears {
            peripheral: self.met.peripheral.clone(),
            clock: Arc::clone(&self.radio.clock),
            told: Arc::clone(&self.met.told),
            read: Arc::clone(&self.met.read),
        };
        tokio::spawn(ears.listen(values, events, reasons));
        *listened_to = true;
        Ok(())
    }

    fn characteristic(&self, uuid: Uuid) -> Result<btleplug::api::Characteristic, Failed> {
        let found = self.met.peripheral.characteristics().into_iter().find(|known| name(known) == uuid);
        found.ok_or(Failed::Att(AttError::NOT_FOUND))
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.met.tell(None);
    }
}

fn name(characteristic: &btleplug::api::Characteristic) -> Uuid {
    Uuid::from_bytes(*characteristic.uuid.as_bytes())
}

impl Link for Device {
    async fn connect(&self, happened: UnboundedSender<Happened>) -> Result<(), Failed> {
        self.met.tell(Some(happened));
        let tried = match self.try_connect().await {
            Err(Failed::Forgotten) => self.try_connect().await,
            tried => tried,
        };
        match tried {
            Err(failed) if failed != Failed::NotPermitted && self.radio.is_off().await => Err(Failed::Off),
            tried => tried,
        }
    }

    async fn discover(&self) -> Result<Vec<Characteristic>, Failed> {
        use btleplug::api::CharPropFlags as Flags;
        self.met.peripheral.discover_services().await?;
        if !self.met.peripheral.is_connected().await? {
            // A system answers from its memory too.
            return Err(Failed::NotConnected);
        }
        let of = |found: &btleplug::api::Characteristic| Characteristic {
            uuid: name(found),
            readable: found.properties.contains(Flags::READ),
            notify: found.properties.contains(Flags::NOTIFY),
            indicate: found.properties.contains(Flags::INDICATE),
            writable: found.properties.contains(Flags::WRITE),
        };
        Ok(self.met.peripheral.characteristics().iter().map(of).collect())
    }

    async fn read(&self, uuid: Uuid) -> Result<Vec<u8>, Failed> {
        let characteristic = self.characteristic(uuid)?;
        held(&self.met.read).insert(uuid);
        Ok(self.met.peripheral.read(&characteristic).await?)
    }

    async fn write(&self, uuid: Uuid, bytes: Vec<u8>) -> Result<(), Failed> {
        let characteristic = self.characteristic(uuid)?;
        Ok(self.met.peripheral.write(&characteristic, &bytes, WriteType::WithResponse).await?)
    }

    async fn subscribe(&self, uuid: Uuid) -> Result<(), Failed> {
        Ok(self.met.peripheral.subscribe(&self.characteristic(uuid)?).await?)
    }

    async fn unsubscribe(&self, uuid: Uuid) {
        if let Ok(characteristic) = self.characteristic(uuid) {
            // On a link that is down the system says so, and has given it back all the same.
            let _ = self.met.peripheral.unsubscribe(&characteristic).await;
        }
    }

    async fn back_on(&self) {
        while self.radio.is_off().await {
            sleep(LOOK_AGAIN).await;
        }
    }

    async fn hang_up(&self) {
        let _ = self.met.peripheral.disconnect().await;
    }
}

/// Listens to one device, and stamps what it hears.
struct Ears {
    peripheral: Peripheral,
    clock: Arc<dyn Clock>,
    told: Arc<Told>,
    read: Arc<std::sync::Mutex<BTreeSet<Uuid>>>,
}

/// A lock, whatever became of who held it before.
fn held<T>(mutex: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long to wait for the reason of an end that the system has told of.
const REASON: Duration = Duration::from_millis(300);

type Values = std::pin::Pin<Box<dyn futures::Stream<Item = btleplug::api::ValueNotification> + Send>>;
type Events = std::pin::Pin<Box<dyn futures::Stream<Item = CentralEvent> + Send>>;
/// Why links ended, as they end.
pub(crate) type Reasons = tokio::sync::mpsc::UnboundedReceiver<DisconnectReason>;

impl Ears {
    async fn listen(self, mut values: Values, mut events: Events, mut reasons: Option<Reasons>) {
        loop {
            tokio::select! {
                biased;
                Some(value) = values.next() => self.value(value),
                Some(event) = events.next() => match event {
                    CentralEvent::DeviceDisconnected(id) if id == self.peripheral.id() => {
                        let at = self.clock.now();
                        let reason = self.reason(&mut values, &mut reasons).await;
                        self.tell(Happened::Down { reason, at });
                    },
                    CentralEvent::StateUpdate(CentralState::PoweredOff) => {
                        self.tell(Happened::Off { at: self.clock.now() });
                    },
                    // A word on an earlier end that came too late must not explain the next one.
                    CentralEvent::DeviceConnected(id) if id == self.peripheral.id() => {
                        while let Some(Ok(_)) = reasons.as_mut().map(Reasons::try_recv) {}
                    },
                    _ => {},
                },
                else => return,
            }
        }
    }

    fn value(&self, value: btleplug::api::ValueNotification) {
        let uuid = Uuid::from_bytes(*value.uuid.as_bytes());
        if held(&self.read).contains(&uuid) {
            return;
        }
        self.tell(Happened::Value { uuid, bytes: value.value, at: self.clock.now() });
    }

    fn tell(&self, happened: Happened) {
        if let Some(told) = &*held(&self.told) {
            // Nobody is there any more: the session is over.
            let _ = told.send(happened);
        }
    }

    /// Why the link ended, where the system says so; values that are still on their way go before.
    async fn reason(&self, values: &mut Values, reasons: &mut Option<Reasons>) -> DisconnectReason {
        let until = Instant::now() + REASON;
        loop {
            let told = async {
                match reasons {
                    Some(reasons) => reasons.recv().await,
                    None => None,
                }
            };
            tokio::select! {
                biased;
                Some(value) = values.next() => self.value(value),
                reason = timeout_at(until, told) => {
                    return match reason {
                        Ok(Some(reason)) => reason,
                        Ok(None) | Err(_) => DisconnectReason::Unknown,
                    };
                },
            }
        }
    }
}
