//! The way of the message, drawn from its origin down to our own server, with the boundary
//! between what their side claims and what our side wrote.
//!
//! Received lines are stacked newest first; people tell a way from its beginning. So the page
//! runs against the message, and each hop keeps the number that its line has in the message.

use super::page::{BOLD, DIM, Page, WARN, hop_style};
use super::when;
use crate::report::escape::columns;
use crate::report::model::{Custody, Hop, HopFrom, HopVerdict, Link, LinkKind, Report};
use crate::report::words::{grouped, lapse, percent, utc};

/// More hops than this are not drawn one by one.
const MOST_HOPS: usize = 40;
/// Of a longer chain: so many at each end, around the boundary, and of those accused.
const AT_ENDS: usize = 8;
const AROUND_BOUNDARY: usize = 3;
const ACCUSED: usize = 12;

/// Two clocks that are no further apart tell the same time, in seconds.
const SAME_TIME: u64 = 60;

/// Columns of the longest verdict.
const VERDICTS: usize = 10;

pub(super) fn write(page: &mut Page, report: &Report) {
    if report.hops.is_empty() {
        return;
    }
    let mut drawing = Drawing::new(page, report);
    drawing.page.blank();
    let title = drawing.page.paint(BOLD, "The way of the message, origin first");
    drawing.page.line(&format!("{title} (line 1 is the newest)"));
    drawing.page.blank();
    drawing.draw(report);
}

/// Where the columns lie.
struct Drawing<'p> {
    page: &'p mut Page,
    /// Digits of the largest line number.
    digits: usize,
    /// Column at which the text of a hop begins.
    indent: usize,
}

impl<'p> Drawing<'p> {
    fn new(page: &'p mut Page, report: &Report) -> Self {
        let largest = report.hops.iter().map(|hop| hop.line).max().unwrap_or(1);
        let digits = largest.to_string().len();
        // Two blanks, the number, two, the mark, one, the verdict, two.
        Drawing { page, digits, indent: digits + VERDICTS + 8 }
    }

    fn draw(&mut self, report: &Report) {
        let boundary = report.boundary.as_ref().map(|boundary| boundary.line);
        let mut clock = None;
        let mut lower: Option<&Hop> = None;
        let mut left_out = 0;
        let shown = shown(report);
        // Links by their upper line: drawn above that hop. A message of many lines has as many
        // links, so they are not searched for.
        let mut links = report.links.iter().rev().peekable();

        for (hop, shown) in report.hops.iter().rev().zip(shown.into_iter().rev()) {
            let mut link = None;
            while links.peek().is_some_and(|link| link.upper >= hop.line) {
                link = links.next().filter(|link| link.upper == hop.line).or(link);
            }
            if shown {
                if left_out > 0 {
                    self.left_out(left_out);
                    left_out = 0;
                } else if let Some(lower) = lower {
                    self.join(link.filter(|link| link.lower == lower.line));
                }
            } else {
                left_out += 1;
            }
            if boundary == Some(hop.line) {
                self.boundary(lower.is_some());
            }
            let now = hop.date.as_deref().and_then(when::instant);
            if shown {
                let delay = now.zip(clock).map(|(now, before)| now - before);
                self.hop(hop, delay, hop.line == 1);
            }
            clock = now.or(clock);
            lower = Some(hop);
        }
    }

    fn blank_to(&self, column: usize) -> String {
        " ".repeat(column)
    }

    /// The start of a line below a hop: the way goes on to the next one, unless it is the last.
    fn rail(&self, last: bool, glyph: &str) -> String {
        if last {
            return self.blank_to(self.indent);
        }
        let before = self.blank_to(self.digits + 1);
        format!("{before}{}{}", self.page.paint(DIM, glyph), self.blank_to(VERDICTS + 6))
    }

