//! Fields that name an address: the client's, the peer's, or the one mail was sent from.

use std::net::IpAddr;

use super::text::{self, Range, is_blank, trimmed};
use crate::received::Date;
use crate::span::{Piece, Span};

/// No field names more addresses.
const MAX_ADDRESSES: usize = 8;

/// Whose address a field gives, by the custom of those that write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressRole {
    /// Whoever composed or submitted the message: `X-Originating-IP`.
    Client,
    /// The host that a receiving server took the message from: `X-Sender-IP`.
    Peer,
    /// The address from which a sending service delivered: `X-Mailgun-Sending-Ip`.
    Outgoing,
}

impl AddressRole {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            AddressRole::Client => "client",
            AddressRole::Peer => "peer",
            AddressRole::Outgoing => "outgoing",
        }
    }
}

/// `X-Originating-IP: [192.0.2.1]` and its kin.
#[derive(Clone, Debug)]
pub struct OriginAddress<'a> {
    pub role: AddressRole,
    /// The field's name as written.
    pub field: Piece<'a>,
    /// Normalised as a Received line's; empty where the value holds none that could be read.
    pub addresses: Vec<IpAddr>,
    /// The whole value.
    pub written: Piece<'a>,
    /// The date behind the address, which some programs write (`… by host; date`).
    pub date: Option<Date<'a>>,
}

pub(super) fn address<'a>(
    role: AddressRole,
    name: &'a [u8],
    value: &'a [u8],
) -> Option<OriginAddress<'a>> {
    let written = text::whole(value)?;
    let field = text::piece(name, trimmed(name, (0, name.len())));
    let semicolon = value.iter().position(|b| *b == b';');
    let date = semicolon.map(|at| {
        let span = Span::new(at + 1, value.len());
        crate::received::date::parse_date(&value[at + 1..], span)
    });
    // "192.0.2.1 by smtp.198.51.100.7" names the host that says so.
    let part = &value[..semicolon.unwrap_or(value.len())];
    let part = &part[..memchr::memmem::find(part, b" by ").unwrap_or(part.len())];
    let mut addresses = Vec::new();
    for word in part.split(|b| is_blank(*b) || matches!(b, b',' | b'(' | b')')) {
        if addresses.len() >= MAX_ADDRESSES {
            break;
        }
        addresses.extend(one(word));
    }
    Some(OriginAddress { role, field, addresses, written, date })
}

/// An address, alone, behind a name (`mail.example.com[192.0.2.1]`) or behind a day
/// (`2024.01.10-192.0.2.1`).
fn one(word: &[u8]) -> Option<IpAddr> {
    // A list may stand in one pair of brackets.
    let bare = word.strip_prefix(b"[").unwrap_or(word);
    let bare = bare.strip_suffix(b"]").unwrap_or(bare);
    if let Some(ip) = text::ip(bare) {
        return Some(ip);
    }
    if let Some(open) = word.iter().position(|b| *b == b'[') {
        return text::ip(&word[open..]);
    }
    let dash = word.iter().position(|b| *b == b'-')?;
    let day = word[..dash].iter().all(|b| b.is_ascii_digit() || *b == b'.');
    if day { text::ip(&word[dash + 1..]) } else { None }
}

/// sendmail's `X-Authentication-Warning: by: Host H [ip] claimed to be C`.
#[derive(Clone, Debug)]
pub struct ClaimWarning<'a> {
    pub by: Option<Piece<'a>>,
    /// The host's name as the server looked it up.
    pub host: Option<Piece<'a>>,
    pub ip: Option<IpAddr>,
    /// The name it announced.
    pub claimed: Option<Piece<'a>>,
    pub written: Piece<'a>,
}

