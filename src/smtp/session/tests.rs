//! Sessions as they go over the wire, whole and in pieces of one byte.

use std::sync::Arc;

use super::*;

pub(super) fn config() -> Config {
    Config {
        host: "mx.example.org".to_owned(),
        lmtp: false,
        limits: Limits {
            message: 1_000,
            recipients: 3,
            commands: 30,
            errors: 5,
            ..Limits::default()
        },
        bare_newline: BareNewline::Reject,
        tls: true,
        expn: false,
        domains: Vec::new(),
    }
}

/// What came of an input: the replies, the messages, and whether the session was closed.
pub(super) struct Run {
    pub(super) replies: String,
    pub(super) messages: Vec<Transaction>,
    pub(super) closed: bool,
    pub(super) session: Session,
}

/// Feeds an input in pieces; every message is taken under the id `M`.
pub(super) fn run(config: Config, input: &[u8], piece: usize) -> Run {
    let peer = Peer::connected("192.0.2.7:2525".parse().expect("is one"));
    drive(Session::new(Arc::new(config), peer), input, piece)
}

fn drive(mut session: Session, input: &[u8], piece: usize) -> Run {
    let mut messages = Vec::new();
    let mut closed = false;
    let mut at = 0;
    'pieces: for chunk in input.chunks(piece) {
        let mut rest = chunk;
        loop {
            at += 1;
            let (taken, event) = session.feed(rest, at);
            rest = &rest[taken..];
            match event {
                Event::Wait => break,
                Event::Message(message) => {
                    messages.push(*message);
                    session.finish(&Outcome::Taken("M".to_owned()));
                }
                Event::StartTls => session.tls_started(Tls::default()),
                Event::Close => {
                    closed = true;
                    break 'pieces;
                }
            }
        }
    }
    // In these tests TLS throws no output away.
    let replies = String::from_utf8(session.take_output()).expect("ASCII");
    Run { replies, messages, closed, session }
}

/// The codes of the replies behind the greeting, continuation lines left out.
pub(super) fn codes(run: &Run) -> Vec<&str> {
    let last = |line: &&str| line.as_bytes().get(3) == Some(&b' ');
    run.replies.lines().filter(last).skip(1).map(|line| &line[..3]).collect()
}

fn check(config: &Config, input: &str, expected: &[&str]) -> Run {
    let single = run(config.clone(), input.as_bytes(), 1);
    assert_eq!(codes(&single), expected, "{input:?}\n{}", single.replies);
    let whole = run(config.clone(), input.as_bytes(), 100_000);
    assert_eq!(whole.replies, single.replies, "{input:?}");
    assert_eq!(whole.closed, single.closed);
    assert_eq!(whole.messages.len(), single.messages.len());
    whole
}

const MAIL: &str = "EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n";

#[test]
fn a_message() {
    let input = format!("{MAIL}DATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n");
    let run = check(&config(), &input, &["250", "250", "250", "354", "250", "221"]);
    assert!(run.closed);
    let [message] = &run.messages[..] else { panic!("one message") };
    assert_eq!(message.body, b"Subject: x\r\n\r\n.dot\r\n");
    assert_eq!(message.mail_from, "a@b.example");
    assert_eq!(message.recipients, ["c@d.example"]);
    assert_eq!((message.hello.as_str(), message.protocol), ("a.example", "ESMTP"));
    let typed: Vec<_> = message.typed.iter().map(|t| (&t.line[..4], t.code)).collect();
    assert_eq!(typed, [(&b"EHLO"[..], 250), (b"MAIL", 250), (b"RCPT", 250), (b"DATA", 354)]);
    assert!(run.replies.starts_with("220 mx.example.org ESMTP hopcheck\r\n250-mx.example.org\r\n"));
    assert!(run.replies.contains("250-SIZE 1000\r\n"));
    assert!(run.replies.contains("\r\n250 2.0.0 taken as M\r\n221 2.0.0 bye\r\n"));
}

