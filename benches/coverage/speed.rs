//! How long a line takes to be read: typical ones, and very long ones.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hopcheck::received::parse;

/// Typical lines, folded: the server whose they are, and the value.
const TYPICAL: &[(&str, &[u8])] = &[
    ("Postfix", b" from mail.example.org (mail.example.org [192.0.2.25])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\t(No client certificate requested)\r\n\tby mx1.example.net (Postfix) with ESMTPS id 4Xh2Yq0sVBz1xN\r\n\tfor <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)\r\n"),
    ("sendmail", b" from mail.example.org (mail.example.org [192.0.2.25])\r\n\tby mx1.example.net (8.17.1/8.17.1) with ESMTPS id 40A89AZN014573\r\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)\r\n\tfor <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100\r\n"),
    ("sendmail, plain", b" from mail.example.org (mail.example.org [192.0.2.25])\r\n\tby mx1.example.net (8.17.1/8.17.1) with ESMTP id 40A89AZN014573\r\n\tfor <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100\r\n"),
    ("Exim", b" from mail.example.org ([192.0.2.25]:39124 helo=announced.example.org)\r\n\tby mx1.example.net with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.97) (envelope-from <sender@example.org>)\r\n\tid 1rNSqg-00000003mVd-2CDE for user@example.net;\r\n\tWed, 10 Jan 2024 08:09:10 +0100\r\n"),
    ("Exchange", b" from AM0EUR02FT001.example.prod.protection.outlook.com\r\n (2001:db8:208:1::cafe) by AM0PR02CA0001.outlook.office365.com\r\n (2001:db8:208::14) with Microsoft SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7181.17 via Frontend\r\n Transport; Wed, 10 Jan 2024 08:09:10 +0000\r\n"),
    ("Gmail", b" from mail.example.org (mail.example.org. [192.0.2.25])\r\n        by mx.google.com with ESMTPS id a1-20020a17090a0b9700b0si3324935pjr.10.2024.01.10.00.09.10\r\n        for <user@example.net>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        Wed, 10 Jan 2024 00:09:10 -0800 (PST)\r\n"),
    ("Gmail, inner", b" by 2002:a05:6000:1::1 with SMTP id a1csp100000wrb;\r\n        Wed, 10 Jan 2024 00:09:10 -0800 (PST)\r\n"),
    ("qmail", b" from unknown (HELO announced.example.org) (user@192.0.2.25)\r\n  by mx1.example.net with SMTP; 10 Jan 2024 07:09:10 -0000\r\n"),
    ("no dialect", b" from mail.example.org (mail.example.org [192.0.2.25])\r\n\tby mx1.example.net via TCP with ESMTP id 12-abc-34-def\r\n\tfor <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100\r\n"),
];

/// Where a peer can put its text: into a comment, into the announced name, into the recipient,
/// behind the date.
const FRAMES: &[(&str, &str)] = &[
    ("from x (", ") by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000"),
    ("from ", " ([192.0.2.1]) by mx.example.net (Postfix) with SMTP; 10 Jan 2024 08:09:10 -0000"),
    ("from x ([192.0.2.1]) by mx.example.net with SMTP for <", ">; 10 Jan 2024 08:09:10 -0000"),
    ("from x ([192.0.2.1]) by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000 ", ""),
];

/// What is bad for parsers when it is repeated.
const UNITS: &[&str] = &[
    "a",
    "a ",
    "(",
    ")",
    "((a)",
    "(a))",
    "() ",
    "(a) ",
    "; ",
    ";",
    "\"",
    " \"a\"@",
    "<\"",
    "\\(",
    "by a ",
    "[",
    "[192.0.2.1] ",
    "([192.0.2.1]) ",
    "<a@b>,",
    "for <",
    "1 ",
    "Wed, ",
    "; Wed, 10 Jan 2024 08:09:10 ",
    "\r\n ",
    "\u{e9}",
    "x.",
    "(AS",
    ">,",
    "IDENT:@",
];

