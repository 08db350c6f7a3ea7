//! The agent that `BlueZ` asks while a device pairs (org.bluez.Agent(5)).
//!
//! Without one, a read that needs a paired link hangs until the bus gives up. This one speaks for one device alone and
//! refuses every other.

use dbus::MethodErr;
use dbus::channel::MatchingReceiver;
use dbus::message::MatchRule;
use dbus_crossroads::{Crossroads, IfaceBuilder};
use dbus_tokio::connection;
use tokio::task::JoinHandle;

use crate::error::RadioError;
use crate::radio::{Answers, Question};

const PATH: &str = "/diary/agent";
/// It can show a number, and numbers can be typed.
const CAPABILITY: &str = "KeyboardDisplay";

/// An agent; dropping it takes it from the bus.
#[derive(Debug)]
pub(crate) struct Agent(JoinHandle<()>);

impl Drop for Agent {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Asked {
    device: String,
    answers: Answers,
}

impl Asked {
    fn ask(&self, device: &dbus::Path<'_>, question: Question) -> Result<u32, MethodErr> {
        let refused = || MethodErr::from(("org.bluez.Error.Rejected", "refused"));
        if device.to_string() != self.device {
            return Err(refused());
        }
        (self.answers)(question).ok_or_else(refused)
    }
}

impl Agent {
    /// Makes this program the one that pairing asks about the device at `device`.
    pub(crate) async fn register(device: String, answers: Answers) -> Result<Self, RadioError> {
        let (resource, bus) = connection::new_system_sync().map_err(|_| RadioError::NoAdapter)?;
        let connected = tokio::spawn(async move {
            resource.await;
        });
        let mut crossroads = Crossroads::new();
        let agent = crossroads.register("org.bluez.Agent1", methods);
        crossroads.insert(PATH, &[agent], Asked { device, answers });
        bus.start_receive(
            MatchRule::new_method_call(),
            Box::new(move |message, bus| {
                // A message that is no method of the agent is none of its business.
                let _ = crossroads.handle_message(message, bus);
                true
            }),
        );
        let manager =
            dbus::nonblock::Proxy::new("org.bluez", "/org/bluez", std::time::Duration::from_secs(5), bus);
        let path = dbus::Path::from(PATH);
        let interface = "org.bluez.AgentManager1";
        let registered = async {
            manager
                .method_call::<(), _, _, _>(interface, "RegisterAgent", (path.clone(), CAPABILITY))
                .await?;
            manager.method_call::<(), _, _, _>(interface, "RequestDefaultAgent", (path,)).await
        };
        if registered.await.is_err() {
            connected.abort();
            return Err(RadioError::Failed);
        }
        Ok(Self(connected))
    }
}

fn methods(agent: &mut IfaceBuilder<Asked>) {
    agent.method("Release", (), (), |_, _, ()| Ok(()));
    agent.method("Cancel", (), (), |_, _, ()| Ok(()));
    agent.method("RequestAuthorization", ("device",), (), |_, asked, (device,): (dbus::Path<'static>,)| {
        asked.ask(&device, Question::Allow).map(drop)
    });
    agent.method(
        "AuthorizeService",
        ("device", "uuid"),
        (),
        |_, asked, (device, _): (dbus::Path<'static>, String)| asked.ask(&device, Question::Allow).map(drop),
    );
    agent.method(
        "RequestConfirmation",
        ("device", "passkey"),
        (),
        |_, asked, (device, passkey): (dbus::Path<'static>, u32)| {
            asked.ask(&device, Question::Same(passkey)).map(drop)
        },
    );
    agent.method(
        "RequestPasskey",
        ("device",),
        ("passkey",),
        |_, asked, (device,): (dbus::Path<'static>,)| Ok((asked.ask(&device, Question::Number)?,)),
    );
    agent.method(
        "RequestPinCode",
        ("device",),
        ("pincode",),
        |_, asked, (device,): (dbus::Path<'static>,)| {
            Ok((asked.ask(&device, Question::Number)?.to_string(),))
        },
    );
    agent.method(
        "DisplayPasskey",
        ("device", "passkey", "entered"),
        (),
        |_, asked, (device, passkey, _): (dbus::Path<'static>, u32, u16)| {
            asked.ask(&device, Question::Show(passkey)).map(drop)
        },
    );
}
