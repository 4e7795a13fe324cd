//! What a graft must know of the honest message that it is put onto.

use std::net::IpAddr;
use std::ops::Range;

use super::{Folds, Graft};
use crate::facts::FactSet;
use crate::message::{FieldKind, Message};

/// An honest message, seen with the eyes of somebody who hands it over to our side.
#[derive(Clone, Debug)]
pub struct Target {
    /// The header, its final blank line included. Bodies say nothing of lines.
    pub(super) header: Vec<u8>,
    /// Where the Received fields stand in it, line breaks included.
    pub(super) received: Vec<Range<usize>>,
    /// What the sender's servers wrote beside their lines: checks, signatures, `X-Received`.
    pub(super) beside: Vec<Range<usize>>,
    /// Where the lines end and what the lowest server wrote below its own.
    pub(super) lowest_end: usize,
    /// Their values on one line.
    pub lines: Vec<String>,
    /// How they are broken into several.
    pub folds: Folds,
    /// How many of them our side wrote.
    pub own: usize,
    /// The peer that our side took the message from.
    pub peer: Peer,
    /// The line of the hand-over: its server, and when.
    pub our_host: String,
    pub when: i64,
    /// Names that lines of our side carry in `by`.
    pub our_hosts: Vec<String>,
    /// The lowest line: what it says of its own server and of its peer, and when.
    pub last_by: Option<String>,
    pub last_from: Option<String>,
    pub last_when: i64,
    /// The lowest line records a peer that logged in.
    pub last_submitted: bool,
    pub recipient: String,
    /// The lines that the sender's side of another honest message supplied, for splicing.
    pub donor: Option<Donor>,
}

/// The lines that the sender's side of a message supplied.
#[derive(Clone, Debug)]
pub struct Donor {
    pub claimed: Vec<String>,
    pub folds: Folds,
}

/// What the line of the hand-over says of its peer.
#[derive(Clone, Debug, Default)]
pub struct Peer {
    pub helo: Option<String>,
    pub rdns: Option<String>,
    pub ip: String,
    /// Where the announced name stands in the header, if it can be changed without changing
    /// what the server found out itself.
    pub(super) helo_at: Option<Range<usize>>,
}

impl Peer {
    /// The name that a line of the peer's own would bear.
    pub fn name(&self) -> Option<&str> {
        self.rdns
            .as_deref()
            .or(self.helo.as_deref())
            .filter(|n| n.contains('.') && !n.contains('['))
    }
}

