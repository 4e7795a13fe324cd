//! Macros of bulk mail programs that were never filled in: `%RND_MIX[14]`, `{{host}}`, `${ip}`,
//! `[[-Email-]]`, `<%=host%>`, `<?php …?>`, `{mail|smtp|mx}`, `$RANDOM_HOST`, `*|EMAIL|*`,
//! `##LOGIN##`, `@@HOST@@`, `{% if host %}`, `[!to_addr]`, `$rdns_name`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::span::Span;

/// A macro's name is no longer.
const MOST: usize = 64;

/// Finds the first unexpanded macro. Each form is one that no server's line has:
///
/// - `%` and three or more capitals, since `%` occurs in zone ids (`fe80::1%5`) and in old route
///   addresses;
/// - braces, doubled or behind a `$`, around something, or with a `%` on their inner sides;
/// - words in braces to choose from, a `|` between them;
/// - brackets, doubled around something that begins with a letter or a dash, since literals are
///   written `[[192.0.2.1]]` by some;
/// - `%d`, `%s` and `%u` by themselves;
/// - `<%` and `%>`, `<?` and `?>`;
/// - `*|` and `|*` around something;
/// - `##`, `@@`, `~~` or `!!` on both sides of letters and what names are made of;
/// - brackets around a name with a mark in front of it (`[!name]`, `[*name*]`, `[%name%]`);
/// - `$` and three or more capitals, or a whole word in small letters.
pub(super) fn find(value: &[u8]) -> Option<Span> {
    // Every line has brackets and hardly one has doubled ones, so these are looked for apart.
    let marked = memchr::memchr3_iter(b'%', b'{', b'$', value).find_map(|at| match value[at] {
        b'%' => percent(value, at).or_else(|| marked_name(value, at)),
        b'$' => {
            let alone = at.checked_sub(1).is_none_or(|before| b" <([@\t".contains(&value[before]));
            let word = || behind(at, alone.then(|| word(&value[at + 1..])).flatten());
            behind(at, dollar(&value[at..])).or_else(word).or_else(|| marked_name(value, at))
        }
        _ => behind(at, braces(&value[at..])),
    });
    let framed = |at| framed(value, at);
    let framed = [
        memchr::memchr3_iter(b'*', b'#', b'?', value).find_map(framed),
        memchr::memchr3_iter(b'@', b'~', b'!', value).find_map(framed),
    ];
    let framed = framed.into_iter().flatten().min_by_key(|span| span.start);
    [marked, framed, doubled(value)].into_iter().flatten().min_by_key(|span| span.start)
}

/// What stands between two marks that servers do not write.
fn framed(value: &[u8], at: usize) -> Option<Span> {
    let rest = &value[at..];
    let named = |b: &u8| b.is_ascii_alphanumeric() || b"_-.: ".contains(b);
    let between = |open: &[u8], close: &[u8]| {
        let rest = rest.strip_prefix(open)?;
        let inside = inside(rest, close[0]);
        let name = &rest[..inside];
        let sound = name.iter().any(u8::is_ascii_alphabetic) && name.iter().all(named);
        (sound && rest[inside..].starts_with(close)).then_some(open.len() + inside + close.len())
    };
    let marked = || marked_name(value, at);
    match value[at] {
        b'*' => behind(at, between(b"*|", b"|*")).or_else(marked),
        mark @ (b'#' | b'@' | b'~' | b'!') => {
            behind(at, between(&[mark; 2], &[mark; 2])).or_else(marked)
        }
        _ if value[..at].last() == Some(&b'<') => {
            // What it does may be of any text.
            let end = memchr::memmem::find(&rest[..rest.len().min(MOST)], b"?>")?;
            behind(at - 1, Some(1 + end + 2))
        }
        _ => None,
    }
}

/// A name in brackets with a mark in front of it, and perhaps behind it.
fn marked_name(value: &[u8], at: usize) -> Option<Span> {
    let start = at.checked_sub(1).filter(|before| value[*before] == b'[')?;
    let rest = &value[at + 1..];
    let inside = inside(rest, b']');
    let name = rest[..inside].strip_suffix(&value[at..=at]).unwrap_or(&rest[..inside]);
    let named = |b: &u8| b.is_ascii_alphanumeric() || b"_-.".contains(b);
    let sound = name.first().is_some_and(u8::is_ascii_alphabetic) && name.iter().all(named);
    (sound && rest.get(inside) == Some(&b']')).then(|| Span::new(start, at + 1 + inside + 1))
}

/// A `$` and a word in small letters, with nothing else behind it than what ends a host or an
/// address (`$Revision: 1.5 $` is of versions).
fn word(rest: &[u8]) -> Option<usize> {
    let small = |b: &&u8| b.is_ascii_lowercase() || b.is_ascii_digit() || **b == b'_';
    let name = rest.iter().take(MOST).take_while(small).count();
    let ends = rest.get(name).is_none_or(|b| b" >)]@;.,\r\n\t".contains(b));
    (name >= 3 && rest[0].is_ascii_lowercase() && ends).then_some(1 + name)
}

/// Also where a third bracket stands before the two.
fn doubled(value: &[u8]) -> Option<Span> {
    let mut at = 0;
    while let Some(step) = BRACKETS.find(&value[at..]) {
        let start = at + step;
        if let Some(length) = brackets(&value[start..]) {
            return behind(start, Some(length));
        }
        at = start + 1;
    }
    None
}

static BRACKETS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"[["));

