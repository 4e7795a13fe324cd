//! Rules that the user has excepted for a sender.
//!
//! Anybody can write a sender's address, so an exception holds only where our own side's word ties
//! the message to the sender: the reverse name that our server confirmed at the hand-over, or a
//! DKIM or SPF result that our side stamped.

use crate::facts::FactSet;
use crate::received::RdnsStatus;

/// Whether one of `domains`, or a name below one, is the message's identified sender.
pub(super) fn holds(domains: &[String], facts: &FactSet<'_>) -> bool {
    let handover = facts.handover.and_then(|at| facts.chain.hops.get(at));
    let recorded = handover
        .filter(|hop| {
            let from = hop.line.from.as_ref();
            from.is_some_and(|f| f.vouched.rdns && f.rdns_status == RdnsStatus::Verified)
        })
        .and_then(|hop| hop.rdns_text());
    let verified = facts.message.signers.iter().chain(&facts.message.spf_pass);
    let mut names = recorded.into_iter().chain(verified.map(|name| name.as_ref()));
    names.any(|name| domains.iter().any(|domain| is_below(name, domain)))
}

fn is_below(name: &str, domain: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == *domain || name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::dns::Offline;
    use crate::report::model::{Source, Verdict};
    use crate::settings::Settings;
    use std::time::Duration;

    fn verdict(peer: &str, except: &[&str]) -> Verdict {
        let message = format!(
            "Received: from {peer} ({peer} [5.7.8.9]) by mx.example.org (Postfix) with ESMTP id 71AA04C121; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r\n\
             Received: from pc.b.test (pc.b.test [31.2.3.4]) by out.b.test (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\r\n\
             From: a@partner.example\r\n\r\n"
        );
        let domains = except.iter().map(|d| (*d).to_owned()).collect();
        let settings = Settings {
            exceptions: [("continuity/handover-break".to_owned(), domains)].into(),
            ..Settings::default()
        };
        let analyzer = Analyzer::new(settings, &[]).expect("rules");
        analyzer.analyze(message.as_bytes(), Source::default(), &Offline, Duration::ZERO).verdict
    }

    #[test]
    fn only_an_identified_sender_is_excepted() {
        assert_eq!(verdict("mail.partner.example", &[]), Verdict::Suspicious);
        assert_eq!(verdict("mail.partner.example", &["partner.example"]), Verdict::Unverified);
        assert_eq!(verdict("mail.partner.example", &["ner.example"]), Verdict::Suspicious);
        // The author's address says partner.example; nothing of ours does.
        assert_eq!(verdict("mail.other.test", &["partner.example"]), Verdict::Suspicious);
    }
}
