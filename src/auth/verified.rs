//! What came of a verification, in the words of RFC 8601, made from what mail-auth says.

use mail_auth::dmarc::Policy;
use mail_auth::{DkimResult, DmarcOutput, DmarcResult, SpfResult};

/// A result in the vocabulary of RFC 8601 section 2.7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AuthResult {
    Pass,
    Fail,
    SoftFail,
    Neutral,
    /// Nothing there to verify.
    #[default]
    None,
    TempError,
    PermError,
}

impl AuthResult {
    /// The word of Authentication-Results.
    pub fn as_str(self) -> &'static str {
        match self {
            AuthResult::Pass => "pass",
            AuthResult::Fail => "fail",
            AuthResult::SoftFail => "softfail",
            AuthResult::Neutral => "neutral",
            AuthResult::None => "none",
            AuthResult::TempError => "temperror",
            AuthResult::PermError => "permerror",
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// `None` where peer or sender are not known.
    pub spf: Option<Spf>,
    /// The DKIM signatures, in the order of the header.
    pub signatures: Vec<Signature>,
    pub arc: AuthResult,
    /// Why it is no pass, in a few words.
    pub arc_why: Option<String>,
    /// Who sealed, newest instance first; only where the whole chain verifies.
    pub sealers: Vec<String>,
    /// `None` where it cannot be told: no valid signature aligns, and SPF is not known.
    pub dmarc: Option<Dmarc>,
    /// Signatures that were not looked at: too many, or too much in one.
    pub left_out: usize,
    /// [`Request::at`](super::Request::at).
    pub at: Option<i64>,
}

/// DMARC of the author's domain (RFC 9989).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dmarc {
    pub result: AuthResult,
    /// The author's domain; empty where there is not exactly one.
    pub domain: String,
    /// What the domain's owner asks for: `none`, `quarantine` or `reject`. `None` without a
    /// record.
    pub policy: Option<&'static str>,
}

/// SPF of one identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spf {
    pub result: AuthResult,
    /// The domain whose records decided.
    pub domain: String,
    /// The reverse-path was null or not known, and the announced name was checked (RFC 7208
    /// section 2.3).
    pub of_helo: bool,
}

/// One DKIM signature (RFC 6376).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub result: AuthResult,
    /// Why it is no pass, in a few words.
    pub why: Option<String>,
    /// `d=`, `s=`.
    pub domain: String,
    pub selector: String,
    /// `t=` and `x=`, seconds since the epoch.
    pub time: Option<i64>,
    pub expires: Option<i64>,
    /// Where the value of the field begins in [`Request::message`](super::Request::message).
    pub at: usize,
}

pub(super) fn stated(time: u64) -> Option<i64> {
    i64::try_from(time).ok().filter(|time| *time > 0)
}

pub(super) fn of_spf(result: SpfResult) -> AuthResult {
    match result {
        SpfResult::Pass => AuthResult::Pass,
        SpfResult::Fail => AuthResult::Fail,
        SpfResult::SoftFail => AuthResult::SoftFail,
        SpfResult::Neutral => AuthResult::Neutral,
        SpfResult::TempError => AuthResult::TempError,
        SpfResult::PermError => AuthResult::PermError,
        SpfResult::None => AuthResult::None,
    }
}

/// mail-auth calls neutral what RFC 8601 section 2.7.1 calls a failure: a body that does not hash
/// to what was signed. A body that is not there at all (only the header was pasted, or returned in
/// a bounce) was not altered by anybody: that is neutral.
pub(super) fn of_dkim(result: &DkimResult, bodyless: bool) -> (AuthResult, Option<String>) {
    match result {
        DkimResult::Pass => (AuthResult::Pass, None),
        DkimResult::Neutral(why) | DkimResult::Fail(why) if other_body(why) => match bodyless {
            true => (AuthResult::Neutral, Some("the body is not there".to_owned())),
            false => (AuthResult::Fail, Some("the body is not the one that was signed".to_owned())),
        },
        DkimResult::Neutral(why) => (AuthResult::Neutral, Some(why.to_string())),
        DkimResult::Fail(why) => (AuthResult::Fail, Some(why.to_string())),
        DkimResult::PermError(why) => (AuthResult::PermError, Some(why.to_string())),
        DkimResult::TempError(_) => {
            (AuthResult::TempError, Some("the DNS did not say the key".to_owned()))
        }
        DkimResult::None => (AuthResult::None, None),
    }
}

fn other_body(why: &mail_auth::Error) -> bool {
    use mail_auth::Error::{Arc, Dkim};
    matches!(
        why,
        Dkim(mail_auth::dkim::DkimError::FailedBodyHashMatch)
            | Arc(mail_auth::arc::ArcError::FailedBodyHashMatch)
    )
}

pub(super) fn dmarc(output: &DmarcOutput) -> Dmarc {
    let policy = match output.policy() {
        Policy::Quarantine => "quarantine",
        Policy::Reject => "reject",
        Policy::None | Policy::Unspecified => "none",
    };
    Dmarc {
        result: of_dmarc(&output.result()),
        domain: output.domain().to_ascii_lowercase(),
        policy: output.dmarc_record().map(|_| policy),
    }
}

fn of_dmarc(result: &DmarcResult) -> AuthResult {
    match result {
        DmarcResult::Pass => AuthResult::Pass,
        DmarcResult::Fail(_) => AuthResult::Fail,
        DmarcResult::TempError(_) => AuthResult::TempError,
        DmarcResult::PermError(_) => AuthResult::PermError,
        DmarcResult::None => AuthResult::None,
    }
}
