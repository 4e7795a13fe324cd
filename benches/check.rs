//! What a check costs: `cargo bench --bench check`.
//!
//! For each of two messages of 5 KB with 6 hops: nanoseconds per rule and hop of the built-in
//! rules, the time for all of them, and the time for the whole offline analysis next to
//! mail-parser reading the same header in the same run. Everything is the least time of many
//! rounds, since other work on the machine can only add to it. Ends with status 1 where a bar is
//! missed, but only with `--strict`, since a busy machine misses it too.
//!
//! Options: `--rules N` (show the N dearest rules; those above the bar are always shown),
//! `--profile SECONDS` (only repeat the analysis, for a profiler to watch), `--file PATH` (a
//! message of one's own instead of the two).

mod typical;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hopcheck::analyzer::Analyzer;
use hopcheck::chain;
use hopcheck::dns::Offline;
use hopcheck::facts::FactSet;
use hopcheck::message;
use hopcheck::received;
use hopcheck::report::{json, model::Source};
use hopcheck::rules::Rule;
use hopcheck::rules::schema::Scope;
use hopcheck::settings::Settings;
use mail_parser::MessageParser;

/// Nanoseconds that a rule may cost for a hop.
const RULE_BAR: f64 = 100.0;
/// Microseconds that all rules may cost for a message.
const RULES_BAR: f64 = 25.0;
/// How many times as long as mail-parser the analysis may take.
const RATIO_BAR: f64 = 6.0;

struct Options {
    rules: usize,
    profile: Option<Duration>,
    file: Option<String>,
    strict: bool,
    /// How often things are repeated: less where `cargo test` runs this.
    rounds: usize,
}

fn main() -> ExitCode {
    let options = options();
    let analyzer = Analyzer::new(Settings::default(), &[]).unwrap_or_else(|e| panic!("{e}"));
    let messages = match &options.file {
        Some(path) => {
            let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{path}: {e}"));
            vec![(path.as_str(), bytes)]
        }
        None => vec![
            ("one dialect", typical::one_dialect().into_bytes()),
            ("many dialects", typical::many_dialects().into_bytes()),
        ],
    };
    let mut met = true;
    for (name, bytes) in &messages {
        if let Some(time) = options.profile {
            profile(&analyzer, bytes, time);
            continue;
        }
        println!("{name}: {}", load());
        met &= rules(&analyzer, bytes, &options);
        met &= whole(&analyzer, bytes, &options);
        println!();
    }
    println!("{}", if met { "All bars are met." } else { "Not all bars are met." });
    if options.strict && !met { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The least time of one call, in nanoseconds: of many rounds of `calls` calls.
fn least<R>(rounds: usize, calls: u32, mut call: impl FnMut() -> R) -> f64 {
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        start.elapsed()
    });
    times.min().unwrap_or_default().as_nanos() as f64 / f64::from(calls)
}

/// Each rule for itself, then all of them as the verdict takes them.
fn rules(analyzer: &Analyzer, bytes: &[u8], options: &Options) -> bool {
    let settings = analyzer.settings();
    let dns = &Offline;
    analyzer.judged(bytes, settings, dns, Duration::ZERO, |_, facts, judgement, _| {
        let (hops, links) = (facts.chain.hops.len(), facts.chain.links.len());
        let all = analyzer.judge().rules().rules();
        let mut each: Vec<(f64, &Rule)> = all
            .iter()
            .filter(|rule| matches!(rule.scope, Scope::Hop | Scope::Link))
            .map(|rule| (one_rule(rule, facts, if rule.scope == Scope::Hop { hops } else { links }, options), rule))
            .collect();
        each.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (max, dearest) = each[0];
        let mean = each.iter().map(|(time, _)| time).sum::<f64>() / each.len() as f64;
        println!(
            "  {} rules, {hops} hops, {} found; a rule and hop: mean {mean:.1} ns, most {max:.1} ns ({})",
            all.len(),
            judgement.found.len(),
            dearest.id,
        );
        for (number, (time, rule)) in each.iter().enumerate() {
            if *time > RULE_BAR || number < options.rules {
                println!("    {time:>7.1} ns  {}", rule.id);
            }
        }
        let conditions = least(options.rounds, 20, || {
            let mut fired = 0_usize;
            for rule in all {
                let count = match rule.scope {
                    Scope::Hop => hops,
                    Scope::Link => links,
                    Scope::Message | Scope::Batch => 1,
                };
                fired += (0..count).filter(|index| rule.fires_on(black_box(facts), *index)).count();
            }
            fired
        }) / 1_000.0;
        let basis = judgement.basis.clone();
        let verdict = least(options.rounds, 20, || {
            facts.forget_from(0);
            analyzer.judge().judge(facts, basis.clone())
        }) / 1_000.0;
        println!("  all rules: {conditions:.2} µs; with support and verdict {verdict:.2} µs");
        max <= RULE_BAR && conditions <= RULES_BAR
    })
}

