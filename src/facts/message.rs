//! Facts of the whole message.

use std::borrow::Cow;

use super::table::{Derived, Session, facts};
use crate::rules::schema::Value;

/// What rules may know of the message beside its hops.
#[derive(Clone, Debug, Default)]
pub struct MessageFacts {
    /// Domain of the author's address (RFC 5322 From).
    pub from_domain: Option<String>,
    /// Domain of the reverse-path.
    pub mail_from_domain: Option<String>,
    /// Date field, seconds since the epoch.
    pub date: Option<i64>,
    /// Organisations whose DKIM signature a server of ours found valid.
    pub signers: Vec<Cow<'static, str>>,
    /// Organisations for which a server of ours found, by SPF, that the peer may send.
    pub spf_pass: Vec<Cow<'static, str>>,
    /// What was odd about the session in which this program took the message; `None` where it
    /// took it from elsewhere.
    pub session: Option<Vec<Cow<'static, str>>>,
}

fn text<'f>(value: Option<&'f String>) -> Value<'f> {
    value.map_or(Value::Absent, |v| Value::Str(v))
}

facts! { FIELDS, GETS, READS;
    "lines": Int, Derived, "number of Received lines",
        |f, _| Value::Int(f.chain.hops.len() as i64);
    "own_lines": Int, Derived, "how many of them our side wrote",
        |f, _| if f.boundary_known() { Value::Int(f.own as i64) } else { Value::Absent };
    "handover_line": Int, Derived, "number of the line our side wrote at the hand-over",
        |f, _| f.handover.map_or(Value::Absent, |h| Value::Int(h as i64 + 1));
    "from_domain": String, Derived, "domain of the author's address",
        |f, _| text(f.message.from_domain.as_ref());
    "mail_from_domain": String, Derived, "domain of the reverse-path",
        |f, _| text(f.message.mail_from_domain.as_ref());
    "date": Int, Derived, "the Date field, seconds since 1970-01-01T00:00:00Z",
        |f, _| f.message.date.map_or(Value::Absent, Value::Int);
    "signers": StringList, Derived, "organisations whose DKIM signature a server of ours found valid",
        |f, _| Value::Strs(Cow::Borrowed(&f.message.signers));
    "spf_pass": StringList, Derived, "organisations for which a server of ours found, by SPF, that the peer may send",
        |f, _| Value::Strs(Cow::Borrowed(&f.message.spf_pass));
    "session": Bool, Derived, "the top line is this program's own, about an SMTP session that it saw",
        |f, _| Value::Bool(f.message.session.is_some());
    "oddities": StringList, Session, "what was odd about that session: bare-lf, bare-cr, false-end, nul, long-line, bare-lf-command, early-talker, out-of-turn, before-tls, other-protocol, own-field",
        |f, _| f.message.session.as_deref().map_or(Value::Absent, |odd| Value::Strs(Cow::Borrowed(odd)));
    "own_hosts_declared": Bool, Derived, "the settings name our own hosts",
        |f, _| Value::Bool(!f.settings.own_hosts.is_empty());
}
