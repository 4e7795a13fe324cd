use super::*;
use crate::received::date::parse_date;
use crate::span::Span;

/// 2024-01-10T16:09:10Z, which all ids below tell unless they say otherwise.
const T: i64 = 1_704_902_950;

fn date(text: &str) -> Date<'_> {
    parse_date(text.as_bytes(), Span::new(0, text.len()))
}

/// Dialect, id, layout, time, certain.
#[test]
fn ids_that_tell_the_time() {
    for (dialect, id, layout, unix, certain) in [
        ("exim", "1rNb8g-0003D7-2A", "exim", T, true),
        ("generic", "1rNb8g-0003D7-2A", "exim", T, false),
        ("exim", "1rNb8g-000000003D7-1Ab6", "exim-4.97", T, true),
        ("exim", "S71ZJA-0003D7-2A", "exim-base36", T, false),
        ("postfix", "4T9CRB0sf8z8RTX", "postfix-long", T, true),
        ("sendmail", "40AG9AXY012345", "sendmail", T, true),
        ("sendmail", "40AG9AXY1234567", "sendmail", T, true),
        ("sendmail", "g7MBYrZ04811", "sendmail", 1_030_016_093, true),
        ("generic", "40AG9AXY012345", "sendmail", T, false),
        ("gmail", "ab1sm1234xyz.5.2024.01.10.08.09.10", "gmail-mx", T, true),
        ("generic", "ab1sm1234xyz.5.2024.01.10.08.09.10", "gmail-mx", T, true),
        ("gmail", "ab1mr1234xyz.5.1704902950123", "gmail-ms", T, true),
        ("generic", "S1234567AbkAJQJK", "zmailer", T, true),
        ("generic", "0000ABCD.659EC126.00001234", "courier", T, true),
        ("courier", "000000000000ABCD.00000000659EC126.0000000000001234", "courier", T, true),
        ("dovecot", "Fc1bBybBnmWSEAAA776t3g", "dovecot", T, true),
        ("dovecot", "Fc1bBybBnmWSEAAA776t3g:P1", "dovecot", T, true),
        ("generic", "filterdrecv-5f7-x2b-1-659EC126-4B", "sendgrid", T, true),
        ("generic", "<20240110160910.ABC123.mx1.example@mx2.example>", "intermail", T, true),
        ("fortimail", "40AG9AXY012345-40AG9AXZ012345", "sendmail", T, true),
        ("expurgate", "659ec126-2367-7f0000032729-7f0000019d32-1", "expurgate", T, true),
        ("brightmail", "8B.F3.02276.621CE956", "brightmail", T, true),
        ("mailmarshal", "<B659ec1260001>", "mailmarshal", T, true),
        ("mailgun", "659ec1263dd363da81d0301d", "object-id", T, true),
        ("generic", "20240110160910eucas1p251~F_p1", "written-out", T, false),
    ] {
        let clock = read_clock(dialect, id, None).unwrap_or_else(|| panic!("{id}"));
        let got = (clock.layout, clock.unix, clock.certain, clock.fault);
        assert_eq!(got, (layout, Some(unix), certain, None), "{id}");
    }
}

#[test]
fn ids_that_tell_no_instant() {
    let hour = read_clock("sendmail", "QAA12345", None).unwrap();
    assert_eq!((hour.layout, hour.hour, hour.unix), ("sendmail-hour", Some(16), None));
    let hour = read_clock("sendmail", "XAA0000001234", None).unwrap();
    assert_eq!((hour.hour, hour.fault), (Some(23), None));
    let short = read_clock("postfix", "1A2B3C4D", None).unwrap();
    assert_eq!((short.layout, short.unix, short.fault), ("postfix-short", None, None));
    let local = read_clock("generic", "2024011016091059-1234", None).unwrap();
    assert_eq!((local.layout, local.unix, local.local), ("domino", None, Some(T)));
    for (dialect, id, layout) in [
        ("icewarp", "202401101609101734", "icewarp"),
        ("brightmail", "M2024011016091008937", "smssmtp"),
    ] {
        let local = read_clock(dialect, id, None).unwrap_or_else(|| panic!("{id}"));
        assert_eq!((local.layout, local.unix, local.local), (layout, None, Some(T)), "{id}");
        assert!(read_clock("generic", id, None).is_none(), "{id}");
    }
}

