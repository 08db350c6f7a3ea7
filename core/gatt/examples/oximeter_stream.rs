//! Live values from notifications that cut frames anywhere: `cargo run -p health-gatt --example oximeter_stream`.

use health_gatt::stream::{Piece, Stream};
use health_gatt::vendor::pc60::{Content, Frame, Notifications};

#[expect(clippy::print_stdout, reason = "an example shows what it does")]
fn main() {
    // Two captures of a PC-60FW, cut as a phone may get them, with a byte of noise between.
    let notifications: [&[u8]; 3] = [
        &[0xAA, 0x55, 0x0F, 0x08, 0x01, 0x5F],
        &[0x55, 0x00, 0x57, 0x00, 0xC0, 0xDA, 0x13, 0xAA, 0x55, 0x0F],
        &[0x08, 0x01, 0x62, 0x39, 0x00, 0x44, 0x00, 0xC0, 0xE3],
    ];
    let mut stream = Stream::<Notifications>::new();
    for notification in notifications {
        stream.push(notification, |piece| match piece {
            Piece::Frame(frame) => match Frame::decode(frame).map(|frame| frame.content) {
                Ok(Content::Values { spo2: Some(spo2), pulse_rate: Some(pulse), .. }) => {
                    println!("SpO2 {spo2} %, pulse {pulse} /min");
                }
                Ok(_) => println!("no value"),
                Err(error) => println!("{error}"),
            },
            Piece::Skipped(count) => println!("{count} byte between the frames"),
        });
    }
}
