//! Each operator and function on plain values; each way of being unknown.

use super::*;
use crate::rules::schema::Value;
use crate::rules::testing::{SCHEMA, Sample, ip, ips, strs};

fn sample() -> Sample {
    Sample::default()
        .hop(&[
            ("line", Value::Int(1)),
            ("from", Value::Present),
            ("from.helo", Value::Str("Mail.example.ORG")),
            ("from.ip", Value::Ip(ip("192.0.2.9"))),
            ("from.tls", Value::Bool(true)),
            ("from.names", strs(&["a.example", "b.example"])),
            ("by.host", Value::Str("mx.example.net")),
            ("by.ips", ips(&["2001:db8::25", "198.51.100.1"])),
            ("gap", Value::Double(2.5)),
            ("date.zone", Value::Str("+0530")),
            ("date.zone_minutes", Value::Int(30)),
        ])
        // Of the second hop some is absent, some unknown.
        .hop(&[
            ("line", Value::Int(2)),
            ("from", Value::Unknown),
            ("from.helo", Value::Unknown),
            ("from.names", Value::Unknown),
            ("by.host", Value::Str("")),
        ])
        .hop(&[("line", Value::Int(3)), ("from.tls", Value::Bool(false))])
        .message(&[("lines", Value::Int(3)), ("size", Value::Int(i64::MAX))])
}

#[track_caller]
fn judged(index: usize, expected: Outcome, conditions: &[&str]) {
    let facts = sample();
    for source in conditions {
        let condition = match Condition::compile(source, &SCHEMA, Scope::Hop) {
            Ok(condition) => condition,
            Err(faults) => panic!("{source}: {faults:?}"),
        };
        assert_eq!(condition.eval(&facts, index), expected, "{source}");
        // Judging through a trait object is the same.
        assert_eq!(condition.eval(&facts as &dyn Facts, index), expected, "{source}");
    }
}

#[test]
fn operators_on_values() {
    judged(
        0,
        Outcome::True,
        &[
            "hop.from.tls",
            "!(!hop.from.tls)",
            "hop.from.tls == true",
            "hop.from.tls > false",
            "hop.line == 1",
            "hop.line != 2",
            "hop.line < 2 && hop.line <= 1 && hop.line > 0 && hop.line >= 1",
            "hop.line + 2 * 3 - 8 / 4 == 5",
            "-hop.line == -1",
            "-7 % (hop.line + 1) == -1",
            "-7 / (hop.line + 1) == -3",
            "hop.gap == 2.5",
            "hop.gap * 2.0 / 4.0 - 0.25 + 1.0 == 2.0",
            "hop.gap > 2",
            "2 < hop.gap",
            "hop.gap < 3u",
            "hop.line < 2u",
            "1u + 2u * 3u == 7u && has(hop.line)",
            "hop.from.helo == 'Mail.example.ORG'",
            "hop.from.helo + '.' == \"Mail.example.ORG.\"",
            "hop.date.zone >= '+05'",
            "hop.from.ip == ip('192.0.2.9')",
            "hop.from.ip != ip('192.0.2.10')",
            "hop.line > 1 ? false : hop.from.tls",
            "(hop.from.tls ? 'a' : hop.date.zone) == 'a'",
            "(hop.from.tls ? hop.line : 5) == 1",
            "(hop.from.tls ? hop.gap : 5.0) == 2.5",
            "(hop.from.tls ? hop.from.ip : ip('::')).family() == 4",
            "'x' in (hop.from.tls ? ['x'] : hop.from.names)",
            "hop.line in [3, 2, 1]",
            "'b.example' in hop.from.names",
            "!('c.example' in hop.from.names)",
            "ip('2001:db8::25') in hop.by.ips",
            "hop.from.ip in [ip('192.0.2.9'), ip('192.0.2.10')]",
            "hop.from.helo in ['x', hop.from.helo]",
            "hop.from.tls || hop.line == 5",
            "has(hop.from) && has(hop.from.ip) && has(hop.from.names)",
        ],
    );
}