impl Target {
    /// `None` where nobody outside handed the message over, or its time is not known.
    pub fn of(message: &Message<'_>, facts: &FactSet<'_>) -> Option<Target> {
        let chain = facts.chain;
        let handover = &chain.hops[facts.handover?];
        let from = handover.line.from.as_ref()?;
        let ip = from.ip.filter(|ip| is_outside(*ip))?;
        let text: &[u8] = &message.text;
        let body = message.body.range().start.min(text.len());
        let header = text[..body].to_vec();
        let received: Vec<Range<usize>> =
            chain.hops.iter().map(|hop| with_break(text, hop.field.range())).collect();
        let beside = beside(message, facts.own, body);
        let lowest_end = lowest_end(message, received.last()?.end);
        let values: Vec<String> =
            chain.hops.iter().map(|hop| value(&text[hop.field.range()])).collect();
        let lines = values.iter().map(|value| unfolded(value)).collect();
        let helo = from.helo.as_ref();
        let rdns = from.rdns.as_ref().filter(|r| helo.is_none_or(|h| h.span != r.span));
        let named = |piece: Option<&crate::span::Piece<'_>>| {
            piece.map(|p| p.as_str().trim_end_matches('.').to_owned())
        };
        let peer = Peer {
            helo: named(helo),
            rdns: named(from.rdns.as_ref()),
            ip: ip.to_string(),
            helo_at: helo
                .filter(|h| rdns.is_some() || from.rdns.is_none() && h.span.start > 0)
                .map(|h| handover.place(h.span).range())
                .filter(|range| range.end <= body),
        };
        let last = chain.hops.last()?;
        let when = handover.unix()?;
        Some(Target {
            header,
            received,
            beside,
            lowest_end,
            lines,
            folds: Folds::of(values.iter().map(String::as_str)),
            own: facts.own,
            peer,
            our_host: handover.by_text().filter(|h| h.contains('.'))?.to_owned(),
            when,
            our_hosts: chain.hops[..facts.own]
                .iter()
                .filter_map(|h| h.by_text())
                .map(str::to_owned)
                .collect(),
            last_by: last.by_text().map(str::to_owned),
            last_from: last.rdns_text().or(last.helo_text()).map(str::to_owned),
            last_when: last.unix().unwrap_or(when),
            last_submitted: last.line.from.as_ref().is_some_and(|f| f.authenticated),
            recipient: handover
                .line
                .for_
                .first()
                .map_or("user@localhost".into(), |f| f.as_str().to_owned()),
            donor: None,
        })
    }

    /// The sender's side supplied these lines instead of its own: what a forger's program does
    /// that connects to our server.
    pub fn under(&self, lines: &[String]) -> Graft {
        self.build(self.own, false, &self.received_fields(lines))
    }

    /// The same with fields of any name, each whole: `Received: …`, `Received-SPF: …`.
    pub fn under_fields(&self, fields: &[String]) -> Graft {
        let line = |field: &String| Some(self.received(field.strip_prefix("Received: ")?));
        let fields: Vec<String> =
            fields.iter().map(|field| line(field).unwrap_or_else(|| field.clone())).collect();
        self.build(self.own, false, &fields)
    }

    /// These lines were in the message before the first honest server took it.
    pub fn below(&self, lines: &[String]) -> Graft {
        self.build(self.received.len(), true, &self.received_fields(lines))
    }

    /// These lines stand between our side's and the sender's, whose own are kept.
    pub fn between(&self, lines: &[String]) -> Graft {
        self.build(self.own, true, &self.received_fields(lines))
    }

    /// The lines that the sender's side supplied.
    pub fn claimed(&self) -> &[String] {
        self.lines.get(self.own..).unwrap_or_default()
    }

    fn received_fields(&self, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| self.received(line)).collect()
    }

    /// A Received field. A line copied from honest mail keeps its breaks.
    fn received(&self, line: &str) -> String {
        let donated = || self.donor.as_ref()?.folds.restored(line);
        let restored = self.folds.restored(line).or_else(donated);
        format!("Received: {}", restored.as_deref().unwrap_or(line))
    }

    fn build(&self, at: usize, keep: bool, fields: &[String]) -> Graft {
        let end = |n: usize| self.received.get(n).map(|r| r.end);
        // Below all lines, what the lowest server wrote below its own stays beside it.
        let place = match at == self.received.len() && keep {
            true => self.lowest_end,
            false => at.checked_sub(1).and_then(end).unwrap_or(0),
        };
        let mut bytes = Vec::with_capacity(self.header.len() + 512);
        bytes.extend_from_slice(&self.header[..place]);
        for field in fields {
            bytes.extend_from_slice(field.as_bytes());
            bytes.push(b'\n');
        }
        let mut from = place;
        if !keep {
            // With the lines of the sender's servers goes what they wrote beside them.
            let mut gone: Vec<&Range<usize>> =
                self.received.iter().skip(at).chain(&self.beside).collect();
            gone.sort_by_key(|gone| gone.start);
            for gone in gone.into_iter().filter(|gone| gone.start >= place) {
                bytes.extend_from_slice(&self.header[from..gone.start]);
                from = gone.end;
            }
        }
        bytes.extend_from_slice(&self.header[from..]);
        let lines = fields.iter().filter(|field| field.starts_with("Received:")).count();
        let forged = (at + 1..=at + lines).collect();
        Graft { bytes, forged, own_hosts: Vec::new(), borrowed: None }
    }
}

/// What a server writes beside its Received line.
fn is_beside(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::XReceived
            | FieldKind::ReceivedSpf
            | FieldKind::AuthenticationResults
            | FieldKind::XAuthenticationResults
            | FieldKind::ArcSeal
            | FieldKind::ArcMessageSignature
            | FieldKind::ArcAuthenticationResults
            | FieldKind::DkimSignature
            | FieldKind::Dkim2Signature
            | FieldKind::DomainKeySignature
            | FieldKind::XGoogleDkimSignature
            | FieldKind::XGmMessageState
            | FieldKind::XGoogleSmtpSource
    )
}

/// The fields that the sender's servers wrote beside their lines, and the reports of Exchange
/// Online.
fn beside(message: &Message<'_>, own: usize, body: usize) -> Vec<Range<usize>> {
    let theirs = |kind| {
        let exchange = [FieldKind::XForefrontAntispamReport, FieldKind::XMsExchange];
        is_beside(kind) || exchange.contains(&kind)
    };
    let fields = message.fields.iter();
    fields
        .filter(|field| field.received_above as usize >= own && theirs(field.kind))
        .map(|field| with_break(&message.text, field.span.range()))
        .filter(|range| range.end <= body)
        .collect()
}

/// Where the lowest line ends and what its server wrote right below it.
fn lowest_end(message: &Message<'_>, end: usize) -> usize {
    let text: &[u8] = &message.text;
    let after = message.fields.iter().filter(|field| field.span.range().start >= end);
    let beside = after.take_while(|field| is_beside(field.kind));
    beside.last().map_or(end, |field| with_break(text, field.span.range()).end)
}

fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified())
        }
        IpAddr::V6(ip) => ip.segments()[0] & 0xE000 == 0x2000,
    }
}

/// The field with the line break behind it.
fn with_break(text: &[u8], field: Range<usize>) -> Range<usize> {
    let rest = text.get(field.end..).unwrap_or_default();
    let length = if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    field.start..field.end + length
}

fn value(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field);
    text.split_once(':').map_or("", |(_, value)| value).to_owned()
}

/// The value on one line.
fn unfolded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
