//! MAIL and RCPT are read as a well-kept parser of another make reads them.

use hopcheck::smtp::command::{self, Body, Command, mail_parameters};
use hopcheck::smtp::path;
use smtp_proto::{
    MAIL_BODY_7BIT, MAIL_BODY_8BITMIME, MAIL_BODY_BINARYMIME, MAIL_SMTPUTF8, Request,
};

/// What a line asks for: the address, and what MAIL's parameters say.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    mail: bool,
    address: String,
    size: u64,
    body: Body,
    utf8: bool,
}

fn ours(line: &str) -> Option<Asked> {
    let (mail, text) = match command::parse(line.as_bytes()).ok()? {
        Command::Mail(text) => (true, text),
        Command::Rcpt(text) => (false, text),
        _ => return None,
    };
    let path = path::parse(text).ok()?;
    // RCPT has no parameters with us.
    if !mail && (!path.rest.is_empty() || path.address.is_empty()) {
        return None;
    }
    let parameters = mail_parameters(path.rest).ok()?;
    // The other one takes the quotes away.
    let address = path.address.replace('"', "");
    let (size, body) = (parameters.size.unwrap_or(0), parameters.body);
    Some(Asked { mail, address, size, body, utf8: parameters.utf8 })
}

fn theirs(line: &str) -> Option<Asked> {
    let bytes = format!("{line}\r\n");
    match Request::parse(&mut bytes.as_bytes().iter()).ok()? {
        Request::Mail { from } => Some(Asked {
            mail: true,
            address: from.address.into_owned(),
            size: from.size as u64,
            body: match from.flags & (MAIL_BODY_7BIT | MAIL_BODY_8BITMIME | MAIL_BODY_BINARYMIME) {
                MAIL_BODY_8BITMIME => Body::EightBitMime,
                MAIL_BODY_BINARYMIME => Body::BinaryMime,
                _ => Body::SevenBit,
            },
            utf8: from.flags & MAIL_SMTPUTF8 != 0,
        }),
        Request::Rcpt { to } => Some(Asked {
            mail: false,
            address: to.address.into_owned(),
            size: 0,
            body: Body::SevenBit,
            utf8: false,
        }),
        _ => None,
    }
}

const ADDRESSES: &[&str] = &[
    "<>",
    "<a@b.example>",
    "<a.b+c=d@sub.b.example>",
    "<a_b-c!#$%&'*/?^`{|}~@b.example>",
    "<A@B.EXAMPLE>",
    "<a@[192.0.2.1]>",
    "<a@[IPv6:2001:db8::1]>",
    "<\"a b\"@c.example>",
    "<\"a>b\"@c.example>",
    "<\"a@b\"@c.example>",
    "<ü@bücher.example>",
    "<@r.example:a@b.example>",
    "<@r.example,@s.example:a@b.example>",
    "<a@b.example",
    "a@b.example",
    "<a b@c.example>",
    "<a@>",
    "<@b.example>",
    "<a@b.example>x",
    "<a@b.example>>",
    "<<a@b.example>",
];

const PARAMETERS: &[&str] = &[
    "",
    " SIZE=0",
    " SIZE=1000000",
    " size=12 body=8bitmime",
    " BODY=7BIT",
    " BODY=8BITMIME SMTPUTF8",
    " BODY=BINARYMIME SIZE=5",
    " SMTPUTF8",
    "  SIZE=5  ",
    " SIZE=",
    " SIZE",
    " SIZE=x",
    " SIZE=-1",
    " BODY=9BIT",
    " BODY",
    " SMTPUTF8=yes",
    " =5",
    " UNHEARD=of",
];

fn lower(line: &str) -> String {
    line.to_ascii_lowercase()
}

/// Why the other parser takes or refuses a line that we do not: the part of it that tells.
const KNOWN: &[(&str, &str)] = &[
    ("@[", "RFC 5321 section 4.1.3 has address literals; the other one takes none"),
    ("<a@>", "a domain has a letter at least; the other one does not look"),
    ("rcpt to:<>", "only a reverse-path may be empty; the other one leaves that to its caller"),
];

#[test]
fn envelopes_are_read_alike() {
    let (mut both, mut neither, mut known) = (0, 0, 0);
    let mut unlike = Vec::new();
    for verb in ["MAIL FROM:", "mail from:", "MAIL FROM: ", "RCPT TO:", "Rcpt To:"] {
        for address in ADDRESSES {
            for parameters in PARAMETERS {
                let line = format!("{verb}{address}{parameters}");
                match (ours(&line), theirs(&line)) {
                    (Some(ours), Some(theirs)) if ours == theirs => both += 1,
                    (None, None) => neither += 1,
                    _ if KNOWN.iter().any(|(part, _)| lower(&line).contains(part)) => known += 1,
                    (ours, theirs) => unlike.push(format!("{line}: {ours:?}, theirs {theirs:?}")),
                }
            }
        }
    }
    assert!(unlike.is_empty(), "{} lines\n{}", unlike.len(), unlike.join("\n"));
    assert!(both > 100 && neither > 100, "{both} {neither} {known}");
}
