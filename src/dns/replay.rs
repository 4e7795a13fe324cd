//! Answers from a file, and from nothing else.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::answer::{Answer, Outcome, Record};
use super::file::{File, Whole};
use super::question::{Question, RecordType};
use super::source::Source;

/// Largest file that is read: some two million answers.
const MAX_SIZE: u64 = 512 << 20;
/// Longest CNAME chain that is followed through entries of their own.
const MAX_ALIASES: usize = 16;

/// Recorded answers (see the format in `file`). What the file does not have is
/// [`Outcome::NotRecorded`], never a guess.
///
/// A name that has no entry of the type asked for but one of type CNAME is followed to its
/// target, as a server would, so that files written by hand need not say everything twice.
#[derive(Debug)]
pub struct Replay {
    file: File,
}

impl Replay {
    /// Reads a file. Whole or not at all: a file with a mistake answers nothing.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or is no such file; the error names file, line and
    /// column.
    pub fn from_file(path: &Path) -> Result<Self, ReplayError> {
        let name = path.display().to_string();
        let fail = |cause| ReplayError { file: name.clone(), cause };
        let mut bytes = Vec::new();
        fs::File::open(path)
            .and_then(|file| file.take(MAX_SIZE + 1).read_to_end(&mut bytes))
            .map_err(|e| fail(Cause::Io(e)))?;
        if bytes.len() as u64 > MAX_SIZE {
            return Err(fail(Cause::TooLarge));
        }
        Replay::from_slice(&bytes).map_err(|e| fail(e.cause))
    }

    /// Reads the bytes of such a file.
    ///
    /// # Errors
    /// When they are no such file; the error names line and column.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, ReplayError> {
        // Editors on some systems put a byte order mark in front.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match serde_json::from_slice(bytes) {
            Ok(Whole(file)) => Ok(Replay { file }),
            Err(e) => Err(ReplayError { file: String::new(), cause: Cause::Json(e) }),
        }
    }

    /// The settings of the run that was recorded; null where the file has none.
    pub fn settings(&self) -> &Value {
        &self.file.settings
    }

    /// How many questions the file answers.
    pub fn len(&self) -> usize {
        self.file.entries.answers.len() + self.file.entries.nothing.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn answer(&self, question: &Question) -> Arc<Answer> {
        if let Some(answer) = question.unaskable() {
            return answer.into();
        }
        if let Some(answer) = self.entry(question) {
            return answer.clone();
        }
        self.behind_aliases(question).into()
    }

    /// The answer at the end of the aliases that were recorded one by one.
    fn behind_aliases(&self, question: &Question) -> Answer {
        let mut aliases: Vec<String> = Vec::new();
        let mut current = question.clone();
        loop {
            if let Some(answer) = self.entry(&current) {
                let mut answer = Answer::clone(answer);
                aliases.append(&mut answer.aliases);
                answer.aliases = aliases;
                return answer;
            }
            let Some(target) = self.alias(&current) else {
                return Answer::new(Outcome::NotRecorded);
            };
            if target == question.name || aliases.iter().any(|seen| seen == target) {
                return Answer::new(Outcome::ServFail);
            }
            if aliases.len() == MAX_ALIASES {
                return Answer::new(Outcome::ServFail);
            }
            aliases.push(target.to_owned());
            current.name = target.to_owned();
        }
    }

    fn entry(&self, question: &Question) -> Option<&Arc<Answer>> {
        let entries = &self.file.entries;
        entries
            .answers
            .get(question)
            .or_else(|| entries.nothing.get(&question.name))
            .or_else(|| self.file.unasked.0.get(question))
    }

    fn alias(&self, question: &Question) -> Option<&str> {
        if question.rtype == RecordType::Cname {
            return None;
        }
        let alias = Question { name: question.name.clone(), rtype: RecordType::Cname };
        match self.file.entries.answers.get(&alias)?.records() {
            [Record::Name(target)] => Some(target),
            _ => None,
        }
    }
}

impl Source for Replay {
    fn ask(&self, questions: &[Question], _budget: Duration) -> Vec<Arc<Answer>> {
        questions.iter().map(|question| self.answer(question)).collect()
    }

    fn recorded_now(&self) -> Option<i64> {
        self.file.now.map(|now| now.0)
    }
}

/// Why a file of answers cannot be used.
#[derive(Debug)]
pub struct ReplayError {
    /// As it was named; empty where there was none.
    file: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    TooLarge,
    Json(serde_json::Error),
}

