//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by big providers that never had the message: here those by Google and Microsoft.

use super::super::provider_lines::{build, hex, hub, microsoft_host};
use super::provider_other::{announced, other, stranger};
use super::{Dice, Further, Graft, Target, behind, by_peer, by_stranger, place, servers};
use crate::measure::line::Server;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "provider/google",
        variants: &[
            "the exchanger of its groups",
            "its exchanger by the name that the DNS has, with another server's id",
            "its exchanger, which has it from Microsoft's outgoing host",
            "a machine that scans, by way of its host for submission",
            "an outgoing host under its name in Britain and Germany, an inner host below",
            "its exchanger above a list's host and the list's own loop, below all lines",
            "its exchanger, whose peer has no name",
        ],
        make: google,
    },
    Further {
        technique: "provider/microsoft",
        variants: &[
            "two hubs in Australia",
            "its host for submission by the name that users set, in a plain line",
            "its outgoing host as the peer of a Postfix that is called like its border",
            "a device at the border, and a hub above it",
            "three hubs of one cell, a second apart, below all lines",
            "hosts for consumers, each with a private address",
            "its outgoing host as the peer of a right line, a hub below",
        ],
        make: microsoft,
    },
    Further {
        technique: "provider/other",
        variants: &[
            "Freenet",
            "Free",
            "Virgin Media",
            "Outblaze",
            "Rambler",
            "SparkPost",
            "Cisco's cloud",
            "Postmark",
            "Juno",
            "XS4ALL",
        ],
        make: other,
    },
    Further {
        technique: "provider/stale",
        variants: &[
            "the exchanger of its groups",
            "its exchanger, which has it from Microsoft's outgoing host",
            "a machine that scans, by way of its host for submission, below all lines",
            "at the bottom of three lines, the others a stranger's of now",
            "the same line twice, between our side's and the sender's and at the end",
            "its exchanger with an inner host's of today above, to the minute of the old day",
            "its exchanger, and somebody at it who writes on the web elsewhere",
        ],
        make: stale,
    },
    Further {
        technique: "provider/announced",
        variants: &[
            "Freenet",
            "Free",
            "Virgin Media",
            "SparkPost",
            "Cisco's cloud",
            "Postmark",
            "Outblaze",
            "XS4ALL",
        ],
        make: announced,
    },
];

/// With Google's break of the line and Pacific time.
fn pacific(start: &str, when: i64) -> String {
    format!("{start};\n        {}", stamp::named(when, stamp::pacific(when)))
}

/// What Google says of TLS in that year.
fn agreed(when: i64) -> &'static str {
    match when {
        ..1_390_000_000 => "(version=TLSv1/SSLv3 cipher=RC4-SHA bits=128/128)",
        1_390_000_000..1_540_000_000 => {
            "(version=TLS1_2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128/128)"
        }
        _ => "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
    }
}

/// Microsoft's host for mail on its way out, and its address.
fn outbound(dice: &mut Dice) -> (String, String) {
    let cell = *dice.one(&["nam12on", "nam04on", "eur05on", "eur03on", "apc01on"]);
    let name =
        format!("mail-{cell}{:04}.outbound.protection.outlook.com", dice.between(2_040, 2_139));
    (name, format!("40.107.{}.{}", dice.between(1, 250), dice.between(2, 250)))
}

/// An exchanger of Google's, called `by`, over TLS and with an id of the day `dated`.
fn exchanger(
    target: &Target,
    dice: &mut Dice,
    by: &str,
    (from, ip): (&str, &str),
    (when, dated): (i64, i64),
) -> String {
    let start = format!(
        "from {from} ({from}. [{ip}])\n        by {by} with ESMTPS id {}\n        for <{}>\n        {}",
        id::google(dice, dated, "si"),
        target.recipient,
        agreed(when)
    );
    pacific(&start, when)
}

/// An office's machine that hands in what it scanned.
fn scanner(dice: &mut Dice, when: i64, dated: i64) -> String {
    let machine = format!("BRN{}", dice.text("0123456789ABCDEF", 12));
    let ip = names::address(dice);
    let customer = format!("{}.{}", ip.replace('.', "-"), names::domain(dice));
    let start = format!(
        "from {machine} ({customer}. [{ip}])\n        by smtp.gmail.com with ESMTPSA id {}\n        {}",
        id::google(dice, dated, "sm"),
        agreed(when)
    );
    pacific(&start, when)
}

