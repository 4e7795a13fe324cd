//! Host names as text: what is a name at all, and its lower-case form without an allocation.

/// The longest host name that DNS can carry, without the final dot (RFC 1035 section 2.3.4).
pub const MAX_NAME: usize = 253;

/// The host name in `text` without its final dot, or `None` where it is none: empty, too long,
/// with an empty label, an address or address literal, or with characters that no host name and
/// no internal name has (white space, brackets, `@`, `:`, `/`, control characters).
///
/// A name whose last label is all digits is an address or a broken one, never a name: no
/// top-level domain is numeric (RFC 3696 section 2). Underscores and characters beyond ASCII are
/// accepted, because servers write both.
pub fn host_name(text: &str) -> Option<&str> {
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.is_empty() || name.len() > MAX_NAME {
        return None;
    }
    let mut label = 0;
    let mut digits = true;
    for &byte in name.as_bytes() {
        match CLASS[usize::from(byte)] {
            Class::Letter => {
                label += 1;
                digits = false;
            }
            Class::Digit => label += 1,
            Class::Dot if label > 0 => {
                label = 0;
                digits = true;
            }
            Class::Dot | Class::Never => return None,
        }
    }
    (label > 0 && !digits).then_some(name)
}

/// What a byte is to a host name.
#[derive(Clone, Copy)]
enum Class {
    Letter,
    Digit,
    Dot,
    Never,
}

/// A table, because every look-up begins with this.
const CLASS: [Class; 256] = {
    let mut table = [Class::Letter; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'.' => Class::Dot,
            b'0'..=b'9' => Class::Digit,
            0..=b' ' | 0x7f => Class::Never,
            b'[' | b']' | b'(' | b')' | b'<' | b'>' | b'@' | b':' | b'/' | b'\\' | b',' | b';'
            | b'"' => Class::Never,
            _ => Class::Letter,
        };
        byte += 1;
    }
    table
};

/// A single label: `mail`, `localhost`. Not for addresses and address literals.
pub fn unqualified(host: &str) -> bool {
    host_name(host).is_some_and(|name| !name.contains('.'))
}

/// Two names are the same host name: without regard to case and to a final dot.
pub fn same_name(a: &str, b: &str) -> bool {
    let a = a.strip_suffix('.').unwrap_or(a);
    let b = b.strip_suffix('.').unwrap_or(b);
    !a.is_empty() && a.eq_ignore_ascii_case(b)
}

/// A host name in lower case, on the stack.
pub(super) struct Lower {
    bytes: [u8; MAX_NAME],
    len: usize,
}

impl Lower {
    /// `name` comes from [`host_name`]; what is longer than a host name can be is not kept.
    pub(super) fn new(name: &str) -> Self {
        let mut bytes = [0; MAX_NAME];
        let len = name.len().min(MAX_NAME);
        for (to, from) in bytes.iter_mut().zip(name.as_bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Lower { bytes, len }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME, host_name, same_name, unqualified};

    #[test]
    fn names_and_what_is_none() {
        for (text, expected) in [
            ("mail.example.org", Some("mail.example.org")),
            ("Mail.Example.ORG.", Some("Mail.Example.ORG")),
            ("my_host.example.org", Some("my_host.example.org")),
            ("bücher.example", Some("bücher.example")),
            ("1.example", Some("1.example")),
            ("localhost", Some("localhost")),
            ("", None),
            (".", None),
            ("..", None),
            (".example.org", None),
            ("a..example.org", None),
            ("a.example.org..", None),
            ("192.0.2.1", None),
            ("192.168.476.909", None),
            ("[192.0.2.1]", None),
            ("[IPv6:2001:db8::1]", None),
            ("2001:db8::1", None),
            ("user@example.org", None),
            ("mail example.org", None),
            ("mail\u{0}.example.org", None),
            ("12345", None),
        ] {
            assert_eq!(host_name(text), expected, "{text:?}");
        }
        let longest = format!("{}.example", "a".repeat(MAX_NAME - 8));
        assert_eq!(host_name(&longest), Some(longest.as_str()));
        assert_eq!(host_name(&format!("a{longest}")), None);
    }

    #[test]
    fn unqualified_names() {
        for (text, expected) in [
            ("mail", true),
            ("mail.", true),
            ("mail.example", false),
            ("[192.0.2.1]", false),
            ("192.0.2.1", false),
            ("42", false),
            ("", false),
        ] {
            assert_eq!(unqualified(text), expected, "{text:?}");
        }
    }

    #[test]
    fn same_names() {
        assert!(same_name("MX.example.org", "mx.example.org."));
        assert!(!same_name("mx.example.org", "mx2.example.org"));
        assert!(!same_name("", ""));
        assert!(!same_name(".", "."));
    }
}
