//! One SPF record: its terms (RFC 7208 sections 4.5, 4.6, 5, 6 and 12).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::question::{Question, RecordType};

/// What a mechanism's match means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    Pass,
    Fail,
    SoftFail,
    Neutral,
}

impl Qualifier {
    /// The result's name (RFC 7208 section 2.6).
    pub fn as_str(self) -> &'static str {
        match self {
            Qualifier::Pass => "pass",
            Qualifier::Fail => "fail",
            Qualifier::SoftFail => "softfail",
            Qualifier::Neutral => "neutral",
        }
    }
}

/// A record as it was written, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub terms: Vec<ParsedTerm>,
    pub redirect: Option<Target>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedTerm {
    pub qualifier: Qualifier,
    pub mechanism: Mechanism,
    /// As written, without the qualifier.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Network(IpNet),
    Addresses {
        of: Target,
        prefix: Prefix,
    },
    Exchanges {
        of: Target,
        prefix: Prefix,
    },
    Include(Target),
    /// `exists` and `ptr`: depends on who sends.
    Open,
}

/// The networks around addresses: `/24//64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    pub v4: u8,
    pub v6: u8,
}

/// The name a term speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Name(String),
    /// Made of parts of the message or its sender by macros (RFC 7208 section 7).
    Open,
}

/// What is wrong with a record, with the term it is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTerm {
    pub term: String,
    pub why: &'static str,
}

impl fmt::Display for BadTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.term.escape_debug(), self.why)
    }
}

/// Whether a TXT record is an SPF record (RFC 7208 section 4.5).
pub(super) fn is_spf(text: &str) -> bool {
    match text.get(..6) {
        Some(version) if version.eq_ignore_ascii_case("v=spf1") => {
            text.len() == 6 || text.as_bytes().get(6) == Some(&b' ')
        }
        _ => false,
    }
}

/// Reads a record that [`is_spf`] of `domain`, where macros may say `sender` for the domain that
/// was asked about first.
///
/// # Errors
/// On the first term that the grammar does not have: the whole record is then without effect
/// (RFC 7208 section 4.6).
pub(super) fn parse(text: &str, domain: &str, sender: &str) -> Result<Parsed, BadTerm> {
    let mut parsed = Parsed::default();
    let mut modifiers = (false, false);
    for term in text.split(' ').skip(1).filter(|term| !term.is_empty()) {
        let bad = |why| BadTerm { term: term.to_owned(), why };
        let context = Context { domain, sender };
        match term.find([':', '/', '=']).map(|at| (term.split_at(at), &term[at..=at])) {
            Some(((name, value), "=")) => {
                let value = &value[1..];
                if !is_modifier_name(name) {
                    return Err(bad("no such modifier can be"));
                }
                if name.eq_ignore_ascii_case("redirect") {
                    if std::mem::replace(&mut modifiers.0, true) {
                        return Err(bad("a second redirect"));
                    }
                    parsed.redirect = Some(context.target(value).map_err(bad)?);
                } else if name.eq_ignore_ascii_case("exp")
                    && std::mem::replace(&mut modifiers.1, true)
                {
                    return Err(bad("a second exp"));
                }
            }
            _ => parsed.terms.push(context.mechanism(term).map_err(bad)?),
        }
    }
    Ok(parsed)
}

fn is_modifier_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

struct Context<'a> {
    domain: &'a str,
    sender: &'a str,
}

