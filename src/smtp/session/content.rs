//! DATA and BDAT (RFC 5321 section 4.1.1.4, RFC 3030).

use super::{BareNewline, Event, Mail, Mode, Outcome, Session, Times, Transaction};
use crate::smtp::command::Body;
use crate::smtp::data::{self, DataReader, Sink};
use crate::smtp::{Oddity, Reply};

/// A chunk on its way.
#[derive(Debug)]
pub(super) struct Chunk {
    left: u64,
    last: bool,
    /// What it is answered with in place of being kept.
    refused: Option<Reply>,
}

impl Chunk {
    /// All its bytes are there.
    pub(super) fn is_whole(&self) -> bool {
        self.left == 0
    }
}

/// Where content goes: into the message until that is too big, then nowhere.
struct Bounded<'m> {
    mail: &'m mut Mail,
    most: usize,
}

impl Sink for Bounded<'_> {
    fn push(&mut self, bytes: &[u8]) {
        let mail = &mut *self.mail;
        if mail.refused.is_none() && mail.body.len() + bytes.len() > self.most {
            mail.refuse(Reply::new(552, "5.3.4", "the message is too big"));
        }
        if mail.refused.is_some() {
            mail.discarded += bytes.len() as u64;
            return;
        }
        mail.body.extend_from_slice(bytes);
    }
}

impl Mail {
    /// From here on nothing is kept.
    pub(super) fn refuse(&mut self, reply: Reply) {
        self.refused = Some(reply);
        self.body = Vec::new();
    }
}

impl Session {
    pub(super) fn begin_data(&mut self) -> Event {
        if let Some(reply) = self.not_ready(true) {
            return self.refuse(&reply);
        }
        if let Some(mail) = &mut self.mail {
            mail.data = self.now;
        }
        self.mode = Mode::Data(Box::default());
        self.reply(&Reply::plain(354, "send it, and end with CRLF . CRLF"))
    }

    pub(super) fn data(&mut self, input: &[u8]) -> (usize, Event) {
        let most = self.config.limits.message;
        let (Mode::Data(reader), Some(mail)) = (&mut self.mode, &mut self.mail) else {
            self.mode = Mode::Command;
            return (0, Event::Wait);
        };
        let (taken, ended) = reader.read(input, &mut Bounded { mail, most });
        if !ended {
            return (taken, self.give_up_on_the_endless());
        }
        let reader = std::mem::replace(&mut self.mode, Mode::Command);
        match reader {
            Mode::Data(reader) => (taken, self.end_of_data(&reader)),
            _ => (taken, Event::Wait),
        }
    }

    fn end_of_data(&mut self, reader: &DataReader) -> Event {
        let reject = self.config.bare_newline == BareNewline::Reject;
        if let Some(mail) = &mut self.mail {
            mail.oddities.merge(reader.seen());
        }
        if reader.is_ambiguous() && reject {
            let what =
                if reader.seen().has(Oddity::FalseEnd) { "smuggling" } else { "bare-newline" };
            self.note(what, "a message with CR or LF that stand alone".to_owned());
            let reply = Reply::new(
                550,
                "5.5.2",
                "the message has CR or LF that stand alone (RFC 5321 section 2.3.8); closing",
            );
            self.transcript.answered(reply.code);
            self.answer_all(&reply);
            self.mail = None;
            self.mode = Mode::Closed;
            return Event::Close;
        }
        if reader.ended_ambiguously()
            && let Some(mail) = &mut self.mail
        {
            // The end is an end by the letter; what follows it may be part of the message for
            // whoever sent it, so it is not taken for commands.
            mail.last = true;
        }
        self.hand_over()
    }

    pub(super) fn begin_chunk(&mut self, size: u64, last: bool) -> Event {
        let limits = self.config.limits;
        if size > (limits.message + limits.discarded) as u64 {
            self.note("too-big", format!("a chunk of {size} bytes"));
            self.close_with(&Reply::new(552, "5.3.4", "the message is too big; closing"));
            return Event::Close;
        }
        let refused = self.not_ready(false);
        if refused.is_none()
            && let Some(mail) = &mut self.mail
            && !std::mem::replace(&mut mail.chunked, true)
        {
            mail.data = self.now;
        }
        self.mode = Mode::Chunk(Chunk { left: size, last, refused });
        Event::Wait
    }

