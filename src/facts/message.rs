//! Facts of the whole message.

use std::borrow::Cow;

use super::table::{Derived, facts};
use crate::rules::schema::Value;

/// What rules may know of the message beside its hops.
#[derive(Clone, Debug, Default)]
pub struct MessageFacts {
    /// Domain of the author's address (RFC 5322 From).
    pub from_domain: Option<String>,
    /// Domain of the reverse-path.
    pub mail_from_domain: Option<String>,
    /// Domain of the first recipient, as delivery noted it on our side (Delivered-To and the like).
    pub delivered_domain: Option<String>,
    /// Domain that the mail is said to come from: the reverse-path's, else the author's.
    pub sender_domain: Option<String>,
    pub sender_org: Option<String>,
    /// Domain that our side took the mail for.
    pub recipient_domain: Option<String>,
    pub recipient_org: Option<String>,
    /// Date field, seconds since the epoch.
    pub date: Option<i64>,
    /// Organisations whose DKIM signature a server of ours found valid.
    pub signers: Vec<Cow<'static, str>>,
    /// Organisations for which a server of ours found, by SPF, that the peer may send.
    pub spf_pass: Vec<Cow<'static, str>>,
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
    "sender_domain": String, Derived, "domain that the mail is said to come from: the reverse-path's, as our server noted it, else the author's",
        |f, _| text(f.message.sender_domain.as_ref());
    "sender_org": String, Derived, "its organisation",
        |f, _| text(f.message.sender_org.as_ref());
    "recipient_domain": String, Derived, "domain that our side took the mail for, as our own lines or delivery noted it",
        |f, _| text(f.message.recipient_domain.as_ref());
    "recipient_org": String, Derived, "its organisation",
        |f, _| text(f.message.recipient_org.as_ref());
    "date": Int, Derived, "the Date field, seconds since 1970-01-01T00:00:00Z",
        |f, _| f.message.date.map_or(Value::Absent, Value::Int);
    "signers": StringList, Derived, "organisations whose DKIM signature a server of ours found valid",
        |f, _| Value::Strs(Cow::Borrowed(&f.message.signers));
    "spf_pass": StringList, Derived, "organisations for which a server of ours found, by SPF, that the peer may send",
        |f, _| Value::Strs(Cow::Borrowed(&f.message.spf_pass));
    "own_hosts_declared": Bool, Derived, "the settings name our own hosts",
        |f, _| Value::Bool(!f.settings.own_hosts.is_empty());
}
