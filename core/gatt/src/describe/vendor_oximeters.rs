//! Frames of oximeter makers in rows.

use alloc::format;
use core::str;

use super::{Description, Kind, Name, PER_MINUTE, PERCENT, Rows, bits, hex, longer};
use crate::Outcome;
use crate::decimal::Decimal;
use crate::quirk::Quirks;
use crate::remarks::{Remark, Remarks};
use crate::vendor::viatom::{bp2, lepu, o2ring, session};
use crate::vendor::{berry, contec, jumper, masimo, nonin, pc60};

pub(super) const NAMES: &[Name] = &[
    Name::new("nonin", "nonin-oximetry", "Nonin: a live value of 10 bytes", nonin_oximetry),
    Name::new("o2ring", "viatom-o2ring-frame", "Viatom, Wellue: a frame of the O2Ring family", o2ring_frame),
    Name::new("o2ring-file", "viatom-o2ring-session", "Viatom, Wellue: the file of a night", o2ring_session),
    Name::new("bp2", "viatom-lepu-frame", "Viatom BP2, O2Ring-S: a frame A5", lepu_frame),
    Name::new("bp2-record", "viatom-bp2-record", "Viatom BP2: a record of bp2nibp.list", bp2_record),
    Name::new("pc60fw", "viatom-pc60fw-frame", "Viatom PC-60FW: a live frame", pc60_frame),
    Name::new("jumper", "jumper-values", "Jumper: live values of 4 bytes", jumper_values),
    Name::new("berry", "berry-sample", "Berry, BCI: a live sample of 5 bytes", berry_sample),
    Name::new("masimo", "masimo-frame", "Masimo: a frame", masimo_frame),
    Name::new(
        "contec",
        "contec-frame",
        "Contec CMS50D-BT, Beurer PO60: a record or live values",
        contec_frame,
    ),
];

/// Saturation and pulse rate, where they are; what lives is a reading if there is one, else the course of a search.
fn values(out: &mut Description, spo2: Option<u16>, pulse: Option<u16>) {
    match spo2 {
        Some(spo2) => out.row("SpO2", &spo2, PERCENT),
        None => out.row("SpO2", &"none", None),
    }
    match pulse {
        Some(pulse) => out.row("pulse rate", &pulse, PER_MINUTE),
        None => out.row("pulse rate", &"none", None),
    }
}

const fn live(outcome: Outcome) -> Kind {
    match outcome {
        Outcome::Reading => Kind::Reading,
        Outcome::Failed => Kind::Progress,
    }
}

fn after(rest: &[u8]) -> Remarks {
    let mut remarks = Remarks::NONE;
    remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
    remarks
}

fn nonin_oximetry(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let value = nonin::Oximetry::decode(bytes)?;
    values(out, value.spo2.map(u16::from), value.pulse_rate);
    out.row("pulse amplitude index", &value.amplitude_percent(), PERCENT);
    out.row("status", &bits(value.status.bits().into(), 2, value.status.names()), None);
    out.row("battery", &Decimal::new(value.battery.into(), -1), Some("V"));
    out.row("counter", &value.counter, None);
    out.finish(live(value.outcome()), value.remarks, value.rest);
    Ok(())
}

fn o2ring_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = o2ring::Frame::decode(bytes)?;
    let mut kind = Kind::Control;
    match frame.command() {
        Some(command) => out.row("request", &command, None),
        None => out.row("answer", &if frame.code == 0 { "success" } else { "failure" }, None),
    }
    if frame.block != 0 {
        out.row("block", &frame.block, None);
    }
    if let (true, Ok(text)) = (!frame.data.is_empty(), str::from_utf8(frame.data)) {
        out.row("text", &text.trim_matches('\0'), None);
        if let Some(time) = o2ring::current_time(text) {
            kind = Kind::Clock;
            out.row("time", &time, None);
        }
    } else if !frame.data.is_empty() {
        out.row("data", &hex(frame.data), None);
    }
    out.finish(kind, after(frame.rest), frame.rest);
    Ok(())
}

fn o2ring_session(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let session = session::Session::decode(bytes)?;
    match session.start {
        Some(start) => out.row("start", &start, None),
        None => out.row("start", &"impossible", None),
    }
    out.row("duration", &session.duration_s, Some("s"));
    out.row("samples", &session.samples().len(), None);
    if let Some(interval) = session.interval_s() {
        out.row("interval", &interval, Some("s"));
    }
    let of = |lowest: Option<u8>, sample: session::Sample| match (lowest, sample.spo2) {
        (Some(lowest), Some(spo2)) => Some(lowest.min(spo2)),
        (lowest, spo2) => lowest.or(spo2),
    };
    let lowest = session.samples().fold(None, of);
    if let Some(lowest) = lowest {
        out.row("lowest SpO2", &lowest, PERCENT);
        out.row("mean SpO2, by the device", &session.mean_spo2, PERCENT);
    }
    let kind = if lowest.is_some() { Kind::Reading } else { Kind::FailedMeasurement };
    out.finish(kind, session.remarks, &[]);
    Ok(())
}

