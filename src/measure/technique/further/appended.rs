//! Further lines by nobody who handed the message on.

use super::place::at_end;
use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target};
use crate::measure::line::Say;
use crate::measure::names;
use crate::measure::stamp::{self, Zone};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "appended/bare",
        variants: &[
            "an address alone for a peer, in the place of the sender's",
            "three lines five minutes apart, with protocols of servers that take no mail from strangers",
            "only the server and the date, below all lines",
            "a line at the end of the header, below the subject",
        ],
        make: make_bare,
    },
    Further {
        technique: "appended/classic",
        variants: &[
            "two lines of Unix workstations, by the announced name",
            "the line of the first bulk mailers: always the same hour's letter, and Eastern time",
            "three lines with a version and no id, below all lines",
        ],
        make: make_classic,
    },
    Further {
        technique: "appended/addressed",
        variants: &[
            "round brackets and no id, in the place of the sender's",
            "the address in front of the name, below all lines",
            "two lines of a mail server for Windows, in the place of the sender's",
            "the time in the place of the peer's address, and an addressed line below it",
        ],
        make: make_addressed,
    },
    Further {
        technique: "appended/rich",
        variants: &[
            "Courier",
            "CommuniGate Pro and MDaemon, one behind the other",
            "a Domino behind the SMTP service of Windows",
            "Haraka, or qpsmtpd before its time",
            "Postfix over TLS, below it a PowerMTA that tells no peer",
        ],
        make: make_rich,
    },
    Further {
        technique: "appended/rich-below",
        variants: &[
            "MDaemon",
            "the messaging server of Sun and Oracle",
            "Exim over TLS, a web mailer below it",
        ],
        make: make_rich_below,
    },
];

fn make_bare(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = if matches!(variant, 0 | 1) { target.when } else { target.last_when };
    let when = above - dice.between(3, 240);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by) = (names::host(dice), names::host(dice));
    Some(match variant {
        0 => {
            let ip = names::address(dice);
            target.under(&[format!("from {ip} by {by}; {date}")])
        }
        1 => {
            let mut lines = Vec::new();
            let mut by = by;
            for (place, with) in ["NNFMP", "LOCAL", "ASMTP"].into_iter().enumerate() {
                let from = names::host(dice);
                // The same span between all lines: the program adds it up.
                let date = stamp::date(when - place as i64 * 302, zone);
                lines.push(format!("from {from} by {by} with {with}; {date}"));
                by = from;
            }
            target.under(&lines)
        }
        2 => target.below(&[format!("by {by}; {date}")]),
        _ => at_end(target, &[format!("from {from} by {by} with SMTP;\n\t{date}")]),
    })
}

fn make_classic(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = if variant == 2 { target.last_when } else { target.when };
    let when = above - dice.between(5, 300);
    let (first, second, third) = (names::host(dice), names::host(dice), names::host(dice));
    match variant {
        0 => {
            let first = target.peer.helo.clone().filter(|name| name.contains('.'))?;
            let zone = stamp::zone(dice, when);
            let date = |at: i64| {
                format!(
                    "{} {}",
                    stamp::local(at, zone.minutes).strftime("%a, %-d %b %y %H:%M:%S"),
                    zone.name
                )
            };
            Some(target.under(&[
                format!(
                    "from {second} by {first} (5.65c/IDA-1.4.4)\n\tid AA{:05}; {}",
                    dice.between(100, 30_000),
                    date(when)
                ),
                format!(
                    "from {third} by {second} (4.1/SMI-4.1)\n\tid AA{:05}; {}",
                    dice.between(100, 30_000),
                    date(when - dice.between(5, 90))
                ),
            ]))
        }
        1 => {
            let date = stamp::named(when, Zone { minutes: -360, name: "EST" });
            Some(target.under(&[format!(
                "from {first} by {second} (8.8.5/8.6.5) with SMTP id GAA{:05} for <{}>; {date}",
                dice.between(1_000, 9_999),
                target.recipient
            )]))
        }
        _ => {
            let zone = stamp::zone(dice, when);
            let line = |from: &str, by: &str, at: i64| {
                format!("from {from} by {by} (8.6.12/8.6.12); {}", stamp::date(at, zone))
            };
            let fourth = names::host(dice);
            Some(target.below(&[
                line(&second, &first, when),
                line(&third, &second, when - 41),
                line(&fourth, &third, when - 97),
            ]))
        }
    }
}

fn make_addressed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let above = if variant == 1 { target.last_when } else { target.when };
    let when = above - dice.between(2, 200);
    let by = names::host(dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let date = stamp::date(when, say.zone);
    let (from, ip) = (say.from.clone(), say.ip.clone());
    Some(match variant {
        0 => target.under(&[format!("from {from} ({ip}) by {by} with ESMTP; {date}")]),
        1 => target.below(&[format!(
            "from [{ip}] ({from}) by {by} via smtp\n        for {}; {date}",
            target.recipient
        )]),
        2 => {
            let first = servers::imail(&say, dice);
            (say.by, say.from, say.ip) = (from, names::host(dice), names::address(dice));
            say.when -= dice.between(4, 50);
            target.under(&[first, servers::imail(&say, dice)])
        }
        _ => {
            let earlier = stamp::date(when - 331, say.zone);
            let last = names::host(dice);
            target.under(&[
                format!("from unknown (HELO {from}) ({date})\n\tby {by} with LOCAL; {date}"),
                format!("from {last} ([{ip}]) by {from} with ASMTP; {earlier}"),
            ])
        }
    })
}

/// Lines of servers, each by the peer of the line above it.
fn chained(target: &Target, dice: &mut Dice, when: i64, servers: &[Write]) -> Vec<String> {
    let mut by = names::host(dice);
    let mut when = when;
    let mut lines = Vec::new();
    for write in servers {
        let say = Say::new(dice, &by, &target.recipient, when);
        lines.push(write(&say, dice));
        by = say.from;
        when -= dice.between(1, 25);
    }
    lines
}

fn make_rich(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let servers: &[Write] = match variant {
        0 => &[servers::courier],
        1 => &[servers::communigate, servers::mdaemon],
        2 => &[servers::smtpsvc, servers::domino],
        3 => &[servers::haraka],
        _ => &[servers::postfix_tls, servers::powermta_local],
    };
    Some(target.under(&chained(target, dice, when, servers)))
}

fn make_rich_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 150);
    let servers: &[Write] = match variant {
        0 => &[servers::mdaemon],
        1 => &[servers::sun],
        _ => &[servers::exim_looked_up, servers::webmail],
    };
    Some(target.below(&chained(target, dice, when, servers)))
}
