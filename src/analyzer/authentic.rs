//! What is to be verified of a message, and what the results tell the rules.

use std::borrow::Cow;

use super::witness;
use crate::auth::{Request, Verifier};
use crate::chain::Hop;
use crate::data::Data;
use crate::dns::Answers;
use crate::facts::FactSet;
use crate::message::Message;

/// A message whose authentication is under way.
pub(super) struct Authentic<'m> {
    pub verifier: Verifier<'m>,
    /// Where in the message's text the part begins that is verified.
    start: usize,
}

/// Ready to verify a message, once it is known where it was handed over. `None` for what is not
/// whole as it travelled: a signature over a paste that had to be put right says nothing.
pub(super) fn verifier<'m>(message: &'m Message<'_>, facts: &FactSet<'_>) -> Option<Authentic<'m>> {
    let Cow::Borrowed(text) = &message.text else { return None };
    let start = message.fields.first()?.span.start as usize;
    let hop = facts.handover.map(|index| facts.hop(index));
    // A peer that logged in sends by its account, and SPF says nothing of it.
    let peer = hop.filter(|hop| !hop.line.from.as_ref().is_some_and(|from| from.authenticated));
    let outside = |hop: &&Hop<'_>| matches!(hop.ip_kind, Some("public" | "documentation"));
    let noted = message.envelope.mail_from.as_ref();
    let mail_from = noted.map(|from| if from.is_null() { "" } else { from.address.as_str() });
    let request = Request {
        message: text.get(start..)?,
        ip: peer.filter(outside).and_then(Hop::ip),
        helo: peer.and_then(Hop::helo_text).map(str::to_owned),
        mail_from: mail_from.map(str::to_owned),
        at: hop.and_then(Hop::unix).or(facts.settings.now),
    };
    Some(Authentic { verifier: Verifier::new(request), start })
}

impl Authentic<'_> {
    /// Verifies with the answers there are, and tells the facts.
    pub fn into_facts(
        self,
        answers: &Answers,
        message: &Message<'_>,
        data: &Data,
        facts: &mut FactSet<'_>,
    ) {
        let verified = self.verifier.verify(answers);
        let claimed = witness::claimed_signers(message, facts);
        facts.verified(verified, message, self.start, &claimed, data);
    }
}