#[test]
fn functions_on_values() {
    judged(
        0,
        Outcome::True,
        &[
            "hop.from.helo.startsWith('Mail.')",
            "hop.from.helo.endsWith('.ORG')",
            "hop.from.helo.contains('example')",
            "!hop.from.helo.contains('EXAMPLE')",
            "hop.from.helo.lowerAscii() == 'mail.example.org'",
            "hop.by.host.lowerAscii() == 'mx.example.net'",
            "hop.date.zone.matches('^[+-][0-9]{4}$')",
            "matches(hop.from.helo, 'example')",
            "!hop.from.helo.matches(r'^\\d')",
            "size(hop.date.zone) == 5 && hop.date.zone.size() == 5",
            "size('é' + hop.date.zone) == 6",
            "size(hop.from.names) == 2 && hop.by.ips.size() == 2",
            "size(hops) == 3",
            "hop.from.ip.family() == 4 && ip('::1').family() == 6",
            "isIP('192.0.2.1') && !isIP(hop.from.helo) && !isIP('::ffff:192.0.2.1')",
            "isCIDR('192.0.2.0/24') && !isCIDR(hop.from.helo)",
            "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1') && has(hop.line)",
            "ip('127.0.0.1').isLoopback() && !hop.from.ip.isLoopback()",
            "ip('0.0.0.0').isUnspecified() && !hop.from.ip.isUnspecified()",
            "ip('169.254.1.1').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast() && !ip('fd80::1').isLinkLocalUnicast() && has(hop.line)",
            "ip('224.0.0.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast() && has(hop.line)",
            "hop.from.ip.isGlobalUnicast() && ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()",
            "cidr('192.0.2.0/24').containsIP(hop.from.ip)",
            "cidr('192.0.2.0/24').containsIP('192.0.2.77') && has(hop.line)",
            "!cidr('2001:db8::/32').containsIP(hop.from.ip)",
            "cidr(string(hop.from.ip) + '/32').containsIP(hop.from.ip)",
            "ip('192.0.2.' + string(hop.line + 8)) == hop.from.ip",
            "cidr('192.0.2.0/24') == cidr('192.0.2.0/24') && has(hop.line)",
            "int(hop.gap) == 2 && int('7') == 7 && int(7u) == 7 && int(hop.line) == 1",
            "double(hop.line) == 1.0 && double('2.5') == hop.gap && double(1u) == 1.0",
            "string(hop.line) == '1' && string(hop.gap) == '2.5' && string(hop.from.tls) == 'true'",
            "string(5u) == '5' && string(hop.from.ip) == '192.0.2.9'",
            "string(hop.from.helo) == hop.from.helo && string(cidr('::/0')) == '::/0'",
            "math.abs(hop.line - 5) == 4 && math.abs(hop.gap - 5.0) == 2.5 && math.abs(1u) == 1u",
        ],
    );
}

#[test]
fn loops() {
    judged(
        0,
        Outcome::True,
        &[
            "hop.from.names.exists(n, n == 'b.example')",
            "hop.from.names.all(n, n.endsWith('.example'))",
            "hop.from.names.exists_one(n, n.startsWith('a'))",
            "!hop.from.names.exists_one(n, n.endsWith('.example'))",
            "size(hop.from.names.filter(n, n > 'a.example')) == 1",
            "hop.by.ips.exists(a, a.family() == 6)",
            "['10.0.0.0/8', '192.0.2.0/24'].exists(n, cidr(n).containsIP(hop.from.ip))",
            "[cidr('10.0.0.0/8'), cidr('192.0.2.0/24')].exists(n, n.containsIP(hop.from.ip))",
            "[1, 2].all(n, n > 0 && hop.line > 0)",
            "[1.5, 2.5].exists(d, d == hop.gap)",
            "[true, false].exists(b, b == hop.from.tls)",
            "[1u].all(u, u == 1u) && has(hop.line)",
            "hops.exists(h, h.line == 3)",
            "hops.all(h, has(h.line))",
            "hops.exists_one(h, h.line == hop.line)",
            "hops.exists(h, has(h.from.names) && h.from.names.exists(n, n == 'a.example'))",
            "hops.filter(h, h.line > 1).size() == 2",
            "hops.filter(h, h.line > 1).filter(h, h.line < 3).exists(h, h.line == 2)",
            "hop.from.names.filter(n, n > 'a').filter(n, n < 'b').size() == 1",
            "hop.from.names.exists(a, hop.by.ips.exists(b, a == 'a.example' && b.family() == 4))",
        ],
    );
    // An error decides only where nothing else does.
    judged(
        0,
        Outcome::Unknown,
        &[
            "hops.exists(h, h.from.helo == 'nobody')",
            "hops.all(h, h.line > 0 && (h.line == 1 || h.from.helo == 'x'))",
            "hops.exists_one(h, h.from.helo == 'Mail.example.ORG')",
            "size(hops.filter(h, h.from.tls)) == 1",
            "hops.filter(h, h.from.tls).exists(h, h.line == 1)",
        ],
    );
    judged(0, Outcome::True, &["hops.exists(h, h.from.helo == 'Mail.example.ORG')"]);
    judged(0, Outcome::False, &["hops.all(h, h.from.helo == 'nobody')"]);
}

