//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines that pretend to be our own, and marks that pretend our side goes on.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, logins, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "own-side/name-below",
        variants: &[
            "a guard's line",
            "a user who logged in at ours, between it and the sender's lines",
            "a provider's line, for somebody else of ours, and a switch behind it",
        ],
        make: make_name_below,
    },
    Further {
        technique: "own-side/name-in-chain",
        variants: &[
            "as the peer of a scanner's line, between ours and the sender's",
            "between two strangers, below all lines",
            "the last of four, as a user's server",
        ],
        make: make_name_in_chain,
    },
    Further {
        technique: "own-side/inner-chain",
        variants: &[
            "a scan handed back, and a web server's program that wrote it",
            "containers of one host, each by its number",
            "a machine that scans paper, by way of an office's server",
        ],
        make: make_inner_chain,
    },
    Further {
        technique: "own-side/replayed",
        variants: &[
            "from a peer of IPv6, seconds earlier, at the end of the header",
            "from another peer, right below itself, the sender's lines kept",
            "all lines of our side, an hour earlier, from peers of one name",
        ],
        make: make_replayed,
    },
    Further {
        technique: "own-side/markers",
        variants: &[
            "stored by Zimbra",
            "spooled by a list's program of the big kind",
            "handed back to Exim by a filter for spam",
        ],
        make: make_markers,
    },
    Further {
        technique: "own-side/announced",
        variants: &[
            "a large provider's line",
            "a user who logged in",
            "an Exim that has it from its own loop, and a switch's line below",
        ],
        make: make_announced,
    },
];

fn make_name_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(1, 500);
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let mut say = Say::new(dice, ours, &target.recipient, when);
    Some(match variant {
        0 => target.under(&[servers::guard(&say, dice)]),
        1 => target.between(&[logins::login(&say, dice)]),
        _ => {
            say.to = format!("{}@{domain}", names::word(dice));
            let next = behind(&say, dice, 30);
            target.under(&[servers::carrier(&say, dice), servers::switch(&next, dice)])
        }
    })
}

fn make_name_in_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    Some(match variant {
        0 => {
            let mut say = by_peer(target, dice, target.when - 1);
            say.from = ours.to_owned();
            target.between(&[servers::scanner(&say, dice)])
        }
        1 => {
            let when = target.last_when - dice.between(20, 200);
            let by = names::host(dice);
            let mut first = Say::new(dice, &by, &target.recipient, when);
            first.from = ours.to_owned();
            let own = behind(&first, dice, 40);
            let last = behind(&own, dice, 40);
            target.below(&[
                servers::gatekeeper(&first, dice),
                servers::proxied(&own, dice),
                servers::nameless(&last, dice),
            ])
        }
        _ => {
            let first = by_peer(target, dice, target.when - 2);
            let second = behind(&first, dice, 9);
            let mut third = behind(&second, dice, 9);
            third.from = ours.to_owned();
            let own = behind(&third, dice, 90);
            target.under(&[
                servers::carrier(&first, dice),
                servers::switch(&second, dice),
                servers::unconfirmed(&third, dice),
                logins::account(&own, dice),
            ])
        }
    })
}

