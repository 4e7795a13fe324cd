//! Whether and how the address of a host stands in its name.

use std::net::IpAddr;

/// How an address stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressForm {
    /// `192-0-2-1` or `192.0.2.1`, or the last groups of an IPv6 address.
    Digits,
    /// `1.2.0.192`.
    Reversed,
    /// All four numbers, in another order: `1.subnet192-0-2`.
    Scattered,
    /// The last two numbers next to each other, in either order: `2-1`.
    Part,
    /// `192000002001` or `192021`.
    Joined,
    /// All of it as one number: `3221225985`.
    Number,
    /// `c0000201`.
    Hex,
}

impl AddressForm {
    pub fn as_str(self) -> &'static str {
        match self {
            AddressForm::Digits => "digits",
            AddressForm::Reversed => "reversed",
            AddressForm::Scattered => "scattered",
            AddressForm::Part => "part",
            AddressForm::Joined => "joined",
            AddressForm::Number => "number",
            AddressForm::Hex => "hex",
        }
    }
}

/// How the address is written in the name, if it is. Without an address to compare with, four
/// numbers of an IPv4 address in a row are taken for one.
pub(super) fn address_form(own: &[u8], ip: Option<IpAddr>) -> Option<AddressForm> {
    match ip.map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => v4_form(own, ip.octets()),
        Some(IpAddr::V6(ip)) => v6_form(own, ip.to_bits()),
        None => any_v4(own).then_some(AddressForm::Digits),
    }
}

/// The runs of digits of a name, each as the bytes of it.
fn runs(own: &[u8]) -> impl Iterator<Item = &[u8]> {
    own.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty())
}

/// A run of at most three digits as an octet.
fn octet(run: &[u8]) -> Option<u8> {
    if run.len() > 3 {
        return None;
    }
    let value = run.iter().fold(0u16, |value, byte| value * 10 + u16::from(byte - b'0'));
    u8::try_from(value).ok()
}

fn v4_form(own: &[u8], octets: [u8; 4]) -> Option<AddressForm> {
    let mut reversed = octets;
    reversed.reverse();
    let [.., third, fourth] = octets.map(Some);
    let mut last = [None; 4];
    // Which of the numbers stood somewhere, each once.
    let mut seen = [false; 4];
    let mut part = false;
    for run in runs(own) {
        let number = octet(run);
        last.rotate_left(1);
        let [.., before, newest] = &mut last;
        *newest = number;
        part |= [[*before, number], [number, *before]].contains(&[third, fourth]);
        if last == octets.map(Some) {
            return Some(AddressForm::Digits);
        }
        if last == reversed.map(Some) {
            return Some(AddressForm::Reversed);
        }
        if joined(run, octets) {
            return Some(AddressForm::Joined);
        }
        if run.len() >= 8 && decimal(run) == Some(u32::from_be_bytes(octets)) {
            return Some(AddressForm::Number);
        }
        let wanted =
            octets.iter().zip(&mut seen).find(|(octet, seen)| !**seen && number == Some(**octet));
        if let Some((_, seen)) = wanted {
            *seen = true;
        }
    }
    if seen == [true; 4] {
        return Some(AddressForm::Scattered);
    }
    let mut words = own.split(|byte| !byte.is_ascii_hexdigit());
    if words.any(|word| word.windows(8).any(|window| hex_value(window) == Some(octets))) {
        return Some(AddressForm::Hex);
    }
    part.then_some(AddressForm::Part)
}

/// The four octets without anything between them, all padded to three digits or none.
fn joined(run: &[u8], octets: [u8; 4]) -> bool {
    if run.len() == 12 {
        return run.chunks(3).map(octet).eq(octets.map(Some));
    }
    let mut rest = run;
    for octet in octets {
        let digits = [octet / 100, octet / 10 % 10, octet % 10].map(|digit| b'0' + digit);
        let skip = digits.iter().take(2).take_while(|&&digit| digit == b'0').count();
        let wanted = digits.get(skip..).unwrap_or_default();
        let Some(after) = rest.strip_prefix(wanted) else { return false };
        rest = after;
    }
    rest.is_empty() && run.len() >= 6
}

