//! What people put in the place of an address, an id or a name before they show a line to
//! others.
//!
//! A field that was taken out says nothing, neither for the line nor against it: it stands where
//! the server wrote the field, and is no field that the server wrote.

use super::text::holds;

/// Words that stand for what was taken out, in the shortest form that tells them.
const WORDS: &[&[u8]] = &[
    b"anonymised",
    b"anonymized",
    b"censored",
    b"deleted",
    b"hidden",
    b"masked",
    b"munged",
    b"obfuscated",
    b"removed",
    b"sanitised",
    b"sanitized",
    b"scrubbed",
    b"snip",
    b"snipped",
    b"withheld",
];

/// Whether nothing is left of the field: `[REDACTED]`, `<redacted>`, `XXXXXXXXXX`, `*****`,
/// `xxx.xxx.xxx`, `[IP REDACTED]`.
pub(super) fn whole(text: &[u8]) -> bool {
    let inside = bare(text);
    if inside.is_empty() || inside.len() > 80 {
        return false;
    }
    if names_it(inside) || WORDS.iter().any(|word| inside.eq_ignore_ascii_case(word)) {
        return true;
    }
    // Three signs or more, all the same but for what divides them.
    let mut signs = inside.iter().filter(|b| !matches!(b, b'.' | b':' | b'-' | b'@' | b'_'));
    let Some(first) = signs.next().map(u8::to_ascii_lowercase) else { return false };
    matches!(first, b'x' | b'*' | b'#' | b'?')
        && signs.clone().count() >= 2
        && signs.all(|b| b.to_ascii_lowercase() == first)
}

const DIGIT: u8 = 1;
const LETTER_X: u8 = 2;
const STAR: u8 = 4;

/// What each byte of an id may be a sign of.
static SIGNS: [u8; 256] = {
    let mut table = [0; 256];
    let mut digit = b'0';
    while digit <= b'9' {
        table[digit as usize] = DIGIT;
        digit += 1;
    }
    table[b'x' as usize] = LETTER_X;
    table[b'X' as usize] = LETTER_X;
    table[b'*' as usize] = STAR;
    table[b'#' as usize] = STAR;
    table
};

/// Whether an id, or a part of it, was taken out: `4fKq****3t9K8`, and all that [`whole`] knows.
pub(super) fn id(text: &[u8]) -> bool {
    let signs = text.iter().fold(0, |signs, byte| signs | SIGNS[*byte as usize]);
    let digits = signs & DIGIT != 0;
    let letters = || text.iter().filter(|b| **b | 0x20 == b'x').count();
    if signs & STAR != 0 || signs & LETTER_X != 0 && letters() > 3 {
        let mut run = 0;
        for byte in text {
            match SIGNS[*byte as usize] {
                STAR => return text.windows(2).any(|w| w[0] == w[1] && w[0] == *byte),
                // Four times by chance, in no id.
                LETTER_X if run == 3 => return true,
                LETTER_X => run += 1,
                _ => run = 0,
            }
        }
    }
    // What holds no digit is a word, and what is told apart by a number is in brackets.
    (!digits || matches!(text.first(), Some(b'[' | b'<' | b'{'))) && whole(text)
}

/// Whether a host's name, or a part of it, was taken out: `mail.***.example`, `xxx.xxx.xxx`.
/// No name has an asterisk in it.
pub(super) fn name(text: &[u8]) -> bool {
    let begins = text.first().is_some_and(|b| {
        matches!(b | 0x20, b'r' | b'x' | b'{') || matches!(b, b'*' | b'<' | b'[' | b'#' | b'?')
    });
    begins && whole(text) || holds(text, [b'*'])
}

