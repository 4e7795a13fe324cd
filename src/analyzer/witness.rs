//! What other header fields tell the rules of the message as a whole.

use std::borrow::Cow;

use crate::facts::{FactSet, MessageFacts};
use crate::message::{FieldKind, Message};
use crate::received::date::parse_date;

/// Facts that need no chain.
pub(super) fn message_facts(message: &Message<'_>) -> MessageFacts {
    let domain = |address: &str| {
        let domain = address.rsplit_once('@')?.1;
        let domain = domain.trim_end_matches(['>', ' ', '.', '"', '\'']).to_ascii_lowercase();
        (!domain.is_empty()).then_some(domain)
    };
    let author = message
        .fields_of(FieldKind::From)
        .next()
        .map(|field| String::from_utf8_lossy(message.raw_value(field)));
    MessageFacts {
        from_domain: author.as_deref().and_then(|a| domain(a.trim())),
        mail_from_domain: message.envelope.mail_from.as_ref().and_then(|m| domain(&m.address)),
        date: message
            .fields_of(FieldKind::Date)
            .next()
            .and_then(|field| parse_date(message.raw_value(field), field.value).unix),
        signers: Vec::new(),
        fields: Vec::new(),
    }
}

/// Facts that count only where our side stamped them: fields above the line of the hand-over.
pub(super) fn own_side(message: &Message<'_>, facts: &mut FactSet<'_>) {
    let _ = (message, &facts.own);
    let signers: Vec<Cow<'static, str>> = Vec::new();
    facts.message.signers = signers;
}
