//! Our answers in the form of mail-auth's caches. A cache always has something to say, so that
//! mail-auth never asks anybody itself: what was not asked yet is noted and reads as a failure of
//! the DNS for now.

use std::borrow::Borrow;
use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use mail_auth::hickory_resolver::proto::op::ResponseCode;
use mail_auth::{DnsError, DnssecStatus, Error, MX, Parameters, RecordSet, ResolverCache, Txt};

use super::records::{EXISTS, of_texts};
use crate::dns::{Answer, Answers, Outcome, Question, RecordType};

/// Reads [`Answers`] for mail-auth.
pub(super) struct Caches<'a> {
    answers: &'a Answers,
    /// The peer: the only address whose reverse names are ever wanted.
    ip: Option<IpAddr>,
    wanted: RefCell<Vec<Question>>,
    silent: Cell<bool>,
}

/// What an answer holds, or why it holds nothing.
#[derive(Clone, Copy)]
enum Known<'a> {
    Answer(&'a Answer),
    /// There is nothing of the kind; whether the name exists.
    Nothing(bool),
    Silent,
}

impl<'a> Caches<'a> {
    pub fn new(answers: &'a Answers, ip: Option<IpAddr>) -> Self {
        let (wanted, silent) = (RefCell::default(), Cell::new(false));
        Caches { answers, ip: ip.map(|ip| ip.to_canonical()), wanted, silent }
    }

    /// All questions that were looked for, each once.
    pub fn wanted(&self) -> Vec<Question> {
        self.wanted.borrow().clone()
    }

    /// Addresses, exchanges or reverse names that mattered were not told.
    pub fn silent_address(&self) -> bool {
        self.silent.get()
    }

    /// The parameters of a verification that uses these caches.
    pub fn parameters<P>(&self, what: P) -> Parameters<'_, P, Self, Self, Self, Self, Self> {
        Parameters::new(what)
            .with_txt_cache(self)
            .with_mx_cache(self)
            .with_ptr_cache(self)
            .with_ipv4_cache(self)
            .with_ipv6_cache(self)
    }

    fn known(&self, question: Question) -> Known<'_> {
        let answer = self.answers.get(&question);
        let mut wanted = self.wanted.borrow_mut();
        if !wanted.contains(&question) {
            wanted.push(question);
        }
        match answer.map(|answer| (answer, &answer.outcome)) {
            Some((answer, Outcome::Records(_))) => Known::Answer(answer),
            Some((_, Outcome::NxDomain)) => Known::Nothing(false),
            Some((_, Outcome::NoData)) => Known::Nothing(true),
            _ => Known::Silent,
        }
    }

    fn ask(&self, name: &str, rtype: RecordType) -> Known<'_> {
        match Question::new(name, rtype) {
            Ok(question) => self.known(question),
            // No such name can be in the DNS.
            Err(_) => Known::Nothing(false),
        }
    }

    /// Records of a type for which mail-auth knows no silence: none, with a note that it was so.
    fn records<T>(&self, known: Known<'_>, of: impl Fn(&Answer) -> Vec<T>) -> RecordSet<T> {
        let rrset: Arc<[T]> = match known {
            Known::Answer(answer) => of(answer).into(),
            Known::Nothing(_) => Arc::from(Vec::new()),
            Known::Silent => {
                self.silent.set(true);
                Arc::from(Vec::new())
            }
        };
        RecordSet { rrset, dnssec_status: DnssecStatus::Indeterminate }
    }

    /// Addresses of one family. `exists` terms come here under a name of their own, and match any
    /// peer when the name behind has an address (RFC 7208 section 5.7: type A, whatever the peer).
    fn addresses<T>(
        &self,
        name: &str,
        rtype: RecordType,
        of: impl Fn(IpAddr) -> Option<T>,
    ) -> RecordSet<T> {
        match name.trim_end_matches('.').strip_suffix(EXISTS) {
            None => {
                self.records(self.ask(name, rtype), |a| a.addresses().filter_map(&of).collect())
            }
            Some(name) => {
                let known = self.ask(name.trim_end_matches('.'), RecordType::A);
                self.records(known, |_| self.ip.and_then(&of).into_iter().collect())
            }
        }
    }
}

