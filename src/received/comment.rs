//! What a comment says, told by all of its text.

use super::lexer::is_blank;
use super::prod::Note;
use super::software;
use super::text::{Range, Reader, same_words, starts_ci, strip_words};

/// What a comment was understood to say. Ranges count from the start of its inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// `using TLSv1.3 with cipher X (256/256 bits) …`
    TlsUsing {
        version: Option<Range>,
        cipher: Option<Range>,
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
    /// Software with a version, of no dialect we know.
    Version,
    /// `Postfix, from userid 1000`
    Pickup,
    /// `qmail 123 invoked by uid 1000`
    Invoked,
    /// The like of other programs.
    Injected,
    /// `from user@localhost`
    LocalUser(Range),
    /// `mailfrom:x fp:y cluster:z`
    MailFrom(Range),
    /// A number and no more.
    Number,
    Note(Note),
    Nothing,
}

/// Reads the inside of a comment.
pub(super) fn read(text: &[u8]) -> Said {
    let Some(&first) = text.first() else { return Said::Nothing };
    if text == b"Postfix" {
        return Said::Software("postfix");
    }
    if first.is_ascii_digit() {
        if text.iter().all(u8::is_ascii_digit) {
            return Said::Number;
        }
        return software::read(text).map_or(Said::Nothing, Said::Software);
    }
    match first {
        b'u' | b'U' => tls_using(text).or_else(|| login(text)).or_else(|| note(text)),
        b'v' | b'b' => tls_pairs(text).or_else(|| note(text)),
        b'c' => tls_pairs(text).or_else(|| invoked(text)).or_else(|| note(text)),
        b'e' => envelope_from(text),
        b'r' => envelope_from(text).or_else(|| tls_pairs(text)),
        b'C' => certificate(text).or_else(|| tls_colon(text)),
        b'N' => certificate(text),
        b'A' | b'a' => login(text).or_else(|| note(text)),
        b'T' => tls_colon(text),
        b'S' => tls_colon(text).or_else(|| login(text)).or_else(|| invoked(text)),
        b'O' | b'o' => orcpt(text).or_else(|| invoked(text)),
        b'P' => pickup(text),
        b'p' => note(text),
        b's' => drop_kind(text).or_else(|| login(text)),
        b'm' => drop_kind(text).or_else(|| mail_from(text)),
        b'q' | b'n' => invoked(text),
        b'f' => local_user(text).or_else(|| note(text)),
        b'F' | b'G' | b'I' | b'i' => note(text),
        b'"' => named_pickup(text).or_else(|| invoked(text)),
        b'E' => invoked(text),
        _ => None,
    }
    .or_else(|| scanned(text))
    .or_else(|| software::read(text).map(Said::Software))
    .or_else(|| software::is_version(text).then_some(Said::Version))
    .unwrap_or(Said::Nothing)
}

