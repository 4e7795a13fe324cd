//! Organisations that use several domains: `organisations.toml`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::Deserialize;
use toml::Spanned;

use super::domain::is_public_suffix;
use super::file::{File, OneOrMany, Places};
use super::suffix::SuffixMap;

/// Several domains that one organisation uses for its mail, as the world knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: String,
    pub name: String,
    /// Lower case, sorted as in the files; each covers all names below it.
    pub domains: Vec<String>,
    /// Where it is published that they belong together.
    pub source: Vec<String>,
}

/// Which organisation a host belongs to: one of the table, or whoever registered its domain.
#[derive(Clone, Copy, Debug)]
pub enum OrgKey<'h> {
    /// An entry of `organisations.toml`; `Data::organisation_of` gives the entry.
    Known(OrgId),
    /// The registrable domain, as part of the host name that was asked about.
    Domain(&'h str),
}

/// Number of an entry of `organisations.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgId(pub(super) u32);

impl OrgKey<'_> {
    /// Known organisations first, domains without regard to case.
    fn parts(&self) -> (Option<OrgId>, impl Iterator<Item = u8>) {
        let (id, domain) = match *self {
            OrgKey::Known(id) => (Some(id), ""),
            OrgKey::Domain(domain) => (None, domain),
        };
        (id, domain.bytes().map(|byte| byte.to_ascii_lowercase()))
    }
}

impl PartialEq for OrgKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for OrgKey<'_> {}

impl PartialOrd for OrgKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OrgKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, a_domain) = self.parts();
        let (b, b_domain) = other.parts();
        a.cmp(&b).then_with(|| a_domain.cmp(b_domain))
    }
}

impl Hash for OrgKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (id, domain) = self.parts();
        id.hash(state);
        for byte in domain {
            state.write_u8(byte);
        }
        state.write_u8(0xff);
    }
}

/// Why two hosts are held to be of one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'a> {
    /// They are the same name.
    SameName,
    /// They are below the same registrable domain.
    SameDomain(&'a str),
    /// Their domains are different, and `organisations.toml` says that they belong together.
    Alias(&'a Organisation),
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::SameName => f.write_str("the same name"),
            Why::SameDomain(domain) => {
                f.write_str("both below ")?;
                domain.chars().try_for_each(|c| write!(f, "{}", c.to_ascii_lowercase()))
            }
            Why::Alias(organisation) => {
                write!(f, "both of {} (organisation {})", organisation.name, organisation.id)
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    organisation: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    name: Option<Spanned<OneOrMany>>,
    domains: Vec<Spanned<String>>,
    source: Option<Spanned<OneOrMany>>,
}

/// The table while files are read into it.
#[derive(Default)]
pub(super) struct Organisations {
    pub(super) list: Vec<Organisation>,
    pub(super) by_domain: SuffixMap<OrgId>,
    places: Places,
}

impl Organisations {
    /// Reads one file. An id that is known already gets the new domains added, so that a user can
    /// add to an organisation of ours.
    pub(super) fn read(&mut self, file: &mut File<'_>) {
        let Some(content) = file.parse::<RawFile>() else { return };
        for entry in content.organisation {
            let header = entry.span();
            let raw = entry.into_inner();
            if !file.id(&raw.id) {
                continue;
            }
            let name = file.filled(raw.name, "name").map(|names| names.join(" "));
            let source = file.filled(raw.source, "source");
            let known = self.list.iter().position(|known| known.id == *raw.id.get_ref());
            let index = match (known, name, source) {
                (Some(index), _, source) => {
                    if let Some(entry) = self.list.get_mut(index) {
                        entry.source.extend(source.into_iter().flatten());
                    }
                    index
                }
                (None, Some(name), Some(source)) => {
                    let id = raw.id.into_inner();
                    self.list.push(Organisation { id, name, domains: Vec::new(), source });
                    self.list.len() - 1
                }
                (None, name, _) => {
                    let missing = if name.is_none() { "name" } else { "source" };
                    file.error(
                        header,
                        format!("organisation `{}` has no `{missing}`", raw.id.get_ref()),
                        Some(
                            "every entry says what it is called and where that is published".into(),
                        ),
                    );
                    continue;
                }
            };
            for domain in &raw.domains {
                self.add(file, index, domain);
            }
        }
    }

    fn add(&mut self, file: &mut File<'_>, index: usize, domain: &Spanned<String>) {
        let Some(name) = file.domain(domain, 2) else { return };
        if is_public_suffix(&name) {
            file.error(
                domain.span(),
                format!("`{name}` is a public suffix: names below it belong to different owners"),
                None,
            );
            return;
        }
        if let Some(first) = self.places.note(&name, file.place(&domain.span())) {
            let message = format!("`{name}` is in the table already, at {first}");
            file.error(domain.span(), message, None);
            return;
        }
        // The places above keep a name from coming twice.
        let _ = self.by_domain.insert(&name, OrgId(index as u32));
        if let Some(entry) = self.list.get_mut(index) {
            entry.domains.push(name);
        }
    }
}
