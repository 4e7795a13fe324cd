//! What it costs to take a message apart, next to mail-parser reading the same header in the same
//! run. `cargo bench --bench message`; without `--bench` (as `cargo test` calls it) each is run a
//! few times only.

mod typical;

use std::hint::black_box;
use std::time::{Duration, Instant};

use hopcheck::message::parse;
use mail_parser::{HeaderName, MessageParser};

/// The median of several rounds, in microseconds for one call.
fn time(rounds: usize, calls: u32, mut call: impl FnMut()) -> f64 {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..calls {
                call();
            }
            start.elapsed() / calls
        })
        .collect();
    times.sort();
    times[rounds / 2].as_nanos() as f64 / 1_000.0
}

fn main() {
    let (rounds, calls) = match std::env::args().any(|arg| arg == "--bench") {
        true => (31, 4_000),
        false => (3, 10),
    };
    let lf = typical::one_dialect();
    let crlf = lf.replace('\n', "\r\n");
    let indented: String = lf.lines().map(|line| format!("    {line}\n")).collect();
    let parsed = parse(lf.as_bytes());
    println!(
        "{} bytes, header {}, {} fields, {} hops",
        lf.len(),
        parsed.body.start,
        parsed.fields.len(),
        parsed.received().count()
    );

    let default = MessageParser::default();
    let ignoring = MessageParser::new().ignore_header(HeaderName::Received).default_header_ignore();
    let base = time(rounds, calls, || {
        black_box(default.parse_headers(black_box(&lf)));
    });
    println!("{:<44} {base:7.2} µs", "mail-parser, headers, default settings");
    let row = |what: &str, call: &mut dyn FnMut()| {
        let took = time(rounds, calls, call);
        println!("{what:<44} {took:7.2} µs  {:3.0} %", 100.0 * took / base);
    };
    row("mail-parser, headers, values ignored", &mut || {
        black_box(ignoring.parse_headers(black_box(&lf)));
    });
    row("message::parse, LF", &mut || {
        black_box(parse(black_box(lf.as_bytes())));
    });
    row("message::parse, CRLF", &mut || {
        black_box(parse(black_box(crlf.as_bytes())));
    });
    row("message::parse, an indented paste", &mut || {
        black_box(parse(black_box(indented.as_bytes())));
    });
    row("decoded: what the report shows", &mut || {
        use hopcheck::message::FieldKind::*;
        for kind in [MessageId, Date, From, To, Subject] {
            black_box(parsed.decoded_first(kind));
        }
    });
}
