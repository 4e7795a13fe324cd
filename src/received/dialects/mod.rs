//! The grammars of particular servers, one file each.
//!
//! A dialect is the whole grammar of its lines: which productions stand where, and how the
//! fields in them are shaped. A line that names a server and breaks its grammar is left to
//! [`generic`].

mod settle;
mod steps;
#[cfg(test)]
pub(super) mod tests;

mod aliyun;
mod amavis;
mod aol;
mod assp;
mod barracuda;
mod beehive;
mod by_name;
mod cellopoint;
mod cloudmark;
mod comcast;
mod communigate;
mod coremail;
mod courier;
mod critical_path;
mod cyrus;
mod debbugs;
mod dma;
mod domino;
mod dovecot;
mod ecelerity;
mod exchange;
mod exclaimer;
mod exim;
mod expurgate;
mod f_secure;
mod facebook;
mod fastmail;
mod fetchmail;
mod fortimail;
mod frontbridge;
mod generic;
mod getmail;
mod gmail;
mod gmx;
mod groupwise;
mod halon;
mod haraka;
mod hmailserver;
mod hopcheck;
mod hotmail;
mod ibm;
mod ims;
mod intermail;
mod interscan;
mod ironport;
mod kerio;
mod knoxportal;
mod kumomta;
mod listserv;
mod m_switch;
mod maddy;
mod mailenable;
mod mailgun;
mod mailman;
mod mandrill;
mod masqmail;
mod mdaemon;
mod mercury;
mod messagelabs;
mod mimecast;
mod mimesweeper;
mod mirapoint;
mod mox;
mod named;
mod naver;
mod nemesis;
mod ntmail;
mod opensmtpd;
mod postfix;
mod postini;
mod powermta;
mod proofpoint;
mod qmail;
mod qmail_scanner;
mod qpsmtpd;
mod qq;
mod raptor;
mod rzmta;
mod securemx;
mod sendgrid;
pub(super) mod sendmail;
mod ses;
mod simscan;
mod sina;
mod smail;
mod smap;
mod smartermail;
mod smtpsvc;
mod sophos;
mod spamassassin;
mod ssmtp;
mod stalwart;
mod strongmail;
mod sun;
mod t_online;
mod trex;
mod tumbleweed;
mod webmail;
mod webshield;
mod xmail;
mod yahoo;
mod yandex;
mod zimbra;
mod zmailer;
mod zoho;

use super::prod::{Step, Tag, Tags};
use super::reading::Reading;

/// A server's grammar.
pub(super) struct Dialect {
    pub(super) name: &'static str,
    pub(super) forms: &'static [Form],
}

