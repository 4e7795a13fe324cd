//! What other header fields tell the rules of the message as a whole.

use std::borrow::Cow;

use crate::chain::Org;
use crate::data::Data;
use crate::facts::{FactSet, MessageFacts};
use crate::message::{Field, FieldKind, Message};
use crate::neighbours::{self, AuthResults, Fact, RawField, SpfResult, Verdict};
use crate::received::date::parse_date;
use crate::settings::Settings;

/// Claims that are held against what was verified.
const MAX_CLAIMED: usize = 16;

/// Facts that need no chain.
pub(super) fn message_facts(message: &Message<'_>) -> MessageFacts {
    let author = message
        .fields_of(FieldKind::From)
        .next()
        .map(|field| String::from_utf8_lossy(message.raw_value(field)));
    let noted = message.envelope.mail_from.as_ref().filter(|from| !from.is_null());
    MessageFacts {
        from_domain: author.as_deref().and_then(|author| domain(author.trim())),
        mail_from_domain: noted.and_then(|from| domain(&from.address)),
        mail_from: noted.map(|from| from.address.clone()),
        date: message
            .fields_of(FieldKind::Date)
            .next()
            .and_then(|field| parse_date(message.raw_value(field), field.value).unix),
        ..MessageFacts::default()
    }
}

/// The domain of an address, or of a whole From field; a bare domain is one too.
fn domain(address: &str) -> Option<String> {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    let domain = domain.trim_end_matches(['>', ' ', '.', '"', '\'']).to_ascii_lowercase();
    (!domain.is_empty() && !domain.contains(char::is_whitespace)).then_some(domain)
}

/// Facts that count only where our side stamped them. Our servers write on top of what they were
/// given (RFC 5321 section 4.4), so a field above the line of the hand-over is ours; one directly
/// below it may be a filter's of ours, and counts if it bears an authserv-id that the settings
/// believe (RFC 8601 section 5 has our server remove forged ones).
pub(super) fn own_side(message: &Message<'_>, data: &Data, facts: &mut FactSet<'_>) {
    let own = facts.own as u32;
    // Delivery writes above our lines; below them the sender's side may have written the same.
    let by_us = |place: usize| message.fields.get(place).is_some_and(|f| f.received_above < own);
    let mut delivered = message.envelope.rcpt_to.iter().filter(|value| by_us(value.field));
    facts.message.delivered_domain = delivered.find_map(|value| domain(&value.address));
    facts.note_borders(data);
    let mut signers = Vec::new();
    let mut spf_pass = Vec::new();
    for (index, field) in message.fields.iter().enumerate() {
        if field.received_above > own {
            break;
        }
        let witness =
            matches!(field.kind, FieldKind::AuthenticationResults | FieldKind::ReceivedSpf);
        if !witness {
            continue;
        }
        let Some(neighbour) = read(message, index, field) else { continue };
        let stamped_above = field.received_above < own;
        match &neighbour.fact {
            Fact::AuthResults(results)
                if !results.relocated
                    && (stamped_above || is_believed(results, facts.settings)) =>
            {
                note_results(results, data, &mut signers, &mut spf_pass);
            }
            Fact::ReceivedSpf(spf) if stamped_above && spf.result == SpfResult::Pass => {
                let whose = spf.envelope_from.as_ref().or(spf.domain.as_ref());
                note(whose.map(|p| p.as_str()), data, &mut spf_pass);
            }
            _ => {}
        }
    }
    facts.message.signers = signers;
    facts.message.spf_pass = spf_pass;
}

/// The domains for which Authentication-Results that are not believed claim `dkim=pass`: those
/// that the sender's side supplied (RFC 8601 section 7.1).
pub(super) fn claimed_signers(message: &Message<'_>, facts: &FactSet<'_>) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    let fields = message.fields.iter().enumerate();
    for (index, field) in fields.filter(|(_, f)| f.received_above >= facts.own as u32) {
        if field.kind != FieldKind::AuthenticationResults {
            continue;
        }
        let Some(neighbour) = read(message, index, field) else { continue };
        let Fact::AuthResults(results) = &neighbour.fact else { continue };
        if is_believed(results, facts.settings) {
            continue;
        }
        let passes = results.results.iter().filter(|r| {
            r.verdict == Verdict::Pass && r.method.as_str().eq_ignore_ascii_case("dkim")
        });
        for result in passes {
            let named = |p: &&neighbours::Property<'_>| p.name.as_str().eq_ignore_ascii_case("d");
            let value = result.properties.iter().find(named).map(|p| p.value.as_str());
            if let Some(domain) = value.and_then(domain)
                && !domains.contains(&domain)
                && domains.len() < MAX_CLAIMED
            {
                domains.push(domain);
            }
        }
    }
    domains
}

fn read<'m>(
    message: &'m Message<'_>,
    index: usize,
    field: &Field,
) -> Option<neighbours::Neighbour<'m>> {
    neighbours::read_field(RawField {
        name: message.field_name(field).as_bytes(),
        value: message.raw_value(field),
        received_above: field.received_above as usize,
        index,
    })
}

fn is_believed(results: &AuthResults<'_>, settings: &Settings) -> bool {
    results.authserv_id.as_ref().is_some_and(|id| {
        settings.authserv_ids.iter().any(|believed| believed.eq_ignore_ascii_case(id.as_str()))
    })
}

fn note_results(
    results: &AuthResults<'_>,
    data: &Data,
    signers: &mut Vec<Cow<'static, str>>,
    spf_pass: &mut Vec<Cow<'static, str>>,
) {
    for result in results.results.iter().filter(|r| r.verdict == Verdict::Pass) {
        let property = |names: &[&str]| {
            let named = |p: &&neighbours::Property<'_>| {
                names.iter().any(|name| p.name.as_str().eq_ignore_ascii_case(name))
            };
            result.properties.iter().find(named).map(|p| p.value.as_str())
        };
        match result.method.as_str().to_ascii_lowercase().as_str() {
            "dkim" => note(property(&["d", "i"]), data, signers),
            "spf" => note(property(&["mailfrom"]), data, spf_pass),
            _ => {}
        }
    }
}

/// Notes the organisation of a domain or address, once.
fn note(whose: Option<&str>, data: &Data, organisations: &mut Vec<Cow<'static, str>>) {
    let Some(domain) = whose.and_then(domain) else { return };
    let Some(org) = Org::of(&domain, data) else { return };
    if !organisations.iter().any(|known| known == org.as_str()) {
        organisations.push(Cow::Owned(org.as_str().to_owned()));
    }
}
