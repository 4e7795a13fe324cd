//! Puts a finished report together: copies what it cites out of the message, so that the
//! message can go.

use std::net::IpAddr;

use super::{Analyzer, origin, verified};
use crate::chain::Hop;
use crate::dns::Answers;
use crate::facts::{FactSet, HOP};
use crate::message::{FieldKind, Message};
use crate::received;
use crate::report::model;
use crate::rules::FactRef;
use crate::rules::schema::{Facts, Value};
use crate::span::Piece;
use crate::verdict::{Basis, Found, Judged, Judgement};

pub(super) fn report(
    analyzer: &Analyzer,
    message: &Message<'_>,
    facts: &FactSet<'_>,
    judgement: &Judgement<'_>,
    answers: Option<&Answers>,
    source: model::Source,
) -> model::Report {
    model::Report {
        schema: model::SCHEMA,
        tool: tool(analyzer, facts, answers.is_none()),
        source,
        message: message_info(message),
        envelope: envelope(message, facts),
        session: None,
        verdict: judgement.verdict,
        score: judgement.score,
        boundary: boundary(facts, &judgement.basis),
        origin: origin::of(facts, judgement),
        hops: facts
            .chain
            .hops
            .iter()
            .zip(&judgement.hops)
            .enumerate()
            .map(|(index, (hop, judged))| report_hop(message, facts, index, hop, judged))
            .collect(),
        links: links(analyzer, facts),
        findings: judgement
            .found
            .iter()
            .zip(judgement.overlapped())
            .map(|(found, overlapped)| finding(message, facts, found, overlapped))
            .collect(),
        authentication: verified::entries(message, facts),
        dns: answers.map(crate::report::dns_entries).unwrap_or_default(),
        problems: problems(message, facts, answers),
    }
}

fn tool(analyzer: &Analyzer, facts: &FactSet<'_>, offline: bool) -> model::Tool {
    let scale = analyzer.judge.scale();
    model::Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        rules: analyzer.digest.clone(),
        now: facts.settings.now.and_then(rfc3339),
        offline,
        settings: analyzer.settings_json.clone(),
        prior: scale.prior,
        thresholds: model::Thresholds { suspicious: scale.suspicious, forged: scale.forged },
    }
}

/// An address as text. Each hop has one, and the library's way of writing numbers takes its time.
pub(super) fn ip_text(ip: IpAddr) -> String {
    let IpAddr::V4(v4) = ip else { return ip.to_string() };
    let mut text = String::with_capacity("255.255.255.255".len());
    for (number, octet) in v4.octets().into_iter().enumerate() {
        if number > 0 {
            text.push('.');
        }
        let digit = |value: u8| char::from(b'0' + value % 10);
        if octet >= 100 {
            text.push(digit(octet / 100));
        }
        if octet >= 10 {
            text.push(digit(octet / 10));
        }
        text.push(digit(octet));
    }
    text
}

/// RFC 3339 in UTC; `None` for what lies outside the years 0 to 9999.
pub(super) fn rfc3339(unix: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(unix).ok()?;
    let text = time.to_string();
    (!text.starts_with(['-', '+'])).then_some(text)
}

fn message_info(message: &Message<'_>) -> model::MessageInfo {
    let first = |kind| {
        let text = message.decoded(message.fields_of(kind).next()?);
        (!text.is_empty()).then_some(text)
    };
    model::MessageInfo {
        message_id: first(FieldKind::MessageId),
        date: first(FieldKind::Date),
        from: first(FieldKind::From),
        to: first(FieldKind::To),
        subject: first(FieldKind::Subject),
        return_path: first(FieldKind::ReturnPath),
    }
}

