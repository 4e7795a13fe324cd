//! What the writer of a line left elsewhere in the header: the fields beside the line in which
//! the same server tells from whom it took the mail, and the signatures it stands on.
//!
//! A server writes its check (`Received-SPF`, `Authentication-Results`) right above or right below
//! its Received line, and Exchange Online its report anywhere. All of it is measured only for
//! lines that the sender's side supplied, and nothing is taken for true: who forges a line can
//! forge the fields beside it, but must make them agree.

use std::net::IpAddr;

use super::FactSet;
use crate::chain::{Hop, Org};
use crate::data::{Data, Provider, same_name};
use crate::message::{Field, FieldKind, Message};
use crate::neighbours::{
    self, AuthResults, ExchangeFact, Fact, RawField, ReceivedSpf, SignatureKind, SpfResult,
};
use crate::received;
use crate::span::Span;

/// Fields read for this; a header has a dozen of them.
const MAX_FIELDS: usize = 200;

/// Lines of one server in a row that a field is held against.
const MAX_RUN: usize = 8;

/// What was found beside one line.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    pub witness: Option<Witness>,
    pub stray: Option<Stray>,
    pub dated: Option<Dated>,
    pub x_received: Option<XReceived>,
}

/// What the server that a line names says, in a field of its own, of the peer it took the mail
/// from. Where several fields do, one that agrees with the line counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The field's name, as written.
    pub field: String,
    /// Who says so: an authserv-id (RFC 8601), a receiver (RFC 7208), or Exchange Online.
    pub by: String,
    /// The peer's address, and whether it is the one that the line names.
    pub ip: Option<IpAddr>,
    pub agrees: Option<bool>,
    /// Some Received line names it as its peer's.
    pub in_chain: bool,
    /// The name that the peer announced, and whether the line names it.
    pub helo: Option<String>,
    pub helo_agrees: Option<bool>,
    /// The value's place in the message text.
    pub at: Span,
}

/// A check beside a line, by the line's server or by one that does not name itself, of an address
/// that no Received line names as its peer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The address that was checked.
    pub ip: IpAddr,
    /// The value's place in the message text.
    pub at: Span,
}

/// The newest time in the DKIM-Signature and ARC-Seal fields directly below a line. Nobody has
/// verified them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// `dkim`, `arc-seal`, `google-dkim`
    pub kind: SignatureKind,
    pub domain: Option<String>,
    /// `t=`, seconds since the epoch.
    pub time: i64,
    pub at: Span,
}

/// The topmost `X-Received` directly below a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XReceived {
    /// Its stamp, seconds since the epoch.
    pub unix: Option<i64>,
    pub at: Span,
}

/// A field's words about a peer.
struct Statement<'m> {
    by: &'m str,
    ip: Option<IpAddr>,
    helo: Option<&'m str>,
    /// It stands where its server put it, and not at the end of the header.
    placed: bool,
}

/// The party that speaks in a field.
struct Speaker<'d> {
    name: &'d str,
    org: Option<Org<'d>>,
    provider: Option<&'d Provider>,
}

impl Speaker<'_> {
    /// The speaker is the server itself, and not only of its organisation: a field that another
    /// host of the site wrote may be about another greeting.
    fn is_writer(&self, hop: &Hop<'_>) -> bool {
        let provider = self.provider.zip(hop.by.provider).is_some_and(|(a, b)| a.id == b.id);
        provider || hop.by_text().is_some_and(|by| same_name(by, self.name))
    }

    fn wrote(&self, hop: &Hop<'_>) -> bool {
        self.is_writer(hop) || self.org.is_some() && self.org == hop.by.org
    }
}

/// Measures the fields beside the lines below our own; `None` of everything for our own.
pub(super) fn measure(message: &Message<'_>, data: &Data, facts: &FactSet<'_>) -> Vec<Traces> {
    let hops = &facts.chain.hops;
    let mut traces: Vec<Traces> = Vec::new();
    if facts.own >= hops.len() {
        return traces;
    }
    traces.resize_with(hops.len(), Traces::default);
    let mut peers: Vec<IpAddr> = hops.iter().filter_map(Hop::ip).collect();
    peers.sort_unstable();
    let own = facts.own as u32;
    let told = message.fields.iter().filter(|f| f.received_above >= own && tells(f.kind));
    for field in told.take(MAX_FIELDS) {
        let place = field.received_above as usize;
        let raw = RawField {
            name: message.field_name(field).as_bytes(),
            value: message.raw_value(field),
            received_above: place,
            index: 0,
        };
        let Some(neighbour) = neighbours::read_field(raw) else { continue };
        match &neighbour.fact {
            Fact::Signature(signature) => {
                let above = place.checked_sub(1).filter(|above| *above >= facts.own);
                let slot = above.and_then(|above| traces.get_mut(above));
                let (Some(slot), Some(time)) = (slot, signature.signed_at) else { continue };
                if slot.dated.as_ref().is_none_or(|known| known.time < time) {
                    let domain = signature.domain.as_ref().map(|d| d.as_str().to_owned());
                    let at = field.value;
                    slot.dated = Some(Dated { kind: signature.kind, domain, time, at });
                }
            }
            Fact::XReceived(value) => {
                let above = place.checked_sub(1).filter(|above| *above >= facts.own);
                if let Some(slot) = above.and_then(|above| traces.get_mut(above))
                    && slot.x_received.is_none()
                {
                    let unix = received::parse(value).date.and_then(|date| date.unix);
                    slot.x_received = Some(XReceived { unix, at: field.value });
                }
            }
            Fact::ReceivedSpf(spf) if names_nobody(spf) => {
                let inside = |ip: &IpAddr| data.special(*ip).is_some_and(is_inside);
                let Some(ip) = spf.client_ip.filter(|ip| !inside(ip)) else { continue };
                let sound = |at: &usize| *at >= facts.own && hops.get(*at).is_some_and(is_entry);
                let at = [Some(place), place.checked_sub(1)].into_iter().flatten().find(sound);
                if let Some(slot) = at.and_then(|at| traces.get_mut(at))
                    && peers.binary_search(&ip).is_err()
                {
                    slot.stray.get_or_insert(Stray { ip, at: field.value });
                }
            }
            fact => {
                if let Some(statement) = statement(fact) {
                    let name = message.field_name(field);
                    note(&statement, name, field, data, hops, &peers, &mut traces);
                }
            }
        }
    }
    traces.iter_mut().take(facts.own).for_each(|trace| *trace = Traces::default());
    traces
}

