//! Facts of the whole message.

use std::borrow::Cow;

use super::table::{Derived, Session, facts};
use super::{AuthFacts, Srs};
use crate::rules::schema::Value;

/// What rules may know of the message beside its hops.
#[derive(Clone, Debug, Default)]
pub struct MessageFacts {
    /// Domain of the author's address (RFC 5322 From).
    pub from_domain: Option<String>,
    /// Domain of the reverse-path.
    pub mail_from_domain: Option<String>,
    /// The reverse-path as delivery noted it.
    pub mail_from: Option<String>,
    /// The reverse-path, where a forwarder rewrote it, and the forwarder's organisation.
    pub srs: Option<Srs>,
    pub srs_org: Option<String>,
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
    /// A field stands in the header that Google's servers write beside their lines.
    pub google_marks: bool,
    /// The header was put in another order after it was written.
    pub regrouped: bool,
    /// What was verified now; `None` where nothing was.
    pub auth: Option<AuthFacts>,
    /// What was odd about the session in which this program took the message; `None` where it
    /// took it from elsewhere.
    pub session: Option<Vec<Cow<'static, str>>>,
}

/// A fact of authentication: unknown as long as nothing was verified.
fn auth<'f>(message: &'f MessageFacts, get: impl FnOnce(&'f AuthFacts) -> Value<'f>) -> Value<'f> {
    message.auth.as_ref().map_or(Value::Unknown, get)
}

fn words<'f>(list: &'f [Cow<'static, str>]) -> Value<'f> {
    Value::Strs(Cow::Borrowed(list))
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
    "srs": Group, Derived, "a forwarder rewrote the reverse-path into its own domain (Sender Rewriting Scheme)",
        |f, _| if f.message.srs.is_some() { Value::Present } else { Value::Absent };
    "srs.domain": String, Derived, "the forwarder's domain",
        |f, _| text(f.message.srs.as_ref().map(|srs| &srs.domain));
    "srs.org": String, Derived, "its organisation",
        |f, _| text(f.message.srs_org.as_ref());
    "srs.original": String, Derived, "the domain of the reverse-path before it was rewritten",
        |f, _| text(f.message.srs.as_ref().map(|srs| &srs.original));
    "srs.days": Int, Derived, "days from the day in the rewritten address to our stamp at the hand-over, -512 to 511 (the address only has the day modulo 1024)",
        |f, _| {
            let stamped = f.handover.and_then(|index| f.hop(index).unix());
            let days = f.message.srs.as_ref().zip(stamped).map(|(srs, unix)| srs.days_until(unix));
            days.map_or(Value::Absent, Value::Int)
        };
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
    "google_marks": Bool, Derived, "a field stands in the header that Google's servers write beside their lines (X-Received, X-Gm-Message-State, X-Google-DKIM-Signature, X-Google-Smtp-Source)",
        |f, _| Value::Bool(f.message.google_marks);
    "regrouped": Bool, Derived, "all Received lines stand in one block, and what servers write beside them stands below the author's part: a mailbox program put the header in another order",
        |f, _| Value::Bool(f.message.regrouped);
    "session": Bool, Derived, "the top line is this program's own, about an SMTP session that it saw",
        |f, _| Value::Bool(f.message.session.is_some());
    "oddities": StringList, Session, "what was odd about that session: bare-lf, bare-cr, false-end, nul, long-line, bare-lf-command, early-talker, out-of-turn, before-tls, other-protocol, own-field",
        |f, _| f.message.session.as_deref().map_or(Value::Absent, |odd| Value::Strs(Cow::Borrowed(odd)));
    "own_hosts_declared": Bool, Derived, "the settings name our own hosts",
        |f, _| Value::Bool(!f.settings.own_hosts.is_empty());
    "auth": Group, Derived, "SPF, DKIM, ARC and DMARC were verified now, with the answers of the DNS",
        |f, _| if f.message.auth.is_some() { Value::Present } else { Value::Unknown };
    "auth.spf": String, Derived, "SPF at the hand-over (RFC 7208): pass, fail, softfail, neutral, none, temperror, permerror",
        |f, _| auth(&f.message, |a| a.spf.map_or(Value::Absent, Value::Str));
    "auth.spf_domain": String, Derived, "the domain whose SPF records decided: the reverse-path's, or the announced name where that is null",
        |f, _| auth(&f.message, |a| text(a.spf_domain.as_ref()));
    "auth.spf_org": String, Derived, "its organisation",
        |f, _| auth(&f.message, |a| text(a.spf_org.as_ref()));
    "auth.signers": StringList, Derived, "organisations whose DKIM signature is valid (RFC 6376), as of the hand-over",
        |f, _| auth(&f.message, |a| words(&a.signers));
    "auth.broken": StringList, Derived, "domains with a DKIM signature that does not verify, and none that does",
        |f, _| auth(&f.message, |a| words(&a.broken));
    "auth.arc": String, Derived, "the ARC chain (RFC 8617): pass, fail, none, temperror, …",
        |f, _| auth(&f.message, |a| Value::Str(a.arc));
    "auth.sealers": StringList, Derived, "organisations that sealed, newest first, where the whole ARC chain is valid",
        |f, _| auth(&f.message, |a| words(&a.sealers));
    "auth.dmarc": String, Derived, "DMARC of the author's domain (RFC 9989): pass, fail, none, temperror, permerror",
        |f, _| auth(&f.message, |a| Value::Str(a.dmarc));
    "auth.claims_broken": StringList, Derived, "domains for which Authentication-Results that are not believed claim dkim=pass, and whose signature does not verify",
        |f, _| auth(&f.message, |a| words(&a.claims_broken));
    "auth.claims_unsigned": StringList, Derived, "domains for which Authentication-Results that are not believed claim dkim=pass, and that have no signature in the message",
        |f, _| auth(&f.message, |a| words(&a.claims_unsigned));
}