#[test]
fn ids_that_break_their_layout() {
    use ClockFault::{Malformed, OutOfRange, Unset};
    for (dialect, id, layout, fault) in [
        ("postfix", "F4240123", "postfix-short", OutOfRange),
        ("generic", "<20241710160910.ABCD123.mx1.example@x.example>", "intermail", OutOfRange),
        ("postfix", "FFFFF123", "postfix-short", OutOfRange),
        ("icewarp", "202024180112169178", "icewarp", OutOfRange),
        ("mailmarshal", "<B059ec1260001>", "mailmarshal", OutOfRange),
        ("brightmail", "8B.F3.02276.621CE95F", "brightmail", OutOfRange),
        ("postfix", "1a2b3c4d", "postfix", Malformed),
        ("postfix", "1A2B", "postfix", Malformed),
        ("postfix", "1rNb8g-0003D7-2A", "postfix", Malformed),
        ("postfix", "hjklmnbvcxzz", "postfix", Malformed),
        ("postfix", "4T9CRBzzzzz8RTX", "postfix-long", OutOfRange),
        ("postfix", "0T9CRB0sf8z8RTX", "postfix-long", OutOfRange),
        ("exim", "zzzzzz-0003D7-2A", "exim", OutOfRange),
        ("exim", "1rNb8g-zzzzzz-2A", "exim", OutOfRange),
        ("exim", "400000-400000-07", "exim", OutOfRange),
        ("exim", "S71ZJA-0ABC1Q-BF", "exim", OutOfRange),
        ("exim", "40AG9AXY012345", "exim", Malformed),
        ("exim", "1!Nb8g-0003D7-2A", "exim", Malformed),
        ("sendmail", "4CAG9AXY012345", "sendmail", OutOfRange),
        ("sendmail", "401V9AXY012345", "sendmail", OutOfRange),
        ("sendmail", "41UG9AXY012345", "sendmail", OutOfRange),
        ("sendmail", "abcdefghijklmn", "sendmail", Malformed),
        ("sendmail", "40AG9AXY01234z", "sendmail", Malformed),
        ("gmail", "a.1969.12.31.16.00.00", "gmail-mx", Unset),
        ("gmail", "a.2024.13.10.08.09.10", "gmail-mx", OutOfRange),
        // The hour that summer time skips.
        ("gmail", "a.2024.03.10.02.30.00", "gmail-mx", OutOfRange),
    ] {
        let clock = read_clock(dialect, id, None).unwrap_or_else(|| panic!("{id}"));
        assert_eq!((clock.layout, clock.fault), (layout, Some(fault)), "{id}");
        assert_eq!(clock.lag(&date("Wed, 10 Jan 2024 16:09:10 +0000")), None);
    }
}

#[test]
fn ids_without_a_clock() {
    for (dialect, id) in [
        ("exchange", "15.20.7002.19"),
        ("generic", "14.3.439.0"),
        ("gmail", "ab1csp123456xyz"),
        ("gmail", "ab1so1234xyz.1"),
        ("generic", "us-mta-100-AbCdEfGhIjKlMnOpQrStUv-1"),
        ("generic", "B4712ab340000"),
        ("generic", "ABCD91C00066"),
        ("generic", "1A2B3C4D"),
        ("generic", "AbCdEfGhIjKlMnOpQrStUv"),
        ("generic", "1rNb8g-zzzzzz-2A"),
        ("generic", "ab1mr1234xyz.5.1704902950123"),
        ("generic", ""),
        ("generic", "<>"),
        ("qmail", "12345"),
    ] {
        assert_eq!(read_clock(dialect, id, Some("mx.example.com")), None, "{id}");
    }
    let by = Some("2002:a05:6402:3988:b0:65f:7498:389d");
    assert!(read_clock("generic", "ab1mr1234xyz.5.1704902950123", by).is_some());
}

