//! What can be wrong with a zone database that is handed in.

/// Why a zone database, or one zone of it, was refused.
///
/// Carries nothing of the data. A shell that gets one goes on with the built-in rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneDataError {
    /// The release is not a year and letters.
    #[error(
        "the release of a zone database is a year and a letter, such as 2025b; hand in the one that the data are of"
    )]
    NotARelease,
    /// No zone at all.
    #[error("the zone database has no zone; hand in the zones in use, or none and keep the built-in rules")]
    Empty,
    /// More zones, more changes or more bytes than any release ever had.
    #[error("the zone data are larger than any release ever was; hand in the file of the system itself")]
    TooLarge,
    /// Not the name of a zone.
    #[error("a zone has a name that no zone can have; hand in names as the IANA database spells them")]
    NotAName,
    /// One name, twice.
    #[error("two zones have one name, whatever the case of its letters; hand each in once")]
    Repeated,
    /// Does not begin as RFC 9636 says.
    #[error("the zone data are not TZif; hand in compiled zone files as RFC 9636 describes them")]
    NotTzif,
    /// Does not begin as Android's packed file does.
    #[error("the file is not Android's packed zone file; hand in the one called tzdata")]
    NotAndroid,
    /// Ends before it should.
    #[error("the zone data end too early; read the whole file again")]
    Truncated,
    /// The index of a packed file points outside of it, or is none.
    #[error("the index of the packed zone file does not fit the file; read the whole file again")]
    BadIndex,
    /// Counts leap seconds, as the files of the folder `right` do.
    #[error("the zone data count leap seconds; hand in the files that do not, outside of the folder `right`")]
    LeapSeconds,
    /// Changes of the clocks are not in the order of time.
    #[error("the changes of a zone are not in the order of time; sort them, each instant once")]
    Unsorted,
    /// A change after the horizon up to which the list is said to hold.
    #[error(
        "a change of a zone lies after the horizon of its list; move the horizon or leave the change out"
    )]
    AfterHorizon,
    /// A day or more away from UTC.
    #[error("a zone is a day or more away from UTC; the data are damaged, read them again")]
    OffsetTooLarge,
    /// Anything else that RFC 9636 does not allow.
    #[error("the zone data are damaged; read them again, or keep the built-in rules")]
    Damaged,
}
