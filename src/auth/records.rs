//! From the text of a record to what mail-auth takes it for.

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::dmarc::Dmarc;
use mail_auth::spf::{Macro, Mechanism, Spf};
use mail_auth::{DnsError, Error, Txt};

use crate::dns::Answer;
use crate::dns::spf::bad_term;

/// Ends the names that `exists` terms are asked under. mail-auth takes the mere presence of a
/// cached answer for existence, so such a term is turned into an `a` term, and this tells the one
/// from the other. No name in the DNS ends so: the top level is reserved (RFC 6761 section 6.4).
pub(super) const EXISTS: &str = "._exists.invalid";

/// The record that `name` is asked for, out of the TXT records it has.
pub(super) fn of_texts(name: &str, answer: &Answer) -> Txt {
    if name.contains("._domainkey.") {
        return first(answer.texts(), |_| true, DomainKey::parse).into();
    }
    if name.starts_with("_dmarc.") {
        return first(answer.texts(), starts("v=dmarc1"), Dmarc::parse).into();
    }
    let is_spf = starts("v=spf1");
    // More than one is an error (RFC 7208 section 4.5), and mail-auth would take the first.
    if answer.texts().filter(|text| is_spf(text)).count() > 1 {
        return Txt::Error(Error::ParseError);
    }
    // It passes over terms it does not know, too, where the whole record is in error.
    if answer.texts().any(|text| is_spf(text) && bad_term(text).is_some()) {
        return Txt::Error(Error::ParseError);
    }
    first(answer.texts(), is_spf, Spf::parse).map(without_asking).into()
}

fn starts(with: &'static str) -> impl Fn(&str) -> bool {
    move |text| {
        let head = text.as_bytes().get(..with.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()))
    }
}

/// The first text of the kind that can be read; else what is wrong with the last.
fn first<'t, T>(
    texts: impl Iterator<Item = &'t str>,
    of_kind: impl Fn(&str) -> bool,
    parse: impl Fn(&[u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut result = Err(Error::Dns(DnsError::InvalidRecordType));
    for text in texts.filter(|text| of_kind(text)) {
        result = parse(text.as_bytes());
        if result.is_ok() {
            break;
        }
    }
    result
}

/// The record with its `exists` terms marked, and without an explanation to look up.
fn without_asking(mut spf: Spf) -> Spf {
    spf.exp = None;
    for directive in &mut spf.directives {
        if let Mechanism::Exists { macro_string } = &mut directive.mechanism {
            let macro_string = marked(std::mem::replace(macro_string, Macro::None));
            directive.mechanism =
                Mechanism::A { macro_string, ip4_mask: u32::MAX, ip6_mask: u128::MAX };
        }
    }
    spf
}

fn marked(name: Macro) -> Macro {
    let marker = Macro::Literal(EXISTS.as_bytes().into());
    match name {
        Macro::Literal(text) => Macro::Literal([&*text, EXISTS.as_bytes()].concat().into()),
        Macro::List(parts) => {
            let mut parts = parts.into_vec();
            parts.push(marker);
            Macro::List(parts.into())
        }
        Macro::None => Macro::None,
        variable @ Macro::Variable { .. } => Macro::List(Box::new([variable, marker])),
    }
}
