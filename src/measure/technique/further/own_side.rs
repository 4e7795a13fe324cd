//! Further lines that pretend to be our own, and marks that pretend our side goes on.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::technique::peer_name;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "own-side/name-below",
        variants: &[
            "CommuniGate, which names our recipient",
            "a user who logged in at our server",
            "our server as the peer of itself",
            "a host at home that announces the recipient's domain, qmail",
        ],
        make: make_name_below,
    },
    Further {
        technique: "own-side/name-in-chain",
        variants: &[
            "as the peer of the peer's line, and then as a server",
            "a delivery into our mailbox, below all lines",
            "the third of four lines of strangers",
        ],
        make: make_name_in_chain,
    },
    Further {
        technique: "own-side/inner-chain",
        variants: &[
            "before and behind a content filter",
            "a groupware's store behind its transfer agent",
            "two mailbox servers of Exchange",
        ],
        make: make_inner_chain,
    },
    Further {
        technique: "own-side/replayed",
        variants: &[
            "with its id and date, from another peer",
            "below a line of the peer's, a day earlier",
            "twice, each from a peer of its own",
        ],
        make: make_replayed,
    },
    Further {
        technique: "own-side/markers",
        variants: &[
            "fetched by another program",
            "stored through a socket",
            "passed on by a local user",
            "run through a filter for spam",
        ],
        make: make_markers,
    },
    Further {
        technique: "own-side/announced",
        variants: &[
            "Exim over TLS",
            "the SMTP service of Windows",
            "ours, and one of an inner host's below it",
        ],
        make: make_announced,
    },
];

fn make_name_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(1, 300);
    let ours = target.our_host.as_str();
    let mut say = Say::new(dice, ours, &target.recipient, when);
    let line = match variant {
        0 => servers::communigate(&say, dice),
        3 => {
            let domain = target.recipient.rsplit('@').next().unwrap_or("localhost");
            domain.clone_into(&mut say.from);
            say.line(dice, Server::Qmail)
        }
        1 => {
            let user = target.recipient.split('@').next().unwrap_or("user");
            format!(
                "from [192.168.{}.{}] ({} [{}])\n\t(Authenticated sender: {user})\n\tby {ours} (Postfix) with ESMTPA id {}\n\tfor <{}>; {}",
                dice.between(0, 9),
                dice.between(2, 250),
                say.from,
                say.ip,
                id::postfix(dice),
                say.to,
                stamp::named(when, say.zone)
            )
        }
        _ => format!(
            "from {ours} ({ours} [{}]) by {ours} with SMTP id {};\n\t{}",
            say.ip,
            servers::small(dice, 12),
            stamp::date(when, say.zone)
        ),
    };
    Some(target.under(&[line]))
}

fn make_name_in_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let to = target.recipient.as_str();
    if variant == 1 {
        let when = target.last_when.min(target.when) - dice.between(60, 300);
        let zone = stamp::zone(dice, when);
        return Some(target.below(&[format!(
            "from {ours} ([unix socket])\n\t by {ours} (Cyrus v2.3.16) with LMTPA;\n\t {}",
            stamp::date(when, zone)
        )]));
    }
    let mut when = target.when - dice.between(2, 30);
    let by = if variant == 0 { peer_name(target, dice) } else { names::host(dice) };
    let mut first = Say::new(dice, &by, to, when);
    if variant == 0 {
        first.from = ours.to_owned();
        let earlier = when - dice.between(1, 20);
        let second = Say::new(dice, ours, to, earlier);
        let lines = [first.line(dice, Server::Sendmail), second.line(dice, Server::Sendmail)];
        return Some(target.under(&lines));
    }
    let mut lines = vec![servers::haraka(&first, dice)];
    let mut peer = first.from;
    for own in [false, true, false] {
        when -= dice.between(2, 40);
        // The line above tells of a stranger as its peer; ours stands below it all the same.
        let by = if own { ours } else { peer.as_str() };
        let say = Say::new(dice, by, to, when);
        lines.push(say.line(dice, Server::Postfix));
        peer = say.from;
    }
    Some(target.under(&lines))
}