/// Nanoseconds for a hop, the mean of all hops (or links).
fn one_rule(rule: &Rule, facts: &FactSet<'_>, count: usize, options: &Options) -> f64 {
    let time = least(options.rounds, 100, || {
        (0..count).filter(|index| rule.fires_on(black_box(facts), *index)).count()
    });
    time / count.max(1) as f64
}

/// The analysis and its steps, next to mail-parser.
fn whole(analyzer: &Analyzer, bytes: &[u8], options: &Options) -> bool {
    let rounds = options.rounds * 5;
    let parser = MessageParser::default();
    let analyze = || analyzer.analyze(bytes, Source::default(), &Offline, Duration::ZERO);
    // In turns, so that what else the machine does comes over both alike.
    let (mut theirs, mut ours) = (f64::MAX, f64::MAX);
    for _ in 0..rounds / 10 + 1 {
        theirs = theirs.min(least(10, 50, || parser.parse_headers(black_box(bytes))));
        ours = ours.min(least(10, 20, analyze));
    }
    let ratio = ours / theirs;
    println!(
        "  {} bytes: analysis {:.1} µs, mail-parser {:.1} µs, {ratio:.2} times",
        bytes.len(),
        ours / 1_000.0,
        theirs / 1_000.0
    );
    let step = |what: &str, time: f64| println!("    {:>7.2} µs  {what}", time / 1_000.0);
    step("message::parse", least(rounds, 20, || message::parse(black_box(bytes)).fields.len()));
    let message = message::parse(bytes);
    let lines: Vec<&[u8]> = message.received().map(|field| message.raw_value(field)).collect();
    let read = || lines.iter().map(|line| received::parse(line).parts.len()).sum::<usize>();
    step("received::parse, all lines", least(rounds, 20, read));
    let build = || chain::build(black_box(&message), analyzer.data()).links.len();
    step("chain::build, lines read within", least(rounds, 20, build));
    let settings = analyzer.settings();
    let judged = || {
        analyzer.judged(bytes, settings, &Offline, Duration::ZERO, |_, _, judgement, _| {
            judgement.found.len()
        })
    };
    step("all but the report", least(rounds, 20, judged));
    let report = analyze();
    let mut line = Vec::new();
    let write = || {
        line.clear();
        json::write_line(&mut line, &report).map(|()| line.len())
    };
    step("(not in it) JSON of the report", least(rounds, 20, write));
    ratio <= RATIO_BAR
}

fn profile(analyzer: &Analyzer, bytes: &[u8], time: Duration) {
    let start = Instant::now();
    let mut times = 0_u64;
    while start.elapsed() < time {
        for _ in 0..1_000 {
            let source = Source::default();
            black_box(analyzer.analyze(black_box(bytes), source, &Offline, Duration::ZERO));
        }
        times += 1_000;
    }
    println!("{times} analyses");
}

/// How busy the machine is.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty());
    load.map_or(String::new(), |load| format!("load {load}"))
}

fn options() -> Options {
    let mut options = Options { rules: 5, profile: None, file: None, strict: false, rounds: 2 };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| panic!("{arg} wants a value"));
        match arg.as_str() {
            "--bench" => options.rounds = 100,
            "--strict" => options.strict = true,
            "--rules" => options.rules = value().parse().expect("a number"),
            "--profile" => {
                options.profile = Some(Duration::from_secs(value().parse().expect("seconds")));
            }
            "--file" => options.file = Some(value()),
            other => panic!("{other} is no option"),
        }
    }
    options
}
