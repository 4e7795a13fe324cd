//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines that pretend to be our own. Those with marks are in [`own_marks`](super::own_marks).

use super::super::later::servers::exim_version;
use super::own_marks::{announced, markers};
use super::{Dice, Further, Graft, Target, behind, by_peer, known, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "own-side/name-below",
        variants: &[
            "a large company's line",
            "mail on the web at ours, below all lines",
            "a spare exchanger of our domain handed it to ours",
            "ours, then a stranger, then ours again",
            "a user's account, at the end of the header",
            "a university's line for somebody of the recipient's domain, below all lines",
            "by UUCP, between it and the sender's lines",
            "a filter's line, its peer in our own domain",
            "three lines of ours, a minute apart, below all lines",
        ],
        make: name_below,
    },
    Further {
        technique: "own-side/name-in-chain",
        variants: &[
            "below the peer's line, with a user's account",
            "as the peer of a university's line, below all lines",
            "the fourth of five lines, below all lines",
            "in a bare line as the peer, between the author's fields",
            "announced by somebody's customer to a stranger, at the end of the header",
            "as a host for the web, below two lines",
            "the second and the fourth of four lines, below all lines",
            "as the peer of a filter's line, with an address within, at the end of the header",
        ],
        make: name_in_chain,
    },
    Further {
        technique: "own-side/inner-chain",
        variants: &[
            "a balancer of loads, and the one that it took the message from",
            "a wiki that tells of a change",
            "a machine for telefaxes",
            "a notebook in a tunnel, by its name at home",
            "a worker among many, by the name that its manager gave it",
            "a branch office's server, and its own store",
            "what was spoken after the tone, by a telephone system",
            "a shop's program, and the host that it runs on",
        ],
        make: inner_chain,
    },
    Further {
        technique: "own-side/replayed",
        variants: &[
            "from a host of the recipient's domain, a day before",
            "with one letter of its id changed, below all lines",
            "from a private address, in universal time",
            "a week before to the second, above two strangers' lines",
            "our newest line, from a stranger",
            "without what stands behind the id, at the end of the header",
            "word for word from a stranger, whose own line stands below",
            "from the peer's name at a stranger's address",
            "over TLS, which it was not, or the other way round, from a stranger",
        ],
        make: replayed,
    },
    Further {
        technique: "own-side/markers",
        variants: &[
            "handed on by a groupware's connector",
            "out of a small server's spool",
            "left in a mailbox by a server for reading",
            "fetched by a small program",
            "stored by an elder agent for delivery",
            "handed to the store over TLS",
            "posted by a gateway for news",
        ],
        make: markers,
    },
    Further {
        technique: "own-side/announced",
        variants: &[
            "a large company's line",
            "a university's line, over one by a stranger",
            "mail on the web at ours",
            "a small office's line, its peer in the recipient's domain",
            "reached over IPv6, and an account of ours below",
            "three lines of ours within one second",
            "a filter's line, and an Exim of ours below",
            "an IronPort's line",
        ],
        make: announced,
    },
];

/// The domain of the recipient.
pub(super) fn home(target: &Target) -> Option<&str> {
    target.recipient.split_once('@').map(|(_, domain)| domain).filter(|name| name.contains('.'))
}

fn name_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let below = matches!(variant, 1 | 4 | 5 | 8);
    let when = if below { target.last_when } else { target.when } - dice.between(3, 400);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    Some(match variant {
        0 => target.under(&[servers::directory(&say, dice)]),
        1 => target.below(&[servers::webmail(&say, dice)]),
        2 => {
            let (_, domain) = ours.split_once('.')?;
            say.from = format!("mx-backup.{domain}");
            let earlier = when - dice.between(60, 1_200);
            let mut spare = Say::new(dice, &say.from, &say.to, earlier);
            spare.zone = say.zone;
            target.under(&[say.line(dice, Server::Postfix), spare.line(dice, Server::Postfix)])
        }
        3 => {
            let mut stranger = behind(&say, dice, 20);
            stranger.from = ours.to_owned();
            let mut first = behind(&stranger, dice, 20);
            first.by = ours.to_owned();
            target.under(&[
                servers::network(&say, dice),
                stranger.line(dice, Server::Exim),
                servers::network(&first, dice),
            ])
        }
        4 => place::last_fields(target, &[servers::account(&say, dice)]),
        5 => {
            say.to = format!("{}@{}", names::word(dice), home(target)?);
            target.below(&[servers::university(&say, dice)])
        }
        6 => {
            let version = known::sendmail_version(when);
            say.when = target.when - 1;
            target.between(&[format!(
                "from uucp@localhost\n\tby {ours} ({version}/{version}) with UUCP id {}\n\tfor {}; {}",
                id::sendmail(dice, say.when),
                say.to,
                stamp::named(say.when, say.zone)
            )])
        }
        7 => {
            let (_, domain) = ours.split_once('.')?;
            say.from = names::host_of(dice, Some(domain));
            target.under(&[servers::filter(&say, dice)])
        }
        _ => {
            let lines = [0, 60, 120].map(|back| {
                let at = Say::new(dice, ours, &target.recipient, when - back);
                at.line(dice, Server::Postfix)
            });
            target.below(&lines)
        }
    })
}

