//! The summary: what was found, what was not read, and how fast it went.

mod show;
mod top;

use std::collections::BTreeMap;

use super::line::Summary;
use super::seen::Seen;
use super::source::{Skip, Skipped};
use crate::chain::Org;
use crate::data::Data;
use crate::report::model::{Report, Verdict};
pub use show::{Facts, Run};
use top::Top;

/// So many examples of each reason are kept, and so many of the worst messages.
const EXAMPLES: usize = 5;
const WORST: usize = 25;
/// So many files that were named and not read are told of one by one.
const FAILURES: usize = 20;
/// Verdicts, from the best to the worst.
pub const VERDICTS: [Verdict; 4] =
    [Verdict::Genuine, Verdict::Unverified, Verdict::Suspicious, Verdict::Forged];

/// Counts, which can be added up in any order.
#[derive(Debug, Default)]
pub struct Tally {
    /// Messages, those inside others included.
    pub messages: u64,
    /// Of which inside others.
    pub parts: u64,
    pub bytes: u64,
    pub verdicts: [u64; 4],
    rules: BTreeMap<String, u64>,
    origins: Top,
    organisations: Top,
    skipped: BTreeMap<Skip, Reason>,
    /// Named on the command line and not read.
    pub failed: u64,
    /// What was wrong with the first of those.
    pub failures: Vec<String>,
    worst: Vec<Summary>,
}

/// Files that were skipped for one reason.
#[derive(Debug, Default)]
struct Reason {
    count: u64,
    examples: Vec<String>,
}

impl Tally {
    /// Counts a message.
    pub fn add(&mut self, seen: &Seen<'_>, data: &Data) {
        self.messages += 1;
        self.parts += u64::from(seen.source.part.is_some());
        if seen.source.part.is_none() {
            self.bytes += seen.source.size;
        }
        self.verdicts[seen.verdict as usize] += 1;
        for found in &seen.findings {
            match self.rules.get_mut(&*found.rule) {
                Some(count) => *count += 1,
                None => drop(self.rules.insert(found.rule.clone().into_owned(), 1)),
            }
        }
        let Some(origin) = &seen.origin else { return };
        if let Some(ip) = &origin.ip {
            self.origins.add(ip, 1);
        }
        if let Some(org) = origin.host.as_deref().and_then(|host| Org::of(host, data)) {
            self.organisations.add(org.as_str(), 1);
        }
    }

    /// Keeps a message that is among the worst.
    pub fn note_worst(&mut self, report: &Report) {
        if report.verdict >= Verdict::Suspicious {
            self.push_worst(Summary::of(report));
        }
    }

    fn push_worst(&mut self, summary: Summary) {
        self.worst.push(summary);
        if self.worst.len() >= 2 * WORST {
            self.cut_worst();
        }
    }

    fn cut_worst(&mut self) {
        self.worst.sort_by(|a, b| {
            (b.verdict.cmp(&a.verdict))
                .then(b.score.total_cmp(&a.score))
                .then_with(|| a.place.cmp(&b.place))
        });
        self.worst.truncate(WORST);
    }

    /// Counts what was not read.
    pub fn skip(&mut self, skipped: &Skipped) {
        let unread = !matches!(skipped.why, Skip::NotMail | Skip::NoHeader | Skip::SymbolicLink);
        if skipped.named && unread {
            self.failed += 1;
            if self.failures.len() < FAILURES {
                self.failures.push(skipped.to_string());
            }
        }
        let reason = self.skipped.entry(skipped.why).or_default();
        reason.count += 1;
        if reason.examples.len() < EXAMPLES {
            let detail = skipped.detail.as_deref().map(|detail| format!(": {detail}"));
            reason.examples.push(format!("{}{}", skipped.path, detail.unwrap_or_default()));
        }
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: Tally) {
        self.messages += other.messages;
        self.parts += other.parts;
        self.bytes += other.bytes;
        self.failed += other.failed;
        self.failures.extend(other.failures);
        self.failures.truncate(FAILURES);
        for (mine, theirs) in self.verdicts.iter_mut().zip(other.verdicts) {
            *mine += theirs;
        }
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        self.origins.merge(other.origins);
        self.organisations.merge(other.organisations);
        for (why, reason) in other.skipped {
            let mine = self.skipped.entry(why).or_default();
            mine.count += reason.count;
            mine.examples.extend(reason.examples);
            mine.examples.sort();
            mine.examples.truncate(EXAMPLES);
        }
        self.worst.extend(other.worst);
        self.cut_worst();
    }

    /// Keeps of what was skipped the names alone, not the folders that lead there.
    pub fn hide_folders(&mut self) {
        let names = self.skipped.values_mut().flat_map(|reason| &mut reason.examples);
        for name in names.chain(&mut self.failures) {
            if let Some((_, last)) = name.rsplit_once('/') {
                *name = last.to_owned();
            }
        }
    }

    /// The worst verdict there was.
    pub fn worst_verdict(&self) -> Option<Verdict> {
        VERDICTS.into_iter().zip(self.verdicts).rev().find(|(_, n)| *n > 0).map(|(v, _)| v)
    }

    /// Examples of what could not be read, with the reason.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        let unread = self.skipped.iter().filter(|(why, _)| **why != Skip::NotMail);
        unread.flat_map(|(_, reason)| &reason.examples).map(String::as_str)
    }

    /// Files and folders that were skipped.
    pub fn skipped(&self) -> u64 {
        self.skipped.values().map(|reason| reason.count).sum()
    }
}
