//! Answers: what came of a question, with every kind of silence kept apart.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::question::RecordType;

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    Addr(IpAddr),
    /// PTR or CNAME target, lower case, without the final dot.
    Name(String),
    /// The exchange as [`Record::Name`]; `.` is the root, as in a null MX (RFC 7505).
    Mx {
        preference: u16,
        exchange: String,
    },
    /// The strings of one TXT record joined without a space (RFC 7208 section 3.3). Bytes that
    /// are not UTF-8 became U+FFFD.
    Txt(String),
}

impl Record {
    /// Whether an answer of this type is made of such records.
    pub fn fits(&self, rtype: RecordType) -> bool {
        match self {
            Record::Addr(IpAddr::V4(_)) => rtype == RecordType::A,
            Record::Addr(IpAddr::V6(_)) => rtype == RecordType::Aaaa,
            Record::Name(_) => matches!(rtype, RecordType::Ptr | RecordType::Cname),
            Record::Mx { .. } => rtype == RecordType::Mx,
            Record::Txt(_) => rtype == RecordType::Txt,
        }
    }
}

impl fmt::Display for Record {
    /// The record as zone files write it, except that TXT has no quotes: `192.0.2.1`,
    /// `mail.example.org`, `10 mx.example.org`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Record::Addr(ip) => ip.fmt(f),
            Record::Name(name) => f.write_str(name),
            Record::Mx { preference, exchange } => write!(f, "{preference} {exchange}"),
            Record::Txt(text) => f.write_str(text),
        }
    }
}

/// What came of a question. Silence of one kind is never taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At least one record, sorted, none twice.
    Records(Vec<Record>),
    /// The name does not exist.
    NxDomain,
    /// The name exists, but has no record of this type.
    NoData,
    /// The server said it failed, or what it said could not be used: garbage, a CNAME loop, a
    /// referral elsewhere.
    ServFail,
    Refused,
    /// Asked, and no answer came, or the server could not be reached.
    Timeout,
    /// Never asked: offline, or the budget was spent, or the server was given up.
    NotAsked(NotAsked),
    /// Replay: the file does not have this question.
    NotRecorded,
}

impl Outcome {
    /// The word of the report contract: `records`, `nxdomain`, `nodata`, `servfail`, `refused`,
    /// `timeout`, `not-asked`, `not-recorded`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Records(_) => "records",
            Outcome::NxDomain => "nxdomain",
            Outcome::NoData => "nodata",
            Outcome::ServFail => "servfail",
            Outcome::Refused => "refused",
            Outcome::Timeout => "timeout",
            Outcome::NotAsked(_) => "not-asked",
            Outcome::NotRecorded => "not-recorded",
        }
    }

    /// Why the question was not asked, in the word of reports; `None` for all other outcomes.
    pub fn why(&self) -> Option<&'static str> {
        match self {
            Outcome::NotAsked(why) => Some(why.as_str()),
            _ => None,
        }
    }

    /// The DNS said nothing about the name: neither what it has nor that it has nothing.
    pub fn is_silent(&self) -> bool {
        !matches!(self, Outcome::Records(_) | Outcome::NxDomain | Outcome::NoData)
    }
}

/// Why a question was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAsked {
    Offline,
    /// The time for this message was spent before the question, or left too little for it.
    Budget,
    /// The server had been silent for so long that it was given up, or there is none.
    ServerSilent,
}

impl NotAsked {
    /// The word of reports and replay files.
    pub fn as_str(self) -> &'static str {
        match self {
            NotAsked::Offline => "offline",
            NotAsked::Budget => "budget",
            NotAsked::ServerSilent => "server-silent",
        }
    }
}

/// A question's outcome with its circumstances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub outcome: Outcome,
    /// Names passed on the way from the name asked for, by CNAME, in order; the last one owns
    /// the records. Empty for CNAME questions, which are not followed.
    pub aliases: Vec<String>,
    /// Seconds the answer may be kept, as the server said it; not counted down in the cache.
    pub ttl: Option<u32>,
    /// Who answered, as it was named in the settings.
    pub server: Option<Arc<str>>,
    /// When the answer came, seconds since the epoch.
    pub time: Option<i64>,
}