/// Postfix, `smtpd.c`: protocol, cipher, bits, then from 3.4 on the key exchange and signatures.
/// Other servers write one number of bits or none, and sendmail's old patch a verdict.
fn tls_using(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"Using TLS") && r.at_end() {
        return Some(Said::TlsUsing { version: None, cipher: None });
    }
    r.at = 0;
    if !r.take(b"using ") {
        return None;
    }
    if r.take(b"TLS: ") {
        return tls_listed(r);
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
fn tls_listed(mut r: Reader<'_>) -> Option<Said> {
    let version = r.word()?;
    let mut cipher = None;
    while r.take(b",") {
        r.blanks();
        cipher = Some(r.word()?);
    }
    r.at_end().then_some(Said::TlsUsing { version: Some(version), cipher })
}

fn certificate(text: &[u8]) -> Option<Said> {
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

/// How servers say that the peer logged in.
fn login(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"Authenticated sender: ") {
        return (!r.at_end()).then_some(Said::AuthSender((r.at, text.len())));
    }
    let known = match text.first()? {
        b'a' | b'A' => {
            if r.take(b"authenticated bits=") {
                return (r.digits().is_some() && r.at_end()).then_some(Said::Authenticated(None));
            }
            if r.take(b"authenticated (") {
                let bits = r.digits().is_some() && r.take(b" bits)") && r.at_end();
                return bits.then_some(Said::Authenticated(None));
            }
            if r.take(b"AUTH: ") {
                // The mechanism, the user, and at times how the connection was secured.
                r.word()?;
                r.blanks();
                let user = r.word();
                if r.take(b", TLS: ") {
                    tls_listed(r)?;
                } else if !r.at_end() {
                    return None;
                }
                return Some(Said::Authenticated(user));
            }
            r.take(b"authenticated as ")
                || r.take(b"authenticated sender ")
                || r.take(b"authenticated user ")
                || r.take(b"Authenticated user: ")
                || r.take(b"AUTH ")
        }
        b's' => {
            if !r.take(b"smtp-auth username ") {
                return None;
            }
            let user = r.word()?;
            let rest = r.take(b", mechanism ") && r.word().is_some() && r.at_end();
            return rest.then_some(Said::Authenticated(Some(user)));
        }
        b'u' | b'U' => {
            if r.take(b"user=") {
                let user = r.word()?;
                while !r.at_end() {
                    r.blanks();
                    if !(r.take(b"mech=") || r.take(b"bits=")) {
                        return None;
                    }
                    r.word()?;
                }
                return Some(Said::Authenticated(Some(user)));
            }
            r.take(b"User authenticated as ")
        }
        b'S' => {
            if r.take(b"SASL METHOD:[") {
                r.take_while(|b| b.is_ascii_alphanumeric() || b == b'-')?;
                let user = (r.take(b"] USERNAME:[") && text.last() == Some(&b']'))
                    .then(|| (r.at, text.len() - 1))?;
                return (user.0 <= user.1).then_some(Said::Authenticated(Some(user)));
            }
            r.take(b"SquirrelMail authenticated user ")
        }
        _ => false,
    };
    if known {
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
            b"bits" | b"verify" | b"alpn" | b"curve" | b"group" | b"resumed" => {}
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

/// Exim: `TLS1.3`, `TLSv1:AES256-SHA:256`, `Cipher TLSv1:DES-CBC3-SHA:168`; Exchange: `TLS`;
/// Courier: `TLS: TLSv1/SSLv3,256bits,AES256-SHA`; OpenSMTPD: `TLSv1.3:X:256:NO`.
fn tls_colon(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"TLS: ") {
        return match tls_listed(r)? {
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

fn envelope_from(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !(r.take(b"envelope-from ") || r.take(b"envelope-sender ") || r.take(b"return-path ")) {
        return None;
    }
    let (mut start, mut end) = (r.at, text.len());
    if text.get(start) == Some(&b'<') {
        // qmail-scanner adds the user: `<sender@example.org>, uid 89`
        if let Some(at) = memchr::memmem::rfind(text, b">,") {
            end = at + 1;
        }
        if text.get(end - 1) == Some(&b'>') {
            start += 1;
            end -= 1;
        }
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

/// Postfix under another name that needed quotes: `"Example Mail", from userid 1000`.
fn named_pickup(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    r.at = memchr::memrchr(b'"', text).filter(|at| *at > 0)?;
    (r.take(b"\", from userid ") && r.digits().is_some() && r.at_end()).then_some(Said::Pickup)
}

fn drop_kind(text: &[u8]) -> Option<Said> {
    matches!(text, b"single-drop" | b"multi-drop").then_some(Said::Drop)
}

/// qmail (`received.c`): `invoked by uid N`, `by alias`, `from network`, `for bounce`; and the
/// like of its relatives.
fn invoked(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if r.take(b"ofmipd ") {
        return r.word().filter(|_| r.at_end()).map(|_| Said::Injected);
    }
    if r.take(b"nullmailer pid ") {
        r.digits()?;
        let by = r.take(b" invoked by uid ") && r.digits().is_some() && r.at_end();
        return by.then_some(Said::Injected);
    }
    // Yahoo Groups, a filter, an injector: one line for each program that had the message.
    if r.take(b"EGP: mail-") || r.take(b"Scanned by ") || r.take(b"\"Tessian ") {
        return Some(Said::Injected);
    }
    let qmail = r.take(b"qmail ");
    if !qmail && !r.take(b"cpmta ") {
        return None;
    }
    if r.digits().is_some() {
        r.blanks();
    }
    if r.take(b"messnum ") {
        r.digits()?;
        r.blanks();
    }
    if !r.take(b"invoked ") {
        return None;
    }
    let known = if r.take(b"by uid ") {
        r.digits().is_some()
    } else if r.take(b"from network[") {
        // The address is inside, but qmail's own line below tells it better.
        r.take_while(|b| b != b']')?;
        r.take(b"]")
    } else {
        r.take(b"by alias") || r.take(b"from network") || r.take(b"for bounce")
    };
    (known && r.at_end()).then_some(if qmail { Said::Invoked } else { Said::Injected })
}

/// sendmail: the local user that handed the message in.
fn local_user(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !r.take(b"from ") {
        return None;
    }
    let user = r.take_while(|b| !is_blank(b))?;
    if r.at_end() {
        return Some(Said::LocalUser(user));
    }
    // Mirapoint's web mail: the client's name and address.
    r.blanks();
    (r.take(b"[") && text.last() == Some(&b']')).then_some(Said::Note(Note::WebClient))
}

/// Notes with words of their own.
fn note(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    let name = match text.first()? {
        b'G' => (same_words(text, b"Google Transport Security")).then_some(Note::Tls),
        // Web mail and proxies repeat what an HTTP header said: the peer's words.
        b'F' => r.take(b"Forwarded-For: ").then_some(Note::ForwardedFor),
        b'p' => (r.take(b"proxying for ") || r.take(b"port ")).then_some(Note::Proxy),
        // Debian's bug tracker.
        b'a' => (r.take(b"at ") && r.word().is_some() && r.at_end()).then_some(Note::BugTracker),
        b'c' => r.take(b"code ").then_some(Note::BugTracker),
        // A firewall's proxy, naming where it hands the mail on to.
        b'f' => (r.take(b"for ") && text.last() == Some(&b']')).then_some(Note::NextHost),
        b'u' => (r.take(b"uid ") && r.digits().is_some() && r.at_end()).then_some(Note::Uid),
        b'v' => (same_words(text, b"via HTTP")).then_some(Note::Protocol),
        b'I' | b'i' => {
            (r.take(b"IDENT: ") || r.take(b"ident ") || r.take(b"ID ")).then_some(Note::Ident)
        }
        _ => None,
    }?;
    Some(Said::Note(name))
}

/// qmail-scanner: what it ran and how long it took.
fn scanned(text: &[u8]) -> Option<Said> {
    let end = strip_words(text, b" secs")?;
    memchr::memmem::find(end, b"Processed").map(|_| Said::Note(Note::Scan))
}

/// Alibaba: the envelope sender and names of its machines.
fn mail_from(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !r.take(b"mailfrom:") {
        return None;
    }
    let address = r.take_while(|b| !is_blank(b))?;
    Some(Said::MailFrom(address))
}
