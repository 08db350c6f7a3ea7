//! One request to the User Control Point, from the write to its end.

use super::{OpCode, Request, Response, ResponseCode};

/// How long a device may take to answer, milliseconds: an ATT transaction ends after 30 s (Bluetooth Core, 3.F 3.3.3).
const TIME_OUT_MS: u64 = 30_000;

/// What a device said to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    /// Done; the slot that a new user got, where one was asked for.
    Granted(Option<u8>),
    /// Refused, and why.
    Refused(ResponseCode),
}

/// How a procedure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The device answered.
    Answered(Consent),
    /// The write was refused with this ATT error, so that nothing happened.
    WriteRefused(u8),
    /// No answer came in 30 s; whether the device acted is not known.
    TimedOut,
    /// The link was lost; whether the device acted is not known.
    LinkLost,
}

/// One request and its answer, without any I/O of its own.
///
/// Write [`Request::encode`], hand every indication of the control point and every error to the procedure, and ask
/// [`end`](Self::end). Time comes in as milliseconds of any clock that does not jump; a late call changes nothing but the
/// moment at which a time-out is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Procedure {
    request: OpCode,
    began_ms: u64,
    end: Option<End>,
}

impl Procedure {
    /// A procedure whose request is being written now.
    pub const fn begin(request: Request, now_ms: u64) -> Self {
        Self { request: request.op_code(), began_ms: now_ms, end: None }
    }

    /// Takes an indication of the control point; answers to other requests, and what is no answer, change nothing.
    pub fn indicated(&mut self, bytes: &[u8]) -> Option<End> {
        if let Ok(response) = Response::decode(bytes)
            && response.request == self.request
        {
            let consent = match response.code {
                ResponseCode::SUCCESS => Consent::Granted(response.new_user()),
                code => Consent::Refused(code),
            };
            self.finish(End::Answered(consent));
        }
        self.end
    }

    /// Takes the ATT error that the write was refused with.
    pub fn write_refused(&mut self, att_error: u8) -> Option<End> {
        self.finish(End::WriteRefused(att_error));
        self.end
    }

    /// Takes the loss of the link.
    pub fn link_lost(&mut self) -> Option<End> {
        self.finish(End::LinkLost);
        self.end
    }

    /// How it ended, if it has by `now_ms`.
    pub fn end(&mut self, now_ms: u64) -> Option<End> {
        if now_ms.saturating_sub(self.began_ms) >= TIME_OUT_MS {
            self.finish(End::TimedOut);
        }
        self.end
    }

    fn finish(&mut self, end: End) {
        self.end.get_or_insert(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent() -> Procedure {
        Procedure::begin(Request::Consent { user: 1, consent: 7 }, 1000)
    }

    #[test]
    fn the_answer_to_the_request_ends_it() {
        let mut procedure = consent();
        for other in [&[][..], &[0x20, 1, 1, 2], &[0x06, 0, 1, 1], &[0x20, 2]] {
            assert_eq!(procedure.indicated(other), None, "{other:?}");
        }
        assert_eq!(procedure.end(30_999), None);
        let granted = Some(End::Answered(Consent::Granted(None)));
        assert_eq!(procedure.indicated(&[0x20, 2, 1]), granted);
        // The first end stays.
        assert_eq!(procedure.link_lost(), granted);
        assert_eq!(procedure.end(99_000), granted);
    }

    #[test]
    fn refusals_and_silence_are_told_apart() {
        let refused = Some(End::Answered(Consent::Refused(ResponseCode::USER_NOT_AUTHORISED)));
        assert_eq!(consent().indicated(&[0x20, 2, 5]), refused);
        assert_eq!(consent().write_refused(0x80), Some(End::WriteRefused(0x80)));
        assert_eq!(consent().link_lost(), Some(End::LinkLost));
        assert_eq!(consent().end(31_000), Some(End::TimedOut));
        let mut register = Procedure::begin(Request::Register { consent: 7 }, 0);
        assert_eq!(register.indicated(&[0x20, 1, 1, 3]), Some(End::Answered(Consent::Granted(Some(3)))));
    }
}
