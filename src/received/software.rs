//! Software that servers name in a comment after their host.

use super::text::starts_ci;

/// The dialect whose server calls itself so.
pub(crate) fn read(text: &[u8]) -> Option<&'static str> {
    if text == b"Postfix" {
        return Some("postfix");
    }
    if is_sendmail(text) {
        return Some("sendmail");
    }
    NAMES.iter().find(|(prefix, _)| starts_ci(text, prefix)).map(|(_, dialect)| *dialect)
}

/// How comments that name software begin.
const NAMES: &[(&[u8], &str)] = &[
    (b"Exim ", "exim"),
    (b"amavisd", "amavis"),
    (b"qmail-ldap", "qmail"),
    (b"qpsmtpd/", "qpsmtpd"),
    (b"PPS", "proofpoint"),
];

/// sendmail writes the version of the program and of its configuration: `8.17.1/8.17.1`,
/// `8.13.8+Sun/8.13.8`, `8.9.3`, `8.12.11.20060308/8.12.11`, `8.11.6/8.11.6/Debian 8.11.6-1`.
pub(crate) fn is_sendmail(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"8.") else { return false };
    let first = rest.split(|b| *b == b'/').next().unwrap_or_default();
    first.first().is_some_and(u8::is_ascii_digit)
        && first.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_'))
}
