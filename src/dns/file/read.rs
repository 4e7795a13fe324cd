//! From the file to answers.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Instant, RawEntry, RawUnasked, Schema};
use crate::dns::answer::{Answer, NotAsked, Outcome, Record};
use crate::dns::question::{Question, RecordType};

/// Reads an object, converts it, and fails at the object's own place. Plain `try_from` would
/// take a list for an object too, and would report its failure at the end of what is around.
fn object<'de, D, Raw, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    Raw: Deserialize<'de>,
    T: TryFrom<Raw, Error: fmt::Display>,
{
    struct Object<Raw, T>(PhantomData<(Raw, T)>);

    impl<'de, Raw, T> Visitor<'de> for Object<Raw, T>
    where
        Raw: Deserialize<'de>,
        T: TryFrom<Raw, Error: fmt::Display>,
    {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            let raw = Raw::deserialize(MapAccessDeserializer::new(map))?;
            T::try_from(raw).map_err(de::Error::custom)
        }
    }

    deserializer.deserialize_map(Object(PhantomData::<(Raw, T)>))
}

/// The whole file and nothing but an object.
pub(in crate::dns) struct Whole(pub File);

impl From<File> for Whole {
    fn from(file: File) -> Self {
        Whole(file)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::<_, File, Whole>(deserializer)
    }
}

/// The whole file, as read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::dns) struct File {
    #[serde(rename = "schema")]
    _schema: Schema,
    #[serde(default)]
    pub now: Option<Instant>,
    #[serde(default)]
    pub settings: Value,
    #[serde(default)]
    pub entries: Entries,
    #[serde(default)]
    pub unasked: Unasked,
    /// Free for whoever writes the file by hand.
    #[serde(default, rename = "comment")]
    _comment: Value,
}

/// What is asked for: a name and a type, or a name of which nothing exists.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Question(Question),
    Nothing(String),
}

#[derive(Debug)]
struct Entry(Subject, Arc<Answer>);

impl TryFrom<RawEntry> for Entry {
    type Error = String;

    fn try_from(raw: RawEntry) -> Result<Self, String> {
        let shown = raw.name.escape_debug().to_string();
        entry(raw).map_err(|what| format!("entry for `{shown}`: {what}"))
    }
}

fn entry(raw: RawEntry) -> Result<Entry, String> {
    let rtype = raw.rtype.as_deref().map(str::parse::<RecordType>).transpose()?;
    let subject = match rtype {
        Some(rtype) => Subject::Question(question(&raw.name, rtype)?),
        None if raw.outcome.as_deref() == Some("nxdomain") => {
            Subject::Nothing(question(&raw.name, RecordType::A)?.name)
        }
        None => return Err("the type is missing; only `nxdomain` needs none".to_owned()),
    };
    let outcome = match (raw.outcome.as_deref(), raw.answers) {
        (None | Some("records"), Some(answers)) => {
            let rtype = rtype.unwrap_or(RecordType::A);
            let records = answers.iter().map(|text| record(text, rtype)).collect::<Result<_, _>>();
            Outcome::Records(records?)
        }
        (None | Some("records"), None) => {
            return Err("neither answers nor an outcome".to_owned());
        }
        (Some(word), Some(answers)) if !answers.is_empty() => {
            return Err(format!("answers, and yet the outcome is `{}`", word.escape_debug()));
        }
        (Some("nxdomain"), _) => Outcome::NxDomain,
        (Some("nodata"), _) => Outcome::NoData,
        (Some("servfail"), _) => Outcome::ServFail,
        (Some("refused"), _) => Outcome::Refused,
        (Some("timeout"), _) => Outcome::Timeout,
        (Some(word), _) => {
            return Err(format!(
                "unknown outcome `{}`: records, nxdomain, nodata, servfail, refused and timeout \
                 are known",
                word.escape_debug()
            ));
        }
    };
    let mut answer = Answer::new(outcome);
    answer.aliases = raw.aliases.iter().map(|name| target(name)).collect::<Result<_, _>>()?;
    answer.ttl = raw.ttl;
    answer.server = raw.server;
    answer.time = raw.time.map(Instant::try_from).transpose()?.map(|instant| instant.0);
    Ok(Entry(subject, answer.into()))
}

