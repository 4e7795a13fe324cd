//! Addresses and networks in conditions, with the names and the rules of Kubernetes'
//! CEL libraries "IP address" and "CIDR".

use std::net::IpAddr;

use ipnet::IpNet;

use super::tree::IpTest;

/// What `ip(…)` accepts: no zone, no leading zeros, no IPv4 address mapped into IPv6.
pub(super) fn parse_ip(text: &str) -> Result<IpAddr, &'static str> {
    match text.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_some() => {
            Err("an IPv4 address mapped into IPv6 is not allowed")
        }
        Ok(ip) => Ok(ip),
        Err(_) if text.contains('%') => Err("an address with a zone is not allowed"),
        Err(_) if text.contains('/') => Err("this is a network: `cidr(…)`"),
        Err(_) => Err("not an IPv4 or IPv6 address"),
    }
}

/// What `cidr(…)` accepts: an address, `/`, the prefix length, and no bits behind the prefix.
pub(super) fn parse_net(text: &str) -> Result<IpNet, &'static str> {
    let Some((address, length)) = text.split_once('/') else {
        return Err("a network is an address, `/`, and the length of the prefix");
    };
    parse_ip(address)?;
    if length.is_empty() || !length.bytes().all(|b| b.is_ascii_digit()) {
        return Err("the length of the prefix is not a number");
    }
    if length.len() > 1 && length.starts_with('0') {
        return Err("the length of the prefix begins with 0");
    }
    let net: IpNet = text.parse().map_err(|_| "the prefix is longer than the address")?;
    if net.trunc() != net {
        return Err("there are bits set behind the prefix");
    }
    Ok(net)
}

/// `ip.isCanonical(…)`: an error where the text is no address at all.
pub(super) fn is_canonical(text: &str) -> Option<bool> {
    parse_ip(text).ok().map(|ip| ip.to_string() == text)
}

impl IpTest {
    /// As Go's `netip` sees the address, which Kubernetes passes on.
    pub fn holds(self, ip: IpAddr) -> bool {
        let is_link_local = match ip {
            IpAddr::V4(v4) => v4.is_link_local(),
            IpAddr::V6(v6) => v6.is_unicast_link_local(),
        };
        match self {
            IpTest::Unspecified => ip.is_unspecified(),
            IpTest::Loopback => ip.is_loopback(),
            IpTest::LinkLocalMulticast => match ip {
                IpAddr::V4(v4) => v4.octets()[..3] == [224, 0, 0],
                IpAddr::V6(v6) => v6.segments()[0] & 0xff0f == 0xff02,
            },
            IpTest::LinkLocalUnicast => is_link_local,
            IpTest::GlobalUnicast => {
                let is_broadcast = matches!(ip, IpAddr::V4(v4) if v4.is_broadcast());
                !(ip.is_unspecified()
                    || ip.is_loopback()
                    || ip.is_multicast()
                    || is_link_local
                    || is_broadcast)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["192.0.2.1", "::1", "2001:DB8::1", "0.0.0.0"] {
            assert!(parse_ip(good).is_ok(), "{good}");
        }
        for bad in
            ["", "192.0.2", "192.0.2.256", "192.0.2.01", "::ffff:192.0.2.1", "fe80::1%eth0", " ::1"]
        {
            assert!(parse_ip(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn networks() {
        for good in ["192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::1/128"] {
            assert!(parse_net(good).is_ok(), "{good}");
        }
        for bad in [
            "192.0.2.0",
            "192.0.2.1/24",
            "192.0.2.0/33",
            "192.0.2.0/024",
            "192.0.2.0/",
            "192.0.2.0/+8",
            "::ffff:192.0.2.0/120",
            "192.0.2.0/255.255.255.0",
        ] {
            assert!(parse_net(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn canonical_form() {
        assert_eq!(is_canonical("2001:db8::abcd"), Some(true));
        assert_eq!(is_canonical("2001:DB8::ABCD"), Some(false));
        assert_eq!(is_canonical("2001:db8::0:0:0:abcd"), Some(false));
        assert_eq!(is_canonical("mail.example.org"), None);
    }
}
