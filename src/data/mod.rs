//! Who belongs to whom: organisations and their domains, providers and their networks, special
//! networks and names, the Public Suffix List. Loaded from files under `rules/`; knows no
//! message and no weight. `docs/data.md` describes the files.
//!
//! Loading checks everything and may take its time; every look-up is total, allocates nothing
//! and takes well under a microsecond.

mod address_form;
#[cfg(test)]
mod builtin;
mod domain;
mod error;
mod file;
mod generic_name;
mod name;
mod organisation;
mod provider;
mod ranges;
mod special_name;
mod special_network;
mod suffix;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

pub use address_form::AddressForm;
#[cfg(test)]
pub use builtin::builtin_for_tests;
pub use domain::{registrable_domain, registrable_domain_of_registry};
pub use error::LoadError;
pub use generic_name::{Generic, WordKind};
pub use name::{MAX_NAME, host_name, same_name, unqualified};
pub use organisation::{OrgId, OrgKey, Organisation, Why};
pub use provider::{Complete, Provider, ProviderNetwork, ProviderNetworks};
pub use special_name::{NameKind, SpecialName};
pub use special_network::{NetworkKind, SpecialNetwork};

use file::File;
use name::Lower;

/// The tables, ready for look-ups.
#[derive(Debug, Default)]
pub struct Data {
    organisations: Vec<Organisation>,
    organisation_by_domain: suffix::SuffixMap<OrgId>,
    providers: provider::ProviderTable,
    special_networks: special_network::SpecialNetworkTable,
    special_names: special_name::SpecialNames,
    generic_words: generic_name::GenericWords,
}

/// Which table a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Organisations,
    Provider,
    SpecialNetworks,
    SpecialNames,
    GenericNames,
}

impl Table {
    /// By the end of the path: `providers/NAME.toml`, or the name of the table's one file.
    fn of(path: &str) -> Option<Self> {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next()?;
        if parts.next() == Some("providers") && file.ends_with(".toml") {
            return Some(Table::Provider);
        }
        match file {
            "organisations.toml" => Some(Table::Organisations),
            "special-networks.toml" => Some(Table::SpecialNetworks),
            "special-names.toml" => Some(Table::SpecialNames),
            "generic-names.toml" => Some(Table::GenericNames),
            _ => None,
        }
    }
}