fn make_inner_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (_, domain) = target.our_host.split_once('.')?;
    let ours = target.our_host.as_str();
    let when = target.when - dice.between(2, 30);
    let zone = stamp::zone(dice, when);
    let named = stamp::named(when, zone);
    let inner = format!("{}.{domain}", names::word(dice));
    let lines = match variant {
        0 => vec![
            format!(
                "from localhost (localhost [127.0.0.1])\n\tby {ours} (Postfix) with ESMTP id {}\n\tfor <{}>; {named}",
                id::postfix(dice),
                target.recipient
            ),
            format!(
                "from {ours} ([127.0.0.1])\n\tby localhost ({ours} [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id {:05}-{:02} for <{}>; {named}",
                dice.between(900, 32_000),
                dice.between(1, 19),
                target.recipient
            ),
            format!(
                "from {inner} ({inner} [{}])\n\tby {ours} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                names::inside(dice),
                id::postfix(dice),
                target.recipient,
                stamp::named(when - 2, zone)
            ),
        ],
        1 => vec![
            format!(
                "from {inner} (LHLO {inner}) ({}) by\n store.{domain} with LMTP; {named}",
                names::inside(dice)
            ),
            format!(
                "from localhost (localhost [127.0.0.1])\n\tby {inner} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                id::postfix(dice),
                target.recipient,
                stamp::named(when - 1, zone)
            ),
        ],
        _ => {
            let six = dice.text("123456789abcdef", 4);
            let (one, two) = (dice.between(1, 4), dice.between(5, 9));
            let build = dice.between(1_700, 2_500);
            let line = |by: i64, from: i64, with: &str, at: i64| {
                format!(
                    "from EX{from}.{domain} ([fe80::{six}:{from}])\n by EX{by}.{domain} ([fe80::{six}:{by}%12]) with {with}id\n 15.01.{build}.012; {}",
                    stamp::date(at, zone)
                )
            };
            vec![line(one, two, "mapi ", when), line(two, two, "mapi ", when - 1)]
        }
    };
    Some(target.under(&lines))
}

fn make_replayed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let (_, rest) = own.split_once(" by ")?;
    let mut again = |rest: &str| {
        let from = names::host(dice);
        format!("from {from} ({from} [{}]) by {rest}", names::address(dice))
    };
    let lines = match variant {
        0 => vec![again(rest)],
        1 => {
            let (start, _) = rest.rsplit_once(';')?;
            let line = again(start);
            let zone = stamp::zone(dice, target.when);
            let line = format!("{line}; {}", stamp::named(target.when - 86_400, zone));
            let by = peer_name(target, dice);
            let first = Say::new(dice, &by, &target.recipient, target.when - 4);
            vec![servers::postfix_tls(&first, dice), line]
        }
        _ => vec![again(rest), again(rest)],
    };
    Some(target.under(&lines))
}

fn make_markers(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 60);
    let zone = stamp::zone(dice, when);
    let (_, domain) = target.our_host.split_once('.')?;
    let ours = target.our_host.as_str();
    let mut marker = match variant {
        0 => vec![format!(
            "from mail.{domain} ({}:995) by localhost\n with POP3-SSL; {}",
            names::inside(dice),
            stamp::qmail(when)
        )],
        1 => vec![format!(
            "from {ours} ([unix socket])\n\tby {ours} (Cyrus v2.4.17) with LMTPA;\n\t{}",
            stamp::date(when, zone)
        )],
        2 => vec![
            format!(
                "(qmail {} invoked by uid 89); {}",
                dice.between(900, 32_000),
                stamp::qmail(when)
            ),
            format!(
                "(qmail {} invoked from network); {}",
                dice.between(900, 32_000),
                stamp::qmail(when - 1)
            ),
        ],
        _ => vec![format!(
            "from localhost by {ours}\n\twith SpamAssassin (version 3.3.1);\n\t{}",
            stamp::date(when, zone)
        )],
    };
    let third = Say::new(dice, ours, &target.recipient, when - 5);
    marker.push(match variant {
        2 => third.line(dice, Server::Qmail),
        3 => third.line(dice, Server::Sendmail),
        _ => servers::postfix_tls(&third, dice),
    });
    Some(target.under(&marker))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let ours = target.our_host.as_str();
    let mut say = Say::new(dice, ours, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::exim_looked_up(&say, dice)],
        1 => vec![servers::smtpsvc(&say, dice)],
        _ => {
            let (_, domain) = ours.split_once('.')?;
            say.from = format!("{}.{domain}", names::word(dice));
            say.ip = names::inside(dice);
            let second = Say::new(dice, &say.from, &target.recipient, when - 3);
            vec![say.line(dice, Server::Postfix), second.line(dice, Server::Exchange)]
        }
    };
    target.under(&lines).announcing(target, ours)
}