pub(super) fn claim(value: &[u8]) -> Option<ClaimWarning<'_>> {
    let written = text::whole(value)?;
    let mut warning = ClaimWarning { by: None, host: None, ip: None, claimed: None, written };
    let Span { start, end } = warning.written.span;
    let (start, end) = (start as usize, end as usize);
    // Within the value as it is shown: blanks behind it may follow a colon too.
    let Some(colon) = memchr::memmem::find(&value[start..end], b": ") else {
        return Some(warning);
    };
    if !value[start..start + colon].iter().any(|b| is_blank(*b)) {
        warning.by = Some(text::piece(value, (start, start + colon)));
    }
    let at = start + colon + 2;
    let rest = &value[at..end];
    // The announced name comes last and is the peer's own text; what stands before it is the
    // server's. Its first occurrence counts, since a name has no blanks but an announcement may.
    let marker = b" claimed to be ";
    if let Some(says) = memchr::memmem::find(rest, marker) {
        let said: Range = trimmed(value, (at + says + marker.len(), at + rest.len()));
        warning.claimed = Some(text::piece(value, said));
        let mut words = rest[..says].split(|b| is_blank(*b));
        if words.next() == Some(b"Host") {
            if let Some(name) = words.next().filter(|w| !w.is_empty() && w[0] != b'[') {
                warning.host = Some(text::piece(value, (at + 5, at + 5 + name.len())));
            }
            warning.ip = rest[..says]
                .split(|b| is_blank(*b))
                .find_map(|word| if word.first() == Some(&b'[') { text::ip(word) } else { None });
        }
    }
    Some(warning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (value, expected) in [
            (" [192.0.2.1]", &["192.0.2.1"][..]),
            ("192.0.2.1", &["192.0.2.1"]),
            ("[2001:db8::67ea]", &["2001:db8::67ea"]),
            ("[IPv6:2001:db8::67ea]", &["2001:db8::67ea"]),
            ("[192.0.2.1, 198.51.100.2]", &["192.0.2.1", "198.51.100.2"]),
            ("192.0.2.1, 198.51.100.2", &["192.0.2.1", "198.51.100.2"]),
            ("mail.example.com[192.0.2.1]", &["192.0.2.1"]),
            ("2024.01.10-192.0.2.1", &["192.0.2.1"]),
            ("192.0.2.1 by smtp.198.51.100.7;  Wed, 10 Jan 2024 15:30:41 -0500", &["192.0.2.1"]),
            ("[(null)]", &[]),
            ("abc+DEF==", &[]),
        ] {
            let read = address(AddressRole::Client, b"X-Originating-IP", value.as_bytes()).unwrap();
            let expected: Vec<IpAddr> = expected.iter().map(|e| e.parse().unwrap()).collect();
            assert_eq!(read.addresses, expected, "{value}");
        }
        let dated = b"192.0.2.1 by smtp.198.51.100.7;  Wed, 10 Jan 2024 15:30:41 -0500";
        let read = address(AddressRole::Client, b"X-Originating-IP", dated).unwrap();
        assert!(read.date.unwrap().unix.is_some());
        assert!(address(AddressRole::Client, b"X-Originating-IP", b" ").is_none());
        let many = "192.0.2.1 ".repeat(10_000);
        let read = address(AddressRole::Client, b"X", many.as_bytes()).unwrap();
        assert_eq!(read.addresses.len(), MAX_ADDRESSES);
    }

    #[test]
    fn claims() {
        let value = b" mx.example.org: Host pc.example.net [192.0.2.5] (may be forged) claimed to \
            be mail.example.com";
        let warning = claim(value).unwrap();
        assert_eq!(warning.by.unwrap().as_str(), "mx.example.org");
        assert_eq!(warning.host.unwrap().as_str(), "pc.example.net");
        assert_eq!(warning.ip, Some("192.0.2.5".parse().unwrap()));
        assert_eq!(warning.claimed.unwrap().as_str(), "mail.example.com");

        let hostile =
            b"mx.example.org: Host [192.0.2.5] claimed to be x [203.0.113.66] claimed to \
            be y";
        let warning = claim(hostile).unwrap();
        assert_eq!(warning.ip, Some("192.0.2.5".parse().unwrap()));
        assert_eq!(warning.claimed.unwrap().as_str(), "x [203.0.113.66] claimed to be y");
        assert!(warning.host.is_none());

        assert!(claim(b"mx.example.org: root owned process doing -bs").unwrap().claimed.is_none());
        assert!(claim(b"x").unwrap().by.is_none());
        assert!(claim(b"  ").is_none());
    }
}
