//! Two neighbouring lines: does the lower one's `by` name the host that the upper one's `from`
//! names?

use super::{Hop, Name, NameKind, Org};
use crate::data::same_name;
use crate::report::model::LinkKind;

/// How two names compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    Same,
    /// Two names of one organisation.
    Organisation,
    Different,
    /// One of them is missing or means something only locally.
    #[default]
    Unknown,
}

impl Match {
    pub fn as_str(self) -> &'static str {
        match self {
            Match::Same => "same",
            Match::Organisation => "organisation",
            Match::Different => "different",
            Match::Unknown => "unknown",
        }
    }

    /// How the names `a` and `b` compare.
    pub fn names(a: Option<&str>, a_name: &Name<'_>, b: Option<&str>, b_name: &Name<'_>) -> Match {
        let (Some(a), Some(b)) = (a, b) else { return Match::Unknown };
        if same_name(a, b) {
            return Match::Same;
        }
        if a_name.org.is_some() && a_name.org == b_name.org {
            return Match::Organisation;
        }
        if a_name.kind.is_comparable() && b_name.kind.is_comparable() {
            Match::Different
        } else {
            Match::Unknown
        }
    }

    fn is_one(self) -> bool {
        matches!(self, Match::Same | Match::Organisation)
    }
}

/// By which way the two lines were found to hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The name that the upper line's server recorded (reverse name).
    Recorded,
    /// Only the name that the peer announced.
    Announced,
    /// The address recorded.
    Address,
    /// Both lines were written on one host, or the peer is on a private network.
    Inside,
    None,
}

impl Way {
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Recorded => "recorded",
            Way::Announced => "announced",
            Way::Address => "address",
            Way::Inside => "inside",
            Way::None => "none",
        }
    }
}

/// A pair of neighbours as measured. `Explained` is never set here: explanations are data.
#[derive(Clone, Debug)]
pub struct Link {
    pub kind: LinkKind,
    pub way: Way,
    /// Lower `by` against the name the upper line recorded.
    pub recorded: Match,
    /// Lower `by` against the name the peer announced.
    pub announced: Match,
    /// Lower `by` against the upper line's own `by`.
    pub same_server: Match,
    /// The lower `by` states the address that the upper line recorded.
    pub address: bool,
    /// The lower `by` and a name above are of different domains and begin with the same label.
    pub same_label: bool,
    /// Seconds from the lower stamp to the upper one; negative: time runs back.
    pub lag: Option<i64>,
}

pub(super) fn measure(upper: &Hop<'_>, lower: &Hop<'_>) -> Link {
    let by = lower.by_text();
    let recorded = Match::names(upper.rdns_text(), &upper.rdns, by, &lower.by);
    let announced = Match::names(upper.helo_text(), &upper.helo, by, &lower.by);
    let same_server = Match::names(upper.by_text(), &upper.by, by, &lower.by);
    let address = same_address(upper, lower);
    let lag = upper.unix().zip(lower.unix()).map(|(u, l)| u.saturating_sub(l));
    let mut link = Link {
        kind: LinkKind::Unknown,
        way: Way::None,
        recorded,
        announced,
        same_server,
        address,
        same_label: same_label(upper, lower),
        lag,
    };
    (link.kind, link.way) = classify(upper, lower, &link);
    link
}

/// Whether the host's own label is the same under two domains (`lists7.a.example` and
/// `lists7.b.example`).
fn same_label(upper: &Hop<'_>, lower: &Hop<'_>) -> bool {
    let label = |name: &'_ str| name.split('.').next().map(str::len).filter(|l| *l < name.len());
    let Some(by) = lower.by_text() else { return false };
    let Some(len) = label(by) else { return false };
    [upper.rdns_text(), upper.helo_text()].into_iter().flatten().any(|name| {
        label(name) == Some(len)
            && name.as_bytes()[..len].eq_ignore_ascii_case(&by.as_bytes()[..len])
    })
}