fn envelope(message: &Message<'_>, facts: &FactSet<'_>) -> model::Envelope {
    let from_header = |v: &crate::message::EnvelopeValue| model::WithBasis {
        value: v.address.clone(),
        basis: v.basis.clone(),
    };
    let at_handover = |value: Option<String>| {
        let line = facts.handover? + 1;
        Some(model::WithBasis { value: value?, basis: format!("Received line {line}") })
    };
    let hop = facts.handover.map(|h| facts.hop(h));
    let tls = hop.and_then(|h| h.line.tls.as_ref()).and_then(|tls| {
        let words: Vec<&str> =
            [&tls.version, &tls.cipher].into_iter().flatten().map(Piece::as_str).collect();
        (!words.is_empty()).then(|| words.join(" "))
    });
    model::Envelope {
        mail_from: message.envelope.mail_from.as_ref().map(from_header),
        rcpt_to: message.envelope.rcpt_to.iter().map(from_header).collect(),
        client_ip: at_handover(hop.and_then(Hop::ip).map(ip_text)),
        helo: at_handover(hop.and_then(Hop::helo_text).map(str::to_owned)),
        tls: at_handover(tls),
    }
}

fn boundary(facts: &FactSet<'_>, basis: &[Basis]) -> Option<model::Boundary> {
    let index = facts.handover?;
    let hop = facts.hop(index);
    Some(model::Boundary {
        line: index + 1,
        peer_ip: hop.ip().map(ip_text),
        peer_helo: hop.helo_text().map(str::to_owned),
        peer_rdns: hop.rdns_text().map(str::to_owned),
        basis: basis
            .iter()
            .map(|b| match &b.mark {
                Some(mark) => format!("{} ({mark})", b.says),
                None => b.says.clone(),
            })
            .collect(),
    })
}

fn report_hop(
    message: &Message<'_>,
    facts: &FactSet<'_>,
    index: usize,
    hop: &Hop<'_>,
    judged: &Judged,
) -> model::Hop {
    let line = &hop.line;
    let own = |piece: &Option<Piece<'_>>| piece.as_ref().map(|p| p.as_str().to_owned());
    let offset = message.offset(hop.field.start);
    let place = |span| {
        let span = hop.place(span);
        let start = message.offset(span.start);
        [start, message.offset(span.end).saturating_sub(start)]
    };
    model::Hop {
        line: index + 1,
        offset,
        length: message.offset(hop.field.end).saturating_sub(offset),
        custody: if index < facts.own { model::Custody::Own } else { model::Custody::Claimed },
        verdict: judged.verdict,
        score: judged.score,
        support: judged.support.clone(),
        dialect: line.dialect,
        from: line.from.as_ref().map(|from| model::HopFrom {
            helo: own(&from.helo),
            rdns: own(&from.rdns),
            rdns_status: from.rdns_status.as_str(),
            ip: from.ip.map(ip_text),
            port: from.port,
            ident: own(&from.ident),
            auth: own(&from.auth),
        }),
        by: line.by.as_ref().map(|by| model::HopBy {
            host: own(&by.host),
            ip: by.ip.map(ip_text),
            software: own(&by.software),
        }),
        via: own(&line.via),
        with: own(&line.with),
        tls: line
            .tls
            .as_ref()
            .map(|tls| model::HopTls { version: own(&tls.version), cipher: own(&tls.cipher) }),
        id: own(&line.id),
        id_time: line.id_clock.and_then(|c: received::IdClock| c.unix).and_then(rfc3339),
        for_: line.for_.first().map(|p| p.as_str().to_owned()),
        envelope_from: own(&line.envelope_from),
        date: line.date.as_ref().and_then(|d| d.unix).and_then(rfc3339),
        date_raw: line.date.as_ref().map(|d| d.raw.as_str().to_owned()),
        zone: line.date.as_ref().and_then(|d| own(&d.zone)),
        unparsed: line.unparsed.iter().map(|s| place(*s)).collect(),
    }
}

fn links(analyzer: &Analyzer, facts: &FactSet<'_>) -> Vec<model::Link> {
    let links = facts.chain.links.iter().enumerate();
    links
        .map(|(index, link)| model::Link {
            upper: index + 1,
            lower: index + 2,
            kind: facts.link_kind(index),
            why: analyzer
                .judge
                .explanation(facts, index)
                .unwrap_or_else(|| link.why(facts.hop(index), facts.hop(index + 1))),
        })
        .collect()
}

