//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by big providers that never had the message.

use super::super::provider_lines::{build, hex, hub, microsoft_host, microsoft_six};
use super::known::HEX_SMALL;
use super::servers::{LETTERS, SMALL};
use super::{Dice, Further, Graft, Target, known, place};
use crate::measure::stamp::Zone;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "provider/google",
        variants: &[
            "a group's host, of the newer kind",
            "a host by its short name",
            "an outgoing host with the newest kind of id, above an address within",
        ],
        make: make_google,
    },
    Further {
        technique: "provider/microsoft",
        variants: &[
            "into the store by its own transport, above a hub",
            "picked up from a directory, above a hub",
            "the cloud of its first years, out of a mailbox",
        ],
        make: make_microsoft,
    },
    Further {
        technique: "provider/other",
        variants: &["Alibaba", "IIJ", "Facebook"],
        make: make_other,
    },
    Further {
        technique: "provider/stale",
        variants: &[
            "its exchanger, reached over IPv6",
            "its exchanger, between the sender's lines and ours, with a line of now above",
            "its host for submission and an exchanger of the same day, between the author's fields",
        ],
        make: make_stale,
    },
    Further {
        technique: "provider/announced",
        variants: &["SendGrid", "GMX", "Fastmail"],
        make: make_announced,
    },
];

/// The peer is of no provider that is imitated here: a line of its own would be no forgery.
fn stranger(target: &Target) -> bool {
    const WORDS: &[&str] = &[
        "google",
        "gmail",
        "outlook",
        "hotmail",
        "microsoft",
        "live.com",
        "msn.",
        "office365",
        "protection",
        "aliyun",
        "alibaba",
        "alimail",
        "securemx",
        "iij",
        "facebook",
        "sendgrid",
        "gmx",
        "web.de",
        "1and1",
        "kundenserver",
        "fastmail",
        "messagingengine",
        "internal",
    ];
    let seen = [target.peer.rdns.as_deref(), target.peer.helo.as_deref(), Some(&*target.our_host)];
    let mut seen = seen.into_iter().flatten().map(str::to_ascii_lowercase);
    !seen.any(|name| WORDS.iter().any(|word| name.contains(word)))
}

/// With Google's break of the line and Pacific time.
fn pacific(start: &str, when: i64) -> String {
    format!("{start};\n        {}", stamp::named(when, stamp::pacific(when)))
}

