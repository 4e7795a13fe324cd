//! The state machine (RFC 5321 section 4.1.4). Whoever drives it reads from the peer, hands the
//! bytes in with [`Session::feed`], writes what [`Session::take_output`] has, and acts on events.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `peer` | who is at the other end, and how that is known |
//! | `hello` | greeting, EHLO and its kin |
//! | `envelope` | MAIL, RCPT, RSET |
//! | `content` | DATA and BDAT |
//! | `xclient` | XCLIENT, for peers that may say who the client is |

mod content;
mod envelope;
mod hello;
mod peer;
#[cfg(test)]
mod smuggling_tests;
#[cfg(test)]
mod tests;
mod xclient;

use std::sync::Arc;

pub use peer::{Forwarded, Peer, PeerBasis};

use super::command::{self, BadCommand, Command, MailParameters};
use super::data::DataReader;
use super::line::{Line, LineReader};
use super::transcript::{Transcript, Typed};
use super::{Limits, Oddities, Oddity, Reply};
use crate::settings::HostPattern;

/// What all sessions of a listener have in common.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name we go by.
    pub host: String,
    /// LMTP (RFC 2033) in place of SMTP.
    pub lmtp: bool,
    pub limits: Limits,
    pub bare_newline: BareNewline,
    /// STARTTLS is offered.
    pub tls: bool,
    /// EXPN is answered as VRFY is, and not refused.
    pub expn: bool,
    /// Domains that mail is taken for; empty for all.
    pub domains: Vec<HostPattern>,
}

/// What becomes of a message with CR or LF that stand alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BareNewline {
    /// It is refused and the connection closed.
    #[default]
    Reject,
    /// It is taken as it is, and the fact is reported.
    Record,
}

/// What TLS agreed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tls {
    /// As `TLSv1.3`.
    pub version: String,
    /// IANA's name of the cipher suite.
    pub cipher: String,
    /// The host that the client asked for (RFC 6066 section 3).
    pub server_name: Option<String>,
}

/// What the driver is to do next.
#[derive(Debug)]
pub enum Event {
    /// Write the output, then read more.
    Wait,
    /// A message is whole: decide on it and call [`Session::finish`].
    Message(Box<Transaction>),
    /// Write the output, throw away all that was read, shake hands, then call
    /// [`Session::tls_started`].
    StartTls,
    /// Write the output and close.
    Close,
}

/// A message as it was handed over, with its envelope and all that is known of its way here.
#[derive(Clone, Debug)]
pub struct Transaction {
    pub peer: Peer,
    /// As typed.
    pub hello: String,
    /// As the registry of mail transmission types has it (RFC 3848, RFC 6531).
    pub protocol: &'static str,
    pub tls: Option<Tls>,
    /// Without angle brackets; empty for the null reverse-path.
    pub mail_from: String,
    pub recipients: Vec<String>,
    pub parameters: MailParameters,
    /// The message as sent, dot stuffing undone.
    pub body: Vec<u8>,
    /// Of the session and of this message.
    pub oddities: Oddities,
    pub typed: Vec<Typed>,
    /// Commands that `typed` leaves out.
    pub left_out: u32,
    pub times: Times,
}

/// Milliseconds since the connection was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub mail: u64,
    pub data: u64,
    pub end: u64,
}

/// What was decided on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is safe with us, under this id.
    Taken(String),
    Refused(Reply),
}

/// Something for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A stable word: `refused`, `too-many-errors` and the like.
    pub code: &'static str,
    /// Text of strangers: escape it where it is shown.
    pub what: String,
}

/// One connection, as far as the protocol goes.
#[derive(Debug)]
pub struct Session {
    config: Arc<Config>,
    peer: Peer,
    mode: Mode,
    hello: Option<Hello>,
    tls: Option<Tls>,
    mail: Option<Box<Mail>>,
    line: LineReader,
    out: Vec<u8>,
    transcript: Transcript,
    oddities: Oddities,
    notes: Vec<Note>,
    errors: u32,
    /// Commands since the last message.
    commands: u32,
    now: u64,
}

#[derive(Debug)]
enum Mode {
    Command,
    Data(Box<DataReader>),
    Chunk(content::Chunk),
    /// The driver has a message in hand, or TLS to begin.
    Driver,
    Closed,
}

#[derive(Clone, Debug)]
struct Hello {
    name: String,
    /// EHLO or LHLO.
    extended: bool,
}

/// A mail transaction under way.
#[derive(Debug, Default)]
struct Mail {
    from: String,
    parameters: MailParameters,
    recipients: Vec<String>,
    body: Vec<u8>,
    /// BDAT was used.
    chunked: bool,
    /// What the message will be refused with once it has ended.
    refused: Option<Reply>,
    /// Bytes that were not kept.
    discarded: u64,
    oddities: Oddities,
    begun: u64,
    /// The session ends with this message.
    last: bool,
    data: u64,
}

const BAD_SEQUENCE: &str = "5.5.1";

