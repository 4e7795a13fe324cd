//! The run: every message as it is, then with forged lines.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::count::MODERN;
use super::technique::{self, Technique};
use super::world::World;
use super::{Collection, Counts, Dice, Donor, Graft, GraftCount, Label, Mail, Target};
use crate::analyzer::Analyzer;
use crate::dns::Offline;
use crate::report::model::{HopVerdict, Verdict};
use crate::settings::Settings;
use crate::verdict::{Judgement, decibans};

/// What to measure, and what to show of it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub jobs: usize,
    /// Graft forged lines onto the honest collections.
    pub graft: bool,
    /// List the messages of this verdict; grafts where `technique` is given.
    pub list: Option<Verdict>,
    /// List the messages on which this rule fired.
    pub rule: Option<String>,
    /// Graft this technique only.
    pub technique: Option<String>,
}

/// What came of it. Half of the messages are held out, and so are the variants that nobody who
/// tunes rules has read: of both only totals are printed.
pub type Result = Counts;

/// One message as it was read.
struct Loaded {
    collection: usize,
    file: usize,
    bytes: Vec<u8>,
}

/// Measures the analyzer on the collections, offline.
pub fn measure(analyzer: &Analyzer, collections: &[Collection], options: &Options) -> Result {
    let all: Vec<(usize, usize, &PathBuf)> = collections
        .iter()
        .enumerate()
        .flat_map(|(c, collection)| {
            collection.files.iter().enumerate().map(move |(f, path)| (c, f, path))
        })
        .collect();
    let (mut counts, targets) =
        in_parallel(options.jobs, all.len(), |n, state: &mut (Counts, Vec<(usize, Target)>)| {
            let (collection, file, path) = all[n];
            let Ok(bytes) = std::fs::read(path) else { return };
            let loaded = Loaded { collection, file, bytes };
            let honest = options.graft && collections[collection].label == Label::Ham;
            if let Some(target) = as_it_is(analyzer, &loaded, path, options, honest, &mut state.0) {
                state.1.push((n, target));
            }
        })
        .into_iter()
        .fold(
            (Counts::default(), Vec::new()),
            |(mut counts, mut targets), (more, part)| {
                counts.merge(more);
                targets.extend(part);
                (counts, targets)
            },
        );
    let mut targets = targets;
    targets.sort_by_key(|(n, _)| *n);
    let techniques = technique::all();
    let parts = in_parallel(options.jobs, targets.len(), |n, counts: &mut Counts| {
        let (number, target) = &targets[n];
        // Half the pool away is, in a pool of several collections, another one.
        let (_, donor) = &targets[(n + targets.len() / 2 + 1) % targets.len()];
        let mut target = target.clone();
        target.donor =
            Some(Donor { claimed: donor.claimed().to_vec(), folds: donor.folds.clone() });
        let (collection, file, path) = all[*number];
        honest_with_dns(analyzer, &target, counts);
        for technique in &techniques {
            if options.technique.as_deref().is_some_and(|only| only != technique.id) {
                continue;
            }
            grafted(analyzer, &target, technique, options, counts, |text| {
                ((collection, file, 1), format!("{} {text}", path.display()))
            });
        }
    });
    parts.into_iter().for_each(|part| counts.merge(part));
    counts
}

