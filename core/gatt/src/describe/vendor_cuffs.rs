//! Frames of cuff makers in rows.

use alloc::format;

use super::{Description, Kind, Name, PER_MINUTE, Rows, bits, hex};
use crate::quirk::Quirks;
use crate::remarks::{Remark, Remarks};
use crate::vendor::omron::advertisement::ManufacturerData;
use crate::vendor::omron::clock::ClockBlock;
use crate::vendor::omron::record::{Layout, Record};
use crate::vendor::{and, microlife, omron, taidoc};

const MMHG: Option<&str> = Some("mmHg");

pub(super) const NAMES: &[Name] = &[
    Name::new("and", "and-frame", "A&D: a frame of the vendor characteristic", and_frame),
    Name::new("omron-be", "omron-record-big-endian", "Omron: a record of HEM-7322T, 7600T and kin", omron_be),
    Name::new("omron-6232t", "omron-record-hem-6232t", "Omron: a record of HEM-6232T", omron_6232t),
    Name::new(
        "omron-le",
        "omron-record-little-endian",
        "Omron: a record of HEM-7142T2, 7155T, 7361T and kin",
        omron_le,
    ),
    Name::new("omron-clock-be", "omron-clock-big-endian", "Omron: a clock block of 10 bytes", omron_clock_be),
    Name::new(
        "omron-clock-le",
        "omron-clock-little-endian",
        "Omron: a clock block of 16 bytes",
        omron_clock_le,
    ),
    Name::new("omron-frame", "omron-memory-frame", "Omron: a request for memory, or the answer", omron_frame),
    Name::new(
        "omron-adv",
        "omron-advertisement",
        "Omron: manufacturer data after the company number",
        omron_adv,
    ),
    Name::new("microlife", "microlife-frame", "Microlife: a request, or the answer", microlife_frame),
    Name::new("taidoc", "taidoc-frame", "ForaCare, TaiDoc: a frame of eight bytes", taidoc_frame),
];

fn and_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = and::Frame::decode(bytes)?;
    out.row("direction", &frame.kind, None);
    out.row("command", &frame.command, None);
    match frame.time() {
        Some(time) => out.row("time", &time, None),
        None if !frame.value.is_empty() => out.row("value", &hex(frame.value), None),
        None => {}
    }
    out.finish(Kind::Control, frame.remarks, frame.rest);
    Ok(())
}

fn omron_be(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    omron_record(out, bytes, Layout::BigEndian)
}

fn omron_6232t(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    omron_record(out, bytes, Layout::BigEndianSwapped)
}

fn omron_le(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    omron_record(out, bytes, Layout::LittleEndian)
}

fn omron_record(out: &mut Description, bytes: &[u8], layout: Layout) -> Rows {
    let Some(record) = Record::decode(bytes, layout)? else {
        out.row("slot", &"empty", None);
        return Ok(());
    };
    out.row("systolic", &record.systolic, MMHG);
    out.row("diastolic", &record.diastolic, MMHG);
    out.row("pulse rate", &record.pulse_rate, PER_MINUTE);
    match record.time {
        Some(time) => out.row("time stamp", &time, None),
        None => out.row("time stamp", &"impossible", None),
    }
    let noticed = [(record.body_moved, "body moved"), (record.irregular_pulse, "irregular pulse")];
    let status = noticed.iter().fold(0, |bits, (set, _)| bits << 1 | u32::from(*set));
    let names = noticed.iter().filter(|(set, _)| *set).map(|(_, name)| *name);
    out.row("status", &bits(status, 1, names), None);
    if let Some(number) = record.sequence_number {
        out.row("sequence number", &number, None);
    }
    out.finish(Kind::Reading, record.remarks, &[]);
    Ok(())
}

fn omron_clock_be(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    omron_clock(out, bytes, Layout::BigEndian)
}

fn omron_clock_le(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    omron_clock(out, bytes, Layout::LittleEndian)
}

fn omron_clock(out: &mut Description, bytes: &[u8], layout: Layout) -> Rows {
    let block = ClockBlock::decode(bytes, layout)?;
    match block.time {
        Some(time) => out.row("time", &time, None),
        None if block.never_set => out.row("time", &"never set", None),
        None => out.row("time", &"impossible", None),
    }
    out.finish(Kind::Clock, block.remarks, &[]);
    Ok(())
}

fn omron_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = omron::frame::Frame::decode(bytes)?;
    match frame.kind.text() {
        Some(text) => out.row("type", &text, None),
        None => out.row("type", &format!("undefined ({:04X})", frame.kind.0), None),
    }
    out.row("address", &format!("0x{:04X}", frame.address), None);
    out.row("size", &frame.size, None);
    if !frame.data.is_empty() {
        out.row("data", &hex(frame.data), None);
    }
    let mut remarks = Remarks::NONE;
    remarks.add_if(frame.kind.text().is_none(), Remark::UndefinedValue);
    out.finish(Kind::Control, remarks, frame.rest);
    Ok(())
}

fn omron_adv(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let data = ManufacturerData::decode(bytes)?;
    out.row("users", &data.users().len(), None);
    out.row("state", &bits(data.state.bits().into(), 2, data.state.names()), None);
    for (user, memory) in data.users().enumerate() {
        let text = format!("newest sequence number {}, {} stored", memory.sequence_number, memory.stored);
        out.row(USERS.get(user).copied().unwrap_or("user"), &text, None);
    }
    out.finish(Kind::Information, data.remarks, data.rest);
    Ok(())
}

/// Two bits count the users.
const USERS: [&str; 4] = ["user 1", "user 2", "user 3", "user 4"];

fn microlife_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = microlife::Frame::decode(bytes)?;
    out.row("direction", &if frame.from_device { "from the cuff" } else { "to the cuff" }, None);
    let mut kind = Kind::Control;
    for record in frame.records() {
        kind = Kind::Reading;
        out.row("systolic", &record.systolic, MMHG);
        out.row("diastolic", &record.diastolic, MMHG);
        out.row("pulse rate", &record.pulse_rate, PER_MINUTE);
        match record.time {
            Some(time) => out.row("time stamp", &time, None),
            None => out.row("time stamp", &"impossible", None),
        }
    }
    if kind == Kind::Control {
        out.row("payload", &hex(frame.payload), None);
    }
    let mut remarks = Remarks::NONE;
    remarks.add_if(!frame.rest.is_empty(), Remark::LongerThanAnnounced);
    out.finish(kind, remarks, frame.rest);
    Ok(())
}

fn taidoc_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = taidoc::Frame::decode(bytes)?;
    out.row("direction", &if frame.from_device { "from the meter" } else { "to the meter" }, None);
    out.row("command", &frame.command, None);
    let mut kind = Kind::Control;
    if let Some(pressure) = frame.blood_pressure() {
        kind = Kind::Reading;
        out.row("systolic", &pressure.systolic, MMHG);
        out.row("diastolic", &pressure.diastolic, MMHG);
        out.row("pulse rate", &pressure.pulse_rate, PER_MINUTE);
    } else if let Some((spo2, pulse)) = frame.oximetry() {
        kind = Kind::Reading;
        out.row("SpO2", &spo2, super::PERCENT);
        out.row("pulse rate", &pulse, PER_MINUTE);
    } else if let Some(time) = frame.time() {
        kind = Kind::Clock;
        out.row("time", &time, None);
    } else if let Some(count) = frame.count() {
        out.row("stored records", &count, None);
    } else {
        out.row("data", &hex(&frame.data), None);
    }
    out.finish(kind, frame.remarks, frame.rest);
    Ok(())
}
