//! What a comment says, told by all of its text.

use super::software;
use super::text::{Range, Reader, starts_ci};

/// What a comment was understood to say. Ranges count from the start of its inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// `using TLSv1.3 with cipher X (256/256 bits) …`
    TlsUsing {
        version: Range,
        cipher: Range,
    },
    /// What a server tells of the client's certificate.
    Certificate,
    /// `Authenticated sender: x`
    AuthSender(Range),
    /// `authenticated bits=0`, `authenticated as x`
    Authenticated(Option<Range>),
    /// `version=TLS1_3 cipher=X bits=256/256`
    TlsPairs {
        version: Option<Range>,
        cipher: Option<Range>,
    },
    /// `TLSv1.2:X:256`, `TLS1.3`, `Cipher X`
    TlsColon {
        version: Option<Range>,
        cipher: Option<Range>,
    },
    EnvelopeFrom(Range),
    Orcpt,
    Drop,
    /// Software of this dialect.
    Software(&'static str),
    /// `Postfix, from userid 1000`
    Pickup,
    /// `qmail 123 invoked by uid 1000`
    Invoked,
    /// `from user@localhost`
    LocalUser(Range),
    Note(&'static str),
    Nothing,
}

/// Reads the inside of a comment.
pub(crate) fn read(text: &[u8]) -> Said {
    let Some(&first) = text.first() else { return Said::Nothing };
    match first {
        b'u' => tls_using(text),
        b'v' | b'c' | b'b' => tls_pairs(text),
        b'e' => envelope_from(text),
        b'C' | b'N' => certificate(text).or_else(|| tls_colon(text)),
        b'A' | b'a' => authenticated(text),
        b'T' | b'S' => tls_pairs(text).or_else(|| tls_colon(text)),
        b'O' | b'o' => orcpt(text),
        b'P' => pickup(text),
        b's' | b'm' => drop_kind(text),
        b'q' => invoked(text),
        b'f' => local_user(text),
        b'G' if text == b"Google Transport Security" => Some(Said::Note("tls-comment")),
        _ => None,
    }
    .or_else(|| software::read(text).map(Said::Software))
    .or_else(|| tls_pairs(text))
    .unwrap_or(Said::Nothing)
}

/// Postfix, `smtpd.c`: protocol, cipher, bits, then from 3.4 on the key exchange and signatures.
fn tls_using(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !r.take(b"using ") {
        return None;
    }
    let version = r.word()?;
    if !r.take(b" with cipher ") {
        return None;
    }
    let cipher = r.word()?;
    r.blanks();
    if !(r.take(b"(") && r.digits().is_some() && r.take(b"/") && r.digits().is_some()) {
        return None;
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
    r.at_end().then_some(Said::TlsUsing { version, cipher })
}

fn certificate(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"No client certificate requested")
        || r.take(b"Client did not present a certificate")
        || r.take(b"no client certificate requested")
    {
        return r.at_end().then_some(Said::Certificate);
    }
    if r.take(b"Client CN \"") || r.take(b"Client hostname \"") {
        // The names are the peer's; the words after the last quote are the server's.
        let rest = r.rest();
        let issuer = memchr::memmem::rfind(rest, b"\", Issuer \"")
            .or_else(|| memchr::memmem::find(rest, b"Issuer \"").filter(|at| *at > 1))?;
        let close = memchr::memrchr(b'"', rest)?;
        let verdict = rest.get(close + 1..)?.trim_ascii();
        return (close > issuer + 2 && matches!(verdict, b"(verified OK)" | b"(not verified)"))
            .then_some(Said::Certificate);
    }
    None
}

fn authenticated(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"Authenticated sender: ") {
        return (!r.at_end()).then_some(Said::AuthSender((r.at, text.len())));
    }
    if r.take(b"authenticated bits=") {
        r.digits()?;
        return r.at_end().then_some(Said::Authenticated(None));
    }
    if r.take(b"authenticated as ") || r.take(b"authenticated user ") || r.take(b"AUTH: ") {
        return (!r.at_end()).then_some(Said::Authenticated(Some((r.at, text.len()))));
    }
    matches!(text, b"authenticated" | b"Authenticated").then_some(Said::Authenticated(None))
}

/// `key=value` pairs, divided by blanks or commas.
fn tls_pairs(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    let (mut version, mut cipher) = (None, None);
    loop {
        let key = r.take_while(|b| b.is_ascii_lowercase() || b == b'_')?;
        if !r.take(b"=") {
            return None;
        }
        let value = r.word();
        match text.get(key.0..key.1)? {
            b"version" => version = value,
            b"cipher" => cipher = value,
            b"bits" | b"verify" | b"alpn" | b"curve" | b"group" => {}
            _ => return None,
        }
        if r.at_end() {
            break;
        }
        let before = r.at;
        r.take_while(|b| b == b',');
        r.blanks();
        if r.at == before {
            return None;
        }
        if r.at_end() {
            break;
        }
    }
    (version.is_some() || cipher.is_some()).then_some(Said::TlsPairs { version, cipher })
}

/// Exim: `TLS1.3`, `TLSv1:AES256-SHA:256`, `Cipher TLSv1:DES-CBC3-SHA:168`; Exchange: `TLS`.
fn tls_colon(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    r.take(b"Cipher ");
    let version = r.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))?;
    let name = text.get(version.0..version.1)?;
    if !(starts_ci(name, b"TLS") || starts_ci(name, b"SSL")) || name.len() > 8 {
        return None;
    }
    let version = Some(version);
    if r.at_end() {
        return Some(Said::TlsColon { version, cipher: None });
    }
    if !r.take(b":") {
        return None;
    }
    let cipher =
        r.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'.'))?;
    if r.take(b":") {
        r.digits()?;
    }
    r.at_end().then_some(Said::TlsColon { version, cipher: Some(cipher) })
}

fn envelope_from(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !(r.take(b"envelope-from ") || r.take(b"envelope-sender ")) {
        return None;
    }
    let (mut start, mut end) = (r.at, text.len());
    if text.get(start) == Some(&b'<') && text.last() == Some(&b'>') {
        start += 1;
        end -= 1;
    }
    (start <= end).then_some(Said::EnvelopeFrom((start, end)))
}

fn orcpt(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    ((r.take(b"ORCPT ") || r.take(b"orcpt ")) && !r.at_end()).then_some(Said::Orcpt)
}

fn pickup(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    (r.take(b"Postfix, from userid ") && r.digits().is_some() && r.at_end()).then_some(Said::Pickup)
}

fn drop_kind(text: &[u8]) -> Option<Said> {
    matches!(text, b"single-drop" | b"multi-drop").then_some(Said::Drop)
}

/// qmail (`received.c`): `invoked by uid N`, `by alias`, `from network`, `for bounce`.
fn invoked(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !r.take(b"qmail ") {
        return None;
    }
    if r.digits().is_some() {
        r.blanks();
    }
    if !r.take(b"invoked ") {
        return None;
    }
    let known = if r.take(b"by uid ") {
        r.digits().is_some()
    } else {
        r.take(b"by alias") || r.take(b"from network") || r.take(b"for bounce")
    };
    (known && r.at_end()).then_some(Said::Invoked)
}

/// sendmail: the local user that handed the message in.
fn local_user(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    (r.take(b"from ") && !r.at_end()).then_some(Said::LocalUser((r.at, text.len())))
}
