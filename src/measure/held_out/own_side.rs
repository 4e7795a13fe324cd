//! Lines that pretend to be our own, and marks that pretend our side goes on.

use super::{Dice, Further, Graft, Target, by_stranger, later, peer_name, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "own-side/name-below",
        variants: &[
            "sendmail over TLS",
            "qmail, with both its lines",
            "in capitals, in a plain line",
            "a filter's line and a Postfix line, both by our server",
            "Postfix that checked the stranger's certificate",
            "a user of ours on the web",
            "without a peer, for our recipient",
        ],
        make: make_name_below,
    },
    Further {
        technique: "own-side/name-in-chain",
        variants: &[
            "our server as its own peer, between two strangers",
            "below three lines of strangers that fit each other, in a sendmail line",
            "below the subject, reached over IPv6",
            "below a gateway that had it from our server",
            "in capitals with a dot behind, below a gateway",
            "with a user who logged in, and the user's server below the subject",
        ],
        make: make_name_in_chain,
    },
    Further {
        technique: "own-side/inner-chain",
        variants: &[
            "a relay, a scanner for viruses and a workplace, each with a private address",
            "local addresses of IPv6",
            "a colleague who writes from the web, and the store",
            "two loops, a filter between them",
            "an outgoing relay, and a telephone that logged in",
            "a laptop by way of a tunnel, with shared addresses",
        ],
        make: make_inner_chain,
    },
    Further {
        technique: "own-side/replayed",
        variants: &[
            "all lines of our side, word for word",
            "with another address in the place of the peer's",
            "on one line, a second earlier, below a plain line by the peer",
            "without its id, an hour earlier, below two lines that lead to it",
            "folded anew, between the author's fields",
            "thrice, from one other peer, a day apart",
        ],
        make: make_replayed,
    },
    Further {
        technique: "own-side/markers",
        variants: &[
            "stored by Cyrus",
            "handed in again by a list's program",
            "passed through an appliance",
            "a list's host, by way of the loop of IPv6",
            "fetched by getmail",
            "picked up on Windows",
            "checked by a scanner of qmail's",
        ],
        make: make_markers,
    },
    Further {
        technique: "own-side/announced",
        variants: &[
            "in capitals, qmail",
            "sendmail, whose peer was reached over IPv6",
            "a delivery by our store, and our line below it",
            "our line twice, minutes apart",
            "a gateway's line",
            "InterMail, its peer within",
            "a certificate checked, and our web server's pickup below it",
        ],
        make: make_announced,
    },
];

