//! What can be told of a host name by tables: its organisation, its provider, what sort it is.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::data::{self, Data, OrgKey, Organisation, Provider, host_name};

/// A name as tables see it. The text stays with the line.
#[derive(Clone, Debug, Default)]
pub struct Name<'d> {
    pub kind: NameKind,
    pub org: Option<Org<'d>>,
    /// Provider whose servers carry such a name.
    pub provider: Option<&'d Provider>,
}

/// The organisation a name belongs to.
#[derive(Clone, Debug)]
pub enum Org<'d> {
    /// Of `rules/organisations.toml`.
    Known(&'d Organisation),
    /// Whoever registered the domain, lower case.
    Domain(String),
}

impl<'d> Org<'d> {
    /// The organisation of a host or domain; `None` for addresses and names without a domain.
    pub fn of(name: &str, data: &'d Data) -> Option<Self> {
        match data.organisation(name)? {
            OrgKey::Known(id) => data.organisation_entry(id).map(Org::Known),
            OrgKey::Domain(domain) => Some(Org::Domain(domain.to_ascii_lowercase())),
        }
    }

    /// The organisation's id, or the domain.
    pub fn into_text(self) -> Cow<'d, str> {
        match self {
            Org::Known(entry) => Cow::Borrowed(&entry.id),
            Org::Domain(domain) => Cow::Owned(domain),
        }
    }

    /// The same, borrowed.
    pub fn as_str(&self) -> &str {
        match self {
            Org::Known(entry) => &entry.id,
            Org::Domain(domain) => domain,
        }
    }
}

impl PartialEq for Org<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Org::Known(a), Org::Known(b)) => a.id == b.id,
            (Org::Domain(a), Org::Domain(b)) => a == b,
            _ => false,
        }
    }
}

/// What sort of name it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameKind {
    #[default]
    Missing,
    /// Could be known to the whole Internet.
    Public,
    /// Means something inside one site only: `localhost`, `mail.local`, `ex01.corp`, and every
    /// name below a top level that does not exist.
    Local,
    /// A single label, such as `mailhub`.
    Unqualified,
    /// An address literal.
    Literal,
    /// Set aside for documentation (RFC 2606, RFC 6761).
    Documentation,
    /// Could not be a host's name.
    Impossible,
}

impl NameKind {
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Missing => "missing",
            NameKind::Public => "public",
            NameKind::Local => "local",
            NameKind::Unqualified => "unqualified",
            NameKind::Literal => "literal",
            NameKind::Documentation => "documentation",
            NameKind::Impossible => "impossible",
        }
    }

    /// Two names of such kinds can be held against each other by somebody outside.
    pub(super) fn is_comparable(self) -> bool {
        matches!(self, NameKind::Public | NameKind::Documentation)
    }
}

impl<'d> Name<'d> {
    pub(super) fn of(text: &str, data: &'d Data) -> Name<'d> {
        let kind = kind(text, data);
        if !kind.is_comparable() && kind != NameKind::Local {
            return Name { kind, ..Name::default() };
        }
        Name { kind, org: Org::of(text, data), provider: data.provider_of_name(text) }
    }
}

fn kind(text: &str, data: &Data) -> NameKind {
    let text = text.trim_end_matches('.');
    if text.is_empty() {
        return NameKind::Missing;
    }
    // An address begins with a digit or has a colon.
    let address = text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(':');
    if text.starts_with('[') || address && text.parse::<IpAddr>().is_ok() {
        return NameKind::Literal;
    }
    if let Some(special) = data.special_name(text) {
        return match special.kind {
            data::NameKind::Documentation => NameKind::Documentation,
            data::NameKind::Retired => NameKind::Public,
            data::NameKind::Local | data::NameKind::Internal | data::NameKind::Alternative => {
                NameKind::Local
            }
            data::NameKind::Invalid => NameKind::Impossible,
        };
    }
    if host_name(text).is_none() {
        return NameKind::Impossible;
    }
    if !text.contains('.') {
        return NameKind::Unqualified;
    }
    if data.name_exists_possible(text) { NameKind::Public } else { NameKind::Local }
}
