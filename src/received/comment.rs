//! What a comment says, told by all of its text.

use super::lexer::is_blank;
use super::prod::Note;
use super::software;
use super::text::{Range, Reader, same_words, strip_words};
use super::tls;

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
        b'u' | b'U' => tls::using(text).or_else(|| login(text)).or_else(|| note(text)),
        b'v' | b'b' => tls::pairs(text).or_else(|| note(text)),
        b'c' => tls::pairs(text).or_else(|| invoked(text)).or_else(|| note(text)),
        b'e' => envelope_from(text),
        b'r' => envelope_from(text).or_else(|| tls::pairs(text)),
        b'C' => tls::certificate(text).or_else(|| tls::colon(text)),
        b'N' => tls::certificate(text)
            .or_else(|| same_words(text, b"NOT encrypted").then_some(Said::Note(Note::Tls))),
        b'A' | b'a' => login(text).or_else(|| note(text)),
        b't' => tls::pairs(text),
        b'T' => tls::colon(text),
        b'S' => tls::colon(text).or_else(|| login(text)).or_else(|| invoked(text)),
        b'O' | b'o' => orcpt(text).or_else(|| invoked(text)).or_else(|| note(text)),
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
    .or_else(|| renamed_pickup(text))
    .or_else(|| software::read(text).map(Said::Software))
    .or_else(|| software::is_version(text).then_some(Said::Version))
    .unwrap_or(Said::Nothing)
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
                    tls::listed(r)?;
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

fn envelope_from(text: &[u8]) -> Option<Said> {
    let mut r = Reader::new(text);
    if !(r.take(b"envelope-from ")
        || r.take(b"envelope-from: ")
        || r.take(b"envelope-sender ")
        || r.take(b"return-path "))
    {
        return None;
    }
    let (mut start, mut end) = (r.at, text.len());
    if text.get(start) == Some(&b'<') {
        // qmail-scanner adds the user: `<sender@example.org>, uid 89`
        if text.last() != Some(&b'>')
            && let Some(at) = memchr::memmem::rfind(text, b">,")
        {
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

/// Postfix under another name: `Example mail service, from userid 1004`.
fn renamed_pickup(text: &[u8]) -> Option<Said> {
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let name = strip_words(text.get(..text.len() - digits)?, b", from userid ")?;
    (digits > 0 && !name.is_empty() && !name.contains(&b',')).then_some(Said::Pickup)
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
    // A patch of one site leaves the word out before `by uid`.
    if !(r.take(b"invoked ") || qmail && r.rest().starts_with(b"by uid ")) {
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
        b'o' => r.take(b"original mail from ").then_some(Note::EnvelopeFrom),
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
