//! The productions that explain a line, and patterns over them.

use super::lexer::Token;

/// One production as it was recognised. Several tags may share a public name: they are
/// shapes of the same thing that different servers write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    // What stands before `by`.
    /// `from NAME`
    FromName,
    /// `from [192.0.2.1]`
    FromLiteral,
    /// `from 192.0.2.1`
    FromAddr,
    /// `from` and nothing: the peer announced an empty name.
    FromEmpty,
    /// `from` and several words: what a peer announced and a server should have refused
    FromText,
    /// `from mail pickup service`
    FromPickup,
    /// `from 1234567890 named unknown`
    FromNamed,
    /// `(from user@host)`
    LocalUser,
    /// `(name [192.0.2.1])`
    NameAddr,
    /// `(name [192.0.2.1] (may be forged))`
    Forged,
    /// `([192.0.2.1])`, also with a port
    Addr,
    /// `(192.0.2.1)`, also with a port
    BareAddr,
    /// `(name 192.0.2.1)`
    NameBareAddr,
    /// `(name)`
    NameOnly,
    /// `(user@host)`
    UserHost,
    /// `(/192.0.2.1)`
    SlashAddr,
    /// `(user@192.0.2.1)`
    UserAddr,
    /// `[192.0.2.1]` after the announced name, without parentheses
    WordAddr,
    /// `([192.0.2.1]:25 helo=x ident=y)`
    EximPeer,
    /// `(helo=x ident=y)`
    EximHelo,
    /// `(HELO x)`
    Helo,
    /// `([192.0.2.1]:25 "EHLO x" flags)`
    ZmailerPeer,
    /// `(account x HELO y)`, `(HELO y)` with an account, `([192.0.2.1] verified)`
    GatePeer,
    /// `(using TLSv1.3 with cipher X (256/256 bits) …)`
    TlsUsing,
    /// `(Client CN "…", Issuer "…" (verified OK))`, `(No client certificate requested)`
    Cert,
    /// `(Authenticated sender: x)`
    AuthSender,
    /// `(authenticated bits=0)`, `(authenticated)`
    AuthBits,
    // What the server says of itself.
    /// `by HOST`
    By,
    /// `by [192.0.2.1]` or `by 192.0.2.1`
    ByLiteral,
    /// `(192.0.2.1)` or `([192.0.2.1])` after the host
    ByAddr,
    /// `(name [192.0.2.1])` after the host
    ByNameAddr,
    /// `(Postfix)`, `(8.17.1/8.17.1)`
    Software,
    /// A name and a version number of software we know no dialect of.
    Version,
    /// A comment in the place where software is named, that names none we know.
    Brand,
    /// `(Postfix, from userid 1000)`
    Pickup,
    // The clauses.
    With,
    /// The version in `Microsoft SMTPSVC(5.0.2195.6713)`
    SvcVersion,
    /// `with` and nothing after it
    EmptyWith,
    Via,
    Id,
    /// `id` and nothing after it
    EmptyId,
    For,
    /// `tls CIPHER` (RFC 8314 section 4.3)
    TlsClause,
    /// `(version=TLSv1.3 cipher=X bits=256 verify=NO)`
    TlsPairs,
    /// `(TLSv1.3:X:256)`, `(TLS1.2)`, `(Cipher X)`
    TlsColon,
    EnvelopeFrom,
    /// `(ORCPT <rfc822;user@example.org>)`
    Orcpt,
    /// `(single-drop)`, `(multi-drop)`
    Drop,
    /// `(qmail 123 invoked by uid 1000)`
    Invoked,
    /// The like of other programs: `(nullmailer pid 123 invoked by uid 1000)`
    Injected,
    /// `(30950)`, a number of the server
    Number,
    /// `(mailfrom:x fp:y cluster:z)`
    MailFrom,
    /// A note of the server with a name of its own in [`Tag::name`].
    Note,
    /// A comma between clauses
    Comma,
    Date,
    /// Not explained.
    Unknown,
}

