//! Names and addresses: questions, answers that keep every kind of silence apart, and where
//! answers come from. Knows nothing of messages.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordType {
    A,
    Aaaa,
    Ptr,
    Mx,
    Txt,
    Cname,
}

/// A question to the DNS. Names are lower case, without the final dot; addresses are asked for
/// by their reverse name (`115.23.128.104.in-addr.arpa`), which [`Question::ptr`] makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    pub name: String,
    pub rtype: RecordType,
}

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    Addr(IpAddr),
    /// PTR or CNAME target, lower case, without the final dot.
    Name(String),
    Mx {
        preference: u16,
        exchange: String,
    },
    Txt(String),
}

/// What came of a question. Silence of one kind is never taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Records(Vec<Record>),
    /// The name does not exist.
    NxDomain,
    /// The name exists, but has no record of this type.
    NoData,
    ServFail,
    Refused,
    Timeout,
    /// Never asked: offline, or the budget was spent, or the server was given up.
    NotAsked(NotAsked),
    /// Replay: the file does not have this question.
    NotRecorded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAsked {
    Offline,
    Budget,
    ServerSilent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub outcome: Outcome,
    pub ttl: Option<u32>,
    /// Who answered, as it was named in the settings.
    pub server: Option<String>,
}

/// All answers known about one message, in the order the questions were first asked.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    order: Vec<Question>,
    map: HashMap<Question, Answer>,
}

/// Where answers come from. All questions of a round are given at once, so that they can be
/// under way together.
pub trait Source: Sync {
    /// One answer for each question, in order. Must return within about `budget`; what could
    /// not be asked or answered by then says so in its outcome.
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Answer>;

    /// No question will ever be answered: the analysis need not make any up.
    fn is_offline(&self) -> bool {
        false
    }

    /// The clock that goes with recorded answers, seconds since the epoch.
    fn recorded_now(&self) -> Option<i64> {
        None
    }
}
