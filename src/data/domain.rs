//! The Public Suffix List: which part of a name somebody registered.
//!
//! The list has two sections. The first is of registries (`com`, `co.uk`); the second, called
//! private, is of companies that hand out names below their own domain to customers who have
//! nothing to do with each other (`github.io`, `*.compute.amazonaws.com`, `onmicrosoft.com`).
//! Whether two hosts belong together is asked with both sections, so that two customers of one
//! cloud are strangers; what the company itself is, is asked with the first alone.

use super::name::{Lower, host_name};

/// The domain that `host` was registered under, by both sections of the Public Suffix List:
/// `mail.example.co.uk` gives `example.co.uk`, `a.example.github.io` gives `example.github.io`.
/// The result is a part of `host`, in the case it was written in, without a final dot.
///
/// `None` for addresses, address literals, single labels and names that are a suffix of a registry
/// themselves (`co.uk`). A name that is a suffix of the private section is its own domain: it was
/// handed out as a whole (`ec2-192-0-2-1.compute-1.amazonaws.com`). Below a top-level label that
/// the list does not know (`mail.corp.internal`) the list's own default holds, that every such
/// label is a suffix: `corp.internal`.
pub fn registrable_domain(host: &str) -> Option<&str> {
    let name = host_name(host)?;
    tail(name, registrable_len(&Lower::new(name))?)
}

/// As [`registrable_domain`], by the registries' section alone: `ec2-192-0-2-1.compute-1.amazonaws.com`
/// gives `amazonaws.com`.
pub fn registrable_domain_of_registry(host: &str) -> Option<&str> {
    let name = host_name(host)?;
    tail(name, registry_len(&Lower::new(name))?)
}

/// How many bytes at the end of the name are its registrable domain, by both sections.
pub(super) fn registrable_len(name: &Lower) -> Option<usize> {
    let name = name.as_bytes();
    if let Some(domain) = psl::domain(name) {
        return Some(domain.as_bytes().len());
    }
    let suffix = psl::suffix(name)?;
    let whole = suffix.as_bytes().len() == name.len();
    (whole && suffix.typ() == Some(psl::Type::Private)).then_some(name.len())
}

/// The name is a suffix below which domains of different owners stand.
pub(super) fn is_public_suffix(name: &str) -> bool {
    psl::domain(Lower::new(name).as_bytes()).is_none()
}

/// How many bytes at the end of the name are its registrable domain, by the registries' section.
pub(super) fn registry_len(name: &Lower) -> Option<usize> {
    let bytes = name.as_bytes();
    let mut suffix = psl::suffix(bytes)?;
    // The labels of a private suffix are taken off from the left until what is left ends in a
    // suffix of the registries. Suffixes are a handful of labels, so this ends soon.
    while suffix.typ() == Some(psl::Type::Private) {
        let private = suffix.as_bytes();
        let dot = private.iter().position(|&byte| byte == b'.')?;
        suffix = psl::suffix(private.get(dot + 1..)?)?;
    }
    let before = bytes.len().checked_sub(suffix.as_bytes().len() + 1)?;
    let label = bytes.get(..before)?.rsplit(|&byte| byte == b'.').next()?;
    (!label.is_empty()).then_some(label.len() + 1 + suffix.as_bytes().len())
}

/// Whether the Public Suffix List knows the top-level label of the name.
pub(super) fn known_top_level(name: &Lower) -> bool {
    psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

fn tail(name: &str, len: usize) -> Option<&str> {
    name.get(name.len().checked_sub(len)?..)
}

#[cfg(test)]
mod tests {
    use super::{known_top_level, registrable_domain, registrable_domain_of_registry};
    use crate::data::name::Lower;

    #[test]
    fn by_both_sections() {
        for (host, expected) in [
            ("mail.example.com", Some("example.com")),
            ("Mail.EXAMPLE.Com.", Some("EXAMPLE.Com")),
            ("a.b.example.co.uk", Some("example.co.uk")),
            ("example.co.uk", Some("example.co.uk")),
            ("co.uk", None),
            ("com", None),
            ("localhost", None),
            ("192.0.2.1", None),
            ("[192.0.2.1]", None),
            ("[IPv6:2001:db8::1]", None),
            ("a.example.github.io", Some("example.github.io")),
            ("github.io", Some("github.io")),
            ("a.compute-1.amazonaws.com", Some("a.compute-1.amazonaws.com")),
            ("x.a.compute-1.amazonaws.com", Some("x.a.compute-1.amazonaws.com")),
            ("mail.corp.internal", Some("corp.internal")),
            ("nas.lan", Some("nas.lan")),
            ("mx.example.XN--P1AI", Some("example.XN--P1AI")),
            ("", None),
        ] {
            assert_eq!(registrable_domain(host), expected, "{host}");
        }
    }

    #[test]
    fn by_registries_alone() {
        for (host, expected) in [
            ("mail.example.com", Some("example.com")),
            ("a.b.example.co.uk", Some("example.co.uk")),
            ("a.example.github.io", Some("github.io")),
            ("github.io", Some("github.io")),
            ("ec2-192-0-2-1.compute-1.amazonaws.com", Some("amazonaws.com")),
            ("ec2-192-0-2-1.EU-west-1.compute.amazonaws.com", Some("amazonaws.com")),
            ("co.uk", None),
            ("mail.corp.internal", Some("corp.internal")),
            ("localhost", None),
        ] {
            assert_eq!(registrable_domain_of_registry(host), expected, "{host}");
        }
        // Two customers of one cloud are not one organisation.
        assert_ne!(
            registrable_domain("ec2-192-0-2-1.compute-1.amazonaws.com"),
            registrable_domain("ec2-198-51-100-1.compute-1.amazonaws.com"),
        );
    }

    #[test]
    fn top_levels() {
        for (name, expected) in [
            ("mail.example.com", true),
            ("mail.example.github.io", true),
            ("example.xn--p1ai", true),
            ("mail.corp.internal", false),
            ("a.b.qwertzuiop", false),
        ] {
            assert_eq!(known_top_level(&Lower::new(name)), expected, "{name}");
        }
    }
}
