//! What the readers of the data files share: parsing TOML, and checks that point at the place.

use std::collections::HashMap;
use std::ops::Range;

use ipnet::IpNet;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::LoadError;
use super::name::host_name;

/// One file while it is read. What it finds wrong is gathered, so that a user sees all mistakes
/// at once.
pub(super) struct File<'f> {
    path: &'f str,
    text: &'f str,
    errors: &'f mut Vec<LoadError>,
    /// Where the line breaks are.
    breaks: Vec<usize>,
}

/// A text or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

impl<'f> File<'f> {
    pub(super) fn new(path: &'f str, text: &'f str, errors: &'f mut Vec<LoadError>) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        File { path, text, errors, breaks }
    }

    /// The file's content, or an error noted and nothing.
    pub(super) fn parse<T: DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(content) => Some(content),
            Err(error) => {
                let message = error.message().trim().replace('\n', " ");
                self.error(error.span().unwrap_or(0..0), message, None);
                None
            }
        }
    }

    pub(super) fn error(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.errors.push(LoadError::new(self.path, self.text, span, message, help));
    }

    /// `file:line` of a place, to name the first of two that are in each other's way.
    pub(super) fn place(&self, span: &Range<usize>) -> String {
        let line = 1 + self.breaks.partition_point(|&at| at < span.start);
        format!("{}:{line}", self.path)
    }

    /// The texts. Blank ones are a mistake that is noted here, so that the caller need only ask
    /// whether there was something.
    pub(super) fn filled(
        &mut self,
        text: Option<Spanned<OneOrMany>>,
        what: &str,
    ) -> Option<Vec<String>> {
        let text = text?;
        let span = text.span();
        let texts = text.into_inner().into_vec();
        if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
            self.error(span, format!("`{what}` is empty"), None);
        }
        Some(texts)
    }

    /// An id: small letters, digits and hyphens, so that it can be typed and compared anywhere.
    pub(super) fn id(&mut self, id: &Spanned<String>) -> bool {
        let text = id.get_ref();
        let good = !text.is_empty()
            && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if !good {
            self.error(
                id.span(),
                format!("`{text}` cannot be an id"),
                Some("an id is made of small letters, digits and hyphens".into()),
            );
        }
        good
    }

    /// A domain name in lower case, with `labels` labels at least.
    pub(super) fn domain(&mut self, domain: &Spanned<String>, labels: usize) -> Option<String> {
        let text = domain.get_ref();
        let help = text
            .strip_prefix("*.")
            .or_else(|| text.strip_prefix('.'))
            .map(|rest| format!("write `{rest}`: a domain covers all names below it"));
        if help.is_some() || host_name(text) != Some(text.as_str()) {
            self.error(domain.span(), format!("`{text}` is not a domain name"), help);
            return None;
        }
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) || !text.is_ascii() {
            self.error(
                domain.span(),
                format!("`{text}` is not in lower-case ASCII"),
                Some("write letters beyond ASCII in their `xn--` form".into()),
            );
            return None;
        }
        if 1 + text.matches('.').count() < labels {
            self.error(
                domain.span(),
                format!("`{text}` is a single label, which could be anybody's"),
                None,
            );
            return None;
        }
        Some(text.clone())
    }

    /// A network, written as its first address and prefix length.
    pub(super) fn network(&mut self, cidr: &Spanned<String>) -> Option<IpNet> {
        let text = cidr.get_ref();
        let parsed: Option<IpNet> = text.parse().ok();
        let Some(network) = parsed else {
            let help = text
                .parse::<std::net::IpAddr>()
                .is_ok()
                .then(|| format!("for a single address write `{text}/{}`", full_prefix(text)));
            self.error(cidr.span(), format!("`{text}` is not a network"), help);
            return None;
        };
        if network.to_string() != *text || network.trunc() != network {
            self.error(
                cidr.span(),
                format!("`{text}` is not how this network is written"),
                Some(format!("write `{}`", network.trunc())),
            );
            return None;
        }
        Some(network)
    }

    /// A TOML date without a time.
    pub(super) fn date(&mut self, date: &Spanned<toml::value::Datetime>) -> Option<Date> {
        let value = date.get_ref();
        let parsed = match (value.date, value.time) {
            (Some(day), None) => {
                let year = i16::try_from(day.year).ok();
                let month = i8::try_from(day.month).ok();
                let day = i8::try_from(day.day).ok();
                year.zip(month).zip(day).and_then(|((y, m), d)| Date::new(y, m, d).ok())
            }
            _ => None,
        };
        if parsed.is_none() {
            self.error(
                date.span(),
                format!("`{value}` is not a date"),
                Some("write a date without time and quotes: 2026-01-31".into()),
            );
        }
        parsed
    }
}

fn full_prefix(address: &str) -> u8 {
    if address.contains(':') { 128 } else { 32 }
}

/// Where each thing was first said, to name both places when it is said twice.
#[derive(Default)]
pub(super) struct Places(HashMap<String, String>);

impl Places {
    /// Notes a thing; where it was there before, gives back where.
    pub(super) fn note(&mut self, thing: &str, place: String) -> Option<&str> {
        match self.0.entry(thing.to_owned()) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(entry.into_mut()),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(place);
                None
            }
        }
    }
}

/// The candidate most like `word`, where one is alike enough to be meant.
pub(super) fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|&(alike, _)| alike >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}