#[test]
fn california_keeps_summer_time() {
    for (id, unix, other) in [
        ("a.2005.04.03.12.00.00", 1_112_554_800, None),
        ("a.2006.10.29.12.00.00", 1_162_152_000, None),
        ("a.2007.03.11.12.00.00", 1_173_639_600, None),
        ("a.2007.04.01.01.00.00", 1_175_414_400, None),
        ("a.2024.11.03.01.30.00", 1_730_622_600, Some(1_730_626_200)),
    ] {
        let clock = read_clock("gmail", id, None).unwrap();
        assert_eq!((clock.unix, clock.other_unix), (Some(unix), other), "{id}");
    }
    let twice = read_clock("gmail", "a.2024.11.03.01.30.00", None).unwrap();
    assert_eq!(twice.lag(&date("Sun, 3 Nov 2024 01:30:00 -0700")), Some(0));
    assert_eq!(twice.lag(&date("Sun, 3 Nov 2024 01:30:00 -0800")), Some(0));
    assert_eq!(twice.lag(&date("Sun, 3 Nov 2024 01:31:00 -0800")), Some(60));
}

#[test]
fn lag() {
    let clock = read_clock("exim", "1rNb8g-0003D7-2A", None).unwrap();
    assert_eq!(clock.lag(&date("Wed, 10 Jan 2024 16:09:10 +0000")), Some(0));
    assert_eq!(clock.lag(&date("Wed, 10 Jan 2024 17:10:10 +0100")), Some(60));
    assert_eq!(clock.lag(&date("Wed, 10 Jan 2024 16:09:00 +0000")), Some(-10));
    assert_eq!(clock.lag(&date("Wed, 10 Jan 2024 16:09:10")), None);
    let hour = read_clock("sendmail", "XAA12345", None).unwrap();
    assert_eq!(hour.lag(&date("Wed, 10 Jan 2024 23:59:10 -0500")), Some(0));
    assert_eq!(hour.lag(&date("Thu, 11 Jan 2024 00:00:10 -0500")), Some(3600));
    assert_eq!(hour.lag(&date("Thu, 11 Jan 2024 22:00:10 -0500")), Some(-3600));
    let local = read_clock("generic", "2024011016091059-1234", None).unwrap();
    assert_eq!(local.lag(&date("Wed, 10 Jan 2024 16:09:10 +0530")), Some(0));
}

