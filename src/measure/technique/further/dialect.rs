//! Further lines that claim a server and do not speak like it.

use super::{Dice, Further, Graft, Target};
use crate::measure::line::Say;
use crate::measure::technique::peer_name;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "dialect/postfix",
        variants: &[
            "the recipient before the protocol",
            "the peer in qmail's words",
            "an id in small letters and angle brackets",
            "a version in brackets, and the date of a program",
        ],
        make: make_postfix,
    },
    Further {
        technique: "dialect/sendmail",
        variants: &[
            "Exim's id",
            "its name and one version, the id in the wrong place",
            "a version pair without dots, and no name of the zone",
        ],
        make: make_sendmail,
    },
    Further {
        technique: "dialect/exim",
        variants: &[
            "Postfix's id",
            "a version that there never was, the peer in qmail's words",
            "the version in front of the server, sendmail's id",
        ],
        make: make_exim,
    },
    Further {
        technique: "dialect/qmail",
        variants: &[
            "a weekday and the zone's name, in both lines",
            "Yahoo's protocol, with the name announced",
            "an id and a recipient in Postfix's words",
        ],
        make: make_qmail,
    },
    Further {
        technique: "dialect/tls",
        variants: &[
            "a version that there never was, Postfix",
            "sendmail, with Exim's words in its own brackets",
            "a version years before its time, sendmail",
            "a program library's name of the version, Exim",
        ],
        make: make_tls,
    },
];

fn make_postfix(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let Say { from, ip, to, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let (named, plain) = (stamp::named(when, zone), stamp::date(when, zone));
    let id = id::postfix(dice);
    Some(target.under(&[match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix)\n\tfor <{to}> with ESMTP id {id}; {named}"
        ),
        1 => format!(
            "from unknown (HELO {from}) ({ip})\n\tby {by} (Postfix) with SMTP id {id}; {named}"
        ),
        2 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id <{}@{by}>\n\tfor <{to}>; {named}",
            id.to_ascii_lowercase()
        ),
        _ => format!("from {from} [{ip}] by {by} (Postfix 2.{}) with ESMTP id {id}; {plain}", dice.between(1, 11)),
    }]))
}

fn make_sendmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let Say { from, ip, to, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let (named, plain) = (stamp::named(when, zone), stamp::date(when, zone));
    Some(target.under(&[match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.12.10/8.12.10) with ESMTP id {}\n\tfor <{to}>; {named}",
            id::exim(dice, when)
        ),
        1 => format!(
            "from {from} ([{ip}])\n\tby {by} (Sendmail 8.12.8) id {} with ESMTP\n\tfor {to}; {named}",
            id::sendmail(dice, when)
        ),
        _ => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8{}/8{}) with SMTP id {}{};\n\t{plain}",
            dice.between(100, 9_999),
            dice.between(100, 9_999),
            dice.text("abcdefghijkl", 3),
            dice.between(10_000, 999_999)
        ),
    }]))
}

fn make_exim(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let Say { from, ip, to, sender, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let date = stamp::date(when, zone);
    Some(target.under(&[match variant {
        0 => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtp (Exim 4.{})\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {date}",
            dice.between(60, 96),
            id::postfix(dice)
        ),
        1 => format!(
            "from unknown (HELO {from}) ({ip})\n\tby {by} with esmtp (Exim {}.{})\n\tid {}; {date}",
            dice.between(5, 9),
            dice.between(10, 99),
            id::exim(dice, when)
        ),
        _ => format!(
            "from {from} ([{ip}]) (Exim 4.{} #1) by {by}\n\twith smtp id {}\n\tfor <{to}>; {date}",
            dice.between(30, 80),
            id::sendmail(dice, when)
        ),
    }]))
}

fn make_qmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let Say { from, ip, to, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let process = dice.between(300, 32_000);
    let lines = match variant {
        0 => {
            let date = stamp::named(when, zone);
            vec![
                format!("(qmail {process} invoked from network); {date}"),
                format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {date}"),
            ]
        }
        1 => {
            let last = names::host(dice);
            vec![
                format!(
                    "from unknown (HELO {from}) ({ip})\n\tby {by} with NNFMP; {}",
                    stamp::date(when, zone)
                ),
                format!(
                    "from {last} ({})\n\tby {from} with QMQP; {}",
                    names::address(dice),
                    stamp::date(when - 303, zone)
                ),
            ]
        }
        _ => vec![format!(
            "from unknown (HELO {from}) ({ip})\n  by {by} (qmail) with ESMTP id {} for <{to}>; {}",
            id::postfix(dice),
            stamp::named(when, zone)
        )],
    };
    Some(target.under(&lines))
}

fn make_tls(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let Say { from, ip, to, sender, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let named = stamp::named(when, zone);
    // TLS 1.3 was in no server before the end of 2016.
    if variant == 2 && when > 1_480_000_000 {
        return None;
    }
    Some(target.under(&[match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\t(using TLSv1.{} with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
            dice.between(4, 7),
            id::postfix(dice)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.14.4/8.14.4) with ESMTP id {}\n\t(version=TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256 verify=NO)\n\tfor <{to}>; {named}",
            id::sendmail(dice, when)
        ),
        2 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (8.13.8/8.13.8) with ESMTP id {}\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)\n\tfor <{to}>; {named}",
            id::sendmail(dice, when)
        ),
        _ => format!(
            "from {from} ([{ip}])\n\tby {by} with esmtps (TLSv1_2:ECDHE-RSA-AES256-GCM-SHA384:256)\n\t(Exim 4.80)\n\t(envelope-from <{sender}>)\n\tid {}\n\tfor {to}; {}",
            id::exim(dice, when),
            stamp::date(when, zone)
        ),
    }]))
}
