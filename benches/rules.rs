//! What a rule costs: `cargo bench --bench rules`.
//!
//! Sixty conditions of the kind rules have, judged for each of six hops. Printed are nanoseconds
//! per rule and hop, the least of many runs, since the machine can only add to them:
//! once as mail has it, where most conditions are decided by their first part, and once with every
//! part of every condition true, so that nothing is cut short.

use std::borrow::Cow;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use hopcheck::rules::schema::{Facts, Field, Record, Schema, Scope, Type, Value, Variable};
use hopcheck::rules::{Condition, Outcome, RuleSet};

const HOPS: usize = 6;
const RUNS: usize = 300;

const fn field(path: &'static str, ty: Type) -> Field {
    Field { path, ty, doc: "" }
}

static SCHEMA: Schema = Schema {
    records: &[
        Record {
            name: "hop",
            fields: &[
                field("line", Type::Int),
                field("own", Type::Bool),
                field("from", Type::Group),
                field("from.helo", Type::String),
                field("from.rdns", Type::String),
                field("from.ip", Type::Ip),
                field("from.names", Type::StringList),
                field("by.host", Type::String),
                field("by.ips", Type::IpList),
                field("with", Type::String),
                field("id", Type::String),
                field("dialect", Type::String),
                field("date.lag", Type::Int),
                field("date.zone_minutes", Type::Int),
                field("date.skew", Type::Double),
                field("tls", Type::Bool),
            ],
        },
        Record {
            name: "message",
            fields: &[field("lines", Type::Int), field("forged", Type::Int)],
        },
    ],
    variables: &[
        Variable { name: "hop", record: 0, list: false, scopes: &[Scope::Hop], doc: "" },
        Variable { name: "above", record: 0, list: false, scopes: &[Scope::Hop], doc: "" },
        Variable { name: "hops", record: 0, list: true, scopes: &[Scope::Hop], doc: "" },
        Variable { name: "message", record: 1, list: false, scopes: &[Scope::Hop], doc: "" },
    ],
};

/// A hop as measured: plain data, as the facts of a message are.
struct Hop {
    line: i64,
    own: bool,
    helo: Option<String>,
    rdns: Option<String>,
    ip: Option<IpAddr>,
    names: Vec<String>,
    by: String,
    ips: Vec<IpAddr>,
    with: &'static str,
    id: String,
    dialect: &'static str,
    lag: Option<i64>,
    zone_minutes: i64,
    skew: f64,
    tls: bool,
}

struct Mail {
    hops: Vec<Hop>,
}

fn text(value: &Option<String>) -> Value<'_> {
    value.as_deref().map_or(Value::Absent, Value::Str)
}

impl Facts for Mail {
    fn get(&self, record: usize, field: usize, index: usize) -> Value<'_> {
        if record == 1 {
            return Value::Int(if field == 0 { self.hops.len() as i64 } else { 0 });
        }
        let Some(hop) = self.hops.get(index) else {
            return Value::Absent;
        };
        match field {
            0 => Value::Int(hop.line),
            1 => Value::Bool(hop.own),
            2 => Value::Present,
            3 => text(&hop.helo),
            4 => text(&hop.rdns),
            5 => hop.ip.map_or(Value::Absent, Value::Ip),
            6 => Value::Strs(hop.names.iter().map(|n| Cow::Borrowed(n.as_str())).collect()),
            7 => Value::Str(&hop.by),
            8 => Value::Ips(Cow::Borrowed(&hop.ips)),
            9 => Value::Str(hop.with),
            10 => Value::Str(&hop.id),
            11 => Value::Str(hop.dialect),
            12 => hop.lag.map_or(Value::Unknown, Value::Int),
            13 => Value::Int(hop.zone_minutes),
            14 => Value::Double(hop.skew),
            _ => Value::Bool(hop.tls),
        }
    }

    fn resolve(&self, variable: usize, index: usize) -> Option<usize> {
        match variable {
            0 => Some(index),
            1 => index.checked_sub(1),
            _ => Some(0),
        }
    }

    fn count(&self, _: usize, _: usize) -> usize {
        self.hops.len()
    }
}

fn mail() -> Mail {
    let hop = |n: usize| Hop {
        line: n as i64 + 1,
        own: n < 2,
        helo: Some(format!("mail{n}.example.org")),
        rdns: n.is_multiple_of(2).then(|| format!("host{n}.example.net")),
        ip: Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, n as u8))),
        names: vec![format!("host{n}.example.net"), format!("mail{n}.example.org")],
        by: format!("mx{n}.example.com"),
        ips: vec![IpAddr::V4(Ipv4Addr::new(198, 51, 100, n as u8))],
        with: "ESMTPS",
        id: format!("4B3Zq{n}xyz"),
        dialect: "postfix",
        lag: (n != 4).then_some(7),
        zone_minutes: 30,
        skew: 1.5,
        tls: true,
    };
    Mail { hops: (0..HOPS).map(hop).collect() }
}

