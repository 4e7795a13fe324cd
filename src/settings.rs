//! What a caller may set for an analysis, as plain data. Command line and configuration file
//! both end here.

use std::collections::BTreeMap;
use std::str::FromStr;

use ipnet::IpNet;
use serde_json::{Map, Value, json};

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
    /// Rules that are not applied to mail of certain senders: rule id, and the senders' domains in
    /// small letters. A sender is who our own side identified, not who the message names.
    pub exceptions: BTreeMap<String, Vec<String>>,
    /// Explanations of the user's own, besides those under `rules/explanations`.
    pub explanations: Vec<Explanation>,
    /// Thresholds and prior changed by the user, as probabilities between 0 and 1; else those of
    /// `rules/verdict.toml` hold.
    pub suspicious: Option<f64>,
    pub forged: Option<f64>,
    pub prior: Option<f64>,
    /// Verify SPF, DKIM, ARC and DMARC. Needs the body, and asks the DNS more; nothing is verified
    /// offline.
    pub auth: bool,
    /// The clock, seconds since the epoch. Analysis never reads another.
    pub now: Option<i64>,
}

impl Settings {
    /// The settings for `tool.settings` of a report: what was set, under the names that the
    /// configuration file has for it, and nothing where the defaults hold.
    ///
    /// The clock has a field of its own there. Where DNS answers came from is left out: a
    /// replayed run must give the same bytes as the run that was recorded.
    pub fn to_json(&self) -> Value {
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| {
            let empty = match &value {
                Value::Null => true,
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            if !empty {
                all.insert(key.to_owned(), value);
            }
        };
        let strings = |all: Vec<String>| json!(all);
        put("own-hosts", strings(self.own_hosts.iter().map(|host| host.0.clone()).collect()));
        put(
            "trusted-networks",
            strings(self.trusted_networks.iter().map(IpNet::to_string).collect()),
        );
        put("authserv-ids", json!(self.authserv_ids));
        put("disable", json!(self.disabled));
        put("weights", json!(self.weights));
        put("except", json!(self.exceptions));
        put("explanations", self.explanations.iter().map(Explanation::to_json).collect());
        put("prior", json!(self.prior));
        put("suspicious", json!(self.suspicious));
        put("forged", json!(self.forged));
        put("auth", if self.auth { json!(true) } else { Value::Null });
        Value::Object(all)
    }
}

/// A reason, of the user's own, why two neighbouring lines may differ. Raw as it was written: the
/// rules' engine checks the condition, and points at the place given here where it is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub id: String,
    /// A CEL condition over the facts of a link.
    pub when: String,
    /// The sentence that the report shows.
    pub says: String,
    /// How the user knows.
    pub source: Option<String>,
    /// The file that `when` was read from, and where in it the text of the condition begins:
    /// line and column from 1, the column in characters.
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl Explanation {
    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "when": self.when,
            "says": self.says,
            "source": self.source,
        })
    }
}

/// `mx.example.org`, or `.example.org` for all names below. Compared without regard to case and
/// to a final dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern(String);

impl FromStr for HostPattern {
    type Err = String;

    /// Refuses what can be no host's name, and says how it is meant.
    fn from_str(text: &str) -> Result<Self, String> {
        let pattern = HostPattern::new(text);
        let name = pattern.0.strip_prefix('.').unwrap_or(&pattern.0);
        if let Some(below) = name.strip_prefix("*.") {
            return Err(format!("write `.{below}` for all names below {below}"));
        }
        if name.is_empty() {
            return Err("a host's name is missing".to_owned());
        }
        if let Some(c) = name.chars().find(|c| c.is_whitespace() || "/@*,;:()<>\"".contains(*c)) {
            let more = match c {
                '@' => ", as an address of mail has",
                '/' | ':' if name.parse::<IpNet>().is_ok() || is_address(name) => {
                    "; addresses and networks are trusted networks"
                }
                _ => "",
            };
            return Err(format!("a host's name has no {c:?}{more}"));
        }
        if name.split('.').any(str::is_empty) {
            return Err("a label between two dots is empty".to_owned());
        }
        if is_address(name) {
            return Err("this is an address; addresses and networks are trusted networks".into());
        }
        Ok(pattern)
    }
}

