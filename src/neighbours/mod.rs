//! The fields that stand among the Received lines, read into facts.
//!
//! Every server prepends what it writes, so a field's place among the Received lines tells who
//! can have stamped it: whoever wrote the line right below it (as servers that check before they
//! deliver do), or the line right above it (as those do that put their line on top of what their
//! filters added). Who of them is believed is decided elsewhere; here each field is read for
//! itself, and nothing in it is taken for true.
//!
//! Spans count from the first byte after the field's colon, as those of a Received line do.

mod auth_results;
mod envelope;
mod exchange;
mod names;
mod origin;
mod signature;
mod spf;
mod text;
mod verdict;

#[cfg(test)]
mod tests;

pub use auth_results::{AuthResults, MethodResult, Property};
pub use envelope::{ListField, ListKind, Originator, OriginatorKind, Path, RecipientField};
pub use exchange::{ExchangeFact, ExchangeField, ForefrontReport, Scope, TenantConnection};
pub use origin::{AddressRole, ClaimWarning, OriginAddress};
pub use signature::{Signature, SignatureKind};
pub use spf::{ReceivedSpf, SpfResult};
pub use verdict::{AuthDefect, Verdict};

use crate::received::{Date, IdClock};
use crate::span::Piece;
use names::Kind;

/// No value is read further; the rest of longer ones is passed over.
const MAX_VALUE: usize = 16 * 1024;

/// A header field as the caller found it.
#[derive(Clone, Copy, Debug)]
pub struct RawField<'a> {
    pub name: &'a [u8],
    /// From the byte after the colon, folding included.
    pub value: &'a [u8],
    /// How many Received lines stand above it.
    pub received_above: usize,
    /// The caller's number for the field, handed back unchanged.
    pub index: usize,
}

/// A field that was read, and where it stands.
#[derive(Clone, Debug)]
pub struct Neighbour<'a> {
    /// [`RawField::index`].
    pub index: usize,
    /// How many Received lines stand above it: 0 is above all of them.
    pub received_above: usize,
    /// The value was longer than is read.
    pub cut: bool,
    pub fact: Fact<'a>,
}

impl Neighbour<'_> {
    /// The Received lines between which it stands, counted from 1 at the top: the one above,
    /// where there is one, and the one below, of which the caller knows whether it exists.
    pub fn between(&self) -> (Option<usize>, usize) {
        ((self.received_above > 0).then_some(self.received_above), self.received_above + 1)
    }
}

