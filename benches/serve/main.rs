//! How fast the sink is, next to others on the same machine: `cargo bench --bench serve -- DIR...`.
//!
//! A load client with 20 sessions sends different messages, each with ids of its own, made up ones
//! of 4 KB and, where a DIR is given, its files. It waits for every reply, and the clock stops when
//! the last report is written. The servers take turns, and the best of several rounds counts,
//! since other work on the machine can only take away from it. Everything lies on one filesystem.
//!
//! Options: `--rounds N`; `--messages N` of a run; `--python PATH` of a Python that has aiosmtpd;
//! `--scratch DIR`; `--only ours|oursdurable|smtpsink|postfix|aiosmtpd`; `--idle N` (N idle connections besides, in place of the comparison);
//! `--soak MINUTES` (mixed load for so long, in place of the comparison).

mod idle;
mod load;
mod servers;
mod soak;

use std::path::{Path, PathBuf};

use load::{Message, Outcome};
use servers::{Kind, Server};

/// Messages a second of ours with analysis and no store, as a share of smtp-sink's.
const SINK_BAR: f64 = 0.8;
/// Messages a second of ours with analysis and a durable store, as a multiple of Postfix's.
const POSTFIX_BAR: f64 = 3.0;
/// Messages a second of ours with analysis, as a multiple of aiosmtpd's without.
const AIOSMTPD_BAR: f64 = 5.0;

struct Options {
    folders: Vec<PathBuf>,
    rounds: usize,
    messages: usize,
    python: String,
    scratch: PathBuf,
    idle: usize,
    soak: f64,
    only: Option<String>,
}

fn main() {
    let options = options();
    let scratch = tempfile::tempdir_in(&options.scratch).expect("a folder for scratch files");
    // Postfix's own users have to reach what is theirs.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(scratch.path(), open).expect("can be set");
    if options.idle > 0 {
        return idle::run(scratch.path(), options.idle, options.messages);
    }
    if options.soak > 0.0 {
        let mut messages = load::made_up();
        messages.extend(load::of_folders(&options.folders, 2 << 20));
        return soak::run(scratch.path(), &messages, options.soak);
    }
    compare("4 KB, made up", &load::made_up(), scratch.path(), &options);
    if !options.folders.is_empty() {
        let messages = load::of_folders(&options.folders, 1 << 20);
        compare("files", &messages, scratch.path(), &options);
    }
}

/// All servers with one set of messages, with and without pipelining.
fn compare(what: &str, messages: &[Message], scratch: &Path, options: &Options) {
    let mean = messages.iter().map(Message::len).sum::<usize>() / messages.len().max(1);
    println!("messages: {what}, {} different, {mean} bytes on average; {}", messages.len(), busy());
    let kinds = [Kind::SmtpSink, Kind::Ours, Kind::Postfix, Kind::OursDurable, Kind::Aiosmtpd];
    for pipelined in [false, true] {
        let mut best: Vec<(Kind, Outcome)> = Vec::new();
        for _ in 0..options.rounds {
            for kind in kinds {
                let wanted = options.only.as_ref();
                if wanted.is_some_and(|only| !format!("{kind:?}").eq_ignore_ascii_case(only)) {
                    continue;
                }
                let Some(outcome) = measure(kind, messages, pipelined, scratch, options) else {
                    continue;
                };
                match best.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, known)) if known.rate() < outcome.rate() => *known = outcome,
                    Some(_) => {}
                    None => best.push((kind, outcome)),
                }
            }
        }
        println!("{}:", if pipelined { "pipelined" } else { "not pipelined" });
        for (kind, outcome) in &best {
            println!(
                "  {:<28} {:>7.0} messages/s  p50 {:>6.2} ms  p99 {:>6.2} ms  {:>6.1} MB/s{}",
                kind.name(),
                outcome.rate(),
                outcome.percentile(0.5),
                outcome.percentile(0.99),
                outcome.bytes as f64 / outcome.wall.as_secs_f64() / 1e6,
                match outcome.refused {
                    0 => String::new(),
                    refused => format!("  {refused} refused"),
                },
            );
        }
        let rate = |kind| best.iter().find(|(known, _)| *known == kind).map(|(_, o)| o.rate());
        let ratio = |ours, theirs, least: Option<f64>| {
            let (Some(our_rate), Some(their_rate)) = (rate(ours), rate(theirs)) else { return };
            let ratio: f64 = our_rate / their_rate;
            println!(
                "  {} / {}: {ratio:.2}{}",
                ours.name(),
                theirs.name(),
                match least {
                    Some(least) if ratio >= least => format!(" (bar {least} met)"),
                    Some(least) => format!(" (bar {least} missed)"),
                    None => String::new(),
                }
            );
        };
        ratio(Kind::Ours, Kind::SmtpSink, (!pipelined).then_some(SINK_BAR));
        ratio(Kind::OursDurable, Kind::Postfix, Some(POSTFIX_BAR));
        ratio(Kind::Ours, Kind::Aiosmtpd, Some(AIOSMTPD_BAR));
    }
}

fn measure(
    kind: Kind,
    messages: &[Message],
    pipelined: bool,
    scratch: &Path,
    options: &Options,
) -> Option<Outcome> {
    let server = Server::start(kind, scratch, &options.python, &[])?;
    // Slow ones get fewer, so that all take some seconds.
    let total = match kind {
        Kind::Ours | Kind::SmtpSink => options.messages,
        Kind::OursDurable => options.messages / 2,
        Kind::Postfix | Kind::Aiosmtpd => options.messages / 8,
    };
    load::run(server.address, messages, total.min(500), pipelined, || {});
    let ours = matches!(kind, Kind::Ours | Kind::OursDurable);
    let before = if ours { server.reports() } else { 0 };
    let length = || std::fs::metadata(server.folder.join("reports")).map_or(0, |data| data.len());
    let mut at_the_end = 0;
    let outcome = load::run(server.address, messages, total, pipelined, || {
        // Reports are written before the reply, so the last one stands there by now.
        at_the_end = if ours { length() } else { 0 };
    });
    if ours {
        assert_eq!(length(), at_the_end, "a report was written behind its reply");
        assert_eq!(server.reports() - before, outcome.messages, "one report for each message");
    }
    Some(outcome)
}

/// How busy the machine is besides.
fn busy() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().map_or(String::new(), |load| format!("load {load}"))
}

fn bar(met: bool) -> &'static str {
    if met { " (bar met)" } else { " (bar missed)" }
}

fn options() -> Options {
    let mut options = Options {
        folders: Vec::new(),
        rounds: 0,
        messages: 0,
        python: "python3".to_owned(),
        scratch: std::env::temp_dir(),
        idle: 0,
        soak: 0.0,
        only: None,
    };
    let mut real = false;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} wants a value"));
        match word.as_str() {
            // What cargo adds to a real run; without it this is a test that it works at all.
            "--bench" => real = true,
            "--rounds" => options.rounds = value().parse().expect("a number"),
            "--messages" => options.messages = value().parse().expect("a number"),
            "--python" => options.python = value(),
            "--scratch" => options.scratch = value().into(),
            "--idle" => options.idle = value().parse().expect("a number"),
            "--soak" => options.soak = value().parse().expect("minutes"),
            "--only" => options.only = Some(value()),
            folder => options.folders.push(folder.into()),
        }
    }
    let (rounds, messages) = if real { (3, 20_000) } else { (1, 800) };
    if options.rounds == 0 {
        options.rounds = rounds;
    }
    if options.messages == 0 {
        options.messages = messages;
    }
    options
}