/// As rules are written: what decides most often stands first.
const TYPICAL: [&str; 12] = [
    r#"!hop.own && has(hop.from.helo) && has(hop.from.rdns) && hop.from.helo != hop.from.rdns"#,
    r#"!hop.own && hop.dialect == "exim" && !hop.id.matches("^[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}$")"#,
    r#"hop.date.zone_minutes >= 60 && !hop.own"#,
    r#"!hop.own && hop.date.lag < -3600 && has(above.date.lag) && above.date.lag > 0"#,
    r#"has(hop.from.ip) && cidr("203.0.113.0/24").containsIP(hop.from.ip) && !hop.own && hop.tls"#,
    r#"!hop.own && hop.with in ["HTTP", "HTTPS", "MAPI", "local"] && has(hop.from.ip)"#,
    r#"!hop.own && hop.from.helo.endsWith(".google.com") && !(hop.from.rdns.endsWith(".google.com"))"#,
    r#"!hop.own && hop.from.helo == "localhost" && hop.from.ip.isGlobalUnicast()"#,
    r#"!hop.own && hop.date.skew > 86400.0 && has(hop.date.lag) && hop.line > 1"#,
    r#"!hop.own && hop.dialect == "qmail" && has(hop.id) && hop.tls"#,
    r#"!hop.own && hop.by.host == hop.from.helo && hop.line < message.lines"#,
    r#"!hop.own && size(hop.id) < 4 && hop.dialect != "generic" && has(hop.from)"#,
];

/// Every part is true for every hop but the first.
const WHOLE: [&str; 8] = [
    r#"hop.dialect == "postfix" && has(hop.from.helo) && hop.from.helo != hop.by.host && hop.tls"#,
    r#"has(hop.from.ip) && hop.from.ip.isGlobalUnicast() && hop.line > 1 && hop.line <= message.lines"#,
    r#"hop.date.zone_minutes < 60 && hop.date.skew > 1.0 && hop.tls && has(hop.id)"#,
    r#"hop.with in ["SMTP", "ESMTP", "ESMTPS"] && has(hop.from) && above.dialect == hop.dialect"#,
    r#"cidr("192.0.2.0/24").containsIP(hop.from.ip) && hop.from.helo.endsWith(".example.org") && hop.tls"#,
    r#"hop.by.host.contains("example") && hop.from.helo.startsWith("mail") && above.line < hop.line"#,
    r#"hop.from.ip != above.from.ip && hop.by.host != above.by.host && has(hop.from.helo) && hop.tls"#,
    r#"hop.id.matches("^4B3[A-Za-z]+[0-9]") && hop.dialect == "postfix" && hop.line > 1"#,
];

const RULES: usize = 60;

fn compile(sources: &[&str]) -> Vec<Condition> {
    let conditions = sources.iter().cycle().take(RULES).map(|source| {
        Condition::compile(source, &SCHEMA, Scope::Hop)
            .unwrap_or_else(|e| panic!("{source}: {e:?}"))
    });
    conditions.collect()
}

/// The least time of many runs.
fn least(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn report(name: &str, conditions: &[Condition], mail: &Mail) -> f64 {
    let mut fired = 0;
    let time = least(|| {
        fired = 0;
        for condition in conditions {
            for index in 0..HOPS {
                if condition.eval(black_box(mail), index) == Outcome::True {
                    fired += 1;
                }
            }
        }
    });
    let each = time.as_nanos() as f64 / (conditions.len() * HOPS) as f64;
    println!(
        "{name:<28} {each:>7.1} ns per rule and hop, {:>6.1} µs for {} rules and {HOPS} hops ({fired} fired)",
        time.as_nanos() as f64 / 1_000.0,
        conditions.len(),
    );
    each
}

fn main() {
    let mail = mail();
    let typical = compile(&TYPICAL);
    let whole = compile(&WHOLE);
    report("typical", &typical, &mail);
    report("every part judged", &whole, &mail);
    println!();
    for source in TYPICAL.iter().chain(&WHOLE) {
        let condition = compile(&[source]);
        let cut: String = source.chars().take(26).collect();
        report(&cut, &condition[..1], &mail);
    }
    load_files();
}

/// What it takes to have rules ready when the program starts: files, conditions, sentences.
fn load_files() {
    let rule = |number: usize, source: &str| {
        let text = format!(
            "id = \"bench/r{number}\"\ntitle = \"t\"\nscope = \"hop\"\nwhen = '''{source}'''\n\
             level = \"info\"\nweight = 0\nsays = \"{{hop.line}}\"\ncites = [\"hop.line\"]\n\
             [docs]\nwhat = \"w\"\nwhy = \"w\"\nhonest = \"h\"\n"
        );
        (format!("bench/r{number}.toml"), text)
    };
    let sources = TYPICAL.iter().chain(&WHOLE).cycle().take(RULES).enumerate();
    let files: Vec<(String, String)> = sources.map(|(n, source)| rule(n, source)).collect();
    let time = (0..10)
        .map(|_| {
            let files = files.clone();
            let start = Instant::now();
            let rules = RuleSet::load(files, &SCHEMA).unwrap_or_else(|e| panic!("{e}"));
            black_box(rules.rules().len());
            start.elapsed()
        })
        .min()
        .unwrap_or_default();
    println!("\nloading {RULES} rule files: {:.2} ms", time.as_nanos() as f64 / 1e6);
}
