use super::*;

fn field<'a>(name: &'a str, value: &'a str, received_above: usize) -> RawField<'a> {
    RawField { name: name.as_bytes(), value: value.as_bytes(), received_above, index: 0 }
}

fn results(value: &str) -> AuthResults<'_> {
    auth_results::read(value.as_bytes(), false).unwrap_or_else(|| panic!("{value}"))
}

/// One result per line: `method=verdict [ip] kind.name=value…`.
fn summary(results: &AuthResults<'_>) -> Vec<String> {
    let line = |r: &MethodResult<'_>| {
        let mut line = format!("{}={}", r.method.text, r.verdict.as_str());
        if let Some(ip) = r.ip {
            line += &format!(" [{ip}]");
        }
        for p in &r.properties {
            let kind = p.kind.as_ref().map(|k| format!("{}.", k.text)).unwrap_or_default();
            line += &format!(" {kind}{}={}", p.name.text, p.value.text);
        }
        line
    };
    results.results.iter().map(line).collect()
}

/// Value; authserv-id, results, defects.
#[test]
fn authentication_results() {
    use AuthDefect::{NoAuthservId, RepeatedAuthservId, Stray, UntypedProperty};
    type Row = (&'static str, Option<&'static str>, &'static [&'static str], &'static [AuthDefect]);
    let table: &[Row] = &[
        // RFC 8601 appendix B.
        ("example.org 1; none", Some("example.org"), &[], &[]),
        (
            "example.com;\r\n spf=pass smtp.mailfrom=example.net",
            Some("example.com"),
            &["spf=pass smtp.mailfrom=example.net"],
            &[],
        ),
        (
            "example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.com;\r\n spf=fail \
             smtp.mailfrom=example.com",
            Some("example.com"),
            &["auth=pass smtp.auth=sender@example.com", "spf=fail smtp.mailfrom=example.com"],
            &[],
        ),
        (
            "example.com;\r\n dkim=pass reason=\"good signature\"\r\n \
             header.i=@mail-router.example.net;\r\n dkim=fail reason=\"bad; signature\"\r\n \
             header.i=@newyork.example.com",
            Some("example.com"),
            &[
                "dkim=pass header.i=@mail-router.example.net",
                "dkim=fail header.i=@newyork.example.com",
            ],
            &[],
        ),
        (
            "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait \
             for it) fail\r\n policy (A dot can go here) . (like that) expired\r\n (this surprised \
             me) = (as I wasn't expecting it) 1362471462",
            Some("foo.example.net"),
            &["dkim=fail policy.expired=1362471462"],
            &[],
        ),
        (
            "\"mx one\"; iprev=pass policy.iprev=192.0.2.200 (mail.example.com)",
            Some("mx one"),
            &["iprev=pass [192.0.2.200] policy.iprev=192.0.2.200"],
            &[],
        ),
        (
            "mx.example.org; dkim/1=pass header.d=a.example",
            Some("mx.example.org"),
            &["dkim=pass header.d=a.example"],
            &[],
        ),
        // Gmail.
        (
            "mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 \
             header.b=aB/c+d==;\r\n       spf=pass (google.com: domain of b@example.com designates \
             192.0.2.5 as permitted sender) smtp.mailfrom=b@example.com;\r\n       dmarc=pass \
             (p=NONE sp=NONE dis=NONE) header.from=example.com",
            Some("mx.google.com"),
            &[
                "dkim=pass header.i=@example.com header.s=s1 header.b=aB/c+d==",
                "spf=pass [192.0.2.5] smtp.mailfrom=b@example.com",
                "dmarc=pass header.from=example.com",
            ],
            &[],
        ),
        // Exchange Online.
        (
            "spf=pass (sender IP is 192.0.2.8)\r\n smtp.mailfrom=example.com; dkim=none (message \
             not signed)\r\n header.d=none;dmarc=bestguesspass action=none \
             header.from=example.com;compauth=pass reason=109",
            None,
            &[
                "spf=pass [192.0.2.8] smtp.mailfrom=example.com",
                "dkim=none header.d=none",
                "dmarc=bestguesspass action=none header.from=example.com",
                "compauth=pass",
            ],
            &[UntypedProperty, NoAuthservId],
        ),
        (
            "spf=none (sender IP is ) smtp.mailfrom=a@b.example;",
            None,
            &["spf=none smtp.mailfrom=a@b.example"],
            &[NoAuthservId],
        ),
        (
            "example.com; dkim=none (message not signed) header.d=none;example.com; dmarc=none \
             header.from=;",
            Some("example.com"),
            &["dkim=none header.d=none", "dmarc=none header.from="],
            &[RepeatedAuthservId],
        ),
        // Yahoo, whose comment touches the result.
        (
            "atlas.example.com; dmarc=pass(p=REJECT) header.from=a.example arc_overridden_status=X",
            Some("atlas.example.com"),
            &["dmarc=pass header.from=a.example arc_overridden_status=X"],
            &[UntypedProperty],
        ),
        // A policy daemon that puts the connection into a comment behind the property.
        (
            "mx.example; spf=pass (sender SPF authorized) smtp.mailfrom=a.example \
             (client-ip=192.0.2.6; helo=o.example; envelope-from=b@a.example)",
            Some("mx.example"),
            &["spf=pass [192.0.2.6] smtp.mailfrom=a.example"],
            &[],
        ),
        (
            "mx.example; arc=none smtp.client-ip=2001:db8::9",
            Some("mx.example"),
            &["arc=none [2001:db8::9] smtp.client-ip=2001:db8::9"],
            &[],
        ),
        (
            "mail.example (amavisd-new); dkim=pass (4096-bit key) header.d=a.example",
            Some("mail.example"),
            &["dkim=pass header.d=a.example"],
            &[],
        ),
        // Hostile text.
        (
            "mx.example; spf=pass smtp.mailfrom=\"a; dkim=pass header.d=bank.example\"",
            Some("mx.example"),
            &["spf=pass smtp.mailfrom=a; dkim=pass header.d=bank.example"],
            &[],
        ),
        (
            "mx.example; spf=fail (x (y; dkim=pass) z) smtp.mailfrom=q",
            Some("mx.example"),
            &["spf=fail smtp.mailfrom=q"],
            &[],
        ),
        ("mx.example; spf=fail (unclosed; dkim=pass", Some("mx.example"), &["spf=fail"], &[]),
        (
            "mx.example; =; ==; a b c; spf",
            Some("mx.example"),
            &["=other", "=other"],
            &[Stray, RepeatedAuthservId],
        ),
        (";;;", None, &[], &[NoAuthservId]),
    ];
    for (value, id, expected, defects) in table {
        let read = results(value);
        assert_eq!(read.authserv_id.as_ref().map(|p| p.as_str()), *id, "{value}");
        assert_eq!(summary(&read), *expected, "{value}");
        assert_eq!(read.defects, *defects, "{value}");
    }
    assert!(auth_results::read(b" \r\n ", false).is_none());
    assert_eq!(results("example.org 1; none").version, Some(1));
    let versioned = results("mx.example; dkim/1=pass");
    assert_eq!(versioned.results[0].version, Some(1));
    let gmail = results("mx.example; spf=pass (c) smtp.mailfrom=a; dkim=fail reason=x");
    assert_eq!(gmail.method("SPF").count(), 1);
    assert_eq!(gmail.results[0].property("smtp", "mailfrom").unwrap().as_str(), "a");
    assert_eq!(gmail.results[0].comment.as_ref().unwrap().as_str(), "c");
    assert_eq!(gmail.results[1].reason.as_ref().unwrap().as_str(), "x");
}