    fn hop(&mut self, hop: &Hop, delay: Option<i64>, last: bool) {
        let style = hop_style(hop.verdict);
        let mark =
            format!("{} {:<VERDICTS$}", self.page.glyphs.mark(hop.verdict), hop.verdict.as_str());
        let first = format!(
            "  {:>digits$}  {}  ",
            hop.line,
            self.page.paint(style, &mark),
            digits = self.digits
        );
        let rail = self.rail(last, self.page.glyphs.pipe);

        let room = self.page.width - self.indent;
        let mut parts = self.from(hop.from.as_ref(), room);
        let by = hop.by.as_ref();
        let by = by.and_then(|by| by.host.as_deref().or(by.ip.as_deref()));
        let arrow = self.page.glyphs.arrow;
        parts.push(match by {
            Some(by) => format!("{arrow} {}", self.page.fit(by, room - columns(arrow) - 1)),
            None => format!("{arrow} (not named)"),
        });
        // All beside each other if they fit; else the server on a line of its own.
        let mut rows: Vec<String> = vec![parts.join(" ")];
        if rows.iter().any(|row| columns(row) > room) {
            let server = parts.pop();
            rows = match parts.join(" ") {
                peer if columns(&peer) <= room => vec![peer],
                _ => parts,
            };
            rows.extend(server);
        }
        for (number, row) in rows.iter().enumerate() {
            let lead = if number == 0 { &first } else { &rail };
            self.page.line(&format!("{lead}{row}"));
        }

        let time = self.time(hop, delay);
        self.page.wrapped(&rail, &rail, &time, DIM);
        let details = self.details(hop);
        if !details.is_empty() {
            self.page.listed(&rail, &rail, &details, DIM);
        }
        // What our side wrote needs no support; the boundary's reason is said at the top.
        if hop.verdict == HopVerdict::Supported || hop.custody == Custody::Claimed {
            for support in &hop.support {
                let text = format!("support: {}", self.page.value(support));
                self.page.wrapped(&rail, &rail, &text, DIM);
            }
        }
    }

    /// The peer by the best name that the line has for it, and its address.
    fn from(&self, from: Option<&HopFrom>, room: usize) -> Vec<String> {
        let Some(from) = from else { return vec!["(no sender named)".to_owned()] };
        let name = from.rdns.as_deref().or(from.helo.as_deref());
        let name = name.map(|name| self.page.fit(name, room));
        let ip = from.ip.as_deref().map(|ip| format!("[{}]", self.page.fit(ip, room - 2)));
        match (name, ip) {
            (None, None) => vec!["(not named)".to_owned()],
            (name, ip) => name.into_iter().chain(ip).collect(),
        }
    }

    fn time(&self, hop: &Hop, delay: Option<i64>) -> String {
        let Some(date) = hop.date.as_deref() else {
            return match hop.date_raw.as_deref() {
                Some(raw) => format!("date not understood: {}", self.page.fit(raw, 60)),
                None => "no date".to_owned(),
            };
        };
        let mut text = self.page.value(&utc(date));
        if let Some(zone) = hop.zone.as_deref().filter(|zone| !matches!(*zone, "+0000" | "UTC")) {
            text.push_str(&format!(" (zone {})", self.page.fit(zone, 20)));
        }
        match delay {
            Some(delay) if delay < 0 => {
                let back = lapse(delay.unsigned_abs());
                text.push_str(&format!(", {}{back} (runs back)", self.page.glyphs.minus));
            }
            Some(delay) => text.push_str(&format!(", +{}", lapse(delay.unsigned_abs()))),
            None => {}
        }
        text
    }

    /// What else the line says, for whoever has to look into a server's log.
    fn details(&self, hop: &Hop) -> Vec<String> {
        let value = |text: &str| self.page.fit(text, 120);
        let mut details = Vec::new();
        if matches!(hop.verdict, HopVerdict::Suspicious | HopVerdict::Forged) {
            details.push(format!("probability of forgery {}", percent(hop.score)));
        }
        if let Some(from) = &hop.from {
            match (from.rdns.as_deref(), from.helo.as_deref()) {
                (Some(rdns), Some(helo)) if !rdns.eq_ignore_ascii_case(helo) => {
                    details.push(format!("announced as {}", value(helo)));
                }
                _ => {}
            }
            match (from.rdns_status, &from.rdns, &from.helo) {
                ("none", _, Some(_)) => details.push("name as announced, no reverse name".into()),
                ("none", ..) => details.push("no reverse name".into()),
                ("failed", ..) => details.push("look-up of the reverse name failed".into()),
                ("unverified", Some(_), _) => details.push("reverse name unconfirmed".into()),
                _ => {}
            }
            if let Some(ident) = from.ident.as_deref() {
                details.push(format!("ident {}", value(ident)));
            }
            if let Some(auth) = from.auth.as_deref() {
                details.push(format!("authenticated as {}", value(auth)));
            }
        }
        let tls = hop.tls.as_ref().and_then(|tls| tls.version.as_deref().or(tls.cipher.as_deref()));
        let software = hop.by.as_ref().and_then(|by| by.software.as_deref());
        for (word, text) in [
            ("via", hop.via.as_deref()),
            ("with", hop.with.as_deref()),
            ("under", tls),
            ("software", software),
            ("id", hop.id.as_deref()),
        ] {
            if let Some(text) = text {
                details.push(format!("{word} {}", value(text)));
            }
        }
        if let Some(made) = id_time(hop) {
            details.push(format!("which was made {}", value(&utc(made))));
        }
        for (word, text) in
            [("for", hop.for_.as_deref()), ("envelope-from", hop.envelope_from.as_deref())]
        {
            if let Some(text) = text {
                details.push(format!("{word} {}", value(text)));
            }
        }
        let unparsed: u64 = hop.unparsed.iter().map(|[_, length]| length).sum();
        match unparsed {
            0 => {}
            1 => details.push("1 byte not understood".into()),
            _ => details.push(format!("{} bytes not understood", grouped(unparsed))),
        }
        details
    }