/// The text behind a key of which nothing is known but that it hashes as a `str` does. The trait
/// gives no other way to it.
fn text<Q: Hash + ?Sized>(key: &Q) -> String {
    #[derive(Default)]
    struct Bytes(Vec<u8>);

    impl Hasher for Bytes {
        fn finish(&self) -> u64 {
            0
        }

        fn write(&mut self, bytes: &[u8]) {
            self.0.extend_from_slice(bytes);
        }
    }

    let mut bytes = Bytes::default();
    key.hash(&mut bytes);
    // A `str` hashes as its bytes and one more that is in no UTF-8.
    let end = bytes.0.iter().position(|byte| *byte == 0xff).unwrap_or(bytes.0.len());
    String::from_utf8_lossy(&bytes.0[..end]).into_owned()
}

/// The parts of the trait that are the same for all: nothing is ever stored or removed.
macro_rules! read_only {
    ($key:ty, $value:ty) => {
        fn remove<Q>(&self, _: &Q) -> Option<$value>
        where
            $key: Borrow<Q>,
            Q: Hash + Eq + ?Sized,
        {
            None
        }

        fn insert(&self, _: $key, _: $value, _: std::time::Instant) {}
    };
}

impl ResolverCache<Box<str>, Txt> for Caches<'_> {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let name = text(name);
        let none = |code| Txt::Error(Error::Dns(DnsError::RecordNotFound(code)));
        Some(match self.ask(&name, RecordType::Txt) {
            Known::Answer(answer) => of_texts(name.trim_end_matches('.'), answer),
            Known::Nothing(false) => none(ResponseCode::NXDomain),
            Known::Nothing(true) => none(ResponseCode::NoError),
            Known::Silent => Txt::Error(Error::Dns(DnsError::Resolver("no answer".to_owned()))),
        })
    }

    read_only!(Box<str>, Txt);
}

impl ResolverCache<Box<str>, RecordSet<MX>> for Caches<'_> {
    fn get<Q>(&self, name: &Q) -> Option<RecordSet<MX>>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let known = self.ask(&text(name), RecordType::Mx);
        Some(self.records(known, |answer| {
            let exchanges = answer.exchanges().filter(|(_, name)| *name != ".");
            exchanges
                .map(|(preference, name)| MX { exchanges: Box::new([name.into()]), preference })
                .collect()
        }))
    }

    read_only!(Box<str>, RecordSet<MX>);
}

impl ResolverCache<Box<str>, RecordSet<Ipv4Addr>> for Caches<'_> {
    fn get<Q>(&self, name: &Q) -> Option<RecordSet<Ipv4Addr>>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.addresses(&text(name), RecordType::A, |ip| match ip {
            IpAddr::V4(ip) => Some(ip),
            IpAddr::V6(_) => None,
        }))
    }

    read_only!(Box<str>, RecordSet<Ipv4Addr>);
}

impl ResolverCache<Box<str>, RecordSet<Ipv6Addr>> for Caches<'_> {
    fn get<Q>(&self, name: &Q) -> Option<RecordSet<Ipv6Addr>>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.addresses(&text(name), RecordType::Aaaa, |ip| match ip {
            IpAddr::V6(ip) => Some(ip),
            IpAddr::V4(_) => None,
        }))
    }

    read_only!(Box<str>, RecordSet<Ipv6Addr>);
}

impl ResolverCache<IpAddr, RecordSet<Box<str>>> for Caches<'_> {
    fn get<Q>(&self, _: &Q) -> Option<RecordSet<Box<str>>>
    where
        IpAddr: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let known = match self.ip {
            Some(ip) => self.known(Question::ptr(ip)),
            None => Known::Nothing(false),
        };
        Some(self.records(known, |answer| {
            // More names than these are not looked at (RFC 7208 section 4.6.4).
            answer.names().take(10).map(|name| format!("{name}.").into()).collect()
        }))
    }

    read_only!(IpAddr, RecordSet<Box<str>>);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_key_is_found_again() {
        for name in ["", "a.example.", "_dmarc.b\u{fc}cher.example."] {
            assert_eq!(text(name), name);
            assert_eq!(text(&Box::<str>::from(name)), name);
        }
    }
}
