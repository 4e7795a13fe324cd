//! A message taken apart: envelope (what the header tells of it), header fields with their
//! places, extent of the body. Knows RFC 5322 and nothing of what a Received line means.
//!
//! Any bytes can be parsed; what could not be read, or had to be put right first, is said in
//! [`Message::problems`]. A message that travelled is never changed: repairs are for what people
//! paste, and each shows by its problem.

mod decode;
mod encoding;
mod envelope;
mod kind;
mod line;
mod offsets;
mod paste;
mod rejoin;
mod split;
mod stamp;
mod start;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

pub use envelope::{Envelope, EnvelopeValue, NULL_PATH};
pub use kind::FieldKind;

use crate::span::Span;
use offsets::Offsets;
use paste::Repair;
use split::Split;

/// A message, its fields being spans of `text`.
#[derive(Debug)]
pub struct Message<'a> {
    /// What the spans count in: the message as received, or a repaired copy where a paste had
    /// to be put right (indentation removed, broken lines joined). A copy holds the beginning of
    /// the message only, 4 MiB at most.
    pub text: Cow<'a, [u8]>,
    /// In the order in which they stand, the newest Received line first.
    pub fields: Vec<Field>,
    /// Stretches of the header that are no field: lines without a colon, names with a blank
    /// inside. Line breaks included.
    pub stray: Vec<Span>,
    /// Body in `text`; empty where there is none. See [`Message::body_extent`].
    pub body: Span,
    pub envelope: Envelope,
    pub problems: Vec<Problem>,
    offsets: Offsets,
    body_extent: Range<u64>,
    /// `text` is a copy, and the message goes on behind it.
    cut: bool,
    /// Length of the message as received.
    size: u64,
}

/// One header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The whole field, from the first byte of the name to the end of the value, final line
    /// break left out.
    pub span: Span,
    pub name: Span,
    /// From the byte after the colon; folding and blanks included, final line break left out.
    pub value: Span,
    pub kind: FieldKind,
    /// How many Received fields stand above this one. Servers write at the top (RFC 5321 section
    /// 4.4), so this tells at which hop a field may have been added.
    pub received_above: u32,
}

/// Something that could not be read, or had to be put right before it could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable word. Nothing to be read: `no-header`, `not-a-message`. Read to a bound: `too-large`,
    /// `header-too-long`, `too-many-fields`, `too-many-recipients`. Stepped over:
    /// `byte-order-mark`, `leading-blank-lines`, `mbox-from-line`, `leading-text`, `not-a-field`.
    /// Put right: `utf-16`, `cr-line-ends`, `indented`, `quoted`, `double-spaced`, `rewrapped`.
    pub code: &'static str,
    pub what: String,
    /// Offset in the message as received.
    pub offset: Option<u64>,
}

/// How much of a message is looked at.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Bytes that can be addressed; spans are of 32 bits.
    text: usize,
    /// Bytes of header, from its first field. Exim takes 1 MB (`header_maxsize`).
    header: usize,
    /// Fields that are kept.
    fields: usize,
    /// Bytes that are repaired.
    repair: usize,
    /// Bytes searched for a header that stands below other text.
    lead: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            text: u32::MAX as usize,
            header: 16 << 20,
            fields: 50_000,
            repair: 4 << 20,
            lead: 16 << 10,
        }
    }
}

/// Takes a message apart. Reads the header only, whatever the size of the message, and copies
/// nothing unless something has to be put right.
///
/// Never fails: bytes that are no message give one without fields and a `no-header` problem.
pub fn parse(bytes: &[u8]) -> Message<'_> {
    parse_within(bytes, &Limits::default())
}

fn parse_within<'a>(bytes: &'a [u8], limits: &Limits) -> Message<'a> {
    let mut message = Message {
        text: Cow::Borrowed(&bytes[..bytes.len().min(limits.text)]),
        fields: Vec::new(),
        stray: Vec::new(),
        body: Span::default(),
        envelope: Envelope::default(),
        problems: Vec::new(),
        offsets: Offsets::default(),
        body_extent: 0..0,
        cut: false,
        size: bytes.len() as u64,
    };
    if bytes.len() > limits.text {
        let what = format!("only the first {} bytes can be read", limits.text);
        message.problem("too-large", what, Some(limits.text as u64));
    }
    if let Some(encoding) = encoding::detect(&message.text, limits) {
        let rewrite = encoding::repair(&message.text, encoding, limits);
        message.cut = message.text.len() > limits.repair;
        message.text = Cow::Owned(message.offsets.push(rewrite));
        message.problem(encoding.code(), encoding.what().to_owned(), Some(0));
    }

    let start = start::find(&message.text, limits);
    let offsets = &message.offsets;
    start.passed.report(|at| offsets.start(at as u32), &mut message.problems);
    if start.none {
        message.without_header(start.at);
        return message;
    }
    let split = message.split(start.at, start.plain, limits);
    message.report(&split, limits);
    message.fields = split.fields;
    message.stray = split.stray;
    message.body = Span::new(split.body, message.text.len());
    let body = match split.ended {
        true => message.offsets.end(message.body.start),
        false => message.size,
    };
    message.body_extent = body..message.size;
    let offsets = &message.offsets;
    message.envelope =
        envelope::read(&message.text, &message.fields, &mut message.problems, |pos| {
            offsets.start(pos)
        });
    message
}

