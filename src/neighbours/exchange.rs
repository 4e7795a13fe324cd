//! What Exchange and Exchange Online stamp: the connection as they saw it, and whose mail they
//! took it for.
//!
//! Microsoft removes `X-MS-Exchange-Organization-…` from mail that comes from outside (the
//! header firewall), so where one stands tells whose it can be; `…-Untrusted` is where it puts
//! reports of others.

use std::net::IpAddr;

use super::names::Prefix;
use super::text::{self, Cursor, is_blank, trimmed};
use crate::received::{Date, DateDefect};
use crate::span::Piece;

/// `X-Forefront-Antispam-Report`: what the filter knew of the connection.
#[derive(Clone, Debug, Default)]
pub struct ForefrontReport<'a> {
    /// The field is not the `-Untrusted` one.
    pub trusted: bool,
    /// `CIP`: the connecting address. `None` too for 255.255.255.255, which is written where
    /// the mail did not come from outside.
    pub client_ip: Option<IpAddr>,
    pub client_ip_written: Option<Piece<'a>>,
    /// `H`: what the client announced.
    pub helo: Option<Piece<'a>>,
    /// `PTR`: its reverse name (`InfoDomainNonexistent` where there is none).
    pub ptr: Option<Piece<'a>>,
    /// `CTRY`
    pub country: Option<Piece<'a>>,
    /// `IPV`: what is known of the address (`NLI`, `CAL`).
    pub ip_verdict: Option<Piece<'a>>,
    /// `SFV`
    pub filter_verdict: Option<Piece<'a>>,
    /// `CAT`
    pub category: Option<Piece<'a>>,
    /// `DIR`
    pub direction: Option<Piece<'a>>,
    /// `SCL`
    pub spam_level: Option<i32>,
}

pub(super) fn forefront(value: &[u8], trusted: bool) -> Option<ForefrontReport<'_>> {
    text::whole(value)?;
    let mut report = ForefrontReport { trusted, ..ForefrontReport::default() };
    for (key, range) in pairs(value, b';', b':') {
        if range.0 == range.1 {
            continue;
        }
        let slot = match key {
            b"CIP" => &mut report.client_ip_written,
            b"H" => &mut report.helo,
            b"PTR" => &mut report.ptr,
            b"CTRY" => &mut report.country,
            b"IPV" => &mut report.ip_verdict,
            b"SFV" => &mut report.filter_verdict,
            b"CAT" => &mut report.category,
            b"DIR" => &mut report.direction,
            b"SCL" => {
                let level = std::str::from_utf8(&value[range.0..range.1]).ok();
                report.spam_level = report.spam_level.or(level.and_then(|l| l.parse().ok()));
                continue;
            }
            _ => continue,
        };
        if slot.is_none() {
            *slot = Some(text::piece(value, range));
        }
    }
    report.client_ip = report
        .client_ip_written
        .as_ref()
        .and_then(|p| text::ip(p.text.as_bytes()))
        .filter(|ip| *ip != IpAddr::from([255, 255, 255, 255]));
    Some(report)
}

/// `KEY:value;KEY:value` as keys and the ranges of their values.
fn pairs(value: &[u8], between: u8, within: u8) -> impl Iterator<Item = (&[u8], (usize, usize))> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < value.len() {
            let end = memchr::memchr(between, &value[at..]).map_or(value.len(), |i| at + i);
            let part = (at, end);
            at = end + 1;
            if let Some(mark) = memchr::memchr(within, &value[part.0..part.1]) {
                let key = trimmed(value, (part.0, part.0 + mark));
                let found = trimmed(value, (part.0 + mark + 1, part.1));
                return Some((&value[key.0..key.1], found));
            }
        }
        None
    })
}

/// The part of a name between `X-MS-Exchange-` and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Valid within one organisation; removed at its border.
    Organization,
    /// Handed from one tenant of Exchange Online to the next.
    CrossTenant,
    /// Handed between a tenant and its own servers.
    CrossPremises,
    None,
}

