//! What was verified of a message, as the report has it.

use super::assemble::rfc3339;
use crate::auth::{AuthResult, Dmarc, Signature, Spf, Verified};
use crate::chain::Hop;
use crate::facts::FactSet;
use crate::message::Message;
use crate::report::model::{Authentication, Problem};

/// One for each method, and for DKIM one for each signature; `None` where nothing was verified.
pub(super) fn entries(message: &Message<'_>, facts: &FactSet<'_>) -> Option<Vec<Authentication>> {
    let (verified, start) = facts.authentication.as_ref()?;
    let mut all = Vec::with_capacity(verified.signatures.len() + 3);
    all.extend(verified.spf.as_ref().map(|found| spf(found, facts)));
    all.extend(verified.signatures.iter().map(|signature| {
        let at = start + signature.at;
        let field = message.fields.iter().find(|field| field.value.range().contains(&at));
        let above = field.map(|field| field.received_above as usize).filter(|above| *above > 0);
        let offset = u32::try_from(at).ok().map(|at| message.offset(at));
        Authentication { line: above, offset, ..dkim(signature, verified.at) }
    }));
    if verified.signatures.is_empty() && verified.left_out == 0 {
        all.push(of("dkim", AuthResult::None, "the message has no signature"));
    }
    all.push(arc(verified));
    all.extend(verified.dmarc.as_ref().map(dmarc));
    Some(all)
}

/// Signatures that were too many are told, as all else that was not looked at.
pub(super) fn problem(facts: &FactSet<'_>) -> Option<Problem> {
    let (verified, _) = facts.authentication.as_ref()?;
    (verified.left_out > 0).then(|| Problem {
        code: "signatures-left-out".to_owned(),
        what: format!("{} signatures were not verified: there are too many", verified.left_out),
        line: None,
        offset: None,
    })
}

fn of(method: &'static str, result: AuthResult, basis: impl Into<String>) -> Authentication {
    Authentication {
        method,
        result: result.as_str(),
        why: None,
        domain: None,
        selector: None,
        signed: None,
        expires: None,
        line: None,
        offset: None,
        basis: basis.into(),
    }
}

fn spf(found: &Spf, facts: &FactSet<'_>) -> Authentication {
    let hop = facts.handover.map(|index| facts.hop(index));
    let peer = hop.and_then(Hop::ip).map(|ip| ip.to_string()).unwrap_or_default();
    let identity = match found.of_helo {
        true => "the announced name, since the reverse-path is null",
        false => "the reverse-path",
    };
    let why = match found.result {
        AuthResult::None => Some("the domain has no SPF record".to_owned()),
        AuthResult::TempError => Some("the DNS did not say".to_owned()),
        AuthResult::PermError => Some("the record breaks RFC 7208".to_owned()),
        _ => None,
    };
    Authentication {
        why,
        domain: named(&found.domain),
        line: facts.handover.map(|index| index + 1),
        ..of("spf", found.result, format!("the peer {peer} and {identity}"))
    }
}

fn dkim(signature: &Signature, at: Option<i64>) -> Authentication {
    let (selector, domain) = (&signature.selector, &signature.domain);
    let mut basis = format!("the key at {selector}._domainkey.{domain}");
    if let Some(at) = at.and_then(rfc3339).filter(|_| signature.expires.is_some()) {
        basis.push_str(&format!("; expiry held against {at}"));
    }
    Authentication {
        why: signature.why.clone(),
        domain: named(domain),
        selector: named(selector),
        signed: signature.time.and_then(rfc3339),
        expires: signature.expires.and_then(rfc3339),
        ..of("dkim", signature.result, basis)
    }
}

fn arc(verified: &Verified) -> Authentication {
    let basis = match (&verified.sealers[..], verified.arc) {
        ([], AuthResult::None) => "the message has no ARC set".to_owned(),
        ([], _) => "the newest ARC set".to_owned(),
        (sealers, _) => format!("seals of {}", sealers.join(", ")),
    };
    Authentication {
        why: verified.arc_why.clone(),
        domain: verified.sealers.first().and_then(|sealer| named(sealer)),
        ..of("arc", verified.arc, basis)
    }
}

fn dmarc(found: &Dmarc) -> Authentication {
    let basis = match found.policy {
        Some(policy) => format!("the author's domain asks for `{policy}`"),
        None if found.domain.is_empty() => "the message has not one author's domain".to_owned(),
        None if found.result == AuthResult::TempError => "the policy is not known".to_owned(),
        None => "no DMARC record".to_owned(),
    };
    let why = match found.result {
        AuthResult::Fail => Some("neither SPF nor a valid signature aligns with the author".into()),
        AuthResult::TempError => Some("the DNS did not say".to_owned()),
        _ => None,
    };
    Authentication { why, domain: named(&found.domain), ..of("dmarc", found.result, basis) }
}

/// Unknown is never an empty string.
fn named(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