impl Context<'_> {
    fn mechanism(&self, term: &str) -> Result<ParsedTerm, &'static str> {
        let (qualifier, text) = match term.split_at_checked(1) {
            Some(("+", rest)) => (Qualifier::Pass, rest),
            Some(("-", rest)) => (Qualifier::Fail, rest),
            Some(("~", rest)) => (Qualifier::SoftFail, rest),
            Some(("?", rest)) => (Qualifier::Neutral, rest),
            _ => (Qualifier::Pass, term),
        };
        let (name, rest) = text.split_at(text.find([':', '/']).unwrap_or(text.len()));
        let value = rest.strip_prefix(':');
        let mechanism = match name.to_ascii_lowercase().as_str() {
            "all" if rest.is_empty() => Mechanism::All,
            "all" => return Err("`all` has no value"),
            "ip4" => Mechanism::Network(network4(value.unwrap_or_default())?.into()),
            "ip6" => Mechanism::Network(network6(value.unwrap_or_default())?.into()),
            "a" => {
                let (of, prefix) = self.target_and_prefix(rest)?;
                Mechanism::Addresses { of, prefix }
            }
            "mx" => {
                let (of, prefix) = self.target_and_prefix(rest)?;
                Mechanism::Exchanges { of, prefix }
            }
            "include" => Mechanism::Include(self.target(value.unwrap_or_default())?),
            "exists" => {
                self.target(value.unwrap_or_default())?;
                Mechanism::Open
            }
            "ptr" => {
                if let Some(value) = value {
                    self.target(value)?;
                } else if !rest.is_empty() {
                    return Err("`ptr` has no prefix length");
                }
                Mechanism::Open
            }
            _ => return Err("no such mechanism"),
        };
        Ok(ParsedTerm { qualifier, mechanism, text: text.to_owned() })
    }

    /// `:name/24//64`, each part optional.
    fn target_and_prefix(&self, rest: &str) -> Result<(Target, Prefix), &'static str> {
        // A slash can also be inside a macro, so the prefix is taken from the end.
        let (rest, v6) = match rest.rsplit_once("//") {
            Some((rest, length)) => (rest, length_of(length, 128)?),
            None => (rest, 128),
        };
        let (rest, v4) = match rest.rsplit_once('/') {
            Some((before, length)) if !length.contains('}') => (before, length_of(length, 32)?),
            _ => (rest, 32),
        };
        let of = match rest.strip_prefix(':') {
            Some(name) => self.target(name)?,
            None => Target::Name(self.domain.to_owned()),
        };
        Ok((of, Prefix { v4, v6 }))
    }

    /// A name with macros put in, where they are known: `%{d}` and `%{o}` are, the sender's
    /// address and the client's are not.
    fn target(&self, written: &str) -> Result<Target, &'static str> {
        if written.is_empty() {
            return Err("the name is missing");
        }
        let mut name = String::with_capacity(written.len());
        let mut rest = written;
        let mut open = false;
        while let Some((before, after)) = rest.split_once('%') {
            name.push_str(before);
            let escaped = match after.as_bytes().first() {
                Some(b'%') => Some("%"),
                Some(b'_') => Some(" "),
                Some(b'-') => Some("%20"),
                _ => None,
            };
            if let Some(escaped) = escaped {
                name.push_str(escaped);
                rest = &after[1..];
                continue;
            }
            let inner = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((body, after)) = inner else { return Err("a macro is cut off") };
            match body {
                "d" | "D" => name.push_str(self.domain),
                "o" | "O" => name.push_str(self.sender),
                _ if is_macro(body) => open = true,
                _ => return Err("no such macro"),
            }
            rest = after;
        }
        name.push_str(rest);
        if open {
            return Ok(Target::Open);
        }
        match Question::new(&name, RecordType::Txt) {
            Ok(question) => Ok(Target::Name(question.name)),
            Err(_) => Err("this is no name"),
        }
    }
}

/// A letter, a number, `r`, delimiters (RFC 7208 section 7.1).
fn is_macro(body: &str) -> bool {
    let Some(rest) = body.strip_prefix(|c: char| "slodiphcrtvSLODIPHCRTV".contains(c)) else {
        return false;
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['r', 'R']).unwrap_or(rest);
    rest.chars().all(|c| ".-+,/_=".contains(c))
}

fn length_of(text: &str, most: u8) -> Result<u8, &'static str> {
    let canonical = text == "0" || text.starts_with(|c: char| ('1'..='9').contains(&c));
    match text.parse::<u8>() {
        Ok(length) if length <= most && canonical => Ok(length),
        _ => Err("this is no prefix length"),
    }
}

fn network4(text: &str) -> Result<Ipv4Net, &'static str> {
    let (address, length) = text.split_once('/').unwrap_or((text, "32"));
    let address: Ipv4Addr = address.parse().map_err(|_| "this is no IPv4 address")?;
    let network = Ipv4Net::new(address, length_of(length, 32)?);
    network.map(|network| network.trunc()).map_err(|_| "this is no prefix length")
}

