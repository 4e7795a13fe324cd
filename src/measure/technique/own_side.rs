//! Lines that pretend to be our own, and marks that pretend our side goes on.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server, bare};
use crate::measure::{Dice, Graft, Target, id, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "own-side/name-below",
        title: "a line by our own server below the hand-over",
        variants: &["Postfix", "bare", "sendmail of no known version", "Exim"],
        traceless: None,
        make: make_name_below,
    },
    Technique {
        id: "own-side/name-in-chain",
        title: "our own server's name further down",
        variants: &["below a line of the peer's", "below all lines", "below a stranger's line"],
        traceless: None,
        make: make_name_in_chain,
    },
    Technique {
        id: "own-side/inner-chain",
        title: "a chain that looks like our inner servers'",
        variants: &["private addresses", "the host itself", "a mailbox store"],
        traceless: None,
        make: make_inner_chain,
    },
    Technique {
        id: "own-side/replayed",
        title: "our own line again, from another peer",
        variants: &["word for word", "a minute earlier", "word for word, below all lines"],
        traceless: None,
        make: make_replayed,
    },
    Technique {
        id: "own-side/markers",
        title: "marks of a fetched, filtered or locally delivered message, and a third party below",
        variants: &[
            "fetched from a mailbox",
            "a content filter",
            "delivered over LMTP",
            "a line without a peer",
        ],
        traceless: None,
        make: make_markers,
    },
    Technique {
        id: "own-side/announced",
        title: "the peer announces our own name, and our line stands below",
        variants: &["Postfix", "bare", "sendmail", "plain with an id"],
        traceless: None,
        make: make_announced,
    },
];

fn make_name_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(1, 200);
    let say = Say::new(dice, &target.our_host, &target.recipient, when);
    let line = match variant {
        1 => bare(&say.from, &target.our_host, when, say.zone),
        2 => {
            let date = stamp::date(when, say.zone);
            let id = dice.text("abcdefghijklmnopqrstuvwxyz0123456789", 14);
            format!(
                "from {} by {} with (8.32.7/8.26.8) ESMTP id {id}; {date}",
                say.from, target.our_host
            )
        }
        3 => say.line(dice, Server::Exim),
        _ => say.line(dice, Server::Postfix),
    };
    Some(target.under(&[line]))
}

fn make_name_in_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when.min(target.when) - dice.between(60, 300);
    let ours =
        Say::new(dice, &target.our_host, &target.recipient, when).line(dice, Server::Postfix);
    if variant == 1 {
        return Some(target.below(&[ours]));
    }
    let by = match variant {
        0 => peer_name(target, dice),
        _ => names::host(dice),
    };
    let first = Say::new(dice, &by, &target.recipient, target.when - 3).line(dice, Server::Postfix);
    Some(target.under(&[first, ours]))
}

fn make_inner_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (_, domain) = target.our_host.split_once('.')?;
    let when = target.when - dice.between(2, 30);
    let inner = format!("{}.{domain}", names::word(dice));
    let zone = stamp::zone(dice, when);
    let date = stamp::named(when, zone);
    let ip = names::inside(dice);
    let lines = match variant {
        0 => vec![
            format!(
                "from {inner} ({inner} [{ip}])\n\tby {} (Postfix) with ESMTP id {}\n\tfor <{}>; {date}",
                target.our_host,
                id::postfix(dice),
                target.recipient
            ),
            format!(
                "from pc12 (unknown [{}])\n\tby {inner} (Postfix) with ESMTP id {}; {date}",
                names::inside(dice),
                id::postfix(dice)
            ),
        ],
        1 => vec![format!(
            "from localhost (localhost [127.0.0.1])\n\tby {} (Postfix) with ESMTP id {}\n\tfor <{}>; {date}",
            target.our_host,
            id::postfix(dice),
            target.recipient
        )],
        _ => vec![format!(
            "from {inner} ({ip}) by {} ({}) with Microsoft SMTP Server id 8.1.{}.0; {}",
            target.our_host,
            names::inside(dice),
            dice.between(100, 400),
            stamp::date(when, zone)
        )],
    };
    Some(target.under(&lines))
}

fn make_replayed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let line = match variant {
        1 => {
            let (start, _) = own.rsplit_once(';')?;
            let zone = stamp::zone(dice, target.when);
            format!("{start}; {}", stamp::named(target.when - 60, zone))
        }
        _ => own.clone(),
    };
    let (_, rest) = line.split_once(" by ")?;
    let from = names::host(dice);
    let line = match variant {
        1 => format!("from {from} ({from} [{}]) by {rest}", names::address(dice)),
        _ => line,
    };
    Some(if variant == 2 { target.below(&[line]) } else { target.under(&[line]) })
}

fn make_markers(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 30);
    let zone = stamp::zone(dice, when);
    let date = stamp::named(when, zone);
    let user = target.recipient.split('@').next().unwrap_or("user").to_owned();
    let (_, domain) = target.our_host.split_once('.')?;
    let ours = target.our_host.as_str();
    let marker = match variant {
        0 => format!(
            "from pop.{domain} [127.0.0.1]\n\tby localhost with POP3 (fetchmail-6.3.26)\n\tfor <{user}@localhost> (single-drop); {date}"
        ),
        1 => format!(
            "from {ours} ([127.0.0.1])\n\tby localhost ({ours} [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id {}; {date}",
            id::postfix(dice)
        ),
        2 => format!(
            "from {ours} ([127.0.0.1])\n\tby {ours} with LMTP id {}\n\tfor <{}>; {date}",
            dice.text("ABCDEFGHabcdefgh0123456789", 22),
            target.recipient
        ),
        _ => format!("by {ours} (Postfix, from userid 0)\n\tid {}; {date}", id::postfix(dice)),
    };
    let third = Say::new(dice, ours, &target.recipient, when - 5).line(dice, Server::Postfix);
    Some(target.under(&[marker, third]))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let say = Say::new(dice, &target.our_host, &target.recipient, when);
    let line = match variant {
        1 => bare(&say.from, &say.by, when, say.zone),
        2 => say.line(dice, Server::Sendmail),
        3 => format!(
            "from {} ([{}]) by {} with SMTP id {}; {}",
            say.from,
            say.ip,
            say.by,
            id::postfix(dice),
            stamp::date(when, say.zone)
        ),
        _ => say.line(dice, Server::Postfix),
    };
    target.under(&[line]).announcing(target, &target.our_host)
}
