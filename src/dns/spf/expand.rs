//! Following the terms of SPF records through what the DNS said.

use ipnet::IpNet;

use super::record::{Mechanism, Prefix, Target, is_spf, parse};
use super::{
    Inner, MAX_EXCHANGES, MAX_LOOKUPS, MAX_VOID_LOOKUPS, Meaning, Record, Senders, SpfProblem,
    Term, Whole,
};
use crate::dns::answer::{Answer, Outcome};
use crate::dns::answers::Answers;
use crate::dns::question::{Question, RecordType};

/// The senders of a domain, and what is worth asking to know them.
pub(super) struct Expansion {
    pub senders: Senders,
    pub questions: Vec<Question>,
}

impl Expansion {
    pub fn of(domain: &str, answers: &Answers) -> Self {
        let mut senders = Senders {
            domain: domain.to_owned(),
            published: None,
            record: None,
            lookups: 0,
            problems: Vec::new(),
            record_tree: None,
        };
        let Ok(question) = Question::new(domain, RecordType::Txt) else {
            senders.published = Some(false);
            senders.problems.push(SpfProblem::BadDomain);
            return Expansion { senders, questions: Vec::new() };
        };
        senders.domain.clone_from(&question.name);
        let mut walk = Walk {
            answers,
            sender: question.name.clone(),
            path: Vec::new(),
            questions: Vec::new(),
            lookups: 0,
            void: 0,
            problems: Vec::new(),
        };
        match walk.text(&question.name) {
            Text::Found(text) => {
                senders.published = Some(true);
                senders.record = Some(text.clone());
                senders.record_tree = Some(walk.record(&text, &question.name));
            }
            Text::Several => senders.published = Some(true),
            Text::None => senders.published = Some(false),
            Text::Unknown => {}
        }
        if walk.void > MAX_VOID_LOOKUPS {
            walk.problems.push(SpfProblem::TooManyVoidLookups { count: walk.void });
        }
        senders.lookups = walk.lookups;
        senders.problems = walk.problems;
        Expansion { senders, questions: walk.questions }
    }
}

struct Walk<'a> {
    answers: &'a Answers,
    /// The domain asked about first.
    sender: String,
    /// The domains whose records are being read, outermost first.
    path: Vec<String>,
    questions: Vec<Question>,
    lookups: usize,
    void: usize,
    problems: Vec<SpfProblem>,
}

enum Text {
    Found(String),
    Several,
    None,
    Unknown,
}

impl<'a> Walk<'a> {
    /// The SPF record of a domain.
    fn text(&mut self, domain: &str) -> Text {
        let Some(answer) = self.ask(domain, RecordType::Txt) else { return Text::Unknown };
        let records: Vec<&str> = answer.texts().filter(|text| is_spf(text)).collect();
        match records[..] {
            [] => Text::None,
            [one] => Text::Found(one.to_owned()),
            _ => {
                let (domain, count) = (domain.to_owned(), records.len());
                self.problems.push(SpfProblem::SeveralRecords { domain, count });
                Text::Several
            }
        }
    }

