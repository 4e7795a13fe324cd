//! What a caller may set for an analysis, as plain data. Command line and configuration file
//! both end here.

use std::collections::BTreeMap;

use ipnet::IpNet;

/// Settings of an analysis. The defaults mean: infer the boundary, believe nobody by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Hosts in these networks write lines that are believed: ours, or a forwarder's we chose.
    pub trusted_networks: Vec<IpNet>,
    /// Names our own servers write in `by`; a leading dot means all names below.
    pub own_hosts: Vec<HostPattern>,
    /// Whose Authentication-Results are believed (RFC 8601 section 2.5).
    pub authserv_ids: Vec<String>,
    /// Rules switched off, by id.
    pub disabled: Vec<String>,
    /// Weights changed by the user, by rule id, in decibans.
    pub weights: BTreeMap<String, f64>,
    /// Thresholds and prior changed by the user; else those of `rules/verdict.toml` hold.
    pub suspicious: Option<f64>,
    pub forged: Option<f64>,
    pub prior: Option<f64>,
    /// The clock, seconds since the epoch. Analysis never reads another.
    pub now: Option<i64>,
}

/// `mx.example.org`, or `.example.org` for all names below. Compared without regard to case and
/// to a final dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern(String);

impl HostPattern {
    pub fn new(pattern: &str) -> Self {
        HostPattern(pattern.trim().trim_end_matches('.').to_ascii_lowercase())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn matches(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').as_bytes();
        let pattern = self.0.as_bytes();
        if pattern.is_empty() {
            return false;
        }
        match pattern.strip_prefix(b".") {
            // `.example.org` covers what is below it, and not the domain itself.
            Some(_) => {
                host.len() > pattern.len()
                    && host[host.len() - pattern.len()..].eq_ignore_ascii_case(pattern)
            }
            None => host.eq_ignore_ascii_case(pattern),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HostPattern;

    #[test]
    fn host_patterns() {
        for (pattern, host, expected) in [
            ("mx.example.org", "MX.example.org.", true),
            ("mx.example.org", "amx.example.org", false),
            (".example.org", "mx.example.org", true),
            (".example.org", "a.b.Example.Org", true),
            (".example.org", "example.org", false),
            (".example.org", "badexample.org", false),
            ("", "", false),
        ] {
            assert_eq!(HostPattern::new(pattern).matches(host), expected, "{pattern} {host}");
        }
    }
}
