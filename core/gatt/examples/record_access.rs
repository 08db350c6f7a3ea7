//! A collector asks an oximeter for its stored records, without any Bluetooth: `cargo run -p health-gatt --example record_access`.

use health_gatt::racp::Records;
use health_gatt::racp::procedure::{Event, Limits, Plan, Procedure};

#[expect(clippy::print_stdout, reason = "an example shows what it does")]
fn main() {
    let mut procedure = Procedure::new(Plan::CountThenReport(Records::All), Limits::DEFAULT);
    let mut step = procedure.start(0);
    // What a device with two records does, and when.
    let events: [(Event<'_>, u64); 6] = [
        (Event::WriteAccepted, 40),
        (Event::Answer(&[0x05, 0x00, 0x02, 0x00]), 90),
        (Event::WriteAccepted, 130),
        (Event::Record, 180),
        (Event::Record, 240),
        (Event::Answer(&[0x06, 0x00, 0x01, 0x01]), 300),
    ];
    for (event, now_ms) in events {
        if let Some(request) = step.write {
            println!("{now_ms:4} ms  write {:02X?}", request.encode());
        }
        step = procedure.on(event, now_ms);
    }
    if let Some(outcome) = step.outcome {
        println!("{outcome:?}");
    }
}
