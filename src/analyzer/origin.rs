//! Where the mail came from, as far as that can be believed: the address to complain about.

use crate::chain::{Hop, NameKind};
use crate::facts::FactSet;
use crate::report::model;
use crate::verdict::{Judgement, last_believed};

/// The peer recorded by the lowest line that is trusted or supported. Where that line names no
/// address of the Internet (a local delivery, a host behind a gateway), nobody outside can find
/// the peer by it, and the lowest line above that records such an address counts.
pub(super) fn of(facts: &FactSet<'_>, judgement: &Judgement<'_>) -> Option<model::Origin> {
    let lowest = last_believed(facts.chain, &judgement.hops)?;
    let believed = || (0..=lowest).rev();
    let (index, reachable) = match believed().find(|i| is_reachable(facts.hop(*i))) {
        Some(index) => (index, true),
        None => (believed().find(|i| names_peer(facts.hop(*i)))?, false),
    };
    let hop = facts.hop(index);
    let recorded = hop.rdns_text().filter(|_| hop.rdns.kind != NameKind::Literal);
    // What the peer called itself is its own claim. It is told only where nothing else is known.
    let host = recorded.or_else(|| hop.helo_text().filter(|_| hop.ip().is_none()));
    let own = index < facts.own;
    let vouched = hop.line.from.as_ref().is_some_and(|from| from.vouched.ip);
    let confidence = match (own, reachable, vouched) {
        (true, true, true) => "high",
        (_, true, _) => "medium",
        (_, false, _) => "low",
    };
    let mut why = vec![match (own, reachable) {
        (true, true) => "our side recorded the address".to_owned(),
        (false, true) => format!("line {} is supported and records the address", index + 1),
        (_, false) => "no line that can be believed records an address of the Internet".to_owned(),
    }];
    if reachable && !vouched {
        why.push("what the peer supplied cannot be told from what the server saw".to_owned());
    }
    if believed().take_while(|i| *i > index).any(|i| names_peer(facts.hop(i))) {
        why.push("the lines before it name hosts of a private network only".to_owned());
    } else if lowest > index {
        why.push("the lines before it name no sender".to_owned());
    }
    if lowest + 1 < facts.chain.hops.len() {
        why.push(format!("from line {} down, all is the word of that peer", lowest + 2));
    }
    Some(model::Origin {
        line: index + 1,
        ip: hop.ip().map(super::assemble::ip_text),
        host: host.map(str::to_owned),
        confidence: confidence.to_owned(),
        why: why.join("; "),
    })
}

fn names_peer(hop: &Hop<'_>) -> bool {
    hop.ip().is_some() || hop.helo_text().is_some() || hop.rdns_text().is_some()
}

/// The peer's address is one that belongs to somebody. Those of documentation stand for such.
fn is_reachable(hop: &Hop<'_>) -> bool {
    matches!(hop.ip_kind, Some("public" | "documentation"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::analyzer::Analyzer;
    use crate::dns::Offline;
    use crate::report::model::{Origin, Source};
    use crate::settings::Settings;

    fn origin(lines: &[&str]) -> Option<Origin> {
        let analyzer = Analyzer::new(Settings::default(), &[]).unwrap();
        let mut text = String::new();
        for line in lines {
            text.push_str(&format!("Received: {line}\r\n"));
        }
        text.push_str("From: a@example.org\r\n\r\nHello\r\n");
        analyzer.analyze(text.as_bytes(), Source::default(), &Offline, Duration::ZERO).origin
    }

    const BORDER: &str = "from out.example.net (out.example.net [203.0.113.7]) by mx.example.org \
        (Postfix) with ESMTP id 3F2C81B0D4; Thu, 19 Mar 2009 13:01:09 +0100 (CET)";

    #[test]
    fn the_peer_of_the_hand_over() {
        let origin = origin(&[BORDER]).unwrap();
        assert_eq!((origin.line, origin.ip.as_deref()), (1, Some("203.0.113.7")));
        assert_eq!(origin.host.as_deref(), Some("out.example.net"));
        assert_eq!(origin.confidence, "high");
    }

    #[test]
    fn an_announced_name_is_no_host() {
        let line = BORDER.replace("(out.example.net [", "(unknown [");
        let origin = origin(&[&line]).unwrap();
        assert_eq!((origin.ip.as_deref(), origin.host), (Some("203.0.113.7"), None));
    }

    #[test]
    fn a_loopback_address_does_not_hide_the_address_that_was_seen() {
        let inside = "from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with \
            ESMTP id 4F2C81B0D4; Thu, 19 Mar 2009 13:01:10 +0100 (CET)";
        let origin = origin(&[inside, BORDER]).unwrap();
        assert_eq!((origin.line, origin.ip.as_deref()), (2, Some("203.0.113.7")));
    }

    #[test]
    fn mail_of_a_private_network_has_an_origin_that_is_not_sure() {
        let line = "from pc.example.org (pc.example.org [10.0.0.7]) by mx.example.org (Postfix) \
            with ESMTP id 3F2C81B0D4; Thu, 19 Mar 2009 13:01:09 +0100 (CET)";
        let origin = origin(&[line]).unwrap();
        assert_eq!((origin.ip.as_deref(), &*origin.confidence), (Some("10.0.0.7"), "low"));
        assert!(origin.why.contains("no line that can be believed"), "{}", origin.why);
    }

    #[test]
    fn without_lines_there_is_none() {
        assert!(origin(&[]).is_none());
    }
}