fn name_in_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.clone();
    let first = match variant {
        0 | 5 => by_peer(target, dice, target.when - 4),
        _ => {
            let when = target.last_when - dice.between(15, 300);
            let by = names::host(dice);
            Say::new(dice, &by, &target.recipient, when)
        }
    };
    Some(match variant {
        0 => {
            let mut own = behind(&first, dice, 30);
            own.by = ours;
            target.under(&[servers::directory(&first, dice), servers::account(&own, dice)])
        }
        1 => {
            let mut line = first;
            line.from = ours;
            target.below(&[servers::university(&line, dice)])
        }
        2 => {
            let mut lines = vec![first.line(dice, Server::Postfix)];
            let mut say = first;
            for number in 1..5 {
                say = behind(&say, dice, 12);
                if number == 2 {
                    say.from = ours.clone();
                }
                lines.push(match number {
                    1 => servers::filter(&say, dice),
                    2 => say.line(dice, Server::Sendmail),
                    3 => say.line(dice, Server::Exim),
                    _ => servers::horde(&say, dice),
                });
            }
            target.below(&lines)
        }
        3 => {
            let line =
                format!("from {ours} by {}; {}", first.by, stamp::date(first.when, first.zone));
            place::among_fields(target, &[line])
        }
        4 => {
            let customer = format!("{}.{}", first.ip.replace('.', "-"), names::domain(dice));
            let line = format!(
                "from {customer} (HELO {ours}) ({})\n  by {} with SMTP; {}",
                first.ip,
                first.by,
                stamp::qmail(first.when)
            );
            place::last_fields(target, &[line])
        }
        5 => {
            let second = behind(&first, dice, 9);
            let mut web = behind(&second, dice, 9);
            web.by = ours;
            target.under(&[
                known::sendmail_tls(&first, dice),
                second.line(dice, Server::Qmail),
                servers::webmail(&web, dice),
            ])
        }
        6 => {
            let mut second = behind(&first, dice, 9);
            second.by.clone_from(&ours);
            let third = behind(&second, dice, 9);
            let mut fourth = behind(&third, dice, 9);
            fourth.by = ours;
            let lines = [first, second, third, fourth];
            target.below(&lines.map(|say| say.line(dice, Server::Sendmail)))
        }
        _ => {
            let mut line = first;
            (line.from, line.ip) = (ours, names::inside(dice));
            place::last_fields(target, &[servers::filter(&line, dice)])
        }
    })
}

fn inner_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 25);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    say.ip = names::inside(dice);
    let lines = match variant {
        0 => {
            say.from = format!("lb{}.{domain}", dice.between(1, 4));
            let outer = behind(&say, dice, 2);
            vec![say.line(dice, Server::Postfix), outer.line(dice, Server::Postfix)]
        }
        1 => {
            say.from = format!("wiki.{domain}");
            let change = format!(
                "from www-data by {} with local (Exim {})\n\t(envelope-from <www-data@{0}>)\n\tid {}\n\tfor {}; {}",
                say.from,
                exim_version(when),
                id::exim(dice, when - 1),
                say.to,
                stamp::date(when - 1, say.zone)
            );
            vec![say.line(dice, Server::Exim), change]
        }
        2 => {
            say.from = format!("fax.{domain}");
            let version = known::sendmail_version(when);
            let queue = format!(
                "(from uucp@localhost)\n\tby {} ({version}/{version}/Submit) id {};\n\t{}",
                say.from,
                id::sendmail(dice, when - 2),
                stamp::named(when - 2, say.zone)
            );
            vec![say.line(dice, Server::Sendmail), queue]
        }
        3 => {
            say.from = format!("{}-notebook.fritz.box", names::word(dice));
            say.ip = format!("10.8.0.{}", dice.between(2, 250));
            vec![servers::account(&say, dice)]
        }
        4 => {
            let net = dice.between(0, 200);
            let last = dice.between(2, 250);
            let worker = format!(
                "mail-worker-{}-{}",
                dice.text("bcdfghjklmnpqrstvwxz2456789", 10),
                dice.text("bcdfghjklmnpqrstvwxz2456789", 5)
            );
            vec![format!(
                "from {worker} (10-244-{net}-{last}.mailer.mail.svc.cluster.local [10.244.{net}.{last}])\n\tby {ours} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                id::postfix(dice),
                say.to,
                stamp::named(when, stamp::UTC)
            )]
        }
        5 => {
            let office = dice.between(1, 60);
            say.from = format!("branch{office:02}.{domain}");
            say.ip = format!("172.16.{office}.5");
            let mut store = behind(&say, dice, 4);
            store.from = format!("exch{office:02}.{domain}");
            store.ip = format!("172.16.{office}.10");
            vec![servers::network(&say, dice), store.line(dice, Server::Exchange)]
        }
        6 => {
            say.from = format!("pbx.{domain}");
            let spoken = format!(
                "from asterisk by {} with local (Exim {})\n\t(envelope-from <asterisk@{0}>)\n\tid {}\n\tfor {}; {}",
                say.from,
                exim_version(when),
                id::exim(dice, when),
                say.to,
                stamp::date(when, say.zone)
            );
            vec![say.line(dice, Server::Sendmail), spoken]
        }
        _ => {
            say.from = format!("shop.{domain}");
            let order = format!(
                "by {} (Postfix, from userid {})\n\tid {}; {}",
                say.from,
                dice.one(&[33, 48, 1_001]),
                id::postfix(dice),
                stamp::named(when - 1, say.zone)
            );
            vec![say.line(dice, Server::Postfix), order]
        }
    };
    Some(target.under(&lines))
}