/// A field stands in the header that Google's servers write beside their lines.
pub(super) fn google_marks(message: &Message<'_>) -> bool {
    let google = |kind| {
        matches!(
            kind,
            FieldKind::XReceived
                | FieldKind::XGmMessageState
                | FieldKind::XGoogleDkimSignature
                | FieldKind::XGoogleSmtpSource
        )
    };
    message.fields.iter().any(|field| google(field.kind))
}

/// All Received lines stand in one block, and what servers wrote beside them stands below the
/// author's part: a program that keeps mail put the header in another order, so that places tell
/// nothing.
pub(super) fn regrouped(message: &Message<'_>) -> bool {
    let (mut author, mut received, mut apart) = (false, false, false);
    for field in &message.fields {
        match field.kind {
            FieldKind::Received if apart => return false,
            FieldKind::Received => received = true,
            // Exchange writes its own at the end of every header.
            FieldKind::XMsExchange | FieldKind::XForefrontAntispamReport => {}
            kind if author && tells(kind) => return received,
            FieldKind::From | FieldKind::Subject => (author, apart) = (true, received),
            _ => apart = received,
        }
    }
    false
}

fn tells(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::ReceivedSpf
            | FieldKind::AuthenticationResults
            | FieldKind::ArcAuthenticationResults
            | FieldKind::XForefrontAntispamReport
            | FieldKind::XMsExchange
            | FieldKind::DkimSignature
            | FieldKind::ArcSeal
            | FieldKind::XGoogleDkimSignature
            | FieldKind::XReceived
    )
}

fn statement<'m>(fact: &'m Fact<'_>) -> Option<Statement<'m>> {
    match fact {
        Fact::ReceivedSpf(spf) => of_spf(spf),
        Fact::AuthResults(results) if !results.relocated => of_results(results),
        Fact::ArcAuthResults(results) => of_results(results),
        Fact::Forefront(report) if report.trusted => {
            report.client_ip.map(|ip| Statement {
                by: EXCHANGE_ONLINE,
                ip: Some(ip),
                // What the peer announced may stand there in the form that Microsoft gave it.
                helo: None,
                placed: false,
            })
        }
        Fact::Exchange(field) => match &field.fact {
            ExchangeFact::Connection(connection) => connection.ip.map(|ip| Statement {
                by: EXCHANGE_ONLINE,
                ip: Some(ip),
                helo: None,
                placed: false,
            }),
            _ => None,
        },
        _ => None,
    }
}

/// By which name Exchange Online speaks of itself in Received-SPF.
const EXCHANGE_ONLINE: &str = "protection.outlook.com";

fn is_host(name: &&str) -> bool {
    name.contains('.') && !name.contains(['@', '<', '/'])
}

/// As policy servers that do not know for which host they ask (`receiver=<UNKNOWN>`).
fn names_nobody(spf: &ReceivedSpf<'_>) -> bool {
    let names = [&spf.receiver, &spf.by].into_iter().flatten();
    names.map(|p| p.as_str()).all(|name| !is_host(&name))
}

fn of_spf<'m>(spf: &'m ReceivedSpf<'_>) -> Option<Statement<'m>> {
    let receiver = spf.receiver.as_ref().map(|p| p.as_str()).filter(is_host);
    let by = receiver.or_else(|| spf.by.as_ref().map(|p| p.as_str()).filter(is_host))?;
    let checked = spf.result != SpfResult::Other;
    let helo = spf.helo.as_ref().map(|p| p.as_str());
    checked.then(|| Statement { by, ip: spf.ip(), helo, placed: true })
}

