//! The typed facts that rules may see, measured once per message: a table of what there is to
//! know of each hop, link and the message, with *absent* and *unknown* as values of their own.

mod auth;
mod border;
mod dns;
mod group;
mod hop;
mod link;
mod message;
mod own;
mod srs;
mod table;
mod traces;

use crate::auth::Verified;
use crate::chain::{Chain, Hop, NameKind, Org};
use crate::data::{Data, same_name};
use crate::dns::Answers;
use crate::message::Message;
use crate::report::model::{LinkKind, Read};
use crate::rules::schema::{Facts, Value};
use crate::settings::Settings;
use crate::span::Span;

pub use auth::{AuthFacts, Signed};
pub use dns::{HopDns, questions};
pub use group::GROUP_FIELDS;
pub use message::MessageFacts;
pub use srs::Srs;
pub use table::{GROUP, HOP, LINK, MESSAGE, SCHEMA};
pub use traces::{Dated, Stray, Traces, Witness, XReceived};

/// Everything that was measured of one message. What is judged on the way down (where our side
/// ends, which link a known reason explains, which lines are refuted) is filled in as it
/// becomes known; until then it is absent.
pub struct FactSet<'a> {
    pub chain: &'a Chain<'a>,
    pub settings: &'a Settings,
    pub message: MessageFacts,
    /// Index of the hop that our side wrote at the hand-over.
    pub handover: Option<usize>,
    /// How many hops, from the top, our side wrote.
    pub own: usize,
    /// For each link, the id of the explanation that covers it.
    pub explained: Vec<Option<String>>,
    /// For each hop, the decibans found against it so far.
    pub doubt: Vec<f64>,
    pub refuted: Vec<bool>,
    pub suspected: Vec<bool>,
    /// Something a forger could not write speaks for the line.
    pub supported: Vec<bool>,
    pub dns: Vec<HopDns>,
    /// For each hop the valid signature directly below it; empty where none were verified.
    pub signed: Vec<Option<Signed>>,
    /// What was verified, and where in the message's text the part begins that it was verified of.
    pub authentication: Option<(Verified, usize)>,
    /// For each hop what its writer left elsewhere in the header; empty where all lines are ours.
    pub traces: Vec<Traces>,
    /// Index of the first line of the sender's side that is for another recipient than the line of
    /// the hand-over.
    pub other_recipient: Option<usize>,
}

impl<'a> FactSet<'a> {
    pub fn new(chain: &'a Chain<'a>, message: MessageFacts, settings: &'a Settings) -> Self {
        let hops = chain.hops.len();
        FactSet {
            chain,
            settings,
            message,
            handover: None,
            own: 0,
            explained: vec![None; chain.links.len()],
            doubt: vec![0.0; hops],
            refuted: vec![false; hops],
            suspected: vec![false; hops],
            supported: vec![false; hops],
            dns: Vec::new(),
            signed: Vec::new(),
            authentication: None,
            traces: Vec::new(),
            other_recipient: None,
        }
    }

    /// Works verified signatures into facts. `start` is where in the message's text the part
    /// begins that was verified; `claimed` are the domains for which somebody who is not believed
    /// claims a valid signature.
    pub fn verified(
        &mut self,
        verified: Verified,
        message: &Message<'_>,
        start: usize,
        claimed: &[String],
        data: &Data,
    ) {
        self.signed = auth::signed(&verified, message, start, self.chain.hops.len(), data);
        self.message.auth = Some(AuthFacts::of(&verified, claimed, data));
        self.authentication = Some((verified, start));
    }

    /// Forgets what was found of the hops from `index` down, as if they were still to be judged.
    pub fn forget_from(&mut self, index: usize) {
        let count = self.chain.hops.len();
        for index in index..count {
            self.doubt[index] = 0.0;
            self.refuted[index] = false;
            self.suspected[index] = false;
            self.supported[index] = false;
        }
    }

    /// Takes note of the domains that the mail is said to come from and was taken for, once it is
    /// known which lines our side wrote.
    pub fn note_borders(&mut self, data: &Data) {
        let lower = |name: &str| name.to_ascii_lowercase();
        let org = |name: &String| Org::of(name, data).map(|org| org.as_str().to_owned());
        let sender = border::sender(self).map(lower);
        let recipient = border::recipient(self).map(lower);
        self.other_recipient = border::other_recipient(self);
        let srs = border::reverse_path(self).and_then(Srs::of);
        let srs_org = srs.as_ref().and_then(|srs| org(&srs.domain));
        let message = &mut self.message;
        message.srs = srs;
        message.srs_org = srs_org;
        message.sender_org = sender.as_ref().and_then(org);
        message.sender_domain = sender;
        message.recipient_domain = recipient.or_else(|| message.delivered_domain.clone());
        message.recipient_org = message.recipient_domain.as_ref().and_then(org);
    }

