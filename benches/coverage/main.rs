//! How much of real Received lines the parser explains, and how fast it is.
//!
//! `cargo bench --bench coverage -- [--shapes N] [--lines CODE] [--dump FILE] DIR…` reads every
//! file below each folder as one message. Per folder: the share of lines with nothing unexplained, with a
//! dialect named, with the peer's address found where a regular expression sees one, and with
//! a date read. Then the dialects, the violations, and the commonest unexplained shapes: the
//! place to start when a dialect is to be extended. Without a folder it only measures speed.

mod speed;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use hopcheck::received::{DateDefect, Line, parse};
use regex::bytes::Regex;

#[derive(Default)]
struct Folder {
    messages: usize,
    lines: usize,
    explained: usize,
    named: usize,
    with_address: usize,
    address_found: usize,
    address_same: usize,
    dated: usize,
    dialects: BTreeMap<String, usize>,
    /// By code and the dialect claimed, then by label (`ham`, `spam`, …).
    violations: BTreeMap<String, BTreeMap<String, usize>>,
    labels: BTreeMap<String, usize>,
    label: String,
    shapes: BTreeMap<String, (usize, String)>,
    generic_shapes: BTreeMap<String, (usize, String)>,
    defects: BTreeMap<&'static str, usize>,
    lost: Vec<String>,
    other: Vec<String>,
    undated: Vec<String>,
    asked: Vec<String>,
    nanos: u128,
}

struct Options {
    shapes: usize,
    /// Print lines with this violation, dialect or `dialect/form`.
    lines: Option<String>,
    /// Write what was read of every line to this file, to compare two versions of the parser.
    dump: Option<std::io::BufWriter<std::fs::File>>,
    folders: Vec<PathBuf>,
}

fn main() {
    let mut options = options();
    speed::print();
    let mut total = Folder::default();
    let mut labels: BTreeMap<String, Folder> = BTreeMap::new();
    println!(
        "{:<28} {:>8} {:>8} {:>10} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "folder", "messages", "lines", "explained", "dialect", "address", "same", "date", "ns/line"
    );
    let folders = std::mem::take(&mut options.folders);
    for folder in &folders {
        let mut found = Folder::default();
        let label = folder.parent().and_then(Path::file_name).unwrap_or_default();
        found.label = label.to_string_lossy().into_owned();
        read_folder(folder, &mut options, &mut found);
        *found.labels.entry(found.label.clone()).or_default() += found.lines;
        let name = folder.iter().rev().take(2).collect::<Vec<_>>();
        let name: PathBuf = name.into_iter().rev().collect();
        row(&name.display().to_string(), &found);
        labels.entry(found.label.clone()).or_default().count(&found);
        total.add(found);
    }
    for (label, sum) in &labels {
        row(&format!("{label}, all"), sum);
    }
    if folders.is_empty() {
        return;
    }
    row("all", &total);
    table("dialects", &total.dialects, total.lines);
    violations(&total);
    table("date defects", &total.defects, total.lines);
    shapes("unexplained shapes", &total.shapes, options.shapes);
    shapes("shapes without a dialect", &total.generic_shapes, options.shapes);
    samples("address seen and not found", &total.lost, options.shapes);
    samples("another address found than the last one seen", &total.other, options.shapes);
    samples("date not read", &total.undated, options.shapes);
    samples("asked for", &total.asked, 400);
}

fn options() -> Options {
    let mut options = Options { shapes: 40, lines: None, dump: None, folders: Vec::new() };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--shapes" => options.shapes = args.next().and_then(|n| n.parse().ok()).unwrap_or(40),
            "--lines" => options.lines = args.next(),
            "--dump" => {
                let file = args.next().and_then(|path| std::fs::File::create(path).ok());
                options.dump = file.map(std::io::BufWriter::new);
            }
            _ => options.folders.push(arg.into()),
        }
    }
    options
}

fn read_folder(folder: &Path, options: &mut Options, found: &mut Folder) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("cannot read {}", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_folder(&path, options, found);
        } else if let Ok(message) = std::fs::read(&path) {
            found.messages += 1;
            for value in received_values(&message) {
                measure(value, options, found);
            }
        }
    }
}