fn is_address(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

/// A network in CIDR notation (RFC 4632 section 3.1), or one address. Bits behind the prefix are
/// dropped: `192.0.2.7/24` is `192.0.2.0/24`.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    if let Ok(network) = text.parse::<IpNet>() {
        return Ok(network.trunc());
    }
    if let Ok(address) = text.parse::<std::net::IpAddr>() {
        return Ok(IpNet::from(address));
    }
    let Some((address, prefix)) = text.split_once('/') else {
        return Err(
            "neither an address nor a network such as 192.0.2.0/24 or 2001:db8::/32".to_owned()
        );
    };
    match address.parse::<std::net::IpAddr>() {
        Err(_) => Err(format!("`{address}` is no address")),
        Ok(address) => {
            let most = if address.is_ipv4() { 32 } else { 128 };
            Err(format!("`/{prefix}` is no prefix length from 0 to {most}"))
        }
    }
}

/// An authserv-id (RFC 8601 section 2.2): one word, usually a host's name.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_authserv_id(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("a name is missing".to_owned()),
        name if name.chars().any(|c| c.is_whitespace() || c == ';') => {
            Err("the name is one word, as it stands before the first `;` of the field".to_owned())
        }
        name => Ok(name.to_owned()),
    }
}

/// A sender's domain, for an exception: it covers the names below it too.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_sender(text: &str) -> Result<String, String> {
    let pattern: HostPattern = text.parse()?;
    match pattern.as_str().strip_prefix('.') {
        Some(domain) => Err(format!("write `{domain}`; the names below it are covered")),
        None => Ok(pattern.0),
    }
}

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
    use super::*;

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

    #[test]
    fn what_is_no_host_is_refused_with_advice() {
        for (text, advice) in [
            ("", "missing"),
            (".", "missing"),
            ("*.example.org", "`.example.org`"),
            ("user@example.org", "address of mail"),
            ("192.0.2.1", "trusted networks"),
            ("192.0.2.0/24", "trusted networks"),
            ("2001:db8::1", "trusted networks"),
            ("mx example", "' '"),
            ("mx..example.org", "empty"),
        ] {
            let error = text.parse::<HostPattern>().expect_err(text);
            assert!(error.contains(advice), "{text}: {error}");
        }
        for text in ["mx.example.org", ".Example.Org.", "mx_1", "bücher.example"] {
            assert!(text.parse::<HostPattern>().is_ok(), "{text}");
        }
    }

    #[test]
    fn networks() {
        for (text, expected) in [
            ("192.0.2.7/24", Ok("192.0.2.0/24")),
            ("192.0.2.7", Ok("192.0.2.7/32")),
            ("2001:db8::1", Ok("2001:db8::1/128")),
            (" 2001:db8::/32 ", Ok("2001:db8::/32")),
            ("192.0.2.0/33", Err("from 0 to 32")),
            ("2001:db8::/129", Err("from 0 to 128")),
            ("192.0.2/24", Err("`192.0.2` is no address")),
            ("mx.example.org", Err("neither")),
        ] {
            match (parse_network(text), expected) {
                (Ok(network), Ok(expected)) => assert_eq!(network.to_string(), expected),
                (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
                (result, _) => panic!("{text}: {result:?}"),
            }
        }
    }

    #[test]
    fn json_has_what_was_set() {
        assert_eq!(Settings::default().to_json(), json!({}));
        let settings = Settings {
            own_hosts: vec![HostPattern::new(".example.org")],
            trusted_networks: vec![parse_network("192.0.2.0/24").expect("is one")],
            weights: [("chain/loop".to_owned(), 3.5)].into(),
            now: Some(0),
            forged: Some(0.99),
            ..Settings::default()
        };
        assert_eq!(
            settings.to_json(),
            json!({
                "own-hosts": [".example.org"],
                "trusted-networks": ["192.0.2.0/24"],
                "weights": {"chain/loop": 3.5},
                "forged": 0.99,
            })
        );
    }
}