fn behind(start: usize, length: Option<usize>) -> Option<Span> {
    Some(Span::new(start, start + length?))
}

/// How long a name in capitals is: so many letters, digits and `_` from the start.
fn capitals(text: &[u8]) -> Option<usize> {
    let name = text
        .iter()
        .take(MOST)
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_')
        .count();
    let capitals = text[..name].iter().filter(|b| b.is_ascii_uppercase()).count();
    let hex = text[..name].iter().all(u8::is_ascii_hexdigit);
    (capitals >= 3 && !hex).then_some(name)
}

fn percent(value: &[u8], start: usize) -> Option<Span> {
    let (before, rest) = (value[..start].last(), &value[start + 1..]);
    if before == Some(&b'<') {
        let inside = inside(rest, b'%');
        if rest[inside..].starts_with(b"%>") {
            return behind(start - 1, Some(2 + inside + 2));
        }
    }
    // What a printing function fills in, standing by itself: `[%d.%d.%d.%d]`, `<%s@%s>`.
    let alone = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b':');
    if matches!(rest.first(), Some(b'd' | b's' | b'u')) && alone(before) && alone(rest.get(1)) {
        return behind(start, Some(2));
    }
    behind(start, capitals(rest).map(|name| 1 + name))
}

fn dollar(text: &[u8]) -> Option<usize> {
    let rest = &text[1..];
    if let Some(rest) = rest.strip_prefix(b"{") {
        let inside = inside(rest, b'}');
        return (inside > 0 && rest.get(inside) == Some(&b'}')).then_some(2 + inside + 1);
    }
    capitals(rest).map(|name| 1 + name)
}

fn brackets(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"[[")?;
    let inside = inside(rest, b']');
    let named = rest.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'-');
    // `[[IPv6:2001:db8::1]]`, `[[UNIX: localhost]]`
    let literal = rest[..inside].contains(&b':');
    (named && !literal && rest[inside..].starts_with(b"]]")).then_some(2 + inside + 2)
}

fn braces(text: &[u8]) -> Option<usize> {
    if let Some(rest) = text.strip_prefix(b"{{") {
        let inside = inside(rest, b'}');
        return rest[inside..].starts_with(b"}}").then_some(2 + inside + 2);
    }
    let rest = &text[1..];
    let inside = inside(rest, b'}');
    if rest.starts_with(b"%") && inside > 2 && rest[..inside].ends_with(b"%") {
        return (rest.get(inside) == Some(&b'}')).then_some(1 + inside + 1);
    }
    let choice = &rest[..inside];
    let words = choice.contains(&b'|') && choice.iter().any(u8::is_ascii_alphabetic);
    let blank = choice.iter().any(u8::is_ascii_whitespace);
    (words && !blank && rest.get(inside) == Some(&b'}')).then_some(1 + inside + 1)
}

/// How many bytes stand before the end of the line or the closing byte.
fn inside(text: &[u8], close: u8) -> usize {
    text.iter().take(MOST).take_while(|b| **b != close && !matches!(b, b'\r' | b'\n')).count()
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
            ("from ${rand_ip} by b.example", Some("${rand_ip}")),
            ("from a ([${ip}]) by b.example", Some("${ip}")),
            ("by $RANDOM_HOST with SMTP", Some("$RANDOM_HOST")),
            ("id $1$abcdef", None),
            ("for <[[-Email-]]>", Some("[[-Email-]]")),
            ("for <[[[Email]]>", Some("[[Email]]")),
            ("from a ([[192.0.2.1]]) by b", None),
            ("from a ([[IPv6:2001:db8::1]]) by b", None),
            ("from a ([[UNIX: localhost]]) by b", None),
            ("from {mail|smtp|mx}.a.example by b", Some("{mail|smtp|mx}")),
            ("from {a b|c} by b", None),
            ("from a ([%d.%d.%d.%d]) by b", Some("%d")),
            ("for <%s@%s>", Some("%s")),
            ("from a ([fe80::1%d]) by b", None),
            ("for <user%s.example@relay.example>", None),
            ("from <%=host%> by b", Some("<%=host%>")),
            ("for <%user@example.org>", None),
            ("from *|SERVER|* by b", Some("*|SERVER|*")),
            ("from *|*|* by b", None),
            ("for <##LOGIN##@a.example>", Some("##LOGIN##")),
            ("from unknown (HELO @@HOSTNAME@@) ([192.0.2.1])", Some("@@HOSTNAME@@")),
            ("for <a@@b.example@c.example>", None),
            ("id ###1## by", None),
            ("id ##1## by", None),
            ("id <?php echo $id; ?>; Wed", Some("<?php echo $id; ?>")),
            ("id <?1?2>; Wed", None),
            ("by {% if host %}mail{% endif %} with", Some("{% if host %}")),
            ("by {%} with", None),
            ("for <[!to_addr]>; Wed", Some("[!to_addr]")),
            ("for <[*email*]>; Wed", Some("[*email*]")),
            ("from [%host%] by b", Some("[%host%]")),
            ("from [#1] by b", None),
            ("from [@192.0.2.1] by b", None),
            ("from $rdns_name ([192.0.2.1])", Some("$rdns_name")),
            ("by b ($Revision: 1.5 $) with", None),
            ("by b (SMTP Agent $Id$) with", None),
            ("id a$bcd; Wed", None),
            ("id $1a; Wed", None),
            ("from ${} by b", None),
            ("from {{never closed by b", None),
        ] {
            let found = super::find(text.as_bytes()).map(|s| &text[s.range()]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
