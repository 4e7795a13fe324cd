//! What authentication says: of the message, and of the lines that stand above a signature.

use std::borrow::Cow;

use crate::auth::{AuthResult, Verified};
use crate::chain::Org;
use crate::data::Data;
use crate::message::Message;

/// What was verified of the whole message.
#[derive(Clone, Debug, Default)]
pub struct AuthFacts {
    /// `None` where peer or sender are not known.
    pub spf: Option<&'static str>,
    pub spf_domain: Option<String>,
    pub spf_org: Option<String>,
    /// Organisations that have a valid signature.
    pub signers: Vec<Cow<'static, str>>,
    /// Domains that have a signature, and none that is valid though the key is there.
    pub broken: Vec<Cow<'static, str>>,
    pub arc: &'static str,
    /// Organisations that sealed, where the whole ARC chain is valid.
    pub sealers: Vec<Cow<'static, str>>,
    pub dmarc: &'static str,
    /// Domains for which somebody who is not believed claims `dkim=pass`, and whose signature is
    /// broken, or not there.
    pub claims_broken: Vec<Cow<'static, str>>,
    pub claims_unsigned: Vec<Cow<'static, str>>,
}

/// The newest valid signature that stands directly below a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `t=`, seconds since the epoch.
    pub time: Option<i64>,
    pub org: Option<String>,
}

impl AuthFacts {
    /// Works the results into facts. `claimed` are the domains for which Authentication-Results
    /// that are not believed claim a valid signature.
    pub fn of(verified: &Verified, claimed: &[String], data: &Data) -> Self {
        let passes = || verified.signatures.iter().filter(|s| s.result == AuthResult::Pass);
        let passed = |domain: &str| passes().any(|s| s.domain == domain);
        let mut facts = AuthFacts {
            spf: verified.spf.as_ref().map(|spf| spf.result.as_str()),
            spf_domain: verified.spf.as_ref().map(|spf| spf.domain.clone()),
            spf_org: verified.spf.as_ref().and_then(|spf| organisation(&spf.domain, data)),
            arc: verified.arc.as_str(),
            dmarc: verified.dmarc.as_ref().map_or(AuthResult::None, |dmarc| dmarc.result).as_str(),
            ..AuthFacts::default()
        };
        for signature in passes() {
            note(organisation(&signature.domain, data), &mut facts.signers);
        }
        for sealer in &verified.sealers {
            note(organisation(sealer, data), &mut facts.sealers);
        }
        for signature in &verified.signatures {
            if signature.result == AuthResult::Fail && !passed(&signature.domain) {
                note(Some(signature.domain.clone()), &mut facts.broken);
            }
        }
        for domain in claimed {
            let signed = verified.signatures.iter().any(|s| s.domain == *domain);
            let broken = facts.broken.iter().any(|b| b == domain);
            if broken {
                note(Some(domain.clone()), &mut facts.claims_broken);
            } else if !signed && verified.left_out == 0 {
                note(Some(domain.clone()), &mut facts.claims_unsigned);
            }
        }
        facts
    }
}

/// For each line the newest valid signature directly below it. `start` is where in the message's
/// text the part begins that was verified.
pub(super) fn signed(
    verified: &Verified,
    message: &Message<'_>,
    start: usize,
    lines: usize,
    data: &Data,
) -> Vec<Option<Signed>> {
    let mut signed: Vec<Option<Signed>> = vec![None; lines];
    for signature in verified.signatures.iter().filter(|s| s.result == AuthResult::Pass) {
        let at = start + signature.at;
        let field = message.fields.iter().find(|field| field.value.range().contains(&at));
        let above = field.and_then(|field| (field.received_above as usize).checked_sub(1));
        let Some(slot) = above.and_then(|above| signed.get_mut(above)) else { continue };
        if slot.as_ref().is_none_or(|known| known.time < signature.time) {
            *slot =
                Some(Signed { time: signature.time, org: organisation(&signature.domain, data) });
        }
    }
    signed
}

fn organisation(domain: &str, data: &Data) -> Option<String> {
    Org::of(domain, data).map(|org| org.as_str().to_owned())
}

fn note(what: Option<String>, list: &mut Vec<Cow<'static, str>>) {
    if let Some(what) = what
        && !list.iter().any(|known| *known == what)
    {
        list.push(Cow::Owned(what));
    }
}
