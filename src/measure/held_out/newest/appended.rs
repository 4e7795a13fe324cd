//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::{Dice, Further, Graft, Target, behind, by_stranger, logins, place, servers};
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "appended/bare",
        variants: &[
            "somebody's address in the place of the peer, below all lines",
            "two lines of which neither names its server, in the place of the sender's",
            "one line with blanks of all kinds and a program's date, at the end of the header",
        ],
        make: make_bare,
    },
    Further {
        technique: "appended/classic",
        variants: &[
            "SunOS's, the year in two digits, in the place of the sender's",
            "Ultrix's, between the author's fields",
            "an own report of 8.8 below a line of 8.8, below all lines",
        ],
        make: make_classic,
    },
    Further {
        technique: "appended/addressed",
        variants: &[
            "two customers' names that spell the address, in the place of the sender's",
            "a user at an address, who wrote on the web, below all lines",
            "addresses behind slashes, at the end of the header",
        ],
        make: make_addressed,
    },
    Further {
        technique: "appended/rich",
        variants: &[
            "a guard behind a large provider's server",
            "a scanner, behind which a user logged in",
            "a switch, a gatekeeper and an account that fit each other",
        ],
        make: make_rich,
    },
    Further {
        technique: "appended/rich-below",
        variants: &[
            "a company's gateway, below all lines",
            "an Exim whose peer has no name, and a Courier log-in, at the end of the header",
            "a Postfix without an id, and a list's server at the end of the header",
        ],
        make: make_rich_below,
    },
];

fn make_bare(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if variant == 1 { target.when } else { target.last_when } - dice.between(4, 600);
    let zone = stamp::zone(dice, when);
    let (from, by) = (names::host(dice), names::host(dice));
    Some(match variant {
        0 => {
            let user = format!("{}@{}", names::word(dice), names::domain(dice));
            target.below(&[format!("from {user} by {by}; {}", stamp::date(when, zone))])
        }
        1 => {
            let lower = when - dice.between(10, 90);
            target.under(&[
                format!("from {from}; {}", stamp::date(when, zone)),
                format!("from {by}; {}", stamp::date(lower, zone)),
            ])
        }
        _ => {
            let date = stamp::local(when, 0).strftime("%Y-%m-%dT%H:%M:%SZ");
            place::last_fields(target, &[format!("from\t{from} \t by\t {by}\t via TCP ;\t{date}")])
        }
    })
}

fn make_classic(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if variant == 0 { target.when } else { target.last_when } - dice.between(4, 500);
    let zone = stamp::zone(dice, when);
    let (first, second) = (names::host(dice), names::host(dice));
    let mut number = || format!("AA{:05}", dice.between(1_000, 31_000));
    Some(match variant {
        0 => {
            let date = stamp::local(when, zone.minutes).strftime("%a, %-d %b %y %H:%M:%S");
            target.under(&[format!(
                "from {second} by {first} (4.1/SMI-4.1)\n\tid {}; {date} {}",
                number(),
                zone.name
            )])
        }
        1 => place::among_fields(
            target,
            &[format!(
                "from {second} by {first} (5.57/Ultrix3.0-C)\n\tid {}; {}",
                number(),
                stamp::date(when, zone)
            )],
        ),
        _ => {
            let hour = stamp::local(when, zone.minutes).hour().unsigned_abs();
            let letter = char::from(b'A' + hour);
            let named = stamp::named(when, zone);
            target.below(&[
                format!(
                    "from {second} by {first} (8.8.7/8.8.7) with ESMTP id {letter}{}; {named}",
                    number()
                ),
                format!(
                    "from localhost (localhost)\n\tby {second} (8.8.5/8.8.5) with internal id {letter}{}; {named}",
                    number()
                ),
            ])
        }
    })
}

fn make_addressed(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = if variant == 0 { target.when } else { target.last_when } - dice.between(3, 400);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by, ip) = (names::host(dice), names::host(dice), names::address(dice));
    Some(match variant {
        0 => {
            let domain = names::domain(dice);
            let customer = |ip: &str| format!("dyn-{}.{domain}", ip.replace('.', "-"));
            let next = names::address(dice);
            let earlier = stamp::date(when - dice.between(2, 20), zone);
            target.under(&[
                format!("from {} ({ip}) by {by} with SMTP; {date}", customer(&ip)),
                format!(
                    "from {} ({next}) by {} with SMTP; {earlier}",
                    customer(&next),
                    customer(&ip)
                ),
            ])
        }
        1 => target.below(&[format!("from {}@{ip} by {by} with HTTP; {date}", names::word(dice))]),
        _ => place::last_fields(
            target,
            &[format!("from {from}/{ip} by {by}/{} with SMTP; {date}", names::address(dice))],
        ),
    })
}

fn make_rich(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 400);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 60);
    let lines = match variant {
        0 => vec![servers::carrier(&say, dice), servers::guard(&next, dice)],
        1 => vec![servers::scanner(&say, dice), logins::login(&next, dice)],
        _ => {
            let last = behind(&next, dice, 30);
            vec![
                servers::switch(&say, dice),
                servers::gatekeeper(&next, dice),
                logins::account(&last, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_rich_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 400);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 60);
    Some(match variant {
        0 => target.below(&[servers::corporate(&say, dice)]),
        1 => {
            let lines = [servers::nameless(&say, dice), logins::courier(&next, dice)];
            place::last_fields(target, &lines)
        }
        _ => {
            let lower = servers::list_host(&next, dice);
            place::spread(target, &servers::proxied(&say, dice), &[lower])
        }
    })
}