    pub(super) fn chunk(&mut self, input: &[u8]) -> (usize, Event) {
        let most = self.config.limits.message;
        let Mode::Chunk(chunk) = &mut self.mode else { return (0, Event::Wait) };
        let taken = usize::try_from(chunk.left).map_or(input.len(), |left| left.min(input.len()));
        chunk.left -= taken as u64;
        if chunk.refused.is_none()
            && let Some(mail) = &mut self.mail
        {
            Bounded { mail, most }.push(&input[..taken]);
        }
        if chunk.left > 0 {
            return (taken, Event::Wait);
        }
        let done = std::mem::replace(&mut self.mode, Mode::Command);
        match done {
            Mode::Chunk(chunk) => (taken, self.end_of_chunk(&chunk)),
            _ => (taken, Event::Wait),
        }
    }

    fn end_of_chunk(&mut self, chunk: &Chunk) -> Event {
        if let Some(reply) = &chunk.refused {
            return self.refuse(reply);
        }
        let Some(mail) = &mut self.mail else { return Event::Wait };
        if !chunk.last {
            let reply = match &mail.refused {
                Some(reply) => reply.clone(),
                None => Reply::new(250, "2.0.0", "go on"),
            };
            if mail.refused.is_none() {
                return self.reply(&reply);
            }
            // RFC 3030 section 2: after a failure the transaction is over.
            self.mail = None;
            return self.refuse(&reply);
        }
        let seen = data::inspect(&mail.body);
        let bare = seen.has(Oddity::BareLf) || seen.has(Oddity::BareCr);
        if mail.parameters.body != Body::BinaryMime {
            mail.oddities.merge(&seen);
            if bare && self.config.bare_newline == BareNewline::Reject && mail.refused.is_none() {
                mail.refuse(Reply::new(
                    550,
                    "5.5.2",
                    "the message has CR or LF that stand alone (RFC 3030 section 3)",
                ));
            }
        }
        self.hand_over()
    }

    /// The content is whole: to the driver with it, unless it is refused already.
    fn hand_over(&mut self) -> Event {
        let Some(mail) = &mut self.mail else { return Event::Wait };
        if let Some(reply) = mail.refused.clone() {
            self.note("message-refused", format!("{} {}", reply.code, reply.text));
            self.transcript.answered(reply.code);
            self.finish(&Outcome::Refused(reply));
            return match self.mode {
                Mode::Closed => Event::Close,
                _ => Event::Wait,
            };
        }
        let mut oddities = self.oddities;
        oddities.merge(&mail.oddities);
        let times = Times { mail: mail.begun, data: mail.data, end: self.now };
        let told = self.hello.as_ref().map(|hello| hello.name.clone()).unwrap_or_default();
        let transaction = Transaction {
            peer: self.peer.clone(),
            hello: self.peer.forwarded.helo.clone().unwrap_or(told),
            tls: self.tls.clone(),
            mail_from: std::mem::take(&mut mail.from),
            recipients: mail.recipients.clone(),
            parameters: mail.parameters,
            body: std::mem::take(&mut mail.body),
            protocol: "",
            oddities,
            typed: self.transcript.lines().to_vec(),
            left_out: self.transcript.left_out,
            times,
        };
        let protocol = self.protocol(transaction.parameters.utf8);
        self.mode = Mode::Driver;
        Event::Message(Box::new(Transaction { protocol, ..transaction }))
    }

    /// Answers, and makes ready for the next message.
    pub(super) fn end_of_mail(&mut self, mail: Box<Mail>, reply: &Reply) {
        let last = mail.last;
        self.mail = Some(mail);
        self.answer_all(reply);
        self.mail = None;
        self.transcript.forget();
        // What was odd about one message is not told again of the next; what was odd about the
        // session is.
        self.mode = if last { Mode::Closed } else { Mode::Command };
        if last {
            Reply::new(421, "4.7.0", "the end stood behind CR CR LF; closing").write(&mut self.out);
        }
    }

    /// LMTP answers for each recipient (RFC 2033 section 4.2).
    fn answer_all(&mut self, reply: &Reply) {
        let recipients = self.mail.as_ref().map_or(1, |mail| mail.recipients.len());
        for _ in 0..if self.config.lmtp { recipients.max(1) } else { 1 } {
            reply.write(&mut self.out);
        }
    }

    /// A message far beyond its bound is not read to its end.
    fn give_up_on_the_endless(&mut self) -> Event {
        let limits = self.config.limits;
        let most = (limits.message + limits.discarded) as u64;
        let beyond = self.mail.as_ref().is_some_and(|mail| mail.discarded > most);
        if !beyond {
            return Event::Wait;
        }
        let refused = self.mail.as_ref().and_then(|mail| mail.refused.clone());
        let reply = refused.unwrap_or(Reply::new(552, "5.3.4", "the message is too big"));
        self.note("message-refused", format!("{} {}; cut off", reply.code, reply.text));
        self.answer_all(&reply);
        self.mail = None;
        self.mode = Mode::Closed;
        Event::Close
    }
}
