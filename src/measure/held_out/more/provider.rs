//! Lines by big providers that never had the message: here those by Google and Microsoft.

use super::super::provider_lines::{build, hex, hub, microsoft_host, microsoft_six};
use super::provider_other::{announced, other, stranger};
use super::{Dice, Further, Graft, Target, known, place, servers};
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "provider/google",
        variants: &[
            "its exchanger, for names beyond ASCII",
            "what its own programs send",
            "three hosts within, each with the millisecond",
            "an address within and its exchanger over TLS, below all lines",
        ],
        make: google,
    },
    Further {
        technique: "provider/microsoft",
        variants: &[
            "from the border to what stands in front of the mailboxes",
            "a company's own two servers below the border, between it and the sender's lines",
            "the cloud in Germany",
            "out of a mailbox as its own program has it, at the end of the header",
        ],
        make: microsoft,
    },
    Further {
        technique: "provider/other",
        variants: &["Rackspace", "Libero", "Seznam", "Wirtualna Polska", "Salesforce"],
        make: other,
    },
    Further {
        technique: "provider/stale",
        variants: &[
            "with all that it said of TLS, in universal time",
            "a year before to the second, between it and the sender's lines",
            "below two hosts within, all three of one old moment",
            "some years before to the hour, over IPv6, at the end of the header",
        ],
        make: stale,
    },
    Further {
        technique: "provider/announced",
        variants: &["Orange", "GoDaddy", "EarthLink", "Cox"],
        make: announced,
    },
];

const YEAR: i64 = 365 * 86_400 + 21_600;

/// With Google's break of the line and Pacific time.
fn pacific(start: &str, when: i64) -> String {
    format!("{start};\n        {}", stamp::named(when, stamp::pacific(when)))
}

/// What the exchanger says of TLS in that year.
fn agreed(when: i64) -> &'static str {
    match when {
        ..1_340_000_000 => "(version=TLSv1/SSLv3 cipher=OTHER)",
        1_340_000_000..1_530_000_000 => {
            "(version=TLS1_2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128/128)"
        }
        _ => "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
    }
}

/// The exchanger's line over TLS, with an id of the day `dated`.
fn exchanger(target: &Target, dice: &mut Dice, with: &str, when: i64, dated: i64) -> String {
    let from = names::host(dice);
    format!(
        "from {from} ({from}. [{}])\n        by mx.google.com with {with} id {}\n        for <{}>\n        {}",
        names::address(dice),
        id::google(dice, dated, "si"),
        target.recipient,
        agreed(when)
    )
}

/// An address within, with all of its groups, or what it was before there were such.
fn within(dice: &mut Dice, when: i64) -> String {
    if when < 1_490_000_000 {
        return names::inside(dice);
    }
    format!(
        "2002:a05:{:x}:{:x}:b0:{:x}:{:x}:{:x}",
        dice.between(0x600, 0x7fff),
        dice.between(0x100, 0xffff),
        dice.between(0x10, 0x6ff),
        dice.between(0x1000, 0xffff),
        dice.between(0x1000, 0xffff)
    )
}

/// Handed on to the mailbox by a host within.
pub(super) fn delivery(dice: &mut Dice, when: i64) -> String {
    let line = format!(
        "by {} with SMTP id {}csp{}{}",
        within(dice, when),
        dice.text(servers::SMALL, 10),
        dice.between(100_000, 9_999_999),
        dice.text(servers::LETTERS, 3)
    );
    pacific(&line, when)
}

fn google(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(2, 80);
    Some(match number {
        0 => {
            // Before it took such names, its exchanger as it was.
            let with = if when < 1_407_000_000 { "ESMTPS" } else { "UTF8SMTPS" };
            let line = exchanger(target, dice, with, when, when);
            target.under(&[pacific(&line, when)])
        }
        1 => {
            let line = format!(
                "(from {}@{})\n        by Google Production id {}si{}",
                names::word(dice),
                names::domain(dice),
                dice.text(servers::SMALL, 2),
                dice.between(100_000, 9_999_999)
            );
            target.under(&[pacific(&line, when)])
        }
        2 => {
            // Three of its hosts within, each with the millisecond.
            let lines = [0, 1, 2].map(|back| {
                let at = when - back;
                let line = format!(
                    "by {} with SMTP id {}mr{}{}.{}.{at}{:03}",
                    within(dice, when),
                    hex(dice, 16),
                    dice.between(1_000_000, 9_999_999),
                    dice.text(servers::LETTERS, 3),
                    dice.between(1, 40),
                    dice.between(0, 999)
                );
                pacific(&line, at)
            });
            target.under(&lines)
        }
        _ => {
            // Below all lines: its exchanger, and the sender's own server in front of it.
            let when = target.last_when - dice.between(4, 60);
            let inner = delivery(dice, when);
            let line = exchanger(target, dice, "ESMTPS", when - 1, when - 1);
            target.below(&[inner, pacific(&line, when - 1)])
        }
    })
}

