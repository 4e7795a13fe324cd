//! Reverse names that an access provider gives to thousands of lines at once:
//! `generic-names.toml` says by which words they are known.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::net::IpAddr;

use serde::Deserialize;
use toml::Spanned;

use super::domain::registry_len;
use super::file::{File, OneOrMany, did_you_mean};
use super::name::{Lower, host_name};
use super::special_network::kinds;
use super::suffix::NameHasher;

/// What makes a name a generic one. Measured, not judged: many honest mail servers of small
/// senders have such a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generic<'d> {
    /// The name says that the address is given to a different line every now and then.
    pub dynamic: bool,
    /// How the host's own address is written in its name.
    pub address: Option<AddressForm>,
    /// The word of `generic-names.toml` that says most.
    pub word: Option<&'d str>,
}

/// How an address stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressForm {
    /// `192-0-2-1` or `192.0.2.1`, or the last groups of an IPv6 address.
    Digits,
    /// `1.2.0.192`.
    Reversed,
    /// `192000002001`.
    Padded,
    /// `c0000201`.
    Hex,
}

impl AddressForm {
    pub fn as_str(self) -> &'static str {
        match self {
            AddressForm::Digits => "digits",
            AddressForm::Reversed => "reversed",
            AddressForm::Padded => "padded",
            AddressForm::Hex => "hex",
        }
    }
}

impl fmt::Display for Generic<'_> {
    /// Why the name is held to be generic: `the address in hex, the word "dsl"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(form) = self.address {
            write!(f, "the address ({}) is part of the name", form.as_str())?;
        }
        if let Some(word) = self.word {
            let joint = if self.address.is_some() { ", " } else { "" };
            write!(f, "{joint}the word \"{word}\" names an access line")?;
        }
        Ok(())
    }
}

kinds! {
    /// What a word in a reverse name says of the line.
    WordKind {
        /// The address changes hands: `dyn`, `dhcp`, `dialup`, `pool`.
        Dynamic = "dynamic",
        /// An access line of some kind: `dsl`, `cable`, `broadband`, `customer`.
        Line = "line",
        /// The address stays with one customer: `static`.
        Static = "static",
        /// A server of its own that only has a number in its name: `mail`, `mx`, `smtp`.
        Server = "server",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    words: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Spanned<String>,
    words: Vec<Spanned<String>>,
    source: Option<Spanned<OneOrMany>>,
}

/// The words; complete at any time, files are only added to it.
#[derive(Debug, Default)]
pub(super) struct GenericWords {
    words: HashMap<Box<[u8]>, (WordKind, String), BuildHasherDefault<NameHasher>>,
}

impl GenericWords {
    pub(super) fn read(&mut self, file: &mut File<'_>) {
        let Some(content) = file.parse::<RawFile>() else { return };
        for entry in content.words {
            let header = entry.span();
            let raw = entry.into_inner();
            if file.filled(raw.source, "source").is_none() {
                file.error(header, "these words have no `source`", None);
            }
            let word = raw.kind.get_ref();
            let Some(kind) = WordKind::from_word(word) else {
                let words = || WordKind::ALL.iter().map(|kind| kind.as_str());
                let help = did_you_mean(word, words()).unwrap_or_else(|| {
                    format!("kinds are {}", words().collect::<Vec<_>>().join(", "))
                });
                file.error(raw.kind.span(), format!("there is no kind `{word}`"), Some(help));
                continue;
            };
            for word in raw.words {
                let text = word.get_ref();
                if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    file.error(
                        word.span(),
                        format!("`{text}` is not a word of small letters"),
                        Some("names are cut into words at everything that is no letter".into()),
                    );
                    continue;
                }
                match self.words.get(text.as_bytes()) {
                    Some(&(other, _)) => file.error(
                        word.span(),
                        format!("`{text}` is in the table already, as `{}`", other.as_str()),
                        None,
                    ),
                    None => {
                        let key = text.as_bytes().to_vec().into_boxed_slice();
                        self.words.insert(key, (kind, text.clone()));
                    }
                }
            }
        }
    }

    pub(super) fn get(&self, host: &str, ip: Option<IpAddr>) -> Option<Generic<'_>> {
        let name = Lower::new(host_name(host)?);
        // The part that the owner of the domain chose. The domain itself is not looked at:
        // `mail.dsl.example` may be the mail server of a company called DSL.
        let end = name.as_bytes().len().checked_sub(registry_len(&name)? + 1)?;
        let own = name.as_bytes().get(..end)?;
        if !own.iter().any(u8::is_ascii_digit) {
            return None;
        }
        let mut dynamic = None;
        let mut line = None;
        let mut fixed = None;
        for word in own.split(|byte| !byte.is_ascii_alphabetic()) {
            match self.words.get(word) {
                Some((WordKind::Server, _)) => return None,
                Some((WordKind::Dynamic, word)) => dynamic = dynamic.or(Some(word.as_str())),
                Some((WordKind::Line, word)) => line = line.or(Some(word.as_str())),
                Some((WordKind::Static, word)) => fixed = fixed.or(Some(word.as_str())),
                None => {}
            }
        }
        let address = address_form(own, ip);
        // A kind of line needs a number to it: `cable7` is one of many, `dsl.example.org` is a
        // page about them. One digit is taken for a server's number.
        let numbered = own.iter().filter(|byte| byte.is_ascii_digit()).count() >= 3;
        let word = dynamic.or(fixed.filter(|_| numbered)).or(line.filter(|_| numbered));
        if address.is_none() && word.is_none() {
            return None;
        }
        let word = word.or(line).or(fixed);
        Some(Generic { dynamic: dynamic.is_some() && fixed.is_none(), address, word })
    }
}

/// How the address is written in the name, if it is. Without an address to compare with, four
/// numbers of an IPv4 address in a row are taken for one.
fn address_form(own: &[u8], ip: Option<IpAddr>) -> Option<AddressForm> {
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
    let mut last = [None; 4];
    for run in runs(own) {
        last.rotate_left(1);
        let [.., newest] = &mut last;
        *newest = octet(run);
        if last == octets.map(Some) {
            return Some(AddressForm::Digits);
        }
        if last == reversed.map(Some) {
            return Some(AddressForm::Reversed);
        }
        if run.len() == 12 && run.chunks(3).map(octet).eq(octets.map(Some)) {
            return Some(AddressForm::Padded);
        }
    }
    let hex = own
        .split(|byte| !byte.is_ascii_hexdigit())
        .filter_map(|word| word.windows(8).find(|window| hex_value(window) == Some(octets)))
        .next();
    hex.map(|_| AddressForm::Hex)
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
            ("p192000002017", Some(AddressForm::Padded)),
            ("pC0000211".to_ascii_lowercase().as_str(), Some(AddressForm::Hex)),
            ("c0000211.dip", Some(AddressForm::Hex)),
            ("pc0000211abc", Some(AddressForm::Hex)),
            ("192-0-2-18", None),
            ("0-2-17", None),
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
