//! Only reserved names and addresses stand in the samples, and the providers named here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Names under a real public suffix that samples may contain: providers where they are the point
/// (a leading dot: and all below), the classic chain as it stands in the tutorials, and words
/// that only look like names.
const ALLOWED_NAMES: &[&str] = &[
    // RFC 2606, and the `.edu` name that IANA keeps beside them.
    ".example.com",
    ".example.net",
    ".example.org",
    ".example.edu",
    // Providers.
    ".google.com",
    ".gmail.com",
    "1e100.net",
    "smtp.gmail.com",
    ".outlook.com",
    ".office365.com",
    ".exchangelabs.com",
    "microsoft.com",
    "mx.microsoft.com",
    ".amazonses.com",
    ".yahoo.com",
    ".mimecast.com",
    // The classic chain.
    "turmeric.com",
    "galangal.org",
    "lemongrass.org",
    "graprao.com",
    "bieberdorf.edu",
    "mail.bieberdorf.edu",
    // PHPMailer names its home in X-Mailer.
    "github.com",
    // RFC 8375: for homes.
    ".home.arpa",
];

/// Networks whose addresses samples may contain. A trailing remark says whose they are.
const ALLOWED_NETWORKS: &[&str] = &[
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "2001:db8::/32",
    "10.0.0.0/8",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fe80::/10",
    "104.128.23.115/32", // the classic chain
    "0.136.144.80/32",   // impossible on purpose
    "209.85.128.0/17",   // Google
    "2002:a05::/32",     // Google's 10/8 in 6to4 dress
    "2607:f8b0::/32",    // Google
    "40.92.0.0/15",      // Microsoft
    "40.107.0.0/16",     // Microsoft
    "2603:1000::/24",    // Microsoft
    "54.240.0.0/18",     // Amazon SES
    "149.72.0.0/16",     // SendGrid
    "77.238.176.0/22",   // Yahoo
    "195.130.217.0/24",  // Mimecast
];

fn token_characters(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | ':' | '%')
}

/// Every name and address in a text that no list allows.
pub fn strangers(text: &str) -> Vec<String> {
    let networks: Vec<IpNet> =
        ALLOWED_NETWORKS.iter().map(|network| network.parse().expect("a network")).collect();
    let mut found = Vec::new();
    let mut previous = "";
    let mut end = 0;
    for token in text.split(|character| !token_characters(character)) {
        let start = end;
        end += token.len();
        // sendmail writes its versions as `(8.18.1.2/8.18.1.2)`.
        let is_version = text[..start].ends_with('/') || text[end..].starts_with('/');
        end += text[end..].chars().next().map_or(0, char::len_utf8);
        let token = token.trim_matches(['.', '-', ':', '_']);
        let bare = token.strip_prefix("IPv6:").unwrap_or(token).split('%').next().unwrap_or("");
        let stranger = match address(bare) {
            // A build number (`id 15.2.1544.14`) is told from an address by the word before it.
            Some(IpAddr::V4(_)) if is_version || matches!(previous, "id" | "FMLib") => false,
            Some(address) => !networks.iter().any(|network| network.contains(&address)),
            None => is_name(bare) && !is_allowed_name(bare),
        };
        if stranger {
            found.push(bare.to_owned());
        }
        if !token.is_empty() {
            previous = token.rsplit(':').next().unwrap_or(token);
        }
    }
    found
}

fn address(token: &str) -> Option<IpAddr> {
    if let Ok(address) = token.parse::<Ipv4Addr>() {
        return Some(IpAddr::V4(address));
    }
    // A clock (`10:15:05`) is never a whole IPv6 address: that has eight parts, or `::`.
    token.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
}

/// Whether a token ends in a real public suffix, and so could be somebody's name.
fn is_name(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    let last = lower.rsplit('.').next().unwrap_or("");
    lower.contains('.')
        && !lower.contains([':', '_'])
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && psl::suffix(lower.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

fn is_allowed_name(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    ALLOWED_NAMES.iter().any(|allowed| match allowed.strip_prefix('.') {
        Some(domain) => lower == domain || lower.ends_with(allowed),
        None => lower == *allowed,
    })
}

/// The addresses of persons in a field that stand at a provider, where they could be somebody's.
pub fn people_at_providers(value: &str) -> Vec<String> {
    value
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')'))
        .filter_map(|word| word.rsplit_once('@').map(|(_, domain)| (word, domain)))
        .filter(|(_, domain)| is_name(domain))
        .filter(|(_, domain)| {
            let lower = domain.to_ascii_lowercase();
            let reserved = ["example.com", "example.net", "example.org", "example.edu"];
            let sender = ["amazonses.com", "lemongrass.org", "bieberdorf.edu"];
            !reserved.iter().any(|r| lower == *r || lower.ends_with(&format!(".{r}")))
                && !sender.contains(&lower.as_str())
        })
        .map(|(word, _)| word.to_owned())
        .collect()
}

#[test]
fn strangers_are_found() {
    for (text, expected) in [
        ("from mail.papermill.example ([192.0.2.25]) by mx.example.org", vec![]),
        ("mail-lf1-f41.google.com (209.85.167.41)", vec![]),
        ("from mail.rust-lang.org (8.8.8.8)", vec!["mail.rust-lang.org", "8.8.8.8"]),
        ("notgoogle.com", vec!["notgoogle.com"]),
        ("[IPv6:2a01:4f8::1] at 10:15:05", vec!["2a01:4f8::1"]),
        ("with Microsoft SMTP Server id 15.2.44.14 via", vec![]),
        ("by pp1.granite.example (8.18.1.2/8.18.1.2) with ESMTP", vec![]),
    ] {
        assert_eq!(strangers(text), expected, "{text}");
    }
    assert_eq!(people_at_providers("A <a@gmail.com>, b@x.example"), ["a@gmail.com"]);
}
