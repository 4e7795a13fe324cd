//! MAIL and RCPT (RFC 5321 sections 4.1.1.2 and 4.1.1.3).

use super::{BAD_SEQUENCE, Event, Mail, Session};
use crate::smtp::Reply;
use crate::smtp::command::{BadParameter, Body, mail_parameters};
use crate::smtp::path::{self, BadPath};

impl Session {
    pub(super) fn mail(&mut self, text: &str) -> Event {
        let Some(hello) = &self.hello else {
            let first = if self.config.lmtp { "LHLO comes first" } else { "EHLO comes first" };
            return self.refuse(&Reply::new(503, BAD_SEQUENCE, first));
        };
        if self.mail.is_some() {
            return self.refuse(&Reply::new(503, BAD_SEQUENCE, "a message is under way already"));
        }
        let path = match path::parse(text) {
            Ok(path) => path,
            Err(bad) => return self.bad_path(bad, "5.1.7"),
        };
        if !path.rest.is_empty() && !hello.extended {
            return self.refuse(&Reply::new(555, "5.5.4", "parameters are for EHLO"));
        }
        let parameters = match mail_parameters(path.rest) {
            Ok(parameters) => parameters,
            Err(BadParameter::Syntax) => {
                return self.refuse(&Reply::new(501, "5.5.4", "bad parameter"));
            }
            Err(BadParameter::Unknown) => {
                return self.refuse(&Reply::new(555, "5.5.4", "a parameter that is not offered"));
            }
        };
        if !path.address.is_ascii() && !parameters.utf8 {
            return self.refuse(&Reply::new(553, "5.6.7", "this address needs SMTPUTF8"));
        }
        if parameters.size.is_some_and(|size| size > self.config.limits.message as u64) {
            self.note("too-big", format!("announced {} bytes", parameters.size.unwrap_or(0)));
            return self.reply(&Reply::new(552, "5.3.4", "the message is too big"));
        }
        self.mail = Some(Box::new(Mail {
            from: path.address.to_owned(),
            parameters,
            begun: self.now,
            ..Mail::default()
        }));
        self.reply(&Reply::new(250, "2.1.0", "OK"))
    }

    pub(super) fn rcpt(&mut self, text: &str) -> Event {
        if self.mail.as_ref().is_none_or(|mail| mail.chunked) {
            return self.refuse(&Reply::new(503, BAD_SEQUENCE, "MAIL comes first"));
        }
        let path = match path::parse(text) {
            Ok(path) if path.address.is_empty() => return self.bad_path(BadPath::Mailbox, "5.1.3"),
            Ok(path) => path,
            Err(bad) => return self.bad_path(bad, "5.1.3"),
        };
        if !path.rest.is_empty() {
            return self.refuse(&Reply::new(555, "5.5.4", "a parameter that is not offered"));
        }
        let Some(mail) = &mut self.mail else { return Event::Wait };
        if !path.address.is_ascii() && !mail.parameters.utf8 {
            return self.refuse(&Reply::new(553, "5.6.7", "this address needs SMTPUTF8"));
        }
        let domain = path::split(path.address).1;
        let ours = |domain: &str| self.config.domains.iter().any(|own| own.matches(domain));
        if !self.config.domains.is_empty() && domain.is_some_and(|domain| !ours(domain)) {
            return self.refuse(&Reply::new(550, "5.7.1", "mail is not relayed from here"));
        }
        if mail.recipients.len() >= self.config.limits.recipients {
            // RFC 5321 section 4.5.3.1.10. It is for the client to send the rest in another
            // transaction, so this is no error of his; the bound on commands holds.
            self.note("too-many-recipients", self.config.limits.recipients.to_string());
            return self.reply(&Reply::new(452, "4.5.3", "too many recipients"));
        }
        mail.recipients.push(path.address.to_owned());
        self.reply(&Reply::new(250, "2.1.5", "OK"))
    }

    fn bad_path(&mut self, bad: BadPath, code: &'static str) -> Event {
        let text = match bad {
            BadPath::Brackets => "the address stands in angle brackets",
            BadPath::Mailbox => "this is no address",
            BadPath::TooLong => "this address is too long",
        };
        self.refuse(&Reply::new(501, code, text))
    }

    /// Why content may not begin now.
    pub(super) fn not_ready(&self, data: bool) -> Option<Reply> {
        let Some(mail) = &self.mail else {
            return Some(Reply::new(503, BAD_SEQUENCE, "MAIL comes first"));
        };
        if mail.recipients.is_empty() {
            // RFC 2033 section 4.2 asks for 503; RFC 5321 section 3.3 leaves it open.
            let code = if self.config.lmtp { 503 } else { 554 };
            return Some(Reply::new(code, BAD_SEQUENCE, "no valid recipients"));
        }
        if data && mail.chunked {
            return Some(Reply::new(503, BAD_SEQUENCE, "DATA and BDAT do not mix"));
        }
        if data && mail.parameters.body == Body::BinaryMime {
            return Some(Reply::new(503, BAD_SEQUENCE, "BINARYMIME needs BDAT"));
        }
        None
    }
}
