//! Times in MIME boundaries.
//!
//! A boundary is made by the program that built the body, so it tells when that was; nobody
//! rewrites it on the way. Layouts are those of the programs' sources, and of Outlook and Gmail
//! as published by forensic examiners.

use super::digits::{decimal, hex};
use super::message_id::filetime;
use super::{IdClock, plausible};

/// Reads the time out of a boundary (the parameter's value, without quotes).
pub fn read_boundary_clock(boundary: &str) -> Option<IdClock> {
    let text = boundary.as_bytes();
    if text.len() > 200 {
        return None;
    }
    outlook(text)
        .or_else(|| gmail(text))
        .or_else(|| java_mail(text))
        .or_else(|| perl(text))
        .or_else(|| ruby(text))
        .or_else(|| swift(text))
}

fn at(layout: &'static str, unix: i64) -> Option<IdClock> {
    plausible(unix).then(|| IdClock::at(layout, unix))
}

/// Outlook, Exchange: `----=_NextPart_000_0007_01DA43DF.586E2D87`, a FILETIME. Outlook takes it
/// from UTC, Outlook Express and Windows' own library from the local clock, so both are offered.
fn outlook(text: &[u8]) -> Option<IdClock> {
    memchr::memmem::find(text, b"_NextPart_")?;
    let last = text.rsplit(|b| *b == b'_').next()?;
    if last.len() != 17 || last[8] != b'.' {
        return None;
    }
    let clock = filetime("outlook-boundary", hex(&last[..8])? << 32 | hex(&last[9..])?)?;
    Some(IdClock { local: clock.unix, ..clock })
}

/// Gmail: twelve zeros, three bytes, five bytes: microseconds with the first three bytes last,
/// the final byte left out.
fn gmail(text: &[u8]) -> Option<IdClock> {
    let digits = text.strip_prefix(b"000000000000")?;
    if digits.len() != 16 {
        return None;
    }
    let micros = hex(&digits[6..14])? << 24 | hex(&digits[..6])?;
    hex(&digits[14..])?;
    at("gmail-boundary", i64::try_from(micros / 1_000_000).ok()?)
}

/// JavaMail: `----=_Part_12_345678.1704902950123`.
fn java_mail(text: &[u8]) -> Option<IdClock> {
    let rest = text.strip_prefix(b"----=_Part_")?;
    let digits = rest.rsplit(|b| *b == b'.').next()?;
    if !(12..=13).contains(&digits.len()) {
        return None;
    }
    at("javamail-boundary", decimal(digits)? / 1000)
}

/// MIME::Lite `_----------=_<seconds><process>…`, MIME::Tools `----------=_<seconds>-<process>-<n>`.
fn perl(text: &[u8]) -> Option<IdClock> {
    let rest =
        text.strip_prefix(b"_----------=_").or_else(|| text.strip_prefix(b"----------=_"))?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits < 10 {
        return None;
    }
    at("perl-boundary", decimal(&rest[..10])?)
}

/// Ruby's mail: `--==_mimepart_<seconds><microseconds>_…` in hexadecimal.
fn ruby(text: &[u8]) -> Option<IdClock> {
    let rest = text.strip_prefix(b"--==_mimepart_")?;
    let digits = rest.split(|b| *b == b'_').next()?;
    if !(9..=13).contains(&digits.len()) {
        return None;
    }
    at("ruby-boundary", i64::try_from(hex(&digits[..8])?).ok()?)
}

/// Swift Mailer 4: `_=_swift_v4_<seconds>_<hash>_=_`.
fn swift(text: &[u8]) -> Option<IdClock> {
    let rest = text.strip_prefix(b"_=_swift_v4_")?;
    let digits = rest.split(|b| *b == b'_').next()?;
    if digits.len() != 10 {
        return None;
    }
    at("swift-boundary", decimal(digits)?)
}
