//! Takes over what a comment says.

use super::Tls;
use super::comment::{self, Said};
use super::lexer::{Token, is_blank};
use super::prod::Tag;
use super::reading::Reading;
use super::text::Range;

impl Reading<'_> {
    /// A comment that is not about the peer's address.
    pub(super) fn read_comment(&mut self, token: &Token) {
        let (start, end) = self.inside(token);
        let text = self.value.get(start..end).unwrap_or_default();
        if self.after_host && self.read_host_comment(token, text, start) {
            return;
        }
        let version = match self.with() {
            // `8.5.9600.16384` is a version of Windows here, and elsewhere one of sendmail.
            "Microsoft SMTPSVC" => is_numbers(text),
            "SpamAssassin" => text.first().is_some_and(u8::is_ascii_digit),
            _ => matches!(self.via(), "smap" | "csmap") && is_numbers(text),
        };
        if version && !self.in_head {
            self.take_software(token);
            self.push(Tag::SvcVersion, token);
            return;
        }
        let said = comment::read(text);
        self.take_said(token, said, start);
    }

    pub(super) fn take_said(&mut self, token: &Token, said: Said, offset: usize) {
        let shift = |range: Range| (range.0 + offset, range.1 + offset);
        let tag = match said {
            Said::TlsUsing { version, cipher } => {
                self.take_tls(version.map(shift), cipher.map(shift));
                Tag::TlsUsing
            }
            Said::TlsPairs { version, cipher } => {
                self.take_tls(version.map(shift), cipher.map(shift));
                Tag::TlsPairs
            }
            Said::TlsColon { version, cipher } => {
                self.take_tls(version.map(shift), cipher.map(shift));
                Tag::TlsColon
            }
            Said::Certificate => Tag::Cert,
            Said::AuthSender(user) => {
                self.take_login(Some(shift(user)));
                Tag::AuthSender
            }
            Said::Authenticated(user) => {
                self.take_login(user.map(shift));
                Tag::AuthBits
            }
            Said::EnvelopeFrom(address) => {
                self.line.envelope_from = Some(self.piece(shift(address)));
                Tag::EnvelopeFrom
            }
            Said::Invoked => Tag::Invoked,
            Said::Injected => Tag::Injected,
            Said::LocalUser(user) => {
                self.line.from.get_or_insert_default().ident = Some(self.piece(shift(user)));
                Tag::LocalUser
            }
            Said::MailFrom(address) => {
                self.line.envelope_from = Some(self.piece(shift(address)));
                Tag::MailFrom
            }
            Said::Number => Tag::Number,
            Said::Orcpt => Tag::Orcpt,
            Said::Drop => Tag::Drop,
            Said::Pickup => {
                self.software = "postfix";
                Tag::Pickup
            }
            // No server names its software before `by`: what stands there only looks so.
            Said::Software(dialect) if self.in_head => {
                if self.software.is_empty() {
                    self.software = dialect;
                }
                Tag::Unknown
            }
            // `(program 1.0); date`: the program left the line, and nothing else is in it.
            Said::Version if self.in_head && self.alone => Tag::Injected,
            Said::Version if self.in_head => Tag::Unknown,
            Said::Software(dialect) => {
                self.take_software(token);
                if self.software.is_empty() {
                    self.software = dialect;
                }
                Tag::Software
            }
            Said::Version => {
                self.take_software(token);
                Tag::Version
            }
            Said::Note(note) => {
                self.push_note(note, token.start, token.end);
                return;
            }
            Said::Nothing if self.line.with.is_some() && is_numbers(self.inside_text(token)) => {
                self.take_software(token);
                Tag::SvcVersion
            }
            Said::Nothing if self.after_host => {
                self.take_software(token);
                Tag::Brand
            }
            Said::Nothing => Tag::Unknown,
        };
        self.push(tag, token);
    }

    fn inside_text(&self, token: &Token) -> &[u8] {
        let (start, end) = self.inside(token);
        self.value.get(start..end).unwrap_or_default()
    }

    fn take_tls(&mut self, version: Option<Range>, cipher: Option<Range>) {
        let version = version.map(|range| self.word(range));
        let cipher = cipher.map(|range| self.word(range));
        let tls: &mut Tls<'_> = self.line.tls.get_or_insert_default();
        tls.version = version.or(tls.version.take());
        tls.cipher = cipher.or(tls.cipher.take());
    }

    fn take_login(&mut self, user: Option<Range>) {
        let user = user.map(|range| self.piece(range));
        let from = self.line.from.get_or_insert_default();
        from.authenticated = true;
        from.auth = user.or(from.auth.take());
    }

    fn take_software(&mut self, token: &Token) {
        let inside = self.inside(token);
        let software = self.piece(inside);
        if let Some(by) = &mut self.line.by {
            by.software.get_or_insert(software);
        }
    }
}

/// `6.0.3790.4675`, `v8,2,6,11305`
fn is_numbers(text: &[u8]) -> bool {
    let numbers = text.strip_prefix(b"v").or(text.strip_prefix(b"V")).unwrap_or(text);
    numbers.first().is_some_and(u8::is_ascii_digit)
        && numbers.iter().all(|b| b.is_ascii_digit() || is_blank(*b) || matches!(b, b'.' | b','))
        && numbers.iter().any(|b| matches!(b, b'.' | b','))
}
