//! The greeting and EHLO, HELO, LHLO (RFC 5321 sections 3.1, 3.2 and 4.1.1.1; RFC 2033).

use super::{BAD_SEQUENCE, Event, Hello, Session};
use crate::smtp::Reply;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Helo,
    Ehlo,
    Lhlo,
}

/// Longer names than any host has are refused (RFC 5321 section 4.5.3.1.2).
const NAME_MAX: usize = 255;

impl Session {
    pub(super) fn greet(&mut self) {
        let protocol = if self.config.lmtp { "LMTP" } else { "ESMTP" };
        Reply::plain(220, format!("{} {protocol} hopcheck", self.config.host)).write(&mut self.out);
    }

    pub(super) fn hello(&mut self, name: &str, verb: Verb) -> Event {
        if self.config.lmtp != (verb == Verb::Lhlo) {
            let meant = if self.config.lmtp { "this is LMTP: LHLO" } else { "LHLO is for LMTP" };
            return self.refuse(&Reply::new(500, BAD_SEQUENCE, meant));
        }
        if name.len() > NAME_MAX {
            return self.refuse(&Reply::new(501, "5.5.4", "no host's name is as long as this"));
        }
        self.mail = None;
        self.transcript.answered(250);
        self.transcript.keep();
        let extended = verb != Verb::Helo;
        self.hello = Some(Hello { name: name.to_owned(), extended });
        if extended {
            self.offer();
        } else {
            Reply::plain(250, self.config.host.clone()).write(&mut self.out);
        }
        Event::Wait
    }

    /// The extensions we have, one a line.
    fn offer(&mut self) {
        let config = &self.config;
        let limits = &config.limits;
        let mut lines = vec![
            config.host.clone(),
            "PIPELINING".to_owned(),
            format!("SIZE {}", limits.message),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
            "CHUNKING".to_owned(),
            "BINARYMIME".to_owned(),
            format!("LIMITS RCPTMAX={}", limits.recipients),
            "HELP".to_owned(),
        ];
        if config.tls && self.tls.is_none() {
            lines.push("STARTTLS".to_owned());
        }
        if config.expn {
            lines.push("EXPN".to_owned());
        }
        if self.peer.may_forward {
            lines.push("XCLIENT ADDR PORT NAME HELO PROTO LOGIN".to_owned());
        }
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            self.out.extend_from_slice(if at == last { b"250 " } else { b"250-" });
            self.out.extend_from_slice(line.as_bytes());
            self.out.extend_from_slice(b"\r\n");
        }
    }

    /// The word for `with` in our Received line.
    pub(super) fn protocol(&self, utf8: bool) -> &'static str {
        let tls = self.tls.is_some();
        match (self.config.lmtp, utf8, tls) {
            (true, true, true) => "UTF8LMTPS",
            (true, true, false) => "UTF8LMTP",
            (true, false, true) => "LMTPS",
            (true, false, false) => "LMTP",
            (false, true, true) => "UTF8SMTPS",
            (false, true, false) => "UTF8SMTP",
            (false, false, true) => "ESMTPS",
            (false, false, false) if self.is_extended() => "ESMTP",
            (false, false, false) => "SMTP",
        }
    }

    fn is_extended(&self) -> bool {
        let told = self.hello.as_ref().is_some_and(|hello| hello.extended);
        self.peer.forwarded.extended.unwrap_or(told)
    }
}
