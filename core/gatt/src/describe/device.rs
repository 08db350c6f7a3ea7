//! What a device says of itself, in rows.

use alloc::format;
use alloc::string::ToString;

use super::{Description, Kind, Name, Rows, hex, longer};
use crate::device_information::{CertificationList, PnpId, SystemId, Text};
use crate::quirk::Quirks;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a23", "system-id", "a device's identity", system_id),
    Name::new("2a50", "pnp-id", "vendor and product by number", pnp_id),
    Name::new("2a24", "model-number", "model", text),
    Name::new("2a25", "serial-number", "serial number", text),
    Name::new("2a26", "firmware-revision", "firmware", text),
    Name::new("2a27", "hardware-revision", "hardware", text),
    Name::new("2a28", "software-revision", "software", text),
    Name::new("2a29", "manufacturer-name", "maker", text),
    Name::new("2a2a", "regulatory-certification", "who certified a device", certifications),
];

fn certifications(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let list = CertificationList::decode(bytes)?;
    out.row("items", &list.count, None);
    for item in list.iter() {
        let hex = hex(item.data);
        out.row(
            "certification",
            &format!("authority {}, structure {}: {hex}", item.authority, item.structure),
            None,
        );
    }
    Ok(())
}

fn system_id(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let id = SystemId::decode(bytes)?;
    out.row("EUI-64", &id, None);
    if id.is_blank() {
        out.row("identity", &"none (all zero)", None);
    } else if id.is_placeholder() {
        out.row("identity", &"none (a placeholder)", None);
    }
    longer(out, bytes, 8);
    Ok(())
}

fn pnp_id(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let id = PnpId::decode(bytes)?;
    let source = match id.vendor_source {
        1 => "Bluetooth SIG".to_string(),
        2 => "USB Implementers Forum".to_string(),
        other => format!("undefined ({other})"),
    };
    out.row("vendor number from", &source, None);
    out.row("vendor", &format!("0x{:04X}", id.vendor), None);
    out.row("product", &format!("0x{:04X}", id.product), None);
    let [major, minor] = id.version.to_be_bytes();
    out.row("version", &format!("{major:X}.{:X}.{:X}", minor >> 4, minor & 0x0F), None);
    longer(out, bytes, 7);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "all rows have one signature, and a text is never refused")]
fn text(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let text = Text::decode(bytes);
    out.row("text", &text.text, None);
    out.finish(Kind::Information, text.remarks, &[]);
    Ok(())
}