fn decimal(run: &[u8]) -> Option<u32> {
    run.iter()
        .try_fold(0u32, |value, digit| value.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
}

fn hex_value(digits: &[u8]) -> Option<[u8; 4]> {
    let mut value = 0u32;
    for &digit in digits {
        value = (value << 4) | char::from(digit).to_digit(16)?;
    }
    Some(value.to_be_bytes())
}

/// The last four groups of an IPv6 address, or its last 16 hex digits in a row.
fn v6_form(own: &[u8], bits: u128) -> Option<AddressForm> {
    // Groups are compared by value, for their leading zeros may be left out.
    let wanted = [48, 32, 16, 0].map(|shift| Some((bits >> shift) as u16));
    let mut groups = [None; 4];
    for word in own.split(|byte| matches!(byte, b'-' | b'.' | b'_')) {
        groups.rotate_left(1);
        let [.., newest] = &mut groups;
        *newest = group(word);
        if groups == wanted {
            return Some(AddressForm::Digits);
        }
    }
    let wanted: [Option<u32>; 16] =
        std::array::from_fn(|at| Some((bits >> (60 - 4 * at)) as u32 & 0xf));
    own.split(|byte| !byte.is_ascii_hexdigit())
        .flat_map(|run| run.windows(16))
        .any(|window| window.iter().map(|&byte| char::from(byte).to_digit(16)).eq(wanted))
        .then_some(AddressForm::Hex)
}

fn group(word: &[u8]) -> Option<u16> {
    if word.is_empty() || word.len() > 4 {
        return None;
    }
    word.iter()
        .try_fold(0u16, |value, &digit| Some((value << 4) | char::from(digit).to_digit(16)? as u16))
}

/// Four octets in a row with one separator between each two: `192-0-2-1`.
fn any_v4(own: &[u8]) -> bool {
    let mut count = 0;
    let mut joined = false;
    for run in own.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        if !run.first().is_some_and(u8::is_ascii_digit) {
            joined = matches!(run, b"-" | b"." | b"_" | b"x");
            continue;
        }
        count = match octet(run) {
            Some(_) if joined => count + 1,
            Some(_) => 1,
            None => 0,
        };
        if count == 4 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{AddressForm, any_v4, v4_form, v6_form};

    #[test]
    fn addresses_in_names() {
        let ip = [192, 0, 2, 17];
        for (own, expected) in [
            ("192-0-2-17", Some(AddressForm::Digits)),
            ("host192.0.2.17", Some(AddressForm::Digits)),
            ("ip192x0x2x17.line", Some(AddressForm::Digits)),
            ("192-000-002-017", Some(AddressForm::Digits)),
            ("17.2.0.192", Some(AddressForm::Reversed)),
            ("p192000002017", Some(AddressForm::Joined)),
            ("p1920217", Some(AddressForm::Joined)),
            ("p19202170", None),
            ("n3221226001", Some(AddressForm::Number)),
            ("n3221226002", None),
            ("17.subnet192-0-2", Some(AddressForm::Scattered)),
            ("2-17.line", Some(AddressForm::Part)),
            ("17-2.line", Some(AddressForm::Part)),
            ("2-x-17.line", Some(AddressForm::Part)),
            ("2-3-17.line", None),
            ("pC0000211".to_ascii_lowercase().as_str(), Some(AddressForm::Hex)),
            ("c0000211.dip", Some(AddressForm::Hex)),
            ("pc0000211abc", Some(AddressForm::Hex)),
            ("192-0-2-18", None),
            ("0-2-17", Some(AddressForm::Part)),
            ("mx17", None),
            ("", None),
        ] {
            assert_eq!(v4_form(own.as_bytes(), ip), expected, "{own}");
        }
    }

    #[test]
    fn ipv6_addresses_in_names() {
        let bits = match "2001:db8:85a3::8a2e:370:7334".parse().unwrap() {
            IpAddr::V6(ip) => ip.to_bits(),
            IpAddr::V4(_) => unreachable!(),
        };
        for (own, expected) in [
            ("2001-db8-85a3-0-0-8a2e-370-7334", Some(AddressForm::Digits)),
            ("2001-0db8-85a3-0000-0000-8a2e-0370-7334", Some(AddressForm::Digits)),
            ("20010db885a3000000008a2e03707334", Some(AddressForm::Hex)),
            ("h2001-db8-85a3-0-0-8a2e-370-7335", None),
            ("mail6", None),
        ] {
            assert_eq!(v6_form(own.as_bytes(), bits), expected, "{own}");
        }
    }

    #[test]
    fn addresses_that_are_not_known() {
        for (own, expected) in [
            ("192-0-2-1", true),
            ("pool-192-0-2-1.line", true),
            ("192.0.2.1", true),
            ("192-0-2", false),
            ("192--0-2-1", false),
            ("999-0-2-1", false),
            ("999-1-2-3-4", true),
            ("a1b2c3d4", false),
            ("ip192x0x2x1", true),
            ("1234-0-2-1", false),
        ] {
            assert_eq!(any_v4(own.as_bytes()), expected, "{own}");
        }
    }
}
