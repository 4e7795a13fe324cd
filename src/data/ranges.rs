//! A table of networks: which one holds an address, the most specific first.

use std::net::IpAddr;

use ipnet::IpNet;

/// Values by network, laid out as ranges that do not overlap, so that one binary search finds
/// the most specific network of an address.
#[derive(Debug, Default)]
pub(super) struct NetMap {
    v4: Vec<(u32, Option<u32>)>,
    v6: Vec<(u128, Option<u32>)>,
}

impl NetMap {
    /// Where the same network is given twice, the later value holds; loading refuses that before.
    pub(super) fn new(networks: impl IntoIterator<Item = (IpNet, u32)>) -> Self {
        let mut v4 = Vec::new();
        let mut v6 = Vec::new();
        for (network, value) in networks {
            match network {
                IpNet::V4(net) => {
                    v4.push((net.network().to_bits(), net.broadcast().to_bits(), value));
                }
                IpNet::V6(net) => {
                    v6.push((net.network().to_bits(), net.broadcast().to_bits(), value));
                }
            }
        }
        NetMap {
            v4: flatten(v4, |end| end.checked_add(1)),
            v6: flatten(v6, |end| end.checked_add(1)),
        }
    }

    /// The value of the most specific network that holds the address. IPv4-mapped IPv6
    /// addresses are looked up as they are: callers normalise them first.
    pub(super) fn get(&self, ip: IpAddr) -> Option<u32> {
        match ip {
            IpAddr::V4(ip) => find(&self.v4, ip.to_bits()),
            IpAddr::V6(ip) => find(&self.v6, ip.to_bits()),
        }
    }
}

fn find<A: Ord + Copy>(ranges: &[(A, Option<u32>)], address: A) -> Option<u32> {
    let after = ranges.partition_point(|&(start, _)| start <= address);
    ranges.get(after.checked_sub(1)?)?.1
}

/// Turns nested networks into ranges: each `(start, value)` holds until the next one starts.
fn flatten<A: Ord + Copy>(
    mut networks: Vec<(A, A, u32)>,
    next: impl Fn(A) -> Option<A>,
) -> Vec<(A, Option<u32>)> {
    // Outer networks before the inner ones that start where they do.
    networks.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut ranges: Vec<(A, Option<u32>)> = Vec::with_capacity(2 * networks.len());
    let mut open: Vec<(A, u32)> = Vec::new();
    let push = |ranges: &mut Vec<(A, Option<u32>)>, start: A, value: Option<u32>| match ranges
        .last_mut()
    {
        Some(last) if last.0 == start => last.1 = value,
        _ => ranges.push((start, value)),
    };
    for (start, end, value) in networks {
        while let Some(&(closed, _)) = open.last() {
            if closed >= start {
                break;
            }
            open.pop();
            if let Some(after) = next(closed) {
                push(&mut ranges, after, open.last().map(|&(_, value)| value));
            }
        }
        push(&mut ranges, start, Some(value));
        open.push((end, value));
    }
    while let Some((closed, _)) = open.pop() {
        if let Some(after) = next(closed) {
            push(&mut ranges, after, open.last().map(|&(_, value)| value));
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use ipnet::IpNet;
    use proptest::prelude::*;

    use super::NetMap;

    fn map(networks: &[&str]) -> NetMap {
        NetMap::new((0..).zip(networks).map(|(n, net)| (net.parse().unwrap(), n)))
    }

    #[test]
    fn the_most_specific_network_wins() {
        let map = map(&[
            "192.0.0.0/24",
            "192.0.0.0/29",
            "192.0.0.8/32",
            "240.0.0.0/4",
            "255.255.255.255/32",
            "0.0.0.0/8",
            "0.0.0.0/32",
            "2001::/23",
            "2001:2::/48",
            "ffff::/16",
        ]);
        for (ip, expected) in [
            ("192.0.0.0", Some(1)),
            ("192.0.0.7", Some(1)),
            ("192.0.0.8", Some(2)),
            ("192.0.0.9", Some(0)),
            ("192.0.0.255", Some(0)),
            ("192.0.1.0", None),
            ("191.255.255.255", None),
            ("0.0.0.0", Some(6)),
            ("0.0.0.1", Some(5)),
            ("1.0.0.0", None),
            ("239.255.255.255", None),
            ("240.0.0.0", Some(3)),
            ("255.255.255.254", Some(3)),
            ("255.255.255.255", Some(4)),
            ("2001:1::1", Some(7)),
            ("2001:2::1", Some(8)),
            ("2001:2:1::", Some(7)),
            ("2001:200::", None),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some(9)),
            ("::", None),
        ] {
            assert_eq!(map.get(ip.parse().unwrap()), expected, "{ip}");
        }
        assert_eq!(NetMap::default().get("192.0.2.1".parse().unwrap()), None);
    }

    proptest! {
        /// Against the plain way: look at every network and keep the longest prefix.
        #[test]
        fn as_a_linear_search_finds(
            networks in prop::collection::vec((any::<u32>(), 0u8..=32), 0..40),
            addresses in prop::collection::vec(any::<u32>(), 1..20),
        ) {
            let mut networks: Vec<IpNet> = networks
                .iter()
                .map(|&(bits, len)| {
                    let net = ipnet::Ipv4Net::new(bits.into(), len).unwrap();
                    IpNet::V4(net.trunc())
                })
                .collect();
            networks.sort();
            networks.dedup();
            let map = NetMap::new((0..).zip(&networks).map(|(n, &net)| (net, n)));
            let edges = networks.iter().flat_map(|net| [net.network(), net.broadcast()]);
            let random = addresses.iter().map(|&bits| IpAddr::V4(bits.into()));
            for ip in edges.chain(random) {
                let expected = networks
                    .iter()
                    .enumerate()
                    .filter(|(_, net)| net.contains(&ip))
                    .max_by_key(|(_, net)| net.prefix_len())
                    .map(|(n, _)| n as u32);
                prop_assert_eq!(map.get(ip), expected);
            }
        }
    }
}