fn same_address(upper: &Hop<'_>, lower: &Hop<'_>) -> bool {
    let Some(by) = lower.line.by.as_ref() else { return false };
    let Some(from) = upper.line.from.as_ref() else { return false };
    let literal = by.ip.or_else(|| {
        let host = by.host.as_ref()?.as_str();
        host.trim_matches(['[', ']']).trim_start_matches("IPv6:").parse().ok()
    });
    literal.is_some_and(|ip| from.ip == Some(ip) || from.helo_ip == Some(ip) && from.ip.is_none())
}

/// The order matters: a recorded name says more than an announced one, an address more than an
/// organisation, and that a peer is on a private network says nothing against any name.
fn classify(upper: &Hop<'_>, lower: &Hop<'_>, link: &Link) -> (LinkKind, Way) {
    use LinkKind::{Address, Exact, Internal, Organisation, Unexplained, Unknown};
    if link.recorded == Match::Same {
        return (Exact, Way::Recorded);
    }
    if link.address {
        return (Address, Way::Address);
    }
    if same_host(upper, lower, link) {
        return (Internal, Way::Inside);
    }
    if link.recorded == Match::Organisation {
        return (Organisation, Way::Recorded);
    }
    match link.announced {
        Match::Same => return (Exact, Way::Announced),
        Match::Organisation => return (Organisation, Way::Announced),
        _ => {}
    }
    if matches!(upper.ip_kind, Some("private" | "link-local")) {
        return (Internal, Way::Inside);
    }
    if link.recorded == Match::Different || link.announced == Match::Different {
        return (Unexplained, Way::None);
    }
    (Unknown, Way::None)
}

/// One host's own business: the upper line's peer is the host itself, or it has no peer and both
/// lines are one server's, or the lower line is by `localhost`.
fn same_host(upper: &Hop<'_>, lower: &Hop<'_>, link: &Link) -> bool {
    let own_host = |hop: &Hop<'_>| {
        hop.by.kind == NameKind::Local
            && hop.by_text().is_some_and(|by| by.to_ascii_lowercase().starts_with("localhost"))
    };
    let peer_is_itself = match upper.ip_kind {
        Some("unspecified") => upper.ip().is_some_and(|ip| ip.is_unspecified()),
        Some(kind) => kind == "loopback",
        None => upper.helo_text().is_some_and(|helo| helo.eq_ignore_ascii_case("localhost")),
    };
    peer_is_itself || upper.line.from.is_none() && link.same_server.is_one() || own_host(lower)
}

impl Link {
    /// Why the link is of its kind, in a sentence.
    pub fn why(&self, upper: &Hop<'_>, lower: &Hop<'_>) -> String {
        let by = lower.by_text().unwrap_or("nobody named");
        let org = || match &lower.by.org {
            Some(Org::Known(entry)) => format!("{} (organisation {})", entry.name, entry.id),
            Some(Org::Domain(domain)) => format!("the domain {domain}"),
            None => "one organisation".to_owned(),
        };
        match (self.kind, self.way) {
            (_, Way::Recorded) if self.recorded == Match::Same => {
                format!("{by} is the name recorded above")
            }
            (_, Way::Recorded) => format!(
                "{by} and the recorded {} are both of {}",
                upper.rdns_text().unwrap_or("name"),
                org()
            ),
            (_, Way::Announced) if self.announced == Match::Same => {
                format!("{by} is the name announced above")
            }
            (_, Way::Announced) => format!(
                "{by} and the announced {} are both of {}",
                upper.helo_text().unwrap_or("name"),
                org()
            ),
            (_, Way::Address) => format!("{by} is the address recorded above"),
            (_, Way::Inside) => "handed on within one host or one private network".to_owned(),
            (LinkKind::Unexplained, Way::None) => format!("{by} is none of the names above"),
            _ if lower.by.kind == NameKind::Missing => {
                "the lower line does not say by whom it was written".to_owned()
            }
            _ if upper.line.from.is_none() => {
                "the upper line does not say from whom it came".to_owned()
            }
            _ => format!("{by} is a name that nobody outside can compare"),
        }
    }
}
