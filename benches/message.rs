//! What it costs to take a message apart, next to mail-parser reading the same header in the same
//! run. `cargo bench --bench message`; without `--bench` (as `cargo test` calls it) each is run a
//! few times only.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hopcheck::message::parse;
use mail_parser::{HeaderName, MessageParser};

/// A message of about 5 KB with 6 hops and what usually stands between them.
fn message() -> String {
    let mut text = String::from(
        "Return-Path: <bounce-1234@news.example.com>\n\
         Delivered-To: user@example.org\n\
         X-Original-To: user@example.org\n",
    );
    for hop in 1..=6 {
        text += &format!(
            "Received: from out{hop}.mail.example.com (out{hop}.mail.example.com [192.0.2.{hop}])\n\
             \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\
             \t key-exchange X25519 server-signature RSA-PSS (2048 bits))\n\
             \tby mx{hop}.example.org (Postfix) with ESMTPS id 4XyZ{hop}B2c3D4eF\n\
             \tfor <user@example.org>; Wed,  4 Mar 2026 10:15:{:02} +0000 (UTC)\n",
            60 - 5 * hop
        );
        if hop == 2 {
            text += "Authentication-Results: mx2.example.org;\n\
                     \tdkim=pass header.d=news.example.com header.s=s1 header.b=AbCdEf12;\n\
                     \tspf=pass (sender address 192.0.2.3) smtp.mailfrom=news.example.com;\n\
                     \tdmarc=pass header.from=news.example.com\n\
                     Received-SPF: pass (mx2.example.org: domain of news.example.com designates\n\
                     \t192.0.2.3 as permitted sender) client-ip=192.0.2.3;\n";
        }
    }
    let base64 = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdEfGhIjKlMnOpQrStUvWx\n\t ".repeat(4);
    text += &format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=news.example.com; s=s1;\n\
         \th=from:to:subject:date:message-id:list-unsubscribe; bh=dGVzdA==;\n\tb={}\n",
        base64.trim_end()
    );
    text += "Message-ID: <20260304101500.1234@news.example.com>\n\
             Date: Wed, 4 Mar 2026 10:15:00 +0000\n\
             From: \"Example News\" <news@news.example.com>\n\
             Reply-To: <reply-1234@news.example.com>\n\
             To: <user@example.org>\n\
             Subject: =?utf-8?q?What_happened_this_week_in_Z=C3=BCrich?=\n\
             MIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\
             List-Id: Example News <news.news.example.com>\n\
             List-Unsubscribe: <https://news.example.com/u/1234>,\n\t<mailto:u-1234@news.example.com>\n\
             List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\
             X-Mailer: Example Mailer 1.0\n\
             X-Campaign: 1234\n\
             X-Spam-Status: No, score=-1.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID\n\
             \n";
    while text.len() < 5_000 {
        text += "This is the text of a message of which nobody reads the body here.\n";
    }
    text
}

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
    let lf = message();
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
