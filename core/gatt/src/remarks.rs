//! What a decoder noticed about a frame that it accepted.

use core::fmt;

macro_rules! remarks {
    ($( $(#[$meta:meta])* $name:ident = $text:literal; )*) => {
        /// One thing worth knowing about an accepted frame.
        ///
        /// A remark never makes a reading disappear. Judging it (quarantine, a question to the person, a new quirk row)
        /// is for the layers above.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Remark {
            $( $(#[$meta])* $name, )*
        }

        impl Remark {
            /// All remarks, in the order in which they are reported.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The remark in plain words.
            pub const fn text(self) -> &'static str {
                match self {
                    $( Self::$name => $text, )*
                }
            }
        }
    };
}

remarks! {
    /// Reserved bits of the flags are set; they are kept in `reserved_flags`.
    ReservedFlags = "reserved flag bits are set (kept)";
    /// Reserved bits or a reserved value of a status field are set; they are kept in the field.
    ReservedStatus = "reserved status bits or values are set (kept)";
    /// Reserved bits of a feature field are set; they are kept in the field.
    ReservedFeatures = "reserved feature bits are set (kept)";
    /// Reserved bits of the adjust reason are set; they are kept in the field.
    ReservedAdjustReason = "reserved bits of the adjust reason are set (kept)";
    /// Bytes follow the last announced field; they are kept in `rest`.
    LongerThanAnnounced = "bytes follow the last announced field (kept)";
    /// The stamp lacks year, month or day, so it names no date.
    IncompleteDate = "the time stamp has no complete date";
    /// The stamp is no time that a calendar and a clock can show; its bytes are kept.
    ImpossibleTime = "the time stamp is not a possible date and time (kept as it came)";
    /// The day of week is not that of the date.
    WeekdayMismatch = "the day of week does not belong to the date";
    /// The day of week is none of 0 to 7.
    WeekdayOutOfRange = "the day of week is outside 0 to 7";
    /// The mean arterial pressure is 0: devices that do not compute it send that.
    ZeroMeanPressure = "the mean arterial pressure is 0, which devices send when they do not compute it";
    /// The frame was read in the device's own layout because a quirk said so.
    QuirkApplied = "read in this model's own layout, which differs from the specification";
    /// The frame has the shape of a known faulty layout, but no quirk was given: it was read as the specification says.
    QuirkSuspected = "looks like a known faulty layout; without the model's quirk it was read as specified";
    /// The response value is none that the specification defines: it counts as a failure.
    UnknownResponseCode = "the response value is not defined; it counts as a failure";
    /// Spaces or control characters around a text, or bytes after its terminator, were left out.
    TextTrimmed = "characters around the text or after its end were left out";
    /// The text is not UTF-8 from some byte on; only what came before was read.
    TextNotUtf8 = "the text is not UTF-8 to its end; the readable beginning is shown";
    /// A coded field holds a number to which no meaning is assigned; it is kept in the field.
    UndefinedValue = "a field holds a value that is not defined (kept)";
    /// The seconds were above 59 and count as 59; what was stored is kept.
    SecondClamped = "the seconds are above 59 and count as 59";
    /// A file or list has another size than it says.
    SizeDisagrees = "the size is another than the header says; the end may be missing";
    /// The measurement takes more than one packet.
    MorePackets = "the measurement goes on in another packet";
    /// Intervals between beats are announced, and there are none.
    NoIntervals = "intervals between beats are announced, but there are none";
    /// A number lies outside the range that its field allows; it is kept in the field.
    OutOfRange = "a field lies outside the range that it allows (kept)";
    /// The head of a record stands in each of its segments, not only in the first; it was read once.
    HeadInEverySegment = "the head of the record is repeated in its later segments (read once)";
}

impl Remark {
    const fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// A set of [`Remark`]s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Remarks(u64);

impl Remarks {
    /// Nothing to remark.
    pub const NONE: Self = Self(0);

    /// Whether nothing was remarked.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `remark` was made.
    pub const fn contains(self, remark: Remark) -> bool {
        self.0 & remark.bit() != 0
    }

    /// The remarks that were made, in the order of [`Remark::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Remark> {
        Remark::ALL.iter().copied().filter(move |remark| self.contains(*remark))
    }

    pub(crate) fn add(&mut self, remark: Remark) {
        self.0 |= remark.bit();
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn add_if(&mut self, condition: bool, remark: Remark) {
        if condition {
            self.add(remark);
        }
    }
}

impl fmt::Debug for Remarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