/// Calls `each` with every number below `count` from several threads, each with a state of its own.
fn in_parallel<S: Default + Send>(
    jobs: usize,
    count: usize,
    each: impl Fn(usize, &mut S) + Sync,
) -> Vec<S> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1))
            .map(|_| {
                scope.spawn(|| {
                    let mut state = S::default();
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= count {
                            return state;
                        }
                        each(n, &mut state);
                    }
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

/// Whether a message is held out: by one bit of its hash.
fn held_out(bytes: &[u8]) -> bool {
    Dice::of(bytes, "hold-out").roll() & 1 == 1
}

/// Counts a message as it is; gives what grafts need to know of it.
fn as_it_is(
    analyzer: &Analyzer,
    loaded: &Loaded,
    path: &std::path::Path,
    options: &Options,
    honest: bool,
    counts: &mut Counts,
) -> Option<Target> {
    let list = options.technique.is_none();
    let mut listed = None;
    let target = analyzer.judged(
        &loaded.bytes,
        analyzer.settings(),
        &Offline,
        Duration::ZERO,
        |message, facts, judgement, _| {
            let mail: &mut Mail = counts.mail.entry(loaded.collection).or_default();
            mail.messages += 1;
            *mail.verdicts.entry(judgement.verdict).or_default() += 1;
            mail.curve.add(decibans(judgement.score.max(1e-20)));
            for rule in fired(&judgement) {
                *mail.rules.entry(rule.to_owned()).or_default() += 1;
            }
            if let Some(link) = facts.handover.filter(|at| *at < facts.chain.links.len()) {
                let kind = match &facts.explained[link] {
                    Some(_) => "explained",
                    None => facts.chain.links[link].kind.as_str(),
                };
                *mail.handovers.entry(kind).or_default() += 1;
            }
            let stamped = facts.handover.and_then(|at| facts.hop(at).unix());
            let year = stamped.map(|unix| super::stamp::local(unix, 0).year());
            if let Some(year) = year {
                let years = mail.years.entry(year).or_default();
                *years.entry(judgement.verdict).or_default() += 1;
            }
            match judgement.verdict {
                Verdict::Genuine => {}
                Verdict::Unverified => {
                    *mail.unsure.entry(not_genuine(facts, &judgement)).or_default() += 1;
                }
                Verdict::Suspicious | Verdict::Forged => {
                    for rule in against(&judgement) {
                        *mail.against.entry(rule.to_owned()).or_default() += 1;
                    }
                }
            }
            if judgement.verdict == Verdict::Genuine {
                let mut reasons: Vec<&str> = judgement
                    .hops
                    .iter()
                    .flat_map(|hop| &hop.support)
                    .map(|reason| reason.split(':').next().unwrap_or(reason))
                    .collect();
                reasons.sort_unstable();
                reasons.dedup();
                let reasons = if reasons.is_empty() {
                    "own lines only".to_owned()
                } else {
                    reasons.join(" + ")
                };
                if year.is_some_and(|year| year >= MODERN) {
                    *mail.modern.entry(reasons.clone()).or_default() += 1;
                }
                *mail.supports.entry(reasons).or_default() += 1;
            }
            if list && wanted(&judgement, options) {
                listed = Some(format!("{} {}", path.display(), why(facts, &judgement)));
            }
            honest.then(|| Target::of(message, facts)).flatten()
        },
    );
    if let Some(text) = listed {
        counts.listed.insert((loaded.collection, loaded.file, 0), text);
    }
    target
}

fn grafted(
    analyzer: &Analyzer,
    target: &Target,
    technique: &'static Technique,
    options: &Options,
    counts: &mut Counts,
    place: impl Fn(String) -> ((usize, usize, usize), String),
) {
    let pool_out = held_out(&target.header);
    // One variant to look at and one held out; of a message held out neither is looked at.
    for (variant, mut dice) in technique.drawn(&target.header) {
        let variant_out = variant.is_held_out();
        let Some(graft) = technique.graft(target, variant, &mut dice) else { continue };
        let mut settings: Settings = analyzer.settings().clone();
        settings.own_hosts.extend(graft.own_hosts.iter().cloned());
        let secret = pool_out || variant_out;
        let part = match (variant_out, pool_out) {
            (true, _) => &mut counts.variants_out,
            (false, true) => &mut counts.messages_out,
            (false, false) => &mut counts.open,
        };
        let count: &mut GraftCount = part.entry(technique.id).or_default();
        let mut text = None;
        analyzer.judged(
            &graft.bytes,
            &settings,
            &Offline,
            Duration::ZERO,
            |_, facts, judgement, _| {
                tally(count, &graft.forged, &judgement);
                if !secret && options.technique.is_some() && wanted(&judgement, options) {
                    text = Some(format!(
                        "[{}] forged {:?} {}\n{}",
                        technique.words(variant),
                        graft.forged,
                        why(facts, &judgement),
                        shown(&graft.bytes)
                    ));
                }
            },
        );
        if let Some(text) = text {
            let (key, text) = place(text);
            counts.listed.insert(key, text);
        }
        if technique.traceless.is_some() {
            let count = counts.shown.entry(technique.id).or_default();
            with_dns(analyzer, target, &graft, |judgement| tally(count, &graft.forged, judgement));
        }
    }
}

/// Judges a graft with the DNS of its day, an hour after it was taken.
pub(super) fn with_dns<R>(
    analyzer: &Analyzer,
    target: &Target,
    graft: &Graft,
    then: impl FnOnce(&Judgement<'_>) -> R,
) -> R {
    let mut world = World::of(target.lines.iter().map(String::as_str));
    if let Some(name) = &graft.borrowed {
        world.host(name, None, false);
    }
    let mut settings = analyzer.settings().clone();
    settings.own_hosts.extend(graft.own_hosts.iter().cloned());
    settings.now = Some(target.when + 3600);
    settings.auth = false;
    analyzer.judged(&graft.bytes, &settings, &world, Duration::MAX, |_, _, judgement, _| {
        then(&judgement)
    })
}

/// Whether the DNS of its day would have accused the honest message.
fn honest_with_dns(analyzer: &Analyzer, target: &Target, counts: &mut Counts) {
    let bytes = target.header.clone();
    let honest = Graft { bytes, forged: Vec::new(), own_hosts: Vec::new(), borrowed: None };
    let accused = |judgement: &Judgement<'_>| judgement.verdict >= Verdict::Suspicious;
    let (settings, budget) = (analyzer.settings(), Duration::ZERO);
    let offline =
        analyzer.judged(&honest.bytes, settings, &Offline, budget, |_, _, judgement, _| {
            accused(&judgement)
        });
    let asked = with_dns(analyzer, target, &honest, accused);
    counts.asked.0 += 1;
    counts.asked.1 += usize::from(asked && !offline);
}

/// Why a message with nothing grave against it is not genuine.
fn not_genuine(facts: &crate::facts::FactSet<'_>, judgement: &Judgement<'_>) -> &'static str {
    let doubted = |found: &crate::verdict::Found<'_>| found.weight > 0.0;
    let hops = facts.chain.hops.iter().zip(&judgement.hops);
    let mut claimed = hops.skip(facts.own);
    let lone = claimed.find(|(_, judged)| judged.support.is_empty());
    if facts.chain.hops.is_empty() {
        "no Received line"
    } else if judgement.found.iter().any(doubted) {
        "something small speaks against it"
    } else if let Some((hop, _)) = lone {
        match (facts.own, hop.by.provider.is_some()) {
            _ if !hop.line.unparsed.is_empty() => "a line could not be read whole",
            (_, true) => "a provider's line, whose place nothing speaks for",
            (_, false) => "a line by a host that is no known provider's and signed nothing",
        }
    } else {
        "a line could not be read whole"
    }
}

/// Rules with a weight that fired, each once.
fn against<'j>(judgement: &'j Judgement<'_>) -> Vec<&'j str> {
    let weighed = judgement.found.iter().filter(|found| found.weight > 0.0);
    let mut rules: Vec<&str> = weighed.map(|found| found.rule.id.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn tally(count: &mut GraftCount, forged: &[usize], judgement: &Judgement<'_>) {
    let accused = |hop: &crate::verdict::Judged| {
        matches!(hop.verdict, HopVerdict::Suspicious | HopVerdict::Forged)
    };
    count.grafts += 1;
    count.found += usize::from(judgement.verdict >= Verdict::Suspicious);
    count.forged += usize::from(judgement.verdict == Verdict::Forged);
    count.genuine += usize::from(judgement.verdict == Verdict::Genuine);
    count.lines += forged.len();
    for (index, hop) in judgement.hops.iter().enumerate() {
        match (accused(hop), forged.contains(&(index + 1))) {
            (true, true) => count.lines_found += 1,
            (true, false) => count.accused += 1,
            _ => {}
        }
    }
    for rule in fired(judgement) {
        *count.rules.entry(rule.to_owned()).or_default() += 1;
    }
    count.curve.add(decibans(judgement.score.max(1e-20)));
}

/// Rules that fired, each once.
fn fired<'j>(judgement: &'j Judgement<'_>) -> Vec<&'j str> {
    let mut fired: Vec<&str> = judgement.found.iter().map(|f| f.rule.id.as_str()).collect();
    fired.sort_unstable();
    fired.dedup();
    fired
}

fn wanted(judgement: &Judgement<'_>, options: &Options) -> bool {
    let rule = options.rule.as_deref();
    options.list == Some(judgement.verdict)
        || rule.is_some_and(|rule| fired(judgement).contains(&rule))
}

/// Verdict, boundary and findings, for people.
fn why(facts: &crate::facts::FactSet<'_>, judgement: &Judgement<'_>) -> String {
    let mut text =
        format!("{} {:.3} boundary {}", judgement.verdict.as_str(), judgement.score, facts.own);
    for found in judgement.found.iter().filter(|f| f.weight != 0.0) {
        let lines: Vec<usize> = found.hops.iter().map(|hop| hop + 1).collect();
        let says = found.rule.says.render(facts, found.index);
        text += &format!("\n    {:+} {} {lines:?} {says}", found.weight, found.rule.id);
    }
    text
}

/// The Received lines of a header.
fn shown(header: &[u8]) -> String {
    let text = String::from_utf8_lossy(header);
    let mut shown = String::new();
    let mut inside = false;
    for line in text.lines() {
        inside = line.to_ascii_lowercase().starts_with("received:")
            || inside && line.starts_with([' ', '\t']);
        if inside {
            shown += &format!("      | {line}\n");
        }
    }
    shown
}