impl Scope {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Organization => "organization",
            Scope::CrossTenant => "cross-tenant",
            Scope::CrossPremises => "cross-premises",
            Scope::None => "none",
        }
    }
}

/// A field of Exchange.
#[derive(Clone, Debug)]
pub struct ExchangeField<'a> {
    pub scope: Scope,
    /// The name behind the prefix, as written: `AuthAs`.
    pub name: Piece<'a>,
    pub value: Piece<'a>,
    pub fact: ExchangeFact<'a>,
}

/// What the field says, where it is one that tells something of the message's way.
#[derive(Clone, Debug)]
pub enum ExchangeFact<'a> {
    /// `AuthAs`: `Anonymous` or `Internal`.
    AuthAs {
        internal: bool,
    },
    /// `AuthSource`: the server that authenticated, or took the message unauthenticated.
    AuthSource,
    /// `OriginalArrivalTime`, `ExpirationStartTime`: UTC.
    Arrival {
        unix: Option<i64>,
        /// The same time as a FILETIME beside it (`X-OriginalArrivalTime`), in seconds.
        filetime: Option<i64>,
    },
    /// `OriginalAttributedTenantConnectingIp`.
    Connection(TenantConnection<'a>),
    /// `MessageDirectionality`: `Incoming` or `Originating`.
    Direction {
        incoming: bool,
    },
    /// `FromEntityHeader`: `Internet`, `Hosted`, `HybridOnPrem`.
    FromEntity,
    /// `CrossTenantHeadersStamped`, `…Stripped`, `…Promoted`: the server that did so.
    StampedBy,
    /// `Id`, `EOPTenantAttributedMessage`: the tenant, or part of it.
    Tenant,
    /// `Network-Message-Id`: the same in all fields of one message.
    NetworkMessageId,
    /// `X-ClientProxiedBy`: the server the user's client spoke to, and the one it was passed to.
    ProxiedBy {
        from_ip: Option<IpAddr>,
        to_ip: Option<IpAddr>,
    },
    Other,
}

/// `TenantId=…;Ip=[192.0.2.1];Helo=[mail.example.com]`
#[derive(Clone, Debug, Default)]
pub struct TenantConnection<'a> {
    pub tenant: Option<Piece<'a>>,
    pub ip: Option<IpAddr>,
    pub helo: Option<Piece<'a>>,
}

pub(super) fn field<'a>(
    prefix: Prefix,
    name: &'a [u8],
    value: &'a [u8],
) -> Option<ExchangeField<'a>> {
    let (start, end) = trimmed(name, (0, name.len()));
    let short = ((start + prefix.length).min(end), end);
    let is = |other: &str| name[short.0..short.1].eq_ignore_ascii_case(other.as_bytes());
    let says = |word: &str| value.trim_ascii().eq_ignore_ascii_case(word.as_bytes());
    let fact = match () {
        () if is("AuthAs") => ExchangeFact::AuthAs { internal: says("Internal") },
        () if is("AuthSource") => ExchangeFact::AuthSource,
        () if is("OriginalArrivalTime") || is("ExpirationStartTime") => arrival(value),
        () if is("OriginalAttributedTenantConnectingIp") => {
            ExchangeFact::Connection(connection(value))
        }
        () if is("MessageDirectionality") => ExchangeFact::Direction { incoming: says("Incoming") },
        () if is("FromEntityHeader") => ExchangeFact::FromEntity,
        () if is("Transport-CrossTenantHeadersStamped")
            || is("Transport-CrossTenantHeadersStripped")
            || is("Transport-CrossTenantHeadersPromoted") =>
        {
            ExchangeFact::StampedBy
        }
        () if is("Id") || is("EOPTenantAttributedMessage") => ExchangeFact::Tenant,
        () if is("Network-Message-Id") => ExchangeFact::NetworkMessageId,
        () if is("ClientProxiedBy") => proxied(value),
        () => return None,
    };
    let (name, value) = (text::piece(name, short), text::whole(value)?);
    Some(ExchangeField { scope: prefix.scope, name, value, fact })
}

