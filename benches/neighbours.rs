//! What is read from the fields among the Received lines, on mail.
//!
//! `cargo bench --bench neighbours -- FOLDER...` prints how often each field was met and what
//! was found in it, what defects Authentication-Results have, how the peer that each server says
//! it checked compares with the address in the Received line beside the field, how far the times
//! of signatures lie from the line above them, and what reading costs.

mod mail;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hopcheck::neighbours::{AddressRole, ExchangeFact, Fact, Neighbours, RawField, read};
use hopcheck::received::date::{find_date, parse_date};
use hopcheck::span::Span;

#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    messages: u64,
    fields: u64,
    time: Duration,
}

impl Tally {
    fn add(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }
}

/// What the measuring needs of a Received line: every address in it, and its stamp.
struct Line {
    addresses: Vec<IpAddr>,
    stamp: Option<i64>,
}

fn main() {
    let folders: Vec<_> =
        std::env::args().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    if folders.is_empty() {
        eprintln!("usage: cargo bench --bench neighbours -- FOLDER...");
        return;
    }
    let mut tally = Tally::default();
    for folder in &folders {
        mail::visit(folder, &mut |bytes, _| message(bytes, &mut tally));
    }
    for (what, n) in &tally.counts {
        println!("{n:>8} {what}");
    }
    let each = tally.time.as_nanos() as f64 / tally.messages.max(1) as f64;
    println!(
        "{} messages, {} fields: {:.1} µs each message",
        tally.messages,
        tally.fields,
        each / 1000.0
    );
}

fn message(bytes: &[u8], tally: &mut Tally) {
    let fields = mail::fields(bytes);
    let mut above = 0;
    let mut lines = Vec::new();
    let mut raw = Vec::new();
    for (index, (name, value)) in fields.iter().enumerate() {
        if name.eq_ignore_ascii_case("received") {
            above += 1;
            lines.push(line(value));
        }
        raw.push(RawField { name: name.as_bytes(), value, received_above: above, index });
    }
    // The least of several, since other work on the machine only ever adds.
    let once = || {
        let started = Instant::now();
        std::hint::black_box(read(raw.iter().copied()));
        started.elapsed()
    };
    tally.time += (0..5).map(|_| once()).min().unwrap_or_default();
    let neighbours = read(raw.iter().copied());
    tally.messages += 1;
    tally.fields += raw.len() as u64;
    count(&neighbours, &lines, tally);
}

fn line(value: &[u8]) -> Line {
    let text = String::from_utf8_lossy(value);
    let words = text.split(|c: char| !(c.is_ascii_hexdigit() || matches!(c, '.' | ':')));
    let addresses = words
        .map(|w| w.trim_start_matches(':').trim_end_matches('.'))
        .filter_map(|w| w.parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical())
        .collect();
    let from = value.iter().rposition(|b| *b == b';').map(|at| at + 1);
    let span = match from {
        Some(at) => Some(Span::new(at, value.len())),
        None => find_date(value),
    };
    let stamp = span.and_then(|s| parse_date(&value[s.range()], s).unix);
    Line { addresses, stamp }
}

