//! The phone's Bluetooth, switched off and taken away.

use super::*;

fn lost(script: &mut Script) -> Vec<Command> {
    script.down(DisconnectReason::LinkLost)
}

/// A cuff's session that has one record.
fn receiving() -> Script {
    let mut script = Script::new(Profile::sync([Kind::BloodPressure]));
    script.subscribe_all(&CUFF);
    script.record(wire::BLOOD_PRESSURE);
    script
}

fn waits(commands: &[Command]) -> bool {
    commands.contains(&Command::Report(Progress::WaitingForAdapter))
}

#[test]
fn bluetooth_that_was_switched_off_is_waited_for_and_costs_no_attempt() {
    let mut script = receiving();
    // Far more often than a link may be lost; told behind the end of the link, before it, and without it.
    for round in 0..30 {
        if round % 3 == 0 {
            lost(&mut script);
        }
        let commands = script.send(Event::AdapterOff);
        assert!(waits(&commands) && !commands.contains(&Command::Connect), "round {round}: {commands:?}");
        if round % 3 == 1 {
            assert_eq!(lost(&mut script), [], "the link was down already");
        }
        assert_eq!(script.send(Event::AdapterOff), [], "told twice");
        script.ms += 60_000;
        let commands = script.send(Event::AdapterOn);
        assert!(commands.contains(&Command::Connect), "round {round}: {commands:?}");
        script.subscribe_all(&CUFF);
        script.record(wire::BLOOD_PRESSURE);
    }
    let commands = script.down(DisconnectReason::Peer);
    let expected = Outcome::Complete { proof: Proof::PeerEnded, records: 31, announced: None };
    assert_eq!(done(&commands), Some(&expected));
}

#[test]
fn while_it_is_off_nothing_is_tried_until_patience_ends() {
    let mut script = receiving();
    script.send(Event::AdapterOff);
    let commands = script.time_out();
    assert_eq!(done(&commands), Some(&Outcome::AdapterOff { records: 1 }));
    assert_eq!(script.log.iter().filter(|command| **command == Command::Connect).count(), 1);
    assert_eq!(script.ms, Profile::sync([]).adapter_ms);
}

#[test]
fn a_session_that_begins_while_it_is_off_waits() {
    let mut script = Script::new(Profile::sync([]));
    script.send(Event::AdapterOff);
    let commands = script.send(Event::Start);
    assert!(waits(&commands) && !commands.contains(&Command::Connect), "{commands:?}");
    assert!(script.send(Event::AdapterOn).contains(&Command::Connect));
}

#[test]
fn an_attempt_that_fails_because_it_is_off_is_none() {
    let mut script = Script::new(Profile::sync([]));
    script.send(Event::Start);
    for _ in 0..30 {
        script.send(Event::ConnectFailed);
        assert!(waits(&script.send(Event::AdapterOff)));
        assert!(script.send(Event::AdapterOn).contains(&Command::Connect));
    }
}

/// The end that nobody explained was the adapter's, and says nothing of the device.
#[test]
fn an_unexplained_end_is_explained_by_it() {
    let mut script = receiving();
    script.down(DisconnectReason::Unknown);
    script.send(Event::AdapterOff);
    script.send(Event::AdapterOn);
    let commands = script.send(Event::ConnectFailed);
    assert_eq!(done(&commands), None, "the cuff may have more");
}

#[test]
fn what_was_given_whole_before_is_complete() {
    for event in [Event::AdapterOff, Event::PermissionLost] {
        let mut script = Script::new(Profile::sync([Kind::BloodPressure]));
        let battery = Characteristic { uuid: wire::BATTERY, ..CUFF[1] };
        script.subscribe_all(&[CUFF[0], battery]);
        script.record(wire::BLOOD_PRESSURE);
        // Silence ends the burst; now the device is asked for its battery.
        assert!(script.time_out().contains(&Command::Read { uuid: wire::BATTERY }));
        script.send(event);
        let commands = lost(&mut script);
        let expected = Outcome::Complete { proof: Proof::Quiet, records: 1, announced: None };
        assert!(done(&commands).or(done(&script.log)) == Some(&expected), "{:?}", script.log);
    }
}

#[test]
fn a_permission_that_is_withdrawn_ends_the_session() {
    let mut script = receiving();
    let commands = script.send(Event::PermissionLost);
    assert!(commands.contains(&Command::Disconnect));
    assert_eq!(done(&lost(&mut script)), Some(&Outcome::NotPermitted { records: 1 }));
    let mut connecting = Script::new(Profile::sync([]));
    connecting.send(Event::Start);
    connecting.send(Event::PermissionLost);
    // A platform that does not answer any more either.
    assert_eq!(done(&connecting.time_out()), Some(&Outcome::NotPermitted { records: 0 }));
}

/// What is in flight when the phone's Bluetooth goes is stored all the same, and the end waits for that.
#[test]
fn nothing_ends_before_the_store_answered() {
    let mut script = receiving();
    let commands = script.raw(Event::Value { uuid: wire::BLOOD_PRESSURE, bytes: vec![7; 18] });
    assert!(matches!(commands[..], [Command::Persist { ticket: 2, .. }, ..]), "{commands:?}");
    script.raw(Event::AdapterOff);
    script.raw(Event::Cancel);
    assert_eq!(done(&script.log), None);
    let commands = script.raw(Event::Persisted { ticket: 2, result: Ok(()) });
    assert_eq!(done(&commands), Some(&Outcome::Cancelled));
}