fn make_google(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let to = target.recipient.as_str();
    let cell = dice.text("abcdefghijklmnopqrstuvwxyz", 3);
    let lines = match variant {
        0 => vec![pacific(
            &format!(
                "by mail-{}-x{:x}.google.com with SMTP id {}sf{}{cell}.{}\n        for <{to}>",
                dice.one(&["oi1", "qk1", "pf1", "wr1", "ot1"]),
                dice.between(0x33, 0x3f),
                hex(dice, 16),
                dice.between(1_000_000, 99_999_999),
                dice.between(0, 70)
            ),
            when,
        )],
        1 => {
            let number = dice.between(3, 40);
            vec![pacific(
                &format!(
                    "by {cell}{number} with SMTP id {number}so{}{cell}.{}\n        for <{to}>",
                    dice.between(1_000_000, 19_999_999),
                    dice.between(0, 40)
                ),
                when,
            )]
        }
        _ => {
            let host = format!("mail-ot1-f{}.google.com", dice.between(41, 54));
            // The part in front came in 2023.
            let (kind, rest) = match when > 1_680_000_000 {
                true => ("46e09a7af769-", 11),
                false => ("", 16),
            };
            vec![
                pacific(
                    &format!(
                        "by {host} with SMTP id {kind}{}so{}{cell}.{}\n        for <{to}>",
                        hex(dice, rest),
                        dice.between(1_000_000, 9_999_999),
                        dice.between(0, 3)
                    ),
                    when,
                ),
                pacific(
                    &format!(
                        "by 2002:a05:{:x}:{:x}:b0:{:x}:{:x}:{:x} with SMTP id {kind}{}mr{}{cell}.{}.{}{:03}",
                        dice.between(0x600, 0x7fff),
                        dice.between(0x100, 0xffff),
                        dice.between(0x10, 0x6ff),
                        dice.between(0x1000, 0xffff),
                        dice.between(0x1000, 0xffff),
                        hex(dice, rest),
                        dice.between(1_000_000, 9_999_999),
                        dice.between(1, 40),
                        when - 1,
                        dice.between(0, 999)
                    ),
                    when - 1,
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_microsoft(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(2, 80);
    let (first, second, third) = (microsoft_host(dice), microsoft_host(dice), microsoft_host(dice));
    let date = stamp::date(when, stamp::UTC);
    let lines = match variant {
        0 => vec![
            format!(
                "from {second} ({}) by\n {first} ({}) with Microsoft\n SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id {} via Mailbox\n Transport; {date}",
                microsoft_six(dice),
                microsoft_six(dice),
                build(dice, when)
            ),
            hub(dice, &third, &second, when - 1),
        ],
        1 => vec![
            hub(dice, &second, &first, when),
            format!(
                "from mail pickup service by {second}\n with Microsoft SMTP Server id {}; {}",
                build(dice, when),
                stamp::date(when - 1, stamp::UTC)
            ),
        ],
        _ => {
            let number = dice.between(101, 960);
            let host = |kind: &str, n: i64| {
                format!("CH1PRD0{number}{kind}{n:03}.namprd{:02}.prod.outlook.com", number % 12 + 1)
            };
            let (mailbox, transport) =
                (host("MB", dice.between(340, 399)), host("HT", dice.between(1, 9)));
            vec![format!(
                "from {mailbox} ([169.254.{}.{}]) by\n {transport} ([10.255.{}.{}]) with mapi id\n 14.16.{:04}.{:03}; {date}",
                dice.between(1, 14),
                dice.between(1, 250),
                dice.between(100, 180),
                dice.between(2, 60),
                dice.between(159, 435),
                dice.between(0, 12)
            )]
        }
    };
    Some(target.under(&lines))
}

fn make_other(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let (from, ip) = (names::host(dice), names::address(dice));
    let line = match variant {
        0 => format!(
            "from {ip}(mailfrom:{}@{} fp:SMTPD_---.{}_{when} cluster:ay{})\n          by smtp.aliyun-inc.com;\n          {}",
            names::word(dice),
            names::domain(dice),
            dice.text(LETTERS, 7),
            dice.between(21, 40),
            stamp::date(when, Zone { minutes: 480, name: "CST" })
        ),
        1 => format!(
            "from {from} ([{ip}])\n\tby relay.securemx.jp (mx-mr{})\n\tid {}; {}",
            dice.between(1_200, 1_899),
            id::sendmail(dice, when),
            stamp::date(when, Zone { minutes: 540, name: "JST" })
        ),
        _ => {
            let by = names::inside(dice);
            let mut part = |count| dice.text(HEX_SMALL, count);
            let id = format!("{}-{}-4{}-a{}-{}", part(8), part(4), part(3), part(3), part(12));
            format!(
                "from {from} [{ip}:25] by {by} [{by}:25]\n\twith esmtp (Farcaster) id {id};\n\t{}",
                stamp::date(when, stamp::pacific(when))
            )
        }
    };
    Some(target.under(&[line]))
}

/// The exchanger's line with an id of the day `dated`.
fn exchanger(target: &Target, dice: &mut Dice, peer: &str, when: i64, dated: i64) -> String {
    let from = names::host(dice);
    pacific(
        &format!(
            "from {from} ({from}. [{peer}])\n        by mx.google.com with ESMTP id {}\n        for <{}>",
            id::google(dice, dated, "si"),
            target.recipient
        ),
        when,
    )
}

fn make_stale(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let dated = when - dice.between(250, 2_000) * 86_400 - dice.between(0, 80_000);
    Some(match variant {
        0 => {
            let six = known::six(dice);
            target.under(&[exchanger(target, dice, &six, when, dated)])
        }
        1 => {
            let ip = names::address(dice);
            let inner = pacific(
                &format!(
                    "by 10.{}.{}.{} with SMTP id {}csp{}{}",
                    dice.between(1, 230),
                    dice.between(1, 230),
                    dice.between(1, 230),
                    dice.text(SMALL, 11),
                    dice.between(100_000, 9_999_999),
                    dice.text("abcdefghijklmnop", 3)
                ),
                when,
            );
            target.between(&[inner, exchanger(target, dice, &ip, when - 1, dated)])
        }
        _ => {
            let when = target.last_when - dice.between(3, 60);
            let (home, ip, other) =
                (names::inside(dice), names::address(dice), names::address(dice));
            let user = pacific(
                &format!(
                    "from [{home}] ([{ip}])\n        by smtp.gmail.com with ESMTPSA id {}",
                    id::google(dice, dated - 2, "sm")
                ),
                when - 1,
            );
            let lines = [exchanger(target, dice, &other, when, dated), user];
            place::among_fields(target, &lines)
        }
    })
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !stranger(target) {
        return None;
    }
    let when = target.when - dice.between(1, 80);
    let (from, ip, to) = (names::host(dice), names::address(dice), target.recipient.as_str());
    let (name, lines) = match variant {
        0 => {
            let cell = dice.text("abcdefghij", 5);
            let host = format!("geopod-ismtpd-{}", dice.between(0, 40));
            let line = format!(
                "from {from} (unknown [{ip}])\n\tby {host} (SG) with ESMTP\n\tid {}\n\tfor <{to}>;\n\t{}",
                dice.text(LETTERS, 22),
                stamp::named(when, stamp::UTC)
            );
            (format!("o{}.outbound-mail.{cell}.sendgrid.net", dice.between(1, 9)), vec![line])
        }
        1 => {
            let zone = match stamp::pacific(when).name {
                "PDT" => Zone { minutes: 120, name: "CEST" },
                _ => Zone { minutes: 60, name: "CET" },
            };
            let line = format!(
                "from [{}] ([{ip}]) by mail.gmx.net (mrgmx{:03}\n [212.227.17.{}]) with ESMTPSA (Nemesis) id\n 1M{}-1{}-00{} for\n <{to}>; {}",
                names::inside(dice),
                dice.between(4, 105),
                dice.between(160, 190),
                dice.text(LETTERS, 4),
                dice.text(LETTERS, 9),
                dice.text(LETTERS, 4),
                stamp::date(when, zone)
            );
            ("mout.gmx.net".to_owned(), vec![line])
        }
        _ => {
            let zone = match stamp::pacific(when).name {
                "PDT" => Zone { minutes: -240, name: "EDT" },
                _ => Zone { minutes: -300, name: "EST" },
            };
            let number = dice.between(1, 9);
            let front = format!(
                "from compute{number}.internal (compute{number}.nyi.internal [10.202.2.{}])\n\tby mailout.nyi.internal (Postfix) with ESMTP id {}\n\tfor <{to}>; {}",
                40 + number,
                id::postfix(dice),
                stamp::named(when, zone)
            );
            let proxy = format!(
                "from mailfrontend{} ([10.202.2.{}])\n  by compute{number}.internal (MEProxy);\n  {}",
                dice.between(1, 2),
                dice.between(160, 163),
                stamp::date(when - 1, zone)
            );
            (format!("out{}-smtp.messagingengine.com", dice.between(1, 5)), vec![front, proxy])
        }
    };
    target.under(&lines).announcing(target, &name)
}