fn question(name: &str, rtype: RecordType) -> Result<Question, String> {
    if rtype == RecordType::Ptr
        && let Ok(ip) = name.parse::<IpAddr>()
    {
        return Ok(Question::ptr(ip));
    }
    Question::new(name, rtype).map_err(|why| why.to_string())
}

/// A name that stands in an answer. What servers say goes beyond what is ever asked for, so only
/// its form is made one; the root keeps its dot.
fn target(name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err("a name in the answer is empty".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Err(format!("`{}` has a control character", name.escape_debug()));
    }
    Ok(match name.strip_suffix('.') {
        Some("") | None => name.to_lowercase(),
        Some(stripped) if stripped.ends_with('\\') => name.to_lowercase(),
        Some(stripped) => stripped.to_lowercase(),
    })
}

fn record(text: &str, rtype: RecordType) -> Result<Record, String> {
    let shown = text.escape_debug();
    let record = match rtype {
        RecordType::A | RecordType::Aaaa => {
            Record::Addr(text.parse().map_err(|_| format!("`{shown}` is no address"))?)
        }
        RecordType::Ptr | RecordType::Cname => Record::Name(target(text)?),
        RecordType::Txt => Record::Txt(text.to_owned()),
        RecordType::Mx => {
            let parts = text.split_once(' ').and_then(|(preference, exchange)| {
                Some((preference.parse().ok()?, exchange.trim_start()))
            });
            let (preference, exchange) = parts.ok_or_else(|| {
                format!("`{shown}` is no MX: write preference and host, as `10 mx.example.org`")
            })?;
            Record::Mx { preference, exchange: target(exchange)? }
        }
    };
    if record.fits(rtype) { Ok(record) } else { Err(format!("`{shown}` is no {rtype} record")) }
}

/// All entries by what they answer.
#[derive(Debug, Default)]
pub(in crate::dns) struct Entries {
    pub answers: BTreeMap<Question, Arc<Answer>>,
    /// Names that do not exist, whatever is asked of them.
    pub nothing: BTreeMap<String, Arc<Answer>>,
}

impl Entries {
    fn add(&mut self, Entry(subject, answer): Entry) -> Result<(), String> {
        let (shown, double) = match subject {
            Subject::Question(question) => {
                (question.to_string(), self.answers.insert(question, answer).is_some())
            }
            Subject::Nothing(name) => (name.clone(), self.nothing.insert(name, answer).is_some()),
        };
        if double { Err(format!("`{shown}` is answered twice")) } else { Ok(()) }
    }
}

/// Reads one entry into those before it, so that a repetition is reported where it stands.
struct Next<'a>(&'a mut Entries);

impl<'de> DeserializeSeed<'de> for Next<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Next<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let raw = RawEntry::deserialize(MapAccessDeserializer::new(map))?;
        Entry::try_from(raw).and_then(|entry| self.0.add(entry)).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of entries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
                let mut entries = Entries::default();
                while list.next_element_seed(Next(&mut entries))?.is_some() {}
                Ok(entries)
            }
        }

        deserializer.deserialize_seq(List)
    }
}

/// A question left unasked, with the answer that says so.
struct Left(Question, Arc<Answer>);

impl TryFrom<RawUnasked> for Left {
    type Error = String;

    fn try_from(raw: RawUnasked) -> Result<Self, String> {
        let wrong = |what: String| format!("unasked `{}`: {what}", raw.name.escape_debug());
        let rtype = raw.rtype.parse().map_err(wrong)?;
        let question = question(&raw.name, rtype).map_err(wrong)?;
        let known = [NotAsked::Offline, NotAsked::Budget, NotAsked::ServerSilent];
        let why = known.into_iter().find(|why| why.as_str() == raw.why).ok_or_else(|| {
            wrong(format!(
                "unknown reason `{}`: offline, budget and server-silent are known",
                raw.why.escape_debug()
            ))
        })?;
        Ok(Left(question, Answer::not_asked(why).into()))
    }
}

impl<'de> Deserialize<'de> for Left {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::<_, RawUnasked, Left>(deserializer)
    }
}

/// The questions left unasked.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<Left>")]
pub(in crate::dns) struct Unasked(pub BTreeMap<Question, Arc<Answer>>);

impl From<Vec<Left>> for Unasked {
    fn from(list: Vec<Left>) -> Self {
        Unasked(list.into_iter().map(|Left(question, answer)| (question, answer)).collect())
    }
}
