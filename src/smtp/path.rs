//! Paths of MAIL and RCPT and the parameters behind them (RFC 5321 sections 4.1.2 and 4.1.1.11).

/// A local part or domain longer than this is refused. RFC 5321 section 4.5.3.1 asks for 64 and
/// 255; addresses made for tracking bounces go beyond the first every day.
const PART_MAX: usize = 255;

/// A path without its angle brackets, and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'l> {
    /// As typed, a source route left out (RFC 5321 appendix C has it ignored). Empty for the
    /// null reverse-path.
    pub address: &'l str,
    /// Parameters, as typed.
    pub rest: &'l str,
}

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPath {
    Brackets,
    Mailbox,
    TooLong,
}

/// Reads `<local@domain>` and what follows. Blanks in front are let pass, as everybody does.
///
/// # Errors
/// What keeps it from being a path.
pub fn parse(text: &str) -> Result<Path<'_>, BadPath> {
    let inner = text.trim_start_matches(' ').strip_prefix('<').ok_or(BadPath::Brackets)?;
    let end = closing(inner).ok_or(BadPath::Brackets)?;
    let (inside, rest) = (&inner[..end], &inner[end + 1..]);
    if !(rest.is_empty() || rest.starts_with(' ')) {
        return Err(BadPath::Brackets);
    }
    let address = without_route(inside).ok_or(BadPath::Mailbox)?;
    if !address.is_empty() {
        check_mailbox(address)?;
    }
    Ok(Path { address, rest: rest.trim() })
}

/// The `>` that is not inside a quoted string.
fn closing(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// `@one,@two:user@domain` is `user@domain`.
fn without_route(inside: &str) -> Option<&str> {
    if !inside.starts_with('@') {
        return Some(inside);
    }
    let (route, address) = inside.split_once(':')?;
    let hosts = route.split(',').all(|host| host.len() > 1 && host.starts_with('@'));
    (hosts && !address.is_empty()).then_some(address)
}

fn check_mailbox(address: &str) -> Result<(), BadPath> {
    let (local, domain) = split(address);
    if local.len() > PART_MAX || domain.is_some_and(|domain| domain.len() > PART_MAX) {
        return Err(BadPath::TooLong);
    }
    let good = is_local(local) && domain.is_none_or(is_domain);
    if good { Ok(()) } else { Err(BadPath::Mailbox) }
}

/// Local part and domain. The `@` that parts them is the last one: earlier ones are quoted, and a
/// domain has none.
pub fn split(address: &str) -> (&str, Option<&str>) {
    address.rsplit_once('@').map_or((address, None), |(local, domain)| (local, Some(domain)))
}

/// Dot-string or quoted string; what lies beyond ASCII is let pass (RFC 6531 section 3.3).
fn is_local(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"') else {
        let atext = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
        return !local.is_empty() && local.bytes().all(|b| atext(b) || b >= 0x80);
    };
    let Some(inner) = inner.strip_suffix('"') else { return false };
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.next().is_none() => return false,
            b'"' => return false,
            _ => {}
        }
    }
    true
}

/// A host's name or an address literal. Underscores exist, whatever RFC 1123 says.
fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[') {
        let inside = literal.strip_suffix(']').unwrap_or_default();
        return !inside.is_empty()
            && inside.bytes().all(|b| b.is_ascii_alphanumeric() || b":.-_".contains(&b));
    }
    let name = domain.strip_suffix('.').unwrap_or(domain);
    name.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b) || b >= 0x80)
    })
}

/// One `KEYWORD=value` behind a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'l> {
    pub keyword: &'l str,
    pub value: Option<&'l str>,
}

/// The parameters behind a path; `None` for what is none.
pub fn parameters(rest: &str) -> impl Iterator<Item = Option<Parameter<'_>>> {
    rest.split(' ').filter(|word| !word.is_empty()).map(|word| {
        let (keyword, value) =
            word.split_once('=').map_or((word, None), |(keyword, value)| (keyword, Some(value)));
        let named = keyword.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let valued = value.is_none_or(|v| !v.is_empty() && !v.contains('='));
        (!keyword.is_empty() && named && valued).then_some(Parameter { keyword, value })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (text, address, rest) in [
            ("<>", "", ""),
            ("<a@b.example>", "a@b.example", ""),
            ("  <a@b.example>  SIZE=5 ", "a@b.example", "SIZE=5"),
            ("<\"a>b\\\"c\"@b.example> X", "\"a>b\\\"c\"@b.example", "X"),
            ("<@r.example,@s.example:a@b.example>", "a@b.example", ""),
            ("<a@[192.0.2.1]>", "a@[192.0.2.1]", ""),
            ("<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", ""),
            ("<Postmaster>", "Postmaster", ""),
            ("<ü@bücher.example>", "ü@bücher.example", ""),
            ("<a_b+c=d@x_y.example>", "a_b+c=d@x_y.example", ""),
        ] {
            assert_eq!(parse(text), Ok(Path { address, rest }), "{text}");
        }
    }

    #[test]
    fn what_is_no_path() {
        let long = format!("<{}@b.example>", "a".repeat(300));
        for (text, wrong) in [
            ("", BadPath::Brackets),
            ("a@b.example", BadPath::Brackets),
            ("<a@b.example", BadPath::Brackets),
            ("<a@b.example>x", BadPath::Brackets),
            ("<a b@c.example>", BadPath::Mailbox),
            ("<a@>", BadPath::Mailbox),
            ("<@b.example>", BadPath::Mailbox),
            ("<a@b..example>", BadPath::Mailbox),
            ("<a@b.example,c@d.example>", BadPath::Mailbox),
            ("<a(x)@b.example>", BadPath::Mailbox),
            ("<\"a\"b\"@c.example>", BadPath::Brackets),
            ("<a@[]>", BadPath::Mailbox),
            (&long, BadPath::TooLong),
        ] {
            assert_eq!(parse(text), Err(wrong), "{text}");
        }
    }

    #[test]
    fn parameters_behind_a_path() {
        let read = |rest| parameters(rest).collect::<Vec<_>>();
        let some = |keyword, value| Some(Parameter { keyword, value });
        assert_eq!(read("SIZE=10  SMTPUTF8"), [some("SIZE", Some("10")), some("SMTPUTF8", None)]);
        for wrong in ["=5", "SIZE=", "A=b=c", "a_b=1"] {
            assert_eq!(read(wrong), [None], "{wrong}");
        }
    }
}
