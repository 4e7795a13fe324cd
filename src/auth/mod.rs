//! Authentication as a witness: SPF at the hand-over, DKIM, ARC and DMARC, verified over our own
//! answers of the DNS. mail-auth does the cryptography and the evaluation; what it would ask, we
//! ask through a [`Source`](crate::dns::Source), so that record, replay, budget and cache hold
//! for it as for everything else.
//!
//! | file | what it does |
//! | --- | --- |
//! | `mod` | [`Request`] in, [`Verified`] out; which questions it takes |
//! | `verified` | results, in the words of RFC 8601 |
//! | `caches` | our answers in the form that mail-auth reads |
//! | `records` | from the text of a record to what mail-auth takes it for |
//!
//! No clock is read: whether a signature had expired is told against the time given.

mod caches;
mod records;
#[cfg(test)]
mod tests;
mod verified;

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::LazyLock;

use futures_util::FutureExt;
use mail_auth::common::verify::VerifySignature;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimResult, MessageAuthenticator, SpfOutput, SpfResult};

use self::caches::Caches;
pub use self::verified::{AuthResult, Dmarc, Signature, Spf, Verified};
use self::verified::{dmarc, of_dkim, of_spf, stated};
use crate::dns::{Answers, Question, RecordType};

/// Signatures that are verified, newest first: each costs some 200 µs, and an honest message has
/// a few. ARC chains have at most 50 sets (RFC 8617 section 4.2.1); of longer ones than this
/// nothing is said.
pub const MAX_SIGNATURES: usize = 8;
/// Fields that one signature may name.
const MAX_SIGNED_FIELDS: usize = 256;
/// Fields of a message that is verified.
const MAX_FIELDS: usize = 4096;

/// What is to be verified.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The message as received, from its first header field on.
    pub message: &'a [u8],
    /// The peer at the hand-over.
    pub ip: Option<IpAddr>,
    /// The name it announced.
    pub helo: Option<String>,
    /// The reverse-path; `Some("")` is the null one, `None` not known.
    pub mail_from: Option<String>,
    /// When it was handed over, seconds since the epoch: signatures had to be valid then.
    pub at: Option<i64>,
}

/// A message ready to be verified, once its questions are answered.
pub struct Verifier<'a> {
    request: Request<'a>,
    message: Option<AuthenticatedMessage<'a>>,
    left_out: usize,
    /// There is nothing behind the header.
    bodyless: bool,
    /// The last result, with the number of answers it rests on.
    done: RefCell<Option<(usize, Verified)>>,
}

/// Never asks anybody: its own resolver has no server, and is not reached.
static AUTHENTICATOR: LazyLock<Option<MessageAuthenticator>> = LazyLock::new(|| {
    let config = ResolverConfig::from_parts(None, Vec::new(), Vec::new());
    MessageAuthenticator::new(config, ResolverOpts::default()).ok()
});

impl<'a> Verifier<'a> {
    /// Reads the signatures and hashes the body for them.
    pub fn new(request: Request<'a>) -> Self {
        let mut left_out = 0;
        let mut message = AuthenticatedMessage::parse(request.message)
            .filter(|message| message.headers.len() <= MAX_FIELDS);
        if let Some(message) = &mut message {
            let found = message.dkim_headers.len();
            message.dkim_headers.retain(|header| header.header.h.len() <= MAX_SIGNED_FIELDS);
            message.dkim_headers.truncate(MAX_SIGNATURES);
            left_out = found - message.dkim_headers.len();
            for header in &mut message.dkim_headers {
                let signature = &mut header.header;
                // Nobody is asked whether he wants reports, nor for third-party signatures
                // (RFC 6541 found no users).
                (signature.r, signature.atps) = (false, None);
            }
            let sets = message.ams_headers.len().max(message.as_headers.len());
            let wide = |h: &[String]| h.len() > MAX_SIGNED_FIELDS;
            if sets > MAX_SIGNATURES || message.ams_headers.iter().any(|h| wide(&h.header.h)) {
                left_out += sets;
                message.ams_headers.clear();
                message.as_headers.clear();
                message.aar_headers.clear();
            }
        }
        let body = |m: &AuthenticatedMessage<'_>| request.message.get(m.body_offset as usize..);
        let bodyless = message.as_ref().and_then(body).is_none_or(|b| b.trim_ascii().is_empty());
        Verifier { request, message, left_out, bodyless, done: RefCell::default() }
    }

    /// What is worth asking now. Includes what was asked before; made for
    /// [`gather`](crate::dns::gather).
    pub fn questions(&self, answers: &Answers) -> Vec<Question> {
        let mut wanted = Vec::new();
        let caches = Caches::new(answers, self.request.ip);
        self.spf(&caches);
        wanted.extend(caches.wanted());
        wanted.extend(self.keys());
        // Cryptography only once all that can be told beforehand is there.
        if wanted.iter().any(|question| !answers.contains(question)) {
            return wanted;
        }
        let (verified, more) = self.run(answers);
        *self.done.borrow_mut() = Some((answers.len(), verified));
        wanted.extend(more);
        wanted
    }

    /// Verifies with the answers there are; what is missing is a `temperror`.
    pub fn verify(&self, answers: &Answers) -> Verified {
        if let Some((count, verified)) = &*self.done.borrow()
            && *count == answers.len()
        {
            return verified.clone();
        }
        self.run(answers).0
    }

    /// The records that hold the keys of all signatures, and the author's policy.
    fn keys(&self) -> Vec<Question> {
        let Some(message) = &self.message else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        names.extend(message.dkim_headers.iter().map(|h| h.header.domain_key()));
        names.extend(message.ams_headers.last().map(|h| h.header.domain_key()));
        names.extend(message.as_headers.iter().map(|h| h.header.domain_key()));
        let mut questions: Vec<Question> =
            names.iter().filter_map(|name| Question::new(name, RecordType::Txt).ok()).collect();
        questions.dedup();
        questions
    }