impl fmt::Display for ReplayError {
    /// `FILE:LINE:COLUMN: what is wrong`, where there is such a place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = if self.file.is_empty() { "DNS answers" } else { &self.file };
        match &self.cause {
            Cause::Io(e) => write!(f, "{file}: {e}"),
            Cause::TooLarge => write!(f, "{file}: larger than {} MiB", MAX_SIZE >> 20),
            Cause::Json(e) => {
                // The place moves to the front, where tools look for it.
                let text = e.to_string();
                let place = format!(" at line {} column {}", e.line(), e.column());
                let what = text.strip_suffix(&place).unwrap_or(&text);
                write!(f, "{file}:{}:{}: {what}", e.line(), e.column())
            }
        }
    }
}

impl std::error::Error for ReplayError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(e) => Some(e),
            Cause::Json(e) => Some(e),
            Cause::TooLarge => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::NotAsked;
    use super::*;

    const FILE: &str = r#"{
      "schema": "hopcheck/dns/1",
      "comment": "what turmeric.example said",
      "now": "2026-03-04T10:15:05Z",
      "settings": { "dns": "system" },
      "entries": [
        { "name": "203.0.113.7", "type": "PTR", "answers": ["Turmeric.Example."] },
        { "name": "turmeric.example", "type": "A", "answers": ["203.0.113.8", "203.0.113.7"],
          "ttl": 300, "server": "192.0.2.53:53", "time": "2026-03-04T10:15:04Z" },
        { "name": "turmeric.example", "type": "aaaa", "outcome": "nodata" },
        { "name": "turmeric.example", "type": "MX",
          "answers": ["20 b.example", "10 a.example."] },
        { "name": "none.example", "type": "MX", "answers": ["0 ."] },
        { "name": "x.example", "type": "A", "outcome": "nxdomain" },
        { "name": "nowhere.example", "outcome": "nxdomain" },
        { "name": "www.example", "type": "CNAME", "answers": ["web.example"] },
        { "name": "web.example", "type": "CNAME", "answers": ["turmeric.example"] },
        { "name": "round.example", "type": "CNAME", "answers": ["about.example"] },
        { "name": "about.example", "type": "CNAME", "answers": ["round.example"] },
        { "name": "hang.example", "type": "CNAME", "answers": ["nowhere.example"] },
        { "name": "spf.example", "type": "TXT", "answers": ["v=spf1 -all"] },
        { "name": "a.example", "type": "A", "outcome": "servfail" },
        { "name": "b.example", "type": "A", "outcome": "refused" },
        { "name": "c.example", "type": "A", "outcome": "timeout" },
        { "name": "alias.example", "type": "A", "aliases": ["d.example"], "answers": ["192.0.2.4"] }
      ],
      "unasked": [ { "name": "late.example", "type": "A", "why": "budget" } ]
    }"#;

    fn ask(replay: &Replay, name: &str, rtype: RecordType) -> Arc<Answer> {
        let question = match name.parse() {
            Ok(ip) => Question::ptr(ip),
            Err(_) => Question::new(name, rtype).unwrap(),
        };
        replay.ask(&[question], Duration::ZERO).remove(0)
    }

    fn shown(answer: &Answer) -> String {
        let records: Vec<String> = answer.records().iter().map(Record::to_string).collect();
        let aliases = answer.aliases.join(">");
        format!("{} {} {}", answer.outcome.as_str(), aliases, records.join(","))
    }

    #[test]
    fn a_file_written_by_hand_answers() {
        use RecordType::{A, Aaaa, Cname, Mx, Ptr, Txt};
        let replay = Replay::from_slice(FILE.as_bytes()).unwrap();
        for (name, rtype, expected) in [
            ("203.0.113.7", Ptr, "records  turmeric.example"),
            ("turmeric.example", A, "records  203.0.113.7,203.0.113.8"),
            ("turmeric.example", Aaaa, "nodata  "),
            ("turmeric.example", Mx, "records  10 a.example,20 b.example"),
            ("turmeric.example", Txt, "not-recorded  "),
            ("none.example", Mx, "records  0 ."),
            ("x.example", A, "nxdomain  "),
            ("x.example", Aaaa, "not-recorded  "),
            ("nowhere.example", A, "nxdomain  "),
            ("nowhere.example", Mx, "nxdomain  "),
            ("www.example", A, "records web.example>turmeric.example 203.0.113.7,203.0.113.8"),
            ("www.example", Cname, "records  web.example"),
            ("www.example", Txt, "not-recorded  "),
            ("hang.example", A, "nxdomain nowhere.example "),
            ("round.example", A, "servfail  "),
            ("spf.example", Txt, "records  v=spf1 -all"),
            ("a.example", A, "servfail  "),
            ("b.example", A, "refused  "),
            ("c.example", A, "timeout  "),
            ("alias.example", A, "records d.example 192.0.2.4"),
            ("other.example", A, "not-recorded  "),
        ] {
            assert_eq!(shown(&ask(&replay, name, rtype)), expected, "{name} {rtype}");
        }
        let late = ask(&replay, "late.example", A);
        assert_eq!(late.outcome, Outcome::NotAsked(NotAsked::Budget));
        let full = ask(&replay, "turmeric.example", A);
        assert_eq!(full.ttl, Some(300));
        assert_eq!(full.server.as_deref(), Some("192.0.2.53:53"));
        assert_eq!(full.time, Some(1_772_619_304));
        assert_eq!(replay.recorded_now(), Some(1_772_619_305));
        assert_eq!(replay.settings()["dns"], "system");
        assert!(!replay.is_offline());
        let impossible = Question { name: "a..b".to_owned(), rtype: A };
        assert_eq!(replay.ask(&[impossible], Duration::ZERO)[0].outcome, Outcome::NxDomain);
    }

    #[test]
    fn little_is_required() {
        let replay = Replay::from_slice(br#"{"schema": "hopcheck/dns/1"}"#).unwrap();
        assert!(replay.is_empty());
        assert_eq!(replay.recorded_now(), None);
        assert!(replay.settings().is_null());
        let mark = b"\xef\xbb\xbf{\"schema\": \"hopcheck/dns/1\"}";
        assert!(Replay::from_slice(mark).is_ok());
    }

    #[test]
    fn mistakes_are_shown_with_their_place() {
        let entry = |entry: &str| {
            format!("{{\n  \"schema\": \"hopcheck/dns/1\",\n  \"entries\": [\n    {entry}\n  ]\n}}")
        };
        for (text, place, what) in [
            ("{".to_owned(), "1:1", "EOF"),
            ("[]".to_owned(), "1:0", "expected an object"),
            ("{}".to_owned(), "1:2", "schema"),
            (r#"{"schema": "hopcheck/dns/9"}"#.to_owned(), "1:", "`hopcheck/dns/9`"),
            (entry(r#"{"name": "a.example", "type": "A", "answer": []}"#), "4:", "`answer`"),
            (entry(r#"{"name": "a.example", "type": "ANY", "answers": []}"#), "4:", "`ANY`"),
            (entry(r#"{"name": "a.example", "type": "A"}"#), "4:", "neither answers nor"),
            (entry(r#"{"name": "a.example", "answers": ["192.0.2.1"]}"#), "4:", "type is missing"),
            (entry(r#"{"name": "a.example", "type": "A", "outcome": "gone"}"#), "4:", "`gone`"),
            (
                entry(r#"{"name": "a.example", "type": "A", "answers": ["192.0.2.256"]}"#),
                "4:",
                "`192.0.2.256` is no address",
            ),
            (
                entry(r#"{"name": "a.example", "type": "A", "answers": ["2001:db8::1"]}"#),
                "4:",
                "is no A record",
            ),
            (
                entry(r#"{"name": "a.example", "type": "MX", "answers": ["mx.example"]}"#),
                "4:",
                "is no MX",
            ),
            (
                entry(r#"{"name": "a b", "type": "A", "outcome": "nodata"}"#),
                "4:",
                "entry for `a b`",
            ),
            (
                entry(
                    r#"{"name": "a.example", "type": "A", "outcome": "nodata", "answers": ["192.0.2.1"]}"#,
                ),
                "4:",
                "answers, and yet",
            ),
            (
                entry(r#"{"name": "a.example", "type": "A", "outcome": "nodata", "time": "now"}"#),
                "4:",
                "`now` is no RFC 3339 time",
            ),
            (
                entry(
                    "{\"name\": \"a.example\", \"type\": \"A\", \"outcome\": \"nodata\"},\n\
                     {\"name\": \"A.example.\", \"type\": \"A\", \"outcome\": \"nodata\"}",
                ),
                "5:",
                "`a.example A` is answered twice",
            ),
            (
                r#"{"schema": "hopcheck/dns/1",
                   "unasked": [{"name": "a.example", "type": "A", "why": "lazy"}]}"#
                    .to_owned(),
                "2:",
                "`lazy`",
            ),
        ] {
            let message = Replay::from_slice(text.as_bytes()).unwrap_err().to_string();
            assert!(message.starts_with(&format!("DNS answers:{place}")), "{message}");
            assert!(message.contains(what), "{what}: {message}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Replay::from_file(Path::new("no/such/dns.json")).unwrap_err().to_string();
        assert!(error.starts_with("no/such/dns.json: "), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_it_panic(at in 0..FILE.len(), byte: u8) {
            let mut bytes = FILE.as_bytes().to_vec();
            bytes[at] = byte;
            if let Err(error) = Replay::from_slice(&bytes) {
                proptest::prop_assert!(error.to_string().starts_with("DNS answers:"));
            }
        }
    }
}
