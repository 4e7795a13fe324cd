//! Big providers that can be recognised: `providers/*.toml`, one file each.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::file::{File, OneOrMany, Places};
use super::name::host_name;
use super::ranges::NetMap;
use super::suffix::SuffixMap;

/// What is published about a provider's mail servers.
///
/// All names are in lower case and cover the names below them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub id: String,
    pub name: String,
    /// Names its own servers carry in `by`, in HELO and as reverse names.
    pub names: Vec<String>,
    /// Reverse names of the addresses it sends from. A host below one of them, where the name
    /// was confirmed forward, is the provider's.
    pub rdns: Vec<String>,
    pub networks: Vec<ProviderNetworks>,
    /// Everything that carries one of `names` and sends to the outside does so from `networks`.
    pub networks_complete: Option<Complete>,
    /// All dialects that its own servers write, by the names of the Received parser; empty where
    /// that is not known for sure.
    pub dialects: Vec<String>,
    /// `d=` domains it signs with for itself or for customers without a domain of their own.
    pub signs: Vec<String>,
    /// Domains of the mail addresses that it gives to people.
    pub mailboxes: Vec<String>,
    /// Where this is published.
    pub source: Vec<String>,
}

/// Networks that one publication names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderNetworks {
    pub cidrs: Vec<IpNet>,
    pub source: String,
    /// The day the publication was known to say this.
    pub as_of: Date,
}

/// When the list of networks holds all of them. A line stamped outside this time proves nothing
/// by its address: networks come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Complete {
    pub from: Date,
    /// Inclusive.
    pub until: Date,
}

impl Provider {
    /// Whether the networks are all there are for mail handed over at `unix` (seconds since the
    /// epoch). Without a time: whether they are today's, as far as is known.
    pub fn networks_complete_at(&self, unix: Option<i64>) -> bool {
        let Some(complete) = self.networks_complete else { return false };
        let Some(unix) = unix else { return true };
        let Ok(time) = jiff::Timestamp::from_second(unix) else { return false };
        let day = jiff::tz::Offset::UTC.to_datetime(time).date();
        (complete.from..=complete.until).contains(&day)
    }
}

/// One of a provider's networks, and who says that it is.
#[derive(Clone, Copy, Debug)]
pub struct ProviderNetwork<'d> {
    pub provider: &'d Provider,
    pub network: IpNet,
    pub source: &'d str,
    pub as_of: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    name: Option<Spanned<OneOrMany>>,
    #[serde(default)]
    names: Vec<Spanned<String>>,
    #[serde(default)]
    rdns: Vec<Spanned<String>>,
    #[serde(default)]
    dialects: Vec<Spanned<String>>,
    #[serde(default)]
    signs: Vec<Spanned<String>>,
    #[serde(default)]
    mailboxes: Vec<Spanned<String>>,
    source: Option<Spanned<OneOrMany>>,
    networks_complete: Option<Spanned<bool>>,
    complete_from: Option<Spanned<toml::value::Datetime>>,
    complete_until: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    networks: Vec<Spanned<RawNetworks>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNetworks {
    source: Option<Spanned<OneOrMany>>,
    as_of: Spanned<toml::value::Datetime>,
    cidrs: Vec<Spanned<String>>,
}

/// The table while files are read into it.
#[derive(Default)]
pub(super) struct Providers {
    list: Vec<Provider>,
    names: SuffixMap<u32>,
    rdns: SuffixMap<u32>,
    signs: SuffixMap<u32>,
    mailboxes: SuffixMap<u32>,
    places: Places,
}

/// The four lists of names that a provider has.
#[derive(Clone, Copy)]
enum NameList {
    Names,
    Rdns,
    Signs,
    Mailboxes,
}

impl Providers {
    /// Reads one file. A provider that is known already gets the new names and networks added.
    pub(super) fn read(&mut self, file: &mut File<'_>) {
        let Some(raw) = file.parse::<Raw>() else { return };
        if !file.id(&raw.id) {
            return;
        }
        let name = file.filled(raw.name, "name").map(|names| names.join(" "));
        let source = file.filled(raw.source, "source");
        let known = self.list.iter().position(|known| known.id == *raw.id.get_ref());
        let index = match (known, name, source) {
            (Some(index), _, source) => {
                if let Some(provider) = self.list.get_mut(index) {
                    provider.source.extend(source.into_iter().flatten());
                }
                index
            }
            (None, Some(name), Some(source)) => {
                self.list.push(Provider {
                    id: raw.id.get_ref().clone(),
                    name,
                    names: Vec::new(),
                    rdns: Vec::new(),
                    networks: Vec::new(),
                    networks_complete: None,
                    dialects: Vec::new(),
                    signs: Vec::new(),
                    mailboxes: Vec::new(),
                    source,
                });
                self.list.len() - 1
            }
            (None, name, _) => {
                let missing = if name.is_none() { "name" } else { "source" };
                file.error(
                    raw.id.span(),
                    format!("provider `{}` has no `{missing}`", raw.id.get_ref()),
                    Some(
                        "every provider says what it is called and where that is published".into(),
                    ),
                );
                return;
            }
        };
        for (list, domains) in [
            (NameList::Names, &raw.names),
            (NameList::Rdns, &raw.rdns),
            (NameList::Signs, &raw.signs),
            (NameList::Mailboxes, &raw.mailboxes),
        ] {
            for domain in domains {
                self.add_domain(file, index, list, domain);
            }
        }
        for networks in raw.networks {
            self.add_networks(file, index, networks);
        }
        let complete = complete(
            file,
            raw.networks_complete,
            raw.complete_from.as_ref(),
            raw.complete_until.as_ref(),
        );
        if let Some(provider) = self.list.get_mut(index) {
            provider.dialects.extend(raw.dialects.into_iter().map(Spanned::into_inner));
            if let Some(complete) = complete {
                provider.networks_complete = complete;
            }
        }
    }