    fn run(&self, answers: &Answers) -> (Verified, Vec<Question>) {
        let caches = Caches::new(answers, self.request.ip);
        let mut verified =
            Verified { left_out: self.left_out, at: self.request.at, ..Verified::default() };
        let spf = self.spf(&caches).map(|(output, of_helo)| {
            // An address that was not told decides like any other failure of the DNS.
            let silent = caches.silent_address() && output.result() != SpfResult::PermError;
            (if silent { output.with_result(SpfResult::TempError) } else { output }, of_helo)
        });
        if let Some((output, of_helo)) = &spf {
            verified.spf = Some(Spf {
                result: of_spf(output.result()),
                domain: output.domain().to_owned(),
                of_helo: *of_helo,
            });
        }
        let (Some(message), Some(authenticator)) = (&self.message, &*AUTHENTICATOR) else {
            return (verified, caches.wanted());
        };
        let message = self.unexpired(message);
        let parameters = caches.parameters(&message);
        let mut dkim = authenticator.verify_dkim(parameters).now_or_never().unwrap_or_default();
        dkim.retain(|output| {
            let Some(signature) = output.signature() else { return true };
            let header = message.dkim_headers.iter().find(|h| std::ptr::eq(&h.header, signature));
            let original = header.and_then(|h| self.original(h.value));
            let expires = original.map_or(signature.x, |s| s.x);
            let (mut result, mut why) = of_dkim(output.result(), self.bodyless);
            if result == AuthResult::Pass && self.expired(expires) {
                (result, why) = (AuthResult::Neutral, Some("had expired".to_owned()));
            }
            verified.signatures.push(Signature {
                result,
                why,
                domain: signature.d.to_ascii_lowercase(),
                selector: signature.s.clone(),
                time: stated(signature.t),
                expires: stated(expires),
                at: header.map_or(0, |h| self.place(h.value)),
            });
            // What had expired aligns with nobody.
            result == AuthResult::Pass || *output.result() != DkimResult::Pass
        });
        let arc = authenticator.verify_arc(caches.parameters(&message)).now_or_never();
        if let Some(arc) = &arc {
            (verified.arc, verified.arc_why) = of_dkim(arc.result(), self.bodyless);
            if verified.arc == AuthResult::Pass {
                let sets = arc.sets().iter().rev();
                verified.sealers = sets.map(|s| s.seal.header.d.to_ascii_lowercase()).collect();
            }
        }
        let unknown = SpfOutput::new(String::new());
        let output = spf.as_ref().map_or(&unknown, |(output, _)| output);
        let mail_from = self.request.mail_from.as_ref().and_then(|m| m.rsplit_once('@'));
        let domain = mail_from.map_or(output.domain(), |(_, domain)| domain);
        let parameters = DmarcParameters::new(&message, &dkim, domain, output);
        let policy = authenticator.verify_dmarc(caches.parameters(parameters)).now_or_never();
        verified.dmarc = policy.map(|output| dmarc(&output)).filter(|found| {
            // Without SPF only a signature tells, and its absence tells nothing; nor does one that
            // could not be verified for want of the body.
            let unseen = self.bodyless && !message.dkim_headers.is_empty();
            let could_fail = spf.is_some() && !unseen;
            could_fail || found.result != AuthResult::Fail
        });
        (verified, caches.wanted())
    }

    /// SPF of the reverse-path, or of the announced name where there is none; with whether it was
    /// the latter.
    fn spf(&self, caches: &Caches<'_>) -> Option<(SpfOutput, bool)> {
        let authenticator = AUTHENTICATOR.as_ref()?;
        let (ip, helo) = (self.request.ip?, self.request.helo.as_deref().unwrap_or_default());
        let mail_from = self.request.mail_from.as_deref().filter(|path| path.contains('@'));
        let of_helo = mail_from.is_none();
        let parameters = match mail_from {
            Some(path) => SpfParameters::verify_mail_from(ip, helo, "", path),
            // A null reverse-path is the announced host's own (RFC 7208 section 2.4).
            None if self.request.mail_from.as_deref() == Some("") && helo.contains('.') => {
                SpfParameters::verify_ehlo(ip, helo, "")
            }
            None => return None,
        };
        let output = authenticator.verify_spf(caches.parameters(parameters)).now_or_never()?;
        Some((output, of_helo))
    }

    /// The message with signatures that never expire: mail-auth holds `x=` against the machine's
    /// clock, and here a message is judged by the time it was handed over.
    fn unexpired<'m>(&self, message: &'m AuthenticatedMessage<'a>) -> AuthenticatedMessage<'m> {
        let mut message = message.clone();
        for header in &mut message.dkim_headers {
            header.header.x = 0;
        }
        for header in &mut message.ams_headers {
            header.header.x = if self.expired(header.header.x) { 1 } else { 0 };
        }
        message
    }

    fn original(&self, value: &[u8]) -> Option<&mail_auth::dkim::Signature> {
        let headers = self.message.as_ref()?.dkim_headers.iter();
        headers.map(|h| (h.value, &h.header)).find(|(v, _)| std::ptr::eq(*v, value)).map(|(_, s)| s)
    }

    fn expired(&self, x: u64) -> bool {
        let expires = i64::try_from(x).unwrap_or(i64::MAX);
        x != 0 && self.request.at.is_some_and(|at| at > expires)
    }

    /// Where a piece of the message begins in it.
    fn place(&self, piece: &[u8]) -> usize {
        (piece.as_ptr() as usize).saturating_sub(self.request.message.as_ptr() as usize)
    }
}
