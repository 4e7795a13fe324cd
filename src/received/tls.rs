//! What comments tell of TLS: the version, the cipher, the client's certificate.

use super::comment::Said;
use super::lexer::is_blank;
use super::text::{Reader, same_words, starts_ci, word_length};

/// Postfix, `smtpd.c`: protocol, cipher, bits, then from 3.4 on the key exchange and signatures.
/// Other servers write one number of bits or none, and sendmail's old patch a verdict.
pub(super) fn using(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"Using TLS") && r.at_end() {
        return Some(Said::TlsUsing { version: None, cipher: None });
    }
    r.at = 0;
    if !r.take(b"using ") {
        return None;
    }
    if r.take(b"TLS: ") {
        return listed(r);
    }
    let version = r.word()?;
    if r.at_end() && starts_ci(text.get(version.0..)?, b"TLS") {
        return Some(Said::TlsUsing { version: Some(version), cipher: None });
    }
    if !r.take(b" with cipher ") {
        return None;
    }
    let cipher = r.word()?;
    if r.at_end() {
        return Some(Said::TlsUsing { version: Some(version), cipher: Some(cipher) });
    }
    r.blanks();
    if r.take(b"(curve ") {
        r.take_while(|b| b != b')' && b != b'(')?;
        let end = r.take(b")") && r.at_end();
        return end.then_some(Said::TlsUsing { version: Some(version), cipher: Some(cipher) });
    }
    if !(r.take(b"(") && r.digits().is_some()) {
        return None;
    }
    if r.take(b"/") {
        r.digits()?;
    }
    if !r.take(b" bits)") {
        return None;
    }
    const DETAILS: [(&[u8], bool); 5] = [
        (b" key-exchange ", true),
        (b" server-signature ", true),
        (b" server-digest ", false),
        (b" client-signature ", true),
        (b" client-digest ", false),
    ];
    for (keyword, size) in DETAILS {
        if !r.take(keyword) {
            continue;
        }
        r.word()?;
        let before = r.at;
        r.blanks();
        if size && r.take(b"(") {
            r.take_while(|b| b != b')' && b != b'(')?;
            if !r.take(b")") {
                return None;
            }
        } else {
            r.at = before;
        }
    }
    if r.take(b" verified ") {
        r.word()?;
    }
    r.at_end().then_some(Said::TlsUsing { version: Some(version), cipher: Some(cipher) })
}

/// `TLSv1.2, DES-CBC3-SHA`; `TLSv1/SSLv3,256bits,AES256-SHA`
pub(super) fn listed(mut r: Reader<'_>) -> Option<Said> {
    let version = r.word()?;
    let mut cipher = None;
    while r.take(b",") {
        r.blanks();
        cipher = Some(r.word()?);
    }
    r.at_end().then_some(Said::TlsUsing { version: Some(version), cipher })
}

pub(super) fn certificate(text: &[u8]) -> Option<Said> {
    let known: [&[u8]; 3] = [
        b"No client certificate requested",
        b"Client did not present a certificate",
        b"Client certificate not present",
    ];
    if known.contains(&text) || known.iter().any(|words| same_words(text, words)) {
        return Some(Said::Certificate);
    }
    let mut r = Reader::new(text);
    if r.take(b"Client CN \"") || r.take(b"Client hostname \"") {
        // The names are the peer's; the words after the last quote are the server's.
        let rest = r.rest();
        let issuer = 2 + memchr::memmem::find(rest.get(2..)?, b"Issuer")?;
        let close = memchr::memrchr(b'"', rest)?;
        let verdict = rest.get(close + 1..)?.trim_ascii();
        let known = same_words(verdict, b"(verified OK)") || same_words(verdict, b"(not verified)");
        return (close > issuer + 7 && known).then_some(Said::Certificate);
    }
    None
}

/// `key=value` pairs, divided by blanks or commas.
pub(super) fn pairs(text: &[u8]) -> Option<Said> {
    let (mut version, mut cipher) = (None, None);
    let mut rest = text;
    while !rest.is_empty() {
        // No key known is longer than ten letters.
        let (key, value) = rest.split_at(rest.iter().take(11).position(|b| *b == b'=')?);
        let value = &value[1..];
        let start = text.len() - value.len();
        let range = Some((start, start + word_length(value))).filter(|range| range.0 < range.1);
        match key {
            b"version" | b"tlsversion" => version = range,
            b"cipher" | b"tlscipher" => cipher = range,
            b"bits" | b"verify" | b"alpn" | b"curve" | b"group" | b"resumed" => {}
            b"subject" if value.first() == Some(&b'"') => {
                // The client certificate's: the peer's words, up to the last quote.
                let close = memchr::memrchr(b'"', text)?;
                if close == start || close + 1 < text.len() {
                    return None;
                }
                break;
            }
            _ => return None,
        }
        let after = &value[range.map_or(0, |(start, end)| end - start)..];
        let commas = after.iter().take_while(|b| **b == b',').count();
        let blanks = after[commas..].iter().take_while(|b| is_blank(**b)).count();
        rest = &after[commas + blanks..];
        if commas + blanks == 0 && !rest.is_empty() {
            return None;
        }
    }
    (version.is_some() || cipher.is_some()).then_some(Said::TlsPairs { version, cipher })
}

/// Exim: `TLS1.3`, `TLSv1:AES256-SHA:256`, `Cipher TLSv1:DES-CBC3-SHA:168`; Exchange: `TLS`;
/// Courier: `TLS: TLSv1/SSLv3,256bits,AES256-SHA`; OpenSMTPD: `TLSv1.3:X:256:NO`.
pub(super) fn colon(text: &[u8]) -> Option<Said> {
    if same_words(text, b"TLS encrypted") {
        // GroupWise says no more.
        return Some(Said::TlsColon { version: None, cipher: None });
    }
    let mut r = Reader::new(text);
    if r.take(b"TLS: ") {
        return match listed(r)? {
            Said::TlsUsing { version, cipher } => Some(Said::TlsColon { version, cipher }),
            other => Some(other),
        };
    }
    r.take(b"Cipher ");
    let version = r.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))?;
    let name = text.get(version.0..version.1)?;
    if !(starts_ci(name, b"TLS") || starts_ci(name, b"SSL")) || name.len() > 8 {
        return None;
    }
    let version = Some(version);
    if r.at_end() {
        return Some(Said::TlsColon { version, cipher: None });
    }
    if !(r.take(b":") || r.take(b"/") || r.take(b" ")) {
        return None;
    }
    let cipher =
        r.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'.'))?;
    if r.take(b":") || r.take(b" ") {
        r.digits()?;
        if r.take(b"/") {
            r.digits()?;
        }
        if r.take(b":") {
            r.take_while(|b| b.is_ascii_uppercase())?;
        }
    }
    r.at_end().then_some(Said::TlsColon { version, cipher: Some(cipher) })
}