    fn add_domain(
        &mut self,
        file: &mut File<'_>,
        index: usize,
        list: NameList,
        domain: &Spanned<String>,
    ) {
        let Some(name) = file.domain(domain, 2) else { return };
        let (map, word) = match list {
            NameList::Names => (&mut self.names, "names"),
            NameList::Rdns => (&mut self.rdns, "rdns"),
            NameList::Signs => (&mut self.signs, "signs"),
            NameList::Mailboxes => (&mut self.mailboxes, "mailboxes"),
        };
        let place = file.place(&domain.span());
        if let Some(first) = self.places.note(&format!("{word} {name}"), place) {
            let message = format!("`{name}` is among the `{word}` already, at {first}");
            file.error(domain.span(), message, None);
            return;
        }
        // The places above keep a name from coming twice.
        let _ = map.insert(&name, index as u32);
        if let Some(provider) = self.list.get_mut(index) {
            match list {
                NameList::Names => provider.names.push(name),
                NameList::Rdns => provider.rdns.push(name),
                NameList::Signs => provider.signs.push(name),
                NameList::Mailboxes => provider.mailboxes.push(name),
            }
        }
    }

    fn add_networks(&mut self, file: &mut File<'_>, index: usize, networks: Spanned<RawNetworks>) {
        let header = networks.span();
        let raw = networks.into_inner();
        let as_of = file.date(&raw.as_of);
        let Some(source) = file.filled(raw.source, "source") else {
            file.error(
                header,
                "these networks have no `source`",
                Some("name the SPF record or the page that lists them".into()),
            );
            return;
        };
        let mut cidrs = Vec::with_capacity(raw.cidrs.len());
        for cidr in &raw.cidrs {
            let Some(network) = file.network(cidr) else { continue };
            let place = file.place(&cidr.span());
            if let Some(first) = self.places.note(&format!("network {network}"), place) {
                let message = format!("`{network}` is in the table already, at {first}");
                file.error(cidr.span(), message, None);
                continue;
            }
            cidrs.push(network);
        }
        if let (Some(as_of), Some(provider)) = (as_of, self.list.get_mut(index)) {
            provider.networks.push(ProviderNetworks { cidrs, source: source.join("; "), as_of });
        }
    }

    pub(super) fn finish(self) -> ProviderTable {
        let mut places = Vec::new();
        let mut nets = Vec::new();
        for (p, provider) in self.list.iter().enumerate() {
            for (g, group) in provider.networks.iter().enumerate() {
                for &network in &group.cidrs {
                    nets.push((network, places.len() as u32));
                    places.push((p as u32, g as u32, network));
                }
            }
        }
        ProviderTable {
            list: self.list,
            names: self.names,
            rdns: self.rdns,
            signs: self.signs,
            mailboxes: self.mailboxes,
            networks: NetMap::new(nets),
            places,
        }
    }
}

/// `Some(None)` where a file says that the list is not complete.
fn complete(
    file: &mut File<'_>,
    flag: Option<Spanned<bool>>,
    from: Option<&Spanned<toml::value::Datetime>>,
    until: Option<&Spanned<toml::value::Datetime>>,
) -> Option<Option<Complete>> {
    let Some(flag) = flag else {
        for date in from.into_iter().chain(until) {
            file.error(date.span(), "this date needs `networks_complete = true`", None);
        }
        return None;
    };
    if !flag.get_ref() {
        return Some(None);
    }
    let (Some(from), Some(until)) = (from, until) else {
        file.error(
            flag.span(),
            "a complete list needs the time for which it is: `complete_from` and `complete_until`",
            None,
        );
        return None;
    };
    let (first, last) = (file.date(from)?, file.date(until)?);
    if first > last {
        file.error(until.span(), "`complete_until` is before `complete_from`", None);
        return None;
    }
    Some(Some(Complete { from: first, until: last }))
}

/// The finished table.
#[derive(Debug, Default)]
pub(super) struct ProviderTable {
    pub(super) list: Vec<Provider>,
    names: SuffixMap<u32>,
    rdns: SuffixMap<u32>,
    signs: SuffixMap<u32>,
    mailboxes: SuffixMap<u32>,
    networks: NetMap,
    places: Vec<(u32, u32, IpNet)>,
}

impl ProviderTable {
    pub(super) fn of_name(&self, host: &str) -> Option<&Provider> {
        self.of(&self.names, host)
    }

    pub(super) fn of_rdns(&self, host: &str) -> Option<&Provider> {
        self.of(&self.rdns, host)
    }

    pub(super) fn of_signature(&self, domain: &str) -> Option<&Provider> {
        self.of(&self.signs, domain)
    }

    pub(super) fn of_mailbox(&self, domain: &str) -> Option<&Provider> {
        self.of(&self.mailboxes, domain)
    }

    fn of(&self, map: &SuffixMap<u32>, host: &str) -> Option<&Provider> {
        let (_, &index) = map.longest(host_name(host)?)?;
        self.list.get(index as usize)
    }

    pub(super) fn network(&self, ip: IpAddr) -> Option<ProviderNetwork<'_>> {
        let place = self.networks.get(ip.to_canonical())?;
        let &(provider, group, network) = self.places.get(place as usize)?;
        let provider = self.list.get(provider as usize)?;
        let group = provider.networks.get(group as usize)?;
        Some(ProviderNetwork { provider, network, source: &group.source, as_of: group.as_of })
    }
}