/// Handed on by an inner host.
fn inner(dice: &mut Dice, when: i64) -> String {
    let start = format!(
        "by {} with SMTP id {}csp{}{}",
        names::inside(dice),
        dice.text(servers::SMALL, 11),
        dice.between(100_000, 9_999_999),
        dice.text("abcdefghijklmnopqrstuvwxyz", 3)
    );
    pacific(&start, when)
}

fn google(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = if variant == 5 { target.last_when } else { target.when } - dice.between(2, 90);
    let (from, ip) = (names::host(dice), names::address(dice));
    let peer = (from.as_str(), ip.as_str());
    Some(match variant {
        0 => target.under(&[exchanger(target, dice, "gmr-mx.google.com", peer, (when, when))]),
        1 => target.under(&[format!(
            "from {from} ({from} [{ip}])\n\tby {} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
            dice.one(&["gmail-smtp-in.l.google.com", "aspmx.l.google.com", "smtp-in.gmail.com"]),
            id::postfix(dice),
            target.recipient,
            stamp::named(when, stamp::pacific(when))
        )]),
        2 => {
            let (from, ip) = outbound(dice);
            let lower = (from.as_str(), ip.as_str());
            target.under(&[exchanger(target, dice, "mx.google.com", lower, (when, when))])
        }
        3 => target.under(&[scanner(dice, when, when)]),
        4 => {
            let cell = dice.text("abcdefghijklmnopqrstuvwxyz", 3);
            let start = format!(
                "by mail-{}-f{}.googlemail.com with SMTP id {}so{}{cell}.{}\n        for <{}>",
                dice.one(&["ew0", "fx0", "bw0", "wi0", "lf1"]),
                dice.between(40, 230),
                hex(dice, 16),
                dice.between(100_000, 9_999_999),
                dice.between(0, 40),
                target.recipient
            );
            target.under(&[pacific(&start, when), inner(dice, when - 1)])
        }
        5 => {
            let list = format!("lists.{}", names::domain(dice));
            let own = format!(
                "from {list} (localhost [127.0.0.1])\n\tby {list} (Postfix) with ESMTP id {};\n\t{}",
                id::postfix(dice),
                stamp::named(when - 3, stamp::UTC)
            );
            let lower = (list.as_str(), ip.as_str());
            target.below(&[exchanger(target, dice, "mx.google.com", lower, (when, when)), own])
        }
        _ => {
            let start = format!(
                "from {} ([{ip}])\n        by mx.google.com with SMTP id {}\n        for <{}>",
                names::word(dice),
                id::google(dice, when, "si"),
                target.recipient
            );
            target.under(&[pacific(&start, when)])
        }
    })
}

