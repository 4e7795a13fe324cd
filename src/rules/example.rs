//! Examples of a rule: messages on which it must fire, or must not.

use ipnet::IpNet;
use toml::de::DeValue;

use super::codes::Code;
use super::document::{Table, bad_word, text_of, wrong_type};
use super::fault::Fault;
use super::names::list_words;
use super::schema::Scope;
use super::text::Text;

/// Record types an example may give answers for.
pub const RECORD_TYPES: &[&str] = &["A", "AAAA", "PTR", "MX", "TXT", "CNAME"];

/// What may have come of a question instead of records.
pub const OUTCOMES: &[&str] =
    &["nxdomain", "nodata", "servfail", "refused", "timeout", "not-asked", "not-recorded"];

/// A message with what is known around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub input: ExampleInput,
    /// Answers of the DNS; questions without one were never asked.
    pub dns: Vec<ExampleDns>,
    /// As `--own-host`.
    pub own_hosts: Vec<String>,
    /// As `--trusted-network`.
    pub trusted_networks: Vec<IpNet>,
    /// What was odd about the session in which `hopcheck serve` took the message; `None` where
    /// it did not.
    pub session: Option<Vec<String>>,
    /// The clock, seconds since the epoch.
    pub now: Option<i64>,
    /// What the example shows.
    pub note: Option<String>,
    /// The line of the file at which it begins, counted from 1.
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExampleInput {
    /// Values of Received fields, the newest first, and further header lines as they stand.
    Received { received: Vec<String>, header: String },
    /// A message as received.
    Message(String),
    /// Several messages, for a rule about a batch.
    Messages(Vec<String>),
}

impl ExampleInput {
    /// The messages as bytes that can be analysed: one, but for a batch.
    pub fn messages(&self) -> Vec<Vec<u8>> {
        match self {
            ExampleInput::Received { received, header } => {
                let mut message = String::new();
                for value in received {
                    message.push_str("Received: ");
                    message.push_str(value.trim());
                    message.push('\n');
                }
                message.push_str(header.trim_matches('\n'));
                message.push_str(if header.trim().is_empty() { "\n" } else { "\n\n" });
                vec![message.into_bytes()]
            }
            ExampleInput::Message(message) => vec![message.clone().into_bytes()],
            ExampleInput::Messages(messages) => {
                messages.iter().map(|m| m.clone().into_bytes()).collect()
            }
        }
    }
}

/// A question to the DNS and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleDns {
    /// As written: a name, or an address for PTR.
    pub name: String,
    /// One of [`RECORD_TYPES`].
    pub rtype: String,
    pub answer: ExampleAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleAnswer {
    Records(Vec<String>),
    /// One of [`OUTCOMES`].
    Outcome(String),
}

const KEYS: &[&str] = &[
    "received",
    "header",
    "message",
    "messages",
    "dns",
    "own_host",
    "trusted_network",
    "session",
    "now",
    "note",
];

/// Reads one `[[fires]]` or `[[silent]]`.
pub(super) fn read(
    file: &str,
    table: &Table<'_>,
    scope: Option<Scope>,
    faults: &mut Vec<Fault>,
) -> Option<Example> {
    let before = faults.len();
    table.allow(KEYS, faults);
    let input = read_input(file, table, scope, faults);
    let dns = read_dns(table, faults);
    let own_hosts = table.texts("own_host", faults).into_iter().map(|t| t.value).collect();
    let session = table
        .get("session")
        .is_some()
        .then(|| table.texts("session", faults).into_iter().map(|t| t.value).collect());
    let mut trusted_networks = Vec::new();
    for text in table.texts("trusted_network", faults) {
        match text.value.parse::<IpNet>() {
            Ok(net) => trusted_networks.push(net),
            Err(_) => {
                let title = format!("`{}` is not a network", text.value);
                faults.push(Fault::new(Code::BadExampleValue, text.at, title));
            }
        }
    }
    let now = table.get("now").and_then(|entry| {
        let text = match entry.value {
            DeValue::Datetime(date) => Text { value: date.to_string(), at: entry.at.clone() },
            DeValue::String(_) => text_of(entry, faults)?,
            _ => {
                faults.push(wrong_type(entry, "a date as of RFC 3339"));
                return None;
            }
        };
        match text.value.parse::<jiff::Timestamp>() {
            Ok(time) => Some(time.as_second()),
            Err(_) => {
                let title = format!("`{}` is not a date as of RFC 3339", text.value);
                let fault = Fault::new(Code::BadExampleValue, text.at, title);
                faults.push(fault.help("for example 2026-03-04T10:15:05Z"));
                None
            }
        }
    });
    let note = table.text("note", faults).map(|t| t.value);
    let line = memchr::memchr_iter(b'\n', file.get(..table.at.start)?.as_bytes()).count() + 1;
    let input = input?;
    (faults.len() == before).then_some(Example {
        input,
        dns,
        own_hosts,
        trusted_networks,
        session,
        now,
        note,
        line,
    })
}

