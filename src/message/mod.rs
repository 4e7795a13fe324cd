//! A message taken apart: envelope (what the header tells of it), header fields with their
//! places, extent of the body. Knows RFC 5322 and nothing of what a Received line means.

use std::borrow::Cow;

use crate::span::Span;

/// A message, its fields being spans of `text`.
#[derive(Debug)]
pub struct Message<'a> {
    /// What the spans count in: the message as received, or a repaired copy where a paste had
    /// to be put right (indentation removed, broken lines joined).
    pub text: Cow<'a, [u8]>,
    pub fields: Vec<Field>,
    /// Body in `text`; empty where there is none.
    pub body: Span,
    pub envelope: Envelope,
    pub problems: Vec<Problem>,
    offsets: OffsetMap,
}

/// One header field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The whole field, from the first byte of the name to the end of the value, final line
    /// break left out.
    pub span: Span,
    pub name: Span,
    /// From the byte after the colon; folding and blanks included, final line break left out.
    pub value: Span,
    pub kind: FieldKind,
}

/// What the header tells of the SMTP envelope, each with the field it was read from.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    pub mail_from: Option<EnvelopeValue>,
    pub rcpt_to: Vec<EnvelopeValue>,
}

#[derive(Clone, Debug)]
pub struct EnvelopeValue {
    pub address: String,
    /// The field it comes from, as written (`Return-Path`, `Delivered-To`, …).
    pub basis: String,
    /// Index in [`Message::fields`].
    pub field: usize,
}

/// Something that could not be read, or had to be put right before it could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable word: `byte-order-mark`, `mbox-from-line`, `indented`, `rewrapped`, `no-header`, …
    pub code: &'static str,
    pub what: String,
    /// Offset in the message as received.
    pub offset: Option<u64>,
}

/// Turns a place in [`Message::text`] into the offset in the message as received.
#[derive(Clone, Debug, Default)]
struct OffsetMap;

/// The fields that later rooms ask for by kind; all others are `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    Received,
    Other,
}