/// `10 Jan 2024 16:09:10.8780 (UTC)`, which has its zone in a comment, and perhaps
/// `FILETIME=[586E2D87:01DA43DF]` behind it.
fn arrival<'a>(value: &[u8]) -> ExchangeFact<'a> {
    let mark = memchr::memmem::find(value, b"FILETIME=[");
    let date = text::date(&value[..mark.unwrap_or(value.len())]);
    let filetime = mark.and_then(|at| {
        let digits = value.get(at + 10..at + 27)?;
        let half = |range: std::ops::Range<usize>| {
            u64::from_str_radix(std::str::from_utf8(&digits[range]).ok()?, 16).ok()
        };
        let ticks = half(9..17)? << 32 | half(0..8)?;
        (digits[8] == b':').then_some(())?;
        i64::try_from(ticks / 10_000_000).ok()?.checked_sub(11_644_473_600)
    });
    ExchangeFact::Arrival { unix: date.unix.or_else(|| utc_by_comment(&date)), filetime }
}

fn utc_by_comment(date: &Date<'_>) -> Option<i64> {
    let utc = date.zone_comment.as_ref().is_some_and(|c| c.text == "UTC");
    if utc && date.has(DateDefect::NoZone) { date.local } else { None }
}

fn connection(value: &[u8]) -> TenantConnection<'_> {
    let mut connection = TenantConnection::default();
    let unbracketed = |(start, end): (usize, usize)| match value[start..end] {
        [b'[', .., b']'] => (start + 1, end - 1),
        _ => (start, end),
    };
    for (key, range) in pairs(value, b';', b'=') {
        let inside = unbracketed(range);
        match key {
            b"TenantId" if connection.tenant.is_none() => {
                connection.tenant = Some(text::piece(value, range));
            }
            b"Ip" if connection.ip.is_none() => {
                connection.ip = text::ip(&value[inside.0..inside.1]);
            }
            b"Helo" if connection.helo.is_none() => {
                connection.helo = Some(text::piece(value, inside));
            }
            _ => {}
        }
    }
    connection
}

/// `A (ip) To B (ip)`
fn proxied<'a>(value: &[u8]) -> ExchangeFact<'a> {
    let mut cursor = Cursor::new(value);
    let mut comments = [None, None];
    while cursor.peek().is_some() && comments[1].is_none() {
        cursor.gap(|range| {
            let slot = usize::from(comments[0].is_some());
            comments[slot] = Some(range);
        });
        let word = cursor.word(|b| is_blank(b) || b == b'(');
        if word.0 == word.1 && cursor.peek() != Some(b'(') {
            break;
        }
    }
    let [from_ip, to_ip] = comments.map(|c| c.and_then(|range| text::ip(cursor.get(range))));
    ExchangeFact::ProxiedBy { from_ip, to_ip }
}

