//! Names that no registry gives to anyone, and top-level domains that are gone:
//! `special-names.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::file::{File, OneOrMany, Places, did_you_mean};
use super::name::host_name;
use super::special_network::kinds;
use super::suffix::SuffixMap;

/// A name with a meaning of its own; it covers all names below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialName {
    pub name: String,
    pub kind: NameKind,
    /// The RFC, registry or resolution that says so.
    pub source: Vec<String>,
}

kinds! {
    /// What a special name stands for.
    NameKind {
        /// The machine itself: `localhost`.
        Local = "local",
        /// Used inside networks and never delegated: `lan`, `internal`, `local`.
        Internal = "internal",
        /// For examples and tests: `example.com`, `test`.
        Documentation = "documentation",
        /// Guaranteed not to exist: `invalid`.
        Invalid = "invalid",
        /// Resolved by something other than the DNS: `onion`, `alt`.
        Alternative = "alternative",
        /// A top-level domain that was delegated once: old mail may name it.
        Retired = "retired",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    name: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Spanned<String>,
    kind: Spanned<String>,
    source: Option<Spanned<OneOrMany>>,
}

/// The table; complete at any time, files are only added to it.
#[derive(Default)]
pub(super) struct SpecialNames {
    pub(super) list: Vec<SpecialName>,
    by_name: SuffixMap<u32>,
    places: Places,
}

impl SpecialNames {
    pub(super) fn read(&mut self, file: &mut File<'_>) {
        let Some(content) = file.parse::<RawFile>() else { return };
        for entry in content.name {
            let header = entry.span();
            let raw = entry.into_inner();
            let source = file.filled(raw.source, "source");
            let name = file.domain(&raw.name, 1);
            let word = raw.kind.get_ref();
            let kind = NameKind::from_word(word);
            if kind.is_none() {
                let words = || NameKind::ALL.iter().map(|kind| kind.as_str());
                let help = did_you_mean(word, words()).unwrap_or_else(|| {
                    format!("kinds are {}", words().collect::<Vec<_>>().join(", "))
                });
                file.error(raw.kind.span(), format!("there is no kind `{word}`"), Some(help));
            }
            let (Some(name), Some(kind)) = (name, kind) else { continue };
            let Some(source) = source else {
                file.error(header, format!("name `{name}` has no `source`"), None);
                continue;
            };
            if let Some(first) = self.places.note(&name, file.place(&raw.name.span())) {
                let message = format!("`{name}` is in the table already, at {first}");
                file.error(raw.name.span(), message, None);
                continue;
            }
            let _ = self.by_name.insert(&name, self.list.len() as u32);
            self.list.push(SpecialName { name, kind, source });
        }
    }

    pub(super) fn get(&self, host: &str) -> Option<&SpecialName> {
        self.of(host_name(host)?)
    }

    /// As `get`, for what is known to be a host name.
    pub(super) fn of(&self, name: &str) -> Option<&SpecialName> {
        let (_, &index) = self.by_name.longest(name)?;
        self.list.get(index as usize)
    }
}

impl std::fmt::Debug for SpecialNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}
