//! Structure instead of bytes: every byte of the input stands for a piece that the cutting of a
//! line into words, comments and quoted parts turns on, or repeats what came last, so that deep
//! and long nesting is found in few steps.

#![no_main]

use libfuzzer_sys::fuzz_target;

const PIECES: &[&str] = &[
    "(", ")", ";", "\"", "\\", "\"@", "<\"", "@", "<", ">", "[", "]", " ", "\t", "\r\n\t", "\n ",
    "\r", "\n", "\0", ",", ":", "=", "{", "}", "'", "/", "-", ".", "a", "Z", "0", "é", "\u{a0}",
    "from ", "by ", "via ", "with ", "id ", "for ", "FROM ", " (", ") ", "((", "))", "; ", "()",
    "\\(", "\\)", "\\\\", "\"a b\"@example.org", "<\"x) by e; d\"@example.org>", "(HELO ",
    "(envelope-from <", "helo=", "(Postfix)", "(Exim 4.97)", "(8.17.1/8.17.1)", "(qmail 7 invoked ",
    "Microsoft SMTP Server (", "version=TLS1_3 cipher=", "(using TLSv1.3 with cipher ",
    "mx.example.org", "a.example ([192.0.2.1])", "[IPv6:2001:db8::1]", "203.0.113.7",
    "unknown ", "ESMTPS ", "SMTP id ", "4ABCdE0Fgz1", "1rNTYg-000000-0A", "40A9A9 ",
    "Wed, 10 Jan 2024 08:09:10 +0000", " (UTC)", "-0800 (PST)", "10 Jan 2024", "08:09:10",
    "<user@example.org>", "from localhost (", "by mx.google.com with ", "for <",
];
const LONGEST: usize = 32 << 10;

fuzz_target!(|input: &[u8]| {
    let mut value: Vec<u8> = Vec::with_capacity(1_024);
    for &step in input {
        match PIECES.get(usize::from(step)) {
            Some(piece) => value.extend_from_slice(piece.as_bytes()),
            None => {
                // The last 1 to 64 bytes again, 1, 4, 16 or 64 times.
                let step = usize::from(step) - PIECES.len();
                let last = value[value.len().saturating_sub(1 + step % 44)..].to_vec();
                for _ in 0..1 << (2 * (step / 44).min(3)) {
                    value.extend_from_slice(&last);
                }
            }
        }
        if value.len() > LONGEST {
            value.truncate(LONGEST);
            break;
        }
    }
    hopcheck_fuzz::line::check(&value);
});