impl Session {
    /// A session with its greeting ready to be written.
    pub fn new(config: Arc<Config>, peer: Peer) -> Self {
        let mut session = Session {
            config,
            peer,
            mode: Mode::Command,
            hello: None,
            tls: None,
            mail: None,
            line: LineReader::default(),
            out: Vec::new(),
            transcript: Transcript::default(),
            oddities: Oddities::default(),
            notes: Vec::new(),
            errors: 0,
            commands: 0,
            now: 0,
        };
        session.greet();
        session
    }

    /// Takes bytes from the peer: how many, and what is to be done. `at` is in milliseconds since
    /// the connection was made. Bytes that were not taken are to be handed in again after the
    /// event has been dealt with.
    pub fn feed(&mut self, input: &[u8], at: u64) -> (usize, Event) {
        self.now = at;
        let mut taken = 0;
        loop {
            let rest = &input[taken..];
            let step = match &self.mode {
                Mode::Closed => return (input.len(), Event::Close),
                Mode::Driver => return (taken, Event::Wait),
                Mode::Chunk(chunk) if chunk.is_whole() => self.chunk(rest),
                _ if rest.is_empty() => return (taken, Event::Wait),
                Mode::Chunk(_) => self.chunk(rest),
                Mode::Data(_) => self.data(rest),
                Mode::Command => self.line(rest),
            };
            taken += step.0;
            match step.1 {
                Event::Wait => {}
                // Whatever came in plain text behind STARTTLS is nobody's word.
                Event::StartTls => {
                    if taken < input.len() {
                        self.odd(Oddity::BeforeTls);
                    }
                    return (input.len(), Event::StartTls);
                }
                event => return (taken, event),
            }
        }
    }