/// The values of the Received fields of a message, folding kept.
fn received_values(message: &[u8]) -> Vec<&[u8]> {
    let mut values = Vec::new();
    let mut at = 0;
    let mut open: Option<usize> = None;
    while at < message.len() {
        let end = memchr::memchr(b'\n', &message[at..]).map_or(message.len(), |n| at + n + 1);
        let line = &message[at..end];
        let blank = line.iter().all(|b| matches!(b, b'\r' | b'\n'));
        if !matches!(line[0], b' ' | b'\t') || blank {
            if let Some(start) = open.take() {
                values.push(&message[start..at]);
            }
            if blank {
                return values;
            }
            if line.len() > 9 && line[..9].eq_ignore_ascii_case(b"received:") {
                open = Some(at + 9);
            }
        }
        at = end;
    }
    values
}

static FROM_PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?is-u)^\s*from\s(.*?)\sby\s").unwrap());
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)[\[(@ ](?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f.]*)(?:%\w+)?(?::\d+)?[\])]",
    )
    .unwrap()
});

fn measure(value: &[u8], options: &mut Options, found: &mut Folder) {
    let start = Instant::now();
    let line = parse(value);
    found.nanos += start.elapsed().as_nanos();
    found.lines += 1;
    if let Some(dump) = &mut options.dump {
        let _ = writeln!(dump, "{line:?}");
    }
    let text = String::from_utf8_lossy(value).split_whitespace().collect::<Vec<_>>().join(" ");
    *found.dialects.entry(format!("{}/{}", line.dialect, line.form)).or_default() += 1;
    if line.unparsed.is_empty() {
        found.explained += 1;
    } else {
        let shape = line
            .unparsed
            .iter()
            .map(|span| generalise(&String::from_utf8_lossy(&value[span.range()])))
            .collect::<Vec<_>>()
            .join(" … ");
        let shape = format!("[{}/{}] {shape}", line.dialect, line.form);
        found.shapes.entry(shape).or_insert((0, text.clone())).0 += 1;
    }
    if matches!(line.dialect, "generic" | "unknown") {
        found.generic_shapes.entry(generalise(&text)).or_insert((0, text.clone())).0 += 1;
    } else {
        found.named += 1;
    }
    address(value, &line, &text, found);
    match &line.date {
        // A date without a zone tells no instant and is read all the same.
        Some(date) if date.unix.is_some() || date.hour.is_some() => found.dated += 1,
        _ => found.undated.push(text.clone()),
    }
    for defect in line.date.iter().flat_map(|date| &date.defects) {
        *found.defects.entry(DateDefect::as_str(*defect)).or_default() += 1;
    }
    for violation in &line.violations {
        let key = format!("{} {}", line.claims.unwrap_or_default(), violation.code);
        let labels = found.violations.entry(key).or_default();
        *labels.entry(found.label.clone()).or_default() += 1;
    }
    if let Some(asked) = &options.lines
        && (line.dialect == asked
            || *asked == format!("{}/{}", line.dialect, line.form)
            || line.violations.iter().any(|violation| {
                *asked == format!("{} {}", line.claims.unwrap_or_default(), violation.code)
            }))
    {
        found.asked.push(text);
    }
}

fn address(value: &[u8], line: &Line<'_>, text: &str, found: &mut Folder) {
    let Some(part) = FROM_PART.captures(value).and_then(|captures| captures.get(1)) else { return };
    let seen = ADDRESS
        .captures_iter(part.as_bytes())
        .filter_map(|captures| {
            std::str::from_utf8(captures.get(1)?.as_bytes()).ok()?.parse::<IpAddr>().ok()
        })
        .last();
    let Some(seen) = seen else { return };
    let seen = seen.to_canonical();
    found.with_address += 1;
    match line.from.as_ref().and_then(|from| from.ip) {
        None => found.lost.push(text.to_owned()),
        Some(ip) => {
            found.address_found += 1;
            if ip == seen {
                found.address_same += 1;
            } else {
                found.other.push(text.to_owned());
            }
        }
    }
}

