//! Steps that several grammars share.

use super::super::prod::Step::{self, Any, Many, OptAny};
use super::super::prod::{Tag, tags};

/// `from NAME`, a literal or a bare address, nothing where the peer said nothing, or several
/// words, which no server lets through (and which is reported as a violation).
pub(super) const FROM: Step =
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromEmpty, Tag::FromText]));

/// `(name [192.0.2.1])` or `([192.0.2.1])`.
pub(super) const PEER: Step = Any(tags(&[Tag::NameAddr, Tag::Addr]));

pub(super) const OPT_PEER: Step = OptAny(tags(&[Tag::NameAddr, Tag::Addr, Tag::BareAddr]));

pub(super) const BY: Step = Any(tags(&[Tag::By, Tag::ByLiteral]));

/// What stands between the host and the date in lines that keep to RFC 5321 section 4.4, in
/// any order.
pub(super) const CLAUSES: Step = Many(tags(&[
    Tag::Via,
    Tag::With,
    Tag::Id,
    Tag::For,
    Tag::TlsPairs,
    Tag::TlsColon,
    Tag::TlsUsing,
    Tag::TlsClause,
    Tag::EnvelopeFrom,
]));
