//! What holds of every Received line.

use std::net::IpAddr;

use hopcheck::received::{self, Line};
use hopcheck::span::Span;

use crate::pieces::{date_is_sound, inside, say_what_stands_there, whole};

/// Reads the value and checks all that is said of it.
pub fn check(value: &[u8]) {
    let line = received::parse(value);
    tiled(value, &line);
    let all = whole(value.len());
    for violation in &line.violations {
        inside(violation.span, all);
        assert!(!violation.code.is_empty());
    }
    let own = [&line.via, &line.with, &line.id, &line.envelope_from];
    say_what_stands_there(value, 0, all, own.into_iter().flatten().chain(&line.for_));
    if let Some(from) = &line.from {
        inside(from.span, all);
        let pieces =
            [&from.helo, &from.rdns, &from.ip_written, &from.ip_invalid, &from.ident, &from.auth];
        say_what_stands_there(value, 0, all, pieces.into_iter().flatten());
        assert!(!from.vouched.ip || from.ip.is_some() || from.ip_written.is_none(), "{line:?}");
        plain_address(from.ip);
        plain_address(from.helo_ip);
    }
    if let Some(by) = &line.by {
        inside(by.span, all);
        let pieces = [&by.host, &by.ip_invalid, &by.software];
        say_what_stands_there(value, 0, all, pieces.into_iter().flatten());
        plain_address(by.ip);
    }
    if let Some(tls) = &line.tls {
        say_what_stands_there(value, 0, all, [&tls.version, &tls.cipher].into_iter().flatten());
    }
    if let Some(date) = &line.date {
        date_is_sound(value, 0, all, date);
        if let Some(clock) = &line.id_clock {
            let lag = clock.lag(date);
            assert!(clock.fault.is_none() || lag.is_none());
        }
    }
    assert!(!line.dialect.is_empty());
}

/// Parts and what is left unparsed stand in order, never overlap, and account for every byte
/// that is no white space.
fn tiled(value: &[u8], line: &Line<'_>) {
    let parts: Vec<Span> = line.parts.iter().map(|part| part.span).collect();
    assert!(line.parts.iter().all(|part| !part.name.is_empty()));
    for list in [&parts, &line.unparsed] {
        assert!(list.windows(2).all(|pair| pair[0].end <= pair[1].start), "{list:?}");
    }
    let mut all: Vec<Span> = parts.iter().chain(&line.unparsed).copied().collect();
    all.sort_unstable();
    let mut at = 0;
    for span in all {
        inside(span, whole(value.len()));
        assert!(!span.is_empty(), "{span:?}");
        assert!(at <= span.start as usize, "two cover the same byte: {line:?}");
        blank(value, at, span.start as usize);
        at = span.end as usize;
    }
    blank(value, at, value.len());
}

fn blank(value: &[u8], start: usize, end: usize) {
    let blank = value[start..end].iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
    assert!(blank, "{start}..{end} is told of by nothing");
}

/// Normalised: no IPv4 address in an IPv6 one's clothes.
fn plain_address(ip: Option<IpAddr>) {
    if let Some(IpAddr::V6(ip)) = ip {
        assert_eq!(ip.to_ipv4_mapped(), None);
    }
}