/// The lengths compared.
const SHORT: usize = 100_000;
const LONG: usize = 10 * SHORT;
/// How many times the time of a short line a long one may take.
const BAR: f64 = 12.0;
/// Rounds in one go, and how many times those above the bar are gone over again, with a pause before
/// each, since what disturbs a measurement may last longer than one go.
const ROUNDS: usize = 5;
const AGAIN: usize = 25;
const PAUSE: Duration = Duration::from_millis(500);

pub fn print() {
    typical();
    long();
}

fn typical() {
    let (rounds, tries) = if cfg!(debug_assertions) { (100, 5) } else { (1000, 100) };
    // All in turn, so that what goes on beside it meets none of them alone.
    let mut least = vec![f64::MAX; TYPICAL.len()];
    for _ in 0..tries {
        for (least, (_, value)) in least.iter_mut().zip(TYPICAL) {
            *least = least.min(nanos(value, rounds));
        }
    }
    for (nanos, (name, value)) in least.iter().zip(TYPICAL) {
        let dialect = parse(value).dialect;
        println!("{name:<16} ({dialect}) {:>4} bytes {nanos:>6.0} ns", value.len());
    }
}

/// Nanoseconds for one reading, in the middle of so many.
fn nanos(value: &[u8], rounds: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..rounds {
        black_box(parse(black_box(value)));
    }
    start.elapsed().as_nanos() as f64 / f64::from(rounds)
}

/// A line in two lengths, and how long reading them took in each round.
struct Pair {
    frame: (&'static str, &'static str),
    unit: &'static str,
    rounds: Vec<Round>,
}

struct Round {
    /// The time of the long line in times of the short one.
    ratio: f64,
    nanos: f64,
}

impl Pair {
    /// In each round one length after the other, and for about as long: what else goes on then
    /// slows down both.
    fn measure(&mut self) {
        let (before, after) = self.frame;
        let make = |len: usize| {
            format!("{before}{}{after}", self.unit.repeat(len / self.unit.len())).into_bytes()
        };
        let (short, long) = (make(SHORT), make(LONG));
        for _ in 0..ROUNDS {
            let (short, long) = (nanos(&short, 10), nanos(&long, 1));
            self.rounds.push(Round { ratio: long / short, nanos: long });
        }
        self.rounds.sort_by(|a, b| a.ratio.total_cmp(&b.ratio));
    }

    /// The round in the middle.
    fn median(&self) -> &Round {
        &self.rounds[self.rounds.len() / 2]
    }
}

/// A megabyte against a tenth of it.
fn long() {
    let mut pairs: Vec<Pair> = FRAMES
        .iter()
        .flat_map(|frame| UNITS.iter().map(|unit| (*frame, *unit)))
        .map(|(frame, unit)| Pair { frame, unit, rounds: Vec::new() })
        .collect();
    pairs.iter_mut().for_each(Pair::measure);
    for _ in 0..AGAIN {
        let above: Vec<_> = pairs.iter_mut().filter(|pair| pair.median().ratio > BAR).collect();
        if above.is_empty() {
            break;
        }
        std::thread::sleep(PAUSE);
        above.into_iter().for_each(Pair::measure);
    }
    pairs.sort_by(|a, b| b.median().ratio.total_cmp(&a.median().ratio));
    println!(
        "1 MB against 100 KB, wall clock, the median of {ROUNDS} rounds or, above {BAR}, of more; the \
         worst of {}:",
        pairs.len()
    );
    for pair in pairs.iter().take(6) {
        let Round { ratio, nanos } = pair.median();
        println!(
            "  {ratio:>5.1} times ({:.2} ms, {} rounds): {:?} after {:?}",
            nanos / 1e6,
            pair.rounds.len(),
            pair.unit,
            pair.frame.0
        );
    }
    println!();
}