/// What a field says.
#[derive(Clone, Debug)]
pub enum Fact<'a> {
    /// `X-Received`, which has the grammar of a Received line; left for its parser.
    XReceived(&'a [u8]),
    ReceivedSpf(ReceivedSpf<'a>),
    /// `Authentication-Results`; [`AuthResults::relocated`] tells of fields that a later server
    /// moved out of the way under another name.
    AuthResults(AuthResults<'a>),
    /// `ARC-Authentication-Results` (RFC 8617 section 4.1.1).
    ArcAuthResults(AuthResults<'a>),
    /// `DKIM-Signature`, `ARC-Message-Signature`, `ARC-Seal` and older kin: the tags, nothing
    /// verified.
    Signature(Signature<'a>),
    /// `X-Originating-IP` and other fields that name a client, a peer or an outgoing address.
    OriginAddress(OriginAddress<'a>),
    /// `X-Originating-Email`, `X-Env-Sender`, `X-Authenticated-Sender`, …: an account or mailbox
    /// that some server connects with the message.
    OriginAccount(Piece<'a>),
    /// `X-Authentication-Warning` of sendmail: a host that claimed another name.
    ClaimWarning(ClaimWarning<'a>),
    /// `X-Forefront-Antispam-Report`.
    Forefront(ForefrontReport<'a>),
    /// `X-MS-Exchange-…` and its companions.
    Exchange(ExchangeField<'a>),
    /// `X-IncomingTopHeaderMarker` of Outlook.com: what stands below came from outside. The
    /// number of header fields it counted, which `X-IncomingHeaderCount` repeats.
    IncomingMarker {
        count: Option<u32>,
    },
    /// `X-IncomingHeaderCount`.
    IncomingHeaderCount(Option<u32>),
    /// `Return-Path`.
    ReturnPath(Path<'a>),
    /// `Delivered-To`, `X-Original-To`, `Envelope-To`, …
    Recipient(RecipientField<'a>),
    /// `Resent-From`, `Resent-Sender`, `Resent-To`, `Resent-Cc`, `Resent-Bcc`.
    Resent(Originator<'a>),
    ResentDate(Date<'a>),
    ResentMessageId {
        id: Piece<'a>,
        clock: Option<IdClock>,
    },
    /// `List-…` and what list managers used before and beside it.
    List(ListField<'a>),
    MessageId {
        id: Piece<'a>,
        clock: Option<IdClock>,
    },
    Date(Date<'a>),
    /// `From`, `Sender`, `Reply-To`, `To`, `Cc`, `Subject`: where the author's part begins.
    Originator(Originator<'a>),
    /// `Content-Type` with a boundary that tells when it was made.
    Boundary {
        boundary: Piece<'a>,
        clock: IdClock,
    },
    /// `Thread-Index`: when the thread began.
    ThreadIndex(IdClock),
}

/// All neighbours of a message, in its order.
#[derive(Clone, Debug, Default)]
pub struct Neighbours<'a> {
    pub all: Vec<Neighbour<'a>>,
}

/// Reads the fields that tell something; all others, Received lines among them, are passed over.
pub fn read<'a>(fields: impl IntoIterator<Item = RawField<'a>>) -> Neighbours<'a> {
    let all = fields.into_iter().filter_map(read_field).collect();
    Neighbours { all }
}

/// Reads one field; `None` for names not known and for values that say nothing.
pub fn read_field(field: RawField<'_>) -> Option<Neighbour<'_>> {
    let kind = names::kind(field.name)?;
    let cut = field.value.len() > MAX_VALUE;
    let value = if cut { &field.value[..MAX_VALUE] } else { field.value };
    let fact = fact(kind, field.name, value)?;
    Some(Neighbour { index: field.index, received_above: field.received_above, cut, fact })
}

fn fact<'a>(kind: Kind, name: &'a [u8], value: &'a [u8]) -> Option<Fact<'a>> {
    Some(match kind {
        Kind::XReceived => Fact::XReceived(value),
        Kind::ReceivedSpf => Fact::ReceivedSpf(spf::read(value)?),
        Kind::AuthResults { relocated } => {
            let results = auth_results::read(value, false)?;
            Fact::AuthResults(AuthResults { relocated, ..results })
        }
        Kind::ArcAuthResults => Fact::ArcAuthResults(auth_results::read(value, true)?),
        Kind::Signature(kind) => Fact::Signature(signature::read(kind, value)?),
        Kind::OriginAddress(role) => Fact::OriginAddress(origin::address(role, name, value)?),
        Kind::OriginAccount => Fact::OriginAccount(text::whole(value)?),
        Kind::ClaimWarning => Fact::ClaimWarning(origin::claim(value)?),
        Kind::Forefront { trusted } => Fact::Forefront(exchange::forefront(value, trusted)?),
        Kind::Exchange(prefix) => Fact::Exchange(exchange::field(prefix, name, value)?),
        Kind::IncomingMarker => Fact::IncomingMarker { count: exchange::marker_count(value) },
        Kind::IncomingHeaderCount => Fact::IncomingHeaderCount(text::number(value)),
        Kind::ReturnPath => Fact::ReturnPath(envelope::path(value)?),
        Kind::Recipient => Fact::Recipient(envelope::recipient(name, value)?),
        Kind::Resent(kind) => Fact::Resent(envelope::originator(kind, value)),
        Kind::ResentDate => Fact::ResentDate(text::date(value)),
        Kind::ResentMessageId => {
            let (id, clock) = envelope::message_id(value)?;
            Fact::ResentMessageId { id, clock }
        }
        Kind::List(kind) => Fact::List(envelope::list(kind, value)?),
        Kind::MessageId => {
            let (id, clock) = envelope::message_id(value)?;
            Fact::MessageId { id, clock }
        }
        Kind::Date => Fact::Date(text::date(value)),
        Kind::Originator(kind) => Fact::Originator(envelope::originator(kind, value)),
        Kind::ContentType => {
            let (boundary, clock) = envelope::boundary(value)?;
            Fact::Boundary { boundary, clock }
        }
        Kind::ThreadIndex => {
            Fact::ThreadIndex(crate::received::clock::read_thread_index(&text::whole(value)?.text)?)
        }
    })
}

impl<'a> Neighbours<'a> {
    /// Those between the same two Received lines, 0 being above all lines.
    pub fn at(&self, received_above: usize) -> impl Iterator<Item = &Neighbour<'a>> {
        self.all.iter().filter(move |n| n.received_above == received_above)
    }

    /// `Authentication-Results` fields where their servers put them, with their places.
    pub fn auth_results(&self) -> impl Iterator<Item = (&Neighbour<'a>, &AuthResults<'a>)> {
        self.all.iter().filter_map(|n| match &n.fact {
            Fact::AuthResults(results) if !results.relocated => Some((n, results)),
            _ => None,
        })
    }

    pub fn received_spf(&self) -> impl Iterator<Item = (&Neighbour<'a>, &ReceivedSpf<'a>)> {
        self.all.iter().filter_map(|n| match &n.fact {
            Fact::ReceivedSpf(spf) => Some((n, spf)),
            _ => None,
        })
    }

    pub fn signatures(&self) -> impl Iterator<Item = (&Neighbour<'a>, &Signature<'a>)> {
        self.all.iter().filter_map(|n| match &n.fact {
            Fact::Signature(signature) => Some((n, signature)),
            _ => None,
        })
    }

    pub fn origin_addresses(&self) -> impl Iterator<Item = (&Neighbour<'a>, &OriginAddress<'a>)> {
        self.all.iter().filter_map(|n| match &n.fact {
            Fact::OriginAddress(address) => Some((n, address)),
            _ => None,
        })
    }

    /// How many Received lines stand above the first field of the author's part (`From`, `To`,
    /// `Subject`, `Date`, `Message-ID`, …); `None` where there is no such field.
    pub fn author_part(&self) -> Option<usize> {
        let author = |fact: &Fact<'_>| {
            matches!(fact, Fact::Originator(_) | Fact::Date(_) | Fact::MessageId { .. })
        };
        self.all.iter().find(|n| author(&n.fact)).map(|n| n.received_above)
    }
}