fn microsoft(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(3, 80);
    let (first, second) = (microsoft_host(dice), microsoft_host(dice));
    let date = |at: i64| stamp::date(at, stamp::UTC);
    let tls = "(version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)";
    Some(match number {
        0 => {
            // From the border's host to the one in front of the mailbox.
            let (edge, front) = (dice.between(1, 60), dice.between(1, 40));
            let edge = format!("AM7EUR03FT{edge:03}.eop-EUR03.prod.protection.outlook.com");
            let front = format!("AM6P193CA{front:04}.outlook.office365.com");
            let six = microsoft_six(dice).replacen("10b6", "10a6", 1);
            let (from, ip) = (names::host(dice), names::address(dice));
            target.under(&[
                format!(
                    "from {edge} ({}) by\n {front} ({}) with Microsoft SMTP Server {tls} id {} via Frontend\n Transport; {}",
                    six.replace("::", ":cafe::"),
                    six,
                    build(dice, when),
                    date(when)
                ),
                format!(
                    "from {from} ({ip}) by\n {edge} ({}) with Microsoft SMTP Server {tls} id {} via Frontend\n Transport; {}",
                    names::inside(dice),
                    build(dice, when - 1),
                    date(when - 1)
                ),
            ])
        }
        1 => {
            // The company's own server in front of the cloud.
            let when = target.when - 1;
            let domain = names::domain(dice);
            let (ip, inside) = (names::address(dice), names::inside(dice));
            let border = format!(
                "from mail.{domain} ({ip}) by\n {}.mail.protection.outlook.com ({}) with Microsoft SMTP Server {tls} id {} via Frontend\n Transport; {}",
                dice.one(&["VE1EUR01FT006", "HE1EUR02FT033", "DB8EUR05FT051"]),
                names::inside(dice),
                build(dice, when),
                date(when)
            );
            let number = dice.between(1, 4);
            let (upper, lower) =
                (format!("EXCH{number}.{domain}"), format!("EXCH{}.{domain}", number + 1));
            let own = format!(
                "from {lower} ({}) by\n {upper} ({inside}) with Microsoft SMTP Server {}; {}",
                names::inside(dice),
                servers::exchange_clause(when),
                date(when - 1)
            );
            target.between(&[border, own])
        }
        2 => {
            let number = dice.between(100, 999);
            let cloud = format!("BEZP281MB{number:04}.DEUP281.PROD.OUTLOOK.COM");
            let other = format!("FR2P281MB{:04}.DEUP281.PROD.OUTLOOK.COM", dice.between(100, 999));
            let lower = hub(dice, &cloud, &cloud, when - 1);
            let upper = hub(dice, &cloud, &other, when);
            target.under(&[upper, lower].map(|line| line.replace("2603:10b6", "2603:10a6")))
        }
        _ => {
            let when = target.last_when - dice.between(3, 60);
            let ten = |dice: &mut Dice| {
                format!(
                    "10.{}.{}.{}",
                    dice.between(141, 175),
                    dice.between(0, 250),
                    dice.between(2, 250)
                )
            };
            let line = match when {
                ..1_500_000_000 => format!(
                    "from {first} ([{}]) by\n {second} ([{}]) with mapi id\n 15.01.0{:03}.0{:02}; {}",
                    ten(dice),
                    ten(dice),
                    dice.between(49, 399),
                    dice.between(2, 30),
                    date(when)
                ),
                _ => format!(
                    "from {first}\n ([fe80::{0:x}:{1:x}:{2:x}:{3:x}]) by {second}\n ([fe80::{0:x}:{1:x}:{2:x}:{4:x}%{5}]) with mapi id {6}; {7}",
                    dice.between(0x1000, 0xffff),
                    dice.between(0x1000, 0xffff),
                    dice.between(0x1000, 0xffff),
                    dice.between(0x1000, 0xffff),
                    dice.between(0x1000, 0xffff),
                    dice.between(2, 9),
                    build(dice, when),
                    date(when)
                ),
            };
            place::last_fields(target, &[line])
        }
    })
}

fn stale(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let years = dice.between(1, 5);
    Some(match number {
        0 => {
            // The clause of TLS is of the old day as well.
            let dated = when - years * YEAR - dice.between(0, 9_000_000);
            let line = exchanger(target, dice, "ESMTPS", dated, dated);
            let date = stamp::named(when, stamp::UTC);
            target.under(&[format!("{line};\n        {date}")])
        }
        1 => {
            // To the second, so that day and hour still fit.
            let when = target.when - 1;
            let dated = when - 365 * 86_400;
            let line = exchanger(target, dice, "ESMTPS", when, dated);
            target.between(&[pacific(&line, when)])
        }
        2 => {
            let dated = when - years * YEAR - dice.between(0, 9_000_000);
            let lower = exchanger(target, dice, "ESMTPS", when - 2, dated - 2);
            let lines = [0, 1].map(|back| {
                let line = format!(
                    "by {} with SMTP id {}mr{}{}.{}.{}{:03}",
                    within(dice, when),
                    hex(dice, 16),
                    dice.between(1_000_000, 9_999_999),
                    dice.text(servers::LETTERS, 3),
                    dice.between(1, 40),
                    dated - back,
                    dice.between(0, 999)
                );
                pacific(&line, when - back)
            });
            let [one, two] = lines;
            target.under(&[one, two, pacific(&lower, when - 2)])
        }
        _ => {
            // At the end of the header, reached over IPv6, in a zone where it has no clock.
            let when = target.last_when - dice.between(3, 60);
            let dated = when - years * YEAR;
            let from = names::host(dice);
            let line = format!(
                "from {from} ({from}. [{}])\n        by mx.google.com with ESMTPS id {}\n        for <{}>\n        {}; {}",
                known::six(dice),
                id::google(dice, dated, "si"),
                target.recipient,
                agreed(when),
                stamp::named(when, Zone { minutes: 0, name: "GMT" })
            );
            place::last_fields(target, &[line])
        }
    })
}