fn count(neighbours: &Neighbours<'_>, lines: &[Line], tally: &mut Tally) {
    for neighbour in &neighbours.all {
        let (upper, lower) = neighbour.between();
        let beside = |ip: IpAddr| {
            let has = |number: usize| {
                lines.get(number.wrapping_sub(1)).is_some_and(|l| l.addresses.contains(&ip))
            };
            match (upper.is_some_and(has), has(lower)) {
                (_, true) => "in the line below",
                (true, false) => "in the line above",
                _ if lines.iter().any(|l| l.addresses.contains(&ip)) => "in another line",
                _ => "in no line",
            }
        };
        match &neighbour.fact {
            Fact::ReceivedSpf(spf) => {
                tally.add(format!("received-spf {}", spf.result.as_str()));
                match spf.ip() {
                    Some(ip) => tally.add(format!("received-spf address {}", beside(ip))),
                    None => tally.add("received-spf without address"),
                }
            }
            Fact::AuthResults(results) | Fact::ArcAuthResults(results) => {
                let arc = matches!(neighbour.fact, Fact::ArcAuthResults(_));
                let name =
                    if arc { "arc-authentication-results" } else { "authentication-results" };
                tally.add(name);
                for defect in &results.defects {
                    tally.add(format!("{name} {}", defect.as_str()));
                }
                for result in &results.results {
                    let (method, verdict) = (&result.method.text, result.verdict.as_str());
                    tally.add(format!("{name} {method}={verdict}"));
                }
                if let Some(ip) = results.client_ip() {
                    tally.add(format!("{name} address {}", beside(ip)));
                }
            }
            Fact::Signature(signature) => {
                let kind = signature.kind.as_str();
                tally.add(format!("signature {kind}"));
                if signature.bad_time || signature.repeated {
                    tally.add(format!("signature {kind} broken"));
                }
                let Some(signed) = signature.signed_at else { continue };
                // The nearest line above that has a stamp: the signature is older than it.
                let stamp = lines[..neighbour.received_above].iter().rev().find_map(|l| l.stamp);
                let Some(stamp) = stamp else { continue };
                let far = match stamp - signed {
                    lag if lag < -3600 => "more than an hour after the line above",
                    lag if lag < -60 => "a minute to an hour after the line above",
                    lag if lag <= 3600 => "within an hour before the line above",
                    _ => "more than an hour before the line above",
                };
                tally.add(format!("signature {kind} signed {far}"));
            }
            Fact::OriginAddress(address) => {
                let role = address.role.as_str();
                match address.addresses.first() {
                    Some(ip) if address.role == AddressRole::Peer => {
                        tally.add(format!("{role} address {}", beside(*ip)));
                    }
                    Some(_) => tally.add(format!("{role} address")),
                    None => tally.add(format!("{role} without address")),
                }
            }
            Fact::Forefront(report) => match report.client_ip {
                Some(ip) => tally.add(format!("forefront address {}", beside(ip))),
                None => tally.add("forefront without address"),
            },
            Fact::Exchange(field) => {
                let what = match &field.fact {
                    ExchangeFact::Arrival { unix: None, .. } => "arrival unread",
                    ExchangeFact::Arrival { .. } => "arrival",
                    ExchangeFact::Connection(c) if c.ip.is_none() => "connection unread",
                    ExchangeFact::Connection(_) => "connection",
                    ExchangeFact::ProxiedBy { from_ip: None, .. } => "proxied unread",
                    ExchangeFact::ProxiedBy { .. } => "proxied",
                    _ => "read",
                };
                tally.add(format!("exchange {} {what}", field.scope.as_str()));
            }
            Fact::ClaimWarning(warning) => {
                tally.add(format!("claim read={}", warning.claimed.is_some()));
            }
            Fact::Originator(o) => {
                let read = o.address.is_some();
                tally.add(format!("originator {} address={read}", o.kind.as_str()));
            }
            Fact::Resent(_) => tally.add("resent"),
            Fact::ResentDate(date) => {
                tally.add(format!("resent-date read={}", date.unix.is_some()));
            }
            Fact::Date(date) => tally.add(format!("date read={}", date.unix.is_some())),
            Fact::ReturnPath(path) => {
                tally.add(format!("return-path null={}", path.address.is_none()));
            }
            Fact::List(list) => tally.add(list.kind.as_str()),
            Fact::IncomingMarker { count } => tally.add(format!("marker read={}", count.is_some())),
            Fact::IncomingHeaderCount(n) => tally.add(format!("count read={}", n.is_some())),
            Fact::Recipient(_) => tally.add("recipient"),
            Fact::MessageId { clock, .. } => {
                tally.add(format!("message-id clock={}", clock.is_some()));
            }
            Fact::Boundary { .. } => tally.add("boundary clock"),
            Fact::ThreadIndex(_) => tally.add("thread-index"),
            Fact::XReceived(_) => tally.add("x-received"),
            Fact::OriginAccount(_) => tally.add("origin account"),
            Fact::ResentMessageId { .. } => tally.add("resent-message-id"),
        }
    }
}