impl<'a> Message<'a> {
    /// Splits the header at `at`, after what repairs it needs.
    fn split(&mut self, mut at: usize, plain: bool, limits: &Limits) -> Split {
        if !plain {
            let repair = paste::dedent(&self.text, at, limits);
            self.apply(repair, &mut at, limits);
        }
        let mut split = split::split(&self.text, at, limits);
        if let [_only] = split.fields.as_slice() {
            let repair = paste::dedent_below_first(&self.text, at, &split, limits)
                .or_else(|| paste::close_up(&self.text, at, limits));
            if let Some(repair) = repair {
                self.apply(repair, &mut at, limits);
                split = split::split(&self.text, at, limits);
            }
        }
        if let Some(repair) = rejoin::rejoin(&self.text, at, &split, limits) {
            self.apply(repair, &mut at, limits);
            split = split::split(&self.text, at, limits);
        }
        split
    }

    /// Takes the repaired text, which begins with the header, for the message's.
    fn apply(&mut self, repair: Repair, at: &mut usize, limits: &Limits) {
        let offset = self.offsets.start(repair.at as u32);
        self.problem(repair.code, repair.what, Some(offset));
        self.cut |= self.text.len() > at.saturating_add(limits.repair);
        self.text = Cow::Owned(self.offsets.push(repair.rewrite));
        *at = 0;
    }

    fn problem(&mut self, code: &'static str, what: String, offset: Option<u64>) {
        self.problems.push(Problem { code, what, offset });
    }

    /// Says what the header holds that could not be read.
    fn report(&mut self, split: &Split, limits: &Limits) {
        if split.fields.is_empty() {
            self.problem("no-header", "no header field was found".into(), None);
        }
        if let Some(first) = split.stray.first() {
            let bytes: usize = split.stray.iter().map(|stray| stray.len()).sum();
            let what = format!("{bytes} bytes of the header are no field; they were passed over");
            let offset = self.offsets.start(first.start);
            self.problem("not-a-field", what, Some(offset));
        }
        if let Some(dropped) = split.dropped {
            let what = format!("only the first {} fields were read", limits.fields);
            let offset = self.offsets.start(dropped as u32);
            self.problem("too-many-fields", what, Some(offset));
        }
        if split.cut || !split.ended && self.cut {
            let end = self.offsets.end(self.text.len().min(limits.header) as u32);
            let what = "the header does not end within the bytes that are read of it".to_owned();
            self.problem("header-too-long", what, Some(end));
        }
    }

    /// There is nothing but a body.
    fn without_header(&mut self, at: usize) {
        let head = &self.text[..self.text.len().min(1_024)];
        let control =
            head.iter().filter(|&&b| b.is_ascii_control() && !b.is_ascii_whitespace()).count();
        let what = match (self.size, head.contains(&0) || control * 10 > head.len()) {
            (0, _) => "the input is empty",
            (_, true) => {
                self.problem("not-a-message", "the input is binary data".into(), Some(0));
                "no header field was found"
            }
            (_, false) => "no header field was found",
        };
        self.problem("no-header", what.into(), None);
        self.body = Span::new(at, self.text.len());
        self.body_extent = self.offsets.start(at as u32)..self.size;
    }
}

impl Message<'_> {
    /// The field's name as written.
    pub fn field_name(&self, field: &Field) -> &str {
        // Names are of printable ASCII, or they would not have been found.
        std::str::from_utf8(self.bytes(field.name)).unwrap_or_default()
    }

    /// What follows the colon, byte for byte, final line break left out.
    pub fn raw_value(&self, field: &Field) -> &[u8] {
        self.bytes(field.value)
    }

    /// The whole field, byte for byte, final line break left out.
    pub fn raw_field(&self, field: &Field) -> &[u8] {
        self.bytes(field.span)
    }

    /// The value on one line, blanks around it left out (RFC 5322 section 2.2.3). Bytes that are
    /// not UTF-8 become U+FFFD.
    pub fn unfolded(&self, field: &Field) -> Cow<'_, str> {
        decode::unfold(self.bytes(field.value))
    }

    /// The value as a mail program shows it: unfolded, encoded words decoded (RFC 2047), 1,000
    /// characters at most. Hostile text: escape it before it is shown.
    pub fn decoded(&self, field: &Field) -> String {
        decode::decode(self.bytes(field.value))
    }

    /// The topmost field of a kind, decoded; `None` where there is none or it is empty.
    pub fn decoded_first(&self, kind: FieldKind) -> Option<String> {
        self.fields_of(kind).next().map(|field| self.decoded(field)).filter(|text| !text.is_empty())
    }

    /// The fields of a kind, from the top down.
    pub fn fields_of(&self, kind: FieldKind) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.kind == kind)
    }

    /// The Received fields, the newest first.
    pub fn received(&self) -> impl Iterator<Item = &Field> {
        self.fields_of(FieldKind::Received)
    }

    /// The place of the byte at `pos` of [`Message::text`] in the message as received.
    pub fn offset(&self, pos: u32) -> u64 {
        match self.offsets.is_identity() {
            true => pos.into(),
            false => self.offsets.start(pos),
        }
    }

    /// The bytes of the message as received that a span of [`Message::text`] stands for.
    pub fn extent(&self, span: Span) -> Range<u64> {
        self.offsets.range(span)
    }

    /// The body in the message as received, whole even where [`Message::text`] is a copy of the
    /// beginning. Empty where there is none.
    pub fn body_extent(&self) -> Range<u64> {
        self.body_extent.clone()
    }

    fn bytes(&self, span: Span) -> &[u8] {
        self.text.get(span.range()).unwrap_or_default()
    }
}
