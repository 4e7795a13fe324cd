//! The summary, for people and as JSON.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Tally, VERDICTS};
use crate::dns::LiveStats;
use crate::report::escape;

/// So many of each list are shown.
const SHOWN: usize = 10;

/// How a run went.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub elapsed: Duration,
    /// It was interrupted behind this message.
    pub stopped: Option<String>,
    /// Messages that an earlier run had finished.
    pub resumed: u64,
    /// Findings about several messages, a sentence each.
    pub batch: Vec<String>,
    /// How many more of these there are.
    pub batch_left_out: u64,
    /// What was asked of name servers, where any were.
    pub dns: Option<LiveStats>,
}

/// A tally and how it came about.
pub struct Facts<'t> {
    pub tally: &'t Tally,
    pub run: &'t Run,
}

impl Facts<'_> {
    fn rate(&self) -> f64 {
        let new = self.tally.messages.saturating_sub(self.run.resumed);
        let seconds = self.run.elapsed.as_secs_f64();
        if seconds > 0.0 { new as f64 / seconds } else { 0.0 }
    }

    /// The summary as JSON, for `--summary`.
    pub fn json(&self) -> Value {
        let tally = self.tally;
        let list = |items: Vec<(&str, u64)>| -> Vec<Value> {
            items.into_iter().map(|(name, n)| json!({ "name": name, "messages": n })).collect()
        };
        let verdicts: serde_json::Map<String, Value> = VERDICTS
            .iter()
            .zip(tally.verdicts)
            .map(|(verdict, count)| (verdict.as_str().to_owned(), count.into()))
            .collect();
        let skipped: Vec<Value> = tally
            .skipped
            .iter()
            .map(|(why, reason)| {
                json!({ "reason": why.as_str(), "count": reason.count, "examples": reason.examples })
            })
            .collect();
        let worst: Vec<Value> = tally
            .worst
            .iter()
            .map(|worst| {
                json!({ "source": worst.place, "verdict": worst.verdict.as_str(),
                        "score": worst.score, "origin": worst.origin, "rules": worst.rules })
            })
            .collect();
        json!({
            "schema": "hopcheck/summary/1",
            "messages": tally.messages,
            "inside_others": tally.parts,
            "bytes": tally.bytes,
            "verdicts": verdicts,
            "rules": tally.rules,
            "origins": list(tally.origins.most(100)),
            "organisations": list(tally.organisations.most(100)),
            "estimated": tally.origins.is_estimate() || tally.organisations.is_estimate(),
            "skipped": skipped,
            "worst": worst,
            "batch": self.run.batch,
            "batch_left_out": self.run.batch_left_out,
            "dns": self.run.dns.map(|dns| json!({
                "questions": dns.questions,
                "from_cache": dns.from_cache,
                "sent": dns.sent,
                "silent": dns.silent,
                "unasked": dns.unasked,
                "cached": dns.cached,
                "cached_bytes": dns.cached_bytes,
            })),
            "resumed": self.run.resumed,
            "stopped_behind": self.run.stopped,
            "seconds": (self.run.elapsed.as_secs_f64() * 1_000.0).round() / 1_000.0,
            "messages_per_second": self.rate().round(),
        })
    }

    /// The summary for people. `worst`: with the worst messages. Everything in it is escaped.
    pub fn text(&self, worst: bool) -> String {
        let tally = self.tally;
        let mut out = String::new();
        if worst {
            for line in tally.worst.iter().take(SHOWN) {
                let mut bytes = Vec::new();
                line.write(&mut bytes);
                out.push_str(&String::from_utf8_lossy(&bytes));
            }
            if !tally.worst.is_empty() {
                out.push('\n');
            }
        }
        let inside = match tally.parts {
            0 => String::new(),
            parts => format!(", of which {parts} inside others"),
        };
        let resumed = match self.run.resumed {
            0 => String::new(),
            resumed => format!(", {resumed} of them before"),
        };
        let _ = writeln!(
            out,
            "{} messages{inside}{resumed}, {} in {}, {:.0} messages a second",
            tally.messages,
            size(tally.bytes),
            duration(self.run.elapsed),
            self.rate()
        );
        let verdicts = VERDICTS.iter().zip(tally.verdicts).rev();
        let verdicts: Vec<String> =
            verdicts.map(|(verdict, count)| format!("{} {count}", verdict.as_str())).collect();
        let _ = writeln!(out, "Verdicts: {}", verdicts.join(", "));
        let mut rules: Vec<(&str, u64)> =
            tally.rules.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
        rules.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        rules.truncate(SHOWN);
        let about = match tally.origins.is_estimate() {
            true => " (estimated)",
            false => "",
        };
        list(&mut out, "Rules", "", &rules);
        list(&mut out, "Origins", about, &tally.origins.most(SHOWN));
        list(&mut out, "Organisations", about, &tally.organisations.most(SHOWN));
        if let Some(dns) = &self.run.dns {
            let _ = writeln!(
                out,
                "DNS: {} questions, {} known already, {} sent, {} of these without an answer, {} not asked; {} kept",
                dns.questions,
                dns.from_cache,
                dns.sent,
                dns.silent,
                dns.unasked,
                size(dns.cached_bytes)
            );
        }
        for (why, reason) in &tally.skipped {
            let examples: Vec<_> = reason.examples.iter().map(|e| escape::text(e)).collect();
            let more = if reason.count > examples.len() as u64 { ", …" } else { "" };
            let _ = writeln!(
                out,
                "Skipped, {}: {} ({}{more})",
                why.as_str(),
                reason.count,
                examples.join(", ")
            );
        }
        for finding in self.run.batch.iter().take(SHOWN) {
            let _ = writeln!(out, "Across messages: {}", escape::text(finding));
        }
        let left = self.run.batch.len().saturating_sub(SHOWN) as u64 + self.run.batch_left_out;
        if left > 0 {
            let _ = writeln!(out, "Across messages: {left} more findings");
        }
        if let Some(stopped) = &self.run.stopped {
            let _ = writeln!(out, "Interrupted behind {stopped}; --resume goes on from there");
        }
        out
    }
}

fn list(out: &mut String, what: &str, about: &str, items: &[(&str, u64)]) {
    if items.is_empty() {
        return;
    }
    let items: Vec<String> =
        items.iter().map(|(name, count)| format!("{} {count}", escape::text(name))).collect();
    let _ = writeln!(out, "{what}{about}: {}", items.join(", "));
}

fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["bytes", "KB", "MB", "GB"] {
        if value < 1_000.0 {
            return match unit {
                "bytes" => format!("{bytes} {unit}"),
                unit => format!("{value:.1} {unit}"),
            };
        }
        value /= 1_000.0;
    }
    format!("{value:.1} TB")
}

fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        return format!("{seconds:.2} s");
    }
    let seconds = time.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