fn microsoft(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = if variant == 4 { target.last_when } else { target.when } - dice.between(2, 90);
    let (from, ip) = (names::host(dice), names::address(dice));
    let date = |at: i64| stamp::date(at, stamp::UTC);
    Some(match variant {
        0 => {
            let mut host = || {
                format!(
                    "SY{}PR01MB{:04}.ausprd01.prod.outlook.com",
                    dice.between(2, 9),
                    dice.between(1_000, 9_999)
                )
            };
            let (first, second, third) = (host(), host(), host());
            let mut line = |from: &str, by: &str, at: i64| {
                let mut six = || {
                    format!(
                        "2603:10c6:{:x}:{:x}::{:x}",
                        dice.between(1, 0x220),
                        dice.between(1, 0x1ff),
                        dice.between(1, 0x30)
                    )
                };
                let (peer, own) = (six(), six());
                format!(
                    "from {from} ({peer}) by\n {by} ({own}) with Microsoft SMTP\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n {}; {}",
                    build(dice, at),
                    date(at)
                )
            };
            target.under(&[line(&second, &first, when), line(&third, &second, when - 1)])
        }
        1 => target.under(&[format!(
            "from DESKTOP-{} ([{ip}]) by smtp.office365.com with ESMTPSA id {}; {}",
            dice.text(servers::BASE36, 7),
            dice.text(servers::LETTERS, 12),
            date(when)
        )]),
        2 => {
            let (from, ip) = outbound(dice);
            let domain = names::domain(dice);
            target.under(&[format!(
                "from {from} ({from} [{ip}])\n\tby {}.mail.protection.outlook.com (Postfix) with ESMTPS id {}\n\tfor <{}>; {}",
                domain.replace('.', "-"),
                id::postfix(dice),
                target.recipient,
                stamp::named(when, stamp::UTC)
            )])
        }
        3 => {
            let (first, second) = (microsoft_host(dice), microsoft_host(dice));
            let border = format!(
                "from {} ({ip}) by\n {second} (10.167.{}.{}) with Microsoft SMTP\n Server id {} via Frontend Transport; {}",
                dice.one(&["XEROX", "MFP-2OG", "NAS01", "SERVER"]),
                dice.between(1, 250),
                dice.between(2, 250),
                build(dice, when),
                date(when - 1)
            );
            target.under(&[hub(dice, &second, &first, when), border])
        }
        4 => {
            let hosts: Vec<String> = (0..4).map(|_| microsoft_host(dice)).collect();
            let lines: Vec<String> = hosts
                .windows(2)
                .zip(0..)
                .map(|(pair, back)| hub(dice, &pair[1], &pair[0], when - back))
                .collect();
            target.below(&lines)
        }
        5 => {
            let cell = *dice.one(&["VI1EUR04", "DB5EUR01", "SN1NAM04", "BN3NAM01"]);
            let region = cell.get(3..).unwrap_or_default().to_ascii_lowercase();
            let net = dice.between(1, 60);
            let number = dice.between(10, 199);
            let line = format!(
                "from {cell}HT{number:03}.eop-{region}.prod.protection.outlook.com\n (10.152.{net}.{}) by {cell}FT{:03}.mail.protection.outlook.com\n (10.152.{net}.{}) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id {}; {}",
                dice.between(2, 250),
                dice.between(1, 64),
                dice.between(2, 250),
                build(dice, when),
                date(when)
            );
            let border = format!(
                "from {from} ({ip}) by\n {cell}FT{:03}.mail.protection.outlook.com (10.152.{net}.{}) with\n Microsoft SMTP Server id {} via Frontend Transport; {}",
                dice.between(1, 64),
                dice.between(2, 250),
                build(dice, when - 1),
                date(when - 1)
            );
            target.under(&[line, border])
        }
        _ => {
            let mut say = by_peer(target, dice, when);
            (say.from, say.ip) = outbound(dice);
            let (first, second) = (microsoft_host(dice), microsoft_host(dice));
            target.under(&[servers::filter(&say, dice), hub(dice, &second, &first, when - 2)])
        }
    })
}

fn stale(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = if variant == 2 { target.last_when } else { target.when } - dice.between(2, 90);
    let dated = when - dice.between(400, 2_600) * 86_400 - dice.between(0, 80_000);
    let (from, ip) = (names::host(dice), names::address(dice));
    let peer = (from.as_str(), ip.as_str());
    Some(match variant {
        0 => target.under(&[exchanger(target, dice, "gmr-mx.google.com", peer, (when, dated))]),
        1 => {
            let (from, ip) = outbound(dice);
            let lower = (from.as_str(), ip.as_str());
            target.under(&[exchanger(target, dice, "mx.google.com", lower, (when, dated))])
        }
        2 => target.below(&[scanner(dice, when, dated)]),
        3 => {
            let say = by_peer(target, dice, when);
            let next = behind(&say, dice, 20);
            let lower = exchanger(target, dice, "mx.google.com", peer, (next.when - 2, dated));
            target.under(&[servers::filter(&say, dice), next.line(dice, Server::Postfix), lower])
        }
        4 => {
            let line = exchanger(target, dice, "mx.google.com", peer, (when, dated));
            let mut graft = place::last_fields(target, std::slice::from_ref(&line));
            let at = target.received.get(target.own.checked_sub(1)?)?.end;
            graft.bytes.splice(at..at, format!("Received: {line}\n").into_bytes());
            graft.forged = vec![target.own + 1, target.received.len() + 2];
            graft
        }
        5 => {
            // Whole days between the two, so that the hour of the id fits the one stamped.
            let days = (when - dated) / 86_400 * 86_400;
            let lower = exchanger(target, dice, "mx.google.com", peer, (when - 1, when - 1 - days));
            target.under(&[inner(dice, when), lower])
        }
        _ => {
            let web = by_stranger(target, dice, when - 5);
            let lower = (web.by.as_str(), ip.as_str());
            let line = exchanger(target, dice, "mx.google.com", lower, (when, dated));
            target.under(&[line, servers::horde(&web, dice)])
        }
    })
}
