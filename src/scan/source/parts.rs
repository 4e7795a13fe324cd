//! Messages inside messages: forwarded as attachment (RFC 2046 section 5.2.1), in abuse reports
//! (ARF, RFC 5965), and the headers that bounces return (text/rfc822-headers, RFC 6522).

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use memchr::memmem;

use super::look;

/// So many messages in one are reported on. A digest has some tens.
const MOST: usize = 500;
/// So deep in one another.
const DEEPEST: usize = 16;

/// A message inside a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'p> {
    pub bytes: Cow<'p, [u8]>,
    /// Its section as IMAP numbers it (RFC 9051 section 6.4.5): `2`, `2.1`.
    pub number: String,
    /// Where it begins in the outer message; unknown where it was encoded (base64).
    pub offset: Option<u64>,
}

/// The messages inside a message, from the top down, each before those in it.
pub fn of(message: &[u8]) -> Vec<Part<'_>> {
    if !may_hold(message) {
        return Vec::new();
    }
    // Its structure is the sender's; a defect of the reader must not cost the report.
    let parts = catch_unwind(AssertUnwindSafe(|| {
        let parsed = MessageParser::default().parse(message)?;
        let mut parts = Vec::new();
        collect(&parsed, message, "", Some(0), 0, &mut parts);
        Some(parts)
    }));
    parts.ok().flatten().unwrap_or_default()
}

/// Whether it is worth to take the message apart: most messages hold no other, and their bodies
/// are longer than their headers.
fn may_hold(message: &[u8]) -> bool {
    if !look::has_parts(message) {
        return false;
    }
    let rfc822 = memmem::find_iter(message, b"822")
        .any(|at| at >= 3 && message[at - 3..at].eq_ignore_ascii_case(b"rfc"));
    rfc822
        || memmem::find_iter(message, b"/global").next().is_some()
        || memmem::find(message, b".eml").is_some()
}

/// Goes through the parts of `message`, whose raw bytes are `raw`. `base`: where those lie in
/// the outer message, if they do.
fn collect<'p>(
    message: &Message<'_>,
    raw: &'p [u8],
    prefix: &str,
    base: Option<u64>,
    depth: usize,
    found: &mut Vec<Part<'p>>,
) {
    let Some(root) = message.parts.first() else { return };
    match &root.body {
        PartType::Multipart(children) => children.iter().enumerate().for_each(|(number, id)| {
            let number = join(prefix, number + 1);
            part(message, *id, raw, &number, base, depth, found);
        }),
        _ => part(message, 0, raw, &join(prefix, 1), base, depth, found),
    }
}

fn part<'p>(
    message: &Message<'_>,
    id: u32,
    raw: &'p [u8],
    number: &str,
    base: Option<u64>,
    depth: usize,
    found: &mut Vec<Part<'p>>,
) {
    if found.len() >= MOST || depth >= DEEPEST {
        return;
    }
    let Some(part) = message.parts.get(id as usize) else { return };
    let place = || {
        let bytes = raw.get(part.offset_body as usize..part.offset_end as usize)?;
        Some((bytes, base.map(|base| base + u64::from(part.offset_body))))
    };
    match &part.body {
        PartType::Multipart(children) => {
            for (inner, id) in children.iter().enumerate() {
                self::part(message, *id, raw, &join(number, inner + 1), base, depth + 1, found);
            }
        }
        PartType::Message(inner) if inner.raw_message.len() == message.raw_message.len() => {
            // Not encoded: offsets of the inner message count in the outer.
            if let Some((bytes, offset)) = place() {
                push(found, Cow::Borrowed(bytes), number, offset);
                collect(inner, raw, number, base, depth + 1, found);
            }
        }
        PartType::Message(inner) => {
            let bytes = inner.raw_message.to_vec();
            let mut deeper = Vec::new();
            collect(inner, &bytes, number, None, depth + 1, &mut deeper);
            let deeper: Vec<_> = deeper
                .into_iter()
                .map(|p| Part { bytes: Cow::Owned(p.bytes.into_owned()), ..p })
                .collect();
            push(found, Cow::Owned(bytes), number, None);
            found.extend(deeper);
        }
        _ => {
            let kind = part.content_type();
            let is = |main: &str, sub: &str| {
                kind.is_some_and(|kind| {
                    kind.ctype().eq_ignore_ascii_case(main)
                        && kind.subtype().is_some_and(|s| s.eq_ignore_ascii_case(sub))
                })
            };
            let headers = is("text", "rfc822-headers") || is("message", "global-headers");
            let named = || {
                part.attachment_name().is_some_and(|name| {
                    name.len() >= 4
                        && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".eml")
                })
            };
            if !headers && !named() {
                return;
            }
            let contents = part.contents();
            match place() {
                // As it was sent, where that is what it means.
                Some((bytes, offset)) if part.encoding == mail_parser::Encoding::None => {
                    let message = look::is_message(bytes, true);
                    message.then(|| push(found, Cow::Borrowed(bytes), number, offset));
                }
                _ if look::is_message(contents, true) => {
                    push(found, Cow::Owned(contents.to_vec()), number, None);
                }
                _ => {}
            }
        }
    }
}

fn push<'p>(found: &mut Vec<Part<'p>>, bytes: Cow<'p, [u8]>, number: &str, offset: Option<u64>) {
    if !bytes.trim_ascii().is_empty() {
        found.push(Part { bytes, number: number.to_owned(), offset });
    }
}

fn join(prefix: &str, number: usize) -> String {
    match prefix {
        "" => number.to_string(),
        prefix => format!("{prefix}.{number}"),
    }
}