    /// Measures the fields beside the lines below our own, once it is known which these are.
    pub fn note_traces(&mut self, message: &Message<'_>, data: &Data) {
        self.traces = traces::measure(message, data, self);
        self.message.google_marks = traces::google_marks(message);
        self.message.regrouped = traces::regrouped(message);
    }

    /// Works the answers into facts.
    pub fn answered(&mut self, answers: &Answers, data: &Data) {
        self.dns = dns::measure(self, answers, data);
    }

    /// Where our side ends has been decided.
    pub fn boundary_known(&self) -> bool {
        self.own > 0
    }

    /// A name that our own lines carry in `by`, or that the settings declare as ours.
    pub fn is_own_name(&self, host: &str) -> bool {
        self.is_declared_own(host)
            || self.chain.hops[..self.own].iter().any(|hop| {
                hop.by.kind != NameKind::Local
                    && hop.by_text().is_some_and(|own| same_name(own, host))
            })
    }

    pub fn is_declared_own(&self, host: &str) -> bool {
        self.settings.own_hosts.iter().any(|own| own.matches(host))
    }

    /// The kind of link number `index`, explanations considered.
    pub fn link_kind(&self, index: usize) -> LinkKind {
        match &self.explained[index] {
            Some(_) => LinkKind::Explained,
            None => self.chain.links[index].kind,
        }
    }

    /// The line is for the recipient of the hand-over again, below one that is for another.
    fn is_for_again(&self, index: usize) -> bool {
        self.other_recipient.is_some_and(|other| other < index)
            && border::recipient_of(self.hop(index)).is_some_and(|own| {
                let ours = self.handover.and_then(|at| border::recipient_of(self.hop(at)));
                ours.is_some_and(|ours| ours.eq_ignore_ascii_case(own))
            })
    }

    /// A fact from DNS: unknown as long as nothing was answered.
    fn hop_dns<'f>(
        &'f self,
        index: usize,
        get: impl FnOnce(&'f HopDns) -> Option<Value<'f>>,
    ) -> Value<'f> {
        self.dns.get(index).and_then(get).unwrap_or(Value::Unknown)
    }

    pub fn hop(&self, index: usize) -> &Hop<'a> {
        &self.chain.hops[index]
    }

    /// Where a fact was read, for the report's evidence; offsets count in the message text.
    pub fn read(&self, record: usize, field: usize, index: usize) -> Place {
        match record {
            HOP => match table::HOP_READS[field] {
                table::Where::Bytes(find) => {
                    let hop = self.hop(index);
                    find(hop).map_or(Place::Derived, |span| Place::Bytes(hop.place(span)))
                }
                table::Where::Trace(find) => {
                    let span = self.traces.get(index).and_then(find);
                    span.map_or(Place::Derived, Place::Field)
                }
                table::Where::Line => Place::Bytes(self.hop(index).field),
                table::Where::Dns(question) => {
                    Place::Dns(self.dns.get(index).and_then(question).cloned().unwrap_or_default())
                }
                table::Where::Settings => Place::Settings,
                table::Where::Session => Place::Session,
                table::Where::Derived => Place::Derived,
            },
            MESSAGE if matches!(table::MESSAGE_READS[field], table::Where::Session) => {
                Place::Session
            }
            _ => Place::Derived,
        }
    }
}

/// Where a fact was read. Like [`Read`], before offsets are turned into the message's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    Bytes(Span),
    /// In another field than a Received line.
    Field(Span),
    Dns(String),
    Settings,
    Session,
    Derived,
}

impl Place {
    pub fn into_read(self, line: Option<usize>, offset: impl Fn(u32) -> u64) -> Read {
        let line = line.filter(|_| !matches!(self, Place::Field(_)));
        match self {
            Place::Bytes(span) | Place::Field(span) => {
                let start = offset(span.start);
                Read::Bytes { line, offset: start, length: offset(span.end).saturating_sub(start) }
            }
            Place::Dns(question) => Read::Dns { question },
            Place::Settings => Read::Settings,
            Place::Session => Read::Session,
            Place::Derived => Read::Derived,
        }
    }
}

impl Facts for FactSet<'_> {
    #[inline]
    fn get(&self, record: usize, field: usize, index: usize) -> Value<'_> {
        match record {
            HOP => table::HOP_GETS[field](self, index),
            LINK => table::LINK_GETS[field](self, index),
            MESSAGE => table::MESSAGE_GETS[field](self, index),
            // Facts of several messages are not to be had from one.
            _ => Value::Absent,
        }
    }

    fn resolve(&self, variable: usize, index: usize) -> Option<usize> {
        table::resolve(self, variable, index)
    }

    fn count(&self, variable: usize, _: usize) -> usize {
        table::count(self, variable)
    }
}
