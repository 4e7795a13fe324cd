//! The way of the message: hops and what lies between them, and the clocks beside each other.

use jiff::Timestamp;

use super::view::{mark, optional, shown};
use crate::report::model::{Custody, Hop, HopVerdict, LinkKind, Report};
use crate::report::words;

/// A part of the drawn way.
pub(super) enum Step {
    End(&'static str),
    Edge(&'static str),
    Gap(String),
    Hop(ShownHop),
}

pub(super) struct ShownHop {
    pub(super) line: usize,
    pub(super) verdict: &'static str,
    pub(super) mark: &'static str,
    pub(super) custody: &'static str,
    pub(super) from: String,
    pub(super) by: String,
    pub(super) time: String,
    pub(super) details: Vec<String>,
}

pub(super) struct Clock {
    pub(super) line: String,
    pub(super) raw: String,
    pub(super) utc: String,
    pub(super) lapse: String,
    pub(super) id: String,
}

fn instant(date: Option<&str>) -> Option<i64> {
    date?.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

fn lapse_between(earlier: Option<i64>, later: Option<i64>) -> Option<String> {
    let seconds = later?.saturating_sub(earlier?);
    let size = words::lapse(seconds.unsigned_abs());
    Some(if seconds < 0 { format!("−{size} (runs back)") } else { format!("+{size}") })
}

pub(super) fn way(report: &Report, drawn: &[usize]) -> Vec<Step> {
    let mut way = Vec::new();
    let Some(&oldest) = drawn.last() else { return way };
    way.push(Step::End("origin, as the oldest line has it"));
    let boundary = report.boundary.as_ref().map(|boundary| boundary.line);
    let mut lower: Option<usize> = None;
    for &place in drawn.iter().rev() {
        let hop = &report.hops[place];
        match lower {
            Some(lower) if lower == place + 1 => way.push(Step::Gap(link(report, place, lower))),
            Some(lower) => {
                let count = lower - place - 1;
                way.push(Step::Gap(format!("{} lines left out", words::grouped(count as u64))));
            }
            None => {}
        }
        if boundary == Some(hop.line) {
            way.push(Step::Edge(if place == oldest {
                "Hand-over: below, our own lines"
            } else {
                "Hand-over: above, their side's claims; below, our own lines"
            }));
        }
        way.push(Step::Hop(shown_hop(hop)));
        lower = Some(place);
    }
    way.push(Step::End("recipient's server"));
    way
}

/// How two neighbours hang together, and the time from one to the other.
fn link(report: &Report, upper: usize, lower: usize) -> String {
    let link = report.links.get(upper).filter(|link| link.upper == upper + 1);
    let mut parts = Vec::new();
    let time = |place: usize| {
        let hop: Option<&Hop> = report.hops.get(place);
        instant(hop.and_then(|hop| hop.date.as_deref()))
    };
    parts.extend(lapse_between(time(lower), time(upper)));
    if let Some(link) = link.filter(|link| link.kind != LinkKind::Exact) {
        let kind = link.kind.as_str();
        parts.push(match shown(&link.why) {
            why if why.is_empty() => format!("link {kind}"),
            why => format!("link {kind}: {why}"),
        });
    }
    match parts.is_empty() {
        true => "then".to_owned(),
        false => parts.join("; "),
    }
}

fn shown_hop(hop: &Hop) -> ShownHop {
    let from = hop.from.as_ref();
    let name = from.and_then(|from| from.rdns.as_deref().or(from.helo.as_deref()));
    let ip = from.and_then(|from| from.ip.as_deref());
    let from_text = match (optional(name), optional(ip)) {
        (Some(name), Some(ip)) => format!("{name} [{ip}]"),
        (Some(one), None) => one,
        (None, Some(ip)) => format!("[{ip}]"),
        (None, None) => "(no sender named)".to_owned(),
    };
    let by = hop.by.as_ref().and_then(|by| by.host.as_deref().or(by.ip.as_deref()));
    let mut details = Vec::new();
    if matches!(hop.verdict, HopVerdict::Suspicious | HopVerdict::Forged) {
        details.push(format!("probability of forgery {}", words::percent(hop.score)));
    }
    if let Some(from) = from
        && let (Some(rdns), Some(helo)) = (&from.rdns, &from.helo)
        && !rdns.eq_ignore_ascii_case(helo)
    {
        details.push(format!("announced as {}", shown(helo)));
    }
    let tls = hop.tls.as_ref().and_then(|tls| tls.version.as_deref().or(tls.cipher.as_deref()));
    let parts: Vec<String> =
        [("with", hop.with.as_deref()), ("under", tls), ("id", hop.id.as_deref())]
            .into_iter()
            .filter_map(|(word, value)| Some(format!("{word} {}", shown(value?))))
            .collect();
    if !parts.is_empty() {
        details.push(parts.join(", "));
    }
    if hop.custody == Custody::Claimed {
        details.extend(hop.support.iter().take(4).map(|why| format!("support: {}", shown(why))));
    }
    ShownHop {
        line: hop.line,
        verdict: hop.verdict.as_str(),
        mark: mark(hop.verdict),
        custody: match hop.custody {
            Custody::Own => "written by our side",
            Custody::Claimed => "claimed by their side",
        },
        from: from_text,
        by: optional(by).unwrap_or_else(|| "(not named)".to_owned()),
        time: match (&hop.date, &hop.date_raw) {
            (Some(date), _) => shown(&words::utc(date)),
            (None, Some(raw)) => format!("date not understood: {}", shown(raw)),
            (None, None) => "no date".to_owned(),
        },
        details,
    }
}

pub(super) fn clocks(report: &Report, drawn: &[usize]) -> Vec<Clock> {
    let mut before = None;
    let dash = || "–".to_owned();
    drawn
        .iter()
        .rev()
        .map(|&place| {
            let hop = &report.hops[place];
            let now = instant(hop.date.as_deref());
            let lapse = lapse_between(before, now).unwrap_or_else(dash);
            before = now.or(before);
            let utc = |date: Option<&str>| date.map_or_else(dash, |date| shown(&words::utc(date)));
            Clock {
                line: hop.line.to_string(),
                raw: optional(hop.date_raw.as_deref()).unwrap_or_else(dash),
                utc: utc(hop.date.as_deref()),
                lapse,
                id: utc(hop.id_time.as_deref()),
            }
        })
        .collect()
}
