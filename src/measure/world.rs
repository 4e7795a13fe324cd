//! The DNS as it was when a message was taken, for forgeries that leave no trace in the text.
//!
//! Honest mail is years old, and the DNS of its day is gone. What its lines say stands in for it:
//! every host that an honest line names has the address that was recorded of it, and every name
//! that a forger made up is not there. A third party whose name a forger borrows does exist, at an
//! address of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use crate::dns::{Answer, Outcome, Question, Record, RecordType, Source};
use crate::received::parse;

/// Where hosts live of which no line says the address.
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 77));

/// Answers every question.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    hosts: BTreeMap<String, BTreeSet<IpAddr>>,
    addresses: BTreeMap<IpAddr, BTreeSet<String>>,
}

impl World {
    /// What the lines of an honest message say.
    pub(super) fn of<'l>(lines: impl IntoIterator<Item = &'l str>) -> World {
        let mut world = World::default();
        for line in lines {
            let line = parse(line.as_bytes());
            if let Some(from) = &line.from {
                let names = [(&from.rdns, true), (&from.helo, from.rdns.is_none())];
                for (name, recorded) in names {
                    let Some(name) = name else { continue };
                    world.host(name.as_str(), from.ip, recorded);
                }
            }
            if let Some(host) = line.by.as_ref().and_then(|by| by.host.as_ref()) {
                world.host(host.as_str(), None, false);
            }
        }
        world
    }

    /// A name that exists, and its address if that is known.
    pub(super) fn host(&mut self, name: &str, ip: Option<IpAddr>, reverse: bool) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let addresses = self.hosts.entry(name.clone()).or_default();
        if let Some(ip) = ip {
            addresses.insert(ip);
            if reverse {
                self.addresses.entry(ip).or_default().insert(name);
            }
        }
    }

    fn answer(&self, question: &Question) -> Outcome {
        if let Some(ip) = question.address() {
            let Some(names) = self.addresses.get(&ip) else { return Outcome::NxDomain };
            return Outcome::Records(names.iter().cloned().map(Record::Name).collect());
        }
        let Some(known) = self.hosts.get(&question.name) else { return Outcome::NxDomain };
        let wanted = |ip: &IpAddr| RecordType::of_address(*ip) == question.rtype;
        let elsewhere = known.is_empty().then_some(ELSEWHERE);
        let addresses = known.iter().copied().chain(elsewhere).filter(wanted);
        Outcome::Records(addresses.map(Record::Addr).collect())
    }
}

impl Source for World {
    fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
        questions.iter().map(|question| Answer::new(self.answer(question)).into()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_lines_say_is_there_and_nothing_else() {
        let world = World::of([
            "from announced.example (mail.a.example [203.0.113.7]) by mx.example.org (Postfix) with ESMTP id 71AA04C121; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)",
        ]);
        let ask = |name: &str| {
            let question = Question::new(name, RecordType::A).expect("a name");
            world.ask(&[question], Duration::ZERO).remove(0)
        };
        let ip: IpAddr = "203.0.113.7".parse().expect("an address");
        assert_eq!(ask("Mail.A.example").addresses().collect::<Vec<_>>(), [ip]);
        assert_eq!(ask("announced.example").addresses().collect::<Vec<_>>(), [ip]);
        assert_eq!(ask("mx.example.org").addresses().collect::<Vec<_>>(), [ELSEWHERE]);
        assert_eq!(ask("made.up.example").outcome, Outcome::NxDomain);
        let back = world.ask(&[Question::ptr(ip)], Duration::ZERO).remove(0);
        assert_eq!(back.names().collect::<Vec<_>>(), ["mail.a.example"]);
    }
}
