//! From a server's message to an outcome, along the CNAME chain.

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType as WireType};

use crate::dns::{Outcome, Record, RecordType};

/// Longest chain that is followed. RFC 1034 section 3.6.2 wants chains at all costs followed,
/// but servers stop at 8 to 20.
const MAX_ALIASES: usize = 16;

pub(super) fn wire_type(rtype: RecordType) -> WireType {
    match rtype {
        RecordType::A => WireType::A,
        RecordType::Aaaa => WireType::AAAA,
        RecordType::Ptr => WireType::PTR,
        RecordType::Mx => WireType::MX,
        RecordType::Txt => WireType::TXT,
        RecordType::Cname => WireType::CNAME,
    }
}

/// What is known so far of one question.
pub(super) struct Chain {
    rtype: RecordType,
    /// All names passed, the one asked for first.
    names: Vec<Name>,
    ttl: Option<u32>,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Done(Outcome),
    /// The server named an alias and did not follow it: ask for it.
    Ask(Name),
}

impl Chain {
    pub fn new(name: Name, rtype: RecordType) -> Self {
        Chain { rtype, names: vec![name], ttl: None }
    }

    /// The aliases, as [`Answer::aliases`](crate::dns::Answer::aliases) has them.
    pub fn aliases(&self) -> Vec<String> {
        self.names.iter().skip(1).map(name_text).collect()
    }

    /// The least time to live of all that was used.
    pub fn ttl(&self) -> Option<u32> {
        self.ttl
    }

    /// The name to ask for.
    fn current(&self) -> Option<&Name> {
        self.names.last()
    }

    /// Reads an answer that is no plain error.
    pub fn read(&mut self, message: &Message) -> Step {
        let before = self.names.len();
        if self.rtype != RecordType::Cname
            && let Err(outcome) = self.follow(message)
        {
            return Step::Done(outcome);
        }
        let Some(current) = self.current().cloned() else {
            return Step::Done(Outcome::ServFail);
        };
        let mut records = Vec::new();
        for answer in &message.answers {
            if answer.record_type() == wire_type(self.rtype)
                && answer.name == current
                && let Some(record) = record(&answer.data)
            {
                records.push(record);
                self.lower_ttl(answer.ttl);
            }
        }
        if !records.is_empty() {
            return Step::Done(Outcome::Records(records));
        }
        let soa = message.authorities.iter().find_map(|r| match &r.data {
            RData::SOA(soa) => Some(r.ttl.min(soa.minimum)),
            _ => None,
        });
        match message.response_code {
            ResponseCode::NXDomain => {
                self.negative(soa);
                Step::Done(Outcome::NxDomain)
            }
            // A chain that ends nowhere, and no word about its end.
            ResponseCode::NoError if soa.is_none() && self.names.len() > before => {
                Step::Ask(current)
            }
            ResponseCode::NoError => {
                self.negative(soa);
                Step::Done(Outcome::NoData)
            }
            _ => Step::Done(Outcome::ServFail),
        }
    }

    /// Takes note how long a negative answer may be kept (RFC 2308 section 5).
    pub fn negative(&mut self, ttl: Option<u32>) {
        if let Some(ttl) = ttl {
            self.lower_ttl(ttl);
        } else {
            self.ttl = None;
        }
    }

    /// Follows all aliases the message has. Fails on loops and on chains without end.
    fn follow(&mut self, message: &Message) -> Result<(), Outcome> {
        loop {
            let current = self.current();
            let alias = message.answers.iter().find_map(|record| match &record.data {
                RData::CNAME(target) if Some(&record.name) == current => {
                    Some((target.0.clone(), record.ttl))
                }
                _ => None,
            });
            let Some((target, ttl)) = alias else { return Ok(()) };
            if self.names.contains(&target) || self.names.len() > MAX_ALIASES {
                return Err(Outcome::ServFail);
            }
            self.names.push(target);
            self.lower_ttl(ttl);
        }
    }