    /// The answer to a question, where it says anything; takes note of the question.
    fn ask(&mut self, name: &str, rtype: RecordType) -> Option<&'a Answer> {
        let question = Question::new(name, rtype).ok()?;
        let answer = self.answers.get(&question);
        let silent = match answer {
            None => Some("not-asked"),
            Some(answer) if answer.is_silent() => Some(answer.outcome.as_str()),
            Some(_) => None,
        };
        if !self.questions.contains(&question) {
            if let Some(outcome) = silent {
                self.problems.push(SpfProblem::Silent { question: question.clone(), outcome });
            }
            self.questions.push(question);
        }
        answer.filter(|answer| !answer.is_silent())
    }

    fn record(&mut self, text: &str, domain: &str) -> Record {
        let parsed = match parse(text, domain, &self.sender) {
            Ok(parsed) => parsed,
            Err(bad) => {
                self.problems.push(SpfProblem::BadTerm { domain: domain.to_owned(), bad });
                return Record { broken: true, ..Record::default() };
            }
        };
        self.path.push(domain.to_owned());
        let mut record = Record::default();
        for term in parsed.terms {
            let meaning = self.meaning(&term.mechanism, &term.text, domain);
            let last = meaning == Meaning::All;
            record.terms.push(Term { qualifier: term.qualifier, text: term.text, meaning });
            // What comes after `all` is not looked at, redirect included (section 5.1).
            if last {
                self.path.pop();
                return record;
            }
        }
        if let Some(target) = parsed.redirect {
            let text = match &target {
                Target::Name(name) => format!("redirect={name}"),
                Target::Open => "redirect".to_owned(),
            };
            let inner = if self.may_look_up(&text, domain) {
                self.inner(&target, &text, domain)
            } else {
                Inner::None
            };
            record.redirect = Some((text, inner));
        }
        self.path.pop();
        record
    }

    fn meaning(&mut self, mechanism: &Mechanism, text: &str, domain: &str) -> Meaning {
        match mechanism {
            Mechanism::All => return Meaning::All,
            Mechanism::Network(network) => {
                return Meaning::Networks { networks: vec![*network], whole: Whole::YES };
            }
            _ if !self.may_look_up(text, domain) => return Meaning::Error,
            _ => {}
        }
        match mechanism {
            Mechanism::Include(target) => Meaning::Include(self.inner(target, text, domain)),
            Mechanism::Addresses { of: Target::Name(name), prefix } => {
                let mut networks = Vec::new();
                let whole = self.addresses(name, *prefix, &mut networks);
                self.void += usize::from(whole == Whole::YES && networks.is_empty());
                Meaning::Networks { networks, whole }
            }
            Mechanism::Exchanges { of: Target::Name(name), prefix } => {
                self.exchanges(name, *prefix)
            }
            _ => {
                self.open(text, domain);
                Meaning::Unknown
            }
        }
    }

    /// Counts a term that needs the DNS; false when there were too many before.
    fn may_look_up(&mut self, text: &str, domain: &str) -> bool {
        if self.lookups < MAX_LOOKUPS {
            self.lookups += 1;
            return true;
        }
        let said = |problem: &SpfProblem| matches!(problem, SpfProblem::TooManyLookups { .. });
        if !self.problems.iter().any(said) {
            let (domain, term) = (domain.to_owned(), text.to_owned());
            self.problems.push(SpfProblem::TooManyLookups { domain, term });
        }
        false
    }

    fn open(&mut self, text: &str, domain: &str) {
        let (domain, term) = (domain.to_owned(), text.to_owned());
        self.problems.push(SpfProblem::Open { domain, term });
    }

    fn inner(&mut self, target: &Target, term: &str, domain: &str) -> Inner {
        let Target::Name(name) = target else {
            self.open(term, domain);
            return Inner::Unknown;
        };
        if self.path.contains(name) {
            self.problems.push(SpfProblem::Loop { domain: name.clone() });
            return Inner::None;
        }
        match self.text(name) {
            Text::Found(text) => Inner::Record(Box::new(self.record(&text, name))),
            Text::Several => Inner::None,
            Text::Unknown => Inner::Unknown,
            Text::None => {
                let (domain, term) = (domain.to_owned(), term.to_owned());
                self.problems.push(SpfProblem::NoRecord { domain, term });
                Inner::None
            }
        }
    }

    /// Adds the networks around a name's addresses; says of which families those are all.
    fn addresses(&mut self, name: &str, prefix: Prefix, into: &mut Vec<IpNet>) -> Whole {
        let mut known = |rtype, length| {
            let Some(answer) = self.ask(name, rtype) else { return false };
            let networks = answer.addresses().flat_map(|ip| IpNet::new(ip, length));
            into.extend(networks.map(|network| network.trunc()));
            true
        };
        Whole { v4: known(RecordType::A, prefix.v4), v6: known(RecordType::Aaaa, prefix.v6) }
    }

    fn exchanges(&mut self, name: &str, prefix: Prefix) -> Meaning {
        let Some(answer) = self.ask(name, RecordType::Mx) else { return Meaning::Unknown };
        let count = answer.exchanges().count();
        if count > MAX_EXCHANGES {
            let domain = name.to_owned();
            self.problems.push(SpfProblem::TooManyExchanges { domain, count });
            return Meaning::Error;
        }
        self.void += usize::from(!matches!(answer.outcome, Outcome::Records(_)));
        let (mut networks, mut whole) = (Vec::new(), Whole::YES);
        for (_, exchange) in answer.exchanges() {
            if Question::new(exchange, RecordType::A).is_ok() {
                let known = self.addresses(exchange, prefix, &mut networks);
                whole = Whole { v4: whole.v4 && known.v4, v6: whole.v6 && known.v6 };
            }
        }
        Meaning::Networks { networks, whole }
    }
}