#[test]
fn order_of_commands() {
    let lmtp = Config { lmtp: true, ..config() };
    for (input, expected) in [
        ("MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", &["503", "503", "503"][..]),
        ("HELO a\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\nDATA\r\n", &["250", "250", "503", "554"]),
        ("HELO a\r\nMAIL FROM:<> SIZE=1\r\n", &["250", "555"]),
        ("EHLO a\r\nMAIL FROM:<> SIZE=2000\r\n", &["250", "552"]),
        ("EHLO a\r\nMAIL FROM:<> X=1\r\nMAIL FROM:a@b\r\n", &["250", "555", "501"]),
        ("EHLO a\r\nMAIL FROM:<\u{fc}@b.example>\r\n", &["250", "553"]),
        ("EHLO a\r\nMAIL FROM:<\u{fc}@b.example> SMTPUTF8\r\nRSET\r\n", &["250", "250", "250"]),
        (
            "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<>\r\nRCPT TO:<Postmaster>\r\n",
            &["250", "250", "501", "250"],
        ),
        (
            "EHLO a\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<a@b.example>\r\n",
            &["250", "250", "250", "503"],
        ),
        (
            "EHLO a\r\nMAIL FROM:<>\r\nEHLO b\r\nRCPT TO:<a@b.example>\r\n",
            &["250", "250", "250", "503"],
        ),
        ("NOOP x\r\nHELP\r\nVRFY a\r\nEXPN b\r\nLHLO a\r\n", &["250", "214", "252", "502", "500"]),
        ("AUTH PLAIN x\r\nFOO\r\nEHLO\r\n", &["502", "500", "501"]),
    ] {
        check(&config(), input, expected);
    }
    check(&lmtp, "EHLO a\r\nLHLO a\r\nMAIL FROM:<>\r\nDATA\r\n", &["500", "250", "250", "503"]);
    let open = Config { expn: true, ..config() };
    assert!(check(&open, "EHLO a\r\nEXPN b\r\n", &["250", "252"]).replies.contains("250 EXPN"));
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let lmtp = Config { lmtp: true, ..config() };
    let input = "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<bad\r\n\
                 RCPT TO:<c@d.example>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n";
    let run = check(&lmtp, input, &["250", "250", "250", "501", "250", "354", "250", "250", "250"]);
    assert_eq!(run.messages[0].recipients.len(), 2);
    assert_eq!(run.messages[0].protocol, "LMTP");
}

#[test]
fn chunks() {
    let body = "BODY=BINARYMIME";
    let start = format!("EHLO a\r\nMAIL FROM:<> {body}\r\nRCPT TO:<a@b.example>\r\n");
    let input = format!("{start}DATA\r\nBDAT 5\r\na\nb\r\nBDAT 3 LAST\r\n.\r\nNOOP\r\n");
    let run = check(&config(), &input, &["250", "250", "250", "503", "250", "250", "250"]);
    assert_eq!(run.messages[0].body, b"a\nb\r\n.\r\n");

    let plain = MAIL;
    for (chunks, expected) in [
        ("BDAT 0 LAST\r\n", &["250"][..]),
        ("BDAT 3\r\nabcDATA\r\n", &["250", "503"]),
        ("BDAT 3\r\nabcRCPT TO:<e@f.example>\r\n", &["250", "503"]),
        ("BDAT 3\r\nabcRSET\r\nBDAT 3 LAST\r\nabcNOOP\r\n", &["250", "250", "503", "250"]),
        // A command inside a chunk is data, also where the chunk is refused.
        ("RSET\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", &["250", "503", "250"]),
        ("BDAT 2 LAST\r\na\nNOOP\r\n", &["550", "250"]),
        ("BDAT x\r\n", &["501"]),
        ("BDAT 99999999\r\n", &["552"]),
    ] {
        let codes: Vec<&str> = ["250"; 3].into_iter().chain(expected.iter().copied()).collect();
        check(&config(), &format!("{plain}{chunks}"), &codes);
    }
    let big = format!("{plain}BDAT 900\r\n{}BDAT 900 LAST\r\n{0}NOOP\r\n", "x".repeat(900));
    let run = check(&config(), &big, &["250", "250", "250", "250", "552", "250"]);
    assert!(run.messages.is_empty());
}

