//! Macros of bulk mail programs that were never filled in: `%RND_MIX[14]`, `{{host}}`, `$RANDOM`.

use crate::span::Span;

/// Finds the first unexpanded macro. A `%` must be followed by three or more capitals (or
/// capitals and `_`), since `%` occurs in zone ids (`fe80::1%5`) and in old route addresses;
/// braces must be doubled, as template languages write them.
pub(super) fn find(value: &[u8]) -> Option<Span> {
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'%', b'{', &value[at..]) {
        let start = at + step;
        let end = match value[start] {
            b'%' => percent(value, start),
            _ => braces(value, start),
        };
        if let Some(end) = end {
            return Some(Span::new(start, end));
        }
        at = start + 1;
    }
    None
}

fn percent(value: &[u8], start: usize) -> Option<usize> {
    let name = value[start + 1..]
        .iter()
        .take(64)
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_')
        .count();
    let capitals =
        value[start + 1..start + 1 + name].iter().filter(|b| b.is_ascii_uppercase()).count();
    let hex = value[start + 1..start + 1 + name].iter().all(u8::is_ascii_hexdigit);
    (capitals >= 3 && !hex).then_some(start + 1 + name)
}

fn braces(value: &[u8], start: usize) -> Option<usize> {
    let rest = value[start..].strip_prefix(b"{{")?;
    let inside = rest.iter().take(64).take_while(|b| !matches!(b, b'}' | b'\r' | b'\n')).count();
    rest[inside..].starts_with(b"}}").then_some(start + 2 + inside + 2)
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_only_macros() {
        for (text, expected) in [
            ("from %RND_MIX[14] by b.example", Some("%RND_MIX")),
            ("from a by %SMTP.example", Some("%SMTP")),
            ("from {{host}} by b.example", Some("{{host}}")),
            ("from a ([fe80::1%5]) by b", None),
            ("from a ([fe80::1%12]) by b", None),
            ("for <user%example.org@relay.example>", None),
            ("id %ABCDEF12", None),
            ("from {one} by b", None),
            ("from {{never closed by b", None),
        ] {
            let found = super::find(text.as_bytes()).map(|s| &text[s.range()]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