/// `Count:12` of `X-IncomingTopHeaderMarker`.
pub(super) fn marker_count(value: &[u8]) -> Option<u32> {
    pairs(value, b';', b':')
        .find(|(key, _)| *key == b"Count")
        .and_then(|(_, (start, end))| text::number(&value[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neighbours::{Fact, RawField, read_field};

    fn exchange(name: &str, value: &str, check: impl Fn(ExchangeField<'_>)) {
        let (name, value) = (name.as_bytes(), value.as_bytes());
        let field = RawField { name, value, received_above: 2, index: 7 };
        match read_field(field).unwrap().fact {
            Fact::Exchange(field) => check(field),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn forefront_reports() {
        let value =
            b"CIP:192.0.2.44;CTRY:NL;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:mail.example.com;\
            PTR:pc.example.net;CAT:PHSH;SFS:(1)(2);DIR:INB;";
        let report = forefront(value, true).unwrap();
        let text = |piece: Option<Piece<'_>>| piece.unwrap().text.to_string();
        assert_eq!(report.client_ip, Some("192.0.2.44".parse().unwrap()));
        assert_eq!(text(report.helo), "mail.example.com");
        assert_eq!(text(report.ptr), "pc.example.net");
        assert_eq!(text(report.country), "NL");
        assert_eq!(text(report.category), "PHSH");
        assert_eq!(text(report.direction), "INB");
        assert_eq!(report.spam_level, Some(5));
        let inner = forefront(b"CIP:255.255.255.255; H: ;CIP:192.0.2.1", false).unwrap();
        assert!(inner.client_ip.is_none() && inner.client_ip_written.is_some());
        assert!(inner.helo.is_none() && !inner.trusted);
        let six = forefront(b"CIP:2001:db8::5;H:[2001:db8::5]", true).unwrap();
        assert_eq!(six.client_ip, Some("2001:db8::5".parse().unwrap()));
        assert!(forefront(b" ", true).is_none());
    }

    #[test]
    fn organisation_and_tenant() {
        exchange("X-MS-Exchange-Organization-AuthAs", " Anonymous", |field| {
            assert_eq!(field.scope, Scope::Organization);
            assert_eq!(field.name.as_str(), "AuthAs");
            assert!(matches!(field.fact, ExchangeFact::AuthAs { internal: false }));
        });
        exchange("x-ms-exchange-crosstenant-authas", "Internal", |field| {
            assert_eq!(field.scope, Scope::CrossTenant);
            assert!(matches!(field.fact, ExchangeFact::AuthAs { internal: true }));
        });
        let time = "10 Jan 2024 16:09:10.8780 (UTC)";
        exchange("X-MS-Exchange-CrossTenant-OriginalArrivalTime", time, |field| {
            let ExchangeFact::Arrival { unix, filetime } = field.fact else { panic!() };
            assert_eq!((unix, filetime), (Some(1_704_902_950), None));
        });
        let time = "10 Jan 2024 16:09:10.0123 (UTC) FILETIME=[586E2D87:01DA43DF]";
        exchange("X-OriginalArrivalTime", time, |field| {
            let ExchangeFact::Arrival { unix, filetime } = field.fact else { panic!() };
            assert_eq!((unix, filetime), (Some(1_704_902_950), Some(1_704_902_950)));
            assert_eq!(field.name.as_str(), "OriginalArrivalTime");
        });
        let value = "TenantId=00000000-0000-0000-0000-000000000000;Ip=[192.0.2.3];Helo=[a.example]";
        let name = "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp";
        exchange(name, value, |field| {
            let ExchangeFact::Connection(connection) = field.fact else { panic!() };
            assert_eq!(connection.ip, Some("192.0.2.3".parse().unwrap()));
            assert_eq!(connection.helo.unwrap().as_str(), "a.example");
        });
        let value = "A01.example (2001:db8::27) To B02.example (192.0.2.9)";
        exchange("X-ClientProxiedBy", value, |field| {
            let ExchangeFact::ProxiedBy { from_ip, to_ip } = field.fact else { panic!() };
            assert_eq!(from_ip, Some("2001:db8::27".parse().unwrap()));
            assert_eq!(to_ip, Some("192.0.2.9".parse().unwrap()));
        });
        exchange("X-MS-Exchange-Transport-CrossTenantHeadersStamped", "A.example", |field| {
            assert!(matches!(field.fact, ExchangeFact::StampedBy));
            assert_eq!((field.scope, field.value.as_str()), (Scope::None, "A.example"));
        });
        for name in ["X-MS-Exchange-Whatever", "X-MS-Exchange-", "X-MS-Exchange-CrossTenant-"] {
            let raw = RawField { name: name.as_bytes(), value: b"x", received_above: 0, index: 0 };
            assert!(read_field(raw).is_none(), "{name}");
        }
    }

    #[test]
    fn markers() {
        let value = b"OriginalChecksum:AB;UpperCasedChecksum:CD;SizeAsReceived:400;Count:12";
        assert_eq!(marker_count(value), Some(12));
        assert_eq!(marker_count(b"Count:x"), None);
        assert_eq!(marker_count(b""), None);
    }
}
