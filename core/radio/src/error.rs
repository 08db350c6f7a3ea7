//! Why Bluetooth does not work, and what a stack's errors mean on the air.

use diary_core::device::AttError;

/// Why there is no Bluetooth to work with. No device's name or address stands in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RadioError {
    /// The computer has no adapter, or its Bluetooth service does not run.
    #[error(
        "this computer has no Bluetooth that could be used; switch it on, or plug an adapter in, and try again"
    )]
    NoAdapter,
    /// The adapter is off.
    #[error("Bluetooth is switched off; switch it on and try again")]
    Off,
    /// The system does not let this program use Bluetooth.
    #[error(
        "the system does not let this program use Bluetooth; allow it in the system's settings and try again"
    )]
    NotPermitted,
    /// The device did not show itself in time.
    #[error(
        "the device is not in the air; take a reading or press its Bluetooth button, stay near, and try again"
    )]
    NotFound,
    /// Somebody stopped it.
    #[error("stopped; what was received is kept")]
    Stopped,
    /// The stack failed in a way of its own.
    #[error("the system's Bluetooth failed; switch it off and on again, and try again")]
    Failed,
}

impl From<btleplug::Error> for RadioError {
    fn from(error: btleplug::Error) -> Self {
        match error {
            btleplug::Error::PermissionDenied => Self::NotPermitted,
            btleplug::Error::NoAdapterAvailable => Self::NoAdapter,
            btleplug::Error::DeviceNotFound => Self::NotFound,
            other => {
                let text = other.to_string();
                if text.contains("ServiceUnknown") || text.contains("was not provided by any .service") {
                    Self::NoAdapter
                } else if text.contains("NotReady") {
                    Self::Off
                } else if text.contains("AccessDenied") {
                    Self::NotPermitted
                } else {
                    Self::Failed
                }
            }
        }
    }
}

/// Why an operation on a link did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// The device refused, or the stack in its name.
    Att(AttError),
    /// The link is not up.
    NotConnected,
    /// The system does not know the device any more: it has to be found again.
    Forgotten,
    /// Bluetooth was switched off, or the adapter is gone.
    Off,
    /// The system does not let this program use Bluetooth any more.
    NotPermitted,
}

/// "Unlikely error": what a failure is called that has no code of its own (Core specification, Vol 3, Part F, 3.4.1.1).
const UNLIKELY: AttError = AttError(0x0E);
/// "Insufficient authorization".
const NOT_AUTHORISED: AttError = AttError(0x08);

impl From<btleplug::Error> for Failed {
    fn from(error: btleplug::Error) -> Self {
        match error {
            btleplug::Error::NotConnected => Self::NotConnected,
            btleplug::Error::DeviceNotFound => Self::Forgotten,
            btleplug::Error::NoSuchCharacteristic | btleplug::Error::UnexpectedCharacteristic => {
                Self::Att(AttError::NOT_FOUND)
            }
            btleplug::Error::PermissionDenied => Self::Att(NOT_AUTHORISED),
            other => of_text(&other.to_string()),
        }
    }
}

/// Reads the words of a stack; `BlueZ` gives the ATT code in them ("Operation failed with ATT error: 0x0f").
fn of_text(text: &str) -> Failed {
    if let Some(code) = text.split("ATT error: 0x").nth(1) {
        let digits: String = code.chars().take_while(char::is_ascii_hexdigit).collect();
        if let Ok(code) = u8::from_str_radix(&digits, 16) {
            return Failed::Att(AttError(code));
        }
    }
    if text.contains("DBus.Error.AccessDenied") {
        Failed::NotPermitted
    } else if text.contains("UnknownObject") || text.contains("UnknownMethod") {
        Failed::Forgotten
    } else if text.contains("Not connected") || text.contains("NotConnected") {
        Failed::NotConnected
    } else if text.contains("InProgress") || text.contains("In Progress") {
        Failed::Att(AttError::PROCEDURE_IN_PROGRESS)
    } else if text.contains("NotPermitted") || text.contains("AuthenticationFailed") {
        Failed::Att(AttError::INSUFFICIENT_AUTHENTICATION)
    } else if text.contains("not found") {
        Failed::Att(AttError::NOT_FOUND)
    } else {
        Failed::Att(UNLIKELY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bluez_says_is_read() {
        let of = |text: &str| Failed::from(btleplug::Error::Other(text.to_owned().into()));
        assert_eq!(
            of(
                "D-Bus error: Operation failed with ATT error: 0x0f (Insufficient Encryption) (org.bluez.Error.Failed)"
            ),
            Failed::Att(AttError::INSUFFICIENT_ENCRYPTION)
        );
        assert_eq!(of("D-Bus error: Not connected (org.bluez.Error.Failed)"), Failed::NotConnected);
        assert_eq!(
            of("D-Bus error: Method \"Connect\" … (org.freedesktop.DBus.Error.UnknownObject)"),
            Failed::Forgotten
        );
        assert_eq!(
            of("D-Bus error: In Progress (org.bluez.Error.InProgress)"),
            Failed::Att(AttError::PROCEDURE_IN_PROGRESS)
        );
        assert_eq!(
            of("D-Bus error: Rejected send message (org.freedesktop.DBus.Error.AccessDenied)"),
            Failed::NotPermitted
        );
        assert_eq!(of("something else"), Failed::Att(UNLIKELY));
        assert_eq!(Failed::from(btleplug::Error::NotConnected), Failed::NotConnected);
    }
}
