//! What servers make of a peer's words before they write them.

/// Postfix, `smtpd.c`: `printable()` and `neuter()` of a HELO.
pub(super) fn neutered(text: &[u8]) -> Vec<u8> {
    text.iter()
        .map(|b| match b {
            b' ' | b'<' | b'>' | b'(' | b')' | b'\\' | b'"' | b';' | b'@' => b'?',
            0x20..=0x7e => *b,
            _ => b'?',
        })
        .collect()
}

/// Postfix, `smtpd.c`: `comment_sanitize()`, which leaves balanced parentheses alone.
pub(super) fn sanitized(text: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let mut open = Vec::new();
    for &byte in text {
        let byte = match byte {
            b'\\' => b'?',
            0x20..=0x7e => byte,
            _ => b'?',
        };
        match byte {
            b'(' => open.push(out.len()),
            b')' if open.pop().is_none() => {
                out.push(b'?');
                continue;
            }
            _ => {}
        }
        out.push(byte);
    }
    for at in open {
        out[at] = b'?';
    }
    out
}

/// sendmail (`srvrsmtp.c`) and Exim (`smtp_in.c`) refuse a HELO with other bytes than these, and
/// write nothing then; the line is as if the peer had said `x`.
pub(super) fn refused(text: &[u8]) -> Vec<u8> {
    let fits = text.iter().all(|b| b.is_ascii_alphanumeric() || b"[].-_#:".contains(b));
    if fits && !text.is_empty() { text.to_vec() } else { b"x".to_vec() }
}

/// qmail (`received.c`): `issafe()`.
pub(super) fn safe(text: &[u8]) -> Vec<u8> {
    text.iter()
        .map(|b| if b.is_ascii_alphanumeric() || b".@%+/=:-".contains(b) { *b } else { b'?' })
        .collect()
}

/// Exim (`string_printing`) escapes what cannot be printed in an ident answer, and no more.
pub(super) fn printing(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for b in text {
        match b {
            b'\\' => out.extend(b"\\\\"),
            0x20..=0x7e => out.push(*b),
            _ => out.extend(format!("\\{b:03o}").bytes()),
        }
    }
    out
}

/// The local part of an address with such text in it has to be quoted (RFC 5321 section 4.1.2);
/// line breaks cannot be in it.
pub(super) fn quoted(text: &[u8]) -> Vec<u8> {
    let mut out = vec![b'"'];
    for b in text {
        if matches!(b, b'"' | b'\\') {
            out.push(b'\\');
        }
        if !matches!(b, b'\r' | b'\n') {
            out.push(*b);
        }
    }
    out.extend(b"\"@example.net");
    out
}
