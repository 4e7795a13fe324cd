//! Networks that are not plain public address space: `special-networks.toml`.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;
use toml::Spanned;

use super::file::{File, OneOrMany, Places, did_you_mean};
use super::ranges::NetMap;

/// A network of the IANA special-purpose address registries, or one that a user added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialNetwork {
    pub network: IpNet,
    pub name: String,
    pub kind: NetworkKind,
    /// Addresses in it can be reached from the whole Internet.
    pub global: bool,
    /// The RFC or registry that says so.
    pub source: Vec<String>,
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The word of the data files, of facts and of reports.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            /// The kind that a word of a data file names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }
        }
    };
}
pub(super) use kinds;

kinds! {
    /// What a special network is for.
    NetworkKind {
        /// "This network" and the unspecified address: valid as a source only before a host has
        /// an address of its own.
        Unspecified = "unspecified",
        Loopback = "loopback",
        /// RFC 1918 and unique local IPv6 addresses.
        Private = "private",
        /// Behind carrier-grade NAT: RFC 6598.
        Shared = "shared",
        LinkLocal = "link-local",
        Documentation = "documentation",
        Benchmark = "benchmark",
        Multicast = "multicast",
        Broadcast = "broadcast",
        /// Set aside and never given to anyone.
        Reserved = "reserved",
        /// Packets to it are thrown away: RFC 6666.
        Discard = "discard",
        /// Assigned to a protocol: RFC 6890 section 2.1 and its like.
        Protocol = "protocol",
        /// IPv4 addresses written as IPv6 ones.
        Mapped = "mapped",
        SixToFour = "6to4",
        Nat64 = "nat64",
        Teredo = "teredo",
        /// Cryptographic and device identifiers that are no locations.
        Identifier = "identifier",
        /// Announced by many at once: AS112, PCP, TURN.
        Anycast = "anycast",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    network: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    cidr: Spanned<String>,
    name: Option<Spanned<OneOrMany>>,
    kind: Spanned<String>,
    #[serde(default)]
    global: bool,
    source: Option<Spanned<OneOrMany>>,
}

/// The table while files are read into it.
#[derive(Default)]
pub(super) struct SpecialNetworks {
    list: Vec<SpecialNetwork>,
    places: Places,
}

impl SpecialNetworks {
    pub(super) fn read(&mut self, file: &mut File<'_>) {
        let Some(content) = file.parse::<RawFile>() else { return };
        for entry in content.network {
            let header = entry.span();
            let raw = entry.into_inner();
            let name = file.filled(raw.name, "name").map(|names| names.join(" "));
            let source = file.filled(raw.source, "source");
            let network = file.network(&raw.cidr);
            let word = raw.kind.get_ref();
            let kind = NetworkKind::from_word(word);
            if kind.is_none() {
                let words = || NetworkKind::ALL.iter().map(|kind| kind.as_str());
                let help = did_you_mean(word, words()).unwrap_or_else(|| {
                    format!("kinds are {}", words().collect::<Vec<_>>().join(", "))
                });
                file.error(raw.kind.span(), format!("there is no kind `{word}`"), Some(help));
            }
            let (Some(network), Some(kind)) = (network, kind) else { continue };
            let (Some(name), Some(source)) = (name, source) else {
                file.error(
                    header,
                    format!("network `{network}` needs both a `name` and a `source`"),
                    None,
                );
                continue;
            };
            if let Some(first) =
                self.places.note(&network.to_string(), file.place(&raw.cidr.span()))
            {
                let message = format!("`{network}` is in the table already, at {first}");
                file.error(raw.cidr.span(), message, None);
                continue;
            }
            self.list.push(SpecialNetwork { network, name, kind, global: raw.global, source });
        }
    }

    pub(super) fn finish(self) -> SpecialNetworkTable {
        let map = NetMap::new((0..).zip(&self.list).map(|(n, entry)| (entry.network, n)));
        SpecialNetworkTable { list: self.list, map }
    }
}

/// The finished table.
#[derive(Debug, Default)]
pub(super) struct SpecialNetworkTable {
    pub(super) list: Vec<SpecialNetwork>,
    map: NetMap,
}

impl SpecialNetworkTable {
    /// The most specific entry that holds the address. An IPv6 address that only wraps an IPv4
    /// one is what the IPv4 address is, if that is special and not reachable: `2002:a05::1` is
    /// private, as Google writes its `10.5.0.0` addresses.
    pub(super) fn get(&self, ip: IpAddr) -> Option<&SpecialNetwork> {
        let ip = ip.to_canonical();
        let entry = self.at(ip)?;
        let IpAddr::V6(v6) = ip else { return Some(entry) };
        let wrapped = match entry.kind {
            // RFC 3056 section 2: 2002, then the 32 bits of the IPv4 address.
            NetworkKind::SixToFour => Some((v6.to_bits() >> 80) as u32),
            // RFC 6052 section 2.2: the last 32 bits below the well-known /96.
            NetworkKind::Nat64 if entry.network.prefix_len() == 96 => Some(v6.to_bits() as u32),
            _ => None,
        };
        let inner = wrapped.and_then(|bits| self.at(IpAddr::V4(bits.into())));
        Some(inner.filter(|inner| !inner.global).unwrap_or(entry))
    }

    fn at(&self, ip: IpAddr) -> Option<&SpecialNetwork> {
        self.list.get(self.map.get(ip)? as usize)
    }
}
