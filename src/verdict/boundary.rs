//! Where our side ends. The newest line is ours: the server that delivered the message wrote
//! it. From there down, a line is ours only as long as the line above it, known to be ours,
//! shows that its peer was ours too; marks in a line that nobody of ours stamped count nothing.

use crate::facts::FactSet;
use crate::rules::Entry;

/// Why a line counts as ours, or why our side ends with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Index of the hop.
    pub hop: usize,
    /// Id of the mark in `rules/boundary.toml`; `None` for the newest line and for an end that
    /// no mark states.
    pub mark: Option<String>,
    pub says: String,
}

/// Marks of `kind = "declared"` (the user's word) and of `kind = "inside"` carry our side on to
/// the lower line, marks of `kind = "border"` end it at the upper one. What was declared is asked
/// first, then borders, then the rest.
pub(super) fn find(marks: &[Entry], facts: &mut FactSet<'_>) -> Vec<Basis> {
    let count = facts.chain.hops.len();
    if count == 0 {
        return Vec::new();
    }
    let mut basis = vec![Basis {
        hop: 0,
        mark: None,
        says: "line 1 is the newest: the server that delivered the message wrote it".to_owned(),
    }];
    let mut own = 1;
    let of_kind = |kind: &'static str| marks.iter().filter(move |m| m.kind == kind);
    // Facts about what is ours are asked for while this is found out, so they follow along.
    loop {
        facts.own = own;
        let last = own - 1;
        let state = |mark: &Entry, hop: usize, facts: &FactSet<'_>| Basis {
            hop,
            mark: Some(mark.id.clone()),
            says: mark.says.render(facts, last),
        };
        if own == count {
            // Below the last line there is nothing left to judge, only its peer to know.
            break;
        }
        let holds = |kind| of_kind(kind).find(|m| m.condition.holds(facts, last));
        let declared = holds("declared");
        if let (None, Some(mark)) = (declared, holds("border")) {
            basis.push(state(mark, last, facts));
            break;
        }
        let Some(mark) = declared.or_else(|| holds("inside")) else {
            basis.push(Basis {
                hop: last,
                mark: None,
                says: format!("nothing shows that the peer of line {own} is on our side"),
            });
            break;
        };
        basis.push(state(mark, own, facts));
        own += 1;
    }
    facts.handover = handover(facts);
    basis
}

/// The lowest line of ours, if something was handed over there: it has a peer outside, or lines
/// that the other side supplied follow.
fn handover(facts: &FactSet<'_>) -> Option<usize> {
    let last = facts.own.checked_sub(1)?;
    let hop = facts.hop(last);
    let peer_outside = match (&hop.line.from, hop.ip_kind) {
        (None, _) => false,
        (Some(_), Some(kind)) => !matches!(kind, "loopback" | "unspecified"),
        (Some(from), None) => from.helo.is_some() || from.rdns.is_some(),
    };
    (peer_outside || facts.own < facts.chain.hops.len()).then_some(last)
}