#[test]
fn arc_authentication_results() {
    let value = b" i=2; mx.microsoft.com 1; spf=pass (sender ip is 192.0.2.4) \
        smtp.rcpttodomain=a.example smtp.mailfrom=b.example; arc=pass (0 oda=1 \
        spf=[1,1,smtp.mailfrom=b.example])";
    let read = auth_results::read(value, true).unwrap();
    assert_eq!((read.instance, read.version), (Some(2), Some(1)));
    assert_eq!(read.authserv_id.as_ref().unwrap().as_str(), "mx.microsoft.com");
    assert_eq!(read.client_ip(), Some("192.0.2.4".parse().unwrap()));
    assert!(read.defects.is_empty());
    let without = auth_results::read(b"mx.example; none", true).unwrap();
    assert_eq!(without.defects, [AuthDefect::NoInstance]);
}

/// "spf=pass (sender IP is 192.0.2.8) smtp.mailfrom=b\u{fc}cher.example; dkim=none", in two words
/// that end inside of a name.
#[test]
fn encoded_words() {
    let value = " =?utf-8?B?c3BmPXBhc3MgKHNlbmRlciBJUCBpcyAxOTIuMC4yLjgpIHNtdHAubWFpbGZy?=\r\n \
        =?utf-8?B?b209YsO8Y2hlci5leGFtcGxlOyBka2ltPW5vbmU=?=";
    let read = results(value);
    assert!(read.encoded);
    let expected = ["spf=pass [192.0.2.8] smtp.mailfrom=b\u{fc}cher.example", "dkim=none"];
    assert_eq!(summary(&read), expected);
    assert_eq!(read.results[0].method.span, crate::span::Span::new(0, value.len()));
    for broken in ["=?", "=?utf-8", "=?x?y?z?=", "=?utf-8?B?!!!?="] {
        let _ = results(broken);
    }
}

#[test]
fn bounds() {
    let many = format!("mx.example;{}", "spf=pass a=b;".repeat(50_000));
    let read = results(&many);
    assert!(read.results.len() <= 64 && read.defects.contains(&AuthDefect::TooMany));
    let properties = format!("mx.example; spf=pass {}", "a.b=c ".repeat(50_000));
    assert!(results(&properties).results[0].properties.len() <= 32);
    let long = "x".repeat(40_000);
    let neighbour = read_field(field("X-Originating-Email", &long, 0)).unwrap();
    assert!(neighbour.cut);
}