impl Tag {
    /// The name in [`Part`](super::Part).
    pub(super) fn name(self) -> &'static str {
        match self {
            Tag::FromName | Tag::FromLiteral | Tag::FromAddr | Tag::FromEmpty | Tag::FromText => {
                "from"
            }
            Tag::FromPickup => "pickup-service",
            Tag::FromNamed => "client-number",
            Tag::LocalUser | Tag::UserHost => "local-user",
            Tag::NameAddr
            | Tag::Forged
            | Tag::Addr
            | Tag::BareAddr
            | Tag::NameBareAddr
            | Tag::NameOnly
            | Tag::SlashAddr
            | Tag::UserAddr
            | Tag::WordAddr
            | Tag::EximPeer
            | Tag::ZmailerPeer
            | Tag::GatePeer => "tcp-info",
            Tag::EximHelo | Tag::Helo => "helo-comment",
            Tag::TlsUsing | Tag::TlsPairs | Tag::TlsColon => "tls-comment",
            Tag::TlsClause => "tls",
            Tag::Cert => "certificate-comment",
            Tag::AuthSender | Tag::AuthBits => "auth-comment",
            Tag::By | Tag::ByLiteral => "by",
            Tag::ByAddr | Tag::ByNameAddr => "by-tcp-info",
            Tag::Software | Tag::Version | Tag::SvcVersion | Tag::Brand => "software",
            Tag::Pickup => "pickup-comment",
            Tag::With | Tag::EmptyWith => "with",
            Tag::Via => "via",
            Tag::Id | Tag::EmptyId => "id",
            Tag::For => "for",
            Tag::EnvelopeFrom => "envelope-from-comment",
            Tag::Orcpt => "original-recipient",
            Tag::Drop => "mailbox-comment",
            Tag::Invoked | Tag::Injected => "invocation",
            Tag::Note | Tag::Number => "note",
            Tag::MailFrom => "envelope-from-comment",
            Tag::Date => "date",
            Tag::Comma => "comma",
            Tag::Unknown => "",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prod {
    pub(super) tag: Tag,
    /// What a [`Tag::Note`] is.
    pub(super) note: Note,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Prod {
    pub(super) fn new(tag: Tag, start: u32, end: u32) -> Self {
        Prod { tag, note: Note::None, start, end }
    }

    pub(super) fn of(tag: Tag, token: &Token) -> Self {
        Prod::new(tag, token.start, token.end)
    }

    pub(super) fn note(note: Note, start: u32, end: u32) -> Self {
        Prod { tag: Tag::Note, note, start, end }
    }

    /// The name in [`Part`](super::Part).
    pub(super) fn name(&self) -> &'static str {
        if self.tag == Tag::Note { self.note.name() } else { self.tag.name() }
    }
}

/// What a note of a server tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    None,
    /// `(Google Transport Security)`
    Tls,
    /// `(Forwarded-For: 192.0.2.1)`: what an HTTP header said, which is the peer's word
    ForwardedFor,
    /// `(proxying for 192.0.2.1)`, `(port 10024)`
    Proxy,
    /// `(at submit)`, `(code B ref -1)`
    BugTracker,
    /// `(for mx.example.net [192.0.2.1])`: where a firewall hands the mail on to
    NextHost,
    /// `(via HTTP)`
    Protocol,
    /// `(ident user using rfc1413)`
    Ident,
    /// `(uid 1000)`, `by uid 1000`
    Uid,
    /// `(clamdscan: 0.97. Processed in 0.1 secs)`
    Scan,
    /// `(from client.example.org [192.0.2.1])` of web mail
    WebClient,
    /// `by authid x`, `auth=yes`
    Account,
    /// `envelope-from <x>`, `sender x`, `from <x>` without parentheses
    EnvelopeFrom,
    /// `on interface=192.0.2.1`
    Interface,
    /// `pod-id x`
    Pod,
    /// `convert rfc822-to-8bit`
    Conversion,
    /// `message size 2295`
    Size,
    /// `vanilla`
    Mode,
    /// `id=x`
    Id,
}

impl Note {
    fn name(self) -> &'static str {
        match self {
            Note::None => "note",
            Note::Tls => "tls-comment",
            Note::ForwardedFor => "forwarded-for",
            Note::Proxy => "proxy",
            Note::BugTracker => "bug-tracker",
            Note::NextHost => "next-host",
            Note::Protocol => "protocol-comment",
            Note::Ident => "ident-comment",
            Note::Uid => "uid",
            Note::Scan => "scan-comment",
            Note::WebClient => "web-client",
            Note::Account => "account",
            Note::EnvelopeFrom => "envelope-from",
            Note::Interface => "interface",
            Note::Pod => "pod",
            Note::Conversion => "conversion",
            Note::Size => "size",
            Note::Mode => "mode",
            Note::Id => "id",
        }
    }
}

/// One step of a pattern over productions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    One(Tag),
    Opt(Tag),
    /// One of these.
    Any(Tags),
    /// One of these or nothing.
    OptAny(Tags),
    /// Any number of these, in any order.
    Many(Tags),
}

/// A set of tags, one bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tags(u64);

/// The set of these.
pub(super) const fn tags(tags: &[Tag]) -> Tags {
    let (mut set, mut at) = (Tags::NONE, 0);
    while at < tags.len() {
        set = set.with(tags[at]);
        at += 1;
    }
    set
}

impl Tags {
    pub(super) const NONE: Tags = Tags(0);

    pub(super) const fn with(self, tag: Tag) -> Tags {
        Tags(self.0 | 1 << tag as u32)
    }

    pub(super) const fn has(self, tag: Tag) -> bool {
        self.0 >> tag as u32 & 1 != 0
    }

    pub(super) fn has_any(self, others: Tags) -> bool {
        self.0 & others.0 != 0
    }

    /// Those without which nothing follows the pattern, and those with which something can.
    pub(super) const fn of_pattern(pattern: &[Step]) -> (Tags, Tags) {
        let (mut needed, mut allowed) = (Tags::NONE, Tags::NONE);
        let mut at = 0;
        while at < pattern.len() {
            match pattern[at] {
                Step::One(tag) => {
                    needed = needed.with(tag);
                    allowed = allowed.with(tag);
                }
                Step::Opt(tag) => allowed = allowed.with(tag),
                Step::Any(tags) | Step::OptAny(tags) | Step::Many(tags) => {
                    allowed = Tags(allowed.0 | tags.0);
                }
            }
            at += 1;
        }
        (needed, allowed)
    }

    pub(super) fn holds(self, others: Tags) -> bool {
        others.0 & !self.0 == 0
    }
}

/// Whether the productions follow the pattern from the first to the last. Greedy, without
/// going back: no pattern has a step that could take what the next one needs.
pub(super) fn follows(prods: &[Prod], pattern: &[Step]) -> bool {
    let mut at = 0;
    for step in pattern {
        let (tags, needed, many) = match *step {
            Step::One(tag) => (Tags::NONE.with(tag), true, false),
            Step::Any(tags) => (tags, true, false),
            Step::Opt(tag) => (Tags::NONE.with(tag), false, false),
            Step::OptAny(tags) => (tags, false, false),
            Step::Many(tags) => (tags, false, true),
        };
        let fits = |at: usize| prods.get(at).is_some_and(|prod| tags.has(prod.tag));
        if fits(at) {
            at += 1;
            while many && fits(at) {
                at += 1;
            }
        } else if needed {
            return false;
        }
    }
    at == prods.len()
}
