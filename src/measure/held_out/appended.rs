//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target, later, place};
use crate::measure::line::{Say, Server, bare};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "appended/bare",
        variants: &[
            "in capitals throughout, in the place of the sender's",
            "two hosts without domains that speak UUCP, below all lines",
            "four lines whose hosts are counted up, a second apart",
            "columns of blanks and the date of a C program, below all lines",
            "between fields of the author's own, in the place of the sender's",
            "the server first and its peer behind it, below all lines",
            "a host that has it from itself, thrice, in the place of the sender's",
            "addresses in the place of all names, one line below all, one below the subject",
        ],
        make: make_bare,
    },
    Further {
        technique: "appended/classic",
        variants: &[
            "two lines of 8.9 with an hour's letter that fits, below all lines",
            "handed in by a user of the announced name",
            "one line in AIX's words, by a stranger",
            "two lines with HP-UX's patches, the version behind the protocol",
            "OSF/1's long version, below all lines",
            "IDA's, below the subject",
            "two lines of 8.6 that write `via`, by the announced name",
        ],
        make: make_classic,
    },
    Further {
        technique: "appended/addressed",
        variants: &[
            "an address twice and no name, in the place of the sender's",
            "an address of IPv6, below all lines",
            "three lines, the servers' addresses in square brackets too",
            "the port behind the address, below the subject",
            "what was announced and the address as a program's settings, in the place of the sender's",
            "four neighbours whose addresses are counted up, below all lines",
            "one address announced and another recorded, between the author's fields",
        ],
        make: make_addressed,
    },
    Further {
        technique: "appended/rich",
        variants: &[
            "GroupWise",
            "qmail, with both its lines",
            "a FortiMail behind an IronPort",
            "Kerio, whose user logged in",
            "XMail behind an InterMail",
            "a border, a filter and a host within, that fit each other",
            "Mirapoint, or what came after it",
            "a gateway, and an engine for much mail behind it",
            "qmail over TLS, a small server, and an Exim whose user logged in",
        ],
        make: make_rich,
    },
    Further {
        technique: "appended/rich-below",
        variants: &[
            "SmarterMail",
            "qmail with LDAP",
            "an Ecelerity, and a hMailServer that it had the message from",
            "Postfix over IPv6, below the subject",
            "a gateway",
            "MailEnable, between the author's fields",
            "a Postfix that checked a certificate, and a sendmail whose user logged in",
        ],
        make: make_rich_below,
    },
];

fn make_bare(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(5) {
        return later::appended::bare(target, number, dice);
    }
    let below = matches!(variant, 1 | 3);
    let when = if below { target.last_when } else { target.when } - dice.between(4, 400);
    let zone = stamp::zone(dice, when);
    let (from, by) = (names::host(dice), names::host(dice));
    let graft =
        match variant {
            0 => target
                .under(&[format!("FROM {from} BY {by}; {}", stamp::date(when, zone))
                    .to_ascii_uppercase()]),
            1 => {
                let mut hosts = vec![names::word(dice), names::word(dice), names::word(dice)];
                let lines: Vec<String> = (0..2)
                    .map(|hop| {
                        let by = hosts.remove(0);
                        let when = when - hop * dice.between(300, 1_800);
                        format!("from {} by {by} with UUCP; {}", hosts[0], stamp::named(when, zone))
                    })
                    .collect();
                target.below(&lines)
            }
            2 => {
                let domain = names::domain(dice);
                let host = |number: i64| format!("smtp{number}.{domain}");
                let lines: Vec<String> =
                    (1..=4).map(|n| bare(&host(n + 1), &host(n), when - n, zone)).collect();
                target.under(&lines)
            }
            3 => {
                let date = stamp::local(when, 0).strftime("%a %b %e %H:%M:%S %Y");
                target.below(&[format!("from   {from}    by   {by}   ;   {date}")])
            }
            _ => target.under_fields(&[
                format!(
                    "X-Mailer: {} {}.{}",
                    names::word(dice),
                    dice.between(1, 9),
                    dice.between(0, 99)
                ),
                format!("Received: {}", bare(&from, &by, when, zone)),
                "X-Priority: 3".to_owned(),
                format!("Received: {}", bare(&names::host(dice), &from, when - 3, zone)),
            ]),
        };
    Some(graft)
}

