//! The names of protocols and routes after `with` and `via`, of one word or several.

use super::clauses::is_keyword;
use super::head::is_phrase;
use super::lexer::Token;

/// Protocols of several words. Where one begins another, the longer stands first.
const PHRASES: &[&[&[u8]]] = &[
    &[b"Microsoft", b"SMTP", b"Server"],
    &[b"Exclaimer", b"Signature", b"Manager", b"ESMTP", b"Proxy"],
    &[b"Microsoft", b"SMTPSVC"],
    &[b"Microsoft", b"Exchange", b"Server", b"HTTP-DAV"],
    &[b"MailboxResubmission", b"by", b"AntispamTT"],
    &[b"Microsoft", b"Exchange", b"Internet", b"Mail", b"Service"],
    &[b"Internet", b"Mail", b"Service"],
    &[b"ESMTP", b"with", b"STARTTLS"],
    &[b"SMTP", b"with", b"STARTTLS"],
    &[b"ESMTP", b"with", b"TLS"],
    &[b"SMTP", b"with", b"TLS"],
    &[
        b"IBM",
        b"ESMTP",
        b"SMTP",
        b"Gateway:",
        b"Authorized",
        b"Use",
        b"Only!",
        b"Violators",
        b"will",
        b"be",
        b"prosecuted",
    ],
    &[b"InterScan", b"Messaging", b"Security", b"Suite"],
    &[b"InterScan", b"Message", b"Security", b"Suite"],
    &[b"Trustwave", b"SEG"],
    &[b"Lotus", b"Domino"],
    &[b"XMail", b"ESMTP"],
];

/// Protocols of two words whose second changes: the first, and how the second begins.
const VERSIONED: &[(&[u8], &[u8])] =
    &[(b"SMTPBeamer", b"v"), (b"MailEnable", b"ESMTP"), (b"MailEnable", b"SMTP"), (b"XWall", b"v")];

/// Routes of several words.
const ROUTES: &[&[&[u8]]] = &[
    &[b"Frontend", b"Transport"],
    &[b"Mailbox", b"Transport"],
    &[b"Frontend", b"Proxy"],
    &[b"Mailbox", b"Resubmission"],
    &[b"Mailbox", b"Replication"],
];

/// How many tokens the name of the protocol takes.
pub(super) fn words(rest: &[Token], value: &[u8]) -> usize {
    let Some(first) = rest.first() else { return 0 };
    let text = first.bytes(value);
    let ends = |second: &Token| {
        let text = second.bytes(value);
        !second.is_word() || is_keyword(text) && text != b"with"
    };
    if rest.get(1).is_none_or(ends) {
        return usize::from(first.is_word() && !is_keyword(text));
    }
    if let Some(second) = rest.get(1) {
        let second = second.bytes(value);
        // MessageLabs: `CIPHER encrypted SMTP`
        if second == b"encrypted" && rest.get(2).is_some_and(|third| third.bytes(value) == b"SMTP")
        {
            return 3;
        }
        if VERSIONED.iter().any(|(name, version)| *name == text && second.starts_with(version)) {
            return 2;
        }
    }
    // `[XMail 1.27 ESMTP Server]`
    if text == b"[XMail"
        && let Some(last) = rest.iter().take(8).position(|t| t.bytes(value).ends_with(b"]"))
    {
        return last + 1;
    }
    phrase(rest, value, PHRASES)
}

pub(super) fn via_words(rest: &[Token], value: &[u8]) -> usize {
    phrase(rest, value, ROUTES)
}

fn phrase(rest: &[Token], value: &[u8], phrases: &[&[&[u8]]]) -> usize {
    if let Some(phrase) = phrases.iter().find(|phrase| is_phrase(rest, value, phrase)) {
        return phrase.len();
    }
    match rest.first() {
        Some(token) if token.is_word() && !is_keyword(token.bytes(value)) => 1,
        _ => 0,
    }
}

/// Whether the clauses are those of a server that writes its own address after its host.
pub(super) fn names_own_address(clauses: &[Token], value: &[u8]) -> bool {
    clauses.windows(2).take(4).any(|pair| {
        pair[0].bytes(value).eq_ignore_ascii_case(b"with")
            && matches!(
                pair[1].bytes(value),
                b"Microsoft"
                    | b"Exclaimer"
                    | b"mapi"
                    | b"HTTP"
                    | b"HTTPS"
                    | b"SMTP"
                    | b"SMTPS"
                    | b"IBM"
            )
    })
}

/// Whether the protocol says that the peer logged in: `ESMTPA`, `ESMTPSA`, `LMTPSA`,
/// `UTF8SMTPSA` (RFC 3848, RFC 6531), and the older `ASMTP` and `SMTPSA`.
pub(super) fn says_login(with: &str) -> bool {
    let is = |name: &str| with.eq_ignore_ascii_case(name);
    match with.as_bytes().last() {
        Some(b'A' | b'a') => {
            ["ESMTPA", "ESMTPSA", "LMTPA", "LMTPSA", "SMTPA", "SMTPSA"].iter().any(|name| is(name))
                || with
                    .as_bytes()
                    .first_chunk()
                    .is_some_and(|w: &[u8; 4]| w.eq_ignore_ascii_case(b"UTF8"))
        }
        Some(b'P' | b'p') => is("ASMTP"),
        _ => false,
    }
}

/// Whether the protocol is one that takes mail out of a mailbox: `POP3`, `POP3-SSL`, `IMAP4`.
pub(super) fn fetches(with: &str) -> bool {
    ["POP2", "POP3", "APOP", "KPOP", "IMAP"].iter().any(|name| {
        with.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(name))
            && with.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && with.len() <= 12
    })
}