/// The line with another last letter of its id.
fn other_letter(line: &str) -> Option<String> {
    let at = line.find(" id ")? + 4;
    let rest = line.get(at..)?;
    let end = rest.find([' ', ';']).unwrap_or(rest.len());
    let id = rest.get(..end).filter(|id| id.is_ascii() && !id.is_empty())?;
    let last = if id.ends_with('7') { '3' } else { '7' };
    let (kept, _) = id.split_at(id.len() - 1);
    Some(format!("{}{kept}{last}{}", &line[..at], &rest[end..]))
}

fn replayed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let newest = if variant == 4 { target.lines.first()? } else { own };
    let (_, rest) = newest.split_once(" by ")?;
    let (start, date) = rest.rsplit_once(';')?;
    let (from, ip) = (names::host(dice), names::address(dice));
    let zone = stamp::zone(dice, target.when);
    Some(match variant {
        0 => {
            let from = format!("mail.{}", home(target)?);
            let at = stamp::named(target.when - 86_400 - dice.between(0, 9_000), zone);
            target.under(&[format!("from {from} ({from} [{ip}]) by {start}; {at}")])
        }
        1 => {
            let rest = other_letter(rest)?;
            target.below(&[format!("from {from} ({from} [{ip}]) by {rest}")])
        }
        2 => {
            let (at, inside) = (target.when - dice.between(5, 90), names::inside(dice));
            let at = stamp::named(at, stamp::UTC);
            target.under(&[format!("from {from} ({from} [{inside}]) by {start}; {at}")])
        }
        3 => {
            let earlier = target.when - 7 * 86_400;
            let at = stamp::named(earlier, zone);
            let lower = Say::new(dice, &from, &target.recipient, earlier - 3);
            let last = behind(&lower, dice, 30);
            target.under(&[
                format!("from {from} ({from} [{ip}]) by {start}; {at}"),
                servers::directory(&lower, dice),
                last.line(dice, Server::Qmail),
            ])
        }
        4 => target.under(&[format!("from {from} ({from} [{ip}]) by {rest}")]),
        5 => {
            let at = start.find(" id ")? + 4;
            let end = start[at..].find(' ').map_or(start.len(), |end| at + end);
            let line = format!("from {from} ({from} [{ip}]) by {};{date}", &start[..end]);
            place::last_fields(target, &[line])
        }
        6 => {
            let lower = Say::new(dice, &from, &target.recipient, target.when - 2);
            target.between(&[
                format!("from {from} ({from} [{ip}]) by {rest}"),
                lower.line(dice, Server::Postfix),
            ])
        }
        7 => {
            let name = target.peer.name()?;
            target.under(&[format!("from {name} ({name} [{ip}]) by {rest}")])
        }
        _ => {
            let rest = match rest.contains(" with ESMTPS ") {
                true => rest.replacen(" with ESMTPS ", " with ESMTP ", 1),
                false => rest.replacen(" with ESMTP ", " with ESMTPS ", 1),
            };
            target.between(&[format!("from {from} ({from} [{ip}]) by {rest}")])
        }
    })
}
