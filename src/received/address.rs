//! Address literals as servers write them, brought to one form.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::redacted;

/// What stands where an address belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    Ip {
        ip: IpAddr,
        port: Option<u16>,
    },
    /// Shaped like an address, and none: `301.2.3.4`, `IPv6:xyz`.
    Impossible,
    /// Someone took the address, or some of its digits, out: `x.x.x.x`, `203.0.113.xxx`.
    Redacted,
}

/// Reads an address without brackets: `192.0.2.1`, `192.0.2.1:25`, `192.0.2.1.25`,
/// `IPv6:2001:db8::1`, `2001:db8::1`, `fe80::1%4`, `::ffff:192.0.2.1`.
pub(super) fn bare(text: &[u8]) -> Option<Literal> {
    let first = *text.first()?;
    if matches!(first | 0x20, b'x' | b'n') || matches!(first, b'*' | b'#' | b'?') {
        return redacted::address(text).then_some(Literal::Redacted);
    }
    if !(first.is_ascii_hexdigit() || first == b':' || first == b'I' || first == b'i') {
        return None;
    }
    if text.len() > 60 {
        return None;
    }
    if first.is_ascii_alphabetic() && !text.iter().take(5).any(|b| *b == b':') {
        // Words that begin so: an address would end its first group, or the tag, there.
        return None;
    }
    if first.is_ascii_digit()
        && let Some(literal) = dotted(text)
    {
        let munged = literal == Literal::Impossible && redacted::address(text);
        return Some(if munged { Literal::Redacted } else { literal });
    }
    // Groups of hexadecimal digits are no other form.
    if let Some(ip) = groups(text) {
        return Some(Literal::Ip { ip: normal(IpAddr::V6(ip)), port: None });
    }
    let signs = text.iter().fold(0, |signs, byte| signs | SIGNS[*byte as usize]);
    if signs & MASK != 0 && redacted::address(text) {
        return Some(Literal::Redacted);
    }
    if signs & COLON == 0 {
        return None;
    }
    // All other forms have a colon.
    let colon = text.iter().position(|b| *b == b':')?;
    if let Some(rest) = strip_tag(text) {
        return Some(match ipv6(rest).or_else(|| quad(rest).map(IpAddr::V4)) {
            Some(ip) => Literal::Ip { ip, port: None },
            None => Literal::Impossible,
        });
    }
    if let Some(ip) = ipv6(text) {
        return Some(Literal::Ip { ip, port: None });
    }
    // The last two groups of an address of IPv6 may be written as one of IPv4.
    if let Some(rest) = text.get(7..).filter(|_| text[..7].eq_ignore_ascii_case(b"::ffff:"))
        && dotted(rest) == Some(Literal::Impossible)
    {
        return Some(Literal::Impossible);
    }
    // 192.0.2.1:25
    let (host, port) = (text.get(..colon)?, text.get(colon + 1..)?);
    match dotted(host)? {
        Literal::Ip { ip, port: None } => Some(Literal::Ip { ip, port: Some(number(port)?) }),
        other => Some(other),
    }
}

const COLON: u8 = 1;
/// What people write over digits.
const MASK: u8 = 2;

/// What each byte may be a sign of.
static SIGNS: [u8; 256] = {
    let mut table = [0; 256];
    let masks = b"xXnNyY*#?";
    let mut at = 0;
    while at < masks.len() {
        table[masks[at] as usize] = MASK;
        at += 1;
    }
    table[b':' as usize] = COLON;
    table
};

/// Reads `[…]` and what may follow it: `[192.0.2.1]`, `[192.0.2.1]:25`, `[192.0.2.1:25]`.
pub(super) fn bracketed(text: &[u8]) -> Option<Literal> {
    let rest = text.strip_prefix(b"[")?;
    let close = memchr::memchr(b']', rest)?;
    let inner = rest.get(..close)?;
    // Some builds of Exchange close the bracket of a zone id twice.
    let after = rest.get(close + 1..)?;
    let after = after.strip_prefix(b"]").unwrap_or(after);
    let literal = match bare(inner) {
        Some(literal) => literal,
        None if redacted::whole(inner) => Literal::Redacted,
        None => return None,
    };
    if after.is_empty() {
        return Some(literal);
    }
    let port = after.strip_prefix(b":").and_then(number)?;
    Some(match literal {
        Literal::Ip { ip, .. } => Literal::Ip { ip, port: Some(port) },
        other => other,
    })
}

