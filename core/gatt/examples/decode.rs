//! A blood pressure frame, field by field: `cargo run -p health-gatt --example decode`.

use health_gatt::blood_pressure::Measurement;
use health_gatt::datetime::Completeness;
use health_gatt::{Outcome, Quirks};

#[expect(clippy::print_stdout, reason = "an example shows what it does")]
fn main() -> Result<(), health_gatt::DecodeError> {
    // A capture in derdilla/blood-pressure-monitor-fl: app tests, issue 80.
    let frame = [0x16, 0x7C, 0, 0x56, 0, 0x61, 0, 0xE8, 7, 6, 15, 17, 17, 27, 0x33, 0, 0, 0];
    let m = Measurement::decode(&frame, Quirks::for_model("A&D Medical", "UA-651BLE"))?;
    if m.outcome() == Outcome::Failed {
        println!("the cuff has no result");
        return Ok(());
    }
    println!("{}/{} {}", m.systolic, m.diastolic, m.unit);
    match m.time_stamp.map(health_gatt::DateTime::completeness) {
        Some(Completeness::Complete(civil)) => println!("by the cuff's own clock: {civil}"),
        Some(_) => println!("the cuff's clock shows no complete date"),
        None => println!("the cuff sends no time"),
    }
    for remark in m.remarks.iter() {
        println!("remark: {remark}");
    }
    Ok(())
}