fn make_classic(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::appended::classic(target, number, dice);
    }
    let below = variant == 0;
    let when = if below { target.last_when } else { target.when } - dice.between(3, 200);
    let zone = stamp::zone(dice, when);
    let named = stamp::named(when, zone);
    let (first, second, third) = (names::host(dice), names::host(dice), names::host(dice));
    let number = |dice: &mut Dice| {
        let hour = stamp::local(when, zone.minutes).hour();
        let letter = (b'A' + hour.unsigned_abs()) as char;
        format!("{letter}AA{:05}", dice.between(400, 31_000))
    };
    Some(match variant {
        0 => target.below(&[
            format!(
                "from {second} by {first} (8.9.3/8.9.3) with ESMTP id {}; {named}",
                number(dice)
            ),
            format!(
                "from {third} by {second} (8.9.1/8.8.8) with SMTP id {}; {named}",
                number(dice)
            ),
        ]),
        1 => {
            let by = target.peer.helo.clone().filter(|name| name.contains('.'))?;
            let user = *dice.one(&["nobody", "www", "daemon", "httpd"]);
            target.under(&[format!(
                "(from {user}@localhost)\n\tby {by} (8.8.8/8.8.8) id {};\n\t{named}",
                number(dice)
            )])
        }
        2 => target.under(&[format!(
            "from {second} by {first} (AIX4.3/UCB 8.8.8/8.7) with SMTP id {}; {}",
            number(dice),
            stamp::date(when, zone)
        )]),
        _ => {
            let line = |from: &str, by: &str, dice: &mut Dice| {
                format!(
                    "from {from} by {by} with SMTP (8.8.6 (PHNE_{})/8.8.5) id {}; {named}",
                    dice.between(14_041, 24_419),
                    number(dice)
                )
            };
            target.under(&[line(&second, &first, dice), line(&third, &second, dice)])
        }
    })
}

fn make_addressed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::appended::addressed(target, number, dice);
    }
    let below = matches!(variant, 1 | 3);
    let when = if below { target.last_when } else { target.when } - dice.between(3, 300);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by, ip) = (names::host(dice), names::host(dice), names::address(dice));
    let number = dice.between(10_000, 999_999);
    Some(match variant {
        0 => target.under(&[format!("from [{ip}] ({ip}) by {by} with ESMTP id {number}; {date}")]),
        1 => target.below(&[format!(
            "from {from} ([IPv6:{}]) by {by} with ESMTP id {}; {date}",
            servers::six(dice),
            id::postfix(dice)
        )]),
        2 => {
            let mut hosts = vec![(by, names::address(dice))];
            let lines: Vec<String> = (0..3)
                .map(|hop| {
                    let next = (names::host(dice), names::address(dice));
                    let (by, at) = hosts.pop().unwrap_or_else(|| next.clone());
                    let line = format!(
                        "from {} [{}] by {by} [{at}] with SMTP; {}",
                        next.0,
                        next.1,
                        stamp::date(when - 11 * hop, zone)
                    );
                    hosts.push(next);
                    line
                })
                .collect();
            target.under(&lines)
        }
        _ => place::last_fields(
            target,
            &[format!(
                "from {from} (EHLO {from}) ({ip}:{}) by {by} with ESMTP id {number}; {date}",
                dice.between(1_025, 65_000)
            )],
        ),
    })
}

/// The peer of `say` said the same of a stranger a little earlier, in another server's words.
fn behind(say: &Say, dice: &mut Dice, write: Write) -> (Say, String) {
    let earlier = say.when - dice.between(1, 40);
    let mut next = Say::new(dice, &say.from, &say.to, earlier);
    next.zone = say.zone;
    let line = write(&next, dice);
    (next, line)
}

fn make_rich(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(6) {
        return later::appended::rich(target, number, dice);
    }
    let when = target.when - dice.between(2, 300);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::groupwise(&say, dice)],
        1 => servers::qmail_pair(&say, dice),
        2 => vec![servers::ironport(&say, dice), behind(&say, dice, servers::fortimail).1],
        3 => vec![servers::kerio(&say, dice)],
        4 => vec![servers::intermail(&say, dice), behind(&say, dice, servers::xmail).1],
        _ => {
            let border = say.line(dice, Server::Postfix);
            let (filter, second) = behind(&say, dice, servers::youngest);
            vec![border, second, behind(&filter, dice, servers::hmailserver).1]
        }
    };
    Some(target.under(&lines))
}

fn make_rich_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::appended::rich_below(target, number, dice);
    }
    let when = target.last_when - dice.between(2, 300);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    Some(match variant {
        0 => target.below(&[servers::smartermail(&say, dice)]),
        1 => target.below(&[servers::qmail_ldap(&say, dice)]),
        2 => target
            .below(&[servers::ecelerity(&say, dice), behind(&say, dice, servers::hmailserver).1]),
        _ => place::last_fields(target, &[servers::postfix_six(&say, dice)]),
    })
}