fn make_inner_chain(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 20);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    let date = |at: i64| stamp::named(at, say.zone);
    let lines = match variant {
        0 => {
            (say.from, say.ip) = ("localhost".to_owned(), "127.0.0.1".to_owned());
            let scan = format!(
                "from {ours} ([127.0.0.1])\n\tby localhost ({ours} [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id {:05}-{:02} for <{}>;\n\t{}",
                dice.between(900, 32_000),
                dice.between(1, 20),
                say.to,
                date(when - 1)
            );
            let program = format!(
                "by {ours} (Postfix, from userid {})\n\tid {}; {}",
                dice.one(&[33, 48, 81, 1_001]),
                id::postfix(dice),
                date(when - 2)
            );
            vec![say.line(dice, Server::Postfix), scan, program]
        }
        1 => {
            let net = format!("172.{}.0", dice.between(17, 31));
            let number = dice.text(known::HEX_SMALL, 12);
            (say.from, say.ip) = (number.clone(), format!("{net}.{}", dice.between(2, 9)));
            let mut inner = Say::new(dice, &number, &target.recipient, when - 1);
            inner.from = dice.text(known::HEX_SMALL, 12);
            inner.ip = format!("{net}.{}", dice.between(10, 30));
            inner.zone = stamp::UTC;
            vec![say.line(dice, Server::Postfix), inner.line(dice, Server::Postfix)]
        }
        _ => {
            say.from = format!("office.{domain}");
            say.ip = format!("192.168.{}.2", dice.between(0, 9));
            let mut paper = behind(&say, dice, 4);
            let model = dice.one(&["MFP", "KM", "BRN", "RNP"]).to_string();
            paper.from = format!("{model}{}", dice.text("0123456789ABCDEF", 6));
            paper.ip = format!("192.168.{}.{}", dice.between(0, 9), dice.between(20, 250));
            vec![say.line(dice, Server::Sendmail), paper.line(dice, Server::Exim)]
        }
    };
    Some(target.under(&lines))
}

fn make_replayed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let (_, rest) = own.split_once(" by ")?;
    let (start, _) = rest.rsplit_once(';')?;
    let zone = stamp::zone(dice, target.when);
    let (from, ip) = (names::host(dice), names::address(dice));
    Some(match variant {
        0 => {
            let date = stamp::named(target.when - dice.between(2, 9), zone);
            let six = known::six(dice);
            let line = format!("from {from} ({from} [IPv6:{six}]) by {start}; {date}");
            place::last_fields(target, &[line])
        }
        1 => target.between(&[format!("from {from} (unknown [{ip}]) by {rest}")]),
        _ => {
            let domain = names::domain(dice);
            let mut lines = Vec::new();
            for line in target.lines.get(..target.own)? {
                let (_, rest) = line.split_once(" by ")?;
                let (start, _) = rest.rsplit_once(';')?;
                let from = names::host_of(dice, Some(&domain));
                lines.push(format!(
                    "from {from} ({from} [{}]) by {start}; {}",
                    names::address(dice),
                    stamp::named(target.when - 3_600 - lines.len() as i64, zone)
                ));
            }
            target.under(&lines)
        }
    })
}

fn make_markers(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 30);
    let third = {
        let earlier = when - dice.between(1, 8);
        Say::new(dice, ours, &target.recipient, earlier)
    };
    let marker = match variant {
        0 => format!(
            "from {ours} (LHLO {ours})\n ({}) by {ours} with LMTP; {}",
            names::inside(dice),
            stamp::named(when, third.zone)
        ),
        1 => {
            let host = format!("LISTS.{}", domain.to_ascii_uppercase());
            format!(
                "from {host} by {host} (LISTSERV-TCP/IP release 16.0)\n          with spool id {} for {}@{host}; {}",
                dice.between(1_000_000, 30_000_000),
                names::word(dice).to_ascii_uppercase(),
                stamp::date(when, third.zone)
            )
        }
        _ => format!(
            "from {} by {ours} with spam-scanned (Exim {})\n\t(envelope-from <{}>)\n\tid {}\n\tfor {}; {}",
            dice.one(&["nobody", "mail", "spamd"]),
            super::later::exim_version(when),
            third.sender,
            id::exim(dice, when),
            third.to,
            stamp::date(when, third.zone)
        ),
    };
    let lower = match variant {
        0 => servers::carrier(&third, dice),
        1 => servers::switch(&third, dice),
        _ => servers::nameless(&third, dice),
    };
    Some(target.under(&[marker, lower]))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let ours = target.our_host.clone();
    let when = target.when - dice.between(2, 350);
    let mut say = Say::new(dice, &ours, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::carrier(&say, dice)],
        1 => vec![logins::login(&say, dice)],
        _ => {
            let below = Say::new(dice, &ours, &target.recipient, when - 1);
            (say.from, say.ip) = (ours.clone(), "127.0.0.1".to_owned());
            vec![say.line(dice, Server::Exim), servers::switch(&below, dice)]
        }
    };
    target.under(&lines).announcing(target, &ours)
}