fn of_results<'m>(results: &'m AuthResults<'_>) -> Option<Statement<'m>> {
    let ip = results.client_ip();
    let by = match &results.authserv_id {
        Some(id) if id.as_str().eq_ignore_ascii_case("mx.microsoft.com") => EXCHANGE_ONLINE,
        Some(id) => id.as_str(),
        // Exchange Online alone leaves its name out, and says "sender IP is".
        None => {
            let says = |comment: &str| comment.to_ascii_lowercase().starts_with("sender ip is ");
            let mut comments = results.method("spf").filter_map(|r| r.comment.as_ref());
            comments.any(|comment| says(comment.as_str())).then_some(EXCHANGE_ONLINE)?
        }
    };
    let helo = results.method("spf").find_map(|r| r.property("smtp", "helo")).map(|p| p.as_str());
    Some(Statement { by, ip, helo, placed: true })
}

/// Finds the line of which a field speaks, and holds one against the other.
fn note(
    said: &Statement<'_>,
    name: &str,
    field: &Field,
    data: &Data,
    hops: &[Hop<'_>],
    peers: &[IpAddr],
    traces: &mut [Traces],
) {
    let speaker = Speaker {
        name: said.by,
        org: Org::of(said.by, data),
        provider: data.provider_of_name(said.by),
    };
    let place = (field.received_above as usize).min(hops.len());
    let wrote = |at: &usize| speaker.wrote(&hops[*at]);
    // Right below the field, or right above it: lines in a row by the same party.
    let (down, up): (Vec<usize>, Vec<usize>) = match said.placed {
        true => (
            (place..hops.len()).take(MAX_RUN).take_while(wrote).collect(),
            (0..place).rev().take(MAX_RUN).take_while(wrote).collect(),
        ),
        // The newest server of that party overwrites what others of it wrote.
        false => (
            (0..hops.len())
                .filter(|at| speaker.wrote(&hops[*at]) && is_entry(&hops[*at]))
                .collect(),
            Vec::new(),
        ),
    };
    let candidates = || down.iter().chain(&up).copied();
    let peer_of = |at: &usize| hops[*at].ip().zip(said.ip).is_some_and(|(a, b)| a == b);
    let entry = |at: &usize| is_entry(&hops[*at]);
    let about = match said.ip {
        Some(_) => candidates().find(peer_of).or_else(|| candidates().find(entry)),
        None => candidates().find(entry),
    };
    let Some(about) = about else { return };
    let hop = &hops[about];
    let agrees = said.ip.zip(hop.ip()).map(|(said, line)| said == line);
    // Where the peer's own address inside a site is meant, the line may name another of its hosts.
    if agrees == Some(false) && said.ip.and_then(|ip| data.special(ip)).is_some_and(is_inside) {
        return;
    }
    let witness = Witness {
        field: name.to_owned(),
        by: said.by.to_owned(),
        ip: said.ip,
        agrees,
        in_chain: said.ip.is_some_and(|ip| peers.binary_search(&ip).is_ok()),
        helo: said.helo.map(str::to_owned),
        helo_agrees: said.helo.filter(|_| speaker.is_writer(hop)).map(|helo| names(hop, helo)),
        at: field.value,
    };
    if let Some(ip) = said.ip.filter(|_| agrees == Some(false) && !witness.in_chain) {
        traces[about].stray.get_or_insert(Stray { ip, at: field.value });
    }
    let slot = &mut traces[about].witness;
    let better = |known: &Witness| {
        let rank = |w: &Witness| match w.agrees {
            Some(true) => 2,
            Some(false) => 1,
            None => 0,
        };
        rank(&witness) > rank(known)
            || rank(&witness) == rank(known) && known.helo.is_none() && witness.helo.is_some()
    };
    if slot.as_ref().is_none_or(better) {
        *slot = Some(witness);
    }
}

/// An address that means something inside one site only.
fn is_inside(special: &crate::data::SpecialNetwork) -> bool {
    use crate::data::NetworkKind as Kind;
    matches!(
        special.kind,
        Kind::Private | Kind::Loopback | Kind::LinkLocal | Kind::Shared | Kind::Unspecified
    )
}

/// The line took the mail from outside: its peer has a public address and is none of the same
/// party's hosts.
fn is_entry(hop: &Hop<'_>) -> bool {
    let public = matches!(hop.ip_kind, Some("public" | "documentation"));
    let same_provider =
        hop.ip_provider.zip(hop.by.provider).is_some_and(|(peer, by)| peer.id == by.id);
    let same_org = hop.rdns.org.is_some() && hop.rdns.org == hop.by.org;
    public && !same_provider && !same_org
}

/// The line names `name` as what the peer announced, or as its reverse name.
fn names(hop: &Hop<'_>, name: &str) -> bool {
    let same = |text: Option<&str>| text.is_some_and(|text| same_name(text, name));
    let bare = name.trim_matches(['[', ']']);
    same(hop.helo_text())
        || same(hop.rdns_text())
        || hop
            .helo_text()
            .is_some_and(|helo| helo.trim_matches(['[', ']']).eq_ignore_ascii_case(bare))
}

#[cfg(test)]
mod tests;