#[test]
fn places() {
    let fields = [
        field("Delivered-To", "a@example.com", 0),
        field("X-Received", "by 10.0.0.1", 0),
        field("ARC-Seal", "i=1; cv=none", 0),
        field("Return-Path", "<b@example.net>", 0),
        field("Subject ", "before", 1),
        field("Received-SPF", "pass (x) client-ip=192.0.2.1", 1),
        field("Authentication-Results", "mx.example; spf=pass", 1),
        field("Authentication-Results-Original", "evil.example; spf=pass", 1),
        field("X-Unknown", "x", 1),
        field("X-Sender-IP", "192.0.2.1", 2),
        field("From", "<c@example.net>", 2),
        field("Date", "Wed, 10 Jan 2024 16:09:10 +0000", 2),
    ];
    let read = read(fields);
    assert_eq!(read.all.len(), 11);
    assert_eq!(read.at(0).count(), 4);
    assert_eq!(read.auth_results().count(), 1);
    assert_eq!(read.received_spf().count(), 1);
    assert_eq!(read.signatures().count(), 1);
    assert_eq!(read.origin_addresses().count(), 1);
    assert_eq!(read.author_part(), Some(1));
    assert_eq!(read.all[0].between(), (None, 1));
    assert_eq!(read.all[8].between(), (Some(2), 3));
}

mod random {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 28] = [
        "X-Received",
        "Received-SPF",
        "Authentication-Results",
        "ARC-Authentication-Results",
        "ARC-Seal",
        "ARC-Message-Signature",
        "DKIM-Signature",
        "X-Originating-IP",
        "X-SES-Outgoing",
        "X-Authentication-Warning",
        "X-Forefront-Antispam-Report",
        "X-MS-Exchange-Organization-AuthAs",
        "X-MS-Exchange-CrossTenant-OriginalArrivalTime",
        "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp",
        "X-OriginalArrivalTime",
        "X-ClientProxiedBy",
        "X-IncomingTopHeaderMarker",
        "X-IncomingHeaderCount",
        "Return-Path",
        "Delivered-To",
        "Resent-From",
        "List-Id",
        "Message-ID",
        "Date",
        "From",
        "Content-Type",
        "Thread-Index",
        "Resent-Message-ID",
    ];

    fn check(name: &str, value: &[u8]) {
        let raw = RawField { name: name.as_bytes(), value, received_above: 1, index: 3 };
        let Some(neighbour) = read_field(raw) else { return };
        assert_eq!((neighbour.index, neighbour.received_above), (3, 1));
        let inside = |piece: &Piece<'_>| {
            assert!(piece.span.start <= piece.span.end);
            assert!(piece.span.end as usize <= value.len());
        };
        match &neighbour.fact {
            Fact::ReceivedSpf(spf) => {
                inside(&spf.written);
                let optional = [&spf.comment, &spf.by, &spf.domain, &spf.helo, &spf.envelope_from];
                optional.into_iter().flatten().for_each(inside);
            }
            Fact::AuthResults(results) | Fact::ArcAuthResults(results) => {
                results.authserv_id.iter().for_each(inside);
                for result in &results.results {
                    inside(&result.method);
                    inside(&result.result);
                    result.comment.iter().chain(&result.reason).for_each(inside);
                    for property in &result.properties {
                        inside(&property.name);
                        inside(&property.value);
                    }
                }
            }
            Fact::Signature(signature) => {
                signature.domain.iter().chain(&signature.selector).for_each(inside);
            }
            Fact::OriginAddress(address) => inside(&address.written),
            Fact::ReturnPath(path) => path.address.iter().for_each(inside),
            Fact::Originator(originator) => originator.address.iter().for_each(inside),
            Fact::MessageId { id, .. } => inside(id),
            _ => {}
        }
    }

    #[test]
    fn a_warning_that_ends_with_its_colon() {
        for value in [": ", " host: ", "a.example:  "] {
            check("X-Authentication-Warning", value.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn bytes(
            name in prop::sample::select(&NAMES[..]),
            value in prop::collection::vec(any::<u8>(), 0..120),
        ) {
            check(name, &value);
        }

        #[test]
        fn pieces_of_values(
            name in prop::sample::select(&NAMES[..]),
            parts in prop::collection::vec(prop::sample::select(vec![
                "(", ")", "\"", "\\", ";", "=", ":", "<", ">", "[", "]", "@", ",", ".", "/", " ",
                "\r\n ", "spf", "pass", "dkim", "none", "client-ip", "192.0.2.1", "2001:db8::1",
                "domain of ", "designates ", " as permitted sender", " claimed to be ", "Host ",
                "sender IP is ", "smtp.mailfrom", "i=1", "t=1", "boundary", " by ", "a@example.com",
                "FILETIME=[", "Count:1", "\u{e9}", ": ", "[192.0.2.1]", "CIP:", "mx.example",
            ]), 0..30),
        ) {
            check(name, parts.concat().as_bytes());
        }
    }
}