impl Data {
    /// Reads the tables out of `(path, text)` pairs; files that belong to no table of this module
    /// (rules, the boundary, explanations) are passed over. Later files add to earlier ones, so
    /// the built-in files come first and a user's folder after them.
    ///
    /// # Errors
    /// All mistakes of all files, in the order of the files: bad TOML, unknown keys, what is no
    /// domain, network or date, entries without a source, the same thing said twice.
    pub fn load<P, T>(files: impl IntoIterator<Item = (P, T)>) -> Result<Data, Vec<LoadError>>
    where
        P: AsRef<str>,
        T: AsRef<str>,
    {
        let mut errors = Vec::new();
        let mut organisations = organisation::Organisations::default();
        let mut providers = provider::Providers::default();
        let mut special_networks = special_network::SpecialNetworks::default();
        let mut special_names = special_name::SpecialNames::default();
        let mut generic_words = generic_name::GenericWords::default();
        for (path, text) in files {
            let Some(table) = Table::of(path.as_ref()) else { continue };
            let mut file = File::new(path.as_ref(), text.as_ref(), &mut errors);
            match table {
                Table::Organisations => organisations.read(&mut file),
                Table::Provider => providers.read(&mut file),
                Table::SpecialNetworks => special_networks.read(&mut file),
                Table::SpecialNames => special_names.read(&mut file),
                Table::GenericNames => generic_words.read(&mut file),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Data {
            organisations: organisations.list,
            organisation_by_domain: organisations.by_domain,
            providers: providers.finish(),
            special_networks: special_networks.finish(),
            special_names,
            generic_words,
        })
    }

    /// Which organisation a host belongs to: the entry of `organisations.toml` for the longest
    /// domain that covers it, else its registrable domain (see [`registrable_domain`]).
    ///
    /// An entry speaks for hosts below a public suffix only if it is below that suffix itself:
    /// `amazonaws.com` does not cover the customers' hosts below `compute-1.amazonaws.com`.
    /// `None` for addresses, single labels, and names of the machine itself (`localhost`).
    pub fn organisation<'h>(&self, host: &'h str) -> Option<OrgKey<'h>> {
        Some(self.organisation_and_domain(host)?.0)
    }

    /// With the registrable domain, which is on the way.
    fn organisation_and_domain<'h>(&self, host: &'h str) -> Option<(OrgKey<'h>, &'h str)> {
        let name = host_name(host)?;
        let registrable = domain::registrable_len(&Lower::new(name))?;
        let domain = name.get(name.len() - registrable..)?;
        match self.organisation_by_domain.longest(name) {
            Some((len, &id)) if len >= registrable => Some((OrgKey::Known(id), domain)),
            _ if self.is_local(name) => None,
            _ => Some((OrgKey::Domain(domain), domain)),
        }
    }

    /// The entry of `organisations.toml` that a key stands for.
    pub fn organisation_entry(&self, id: OrgId) -> Option<&Organisation> {
        self.organisations.get(id.0 as usize)
    }

    /// Whether two hosts are of one organisation, and why: they are the same name, or their
    /// domains are the same, or the table says that the domains belong together.
    ///
    /// Names of the machine itself (`localhost`) are never of one organisation: every machine
    /// has that name. Names of kind [`NameKind::Internal`] are compared like any other, which
    /// says less, because everybody may use them.
    pub fn same_organisation<'a>(&'a self, a: &'a str, b: &'a str) -> Option<Why<'a>> {
        if same_name(a, b) {
            let local = host_name(a).is_some_and(|name| self.is_local(name));
            return (!local).then_some(Why::SameName);
        }
        let (key, domain) = self.organisation_and_domain(a)?;
        let (other, other_domain) = self.organisation_and_domain(b)?;
        if key != other {
            return None;
        }
        match key {
            // Two hosts below one domain need no table to be of one organisation.
            OrgKey::Known(id) if !domain.eq_ignore_ascii_case(other_domain) => {
                Some(Why::Alias(self.organisation_entry(id)?))
            }
            _ => Some(Why::SameDomain(domain)),
        }
    }

    fn is_local(&self, name: &str) -> bool {
        self.special_names.of(name).is_some_and(|special| special.kind == NameKind::Local)
    }

    /// The provider whose own servers carry such a name in `by`, HELO or as reverse name.
    pub fn provider_of_name(&self, host: &str) -> Option<&Provider> {
        self.providers.of_name(host)
    }

    /// The provider whose sending addresses have such a reverse name. Means something only where
    /// the name was confirmed forward.
    pub fn provider_of_rdns(&self, host: &str) -> Option<&Provider> {
        self.providers.of_rdns(host)
    }

    /// The provider that published the address as one it sends from.
    pub fn provider_of_ip(&self, ip: IpAddr) -> Option<&Provider> {
        Some(self.provider_network(ip)?.provider)
    }

    /// As [`Data::provider_of_ip`], with the network and who published it.
    pub fn provider_network(&self, ip: IpAddr) -> Option<ProviderNetwork<'_>> {
        self.providers.network(ip)
    }

    /// The provider that signs with this `d=` domain for itself or its customers.
    pub fn provider_of_signature(&self, domain: &str) -> Option<&Provider> {
        self.providers.of_signature(domain)
    }

    /// The provider that gives people mail addresses at this domain.
    pub fn provider_of_mailbox(&self, domain: &str) -> Option<&Provider> {
        self.providers.of_mailbox(domain)
    }

    /// All providers, in the order of the files.
    pub fn providers(&self) -> &[Provider] {
        &self.providers.list
    }

    /// All organisations, in the order of the files.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The most specific special network that holds the address; `None` for plain public ones.
    /// IPv4-mapped addresses are taken as IPv4, and 6to4 and NAT64 addresses that wrap a private
    /// one are private.
    pub fn special(&self, ip: IpAddr) -> Option<&SpecialNetwork> {
        self.special_networks.get(ip)
    }

    /// The address could be reached from the whole Internet.
    pub fn is_global(&self, ip: IpAddr) -> bool {
        self.special(ip).is_none_or(|special| special.global)
    }

    /// What is special about a name, if anything is.
    pub fn special_name(&self, host: &str) -> Option<&SpecialName> {
        self.special_names.get(host)
    }

    /// A public host name could end like this: its top-level label is in the Public Suffix List,
    /// or once was a top-level domain. `false` for internal and made-up names, single labels and
    /// addresses. New top-level domains are known once the list that is built in is renewed.
    pub fn name_exists_possible(&self, host: &str) -> bool {
        let Some(name) = host_name(host) else { return false };
        if !name.contains('.') {
            return false;
        }
        let known = || domain::known_top_level(&Lower::new(name));
        match self.special_names.of(name).map(|special| special.kind) {
            Some(NameKind::Retired) => true,
            Some(NameKind::Documentation) | None => known(),
            Some(_) => false,
        }
    }

    /// Whether a reverse name is one that an access provider gives to lines by the thousand.
    /// With the host's address, the name is searched for that address; without, for anything
    /// that looks like one.
    pub fn generic_name(&self, host: &str, ip: Option<IpAddr>) -> Option<Generic<'_>> {
        self.generic_words.get(host, ip)
    }
}
