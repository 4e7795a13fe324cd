//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines that claim a server and do not speak like it, by the peer itself.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, later, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "dialect/postfix",
        variants: &[
            "its name behind the protocol, and Courier's id",
            "Exim's user who logged in, between the protocol and the id",
            "a number sign in front of the id, and no weekday",
        ],
        make: make_postfix,
    },
    Further {
        technique: "dialect/sendmail",
        variants: &[
            "an id of small letters alone",
            "the name and a slash in front of one version, and a zone in letters alone",
            "qmail's peer, and the versions of two programs",
        ],
        make: make_sendmail,
    },
    Further {
        technique: "dialect/exim",
        variants: &[
            "points in the place of the dashes of its id",
            "Postfix's clause of TLS, the recipient in angle brackets in front of the id",
            "its name and a slash, sendmail's words for the envelope, a zone's name",
        ],
        make: make_exim,
    },
    Further {
        technique: "dialect/qmail",
        variants: &[
            "a C program's date, in the second of two lines",
            "Yahoo's protocol over the name of a host, its sender in brackets",
            "a version as the product of its maker, and the peer in Exim's words",
        ],
        make: make_qmail,
    },
    Further {
        technique: "dialect/tls",
        variants: &[
            "a version that there never was, OpenSMTPD or a Courier before it",
            "no point in the version, Postfix",
            "a version that there never was, in the words of a proxy that signs or of Courier's",
        ],
        make: make_tls,
    },
];

fn say(target: &Target, dice: &mut Dice) -> Say {
    let when = target.when - dice.between(2, 250);
    by_peer(target, dice, when)
}

fn make_postfix(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let named = stamp::named(*when, *zone);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} with ESMTP (Postfix) id {:08X}.{when:08X}.{:08X}\n\tfor <{to}>; {named}",
            dice.between(0x1_0000, 0xFF_FFFF),
            dice.between(0x200, 0x7FFF)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with esmtpa by authid <{sender}>\n\tid {}\n\tfor <{to}>; {named}",
            id::postfix(dice)
        ),
        _ => {
            let date = known::no_weekday(*when, zone.minutes);
            format!(
                "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id #{}\n\tfor <{to}>; {date} ({})",
                dice.between(100_000, 99_999_999),
                zone.name
            )
        }
    };
    Some(target.under(&[line]))
}

fn make_sendmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let version = known::sendmail_version(*when);
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {}\n\tfor <{to}>; {}",
            dice.text("abcdefghijklmnopqrstuvwxyz", 14),
            stamp::named(*when, *zone)
        ),
        1 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Sendmail/{version}) with ESMTP id {}\n\tfor <{to}>; {} {}",
            id::sendmail(dice, *when),
            stamp::clock(*when, zone.minutes),
            zone.name
        ),
        _ => format!(
            "from unknown (HELO {from}) ({ip})\n\tby {by} ({version}/{}.{}.{}) with SMTP id {};\n\t{}",
            dice.between(2, 4),
            dice.between(1, 94),
            dice.between(0, 9),
            dice.text(servers::SMALL, 11),
            stamp::date(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

fn make_exim(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, sender, when, zone } = &say;
    let version = later::exim_version(*when);
    let line = match variant {
        0 => servers::nameless_with(&say, &id::exim(dice, *when).replace('-', ".")),
        1 => format!(
            "from {from} ([{ip}])\n\t(using TLSv1 with cipher AES256-SHA (256/256 bits))\n\tby {by} with esmtps (Exim {version})\n\tfor <{to}> id {}; {}",
            id::exim(dice, *when),
            stamp::date(*when, *zone)
        ),
        _ => format!(
            "from {from} ([{ip}] helo={from})\n\tby {by} (Exim/{version}) with smtp id {}\n\tfor <{to}>; {}\n\t(envelope-from {sender})",
            id::exim(dice, *when),
            stamp::named(*when, *zone)
        ),
    };
    Some(target.under(&[line]))
}

fn make_qmail(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, when, zone, .. } = &say;
    let lines = match variant {
        0 => vec![
            format!(
                "(qmail {} invoked from network); {}",
                dice.between(300, 32_000),
                stamp::qmail(*when)
            ),
            format!(
                "from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {}",
                stamp::local(*when, 0).strftime("%a %b %e %H:%M:%S %Y")
            ),
        ],
        1 => vec![format!(
            "from {from} (envelope-sender <{}>)\n  by {by} with NNFMP id {}; {}",
            say.sender,
            dice.text(servers::SMALL, 8),
            stamp::named(*when, *zone)
        )],
        _ => {
            let next = behind(&say, dice, 5);
            vec![
                servers::switch(&say, dice),
                format!(
                    "from [{}] (helo={})\n  by {} (netqmail-1.06) with smtp; {}",
                    next.ip,
                    next.from,
                    next.by,
                    stamp::date(next.when, next.zone)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

/// Courier's line with this version of TLS.
fn courier(say: &Say, dice: &mut Dice, version: &str) -> String {
    format!(
        "from {0} ({0} [::ffff:{1}])\n  (TLS: {version},256bits,AES256-SHA)\n  by {2} with esmtps; {3}\n  id {4:08X}.{5:08X}.{6:08X}",
        say.from,
        say.ip,
        say.by,
        stamp::date(say.when, say.zone),
        dice.between(0x1_0000, 0xFF_FFFF),
        say.when,
        dice.between(0x200, 0x7FFF)
    )
}

fn make_tls(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let say = say(target, dice);
    let Say { from, ip, by, to, when, zone, .. } = &say;
    let named = stamp::named(*when, *zone);
    let line = match variant {
        0 => {
            let version = format!("TLSv1.{}", dice.between(5, 8));
            match *when {
                // Before OpenSMTPD was there.
                ..known::TLS_ERA => courier(&say, dice, &version),
                _ => format!(
                    "from {from} ({from} [{ip}])\n\tby {by} (OpenSMTPD) with ESMTPS id {} ({version}:AES256-GCM-SHA384:256:NO)\n\tfor <{to}>;\n\t{named}",
                    dice.text(known::HEX_SMALL, 8)
                ),
            }
        }
        1 => {
            let (version, cipher) = match *when {
                ..known::TLS_ERA => ("TLSv10", "DHE-RSA-AES256-SHA"),
                _ => ("TLSv12", "ECDHE-RSA-AES256-GCM-SHA384"),
            };
            format!(
                "from {from} ({from} [{ip}])\n\t(using {version} with cipher {cipher} (256/256 bits))\n\t(Client did not present a certificate)\n\tby {by} (Postfix) with ESMTPS id {}\n\tfor <{to}>; {named}",
                id::postfix(dice)
            )
        }
        _ => {
            let number = dice.between(0, 3);
            match *when {
                // Before there were such proxies.
                ..1_500_000_000 => courier(&say, dice, &format!("SSLv{}", 5 + number)),
                _ => format!(
                    "from {from} (::ffff:{ip}) by\n {by} ({}) with Exclaimer Signature\n Manager ESMTP Proxy {by}\n (tlsversion=TLS2{number}, tlscipher=TLS_ECDHE_WITH_AES256_SHA384); {}",
                    names::address(dice),
                    stamp::date(*when, stamp::UTC)
                ),
            }
        }
    };
    Some(target.under(&[line]))
}