    /// Between two neighbours: how they hang together, where that is not plain.
    fn join(&mut self, link: Option<&Link>) {
        let pipe = self.page.glyphs.pipe;
        let Some(link) = link.filter(|link| link.kind != LinkKind::Exact) else {
            let rail = self.rail(false, pipe);
            return self.page.line(&rail);
        };
        let (style, glyph) = match link.kind {
            LinkKind::Unexplained => (WARN, self.page.glyphs.gap),
            _ => (DIM, pipe),
        };
        let why = self.page.value(&link.why);
        let text = match why.as_str() {
            "" => format!("link {}", link.kind.as_str()),
            why => format!("link {}: {why}", link.kind.as_str()),
        };
        let rail = self.rail(false, glyph);
        self.page.wrapped(&rail, &rail, &text, style);
    }

    fn left_out(&mut self, count: usize) {
        let gap = self.page.glyphs.gap;
        let rail = self.rail(false, gap);
        self.page.line(&rail);
        let lines = if count == 1 { "line" } else { "lines" };
        let text = format!("{} {lines} left out; --format json has all", grouped(count as u64));
        self.page.wrapped(&rail, &rail, &text, DIM);
        self.page.line(&rail);
    }

    /// The line across the page: above it what their side supplied, below it what ours wrote.
    fn boundary(&mut self, anything_above: bool) {
        let glyphs = self.page.glyphs;
        let left = self.digits + 1;
        let labels = match anything_above {
            true => [
                " hand-over: above, their side's claims; below, our own lines ",
                " hand-over: above, their claims; below, our lines ",
            ],
            false => [" hand-over: below, our own lines "; 2],
        };
        let room = self.page.width.saturating_sub(left + 4);
        let label = labels.into_iter().find(|label| columns(label) <= room).unwrap_or("");
        let crossing = if anything_above { glyphs.crossing } else { glyphs.border };
        let used = left + 1 + 3 + columns(label);
        let line = format!(
            "{}{crossing}{}{label}{}",
            glyphs.border.repeat(left),
            glyphs.border.repeat(3),
            glyphs.border.repeat(self.page.width.saturating_sub(used)),
        );
        let line = self.page.paint(BOLD, &line);
        self.page.line(&line);
    }
}

/// The time in the id, where it is not that of the stamp anyway.
fn id_time(hop: &Hop) -> Option<&str> {
    let made = hop.id_time.as_deref()?;
    let stamped = hop.date.as_deref().and_then(when::instant);
    let apart = when::instant(made).zip(stamped).map(|(made, stamped)| made.abs_diff(stamped));
    apart.is_none_or(|apart| apart > SAME_TIME).then_some(made)
}

/// Which hops are drawn, in the order of [`Report::hops`].
fn shown(report: &Report) -> Vec<bool> {
    let count = report.hops.len();
    if count <= MOST_HOPS {
        return vec![true; count];
    }
    let boundary = report.boundary.as_ref().map(|boundary| boundary.line);
    let mut accused = 0;
    let judge = |(place, hop): (usize, &Hop)| {
        let against = matches!(hop.verdict, HopVerdict::Suspicious | HopVerdict::Forged);
        accused += usize::from(against);
        place < AT_ENDS
            || place + AT_ENDS >= count
            || boundary.is_some_and(|line| line.abs_diff(hop.line) <= AROUND_BOUNDARY)
            || (against && accused <= ACCUSED)
    };
    report.hops.iter().enumerate().map(judge).collect()
}
