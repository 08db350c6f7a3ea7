//! Viatom and Wellue: rings, oximeters and cuffs over one pair of characteristics, in two framings.
//!
//! | module | devices |
//! |---|---|
//! | [`o2ring`] | `O2Ring`, `SleepU`, `O2M`, `CheckMe O2`: frames `AA` and `55` |
//! | [`lepu`] | BP2, BP2A, BP2W, `O2Ring-S`: frames `A5` |
//! | [`session`] | the file of a night |
//! | [`bp2`] | what a BP2 says in such frames |
//!
//! Service `14839ac4-7d7e-415c-9a42-167340cf2339`, notifications `0734594a-...`, writes `8b00ace7-...` in pieces of 20 bytes;
//! `O2Ring-S` has service `e8fb0001-...` (ecostech/viatom-ble, home-health-hub/viatom-o2ring-ble,
//! nglessner/o2ring-s-protocol, `chalimov/viatom_bp2_ha`).

pub mod bp2;
pub mod lepu;
pub mod o2ring;
pub mod session;

/// The pieces of a request for writes of 20 bytes, in order.
pub fn writes(request: &[u8]) -> impl Iterator<Item = &[u8]> {
    request.chunks(20)
}