fn read_input(
    file: &str,
    table: &Table<'_>,
    scope: Option<Scope>,
    faults: &mut Vec<Fault>,
) -> Option<ExampleInput> {
    let given: Vec<&str> = ["received", "message", "messages"]
        .into_iter()
        .filter(|key| table.get(key).is_some())
        .collect();
    match given.as_slice() {
        ["received"] => {
            let before = faults.len();
            let received = table.texts("received", faults);
            if received.is_empty() && faults.len() == before {
                let at = table.get("received").map_or(table.at.clone(), |e| e.at.clone());
                faults.push(Fault::new(Code::BadExample, at, "`received` is empty"));
            }
            for text in &received {
                check_folding(file, text, faults);
            }
            let header = table.text("header", faults).map_or(String::new(), |t| t.value);
            let received = received.into_iter().map(|t| t.value).collect();
            Some(ExampleInput::Received { received, header })
        }
        ["message" | "messages"] if table.get("header").is_some() => {
            let at = table.get("header").map_or(table.at.clone(), |e| e.key_at.clone());
            let title = "`header` goes with `received`; a message has its own";
            faults.push(Fault::new(Code::BadExample, at, title));
            None
        }
        ["message"] => Some(ExampleInput::Message(table.text("message", faults)?.value)),
        ["messages"] if scope.is_none_or(|s| s == Scope::Batch) => {
            let messages = table.texts("messages", faults);
            Some(ExampleInput::Messages(messages.into_iter().map(|t| t.value).collect()))
        }
        ["messages"] => {
            let at = table.get("messages").map_or(table.at.clone(), |e| e.key_at.clone());
            let title = "only a rule of scope `batch` looks at several messages";
            faults.push(Fault::new(Code::BadExample, at, title).help("write `message`"));
            None
        }
        [] => {
            let fault =
                Fault::new(Code::BadExample, table.at.clone(), "the example has no message");
            faults.push(fault.help(
                "`received` is a list of values of Received fields, the newest first; \
                 `message` is a whole message",
            ));
            None
        }
        several => {
            let title = format!("{} exclude each other", list_words(several.iter().copied()));
            faults.push(Fault::new(Code::BadExample, table.at.clone(), title));
            None
        }
    }
}

/// A value that runs over several lines has to be folded, or it would be several fields.
fn check_folding(file: &str, text: &Text, faults: &mut Vec<Fault>) {
    let value = text.value.trim();
    let start = text.value.len() - text.value.trim_start().len();
    for (at, _) in value.match_indices('\n') {
        let next = value.get(at + 1..).unwrap_or_default();
        if !next.starts_with([' ', '\t']) {
            let place = text.place(file, start + at + 1..start + at + 2);
            faults.push(
                Fault::new(Code::BadExample, place, "the value goes on in a line not indented")
                    .label("this begins another field")
                    .help("indent the line, as a folded field is (RFC 5322 section 2.2.3)"),
            );
            return;
        }
    }
}

fn read_dns(table: &Table<'_>, faults: &mut Vec<Fault>) -> Vec<ExampleDns> {
    let mut answers = Vec::new();
    let Some(dns) = table.table("dns", faults) else {
        return answers;
    };
    for entry in dns.entries() {
        let words: Vec<&str> = entry.key.split_whitespace().collect();
        let [name, rtype] = words.as_slice() else {
            let title = format!("`{}` is not a question", entry.key);
            let fault = Fault::new(Code::BadExampleValue, entry.key_at.clone(), title);
            faults.push(fault.help("a question is a name and a type: \"mx.example.org A\""));
            continue;
        };
        let rtype = rtype.to_ascii_uppercase();
        if !RECORD_TYPES.contains(&rtype.as_str()) {
            let text = Text { value: rtype, at: entry.key_at.clone() };
            let fault = bad_word("record type", &text, RECORD_TYPES);
            faults.push(Fault { code: Code::BadExampleValue, ..fault });
            continue;
        }
        let answer = match entry.value {
            DeValue::Array(_) => {
                let records = dns.texts(entry.key, faults);
                ExampleAnswer::Records(records.into_iter().map(|t| t.value).collect())
            }
            DeValue::String(_) => match text_of(entry, faults) {
                Some(text) if OUTCOMES.contains(&text.value.as_str()) => {
                    ExampleAnswer::Outcome(text.value)
                }
                Some(text) => {
                    let fault = bad_word("outcome", &text, OUTCOMES);
                    let fault = Fault { code: Code::BadExampleValue, ..fault };
                    faults.push(fault.note("records are written as a list"));
                    continue;
                }
                None => continue,
            },
            _ => {
                faults.push(wrong_type(entry, "a list of records or an outcome"));
                continue;
            }
        };
        answers.push(ExampleDns { name: (*name).to_owned(), rtype, answer });
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_examples() {
        let received = vec!["from a by b;\n date".to_owned(), "by c".to_owned()];
        let with = ExampleInput::Received {
            received: received.clone(),
            header: "Subject: x\nFrom: y@example.org".to_owned(),
        };
        assert_eq!(
            with.messages(),
            [b"Received: from a by b;\n date\nReceived: by c\nSubject: x\nFrom: y@example.org\n\n"]
        );
        let without = ExampleInput::Received { received, header: String::new() };
        assert_eq!(without.messages(), [b"Received: from a by b;\n date\nReceived: by c\n\n"]);
        let whole = ExampleInput::Message("A: b\n\nbody".to_owned());
        assert_eq!(whole.messages(), [b"A: b\n\nbody"]);
    }
}