fn finding(
    message: &Message<'_>,
    facts: &FactSet<'_>,
    found: &Found<'_>,
    overlapped: Option<&str>,
) -> model::Finding {
    let rule = found.rule;
    model::Finding {
        rule: rule.id.clone(),
        lines: found.hops.iter().map(|h| h + 1).collect(),
        level: rule.level,
        weight: found.weight,
        overlapped_by: overlapped.map(str::to_owned),
        title: rule.title.clone(),
        attack: rule.docs.attack.clone(),
        message: rule.says.render(facts, found.index),
        evidence: rule
            .cites
            .iter()
            .filter_map(|fact| evidence(message, facts, fact, found.index))
            .collect(),
    }
}

/// A cited fact with its value and where it was read; nothing for a fact that is absent.
fn evidence(
    message: &Message<'_>,
    facts: &FactSet<'_>,
    fact: &FactRef,
    index: usize,
) -> Option<model::Evidence> {
    let thing = facts.resolve(fact.variable, index)?;
    let value = match facts.get(fact.record, fact.field, thing) {
        Value::Absent => return None,
        Value::Unknown => serde_json::Value::Null,
        Value::Present => true.into(),
        Value::Bool(v) => v.into(),
        Value::Int(v) => v.into(),
        Value::Double(v) => v.into(),
        Value::Str(v) => v.into(),
        Value::Ip(v) => ip_text(v).into(),
        Value::Strs(v) => v.iter().map(|s| s.as_ref()).collect(),
        Value::Ips(v) => v.iter().map(IpAddr::to_string).collect(),
    };
    let line = (fact.record == HOP).then_some(thing + 1);
    let place = facts.read(fact.record, fact.field, thing);
    Some(model::Evidence {
        fact: fact.path.clone(),
        value,
        read: place.into_read(line, |at| message.offset(at)),
    })
}

fn problems(
    message: &Message<'_>,
    facts: &FactSet<'_>,
    answers: Option<&Answers>,
) -> Vec<model::Problem> {
    let mut all: Vec<model::Problem> = message
        .problems
        .iter()
        .map(|p| model::Problem {
            code: p.code.to_owned(),
            what: p.what.clone(),
            line: None,
            offset: p.offset,
        })
        .collect();
    let plain = |code: &str, what: String| model::Problem {
        code: code.to_owned(),
        what,
        line: None,
        offset: None,
    };
    if facts.chain.left_out > 0 {
        let kept = facts.chain.hops.len();
        all.push(plain(
            "too-many-hops",
            format!(
                "only the newest {kept} Received lines were read, {} were not",
                facts.chain.left_out
            ),
        ));
    }
    for (index, hop) in facts.chain.hops.iter().enumerate() {
        let bytes: usize = hop.line.unparsed.iter().map(|s| s.len()).sum();
        if let Some(first) = hop.line.unparsed.first() {
            all.push(model::Problem {
                code: "unparsed".to_owned(),
                what: format!("{bytes} bytes of line {} are explained by no clause", index + 1),
                line: Some(index + 1),
                offset: Some(message.offset(hop.place(*first).start)),
            });
        }
    }
    if !facts.settings.own_hosts.is_empty()
        && !facts.chain.hops[..facts.own]
            .iter()
            .any(|h| h.by_text().is_some_and(|by| facts.is_declared_own(by)))
        && facts.own > 0
    {
        all.push(plain(
            "own-host-not-found",
            "no line of ours is by a host that the settings declare as ours".to_owned(),
        ));
    }
    all.extend(verified::problem(facts));
    if let Some(answers) = answers {
        let silent = answers.iter().filter(|(_, answer)| answer.is_silent()).count();
        let asked = answers.iter().count();
        if silent > 0 {
            all.push(plain(
                "dns-silent",
                format!("{silent} of {asked} DNS questions got no answer; silence was not counted as evidence"),
            ));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_the_library_writes_them() {
        for text in ["0.0.0.0", "9.10.99.100", "192.0.2.255", "2001:db8::1", "::ffff:192.0.2.1"] {
            let ip: IpAddr = text.parse().expect("an address");
            assert_eq!(ip_text(ip), ip.to_string());
        }
    }
}