/// Whether it stands for an address of which something was taken out: `x.x.x.x`,
/// `203.0.113.xxx`, `1.2.3.***`, `999.999.999.999`, `2001:db8:xxxx::1`.
pub(super) fn address(text: &[u8]) -> bool {
    let text = match text.split_at_checked(5) {
        Some((tag, rest)) if tag.eq_ignore_ascii_case(b"IPv6:") => rest,
        _ => text,
    };
    if text.len() > 60 {
        return false;
    }
    if text == b"999.999.999.999" {
        return true;
    }
    let dots = text.iter().filter(|b| **b == b'.').count();
    if dots == 3 {
        let mut masked = false;
        let numbers = text.split(|b| *b == b'.').all(|field| {
            let mask = is_mask(field);
            masked |= mask;
            mask || (1..=3).contains(&field.len()) && field.iter().all(u8::is_ascii_digit)
        });
        return numbers && masked;
    }
    if dots == 0 && text.contains(&b':') {
        let mut masked = false;
        let groups = text.split(|b| *b == b':').all(|field| {
            let mask = is_mask(field);
            masked |= mask;
            mask || field.len() <= 4 && field.iter().all(u8::is_ascii_hexdigit)
        });
        return groups && masked;
    }
    false
}

/// One field of an address in which nothing is left: `x`, `xxx`, `***`, `1xx`.
fn is_mask(field: &[u8]) -> bool {
    let signs = field
        .iter()
        .filter(|b| matches!(b.to_ascii_lowercase(), b'x' | b'*' | b'#' | b'?' | b'n' | b'y'))
        .count();
    let rest = field.len() - signs;
    (1..=4).contains(&field.len())
        && signs > 0
        && rest <= 2
        && field.iter().all(|b| {
            b.is_ascii_digit()
                || matches!(b.to_ascii_lowercase(), b'x' | b'*' | b'#' | b'?' | b'n' | b'y')
        })
}

/// Without the brackets round it.
fn bare(text: &[u8]) -> &[u8] {
    let inside = match text {
        [b'[', inside @ .., b']'] | [b'<', inside @ .., b'>'] | [b'{', inside @ .., b'}'] => inside,
        _ => text,
    };
    inside.trim_ascii()
}

/// `redacted`, `REDACTED`, `IP redacted`, `redacted-host`
fn names_it(text: &[u8]) -> bool {
    let Some(at) = text.windows(8).position(|word| word.eq_ignore_ascii_case(b"redacted")) else {
        return false;
    };
    let apart = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
    apart(at.checked_sub(1).and_then(|before| text.get(before))) && apart(text.get(at + 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_whole() {
        for text in [
            "[REDACTED]",
            "<redacted>",
            "REDACTED",
            "[redacted]",
            "XXXXXXXXXX",
            "xxxx",
            "*****",
            "[removed]",
            "***.***",
            "[IP redacted]",
            "redacted-host",
            "xxx@xxx.xxx",
            "{snip}",
        ] {
            assert!(whole(text.as_bytes()), "{text}");
            assert!(id(text.as_bytes()), "{text}");
        }
        for text in
            ["", "x", "xx", "example.org", "hidden.example.org", "4Xh2Yq0sVBz1xN", "...", "[]"]
        {
            assert!(!whole(text.as_bytes()), "{text}");
            assert!(!id(text.as_bytes()) && !name(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_was_taken_out_in_part() {
        for text in ["4fKq****3t9K8", "1rNSxG-XXXXXX-2C", "4fKXXXXXXXt9"] {
            assert!(id(text.as_bytes()) && !whole(text.as_bytes()), "{text}");
        }
        for text in ["mail.***.example", "REDACTED", "xxx.xxx", "<redacted>", "*.example.org"] {
            assert!(name(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn addresses() {
        for text in [
            "x.x.x.x",
            "203.0.113.xxx",
            "203.0.113.x",
            "1.2.3.***",
            "***.***.***.***",
            "xxx.xxx.xxx.xxx",
            "999.999.999.999",
            "203.0.113.1xx",
            "IPv6:2001:db8:xxxx::1",
            "2001:db8::xxxx",
            "X.X.X.X",
            "nnn.nnn.nnn.nnn",
        ] {
            assert!(address(text.as_bytes()), "{text}");
        }
        for text in [
            "192.0.2.1",
            "301.2.3.4",
            "2001:db8::1",
            "a.b.c.d.e",
            "mail.example.org.x",
            "",
            "...",
            "x",
            "192.0.2.300",
        ] {
            assert!(!address(text.as_bytes()), "{text}");
        }
    }
}