/// Either form.
pub(super) fn any(text: &[u8]) -> Option<Literal> {
    if text.first() == Some(&b'[') { bracketed(text) } else { bare(text) }
}

fn strip_tag(text: &[u8]) -> Option<&[u8]> {
    let (tag, rest) = text.split_at_checked(5)?;
    tag.eq_ignore_ascii_case(b"IPv6:").then_some(rest)
}

pub(super) fn number(text: &[u8]) -> Option<u16> {
    if text.is_empty() || text.len() > 5 {
        return None;
    }
    text.iter()
        .try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
        .and_then(|n| u16::try_from(n).ok())
}

/// A dotted quad, with an optional fifth number that is the port (`192.0.2.1.2525`).
fn dotted(text: &[u8]) -> Option<Literal> {
    let mut rest = text;
    let (mut address, mut bad) = (0_u32, false);
    for nth in 0..4 {
        let (number, digits) = digits(rest)?;
        // A leading zero is how nobody writes an octet.
        bad |= number > 255 || digits > 1 && rest[0] == b'0';
        address = address << 8 | number & 255;
        rest = &rest[digits..];
        if nth < 3 {
            rest = rest.strip_prefix(b".")?;
        }
    }
    let port = match rest.split_first() {
        None => None,
        Some((b'.', rest)) => {
            let (port, digits) = digits(rest)?;
            if digits < rest.len() {
                return None;
            }
            Some(port)
        }
        Some(_) => return None,
    };
    if bad {
        return Some(Literal::Impossible);
    }
    let port = match port {
        Some(port) => Some(u16::try_from(port).ok()?),
        None => None,
    };
    Some(Literal::Ip { ip: IpAddr::V4(Ipv4Addr::from(address)), port })
}

/// The number of one to five digits that a text begins with, and how many they are.
fn digits(text: &[u8]) -> Option<(u32, usize)> {
    let (mut number, mut count) = (0, 0);
    while let Some(digit) = text.get(count).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        number = number * 10 + u32::from(digit);
        count += 1;
        if count > 5 {
            return None;
        }
    }
    (count > 0).then_some((number, count))
}

fn quad(text: &[u8]) -> Option<Ipv4Addr> {
    match dotted(text)? {
        Literal::Ip { ip: IpAddr::V4(ip), port: None } => Some(ip),
        _ => None,
    }
}

fn ipv6(text: &[u8]) -> Option<IpAddr> {
    let text = match memchr::memchr(b'%', text) {
        Some(zone) => text.get(..zone)?,
        None => text,
    };
    memchr::memchr(b':', text)?;
    let ip = match groups(text) {
        Some(ip) => ip,
        // With an IPv4 address at its end, or none.
        None if memchr::memchr(b'.', text).is_some() => {
            std::str::from_utf8(text).ok()?.parse().ok()?
        }
        None => return None,
    };
    Some(normal(IpAddr::V6(ip)))
}

