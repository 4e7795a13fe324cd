//! A message that this program took over SMTP itself: what the session saw is truth.

use serde::{Deserialize, Serialize};

use crate::message::NULL_PATH;
use crate::report::model;

/// What is known of a message beside its bytes. Can be written and read back, so that a report
/// that a crash prevented can be made up later.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Witnessed {
    /// When the message was analysed, seconds since the epoch.
    pub now: i64,
    /// Without angle brackets; empty for the null reverse-path.
    pub mail_from: String,
    pub rcpt_to: Vec<String>,
    pub session: model::Session,
    /// What was done to the message on its way in.
    pub problems: Vec<model::Problem>,
}

/// What the basis of an envelope value is called that the session gave.
const SESSION: &str = "session";

/// Puts what the session saw in the place of what the header says.
pub(super) fn complete(report: &mut model::Report, witnessed: &Witnessed) {
    let seen =
        |value: &str| model::WithBasis { value: value.to_owned(), basis: SESSION.to_owned() };
    let session = &witnessed.session;
    let tls = session.tls.as_ref().map(|tls| seen(&format!("{} {}", tls.version, tls.cipher)));
    report.envelope = model::Envelope {
        mail_from: Some(match witnessed.mail_from.as_str() {
            "" => seen(NULL_PATH),
            address => seen(address),
        }),
        rcpt_to: witnessed.rcpt_to.iter().map(|address| seen(address)).collect(),
        client_ip: Some(seen(&session.ip)),
        helo: (!session.helo.is_empty()).then(|| seen(&session.helo)),
        tls,
    };
    report.problems.extend(witnessed.problems.iter().cloned());
    report.session = Some(session.clone());
}