/// One kind of line a server writes.
pub(super) struct Form {
    /// One of [`forms`](super::forms).
    pub(super) name: &'static str,
    pub(super) steps: &'static [Step],
    /// What the fields look like, beyond their order.
    pub(super) check: fn(&Reading<'_>) -> bool,
    /// Says what the fields mean: which name is whose, and what the server vouches for.
    pub(super) settle: fn(&mut Reading<'_>),
}

fn any(_: &Reading<'_>) -> bool {
    true
}

/// Dialects whose lines may name no software, in the order they are tried: those told by words
/// or ids of their own first, those told by little more than the order of things last.
const UNNAMED: &[&Dialect] = &[
    &gmail::DIALECT,
    &exchange::DIALECT,
    &smtpsvc::DIALECT,
    &zmailer::DIALECT,
    &dovecot::DIALECT,
    &messagelabs::DIALECT,
    &mimecast::DIALECT,
    &yahoo::DIALECT,
    &getmail::DIALECT,
    &mox::DIALECT,
    &maddy::DIALECT,
    &naver::DIALECT,
    &m_switch::DIALECT,
    &smap::DIALECT,
    &cellopoint::DIALECT,
    &sina::DIALECT,
    &kerio::DIALECT,
    &sophos::DIALECT,
    &qmail::DIALECT,
    &qmail_scanner::DIALECT,
    &qq::DIALECT,
    &comcast::DIALECT,
    &securemx::DIALECT,
    &proofpoint::DIALECT,
    &gmx::DIALECT,
    &nemesis::DIALECT,
    &exim::DIALECT,
    &ims::DIALECT,
    &intermail::DIALECT,
    &courier::DIALECT,
    &webshield::DIALECT,
    &critical_path::DIALECT,
    &groupwise::DIALECT,
    &hotmail::DIALECT,
    &webmail::DIALECT,
    &ibm::DIALECT,
    &interscan::DIALECT,
    &mimesweeper::DIALECT,
    &mailenable::DIALECT,
    &mdaemon::DIALECT,
    &smartermail::DIALECT,
    &mandrill::DIALECT,
    &mailman::DIALECT,
    &mailgun::DIALECT,
    &sendgrid::DIALECT,
    &ses::DIALECT,
    &zoho::DIALECT,
    &zimbra::DIALECT,
    &powermta::DIALECT,
    &aliyun::DIALECT,
    &debbugs::DIALECT,
    &smail::DIALECT,
    &postini::DIALECT,
    &exclaimer::DIALECT,
    &spamassassin::DIALECT,
    &xmail::DIALECT,
    &fortimail::DIALECT,
    &barracuda::DIALECT,
    &raptor::DIALECT,
    &t_online::DIALECT,
    &cloudmark::DIALECT,
    &assp::DIALECT,
    &aol::DIALECT,
    &facebook::DIALECT,
    &opensmtpd::DIALECT,
    &halon::DIALECT,
    &sendmail::DIALECT,
    &postfix::DIALECT,
    &ironport::DIALECT,
    &hmailserver::DIALECT,
];

/// Names the dialect and form of a line that has been read.
pub(super) fn name(r: &mut Reading<'_>) {
    let named = by_name::dialect(r.software);
    r.line.claims = named.map(|dialect| dialect.name).or_else(|| claims(r));
    let found =
        named.and_then(|dialect| Some((dialect, fitting(dialect, r)?))).or_else(|| unnamed(r));
    match found {
        Some((dialect, form)) => {
            r.line.dialect = dialect.name;
            r.line.form = form.name;
            (form.settle)(r);
        }
        None => generic::read(r),
    }
    // Postfix writes its name with a capital; others call themselves like it.
    if r.line.claims == Some("postfix")
        && r.line.dialect != "postfix"
        && r.software_text().starts_with('p')
    {
        r.line.claims = None;
    }
    if matches!(r.line.dialect, "generic" | "unknown") && r.line.claims.is_none() {
        r.line.claims = looks_like(r);
    }
}

/// The server at which a line hints that is in no server's grammar.
#[cold]
fn looks_like(r: &Reading<'_>) -> Option<&'static str> {
    // `from unknown (HELO x) (user@192.0.2.1)` is qmail's, and nobody's whose grammar is known.
    if r.has(Tag::Helo) && r.has(Tag::UserAddr) {
        return Some("qmail");
    }
    // Nobody but Courier writes the id behind the date.
    if r.seq.windows(2).any(|pair| pair[0].tag == Tag::Date && pair[1].tag == Tag::Id) {
        return Some("courier");
    }
    // Sendmail's two versions in brackets of the wrong kind.
    let mut left = r.seq.iter().filter(|prod| prod.tag == Tag::Unknown);
    left.any(|prod| {
        let text = r.value.get(prod.start as usize..prod.end as usize).unwrap_or_default();
        matches!(text, [b'[' | b'{' | b'<', b'8', b'.', b'0'..=b'9', .., b']' | b'}' | b'>'])
            && memchr::memmem::find(text, b"/8.").is_some()
            && text[1..text.len() - 1]
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || b"./+-".contains(b))
    })
    .then_some("sendmail")
}

/// A form of a dialect that may name no software, with the tags by which most are told apart at a
/// glance.
#[derive(Clone, Copy)]
struct Candidate {
    needed: Tags,
    allowed: Tags,
    dialect: &'static Dialect,
    form: &'static Form,
}

/// How many forms the dialects of [`UNNAMED`] have.
const CANDIDATES: usize = {
    let (mut at, mut count) = (0, 0);
    while at < UNNAMED.len() {
        count += UNNAMED[at].forms.len();
        at += 1;
    }
    count
};

/// The forms of all dialects of [`UNNAMED`], in that order.
static FORMS: [Candidate; CANDIDATES] = {
    let (needed, allowed) = Tags::of_pattern(&[]);
    let (dialect, form) = (UNNAMED[0], &UNNAMED[0].forms[0]);
    let mut table = [Candidate { needed, allowed, dialect, form }; CANDIDATES];
    let (mut at, mut count) = (0, 0);
    while at < UNNAMED.len() {
        let dialect = UNNAMED[at];
        let mut nth = 0;
        while nth < dialect.forms.len() {
            let form = &dialect.forms[nth];
            let (needed, allowed) = Tags::of_pattern(form.steps);
            table[count] = Candidate { needed, allowed, dialect, form };
            nth += 1;
            count += 1;
        }
        at += 1;
    }
    table
};

fn unnamed(r: &Reading<'_>) -> Option<(&'static Dialect, &'static Form)> {
    FORMS
        .iter()
        .filter(|form| r.tags.holds(form.needed) && form.allowed.holds(r.tags))
        .find(|form| r.is(form.form.steps) && (form.form.check)(r))
        .map(|form| (form.dialect, form.form))
}

fn fitting(dialect: &'static Dialect, r: &Reading<'_>) -> Option<&'static Form> {
    dialect.forms.iter().find(|form| r.is(form.steps) && (form.check)(r))
}

/// The server that a line names, by its software or by words only that server writes.
fn claims(r: &Reading<'_>) -> Option<&'static str> {
    if !r.software.is_empty() {
        return Some(r.software);
    }
    if gmail::is_google(r.by_host()) {
        return Some("gmail");
    }
    match r.with() {
        "Microsoft SMTP Server" | "mapi" => Some("exchange"),
        "Microsoft SMTPSVC" => Some("smtpsvc"),
        "NNFMP" => Some("yahoo"),
        _ if r.has(Tag::Invoked) => Some("qmail"),
        _ => None,
    }
}