    /// What is to be written to the peer, in order. Empty where there is nothing.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    pub fn has_output(&self) -> bool {
        !self.out.is_empty()
    }

    /// What happened that the log should tell.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Answers the message that was handed out.
    pub fn finish(&mut self, outcome: &Outcome) {
        let Some(mail) = self.mail.take() else { return };
        let reply = match outcome {
            Outcome::Taken(id) => {
                self.commands = 0;
                Reply::with_text(250, "2.0.0", &format!("taken as {id}"))
            }
            Outcome::Refused(reply) => reply.clone(),
        };
        self.end_of_mail(mail, &reply);
    }

    /// TLS is up; what came before it is forgotten (RFC 3207 section 4.2).
    pub fn tls_started(&mut self, tls: Tls) {
        self.tls = Some(tls);
        self.hello = None;
        self.mail = None;
        self.line.clear();
        self.out.clear();
        self.mode = Mode::Command;
    }

    /// Something that only the driver can see.
    pub fn odd(&mut self, oddity: Oddity) {
        self.oddities.note(oddity);
    }

    /// Says a last word, and ends the session.
    pub fn close_with(&mut self, reply: &Reply) {
        self.note("closed", format!("{} {}", reply.code, reply.text));
        reply.write(&mut self.out);
        self.mail = None;
        self.mode = Mode::Closed;
    }

    /// Bytes of memory that the present message takes up.
    pub fn held(&self) -> usize {
        self.mail.as_ref().map_or(0, |mail| mail.body.capacity())
    }

    /// There is no memory for the present message: it is refused for now, and what is still to
    /// come of it is dropped.
    pub fn shed(&mut self) {
        if let Some(mail) = &mut self.mail
            && mail.refused.is_none()
        {
            mail.refuse(Reply::new(
                452,
                "4.3.1",
                "no memory for this message now, try again later",
            ));
        }
    }

    /// Whether a command or a message has begun and not ended.
    pub fn is_amid(&self) -> bool {
        self.line.is_amid() || !matches!(self.mode, Mode::Command)
    }

    /// Whether a message's content is being read.
    pub fn is_receiving(&self) -> bool {
        matches!(self.mode, Mode::Data(_) | Mode::Chunk(_))
    }

    /// Nothing more will be listened to.
    pub fn is_closed(&self) -> bool {
        matches!(self.mode, Mode::Closed)
    }

    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    pub fn has_tls(&self) -> bool {
        self.tls.is_some()
    }

    fn line(&mut self, input: &[u8]) -> (usize, Event) {
        let limits = self.config.limits;
        // Taken out, since the line borrows from it while the session is at work.
        let mut reader = std::mem::take(&mut self.line);
        let (taken, line) = reader.read(input, limits.command_line, limits.discarded);
        let more = taken < input.len();
        let event = match line {
            Line::Partial => {
                self.line = reader;
                return (taken, Event::Wait);
            }
            Line::Whole { line, bare } => self.whole_line(line, bare, more),
            Line::TooLong => {
                self.transcript.add(self.now, b"(a line too long to be kept)");
                self.refuse(&Reply::new(500, "5.5.6", "line too long"))
            }
            Line::Endless => {
                self.note("endless-line", "a command line without end".to_owned());
                self.close_with(&Reply::new(421, "4.7.0", "line too long, closing"));
                Event::Close
            }
        };
        reader.clear();
        self.line = reader;
        (taken, event)
    }

    fn whole_line(&mut self, line: &[u8], bare: bool, more: bool) -> Event {
        self.transcript.add(self.now, line);
        if bare {
            self.odd(Oddity::BareLfCommand);
            if self.config.bare_newline == BareNewline::Reject {
                let reply = Reply::new(500, "5.5.2", "lines end with CRLF, not with LF; closing");
                self.transcript.answered(reply.code);
                self.note("bare-lf-command", String::from_utf8_lossy(line).into_owned());
                self.close_with(&reply);
                return Event::Close;
            }
        }
        self.commands += 1;
        if self.commands > self.config.limits.commands {
            self.note("too-many-commands", format!("{} without a message", self.commands - 1));
            self.close_with(&Reply::new(421, "4.7.0", "too many commands without a message"));
            return Event::Close;
        }
        match command::parse(line) {
            Ok(command) => {
                if more && command.ends_group() {
                    self.odd(Oddity::OutOfTurn);
                }
                self.command(command)
            }
            Err(bad) => self.bad_command(bad, line),
        }
    }

    fn command(&mut self, command: Command<'_>) -> Event {
        match command {
            Command::Helo(name) => self.hello(name, hello::Verb::Helo),
            Command::Ehlo(name) => self.hello(name, hello::Verb::Ehlo),
            Command::Lhlo(name) => self.hello(name, hello::Verb::Lhlo),
            Command::Mail(text) => self.mail(text),
            Command::Rcpt(text) => self.rcpt(text),
            Command::Data => self.begin_data(),
            Command::Bdat { size, last } => self.begin_chunk(size, last),
            Command::Rset => {
                self.mail = None;
                self.transcript.forget();
                self.reply(&Reply::new(250, "2.0.0", "OK"))
            }
            Command::Noop => self.reply(&Reply::new(250, "2.0.0", "OK")),
            Command::Quit => {
                self.transcript.answered(221);
                Reply::new(221, "2.0.0", "bye").write(&mut self.out);
                self.mode = Mode::Closed;
                Event::Close
            }
            Command::Help => self.reply(&Reply::new(
                214,
                "2.0.0",
                "a sink for mail that is looked into and relayed to nobody; see RFC 5321",
            )),
            Command::Vrfy => self.unverified(),
            Command::Expn if self.config.expn => self.unverified(),
            Command::Expn => self.refuse(&Reply::new(502, BAD_SEQUENCE, "EXPN is not offered")),
            Command::StartTls => self.starttls(),
            Command::Xclient(attributes) => self.xclient(attributes),
        }
    }

    /// RFC 5321 section 3.5.3: neither confirmed nor denied.
    fn unverified(&mut self) -> Event {
        self.reply(&Reply::new(252, "2.5.2", "not verified, but mail for it may be taken"))
    }

    fn bad_command(&mut self, bad: BadCommand, line: &[u8]) -> Event {
        match bad {
            BadCommand::OtherProtocol => {
                self.odd(Oddity::OtherProtocol);
                self.note("other-protocol", String::from_utf8_lossy(line).into_owned());
                self.close_with(&Reply::new(421, "4.7.0", "this is SMTP; closing"));
                Event::Close
            }
            // Where the chunk's size is unknown, so is where the next command begins.
            BadCommand::ChunkSize => {
                self.close_with(&Reply::new(501, "5.5.4", "BDAT needs a size; closing"));
                Event::Close
            }
            BadCommand::Argument => self.refuse(&Reply::new(501, "5.5.4", "bad argument")),
            BadCommand::NotOffered => {
                self.refuse(&Reply::new(502, BAD_SEQUENCE, "this command is not offered"))
            }
            BadCommand::Bytes => {
                self.refuse(&Reply::new(500, "5.5.2", "controls or bytes that are not UTF-8"))
            }
            BadCommand::Unknown => {
                self.refuse(&Reply::new(500, "5.5.2", "no command that is known here"))
            }
        }
    }

    fn starttls(&mut self) -> Event {
        if !self.config.tls {
            return self.refuse(&Reply::new(502, BAD_SEQUENCE, "STARTTLS is not offered"));
        }
        if self.tls.is_some() {
            return self.refuse(&Reply::new(503, BAD_SEQUENCE, "TLS is up already"));
        }
        self.transcript.answered(220);
        Reply::new(220, "2.0.0", "go ahead with TLS").write(&mut self.out);
        self.mode = Mode::Driver;
        Event::StartTls
    }

    fn reply(&mut self, reply: &Reply) -> Event {
        self.transcript.answered(reply.code);
        reply.write(&mut self.out);
        Event::Wait
    }

    /// Replies, and counts it as an error of the client's. One error too many ends the session.
    fn refuse(&mut self, reply: &Reply) -> Event {
        self.reply(reply);
        self.errors += 1;
        self.note("refused", format!("{} {}", reply.code, reply.text));
        if self.errors < self.config.limits.errors {
            return Event::Wait;
        }
        self.note("too-many-errors", self.errors.to_string());
        self.close_with(&Reply::new(421, "4.7.0", "too many errors, closing"));
        Event::Close
    }

    fn note(&mut self, code: &'static str, what: String) {
        // Drained after every feed; a bound all the same.
        if self.notes.len() < 100 {
            self.notes.push(Note { code, what });
        }
    }
}
