//! Temperatures in rows.

use super::{Description, Kind, Name, Rows, longer};
use crate::quirk::Quirks;
use crate::reader::Reader;
use crate::thermometer::{Measurement, Site, decode_interval};
use crate::unit::Unit as _;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a1c", "temperature-measurement", "a temperature reading", temperature),
    Name::new("2a1e", "intermediate-temperature", "a temperature while it settles", intermediate),
    Name::new("2a1d", "temperature-type", "where a thermometer measures", site),
    Name::new("2a21", "measurement-interval", "how often a thermometer measures by itself", interval),
];

fn temperature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = Measurement::decode(bytes)?;
    out.row("temperature", &m.temperature, Some(m.unit.symbol()));
    if let Some(stamp) = m.time_stamp {
        out.row("time stamp", &stamp, None);
    }
    if let Some(site) = m.site {
        out.row("temperature type", &site, None);
    }
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn intermediate(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    temperature(out, bytes, quirks)?;
    out.outcome = Kind::Progress;
    Ok(())
}

fn site(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let [code] = Reader::new(bytes, 1)?.mandatory()?;
    out.row("temperature type", &Site(code), None);
    longer(out, bytes, 1);
    Ok(())
}

fn interval(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    match decode_interval(bytes)? {
        0 => out.row("interval", &"none (no periodic measurement)", None),
        seconds => out.row("interval", &seconds, Some("s")),
    }
    longer(out, bytes, 2);
    Ok(())
}