/// The value of each hexadecimal digit; 255 for what is none.
static DIGIT_16: [u8; 256] = {
    let mut table = [255; 256];
    let mut value = 0;
    while value < 16 {
        table[b"0123456789abcdef"[value] as usize] = value as u8;
        table[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    table
};

/// An IPv6 address of hexadecimal groups alone (RFC 4291 section 2.2), in one pass.
fn groups(text: &[u8]) -> Option<Ipv6Addr> {
    let mut groups = [0_u16; 8];
    // Groups read, the one being read, its digits, and how many groups stand before the gap.
    let (mut count, mut group, mut digits) = (0, 0_u16, 0);
    let mut gap = None;
    let mut bytes = text;
    if let Some(rest) = bytes.strip_prefix(b"::") {
        gap = Some(0);
        bytes = rest;
    }
    let mut colon = false;
    for &byte in bytes {
        if byte == b':' {
            if digits > 0 {
                *groups.get_mut(count)? = group;
                count += 1;
                (group, digits) = (0, 0);
            } else if colon && gap.is_none() {
                gap = Some(count);
            } else {
                return None;
            }
            colon = true;
            continue;
        }
        let digit = DIGIT_16[byte as usize];
        if digit > 15 || digits == 4 {
            return None;
        }
        group = group << 4 | u16::from(digit);
        digits += 1;
        colon = false;
    }
    if digits > 0 {
        *groups.get_mut(count)? = group;
        count += 1;
    } else if colon && gap != Some(count) {
        // One colon at the end.
        return None;
    }
    match gap {
        None if count != 8 => return None,
        None => {}
        // The gap stands for one group at least.
        Some(_) if count > 7 => return None,
        Some(before) => {
            groups[before..].rotate_right(8 - count);
        }
    }
    Some(Ipv6Addr::from(groups))
}

/// IPv4-mapped IPv6 addresses are the IPv4 address they carry (RFC 4291 section 2.5.5.2).
pub fn normal(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    }
}

/// The private IPv4 address inside a 6to4 address (RFC 3056 section 2): `2002:a05:…` carries
/// `10.5.…`. Gmail names its inner hosts so; no such address is ever routed.
pub fn private_6to4(ip: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(v6) = ip else { return None };
    let [0x2002, high, low, ..] = v6.segments() else { return None };
    let v4 = Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    v4.is_private().then_some(v4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> String {
        match any(text.as_bytes()) {
            Some(Literal::Ip { ip, port: None }) => ip.to_string(),
            Some(Literal::Ip { ip, port: Some(port) }) => format!("{ip} port {port}"),
            Some(Literal::Impossible) => "impossible".into(),
            Some(Literal::Redacted) => "redacted".into(),
            None => "none".into(),
        }
    }

    #[test]
    fn every_written_form() {
        for (written, read) in [
            ("192.0.2.1", "192.0.2.1"),
            ("[192.0.2.1]", "192.0.2.1"),
            ("[192.0.2.1]:2525", "192.0.2.1 port 2525"),
            ("[192.0.2.1:2525]", "192.0.2.1 port 2525"),
            ("[192.0.2.1.2525]", "192.0.2.1 port 2525"),
            ("[IPv6:2001:db8::1]", "2001:db8::1"),
            ("[ipv6:2001:db8::1]:25", "2001:db8::1 port 25"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[fe80::1%4]", "fe80::1"),
            ("[fe80::1%4]]", "fe80::1"),
            ("[IPv6:::1]", "::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[IPv6:::ffff:192.0.2.1]", "192.0.2.1"),
            ("2002:a05:6000:1::", "2002:a05:6000:1::"),
            ("[301.2.3.4]", "impossible"),
            ("192.168.476.909", "impossible"),
            ("[IPv6:zz]", "impossible"),
            ("[x.x.x.x]", "redacted"),
            ("[203.0.113.xxx]", "redacted"),
            ("203.0.113.x", "redacted"),
            ("[999.999.999.999]", "redacted"),
            ("[999.999.999.998]", "impossible"),
            ("[REDACTED]", "redacted"),
            ("[***.***.***.***]:25", "redacted"),
            ("REDACTED", "none"),
            ("1.2.3", "none"),
            ("8.17.1.9/8.17.1", "none"),
            ("example.org", "none"),
            ("[unknown]", "none"),
            ("", "none"),
            ("[", "none"),
        ] {
            assert_eq!(ip(written), read, "{written}");
        }
    }

    #[test]
    fn groups_are_read_as_the_standard_library_reads_them() {
        let mut seed = 7_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        let pieces = ["", "0", "1", "db8", "ffff", "2001", "12345", "g", "::", ":", ":::"];
        let mut read = 0;
        for _ in 0..200_000 {
            let mut text = String::new();
            for _ in 0..=random(9) {
                text += pieces[random(pieces.len() as u64) as usize];
                if random(5) > 0 {
                    text.push(':');
                }
            }
            if random(2) == 0 {
                text.pop();
            }
            assert_eq!(groups(text.as_bytes()), text.parse().ok(), "{text}");
            read += usize::from(groups(text.as_bytes()).is_some());
        }
        assert!(read > 1000, "{read}");
        for text in ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"] {
            assert_eq!(groups(text.as_bytes()), text.parse().ok(), "{text}");
            assert!(groups(text.as_bytes()).is_some(), "{text}");
        }
    }

    #[test]
    fn private_addresses_in_6to4() {
        let of = |text: &str| private_6to4(text.parse().unwrap());
        assert_eq!(of("2002:a05:6000:1::"), Some(Ipv4Addr::new(10, 5, 96, 0)));
        assert_eq!(of("2002:c000:201::"), None);
        assert_eq!(of("192.0.2.1"), None);
    }
}
