//! The names of protocols and routes after `with` and `via`, of one word or several.

use super::lexer::Token;
use super::reading::is_keyword;

/// Protocols of several words.
const PHRASES: &[&[&[u8]]] = &[
    &[b"Microsoft", b"SMTP", b"Server"],
    &[b"Microsoft", b"SMTPSVC"],
    &[b"Microsoft", b"Exchange", b"Server", b"HTTP-DAV"],
    &[b"Internet", b"Mail", b"Service"],
    &[b"ESMTP", b"with", b"STARTTLS"],
    &[b"SMTP", b"with", b"STARTTLS"],
];

/// Routes of several words.
const ROUTES: &[&[&[u8]]] = &[
    &[b"Frontend", b"Transport"],
    &[b"Mailbox", b"Transport"],
    &[b"Frontend", b"Proxy"],
    &[b"Mailbox", b"Resubmission"],
];

/// How many tokens the name of the protocol takes.
pub(crate) fn words(rest: &[Token], value: &[u8]) -> usize {
    phrase(rest, value, PHRASES)
}

pub(crate) fn via_words(rest: &[Token], value: &[u8]) -> usize {
    phrase(rest, value, ROUTES)
}

fn phrase(rest: &[Token], value: &[u8], phrases: &[&[&[u8]]]) -> usize {
    for phrase in phrases {
        let fits = phrase.len() <= rest.len()
            && phrase.iter().zip(rest).all(|(want, token)| token.bytes(value) == *want);
        if fits {
            return phrase.len();
        }
    }
    match rest.first() {
        Some(token) if token.is_word() && !is_keyword(token.bytes(value)) => 1,
        _ => 0,
    }
}