#[test]
fn unknown_and_absent() {
    judged(
        1,
        Outcome::Unknown,
        &[
            // Unknown.
            "has(hop.from)",
            "!has(hop.from.helo)",
            "hop.from.helo == 'x'",
            "hop.from.helo != 'x'",
            "'x' in hop.from.names",
            "size(hop.from.names) == 0",
            "hop.from.helo == 'x' && hop.line == 2",
            "hop.line == 2 && hop.from.helo == 'x'",
            "hop.from.helo == 'x' || hop.line == 1",
            "hop.from.helo == 'x' ? true : true",
            "!hop.from.helo.startsWith('x')",
            "hop.from.helo in ['x', 'y']",
            "'x' in ['x', hop.from.helo]",
            "hop.from.names.exists(n, true)",
            "hop.from.names.all(n, true)",
            // Absent: using it is an error all the same.
            "hop.from.ip == ip('192.0.2.1')",
            "hop.from.ip != ip('192.0.2.1')",
            "hop.from.tls",
            "hop.from.tls || hop.from.tls",
            "hop.gap < 1.0",
            "hop.gap < 1",
            "hop.by.ips.exists(a, true)",
        ],
    );
    judged(
        1,
        Outcome::True,
        &[
            "!has(hop.from.ip)",
            "has(hop.by.host) && hop.by.host == ''",
            "hop.from.helo == 'x' || hop.line == 2",
            "hop.line == 2 || hop.from.helo == 'x'",
            "has(hop.from.ip) ? hop.from.ip == ip('::1') : true",
        ],
    );
    judged(
        1,
        Outcome::False,
        &[
            "has(hop.from.ip)",
            "hop.from.helo == 'x' && hop.line == 1",
            "hop.line == 1 && hop.from.helo == 'x'",
            "has(hop.from.ip) && hop.from.ip == ip('::1')",
        ],
    );
}

#[test]
fn what_does_not_exist_has_no_facts() {
    judged(0, Outcome::True, &["!has(above.line)", "!has(above.from)"]);
    judged(0, Outcome::Unknown, &["above.line == 1"]);
    judged(1, Outcome::True, &["above.line == 1", "has(above.from)"]);
}

#[test]
fn operations_without_a_result() {
    judged(
        0,
        Outcome::Unknown,
        &[
            "message.size + 1 > 0",
            "message.size * 2 > 0",
            "-message.size - 2 < 0",
            "hop.line / (hop.line - 1) == 0",
            "hop.line % (hop.line - 1) == 0",
            "1u - 2u == 0u || !has(hop.line)",
            "int('x') == 1 || !has(hop.line)",
            "int(hop.gap * 1e300) == 1",
            "int(18446744073709551615u) == 1 || !has(hop.line)",
            "double(hop.from.helo) == 1.0",
            "ip(hop.from.helo) == hop.from.ip",
            "cidr(hop.from.helo).containsIP(hop.from.ip)",
            "cidr('0.0.0.0/0').containsIP(hop.from.helo)",
            "ip.isCanonical(hop.from.helo)",
            "0.0 / (hop.gap - hop.gap) < 1.0",
            "0.0 / (hop.gap - hop.gap) < 1",
            "math.abs(-message.size - 1) > 0",
            "-(-message.size - 1) > 0",
        ],
    );
    // NaN is unequal to all, and that is no error.
    judged(0, Outcome::True, &["0.0 / (hop.gap - hop.gap) != 0.0"]);
    judged(0, Outcome::False, &["0.0 / (hop.gap - hop.gap) == 0.0 / (hop.gap - hop.gap)"]);
}

#[test]
fn loops_have_a_budget() {
    let mut facts = Sample::default().message(&[("lines", Value::Int(1))]);
    for _ in 0..=MAX_STEPS {
        facts.hops.push(Vec::new());
    }
    for (source, expected) in [
        ("hops.exists(h, message.lines == 2)", Outcome::Unknown),
        ("hops.all(h, message.lines == 1)", Outcome::Unknown),
        ("hops.exists_one(h, message.lines == 2)", Outcome::Unknown),
        ("size(hops.filter(h, message.lines == 2)) == 0", Outcome::Unknown),
        ("hops.exists(h, message.lines == 1)", Outcome::True),
        ("hops.exists(h, [1, 2].exists(n, n == 3))", Outcome::Unknown),
        ("size(hops) > 5", Outcome::True),
    ] {
        let condition = Condition::compile(source, &SCHEMA, Scope::Message).unwrap();
        assert_eq!(condition.eval(&facts, 0), expected, "{source}");
    }
}

