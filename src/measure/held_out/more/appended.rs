//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::{Dice, Further, Graft, Target, behind, by_stranger, known, logins, place, servers};
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "appended/bare",
        variants: &[
            "a domain and its own mail host, below all lines",
            "a program for reading mail in the place of the server's, below all lines",
            "two hosts to and fro within one second, in the place of the sender's",
            "a host of the recipient's own domain, between the author's fields",
            "a modem's line, and a user of the host behind it, below all lines",
        ],
        make: bare,
    },
    Further {
        technique: "appended/classic",
        variants: &[
            "NeXT's, below all lines",
            "SGI's, at the end of the header",
            "two lines of 8.7, in the place of the sender's",
            "Berkeley's of a university, and what came by UUCP, below all lines",
        ],
        make: classic,
    },
    Further {
        technique: "appended/addressed",
        variants: &[
            "the address turned about, as zones have it, in the place of the sender's",
            "both kinds of addresses of one host, below all lines",
            "the address alone between angle brackets, at the end of the header",
            "a proxy and a private host behind it, below all lines",
        ],
        make: addressed,
    },
    Further {
        technique: "appended/rich",
        variants: &[
            "a bastion",
            "Microsoft's server in front of a small office's",
            "Postfix over TLS, and a reader of mail on the web",
            "a sender of campaigns, and a program in Java",
            "three servers, the last of which a user logged in at",
        ],
        make: rich,
    },
    Further {
        technique: "appended/rich-below",
        variants: &[
            "a qmail that confirmed the name, and a sendmail that found none",
            "Microsoft's server, at the end of the header",
            "a server of its years, between the author's fields",
            "an Exim that notes the port, and a Postfix log-in at the end of the header",
        ],
        make: rich_below,
    },
];

fn bare(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if number == 2 { target.when } else { target.last_when } - dice.between(4, 600);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by) = (names::host(dice), names::host(dice));
    Some(match number {
        0 => {
            let domain = names::domain(dice);
            target.below(&[format!("from {domain} by mail.{domain}; {date}")])
        }
        1 => {
            let program = *dice.one(&["The Bat!", "Outlook Express", "Eudora 5.1", "Sendmail"]);
            target.below(&[format!("from {from} by {by} ({program}); {date}")])
        }
        2 => {
            // To and fro, all in one second.
            let pair =
                [format!("from {from} by {by}; {date}"), format!("from {by} by {from}; {date}")];
            target.under(&[pair.clone(), pair].concat())
        }
        3 => {
            let (_, domain) = target.recipient.split_once('@').filter(|(_, d)| d.contains('.'))?;
            let clock = stamp::local(when, 0).strftime("%-d %b %Y %H:%M:%S GMT");
            let line = format!("from {}.{domain} by {by} with SMTP; {clock}", names::word(dice));
            place::among_fields(target, &[line])
        }
        _ => {
            let user = names::word(dice).to_ascii_uppercase();
            let domain = names::domain(dice);
            target.below(&[
                format!(
                    "from ppp{}.{domain} by dialup.{domain} via modem; {date}",
                    dice.between(1, 250)
                ),
                format!("by {user} with local; {}", stamp::date(when - 2, zone)),
            ])
        }
    })
}

fn classic(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if number == 2 { target.when } else { target.last_when } - dice.between(4, 500);
    let zone = stamp::zone(dice, when);
    let named = stamp::named(when, zone);
    let (first, second, third) = (names::host(dice), names::host(dice), names::host(dice));
    let letter = |at: i64| char::from(b'A' + stamp::local(at, zone.minutes).hour().unsigned_abs());
    Some(match number {
        0 => target.below(&[format!(
            "from {second} by {first} (NX5.67{}/NX3.0{})\n\tid AA{:05}; {}",
            dice.one(&["d", "e"]),
            dice.one(&["M", "S"]),
            dice.between(1_000, 31_000),
            stamp::date(when, zone)
        )]),
        1 => {
            let line = format!(
                "from {second} by {first} via ESMTP (950413.SGI.8.6.12/940406.SGI.AUTO)\n\tfor <{}> id {}AA{:05}; {}",
                target.recipient,
                letter(when),
                dice.between(1_000, 31_000),
                stamp::date(when, zone)
            );
            place::last_fields(target, &[line])
        }
        2 => {
            let hops = [(&first, &second, when), (&second, &third, when - 4)];
            let lines = hops.map(|(by, from, at)| {
                format!(
                    "from {from} by {by} (8.7.5/8.7.3) with SMTP id {}AA{:05}; {}",
                    letter(at),
                    dice.between(1_000, 31_000),
                    stamp::named(at, zone)
                )
            });
            target.under(&lines)
        }
        _ => target.below(&[
            format!(
                "from {second} by {first} (5.61/UW-5.19ju)\n\tid AA{:05}; {named}",
                dice.between(1_000, 31_000)
            ),
            format!(
                "by {second} (5.65/UUPC-3.10)\n\tid AA{:05}; {named}",
                dice.between(1_000, 31_000)
            ),
        ]),
    })
}

fn addressed(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if number == 0 { target.when } else { target.last_when } - dice.between(3, 400);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by, ip) = (names::host(dice), names::host(dice), names::address(dice));
    Some(match number {
        0 => {
            let turned: Vec<&str> = ip.rsplit('.').collect();
            target.under(&[format!(
                "from {}.in-addr.arpa ({ip}) by {by} with SMTP; {date}",
                turned.join(".")
            )])
        }
        1 => {
            let six = known::six(dice);
            target.below(&[format!("from {from} ({ip}, {six}) by {by} with ESMTP; {date}")])
        }
        2 => {
            let line = format!(
                "from <{ip}> by {by} for <{}> with SMTP id {}; {date}",
                target.recipient,
                dice.between(100_000, 9_999_999)
            );
            place::last_fields(target, &[line])
        }
        _ => {
            let line =
                format!("from {from} [{ip}] by {by} [{}] via proxy; {date}", names::inside(dice));
            let home = format!(
                "from [192.168.{}.{}] by {from} [{ip}] with LOCAL; {}",
                dice.between(0, 9),
                dice.between(2, 250),
                stamp::date(when - dice.between(1, 9), zone)
            );
            target.below(&[line, home])
        }
    })
}

fn rich(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 400);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 40);
    let last = behind(&next, dice, 20);
    let lines = match number {
        0 => vec![servers::bastion(&say, dice)],
        1 => vec![servers::windows(&say, dice), servers::office(&next, dice)],
        2 => vec![servers::postfix_tls(&say, dice), logins::squirrel(&next, dice)],
        3 => vec![servers::campaign(&say, dice), servers::java(&next, dice)],
        _ => vec![
            servers::unverified(&say, dice),
            servers::qmail_named(&next, dice),
            logins::daemon_user(&last, dice),
        ],
    };
    Some(target.under(&lines))
}

fn rich_below(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 400);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 50);
    Some(match number {
        0 => target.below(&[servers::qmail_named(&say, dice), servers::sendmail_bare(&next, dice)]),
        1 => place::last_fields(target, &[servers::windows(&say, dice)]),
        2 => place::among_fields(target, &[servers::young(&say, dice)]),
        _ => {
            let lower = logins::sasl(&next, dice);
            place::spread(target, &servers::exim_port(&say, dice), &[lower])
        }
    })
}