fn make_name_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::own_side::name_below(target, number, dice);
    }
    let when = target.when - dice.between(1, 400);
    let ours = target.our_host.as_str();
    let say = Say::new(dice, ours, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::sendmail_tls(&say, dice)],
        1 => servers::qmail_pair(&say, dice),
        2 => vec![format!(
            "from {} ({}) by {} with SMTP id {}; {}",
            say.from.to_ascii_uppercase(),
            say.ip,
            ours.to_ascii_uppercase(),
            dice.between(1_000, 9_999_999),
            stamp::date(when, say.zone)
        )],
        _ => {
            let mut inner = say.clone();
            (inner.from, inner.ip) = (ours.to_owned(), names::address(dice));
            vec![inner.line(dice, Server::Postfix), servers::ironport(&say, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_name_in_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::own_side::name_in_chain(target, number, dice);
    }
    let ours = target.our_host.as_str();
    let when = target.last_when.min(target.when) - dice.between(30, 900);
    let to = target.recipient.as_str();
    let mut own = Say::new(dice, ours, to, when);
    Some(match variant {
        0 => {
            let first = by_stranger(target, dice, target.when - 4);
            let last = by_stranger(target, dice, when - 5);
            own.from = ours.to_owned();
            target.under(&[
                servers::hmailserver(&first, dice),
                servers::exim_helo(&own, dice),
                servers::mercury(&last, dice),
            ])
        }
        1 => {
            let mut by = names::host(dice);
            let mut lines = Vec::new();
            for hop in 0..3 {
                let mut say = Say::new(dice, &by, to, target.when - 3 - 2 * hop);
                if hop == 2 {
                    say.from = ours.to_owned();
                }
                lines.push(servers::xmail(&say, dice));
                by = say.from;
            }
            lines.push(servers::sendmail_ident(&own, dice));
            target.under(&lines)
        }
        _ => place::last_fields(target, &[servers::postfix_six(&own, dice)]),
    })
}

fn make_inner_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::own_side::inner_chain(target, number, dice);
    }
    let (_, domain) = target.our_host.split_once('.')?;
    let ours = target.our_host.as_str();
    let when = target.when - dice.between(1, 25);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    say.from = format!("relay{}.{domain}", dice.between(1, 9));
    say.ip = format!("192.168.{}.{}", dice.between(0, 20), dice.between(2, 250));
    let lines = match variant {
        0 => {
            let mut scan = Say::new(dice, &say.from, &target.recipient, when - 1);
            scan.from = format!("av.{domain}");
            scan.ip = format!("172.{}.0.{}", dice.between(16, 31), dice.between(2, 250));
            let mut work = Say::new(dice, &scan.from, &target.recipient, when - 3);
            work.from = format!("ws{:03}.{domain}", dice.between(1, 400));
            work.ip = names::inside(dice);
            (scan.zone, work.zone) = (say.zone, say.zone);
            vec![
                servers::sendmail_tls(&say, dice),
                scan.line(dice, Server::Postfix),
                work.line(dice, Server::Postfix),
            ]
        }
        1 => {
            let local = format!(
                "fd{:02x}:{:x}:{:x}::{:x}",
                dice.between(0, 255),
                dice.between(1, 0xffff),
                dice.between(1, 0xffff),
                dice.between(1, 0xff)
            );
            vec![
                format!(
                    "from {0} ({0} [IPv6:{local}])\n\tby {ours} (Postfix) with ESMTP id {1}\n\tfor <{2}>; {3}",
                    say.from,
                    id::postfix(dice),
                    say.to,
                    stamp::named(when, say.zone)
                ),
                format!(
                    "from desk{0}.{domain} (unknown [IPv6:fe80::{1:x}:{2:x}])\n\tby {3} (Postfix) with ESMTP id {4}; {5}",
                    dice.between(1, 90),
                    dice.between(0x1000, 0xffff),
                    dice.between(0x1000, 0xffff),
                    say.from,
                    id::postfix(dice),
                    stamp::named(when - 2, say.zone)
                ),
            ]
        }
        _ => {
            let store = format!("store.{domain}");
            let date = stamp::named(when, say.zone);
            vec![
                format!(
                    "from {store} (LHLO {store}) ({})\n\tby {ours} with LMTP; {date}",
                    names::inside(dice)
                ),
                format!(
                    "from {} (SquirrelMail authenticated user {})\n\tby {store} with HTTP; {date}",
                    names::inside(dice),
                    names::word(dice)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_replayed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::own_side::replayed(target, number, dice);
    }
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let lines = match variant {
        0 => target.lines.get(..target.own)?.to_vec(),
        1 => {
            if !own.contains(&target.peer.ip) {
                return None;
            }
            vec![own.replace(&target.peer.ip, &names::address(dice))]
        }
        _ => {
            let by = peer_name(target, dice);
            let (from, ip) = (names::host(dice), names::address(dice));
            let (_, rest) = own.split_once(" by ")?;
            let (rest, _) = rest.rsplit_once(';')?;
            let zone = stamp::zone(dice, target.when);
            vec![
                format!(
                    "from {} ({}) by {by} with SMTP; {}",
                    target.our_host,
                    names::address(dice),
                    stamp::date(target.when, zone)
                ),
                format!("from {from} ([{ip}]) by {rest}; {}", stamp::date(target.when - 1, zone)),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_markers(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::own_side::markers(target, number, dice);
    }
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 40);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let marker = match variant {
        0 => format!(
            "from {ours} ([unix socket])\n\t by {ours} (Cyrus {}) with LMTPA;\n\t {date}",
            servers::cyrus_version(when)
        ),
        1 => format!(
            "(from majordom@localhost)\n\tby {ours} ({0}/{0}/Submit) id {1};\n\t{2}",
            servers::sendmail_version(when),
            id::sendmail(dice, when),
            stamp::named(when, zone)
        ),
        2 => format!(
            "from {ours} (localhost.localdomain [127.0.0.1])\n\tby localhost (Email Security Appliance) with SMTP id {}_{}; {}",
            dice.text("0123456789ABCDEF", 12),
            dice.text("0123456789ABCDEF", 8),
            stamp::named(when, zone)
        ),
        _ => format!(
            "from lists.{domain} (localhost [IPv6:::1])\n\tby {ours} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
            id::postfix(dice),
            target.recipient,
            stamp::named(when, zone)
        ),
    };
    let earlier = when - dice.between(2, 9);
    let third = Say::new(dice, ours, &target.recipient, earlier);
    let third = match variant {
        1 => servers::sendmail_tls(&third, dice),
        2 => servers::hmailserver(&third, dice),
        _ => third.line(dice, Server::Postfix),
    };
    Some(target.under(&[marker, third]))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::own_side::announced(target, number, dice);
    }
    let ours = target.our_host.clone();
    let when = target.when - dice.between(2, 300);
    let say = Say::new(dice, &ours, &target.recipient, when);
    match variant {
        0 => {
            let lines = servers::qmail_pair(&say, dice);
            target.under(&lines).announcing(target, &ours.to_ascii_uppercase())
        }
        1 => {
            let mut say = say;
            say.ip = format!("IPv6:{}", servers::six(dice));
            target.under(&[servers::sendmail_tls(&say, dice)]).announcing(target, &ours)
        }
        2 => {
            let stored = format!(
                "from {ours} (localhost [127.0.0.1])\n\t by {ours} (Cyrus {}) with LMTPA;\n\t {}",
                servers::cyrus_version(when),
                stamp::date(when + 1, say.zone)
            );
            target.under(&[stored, say.line(dice, Server::Postfix)]).announcing(target, &ours)
        }
        _ => {
            let before = when - dice.between(60, 900);
            let earlier = Say::new(dice, &ours, &target.recipient, before);
            let lines = [servers::exim_helo(&say, dice), servers::exim_helo(&earlier, dice)];
            target.under(&lines).announcing(target, &ours)
        }
    }
}
