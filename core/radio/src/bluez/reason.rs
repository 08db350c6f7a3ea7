//! Why a link ended: the signal `Disconnected` of `org.bluez.Device1` (`BlueZ` 5.83 and later; others say nothing).

use dbus::message::MatchRule;
use dbus_tokio::connection;
use diary_core::device::DisconnectReason;
use futures::StreamExt;
use tokio::sync::mpsc;

use crate::radio::Reasons;

/// Listens for the ends of a device's links; `None` where the bus is not there.
pub(crate) async fn reasons(path: &str) -> Option<Reasons> {
    let (resource, bus) = connection::new_system_sync().ok()?;
    let connected = tokio::spawn(async move {
        resource.await;
    });
    let path = dbus::Path::new(path).ok()?;
    let rule = MatchRule::new_signal("org.bluez.Device1", "Disconnected").with_path(path).static_clone();
    let (signals, mut stream) = bus.add_match(rule).await.ok()?.stream();
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(signal) = stream.next().await {
            let (_, (reason, _)): (dbus::Message, (String, String)) = signal;
            if tell.send(of_name(&reason)).is_err() {
                break;
            }
        }
        let _ = bus.remove_match(signals.token()).await;
        connected.abort();
    });
    Some(told)
}

/// The reason behind a name of `BlueZ` (org.bluez.Device(5), "Disconnected").
fn of_name(name: &str) -> DisconnectReason {
    match name.rsplit('.').next().unwrap_or_default() {
        "Remote" => DisconnectReason::Peer,
        "Timeout" => DisconnectReason::LinkLost,
        "Local" | "Suspend" => DisconnectReason::Local,
        _ => DisconnectReason::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_by_name() {
        assert_eq!(of_name("org.bluez.Reason.Remote"), DisconnectReason::Peer);
        assert_eq!(of_name("org.bluez.Reason.Timeout"), DisconnectReason::LinkLost);
        assert_eq!(of_name("org.bluez.Reason.Local"), DisconnectReason::Local);
        assert_eq!(of_name("org.bluez.Reason.Unknown"), DisconnectReason::Unknown);
        assert_eq!(of_name(""), DisconnectReason::Unknown);
    }
}
