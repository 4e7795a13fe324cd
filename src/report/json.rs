//! The report for machines: one JSON object on one line.
//!
//! Keys come in the order of [`super::model`], so that equal reports are equal bytes. Characters
//! that would act on a terminal or end a line for some reader (JSON forbids only the first 32)
//! are written as `\u` escapes: they mean the same to a parser, and a report stays one line and
//! inert wherever it is printed.

mod text;
mod writer;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::escape;

use writer::Writer;

/// Writes the report and a line feed.
///
/// # Errors
/// Those of the writer, with their kind kept (a closed pipe stays `BrokenPipe`).
pub fn write_line<W: Write>(out: &mut W, report: &impl Serialize) -> io::Result<()> {
    write_value(out, report)
}

/// Writes any other value the same way, and a line feed.
///
/// # Errors
/// Those of the writer.
pub fn write_value<W: Write, T: Serialize + ?Sized>(out: &mut W, value: &T) -> io::Result<()> {
    let mut line = Vec::with_capacity(1_024);
    append(&mut line, value)?;
    out.write_all(&line)
}

/// Any record as [`write_line`] writes a report: with its line feed.
///
/// # Errors
/// Where it cannot be serialised, which is a defect of this program.
pub fn line(record: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    append(&mut out, record)?;
    Ok(out)
}

/// Appends a record and a line feed.
///
/// # Errors
/// Where it cannot be serialised, which is a defect of this program.
pub fn append<T: Serialize + ?Sized>(out: &mut Vec<u8>, record: &T) -> io::Result<()> {
    record.serialize(&mut Writer { out }).map_err(io::Error::other)?;
    out.push(b'\n');
    Ok(())
}

/// JSON that was laid out elsewhere, made as inert as our own: what acts can only stand inside its
/// strings, where an escape means the same. Line feeds between its parts stay.
pub fn inert(json: &str) -> Cow<'_, str> {
    let acts = |c: char| c != '\n' && escape::is_hostile(c);
    if !json.contains(acts) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match acts(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The number rounded to six digits that count, which is more than any measured weight has, so
/// that rounding noise (0.30000000000000004) does not show. A probability close to 1 keeps as
/// many as tell it from 1: certainty is never claimed by rounding.
pub(super) fn readable(value: f64) -> f64 {
    let size = value.abs();
    if size == 0.0 {
        // Also of -0.0, which would be printed with its sign.
        return 0.0;
    }
    let decimals_for = |size: f64, digits: i32| digits - 1 - size.log10().floor() as i32;
    let mut decimals = decimals_for(size, 6);
    if size < 1.0 && size > 0.999 {
        decimals = decimals.max(decimals_for(1.0 - size, 3));
    }
    // Up to 10^22 a power of ten is exact in a double; what is outside stays as it is.
    if !(0..=22).contains(&decimals) {
        return value;
    }
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::super::{escape, model::Report};
    use super::*;
    use crate::report::testing;

    fn line(report: &Report) -> String {
        let mut out = Vec::new();
        write_line(&mut out, report).expect("a vector takes all");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn json_of_others_becomes_inert_and_means_the_same() {
        let value = serde_json::json!({"a\u{202e}": ["x\u{7f}\u{e0041}\u{1b}\n", "é"]});
        let pretty = serde_json::to_string_pretty(&value).expect("JSON");
        let shown = inert(&pretty);
        assert!(!shown.chars().any(|c| c != '\n' && escape::is_hostile(c)), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
        assert!(matches!(inert("{\n}"), Cow::Borrowed(_)));
    }

    #[test]
    fn numbers_are_readable() {
        for (value, shown) in [
            (0.0, "0.0"),
            (-0.0, "0.0"),
            (0.1 + 0.2, "0.3"),
            (14.0, "14.0"),
            (-13.979400086720377, "-13.9794"),
            (0.998, "0.998"),
            (0.9987348217, "0.998735"),
            (0.99999994999, "0.99999995"),
            (1.0 - 1e-12, "0.999999999999"),
            (1.0, "1.0"),
            (1e-9, "1e-9"),
            (1.0 / 3.0, "0.333333"),
            (2.5e-7, "2.5e-7"),
            (123456.789, "123457.0"),
            (12345678.0, "12345678.0"),
        ] {
            let number = serde_json::Number::from_f64(readable(value)).expect("finite");
            assert_eq!(number.to_string(), shown, "{value:e}");
        }
    }

    #[test]
    fn one_line_and_inert() {
        let mut report = testing::classic();
        let hostile = "a\r\nb\u{2028}c\u{202e}d\u{1b}[31m\u{9b}e\u{7f}\u{e0041}\"\\";
        report.message.subject = Some(hostile.to_owned());
        let line = line(&report);
        assert_eq!(line.matches('\n').count(), 1);
        let body = line.strip_suffix('\n').expect("ends the line");
        assert!(!body.chars().any(escape::is_hostile), "{body}");
        let value: serde_json::Value = serde_json::from_str(body).expect("is JSON");
        assert_eq!(value["message"]["subject"], hostile, "means the same");
    }

    #[test]
    fn keys_keep_the_order_of_the_contract() {
        let line = line(&testing::classic());
        let places: Vec<_> = [
            "schema", "tool", "source", "message", "envelope", "verdict", "score", "boundary",
            "origin", "hops", "links", "findings", "dns", "problems",
        ]
        .iter()
        .map(|key| line.find(&format!("\"{key}\":")).expect(key))
        .collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(line.starts_with("{\"schema\":\"hopcheck/report/1\","));
        assert!(line.contains("\"for\":"), "hops name the clause as RFC 5321 does");
        assert_eq!(line, self::line(&testing::classic()), "same report, same bytes");
    }

    #[test]
    fn what_is_not_finite_is_null() {
        let mut report = testing::classic();
        report.findings[0].weight = f64::NAN;
        report.tool.prior = f64::INFINITY;
        let line = line(&report);
        assert!(line.contains("\"weight\":null"), "{line}");
        assert!(line.contains("\"prior\":null"), "{line}");
    }

    #[test]
    fn a_closed_pipe_stays_one() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = write_line(&mut Closed, &testing::classic()).expect_err("cannot be written");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