    fn lower_ttl(&mut self, ttl: u32) {
        // RFC 2181 section 8: with the highest bit set it is as 0.
        let ttl = if ttl > i32::MAX.unsigned_abs() { 0 } else { ttl };
        self.ttl = Some(self.ttl.map_or(ttl, |least| least.min(ttl)));
    }
}

fn record(data: &RData) -> Option<Record> {
    Some(match data {
        RData::A(a) => Record::Addr(a.0.into()),
        RData::AAAA(aaaa) => Record::Addr(aaaa.0.into()),
        RData::PTR(name) => Record::Name(name_text(&name.0)),
        RData::CNAME(name) => Record::Name(name_text(&name.0)),
        RData::MX(mx) => {
            Record::Mx { preference: mx.preference, exchange: name_text(&mx.exchange) }
        }
        RData::TXT(txt) => Record::Txt(String::from_utf8_lossy(&txt.txt_data.concat()).into()),
        _ => return None,
    })
}

/// Lower case, without the final dot; `.` is the root. What could be misread is escaped as in
/// zone files (RFC 1035 section 5.1).
pub(super) fn name_text(name: &Name) -> String {
    let mut text = String::with_capacity(name.len());
    for label in name.iter() {
        if !text.is_empty() {
            text.push('.');
        }
        for &byte in label {
            match byte {
                b'.' | b'\\' => {
                    text.push('\\');
                    text.push(char::from(byte));
                }
                b'!'..=b'~' => text.push(char::from(byte.to_ascii_lowercase())),
                _ => text.push_str(&format!("\\{byte:03}")),
            }
        }
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The wire form of a name that [`Question`](crate::dns::Question) has checked.
pub(super) fn wire_name(text: &str) -> Option<Name> {
    let mut name = Name::from_labels(text.split('.').map(str::as_bytes)).ok()?;
    name.set_fqdn(true);
    Some(name)
}

#[cfg(test)]
mod tests {
    use hickory_resolver::proto::op::OpCode;
    use hickory_resolver::proto::rr::Record as WireRecord;
    use hickory_resolver::proto::rr::rdata::{A, CNAME, MX, SOA, TXT};

    use super::*;

    fn name(text: &str) -> Name {
        wire_name(text).unwrap()
    }

    fn message(code: ResponseCode, answers: &[(&str, u32, RData)], soa: bool) -> Message {
        let mut message = Message::response(1, OpCode::Query);
        message.metadata.response_code = code;
        for (owner, ttl, data) in answers {
            message.add_answer(WireRecord::from_rdata(name(owner), *ttl, data.clone()));
        }
        if soa {
            let soa = SOA::new(name("ns.example"), name("root.example"), 1, 2, 3, 4, 60);
            let record = WireRecord::from_rdata(name("example"), 900, RData::SOA(soa));
            message.add_authority(record);
        }
        message
    }

    fn alias(target: &str) -> RData {
        RData::CNAME(CNAME(name(target)))
    }

    fn address(last: u8) -> RData {
        RData::A(A::new(192, 0, 2, last))
    }

    fn read(rtype: RecordType, message: &Message) -> (Step, String, Option<u32>) {
        let mut chain = Chain::new(name("www.example"), rtype);
        let step = chain.read(message);
        (step, chain.aliases().join(">"), chain.ttl())
    }

    #[test]
    fn answers_are_read_along_the_chain() {
        use ResponseCode::{NXDomain, NoError, ServFail};
        let one = |last| Outcome::Records(vec![Record::Addr([192, 0, 2, last].into())]);
        let chain = [
            ("b.example", 300, alias("c.example")),
            ("WWW.Example", 600, alias("b.example")),
            ("c.example", 30, address(1)),
            ("other.example", 1, address(9)),
        ];
        let looped =
            [("www.example", 300, alias("b.example")), ("b.example", 300, alias("www.example"))];
        let open = [("www.example", 300, alias("b.example"))];
        for (message, step, aliases, ttl) in [
            (
                message(NoError, &[("www.example", 60, address(1))], false),
                Step::Done(one(1)),
                "",
                Some(60),
            ),
            // In any order, whatever else is there, and in any case.
            (message(NoError, &chain, false), Step::Done(one(1)), "b.example>c.example", Some(30)),
            (
                message(NoError, &looped, false),
                Step::Done(Outcome::ServFail),
                "b.example",
                Some(300),
            ),
            // Not followed by the server, or ended there.
            (message(NoError, &open, false), Step::Ask(name("b.example")), "b.example", Some(300)),
            (message(NoError, &open, true), Step::Done(Outcome::NoData), "b.example", Some(60)),
            (message(NXDomain, &open, true), Step::Done(Outcome::NxDomain), "b.example", Some(60)),
            (message(NXDomain, &[], true), Step::Done(Outcome::NxDomain), "", Some(60)),
            (message(NoError, &[], true), Step::Done(Outcome::NoData), "", Some(60)),
            (message(NoError, &[], false), Step::Done(Outcome::NoData), "", None),
            (
                message(ServFail, &open, false),
                Step::Done(Outcome::ServFail),
                "b.example",
                Some(300),
            ),
            // An answer to another question is none.
            (
                message(NoError, &[("other.example", 60, address(1))], false),
                Step::Done(Outcome::NoData),
                "",
                None,
            ),
            (
                message(NoError, &[("www.example", u32::MAX, address(1))], false),
                Step::Done(one(1)),
                "",
                Some(0),
            ),
        ] {
            assert_eq!(read(RecordType::A, &message), (step, aliases.to_owned(), ttl));
        }
    }

    #[test]
    fn a_chain_without_end_is_a_failure() {
        let long: Vec<(String, RData)> = (0..40)
            .map(|i| {
                let owner = if i == 0 { "www.example".to_owned() } else { format!("n{i}.example") };
                (owner, alias(&format!("n{}.example", i + 1)))
            })
            .collect();
        let long: Vec<_> =
            long.iter().map(|(owner, data)| (owner.as_str(), 60, data.clone())).collect();
        let (step, ..) = read(RecordType::A, &message(ResponseCode::NoError, &long, false));
        assert_eq!(step, Step::Done(Outcome::ServFail));
    }

    #[test]
    fn alias_questions_are_not_followed() {
        let chain =
            [("www.example", 600, alias("b.example")), ("b.example", 300, alias("c.example"))];
        let (step, aliases, _) =
            read(RecordType::Cname, &message(ResponseCode::NoError, &chain, false));
        let expected = Outcome::Records(vec![Record::Name("b.example".into())]);
        assert_eq!((step, aliases.as_str()), (Step::Done(expected), ""));
    }

    #[test]
    fn records_of_each_type() {
        let txt = TXT::from_bytes(vec![b"v=spf1 ", b"-all\xff"]);
        for (rtype, data, expected) in [
            (RecordType::Mx, RData::MX(MX::new(0, Name::root())), "0 ."),
            (RecordType::Mx, RData::MX(MX::new(10, name("MX.Example"))), "10 mx.example"),
            (RecordType::Txt, RData::TXT(txt), "v=spf1 -all\u{fffd}"),
        ] {
            let (step, ..) =
                read(rtype, &message(ResponseCode::NoError, &[("www.example", 1, data)], false));
            let Step::Done(Outcome::Records(records)) = step else { panic!("{step:?}") };
            assert_eq!(records[0].to_string(), expected);
        }
    }

    #[test]
    fn names_are_written_as_in_zone_files() {
        for (labels, text) in [
            (&[&b"0/25"[..], b"2"][..], "0/25.2"),
            (&[b"a.b", b"example"], "a\\.b.example"),
            (&[b"a\\b", b"example"], "a\\\\b.example"),
            (&[b"a b\x07\xff", b"example"], "a\\032b\\007\\255.example"),
            (&[], "."),
        ] {
            assert_eq!(name_text(&Name::from_labels(labels.iter().copied()).unwrap()), text);
        }
        assert!(name("a.example").is_fqdn());
        assert!(wire_name("a..example").is_none());
        assert!(wire_name(&"a".repeat(64)).is_none());
    }
}
