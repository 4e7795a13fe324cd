//! Reverse names that an access provider gives to thousands of lines at once:
//! `generic-names.toml` says by which words they are known.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;

use serde::Deserialize;
use toml::Spanned;

use super::address_form::{AddressForm, address_form};
use super::domain::registry_len;
use super::file::{File, OneOrMany, did_you_mean};
use super::name::{Lower, host_name};
use super::special_network::kinds;

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
    words: HashMap<Box<[u8]>, (WordKind, String)>,
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
        // The last two numbers alone are how big senders name their servers too.
        let address = address_form(own, ip)
            .filter(|&form| form != AddressForm::Part || dynamic.or(line).or(fixed).is_some());
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
