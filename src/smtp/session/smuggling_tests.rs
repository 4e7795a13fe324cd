//! SMTP smuggling: every sequence known to end a message for some server, sent whole and byte by
//! byte. None may end a message early, and none may yield a second message.

use super::tests::{codes, config, run};
use super::*;

/// Ends that were taken for one by some server, or let through by some client (CVE-2023-51764,
/// CVE-2023-51765, CVE-2023-51766 and what was found after them), and their like.
const FALSE_ENDS: &[&str] = &include!("false_ends.in");

/// Ends that are none by the letter of RFC 5321.
fn is_true_end(sequence: &str) -> bool {
    sequence.contains("\r\n.\r\n")
}

fn attack(sequence: &str) -> Vec<u8> {
    format!(
        "EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n\
         Subject: x\r\n\r\nbefore{sequence}MAIL FROM:<evil@b.example>\r\n\
         RCPT TO:<victim@d.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nevil\r\n.\r\nQUIT\r\n"
    )
    .into_bytes()
}

fn sequences() -> impl Iterator<Item = &'static str> {
    FALSE_ENDS.iter().copied().filter(|sequence| !is_true_end(sequence))
}

#[test]
fn there_are_enough_of_them() {
    assert!(sequences().count() >= 30, "{}", sequences().count());
}

#[test]
fn recorded_they_are_data() {
    for sequence in sequences() {
        for piece in [1, 2, 3, 7, 100_000] {
            let recording = Config { bare_newline: BareNewline::Record, ..config() };
            let run = run(recording, &attack(sequence), piece);
            assert_eq!(run.messages.len(), 1, "{sequence:?} in pieces of {piece}\n{}", run.replies);
            assert_eq!(run.messages[0].mail_from, "a@b.example");
            let body = String::from_utf8_lossy(&run.messages[0].body);
            assert!(body.contains("MAIL FROM:<evil@b.example>"), "{sequence:?}: {body:?}");
            assert!(body.ends_with("evil\r\n"), "{sequence:?}");
        }
    }
}

#[test]
fn rejected_they_end_the_session_or_are_data() {
    for sequence in sequences() {
        for piece in [1, 2, 100_000] {
            let run = run(config(), &attack(sequence), piece);
            let bare = sequence.replace("\r\n", "").contains(['\r', '\n']);
            assert!(run.messages.len() <= 1, "{sequence:?}");
            assert_eq!(run.messages.is_empty(), bare, "{sequence:?}\n{}", run.replies);
            assert!(run.closed);
            let end = if bare { &["354", "550"][..] } else { &["250", "221"] };
            assert!(codes(&run).ends_with(end), "{sequence:?}\n{}", run.replies);
        }
    }
}

/// CR CR LF dot CR LF is an end by the letter, and text for whoever takes CR CR LF for no line
/// end. The message ends, and nothing behind it is listened to.
#[test]
fn behind_an_end_that_some_do_not_see_nothing_is_heard() {
    for sequence in ["\r\r\n.\r\n", "\r\r\r\n.\r\n"] {
        for piece in [1, 100_000] {
            let recording = Config { bare_newline: BareNewline::Record, ..config() };
            let recorded = run(recording, &attack(sequence), piece);
            assert_eq!(recorded.messages.len(), 1);
            assert!(recorded.messages[0].oddities.has(Oddity::BareCr));
            assert!(codes(&recorded).ends_with(&["354", "250", "421"]), "{}", recorded.replies);
            let rejected = run(config(), &attack(sequence), piece);
            assert!(rejected.messages.is_empty());
            assert!(codes(&rejected).ends_with(&["354", "550"]), "{}", rejected.replies);
        }
    }
}

/// The same as commands: a line that ends with LF alone is refused, or taken and told.
#[test]
fn command_lines_that_end_with_lf_alone() {
    let input = b"EHLO a.example\nMAIL FROM:<>\n";
    let rejected = run(config(), input, 1);
    assert_eq!(codes(&rejected), ["500"]);
    assert!(rejected.closed);
    let recording = Config { bare_newline: BareNewline::Record, ..config() };
    let recorded =
        run(recording, b"EHLO a.example\nMAIL FROM:<>\nRCPT TO:<a@b.example>\nDATA\n.\r\n", 1);
    assert_eq!(recorded.messages[0].oddities.count(Oddity::BareLfCommand), 4);
}

/// Nothing that random sequences of line ends, dots and NULs are made of ends a message, but the
/// one end there is.
#[test]
fn all_short_sequences() {
    let alphabet = [b'\r', b'\n', b'.', 0, b'a'];
    for length in 1..=6u32 {
        for number in 0..alphabet.len().pow(length) {
            let mut rest = number;
            let mut content = Vec::new();
            for _ in 0..length {
                content.push(alphabet[rest % alphabet.len()]);
                rest /= alphabet.len();
            }
            let wire = [b"\r\n", &content[..]].concat();
            let mut reader = DataReader::default();
            let mut out = Vec::new();
            let (taken, ended) = reader.read(&content, &mut out);
            let end = memchr::memmem::find(&wire, b"\r\n.\r\n").map(|at| at + 5 - 2);
            assert_eq!(ended.then_some(taken), end, "{content:?}");
        }
    }
}