#[test]
fn bounds() {
    let all = ["250", "250", "250"];
    let with = |more: &[&'static str]| [&all[..], more].concat();
    let big = format!("{MAIL}DATA\r\n{}\r\n.\r\nNOOP\r\n", "x".repeat(2_000));
    assert!(check(&config(), &big, &with(&["354", "552", "250"])).messages.is_empty());

    let endless = format!("{MAIL}DATA\r\n{}", "x\r\n".repeat(50_000));
    assert!(check(&config(), &endless, &with(&["354", "552"])).closed);

    let recipients = format!("{MAIL}{}", "RCPT TO:<a@b.example>\r\n".repeat(3));
    check(&config(), &recipients, &with(&["250", "250", "452"]));

    let errors =
        check(&config(), &"FOO\r\n".repeat(9), &["500", "500", "500", "500", "500", "421"]);
    assert!(errors.closed);

    let commands = check(&config(), &"NOOP\r\n".repeat(40), &[&["250"; 30][..], &["421"]].concat());
    assert!(commands.closed);

    let long = format!("NOOP {}\r\nNOOP\r\n", "x".repeat(5_000));
    check(&config(), &long, &["500", "250"]);
    assert!(check(&config(), &"x".repeat(100_000), &["421"]).closed);
    assert!(check(&config(), "GET / HTTP/1.1\r\nHost: a\r\n", &["421"]).closed);

    let mut session = run(config(), format!("{MAIL}DATA\r\nabc\r\n").as_bytes(), 1).session;
    assert!(session.held() > 0 && session.is_receiving());
    session.shed();
    assert_eq!(session.held(), 0);
    let after = drive(session, b"more\r\n.\r\nNOOP\r\n", 1);
    assert_eq!(
        after.replies,
        "452 4.3.1 no memory for this message now, try again later\r\n250 2.0.0 OK\r\n"
    );
}

#[test]
fn only_the_domains_that_are_ours() {
    let some = Config { domains: vec![HostPattern::new("d.example")], ..config() };
    let input = format!("{MAIL}RCPT TO:<a@e.example>\r\nRCPT TO:<Postmaster>\r\n");
    check(&some, &input, &["250", "250", "250", "550", "250"]);
}

#[test]
fn tls_begins_with_nothing() {
    let input = format!("{MAIL}STARTTLS\r\nMAIL FROM:<evil@e.example>\r\n");
    let config = config();
    let mut session = run(config.clone(), MAIL.as_bytes(), 1).session;
    let (taken, event) = session.feed(&input.as_bytes()[MAIL.len()..], 1);
    assert!(matches!(event, Event::StartTls));
    assert_eq!(taken, input.len() - MAIL.len(), "what stood behind STARTTLS is gone");
    session.tls_started(Tls { version: "TLSv1.3".to_owned(), ..Tls::default() });
    let input =
        b"MAIL FROM:<>\r\nSTARTTLS\r\nEHLO b.example\r\nRCPT TO:<a@b.example>\r\nMAIL FROM:<>\r\n\
          RCPT TO:<x@d.example>\r\nDATA\r\n.\r\n";
    let after = drive(session, input, 1);
    let codes: Vec<&str> =
        after.replies.lines().filter(|l| &l[3..4] == " ").map(|l| &l[..3]).collect();
    assert_eq!(codes, ["503", "503", "250", "503", "250", "250", "354", "250"]);
    assert!(!after.replies.contains("250-STARTTLS") && !after.replies.contains("250 STARTTLS"));
    let message = &after.messages[0];
    assert_eq!((message.protocol, message.hello.as_str()), ("ESMTPS", "b.example"));
    assert_eq!(message.recipients, ["x@d.example"]);
    assert!(message.oddities.has(Oddity::BeforeTls));

    let without = Config { tls: false, ..config };
    assert!(
        !check(&without, "EHLO a\r\nSTARTTLS\r\n", &["250", "502"])
            .replies
            .contains("250-STARTTLS")
    );
}

#[test]
fn pipelining_in_turn_and_out_of_turn() {
    let odd = |input: &str| {
        let run = run(config(), input.as_bytes(), 100_000);
        run.messages[0].oddities.has(Oddity::OutOfTurn)
    };
    assert!(odd(&format!("{MAIL}DATA\r\nx\r\n.\r\n")), "EHLO must be waited for");
    let mut session = run(config(), b"EHLO a\r\n", 100).session;
    let (_, event) = session.feed(b"MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", 1);
    assert!(matches!(event, Event::Wait));
    let (_, event) = session.feed(b"x\r\n.\r\n", 1);
    let Event::Message(message) = event else { panic!("a message") };
    assert!(!message.oddities.has(Oddity::OutOfTurn));
}

#[test]
fn xclient_is_for_those_that_may() {
    check(&config(), "XCLIENT ADDR=192.0.2.9\r\n", &["550"]);
    let peer =
        Peer { may_forward: true, ..Peer::connected("127.0.0.1:5".parse().expect("is one")) };
    let session = Session::new(Arc::new(config()), peer);
    let input = "EHLO front\r\nXCLIENT ADDR=198.51.100.4 PORT=77 NAME=[UNAVAILABLE] HELO=spam PROTO=SMTP\r\n\
                 MAIL FROM:<>\r\nEHLO front\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n.\r\n";
    let run = drive(session, input.as_bytes(), 1);
    assert!(run.replies.contains("250 XCLIENT ADDR"));
    let message = &run.messages[0];
    assert_eq!(message.peer.address, "198.51.100.4:77".parse().expect("is one"));
    assert_eq!((message.hello.as_str(), message.protocol), ("spam", "SMTP"));
    assert_eq!(message.peer.forwarded.name, Some(None));
    assert_eq!(codes(&run)[2], "503", "the session began anew");
}