fn lepu_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = lepu::Frame::decode(bytes)?;
    out.row("direction", &if frame.from_device { "from the device" } else { "to the device" }, None);
    out.row("command", &frame.command, None);
    out.row("sequence number", &frame.sequence, None);
    let mut kind = Kind::Control;
    let clock = bp2::clock(frame.payload).ok().filter(|_| frame.from_device);
    if let (lepu::Command::INFORMATION, Some(clock)) = (frame.command, clock) {
        kind = Kind::Clock;
        out.row("time", &clock, None);
    } else if let (lepu::Command::STATE, true, Ok(mode)) =
        (frame.command, frame.from_device, bp2::mode(frame.payload))
    {
        out.row("mode", &mode, None);
    } else if !frame.payload.is_empty() {
        out.row("payload", &hex(frame.payload), None);
    }
    out.finish(kind, after(frame.rest), frame.rest);
    Ok(())
}

fn bp2_record(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Some(record) = bp2::Record::decode(bytes)? else {
        out.row("slot", &"empty", None);
        longer(out, bytes, 37);
        return Ok(());
    };
    out.row("systolic", &record.systolic, Some("mmHg"));
    out.row("diastolic", &record.diastolic, Some("mmHg"));
    out.row("mean arterial pressure", &record.mean_arterial_pressure, Some("mmHg"));
    out.row("pulse rate", &record.pulse_rate, PER_MINUTE);
    out.row("irregular pulse", &if record.irregular_pulse { "yes" } else { "no" }, None);
    out.row("user id", &record.user, None);
    out.row("seconds since 1970", &record.seconds, Some("s"));
    let rest = bytes.get(37..).unwrap_or_default();
    out.finish(record.outcome().into(), after(rest), rest);
    Ok(())
}

fn pc60_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = pc60::Frame::decode(bytes)?;
    let kind = match frame.content {
        pc60::Content::Values { spo2, pulse_rate, perfusion } => {
            values(out, spo2.map(u16::from), pulse_rate);
            out.row("perfusion index", &Decimal::new(perfusion.into(), -1), PERCENT);
            if spo2.is_some() || pulse_rate.is_some() { Kind::Reading } else { Kind::Progress }
        }
        pc60::Content::Wave(wave) => {
            out.row("pulse wave", &hex(wave), None);
            Kind::Progress
        }
        pc60::Content::Other { kind, data } => {
            out.row("type", &format!("0x{:02X}, 0x{kind:02X}", frame.token), None);
            out.row("data", &hex(data), None);
            Kind::Information
        }
    };
    out.finish(kind, after(frame.rest), frame.rest);
    Ok(())
}

fn jumper_values(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let value = jumper::Values::decode(bytes)?;
    values(out, value.spo2.map(u16::from), value.pulse_rate.map(u16::from));
    out.row("perfusion index", &value.perfusion_percent(), PERCENT);
    out.finish(live(value.outcome()), Remarks::NONE, &[]);
    Ok(())
}

fn berry_sample(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let sample = berry::Sample::decode(bytes)?;
    values(out, sample.spo2.map(u16::from), sample.pulse_rate.map(u16::from));
    out.row("status", &bits(sample.status.bits().into(), 4, sample.status.names()), None);
    out.row("signal", &sample.signal, None);
    out.row("pulse wave", &sample.wave, None);
    let rest = bytes.get(5..).unwrap_or_default();
    out.finish(live(sample.outcome()), after(rest), rest);
    Ok(())
}

fn masimo_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let frame = masimo::Frame::decode(bytes)?;
    let Some(value) = frame.values() else {
        out.row("type", &frame.kind, None);
        out.row("data", &hex(frame.data), None);
        out.finish(Kind::Control, after(frame.rest), frame.rest);
        return Ok(());
    };
    values(out, value.spo2.0.map(u16::from), value.pulse_rate.0.map(u16::from));
    if let Some(variability) = value.variability.0 {
        out.row("pleth variability index", &variability, PERCENT);
    }
    if let Some(perfusion) = value.perfusion_percent() {
        out.row("perfusion index", &perfusion, PERCENT);
    }
    if let Some(rate) = value.respiration_rate.0 {
        out.row("respiration rate", &rate, PER_MINUTE);
    }
    out.row("status", &bits(value.system.bits(), 8, value.system.names()), None);
    out.finish(live(value.outcome()), after(frame.rest), frame.rest);
    Ok(())
}

fn contec_frame(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    if bytes.first() == Some(&0xEB) {
        let value = contec::Live::decode(bytes)?;
        values(out, value.spo2.map(u16::from), value.pulse_rate.map(u16::from));
        let rest = bytes.get(8..).unwrap_or_default();
        out.finish(live(value.outcome()), after(rest), rest);
        return Ok(());
    }
    let record = contec::Record::decode(bytes)?;
    let mut remarks = after(bytes.get(24..).unwrap_or_default());
    out.row("record", &record.index, None);
    for (name, time) in [("start", record.start), ("end", record.end)] {
        match time {
            Some(time) => out.row(name, &time, None),
            None => out.row(name, &"impossible", None),
        }
        remarks.add_if(time.is_none(), Remark::ImpossibleTime);
    }
    let names = [
        ["highest SpO2", "lowest SpO2", "mean SpO2"],
        ["highest pulse rate", "lowest pulse rate", "mean pulse rate"],
    ];
    for ((names, numbers), unit) in
        names.into_iter().zip([record.spo2, record.pulse_rate]).zip([PERCENT, PER_MINUTE])
    {
        for (name, number) in names.into_iter().zip(numbers) {
            match number {
                0 | 127 => out.row(name, &"none", None),
                number => out.row(name, &number, unit),
            }
        }
    }
    out.finish(record.outcome().into(), remarks, bytes.get(24..).unwrap_or_default());
    Ok(())
}