fn network6(text: &str) -> Result<Ipv6Net, &'static str> {
    let (address, length) = text.split_once('/').unwrap_or((text, "128"));
    let address: Ipv6Addr = address.parse().map_err(|_| "this is no IPv6 address")?;
    let network = Ipv6Net::new(address, length_of(length, 128)?);
    network.map(|network| network.trunc()).map_err(|_| "this is no prefix length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let parsed = match parse(text, "d.example", "s.example") {
            Ok(parsed) => parsed,
            Err(bad) => return bad.to_string(),
        };
        let target = |target: &Target| match target {
            Target::Name(name) => name.clone(),
            Target::Open => "?".to_owned(),
        };
        let mut terms: Vec<String> = parsed
            .terms
            .iter()
            .map(|term| {
                let what = match &term.mechanism {
                    Mechanism::All => "all".to_owned(),
                    Mechanism::Network(network) => network.to_string(),
                    Mechanism::Addresses { of, prefix } => {
                        format!("a {} {} {}", target(of), prefix.v4, prefix.v6)
                    }
                    Mechanism::Exchanges { of, prefix } => {
                        format!("mx {} {} {}", target(of), prefix.v4, prefix.v6)
                    }
                    Mechanism::Include(of) => format!("include {}", target(of)),
                    Mechanism::Open => "open".to_owned(),
                };
                format!("{} {what}", term.qualifier.as_str())
            })
            .collect();
        terms.extend(parsed.redirect.iter().map(|of| format!("redirect {}", target(of))));
        terms.join(", ")
    }

    #[test]
    fn which_texts_are_spf() {
        for (text, expected) in [
            ("v=spf1 -all", true),
            ("v=spf1", true),
            ("V=SPF1 -all", true),
            ("v=spf10 -all", false),
            ("v=spf1-all", false),
            ("v=spf2.0/pra -all", false),
            ("", false),
            ("v=spf\u{fffd}1 -all", false),
        ] {
            assert_eq!(is_spf(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_are_read() {
        for (text, expected) in [
            ("v=spf1", ""),
            ("v=spf1 -all", "fail all"),
            ("v=spf1  +a  ~ALL ", "pass a d.example 32 128, softfail all"),
            (
                "v=spf1 ip4:192.0.2.77/24 ?ip6:2001:db8::1/32",
                "pass 192.0.2.0/24, neutral 2001:db8::/32",
            ),
            ("v=spf1 IP4:192.0.2.1", "pass 192.0.2.1/32"),
            (
                "v=spf1 a/24 a//64 a/24//64",
                "pass a d.example 24 128, pass a d.example 32 64, pass a d.example 24 64",
            ),
            (
                "v=spf1 a:Mail.Example.ORG./28 mx:x.example",
                "pass a mail.example.org 28 128, pass mx x.example 32 128",
            ),
            (
                "v=spf1 include:_spf.%{d} include:%{o}",
                "pass include _spf.d.example, pass include s.example",
            ),
            ("v=spf1 include:%{ir}.%{v}._spf.%{d2} -all", "pass include ?, fail all"),
            ("v=spf1 a:%{l1r-}.x.example/24", "pass a ? 24 128"),
            ("v=spf1 exists:%{i}.x.example ptr ptr:x.example", "pass open, pass open, pass open"),
            ("v=spf1 redirect=_spf.x.example exp=e.%{d} unknown=a:b/c", "redirect _spf.x.example"),
            ("v=spf1 a:%%x.example", "pass a %x.example 32 128"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_grammar_does_not_have() {
        for (text, expected) in [
            ("v=spf1 ipv4:192.0.2.1", "`ipv4:192.0.2.1`: no such mechanism"),
            ("v=spf1 ip4:192.0.2.256", "`ip4:192.0.2.256`: this is no IPv4 address"),
            ("v=spf1 ip4:192.0.2.1/33", "`ip4:192.0.2.1/33`: this is no prefix length"),
            ("v=spf1 ip4:192.0.2.1/024", "`ip4:192.0.2.1/024`: this is no prefix length"),
            ("v=spf1 ip4", "`ip4`: this is no IPv4 address"),
            ("v=spf1 ip6:192.0.2.1", "`ip6:192.0.2.1`: this is no IPv6 address"),
            ("v=spf1 include:", "`include:`: the name is missing"),
            ("v=spf1 include", "`include`: the name is missing"),
            ("v=spf1 a:a..b", "`a:a..b`: this is no name"),
            ("v=spf1 all:x.example", "`all:x.example`: `all` has no value"),
            ("v=spf1 -", "`-`: no such mechanism"),
            ("v=spf1 a:%{x}.example", "`a:%{x}.example`: no such macro"),
            ("v=spf1 a:%{d.example", "`a:%{d.example`: a macro is cut off"),
            ("v=spf1 a:50%.example", "`a:50%.example`: a macro is cut off"),
            ("v=spf1 a:x.example/", "`a:x.example/`: this is no prefix length"),
            (
                "v=spf1 redirect=a.example redirect=b.example",
                "`redirect=b.example`: a second redirect",
            ),
            ("v=spf1 1x=y", "`1x=y`: no such modifier can be"),
            ("v=spf1 h\u{e9}llo", "`h\u{e9}llo`: no such mechanism"),
            ("v=spf1 \u{e9}", "`\u{e9}`: no such mechanism"),
            ("v=spf1 ptr/24", "`ptr/24`: `ptr` has no prefix length"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_record_makes_it_panic(text in "v=spf1( [+~?-]?(a|mx|include|ip4|ip6|exists|ptr|all|redirect|exp|x)?[:=/]?[%{}a-z0-9./:_\u{e9}-]{0,20}){0,6}") {
            let _ = parse(&text, "d.example", "s.example");
        }
    }
}