impl Answer {
    /// An answer without circumstances. Records are sorted, and no record is there twice, so that
    /// a server which rotates its answers does not change reports; no records are
    /// [`Outcome::NoData`].
    pub fn new(outcome: Outcome) -> Self {
        let outcome = match outcome {
            Outcome::Records(mut records) => {
                records.sort_unstable();
                records.dedup();
                if records.is_empty() { Outcome::NoData } else { Outcome::Records(records) }
            }
            other => other,
        };
        Answer { outcome, aliases: Vec::new(), ttl: None, server: None, time: None }
    }

    /// The answer of a question that was not asked.
    pub fn not_asked(why: NotAsked) -> Self {
        Answer::new(Outcome::NotAsked(why))
    }

    /// See [`Outcome::is_silent`].
    pub fn is_silent(&self) -> bool {
        self.outcome.is_silent()
    }

    /// All records; none where the outcome is another.
    pub fn records(&self) -> &[Record] {
        match &self.outcome {
            Outcome::Records(records) => records,
            _ => &[],
        }
    }

    /// The addresses of an A or AAAA answer.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.records().iter().filter_map(|record| match record {
            Record::Addr(ip) => Some(*ip),
            _ => None,
        })
    }

    /// The names of a PTR or CNAME answer.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.records().iter().filter_map(|record| match record {
            Record::Name(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The texts of a TXT answer.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.records().iter().filter_map(|record| match record {
            Record::Txt(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Preference and exchange of an MX answer, best first.
    pub fn exchanges(&self) -> impl Iterator<Item = (u16, &str)> {
        self.records().iter().filter_map(|record| match record {
            Record::Mx { preference, exchange } => Some((*preference, exchange.as_str())),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mx(preference: u16, exchange: &str) -> Record {
        Record::Mx { preference, exchange: exchange.to_owned() }
    }

    #[test]
    fn records_have_one_order() {
        let answer = Answer::new(Outcome::Records(vec![
            mx(20, "a.example"),
            mx(10, "z.example"),
            mx(10, "b.example"),
            mx(10, "z.example"),
        ]));
        assert_eq!(
            answer.exchanges().collect::<Vec<_>>(),
            [(10, "b.example"), (10, "z.example"), (20, "a.example")]
        );
        let ips = ["2001:db8::1", "192.0.2.9", "192.0.2.10"].map(|ip| ip.parse().unwrap());
        let answer = Answer::new(Outcome::Records(ips.map(Record::Addr).to_vec()));
        let shown: Vec<String> = answer.addresses().map(|ip| ip.to_string()).collect();
        assert_eq!(shown, ["192.0.2.9", "192.0.2.10", "2001:db8::1"]);
    }

    #[test]
    fn no_records_are_no_data() {
        assert_eq!(Answer::new(Outcome::Records(Vec::new())).outcome, Outcome::NoData);
    }

    #[test]
    fn only_three_outcomes_speak() {
        for (outcome, silent) in [
            (Outcome::Records(vec![Record::Name("a.example".into())]), false),
            (Outcome::NxDomain, false),
            (Outcome::NoData, false),
            (Outcome::ServFail, true),
            (Outcome::Refused, true),
            (Outcome::Timeout, true),
            (Outcome::NotAsked(NotAsked::Offline), true),
            (Outcome::NotRecorded, true),
        ] {
            assert_eq!(outcome.is_silent(), silent, "{}", outcome.as_str());
            let unasked = matches!(outcome, Outcome::NotAsked(_));
            assert_eq!(outcome.why(), unasked.then_some("offline"));
        }
    }

    #[test]
    fn records_fit_their_type_alone() {
        let v4 = Record::Addr("192.0.2.1".parse().unwrap());
        assert!(v4.fits(RecordType::A) && !v4.fits(RecordType::Aaaa));
        let name = Record::Name("a.example".into());
        assert!(name.fits(RecordType::Ptr) && name.fits(RecordType::Cname));
        assert!(!name.fits(RecordType::Mx) && mx(0, ".").fits(RecordType::Mx));
        assert_eq!(mx(0, ".").to_string(), "0 .");
    }
}