#[test]
fn conjuncts_are_dropped_one_by_one() {
    let source =
        "has(hop.from) && (hop.line == 1 && (hop.gap > 1.0 || hop.from.tls)) && !hop.from.tls";
    let condition = Condition::compile(source, &SCHEMA, Scope::Hop).unwrap();
    let variants = condition.conjuncts();
    let sources: Vec<&str> = variants.iter().map(Condition::source).collect();
    assert_eq!(
        sources,
        [
            "hop.line == 1 && (hop.gap > 1.0 || hop.from.tls) && !hop.from.tls",
            "has(hop.from) && (hop.gap > 1.0 || hop.from.tls) && !hop.from.tls",
            "has(hop.from) && hop.line == 1 && !hop.from.tls",
            "has(hop.from) && hop.line == 1 && (hop.gap > 1.0 || hop.from.tls)",
        ]
    );
    // What is left is what its text says.
    let facts = sample();
    for variant in &variants {
        let again = Condition::compile(variant.source(), &SCHEMA, Scope::Hop).unwrap();
        for index in 0..3 {
            assert_eq!(variant.eval(&facts, index), again.eval(&facts, index), "{variant}");
        }
    }
    assert_eq!(condition.eval(&facts, 0), Outcome::False);
    assert_eq!(variants[3].eval(&facts, 0), Outcome::True);
    assert_eq!(
        condition.outcomes(&facts, 0),
        [
            ("has(hop.from)", Outcome::True),
            ("hop.line == 1", Outcome::True),
            ("(hop.gap > 1.0 || hop.from.tls)", Outcome::True),
            ("!hop.from.tls", Outcome::False),
        ]
    );
}

#[test]
fn a_single_conjunct_leaves_what_is_always_true() {
    let condition = Condition::compile("hop.line == 7", &SCHEMA, Scope::Hop).unwrap();
    let variants = condition.conjuncts();
    assert_eq!(variants.len(), 1);
    assert_eq!(variants[0].source(), "true");
    assert_eq!(variants[0].eval(&sample(), 0), Outcome::True);
}

#[test]
fn facts_that_are_read() {
    let source =
        "has(hop.from) && hop.line > 1 && hops.exists(h, h.gap > 1.0) && hop.line < message.lines";
    let condition = Condition::compile(source, &SCHEMA, Scope::Hop).unwrap();
    let reads: Vec<&str> = condition.reads().iter().map(|r| r.path.as_str()).collect();
    assert_eq!(reads, ["hop.line", "message.lines"]);
}

#[test]
fn a_measured_value_of_the_wrong_type_is_an_error_not_a_panic() {
    struct Wrong;
    impl Facts for Wrong {
        fn get(&self, _: usize, _: usize, _: usize) -> Value<'_> {
            Value::Str("text")
        }
        fn resolve(&self, _: usize, _: usize) -> Option<usize> {
            Some(0)
        }
        fn count(&self, _: usize, _: usize) -> usize {
            1
        }
    }
    for source in
        ["hop.line == 1", "hop.from.ip == ip('::1')", "'x' in hop.from.names", "hop.from.tls"]
    {
        let condition = Condition::compile(source, &SCHEMA, Scope::Hop).unwrap();
        assert_eq!(condition.eval(&Wrong, 0), Outcome::Unknown, "{source}");
    }
}

#[test]
fn hostile_conditions_are_refused_or_judged_on_a_small_stack() {
    let deepest = [
        format!("{}hop.line{} == 1", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH)),
        format!("{}1 == 2", "hop.line == 1 || ".repeat(70)),
        format!("{} == 2", vec!["hop.line"; 120].join(" + ")),
        format!("{}hop.from.tls", "!".repeat(490)),
        format!("{}1 == 2", "hop.from.tls ? false : ".repeat(MAX_DEPTH)),
        format!("hop.from.helo{} == ''", ".lowerAscii()".repeat(90)),
        format!("{}hop.line{} == 1", "-(".repeat(20), ")".repeat(20)),
    ];
    let judge = move || {
        let facts = sample();
        for source in &deepest {
            match Condition::compile(source, &SCHEMA, Scope::Hop) {
                Ok(condition) => {
                    condition.eval(&facts, 0);
                    condition.conjuncts();
                }
                Err(faults) => panic!("{source}: {faults:?}"),
            }
        }
        for source in ["(".repeat(100_000), "a.".repeat(100_000), "1+".repeat(2_000)] {
            assert!(Condition::compile(&source, &SCHEMA, Scope::Hop).is_err());
        }
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(judge).unwrap().join().unwrap();
}
