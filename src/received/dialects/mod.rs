//! The grammars of particular servers, one file each.
//!
//! A dialect is the whole grammar of its lines: which productions stand where, and how the
//! fields in them are shaped. A line that names a server and breaks its grammar is left to
//! [`generic`].

mod amavis;
mod exchange;
mod exim;
mod generic;
mod gmail;
mod postfix;
mod qmail;
mod sendmail;
mod smtpsvc;

use super::reading::Reading;

/// Reads the productions as the lines of one dialect; says which form of it.
type Read = fn(&mut Reading<'_>) -> Option<&'static str>;

/// Dialects whose lines name no software, in the order they are tried.
const UNNAMED: &[(&str, Read)] = &[
    ("gmail", gmail::read),
    ("exchange", exchange::read),
    ("smtpsvc", smtpsvc::read),
    ("qmail", qmail::read),
];

/// Names the dialect and form of a line that has been read.
pub(super) fn name(r: &mut Reading<'_>) {
    let named: Option<(&'static str, Read)> = match r.software {
        "postfix" => Some(("postfix", postfix::read)),
        "exim" => Some(("exim", exim::read)),
        "sendmail" => Some(("sendmail", sendmail::read)),
        "amavis" => Some(("amavis", amavis::read)),
        _ => None,
    };
    if !r.software.is_empty() {
        r.line.claims = Some(r.software);
    }
    let tries = named.iter().chain(UNNAMED);
    for (dialect, read) in tries {
        if let Some(form) = read(r) {
            r.line.dialect = dialect;
            r.line.form = form;
            return;
        }
    }
    let (dialect, form) = generic::read(r);
    r.line.dialect = dialect;
    r.line.form = form;
}