#[test]
fn message_ids() {
    for (id, layout) in [
        ("<1234.5.1704902950123.JavaMail.root@app.example.com>", "javamail"),
        ("<12345.67890.1704902950123@mail.yahoo.com>", "javamail"),
        ("<000401da43df$586e2d87$0100000a@pc>", "outlook"),
        (
            "<0100018cf4227ceb-0123abcd-0123-4567-89ab-0123456789ab-000000@email.amazonses.com>",
            "amazon-ses",
        ),
        ("<969e1700-afd2-11ee-8507-0123456789ab@example.com>", "uuid-1"),
        ("<018cf422-7ceb-7123-8000-000123456789@example.com>", "uuid-7"),
        ("<E1rNb8g-0003D7-2A@mx.example.com>", "exim-message-id"),
        ("<202401101609.40AG9AXY012345@mx.example.com>", "sendmail-message-id"),
        ("<20240110160910.4321.qmail@mx.example.com>", "qmail-message-id"),
        ("<20240110160910.1A2B3C4D@mx.example.com>", "postfix-message-id"),
        ("<20240110160910.4T9CRB0sf8z8RTX@mx.example.com>", "postfix-message-id"),
        ("<mailman.12.1704902950.345.announce@lists.example.com>", "mailman"),
        ("<cover.1704902950.git.dev@example.com>", "git"),
        ("<20240110160910.4242-1-dev@example.com>", "git"),
        ("<1704902950-4242-1-git-send-email-dev@example.com>", "git"),
        ("<659EC126.1234567@example.com>", "mozilla"),
        ("<20240110160910.GA4242@host.example.com>", "mutt"),
    ] {
        let clock = read_message_id_clock(id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!((clock.layout, clock.unix, clock.fault), (layout, Some(T), None), "{id}");
    }
    let pine = read_message_id_clock("<Pine.LNX.4.64.2401101609100.77@pc.example.com>").unwrap();
    assert_eq!((pine.layout, pine.unix, pine.local), ("pine", None, Some(T)));
    let mutt = read_message_id_clock("<20240110160910.A12345@pc.example.com>").unwrap();
    assert_eq!((mutt.layout, mutt.unix, mutt.local), ("mutt-1.2", None, Some(T)));
    for none in [
        "",
        "@",
        "<>",
        "<abc@example.com>",
        "<CAB1x2y3z4@mail.gmail.com>",
        "<0123abcd-0123-4567-89ab-0123456789ab@example.com>",
        "<20240110160910.123456789@host.example.com>",
        "<000110101010$01010101$0100000a@host>",
        "<20241310160910.GA4242@host.example.com>",
    ] {
        assert_eq!(read_message_id_clock(none), None, "{none}");
    }
}

#[test]
fn boundaries_and_threads() {
    for (boundary, layout) in [
        ("----=_NextPart_000_0007_01DA43DF.586E2D87", "outlook-boundary"),
        ("000000000000b7f7c0060e99a61a", "gmail-boundary"),
        ("----=_Part_12_345678.1704902950123", "javamail-boundary"),
        ("_----------=_170490295042420", "perl-boundary"),
        ("----------=_1704902950-4242-0", "perl-boundary"),
        ("--==_mimepart_659ec1261e240_10923f8", "ruby-boundary"),
        ("_=_swift_v4_1704902950_0123456789abcdef_=_", "swift-boundary"),
    ] {
        let clock = read_boundary_clock(boundary).unwrap_or_else(|| panic!("{boundary}"));
        assert_eq!((clock.layout, clock.unix), (layout, Some(T)), "{boundary}");
    }
    for none in ["", "b1_0123456789abcdef", "----=_NextPart_x", "===============123=="] {
        assert_eq!(read_boundary_clock(none), None, "{none}");
    }
    let thread = read_thread_index("AdpD31huR0dHR0dHR0dHR0dHR0dHRw==").unwrap();
    assert_eq!((thread.layout, thread.unix), ("thread-index", Some(T)));
    for none in ["", "A", "AAAAAAAAAAAAAAAA", "!dpD31huR0dHR0dH"] {
        assert_eq!(read_thread_index(none), None, "{none}");
    }
}

mod random {
    use super::*;
    use proptest::prelude::*;

    const DIALECTS: [&str; 6] = ["postfix", "exim", "sendmail", "gmail", "exchange", "generic"];

    proptest! {
        #[test]
        fn any_text(id in ".{0,60}", dialect in prop::sample::select(&DIALECTS[..])) {
            let _ = read_clock(dialect, &id, Some(&id));
            let _ = read_message_id_clock(&id);
            let _ = read_boundary_clock(&id);
            let _ = read_thread_index(&id);
        }

        #[test]
        fn likely_text(
            id in "[0-9A-Za-z<S]{0,9}[-.z$@:=_]{0,2}[0-9A-Fa-f]{0,20}[-.$@_>]{0,2}[0-9a-z.]{0,24}",
            dialect in prop::sample::select(&DIALECTS[..]),
        ) {
            let _ = read_clock(dialect, &id, Some("10.0.0.1"));
            let _ = read_message_id_clock(&id);
            let _ = read_message_id_clock(&format!("{id}@example.com"));
            let _ = read_boundary_clock(&id);
            let _ = read_boundary_clock(&format!("----=_NextPart_{id}"));
        }

        /// Whatever Exim and Postfix could have written reads back.
        #[test]
        fn exim_round_trips(unix in EARLIEST..LATEST) {
            const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
            let mut n = unix;
            let mut text = [b'0'; 6];
            for place in text.iter_mut().rev() {
                *place = DIGITS[(n % 62) as usize];
                n /= 62;
            }
            let id = format!("{}-0003D7-2A", std::str::from_utf8(&text).unwrap());
            prop_assert_eq!(read_clock("exim", &id, None).unwrap().unix, Some(unix));
        }
    }
}