static GENERAL: LazyLock<Vec<(regex::Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +\d+ \w{3} \d{4} \d+:\d+:\d+ [+-]\d{4}( \([A-Z]{2,5}\))?", "DATE"),
        (r"(?:IPv6:)?[0-9a-fA-F]*:[0-9a-fA-F:.]+:[0-9a-fA-F.]*", "V6"),
        (r"\d+\.\d+\.\d+\.\d+", "IP"),
        (r"<?[\w.+=/-]+@[\w.-]+>?", "ADDR"),
        (r"\b[\w-]+(?:\.[\w-]+)+\.?", "HOST"),
        (r"\bid [^\s;]+", "id ID"),
        (r"\d+", "9"),
    ]
    .into_iter()
    .map(|(pattern, word)| (regex::Regex::new(pattern).unwrap(), word))
    .collect()
});

fn generalise(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (pattern, word) in GENERAL.iter() {
        text = pattern.replace_all(&text, *word).into_owned();
    }
    text.chars().take(200).collect()
}

impl Folder {
    /// Adds the numbers alone.
    fn count(&mut self, other: &Folder) {
        self.messages += other.messages;
        self.lines += other.lines;
        self.explained += other.explained;
        self.named += other.named;
        self.with_address += other.with_address;
        self.address_found += other.address_found;
        self.address_same += other.address_same;
        self.dated += other.dated;
        self.nanos += other.nanos;
    }

    fn add(&mut self, other: Folder) {
        self.count(&other);
        for (key, count) in other.dialects {
            *self.dialects.entry(key).or_default() += count;
        }
        for (key, labels) in other.violations {
            let sum = self.violations.entry(key).or_default();
            for (label, count) in labels {
                *sum.entry(label).or_default() += count;
            }
        }
        for (label, count) in other.labels {
            *self.labels.entry(label).or_default() += count;
        }
        for (key, count) in other.defects {
            *self.defects.entry(key).or_default() += count;
        }
        for (key, (count, sample)) in other.shapes {
            self.shapes.entry(key).or_insert((0, sample)).0 += count;
        }
        for (key, (count, sample)) in other.generic_shapes {
            self.generic_shapes.entry(key).or_insert((0, sample)).0 += count;
        }
        self.lost.extend(other.lost);
        self.other.extend(other.other);
        self.undated.extend(other.undated);
        self.asked.extend(other.asked);
    }
}

fn row(name: &str, folder: &Folder) {
    let share = |part: usize, whole: usize| {
        if whole == 0 { "-".into() } else { format!("{:.3}", part as f64 * 100.0 / whole as f64) }
    };
    let mut out = String::new();
    let _ = write!(
        out,
        "{name:<28} {:>8} {:>8} {:>10} {:>9} {:>9} {:>9} {:>9} {:>8}",
        folder.messages,
        folder.lines,
        share(folder.explained, folder.lines),
        share(folder.named, folder.lines),
        share(folder.address_found, folder.with_address),
        share(folder.address_same, folder.with_address),
        share(folder.dated, folder.lines),
        folder.nanos.checked_div(folder.lines as u128).unwrap_or(0),
    );
    println!("{out}");
}

fn table(title: &str, counts: &BTreeMap<impl std::fmt::Display, usize>, whole: usize) {
    println!("\n{title}");
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (name, count) in rows {
        println!("{count:>8} {:>7.3} % {name}", *count as f64 * 100.0 / whole.max(1) as f64);
    }
}

/// Each violation, with its share of all lines of a label.
fn violations(total: &Folder) {
    println!("\nviolations");
    for (label, lines) in &total.labels {
        print!("{:>20}", format!("{label} ({lines})"));
    }
    println!();
    for (violation, labels) in &total.violations {
        for (label, lines) in &total.labels {
            let count = labels.get(label).copied().unwrap_or(0);
            print!("{count:>10} {:>7.3} %", count as f64 * 100.0 / (*lines).max(1) as f64);
        }
        println!("  {violation}");
    }
}

fn shapes(title: &str, shapes: &BTreeMap<String, (usize, String)>, most: usize) {
    println!("\n{title}: {}", shapes.len());
    let mut rows: Vec<_> = shapes.iter().collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (shape, (count, sample)) in rows.into_iter().take(most) {
        println!(
            "{count:>6} {shape}\n         e.g. {}",
            sample.chars().take(420).collect::<String>()
        );
    }
}

fn samples(title: &str, lines: &[String], most: usize) {
    println!("\n{title}: {}", lines.len());
    for line in lines.iter().take(most) {
        println!("       {}", line.chars().take(420).collect::<String>());
    }
}
